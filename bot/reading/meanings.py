"""What a way of naming a day means: the words matched and the reader's own day in, a day out, or none.

One function for each resolver that `lexicon/days.txt` names. The last day that fits what is said (GUIDE rule
4). None is ever invented: what names no day gives none, and a day that the calendar does not have is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from re import Match

from bot.reading.daywords import FEASTS, MONTHS, MOVABLE, NTH, SHIFTS, WEEKDAYS
from bot.reading.numerals import number_in_words, small_number


@dataclass(frozen=True, slots=True)
class Now:
    """The day and hour at which the mail arrived, and which way its dates point."""

    today: date
    hour: int = 12
    past: bool = False
    english: bool = False


def resolve(name: str, match: Match[str], now: Now) -> date | None:
    try:
        return _RESOLVERS[name](match.groupdict(), now)
    except (ValueError, OverflowError):  # a day that the calendar does not have
        return None


def working_days_after(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


def next_working_day(day: date) -> date:
    return working_days_after(day, 1)


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


def _month_number(g: _Groups, now: Now) -> date | None:
    """ "fin 05", "fin 05/27"."""
    year = _year(g.get("y")) or now.today.year
    found = _in_month(date(year, int(g["m"] or 0), 1), g.get("part"))
    return found if g.get("y") or found >= now.today or now.past else found.replace(year=year + 1)


def _of_month(g: _Groups, now: Now) -> date | None:
    """ "le 5": the next (or last) day of that number."""
    day = 1 if g["d"] == "premier" else int(g["d"] or 0)
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
    if "semaine" in after or "week" in after:  # "vendredi de la semaine prochaine"
        return now.today + timedelta(7 - now.today.weekday() + target)
    ahead = (target - now.today.weekday()) % 7
    if ahead == 0 and not (g.get("this") or (now.hour < 10 and "prochain" not in after)):
        ahead = 7
    return now.today + timedelta(
        ahead
        + (7 if "huit" in after or after.endswith("8") else 14 if "quinze" in after or "15" in after else 0)
    )


def _shift(g: _Groups, now: Now) -> date | None:
    return now.today + timedelta(SHIFTS[g["word"] or ""])


def _span(g: _Groups, now: Now) -> date | None:
    """ "sous 3 jours ouvrés", "dans deux semaines"."""
    unit = g["unit"] or ""
    count = small_number((g["n"] or "1").replace("-", " "))
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


def _quarter_end(g: _Groups, now: Now) -> date | None:
    """The last day of this quarter, half-year, or of the quarter that is named."""
    if g.get("q"):
        found = _last(date(now.today.year, 3 * int(g["q"] or 0), 1))
        return found if found >= now.today or now.past else found.replace(year=found.year + 1)
    length = 6 if "semest" in (g.get("part") or "") or "half" in (g.get("part") or "") else 3
    month = -(-now.today.month // length) * length
    return _last(date(now.today.year, month, 1))


def _feast(g: _Groups, now: Now) -> date | None:
    """ "Noël", "Pâques": the day itself, and what hangs on it."""
    name = g["feast"] or ""
    for year in (now.today.year - 1, now.today.year, now.today.year + 1):
        found = _feast_in(name, year)
        if (found <= now.today and year == now.today.year) if now.past else found >= now.today:
            return found
    return None


def _feast_in(name: str, year: int) -> date:
    if name in FEASTS:
        return date(year, *FEASTS[name])
    easter = _easter(year)
    return easter + timedelta(next((days for word, days in MOVABLE.items() if word in name), 0))


def _easter(year: int) -> date:
    """Gauss, as Lichtenberg mended it."""
    a, k = year % 19, year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    d = (19 * a + m) % 30
    og = 21 + d - (d // 29 + (d // 28 - d // 29) * (a // 11))
    sz = 7 - (year + year // 4 + s) % 7
    return date(year, 3, 1) + timedelta(og + 7 - (og - sz) % 7 - 1)


def _nth_day(g: _Groups, now: Now) -> date | None:
    """ "premier jour ouvré de juin", "dernier vendredi du mois", "premier lundi du mois prochain"."""
    first = now.today.replace(day=1)
    if g.get("month"):
        first = date(now.today.year, MONTHS[g["month"] or ""], 1)
        first = first.replace(year=first.year + (_nth_in(first, g) < now.today and not now.past))
    elif g.get("next") or (_nth_in(first, g) < now.today and not now.past):
        first = _shift_month(first, 1)
    return _nth_in(first, g)


def _nth_in(first: date, g: _Groups) -> date:
    which, kind = g["nth"] or "", g["kind"] or ""
    wanted = WEEKDAYS.get(kind)
    days_ = [first + timedelta(i) for i in range((_last(first) - first).days + 1)]
    fit = [d for d in days_ if (d.weekday() < 5 if wanted is None else d.weekday() == wanted)]
    return fit[-1] if which.startswith(("dernier", "last")) else fit[NTH.get(which, 0)]


def _week_of(g: _Groups, now: Now) -> date | None:
    """ "la semaine du 12": its Friday."""
    day = _named(g, now) if g.get("month") else _of_month(g, now)
    return None if day is None else day + timedelta(4 - min(day.weekday(), 4))


def _worded(g: _Groups, now: Now) -> date | None:
    """ "le vingt-cinq mars", as it is dictated."""
    day = number_in_words((g["words"] or "").replace("-", " ").split())
    if day is None or not 1 <= day <= 31:
        return None
    said = {**g, "d": str(day)}
    return _named(said, now) if g.get("month") else _of_month(said, now)


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
    "quarter_end": _quarter_end,
    "feast": _feast,
    "nth_day": _nth_day,
    "week_of": _week_of,
    "worded": _worded,
    "month_number": _month_number,
}
