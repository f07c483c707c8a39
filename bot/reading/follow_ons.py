"""Days that hang on the one named before: "le lendemain", "le vendredi d'après", "trois jours plus tard".

The words matched and the reader's own day in, a day out. Where no day was named before in the same clause,
"le lundi suivant" counts from today; "le jour même" then names none.
"""

from datetime import date, timedelta

from bot.reading.daycount import Now, feast, friday_of, last_of, months_later, shift_month, working_days_after
from bot.reading.daywords import MONTHS, WEEKDAYS
from bot.reading.numerals import small_number

Groups = dict[str, str | None]


def following(g: Groups, now: Now) -> date | None:
    """ "le vendredi d'après", "celui d'après", "la semaine suivante", "le mois d'après"."""
    base = now.before or now.today
    weekday = g.get("weekday") or g.get("weekday2")
    if weekday:
        ahead = (WEEKDAYS[weekday] - base.weekday() - 1) % 7 + 1
        # nobody calls tomorrow "vendredi suivant"
        return base + timedelta(8 if ahead == 1 and now.before is None else ahead)
    if g.get("month_word"):
        if now.before is None:
            return last_of(shift_month(base.replace(day=1), 1))
        return (
            last_of(shift_month(base.replace(day=1), 1)) if base == last_of(base) else months_later(base, 1)
        )
    return (base if now.before else friday_of(base)) + timedelta(7)


def same_day(_g: Groups, now: Now) -> date | None:
    return now.before


def same_week(_g: Groups, now: Now) -> date | None:
    """ "cette semaine-là", "that week": its Friday."""
    return None if now.before is None else friday_of(now.before)


def month_end(_g: Groups, now: Now) -> date | None:
    return last_of(now.before or now.today)


def same_date(_g: Groups, now: Now) -> date | None:
    return months_later(now.before or now.today, 1)


def at_once(_g: Groups, now: Now) -> date | None:
    return now.before or now.today


def day_after(_g: Groups, now: Now) -> date | None:
    return (now.before or now.today) + timedelta(1)


def day_before(_g: Groups, now: Now) -> date | None:
    return (now.before or now.today) - timedelta(1)


def later(g: Groups, now: Now) -> date | None:
    """ "trois jours ouvrés après", "a week later"."""
    base = now.before or now.today
    unit = g["unit"] or ""
    count = small_number(g["n"] or "1")
    if count is None:
        return None
    if unit.startswith(("mois", "month")):
        return months_later(base, count)
    if unit.startswith(("sem", "week", "wk")):
        return base + timedelta(7 * count)
    if unit.startswith("h"):
        return base + timedelta(-(-count // 24))
    if g.get("working") or g.get("worked"):
        return working_days_after(base, min(count, 400))
    return base + timedelta(count)


def as_many(g: Groups, now: Now) -> date | None:
    """ "dans une semaine et dans deux": weeks, months or days as the day before was counted."""
    count = small_number(g["n"] or "")
    if count is None or now.before is None:
        return None
    gap = (now.before - now.today).days
    if gap % 7 == 0 and count < 8:
        return now.today + timedelta(7 * count)
    return months_later(now.today, count) if gap > 27 and count < 8 else now.today + timedelta(count)


def beside(g: Groups, now: Now) -> date | None:
    """ "le lendemain du 13 février", "la veille de Noël", "le lundi après Pâques"."""
    base = _named_day(g, now)
    if base is None:
        return None
    if g.get("weekday"):
        return base + timedelta((WEEKDAYS[g["weekday"] or ""] - base.weekday() - 1) % 7 + 1)
    return base + timedelta(-1 if (g.get("side") or "").startswith(("veille", "eve", "day before")) else 1)


def _named_day(g: Groups, now: Now) -> date | None:
    if g.get("feast"):
        return feast(g["feast"] or "", now)
    day = int(g["d"] or 0)
    if g.get("month"):
        found = date(now.today.year, MONTHS[g["month"] or ""], day)
        return found if found >= now.today else found.replace(year=found.year + 1)
    found = now.today.replace(day=day)
    return found if found >= now.today else months_later(found, 1)
