"""Debtors who write many times: the owner gets one question that says how many came, not one for each."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.events.mail import MailKept, MailRead, PromiseRead, Quote
from bot.owner import news
from tests.hostile import body
from tests.office import Office, opened
from tests.weighed import open_, settle, writes

DAY = (PromiseRead(date(2026, 3, 20), None),)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def flood(office: Office, *said: tuple[str, str]) -> None:
    """So many mails before anybody looks: what each means, and its words."""
    for n, (intent, words) in enumerate(said):
        mail = f"{n:012d}".ljust(64, "b")
        at, sender = office.clock[0], "compta@martin.example"
        kept = MailKept(mail, f"<{n}@m.example>", sender, "Re", at, "INBOX", 7, n, "debtor", "thread", ())
        promises = DAY if intent == "promise" else ()
        read = MailRead(mail, "2", (intent,), promises, evidence=(Quote(intent, words),), confidence=0.9)
        office.note("c1", kept, read)
    settle(office)
    office.tell()


def test_of_many_mails_at_once_the_one_question_says_how_many_and_quotes_each_thing(office: Office) -> None:
    said = [("promise", "Je paierai vendredi."), ("dispute", "Je conteste."), ("already_paid", "C'est payé.")]
    flood(office, *(said * 10))
    (asked,) = [mail for mail in office.mails() if "Martin" in str(mail["Subject"])]
    told = body(asked)
    assert "Martin SARL vous a envoyé 30 messages" in told
    assert "Je conteste. … C'est payé. … Je paierai vendredi." in told
    assert open_(office) == ["undecided"]


def test_copies_of_one_promise_are_one_line_of_the_news(office: Office) -> None:
    flood(office, *([("promise", "Je paie le 20.")] * 50))
    (line,) = news.happened(office.desk.entries("c1"), office.case, lambda at: at.date()).replies
    assert (line.rule, line.times) == ("promise", 50)
    assert open_(office) == [] and len(office.case().promises) == 1


def test_the_same_words_while_they_are_asked_about_bring_no_second_question(office: Office) -> None:
    writes(office, "dispute", sentence="Les carreaux sont cassés.")
    for _ in range(3):
        assert writes(office, "dispute", sentence="Les carreaux sont cassés.") is None
    assert open_(office) == ["dispute"] and len(office.case().holds) == 1
    assert writes(office, "dispute", sentence="Et il en manque dix.") is not None


def test_what_another_person_says_in_the_same_words_is_asked_about_too(office: Office) -> None:
    writes(office, "stop_contact", sentence="Ne m'écrivez plus.")
    assert writes(office, "stop_contact", sentence="Ne m'écrivez plus.", sender="paul@martin.example")


def test_an_absence_told_by_hand_is_noted_and_a_machine_that_says_so_each_time_is_answered_once(
    office: Office,
) -> None:
    """Without the fields of a machine, that is: what says back to him what was noted is never answered so."""
    office.ask("c1", "refused", "resume")
    assert "Absence du 11" in office.says("out of office tomorrow", office.mails()[-1])
    sent = len(office.mails())
    for _ in range(3):
        office.later(minutes=3)
        office.receive(office.answer("out of office tomorrow", to=office.mails()[-1]))
        office.tell()
    assert len(office.mails()) == sent
