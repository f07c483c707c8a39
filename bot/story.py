"""A case's story, one line an event, in the order of the journal: for `show`, the demo and the dossier.

Only what the event itself says, in plain words; an event that says nothing to a reader gives no line. Names
and texts from outside are shown without control characters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import events as e
from bot.wording import clean, decimal


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str  # source, relance, debtor, owner, server
    what: str


def story(entries: Iterable[e.Entry]) -> list[Line]:
    told: list[Line] = []
    for entry in entries:
        tell = _TELL.get(type(entry.event))
        if tell:
            who, what = tell(entry.event)
            told.append(Line(entry.at, who, clean(what)))
    return told


def told_of(event: e.Event) -> str:
    """What one event says to a reader; empty: nothing."""
    tell = _TELL.get(type(event))
    return clean(tell(event)[1]) if tell else ""


def money(cents: int, currency: str = "EUR") -> str:
    return f"{decimal(cents)} {currency}"


def _letter(event: e.LetterIntended) -> tuple[str, str]:
    climbs = ", ".join(f"{c.step} of {c.number}" for c in event.climbs)
    what = climbs or event.template
    return "relance", f"writes to {', '.join(event.to)}: {what} “{event.subject}” ({event.letter})"


def _mail(event: e.MailKept) -> tuple[str, str]:
    who = {"owner_letter": "owner", "machine": "machine"}.get(event.whose, "debtor")
    return who, f"{event.sender} writes: “{event.subject}” (found by {event.sure}, in {event.folder})"


def _read(event: e.MailRead) -> tuple[str, str]:
    quotes = "; ".join(f"{q.intent}: “{q.text}”" for q in event.evidence[:3])
    unsure = " (undecided)" if event.undecided else ""
    return "relance", f"reads it as {', '.join(event.intents)}{unsure}. {quotes}"


def _hold(event: e.HoldSet) -> tuple[str, str]:
    until = f"through {event.until}" if event.until else "until resumed"
    about = f" {', '.join(event.invoices)}" if event.invoices else ""
    return "owner" if event.by == "owner" else "relance", f"holds{about} {until}: {event.why}"


def _invoice(event: e.InvoiceSeen) -> tuple[str, str]:
    paid = f", {money(event.paid, event.currency)} paid" if event.paid else ""
    computed = " (computed)" if event.due_computed else ""
    kind = event.type.replace("_", " ")
    total = money(event.total, event.currency)
    return "source", f"{kind} {event.number} of {event.issued}: {total}, due {event.due}{computed}{paid}"


def _promise(event: e.PromiseNoted) -> tuple[str, str]:
    amount = f" of {money(event.amount)}" if event.amount else ""
    return "relance", f"notes a promise{amount} for {event.on or 'no day'}"


def _paper(event: e.PaperPrepared) -> tuple[str, str]:
    climbs = ", ".join(c.number for c in event.climbs)
    return "relance", f"sets the {event.kind} of {climbs} as PDF: {event.file} ({event.letter})"


_COURT: dict[e.CourtDay, str] = {
    "insolvency": "the judgment that opened an insolvency",
    "published": "its publication in the BODACC",
    "declared": "our claim declared",
    "order": "an injonction de payer",
    "served": "its signification",
}


def _court(event: e.CourtDaySaid) -> tuple[str, str]:
    day = f"of {event.on}" if event.on else "said by mistake"
    return event.by, f"says of a court: {_COURT[event.what]}, {day}"


_TELL: dict[type[e.Event], Callable[[Any], tuple[str, str]]] = {
    e.DebtorSeen: lambda v: ("source", f"debtor {v.name} ({v.kind}), {', '.join(v.contacts) or 'no e-mail'}"),
    e.InvoiceSeen: _invoice,
    e.InvoiceClosed: lambda v: ("source", f"invoice {v.number} is settled: {v.why}"),
    e.PaymentSeen: lambda v: (
        v.source,
        f"{money(v.amount)} received for {v.number} on {v.on} {v.ref}".strip(),
    ),
    e.MailKept: _mail,
    e.MailRead: _read,
    e.HoldSet: _hold,
    e.HoldLifted: lambda v: ("owner" if v.by == "owner" else "relance", f"lifts the hold: {v.why}"),
    e.PromiseNoted: _promise,
    e.PromiseEnded: lambda v: ("relance", f"the promise is {v.outcome.replace('_', ' ')}"),
    e.ContactDead: lambda v: ("relance", f"{v.email} is a dead address: {v.why}"),
    e.AnswerDropped: lambda v: ("relance", f"drops an answer: {v.why}"),
    e.LetterIntended: _letter,
    e.LetterSent: lambda v: ("server", f"accepts {v.letter} for {v.to}: {v.reply}"),
    e.LetterRefused: lambda v: ("server", f"refuses {v.letter} for {v.to}: {v.reply}"),
    e.LetterUncertain: lambda v: ("relance", f"nobody knows whether {v.letter} left: {v.why}"),
    e.LetterSettled: lambda v: ("relance", f"{v.letter} {'left' if v.sent else 'did not leave'}: {v.how}"),
    e.LetterFiled: lambda v: ("relance", f"files a copy of {v.letter} in {v.folder}"),
    e.LetterBounced: lambda v: ("relance", f"{v.letter} came back from {v.to}"),
    e.PaperPrepared: _paper,
    e.PaperPosted: lambda v: ("owner", f"posted {v.letter} on {v.on}, n° {v.number or 'unknown'}"),
    e.PaperPresented: lambda v: ("owner", f"{v.letter}: {v.outcome} on {v.on}"),
    e.NoticeOpened: lambda v: ("relance", f"asks the owner ({v.notice}, {v.about}): {v.question}"),
    e.NoticeAnswered: lambda v: (v.by, f"answers {v.notice}: {v.answer} {v.why}".strip()),
    e.NoteAdded: lambda v: (v.by, f"notes: {v.text}"),
    e.OrderTaken: lambda v: (v.by or "owner", f"orders by mail: {v.act} {v.said}".strip()),
    e.KindSaid: lambda v: (v.by, f"says who it is: {v.kind}"),
    e.TreatmentSaid: lambda v: (v.by, f"treats this customer as {v.treatment}"),
    e.ContactSaid: lambda v: (v.by, f"allows the address {v.email}"),
    e.ContactStopped: lambda v: ("relance", f"writes to {v.email} no more: {v.why}"),
    e.CreditSaid: lambda v: (v.by, f"grants {money(v.amount)} off {v.number}"),
    e.DebtDropped: lambda v: (v.by, f"gives up {', '.join(v.invoices) or 'all that is owed'}: {v.why}"),
    e.AccessoriesWaived: lambda v: (
        v.by,
        f"waives {money(v.indemnity)} of indemnity and {money(v.interest)} of interest"
        f" on {', '.join(v.invoices)}",
    ),
    e.RemindersDeclared: lambda v: (v.by, f"declares {v.times} earlier reminders of {', '.join(v.invoices)}"),
    e.MiseEnDemeureOrdered: lambda v: (v.by, "wants the mise en demeure now"),
    e.CallDue: lambda v: ("relance", f"asks for a telephone call about {', '.join(v.invoices)}"),
    e.CallNoted: lambda v: ("owner", f"called on {v.on}: {v.result.replace('_', ' ')} {v.day or ''}".strip()),
    e.PieceKept: lambda v: ("owner", f"adds the document {v.name} {v.number}".strip()),
    e.DocumentSupplied: lambda v: ("relance", f"the document asked for was supplied on {v.on}"),
    e.HandedOver: lambda v: (v.by, f"hands the case over to {v.to}"),
    e.CourtDaySaid: _court,
    e.DebtAcknowledged: lambda v: (
        v.by,
        f"takes the mail of {v.on} for {'no ' if v.withdrawn else 'an '}acknowledgement of the debt",
    ),
    e.CaseSetAside: lambda v: ("relance", f"sets the case aside: {v.error}"),
}
