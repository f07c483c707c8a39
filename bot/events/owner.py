"""What the owner is asked about a case, and what the owner says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.events.debts import Kind
from bot.events.letters import Climb

Treatment = Literal["normal", "gentle", "owner_only", "never"]
CourtDay = Literal["insolvency", "published", "declared", "order", "served"]


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
    amount: int = 0  # cents of a payment that may be meant for its invoices
    stands_on: str = ""  # the invoice on which that payment stands
    unsaid: str = ""  # the answer that the owner had ordered and that did not leave
    anew: bool = False  # its invoices begin their ladder again: the steps taken before count no more


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
    withdrawn: bool = False  # they are claimed again


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
    words: str = ""  # the owner's own


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
    until: date | None = None  # the one day up to which its words let the debtor wait
    # That it is paid, not to be paid, replaced, contested or arranged; or it speaks of paying and is unsure;
    # or yes, beside what is not understood.
    says: Literal["", "settled", "unsure", "agrees"] = ""
    words: str = ""  # those that led to it
    invoices: tuple[str, ...] = ()  # of which it speaks: those named, or all but those that it leaves out
    confirms: Literal["", "yes", "received"] = ""  # nothing but a yes, or that he has it
    refused: tuple[str, ...] = ()  # what it grants, it does not grant for these


@dataclass(frozen=True, slots=True)
class NoteAdded:
    text: str
    by: str = "owner"


@dataclass(frozen=True, slots=True)
class CaseSetAside:
    """A bug met while working on this case: it rests until resumed, the others go on."""

    error: str
