"""A promise that says otherwise than the instalments that the owner has agreed to: his to grant. Pure.

It moves one of them as ever (`instalments`); but less than one of them by its day, or another day for all of
them, is no payment that he has agreed to.
"""

import re
from datetime import date

from bot.case import Mail
from bot.policy.instalments import Dated, Part, agreed, covers, falls_short, repeated, schedules, unplanned
from bot.policy.reply import meant
from bot.policy.sight import Sight
from bot.reading.daycount import months_later
from bot.reading.sentences import fold

_MONTHLY = re.compile(
    r"\b(?:(?:chaque|tous les) mois|(?:tous les|chaque) \d{1,2}(?:ers?)?|(?:each|every) month|monthly)\b"
)


def otherwise(sight: Sight, mail: Mail) -> bool:
    """Whether the owner has yet to say yes to what this mail promises."""
    parts, dated = _agreed(sight, mail), _dated(sight, mail)
    if not parts or not dated or repeated(parts, dated):
        return False
    return _monthly(mail) or falls_short(parts, dated, sight.rules.law.ignore_below)


def put_off(sight: Sight, mail: Mail) -> list[Dated]:
    """Monthly instalments as such a mail would have them: "le 15 de chaque mois"; empty: none."""
    parts, dated = _agreed(sight, mail), _dated(sight, mail)
    if not parts or len(dated) != 1 or not _monthly(mail) or dated[0][1] not in (None, parts[0].left):
        return []
    if any(part.day != months_later(parts[0].day, k) for k, part in enumerate(parts)):
        return []
    day = dated[0][0]
    return [(months_later(day, k), p.left if p.promise.noted.amount else None) for k, p in enumerate(parts)]


def _agreed(sight: Sight, mail: Mail) -> list[Part]:
    about = meant(sight, mail.kept.invoices)
    about = about if set(about) & set(mail.kept.invoices) else unplanned(sight, about)
    mine = (parts for parts in schedules(sight) if covers(sight, parts) == set(about))
    parts = next(mine, [])
    return parts if any(agreed(part.promise) for part in parts) else []


def _dated(sight: Sight, mail: Mail) -> list[tuple[date, int | None]]:
    arrived = sight.day(mail.kept.arrived)
    promises = mail.read.promises if mail.read and "promise" in mail.read.intents else ()
    return sorted(((p.date, p.amount) for p in promises if p.date and p.date >= arrived), key=lambda p: p[0])


def _monthly(mail: Mail) -> bool:
    said = [fold(q.text) for q in mail.read.evidence if q.intent == "promise"] if mail.read else []
    return any(_MONTHLY.search(text) for text in said)
