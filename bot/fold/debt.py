"""What is owed: the debtor, its invoices, payments, reductions.

One small function for each event; see `fold`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.case import Case, Invoice
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import Event
from bot.events.owner import AccessoriesWaived, CreditSaid, DebtDropped


def _debtor_seen(case: Case, event: DebtorSeen, at: datetime) -> None:
    case.debtor = event


def _invoice_seen(case: Case, event: InvoiceSeen, at: datetime) -> None:
    known = case.invoices.get(event.number)
    if known is None:
        case.invoices[event.number] = Invoice(event, at, ahead=event.paid, ahead_on=at.date())
        return
    shown = max(0, event.paid - known.seen.paid)
    answered = min(known.recorded, shown)  # the source now shows what had been recorded here
    known.recorded -= answered
    known.credited = max(
        0, known.credited - max(0, known.seen.total - event.total)
    )  # the source shows it now
    known.ahead = min(known.ahead + shown - answered, event.paid)
    if shown:
        case.last_payment, known.ahead_on = at, at.date()
    if shown > answered:
        known.receipts.append((at.date(), shown - answered))
    fell = max(0, known.seen.paid - event.paid)
    if known.closed or fell > known.lent:  # else it only shows what the owner has said
        known.reopened = at
        known.fell += fell
    known.lent -= min(known.lent, fell)
    known.seen, known.closed = event, ""
    _keep_thanks(case, known, at.date())


def _keep_thanks(case: Case, known: Invoice, day: date) -> None:
    """What the same import only puts on another invoice is not given thanks for once more."""
    lost = max(0, known.thanked - known.paid)
    known.thanked -= lost
    if lost:
        case.unthanked = lost + (case.unthanked if case.unthanked_on == day else 0)
        case.unthanked_on = day
    if not case.unthanked or case.unthanked_on != day:
        return
    for invoice in case.invoices.values():
        came = sum(cents for on, cents in invoice.receipts if on == day)
        same = max(0, min(case.unthanked, came, invoice.paid - invoice.thanked))
        invoice.thanked += same
        case.unthanked -= same


def _invoice_closed(case: Case, event: InvoiceClosed, at: datetime) -> None:
    if event.number in case.invoices:
        case.invoices[event.number].closed = event.why
        case.last_payment = at


def _payment_seen(case: Case, event: PaymentSeen, at: datetime) -> None:
    invoice = case.invoices.get(event.number)
    if invoice is None:
        return
    case.last_payment = at
    if event.amount < 0:
        _taken_back(invoice, event)
        return
    listed = event.source != "owner" and invoice.ahead_on is not None and event.on <= invoice.ahead_on
    same = min(invoice.ahead, event.amount) if listed else 0  # money that the source had shown before
    invoice.ahead -= same
    invoice.recorded += event.amount - same
    invoice.thanked = min(invoice.thanked, invoice.paid)
    invoice.payments.append(event)
    invoice.noted = at if event.source == "owner" else invoice.noted
    if event.amount > same:
        invoice.receipts.append((event.on, event.amount - same))


def _taken_back(invoice: Invoice, event: PaymentSeen) -> None:
    """As if it had never been told: the owner's own word, that of its day first, then the last."""
    invoice.recorded += event.amount
    invoice.thanked, invoice.noted = min(invoice.thanked, invoice.paid), None
    own = [(p.on, p.amount if p.source == "owner" else 0) for p in invoice.payments]
    kept = zip(invoice.payments, _less(own, event), strict=True)
    told = [replace(p, amount=cents) if p.source == "owner" else p for p, cents in kept]
    invoice.payments = [payment for payment in told if payment.amount]
    days = (on for on, _ in invoice.receipts)
    invoice.receipts = [(on, c) for on, c in zip(days, _less(invoice.receipts, event), strict=True) if c]


def _less(told: Sequence[tuple[date, int]], back: PaymentSeen) -> list[int]:
    left, rest = [cents for _, cents in told], -back.amount
    for k in sorted(range(len(told)), key=lambda k: (told[k][0] == back.on, k), reverse=True):
        part = min(left[k], rest)
        left[k], rest = left[k] - part, rest - part
    return left


def _credit_said(case: Case, event: CreditSaid, at: datetime) -> None:
    if event.number in case.invoices:
        case.invoices[event.number].credited += event.amount


def _debt_dropped(case: Case, event: DebtDropped, at: datetime) -> None:
    """None named: all that is owed at this moment."""
    for number in event.invoices or [invoice.number for invoice in case.open_invoices()]:
        if invoice := case.invoices.get(number):
            invoice.dropped = "" if event.withdrawn else event.why
            invoice.dropped_at = None if event.withdrawn else at


def _accessories_waived(case: Case, event: AccessoriesWaived, at: datetime) -> None:
    """Kept for whoever reads the story: they were asked about once, and are not asked about again."""


APPLY: dict[type[Event], Callable[[Case, Any, datetime], None]] = {
    DebtorSeen: _debtor_seen,
    InvoiceSeen: _invoice_seen,
    InvoiceClosed: _invoice_closed,
    PaymentSeen: _payment_seen,
    CreditSaid: _credit_said,
    DebtDropped: _debt_dropped,
    AccessoriesWaived: _accessories_waived,
}
