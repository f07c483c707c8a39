"""The table of rates: every figure with its source, nothing carried over, rows that can be added."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import OperatorError
from bot.law.rates import Row, missing_soon, rates, shipped
from bot.law.semesters import Semester

# As published, a line for each semester: legal rate for professionals, for private persons, ECB.
PUBLISHED = """
2015-S1 0.93 4.06 0.05, 2015-S2 0.99 4.29 0.05, 2016-S1 1.01 4.54 0.05, 2016-S2 0.93 4.35 0.00,
2017-S1 0.90 4.16 0.00, 2017-S2 0.90 3.94 0.00, 2018-S1 0.89 3.73 0.00, 2018-S2 0.88 3.60 0.00,
2019-S1 0.86 3.40 0.00, 2019-S2 0.87 3.26 0.00, 2020-S1 0.87 3.15 0.00, 2020-S2 0.84 3.11 0.00,
2021-S1 0.79 3.14 0.00, 2021-S2 0.76 3.12 0.00, 2022-S1 0.76 3.13 0.00, 2022-S2 0.77 3.15 0.00,
2023-S1 2.06 4.47 2.50, 2023-S2 4.22 6.82 4.00, 2024-S1 5.07 8.01 4.50, 2024-S2 4.92 8.16 4.25,
2025-S1 3.71 7.21 3.15, 2025-S2 2.76 6.65 2.15, 2026-S1 2.62 6.67 2.15, 2026-S2 2.75 6.84 2.40
"""


def row(name: str, legal: str | None = "2.80", ecb: str | None = "2.40") -> Row:
    semester = Semester.named(name)
    assert semester is not None
    number = [None if text is None else Decimal(text) for text in (legal, ecb)]
    return Row(semester, number[0], None, number[1], "arrêté read", added=True)


def test_the_table_holds_the_published_figures() -> None:
    for line in PUBLISHED.strip().split(","):
        name, pro, part, ecb = line.split()
        semester = Semester.named(name)
        assert semester is not None
        found = shipped().rows[semester]
        assert (found.legal_pro, found.legal_part, found.ecb) == (Decimal(pro), Decimal(part), Decimal(ecb))
    assert len(shipped().rows) == PUBLISHED.count("S")


def test_every_figure_has_its_source_and_how_sure_it_is() -> None:
    for found in shipped().rows.values():
        assert found.source
        assert found.confidence.startswith(("verified", "secondary"))


def test_the_professional_column_is_the_low_one() -> None:
    for found in shipped().rows.values():
        assert found.legal_pro is not None
        assert found.legal_part is not None
        assert found.legal_pro < found.legal_part


def test_semesters_follow_each_other_without_a_gap() -> None:
    known = sorted(shipped().rows)
    assert [semester.next() for semester in known[:-1]] == known[1:]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-06-30", "2026-S1"),
        ("2026-07-01", "2026-S2"),
        ("2026-12-31", "2026-S2"),
        ("2027-01-01", "2027-S1"),
        ("2024-02-29", "2024-S1"),
    ],
)
def test_a_semester_begins_on_the_first_of_january_and_of_july(day: str, name: str) -> None:
    assert str(Semester.of(date.fromisoformat(day))) == name


@given(st.dates(date(1000, 1, 1)))
def test_a_day_lies_in_its_semester(day: date) -> None:
    semester = Semester.of(day)
    assert semester.first <= day <= semester.last
    assert Semester.named(str(semester)) == semester


@pytest.mark.parametrize("text", ["2026", "2026-S3", "S1-2026", "26-S1", ""])
def test_what_is_no_semester_is_none(text: str) -> None:
    assert Semester.named(text) is None


def test_a_missing_semester_is_an_error_and_says_what_to_add_and_where() -> None:
    for ask in (rates().ecb, rates().legal):
        with pytest.raises(OperatorError) as error:
            ask(Semester(2027, 1))
        for word in ("2027-S1", "law.rates", "legal_pro", "ecb", "source", "2027-01-01", "legifrance"):
            assert word in str(error.value)
    assert rates().floor(Semester(2027, 1)) is None


def test_an_added_row_goes_before_the_shipped_one_and_changes_no_other() -> None:
    known = rates([row("2026-S2", "2.99"), row("2027-S1")])
    assert known.legal(Semester(2026, 2)) == Decimal("2.99")
    assert known.floor(Semester(2027, 1)) == Decimal("8.40")
    assert known.ecb(Semester(2026, 1)) == Decimal("2.15")
    assert rates().legal(Semester(2026, 2)) == Decimal("2.75")


def test_two_added_rows_for_one_semester_are_refused() -> None:
    with pytest.raises(OperatorError, match="2027-S1 is given twice"):
        rates([row("2027-S1"), row("2027-S1")])


def test_a_figure_that_is_not_known_yet_is_missing_alone() -> None:
    known = rates([row("2027-S1", legal=None)])
    assert known.ecb(Semester(2027, 1)) == Decimal("2.40")
    with pytest.raises(OperatorError, match="legal rate of 2027-S1"):
        known.legal(Semester(2027, 1))


@pytest.mark.parametrize(
    ("today", "named"),
    [
        ("2026-11-22", []),
        ("2026-11-30", []),
        ("2026-12-01", ["2027-S1 begins"]),
        ("2027-01-01", ["2027-S1 began"]),
        ("2027-06-15", ["2027-S1 began", "2027-S2 begins"]),
        ("2026-06-15", []),
    ],
)
def test_a_missing_semester_is_told_a_month_before_it_matters(today: str, named: list[str]) -> None:
    found = missing_soon(date.fromisoformat(today), rates())
    assert len(found) == len(named)
    told = zip(found.values(), named, strict=True)
    assert all(text.startswith(name) and "law.rates" in text for text, name in told)


def test_a_row_that_is_added_is_not_told_as_missing_unless_a_figure_is() -> None:
    day = date(2026, 12, 20)
    assert missing_soon(day, rates([row("2027-S1")])) == {}
    assert len(missing_soon(day, rates([row("2027-S1", legal=None)]))) == 1


def test_the_sources_can_be_shown_to_a_judge() -> None:
    for found in shipped().rows.values():
        assert found.source.startswith("taux légal : ") and " ; BCE : " in found.source
        assert not {"github", "repo", "code", "app", "test"} & set(found.source.lower().split())
    newest = shipped().rows[Semester(2026, 2)]
    assert "arrêté non lu" in newest.source and "NOT read" in newest.confidence
