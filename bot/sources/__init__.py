"""Invoices, clients and payments coming in: what every format gives back.

A reader takes the bytes of one file and a `Source`, and returns a `Sheet`: rows that were understood, and a
refusal with its place and its cure for each that was not. A reader is pure, opens nothing, and never raises
for what stands in a file. `compare` then says what a sheet changes in what is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.events.debts import DebtorSeen, InvoiceSeen, PaymentSeen

Holds = Literal["invoices", "clients", "payments"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where invoices come from, as the configuration says; `path` may hold * and is relative to it."""

    path: str
    type: Literal["csv"] = "csv"
    holds: Holds = "invoices"
    complete: bool = False  # it lists every open invoice: one that is no longer in it is settled
    fresh_days: int = 7
    columns: Mapping[str, str] = field(default_factory=dict)  # our field: the name at the head of the column
    fewest: int = 10  # invoices settled at once by their absence that may be an alarm
    terms_days: int | None = None  # days from the invoice to its due date, where the file gives none

    @property
    def name(self) -> str:
        """How the journal names it, in `InvoiceSeen.source`."""
        return self.path

    @property
    def lists_all(self) -> bool:
        """It states every open invoice, and so by leaving one out that this is settled."""
        return self.complete and self.holds == "invoices"

    @property
    def pays(self) -> bool:
        """It states for the house what was paid by its day; a partial list of invoices does not."""
        return self.lists_all or self.holds == "payments"


@dataclass(frozen=True, slots=True)
class Row:
    """One line that was understood: an invoice with its debtor, a client alone, or a payment."""

    line: int
    number: str = ""  # of the invoice that it is about
    debtor: DebtorSeen | None = None
    invoice: InvoiceSeen | None = None
    payment: PaymentSeen | None = None
    closed: str = ""  # the source's own word that the invoice is settled; then `invoice` may be missing
    pdf: str = ""  # path of the invoice's PDF as the file has it: whoever imports reads it


@dataclass(frozen=True, slots=True)
class Refusal:
    """What could not be taken, where, why, and what to do about it."""

    line: int
    why: str
    number: str = ""  # of the invoice, where it could be read
    kept: bool = False  # only a value was dropped, the row stands
    bare: str = ""  # `why` without names and other words of the file; empty: it has none

    @property
    def nameless(self) -> str:
        return self.bare or self.why

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}" if self.line else self.why


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file turned out to be written."""

    encoding: str = "utf-8"
    delimiter: str = ";"
    decimal: str = ","  # the mark before the cents; empty: the file does not show it
    header: int = 0  # the line with the columns' names; 0: none was found


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: tuple[Row, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    lost_columns: tuple[str, ...] = ()  # needed or configured, and not there
    dialect: Dialect = Dialect()
    columns: tuple[str, ...] = ()  # the fields that were found
    damage: str = ""  # why the file as a whole cannot be trusted
    name: str = ""  # the file's
