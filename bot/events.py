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
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Kind = Literal["business", "consumer", "public", "nonprofit", "unknown"]
InvoiceType = Literal["invoice", "credit_note", "deposit"]
LetterKind = Literal["reminder", "mise_en_demeure", "answer"]
Whose = Literal["ours", "owner_letter", "owner_order", "forwarded", "machine", "debtor"]
Treatment = Literal["normal", "gentle", "owner_only", "never"]
CourtDay = Literal["insolvency", "published", "declared", "order", "served"]
OwnerMailKind = Literal[
    "notice", "again", "eve", "digest", "monday", "backlog", "confirmation", "challenge", "rehearsal", "paper"
]


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
    day: date | None = None  # the day that it names: accepted or proposed by the owner
    documents: tuple[str, ...] = ()  # what it brings: invoice, rib, detail, siren


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
    demanded: int = 0  # cents: the whole of a mise en demeure, interest and indemnity with `asked`
    indemnity: int = 0  # cents of it
    checked: tuple[str, ...] = ()  # its conditions as they stood, "name: why"
    mandate: str = ""  # the reference under which it collects for somebody else (CPCE R124-4)


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
    demanded: int = 0  # cents: the whole of a mise en demeure, interest and indemnity with `asked`
    indemnity: int = 0  # cents of it
    checked: tuple[str, ...] = ()  # its conditions as they stood, "name: why"
    mandate: str = ""  # the reference under which it collects for somebody else (CPCE R124-4)


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
    indemnity: int = 0  # cents that a mise en demeure demanded and that are left over
    interest: int = 0


@dataclass(frozen=True, slots=True)
class NoticeAnswered:
    notice: str
    answer: Literal["approve", "refuse", "resume", "moot"]
    by: str = "owner"
    why: str = ""
    cases: tuple[str, ...] = ()  # of a list, those meant; none named: all


@dataclass(frozen=True, slots=True)
class OrderTaken:
    """One order out of the owner's mail, carried out; `k` is its place among the orders of that mail.

    Stands in the same chain, and in the same append, as what follows from it.
    """

    mail: str  # SHA-256 of the owner's mail
    k: int
    act: str
    said: str  # the line in which it comes back to the owner
    by: str = ""  # the address that ordered it
    notice: str = ""  # the question that it answers


@dataclass(frozen=True, slots=True)
class KindSaid:
    """The owner's word on who the debtor is."""

    kind: Kind
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class TreatmentSaid:
    """The owner's word on how this customer is treated, until another one."""

    treatment: Treatment
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class ContactSaid:
    """An address that the owner allows for this debtor; it goes before those of the sources."""

    email: str
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class ContactStopped:
    """A person who is written to no more by e-mail, at their own demand."""

    email: str
    why: str
    mail: str = ""
    here: bool = False  # in this case alone, for which it is not the right person


@dataclass(frozen=True, slots=True)
class CreditSaid:
    """A reduction that the owner grants on an invoice; the source's own credit note may follow."""

    number: str
    amount: int  # cents
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class DebtDropped:
    """The owner claims these invoices no more (none named: nothing of what is owed now)."""

    invoices: tuple[str, ...]
    why: str
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class AccessoriesWaived:
    """The owner gives up the interest and the indemnity that a mise en demeure demanded (cents)."""

    letter: str
    invoices: tuple[str, ...]
    indemnity: int
    interest: int
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class RemindersDeclared:
    """The owner says that these invoices were reminded of so often before; declared, thus no proof."""

    invoices: tuple[str, ...]
    times: int
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class MiseEnDemeureOrdered:
    """The owner wants it now: conditions of the ladder are overridden, facts are not."""

    invoices: tuple[str, ...] = ()  # none named: all that is overdue
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class CallDue:
    """The owner is asked to telephone about these invoices; the step counts once the call is noted."""

    call: str
    climbs: tuple[Climb, ...]
    invoices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallNoted:
    """What came of a telephone call, in the owner's words."""

    result: Literal["promise", "no_answer", "dispute", "paid", "other"]
    on: date  # the day of the call
    invoices: tuple[str, ...] = ()
    day: date | None = None  # promised, or said to be paid
    amount: int | None = None  # cents
    call: str = ""  # the CallDue that it answers
    mail: str = ""


@dataclass(frozen=True, slots=True)
class PieceKept:
    """A document for an invoice, or for the whole case: order, delivery slip, terms, ..."""

    name: str
    digest: str
    number: str = ""
    order: str = ""  # SHA-256 of the owner's mail that brought it


@dataclass(frozen=True, slots=True)
class DocumentSupplied:
    """What the debtor had asked for was sent, by a letter of ours or by the owner."""

    mail: str  # the debtor's mail that asked
    on: date


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Somebody else pursues the debt now: total silence from here on."""

    to: str
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class CourtDaySaid:
    """A day that the owner confirms: of the judgment that opened an insolvency, its publication in the
    BODACC, our claim declared; of an injonction de payer, and its signification. None: said by mistake.
    """

    what: CourtDay
    on: date | None
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class DebtAcknowledged:
    """The owner confirms that this mail of the debtor's admits the debt (C. civ. 2240)."""

    mail: str
    on: date  # the day it arrived
    invoices: tuple[str, ...]
    by: str = "owner"
    withdrawn: bool = False  # said by mistake


@dataclass(frozen=True, slots=True)
class OwnerWrote:
    """The owner's own letter to the debtor: a contact, and the end of our waiting answers."""

    mail: str
    to: tuple[str, ...]
    at: datetime
    to_debtor: bool = True  # to a known address, or in the thread; else it counts as a contact and no more


@dataclass(frozen=True, slots=True)
class NoteAdded:
    text: str
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class CaseSetAside:
    """A bug met while working on this case: it rests until resumed, the others go on."""

    error: str


# --- mail to and from the owner (house) -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: what its number stands for."""

    n: int
    case: str
    invoices: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class OwnerTold:
    """A mail to one of the owner's people: written and synced before it goes to SMTP.

    Its Message-ID is `<told.secret@domain>`; only digests of the secret and of the subject's short code
    are kept. Without a secret it is a copy, or says something that asks for no answer.
    """

    told: str
    kind: OwnerMailKind
    to: str
    subject: str  # without the short code
    text: str  # SHA-256 of its words in the evidence, the code left out
    secret: str = ""  # SHA-256
    code: str = ""  # SHA-256 of told and code
    until: date | None = None  # the last day on which the secret is good
    notices: tuple[str, ...] = ()  # open questions that it asks
    items: tuple[Item, ...] = ()
    day: date | None = None  # the day that it is about
    answers: str = ""  # the mail of the owner's that it answers
    root: str = ""  # the journal's Merkle root that it witnesses


@dataclass(frozen=True, slots=True)
class OwnerReached:
    """What became of it: accepted by the server, refused, or unknown."""

    told: str
    outcome: Literal["sent", "refused", "uncertain"]
    reply: str


@dataclass(frozen=True, slots=True)
class ActRead:
    """One act that the owner orders, as read; values as in the guide of the owner's answers."""

    act: str
    target: str | None = None
    until: date | None = None
    since: date | None = None  # of an absence
    day: date | None = None
    amount: int | None = None  # cents
    email: str = ""
    value: str = ""
    number: str = ""
    times: int | None = None
    result: str = ""
    text: str = ""
    instalments: tuple[PromiseRead, ...] = ()
    leaves: bool = False  # of a pause: `until` is the day on which the letter leaves


@dataclass(frozen=True, slots=True)
class OwnerAnswered:
    """A mail of the owner's that orders something, as read; kept byte for byte in the evidence."""

    mail: str
    message_id: str
    sender: str
    subject: str
    arrived: datetime
    reader: str  # its version
    told: str = ""  # the mail of ours that it answers, by a secret that was good
    why_not: str = ""  # why no secret vouches for it; empty: one does
    vouched: str = ""  # how our own side vouches for its sender: sent, dkim, dmarc; empty: not yet
    acts: tuple[ActRead, ...] = ()
    unclear: tuple[str, ...] = ()
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerVouched:
    """Our own side vouches for this mail's sender after all."""

    mail: str
    how: str


@dataclass(frozen=True, slots=True)
class OrdersDone:
    """All that this mail orders has been carried out, refused or asked about."""

    mail: str


@dataclass(frozen=True, slots=True)
class HousePaused:
    """Nobody is written to from `first` through `last` (None: until it is lifted)."""

    first: date
    last: date | None
    why: str
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class HouseResumed:
    why: str
    by: str = "owner"


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
    notice: str = ""  # the question that stands for it; empty in old journals: the one that names the mail
    handed: bool = False  # the owner has handed it on: what counts is what he hands on


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
    iban: str = ""  # SHA-256 of the IBAN that letters name: another one needs the owner's word


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
    | OrderTaken
    | KindSaid
    | TreatmentSaid
    | ContactSaid
    | ContactStopped
    | CreditSaid
    | DebtDropped
    | AccessoriesWaived
    | RemindersDeclared
    | MiseEnDemeureOrdered
    | CallDue
    | CallNoted
    | PieceKept
    | DocumentSupplied
    | HandedOver
    | CourtDaySaid
    | DebtAcknowledged
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
    | OrderTaken
    | OwnerTold
    | OwnerReached
    | OwnerAnswered
    | OwnerVouched
    | OrdersDone
    | HousePaused
    | HouseResumed
)
Event = CaseEvent | HouseEvent

HOUSE = "house"  # the chain of what belongs to no case
VERSION = 1  # of every event type today

_TYPES: Mapping[str, type[Event]] = {
    kind.__name__: kind for kind in (*get_args(CaseEvent), *get_args(HouseEvent))
}


@cache
def _adapter(name: str) -> "TypeAdapter[Event]":
    from pydantic import TypeAdapter  # needed by who reads a journal, not by who reads a mail

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
