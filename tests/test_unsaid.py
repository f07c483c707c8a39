"""What the owner has ordered while nobody can be written to: said late, or taken back and asked about."""

from datetime import date, timedelta

import pytest

from bot.draft import Draft
from bot.policy import granted
from tests.play import Play, two_reminded


@pytest.fixture
def play() -> Play:
    """Time is asked for on Tuesday 3 March, and the owner will be asked until when."""
    begun = two_reminded()
    begun.mail("martin", "delay_request", sentence="Pouvez-vous patienter ?")
    begun.round()
    return begun


def silence(play: Play, last: date) -> None:
    """Nobody is written to through that day."""
    play.blocked = "nothing leaves"
    play.advance_to(last)
    play.blocked = ""


def accepted(play: Play, day: date) -> None:
    asked = play.asked_mail("martin", "delay_request")
    events = granted.delay_granted(play.sight("martin"), asked, day, ())
    play.order("martin", "delay_request", "approve", *events)


def answers(play: Play) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == "answer"]


def outcomes(play: Play) -> list[str]:
    return [promise.outcome for promise in play.case("martin").promises.values()]


def test_a_day_that_the_owner_accepts_is_said_late_while_it_is_still_to_come(play: Play) -> None:
    accepted(play, date(2026, 3, 31))
    silence(play, date(2026, 3, 20))
    play.advance_to(date(2026, 3, 23))
    assert [(draft.template, draft.day) for draft in answers(play)] == [("delay_accepted", date(2026, 3, 31))]


def test_a_refusal_that_the_owner_has_ordered_is_said_late(play: Play) -> None:
    asked = play.asked_mail("martin", "delay_request")
    play.order("martin", "delay_request", "refuse", *granted.delay_refused(play.sight("martin"), asked, ()))
    silence(play, date(2026, 3, 20))
    play.advance_to(date(2026, 3, 23))
    assert answers(play)[0].template == "delay_refused"


def test_an_accepted_day_that_was_never_said_is_not_broken_and_the_owner_is_asked_anew(play: Play) -> None:
    accepted(play, date(2026, 3, 13))
    silence(play, date(2026, 3, 20))
    play.advance_to(date(2026, 3, 23))
    assert outcomes(play) == ["replaced"] and not answers(play)
    [asked] = [known.opened for known in play.case("martin").open_notices()]
    assert (asked.about, asked.day) == ("delay_request", date(2026, 3, 14))
    assert len(play.drafts) == 1  # nobody is reminded meanwhile


def test_a_proposed_day_that_was_never_said_is_asked_about_anew(play: Play) -> None:
    asked = play.asked_mail("martin", "delay_request")
    events = granted.delay_proposed(play.sight("martin"), asked, date(2026, 3, 13), ())
    play.order("martin", "delay_request", "resume", *events)
    silence(play, date(2026, 3, 20))
    assert [known.opened.about for known in play.case("martin").open_notices()] == ["delay_request"]
    assert not [hold for hold in play.case("martin").holds.values() if hold.rule == "delay_proposed"]


def test_a_day_whose_answer_was_dropped_for_a_dispute_is_not_called_broken(play: Play) -> None:
    accepted(play, date(2026, 3, 13))
    play.blocked = "nothing leaves"
    play.mail("martin", "dispute")
    play.advance_to(date(2026, 3, 4))
    play.blocked = ""
    play.advance_to(date(2026, 4, 1))
    assert outcomes(play) == ["replaced"]


@pytest.mark.parametrize(("about", "ends"), [("F-999", "replaced"), ("", "broken")])
def test_only_a_letter_by_hand_about_the_same_invoices_may_have_said_it(
    play: Play, about: str, ends: str
) -> None:
    accepted(play, date(2026, 3, 13))
    play.blocked = "nothing leaves"
    play.mail("martin", "dispute")
    play.advance_to(date(2026, 3, 4))
    play.owner_writes("martin", about=(about,) if about else ())
    play.blocked = ""
    play.advance_to(date(2026, 4, 1))
    assert outcomes(play) == [ends]


def test_a_day_that_was_said_and_not_kept_is_broken(play: Play) -> None:
    accepted(play, date(2026, 3, 13))
    play.advance_to(date(2026, 3, 13) + timedelta(days=14))
    assert outcomes(play) == ["broken"]


@pytest.mark.parametrize(("about", "ends"), [(("F-999",), "replaced"), ((), "broken")])
def test_only_a_call_about_the_same_invoices_that_reached_somebody_may_have_said_it(
    play: Play, about: tuple[str, ...], ends: str
) -> None:
    accepted(play, date(2026, 3, 13))
    play.blocked = "nothing leaves"
    play.mail("martin", "dispute")
    play.advance_to(date(2026, 3, 4))
    called(play, "other", about)
    play.blocked = ""
    play.advance_to(date(2026, 4, 1))
    assert outcomes(play) == [ends]


def test_a_call_that_reached_nobody_has_said_nothing(play: Play) -> None:
    accepted(play, date(2026, 3, 31))
    play.blocked = "nothing leaves"
    play.advance_to(date(2026, 3, 4))
    called(play, "no_answer")
    play.blocked = ""
    play.advance_to(date(2026, 3, 5))
    assert [draft.template for draft in answers(play)] == ["delay_accepted"]


def called(play: Play, result: granted.Result, about: tuple[str, ...] = ()) -> None:
    sight = play.sight("martin")
    noted = granted.called(sight, result, day=None, amount=None, invoices=about, call="", mail="")
    play.grow("martin", *noted)
