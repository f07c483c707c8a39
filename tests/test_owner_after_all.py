"""« Bon, accepte finalement »: a no to what the debtor had asked for or promised, thought better of."""

from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.events.letters import LetterIntended, LetterSent
from bot.events.mail import PromiseRead
from bot.policy.house import Wait
from tests.office import SECRETARY, Office, opened
from tests.weighed import open_, said, settle, writes

UNTIL = "Pouvez-vous patienter jusqu'au 30 avril ?"
FAR = date(2026, 6, 15)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def refused(office: Office, about: str = "delay_request") -> EmailMessage:
    """The question; the owner has said no, and it has left."""
    if about == "delay_request":
        asked = writes(office, about, sentence=UNTIL)
    else:
        asked = writes(
            office, "promise", sentence="Nous paierons le 15 juin.", promises=(PromiseRead(FAR, None),)
        )
    said(office, "refuse", asked)
    [owed] = office.case().answers.values()
    intended = LetterIntended(
        "L9", "<L9@m>", "answer", owed.template, "neutral", (owed.to,), "s", "d" * 64, answer=owed.answer
    )
    office.note("c1", intended, LetterSent("L9", owed.to, "250"))
    office.clock[0] += timedelta(hours=20)
    settle(office)
    return asked


def back(office: Office) -> EmailMessage:
    """What said the no back."""
    return office.mails(about="Noté")[-1]


def promised(office: Office) -> list[date | None]:
    return [p.noted.on for p in office.case().promises.values() if not p.outcome]


def owed(office: Office) -> list[str]:
    return [answer.template for answer in office.case().answers.values()]


@pytest.mark.parametrize(
    ("about", "day", "template"),
    [("delay_request", date(2026, 4, 30), "delay_accepted"), ("promise_far", FAR, "promise_noted")],
)
@pytest.mark.parametrize("words", ["bon accepte finalement", "non, accepte", "finalement oui", "accepte"])
def test_it_is_granted_in_answer_to_what_said_the_no_back(
    office: Office, about: str, day: date, template: str, words: str
) -> None:
    refused(office, about)
    line = said(office, words, back(office))
    assert "close" not in line and "Est-ce bien vous" not in str(office.mails()[-1]["Subject"])
    assert promised(office) == [day] and owed(office) == [template] and not open_(office)
    assert office.case().answers[next(iter(office.case().answers))].mail
    settle(office)
    office.clock[0] += timedelta(days=10)
    assert isinstance(settle(office), Wait) and promised(office) == [day]


def test_to_the_question_itself_he_is_asked_back_what_it_comes_to_and_his_ok_grants_it(
    office: Office,
) -> None:
    said(office, "bon accepte finalement", refused(office))
    asked = office.mails(about="Est-ce bien vous")[-1]
    assert "accepté pour le 30 avril" in asked.get_content().replace("\u00a0", " ")
    assert not promised(office)
    assert "accepté pour le 30 avril" in said(office, "ok", asked)
    assert promised(office) == [date(2026, 4, 30)] and owed(office) == ["delay_accepted"]


def test_a_day_or_a_plan_of_his_own_is_granted_like_it(office: Office) -> None:
    refused(office)
    assert "accepté pour le 15 avril" in said(office, "finalement d'accord jusqu'au 15 avril", back(office))
    assert promised(office) == [date(2026, 4, 15)] and owed(office) == ["delay_accepted"]


@pytest.mark.parametrize(
    ("words", "template"),
    [("échéancier 2 x 620 le 10", "plan_accepted"), ("dis-lui le 10 avril au plus tard", "delay_proposed")],
)
def test_so_is_a_plan_and_a_proposal(office: Office, words: str, template: str) -> None:
    refused(office)
    said(office, words, back(office))
    [answer] = office.case().answers.values()
    assert answer.template == template and answer.mail


@pytest.mark.parametrize("words", ["ok", "oui", "parfait", "ok merci", "c'est bon"])
@pytest.mark.parametrize("about", ["delay_request", "promise_far"])
def test_a_mere_yes_to_what_said_the_no_back_grants_nothing(office: Office, about: str, words: str) -> None:
    refused(office, about)
    line = said(office, words, back(office))
    assert not promised(office) and not owed(office)
    assert "vous avez refusé le 10 mars ; rien n'a changé" in line


def test_the_refusal_that_has_not_left_leaves_no_more(office: Office) -> None:
    said(office, "refuse", writes(office, "delay_request", sentence=UNTIL))
    assert owed(office) == ["delay_refused"]
    said(office, "accepte finalement", back(office))
    assert owed(office) == ["delay_accepted"]


def test_once_the_debtor_has_written_again_a_day_must_be_said(office: Office) -> None:
    refused(office)
    writes(office, "acknowledgement", sentence="Nous faisons au mieux.")
    line = said(office, "accepte finalement", back(office))
    assert "vous avez refusé le 10 mars" in line and "« d'accord pour le 15 »" in line
    assert not promised(office)
    said(office, "d'accord pour le 15 avril", office.mails()[-1])
    assert promised(office) == [date(2026, 4, 15)] and owed(office)[-1] == "delay_accepted"


def test_a_day_that_is_over_meanwhile_is_asked_for(office: Office) -> None:
    said(
        office, "refuse", writes(office, "delay_request", sentence="Pouvez-vous attendre jusqu'au 13 mars ?")
    )
    office.clock[0] += timedelta(days=5)
    assert "jusqu'à quel jour" in said(office, "accepte finalement", back(office))
    assert open_(office) == ["delay_request"] and not promised(office)


def test_another_mail_that_asked_the_same_before_his_no_may_have_been_answered_before_it(
    office: Office,
) -> None:
    asked = writes(office, "delay_request", sentence=UNTIL)
    office.clock[0] += timedelta(days=3, hours=1)
    office.tell()
    again = office.mails(about="Rappel")[-1]
    office.clock[0] += timedelta(minutes=20)
    said(office, "refuse", asked)
    line = said(office, "accepte", again)
    assert "vous avez refusé" in line and not promised(office)
    said(office, "accepte", office.mails()[-1])
    assert promised(office) == [date(2026, 4, 30)]


def test_what_one_person_has_refused_another_does_not_grant_unaware(office: Office) -> None:
    asked = writes(office, "delay_request", sentence=UNTIL)
    theirs = office.mails(SECRETARY)[-1]
    said(office, "refuse", asked)
    office.clock[0] += timedelta(hours=1)
    office.receive(office.answer("accepte", to=theirs, sender=SECRETARY))
    assert "déjà close" in " ".join(str(office.mails(SECRETARY)[-1].get_content()).split())  # type: ignore[no-untyped-call]
    assert not promised(office)


def test_words_that_are_not_surely_understood_keep_back_the_refusal_that_has_not_left(office: Office) -> None:
    asked = writes(office, "delay_request", sentence=UNTIL)
    said(office, "refuse", asked)
    office.clock[0] += timedelta(minutes=20)
    said(office, "non accepte finalement", back(office))
    assert isinstance(settle(office), Wait) and owed(office) == ["delay_refused"]
    assert "accepté pour le 30 avril" in said(office, "accepte", office.mails()[-1])
    assert owed(office) == ["delay_accepted"] and promised(office) == [date(2026, 4, 30)]
    assert not any(hold.hold.endswith(".unclear") for hold in office.case().holds.values())


def test_such_words_are_carried_out_once_he_has_seen_what_they_come_to(office: Office) -> None:
    said(office, "non accepte finalement", refused(office))
    asked = office.mails(about="Est-ce bien vous")[-1]
    assert "accepté pour le 30 avril" in asked.get_content().replace("\u00a0", " ")
    said(office, "ok", asked)
    assert owed(office) == ["delay_accepted"] and promised(office) == [date(2026, 4, 30)]
