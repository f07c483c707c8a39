"""A promise that says otherwise than the instalments that the owner has agreed to: his to grant. Pure.

It moves one of them as ever (`instalments`); but less than one of them by its day, or another day for all of
them, is no payment that he has agreed to.
"""

import re

from bot.case import Mail
from bot.policy.instalments import Dated, Part, agreed, covers, falls_short, repeated, schedules
from bot.policy.planned import next_plan, of_plans
from bot.policy.reply import meant
from bot.policy.sight import Sight
from bot.reading.daycount import months_later
from bot.reading.sentences import fold

_MONTHLY = re.compile(
    r"\b(?:(?:chaque|tous les) mois|(?:tous les|chaque) \d{1,2}(?:ers?)?|(?:each|every) month|monthly)\b"
)


def otherwise(sight: Sight, mail: Mail) -> tuple[str, ...]:
    """The open invoices of the plans for which the owner has yet to say yes to what this mail promises."""
    asked = [parts for parts, dated in _agreed(sight, mail) if _otherwise(sight, mail, parts, dated)]
    about = {number for parts in asked for number in covers(sight, parts)}
    return tuple(i.number for i in sight.case.open_invoices() if i.number in about)


def _otherwise(sight: Sight, mail: Mail, parts: list[Part], dated: list[Dated]) -> bool:
    if repeated(parts, dated):
        return False
    return _monthly(mail) or falls_short(parts, dated, sight.rules.law.ignore_below)


def put_off(sight: Sight, mail: Mail) -> list[Dated]:
    """Monthly instalments as such a mail would have them: "le 15 de chaque mois"; empty: none."""
    parts, dated = next(iter(_agreed(sight, mail)), ([], []))
    if not parts or len(dated) != 1 or not _monthly(mail) or dated[0][1] not in (None, parts[0].left):
        return []
    if any(part.day != months_later(parts[0].day, k) for k, part in enumerate(parts)):
        return []
    day = dated[0][0]
    return [(months_later(day, k), p.left if p.promise.noted.amount else None) for k, p in enumerate(parts)]


def _agreed(sight: Sight, mail: Mail) -> list[tuple[list[Part], list[Dated]]]:
    """The plans that the owner has agreed to of which it speaks, each with the payments for it."""
    about, dated = meant(sight, mail.kept.invoices), _dated(sight, mail)
    named = bool(set(about) & set(mail.kept.invoices))
    if not named and _monthly(mail):
        about = next_plan(sight, about) or about
    found = []
    for numbers, payments in of_plans(sight, about, dated, named=named) if dated else ():
        parts = next((p for p in schedules(sight) if covers(sight, p) == set(numbers)), [])
        found += [(parts, payments)] if any(agreed(part.promise) for part in parts) else []
    return found


def _dated(sight: Sight, mail: Mail) -> list[Dated]:
    arrived = sight.day(mail.kept.arrived)
    promises = mail.read.promises if mail.read and "promise" in mail.read.intents else ()
    return sorted(((p.date, p.amount) for p in promises if p.date and p.date >= arrived), key=lambda p: p[0])


def _monthly(mail: Mail) -> bool:
    said = [fold(q.text) for q in mail.read.evidence if q.intent == "promise"] if mail.read else []
    return any(_MONTHLY.search(text) for text in said)
