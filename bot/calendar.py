"""When a letter may leave: working days, hours, quiet weeks and pauses, as a pure judgement.

In go the calendar's rules and a moment or a day; out come a yes or no, a day or the next good moment.
A letter leaves on a working day between `opens` (included) and `closes` (not included), on a Friday before
`friday_until`, never on the eve of a public holiday (the last working day before it), never in a pause;
a firm letter and a mise en demeure not in the quiet weeks either. `Calendar` reads no clock and refuses,
when it is built, rules under which nothing could ever leave. The only module that knows `holidays`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from bot.rules import CalendarRules, Span

HOLIDAYS_VERSION = version("holidays")  # a state built under other holidays is built anew

_DAY = timedelta(days=1)
_FRIDAY = 4
_KNOWN_YEARS = range(1950, 2101)  # a mistyped year gets no holidays rather than a long calculation
_LAST_PAUSE = date(2100, 1, 1)
_FEWEST_DAYS = 20  # in a year, on which a firm letter may leave


class Calendar:
    """The calendar of one set of rules; it remembers what it has worked out of each day."""

    __slots__ = ("_counts", "_free", "_next_open", "_windows", "_working", "rules", "zone")

    def __init__(self, rules: CalendarRules) -> None:
        found = problems(rules)
        if found:
            raise ValueError("; ".join(f"{key}: {why}" for key, why in found))
        self.rules = rules
        self.zone = ZoneInfo(rules.timezone)
        self._free: dict[int, frozenset[date]] = {}
        self._working: dict[date, bool] = {}
        self._counts: dict[int, tuple[int, ...]] = {}
        self._windows: dict[tuple[date, bool], tuple[datetime, datetime] | None] = {}
        self._next_open: dict[tuple[date, bool], date] = {}

    def day(self, at: datetime) -> date:
        """The local day of a moment."""
        return at.astimezone(self.zone).date()

    def is_holiday(self, day: date) -> bool:
        """A public holiday, whatever day of the week it falls on."""
        free = self._free.get(day.year)
        if free is None:
            free = self._free[day.year] = _holidays(self.rules.holidays, day.year)
        return day in free

    def is_working(self, day: date) -> bool:
        known = self._working.get(day)
        if known is None:
            known = self._working[day] = day.weekday() in self.rules.days and not self.is_holiday(day)
        return known

    def add_working(self, day: date, n: int) -> date:
        """The n-th working day after `day`; for n = 0 the day itself, or the next one that is worked."""
        if n <= 0:
            return day if self.is_working(day) else self.add_working(day, 1)
        for later in _days_after(day):
            if self.is_working(later):
                n -= 1
                if n == 0:
                    return later
        return date.max

    def working_between(self, a: date, b: date) -> int:
        """How many working days d there are with a < d <= b."""
        if b <= a:
            return 0
        whole = sum(self._count(year)[-1] for year in range(a.year, b.year))
        return whole + self._count(b.year)[_of_year(b)] - self._count(a.year)[_of_year(a)]

    def is_quiet(self, day: date) -> bool:
        """In the weeks in which no firm letter leaves."""
        return _quiet(self.rules, day)

    def is_paused(self, day: date) -> bool:
        return any(pause.first <= day <= pause.last for pause in self.rules.pauses)

    def is_eve(self, day: date) -> bool:
        """The last working day before a public holiday: the Friday when the Monday is one."""
        if not self.is_working(day):
            return False
        for later in _days_after(day):
            if self.is_holiday(later):
                return True
            if self.is_working(later):
                return False
        return False

    def may_write(self, at: datetime, *, firm: bool) -> bool:
        window = self._window(self.day(at), firm)
        return window is not None and window[0] <= at.astimezone(UTC) < window[1]

    def opening(self, at: datetime, *, firm: bool) -> datetime:
        """The earliest moment, not before `at`, when a letter may leave: `at` itself, or in local time."""
        day = self._open_day(self.day(at), firm)
        window = self._window(day, firm)
        if window is not None and at.astimezone(UTC) >= window[1]:
            window = self._window(self._open_day(day + _DAY, firm), firm)
        if window is None or window[0] <= at.astimezone(UTC):
            return at
        return window[0].astimezone(self.zone)

    def _open_day(self, day: date, firm: bool) -> date:
        """The first day from `day` on with hours in it."""
        found = self._next_open.get((day, firm))
        if found is None:
            found = day
            while self._window(found, firm) is None and found < date.max:
                found = self._after_pauses(found + _DAY)
            self._next_open[day, firm] = found
        return found

    def _after_pauses(self, day: date) -> date:
        return max((p.last + _DAY for p in self.rules.pauses if p.first <= day <= p.last), default=day)

    def _window(self, day: date, firm: bool) -> tuple[datetime, datetime] | None:
        """The hours of a day as moments in UTC, where no clock change can confuse a comparison."""
        key = (day, firm)
        if key not in self._windows:
            self._windows[key] = self._hours(day, firm)
        return self._windows[key]

    def _hours(self, day: date, firm: bool) -> tuple[datetime, datetime] | None:
        shut = not self.is_working(day) or self.is_paused(day) or (firm and self.is_quiet(day))
        if shut or self.is_eve(day):
            return None
        rules = self.rules
        closes = min(rules.closes, rules.friday_until) if day.weekday() == _FRIDAY else rules.closes
        start, end = self._moment(day, rules.opens), self._moment(day, closes)
        return (start, end) if start < end else None

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def _count(self, year: int) -> tuple[int, ...]:
        """Working days from 1 January through each day of the year, by its number (from 1)."""
        if year not in self._counts:
            counts = [0]
            first = date(year, 1, 1)
            for number in range(_of_year(date(year, 12, 31))):
                counts.append(counts[-1] + self.is_working(first + number * _DAY))
            self._counts[year] = tuple(counts)
        return self._counts[year]


def problems(rules: CalendarRules) -> list[tuple[str, str]]:
    """What is wrong with the rules, as (key, why); with none of it a letter can leave some day."""
    found = [*_unknown_names(rules)]
    if not rules.days:
        found.append(("days", "no day of the week is left to write on"))
    if rules.opens >= rules.closes:
        found.append(("hours", "the day would close before it opens"))
    for pause in rules.pauses:
        if pause.first > pause.last or pause.last >= _LAST_PAUSE:
            found.append(("pauses", f"{pause.first} to {pause.last} does not end, or ends before it begins"))
    if not found and not _ever_opens(rules):
        found.append(("quiet", "too few days of the year are left for a firm letter"))
    return found


def _unknown_names(rules: CalendarRules) -> Iterator[tuple[str, str]]:
    try:
        ZoneInfo(rules.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield "timezone", f"{rules.timezone!r} is no time zone; write one such as Europe/Paris"
    try:
        _holidays(rules.holidays, 2026)
    except (NotImplementedError, KeyError):
        yield (
            "holidays",
            f"{rules.holidays!r} is no country known here; write one such as FR, FR-57 or FR-6AE",
        )


def _ever_opens(rules: CalendarRules) -> bool:
    """Enough days of a year, holidays aside, are left for a firm letter: so a next one always exists."""
    fridays_only = rules.days == (_FRIDAY,) and rules.opens >= rules.friday_until
    days = (date(2028, 1, 1) + n * _DAY for n in range(366))
    left = sum(day.weekday() in rules.days and not _quiet(rules, day) for day in days)
    return left >= _FEWEST_DAYS and not fridays_only


def _quiet(rules: CalendarRules, day: date) -> bool:
    return any(_within(span, day) for span in rules.quiet)


def _holidays(place: str, year: int) -> frozenset[date]:
    country, _, subdivision = place.partition("-")
    if year not in _KNOWN_YEARS:
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdivision or None, years=year, expand=False))


def _within(span: Span, day: date) -> bool:
    here = (day.month, day.day)
    if span.first <= span.last:
        return span.first <= here <= span.last
    return here >= span.first or here <= span.last


def _of_year(day: date) -> int:
    return day.timetuple().tm_yday


def _days_after(day: date) -> Iterator[date]:
    while day < date.max:
        day += _DAY
        yield day
