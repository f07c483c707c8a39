"""What a human reply says: clauses in, the intents that hold with their exact words, out.

The model weighs the whole mail; the rules for payment (`heard`) choose days and sums, and have a veto where
a wrong reading is dear: no promise out of a question, a wish, a refusal or a condition; a creditor's act
awaited is a dispute; whoever is insolvent promises nothing. It errs on the side of stopping: a doubt about
a promise leaves none, a doubt about a dispute leaves it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.events.mail import PaidRead, PromiseRead, Quote
from bot.patterns import pattern
from bot.reading.choosing import of_no_promise
from bot.reading.dates import Now
from bot.reading.features import Seen, classes, of_mail
from bot.reading.gone import is_payment
from bot.reading.heard import Heard, hear, seen
from bot.reading.items import leaves_some, paid_and_rest
from bot.reading.layers import Array
from bot.reading.machinewords import words
from bot.reading.model import INTENTS, Judged, Vector, judge, likeliest, strongest, together
from bot.reading.promises import paid, promised, proposed, surest_days
from bot.reading.sentences import Clause, finer

# GUIDE rule 6
ORDER = (
    "bounce", "out_of_office", "auto_receipt", "insolvency", "stop_contact", "dispute", "already_paid",
    "promise", "delay_request", "wrong_contact", "document_request", "acknowledgement", "unrelated",
)  # fmt: skip
PULL_APART = frozenset(("dispute", "already_paid", "insolvency", "stop_contact", "delay_request"))
STOPPERS = frozenset(("dispute", "already_paid", "insolvency", "stop_contact", "promise", "delay_request"))
# Set by `python -m tests.train --cross`: chances of scores that the model gave to mails it had not seen.
UNLIKELY = -1.0  # score under which an intent is no second choice
HINTED = -3.0  # under which not even the lexicon's word for it counts against "unrelated"
CALM = 1.0  # scores are that much too sure of themselves
DECIDED = 0.5  # confidence in the set of intents under which a person is asked: likelier wrong than right
RISK = 0.08  # chance that something that stops was said and not read
PROMISED = 0.93  # chance above which a promise, or anything else that stops, is taken as said
PLAIN = ("insolvency", "stop_contact", "dispute")  # sections of the lexicon that say so by themselves
# and those of words that leave no doubt
UNMISSED = {"insolvency": "plain_insolvency", "stop_contact": "plain_stop", "dispute": "plain_dispute"}
_BANK = pattern(r"\b(?:rib|iban|coordonnees bancaires|bank(?:ing)? details|account details)\b")
# An account that somebody doubts or wants to have in writing, who pays for another.
_FOR_A_PERSON = pattern(
    r"\b(?:nouve(?:au|l|lle)s?|new|chang\w+|confirm\w*|refus\w*|rejet\w*|fraud\w*|normal|differen\w*|verif\w*"
    r"|en-tete|letterhead|headed|signed|signe\w*|tamp\w*|bloqu\w*|wrong|correct\w*|clos|closed|fauss\w*|faux"
    r"|factor|affactur\w*|curat\w+|tut(?:elle|eur|rice)|proteg\w+|mandataire|success\w+)\b"
)
_PLACE = {intent: place for place, intent in enumerate(INTENTS)}
_WAS_SET = pattern(r"\b(?:etai(?:t|ent)|avai(?:t|ent|s)|was|were|had)\b")
_CAME_TO_NOTHING = pattern(
    r"(?:mais|sauf qu(?:e|'\w{1,4})|but|however),? [^.;]{0,40}"
    r"\b(?:rejete|refuse|annule|bloque|retourne|echoue|revenu|rejected|refused|bounced|failed|cancelled"
    r"|returned|blocked)"
)
_ASIDE = 2.5  # times the words of a doubt: a clause as short as that says nothing else
_QUOTES = 3  # clauses that say the same intent, the strongest first


@dataclass(frozen=True, slots=True)
class Said:
    """The outcome: intents in the guide's order, each with its words."""

    intents: tuple[str, ...]
    quotes: tuple[Quote, ...]
    promises: tuple[PromiseRead, ...] = ()
    proposed: tuple[PromiseRead, ...] = ()  # the parts in which a request asks to pay
    paid: PaidRead | None = None
    misfortune: bool = False
    doubtful: bool = False  # a promise whose day could not be told for sure
    ruled: frozenset[str] = frozenset()  # of promise and already_paid, what the rules find by themselves
    confidence: float = 0.0  # that the whole set of intents is right
    unsure: bool = True  # too little to go by: a person decides


def weigh(clauses: tuple[Clause, ...], now: Now, subject: str = "Re:") -> Said:
    clauses = tuple(c for c in clauses if not words("no_reply").search(c.folded))
    if not clauses:
        return Said((), ())
    heard = [hear(clause, now) for clause in clauses]
    looked, judged = judged_by_clause(heard, now, subject)
    held = _held(judged, heard)
    promises, doubtful = (
        promised(heard, judged, paid="already_paid" in held) if "promise" in held else ((), False)
    )
    if doubtful:
        held.discard("promise")
    intents = tuple(intent for intent in ORDER if intent in held)
    ruled = frozenset(
        (["promise"] if any(h.says_promise for h in heard) else [])
        + (["already_paid"] if any(h.says_paid for h in heard) else [])
    )
    unlucky = next((h for h in heard if h.tells_misfortune), None)
    chances = _chances(judged.scores)
    either_way = _for_bank_details(chances, heard)
    counted = {intent: p for intent, p in chances.items() if intent not in either_way}
    return Said(
        intents=intents,
        quotes=tuple(_quotes(intents, judged, heard, unlucky)),
        promises=promises,
        proposed=proposed(heard) if "delay_request" in held and "promise" not in held else (),
        paid=of_no_promise(paid(heard, judged), promises, heard) if "already_paid" in held else None,
        misfortune=unlucky is not None,
        doubtful=doubtful,
        ruled=ruled,
        confidence=round(_confidence(counted, held), 2),
        unsure=_foreign(looked)
        or _not_gone(judged, heard, held)
        or ("already_paid" in held and any(h.has("came_back") for h in heard))
        or (held == {"already_paid"} and any(leaves_some(h.clause.exact) for h in heard))
        or not _decided(counted, held),
    )


def in_parts(heard: Heard, now: Now) -> list[Heard]:
    """What the model weighs: finer parts than those in which a day finds its payment."""
    parts = finer(heard.clause)
    return [heard] if len(parts) == 1 else [hear(part, now) for part in parts]


def judged_by_clause(heard: list[Heard], now: Now, subject: str) -> tuple[list[Seen], Judged]:
    """What the model saw of the parts of all clauses, and what it thinks of the clauses and the mail."""
    parts = [(i, part) for i, h in enumerate(heard) for part in in_parts(h, now)]
    looked = [seen(part) for _, part in parts]
    apart = judge(looked, of_mail(subject, [of_part.words for of_part in looked]), subject)
    judged = _by_clause(apart, placed(heard, parts))
    return looked, replace(judged, scores=together(judged.scores, surest_days(heard, judged), len(looked)))


def placed(heard: list[Heard], parts: list[tuple[int, Heard]]) -> list[tuple[int, int]]:
    """The clause of each part, and where in it the part starts."""
    found: list[tuple[int, int]] = []
    at = 0
    for i, part in parts:
        at = at if found and found[-1][0] == i else 0
        start = max(heard[i].clause.folded.find(part.clause.folded, at), at)
        found.append((i, start))
        at = start + len(part.clause.folded)
    return found


def _by_clause(judged: Judged, places: list[tuple[int, int]]) -> Judged:
    """The scores of parts as those of their clauses."""
    clause_of = [i for i, _ in places]
    if len(clause_of) == clause_of[-1] + 1:
        return judged
    rows: list[list[Vector]] = [[] for _ in range(clause_of[-1] + 1)]
    days: list[dict[int, Array]] = [{} for _ in rows]
    for (i, start), row, of_part in zip(places, judged.clause_scores, judged.days, strict=True):
        rows[i].append(row)
        days[i] |= {start + at: known for at, known in of_part.items()}
    strongest = tuple(tuple(map(max, zip(*of_one, strict=True))) for of_one in rows)
    return Judged(judged.scores, tuple(clause_of[i] for i in judged.carriers), strongest, tuple(days))


def _foreign(looked: list[Seen]) -> bool:
    """Whether no word of it is known to be about anything."""
    return not any(classes(word) for of_part in looked for word in of_part.words)


def _not_gone(judged: Judged, heard: list[Heard], held: set[str]) -> bool:
    """Whether money is read as gone of words that tell of none, or say that it is not."""
    if "already_paid" not in held:
        return False
    paying = [heard[i] for i in _carriers(judged, "already_paid")]
    return not is_payment([*paying, *(h for h in heard if h.says_paid)])


def held_by(scores: Vector, denied: frozenset[str] = frozenset()) -> set[str]:
    """The intents that hold, by the model alone but for what the rules deny."""
    held = {INTENTS[place] for place in likeliest(scores)} - denied
    if "insolvency" in held:
        # whoever is under a procedure may not pay older debts, whatever the mail says
        held.discard("promise")
    return held - {"unrelated"} or held


def _held(judged: Judged, heard: list[Heard]) -> set[str]:
    denied = _denied(judged, heard)
    held = held_by(judged.scores, denied) | _unmissed(heard)
    if held == {"unrelated"}:
        held = _said_plainly(judged, heard) or held
    if "insolvency" in held:
        held.discard("promise")
    if "promise" in held and _taken_back(judged, heard):
        held.discard("promise")
        denied |= {"promise"}
        if any(heard[i].refuses_flatly for i in _carriers(judged, "promise")):
            held.add("dispute")
    return held or {_otherwise(judged.scores, denied)}


def _denied(judged: Judged, heard: list[Heard]) -> frozenset[str]:
    """What no clause says that seems to: others' insolvency, payments of something else."""
    found: list[str] = []
    if any(h.has("not_insolvent") for h in heard) and not any(h.says_insolvent() for h in heard):
        found.append("insolvency")
    if any(h.has("not_this") for h in heard) or _paid_elsewhere(judged, heard):
        found.append("already_paid")
    return frozenset(found)


def _paid_elsewhere(judged: Judged, heard: list[Heard]) -> bool:
    """Whether some words of a payment are of another, asked or only meant, and no others tell of one."""
    paying = [heard[i] for i in _carriers(judged, "already_paid")]
    beside = [h for h in paying if not h.not_this_paid]
    if len(beside) == len(paying) or any(h.says_paid for h in heard):
        return False
    return not any(h.has("paid") for h in beside)


def _unmissed(heard: list[Heard]) -> set[str]:
    """What is said so plainly that nothing beside it may hide it."""
    told = [h for h in heard if not h.clause.question]
    found = {intent for intent, name in UNMISSED.items() if any(h.has(name) for h in told)}
    if not any(h.says_insolvent("plain_insolvency") for h in told):
        found.discard("insolvency")
    return found


def _said_plainly(judged: Judged, heard: list[Heard]) -> set[str]:
    """What other business may not hide: "Je conteste F-118", under a subject of its own."""
    near = (i for i in PLAIN if judged.scores[_PLACE[i]] > HINTED)
    return {intent for intent in near if any(h.has(intent) for h in heard)}


def _taken_back(judged: Judged, heard: list[Heard]) -> bool:
    if any(h.says_promise and not _doubt_follows(heard, i) for i, h in enumerate(heard)):
        return False
    return all(heard[i].takes_back or _doubt_follows(heard, i) for i in _carriers(judged, "promise"))


def _doubt_follows(heard: list[Heard], index: int) -> bool:
    """ "Ce sera payé vendredi, mais sans garantie": a clause that says nothing but the doubt; "programmé le
    20, mais il a été rejeté": or that it came to nothing."""
    after = heard[index + 1] if index + 1 < len(heard) else None
    if after and _CAME_TO_NOTHING.match(after.clause.folded) and _WAS_SET.search(heard[index].clause.folded):
        return True
    doubts = after.matches.get("doubted", ()) if after else ()
    if not after or len(after.clause.folded) > _ASIDE * max((len(m[0]) for m in doubts), default=0):
        return False
    return not (after.has("commit") or after.sums or any(d.day for d in after.ahead))


def _otherwise(scores: Vector, denied: frozenset[str]) -> str:
    """What a mail says of which everything was taken back."""
    best = max((s, i) for s, i in zip(scores, INTENTS, strict=True) if i not in {"promise", *denied})
    return best[1] if best[0] > UNLIKELY else "acknowledgement"


def _for_bank_details(chances: dict[str, float], heard: list[Heard]) -> frozenset[str]:
    """Who asks for bank details, and will pay once he has them, gets them: whether that is a promise without
    a day makes no difference ("votre RIB, et nous payons aussitôt").
    """
    asked = chances["document_request"] > PROMISED
    when = any(d.day and d.day > h.today for h in heard for d in h.ahead)
    said = " ".join(h.clause.folded for h in heard)
    bank = _BANK.search(said) and not _FOR_A_PERSON.search(said)
    return frozenset({"promise"}) if asked and bank and not when else frozenset()


def _carriers(judged: Judged, intent: str) -> list[int]:
    return strongest(judged.of(intent))


def _quotes(
    intents: tuple[str, ...], judged: Judged, heard: list[Heard], unlucky: Heard | None
) -> Iterable[Quote]:
    paid = _carriers(judged, "already_paid")[:_QUOTES] if "already_paid" in intents else []
    for intent in intents:
        for clause in _carriers(judged, intent)[:_QUOTES]:
            exact = heard[clause].clause.quote
            apart = paid_and_rest(exact) if clause in paid and len(intents) == 2 else None
            words = exact if apart is None else apart[0 if intent == "already_paid" else 1]
            yield Quote(intent, words)
    if unlucky:
        yield Quote("misfortune", unlucky.clause.quote)


# --- how sure ------------------------------------------------------------------------------------------


def _confidence(chances: dict[str, float], held: set[str]) -> float:
    """How likely the whole set is right: each intent held or not by itself."""
    return math.prod([p if i in held else 1 - p for i, p in chances.items()])


def decided(scores: Vector, held: set[str]) -> bool:
    """What would let letters go on must be surer than what stops them, so must a promise; and nothing is
    answered by a machine that is likelier wrong than right."""
    return _decided(_chances(scores), held)


def _decided(chances: dict[str, float], held: set[str]) -> bool:
    """Of the intents that make a difference here."""
    stopping = [chances[i] for i in STOPPERS & chances.keys()]
    if not held & STOPPERS and 1 - math.prod(1 - p for p in stopping) > RISK:
        return False
    if "promise" in held & chances.keys() and chances["promise"] < PROMISED:
        return False
    return _confidence(chances, held) >= DECIDED


def _chances(scores: Vector) -> dict[str, float]:
    chances = [1 / (1 + math.exp(-CALM * min(max(score, -50), 50))) for score in scores]
    return dict(zip(INTENTS, chances, strict=True))
