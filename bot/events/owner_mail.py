"""The mail to and from the owner's people, and the pauses of the whole house."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.events.letters import Attached
from bot.events.mail import PromiseRead

OwnerMailKind = Literal[
    "notice", "again", "eve", "digest", "monday", "backlog", "confirmation", "challenge", "rehearsal", "paper"
]


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
    are kept. Without a secret it says something that asks for no answer; without a code it is a copy.
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
