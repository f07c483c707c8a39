"""After a death or an insolvency nothing is written to the customer, and what is contested is not demanded:
the owner's answer to an earlier question orders nothing then, and he is told so."""

from datetime import date, timedelta

import pytest

from bot.events.mail import PromiseRead
from bot.events.owner import CallNoted
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.owner.orders import Carried, carry_out, ground
from tests.play import Play, two_reminded

ANSWERS = (
    ActRead("refuse"),
    ActRead("no"),
    ActRead("ok"),
    ActRead("accept", day=date(2026, 3, 31)),
    ActRead("propose", day=date(2026, 3, 20)),
    ActRead(
        "plan", instalments=(PromiseRead(date(2026, 3, 31), 60_000), PromiseRead(date(2026, 4, 30), None))
    ),
)
GRAVE = ("misfortune", "insolvency")


@pytest.fixture
def play() -> Play:
    """Martin asks for time until the end of March."""
    play = two_reminded()
    play.mail("martin", "delay_request", sentence="Pouvez-vous attendre le 31 mars ?")
    hour_later(play)
    return play


def hour_later(play: Play) -> None:
    play.round()
    play.advance(play.now + timedelta(hours=1))


def comes(play: Play, rule: str) -> None:
    if rule == "misfortune":
        play.mail("martin", "acknowledgement", misfortune=True)
    else:
        play.mail("martin", rule)
    hour_later(play)


def said(play: Play, act: ActRead, about: str = "delay_request") -> Carried:
    case = play.case("martin")
    [asked] = [known.opened for known in case.open_notices() if known.opened.about == about]
    matter = Matter("martin", asked.invoices, asked.notice)
    done = carry_out(ground(case, matter, act, rules=play.rules, now=play.now, by="owner"))
    play.grow("martin", *done.events)
    play.advance(play.now + timedelta(days=3))
    return done


def answered(play: Play) -> list[str]:
    return [draft.template for draft in play.drafts.values() if draft.kind == "answer"]


@pytest.mark.parametrize("act", ANSWERS, ids=lambda act: act.act)
@pytest.mark.parametrize("grave", GRAVE)
def test_no_answer_about_time_is_written_to_who_told_of_a_death_or_an_insolvency_since(
    play: Play, grave: str, act: ActRead
) -> None:
    comes(play, grave)
    before = answered(play)
    done = said(play, act)
    assert answered(play) == before
    about = done.line.values["about"] if done.line.name == "not_written" else ""
    assert (done.refused and about == grave) or not any("Answer" in type(e).__name__ for e in done.events)


def test_the_question_waits_until_the_owner_lifts_what_is_grave(play: Play) -> None:
    comes(play, "misfortune")
    assert said(play, ActRead("accept", day=date(2026, 3, 31))).refused
    assert not said(play, ActRead("resume"), "misfortune").refused
    assert not said(play, ActRead("accept", day=date(2026, 3, 31))).refused
    assert "delay_accepted" in answered(play)


@pytest.mark.parametrize("grave", GRAVE)
def test_a_yes_that_it_kept_from_leaving_is_asked_about_anew_once_the_owner_goes_on(
    play: Play, grave: str
) -> None:
    """The customer has not heard of that day: no reminder takes it for one that was not kept."""
    case = play.case("martin")
    [asked] = [n.opened for n in case.open_notices() if n.opened.about == "delay_request"]
    matter = Matter("martin", asked.invoices, asked.notice)
    act = ActRead("accept", day=date(2026, 3, 31))
    yes = carry_out(ground(case, matter, act, rules=play.rules, now=play.now, by="owner"))
    play.grow("martin", *yes.events)
    comes(play, grave)
    assert "delay_accepted" not in answered(play)
    said(play, ActRead("resume"), grave)
    [again] = [n.opened for n in play.case("martin").open_notices() if n.opened.about == "delay_request"]
    assert again.unsaid
    assert "delay_accepted" not in answered(play)
    said(play, ActRead("ok"))
    assert "delay_accepted" in answered(play)


def test_more_time_is_not_refused_for_what_is_contested_meanwhile(play: Play) -> None:
    comes(play, "dispute")
    assert said(play, ActRead("refuse")).line.values["about"] == "dispute"
    assert "delay_refused" not in answered(play)


def test_time_is_granted_for_what_is_contested_meanwhile(play: Play) -> None:
    comes(play, "dispute")
    assert not said(play, ActRead("accept", day=date(2026, 3, 31))).refused


@pytest.mark.parametrize("grave", GRAVE)
def test_a_call_after_it_is_noted_and_gets_no_written_trace(play: Play, grave: str) -> None:
    comes(play, grave)
    act = ActRead("called", day=date(2026, 3, 20), result="promise")
    done = carry_out(
        ground(play.case("martin"), Matter("martin"), act, rules=play.rules, now=play.now, by="owner")
    )
    play.grow("martin", *done.events)
    play.advance(play.now + timedelta(days=3))
    assert [event.result for event in done.events if isinstance(event, CallNoted)] == ["promise"]
    assert done.line.values["about"] == grave
    assert "call_trace" not in answered(play)
