"""Days that hang on an act or on another's week: "dix jours après la vente", "la semaine de son retour".

The words matched and the reader's own day in, a day out. The day of the act is `Now.since`, found by `acts`
in the whole mail; where it is not known, these name no day.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.reading import follow_ons
from bot.reading.daycount import Now, friday_of
from bot.reading.daywords import WEEKDAYS

Groups = dict[str, str | None]


_ORDINALS = {
    "huitieme": 8, "dixieme": 10, "quinzieme": 15, "vingtieme": 20, "trentieme": 30, "quarantieme": 40,
    "quarante-cinquieme": 45, "soixantieme": 60, "eighth": 8, "tenth": 10, "fifteenth": 15, "twentieth": 20,
    "thirtieth": 30, "sixtieth": 60,
}  # fmt: skip


def since(g: Groups, now: Now) -> date | None:
    """ "20 jours maximum après le bordereau", "a week after her approval", "le trentième jour"."""
    if g.get("nth"):
        g = {**g, "n": str(_ORDINALS.get(g["nth"] or "", g["nth"]))}
    return follow_ons.later(g, replace(now, before=now.since)) if now.since else None


def event(_g: Groups, now: Now) -> date | None:
    """ "le jour de la vente"."""
    return now.since


def event_week(_g: Groups, now: Now) -> date | None:
    """ "la semaine de son retour": its Friday."""
    return friday_of(now.since) if now.since else None


def day_after(g: Groups, now: Now) -> date | None:
    """ "le lendemain", "le surlendemain"."""
    found = follow_ons.day_after(g, now)
    return found + timedelta(1) if found and g.get("second") else found


def beside(g: Groups, now: Now) -> date | None:
    """ "le lendemain de Noël", "le surlendemain du 12"."""
    found = follow_ons.beside(g, now)
    return found + timedelta(1) if found and (g.get("side") or "").startswith("sur") else found


def same_week(g: Groups, now: Now) -> date | None:
    """ "le jeudi de la même semaine"; without a weekday its Friday."""
    friday = follow_ons.same_week(g, now)
    if friday is None or not g.get("weekday"):
        return friday
    return friday + timedelta(WEEKDAYS[g["weekday"] or ""] - 4)


def following(g: Groups, now: Now) -> date | None:
    """As `follow_ons`, but of "la semaine suivante" the Friday, as of "la semaine prochaine"."""
    if (g.get("week") or g.get("week2") or g.get("week3")) and now.before:
        return friday_of(now.before) + timedelta(7)
    return follow_ons.following(g, now)
