"""Indemnity and interest once the principal has come: asked once, never claimed by silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import acts
from bot.errors import OperatorError
from bot.events.consequences import AnswerOwed, ContactDead, HoldSet
from bot.events.debts import InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent
from bot.events.letters import Climb, PaperPosted, PaperPrepared
from bot.events.owner import AccessoriesWaived, NoticeOpened
from bot.policy import left_over, questions
from bot.policy.house import House
from bot.policy.sight import Sight, see
from tests.office import NOW, Office, opened

TODAY = date(2026, 3, 10)
PAPER = PaperPrepared(
    "L-1",
    "mise_en_demeure",
    "mise_en_demeure",
    "formal",
    "0" * 64,
    "letters/x.pdf",
    date(2026, 3, 4),
    (Climb("F-118", "mise_en_demeure", 3),),
    1_240_00,
    "EUR",
    15,
    demanded=1_292_30,
    indemnity=40_00,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def demanded(office: Office, *more: CaseEvent, paper: PaperPrepared = PAPER, amount: int = 1_240_00) -> None:
    """The mise en demeure of F-118 was posted, and so much came after it."""
    with office.desk.kept(b"%PDF-1.7") as (digest,):
        office.note("c1", replace(paper, pdf=digest), PaperPosted("L-1", "1A 2", date(2026, 3, 5)))
    office.note("c1", PaymentSeen("F-118", amount, TODAY), *more)


def sight(office: Office) -> Sight:
    return see(office.case(), House(), office.rules, NOW)


def asked(office: Office) -> NoticeOpened | None:
    decision = left_over.ask(sight(office))
    [event] = decision.events if decision else [None]
    return event if isinstance(event, NoticeOpened) else None


def test_the_letters_own_figures_are_what_is_left_over(office: Office) -> None:
    demanded(office)
    opened_ = asked(office)
    assert opened_ and (opened_.indemnity, opened_.interest) == (40_00, 12_30)
    office.note("c1", opened_)
    assert asked(office) is None


def test_as_long_as_some_of_the_principal_is_owed_nothing_is_asked(office: Office) -> None:
    demanded(office, amount=1_000_00)
    assert asked(office) is None


def test_a_letter_that_asked_for_the_principal_alone_leaves_nothing_over(office: Office) -> None:
    demanded(office, paper=replace(PAPER, demanded=1_240_00, indemnity=0))
    assert asked(office) is None


def test_what_came_above_the_principal_is_taken_off_the_interest_first(office: Office) -> None:
    demanded(office, PaymentSeen("F-118", 20_00, TODAY, source="bank.csv"))
    left = left_over.of(sight(office))
    assert left and (left.indemnity, left.interest) == (32_30, 0)


def test_who_paid_all_of_it_is_asked_for_nothing(office: Office) -> None:
    demanded(office, PaymentSeen("F-118", 52_30, TODAY, source="bank.csv"))
    assert asked(office) is None


@pytest.mark.parametrize("rule", ["insolvency", "misfortune"])
def test_after_an_insolvency_or_a_misfortune_nothing_is_asked(office: Office, rule: str) -> None:
    demanded(office, HoldSet("h", rule, "said so"))
    assert asked(office) is None


# --- the owner's answer by mail -----------------------------------------------------------------------


def ask(office: Office) -> str:
    demanded(office)
    opened_ = asked(office)
    assert opened_
    office.note("c1", opened_)
    office.tell()
    return opened_.notice


def test_the_owner_reads_both_sums(office: Office) -> None:
    ask(office)
    body = office.mails(about="indemnité")[0].get_body(("plain",))
    said = str(body.get_content()) if body else ""  # type: ignore[attr-defined]
    plain = said.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Restent dus 40,00 € d’indemnité et 12,30 € de pénalités." in " ".join(plain.split())
    assert "Sans réponse, je ne réclame rien." in plain


@pytest.mark.parametrize("words", ["abandonne", "non"])
def test_dropped_by_mail_it_is_waived_in_the_journal(office: Office, words: str) -> None:
    notice = ask(office)
    office.says(words, office.mails(about="indemnité")[0])
    events = [entry.event for entry in office.desk.entries("c1")]
    [waived] = [event for event in events if isinstance(event, AccessoriesWaived)]
    assert (waived.indemnity, waived.interest, waived.invoices) == (40_00, 12_30, ("F-118",))
    assert office.case().notices[notice].answer == "refuse"
    assert not office.case().answers


def test_an_ok_by_mail_claims_it(office: Office) -> None:
    notice = ask(office)
    said = office.says("ok", office.mails(about="indemnité")[0])
    [owed] = office.case().answers.values()
    assert (
        isinstance(owed, AnswerOwed) and owed.template == "left_over" and owed.to == "compta@martin.example"
    )
    assert office.case().notices[notice].answer == "approve"
    assert "réclame" in said


def test_a_reprends_by_mail_lets_a_public_buyers_invoice_be_reminded_of(office: Office) -> None:
    notice = office.ask("c1", "chorus", invoices=("F-118",))
    office.says("reprends", office.mails(about="Chorus")[0])
    assert office.case().notices[notice].answer == "resume"


def test_a_status_answers_a_public_buyers_question_and_lets_no_reminder_leave(office: Office) -> None:
    notice = office.ask("c1", "chorus", invoices=("F-118",))
    office.says("mise à disposition le 3 mars", office.mails(about="Chorus")[0])
    assert office.case().notices[notice].answer == "moot"
    assert [hold.invoices for hold in office.case().holds.values()] == [("F-118",)]


def test_nothing_is_told_of_it_twice(office: Office) -> None:
    ask(office)
    told = len(office.mails(about="indemnité"))
    office.clock[0] += timedelta(days=8)
    office.tell()
    assert len(office.mails(about="indemnité")) == told


def test_a_payment_taken_back_closes_the_question(office: Office) -> None:
    demanded(office)
    opened_ = asked(office)
    assert opened_
    due = date(2026, 3, 3)
    office.note("c1", opened_, InvoiceSeen("F-118", due, due, 2_480_00))
    decision = questions.settle(sight(office))
    assert decision and "answered itself" in decision.why


def test_without_an_address_left_it_cannot_be_claimed_by_mail(office: Office) -> None:
    notice = ask(office)
    office.note("c1", ContactDead("compta@martin.example", "550"))
    with pytest.raises(OperatorError, match="write by post, or waive it"):
        acts.answer(office.case(), notice, yes=True, why="", rules=office.rules, now=NOW)
    assert acts.answer(office.case(), notice, yes=False, why="", rules=office.rules, now=NOW)
