"""Questions to the owner and what the owner says, does and orders.

One small function for each event; see `fold`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.case import Call, Case, Climbed, Notice, Talk
from bot.events.entries import Event
from bot.events.owner import (
    CallDue,
    CallNoted,
    CaseSetAside,
    ContactSaid,
    CourtDaySaid,
    DebtAcknowledged,
    DocumentSupplied,
    HandedOver,
    KindSaid,
    MiseEnDemeureOrdered,
    NoteAdded,
    NoticeAnswered,
    NoticeOpened,
    OrderTaken,
    OwnerWrote,
    PieceKept,
    RemindersDeclared,
    TreatmentSaid,
)
from bot.fold.letters import count


def _notice_opened(case: Case, event: NoticeOpened, at: datetime) -> None:
    case.notices[event.notice] = Notice(event, at)
    for number in event.invoices if event.anew else ():
        if number in case.invoices:
            invoice = case.invoices[number]
            invoice.climbs, invoice.anew, invoice.fell = [], at, 0


def _notice_answered(case: Case, event: NoticeAnswered, at: datetime) -> None:
    notice = case.notices.get(event.notice)
    if notice:
        notice.answer, notice.answered_at, notice.answered_by = event.answer, at, event.by
        if (notice.opened.about, event.answer) == ("payment_match", "approve"):
            _lend(case, notice.opened)


def _lend(case: Case, opened: NoticeOpened) -> None:
    """Its money is recorded on the invoices that were asked about, and counts no more where it stands."""
    invoice = case.invoices.get(opened.stands_on)
    if invoice is None:
        return
    moved = max(0, min(opened.amount, case.left(opened.invoices), invoice.paid))
    invoice.lent += moved
    _thanked_there(case, opened, max(0, invoice.thanked - invoice.paid))
    invoice.thanked = min(invoice.thanked, invoice.paid)
    for place in reversed(range(len(invoice.receipts))):
        on, cents = invoice.receipts[place]
        invoice.receipts[place] = (on, cents - min(cents, moved))
        moved -= min(cents, moved)


def _thanked_there(case: Case, opened: NoticeOpened, cents: int) -> None:
    """What was given thanks for goes with the money, in the order in which it is recorded."""
    about = [case.invoices[number] for number in opened.invoices if number in case.invoices]
    for invoice in sorted(about, key=lambda i: (i.seen.due, i.number)):
        part = min(cents, invoice.left)
        invoice.thanked += part
        cents -= part


def _owner_wrote(case: Case, event: OwnerWrote, at: datetime) -> None:
    case.owner_wrote = max(case.owner_wrote or event.at, event.at)
    if event.to_debtor:
        case.owner_answered = max(case.owner_answered or event.at, event.at)
    case.owner_letters[event.mail] = event
    if event.until or event.says:
        case.owner_spoke = max(case.owner_spoke or event.at, event.at)


def _note_added(case: Case, event: NoteAdded, at: datetime) -> None:
    """Kept for whoever reads the story; nothing follows from it."""


def _case_set_aside(case: Case, event: CaseSetAside, at: datetime) -> None:
    case.set_aside = event.error


def _order_taken(case: Case, event: OrderTaken, at: datetime) -> None:
    case.orders.add((event.mail, event.k, event.notice))


def _kind_said(case: Case, event: KindSaid, at: datetime) -> None:
    case.kind_said = event.kind


def _treatment_said(case: Case, event: TreatmentSaid, at: datetime) -> None:
    case.treatment_said = event.treatment


def _contact_said(case: Case, event: ContactSaid, at: datetime) -> None:
    """The owner's word revives an address, too."""
    email = event.email.lower()
    case.dead.discard(email)
    case.stopped.discard(email)
    case.said_at[email] = at
    case.contacts_said = [event.email, *(known for known in case.contacts_said if known.lower() != email)]


def _reminders_declared(case: Case, event: RemindersDeclared, at: datetime) -> None:
    """Steps that count for the ladder alone: no letter of ours stands behind them."""
    for number in event.invoices:
        invoice = case.invoices.get(number)
        if invoice:
            done = {climb.index for climb in invoice.climbs}
            invoice.climbs += [Climbed("declared", i, at, "") for i in range(event.times) if i not in done]
            invoice.climbs.sort(key=lambda climb: climb.index)


def _mise_en_demeure_ordered(case: Case, event: MiseEnDemeureOrdered, at: datetime) -> None:
    case.ordered, case.ordered_at = event, at


def _call_due(case: Case, event: CallDue, at: datetime) -> None:
    case.calls[event.call] = Call(event, at)


def _call_noted(case: Case, event: CallNoted, at: datetime) -> None:
    """A call that was asked for counts as its step; one that reached somebody is a contact."""
    asked = case.calls.get(event.call)
    if asked and not asked.noted:
        asked.noted = event
        count(case, event.call, asked.due.climbs, at)
    case.called = at
    if event.result != "no_answer":
        case.talks.append(Talk(event, at))


def _piece_kept(case: Case, event: PieceKept, at: datetime) -> None:
    case.pieces.append(event)


def _document_supplied(case: Case, event: DocumentSupplied, at: datetime) -> None:
    case.supplied[event.mail] = event.on


def _handed_over(case: Case, event: HandedOver, at: datetime) -> None:
    case.handed_over = event.to


def _court_day_said(case: Case, event: CourtDaySaid, at: datetime) -> None:
    if event.on:
        case.court[event.what] = event.on
    else:
        case.court.pop(event.what, None)


def _debt_acknowledged(case: Case, event: DebtAcknowledged, at: datetime) -> None:
    case.acknowledged = [one for one in case.acknowledged if one.mail != event.mail]
    if not event.withdrawn:
        case.acknowledged.append(event)


APPLY: dict[type[Event], Callable[[Case, Any, datetime], None]] = {
    NoticeOpened: _notice_opened,
    NoticeAnswered: _notice_answered,
    OwnerWrote: _owner_wrote,
    NoteAdded: _note_added,
    CaseSetAside: _case_set_aside,
    OrderTaken: _order_taken,
    KindSaid: _kind_said,
    TreatmentSaid: _treatment_said,
    ContactSaid: _contact_said,
    RemindersDeclared: _reminders_declared,
    MiseEnDemeureOrdered: _mise_en_demeure_ordered,
    CallDue: _call_due,
    CallNoted: _call_noted,
    PieceKept: _piece_kept,
    DocumentSupplied: _document_supplied,
    HandedOver: _handed_over,
    CourtDaySaid: _court_day_said,
    DebtAcknowledged: _debt_acknowledged,
}
