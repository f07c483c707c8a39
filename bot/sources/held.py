"""What a source says that cannot be taken, as holds: nobody is pressed on a line that nobody could read.

In go what was refused, what could be read, and the invoices known; out come `HoldSet` for an open invoice
whose newest line was refused, and `HoldLifted` once its line is read well again. A hold is named after its
invoice (after its file too, for payments: another file's payment cures nothing), so that twice changes
nothing. Its reason has none of the file's own words. What the owner holds is never touched here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.events.consequences import HoldLifted, HoldSet
from bot.events.debts import DebtorSeen, InvoiceSeen, PaymentSeen
from bot.sources import Refusal, Sheet, Source

RULE = "source"
Hold = tuple[str, HoldSet | HoldLifted]  # with the debtor's key


@dataclass(frozen=True, slots=True)
class Known:
    """An invoice of ours, as its case has it; `payments` are needed to know a payment again."""

    case: str
    debtor: DebtorSeen
    invoice: InvoiceSeen
    open: bool  # no `InvoiceClosed` stands, whatever was paid
    closed: str = ""  # why, as `InvoiceClosed` said
    payments: tuple[PaymentSeen, ...] = ()  # all that were recorded, in the journal's order
    ahead: int = 0  # cents that its source shows as paid and no recorded payment answers for
    ahead_on: date | None = None
    holds: Collection[str] = ()  # of this rule, on its case

    @property
    def settled(self) -> bool:
        """Paid in full as far as is known here: that it leaves the list is no surprise."""
        return self.invoice.total <= max(self.invoice.paid, sum(p.amount for p in self.payments))


def unread(
    sheet: Sheet, source: Source, refusals: Iterable[Refusal], known: Mapping[str, Known]
) -> Iterator[Hold]:
    """Holds on the open invoices of lines that were refused; lifted for those that were read well."""
    refused = {r.number: r for r in reversed(tuple(refusals)) if r.number in known and not r.kept}
    for number, refusal in refused.items():
        hold, one = _name(number, sheet, source), known[number]
        if one.open and not one.settled and hold not in one.holds:
            why = f"its newest line in the source cannot be taken: {refusal.nameless}"
            yield one.debtor.key, HoldSet(hold, RULE, why, None, (number,))
    for number in dict.fromkeys(row.number for row in sheet.rows if row.number in known):
        one = known[number]
        if one.holds and number not in refused and (hold := _name(number, sheet, source)) in one.holds:
            yield one.debtor.key, HoldLifted(hold, "its line in the source can be read again")


def _name(number: str, sheet: Sheet, source: Source) -> str:
    return f"payment.{number}.{sheet.name}" if source.holds == "payments" else f"source.{number}"


class Shown:
    """Payments of a file beside what the invoices' own source had shown as paid before.

    Money of a day that the source's showing covers is taken for the same money: the greater of the two
    counts. Where the amounts do not come out alike both could be true, and the invoice is held.
    """

    def __init__(self) -> None:
        self._left: dict[str, int] = {}
        self._over: set[str] = set()

    def take(self, payment: PaymentSeen, known: Known) -> None:
        left = self._left.get(payment.number, known.ahead)
        if left and known.ahead_on and payment.on <= known.ahead_on:
            self._left[payment.number] = max(0, left - payment.amount)
            if payment.amount > left:
                self._over.add(payment.number)

    def holds(self, known: Mapping[str, Known]) -> Iterator[Hold]:
        for number, left in self._left.items():
            hold, one = f"paid.{number}", known[number]
            alike = not left and number not in self._over
            if alike and hold in one.holds:
                yield one.debtor.key, HoldLifted(hold, "payments and the invoices' source come out alike")
            elif not (alike or hold in one.holds or not one.open):
                why = "payments differ from what the invoices' source shows as paid: look, then resume"
                yield one.debtor.key, HoldSet(hold, RULE, why, None, (number,))
