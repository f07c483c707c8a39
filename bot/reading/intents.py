"""What a human reply says: clauses in, the intents that hold with their exact words, out.

The model weighs the whole mail; the rules for payment (`heard`) choose days and sums, and have a veto where
a wrong reading is dear: no promise out of a question, a wish, a refusal or a condition; a creditor's act
awaited is a dispute; whoever is insolvent promises nothing. It errs on the side of stopping: a doubt about
a promise leaves none, a doubt about a dispute leaves it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bot.events import PaidRead, PromiseRead, Quote
from bot.reading.dates import Now
from bot.reading.features import of_mail
from bot.reading.heard import Heard, hear, seen
from bot.reading.model import INTENTS, Judged, judge
from bot.reading.promises import promised, told_payment
from bot.reading.sentences import Clause

# GUIDE rule 6
ORDER = (
    "bounce", "out_of_office", "auto_receipt", "insolvency", "stop_contact", "dispute", "already_paid",
    "promise", "delay_request", "wrong_contact", "document_request", "acknowledgement", "unrelated",
)  # fmt: skip
PULL_APART = frozenset(("dispute", "already_paid", "insolvency", "stop_contact", "delay_request"))
STOPPERS = frozenset(("dispute", "already_paid", "insolvency", "stop_contact", "promise", "delay_request"))
# Set by `python -m tests.train --cross`: chances of scores that the model gave to mails it had not seen.
CALM = 0.75  # scores are that much too sure of themselves
DECIDED = 0.45  # confidence in the set of intents under which a person is asked
RISK = 0.07  # chance that something that stops was said and not read
PROMISED = 0.8  # chance above which a promise, or anything else that stops, is taken as said
_PLACE = {intent: place for place, intent in enumerate(INTENTS)}
_QUOTED = 400


@dataclass(frozen=True, slots=True)
class Said:
    """The outcome: intents in the guide's order, each with its words."""

    intents: tuple[str, ...]
    quotes: tuple[Quote, ...]
    promises: tuple[PromiseRead, ...] = ()
    paid: PaidRead | None = None
    misfortune: bool = False
    doubtful: bool = False  # a promise whose day could not be told for sure
    ruled: frozenset[str] = frozenset()  # of promise and already_paid, what the rules find by themselves
    confidence: float = 0.0  # that the whole set of intents is right
    unsure: bool = True  # too little to go by: a person decides


def weigh(clauses: tuple[Clause, ...], now: Now, subject: str = "Re:") -> Said:
    if not clauses:
        return Said((), ())
    heard = [hear(clause, now) for clause in clauses]
    looked = [seen(h) for h in heard]
    judged = judge(looked, of_mail(subject, [words for words, _ in looked]))
    held = _held(judged, heard)
    promises, doubtful = (
        promised(heard, _carriers(judged, "promise"), paid="already_paid" in held)
        if "promise" in held
        else ((), False)
    )
    if doubtful:
        held.discard("promise")
    intents = tuple(intent for intent in ORDER if intent in held)
    ruled = frozenset(
        (["promise"] if any(h.says_promise for h in heard) else [])
        + (["already_paid"] if any(h.says_paid for h in heard) else [])
    )
    unlucky = next((h for h in heard if h.has("misfortune")), None)
    return Said(
        intents=intents,
        quotes=tuple(_quotes(intents, judged, heard, unlucky)),
        promises=promises,
        paid=told_payment(heard, _carriers(judged, "already_paid")) if "already_paid" in held else None,
        misfortune=unlucky is not None,
        doubtful=doubtful,
        ruled=ruled,
        confidence=round(_confidence(judged, held), 2) if heard else 0.0,
        unsure=not heard or _unsure(judged, held, ruled),
    )


def _held(judged: Judged, heard: list[Heard]) -> set[str]:
    held = {intent for intent, score in zip(INTENTS, judged.scores, strict=True) if score > 0}
    if "promise" in held and _taken_back(judged, heard):
        held.discard("promise")
    if not held and heard:
        held = {_likeliest(judged)}
    if "insolvency" in held:
        # whoever is under a procedure may not pay older debts, whatever the mail says
        held.discard("promise")
    if held - {"unrelated"}:
        held.discard("unrelated")
    return held


def _taken_back(judged: Judged, heard: list[Heard]) -> bool:
    if any(h.says_promise for h in heard):
        return False
    return all(heard[i].takes_back for i in _carriers(judged, "promise"))


def _likeliest(judged: Judged) -> str:
    """Never a promise: one that is not likely was not made."""
    best = max((s, i) for s, i in zip(judged.scores, INTENTS, strict=True) if i != "promise")
    return best[1] if best[0] > -1 else "acknowledgement"


def _carriers(judged: Judged, intent: str) -> list[int]:
    """The clauses that say it most, the strongest first."""
    place = _PLACE[intent]
    rows = judged.clause_scores
    top = rows[judged.carriers[place]][place]
    near = [i for i, row in enumerate(rows) if row[place] > max(top - 1.5, 0)]
    return sorted(near, key=lambda i: -rows[i][place]) or [judged.carriers[place]]


def _quotes(
    intents: tuple[str, ...], judged: Judged, heard: list[Heard], unlucky: Heard | None
) -> Iterable[Quote]:
    for intent in intents:
        yield Quote(intent, heard[judged.carriers[_PLACE[intent]]].clause.exact[:_QUOTED])
    if unlucky:
        yield Quote("misfortune", unlucky.clause.exact[:_QUOTED])


# --- how sure ------------------------------------------------------------------------------------------


def _confidence(judged: Judged, held: set[str]) -> float:
    """How likely the whole set is right: each intent held or not by itself."""
    return math.prod(p if i in held else 1 - p for i, p in _chances(judged))


def _unsure(judged: Judged, held: set[str], ruled: frozenset[str]) -> bool:
    """What would let letters go on must be surer than what stops them; so must a promise."""
    chances = dict(_chances(judged))
    if not held & STOPPERS and 1 - math.prod(1 - chances[i] for i in STOPPERS) > RISK:
        return True
    if "promise" in held and chances["promise"] < PROMISED:
        return True
    if any(chances[i] > PROMISED or i in ruled for i in held & STOPPERS):
        return False  # what stops letters is sure enough, whatever else the mail may say
    return _confidence(judged, held) < DECIDED


def _chances(judged: Judged) -> Iterable[tuple[str, float]]:
    for intent, score in zip(INTENTS, judged.scores, strict=True):
        yield intent, 1 / (1 + math.exp(-CALM * score))
