"""Counting on the calendar: working days, months, feasts: days in, days out. It knows no clock."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.reading.daywords import FEASTS, FLOATING, MOVABLE

_FREE = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_FREE_AFTER_EASTER = (1, 39, 50)


@dataclass(frozen=True, slots=True)
class Now:
    """The day and hour at which the mail arrived, and which way its dates point."""

    today: date
    hour: int = 12
    past: bool = False
    english: bool = False
    before: date | None = None  # the day named last: what "le lendemain" counts from
    since: date | None = None  # the day of the act named: what "dix jours après la vente" counts from


def working_days_after(day: date, count: int) -> date:
    weeks, left = divmod(count, 5)
    while day.weekday() > 4 and count > 0:
        day -= timedelta(1)  # counted from a Saturday as from its Friday
    day += timedelta(7 * weeks)
    while left > 0:
        day += timedelta(1)
        left -= day.weekday() < 5
    return day


def next_working_day(day: date) -> date:
    return working_days_after(day, 1)


def next_open_day(day: date) -> date:
    """The next day from Monday to Friday that is no public holiday in France."""
    found = next_working_day(day)
    while (found.month, found.day) in _FREE or (found - _easter(found.year)).days in _FREE_AFTER_EASTER:
        found = next_working_day(found)
    return found


def last_of(month: date) -> date:
    return shift_month(month.replace(day=1), 1) - timedelta(1)


def shift_month(first: date, by: int) -> date:
    month = first.month - 1 + by
    return date(first.year + month // 12, month % 12 + 1, 1)


def months_later(day: date, count: int) -> date:
    """The same day of a later month, or its last where it has no such day."""
    month = shift_month(day.replace(day=1), count)
    return month.replace(day=min(day.day, last_of(month).day))


def in_month(first: date, part: str | None) -> date:
    """The 10th for its beginning, the 15th for its middle, else its last day (GUIDE rule 4)."""
    part = (part or "").removeprefix("the ")
    if part.startswith(("debut", "premiers", "first", "start", "beginning", "early")):
        return first.replace(day=10)
    return first.replace(day=15) if part.startswith(("mi", "milieu")) else last_of(first)


def full_year(text: str | None) -> int | None:
    """ "27" is 2027, "97" is 1997."""
    if not text:
        return None
    return int(text) + (0 if len(text) > 2 else 1900 if text > "60" else 2000)


def friday_of(day: date) -> date:
    """The Friday of the day's week."""
    return day + timedelta(4 - day.weekday())


def feast(name: str, now: Now) -> date | None:
    """The next one of that name, or the last one when the talk is of the past."""
    for year in (now.today.year + 1, now.today.year, now.today.year - 1) if now.past else _ahead(now):
        found = _feast_in(name, year)
        if found <= now.today if now.past else found >= now.today:
            return found
    return None


def _ahead(now: Now) -> tuple[int, int]:
    return now.today.year, now.today.year + 1


def _feast_in(name: str, year: int) -> date:
    if name in FEASTS:
        return date(year, *FEASTS[name])
    if name in FLOATING:
        return _floating(name, year)
    return _easter(year) + timedelta(MOVABLE[name])


def _floating(name: str, year: int) -> date:
    month, weekday, which = FLOATING[name]
    days = (date(year, month, 1) + timedelta(i) for i in range(last_of(date(year, month, 1)).day))
    found = [day for day in days if day.weekday() == weekday][which]
    # the mothers' day gives way to Whit Sunday (code de l'action sociale et des familles, D215-1)
    return found + timedelta(7 * (name == "fete des meres" and found == _easter(year) + timedelta(49)))


def _easter(year: int) -> date:
    """Gauss, as Lichtenberg mended it."""
    a, k = year % 19, year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    d = (19 * a + m) % 30
    og = 21 + d - (d // 29 + (d // 28 - d // 29) * (a // 11))
    sz = 7 - (year + year // 4 + s) % 7
    return date(year, 3, 1) + timedelta(og + 7 - (og - sz) % 7 - 1)
