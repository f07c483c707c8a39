"""What sources say: the debtor, the invoices, the money received."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["business", "consumer", "public", "nonprofit", "unknown"]
InvoiceType = Literal["invoice", "credit_note", "deposit"]


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

    @property
    def overpaid(self) -> bool:
        """More has come than it asks."""
        return self.type != "credit_note" and self.paid > self.total


@dataclass(frozen=True, slots=True)
class InvoiceClosed:
    """A complete source no longer lists the invoice, or states that it is settled."""

    number: str
    why: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaymentSeen:
    """Money received for one invoice, as the owner or a payments file says; below 0 the owner takes back what
    he had said of that day."""

    number: str
    amount: int  # cents
    on: date
    ref: str = ""
    source: str = "owner"
