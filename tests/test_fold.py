"""The fold: what each event makes of the case, and that nothing but its events does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.case import Case
from bot.events.consequences import AnswerDropped, AnswerOwed, HoldLifted, HoldSet, PromiseEnded
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent, Entry, decode
from bot.events.letters import (
    Climb,
    LetterBounced,
    LetterFiled,
    LetterIntended,
    LetterRefused,
    LetterSent,
    LetterSettled,
    LetterUncertain,
    PaperPosted,
    PaperPrepared,
    PaperPresented,
)
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.events.owner import CaseSetAside, ContactSaid, NoticeAnswered, NoticeOpened
from bot.fold import _APPLY, fold

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DEBTOR = DebtorSeen("martin", "Martin SARL", "business", contacts=("Compta@martin.example",))
INVOICE = InvoiceSeen("F-1", date(2026, 1, 28), date(2026, 2, 27), 124_000)
INTENT = LetterIntended(
    "l1",
    "<l1@m.example>",
    "reminder",
    "reminder",
    "cordial",
    ("Compta@martin.example",),
    "Facture F-1",
    "mail",
    climbs=(Climb("F-1", "first_reminder", 0),),
    answer="a1",
)
SENT = LetterSent("l1", "Compta@martin.example", "250 ok")


def told(*happened: CaseEvent) -> Case:
    """The case after these events, an hour apart."""
    chain = (DEBTOR, INVOICE, *happened)
    return fold("c", [Entry("c", n, AT + timedelta(hours=n), event) for n, event in enumerate(chain, 1)])


def test_every_event_of_a_case_has_its_place_in_the_fold() -> None:
    assert set(_APPLY) == set(get_args(CaseEvent))


def test_a_payment_recorded_by_hand_and_then_shown_by_the_source_counts_once() -> None:
    case = told(
        PaymentSeen("F-1", 40_000, date(2026, 3, 1)),
        InvoiceSeen("F-1", INVOICE.issued, INVOICE.due, 124_000, paid=40_000),
    )
    assert case.invoices["F-1"].left == 84_000
    more = told(
        PaymentSeen("F-1", 40_000, date(2026, 3, 1)),
        InvoiceSeen("F-1", INVOICE.issued, INVOICE.due, 124_000, paid=50_000),
    )
    assert more.invoices["F-1"].left == 74_000


def test_more_paid_than_owed_leaves_nothing_and_not_less() -> None:
    assert told(PaymentSeen("F-1", 999_999, date(2026, 3, 1))).left() == 0


def test_an_invoice_that_comes_again_after_it_was_closed_is_reopened() -> None:
    case = told(InvoiceClosed("F-1", "no longer listed"), INVOICE)
    assert case.invoices["F-1"].reopened and case.left() == 124_000


def test_a_payment_that_the_source_takes_back_reopens() -> None:
    paid = InvoiceSeen("F-1", INVOICE.issued, INVOICE.due, 124_000, paid=124_000)
    assert told(paid).left() == 0
    assert told(paid, INVOICE).invoices["F-1"].reopened


def test_a_step_counts_when_the_server_accepted_the_letter() -> None:
    assert not told(INTENT).invoices["F-1"].climbs
    assert [c.index for c in told(INTENT, SENT).invoices["F-1"].climbs] == [0]
    refused = LetterRefused("l1", "Compta@martin.example", "550", permanent=True)
    assert not told(INTENT, refused).invoices["F-1"].climbs


def test_a_bounce_takes_the_step_back_whatever_case_the_address_is_written_in() -> None:
    case = told(INTENT, SENT, LetterBounced("l1", "compta@martin.example", permanent=True))
    assert not case.invoices["F-1"].climbs
    assert not case.sent_letters()
    waiting = told(INTENT, SENT, LetterBounced("l1", "compta@martin.example", permanent=False))
    assert waiting.invoices["F-1"].climbs


def test_a_letter_that_is_lost_did_not_arrive_be_its_address_alive_and_is_tried_last() -> None:
    two = replace(DEBTOR, contacts=("Compta@martin.example", "b@martin.example"))
    case = told(two, INTENT, SENT, LetterBounced("l1", "compta@martin.example", permanent=False, lost=True))
    assert not case.invoices["F-1"].climbs and not case.sent_letters()
    assert case.contacts() == ["b@martin.example", "Compta@martin.example"]
    again = told(
        two,
        INTENT,
        SENT,
        LetterBounced("l1", "compta@martin.example", permanent=False, lost=True),
        ContactSaid("compta@martin.example"),
    )
    assert again.contacts()[0].lower() == "compta@martin.example"


def test_a_bounce_of_an_old_journal_says_no_more_than_it_did() -> None:
    old = {"letter": "l1", "to": "compta@martin.example", "permanent": False, "mail": ""}
    assert told(INTENT, SENT, decode("LetterBounced", 1, old)).invoices["F-1"].climbs  # type: ignore[arg-type]


def test_one_of_two_recipients_that_bounces_leaves_the_step() -> None:
    both = LetterSent("l1", "b@martin.example", "250 ok")
    case = told(INTENT, SENT, both, LetterBounced("l1", "b@martin.example", permanent=True))
    assert case.invoices["F-1"].climbs and case.sent_letters()


def test_an_uncertain_letter_is_settled_once() -> None:
    unknown = LetterUncertain("l1", "cut")
    yes, no = LetterSettled("l1", True, "in Sent"), LetterSettled("l1", False, "the owner says no")
    assert told(INTENT, unknown).uncertain()
    assert told(INTENT, unknown, yes).invoices["F-1"].climbs
    assert not told(INTENT, unknown, no).invoices["F-1"].climbs
    late = told(INTENT, unknown, yes, no)
    assert late.letters["l1"].state == "sent" and late.invoices["F-1"].climbs


def test_a_letter_that_left_fulfils_the_answer_that_was_owed() -> None:
    owed = AnswerOwed("a1", "m", "ask_date", "compta@martin.example", AT)
    assert told(owed, INTENT).answers
    assert not told(owed, INTENT, SENT).answers
    assert not told(owed, AnswerDropped("a1", "paid")).answers


def test_a_posted_letter_counts_and_one_that_was_not_served_does_not() -> None:
    climbs = (Climb("F-1", "mise_en_demeure", 3),)
    paper = PaperPrepared(
        "p1", "mise_en_demeure", "mise_en_demeure", "formal", "0", "f", AT.date(), climbs, 5, "EUR", 15
    )
    posted = PaperPosted("p1", "1A", AT.date())
    assert not told(paper).mise_en_demeure()
    assert told(paper, posted).invoices["F-1"].last
    away = PaperPresented("p1", AT.date(), "not_served")
    assert not told(paper, posted, away).invoices["F-1"].last


def test_lifting_without_a_name_lifts_every_hold_and_wakes_a_case_set_aside() -> None:
    holds = (HoldSet("a", "owner", "x"), HoldSet("b", "dispute", "y"), CaseSetAside("a bug"))
    assert len(told(*holds).holds) == 2
    after = told(*holds, HoldLifted("", "resumed"))
    assert not after.holds and not after.set_aside
    assert list(told(*holds, HoldLifted("a", "resumed")).holds) == ["b"]


def test_a_machine_that_only_reading_found_out_is_no_human() -> None:
    kept = MailKept("m", "<m>", "a@b.example", "s", AT, "INBOX", 1, 1, "debtor", "address")
    assert told(kept).human_mails()
    assert not told(kept, ReplyWeighed("m", "out_of_office", "absent")).human_mails()


@pytest.mark.parametrize(
    "event",
    [
        SENT,
        LetterRefused("l9", "a@b.example", "550", permanent=True),
        LetterUncertain("l9", "cut"),
        LetterSettled("l9", True, "in Sent"),
        LetterFiled("l9", "Sent"),
        LetterBounced("l9", "a@b.example", permanent=True),
        PaperPosted("p9", "1A", AT.date()),
        PaperPresented("p9", AT.date()),
        NoticeAnswered("n9", "approve"),
        PromiseEnded("p9", "kept"),
        MailRead("m9", "r", ("dispute",)),
        ReplyWeighed("m9", "dispute", "why"),
        PaymentSeen("F-9", 5, AT.date()),
        InvoiceClosed("F-9", "why"),
    ],
)
def test_an_event_about_something_unknown_changes_nothing(event: CaseEvent) -> None:
    after = told(event)
    assert after.open_invoices() == told().open_invoices()
    assert not after.letters and not after.papers and not after.notices


def _chain(draws: list[int]) -> list[Entry]:
    known: list[Any] = [
        INVOICE,
        PaymentSeen("F-1", 10, AT.date()),
        INTENT,
        SENT,
        LetterBounced("l1", "compta@martin.example", permanent=True),
        HoldSet("h", "owner", "why"),
        HoldLifted("h", "why"),
        InvoiceClosed("F-1", "why"),
        NoticeOpened("n", "dispute", "?"),
        NoticeAnswered("n", "resume"),
    ]
    return [Entry("c", n, AT, known[k]) for n, k in enumerate(draws, 1)]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9), max_size=25))
def test_the_same_journal_always_tells_the_same_case(draws: list[int]) -> None:
    chain = _chain(draws)
    assert fold("c", chain) == fold("c", iter(chain))
    assert fold("c", chain).n == len(chain)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9), max_size=25))
def test_a_step_never_counts_twice(draws: list[int]) -> None:
    for invoice in fold("c", _chain(draws)).invoices.values():
        done = [climbed.index for climbed in invoice.climbs]
        assert done == sorted(set(done))
