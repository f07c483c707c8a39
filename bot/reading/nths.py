"""The first, second or last of something: "le dernier vendredi de mai", "première quinzaine de juin".

The words matched and the reader's own day in, a day out.
"""

from datetime import date, timedelta

from bot.reading.daycount import Now, friday_of, full_year, last_of, shift_month
from bot.reading.daywords import MONTHS, NTH, WEEKDAYS

Groups = dict[str, str | None]
_NAMES = {number: word for word, number in reversed(WEEKDAYS.items())}


def stretch(g: Groups, now: Now) -> date | None:
    """ "première quinzaine de mai", "deuxième décade", "dernière semaine d'octobre": its last day."""
    first = now.today.replace(day=1)
    if g.get("next"):
        first = shift_month(first, 1)
    if g.get("month"):
        first = date(full_year(g.get("y")) or now.today.year, MONTHS[g["month"] or ""], 1)
    found = _stretch(first, g)
    if found < now.today and not now.past and not g.get("y"):
        found = _stretch(first.replace(year=first.year + 1) if g.get("month") else shift_month(first, 1), g)
    return found


def _stretch(first: date, g: Groups) -> date:
    nth = -1 if (g["nth"] or "").startswith(("dern", "last")) else NTH[g["nth"] or ""]
    length = {"q": 15, "d": 10}.get((g["kind"] or "")[0], 7)
    if length == 7 and nth < 0:
        return friday_of(last_of(first) - timedelta(4))
    if length == 7:  # the first one that begins in the month: rather a day too late than too early
        return first + timedelta(-first.weekday() % 7 + 7 * nth + 4)
    count = (2 if length == 15 else 3) if nth < 0 else nth + 1
    return last_of(first) if count * length >= 30 else first + timedelta(count * length - 1)


def nth_day(g: Groups, now: Now) -> date | None:
    """ "premier jour ouvré de juin", "dernier vendredi du mois", "premier lundi du mois prochain"."""
    first = now.today.replace(day=1)
    if g.get("month"):
        first = date(full_year(g.get("y")) or now.today.year, MONTHS[g["month"] or ""], 1)
        gone = _nth_in(first, g) < now.today and not now.past and not g.get("y")
        first = first.replace(year=first.year + gone)
    elif g.get("next") or (_nth_in(first, g) < now.today and not now.past):
        first = shift_month(first, 1)
    return _nth_in(first, g)


def _nth_in(first: date, g: Groups) -> date:
    which, kind = g["nth"] or "", g["kind"] or ""
    if kind.startswith("week"):  # its Sunday
        return _nth_in(first, {**g, "kind": "samedi"}) + timedelta(1)
    wanted = WEEKDAYS.get(kind)
    if wanted is None and "ouvr" not in kind and "ing" not in kind and "ness" not in kind:
        return last_of(first) if which.startswith(("dern", "last")) else first + timedelta(NTH[which])
    days_ = [first + timedelta(i) for i in range((last_of(first) - first).days + 1)]
    fit = [d for d in days_ if (_open(d) if wanted is None else d.weekday() == wanted)]
    if which.startswith("avant"):
        return fit[-2]
    return fit[-1] if which.startswith(("dernier", "last")) else fit[NTH[which]]


def _open(day: date) -> bool:
    """Whether banks work: of the feasts that a month begins with, none does."""
    return day.weekday() < 5 and (day.month, day.day) not in ((1, 1), (5, 1))


def year_day(g: Groups, now: Now) -> date | None:
    """ "premier jour ouvré de l'année", "first banking day of 2026", "last working day of the year"."""
    last = (g["nth"] or "").startswith(("dern", "last"))
    year = full_year(g.get("y")) or now.today.year
    years = [year] if g.get("y") else [year - 1, year] if now.past else [year, year + 1]
    found = [_nth_in(date(one, 12 if last else 1, 1), g) for one in years]
    fit = [d for d in found if g.get("y") or (d <= now.today if now.past else d >= now.today)]
    return fit[-1 if now.past else 0] if fit else None


def nth_again(g: Groups, now: Now) -> date | None:
    """ "le dernier vendredi de janvier, le dernier de février": the same weekday as before, if it was the
    same of its month."""
    before = now.before
    if before is None:
        return None
    kind = _NAMES[before.weekday()]
    same = _nth_in(before.replace(day=1), {**g, "kind": kind}) == before
    return nth_day({**g, "kind": kind}, now) if same else None
