"""The days by which something must be done in court, and when nothing is left to do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events.owner import CourtDay
from bot.law.terms import Term, declared_by, relieved_by, running, served_by


@pytest.mark.parametrize(
    ("order", "last"),
    [
        ("2026-08-31", "2027-02-28"),  # the old six months
        ("2026-09-01", "2026-12-01"),
        ("2026-11-30", "2027-02-28"),
        ("2026-03-15", "2026-09-15"),
    ],
)
def test_an_order_is_served_within_three_months_since_september_2026(order: str, last: str) -> None:
    assert served_by(date.fromisoformat(order)) == date.fromisoformat(last)


def test_a_claim_is_declared_within_two_months_of_the_publication() -> None:
    assert declared_by(date(2025, 12, 31)) == date(2026, 2, 28)
    assert relieved_by(date(2026, 8, 31)) == date(2027, 2, 28)


ORDER = date(2026, 10, 12)
PUBLISHED = date(2026, 4, 18)


def test_an_order_runs_until_it_is_served() -> None:
    assert running({"order": ORDER}, ORDER) == (Term("signification", ORDER, date(2027, 1, 12)),)
    assert running({"order": ORDER, "served": date(2026, 11, 3)}, ORDER) == ()
    assert running({"order": ORDER}, date(2027, 1, 13)) == ()


def test_a_new_order_is_to_be_served_again() -> None:
    known: dict[CourtDay, date] = {"served": date(2026, 9, 1), "order": ORDER}
    assert [term.what for term in running(known, ORDER)] == ["signification"]


def test_a_claim_is_declared_and_too_late_relief_is_asked_for() -> None:
    assert running({"published": PUBLISHED}, date(2026, 6, 18)) == (
        Term("declaration", PUBLISHED, date(2026, 6, 18)),
    )
    assert running({"published": PUBLISHED}, date(2026, 6, 19)) == (
        Term("relief", PUBLISHED, date(2026, 10, 18)),
    )
    assert running({"published": PUBLISHED}, date(2026, 10, 19)) == ()
    assert running({"published": PUBLISHED, "declared": date(2026, 5, 2)}, date(2026, 6, 19)) == ()


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
NAMES: list[CourtDay] = ["insolvency", "published", "declared", "order", "served"]


@given(st.dictionaries(st.sampled_from(NAMES), DAYS), DAYS)
def test_no_term_that_is_shown_is_over(court: dict[CourtDay, date], today: date) -> None:
    for term in running(court, today):
        assert term.since + timedelta(28) <= term.by
        assert today <= term.by
