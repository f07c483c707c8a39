"""What the owner grants, refuses or reports, as the events that say it in one case.

In come a sight of the case and the owner's word; out go consequences with absolute dates: promises and
holds, holds lifted, the answer to the debtor that the owner ordered. Who may say so, and the question that
is answered by it, were settled before. What makes no sense (a day that is over, an instalment without a
day) is refused with its cure. Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from bot.errors import OperatorError
from bot.events.consequences import AnswerOwed, HoldLifted, HoldSet, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.mail import PromiseRead
from bot.events.owner import CallNoted, DocumentSupplied, NoticeOpened, RemindersDeclared
from bot.policy import telephoned
from bot.policy.documents import PIECE
from bot.policy.instalments import (
    PLAN,
    Dated,
    agreed_days,
    covers,
    instead,
    new_names,
    no_more_than_owed,
    put_off,
    schedules,
)  # fmt: skip
from bot.policy.ladder import MISE_EN_DEMEURE
from bot.policy.planned import of_plans
from bot.policy.promises import Said, Share, meaning, noted, standing, take
from bot.policy.reply import Reply, known_addresses, meant, writer
from bot.policy.requests import document
from bot.policy.sight import Sight, after, runs
from bot.policy.telephoned import NOTHING, Heard
from bot.policy.unsaid import not_said, overtaken

Result = Literal["promise", "no_answer", "dispute", "paid", "other"]
# Holds that end when the owner has decided about what the debtor asked for or promised.
_DECIDED = frozenset(
    {
        "delay_request", "delay_by_hand", "owner_letter", "delay_proposed", "promise_far", "promise_again",
        "promise",
    }
)  # fmt: skip


# --- time -------------------------------------------------------------------------------------------


def delay_granted(sight: Sight, mail: str, until: date, invoices: tuple[str, ...]) -> list[CaseEvent]:
    """The owner accepts a later day: noted like a promise for that day, and the debtor is told."""
    about = _meant(sight, mail, invoices)
    plan = [PromiseRead(*part) for part in _put_off(sight, about, until)]
    if plan:
        return plan_noted(sight, plan, invoices, mail)
    noted = _planned(sight, mail, about, [PromiseRead(until, None)])
    before = instead(noted, _name(sight, mail, PLAN))
    said = _answer(sight, mail, "delay_accepted", about, day=until, instead=before)
    return [*_decided(sight, mail, about, "the owner accepts a later day"), *noted, *said]


def _put_off(sight: Sight, about: tuple[str, ...], until: date) -> list[Dated]:
    """The schedule that runs for these invoices, put off to that day; empty: none goes on after it."""
    mine = (parts for parts in schedules(sight) if covers(sight, parts) == set(about))
    return next((put_off(parts, until) for parts in mine), [])


def delay_refused(sight: Sight, mail: str, invoices: tuple[str, ...]) -> list[CaseEvent]:
    """No more time: what was held for the question is free again, and the debtor is told. A day that was
    proposed or promised before stands.
    """
    about, why = _meant(sight, mail, invoices), "the owner grants no more time"
    freed = _decided(sight, mail, about, why, _DECIDED - {"delay_proposed"})
    back = not_said(sight, about, why)
    free, stands = agreed_days(after(sight, back), about)
    told = free or (about if stands else ())
    return [*freed, *back, *_answer(sight, mail, "delay_refused", told, promise="" if free else stands)]


def delay_proposed(sight: Sight, mail: str, day: date, invoices: tuple[str, ...]) -> list[CaseEvent]:
    """Another day is proposed: the debtor is told, and left alone through that day and its grace."""
    _to_come(sight, day)
    about = _meant(sight, mail, invoices)
    until = sight.calendar.add_working(day, sight.rules.replies.promise_grace)
    why = "the owner proposes another day"
    hold = HoldSet(
        _name(sight, mail, "proposed"), "delay_proposed", f"the owner proposes {day}", until, about, mail
    )
    freed = [*_decided(sight, mail, about, why), *not_said(sight, about, why)]
    free, part = agreed_days(after(sight, freed), about)
    said = _answer(sight, mail, "delay_proposed", about, day=day, promise="" if free else part)
    return [*freed, hold, *said]


def plan_noted(
    sight: Sight, instalments: Sequence[PromiseRead], invoices: tuple[str, ...], mail: str
) -> list[CaseEvent]:
    """Instalments that the owner accepts, each watched; one without an amount is all that remains.

    No more is agreed than what is owed; what they leave out goes on being owed, and the debtor is told so.
    """
    about = _meant(sight, mail, invoices)
    if not instalments:
        raise OperatorError("a plan needs its instalments, such as: 3 x 400 le 5")
    noted = no_more_than_owed(_planned(sight, mail, about, instalments))
    name = _name(sight, mail, PLAN)
    said = _answer(sight, mail, "plan_accepted", about, promise=f"{name}.1", instead=instead(noted, name))
    return [*_decided(sight, mail, about, "the owner accepts a plan"), *noted, *said]


def instalments(sight: Sight, events: Sequence[CaseEvent], mail: str) -> list[PromiseNoted]:
    """Those of the plan that these events note, and of no promise that goes on beside it."""
    names = new_names(events, _name(sight, mail, PLAN))
    return [event for event in events if isinstance(event, PromiseNoted) and event.promise in names]


def _planned(
    sight: Sight, mail: str, about: tuple[str, ...], instalments: Sequence[PromiseRead]
) -> list[CaseEvent]:
    """In place of all that was promised for these invoices."""
    said = Said(_name(sight, mail, PLAN), mail, sight.today)
    return take(sight, said, [Share(about, about, tuple(_dated(sight, instalments)))], anew=True)


def _dated(sight: Sight, instalments: Sequence[PromiseRead]) -> list[tuple[date, int | None]]:
    dated: list[tuple[date, int | None]] = []
    for part in instalments:
        if part.date is None:
            raise OperatorError("each instalment needs its day, such as: 400 le 5, le reste le 20")
        _to_come(sight, part.date)
        dated.append((part.date, part.amount))
    dated.sort(key=lambda part: part[0])
    if any(not amount for _, amount in dated[:-1]):
        raise OperatorError("only the last instalment may be without an amount: it is what remains")
    return dated


# --- promises ---------------------------------------------------------------------------------------


def promise_accepted(sight: Sight, mail: str, invoices: tuple[str, ...]) -> list[CaseEvent]:
    """A far promise, or one more, is taken as any other, and said back; without a day one is asked for."""
    known = sight.case.mails.get(mail)
    if known is None or known.read is None or _paid_meanwhile(sight, invoices):
        return []
    reply = meaning(Reply(sight, known, known.read, invoices))
    taken = noted(reply)
    first = next(iter(new_names(taken, f"{mail[:12]}.promise")), "")
    if "document_request" in known.read.intents:
        return [*taken, *document(reply, promise=first)]
    if not first and (reply.asked_date_already() or reply.promise_runs()):
        return taken
    template = "promise_noted" if first else "ask_date"
    before = instead(taken, f"{mail[:12]}.promise")
    return [*taken, *_answer(sight, mail, template, reply.about, promise=first, instead=before)]


def promise_refused(sight: Sight, mail: str, invoices: tuple[str, ...]) -> list[CaseEvent]:
    """The day promised is too late: said of what nothing else keeps at rest; an earlier day stands."""
    if _paid_meanwhile(sight, invoices):
        return []
    about = tuple(n for n in _meant(sight, mail, invoices) if not _rests_otherwise(sight, n, mail))
    known = sight.case.mails.get(mail)
    day = max((p.date for p in known.read.promises if p.date), default=None) if known and known.read else None
    free, stands = agreed_days(sight, about)
    if free or not stands:
        return _answer(sight, mail, "promise_refused", free, day=day)
    first = sight.case.promises[stands].noted
    if day and first.on and first.on >= day:
        return []  # what he promised before is later still, and stands
    return _answer(sight, mail, "promise_refused", about, day=day, promise=stands)


def _paid_meanwhile(sight: Sight, invoices: tuple[str, ...]) -> bool:
    """What was promised is owed no more: nothing of it is meant of other invoices."""
    return bool(invoices) and not sight.case.left(invoices)


def _rests_otherwise(sight: Sight, number: str, mail: str) -> bool:
    """Contested, said to be paid, stopped by the owner: whatever holds it but promises."""
    return any(
        runs(sight, hold) and hold.rule != "promise" and (hold.mail != mail or hold.rule not in _DECIDED)
        for hold in sight.case.holds.values()
        if not hold.invoices or number in hold.invoices
    )


# --- calls ------------------------------------------------------------------------------------------


def called(
    sight: Sight,
    result: Result,
    *,
    day: date | None,
    amount: int | None,
    invoices: tuple[str, ...],
    call: str,
    mail: str,
    heard: Heard = NOTHING,
) -> list[CaseEvent]:
    """A call that the owner made, and what follows: a promise with its written trace, a dispute, a wait."""
    noted = CallNoted(result, sight.today, invoices, day, amount, call, mail, heard.words)
    asked = telephoned.asked(sight, heard, invoices)
    if asked and (result == "other" or day is None or heard.rule in telephoned.SILENCES):
        return [noted, *asked]
    about = _meant(sight, mail, invoices)
    follows: list[CaseEvent] = []
    match result:
        case "promise" if heard.rule == telephoned.PLAN:
            pass
        case "promise" if about:
            dated = [(day, amount)] if day else []
            [(meant_, _)] = of_plans(sight, about, dated, named=bool(invoices))
            follows = _promised(sight, mail, meant_, PromiseRead(day, amount))
        case "dispute":
            hold = _name(sight, mail, "call.dispute")
            why = "contested on the telephone"
            follows = [HoldSet(hold, "dispute", why, None, invoices, mail, by="owner")]
        case "paid":
            until = sight.calendar.add_working(sight.today, sight.rules.replies.paid_other)
            hold = _name(sight, mail, "call.paid")
            follows = [HoldSet(hold, "already_paid", "said to be paid, on the telephone", until, about, mail)]
        case "other":
            follows = [telephoned.rested(sight, heard, invoices)]
        case _:
            pass
    return [noted, *follows, *asked]


def _promised(sight: Sight, mail: str, about: tuple[str, ...], said: PromiseRead) -> list[CaseEvent]:
    """A promise by telephone gets its written trace; without a day it holds as such."""
    if said.date is None:
        until = sight.calendar.add_working(sight.today, sight.rules.replies.promise_undated)
        name = _name(sight, mail, "call.promise")
        why = "payment is promised on the telephone, without a day"
        noted: list[CaseEvent] = [HoldSet(name, "promise", why, until, about, mail)]
        promise = ""
    else:
        noted, promise = _by_telephone(sight, mail, about, _dated(sight, [said]))
    freed = _decided(sight, mail, about, "a promise by telephone takes its place")
    return [*freed, *noted, *_answer(sight, mail, "call_trace", about, promise=promise, day=sight.today)]


def _by_telephone(
    sight: Sight, mail: str, about: tuple[str, ...], dated: list[Dated]
) -> tuple[list[CaseEvent], str]:
    """What is noted, and the promise that its trace names: a running one that was only said again, too."""
    again = standing(sight, about, dated)
    if again:
        return [*again], again[0].hold
    said = Said(_name(sight, mail, "call"), mail, sight.today)
    noted = take(sight, said, [Share(about, about, tuple(dated))])
    return noted, next(iter(new_names(noted, said.name)), "")


# --- documents, earlier reminders ------------------------------------------------------------------


def document_supplied(sight: Sight, mail: str) -> list[CaseEvent]:
    """What this mail asked for was sent by the owner: the pace starts again some working days later."""
    until = sight.calendar.add_working(sight.today, sight.rules.replies.document)
    held = [h for h in sight.case.holds.values() if h.mail == mail and h.rule == "document_request"]
    why = "the document was supplied"
    return [DocumentSupplied(mail, sight.today), *(replace(hold, until=until, why=why) for hold in held)]


def document_handed(sight: Sight, asked: NoticeOpened, digests: Sequence[str]) -> list[CaseEvent]:
    """The owner gives what was asked for: it is sent to who asked, whose address was known before (by
    telephone: to the first contact), and can be stopped as any answer. Nobody to send it to: nothing."""
    known = sight.case.mails.get(asked.mail)
    to = writer(sight.case, known) if known else next(iter(sight.contacts()), "")
    if to.lower() not in known_addresses(sight.case):
        return []
    about = _meant(sight, asked.mail, asked.invoices)
    due = sight.now + timedelta(minutes=sight.rules.replies.answer_after)
    name = _name(sight, asked.mail, "document_sent")
    files = tuple(f"{PIECE}:{digest}" for digest in digests)
    return [AnswerOwed(name, asked.mail, "document_sent", to, due, about, documents=files)]


def declared(sight: Sight, invoices: tuple[str, ...], times: int) -> list[CaseEvent]:
    """So many reminders were sent before Relance was: they count for the ladder, and prove nothing."""
    below = [step for step in sight.ladder if step.step != MISE_EN_DEMEURE]
    about = _meant(sight, "", invoices)
    counted = min(times, len(below))
    if counted < 1 or not about:
        return []
    return [RemindersDeclared(about, counted)]


# --- what they share --------------------------------------------------------------------------------


def _meant(sight: Sight, mail: str, invoices: tuple[str, ...]) -> tuple[str, ...]:
    known = sight.case.mails.get(mail)
    return meant(sight, invoices or (known.kept.invoices if known else ()))


def _name(sight: Sight, mail: str, what: str) -> str:
    """A name of its own for what is noted now; the same as long as the case has not moved."""
    return f"{mail[:12] or 'owner'}.{what}.{sight.case.n}"


def _to_come(sight: Sight, day: date) -> None:
    if day < sight.today:
        raise OperatorError(f"{day} is over: name a day that is still to come")


def _decided(
    sight: Sight, mail: str, about: Collection[str], why: str, rules: Collection[str] = _DECIDED
) -> list[CaseEvent]:
    """Frees what was held for the question, and drops the answers that it made needless."""
    replaced = {p.noted.promise for p in sight.case.promises.values() if not p.outcome}
    lifted: list[CaseEvent] = [
        HoldLifted(hold.hold, why, "owner")
        for hold in sight.case.holds.values()
        if hold.rule in rules
        and hold.hold not in replaced  # a promise that runs is replaced, or goes on
        and (not hold.invoices or set(hold.invoices) & set(about))
    ]
    late = (overtaken(sight, owed, mail, about, why) for owed in sight.case.answers.values())
    return [*lifted, *(event for event in late if event)]


def _answer(
    sight: Sight,
    mail: str,
    template: str,
    about: tuple[str, ...],
    *,
    day: date | None = None,
    promise: str = "",
    instead: tuple[str, ...] = (),
) -> list[CaseEvent]:
    """The owner's word to who wrote, else to the first contact; nobody when no address is left."""
    known = sight.case.mails.get(mail)
    to = (writer(sight.case, known) if known else "") or next(iter(sight.contacts()), "")
    if not to or not about:
        return []
    name = _name(sight, mail, template)
    owed = AnswerOwed(name, mail, template, to, sight.now, about, promise, day, ordered=True)
    return [replace(owed, instead=instead)]
