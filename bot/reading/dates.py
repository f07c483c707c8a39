"""Days named in a folded clause: text in, `Day` values out, resolved against the reader's own day.

The last day that fits what is said (GUIDE rule 4): "vendredi" is the next one, "fin mars" the 31st, "le 5"
the next 5th. `past` asks for the last such day before, as in "payé le 12". A phrase that names no day, such
as "30 jours fin de mois", claims its words and yields none; no day is ever invented, and one that cannot
exist (31 June) is none. The grammar itself is the table `lexicon/days.txt`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from re import Match
from zoneinfo import ZoneInfo

from bot.reading.daywords import Rule, rules
from bot.reading.lexicon import threes
from bot.reading.meanings import Now, next_working_day, resolve

_PARIS = ZoneInfo("Europe/Paris")
__all__ = ["Day", "Now", "both_ways", "days", "here", "next_working_day"]

_FIGURE = re.compile(r"\d")
FAR = 200  # days: a date without a year that lies further ahead was hardly meant


@dataclass(frozen=True, slots=True)
class Day:
    start: int
    end: int
    day: date | None
    doubtful: bool = False  # only to be had by reaching over most of a year


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
    present = threes(folded)
    figures = _FIGURE.search(folded) is not None
    for rule in rules():
        if (rule.figures and not figures) or (rule.starts and rule.starts.isdisjoint(present)):
            continue
        if rule.anchors and not any(a in folded for a in rule.anchors):
            continue
        for match in rule.pattern.finditer(folded):
            if all(match.end() <= m.start() or match.start() >= m.end() for _, m in taken):
                taken.append((rule, match))
    return sorted(taken, key=lambda t: t[1].start())


def _day(rule: Rule, match: Match[str], now: Now) -> Day:
    day = resolve(rule.name, match, now)
    doubtful = day is not None and rule.yearless and abs((day - now.today).days) > FAR
    return Day(match.start(), match.end(), day, doubtful)
