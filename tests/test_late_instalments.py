"""An instalment that is refused more time, that comes late, or that does not come."""

from datetime import date, timedelta

import pytest

from bot.draft import Draft
from bot.events.mail import PromiseRead
from bot.policy import granted
from tests.drafts import WRITER
from tests.play import Play, two_reminded

PLAN = [PromiseRead(date(2026, month, 10), 31_000) for month in (3, 4, 5, 6)]


@pytest.fixture
def play() -> Play:
    """F-112 is to be paid in four parts, and nothing else is owed."""
    play = two_reminded()
    play.paid("martin", "F-118")
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    plan = granted.plan_noted(
        play.sight("martin"), PLAN, ("F-112",), play.asked_mail("martin", "delay_request")
    )
    play.order("martin", "delay_request", "approve", *plan)
    play.round()
    return play


def drafts(play: Play, what: str) -> list[Draft]:
    return [draft for draft in play.drafts.values() if what in (draft.template, draft.kind)]


def text(draft: Draft) -> str:
    return WRITER.words(draft, date(2026, 3, 3)).text.replace("\u202f", " ").replace("\u00a0", " ")


def paid(play: Play, on: date, amount: int) -> None:
    play.advance_to(on - timedelta(days=1))
    play.paid("martin", "F-112", amount)
    play.advance_to(on)


def outcomes(play: Play) -> list[str]:
    mine = play.case("martin").promises.values()
    return [p.outcome for p in sorted(mine, key=lambda p: p.noted.on or date.max)]


def refused(play: Play) -> None:
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    no = granted.delay_refused(play.sight("martin"), play.asked_mail("martin", "delay_request"), ("F-112",))
    play.order("martin", "delay_request", "refuse", *no)


def test_who_may_not_put_off_an_instalment_is_asked_for_it_on_its_day_and_for_no_more(play: Play) -> None:
    refused(play)
    play.advance(play.now + timedelta(hours=2))
    [said] = drafts(play, "delay_refused")
    assert "L'échéance convenue du 10 mars, soit 310,00 €, reste due à cette date." in text(said).replace(
        "’", "'"
    )
    assert "dès maintenant" not in text(said)


def test_a_no_to_more_time_is_not_said_of_an_instalment_that_is_paid_meanwhile(play: Play) -> None:
    play.advance(play.local(date(2026, 3, 6), play.now.time().replace(hour=20)))
    refused(play)
    play.paid("martin", "F-112", 31_000)
    play.advance_to(date(2026, 3, 12))
    assert not drafts(play, "delay_refused")
