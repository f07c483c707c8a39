"""What a bare yes means: it answers what the letter to which it replies has asked, or told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from bot.events.mail import PromiseRead
from bot.policy import granted
from tests.play import Play, rules

SEVENTEENTH = date(2026, 3, 17)
PLAN = [PromiseRead(date(2026, month, 10), 31_000) for month in (3, 4, 5, 6)]


@pytest.fixture
def play() -> Play:
    """F-1 was reminded of on Monday 2 March; F-2 comes later. On Tuesday at ten the debtor asks for time."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.invoice("martin", "F-2", due=date(2026, 5, 29), total=8_000)
    begun.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    return begun


def proposed(play: Play, day: date = SEVENTEENTH) -> None:
    """The owner proposes a day, and the debtor is asked to confirm it."""
    play.mail("martin", "delay_request")
    play.round()
    mail = play.asked_mail("martin", "delay_request")
    events = granted.delay_proposed(play.sight("martin"), mail, day, ())
    play.order("martin", "delay_request", "resume", *events)
    play.advance(datetime(2026, 3, 4, 9, tzinfo=UTC))


def says(play: Play, bare: str = "yes", letter: str | None = None) -> str:
    """As the reader hears it: nothing that it is sure of, but a bare yes."""
    more = {} if letter is None else {"letter": letter}
    mail = play.mail("martin", "unrelated", undecided=True, sentence="Oui.", bare=bare, **more)
    play.round()
    return play.case("martin").mails[mail].weighed


def running(play: Play) -> list[tuple[date | None, Sequence[str]]]:
    promises = play.case("martin").promises.values()
    return [(p.noted.on, p.noted.invoices) for p in promises if not p.outcome]


def frozen(play: Play) -> bool:
    return any(hold.until is None for hold in play.case("martin").holds.values())


def templates(play: Play) -> list[str]:
    return [draft.template for draft in play.drafts.values()]


def test_a_yes_to_the_day_that_we_asked_to_be_confirmed_is_the_promise_of_that_day(play: Play) -> None:
    proposed(play)
    assert says(play) == "promise"
    assert running(play) == [(SEVENTEENTH, ("F-1",))]
    assert not frozen(play) and not play.case("martin").open_notices()
    play.advance(datetime(2026, 3, 5, 9, tzinfo=UTC))
    assert templates(play)[-1] == "promise_noted"


def test_a_day_that_the_owner_proposed_is_asked_of_him_no_more_be_it_far_or_the_third(play: Play) -> None:
    for day in (9, 10):
        play.promises("martin", date(2026, 3, day))
        play.round()
    proposed(play, date(2026, 6, 15))
    assert says(play) == "promise"
    assert running(play) == [(date(2026, 6, 15), ("F-1",))]
    assert not play.case("martin").open_notices()


def test_a_yes_to_the_day_proposed_takes_back_no_day_that_was_named_since(play: Play) -> None:
    proposed(play)
    asked = next(letter for letter in play.drafts if play.drafts[letter].template == "delay_proposed")
    play.promises("martin", date(2026, 3, 12))
    play.round()
    assert says(play, letter=asked) == "agreed"
    assert running(play) == [(date(2026, 3, 12), ("F-1",))]


def test_thanks_for_the_day_proposed_promise_nothing_and_freeze_nothing(play: Play) -> None:
    proposed(play)
    assert says(play, "thanks") == "agreed"
    assert not running(play) and not frozen(play) and not play.case("martin").open_notices()


@pytest.mark.parametrize("bare", ["yes", "thanks"])
def test_a_yes_to_a_plan_holds_nothing_more_and_needs_nobody(play: Play, bare: str) -> None:
    play.mail("martin", "delay_request")
    play.round()
    mail = play.asked_mail("martin", "delay_request")
    plan = granted.plan_noted(play.sight("martin"), PLAN, (), mail)
    play.order("martin", "delay_request", "approve", *plan)
    play.advance(datetime(2026, 3, 4, 9, tzinfo=UTC))
    before, holds = running(play), dict(play.case("martin").holds)
    assert says(play, bare) == "agreed"
    assert running(play) == before and play.case("martin").holds == holds
    assert not play.case("martin").open_notices()
    play.advance_to(date(2026, 3, 10))
    play.paid("martin", "F-1", 31_000)
    play.advance_to(date(2026, 3, 11))
    assert templates(play)[-1] == "promise_kept"


def test_a_yes_to_a_promise_noted_and_a_second_yes_bring_nothing_new(play: Play) -> None:
    proposed(play)
    assert [says(play), says(play)] == ["promise", "agreed"]
    play.advance(datetime(2026, 3, 5, 9, tzinfo=UTC))
    assert [says(play), says(play, "thanks")] == ["agreed", "agreed"]
    assert running(play) == [(SEVENTEENTH, ("F-1",))]
    assert templates(play).count("promise_noted") == 1


def test_thanks_for_the_word_that_a_person_looks_into_it_are_no_riddle(play: Play) -> None:
    play.mail("martin", "dispute", names=("F-1",))
    play.advance(datetime(2026, 3, 4, 9, tzinfo=UTC))
    assert templates(play)[-1] == "dispute_received"
    assert says(play, "thanks") == "agreed"
    assert [known.opened.about for known in play.case("martin").open_notices()] == ["dispute"]


def test_a_yes_to_a_reminder_or_to_a_question_of_another_sort_goes_to_a_person(play: Play) -> None:
    reminder = next(iter(play.case("martin").letters))
    assert says(play) == "undecided"
    play.resume("martin")
    proposed(play)
    assert says(play, letter=reminder) == "undecided"
    assert not running(play)


def test_a_yes_to_a_day_that_is_over_or_that_the_owner_has_overtaken_promises_nothing(play: Play) -> None:
    proposed(play)
    late = play.mail("martin", "unrelated", undecided=True, bare="yes")
    play.entries["martin"], taken = play.entries["martin"][:-2], play.entries["martin"][-2:]
    play.owner_writes("martin")
    play.grow("martin", *(entry.event for entry in taken))
    play.round()
    assert play.case("martin").mails[late].weighed == "undecided" and not running(play)
    play.resume("martin")
    play.advance(datetime(2026, 3, 18, 9, tzinfo=UTC))
    assert says(play) == "undecided" and not running(play)
