"""What the owner himself has noted, and takes back: money that did not come, a debt that is owed after all.

What an import or a bank's file has brought stays: the file decides. Nobody is written to on that day on its
account; what followed from the word that is taken back is put back first: a promise that it had kept, the
question that it had answered. Where the debtor was thanked for it, or it stood for longer than a day, the
owner is asked before any reminder, and the ladder begins anew (POLICY 6). Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot import acts
from bot.case import Invoice
from bot.events.consequences import AnswerDropped, AnswerOwed, HoldSet
from bot.events.entries import CaseEvent
from bot.events.owner import DebtDropped
from bot.owner.matters import of_everybody
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError
from bot.policy import claimed, delays, held, promises, questions
from bot.policy.sight import Sight
from bot.policy.thanks import KEPT, PARTLY

# "rien reçu", of money that the bank has undone; any value: it is surely about what was noted
RETURNED = "returned"
_THANKS = (KEPT, PARTLY)
_ANSWERED = held.OF_A_MAIL | {"already_paid"}
_WHY = "the owner takes back what he had noted"


@dataclass(frozen=True, slots=True)
class Noted:
    """The owner's last word on money for an invoice, as far as no source shows it."""

    invoice: Invoice
    at: datetime
    on: date
    amount: int


def noted(invoices: Sequence[Invoice]) -> list[Noted]:
    found = []
    for invoice in invoices:
        own = [payment for payment in invoice.payments if payment.source == "owner"]
        amount = min(own[-1].amount, invoice.recorded) if own else 0
        if invoice.noted and amount > 0 and not invoice.closed:
            found.append(Noted(invoice, invoice.noted, own[-1].on, amount))
    return found


# --- money ------------------------------------------------------------------------------------------


def payment(order: Ground) -> Done:
    """ "Faure n'a rien payé", of money that the owner had noted."""
    meant = _meant(order)
    told = _of_one_word(noted(meant))
    if not told:
        raise _not_noted(order, meant)
    since = max(one.at for one in told)
    if not (order.act.value or _today(order, since) or not any(i.left for i in meant)):
        raise NonsenseError("noted_before", values(told))
    back: list[CaseEvent] = []
    for one in told:
        back += acts.pay_back(order.case, one.invoice.number, one.amount, one.on, "")
    numbers = tuple(one.invoice.number for one in told)
    thanks = [
        a for a in order.case.answers.values() if a.template in _THANKS and held.touch(a.invoices, numbers)
    ]
    events = [*back, *(AnswerDropped(owed.answer, _WHY) for owed in thanks)]
    events += promises.not_kept(order.after(events), numbers)
    return _go_on(order, events, since, Line("paid_back", values(told)))


def _not_noted(order: Ground, meant: Sequence[Invoice]) -> NonsenseError:
    paid = [invoice for invoice in meant if invoice.paid or invoice.closed]
    return NonsenseError("file_decides" if paid else "nothing_asked")


def _of_one_word(told: list[Noted]) -> list[Noted]:
    """Of what was noted in one order all of it; of several orders none may be guessed."""
    if len({one.at for one in told}) > 1:
        raise NonsenseError("which_payment", values(told))
    return told


def _meant(order: Ground) -> list[Invoice]:
    named = set(order.matter.invoices)
    return [i for n, i in order.case.invoices.items() if i.seen.type != "credit_note" and n in (named or {n})]


def values(told: Sequence[Noted]) -> dict[str, Any]:
    """The numbers, the sum where all of it is of one currency, and what stays noted as received."""
    numbers, currency = tuple(one.invoice.number for one in told), told[0].invoice.seen.currency
    amount, paid = sum(one.amount for one in told), sum(one.invoice.paid for one in told)
    said = {"invoices": numbers, "date": told[-1].on, "currency": currency}
    if len({one.invoice.seen.currency for one in told}) > 1:
        return {**said, "amount": None}
    return {**said, "amount": amount, "left": paid - amount}


# --- a debt -----------------------------------------------------------------------------------------


def claimed_again(order: Ground) -> Done | None:
    """ "Brice : reprends", of a debt that was given up; None: it is an order about something else."""
    dropped = given_up(order)
    if not dropped or order.owed or not _about_it(order):
        return None
    numbers = tuple(invoice.number for invoice in dropped)
    since = max(invoice.dropped_at for invoice in dropped if invoice.dropped_at)
    one = len({invoice.seen.currency for invoice in dropped}) == 1
    amount = sum(invoice.unpaid for invoice in dropped) if one else None
    said = {"invoices": numbers, "amount": amount, "currency": dropped[0].seen.currency}
    events: list[CaseEvent] = [DebtDropped(numbers, _WHY, order.by, withdrawn=True)]
    return _go_on(order, events, since, Line("claimed_again", said))


def given_up(order: Ground) -> list[Invoice]:
    """Invoices of this matter that are claimed no more at the owner's word, and are not paid."""
    return [invoice for invoice in _meant(order) if invoice.dropped and invoice.unpaid]


def _about_it(order: Ground) -> bool:
    """Said of this customer or in its thread, not of everybody, and no answer to an open question."""
    listed = of_everybody(order.act) or order.act.target == "all"
    return not listed and (order.notice is None or order.by_name)


# --- what follows -----------------------------------------------------------------------------------


def _go_on(order: Ground, events: list[CaseEvent], since: datetime, line: Line) -> Done:
    """The ladder goes on from tomorrow, or waits for what its word had settled; `since`: when it was said."""
    numbers: tuple[str, ...] = line.values["invoices"]
    asked = _asked_again(order, order.after(events), numbers, since)
    after = order.after([*events, *asked])
    if delays.left_alone(after):
        return [*events, *asked], line
    rests = held.resting(after, numbers)
    if not asked and _to_be_asked(order, numbers, since):
        asked = [replace(questions.notice(after, "reopened", invoices=numbers), anew=True)]
        rests["reopened"] = None
    ends = [hold.until for hold in rests.values() if hold and hold.until]
    until = max(ends) if ends and len(ends) == len(rests) else None
    if rests:
        values = {"about": " ".join(rests), "until": until, "value": _told(order, asked, numbers, since)}
        return [*events, *asked], replace(line, values={**line.values, **values})
    said = replace(line, values={**line.values, "value": "tomorrow"})
    return [*events, _rest_of_day(order, numbers)], said


def _asked_again(order: Ground, after: Sight, numbers: Sequence[str], since: datetime) -> list[CaseEvent]:
    """The questions that the word had answered, with what rests for them; whether money came is answered."""
    events: list[CaseEvent] = []
    for known in order.case.notices.values():
        opened = known.opened
        by_it = known.answer == "resume" and known.answered_at == since and opened.about in _ANSWERED
        if not (by_it and opened.mail and held.touch(opened.invoices, numbers)):
            continue
        if owed := claimed.asked_after_all(after, opened.mail):
            events += owed
            continue
        again = replace(opened, notice=questions.next_name(order.sight, len(events) // 2))
        rest = delays.longer(order.sight, again)
        events += [replace(rest, until=None) if opened.about in held.OF_A_MAIL else rest, again]
    return events


def _told(order: Ground, asked: Sequence[CaseEvent], numbers: Sequence[str], since: datetime) -> str:
    """What the customer has heard of that money, or is to hear."""
    if any(isinstance(event, AnswerOwed) for event in asked):
        return "reference"
    return "thanked" if _thanked(order, numbers, since) else ""


def _to_be_asked(order: Ground, numbers: Sequence[str], since: datetime) -> bool:
    """A payment was taken back, not only a slip of that day: never at the old step (POLICY 6)."""
    slip = order.act.value != RETURNED and _today(order, since)
    return not slip or _thanked(order, numbers, since)


def _thanked(order: Ground, numbers: Sequence[str], since: datetime) -> bool:
    """The debtor has our word that it came."""
    letters = [x for x in order.case.letters.values() if x.at >= since and x.state in ("sent", "uncertain")]
    owed = (order.case.deserved.get(letter.intended.answer) for letter in letters)
    return any(a and a.template in _THANKS and held.touch(a.invoices, numbers) for a in owed)


def _today(order: Ground, moment: datetime) -> bool:
    return order.sight.day(moment) == order.sight.today


def _rest_of_day(order: Ground, numbers: tuple[str, ...]) -> HoldSet:
    why = "owed again: nothing leaves for it on this day"
    name = f"owner.{len(order.case.holds) + 1}.{int(order.sight.now.timestamp())}"
    return HoldSet(name, "owner", why, order.sight.today, numbers, by="owner")
