"""Money: received, not received, credited, given up.

Each function makes one order's events and the line that says it back; see `orders`.
"""

from collections.abc import Callable

from bot import acts
from bot.events import CaseEvent, CreditSaid, DebtDropped
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError
from bot.policy import left_over


def _paid(order: Ground) -> Done:
    """The whole of what is meant, or a sum that goes to the oldest invoices first."""
    act, on = order.act, order.act.day or order.sight.today
    if on > order.sight.today:
        raise NonsenseError("day_to_come", {"date": on})
    owed = order.owed
    rest = sum(i.left for i in owed) if act.amount is None else act.amount
    if not owed or rest > sum(i.left for i in owed):
        return [], Line("too_much", {"amount": rest, "left": sum(i.left for i in owed)})
    events: list[CaseEvent] = []
    for invoice in owed:
        part = min(rest, invoice.left)
        if part > 0:
            events += acts.pay(order.case, invoice.number, part, on, "")
            rest -= part
    if order.about in ("already_paid", "arrived"):
        events += order.answered("resume") if order.about == "already_paid" else order.answered("moot")
    return events, Line("paid", {"amount": act.amount, "date": on})


def _not_received(order: Ground) -> Done:
    notice = order.notice
    if notice is None or "refuse" not in notice.opened.choices:
        raise NonsenseError("nothing_asked")
    return order.answered("refuse", "not received"), Line("not_received")


def _credit(order: Ground) -> Done:
    amount = order.act.amount or 0
    fitting = [invoice for invoice in order.owed if invoice.left >= amount]
    if not amount or len(order.owed) > 1:
        raise NonsenseError("which_invoice")
    if not fitting:
        return [], Line("too_much", {"amount": amount, "left": sum(i.left for i in order.owed)})
    return [CreditSaid(fitting[0].number, amount, order.by)], Line("credit", {"amount": amount})


def _drop(order: Ground) -> Done:
    notice = order.notice
    if notice and order.about == "left_over":
        given_up = notice.opened.indemnity + notice.opened.interest
        waived = left_over.waived(order.sight, notice.opened.letter, order.by)
        return [*order.answered("refuse"), *waived], Line("drop", {"amount": given_up})
    dropped = tuple(invoice.number for invoice in order.owed)
    if not dropped:
        raise NonsenseError("nothing_owed")
    left = sum(invoice.left for invoice in order.owed)
    dropped_ = DebtDropped(dropped, "the owner gives it up", order.by)
    return [dropped_, *order.answered("resume")], Line("drop", {"amount": left})


ORDERS: dict[str, Callable[[Ground], Done]] = {
    "paid": _paid,
    "not_received": _not_received,
    "credit": _credit,
    "drop": _drop,
}
