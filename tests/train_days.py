"""A labelled reply's days as the network learns them: which are promised, and what the rules say of them.

Of the hands' replies the labels tell it; of our own, which carry intents alone, it is known where only one
day can be meant, and of mails that promise nothing. `tests.train` asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.choosing import features, named
from bot.reading.heard import Heard
from bot.reading.intents import placed
from bot.reading.model import INTENTS, strongest
from bot.reading.net import Tokens
from bot.reading.promises import by_rules, to_come
from tests.labelled import Labelled

BY_ITSELF = 0.3  # what a day of our own replies weighs, where nobody has said that it is promised


@dataclass(frozen=True)
class LabelledDay:
    promised: bool | None  # None: not known
    weight: float
    features: list[str]
    familiar: bool  # the rules were made while its mail was looked at: what they say of it is too good


def days_of(
    reply: Labelled,
    heard: list[Heard],
    parts: list[tuple[int, Heard]],
    tokens: Tokens,
    says: list[float],
    familiar: bool,
) -> list[LabelledDay]:
    """Each day that the network hears; `says` tells how much each clause promises."""
    paid = "already_paid" in reply.intents
    ahead, hanging = to_come(heard, paid=paid)
    by_them, _ = by_rules(ahead, hanging, strongest(says), paid=paid)
    found = named(ahead)
    told = features(found, ahead, {p.date for p in by_them if p.date})
    known = {(n.clause, n.day.start): (n.on.isoformat(), of) for n, of in zip(found, told, strict=True)}
    places = placed(heard, parts)
    at = [(places[part][0], places[part][1] + start) for _, part, start in tokens.days]
    labels = _labels(reply, [known[place][0] if place in known else "" for place in at])
    weight = BY_ITSELF if reply.own else 1.0
    return [
        LabelledDay(label, weight, known[place][1] if place in known else [], familiar)
        for label, place in zip(labels, at, strict=True)
    ]


def _labels(reply: Labelled, on: list[str]) -> list[bool | None]:
    if "promise" not in reply.intents:
        return [False] * len(on)
    if not reply.own:
        days = {promise["date"] for promise in reply.row["promises"]}
        return [day in days for day in on]
    only = len(set(on) - {""}) == 1
    return [day != "" if only else None for day in on]


def promises_of(scores: Sequence[tuple[float, ...]], clauses: list[int]) -> list[float]:
    """How much each clause promises, by its parts."""
    place = INTENTS.index("promise")
    found = [0.0] * (clauses[-1] + 1)
    for clause, row in zip(clauses, scores, strict=True):
        found[clause] = max(found[clause], row[place])
    return found
