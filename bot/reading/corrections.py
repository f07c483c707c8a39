"""Days that the mail itself takes back: one that the next sentence corrects, one that is but a habit.

"Sous huitaine. Enfin mercredi, pour être précis" is Wednesday; "le lendemain, comme chaque début de mois"
names no other day, nor does "le 4" where the fourth invoice is meant. The clauses of a mail in, the same
without those days out.
"""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from bot.reading.dates import Day
from bot.reading.heard import Heard
from bot.reading.told import WIDE

_SLIP = timedelta(11)  # between a day and the one that corrects it
_BESIDE = timedelta(5)  # "le 14 mi-avril"
_LED = (
    r"(?:[ ,:]{1,3}(?:le|la|pour|non|plutot|disons|c'est|ce sera|on|the|make it|it's|i mean|by|d'ici"
    r"|avant)){0,3}[ ,:]{1,3}"
)
_CORRECTS = re.compile(
    r"(?:non|pardon|ou plutot|plutot|je corrige|correction|rectification|erratum|euh|oups|or rather|rather"
    rf"|sorry|i mean|make that|scratch that|no|oops){_LED}"
)
_AFTER_ALL = re.compile(rf"(?:enfin|well|disons|bref|actually|en fait){_LED}")
_PRECISELY = re.compile(
    r"[ ,(]{1,3}(?:pour etre (?:plus )?(?:precis|exact)\w?|plus (?:precisement|exactement)|precisement"
    r"|exactement"
    r"|to be (?:more )?(?:precise|exact)|precisely|exactly)\b"
)
_HABITUAL = re.compile(
    r"\b(?:comme (?:a |en |au )?(?:chaque|tou(?:s|tes) les)|(?:as|like) (?:at |in |on )?(?:the )?(?:every"
    r"|each)) ?(?:le |the )?$"
)


def set_right(heard: list[Heard]) -> list[Heard]:
    told = [_without_numbers(_without_habits(h)) if len(h.ahead) > 1 else h for h in heard]
    for index in range(1, len(told)):
        gone = _corrected(told[index - 1], told[index])
        if gone:
            told[index - 1] = _without(told[index - 1], gone)
    return told


def _corrected(before: Heard, heard: Heard) -> Day | None:
    """The last day of a clause, where the next one begins with another in its stead."""
    if not (before.ahead and heard.ahead) or before.clause.question or before.sums or heard.sums:
        return None
    last, day = before.ahead[-1], heard.ahead[0]
    if last.day is None or day.day is None or abs(last.day - day.day) > _SLIP:
        return None
    folded = heard.clause.folded
    if _CORRECTS.fullmatch(folded, 0, day.start):
        return last
    within = last.kind in WIDE and day.kind not in WIDE and day.day <= last.day
    told = _AFTER_ALL.fullmatch(folded, 0, day.start)
    return last if told and (within or _PRECISELY.match(folded, day.end)) else None


def _without_habits(heard: Heard) -> Heard:
    """ "le lendemain comme chaque début de mois": what is always so tells no other day."""
    folded = heard.clause.folded
    habits = [d for d in heard.ahead[1:] if _HABITUAL.search(folded, max(0, d.start - 30), d.start)]
    for day in habits:
        heard = _without(heard, day)
    return heard


def _without_numbers(heard: Heard) -> Heard:
    """ "le 3 fin avril, le 4 le dernier vendredi de mai": a number right before a day that it cannot be is
    that of a payment or an invoice."""
    folded = heard.clause.folded
    numbers = [
        day
        for day, after in pairwise(heard.ahead)
        if day.kind == "of_month"
        and after.kind in ("month_part", "nth_day")
        and folded[day.end : after.start] in (" ", " : ", " en ")
        and day.day
        and after.day
        and not (abs(after.day - day.day) < _BESIDE and after.day.month == day.day.month)
    ]
    for day in numbers:
        heard = _without(heard, day)
    return heard


def _without(heard: Heard, day: Day) -> Heard:
    kept = [p for p in zip(heard.ahead, heard.behind, strict=False) if p[0] is not day]
    return replace(heard, ahead=tuple(a for a, _ in kept), behind=tuple(b for _, b in kept))
