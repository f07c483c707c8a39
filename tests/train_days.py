"""A labelled reply's days as the network learns them: which are promised, on which money was paid, and what
the rules say of them.

Of the hands' replies the labels tell it; of our own, which carry intents alone, it is known where only one
day can be meant, and of mails that promise nothing, or tell of no payment. `tests.train` asks for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.candidates import Named, days_gone, days_to_come, of_payments, of_promises
from bot.reading.heard import Heard
from bot.reading.intents import placed
from bot.reading.model import INTENTS, Vector, strongest
from bot.reading.net import Tokens
from bot.reading.payments import told_payment
from bot.reading.promises import by_rules, to_come
from tests.labelled import Labelled

BY_ITSELF = 0.3  # what a day of our own replies weighs, where nobody has said that it is promised


@dataclass(frozen=True)
class Candidate:
    """A day among those to choose from."""

    meant: bool | None  # None: not known
    features: list[str]


@dataclass(frozen=True)
class LabelledDay:
    promised: Candidate | None  # None: cannot be
    paid: Candidate | None
    weight: float
    familiar: bool  # the rules were made while its mail was looked at: what they say of it is too good


_At = dict[tuple[int, int], Candidate]  # by the clause and where the day starts there


def days_of(
    reply: Labelled,
    heard: list[Heard],
    parts: list[tuple[int, Heard]],
    tokens: Tokens,
    scores: Sequence[Vector],
    familiar: bool,
) -> list[LabelledDay]:
    """Each day that the network hears; `scores` tell how much each part says each intent."""
    promised, paid = _promised(reply, heard, parts, scores), _paid(reply, heard, parts, scores)
    places = placed(heard, parts)
    at = [(places[part][0], places[part][1] + start) for _, part, start in tokens.days]
    weight = BY_ITSELF if reply.own else 1.0
    return [LabelledDay(promised.get(place), paid.get(place), weight, familiar) for place in at]


def _promised(
    reply: Labelled, heard: list[Heard], parts: list[tuple[int, Heard]], scores: Sequence[Vector]
) -> _At:
    paid = "already_paid" in reply.intents
    ahead, hanging = to_come(heard, paid=paid)
    by_them, _ = by_rules(ahead, hanging, _telling("promise", parts, scores), paid=paid)
    found = days_to_come(ahead)
    told = of_promises(found, ahead, {p.date for p in by_them if p.date})
    return _at(found, told, _meant(reply, found, "promise", reply.row.get("promises", [])))


def _paid(
    reply: Labelled, heard: list[Heard], parts: list[tuple[int, Heard]], scores: Sequence[Vector]
) -> _At:
    by_them = told_payment(heard, _telling("already_paid", parts, scores))
    found = days_gone(heard)
    told = of_payments(found, heard, by_them.date)
    return _at(found, told, _meant(reply, found, "already_paid", [reply.row.get("paid") or {"date": None}]))


def _at(found: list[Named], told: list[list[str]], meant: list[bool | None]) -> _At:
    of_each = zip(found, told, meant, strict=True)
    return {(n.clause, n.day.start): Candidate(label, features) for n, features, label in of_each}


def _meant(reply: Labelled, found: list[Named], intent: str, told: list[dict[str, str]]) -> list[bool | None]:
    if intent not in reply.intents:
        return [False] * len(found)
    if not reply.own:
        days = {one["date"] for one in told}
        return [n.on.isoformat() in days for n in found]
    only = intent == "promise" and len({n.on for n in found}) == 1
    return [True if only else None] * len(found)


def _telling(intent: str, parts: list[tuple[int, Heard]], scores: Sequence[Vector]) -> list[int]:
    """The clauses that say it most, by their parts."""
    place = INTENTS.index(intent)
    found = [0.0] * (parts[-1][0] + 1)
    for (clause, _), row in zip(parts, scores, strict=True):
        found[clause] = max(found[clause], row[place])
    return strongest(found)
