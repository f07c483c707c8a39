"""Money that stands on another invoice of the debtor, and may be meant for the one that is to be asked for.

Before a promise is called broken, a payment not found, or a reminder leaves, the same sum on a neighbour, or
one paid twice, is shown to the owner (POLICY 1: never accuse on missing knowledge). His yes records it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.case import Case, Invoice
from bot.events.debts import PaymentSeen
from bot.events.owner import NoticeOpened
from bot.policy import claimed
from bot.policy.house import Decision, Record, Wait
from bot.policy.questions import notice
from bot.policy.sight import Sight, named

MATCH = "payment_match"


@dataclass(frozen=True, slots=True)
class Found:
    """So many cents on this invoice, which may be another's."""

    number: str
    amount: int
    on: date | None = None  # None: known only as paid too much


def announced(sight: Sight, mail: str, invoices: Sequence[str]) -> Decision | None:
    """The sum that was announced in this mail for these invoices came, but stands on another one."""
    for since, amount in _announced(sight, mail, invoices):
        for found in _on_others(sight, invoices, since):
            if abs(found.amount - amount) < sight.rules.law.ignore_below:
                return _ask(sight, found, invoices, mail, waits=True)
    return None


def overpaid(sight: Sight, able: Iterable[Invoice]) -> Decision | None:
    """One invoice was paid too much, others of the same currency are overdue."""
    for number, invoice in sight.case.invoices.items():
        more = too_much(sight.case, number)
        if more < max(1, sight.rules.law.ignore_below):
            continue
        late = [i for i in able if i.seen.due < sight.today and i.seen.currency == invoice.seen.currency]
        asked = _ask(sight, Found(number, more), [i.number for i in late]) if late else None
        if asked:
            return asked
    return None


def too_much(case: Case, number: str) -> int:
    """Cents that came for this invoice above what it asks."""
    invoice = case.invoices.get(number)
    if invoice is None or invoice.seen.type == "credit_note":
        return 0
    return max(0, invoice.paid + invoice.credited - invoice.seen.total)


def recorded(case: Case, opened: NoticeOpened) -> list[PaymentSeen]:
    """The owner says that it is this one: the oldest invoices first."""
    rest, events = opened.amount, []
    about = [case.invoices[number] for number in opened.invoices if number in case.invoices]
    for invoice in sorted(about, key=lambda i: (i.seen.due, i.number)):
        part = min(rest, invoice.left)
        if part > 0 and opened.day:
            events.append(PaymentSeen(invoice.number, part, opened.day))
            rest -= part
    return events


def moved(case: Case, invoice: Invoice) -> bool:
    """Its payment was not taken back: it is shown where it belongs now, as the owner said, or of itself."""
    if not invoice.reopened or not invoice.fell:
        return False
    return _said_elsewhere(case, invoice) or _shown_elsewhere(case, invoice)


def _said_elsewhere(case: Case, invoice: Invoice) -> bool:
    """The owner has recorded it for another one, and no money has come here since he was asked."""
    return any(
        (known.opened.about, known.opened.stands_on, known.answer) == (MATCH, invoice.number, "approve")
        and known.opened.amount == invoice.fell
        and not any(on > known.at.date() for on, _ in invoice.receipts)
        for known in case.notices.values()
    )


def _shown_elsewhere(case: Case, invoice: Invoice) -> bool:
    """The same import shows as much more on another one, for each invoice that lost so much in it."""
    day = invoice.reopened.date() if invoice.reopened else None
    rose = [cents for i in case.invoices.values() for on, cents in i.receipts if on == day]
    fallen = [i for i in case.invoices.values() if i.reopened and i.reopened.date() == day]
    lost = [i.fell for i in fallen]
    return rose.count(invoice.fell) >= lost.count(invoice.fell)


def _announced(sight: Sight, mail: str, invoices: Sequence[str]) -> list[tuple[date, int]]:
    """Since when money may have come, and how much: of what was promised, and of what is said to be paid."""
    case, kept = sight.case, sight.case.mails.get(mail)
    running = [p.noted for p in case.promises.values() if not p.outcome and p.noted.mail == mail]
    found = [(p.made, p.amount or p.owed) for p in running if set(p.invoices) == set(invoices)]
    paid = claimed.said(case, mail)
    if paid and kept:
        found.append((paid.date or sight.day(kept.kept.arrived), paid.amount or case.left(invoices)))
    return found


def _on_others(sight: Sight, invoices: Sequence[str], since: date) -> list[Found]:
    """What came since that day on invoices of which no promise of its own tells."""
    case = sight.case
    own = {n for p in case.promises.values() if p.outcome != "replaced" for n in p.noted.invoices}
    return [
        Found(number, amount, on)
        for number, invoice in case.invoices.items()
        if number not in own and number not in invoices
        for on, amount in invoice.receipts
        if on >= since
    ]


def _ask(
    sight: Sight, found: Found, invoices: Sequence[str], mail: str = "", *, waits: bool = False
) -> Decision | None:
    """Once for this money; None when the owner has said that it is another's.

    What was announced for these invoices waits for his answer; the ladder looks to the question by itself.
    """
    for known in sight.case.notices.values():
        asked = known.opened
        if (asked.about, asked.stands_on) == (MATCH, found.number) and asked.amount >= found.amount:
            why = f"the owner is asked whose money it is (notice {asked.notice})"
            if not waits:
                return None
            if set(invoices) <= set(asked.invoices):
                return None if known.answer else Wait(None, why)
    opened = notice(sight, MATCH, invoices=invoices, mail=mail, day=found.on)
    why = f"money on {found.number} may be meant for {named(invoices)}"
    return Record((replace(opened, amount=found.amount, stands_on=found.number),), why)
