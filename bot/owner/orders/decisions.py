"""Yes and no: approvals, and what the debtor asked for granted, refused or answered otherwise.

Each function makes one order's events and the line that says it back; see `orders`.
"""

from collections.abc import Callable

from bot import acts
from bot.case import Notice
from bot.events import CaseEvent
from bot.owner.orders.going import hold
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError
from bot.policy import granted


def _ok(order: Ground) -> Done:
    notice = order.notice
    if notice is None:
        return [], Line("ok_nothing")
    if "approve" in notice.opened.choices:
        return _decided(order, notice, yes=True), Line("ok", {"about": order.about})
    return [], Line("ok_noted", {"about": order.about})


def _no(order: Ground) -> Done:
    notice = order.notice
    if notice and "refuse" in notice.opened.choices:
        return _decided(order, notice, yes=False), Line("no", {"about": order.about})
    return [hold(order, None, "the owner says no")], Line("stop")


def _decided(order: Ground, notice: Notice, *, yes: bool) -> list[CaseEvent]:
    if order.about == "wrong_contact" and yes:
        read = order.case.mails[order.mail].read if order.mail in order.case.mails else None
        if read is None or not read.new_contact:
            raise NonsenseError("no_address_in_mail")
        return [*order.answered("approve"), *granted.contact_taken(order.sight, read.new_contact)]
    if order.about == "delay_request":
        return _accepted(order) if yes else _refused(order)
    sight = order.sight
    return acts.answer(
        order.case, notice.opened.notice, yes=yes, why="by mail", rules=sight.rules, now=sight.now
    )


def _accept(order: Ground) -> Done:
    """Yes to what the debtor asked for: a day, a far promise, one promise more."""
    notice = order.notice
    if order.about == "delay_request":
        return _accepted(order), Line("accept", {"date": order.act.day})
    if notice and "approve" in notice.opened.choices:
        return _decided(order, notice, yes=True), Line("accept", {"date": order.act.day})
    if order.act.day:
        events = granted.delay_granted(order.sight, order.mail, order.act.day, order.matter.invoices)
        return [*order.answered("resume"), *events], Line("accept", {"date": order.act.day})
    raise NonsenseError("which_day")


def _accepted(order: Ground) -> list[CaseEvent]:
    day = order.act.day
    if day is None:
        raise NonsenseError("which_day")
    events = granted.delay_granted(order.sight, order.mail, day, order.matter.invoices)
    return [*order.answered("approve"), *events]


def _refuse(order: Ground) -> Done:
    notice = order.notice
    if order.about == "delay_request":
        return _refused(order), Line("refuse")
    if notice and "refuse" in notice.opened.choices:
        return _decided(order, notice, yes=False), Line("refuse")
    raise NonsenseError("nothing_asked")


def _refused(order: Ground) -> list[CaseEvent]:
    events = granted.delay_refused(order.sight, order.mail, order.matter.invoices)
    return [*order.answered("refuse"), *events]


def _propose(order: Ground) -> Done:
    if order.act.day is None:
        raise NonsenseError("which_day")
    events = granted.delay_proposed(order.sight, order.mail, order.act.day, order.matter.invoices)
    return [*order.answered("resume"), *events], Line("propose", {"date": order.act.day})


def _plan(order: Ground) -> Done:
    plan = order.act.instalments
    events = granted.plan_noted(order.sight, plan, order.matter.invoices, order.mail)
    answer = "approve" if order.about == "delay_request" else "resume"
    return [*order.answered(answer), *events], Line("plan", {"instalments": plan})


ORDERS: dict[str, Callable[[Ground], Done]] = {
    "ok": _ok,
    "no": _no,
    "accept": _accept,
    "refuse": _refuse,
    "propose": _propose,
    "plan": _plan,
}
