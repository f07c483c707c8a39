"""Money: received, not received, credited, given up.

Each function makes one order's events and the line that says it back; see `orders`.
"""

from collections.abc import Callable
from typing import Any

from bot import acts
from bot.case import Invoice
from bot.events.consequences import AnswerDropped, AnswerOwed, PromiseNoted
from bot.events.debts import PaymentSeen
from bot.events.entries import CaseEvent
from bot.events.mail import MailRead
from bot.events.owner import CreditSaid, DebtDropped
from bot.owner.orders import going, taken_back
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError
from bot.owner.orders.left_open import left_open, of_named
from bot.policy import claimed, held, late, left_over, replies

# Questions whether money came, or will come: to any other "nothing came" is no answer.
# "Paid" answers these so.
_PAID = {"already_paid": "resume", "arrived": "moot", "payment_match": "moot"}
_OF_MONEY = frozenset({"already_paid", "arrived", "payment_match", "promise_far", "promise_again"})
# Who claims nothing any more has no question left about that debt; one about the person stays.
_GIVEN_UP = frozenset(
    {"dispute", "undecided", "document_request", "promise_far", "promise_again", "owner_letter"}
)
_OF_PAYING = frozenset({"already_paid", "promise", "acknowledgement"})
ALL = "all"  # the value of what says so: "il a tout soldé"
_RECORDED = "the owner records the money"


def _paid(order: Ground) -> Done:
    """The whole of what was asked for, or a sum that goes to the oldest invoices first."""
    act, on = order.act, order.act.day or order.sight.today
    if on > order.sight.today:
        raise NonsenseError("day_to_come", {"date": on})
    owed = _meant(order) if act.amount is None else order.owed
    rest = _asked_sum(order, owed) if act.amount is None else act.amount
    if not owed or rest > sum(i.left for i in owed):
        return [], Line("too_much", {"amount": rest, "left": sum(i.left for i in owed)})
    events: list[CaseEvent] = []
    for invoice in owed:
        part = min(rest, invoice.left)
        if part > 0:
            events += acts.pay(order.case, invoice.number, part, on, "")
            rest -= part
    paid = [event for event in events if isinstance(event, PaymentSeen)]
    events += [*order.answered(_PAID[order.about]), *left_open(order)] if order.about in _PAID else []
    events += order.decided_of_letter(_RECORDED)
    said = _as_told(order, paid)
    noted = next((event.on for event in said if isinstance(event, PromiseNoted)), None)
    return [*events, *said], Line("paid", {"date": on, "until": noted, **_named(order, paid)})


def _as_told(order: Ground, paid: list[PaymentSeen]) -> list[CaseEvent]:
    """A mail of which nobody was sure told of this money: that is settled, and what it promises of the rest
    is taken like any promise."""
    mail = order.case.mails.get(order.mail) if order.about == "undecided" else None
    if order.notice is None or mail is None or mail.read is None or not _tells_only_of(mail.read, paid):
        return []
    freed = held.settled(order.case, order.notice.opened, _RECORDED)
    promised = replies.promised(order.after(paid), mail)
    return [*order.answered("resume", _RECORDED), *freed, *promised]


def _tells_only_of(read: MailRead, paid: list[PaymentSeen]) -> bool:
    said, told = set(read.intents), read.paid.amount if read.paid else None
    alone = "already_paid" in said and said <= _OF_PAYING and not read.misfortune
    return alone and sum(payment.amount for payment in paid) >= (told or 0)


def _asked_sum(order: Ground, owed: list[Invoice]) -> int:
    """A yes is to the question, and this one names a part where the debtor speaks of one; "tout" is more than
    that. Without a question it is what the next letter would ask for, of a plan the late instalment."""
    whole = _all_of(order, owed)
    if order.act.value == ALL:
        return whole
    if order.notice:
        return claimed.asked_part(order.case, order.about, order.mail, whole) or whole
    return late.due_now(order.sight, owed) or whole


def _all_of(order: Ground, owed: list[Invoice]) -> int:
    """What "paid" brought: where nothing else is open, what credit notes cover did not have to come."""
    gross = sum(invoice.left for invoice in owed)
    if len(owed) < len(order.case.open_invoices()):
        return gross
    return order.sight.left(invoice.number for invoice in owed) or gross


def _meant(order: Ground) -> list[Invoice]:
    """Nothing that is not due yet is taken for paid or given up only because its customer is named."""
    if not order.owed:
        raise NonsenseError("nothing_owed")
    if not order.asked_for:
        raise NonsenseError("which_of_them")
    return order.asked_for


def _named(order: Ground, paid: list[PaymentSeen]) -> dict[str, Any]:
    """The numbers and the sum, where all of it is of one currency, and what is left of these invoices."""
    found = {payment.number: order.case.invoices[payment.number] for payment in paid}
    currencies = {invoice.seen.currency for invoice in found.values()}
    if len(currencies) != 1:
        return {"amount": None, "invoices": tuple(found)}
    amount = sum(payment.amount for payment in paid)
    left = max(0, order.sight.left(found) - amount)
    return {"amount": amount, "invoices": tuple(found), "currency": currencies.pop(), "left": left}


def _not_received(order: Ground) -> Done:
    notice = order.notice
    if notice is None or order.about not in _OF_MONEY:
        return taken_back.payment(order)
    if order.act.value == taken_back.RETURNED:
        return _came_back(order)
    name, sight = notice.opened.notice, order.sight
    said = acts.answer(order.case, name, yes=False, why="not received", rules=sight.rules, now=sight.now)
    said = of_named(order, said) if order.about == "already_paid" else said
    asked = next((event.after for event in said if isinstance(event, AnswerOwed)), None)
    if asked is None:
        return said, Line("not_received")
    day = sight.day(sight.opening(asked))
    check = "check" if claimed.reference(order.case, order.mail) else "reference"
    return said, Line("not_received", {"value": check, "date": day if day > sight.today else None})


def _came_back(order: Ground) -> Done:
    """The money came and the bank has undone it: nobody is asked where it is, and the owner says how it goes
    on (a payment that is taken back).
    """
    why = "the bank has undone this payment"
    events, line = going.stopped(order, why)
    asks = [
        o for o in order.case.answers.values() if o.mail == order.mail and o.template == claimed.NOT_FOUND
    ]
    return [*events, *(AnswerDropped(o.answer, why) for o in asks), *order.answered("moot", why)], line


def _credit(order: Ground) -> Done:
    amount = order.act.amount or 0
    fitting = [invoice for invoice in order.owed if invoice.left >= amount]
    if not amount or len(order.owed) > 1:
        raise NonsenseError("which_invoice")
    if not fitting:
        return [], Line("too_much", {"amount": amount, "left": sum(i.left for i in order.owed)})
    one = fitting[0]
    said = {
        "amount": amount,
        "invoices": (one.number,),
        "currency": one.seen.currency,
        "left": one.left - amount,
    }
    return [CreditSaid(one.number, amount, order.by)], Line("credit", said)


def _drop(order: Ground) -> Done:
    notice = order.notice
    if notice and order.about == "left_over":
        given_up = notice.opened.indemnity + notice.opened.interest
        waived = left_over.waived(order.sight, notice.opened.letter, order.by)
        return [*order.answered("refuse"), *waived], Line("drop", {"amount": given_up})
    meant = order.owed if notice and not order.by_name else _meant(order)
    if not meant:
        raise NonsenseError("nothing_owed")
    numbers, why = tuple(invoice.number for invoice in meant), "the owner gives it up"
    one = len({invoice.seen.currency for invoice in meant}) == 1
    said = {"amount": sum(i.left for i in meant) if one else None, "currency": meant[0].seen.currency}
    ended = held.settled(order.case, notice.opened, why) if notice and order.about in _GIVEN_UP else []
    closed = order.answered("resume") if set(numbers) >= {i.number for i in order.owed} else []
    return [DebtDropped(numbers, why, order.by), *closed, *ended], Line("drop", {**said, "invoices": numbers})


ORDERS: dict[str, Callable[[Ground], Done]] = {
    "paid": _paid,
    "not_received": _not_received,
    "credit": _credit,
    "drop": _drop,
}
