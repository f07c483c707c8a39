"""What policy made of a fact that day: holds, promises, answers owed, with absolute dates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


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
    deducted: int = 0  # cents of credit notes that `owed` counts no more
    part: bool = False  # some of it, nobody said how much: any money keeps it


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
    day: date | None = None  # the day that it names: accepted, proposed or refused by the owner
    documents: tuple[str, ...] = ()  # what it brings: invoice, rib, detail, siren, or piece:SHA-256
    ordered: bool = False  # the owner has decided so, whatever the ceilings of automatic answers
    amount: int = 0  # cents that came and that it gives thanks for; of a part 0: they were thanked for before
    instead: tuple[str, ...] = ()  # promises that ended, or became less, for what it grants


@dataclass(frozen=True, slots=True)
class AnswerDropped:
    answer: str
    why: str
