"""Money that went back, or that came elsewhere: nobody is pressed on as if nothing had happened."""

from datetime import UTC, date, datetime

import pytest

from bot.draft import Draft
from tests.play import Play, rules


@pytest.fixture
def play() -> Play:
    """Two invoices were reminded of on Monday 2 March."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000)
    begun.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    return begun


def reminders(play: Play) -> list[Draft]:
    """What was written about F-1 after the first letter."""
    drafts = [draft for draft in play.drafts.values() if draft.kind == "reminder"]
    return [draft for draft in drafts[1:] if "F-1" in [line.number for line in draft.lines]]


# --- taken back ---------------------------------------------------------------------------------------


def taken_back(play: Play, paid: date = date(2026, 3, 9)) -> None:
    """Both are paid that day; on the 16th the bank takes F-1 back, and the owner says that it is owed."""
    play.advance_to(paid)
    play.closed("martin", "F-1", "paid")
    play.closed("martin", "F-2", "paid")
    play.advance_to(date(2026, 3, 16))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    before = len(reminders(play))
    play.advance_to(date(2026, 3, 17))
    assert len(reminders(play)) == before
    play.resume("martin")


def test_after_a_payment_was_taken_back_the_ladder_begins_with_its_first_step(play: Play) -> None:
    taken_back(play)
    play.advance_to(date(2026, 3, 27))
    first, second = reminders(play)
    assert [first.tone, second.tone] == ["cordial", "neutral"]
    assert not first.earlier and not first.silent


def test_no_letter_of_before_the_payment_is_called_unanswered_after_it(play: Play) -> None:
    play.says_yes = True
    taken_back(play)
    play.advance_to(date(2026, 4, 9))
    assert reminders(play)[-1].earlier == (date(2026, 3, 18), date(2026, 3, 27))


def test_a_promise_broken_before_the_payment_is_not_held_against_who_paid_then(play: Play) -> None:
    play.promises("martin", date(2026, 3, 4), names=["F-1"])
    taken_back(play, paid=date(2026, 3, 12))
    play.advance_to(date(2026, 3, 20))
    assert [(draft.tone, draft.promise is not None) for draft in reminders(play)] == [
        ("neutral", True),
        ("cordial", False),
    ]
