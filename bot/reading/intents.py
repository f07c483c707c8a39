"""What a human reply says: clauses in, the intents that hold with their exact words, out.

Every clause is weighed by itself against the lexicon. Negation, condition, wish, question and reported
speech take a promise away; none adds one. What the creditor must do first ("dès que vous livrez", "quand
l'avoir…") is a dispute; a document awaited is a request with an undated promise. It errs on the side of
stopping: a doubt about a promise leaves none, a doubt about a dispute leaves it.
"""

import re
from dataclasses import dataclass

from bot.events import PromiseRead, Quote
from bot.reading.dates import Day, Now, days
from bot.reading.lexicon import section
from bot.reading.promises import told_days, told_promises
from bot.reading.sentences import Clause

# GUIDE rule 6
ORDER = (
    "bounce", "out_of_office", "auto_receipt", "insolvency", "stop_contact", "dispute", "already_paid",
    "promise", "delay_request", "wrong_contact", "document_request", "acknowledgement", "unrelated",
)  # fmt: skip
PLAIN = frozenset(("promise", "dispute", "already_paid", "acknowledgement"))
STOPS = frozenset(("dispute", "already_paid", "insolvency", "stop_contact"))

_REFUSAL = re.compile(
    r"\b(?:ne|pas|jamais|aucun|not|never|no)\b|\bn'|n't\b|\bnon\b(?! plus)",
)
_HARMLESS = re.compile(
    r"\bpas de (?:souci|probleme|panique|soucis)|\bpas d'(?:inquietude|artifice)|\bn'ayez crainte"
    r"|\bpas avant|\bpas oublie"
    r"|\bn'hesitez pas|\bne vous inquietez pas|\bno (?:problem|worries)"
)
_SIMPLE = ("insolvency", "stop_contact", "delay_request", "document_request", "wrong_contact")


@dataclass(frozen=True, slots=True)
class Said:
    """The outcome: intents in order of weight, each with its words."""

    intents: tuple[str, ...]
    quotes: tuple[Quote, ...]
    promises: tuple[PromiseRead, ...] = ()
    paid_clause: Clause | None = None
    misfortune: bool = False
    doubtful: bool = False  # a promise whose day could not be told for sure


@dataclass(slots=True)
class _Weighing:
    """Collected clause by clause."""

    quotes: dict[str, str]
    promises: list[PromiseRead]
    paid_clause: Clause | None = None
    doubtful: bool = False

    def note(self, intent: str, clause: Clause) -> None:
        self.quotes.setdefault(intent, clause.exact[:400])


def weigh(clauses: tuple[Clause, ...], now: Now) -> Said:
    weighing = _Weighing({}, [])
    for clause in clauses:
        _simple(clause, weighing)
        _payment(clause, now, weighing)
    misfortune = _misfortune(clauses, weighing)
    if "document_request" in weighing.quotes and not weighing.promises:
        _after_document(clauses, weighing)
    if "insolvency" in weighing.quotes:
        # whoever is under a procedure may not pay older debts, whatever the mail says
        weighing.quotes.pop("promise", None)
        weighing.promises.clear()
    _forwarded(clauses, weighing)
    quotes = weighing.quotes
    intents = tuple(intent for intent in ORDER if intent in quotes)
    return Said(
        intents=intents,
        quotes=tuple(Quote(intent, text) for intent, text in quotes.items()),
        promises=tuple(weighing.promises),
        paid_clause=weighing.paid_clause,
        misfortune=misfortune,
        doubtful=weighing.doubtful,
    )


def _simple(clause: Clause, weighing: _Weighing) -> None:
    for intent in _SIMPLE:
        if section(intent).search(clause.folded):
            weighing.note(intent, clause)
    if section("dispute").search(clause.folded) and not section("undisputed").search(clause.folded):
        weighing.note("dispute", clause)


def _payment(clause: Clause, now: Now, weighing: _Weighing) -> None:
    if _paid(clause, now):
        weighing.note("already_paid", clause)
        weighing.paid_clause = weighing.paid_clause or clause
        return
    if _conditional_on_creditor(clause):
        weighing.note("dispute", clause)
        return
    if not _commits(clause):
        return
    found = told_days(clause.folded, days(clause.folded, now), now, _start(clause))
    if found and all(d.doubtful for d in found):
        weighing.doubtful = True  # a day long gone or far off: no promise is made of it
    elif found or section("firm").search(clause.folded):
        _note_promise(clause, found, now, weighing)


def _note_promise(clause: Clause, found: tuple[Day, ...], now: Now, weighing: _Weighing) -> None:
    if not found and section("if_document").search(clause.folded):
        weighing.note("document_request", clause)
    promises = told_promises(clause.folded, found, now)
    weighing.note("promise", clause)
    # a day named in one clause outweighs the same promise undated in another
    dated = [p for p in weighing.promises if p.date is not None]
    if all(p.date is None for p in promises) and dated:
        return
    if not dated and any(p.date for p in promises):
        weighing.promises.clear()
    weighing.promises.extend(p for p in promises if p not in weighing.promises)


def _paid(clause: Clause, now: Now) -> bool:
    folded = clause.folded
    if clause.question or not section("paid").search(folded):
        return False
    return not section("unpaid").search(folded) and not _ahead(folded, now)


def _ahead(folded: str, now: Now) -> bool:
    """Every day named lies ahead, or could be past only by most of a year."""
    past = Now(now.today, now.hour, past=True, english=now.english)
    named = [d for d in days(folded, past) if d.day is not None]
    return bool(named) and all(d.doubtful or (d.day and d.day > now.today) for d in named)


def _conditional_on_creditor(clause: Clause) -> bool:
    folded = clause.folded
    return bool(section("if_creditor").search(folded) and section("commit").search(folded))


def _commits(clause: Clause) -> bool:
    folded = clause.folded
    if clause.question or not section("commit").search(folded):
        return False
    if section("wish").search(folded) or section("past_talk").search(folded):
        return False
    return any(not _REFUSAL.search(_around(folded, m)) for m in section("commit").searches(folded))


def _around(folded: str, match: re.Match[str]) -> str:
    """The words between the commas that enclose the match: as far as a "pas" reaches."""
    start = max(folded.rfind(", ", 0, match.start() + 1), folded.rfind(": ", 0, match.start() + 1), -1) + 1
    ends = [end for mark in (", ", " : ") if (end := folded.find(mark, match.end())) >= 0]
    return _HARMLESS.sub(" ", folded[start : min(ends, default=len(folded))])


def _start(clause: Clause) -> int:
    return min((m.start() for m in section("commit").searches(clause.folded)), default=0)


def _misfortune(clauses: tuple[Clause, ...], weighing: _Weighing) -> bool:
    for clause in clauses:
        if section("misfortune").search(clause.folded):
            weighing.quotes.setdefault("misfortune", clause.exact[:400])
            return True
    return False


def _after_document(clauses: tuple[Clause, ...], weighing: _Weighing) -> None:
    """ "Je règle dès réception du RIB": a request, and a promise without a day."""
    for clause in clauses:
        folded = clause.folded
        if clause.question or not section("if_document").search(folded):
            continue
        if (
            section("firm").search(folded)
            and not section("wish").search(folded)
            and not _REFUSAL.search(folded)
        ):
            weighing.note("promise", clause)
            weighing.promises.append(PromiseRead(None, None))
            return


def _forwarded(clauses: tuple[Clause, ...], weighing: _Weighing) -> None:
    """An acknowledgement stands alone, or beside another intent only where the mail is handed on (rule 9)."""
    name = "forwarded" if weighing.quotes.keys() - {"misfortune"} else "acknowledgement"
    for clause in clauses:
        if section(name).search(clause.folded):
            weighing.note("acknowledgement", clause)
            return
