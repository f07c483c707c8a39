"""Money that stands on another invoice of the debtor, and may be meant for the one that is to be asked for.

Before a promise is called broken or kept in part only, a payment not found, or a reminder leaves, what came
meanwhile on a neighbour is shown to the owner (POLICY 1: never accuse on missing knowledge): the same sum, be
it split over several, a part that does not settle that neighbour, or what it was paid too much. His yes
records it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.case import Case, Invoice, Promise
from bot.draft import Moved
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


@dataclass(frozen=True, slots=True)
class Announced:
    """So many cents are missing of what was to come by this day, and may have come since that one."""

    since: date
    by: date
    missing: int


def announced(sight: Sight, mail: str, invoices: Sequence[str]) -> Decision | None:
    """What was announced in this mail for these invoices, or a part of it, came, but stands on others."""
    for said in _announced(sight, mail, invoices):
        for together in _perhaps(sight, said, invoices):
            asked = [_ask(sight, found, invoices, mail, waits=True) for found in together]
            open_ = [decision for decision in asked if decision]
            if open_:  # all are asked about before any is waited for
                return next((one for one in open_ if isinstance(one, Record)), open_[0])
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


def put_right(sight: Sight, invoices: Iterable[Invoice]) -> tuple[Moved, ...]:
    """Money that a source has moved from these to others for which the debtor was pressed meanwhile: said
    in the first letter that asks for these again.
    """
    case, found = sight.case, list[Moved]()
    for invoice in invoices:
        at = invoice.reopened
        if at is None or not moved(case, invoice) or _named_since(case, invoice.number, at):
            continue
        there = [i for i in case.invoices.values() if (sight.day(at), invoice.fell) in i.receipts]
        since = max((on for on, _ in invoice.receipts if on < sight.day(at)), default=None)
        if len(there) == 1 and since and _named_since(case, there[0].number, sight.start_of(since), at):
            found.append(Moved(invoice.fell, invoice.number, there[0].number, not there[0].left))
    return tuple(found)


def _named_since(case: Case, number: str, since: datetime, until: datetime | None = None) -> bool:
    """A letter between these moments asked for this invoice, were it for what is missing of a promise."""
    for letter in case.sent_letters():
        if letter.at >= since and (until is None or letter.at < until):
            thanks = case.deserved.get(letter.intended.answer)
            part = thanks.invoices if thanks and thanks.template == "promise_partly_kept" else ()
            if number in (
                *(climb.number for climb in letter.intended.climbs),
                *(() if letter.intended.kind == "note" else letter.intended.mentioned),
                *part,
            ):
                return True
    return False


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


def _announced(sight: Sight, mail: str, invoices: Sequence[str]) -> list[Announced]:
    """What is missing of what was promised in this mail, and of what it says to be paid."""
    case, kept = sight.case, sight.case.mails.get(mail)
    mine = [p for p in case.promises.values() if not p.outcome and p.noted.mail == mail]
    found = [
        Announced(p.noted.made, _by(p), (p.noted.amount or p.noted.owed) - case.received(p))
        for p in mine
        if set(p.noted.invoices) == set(invoices)
    ]
    paid = claimed.said(case, mail)
    if paid and kept:
        on = paid.date or sight.day(kept.kept.arrived)
        found.append(Announced(on, on, paid.amount or case.left(invoices)))
    return found


def _by(promise: Promise) -> date:
    return promise.noted.on or promise.noted.made


def _perhaps(sight: Sight, said: Announced, invoices: Sequence[str]) -> list[list[Found]]:
    """What may be the money that is missing, the likeliest first: its very sum, the same split over several,
    what others were paid too much, and what settles none of them.
    """
    others = _others(sight, invoices)
    found, small = _unexplained(sight, said, others), sight.rules.law.ignore_below
    by_day = [[one for one in found if one.on == day] for day in dict.fromkeys(one.on for one in found)]
    sums = [*([one] for one in found), *by_day]
    over = [Found(i.number, more, i.receipts[-1][0]) for i, more in _over(sight, others, said.since)]
    parts = [f for f in found if f.amount < said.missing and sight.case.invoices[f.number].left]
    same = [all_ for all_ in sums if abs(sum(f.amount for f in all_) - said.missing) < small]
    return [*same, over, parts]


def _others(sight: Sight, invoices: Sequence[str]) -> list[Invoice]:
    known = sight.case.invoices
    currencies = {known[n].seen.currency for n in invoices if n in known}
    return [
        invoice
        for number, invoice in known.items()
        if number not in invoices
        and invoice.seen.type != "credit_note"
        and invoice.seen.currency in currencies
    ]


def _unexplained(sight: Sight, said: Announced, others: Iterable[Invoice]) -> list[Found]:
    """What came since then on these, except where a promise tells that it was to come as soon."""
    promises = [p for p in sight.case.promises.values() if p.outcome != "replaced" and _by(p) <= said.by]
    own = {number for promise in promises for number in promise.noted.invoices}
    return [
        Found(invoice.number, amount, on)
        for invoice in others
        if invoice.number not in own
        for on, amount in invoice.receipts
        if on >= said.since
    ]


def _over(sight: Sight, others: Iterable[Invoice], since: date) -> list[tuple[Invoice, int]]:
    small = max(1, sight.rules.law.ignore_below)
    late = [i for i in others if i.receipts and i.receipts[-1][0] >= since]
    return [(i, more) for i in late if (more := too_much(sight.case, i.number)) >= small]


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
