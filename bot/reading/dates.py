"""Days named in a folded clause: text in, `Day` values out, resolved against the reader's own day.

The last day that fits what is said (GUIDE rule 4): "vendredi" is the next one, "fin mars" the 31st, "le 5"
the next 5th. `past` asks for the last such day before, as in "payé le 12". A phrase that names no day, such
as "30 jours fin de mois", claims its words and yields none; no day is ever invented, and one that cannot
exist (31 June) is none. The grammar itself is the table `lexicon/days.txt`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from re import Match
from zoneinfo import ZoneInfo

from bot.reading.daywords import MONTHS, SHIFTS, WEEKDAYS, Rule, rules
from bot.reading.numerals import small_number

_PARIS = ZoneInfo("Europe/Paris")
FAR = 200  # days: a date without a year that lies further ahead was hardly meant


@dataclass(frozen=True, slots=True)
class Day:
    start: int
    end: int
    day: date | None
    doubtful: bool = False  # only to be had by reaching over most of a year


@dataclass(frozen=True, slots=True)
class Now:
    """The day and hour at which the mail arrived, and which way its dates point."""

    today: date
    hour: int = 12
    past: bool = False
    english: bool = False


def here(moment: datetime) -> Now | None:
    """The day and hour in Paris; none for a moment that no mail can have."""
    try:
        local = moment.astimezone(_PARIS) if moment.tzinfo else moment
    except OverflowError:
        return None
    return Now(local.date(), local.hour) if 1970 < local.year < 2200 else None


def days(folded: str, now: Now) -> tuple[Day, ...]:
    return tuple(_day(rule, match, now) for rule, match in _phrases(folded))


def both_ways(folded: str, now: Now) -> tuple[tuple[Day, Day], ...]:
    """Each day named as it would be meant of what is to come, and of what is past."""
    past = Now(now.today, now.hour, past=True, english=now.english)
    return tuple((_day(rule, match, now), _day(rule, match, past)) for rule, match in _phrases(folded))


def _phrases(folded: str) -> list[tuple[Rule, Match[str]]]:
    taken: list[tuple[Rule, Match[str]]] = []
    for rule in rules():
        if rule.anchors and not any(a in folded for a in rule.anchors):
            continue
        for match in rule.pattern.finditer(folded):
            if all(match.end() <= m.start() or match.start() >= m.end() for _, m in taken):
                taken.append((rule, match))
    return sorted(taken, key=lambda t: t[1].start())


def _day(rule: Rule, match: Match[str], now: Now) -> Day:
    day = _resolve(rule.name, match, now)
    doubtful = day is not None and rule.yearless and abs((day - now.today).days) > FAR
    return Day(match.start(), match.end(), day, doubtful)


def working_days_after(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


def next_working_day(day: date) -> date:
    return working_days_after(day, 1)


def _resolve(name: str, match: Match[str], now: Now) -> date | None:
    try:
        return _RESOLVERS[name](match.groupdict(), now)
    except (ValueError, OverflowError):  # a day that the calendar does not have
        return None


_Groups = dict[str, str | None]


def _none(_g: _Groups, _now: Now) -> date | None:
    return None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _calendar(day: int, month: int, year: int | None, now: Now) -> date:
    if year:
        return date(year, month, day)
    here = date(now.today.year + (0 if (day, month) != (29, 2) else -now.today.year % 4), month, day)
    if now.past:
        return here if here <= now.today else here.replace(year=here.year - 1)
    return here if here >= now.today else here.replace(year=here.year + 1)


def _numeric(g: _Groups, now: Now) -> date | None:
    first, second = int(g["d"] or 0), int(g["m"] or 0)
    if second > 12 >= first:
        first, second = second, first  # the American order, the only one possible
    return _calendar(first, second, _year(g.get("y")), now)


def _iso(g: _Groups, now: Now) -> date | None:
    return date(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0))


def _named(g: _Groups, now: Now) -> date | None:
    day = 1 if (g["d"] or "") in ("premier", "1er") else int(g["d"] or 0)
    return _calendar(day, MONTHS[(g["month"] or "")], _year(g.get("y")), now)


def _of_month(g: _Groups, now: Now) -> date | None:
    """ "le 5": the next (or last) day of that number."""
    day = int(g["d"] or 0)
    month = now.today.replace(day=1)
    for _ in range(14):
        if day <= _last(month).day:
            here = month.replace(day=day)
            if (here <= now.today) if now.past else (here >= now.today):
                return here
        month = _shift_month(month, -1 if now.past else 1)
    return None


def _weekday(g: _Groups, now: Now) -> date | None:
    target = WEEKDAYS[(g["weekday"] or "")[:3] if g["weekday"] not in WEEKDAYS else g["weekday"] or ""]
    after = g.get("after") or ""
    if now.past or any(w in after for w in ("dernier", "passe", "ecoule")) or g.get("last"):
        return now.today - timedelta((now.today.weekday() - target - 1) % 7 + 1)
    ahead = (target - now.today.weekday()) % 7
    if ahead == 0 and not (g.get("this") or (now.hour < 10 and "prochain" not in after)):
        ahead = 7
    return now.today + timedelta(ahead + (7 if "huit" in after else 14 if "quinze" in after else 0))


def _shift(g: _Groups, now: Now) -> date | None:
    return now.today + timedelta(SHIFTS[g["word"] or ""])


def _span(g: _Groups, now: Now) -> date | None:
    """ "sous 3 jours ouvrés", "dans deux semaines"."""
    unit = g["unit"] or ""
    count = small_number(g["n"] or "1")
    if count is None:
        return None
    if g.get("ago"):
        count = -count
    if unit.startswith(("h", "hour")):
        return now.today + timedelta(-(-count // 24))
    if unit.startswith(("mois", "month")):
        return _months_later(now.today, count)
    if unit.startswith(("sem", "week", "wk")):
        return now.today + timedelta(7 * count)
    if (g.get("working") or g.get("worked")) and count > 0:
        return working_days_after(now.today, min(count, 400))
    return now.today + timedelta(count)


def _term(days_ahead: int) -> Callable[[_Groups, Now], date | None]:
    return lambda _g, now: now.today + timedelta(days_ahead)


def _last(month: date) -> date:
    return _shift_month(month.replace(day=1), 1) - timedelta(1)


def _shift_month(first: date, by: int) -> date:
    month = first.month - 1 + by
    return date(first.year + month // 12, month % 12 + 1, 1)


def _months_later(day: date, count: int) -> date:
    month = _shift_month(day.replace(day=1), count)
    return month.replace(day=min(day.day, _last(month).day))


def _month_part(g: _Groups, now: Now) -> date | None:
    """ "début / mi / fin" of a named month: its 10th, 15th or last day."""
    number = MONTHS[g["month"] or ""]
    year = _year(g.get("y")) or now.today.year
    found = _in_month(date(year, number, 1), g.get("part"))
    if g.get("y"):
        return found
    if now.past:
        return found if found <= now.today else _in_month(date(year - 1, number, 1), g.get("part"))
    return found if found >= now.today else _in_month(date(year + 1, number, 1), g.get("part"))


def _in_month(first: date, part: str | None) -> date:
    part = part or ""
    if part.startswith(("debut", "start", "beginning", "early")):
        return first.replace(day=10)
    return first.replace(day=15) if part.startswith(("mi", "milieu")) else _last(first)


def _this_month(g: _Groups, now: Now) -> date | None:
    first = now.today.replace(day=1)
    if g.get("next"):
        return _in_month(_shift_month(first, 1), g.get("part"))
    found = _in_month(first, g.get("part"))
    return found if found >= now.today or now.past else _in_month(_shift_month(first, 1), g.get("part"))


def _week(g: _Groups, now: Now) -> date | None:
    """The Friday of this or of next week; at the week-end "cette semaine" is the coming one."""
    monday = now.today - timedelta(now.today.weekday())
    if g.get("next"):
        start = (g.get("part") or "").startswith(("debut", "start", "beginning", "early"))
        middle = (g.get("part") or "").startswith(("mi", "milieu"))
        return monday + timedelta(7 + (1 if start else 2 if middle else 4))
    return monday + timedelta(4 if now.today.weekday() < 5 else 11)


def _iso_week(g: _Groups, now: Now) -> date | None:
    week = int(g["n"] or 0)
    found = date.fromisocalendar(now.today.year, week, 5)
    return found if found >= now.today else date.fromisocalendar(now.today.year + 1, week, 5)


def _weekend(_g: _Groups, now: Now) -> date | None:
    return now.today + timedelta(6 - now.today.weekday())


def _next_month_day(g: _Groups, now: Now) -> date | None:
    return _shift_month(now.today.replace(day=1), 1).replace(day=int(g["d"] or 0))


def _year_end(g: _Groups, now: Now) -> date | None:
    return date(now.today.year, 12, 31)


def _range(g: _Groups, now: Now) -> date | None:
    return _named(g, now) if g.get("month") else _of_month(g, now)


_RESOLVERS: dict[str, Callable[[_Groups, Now], date | None]] = {
    "term": _none,
    "iso": _iso,
    "numeric": _numeric,
    "range": _range,
    "named": _named,
    "month_part": _month_part,
    "this_month": _this_month,
    "week": _week,
    "iso_week": _iso_week,
    "year_end": _year_end,
    "weekend": _weekend,
    "next_month_day": _next_month_day,
    "eight": _term(8),
    "fifteen": _term(15),
    "span": _span,
    "shift": _shift,
    "weekday": _weekday,
    "of_month": _of_month,
}
