"""What debtors write, and what follows from it: holds, promises, answers owed, addresses.

One small function for each event; see `fold`.
"""

from collections.abc import Callable, Collection
from datetime import datetime, time
from typing import Any

from bot.case import MACHINES, Case, Mail, Promise
from bot.events.consequences import (
    AnswerDropped,
    AnswerOwed,
    ContactDead,
    HoldLifted,
    HoldSet,
    PromiseEnded,
    PromiseNoted,
)
from bot.events.entries import Event
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.events.owner import ContactStopped


def _mail_kept(case: Case, event: MailKept, at: datetime) -> None:
    case.mails[event.mail] = Mail(event, at)


def _mail_read(case: Case, event: MailRead, at: datetime) -> None:
    mail = case.mails.get(event.mail)
    if mail is None:
        return
    mail.read = event
    if mail.kept.whose == "debtor" and not MACHINES & set(event.intents):
        _writes_again(case, mail.kept.sender.lower(), mail.kept.arrived)


def _writes_again(case: Case, email: str, arrived: datetime) -> None:
    """An address from which a person writes is alive, whatever came back from it before."""
    died = case.died.get(email)
    if died is not None and arrived > died:
        case.dead.discard(email)
        case.works[email] = arrived


def _reply_weighed(case: Case, event: ReplyWeighed, at: datetime) -> None:
    if event.mail in case.mails:
        case.mails[event.mail].weighed = event.rule


def _hold_set(case: Case, event: HoldSet, at: datetime) -> None:
    before = case.holds.get(event.hold)
    if before and event.invoices:
        _freed(case, before, at, without=event.invoices)
    case.holds[event.hold] = event
    case.ordered = None  # whatever holds now stops what the owner had ordered before
    if event.rule == "unplaced":
        case.perhaps_wrote = at


def _hold_lifted(case: Case, event: HoldLifted, at: datetime) -> None:
    for name in [event.hold] if event.hold else list(case.holds):
        if hold := case.holds.pop(name, None):
            _freed(case, hold, at)
    if not event.hold:
        case.set_aside = ""


def _freed(case: Case, hold: HoldSet, at: datetime, *, without: Collection[str] = ()) -> None:
    """Its invoices rest for it no more, since now or since its last day."""
    over = hold.until and hold.until < at.date()
    end = datetime.combine(hold.until, time.max, at.tzinfo) if hold.until and over else at
    for number in hold.invoices or case.invoices:
        if (invoice := case.invoices.get(number)) and number not in without:
            invoice.freed = max(invoice.freed or end, end)


def _promise_noted(case: Case, event: PromiseNoted, at: datetime) -> None:
    ahead = max(0, case.left(event.invoices) - event.deducted - event.owed)
    before = case.promises.get(event.promise)
    was = before if before and not before.outcome else None
    case.promises[event.promise] = Promise(event, "", case.paid(event.invoices), ahead, was)


def _promise_ended(case: Case, event: PromiseEnded, at: datetime) -> None:
    promise = case.promises.get(event.promise)
    if promise is None:
        return
    promise.outcome = event.outcome
    if event.outcome in ("kept", "partly_kept"):
        for number in promise.noted.invoices or case.invoices:
            if invoice := case.invoices.get(number):
                invoice.thanked = invoice.paid


def _contact_dead(case: Case, event: ContactDead, at: datetime) -> None:
    email = event.email.lower()
    case.dead.add(email)
    case.died[email] = at


def _answer_owed(case: Case, event: AnswerOwed, at: datetime) -> None:
    case.answers[event.answer] = case.deserved[event.answer] = event


def _answer_dropped(case: Case, event: AnswerDropped, at: datetime) -> None:
    case.answers.pop(event.answer, None)


def _contact_stopped(case: Case, event: ContactStopped, at: datetime) -> None:
    case.stopped.add(event.email.lower())


APPLY: dict[type[Event], Callable[[Case, Any, datetime], None]] = {
    MailKept: _mail_kept,
    MailRead: _mail_read,
    ReplyWeighed: _reply_weighed,
    HoldSet: _hold_set,
    HoldLifted: _hold_lifted,
    PromiseNoted: _promise_noted,
    PromiseEnded: _promise_ended,
    ContactDead: _contact_dead,
    AnswerOwed: _answer_owed,
    AnswerDropped: _answer_dropped,
    ContactStopped: _contact_stopped,
}
