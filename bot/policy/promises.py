"""Promises: noted from a mail, then kept, partly kept or broken by what came in, on good knowledge only.

A promise counts the money of its own invoices, as they stood when it was made: a debt that comes later
breaks no promise, and what is only closed or listed no more has brought nothing to give thanks for. What
credit notes cover is not owed any more: nobody has to pay it to keep his word.
Instalments count one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.case import Promise
from bot.events.consequences import AnswerOwed, HoldLifted, HoldSet, PromiseEnded, PromiseNoted
from bot.events.entries import CaseEvent
from bot.policy import elsewhere, on_its_way, thanks
from bot.policy.gates import money_known
from bot.policy.house import Decision, Record, Wait
from bot.policy.instalments import (
    Dated,
    Part,
    covers,
    ended,
    goes_on,
    last_day,
    moved,
    narrowed,
    new_names,
    peace,
    repeated,
    running,
    schedules,
)
from bot.policy.parts import days_of
from bot.policy.planned import Meant, of_plans, payments
from bot.policy.portions import all_at_once, counted, target, untold
from bot.policy.reply import Reply, addressee
from bot.policy.sight import Sight, runs

# Answers that say a day of payment back.
CONFIRM = frozenset({"promise_noted", "plan_accepted", "delay_accepted", "call_trace", "document_sent"})
Outcome = Literal["kept", "partly_kept", "broken", "moot"]
# As sources say it in `InvoiceClosed.why` (with and without accents): nothing was ever to be paid.
_CANCELLED = ("annul", "cancel", "void", "written off")


# --- noted ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """By whom payments are promised: in which mail, on which day."""

    name: str  # of the promises, before their numbers
    mail: str
    made: date


@dataclass(frozen=True, slots=True)
class Share:
    """Payments promised for these invoices; `held` are those that rest for them, none the whole case."""

    about: tuple[str, ...]
    held: tuple[str, ...]
    dated: tuple[Dated, ...]
    part: bool = False  # of some of what they owe, nobody said how much


def noted(reply: Reply) -> list[CaseEvent]:
    """Takes what the mail promises, in place of what was promised before for the same.

    Each dated payment holds until it has had its grace. A mail without a day holds as such.
    """
    if not reply.about:
        return []
    name = f"{reply.digest[:12]}.promise"
    mine = [p for n, p in reply.sight.case.promises.items() if n.startswith(f"{name}.")]
    before = {p.noted.on: p for p in mine if not _taken_back(reply, p)}
    if before:  # its near part was noted when it came
        left = [p for p in reply.read.promises if not (p.date in before and before[p.date].outcome)]
        reply, name = replace(reply, read=replace(reply.read, promises=tuple(left))), f"{name}.far"
    shares = _shares(reply)
    if not shares:
        return [reply.hold("promise", reply.undated_until(), "payment is promised without a day")]
    return take(reply.sight, Said(name, reply.digest, reply.day), shares)


def _taken_back(reply: Reply, promise: Promise) -> bool:
    """The owner had said yes to it, and took that back before it left."""
    plan = promise.noted.promise.rpartition(".")[0]
    yes = [o for o in reply.sight.case.deserved.values() if o.ordered and o.template == "promise_noted"]
    return promise.outcome == "replaced" and any(o.promise.rpartition(".")[0] == plan for o in yes)


def meaning(reply: Reply) -> Reply:
    """The mail about what its promises mean: of which plan they are parts; where it names no invoice, those
    that have no plan yet.
    """
    about = tuple(number for numbers, _ in _of_plans(reply) for number in numbers)
    return reply if set(about) == set(reply.about) else replace(reply, only=about)


def _of_plans(reply: Reply) -> list[Meant]:
    dated = payments(reply.read.promises, reply.day)
    return of_plans(reply.sight, reply.about, dated, named=bool(reply.invoices or reply.sure))


def _shares(reply: Reply) -> list[Share]:
    """Each invoice, or plan, with its days where the mail says so; else all that is meant with all days."""
    reply = counted(reply)
    listed, in_order = reply.listed
    open_ = [n for n in listed if reply.sight.case.left((n,))]
    arrived = reply.mail.kept.arrived.astimezone(reply.sight.calendar.zone)
    to_come = [p for p in reply.read.promises if p.date and p.date >= reply.day]
    apart = days_of(reply.read.evidence, to_come, open_, arrived, in_order=in_order)
    if apart:
        return [Share(numbers, numbers, (payment,)) for numbers, payment in apart]
    plans = _of_plans(reply)
    if len(plans) > 1:
        return [Share(numbers, numbers, tuple(dated)) for numbers, dated in plans]
    dated = all_at_once(reply, payments(reply.read.promises, reply.day))
    part = untold(reply.read.promises, dated)
    return [Share(reply.about, reply.invoices, tuple(dated), part=part)] if dated else []


def said_again(reply: Reply) -> list[HoldSet]:
    """The holds of running instalments that the mail only says once more; none: it says something new."""
    shares = _shares(reply) if reply.about else []
    each = [standing(reply.sight, share.about, share.dated) for share in shares]
    return [hold for holds in each for hold in holds] if all(each) else []


def standing(sight: Sight, about: Sequence[str], dated: Sequence[Dated]) -> list[HoldSet]:
    """The holds of the instalments that these payments only repeat; none where one of them is new."""
    for parts in schedules(sight):
        same = repeated(parts, dated) if set(about) <= covers(sight, parts) else None
        if same:
            return [_held(sight, part) for part in same]
    return []


def _held(sight: Sight, part: Part) -> HoldSet:
    """Its hold as it stands, or once more where an earlier instalment that did not come had ended it."""
    return sight.case.holds.get(part.name) or peace(sight, part.promise)


def beyond_proposal(reply: Reply) -> bool:
    """A day behind the one that the owner has proposed, and that the debtor is left in peace for."""
    sight, about = reply.sight, set(reply.about)
    proposed = [
        hold.until
        for hold in sight.case.holds.values()
        if hold.rule == "delay_proposed" and hold.until and runs(sight, hold)
        and (not hold.invoices or about & set(hold.invoices))
    ]  # fmt: skip
    days = [p.date for p in reply.read.promises if p.date and p.date >= reply.day]
    grace = sight.rules.replies.promise_grace
    return bool(proposed and days) and sight.calendar.add_working(max(days), grace) > max(proposed)


def told(sight: Sight, promise: str) -> bool:
    """The debtor has had our word on this payment."""
    source = promise.partition(".")[0]
    letters = [x.intended for x in sight.case.letters.values() if x.state in ("sent", "uncertain")]
    return any(x.template in CONFIRM and x.answer.startswith(f"{source}.") for x in letters)


def take(sight: Sight, said: Said, shares: Sequence[Share], *, anew: bool = False) -> list[CaseEvent]:
    """Each dated payment noted and held for, as long as something is left for it to pay.

    What it means of an earlier schedule ends, and the rest goes on; `anew`: all of that schedule ends.
    """
    named = {number for share in shares for number in share.about}
    own: dict[frozenset[str], list[Part]] = {}
    events: list[CaseEvent] = []
    for parts in schedules(sight):
        about = covers(sight, parts)
        if about and not anew and any(about == set(share.about) for share in shares):
            own[frozenset(about)] = parts
        elif about - named and about & named:
            events += narrowed(sight, parts, named, _taken(sight, shares, about))
        elif about & named or not parts[0].promise.noted.invoices:
            events += [event for part in parts for event in ended(sight, part)]
    count = 0
    for share in shares:
        more = _noted(sight, said, count, share, own.get(frozenset(share.about), []))
        count += len(new_names(more, said.name))
        events += more
    return events


def _taken(sight: Sight, shares: Sequence[Share], about: set[str]) -> int:
    """What these payments bring for those of the invoices that an earlier promise is about as well."""
    taken = 0
    for share in shares:
        common = set(share.about) & about
        whole = sight.left(common) if common else 0
        taken += min(whole, sum(whole if amount is None else amount for _, amount in share.dated))
    return taken


def _noted(sight: Sight, said: Said, count: int, share: Share, parts: list[Part]) -> list[CaseEvent]:
    """The schedule of these invoices: its new payments noted, those that go on among them, by their days."""
    going, new = moved(parts, share.dated)
    names = {part.name for part in going}
    events: list[CaseEvent] = [e for part in parts if part.name not in names for e in ended(sight, part)]
    before = {part.name: part for part in parts}
    left = sight.left(share.about)
    schedule: list[Part | Dated] = [*new, *going]
    for item in sorted(schedule, key=lambda i: i.day if isinstance(i, Part) else i[0]):
        if isinstance(item, Part):
            events += goes_on(sight, item, before[item.name], left)
            left -= min(left, item.left)
        elif left > 0:
            count += 1
            events += _one(sight, said, f"{said.name}.{count}", item, left=left, share=share)
            left -= item[1] or left
    late = {part.name for part in parts if part.promise.outcome}
    freed = late and not late & names  # what was late has a day of its own: those after it go on
    return [*events, *(_held(sight, part) for part in going if freed and part.name not in sight.case.holds)]


def _one(sight: Sight, said: Said, name: str, payment: Dated, *, left: int, share: Share) -> list[CaseEvent]:
    on, amount = payment
    until = sight.calendar.add_working(on, sight.rules.replies.promise_grace)
    why = f"payment is promised for {on}"
    return [
        PromiseNoted(
            name,
            said.mail,
            said.made,
            on,
            amount,
            left,
            share.about,
            sight.deducted(share.about),
            part=share.part and amount is None,
        ),
        HoldSet(name, "promise", why, until, share.held, said.mail),
    ]


# --- ended ------------------------------------------------------------------------------------------


def end(sight: Sight) -> Decision | None:
    """Kept, partly kept or broken: judged by what came in, and broken only on good knowledge.

    As long as it is not known whether the money came its hold stands (`sight.runs`), and that of no other.
    """
    for promise in running(sight):
        noted_ = promise.noted
        left, received = sight.left(noted_.invoices), sight.case.received(promise)
        wanted = target(noted_)
        cancelled = not left and _cancelled(sight, promise)
        if not left and received < wanted and not (cancelled and received):
            # closed, and nobody has seen the money: no thanks for it
            return _ended(sight, promise, "moot" if cancelled else "kept", received)
        wanted = min(wanted, received + left)  # what was cancelled is promised no more
        small = sight.rules.law.ignore_below
        if received >= wanted or (received > 0 and wanted - received < small):
            return _ended(sight, promise, "kept", received, thanked=True)
        if sight.today <= last_day(sight, promise) or _waits(sight, promise):
            continue
        since = noted_.on or noted_.made
        doubt = money_known(sight, since, mail=noted_.mail, invoices=noted_.invoices)
        if isinstance(doubt, Wait):
            continue
        outcome: Outcome = "partly_kept" if received else "broken"
        return doubt or _ended(sight, promise, outcome, received, thanked=received > 0)
    return None


def stands_again(sight: Sight) -> Decision | None:
    """The money that had kept a promise is shown on another invoice now, or the owner says that it is that
    one's; and its day is still to come."""
    for promise in filter(lambda known: _kept_no_more(sight, known), sight.case.promises.values()):
        about = [sight.case.invoices[n] for n in promise.noted.invoices if n in sight.case.invoices]
        if any(invoice.lent or elsewhere.moved(sight.case, invoice) for invoice in about):
            return Record(tuple(_anew(sight, promise)), "what had kept it stands elsewhere now")
    return None


def not_kept(sight: Sight, numbers: Sequence[str]) -> list[CaseEvent]:
    """The money that had kept these was noted by mistake: what may still come by its day is awaited."""
    about = [p for p in sight.case.promises.values() if set(numbers) & set(p.noted.invoices or numbers)]
    return [event for p in about if _kept_no_more(sight, p) for event in _anew(sight, p)]


def _kept_no_more(sight: Sight, promise: Promise) -> bool:
    said = promise.noted
    if promise.outcome != "kept" or sight.today > last_day(sight, promise):
        return False
    short = sight.case.received(promise) < target(said)
    return short and bool(sight.left(said.invoices))


def _anew(sight: Sight, promise: Promise) -> list[CaseEvent]:
    said = promise.noted
    again = replace(said, deducted=sight.deducted(said.invoices))
    return [again, _held(sight, Part(promise, sight.left(said.invoices)))]


def _waits(sight: Sight, promise: Promise) -> bool:
    """The debtor is still to be told of it; or another day is asked for, and the owner has not decided: until
    then it is not broken.
    """
    if any(promise in on_its_way.noted(sight, owed) for owed in sight.case.answers.values()):
        return True
    about = set(promise.noted.invoices)
    asked = [h for h in sight.case.holds.values() if h.rule in ("delay_request", "delay_by_hand")]
    return any(runs(sight, h) and (not h.invoices or not about or about & set(h.invoices)) for h in asked)


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
    came = sight.case.came(promise)
    if thanked and to and (came or outcome != "kept"):  # the same money is given thanks for once
        template = f"promise_{outcome}"
        owed = AnswerOwed(f"{said.promise}.{template}", said.mail, template, to, sight.now, said.invoices)
        events += thanks.owe(sight, replace(owed, promise=said.promise, amount=came))
    return Record(tuple(events), f"the promise for {said.on} is {outcome}")


def _plan_over(sight: Sight, promise: Promise) -> list[CaseEvent]:
    """An instalment that did not come ends the peace of those after it; they are watched all the same."""
    about = set(promise.noted.invoices)
    later = [p.noted for p in running(sight) if p is not promise and about & set(p.noted.invoices)]
    mine = [noted_.promise for noted_ in later if noted_.promise in sight.case.holds]
    return [HoldLifted(name, "an earlier instalment did not come") for name in mine]
