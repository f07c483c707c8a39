"""What a way of naming a day means: the words matched and the reader's own day in, a day out, or none.

One function for each resolver that `lexicon/days.txt` names. The last day that fits what is said (GUIDE rule
4). None is ever invented: what names no day gives none, and a day that the calendar does not have is refused.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from re import Match

from bot.reading import follow_ons, nths, periods
from bot.reading.daycount import (
    Now,
    feast,
    friday_of,
    full_year,
    in_month,
    last_of,
    months_later,
    next_working_day,
    shift_month,
    working_days_after,
)
from bot.reading.daywords import MONTHS, ORDINALS, SHIFTS, WEEKDAYS
from bot.reading.numerals import number_in_words, small_number

_FAR = timedelta(200)  # a month that lies further ahead was hardly meant
__all__ = ["Now", "next_working_day", "resolve"]


def resolve(name: str, match: Match[str], now: Now) -> date | None:
    try:
        return _RESOLVERS[name](match.groupdict(), now)
    except (ValueError, OverflowError):  # a day that the calendar does not have
        return None


_Groups = dict[str, str | None]


def _none(_g: _Groups, _now: Now) -> date | None:
    return None


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
    return _calendar(first, second, full_year(g.get("y")), now)


def _iso(g: _Groups, now: Now) -> date | None:
    return date(int(g["y"] or 0), int(g["m"] or 0), int(g["d"] or 0))


def _named(g: _Groups, now: Now) -> date | None:
    day = 1 if (g["d"] or "") in ("premier", "first", "1er") else int(g["d"] or 0)
    found = _calendar(day, MONTHS[g["month"] or ""], full_year(g.get("y")), now)
    if g.get("bill") and found > now.today + _FAR:
        return _of_month(g, now)  # "décembre le 31", said in January: the bill of December
    return found


def _month_number(g: _Groups, now: Now) -> date | None:
    """ "fin 05", "fin 05/27"."""
    year = full_year(g.get("y")) or now.today.year
    found = in_month(date(year, int(g["m"] or 0), 1), g.get("part"))
    return found if g.get("y") or found >= now.today or now.past else found.replace(year=year + 1)


def _of_month(g: _Groups, now: Now) -> date | None:
    """ "le 5": the next (or last) day of that number."""
    day = 1 if g["d"] in ("premier", "first") else int(g["d"] or 0)
    fit = _such_days(day, now)
    if g.get("on"):  # "vendredi 29": the month in which that is so, if one of the next two is
        fit = [d for d in fit[:2] if d.weekday() == WEEKDAYS[(g["on"] or "")[:3]]] or fit
    return fit[0] if fit else None


def _such_days(day: int, now: Now) -> list[date]:
    """The next (or last) three days of that number."""
    step = -1 if now.past else 1
    firsts = [shift_month(now.today.replace(day=1), step * i) for i in range(6)]
    here = [month.replace(day=day) for month in firsts if day <= last_of(month).day]
    return [d for d in here if (d <= now.today if now.past else d >= now.today)][:3]


def _weekday(g: _Groups, now: Now) -> date | None:
    target = WEEKDAYS[(g["weekday"] or g.get("weekday2") or "")[:3]]
    after = g.get("after") or ""
    back = any(w in after for w in ("dernier", "passe", "ecoule", "last"))
    if (now.past and "cette" not in after and "this" not in after) or back or g.get("last"):
        gone = (now.today.weekday() - target - 1) % 7 + 1
        yesterday = gone == 1 and (back or g.get("last"))  # nobody calls it "last Monday"
        return now.today - timedelta(8 if yesterday else gone)
    if "cette semaine" in after or "this week" in after:
        return now.today + timedelta(target - now.today.weekday())
    if "sem" in after or "next week" in after or after == " next":  # "vendredi de la semaine prochaine"
        return now.today + timedelta(7 - now.today.weekday() + target)
    ahead = (target - now.today.weekday()) % 7
    next_one = "prochain" in after or after.endswith(("pro", "after next")) or g.get("next")
    weeks_on = _weeks_on(f"{g.get('on') or ''}{after}")
    another = "after next" in after
    if (
        ahead == 0
        and (another or not weeks_on)
        and not (g.get("this") or (now.hour < 10 and not next_one and not after))
    ):
        ahead = 7
    if ahead == 1 and next_one:  # nobody calls tomorrow "vendredi prochain"
        ahead = 8
    return now.today + timedelta(ahead + weeks_on)


def _weeks_on(words: str) -> int:
    if "quinze" in words or "15" in words or "fortnight" in words:
        return 14
    if any(said in words for said in ("pas c", "not this", "huit", "l'autre", "after next")):
        return 7
    return 7 if words.endswith(("8", " week", "week on ", "week from ")) else 0


def _shift(g: _Groups, now: Now) -> date | None:
    return now.today + timedelta(SHIFTS[g["word"] or ""])


def _shift_on(g: _Groups, now: Now) -> date | None:
    """ "demain en huit", "tomorrow in two weeks", "a fortnight tomorrow"."""
    base = replace(now, before=_shift(g, now))
    if g.get("n") or g.get("unit"):
        return follow_ons.later(g, base)
    return follow_ons.later({"n": "2" if g.get("term") in ("quinze", "15") else "1", "unit": "week"}, base)


def _ordinal(g: _Groups, now: Now) -> date | None:
    """ "fifteenth of this month", "the twenty-first of March"."""
    day = ORDINALS[(g["nth"] or "").replace(" ", "-")]
    if g.get("next"):
        return shift_month(now.today.replace(day=1), 1).replace(day=day)
    said = {**g, "d": str(day)}
    return _named(said, now) if g.get("month") else _of_month(said, now)


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


def _noon(_g: _Groups, now: Now) -> date | None:
    """ "avant midi": today, if it is said in the morning."""
    return now.today if now.hour < 12 or now.past else None


def _hour(g: _Groups, now: Now) -> date | None:
    """ "avant 16h", "by 5pm": today, if that hour is still to come."""
    hour = int(g["hour"] or 0) + (12 if g.get("half") == "p" else 0)
    return now.today if now.hour < hour else None


def _term(days_ahead: int) -> Callable[[_Groups, Now], date | None]:
    return lambda _g, now: now.today + timedelta(days_ahead)


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
    """ "semaine 47", "le mardi de la semaine 47"."""
    week = int(g["n"] or 0)
    day = WEEKDAYS[g["weekday"] or ""] + 1 if g.get("weekday") else 5
    found = date.fromisocalendar(now.today.year, week, day)
    if now.past:
        return found if found <= now.today else date.fromisocalendar(now.today.year - 1, week, day)
    return found if found >= now.today else date.fromisocalendar(now.today.year + 1, week, day)


def _weekend(g: _Groups, now: Now) -> date | None:
    if g.get("before"):  # its Friday
        return now.today + timedelta((4 - now.today.weekday()) % 7)
    return now.today + timedelta(6 - now.today.weekday())


def _next_month_day(g: _Groups, now: Now) -> date | None:
    day = 1 if g["d"] in ("premier", "first") else int(g["d"] or 0)
    return shift_month((now.before or now.today).replace(day=1), 1).replace(day=day)


def _range(g: _Groups, now: Now) -> date | None:
    return _named(g, now) if g.get("month") else _of_month(g, now)


def _range_days(g: _Groups, now: Now) -> date | None:
    """ "les 11, 12 et 13": the last of days in a row; of others none is meant."""
    follows = int(g["d"] or 0) == int(g["second"] or 0) + 1
    return _of_month(g, now) if follows else None


def _feast(g: _Groups, now: Now) -> date | None:
    """ "Noël", "Pâques": the day itself."""
    return feast(g["feast"] or "", now)


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
    "month_part": periods.month_part,
    "this_month": periods.this_month,
    "week": _week,
    "iso_week": _iso_week,
    "year_end": periods.year_end,
    "weekend": _weekend,
    "next_month_day": _next_month_day,
    "eight": _term(8),
    "fifteen": _term(15),
    "span": _span,
    "shift": _shift,
    "weekday": _weekday,
    "of_month": _of_month,
    "quarter_end": periods.quarter_end,
    "stretch_end": periods.stretch_end,
    "feast": _feast,
    "nth_day": nths.nth_day,
    "week_of": _week_of,
    "worded": _worded,
    "month_number": _month_number,
    "range_numeric": _numeric,
    "range_days": _range_days,
    "stretch": nths.stretch,
    "before_month": periods.before_month,
    "following": follow_ons.following,
    "same_day": follow_ons.same_day,
    "month_end": follow_ons.month_end,
    "same_week": follow_ons.same_week,
    "day_after": follow_ons.day_after,
    "day_before": follow_ons.day_before,
    "later": follow_ons.later,
    "eve": follow_ons.eve,
    "that_date": follow_ons.that_date,
    "event": follow_ons.event,
    "before_event": follow_ons.event,
    "event_week": follow_ons.event_week,
    "since": follow_ons.since,
    "nth_again": nths.nth_again,
    "noon": _noon,
    "hour": _hour,
    "as_many": follow_ons.as_many,
    "at_once": follow_ons.at_once,
    "same_date": follow_ons.same_date,
    "range_weekday": _weekday,
    "beside": follow_ons.beside,
    "fourteen": _term(14),
    "seven": _term(7),
    "soon": _term(0),
    "next_morning": _term(1),
    "preceding": follow_ons.preceding,
    "same_weekend": follow_ons.same_weekend,
    "shift_on": _shift_on,
    "year_day": nths.year_day,
    "ordinal": _ordinal,
}
