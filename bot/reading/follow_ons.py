"""Days that hang on another or on an act: "le lendemain", "le vendredi d'après", "dix jours après la vente".

The words matched and the reader's own day in, a day out. Where no day was named before in the same clause,
"le lundi suivant" counts from today; "le jour même" then names none. The day of an act is `Now.since`, found
by `acts` in the whole mail; where it is not known, what counts from it names no day.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.reading.daycount import (
    Now,
    feast,
    friday_of,
    last_of,
    months_later,
    next_open_day,
    shift_month,
    working_days_after,
)
from bot.reading.daywords import MONTHS, WEEKDAYS
from bot.reading.numerals import small_number

Groups = dict[str, str | None]
_ORDINALS = {
    "huitieme": 8, "dixieme": 10, "quinzieme": 15, "vingtieme": 20, "trentieme": 30, "quarantieme": 40,
    "quarante-cinquieme": 45, "soixantieme": 60, "eighth": 8, "tenth": 10, "fifteenth": 15, "twentieth": 20,
    "thirtieth": 30, "sixtieth": 60,
}  # fmt: skip


# --- from the day named before -------------------------------------------------------------------------


def following(g: Groups, now: Now) -> date | None:
    """ "le vendredi d'après", "celui d'après", "le mois d'après"; of "la semaine suivante" the Friday."""
    base = now.before or now.today
    weekday = g.get("weekday") or g.get("weekday2")
    if weekday:
        if g.get("week"):  # "le vendredi de la semaine d'après"
            return friday_of(base) + timedelta(3 + WEEKDAYS[weekday])
        ahead = _until(weekday, base)
        # nobody calls tomorrow "vendredi suivant"
        return base + timedelta(8 if ahead == 1 and now.before is None else ahead)
    if g.get("month_word"):
        first = shift_month(base.replace(day=1), 1)
        return last_of(first) if now.before is None or base == last_of(base) else months_later(base, 1)
    week = g.get("week") or g.get("week2") or g.get("week3")
    return (friday_of(base) if week or not now.before else base) + timedelta(7)


def _until(weekday: str, base: date) -> int:
    """Days from a day to the first such weekday after it."""
    return (WEEKDAYS[weekday] - base.weekday() - 1) % 7 + 1


def preceding(g: Groups, now: Now) -> date | None:
    """ "le vendredi qui précède": the last such day before the one named."""
    if now.before is None:
        return None
    return now.before - timedelta((now.before.weekday() - WEEKDAYS[g["weekday"] or ""] - 1) % 7 + 1)


def same_day(_g: Groups, now: Now) -> date | None:
    return now.before


def same_week(g: Groups, now: Now) -> date | None:
    """ "cette semaine-là", "the Thursday of that week"; without a weekday its Friday."""
    if now.before is None:
        return None
    weekday = WEEKDAYS[g["weekday"] or ""] if g.get("weekday") else 4
    return friday_of(now.before) + timedelta(weekday - 4)


def same_weekend(_g: Groups, now: Now) -> date | None:
    """ "ce week-end-là": the Sunday of that week."""
    return now.before and friday_of(now.before) + timedelta(2)


def month_end(_g: Groups, now: Now) -> date | None:
    return last_of(now.before or now.today)


def same_date(_g: Groups, now: Now) -> date | None:
    return months_later(now.before or now.today, 1)


def at_once(_g: Groups, now: Now) -> date | None:
    return now.before or now.today


def day_after(g: Groups, now: Now) -> date | None:
    """ "le lendemain", "le surlendemain", "le lendemain ouvré"."""
    if g.get("worked") or g.get("working"):
        return next_open_day(now.before or now.today)
    return (now.before or now.today) + timedelta(2 if g.get("second") else 1)


def day_before(_g: Groups, now: Now) -> date | None:
    return (now.before or now.today) - timedelta(1)


def later(g: Groups, now: Now) -> date | None:
    """ "trois jours ouvrés après", "a week later", "ce sera deux jours avant"."""
    if g.get("back"):
        after = later({**g, "back": None}, now)
        return after and now.before and now.before - (after - now.before)
    base = now.before or now.today
    unit = g["unit"] or ""
    count = small_number(g["n"] or "1")
    if count is None:
        return None
    if unit.startswith(("mois", "month")):
        return months_later(base, count)
    if unit.startswith(("sem", "week", "wk", "fortnight")):
        return base + timedelta((14 if unit.startswith("f") else 7) * count)
    if unit in ("huitaine", "quinzaine"):
        return base + timedelta(8 if unit == "huitaine" else 15)
    if unit.startswith("h"):
        return base + timedelta(-(-count // 24))
    if g.get("working") or g.get("worked"):
        return working_days_after(base, min(count, 400))
    return base + timedelta(count)


def that_date(g: Groups, now: Now) -> date | None:
    """ "dans les trente jours de cette date"; where none was named before, none is meant here."""
    return later(g, now) if now.before else None


def as_many(g: Groups, now: Now) -> date | None:
    """ "dans une semaine et dans deux": weeks, months or days as the day before was counted."""
    count = small_number(g["n"] or "")
    if count is None or now.before is None:
        return None
    gap = (now.before - now.today).days
    if gap % 7 == 0 and count < 8:
        return now.today + timedelta(7 * count)
    return months_later(now.today, count) if gap > 27 and count < 8 else now.today + timedelta(count)


# --- from a day named with it --------------------------------------------------------------------------


def beside(g: Groups, now: Now) -> date | None:
    """ "le surlendemain du 13 février", "la veille de Noël", "le lundi après Pâques", "le premier jour ouvré
    après le 10"."""
    base = _named_day(g, now)
    if base is None:
        return None
    if g.get("weekday"):
        return base + timedelta(_until(g["weekday"] or "", base))
    if g.get("worked"):
        return next_open_day(base)
    side = g.get("side") or ""
    if side.startswith(("avant", "veille", "eve", "the eve", "day before", "the day before")):
        return base - timedelta(2 if side.startswith("avant") else 1)
    return base + timedelta(2 if side.startswith("sur") else 1)


def _named_day(g: Groups, now: Now) -> date | None:
    if g.get("feast"):
        return feast(g["feast"] or "", now)
    day = int(g["d"] or 0)
    if g.get("month"):
        found = date(now.today.year, MONTHS[g["month"] or ""], day)
        step = (found < now.today and not now.past) - (found > now.today and now.past)
        return found.replace(year=found.year + step)
    found = now.today.replace(day=day)
    if now.past:
        return found if found <= now.today else months_later(found, -1)
    return found if found >= now.today else months_later(found, 1)


# --- from an act ---------------------------------------------------------------------------------------


def since(g: Groups, now: Now) -> date | None:
    """ "20 jours maximum après le bordereau", "a week after her approval", "le trentième jour"."""
    if g.get("nth"):
        g = {**g, "n": str(_ORDINALS.get(g["nth"] or "", g["nth"]))}
    return later(g, replace(now, before=now.since)) if now.since else None


def eve(g: Groups, now: Now) -> date | None:
    """ "la veille de la fête": of the act, or of the day named before until `acts` knows better."""
    base = now.since or now.before
    return base and base - timedelta(2 if g.get("second") else 1)


def event(_g: Groups, now: Now) -> date | None:
    """ "le jour de la vente"."""
    return now.since


def event_week(_g: Groups, now: Now) -> date | None:
    """ "la semaine de son retour": its Friday."""
    return friday_of(now.since) if now.since else None
