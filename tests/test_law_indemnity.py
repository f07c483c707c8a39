"""The indemnity of 40 €: once for each late invoice, from businesses and public buyers, and nobody else."""

from dataclasses import replace
from datetime import date

import pytest

from bot.events.debts import Kind
from bot.law.claim import Claim, Sum
from bot.law.indemnity import indemnity
from bot.law.interest import statement
from bot.law.rates import rates

DUE = date(2026, 6, 30)
LATE = Claim(100_000, DUE, "business")


@pytest.mark.parametrize(
    ("kind", "owed"),
    [("business", 4000), ("public", 4000), ("consumer", 0), ("nonprofit", 0), ("unknown", 0)],
)
def test_businesses_and_public_buyers_owe_it_and_nobody_else(kind: Kind, owed: int) -> None:
    assert indemnity(kind, due=DUE, late=True)[0] == owed


def test_an_invoice_paid_in_time_owes_none() -> None:
    assert indemnity("business", due=DUE, late=False) == (0, ())


@pytest.mark.parametrize(
    ("judgment", "owed"), [(date(2026, 6, 29), 0), (DUE, 0), (date(2026, 7, 1), 4000), (None, 4000)]
)
def test_a_judgment_that_forbids_payment_at_the_due_date_takes_it_away(
    judgment: date | None, owed: int
) -> None:
    assert indemnity("business", due=DUE, late=True, judgment=judgment)[0] == owed


@pytest.mark.parametrize(
    ("until", "owed"), [(date(2026, 6, 30), 0), (date(2026, 7, 1), 4000), (date(2026, 12, 31), 4000)]
)
def test_it_is_owed_once_from_the_day_after_the_due_date(until: date, owed: int) -> None:
    assert statement(LATE, until, rates()).indemnity == owed


def test_a_partial_payment_does_not_reduce_it_and_it_bears_no_interest() -> None:
    half = replace(LATE, payments=(Sum(date(2026, 7, 15), 50_000),))
    found = statement(half, date(2026, 7, 31), rates())
    assert found.indemnity == 4000
    assert all(line.principal <= 100_000 for line in found.segments)


def test_an_invoice_that_was_wholly_cancelled_owes_none() -> None:
    cancelled = replace(LATE, credits=(Sum(date(2026, 7, 15), 100_000),))
    assert statement(cancelled, date(2026, 7, 31), rates()).indemnity == 0


def test_its_words_name_their_article() -> None:
    for kind, article in (("business", "L441-10"), ("public", "D2192-35")):
        _, notes = indemnity(kind, due=DUE, late=True)  # type: ignore[arg-type]
        assert article in notes[0].en
