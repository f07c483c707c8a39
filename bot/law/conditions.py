"""Whether a mise en demeure may leave: every condition, met or not, with its reason.

What is known of the case comes in as one value, all conditions come out, never only the first that fails:
the owner is shown them and the journal keeps them with the letter. A condition of the ladder (which letters
came before, how much) may be overridden by the owner; a fact (paid, promised, disputed, insolvent,
time-barred, kind unknown, the creditor not identified, ...) never. Proof of order and execution and the
consumer's mediator only warn. Their words stand in conditions.toml.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.events.debts import Kind
from bot.law.notes import Euros, Value, written
from bot.wording import Language

_KINDS: dict[Kind, str] = {
    "business": "professionnel",
    "consumer": "particulier",
    "public": "acheteur public",
    "nonprofit": "association",
    "unknown": "inconnue",
}
_ADDRESS_LINES = 2  # a street and a town
_ON_ONE_LINE = re.compile(r"\S{2,}.*\s(?:[A-Z]{1,2}-)?\d{4,5}\s+[^\W\d]{2,}")  # 3 rue Haute, 29000 Quimper


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    met: bool
    why: str
    article: str | None = None
    fact: bool = False  # nobody can override it
    warning: bool = False  # told, and in nobody's way


@dataclass(frozen=True, slots=True)
class Climbed:
    """One invoice and one step below the mise en demeure."""

    invoice: str
    step: str
    done: bool  # accepted by the server, posted, or the call noted
    bounced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What must be known of a case on the day; amounts in cents. Nothing has a default: all must be known."""

    today: date
    kind: Kind
    due: date  # the latest due date of the invoices demanded
    owed: int  # of them, payments and credit notes taken off
    threshold: int
    prudent: date  # the earliest prudent date of limitation of the invoices demanded
    period_article: str | None  # that gives its period
    steps: tuple[Climbed, ...]  # all below the mise en demeure, of every invoice demanded
    disputed: tuple[str, ...]  # invoices with an open dispute
    promised: tuple[str, ...]  # invoices with a promise that still runs
    unread: int  # replies not read, not decided or not placed
    mailbox_read: bool  # every watched folder, to its end
    payments_fresh: bool  # by a source, or by the owner's word of the day
    payment_source: bool  # there is one; else only the owner can tell
    payment_under_way: tuple[str, ...]  # invoices with a payment announced or proposed, and not settled
    order_proven: bool
    execution_proven: bool
    insolvent: bool  # a judgment, or the debtor's word for one
    frozen: bool  # misfortune, over-indebtedness: nobody writes
    address: tuple[str, ...]
    by_post: bool
    creditor_lacks: tuple[str, ...]  # keys of the configuration without which the creditor is not known
    mediator: str  # of consumers, as the creditor names him
    approved: bool


def conditions(standing: Standing, language: Language = "fr") -> tuple[Condition, ...]:
    """All conditions of the mise en demeure (C. civ. 1344), in the order in which a reader asks for them."""
    parties = (*_of_the_debtor(standing), *_of_the_creditor(standing))
    found = (*_of_the_debt(standing), *parties, *_of_knowledge(standing))
    others = (
        *_of_the_ladder(standing),
        *_of_proof(standing),
        _Judged("approved", standing.approved, fact=True),
    )
    return tuple(one.told(language) for one in (*found, *others))


def unmet(found: Sequence[Condition], overridden: Collection[str] = ()) -> tuple[Condition, ...]:
    """What keeps the mise en demeure from leaving (C. civ. 1344): a fact always, a condition of the ladder
    unless the owner overrode it by name, a warning never. Empty: it may leave.
    """
    return tuple(
        one for one in found if not one.met and not one.warning and (one.fact or one.name not in overridden)
    )


def overridable(found: Sequence[Condition]) -> tuple[str, ...]:
    """The names that the owner may still override: unmet, and no facts (C. civ. 1344)."""
    return tuple(one.name for one in found if not one.met and not one.fact and not one.warning)


def complete(address: Sequence[str]) -> bool:
    """Whether a mise en demeure (C. civ. 1344) finds its way by post: street and town, be it on one line."""
    lines = [line for line in address if line.strip()]
    return len(lines) >= _ADDRESS_LINES or any(_ON_ONE_LINE.search(line) for line in lines)


def creditor_lacks(name: str, address: Sequence[str], iban: str) -> tuple[str, ...]:
    """What is missing of who demands, from where, and how he is paid: keys of the configuration.

    A demand that nobody can identify or pay summons nobody (C. civ. 1344; the identity: C. com. R123-237).
    """
    known = {
        "creditor.name": name.strip(),
        "creditor.address": complete(address),
        "creditor.iban": iban.strip(),
    }
    return tuple(key for key, given in known.items() if not given)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A condition before its words."""

    name: str
    met: bool
    values: dict[str, Value | Euros] | None = None
    article: str | None = None
    fact: bool = False
    warning: bool = False
    words: str = ""  # under which its words stand, if not under its name

    def told(self, language: Language) -> Condition:
        code = f"{self.words or self.name}_{'met' if self.met else 'unmet'}"
        why = written(code, self.values or {}).words(language)
        return Condition(self.name, self.met, why, self.article, self.fact, self.warning)


def _of_the_debt(s: Standing) -> Iterator[_Judged]:
    yield _Judged("owed", s.owed > 0, article="C. civ. 1344", fact=True)
    yield _Judged("due", s.today > s.due, {"due": s.due}, "C. com. L441-10", fact=True)
    yield _Judged("undisputed", not s.disputed, {"invoices": ", ".join(s.disputed)}, fact=True)
    in_time = s.today <= s.prudent
    yield _Judged("not_time_barred", in_time, {"prudent": s.prudent}, s.period_article, fact=True)


def _of_the_debtor(s: Standing) -> Iterator[_Judged]:
    yield _Judged("kind_known", s.kind != "unknown", {"kind": _KINDS[s.kind]}, fact=True)
    yield _Judged("solvent", not s.insolvent, article="C. com. L622-21", fact=True)
    yield _Judged("not_frozen", not s.frozen, article="C. conso L721-1", fact=True)
    yield _Judged("address", not s.by_post or complete(s.address), fact=True)


def _of_the_creditor(s: Standing) -> Iterator[_Judged]:
    keys = ", ".join(s.creditor_lacks)
    yield _Judged("creditor_complete", not keys, {"keys": keys}, "C. com. R123-237", fact=True)
    if s.kind == "consumer":
        yield _Judged("mediator_named", bool(s.mediator), article="C. conso L616-1", warning=True)


def _of_knowledge(s: Standing) -> Iterator[_Judged]:
    yield _Judged("mailbox_read", s.mailbox_read, fact=True)
    yield _Judged("replies_decided", s.unread == 0, {"count": s.unread}, fact=True)
    known = "payments_fresh" if s.payment_source else "no_payment_source"
    yield _Judged("payments_fresh", s.payments_fresh, fact=True, words=known)
    announced = ", ".join(s.payment_under_way)
    yield _Judged("no_payment_under_way", not announced, {"invoices": announced}, fact=True)


def _of_the_ladder(s: Standing) -> Iterator[_Judged]:
    missing = [f"{one.invoice} {one.step}" for one in s.steps if not one.done or one.bounced]
    yield _Judged("steps", bool(s.steps) and not missing, {"steps": ", ".join(missing) or "–"})
    yield _Judged("no_live_promise", not s.promised, {"invoices": ", ".join(s.promised)}, fact=True)
    yield _Judged("threshold", s.owed >= s.threshold, {"threshold": Euros(s.threshold)})


def _of_proof(s: Standing) -> Iterator[_Judged]:
    yield _Judged("order_proven", s.order_proven, article="CPC 1405", warning=True)
    yield _Judged("execution_proven", s.execution_proven, article="CPC 1405", warning=True)
