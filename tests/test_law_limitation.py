"""Until when an invoice can be claimed: a prudent date that nothing moves, a possible one after it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events.debts import Kind
from bot.law.limitation import Acknowledgement, Debt, Trade, limitation, period
from bot.law.months import months_after, years_after

DUE = date(2024, 3, 31)
KINDS: tuple[Kind, ...] = ("business", "consumer", "public", "nonprofit", "unknown")
TRADES: tuple[Trade, ...] = ("commercial", "civil", "carriage", "telecom", "unknown")
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


def debt(kind: Kind = "business", trade: Trade = "commercial", completed: date | None = None) -> Debt:
    return Debt(kind, trade, issued=date(2024, 3, 1), due=DUE, completed=completed)


def admitted(day: date, *, confirmed: bool = True) -> Acknowledgement:
    return Acknowledgement(day, "a" * 64, confirmed)


@pytest.mark.parametrize(
    ("kind", "trade", "years", "article"),
    [
        ("business", "commercial", 5, "C. com. L110-4"),
        ("business", "civil", 5, "C. civ. 2224"),
        ("business", "carriage", 1, "C. com. L133-6"),
        ("business", "telecom", 1, "postes L34-2"),
        ("business", "unknown", 1, None),
        ("consumer", "commercial", 2, "C. conso L218-2"),
        ("consumer", "civil", 2, "C. conso L218-2"),
        ("consumer", "telecom", 1, "postes L34-2"),
        ("unknown", "commercial", 2, None),
        ("nonprofit", "commercial", 2, None),
        ("public", "civil", 2, None),
        ("unknown", "unknown", 1, None),
    ],
)
def test_each_kind_and_trade_has_its_period(
    kind: Kind, trade: Trade, years: int, article: str | None
) -> None:
    found = period(kind, trade)
    assert (found.years, found.article) == (years, article)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trade", TRADES)
def test_not_knowing_never_gives_more_time(kind: Kind, trade: Trade) -> None:
    assert period("unknown", trade).years <= period(kind, trade).years
    assert period(kind, "unknown").years <= period(kind, trade).years


def test_the_prudent_date_counts_from_the_earliest_day() -> None:
    assert limitation(debt()).prudent == date(2029, 3, 1)
    assert limitation(debt(completed=date(2024, 2, 10))).prudent == date(2029, 2, 10)
    assert limitation(debt(completed=date(2024, 5, 1))).prudent == date(2029, 3, 1)
    assert limitation(debt()).from_due == date(2029, 3, 31)


def test_an_acknowledgement_moves_the_possible_date_and_never_the_prudent_one() -> None:
    found = limitation(debt(), [admitted(date(2026, 6, 1))])
    assert (found.prudent, found.from_due) == (date(2029, 3, 1), date(2029, 3, 31))
    assert found.possible == date(2031, 6, 1)
    assert [one.on for one in found.acknowledged] == [date(2026, 6, 1)]


def test_an_acknowledgement_that_the_owner_has_not_confirmed_moves_nothing() -> None:
    found = limitation(debt(), [admitted(date(2026, 6, 1), confirmed=False)])
    assert (found.possible, found.acknowledged) == (found.from_due, ())


def test_an_acknowledgement_after_the_end_moves_nothing() -> None:
    private = limitation(debt("consumer"), [admitted(date(2026, 4, 1))])
    assert private.possible == date(2026, 3, 31)
    chained = limitation(debt("consumer"), [admitted(date(2027, 9, 1)), admitted(date(2025, 10, 1))])
    assert chained.possible == date(2029, 9, 1)


def test_twenty_years_are_the_end() -> None:
    often = [admitted(date(year, 1, 1)) for year in range(2025, 2045)]
    assert limitation(debt(), often).possible == date(2044, 3, 1)


def test_a_leap_day_ends_on_the_28th_and_a_sunday_extends_nothing() -> None:
    leap = Debt("business", "commercial", issued=date(2024, 2, 29), due=DUE)
    assert limitation(leap).prudent == date(2029, 2, 28)
    sunday = Debt("consumer", "commercial", issued=date(2024, 8, 18), due=date(2024, 8, 18))
    assert limitation(sunday).prudent == date(2026, 8, 18)
    to_sunday = Debt("consumer", "commercial", issued=date(2025, 3, 7), due=date(2025, 3, 7))
    assert limitation(to_sunday).prudent == date(2027, 3, 7)
    assert date(2027, 3, 7).weekday() == 6


def test_alerts_come_twelve_six_three_and_one_month_before() -> None:
    found = limitation(debt())
    assert found.alerts() == (
        (12, date(2028, 3, 1)),
        (6, date(2028, 9, 1)),
        (3, date(2028, 12, 1)),
        (1, date(2029, 2, 1)),
    )
    said = [(day, found.alert(date.fromisoformat(day))) for day in ("2028-02-29", "2028-03-01", "2028-11-30")]
    assert said == [("2028-02-29", None), ("2028-03-01", 12), ("2028-11-30", 6)]
    assert found.alert(date(2029, 3, 1)) == 1
    assert found.alert(date(2029, 3, 2)) is None


def test_a_one_year_period_begins_without_an_alert() -> None:
    assert [left for left, _ in limitation(debt(trade="carriage")).alerts()] == [6, 3, 1]


def test_the_last_day_is_still_in_time() -> None:
    found = limitation(debt())
    assert not found.barred(date(2029, 3, 1))
    assert found.barred(date(2029, 3, 2))


@given(
    st.sampled_from(KINDS),
    st.sampled_from(TRADES),
    DAYS,
    DAYS,
    st.none() | DAYS,
    st.lists(st.tuples(DAYS, st.booleans()), max_size=5),
)
def test_the_prudent_date_is_never_later_than_any_other(
    kind: Kind, trade: Trade, issued: date, due: date, completed: date | None, words: list[tuple[date, bool]]
) -> None:
    owed = Debt(kind, trade, issued, due, completed)
    said = [admitted(day, confirmed=confirmed) for day, confirmed in words]
    found = limitation(owed, said)
    assert found.prudent <= found.from_due <= found.possible
    assert found.prudent == limitation(owed).prudent
    assert all(found.starts < day < found.prudent for _, day in found.alerts())


@given(DAYS, st.integers(-60, 240))
def test_months_keep_the_day_or_take_the_last_one(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1
    assert found.day <= day.day
    assert years_after(day, 1) == months_after(day, 12)
