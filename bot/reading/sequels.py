"""A weekday told after a later day: "mandat lundi, paiement le jeudi", "paid on the 30th, then you Tuesday".

It is the first such weekday behind that day, where the words show that it follows: "then", "le", "the", a run
after an approval, a day that falls on a week-end. Where they do not, it stays the next one from today.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.reading.dates import Day, after_feast
from bot.reading.heard import Heard
from bot.reading.runs import HABIT

_NEAR = timedelta(60)
_EXACT = frozenset(("named", "numeric", "of_month", "weekday", "nth_day", "iso", "feast", "range"))
_THEN = re.compile(r"\b(?:then|ensuite|puis|apres quoi|derriere|dans la foulee|afterwards|after that)\b")
_THE = re.compile(r"\b(?:le|the) $")
# a day by which the debt is due is none from which the payment goes on
_DUE = re.compile(r"\b(?:echea|echoi|echu|exigible|due\b|deadline|date limite|delai|penalit)")
_SUPPOSED = re.compile(r"\b(?:if|si|unless|sauf)\b|\bs'il")
_RUN = re.compile(r"\b(?:fichier|lot|train|campagne|batch|file|run) (?:de |du |of |on )?$")
_ITS_RUN = re.compile(r"'s (?:run|file|batch)\b| (?:run|file|batch)\b")
_APPROVED = re.compile(r"\b(?:valid|sign|vise\b|visera|approuv|approv|accord|mandat|authoris)")


def sequel(heard: Heard, before: Heard | None, last: Day | None) -> Heard:
    """A clause with its weekdays counted from the day named last, if it goes on from the clause before."""
    if before is None or last is None or last.day is None or last.kind not in _EXACT:
        return heard
    if not any(d.kind == "weekday" for d in heard.ahead) or any(d.day == last.day for d in heard.ahead):
        return heard
    return replace(heard, ahead=tuple(_behind(heard, d, before, last.day) for d in heard.ahead))


def _behind(heard: Heard, day: Day, before: Heard, last: date) -> Day:
    if day.kind != "weekday" or day.day is None or not timedelta(0) < last - day.day < _NEAR:
        return day
    return replace(day, day=after_feast(last, day.day)) if _follows(heard, day, before, last) else day


def _follows(heard: Heard, day: Day, before: Heard, last: date) -> bool:
    folded = heard.clause.folded
    led = folded[max(0, day.start - 160) : day.start]
    if _SUPPOSED.search(led) or _DUE.search(before.clause.folded):
        return False
    if _THEN.search(led):
        return True
    told = any(d.day == last for d in before.ahead)
    if told and _THE.search(led) and not (HABIT.search(folded) or "chaque fois" in folded):
        return True
    run = _RUN.search(led) or _ITS_RUN.match(folded, day.end)
    return told and bool(run) and bool(_APPROVED.search(before.clause.folded))
