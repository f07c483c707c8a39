"""A case's story, one line an event, in the order of the journal: for `show`, the demo and the dossier.

Only what the event itself says, in plain words; an event that says nothing to a reader gives no line. Names
and texts from outside are shown without control characters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.events.consequences import (
    AnswerDropped,
    ContactDead,
    HoldLifted,
    HoldSet,
    PromiseEnded,
    PromiseNoted,
)
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import Entry, Event
from bot.events.letters import (
    LetterBounced,
    LetterFiled,
    LetterIntended,
    LetterRefused,
    LetterSent,
    LetterSettled,
    LetterUncertain,
    PaperPosted,
    PaperPrepared,
    PaperPresented,
)
from bot.events.mail import MailKept, MailRead
from bot.events.owner import (
    AccessoriesWaived,
    CallDue,
    CallNoted,
    CaseSetAside,
    ContactSaid,
    ContactStopped,
    CourtDay,
    CourtDaySaid,
    CreditSaid,
    DebtAcknowledged,
    DebtDropped,
    DocumentSupplied,
    HandedOver,
    KindSaid,
    MiseEnDemeureOrdered,
    NoteAdded,
    NoticeAnswered,
    NoticeOpened,
    OrderTaken,
    PieceKept,
    RemindersDeclared,
    TreatmentSaid,
)
from bot.wording import clean, decimal


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str  # source, relance, debtor, owner, server
    what: str


def story(entries: Iterable[Entry]) -> list[Line]:
    told: list[Line] = []
    for entry in entries:
        tell = _TELL.get(type(entry.event))
        if tell:
            who, what = tell(entry.event)
            told.append(Line(entry.at, who, clean(what)))
    return told


def told_of(event: Event) -> str:
    """What one event says to a reader; empty: nothing."""
    tell = _TELL.get(type(event))
    return clean(tell(event)[1]) if tell else ""


def money(cents: int, currency: str = "EUR") -> str:
    return f"{decimal(cents)} {currency}"


def _letter(event: LetterIntended) -> tuple[str, str]:
    climbs = ", ".join(f"{c.step} of {c.number}" for c in event.climbs)
    note = f"a note before the due date of {', '.join(event.about)}" if event.kind == "note" else ""
    what = climbs or note or event.template
    return "relance", f"writes to {', '.join(event.to)}: {what} “{event.subject}” ({event.letter})"


def _mail(event: MailKept) -> tuple[str, str]:
    who = {"owner_letter": "owner", "machine": "machine"}.get(event.whose, "debtor")
    return who, f"{event.sender} writes: “{event.subject}” (found by {event.sure}, in {event.folder})"


def _read(event: MailRead) -> tuple[str, str]:
    quotes = "; ".join(f"{q.intent}: “{q.text}”" for q in event.evidence[:3])
    unsure = " (undecided)" if event.undecided else ""
    return "relance", f"reads it as {', '.join(event.intents)}{unsure}. {quotes}"


def _hold(event: HoldSet) -> tuple[str, str]:
    until = f"through {event.until}" if event.until else "until resumed"
    about = f" {', '.join(event.invoices)}" if event.invoices else ""
    return "owner" if event.by == "owner" else "relance", f"holds{about} {until}: {event.why}"


def _invoice(event: InvoiceSeen) -> tuple[str, str]:
    paid = f", {money(event.paid, event.currency)} paid" if event.paid else ""
    computed = " (computed)" if event.due_computed else ""
    kind = event.type.replace("_", " ")
    total = money(event.total, event.currency)
    return "source", f"{kind} {event.number} of {event.issued}: {total}, due {event.due}{computed}{paid}"


def _payment(event: PaymentSeen) -> tuple[str, str]:
    if event.amount < 0:
        return event.source, f"takes back {money(-event.amount)} noted as received for {event.number}"
    return (
        event.source,
        f"{money(event.amount)} received for {event.number} on {event.on} {event.ref}".strip(),
    )


def _dropped(event: DebtDropped) -> tuple[str, str]:
    what = ", ".join(event.invoices) or "all that is owed"
    return event.by, f"{'claims again' if event.withdrawn else 'gives up'} {what}: {event.why}"


def _promise(event: PromiseNoted) -> tuple[str, str]:
    amount = f" of {money(event.amount)}" if event.amount else " of a part" if event.part else ""
    return "relance", f"notes a promise{amount} for {event.on or 'no day'}"


def _paper(event: PaperPrepared) -> tuple[str, str]:
    climbs = ", ".join(c.number for c in event.climbs)
    return "relance", f"sets the {event.kind} of {climbs} as PDF: {event.file} ({event.letter})"


_COURT: dict[CourtDay, str] = {
    "insolvency": "the judgment that opened an insolvency",
    "published": "its publication in the BODACC",
    "declared": "our claim declared",
    "order": "an injonction de payer",
    "served": "its signification",
}


def _court(event: CourtDaySaid) -> tuple[str, str]:
    day = f"of {event.on}" if event.on else "said by mistake"
    return event.by, f"says of a court: {_COURT[event.what]}, {day}"


_TELL: dict[type[Event], Callable[[Any], tuple[str, str]]] = {
    DebtorSeen: lambda v: ("source", f"debtor {v.name} ({v.kind}), {', '.join(v.contacts) or 'no e-mail'}"),
    InvoiceSeen: _invoice,
    InvoiceClosed: lambda v: ("source", f"invoice {v.number} is settled: {v.why}"),
    PaymentSeen: _payment,
    MailKept: _mail,
    MailRead: _read,
    HoldSet: _hold,
    HoldLifted: lambda v: ("owner" if v.by == "owner" else "relance", f"lifts the hold: {v.why}"),
    PromiseNoted: _promise,
    PromiseEnded: lambda v: ("relance", f"the promise is {v.outcome.replace('_', ' ')}"),
    ContactDead: lambda v: ("relance", f"{v.email} is a dead address: {v.why}"),
    AnswerDropped: lambda v: ("relance", f"drops an answer: {v.why}"),
    LetterIntended: _letter,
    LetterSent: lambda v: ("server", f"accepts {v.letter} for {v.to}: {v.reply}"),
    LetterRefused: lambda v: ("server", f"refuses {v.letter} for {v.to}: {v.reply}"),
    LetterUncertain: lambda v: ("relance", f"nobody knows whether {v.letter} left: {v.why}"),
    LetterSettled: lambda v: ("relance", f"{v.letter} {'left' if v.sent else 'did not leave'}: {v.how}"),
    LetterFiled: lambda v: ("relance", f"files a copy of {v.letter} in {v.folder}"),
    LetterBounced: lambda v: ("relance", f"{v.letter} came back from {v.to}"),
    PaperPrepared: _paper,
    PaperPosted: lambda v: ("owner", f"posted {v.letter} on {v.on}, n° {v.number or 'unknown'}"),
    PaperPresented: lambda v: ("owner", f"{v.letter}: {v.outcome} on {v.on}"),
    NoticeOpened: lambda v: ("relance", f"asks the owner ({v.notice}, {v.about}): {v.question}"),
    NoticeAnswered: lambda v: (v.by, f"answers {v.notice}: {v.answer} {v.why}".strip()),
    NoteAdded: lambda v: (v.by, f"notes: {v.text}"),
    OrderTaken: lambda v: (v.by or "owner", f"orders by mail: {v.act} {v.said}".strip()),
    KindSaid: lambda v: (v.by, f"says who it is: {v.kind}"),
    TreatmentSaid: lambda v: (v.by, f"treats this customer as {v.treatment}"),
    ContactSaid: lambda v: (v.by, f"allows the address {v.email}"),
    ContactStopped: lambda v: ("relance", f"writes to {v.email} no more: {v.why}"),
    CreditSaid: lambda v: (v.by, f"grants {money(v.amount)} off {v.number}"),
    DebtDropped: _dropped,
    AccessoriesWaived: lambda v: (
        v.by,
        f"waives {money(v.indemnity)} of indemnity and {money(v.interest)} of interest"
        f" on {', '.join(v.invoices)}",
    ),
    RemindersDeclared: lambda v: (v.by, f"declares {v.times} earlier reminders of {', '.join(v.invoices)}"),
    MiseEnDemeureOrdered: lambda v: (v.by, "wants the mise en demeure now"),
    CallDue: lambda v: ("relance", f"asks for a telephone call about {', '.join(v.invoices)}"),
    CallNoted: lambda v: ("owner", f"called on {v.on}: {v.result.replace('_', ' ')} {v.day or ''}".strip()),
    PieceKept: lambda v: ("owner", f"adds the document {v.name} {v.number}".strip()),
    DocumentSupplied: lambda v: ("relance", f"the document asked for was supplied on {v.on}"),
    HandedOver: lambda v: (v.by, f"hands the case over to {v.to}"),
    CourtDaySaid: _court,
    DebtAcknowledged: lambda v: (
        v.by,
        f"takes the mail of {v.on} for {'no ' if v.withdrawn else 'an '}acknowledgement of the debt",
    ),
    CaseSetAside: lambda v: ("relance", f"sets the case aside: {v.error}"),
}
