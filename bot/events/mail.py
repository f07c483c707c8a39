"""Mail that concerns a case, and what was read in it. Values as in the guide of replies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Whose = Literal["ours", "owner_letter", "owner_order", "forwarded", "machine", "debtor"]


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
    invoices: tuple[str, ...] = ()  # that it may be about; none: all of them, or it does not say
    letter: str = ""  # the letter of ours that it answers
    late: bool = False  # too old when read, or read at the first look back: holds only, no answer
    without: tuple[str, ...] = ()  # that it leaves out: "toutes sauf la F-118"
    doubtful: bool = False  # it leaves something out, and nobody can tell what


@dataclass(frozen=True, slots=True)
class PromiseRead:
    date: date | None
    amount: int | None  # cents; None: the whole debt, or the part of it that follows
    part: str = ""  # of what is owed: "1/2"; "?": some of it, nobody says how much


@dataclass(frozen=True, slots=True)
class PaidRead:
    date: date | None
    amount: int | None
    reference: str = ""  # of the payment itself; empty: not given


@dataclass(frozen=True, slots=True)
class BounceRead:
    recipient: str
    permanent: bool  # the address is dead
    lost: bool = False  # this letter did not arrive and is tried no more, be the address alive or not


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
    bare: Literal["", "yes", "thanks"] = ""  # and nothing else, to what it answers
    needless: bool = False  # what was asked for before need not be sent any more
    not_before: date | None = None  # the day before which nothing of what is promised will come
    proposed: tuple[PromiseRead, ...] = ()  # the parts in which a request asks to pay, each with its day


@dataclass(frozen=True, slots=True)
class ReplyWeighed:
    """Policy has drawn its consequences from a mail that was read."""

    mail: str
    rule: str
    why: str
