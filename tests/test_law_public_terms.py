"""A public buyer is late by the law's own term, never before it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law.public_terms import late_after, term
from bot.policy import claiming
from tests.play import Play, rules

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Mairie de Bouchemaine", 30),
        ("Département du Finistère", 30),
        ("Centre Hospitalier du Val d'Orne", 50),
        ("CHU de Rennes", 50),
        ("EHPAD Les Tilleuls", 50),
        ("Communauté de communes du Pays d'Iroise", 30),
    ],
)
def test_each_has_its_term(name: str, days: int) -> None:
    assert term(name) == days


@given(DAYS, DAYS, st.none() | DAYS)
def test_nobody_is_late_before_the_invoice_or_the_law_says_so(
    issued: date, due: date, completed: date | None
) -> None:
    last = late_after("Mairie", issued=issued, due=due, completed=completed)
    assert last >= due
    assert last >= issued + timedelta(30)
    assert completed is None or last >= completed + timedelta(30)


def test_interest_and_indemnity_wait_for_it() -> None:
    play = Play(rules(), datetime(2026, 3, 10, 9, tzinfo=UTC))
    play.debtor("mairie", kind="public", name="Mairie de Bouchemaine")
    play.invoice("mairie", "F-1", issued=date(2026, 2, 9), due=date(2026, 2, 19))
    invoices = list(play.case("mairie").invoices.values())
    early = claiming.claim(play.sight("mairie"), invoices)
    assert (early.accrued, early.total) == (0, early.left)
    play.advance_to(date(2026, 4, 10))
    late = claiming.claim(play.sight("mairie"), invoices)
    assert late.accrued > 0
    assert late.total > late.left + late.accrued
