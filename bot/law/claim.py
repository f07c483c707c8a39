"""What is claimed on one invoice and what came of it, as values: the claim goes in, the statement comes out.

Amounts are integer cents, VAT included; rates are percent a year. Nothing is computed here but sums.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.events.debts import Kind
from bot.law.indemnity import AMOUNT
from bot.law.notes import Note
from bot.law.rates import Row

Allocate = Literal["interest", "principal"]
DayCount = Literal["act/365", "act/act"]


@dataclass(frozen=True, slots=True)
class Sum:
    """Money received, or a credit note: cents, and its day."""

    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One invoice and what is known of it; amounts in cents, VAT included."""

    principal: int
    due: date
    kind: Kind
    rate: str = "default"  # default, legal, 3x, or a yearly percentage: what the contract says
    starts_after: date | None = None  # consumer: presentation of the mise en demeure; others: the due date
    payments: tuple[Sum, ...] = ()
    credits: tuple[Sum, ...] = ()
    judgment: date | None = None  # that opened an insolvency
    allocate: Allocate = "interest"
    day_count: DayCount = "act/365"
    indemnity: int = AMOUNT


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of the statement, both days included."""

    first: date
    last: date
    principal: int
    rate: Decimal
    base: int  # days of the year that the rate is for
    interest: int

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Statement:
    """What is owed at the end of `until`; what was paid on interest or indemnity is no longer in them."""

    claim: Claim
    until: date
    segments: tuple[Segment, ...]
    principal_left: int
    interest: int  # still owed
    interest_paid: int
    indemnity: int  # still owed
    overpaid: int
    notes: tuple[Note, ...]
    rows: tuple[Row, ...]  # of the table, whose figures were used

    @property
    def total(self) -> int:
        return self.principal_left + self.interest + self.indemnity

    @property
    def interest_accrued(self) -> int:
        """All that the lines add up to, paid or not."""
        return sum(segment.interest for segment in self.segments)
