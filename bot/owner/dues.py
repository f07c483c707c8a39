"""What is left of invoices as the owner sees it: credit notes that name no invoice are taken off the oldest.

In come a case's invoices and the day; out come frozen lines with amounts in cents, and their sums. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.case import Case, Invoice
from bot.policy.sight import credits_of


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of one currency, in cents; amounts are never summed across."""

    cents: int
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice as the owner sees it: what is left of it, and how many days late it is (0: not yet)."""

    number: str
    issued: date
    due: date
    total: int
    left: int
    late: int
    currency: str = "EUR"
    covered: int = 0  # cents that credit notes take off it


def owed(case: Case, invoices: Sequence[Invoice], today: date) -> tuple[Owed, ...]:
    """These invoices in their order, each with what is left to ask for."""
    covers: dict[str, int] = {}
    for note in credits_of(case, today):
        covers[note.seen.currency] = covers.get(note.seen.currency, 0) + note.left
    taken: dict[str, int] = {}
    for invoice in sorted(invoices, key=lambda i: (i.seen.due, i.number)):
        currency = invoice.seen.currency
        taken[invoice.number] = min(invoice.left, covers.get(currency, 0))
        covers[currency] = covers.get(currency, 0) - taken[invoice.number]
    return tuple(_line(invoice, taken[invoice.number], today) for invoice in invoices)


def sums(lines: Iterable[Owed]) -> tuple[Sum, ...]:
    """What is left of them, a sum for each currency."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.currency] = found.get(line.currency, 0) + line.left
    return tuple(Sum(cents, currency) for currency, cents in found.items())


def _line(invoice: Invoice, covered: int, today: date) -> Owed:
    seen = invoice.seen
    late, left = max(0, (today - seen.due).days), invoice.left - covered
    return Owed(seen.number, seen.issued, seen.due, seen.total, left, late, seen.currency, covered)
