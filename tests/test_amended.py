"""What a debtor says later of a plan that the owner has agreed to: noted, or the owner's to grant."""

from datetime import date

import pytest

from bot.events.mail import PromiseRead
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.owner.orders import carry_out, ground
from bot.policy import granted
from bot.policy.delays import day_asked
from tests.play import Play, two_reminded

TENTHS = [date(2026, month, 10) for month in (3, 4, 5, 6)]
PLAN = [PromiseRead(on, 31_000) for on in TENTHS]
DUE = "F-112"


@pytest.fixture
def play() -> Play:
    """F-112 is to be paid in four parts, and nothing else is owed."""
    play = two_reminded()
    play.paid("martin", "F-118")
    play.mail("martin", "delay_request", names=(DUE,))
    play.round()
    mail = play.asked_mail("martin", "delay_request")
    play.order(
        "martin", "delay_request", "approve", *granted.plan_noted(play.sight("martin"), PLAN, (DUE,), mail)
    )
    play.round()
    play.advance_to(date(2026, 3, 6))
    return play


def says(play: Play, *parts: tuple[date, int | None], words: str = "") -> str:
    promises = tuple(PromiseRead(*part) for part in parts)
    mail = play.mail("martin", "promise", promises=promises, sentence=words)
    play.round()
    return mail


def running(play: Play) -> list[tuple[date | None, int | None]]:
    found = [p.noted for p in play.case("martin").promises.values() if not p.outcome]
    return sorted(((said.on, said.amount) for said in found), key=lambda part: part[0] or date.max)


def asked(play: Play) -> list[str]:
    return [known.opened.about for known in play.case("martin").open_notices()]


def ok(play: Play) -> str:
    [known] = play.case("martin").open_notices()
    matter = Matter("martin", known.opened.invoices, known.opened.notice)
    case, order = play.case("martin"), ActRead("ok")
    done = carry_out(ground(case, matter, order, rules=play.rules, now=play.now, by="martin"))
    play.grow("martin", *done.events)
    return done.line.name


# --- less ---------------------------------------------------------------------------------------------


def test_less_than_an_agreed_instalment_is_asked_of_the_owner_and_the_plan_stands(play: Play) -> None:
    mail = says(play, (TENTHS[0], 15_000))
    assert asked(play) == ["delay_request"]
    assert running(play) == [(on, 31_000) for on in TENTHS]
    assert day_asked(play.sight("martin"), mail) is None
    assert ok(play) == "until_when" and running(play) == [(on, 31_000) for on in TENTHS]


def test_of_several_payments_that_leave_something_out_too(play: Play) -> None:
    says(play, (TENTHS[0], 10_000), (date(2026, 3, 20), 10_000))
    assert asked(play) == ["delay_request"]


def test_an_instalment_in_two_payments_is_noted_as_both_and_the_others_go_on(play: Play) -> None:
    says(play, (TENTHS[0], 15_000), (date(2026, 3, 20), 16_000))
    assert not asked(play)
    assert running(play) == [
        (TENTHS[0], 15_000),
        (date(2026, 3, 20), 16_000),
        *((on, 31_000) for on in TENTHS[1:]),
    ]


def test_the_rest_said_behind_a_part_is_the_rest_of_that_instalment(play: Play) -> None:
    words = "150 € le 10 mars, le reste de l'échéance suivra le 20 mars."
    says(play, (TENTHS[0], 15_000), (date(2026, 3, 20), None), words=words)
    assert not asked(play)
    assert running(play)[:3] == [(TENTHS[0], 15_000), (date(2026, 3, 20), 16_000), (TENTHS[1], 31_000)]


def test_the_balance_said_behind_a_part_is_that_of_the_debt(play: Play) -> None:
    words = "Nous versons 150 € le 10 mars et le solde le 20 mars."
    says(play, (TENTHS[0], 15_000), (date(2026, 3, 20), None), words=words)
    assert not asked(play)
    assert running(play) == [(TENTHS[0], 15_000), (date(2026, 3, 20), 109_000)]


def test_a_part_ahead_of_its_day_leaves_the_rest_on_that_day(play: Play) -> None:
    says(play, (date(2026, 3, 9), 15_000))
    assert not asked(play)
    assert running(play)[:2] == [(date(2026, 3, 9), 15_000), (TENTHS[0], 16_000)]


# --- every month --------------------------------------------------------------------------------------

FIFTEENTH = "Nous paierons plutôt le 15 de chaque mois."


def test_another_day_of_each_month_is_asked_of_the_owner_whose_yes_moves_them_all(play: Play) -> None:
    says(play, (date(2026, 3, 15), None), words=FIFTEENTH)
    assert asked(play) == ["delay_request"]
    assert running(play) == [(on, 31_000) for on in TENTHS]
    assert ok(play) == "plan" and not asked(play)
    assert running(play) == [(on.replace(day=15), 31_000) for on in TENTHS]


def test_another_sum_of_each_month_is_his_to_say(play: Play) -> None:
    says(play, (date(2026, 3, 15), 10_000), words="Nous paierons 100 € le 15 de chaque mois.")
    assert asked(play) == ["delay_request"]
    assert ok(play) == "until_when" and running(play) == [(on, 31_000) for on in TENTHS]


def test_the_day_agreed_said_of_each_month_changes_nothing(play: Play) -> None:
    says(play, (TENTHS[0], 31_000), words="Nous paierons bien 310 € le 10 de chaque mois.")
    assert not asked(play) and running(play) == [(on, 31_000) for on in TENTHS]


def test_one_instalment_put_off_is_moved_as_ever(play: Play) -> None:
    says(play, (date(2026, 3, 17), None), words="La première échéance partira le 17 mars.")
    assert not asked(play)
    assert running(play)[:2] == [(date(2026, 3, 17), 31_000), (TENTHS[1], 31_000)]


def test_who_had_promised_by_himself_may_promise_less_as_ever() -> None:
    play = two_reminded()
    play.promises("martin", TENTHS[0], 31_000)
    play.advance_to(date(2026, 3, 6))
    says(play, (TENTHS[0], 15_000))
    assert not asked(play) and running(play) == [(TENTHS[0], 15_000)]
