"""What credit notes cover is not owed any more: no promise waits for it, no answer or question counts it."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.draft import Draft
from bot.events.consequences import PromiseNoted
from bot.events.mail import PromiseRead
from bot.owner.dues import Sum, owed, sums
from bot.owner.monday import ages, slowest
from bot.policy import granted
from tests.drafts import WRITER
from tests.play import Play, rules

NINTH, THIRTEENTH = date(2026, 3, 9), date(2026, 3, 13)


@pytest.fixture
def play() -> Play:
    """F-1 of 1 240 € is reminded of on Monday 2 March; it is Tuesday, ten o'clock."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    return begun


def credit(play: Play, amount: int = 24_000, number: str = "A-1") -> None:
    day = play.today
    play.invoice("martin", number, due=day, issued=day, total=amount, type="credit_note")


def answers(play: Play, template: str) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.template == template]


def text(draft: Draft) -> str:
    return WRITER.words(draft, date(2026, 3, 3)).text.replace("\u202f", " ").replace("\u00a0", " ")


def outcomes(play: Play) -> list[str]:
    return [promise.outcome for promise in play.case("martin").promises.values()]


@pytest.mark.parametrize("before", [True, False])
def test_a_promise_is_kept_by_what_a_credit_note_leaves(play: Play, before: bool) -> None:
    if before:
        credit(play)
    play.promises("martin", NINTH)
    play.advance_to(date(2026, 3, 4))
    if not before:
        credit(play)
    play.advance_to(NINTH, time(8, 0))
    play.paid("martin", "F-1", 100_000)
    play.advance_to(date(2026, 4, 30))
    assert outcomes(play) == ["kept"]
    [thanks] = answers(play, "promise_kept")
    assert thanks.promise and thanks.promise.received == 100_000
    assert not answers(play, "promise_partly_kept")
    assert [draft.kind for draft in play.drafts.values()].count("reminder") == 1


def test_a_promise_of_what_a_credit_note_covers_is_neither_broken_nor_kept(play: Play) -> None:
    play.promises("martin", NINTH)
    play.advance_to(date(2026, 3, 4))
    credit(play, 124_000)
    play.advance_to(date(2026, 4, 30))
    assert outcomes(play) == ["moot"]
    assert not answers(play, "promise_kept")


def test_what_is_noted_and_thanked_for_counts_the_credit_note_and_says_so(play: Play) -> None:
    credit(play)
    play.promises("martin", NINTH)
    play.advance_to(NINTH, time(8, 0))
    play.paid("martin", "F-1", 60_000)
    play.advance_to(THIRTEENTH)
    [noted], [partly] = answers(play, "promise_noted"), answers(play, "promise_partly_kept")
    assert "soit 1 000,00 €, avoir A-1 déduit, au plus tard le lundi 9 mars" in text(noted)
    assert "Il reste 400,00 € à régler sur la facture F-1, avoir A-1 déduit." in text(partly)


def test_the_last_instalment_is_what_the_credit_note_leaves(play: Play) -> None:
    credit(play)
    both = (PromiseRead(NINTH, 50_000), PromiseRead(date(2026, 3, 20), None))
    play.mail("martin", "promise", promises=both)
    play.advance_to(NINTH, time(8, 0))
    play.paid("martin", "F-1", 50_000)
    play.advance_to(date(2026, 3, 20), time(8, 0))
    play.paid("martin", "F-1", 50_000)
    play.advance_to(date(2026, 4, 30))
    assert outcomes(play) == ["kept", "kept"]


def test_an_instalment_is_broken_where_even_the_credit_note_leaves_it_owed(play: Play) -> None:
    credit(play)
    play.promises("martin", NINTH, 50_000)
    play.advance_to(date(2026, 3, 18))
    assert outcomes(play) == ["broken"]


def test_a_plan_is_agreed_up_to_what_is_owed_once_credit_notes_are_taken_off(play: Play) -> None:
    credit(play)
    plan = [PromiseRead(date(2026, month, 10), 50_000) for month in (3, 4, 5)]
    noted: Any = granted.plan_noted(play.sight("martin"), plan, ("F-1",), "")
    found = [event for event in noted if isinstance(event, PromiseNoted)]
    assert [(event.amount, event.owed, event.deducted) for event in found] == [
        (50_000, 100_000, 24_000),
        (50_000, 50_000, 24_000),
    ]


def test_of_what_is_covered_nobody_is_asked_where_the_payment_is(play: Play) -> None:
    credit(play)
    play.says_paid("martin", date(2026, 3, 3))
    play.advance_to(date(2026, 3, 4))
    play.paid("martin", "F-1", 100_000)
    play.advance_to(date(2026, 4, 30))
    assert not answers(play, "payment_not_found")


def test_no_document_is_asked_for_where_little_is_left(play: Play) -> None:
    play.invoice("martin", "F-2", due=date(2026, 2, 27), proven=False)
    play.pay("martin", "F-1", 124_000)
    credit(play, 120_000)
    play.advance_to(date(2026, 3, 20))
    assert len(play.case("martin").invoices["F-2"].climbs) == 2
    assert "piece" not in [n.opened.about for n in play.case("martin").notices.values()]


def test_the_owner_reads_what_is_left_to_ask_for_the_oldest_covered_first(play: Play) -> None:
    play.invoice("martin", "F-2", due=date(2026, 3, 2), total=6_000)
    play.invoice("martin", "F-3", due=date(2026, 2, 1), total=5_000, currency="CHF")
    credit(play, 118_000)
    case = play.case("martin")
    lines = owed(case, case.open_invoices(), play.today)
    assert [(line.number, line.left) for line in lines] == [("F-1", 6_000), ("F-2", 6_000), ("F-3", 5_000)]
    assert [line.covered for line in lines] == [118_000, 0, 0]
    assert sums(lines) == (Sum(12_000), Sum(5_000, "CHF"))


def test_a_credit_note_that_counts_later_covers_nothing_yet(play: Play) -> None:
    later = date(2026, 3, 5)
    play.invoice("martin", "A-1", due=later, issued=later, total=24_000, type="credit_note")
    case = play.case("martin")
    assert [line.left for line in owed(case, case.open_invoices(), play.today)] == [124_000]


def test_mondays_figures_leave_out_what_credit_notes_cover(play: Play) -> None:
    credit(play, 24_000)
    cases = [play.case("martin")]
    assert [age.total for age in ages(cases, play.today)] == [(Sum(100_000),)]
    assert [slow.total for slow in slowest(cases, play.today)] == [(Sum(100_000),)]
    credit(play, 100_000, "A-2")
    cases = [play.case("martin")]
    assert not ages(cases, play.today)
    assert not slowest(cases, play.today)
