"""Parts of a month or of a year: "fin mars", "courant du mois", "d'ici la fin du trimestre", "avant juin".

The words matched and the reader's own day in, the period's last day out.
"""

from datetime import date, timedelta

from bot.reading.daycount import Now, full_year, in_month, last_of, shift_month
from bot.reading.daywords import MONTHS, NTH

Groups = dict[str, str | None]


def month_part(g: Groups, now: Now) -> date | None:
    """ "début / mi / fin" of a named month: its 10th, 15th or last day."""
    number = MONTHS[g["month"] or ""]
    year = full_year(g.get("y")) or now.today.year
    found = in_month(date(year, number, 1), g.get("part"))
    if g.get("y"):
        return found
    if now.past:
        return found if found <= now.today else in_month(date(year - 1, number, 1), g.get("part"))
    return found if found >= now.today else in_month(date(year + 1, number, 1), g.get("part"))


def this_month(g: Groups, now: Now) -> date | None:
    first = now.today.replace(day=1)
    if g.get("next"):
        return in_month(shift_month(first, 1), g.get("part"))
    found = in_month(first, g.get("part"))
    return found if found >= now.today or now.past else in_month(shift_month(first, 1), g.get("part"))


def year_end(g: Groups, now: Now) -> date | None:
    return date(now.today.year, 12, 31)


def before_month(g: Groups, now: Now) -> date | None:
    """ "avant mars": the last day before it."""
    found = date(now.today.year, MONTHS[g["month"] or ""], 1)
    found = found if found > now.today else found.replace(year=found.year + 1)
    return found - timedelta(1)


def quarter_end(g: Groups, now: Now) -> date | None:
    """The last day of this quarter, half-year, or of the one that is named."""
    part = g.get("part") or ""
    length = 6 if part == "h" or "semest" in part or "half" in part else 3
    if g.get("q") or g.get("nth"):
        which = int(g["q"] or 0) if g.get("q") else NTH[g["nth"] or ""] + 1
        found = last_of(date(now.today.year, length * which, 1))
        return found if found >= now.today or now.past else found.replace(year=found.year + 1)
    month = -(-now.today.month // length) * length
    return last_of(date(now.today.year, month, 1))


def stretch_end(g: Groups, now: Now) -> date | None:
    """ "fin de quinzaine": the 15th or the last of the month; of "la décade" the 10th or the 20th too."""
    ends = (15,) if g["kind"] == "quinzaine" else (10, 20)
    return next((now.today.replace(day=end) for end in ends if now.today.day <= end), last_of(now.today))
