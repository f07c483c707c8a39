"""What a way of naming a day means: the words matched and the reader's own day in, a day out, or none.

One function for each resolver that `lexicon/days.txt` names. The last day that fits what is said (GUIDE rule
4). None is ever invented: what names no day gives none, and a day that the calendar does not have is refused.
"""

from collections.abc import Callable
from datetime import date, timedelta
from re import Match

from bot.reading import follow_ons
from bot.reading.daycount import (
    Now,
    feast,
    friday_of,
    in_month,
    last_of,
    months_later,
    next_working_day,
    shift_month,
    working_days_after,
)
from bot.reading.daywords import MONTHS, NTH, SHIFTS, WEEKDAYS
from bot.reading.numerals import number_in_words, small_number

__all__ = ["Now", "next_working_day", "resolve"]


def resolve(name: str, match: Match[str], now: Now) -> date | None:
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
    return int(text) + (0 if len(text) > 2 else 1900 if text > "60" else 2000)


def _calendar(day: int, month: int, year: int | None, now: Now) -> date:
    if year:
        return date(year, month, day)
    step = 4 if (day, month) == (29, 2) else 1
    here = date(now.today.year + -now.today.year % step, month, day)
    if now.past:
        return here if here <= now.today else here.replace(year=here.year - step)
    return here if here >= now.today else here.replace(year=here.year + step)


def _numeric(g: _Groups, now: Now) -> date | None:
    first, second = int(g["d"] or 0), int(g["m"] or 0)
    if second > 12 >= first:
        first, second = second, first  # the American order, the only one possible
    return _calendar(first, second, _year(g.get("y")), now)


def _iso(g: _Groups, now: Now) -> date | None:
    return date(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0))


def _named(g: _Groups, now: Now) -> date | None:
    day = 1 if (g["d"] or "") in ("premier", "first", "1er") else int(g["d"] or 0)
    return _calendar(day, MONTHS[(g["month"] or "")], _year(g.get("y")), now)


def _month_number(g: _Groups, now: Now) -> date | None:
    """ "fin 05", "fin 05/27"."""
    year = _year(g.get("y")) or now.today.year
    found = in_month(date(year, int(g["m"] or 0), 1), g.get("part"))
    return found if g.get("y") or found >= now.today or now.past else found.replace(year=year + 1)


def _of_month(g: _Groups, now: Now) -> date | None:
    """ "le 5": the next (or last) day of that number."""
    day = 1 if g["d"] == "premier" else int(g["d"] or 0)
    fit = _such_days(day, now)
    if g.get("on"):  # "vendredi 29": the month in which that is so, if one of the next two is
        agreed = [d for d in fit[:2] if d.weekday() == WEEKDAYS[g["on"] or ""]]
        fit = agreed or fit
    return fit[0] if fit else None


def _such_days(day: int, now: Now) -> list[date]:
    """The next (or last) three days of that number."""
    step = -1 if now.past else 1
    firsts = [shift_month(now.today.replace(day=1), step * i) for i in range(6)]
    here = [month.replace(day=day) for month in firsts if day <= last_of(month).day]
    return [d for d in here if (d <= now.today if now.past else d >= now.today)][:3]


def _weekday(g: _Groups, now: Now) -> date | None:
    target = WEEKDAYS[(g["weekday"] or "")[:3] if g["weekday"] not in WEEKDAYS else g["weekday"] or ""]
    after = g.get("after") or ""
    back = any(w in after for w in ("dernier", "passe", "ecoule", "last"))
    if (now.past and "cette" not in after and "this" not in after) or back or g.get("last"):
        return now.today - timedelta((now.today.weekday() - target - 1) % 7 + 1)
    if "cette semaine" in after or "this week" in after:
        return now.today + timedelta(target - now.today.weekday())
    if "semaine" in after or "next week" in after:  # "vendredi de la semaine prochaine"
        return now.today + timedelta(7 - now.today.weekday() + target)
    ahead = (target - now.today.weekday()) % 7
    next_one = "prochain" in after or after.endswith("pro") or g.get("next")
    weeks_on = _weeks_on(f"{g.get('on') or ''}{after}")
    if ahead == 0 and not weeks_on and not (g.get("this") or (now.hour < 10 and not next_one and not after)):
        ahead = 7
    if ahead == 1 and next_one:  # nobody calls tomorrow "vendredi prochain"
        ahead = 8
    return now.today + timedelta(ahead + weeks_on)


def _weeks_on(words: str) -> int:
    if "quinze" in words or "15" in words or "fortnight" in words:
        return 14
    return 7 if "huit" in words or words.endswith(("8", " week", "week on ", "week from ")) else 0


def _shift(g: _Groups, now: Now) -> date | None:
    return now.today + timedelta(SHIFTS[g["word"] or ""])


def _span(g: _Groups, now: Now) -> date | None:
    """ "sous 3 jours ouvrés", "dans deux semaines"."""
    unit = g["unit"] or ""
    count = small_number((g["n"] or g.get("n2") or "1").replace("-", " "))
    if count is None:
        return None
    if g.get("ago"):
        count = -count
    if g.get("half"):
        return now.today + timedelta(round((count + 0.5) * (30 if unit.startswith("m") else 7)))
    if unit.startswith(("h", "min", "mn")):
        soon = unit[0] == "m" or 0 < count < 7
        return now.today + timedelta(0 if soon else -(-count // 24))
    if unit.startswith(("mois", "month")):
        return months_later(now.today, count)
    if unit.startswith(("sem", "week", "wk")):
        return now.today + timedelta(7 * count)
    if (g.get("working") or g.get("worked")) and count > 0:
        return working_days_after(now.today, min(count, 400))
    return now.today + timedelta(count)


def _term(days_ahead: int) -> Callable[[_Groups, Now], date | None]:
    return lambda _g, now: now.today + timedelta(days_ahead)


def _month_part(g: _Groups, now: Now) -> date | None:
    """ "début / mi / fin" of a named month: its 10th, 15th or last day."""
    number = MONTHS[g["month"] or ""]
    year = _year(g.get("y")) or now.today.year
    found = in_month(date(year, number, 1), g.get("part"))
    if g.get("y"):
        return found
    if now.past:
        return found if found <= now.today else in_month(date(year - 1, number, 1), g.get("part"))
    return found if found >= now.today else in_month(date(year + 1, number, 1), g.get("part"))


def _this_month(g: _Groups, now: Now) -> date | None:
    first = now.today.replace(day=1)
    if g.get("next"):
        return in_month(shift_month(first, 1), g.get("part"))
    found = in_month(first, g.get("part"))
    return found if found >= now.today or now.past else in_month(shift_month(first, 1), g.get("part"))


def _week(g: _Groups, now: Now) -> date | None:
    """The Friday of this or of next week; at the week-end "cette semaine" is the coming one."""
    monday = now.today - timedelta(now.today.weekday())
    part = g.get("part") or ""
    start, middle = part.startswith(("debut", "start", "beg", "early")), part.startswith("mi")
    found = monday + timedelta(1 if start else 2 if middle else 4)
    if g.get("next"):
        return found + timedelta(14 if g.get("second") else 7)
    return found if now.today.weekday() < 5 and found >= now.today else found + timedelta(7)


def _iso_week(g: _Groups, now: Now) -> date | None:
    week = int(g["n"] or 0)
    if now.past:
        found = date.fromisocalendar(now.today.year, week, 5)
        return found if found <= now.today else date.fromisocalendar(now.today.year - 1, week, 5)
    found = date.fromisocalendar(now.today.year, week, 5)
    return found if found >= now.today else date.fromisocalendar(now.today.year + 1, week, 5)


def _weekend(g: _Groups, now: Now) -> date | None:
    if g.get("before"):  # its Friday
        return now.today + timedelta((4 - now.today.weekday()) % 7)
    return now.today + timedelta(6 - now.today.weekday())


def _next_month_day(g: _Groups, now: Now) -> date | None:
    day = 1 if g["d"] in ("premier", "first") else int(g["d"] or 0)
    return shift_month((now.before or now.today).replace(day=1), 1).replace(day=day)


def _year_end(g: _Groups, now: Now) -> date | None:
    return date(now.today.year, 12, 31)


def _fortnight_of(g: _Groups, now: Now) -> date | None:
    """ "première quinzaine de mai", "deuxième décade", "dernière semaine d'octobre": its last day."""
    first = now.today.replace(day=1)
    if g.get("next"):
        first = shift_month(first, 1)
    if g.get("month"):
        first = date(_year(g.get("y")) or now.today.year, MONTHS[g["month"] or ""], 1)
    found = _stretch(first, g)
    if found < now.today and not now.past and not g.get("y"):
        found = _stretch(first.replace(year=first.year + 1) if g.get("month") else shift_month(first, 1), g)
    return found


def _stretch(first: date, g: _Groups) -> date:
    nth = -1 if (g["nth"] or "").startswith(("dern", "last")) else NTH[g["nth"] or ""]
    length = {"q": 15, "d": 10}.get((g["kind"] or "")[0], 7)
    if length == 7 and nth < 0:
        return friday_of(last_of(first) - timedelta(4))
    if length == 7:  # the first one that begins in the month: rather a day too late than too early
        return first + timedelta(-first.weekday() % 7 + 7 * nth + 4)
    count = (2 if length == 15 else 3) if nth < 0 else nth + 1
    return last_of(first) if count * length >= 30 else first + timedelta(count * length - 1)


def _before_month(g: _Groups, now: Now) -> date | None:
    """ "avant mars": the last day before it."""
    found = date(now.today.year, MONTHS[g["month"] or ""], 1)
    found = found if found > now.today else found.replace(year=found.year + 1)
    return found - timedelta(1)


def _range(g: _Groups, now: Now) -> date | None:
    return _named(g, now) if g.get("month") else _of_month(g, now)


def _quarter_end(g: _Groups, now: Now) -> date | None:
    """The last day of this quarter, half-year, or of the quarter that is named."""
    if g.get("q") or g.get("nth"):
        quarter = int(g["q"] or 0) if g.get("q") else NTH[g["nth"] or ""] + 1
        found = last_of(date(now.today.year, 3 * quarter, 1))
        return found if found >= now.today or now.past else found.replace(year=found.year + 1)
    length = 6 if "semest" in (g.get("part") or "") or "half" in (g.get("part") or "") else 3
    month = -(-now.today.month // length) * length
    return last_of(date(now.today.year, month, 1))


def _feast(g: _Groups, now: Now) -> date | None:
    """ "Noël", "Pâques": the day itself."""
    return feast(g["feast"] or "", now)


def _nth_day(g: _Groups, now: Now) -> date | None:
    """ "premier jour ouvré de juin", "dernier vendredi du mois", "premier lundi du mois prochain"."""
    first = now.today.replace(day=1)
    if g.get("month"):
        first = date(_year(g.get("y")) or now.today.year, MONTHS[g["month"] or ""], 1)
        gone = _nth_in(first, g) < now.today and not now.past and not g.get("y")
        first = first.replace(year=first.year + gone)
    elif g.get("next") or (_nth_in(first, g) < now.today and not now.past):
        first = shift_month(first, 1)
    return _nth_in(first, g)


def _nth_in(first: date, g: _Groups) -> date:
    which, kind = g["nth"] or "", g["kind"] or ""
    if kind.startswith("week"):  # its Sunday
        return _nth_in(first, {**g, "kind": "samedi"}) + timedelta(1)
    wanted = WEEKDAYS.get(kind)
    if wanted is None and "ouvr" not in kind and "ing" not in kind and "ness" not in kind:
        return last_of(first) if which.startswith(("dern", "last")) else first + timedelta(NTH[which])
    days_ = [first + timedelta(i) for i in range((last_of(first) - first).days + 1)]
    fit = [d for d in days_ if (d.weekday() < 5 if wanted is None else d.weekday() == wanted)]
    if which.startswith("avant"):
        return fit[-2]
    return fit[-1] if which.startswith(("dernier", "last")) else fit[NTH[which]]


def _week_of(g: _Groups, now: Now) -> date | None:
    """ "la semaine du 12": its Friday."""
    day = _named(g, now) if g.get("month") else _of_month(g, now)
    return None if day is None else friday_of(day if day.weekday() < 5 else day + timedelta(2))


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
    "range_numeric": _numeric,
    "stretch": _fortnight_of,
    "before_month": _before_month,
    "following": follow_ons.following,
    "same_day": follow_ons.same_day,
    "month_end": follow_ons.month_end,
    "same_week": follow_ons.same_week,
    "day_after": follow_ons.day_after,
    "day_before": follow_ons.day_before,
    "later": follow_ons.later,
    "event": _none,
    "as_many": follow_ons.as_many,
    "at_once": follow_ons.at_once,
    "same_date": follow_ons.same_date,
    "range_weekday": _weekday,
    "beside": follow_ons.beside,
    "fourteen": _term(14),
    "seven": _term(7),
}
