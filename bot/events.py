"""The vocabulary of the journal: every fact and every consequence, as frozen values.

Facts come from outside (`InvoiceSeen`, `MailRead`, `PaymentSeen`); consequences are what policy made of
them that day (`HoldSet`, `PromiseNoted`, `NoticeOpened`), with absolute dates, so that a replay under
other rules gives the same case. Amounts are integer cents, moments are aware, days are plain dates.
A mail is named by the SHA-256 of its bytes (`mail`), a letter by its own id (`letter`).

This module writes and reads no file: `decode` makes an event of JSON data, the journal writes its fields.
A field may be added with a default; any other change is a new `v` with its own upgrade.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, get_args

from pydantic import TypeAdapter

Kind = Literal["business", "consumer", "public", "nonprofit", "unknown"]
InvoiceType = Literal["invoice", "credit_note", "deposit"]
LetterKind = Literal["reminder", "mise_en_demeure", "answer"]
Whose = Literal["ours", "owner_letter", "forwarded", "machine", "debtor"]


# --- the debtor and the debt ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DebtorSeen:
    """A debtor as a source states it; the first one opens the case. `key` is its id, SIREN or address."""

    key: str
    name: str
    kind: Kind = "unknown"
    language: str = ""  # ISO 639-1; empty: the configured language
    address: tuple[str, ...] = ()  # postal, one line each
    siren: str = ""
    contacts: tuple[str, ...] = ()  # e-mail addresses in the order to use them
    phone: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceSeen:
    """An invoice, credit note or deposit as a source states it, new or changed."""

    number: str
    issued: date
    due: date
    total: int  # cents, VAT included; a credit note's is positive
    paid: int = 0  # cents, as the source says so far
    currency: str = "EUR"
    type: InvoiceType = "invoice"
    due_computed: bool = False  # from configured terms, since the source gave none
    reference: str = ""  # the debtor's own order or reference number
    completed: date | None = None  # delivery or end of the work
    method: str = ""  # of payment: direct_debit, cheque, ...
    pdf: str = ""  # SHA-256 of the invoice's PDF in the evidence
    source: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceClosed:
    """A complete source no longer lists the invoice, or states that it is settled."""

    number: str
    why: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaymentSeen:
    """Money received for one invoice, as the owner or a payments file says."""

    number: str
    amount: int  # cents
    on: date
    ref: str = ""
    source: str = "owner"


# --- mail read --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MailKept:
    """A mail that concerns this case, kept byte for byte in the evidence."""

    mail: str
    message_id: str
    sender: str
    subject: str
    arrived: datetime  # the server's INTERNALDATE
    folder: str
    uidvalidity: int
    uid: int
    whose: Whose
    sure: str  # how it was matched: thread, reference, address, domain
    invoices: tuple[str, ...] = ()  # named in it
    letter: str = ""  # the letter of ours that it answers
    late: bool = False  # too old when read, or read at the first look back: holds only, no answer


@dataclass(frozen=True, slots=True)
class PromiseRead:
    date: date | None
    amount: int | None  # cents; None: the whole debt


@dataclass(frozen=True, slots=True)
class PaidRead:
    date: date | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class BounceRead:
    recipient: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of the mail that led to an intent."""

    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class MailRead:
    """What the reader understood of a kept mail; a replay never reads the mail again."""

    mail: str
    reader: str  # its version
    intents: tuple[str, ...]
    promises: tuple[PromiseRead, ...] = ()
    paid: PaidRead | None = None
    return_date: date | None = None
    new_contact: str | None = None
    bounce: BounceRead | None = None
    misfortune: bool = False
    undecided: bool = False
    confidence: float = 0.0
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyWeighed:
    """Policy has drawn its consequences from a mail that was read."""

    mail: str
    rule: str
    why: str


# --- consequences -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HoldSet:
    """No letter about these invoices (none named: the whole case) through `until`, or until resumed."""

    hold: str
    rule: str
    why: str
    until: date | None = None  # the last day held
    invoices: tuple[str, ...] = ()
    mail: str = ""
    by: str = "policy"


@dataclass(frozen=True, slots=True)
class HoldLifted:
    """`hold` names one; empty lifts all that a person may lift."""

    hold: str
    why: str
    by: str = "policy"


@dataclass(frozen=True, slots=True)
class PromiseNoted:
    promise: str
    mail: str
    made: date
    on: date | None  # the last day by which the money is promised
    amount: int | None = None  # cents; None: all that is owed on its invoices
    owed: int = 0  # what its invoices owed when it was made
    invoices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseEnded:
    promise: str
    outcome: Literal["kept", "partly_kept", "broken", "replaced", "moot"]  # moot: nothing was left to pay
    received: int = 0  # cents


@dataclass(frozen=True, slots=True)
class ContactDead:
    """An address that refuses our mail for good."""

    email: str
    why: str
    mail: str = ""


@dataclass(frozen=True, slots=True)
class AnswerOwed:
    """An automatic answer that a mail deserves, not before `after`."""

    answer: str
    mail: str
    template: str
    to: str
    after: datetime
    invoices: tuple[str, ...] = ()
    promise: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDropped:
    answer: str
    why: str


# --- letters ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Climb:
    """One invoice taken one step up its ladder."""

    number: str
    step: str
    index: int  # of the step in its ladder, from 0


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class LetterIntended:
    """Written and synced alone, right before the letter goes to SMTP."""

    letter: str
    message_id: str
    kind: LetterKind
    template: str
    tone: str
    to: tuple[str, ...]
    subject: str
    mail: str  # SHA-256 of the bytes handed to SMTP
    climbs: tuple[Climb, ...] = ()
    mentioned: tuple[str, ...] = ()  # overdue invoices shown "pour mémoire"
    attachments: tuple[Attached, ...] = ()
    asked: int = 0  # cents
    currency: str = "EUR"
    pay_by: date | None = None
    answer: str = ""  # the AnswerOwed that it fulfils
    paper: str = ""  # the PaperPrepared of which it is the copy
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterSent:
    """The server accepted the letter for this recipient."""

    letter: str
    to: str
    reply: str


@dataclass(frozen=True, slots=True)
class LetterRefused:
    """The server refused it: this recipient, or (`address` false) the letter itself or us."""

    letter: str
    to: str
    reply: str
    permanent: bool
    address: bool = True


@dataclass(frozen=True, slots=True)
class LetterUncertain:
    """The final dot may have left and no reply came; never sent again by itself."""

    letter: str
    why: str


@dataclass(frozen=True, slots=True)
class LetterSettled:
    """What became of an uncertain letter: found in Sent, answered, bounced, or the owner's word."""

    letter: str
    sent: bool
    how: str


@dataclass(frozen=True, slots=True)
class LetterFiled:
    """A copy stands in the Sent folder."""

    letter: str
    folder: str


@dataclass(frozen=True, slots=True)
class LetterBounced:
    letter: str
    to: str
    permanent: bool
    mail: str = ""


@dataclass(frozen=True, slots=True)
class PaperPrepared:
    """A letter set as PDF, to print, sign and post."""

    letter: str
    kind: LetterKind
    template: str
    tone: str
    pdf: str  # SHA-256 in the evidence
    file: str  # where the owner finds it, inside the data folder
    dated: date
    climbs: tuple[Climb, ...]
    asked: int
    currency: str
    deadline_days: int
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperPosted:
    letter: str
    number: str  # registered letter number; may be empty
    on: date


@dataclass(frozen=True, slots=True)
class PaperPresented:
    """First presentation of a posted letter; `refused` counts as presented, `not_served` does not."""

    letter: str
    on: date
    outcome: Literal["presented", "refused", "unclaimed", "not_served"] = "presented"


# --- the owner --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoticeOpened:
    """A matter that needs a person; `approve`, `refuse` or `resume` answers it."""

    notice: str
    about: str
    question: str
    choices: tuple[str, ...] = ("approve", "refuse")
    invoices: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()  # of a list (eve): the cases that it names
    mail: str = ""
    letter: str = ""
    day: date | None = None  # the day it is about


@dataclass(frozen=True, slots=True)
class NoticeAnswered:
    notice: str
    answer: Literal["approve", "refuse", "resume", "moot"]
    by: str = "owner"
    why: str = ""


@dataclass(frozen=True, slots=True)
class OwnerWrote:
    """The owner's own letter to the debtor: a contact, and the end of our waiting answers."""

    mail: str
    to: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteAdded:
    text: str
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class CaseSetAside:
    """A bug met while working on this case: it rests until resumed, the others go on."""

    error: str


# --- the house --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JournalOpened:
    """The first line: what this journal is, for good."""

    format: int
    program: str
    purpose: Literal["live", "rehearsal"]
    salt: str  # random; case ids are derived with it, so that they say nothing of the debtor


@dataclass(frozen=True, slots=True)
class MailboxRead:
    """Every mail of the folder up to and including `uid` has been dealt with."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class MailUnplaced:
    """A mail that cites us but fits no case, or several: kept for the owner to place."""

    mail: str
    message_id: str
    sender: str
    subject: str
    arrived: datetime
    why: str
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceImported:
    path: str
    digest: str  # SHA-256 of the file, which stands in the evidence
    holds: Literal["invoices", "clients", "payments"]
    as_of: date  # the day whose truth it states
    pays: bool  # it says what was paid
    complete: bool
    rows: int
    new: int = 0
    changed: int = 0
    closed: int = 0
    refused: int = 0
    alarm: str = ""  # why it was not taken (a shrunken source); empty: taken
    columns: tuple[str, ...] = ()  # the fields that it had: one lost next time is an alarm
    unknown: tuple[str, ...] = ()  # invoices of its payments not known yet: compared again later


@dataclass(frozen=True, slots=True)
class ConfigTaken:
    digest: str


@dataclass(frozen=True, slots=True)
class ModeChanged:
    mode: Literal["live", "rehearsal"]


@dataclass(frozen=True, slots=True)
class Sealed:
    """RFC 9162 Merkle tree root over the first `count` lines of the file."""

    count: int
    root: str


@dataclass(frozen=True, slots=True)
class Purged:
    """Cases whose lines leave only their digests."""

    cases: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was mended at start: a torn end put aside, pending evidence moved or deleted."""

    what: str
    file: str = ""
    size: int = 0  # bytes


CaseEvent = (
    DebtorSeen
    | InvoiceSeen
    | InvoiceClosed
    | PaymentSeen
    | MailKept
    | MailRead
    | ReplyWeighed
    | HoldSet
    | HoldLifted
    | PromiseNoted
    | PromiseEnded
    | ContactDead
    | AnswerOwed
    | AnswerDropped
    | LetterIntended
    | LetterSent
    | LetterRefused
    | LetterUncertain
    | LetterSettled
    | LetterFiled
    | LetterBounced
    | PaperPrepared
    | PaperPosted
    | PaperPresented
    | NoticeOpened
    | NoticeAnswered
    | OwnerWrote
    | NoteAdded
    | CaseSetAside
)
HouseEvent = (
    JournalOpened
    | MailboxRead
    | MailUnplaced
    | SourceImported
    | ConfigTaken
    | ModeChanged
    | Sealed
    | Purged
    | Repaired
    | NoticeOpened
    | NoticeAnswered
)
Event = CaseEvent | HouseEvent

HOUSE = "house"  # the chain of what belongs to no case
VERSION = 1  # of every event type today

_TYPES: Mapping[str, type[Event]] = {
    kind.__name__: kind for kind in (*get_args(CaseEvent), *get_args(HouseEvent))
}


@cache
def _adapter(name: str) -> TypeAdapter[Event]:
    return TypeAdapter(_TYPES[name])


def decode(name: str, v: int, data: Mapping[str, Any]) -> Event:
    """The event that a journal line holds; ValueError for a type or version this program does not know."""
    if name not in _TYPES or v != VERSION:
        raise ValueError(f"event {name!r} v{v} is unknown to this program")
    return _adapter(name).validate_python(data)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal, read: an event with its place in its chain and its moment."""

    case: str
    n: int
    at: datetime
    event: Event
