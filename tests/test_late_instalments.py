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
    plain = WRITER.words(draft, date(2026, 3, 3)).text.replace("\u202f", " ").replace("\u00a0", " ")
    return plain.replace("’", "'")


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


def test_a_late_instalment_is_asked_for_alone_and_says_what_becomes_of_the_plan(play: Play) -> None:
    play.advance_to(date(2026, 3, 18))
    reminded = text(drafts(play, "reminder")[-1])
    assert "Il était convenu d'un règlement de 310,00 € pour le 10 mars." in reminded
    assert "à quelle date cette échéance sera réglée" in reminded
    assert "à défaut, l'échéancier prendra fin et la totalité, soit 1 240,00 €, sera exigible" in reminded


def test_a_plan_whose_late_instalment_came_goes_on(play: Play) -> None:
    paid(play, date(2026, 3, 18), 31_000)
    asked = len(drafts(play, "reminder"))
    [thanks] = drafts(play, "promise_kept")
    assert "310,00 €" in text(thanks)
    play.advance_to(date(2026, 4, 9))
    assert len(drafts(play, "reminder")) == asked
    paid(play, date(2026, 4, 10), 31_000)
    play.advance_to(date(2026, 5, 9))
    assert len(drafts(play, "reminder")) == asked
    assert outcomes(play) == ["kept", "kept", "", ""]
    assert [d.promise and d.promise.received for d in drafts(play, "promise_kept")] == [31_000, 31_000]


def test_a_plan_that_is_not_caught_up_with_is_over_before_the_whole_is_demanded(play: Play) -> None:
    play.advance_to(date(2026, 3, 25))
    assert outcomes(play) == ["broken", "", "", ""]
    play.advance_to(date(2026, 4, 8))
    assert outcomes(play) == ["broken", "replaced", "replaced", "replaced"]


def test_nothing_is_demanded_while_a_late_instalment_may_still_come(play: Play) -> None:
    play.advance_to(date(2026, 3, 18))
    asked = len(drafts(play, "reminder"))
    play.advance_to(date(2026, 3, 26))
    assert len(drafts(play, "reminder")) == asked
