"""Every event there is, and a journal line as an `Entry`: an event in its place.

`decode` makes an event of JSON data; it reads no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from bot.events.consequences import (
    AnswerDropped,
    AnswerOwed,
    ContactDead,
    HoldLifted,
    HoldSet,
    PromiseEnded,
    PromiseNoted,
)
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.house import (
    ConfigTaken,
    JournalOpened,
    MailboxRead,
    MailUnplaced,
    ModeChanged,
    Purged,
    Repaired,
    Sealed,
    SourceImported,
)
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
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.events.owner import (
    AccessoriesWaived,
    CallDue,
    CallNoted,
    CaseSetAside,
    ContactSaid,
    ContactStopped,
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
    OwnerWrote,
    PieceKept,
    RemindersDeclared,
    TreatmentSaid,
)
from bot.events.owner_mail import (
    HousePaused,
    HouseResumed,
    OrdersDone,
    OwnerAnswered,
    OwnerReached,
    OwnerTold,
    OwnerVouched,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

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
