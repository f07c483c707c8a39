"""A plan that was agreed before any reminder had left, and is not kept to."""

from datetime import UTC, date, datetime

import pytest

from bot.draft import Draft
from bot.events.mail import PromiseRead
from bot.events.owner import TreatmentSaid
from bot.letters.owner import OwnerWriter
from bot.owner.views import asked
from bot.policy import granted
from bot.policy.house import Wait
from bot.state.facts import Question
from tests.drafts import TEMPLATES, WRITER
from tests.play import Play, rules

DUE = "F-112"
PLAN = [PromiseRead(date(2026, month, 10), 31_000) for month in (3, 4, 5, 6)]


def planned(play: Play) -> Play:
    """F-112 is to be paid in four parts before anybody was reminded of it."""
    play.invoice("martin", DUE, due=date(2026, 2, 27))
    play.advance(datetime(2026, 3, 1, 9, tzinfo=UTC))
    play.mail("martin", "delay_request", names=(DUE,))
    play.round()
    mail = play.asked_mail("martin", "delay_request")
    plan = granted.plan_noted(play.sight("martin"), PLAN, (DUE,), mail)
    play.order("martin", "delay_request", "approve", *plan)
    play.round()
    return play


@pytest.fixture
def play() -> Play:
    return planned(Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC)))


def reminders(play: Play) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == "reminder"]


def open_(play: Play) -> list[str]:
    return [known.opened.about for known in play.case("martin").open_notices()]


def test_the_letter_that_ends_a_plan_demands_nothing_without_the_owner_whatever_its_tone(play: Play) -> None:
    play.advance_to(date(2026, 4, 7))
    [late] = reminders(play)
    assert (late.tone, late.due_now, late.plan_over) == ("cordial", 31_000, False)
    assert open_(play) == ["first_firm_letter"]
    play.answer("martin", "first_firm_letter", yes=True)
    play.advance_to(date(2026, 4, 8))
    [_, over] = reminders(play)
    assert (over.tone, over.asked, over.plan_over) == ("neutral", 124_000, True)
    said = WRITER.words(over, date(2026, 4, 8)).text
    assert "L’échéancier a donc pris fin, et la totalité est exigible." in said


def test_until_the_owner_has_agreed_to_it_the_plan_can_be_caught_up_with(play: Play) -> None:
    play.advance_to(date(2026, 4, 2))
    play.paid("martin", DUE, 31_000)
    play.advance_to(date(2026, 4, 9))
    assert not open_(play)
    assert len(reminders(play)) == 1


def test_his_yes_is_good_for_that_letter_and_not_for_the_firm_one_after_it(play: Play) -> None:
    play.advance_to(date(2026, 4, 7))
    play.answer("martin", "first_firm_letter", yes=True)
    play.advance_to(date(2026, 5, 29))
    assert [draft.tone for draft in reminders(play)] == ["cordial", "neutral"]
    assert open_(play) == ["first_firm_letter"]


def test_of_a_gentle_customer_too() -> None:
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    play.debtor("martin")
    play.grow("martin", TreatmentSaid("gentle"))
    planned(play)
    play.advance_to(date(2026, 5, 29))
    assert len(reminders(play)) == 1
    assert open_(play) == ["first_firm_letter"]


def test_payments_too_old_for_a_firm_letter_are_too_old_for_it(play: Play) -> None:
    play.advance_to(date(2026, 3, 26))
    play.fresh, play.paid_as_of = False, date(2026, 3, 22)
    play.advance_to(date(2026, 3, 27))
    assert not open_(play) and isinstance(play.last["martin"], Wait)


def test_the_question_says_that_the_plan_is_over(play: Play) -> None:
    play.advance_to(date(2026, 3, 31))
    [known] = play.case("martin").open_notices()
    question = Question("martin", known.opened, known.at)
    view = asked(play.case("martin"), question, play.rules, play.now)
    title = OwnerWriter(TEMPLATES, play.rules.creditor, "fr").title(view, day=date(2026, 3, 31))
    assert title.replace("\u00a0", " ") == "Martin SARL : fin de l’échéancier, votre accord"
