"""When a letter may leave. Moments are compared in UTC: on the nights of a clock change local ones lie."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar, problems
from bot.rules import CalendarRules, Pause, Span

PARIS = ZoneInfo("Europe/Paris")
FRANCE = Calendar(CalendarRules())
PAUSED = Calendar(CalendarRules(pauses=(Pause(date(2026, 3, 2), date(2026, 3, 13)),)))
ROUND_THE_CLOCK = Calendar(
    CalendarRules(
        days=tuple(range(7)), opens=time(0), closes=time(23, 59), friday_until=time(23, 59), quiet=()
    )
)
NIGHT = Calendar(CalendarRules(days=tuple(range(7)), opens=time(2, 10), closes=time(2, 50), quiet=()))
ALSACE = Calendar(CalendarRules(holidays="FR-6AE"))
CALENDARS = st.sampled_from((FRANCE, PAUSED, ROUND_THE_CLOCK, NIGHT, ALSACE))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC)) | st.datetimes(  # noqa: DTZ001
    datetime(2026, 3, 28),  # noqa: DTZ001
    datetime(2026, 3, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def paris(day: str, hour: str = "10:00") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), tzinfo=PARIS)


def utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


@given(CALENDARS, MOMENTS, st.booleans())
def test_the_opening_is_never_earlier_and_a_letter_may_leave_then(
    calendar: Calendar, at: datetime, firm: bool
) -> None:
    opening = calendar.opening(at, firm=firm)
    assert utc(opening) >= at
    assert calendar.may_write(opening, firm=firm)
    assert utc(calendar.opening(opening, firm=firm)) == utc(opening)
    if calendar.may_write(at, firm=firm):
        assert opening == at


@given(CALENDARS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), st.booleans())
def test_a_later_moment_never_opens_earlier(
    calendar: Calendar, at: datetime, wait: timedelta, firm: bool
) -> None:
    assert utc(calendar.opening(at + wait, firm=firm)) >= utc(calendar.opening(at, firm=firm))


@given(CALENDARS, MOMENTS, st.floats(0, 0.999), st.booleans())
def test_nothing_may_leave_before_the_opening(
    calendar: Calendar, at: datetime, part: float, firm: bool
) -> None:
    opening = utc(calendar.opening(at, firm=firm))
    between = at + (opening - at) * part
    assert between == opening or not calendar.may_write(between, firm=firm)


@given(CALENDARS, MOMENTS)
def test_a_firm_letter_never_leaves_when_a_courteous_one_may_not(calendar: Calendar, at: datetime) -> None:
    assert calendar.may_write(at, firm=False) or not calendar.may_write(at, firm=True)


@given(DAYS, st.integers(1, 40))
def test_the_nth_working_day_is_worked_and_is_the_nth(day: date, n: int) -> None:
    then = FRANCE.add_working(day, n)
    assert FRANCE.is_working(then)
    assert FRANCE.working_between(day, then) == n
    assert FRANCE.working_between(day, then - timedelta(days=1)) == n - 1


@given(DAYS, st.integers(-30, 900))
def test_working_days_are_counted_as_one_would_by_hand(a: date, distance: int) -> None:
    b = a + timedelta(days=distance)
    days = (a + timedelta(days=n) for n in range(1, distance + 1))
    assert FRANCE.working_between(a, b) == sum(FRANCE.is_working(day) for day in days)


@given(st.dates(), st.integers(0, 5))
def test_any_day_of_the_proleptic_calendar_has_an_answer(day: date, n: int) -> None:
    assert FRANCE.add_working(day, n) >= day
    assert FRANCE.is_working(day) in {True, False}


def test_no_working_days_on_means_today_if_it_is_worked_else_the_next() -> None:
    assert FRANCE.add_working(date(2026, 3, 3), 0) == date(2026, 3, 3)
    assert FRANCE.add_working(date(2026, 3, 7), 0) == date(2026, 3, 9)


def test_a_weekend_and_easter_monday_are_stepped_over() -> None:
    assert FRANCE.add_working(date(2026, 4, 2), 1) == date(2026, 4, 3)
    assert FRANCE.add_working(date(2026, 4, 2), 2) == date(2026, 4, 7)


def test_good_friday_and_saint_stephen_are_free_in_alsace_and_moselle_only() -> None:
    for place in ("FR-57", "FR-6AE"):
        local = Calendar(CalendarRules(holidays=place))
        assert not local.is_working(date(2026, 4, 3))
        assert not local.is_working(date(2029, 12, 26))
    assert FRANCE.is_working(date(2026, 4, 3))
    assert FRANCE.is_working(date(2029, 12, 26))


def test_letters_leave_from_the_opening_hour_on_and_no_more_at_closing() -> None:
    assert not FRANCE.may_write(paris("2026-03-03", "08:59"), firm=False)
    assert FRANCE.may_write(paris("2026-03-03", "09:00"), firm=False)
    assert FRANCE.may_write(paris("2026-03-03", "17:29"), firm=False)
    assert not FRANCE.may_write(paris("2026-03-03", "17:30"), firm=False)
    assert FRANCE.opening(paris("2026-03-03", "17:30"), firm=False) == paris("2026-03-04", "09:00")


def test_nothing_leaves_on_a_friday_after_three() -> None:
    assert FRANCE.may_write(paris("2026-03-06", "14:59"), firm=False)
    assert not FRANCE.may_write(paris("2026-03-06", "15:00"), firm=False)
    assert FRANCE.opening(paris("2026-03-06", "15:00"), firm=True) == paris("2026-03-09", "09:00")


def test_the_eve_of_a_holiday_stays_silent_all_day() -> None:
    # 1 May 2026 is a Friday: Thursday is its eve, and Monday is the next day of letters.
    assert FRANCE.opening(paris("2026-04-29", "18:00"), firm=False) == paris("2026-05-04", "09:00")
    # Easter Monday: its eve is the Friday before, the last day worked.
    assert FRANCE.is_eve(date(2026, 4, 3))
    assert not FRANCE.is_eve(date(2026, 4, 2))
    assert not FRANCE.is_eve(date(2026, 4, 4))  # a Saturday is nobody's eve


def test_firm_letters_rest_in_the_quiet_weeks_and_courteous_ones_do_not() -> None:
    assert FRANCE.opening(paris("2026-08-03"), firm=True) == paris("2026-08-24", "09:00")
    assert FRANCE.opening(paris("2026-08-03"), firm=False) == paris("2026-08-03")
    assert [FRANCE.is_quiet(date(2026, 8, day)) for day in (1, 22, 23)] == [True, True, False]


def test_the_quiet_weeks_cross_the_end_of_the_year() -> None:
    assert FRANCE.is_quiet(date(2026, 12, 31))
    assert FRANCE.is_quiet(date(2027, 1, 3))
    assert not FRANCE.is_quiet(date(2027, 1, 4))
    assert FRANCE.opening(paris("2026-12-21"), firm=True) == paris("2027-01-04", "09:00")
    assert FRANCE.opening(paris("2026-12-31"), firm=False) == paris("2027-01-04", "09:00")


def test_the_29th_of_february_is_an_ordinary_day_and_may_end_a_quiet_span() -> None:
    assert FRANCE.may_write(paris("2028-02-29"), firm=True)
    leap = Calendar(CalendarRules(quiet=(Span((2, 20), (2, 29)),)))
    assert leap.is_quiet(date(2028, 2, 29))
    assert leap.is_quiet(date(2027, 2, 28))
    assert not leap.is_quiet(date(2027, 3, 1))


def test_a_pause_silences_everything_and_ends_by_itself() -> None:
    assert not PAUSED.may_write(paris("2026-03-02"), firm=False)
    assert PAUSED.opening(paris("2026-03-02"), firm=False) == paris("2026-03-16", "09:00")


def test_hours_that_a_clock_change_swallows_move_with_the_clock() -> None:
    # On 29 March 2026 the clock jumps from 02:00 to 03:00: the window 02:10-02:50 is 03:10-03:50 that night.
    opening = NIGHT.opening(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), firm=False)
    assert utc(opening) == datetime(2026, 3, 29, 1, 10, tzinfo=UTC)
    # On 25 October 2026 the hour from 02:00 to 03:00 comes twice: the first one counts, and only that one.
    assert NIGHT.may_write(datetime(2026, 10, 25, 0, 20, tzinfo=UTC), firm=False)
    assert not NIGHT.may_write(datetime(2026, 10, 25, 1, 20, tzinfo=UTC), firm=False)


def test_the_local_day_is_the_calendars_own() -> None:
    assert FRANCE.day(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == date(2026, 3, 2)
    assert not FRANCE.may_write(datetime(2026, 3, 3, 17, 0, tzinfo=UTC), firm=False)


def test_rules_under_which_nothing_could_ever_leave_are_refused() -> None:
    wrong = (
        (CalendarRules(days=()), "days"),
        (CalendarRules(opens=time(18)), "hours"),
        (CalendarRules(timezone="Europe/Atlantis"), "timezone"),
        (CalendarRules(holidays="Frankreich"), "holidays"),
        (CalendarRules(holidays="FR-99"), "holidays"),
        (CalendarRules(quiet=(Span((1, 1), (12, 20)),)), "quiet"),
        (CalendarRules(pauses=(Pause(date(2026, 1, 1), date(9999, 12, 31)),)), "pauses"),
        (CalendarRules(days=(4,), opens=time(16)), "quiet"),
    )
    for rules, key in wrong:
        assert [found for found, _ in problems(rules)] == [key]
        with pytest.raises(ValueError, match=key):
            Calendar(rules)
