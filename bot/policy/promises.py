"""Promises: noted from a mail, then kept, partly kept or broken by what came in, on good knowledge only.

A promise counts the money of its own invoices, as they stood when it was made: a debt that comes later
breaks no promise, and what is only closed or listed no more has brought nothing to give thanks for.
Instalments count one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.case import Promise
from bot.events.consequences import AnswerOwed, HoldLifted, HoldSet, PromiseEnded, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.mail import PromiseRead
from bot.policy.gates import money_known
from bot.policy.house import Decision, Record
from bot.policy.reply import Reply, addressee
from bot.policy.sight import Sight

PLAN = "plan"  # in the names of promises whose day the owner has accepted
Outcome = Literal["kept", "partly_kept", "broken", "moot"]
# As sources say it in `InvoiceClosed.why` (with and without accents): nothing was ever to be paid.
_CANCELLED = ("annul", "cancel", "void", "written off")


def running(sight: Sight) -> list[Promise]:
    return [p for p in sight.case.promises.values() if not p.outcome]


def last_day(sight: Sight, promise: Promise) -> date:
    day = promise.noted.on or promise.noted.made
    return sight.calendar.add_working(day, sight.rules.replies.promise_grace)


# --- noted ------------------------------------------------------------------------------------------


def noted(reply: Reply) -> list[CaseEvent]:
    """Takes what the mail promises, in place of what was promised before for the same invoices.

    Each dated payment holds until it has had its grace. A mail without a day holds as such.
    """
    sight, about = reply.sight, reply.about
    rules = sight.rules.replies
    dated = _instalments(reply.read.promises, reply.day)
    if not about:
        return []
    if not dated:
        until = reply.working(rules.promise_undated)
        return [reply.hold("promise", until, "payment is promised without a day")]
    said = Said(f"{reply.digest[:12]}.promise", reply.digest, reply.day, about, reply.invoices)
    return take(sight, said, dated)


@dataclass(frozen=True, slots=True)
class Said:
    """Of whom promises are taken: `held` are the invoices that rest for them, none the whole case."""

    name: str  # of the promises, before their numbers
    mail: str
    made: date
    about: tuple[str, ...]
    held: tuple[str, ...]


def take(sight: Sight, said: Said, dated: Sequence[tuple[date, int | None]]) -> list[CaseEvent]:
    """Each dated payment noted and held for, as long as something is left for it to pay."""
    events = _replaced(sight, set(said.about))
    left = sight.case.left(said.about)
    for k, (on, amount) in enumerate(dated, 1):
        name = f"{said.name}.{k}"
        events.append(PromiseNoted(name, said.mail, said.made, on, amount, left, said.about))
        until = sight.calendar.add_working(on, sight.rules.replies.promise_grace)
        why = f"payment is promised for {on}"
        events.append(HoldSet(name, "promise", why, until, said.held, said.mail))
        left -= amount or left
        if left <= 0:
            break
    return events


def _instalments(promises: Sequence[PromiseRead], day: date) -> list[tuple[date, int | None]]:
    """Dated payments in the order of their days; a past day is a slip of the pen or of the reader.

    Before the last one a payment without an amount says too little to be judged, and is let go.
    """
    dated = sorted({(p.date, p.amount) for p in promises if p.date and p.date >= day}, key=lambda p: p[0])
    return [p for k, p in enumerate(dated, 1) if p[1] or k == len(dated)]


def _replaced(sight: Sight, about: set[str]) -> list[CaseEvent]:
    events: list[CaseEvent] = []
    for promise in running(sight):
        name, before = promise.noted.promise, set(promise.noted.invoices)
        if not before or before & about:
            events.append(PromiseEnded(name, "replaced"))
            if name in sight.case.holds:
                events.append(HoldLifted(name, "another promise took its place"))
    return events


# --- ended ------------------------------------------------------------------------------------------


def end(sight: Sight) -> Decision | None:
    """Kept, partly kept or broken: judged by what came in, and broken only on good knowledge."""
    for promise in running(sight):
        noted_ = promise.noted
        left, received = sight.case.left(noted_.invoices), sight.case.received(promise)
        target = min(noted_.amount or noted_.owed, noted_.owed)
        cancelled = not left and _cancelled(sight, promise)
        if not left and received < target and not (cancelled and received):
            # closed, and nobody has seen the money: no thanks for it
            return _ended(sight, promise, "moot" if cancelled else "kept", received)
        target = min(target, received + left)  # what was cancelled is promised no more
        small = sight.rules.law.ignore_below
        if received >= target or (received > 0 and target - received < small):
            return _ended(sight, promise, "kept", received, thanked=True)
        if sight.today <= last_day(sight, promise):
            continue
        since = noted_.on or noted_.made
        unknown = money_known(sight, since, mail=noted_.mail, invoices=noted_.invoices)
        outcome: Outcome = "partly_kept" if received else "broken"
        return unknown or _ended(sight, promise, outcome, received, thanked=received > 0)
    return None


def _cancelled(sight: Sight, promise: Promise) -> bool:
    """Nothing is left because nothing was to be paid: no source says that it was, or has dropped it."""
    known = [sight.case.invoices[n] for n in promise.noted.invoices if n in sight.case.invoices]
    closed = [invoice.closed.casefold() for invoice in known if invoice.closed]
    return not any(why for why in closed if not any(word in why for word in _CANCELLED))


def _ended(
    sight: Sight, promise: Promise, outcome: Outcome, received: int, *, thanked: bool = False
) -> Decision:
    said = promise.noted
    events: list[CaseEvent] = [PromiseEnded(said.promise, outcome, received)]
    if said.promise in sight.case.holds:
        events.append(HoldLifted(said.promise, f"the promise is {outcome}"))
    if outcome == "broken":
        events += _plan_over(sight, promise)
    mail = sight.case.mails.get(said.mail)
    to = addressee(sight.case, mail) if mail else next(iter(sight.contacts()), "")
    if thanked and to:
        template = f"promise_{outcome}"
        name = f"{said.promise}.{template}"
        events.append(AnswerOwed(name, said.mail, template, to, sight.now, said.invoices, said.promise))
    return Record(tuple(events), f"the promise for {said.on} is {outcome}")


def _plan_over(sight: Sight, promise: Promise) -> list[CaseEvent]:
    """An instalment that did not come ends the peace of those after it; they are watched all the same."""
    plan = promise.noted.promise.rpartition(".")[0]
    later = [p.noted.promise for p in running(sight) if p is not promise]
    mine = [name for name in later if name.rpartition(".")[0] == plan and name in sight.case.holds]
    return [HoldLifted(name, "an earlier instalment did not come") for name in mine]
