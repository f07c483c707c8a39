"""The second opinion on the days of promises and payments: when it is heard, and what it may never do."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events.mail import PaidRead, PromiseRead
from bot.reading import net
from bot.reading.candidates import days_gone, days_to_come
from bot.reading.choosing import MADE, MOST, agreed, dated, surest_payment, surest_promise
from bot.reading.dates import Now
from bot.reading.heard import Heard, hear, seen
from bot.reading.layers import Array
from bot.reading.sentences import clauses

TUESDAY = Now(date(2027, 3, 16), 15)
FRIDAY, MONDAY = date(2027, 3, 19), date(2027, 3, 22)
SAID = (
    "Je vous règle vendredi.", "Le virement part le 30 mars.", "Ma paie tombe le 28.", "Réunion lundi.",
    "Votre facture du 2 mars est validée.", "300 le 5 avril et le reste le 5 mai.", "On verra bien.",
    "We will pay on Friday.", "Trois fois 200 le 5 de chaque mois à partir d'avril.",
)  # fmt: skip


def heard(text: str) -> list[Heard]:
    return [hear(clause, TUESDAY) for clause in clauses(text)]


def weighing(monkeypatch: pytest.MonkeyPatch, **weights: float) -> None:
    """A network that judges the days by those features alone."""
    told = {name.replace("_", " "): weight for name, weight in weights.items()}

    def weighed(_kind: str, days: list[tuple[object, list[str]]]) -> list[float]:
        return [sum(told.get(name, 0.0) for name in features) for _, features in days]

    monkeypatch.setattr(net, "chosen", weighed)


def chosen(text: str, *rules: PromiseRead) -> tuple[PromiseRead, ...]:
    parts = heard(text)
    return agreed(rules, parts, [{} for _ in parts])


def test_of_two_days_the_one_that_is_meant_more_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=0.4, last_True=3.0)
    text = "Réunion vendredi. Virement lundi."
    assert chosen(text, PromiseRead(FRIDAY, None)) == (PromiseRead(MONDAY, None),)


def test_of_several_payments_a_day_that_is_not_meant_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=-3.0, last_True=3.0)
    both = (PromiseRead(FRIDAY, None), PromiseRead(MONDAY, None))
    assert chosen("Réunion vendredi. Virement lundi.", *both) == (PromiseRead(MONDAY, None),)


def test_of_several_payments_each_day_that_is_meant_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=1.2, last_True=3.0)
    both = (PromiseRead(FRIDAY, None), PromiseRead(MONDAY, None))
    assert chosen("Un virement vendredi. L'autre lundi.", *both) == both


def test_all_days_that_are_meant_are_taken_with_the_sums_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=1.2, last_True=3.0)
    assert chosen("300 € vendredi. Et 200 € lundi.", PromiseRead(FRIDAY, 30_000)) == (
        PromiseRead(FRIDAY, 30_000),
        PromiseRead(MONDAY, 20_000),
    )


def test_a_sum_goes_to_the_day_that_takes_the_place_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=-3.0, last_True=3.0)
    assert chosen("Réunion vendredi. Virement lundi.", PromiseRead(FRIDAY, 30_000)) == (
        PromiseRead(MONDAY, 30_000),
    )


def test_the_only_day_of_a_promise_is_not_taken_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=-4.0)
    promise = PromiseRead(FRIDAY, 30_000)
    assert chosen("300 € vendredi.", promise) == (promise,)


def test_a_promise_without_a_day_gets_the_one_that_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=3.0)
    assert chosen("Vendredi, donc.", PromiseRead(None, 30_000)) == (PromiseRead(FRIDAY, 30_000),)


def test_but_none_that_is_hardly_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=0.9)
    promise = PromiseRead(None, 30_000)
    assert chosen("Vendredi, donc.", promise) == (promise,)


def test_a_balance_without_a_day_stays_beside_the_days(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=-3.0, last_True=3.0)
    rest = PromiseRead(None, 50_000)
    got = chosen("Réunion vendredi. 100 € lundi.", PromiseRead(FRIDAY, 10_000), rest)
    assert set(got) == {PromiseRead(MONDAY, 10_000), rest}


def test_a_schedule_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=-9.0, last_True=9.0)
    rule = tuple(PromiseRead(date(2027, month, 5), 20_000) for month in (4, 5, 6))
    assert chosen("200 € le 5 de chaque mois jusqu'au 20 juin.", *rule) == rule


def test_a_list_of_very_many_days_is_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, first_True=-9.0)
    promise = PromiseRead(FRIDAY, None)
    assert chosen("Vendredi. " * (MOST + 1), promise) == (promise,)


@pytest.mark.parametrize("said", ["On verra bien.", "Vendredi. " * (MOST + 1), "Hier. " * (MOST + 1)])
def test_without_days_to_choose_among_the_rules_are_not_asked(said: str) -> None:
    def rules() -> Any:
        raise AssertionError("asked")

    parts = heard(said)
    known: list[dict[int, Array]] = [{} for _ in parts]
    assert surest_promise(rules, [] if "Hier" in said else parts, known) is None
    assert surest_payment(rules, [] if "Vendredi" in said else parts, known) is None


def test_of_the_days_of_a_mail_the_surest_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, last_True=2.0, paid_last_True=3.0)
    parts = heard("Réunion lundi, et je vous règle vendredi. Vu hier.")
    known: list[dict[int, Array]] = [{} for _ in parts]
    assert surest_promise(lambda: (PromiseRead(FRIDAY, None),), parts, known) == 2.0
    assert surest_payment(lambda: PaidRead(None, None), parts, known) == 3.0


def paid(text: str, rules: date | None) -> date | None:
    parts = heard(text)
    got = dated(PaidRead(rules, 40_000), parts, [{} for _ in parts])
    assert got.amount == 40_000
    return got.date


def test_of_the_days_gone_by_the_one_that_is_meant_most_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, paid_first_True=0.4, paid_last_True=3.0)
    text = "Facture reçue le 2 mars. Virement le 9 mars."
    assert paid(text, date(2027, 3, 2)) == date(2027, 3, 9)


def test_a_payment_has_no_day_where_none_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, paid_first_True=MADE - 1)
    assert paid("Réglée la semaine du 1er mars, je crois.", date(2027, 3, 5)) is None


def test_a_payment_just_made_is_of_today_though_no_day_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    weighing(monkeypatch, paid_first_True=9.0)
    text = "Je viens de vous payer. La facture est du 2 mars."
    assert paid(text, TUESDAY.today) == TUESDAY.today


@given(st.lists(st.sampled_from((*SAID, "Viré hier.", "Payé le 2 ou le 3.")), min_size=1, max_size=5))
def test_no_payment_is_dated_but_by_the_rules_or_the_mail(said: list[str]) -> None:
    parts = heard(" ".join(said))
    known = net.opinion([seen(part) for part in parts], "Re: F-118").days
    got = dated(PaidRead(FRIDAY, None), parts, known)
    assert got.date in {FRIDAY, None, *(n.on for n in days_gone(parts))}


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=5))
def test_no_day_is_promised_that_neither_the_rules_nor_the_mail_name(said: list[str]) -> None:
    parts = heard(" ".join(said))
    rules = (PromiseRead(FRIDAY, None),)
    got = agreed(rules, parts, net.opinion([seen(part) for part in parts], "Re: F-118").days)
    assert {p.date for p in got} <= {FRIDAY, None, *(n.on for n in days_to_come(parts))}
    assert got
