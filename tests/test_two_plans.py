"""Two invoices of one debtor, each with a plan of its own, and what he says later without naming one."""

from datetime import date, time, timedelta

import pytest

from bot.events.mail import PromiseRead
from bot.policy import granted
from bot.policy.delays import parts_asked
from tests.play import Play, two_reminded

TENTHS = [(date(2026, month, 10), 31_000) for month in (3, 4, 5, 6)]  # of F-112
TWENTIETHS = [(date(2026, month, 20), 62_000) for month in (3, 4)]  # of F-118
ONE, OTHER = "F-112", "F-118"
Dated = tuple[date, int | None]


def plan(play: Play, number: str, parts: list[Dated]) -> None:
    play.mail("martin", "delay_request", names=(number,))
    play.round()
    mail, said = play.asked_mail("martin", "delay_request"), [PromiseRead(*part) for part in parts]
    noted = granted.plan_noted(play.sight("martin"), said, (number,), mail)
    play.order("martin", "delay_request", "approve", *noted)
    play.round()


@pytest.fixture
def play() -> Play:
    play = two_reminded()
    plan(play, ONE, [*TENTHS])
    plan(play, OTHER, [*TWENTIETHS])
    play.advance_to(date(2026, 3, 6))
    return play


def says(play: Play, *parts: Dated, names: tuple[str, ...] = ()) -> None:
    play.mail("martin", "promise", promises=tuple(PromiseRead(*part) for part in parts), names=names)
    play.round()


def running(play: Play, number: str) -> list[Dated]:
    found = [p.noted for p in play.case("martin").promises.values() if not p.outcome]
    mine = [said for said in found if number in said.invoices]
    return sorted(((said.on or date.max, said.amount) for said in mine), key=lambda part: part[0])


def asked(play: Play) -> list[str]:
    return [known.opened.about for known in play.case("martin").open_notices()]


def test_a_part_of_the_second_plan_that_is_said_once_more_changes_neither(play: Play) -> None:
    says(play, TWENTIETHS[0])
    assert running(play, ONE) == TENTHS and running(play, OTHER) == TWENTIETHS and not asked(play)


def test_a_part_of_the_second_plan_that_is_moved_leaves_the_first_plan_its_days(play: Play) -> None:
    says(play, (date(2026, 3, 23), 62_000))
    assert running(play, ONE) == TENTHS
    assert running(play, OTHER) == [(date(2026, 3, 23), 62_000), TWENTIETHS[1]] and not asked(play)


def test_a_part_of_the_first_plan_is_no_request_beside_a_nearer_one_of_the_other(play: Play) -> None:
    play.advance_to(date(2026, 3, 9))
    play.paid("martin", ONE, 31_000)
    play.advance_to(date(2026, 3, 12))
    says(play, (date(2026, 4, 13), 31_000))
    assert not asked(play)
    assert running(play, ONE) == [(date(2026, 4, 13), 31_000), *TENTHS[2:]]
    assert running(play, OTHER) == TWENTIETHS


@pytest.mark.parametrize("names", [(), (ONE, OTHER)])
def test_a_mail_that_moves_a_part_of_each_moves_both(play: Play, names: tuple[str, ...]) -> None:
    says(play, (date(2026, 3, 12), 31_000), (date(2026, 3, 23), 62_000), names=names)
    assert running(play, ONE) == [(date(2026, 3, 12), 31_000), *TENTHS[1:]]
    assert running(play, OTHER) == [(date(2026, 3, 23), 62_000), TWENTIETHS[1]] and not asked(play)


@pytest.mark.parametrize("names", [(), (ONE, OTHER)])
def test_a_mail_that_says_a_part_of_each_once_more_changes_nothing(
    play: Play, names: tuple[str, ...]
) -> None:
    says(play, TENTHS[0], TWENTIETHS[0], names=names)
    assert running(play, ONE) == TENTHS and running(play, OTHER) == TWENTIETHS and not asked(play)


def test_less_than_any_part_is_asked_of_the_owner_and_both_plans_stand(play: Play) -> None:
    says(play, (date(2026, 3, 12), 15_000))
    assert asked(play) == ["delay_request"]
    assert running(play, ONE) == TENTHS and running(play, OTHER) == TWENTIETHS


def test_of_equal_parts_the_nearest_is_moved() -> None:
    play = two_reminded()
    plan(play, ONE, [*TENTHS])
    plan(play, OTHER, [(date(2026, month, 24), 31_000) for month in (3, 4, 5, 6)])
    play.advance_to(date(2026, 3, 6))
    says(play, (date(2026, 3, 26), 31_000))
    assert running(play, ONE) == TENTHS
    assert running(play, OTHER)[0] == (date(2026, 3, 26), 31_000)


def test_a_part_said_once_more_is_of_its_plan_though_the_other_invoice_has_none() -> None:
    play = two_reminded()
    plan(play, ONE, [*TENTHS])
    play.advance(play.now + timedelta(days=2))
    says(play, TENTHS[0])
    assert running(play, ONE) == TENTHS and not running(play, OTHER)
    says(play, (date(2026, 3, 13), 31_000))  # as he names none, of what has no day yet
    assert running(play, ONE) == TENTHS and running(play, OTHER) == [(date(2026, 3, 13), 31_000)]


FIFTEENTH = "Nous paierons plutôt le 15 de chaque mois."


@pytest.mark.parametrize("both", [True, False])  # beside a plan; beside an invoice without one
def test_another_day_of_each_month_is_asked_about_the_plan_that_comes_next_and_no_other(both: bool) -> None:
    play = two_reminded()
    plan(play, ONE, [*TENTHS])
    if both:
        plan(play, OTHER, [*TWENTIETHS])
    play.advance_to(date(2026, 3, 6))
    mail = play.mail(
        "martin", "promise", promises=(PromiseRead(date(2026, 3, 15), None),), sentence=FIFTEENTH
    )
    play.round()
    [known] = play.case("martin").open_notices()
    assert (known.opened.about, known.opened.invoices) == ("delay_request", (ONE,))
    moved = [(on.replace(day=15), amount) for on, amount in TENTHS]
    assert parts_asked(play.sight("martin"), mail, known.opened.invoices) == moved
    assert running(play, ONE) == TENTHS and running(play, OTHER) == (TWENTIETHS if both else [])
    rests = [hold.invoices for hold in play.case("martin").holds.values() if hold.rule == "delay_request"]
    assert rests == [()]  # whatever he may mean


def test_less_than_a_part_is_asked_about_that_plan_alone_too(play: Play) -> None:
    says(play, (date(2026, 3, 12), 15_000))
    [known] = play.case("martin").open_notices()
    assert known.opened.invoices == (ONE,)


def granted_in_the_evening() -> Play:
    """The plan for F-112 leaves on the next morning."""
    play = two_reminded()
    play.advance(play.local(date(2026, 3, 3), time(20)))
    plan(play, ONE, [*TENTHS])
    return play


def test_what_names_no_invoice_takes_no_plan_back_that_waits_to_be_told() -> None:
    play = granted_in_the_evening()
    says(play, (date(2026, 3, 20), None))
    play.advance_to(date(2026, 3, 6))
    assert running(play, ONE) == TENTHS and running(play, OTHER) == [(date(2026, 3, 20), None)]
    assert {d.template for d in play.drafts.values()} >= {"plan_accepted", "promise_noted"}


def test_a_plan_that_leaves_no_more_for_want_of_another_day_each_month_is_told_to_the_owner() -> None:
    play = granted_in_the_evening()
    play.mail("martin", "promise", promises=(PromiseRead(date(2026, 3, 15), None),), sentence=FIFTEENTH)
    play.round()
    [known] = play.case("martin").open_notices()
    assert known.opened.about == "delay_request" and known.opened.unsaid
