"""Yes and no: approvals, and what the debtor asked for granted, refused or answered otherwise.

Each function makes one order's events and the line that says it back; see `orders`.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from bot import acts
from bot.case import Notice
from bot.events.consequences import AnswerOwed, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.mail import PromiseRead
from bot.owner.orders.going import rests, stopped
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError
from bot.owner.orders.left_open import left_open, of_named
from bot.policy import granted, held, renewed, requests
from bot.policy.delays import BY_HAND, LETTER, OF_HIS_LETTER, agreed_to, day_asked
from bot.policy.ladder import MISE_EN_DEMEURE
from bot.policy.shown import changed
from bot.policy.sight import plus

_ASKED_FOR_A_DAY = frozenset({"delay_request", "promise_far", "promise_again"})


def _ok(order: Ground) -> Done:
    notice = order.notice
    if notice is None:
        return [], Line("ok_nothing")
    if order.about == "delay_request":
        return _granted(order, notice)
    if "approve" in notice.opened.choices:
        if changed(order.sight, notice):
            return order.answered("moot", "another sum is owed now"), Line("another_sum")
        return _decided(order, notice, yes=True), Line("ok", {"about": order.about, "date": _leaves(order)})
    if order.about == "bounce":  # the next address is as good
        return order.answered("resume"), Line("ok", {"about": order.about})
    raise NonsenseError("other_word", {"about": order.about})


def _leaves(order: Ground) -> date | None:
    """The first day on which the mise en demeure that is agreed to may leave, where that is not today."""
    if order.about != MISE_EN_DEMEURE:
        return None
    sight, last = order.sight, order.sight.last_contact()
    ready = sight.now + timedelta(minutes=sight.rules.owner.think_minutes)
    spaced = sight.start_of(plus(sight.day(last), sight.spacing)) if last else ready
    day = sight.day(sight.opening(max(ready, spaced), firm=True))
    return day if day > sight.today else None


def _no(order: Ground) -> Done:
    notice = order.notice
    if notice and "refuse" in notice.opened.choices:
        return _decided(order, notice, yes=False), Line("no", {"about": order.about})
    return stopped(order, "the owner says no")


def _decided(order: Ground, notice: Notice, *, yes: bool) -> list[CaseEvent]:
    if order.about == "wrong_contact" and yes:
        read = order.case.mails[order.mail].read if order.mail in order.case.mails else None
        if read is None or not read.new_contact:
            raise NonsenseError("no_address_in_mail")
        return [*order.answered("approve"), *requests.contact_taken(order.sight, read.new_contact)]
    if order.about == "delay_request":
        return _refused(order)
    sight = order.sight
    said = acts.answer(
        order.case, notice.opened.notice, yes=yes, why="by mail", rules=sight.rules, now=sight.now
    )
    return of_named(order, said) if order.about == "already_paid" else said


def _accept(order: Ground) -> Done:
    """Yes to what the debtor asked for: a day, a far promise, one promise more."""
    notice = order.notice
    if notice and order.about == "delay_request":
        return _granted(order, notice)
    if order.about in OF_HIS_LETTER:
        return _said_by_hand(order)
    if notice and order.about == "undecided" and not order.act.day:
        return _said_after_all(order, notice)
    if order.about in _ASKED_FOR_A_DAY and order.act.day and order.act.day not in _promised(order):
        return _accepted(order, order.act.day), Line("accept", {"date": order.act.day})
    if notice and "approve" in notice.opened.choices:
        done, line = _ok(order)
        day = line.name == "ok" and order.about in _ASKED_FOR_A_DAY
        return done, Line("accept", {"date": order.act.day}) if day else line
    if order.act.day:
        events = granted.delay_granted(order.sight, order.mail, order.act.day, order.matter.invoices)
        return order.settled("the owner accepts a day", events), Line("accept", {"date": order.act.day})
    if order.about == "dispute":
        raise NonsenseError("other_word", {"about": order.about})
    raise NonsenseError("which_day")


def _promised(order: Ground) -> list[date]:
    mail = order.case.mails.get(order.mail)
    return [promise.date for promise in mail.read.promises if promise.date] if mail and mail.read else []


def _granted(order: Ground, notice: Notice) -> Done:
    """A day said with the yes, else what he had granted before and the debtor has not heard of, else the day
    that the debtor asked for; without any the owner is asked, and nothing is written meanwhile."""
    again = [] if order.act.day else renewed.offered(order.sight, notice.opened)
    if len(again) > 1:
        return _planned(order, [PromiseRead(on, amount) for on, amount in again])
    if not order.act.day and _proposed_before(order, notice):
        raise NonsenseError("which_day")
    day = order.act.day or (again[0][0] if again else day_asked(order.sight, order.mail))
    if day is None:
        return [agreed_to(order.sight, notice.opened)], Line("until_when")
    return _accepted(order, day), Line("accept", {"date": day})


def _proposed_before(order: Ground, notice: Notice) -> bool:
    """A mere yes to the question about his own proposal is none to the day that the debtor asked for."""
    owed = renewed.its_own(order.sight, notice.opened)
    return owed is not None and owed.template == "delay_proposed"


def _said_after_all(order: Ground, notice: Notice) -> Done:
    """His yes, which a mail that nobody understood has kept back."""
    owed, parts = renewed.said_by(order.sight, notice.opened), renewed.offered(order.sight, notice.opened)
    if owed is None or not parts:
        raise NonsenseError("which_day")
    plan, day = [PromiseRead(on, amount) for on, amount in parts], parts[0][0]
    if len(plan) > 1:
        events = granted.plan_noted(order.sight, plan, owed.invoices, owed.mail)
        line = Line("plan", {"instalments": tuple(plan)})
    else:
        events = granted.delay_granted(order.sight, owed.mail, day, owed.invoices)
        line = Line("accept", {"date": day})
    return order.settled("the owner says his yes after all", events), line


def _said_by_hand(order: Ground) -> Done:
    if order.act.day is None:
        raise NonsenseError("which_day")
    return rests(order, order.act.day), Line("accept", {"date": order.act.day})


def _accepted(order: Ground, day: date) -> list[CaseEvent]:
    events = granted.delay_granted(order.sight, order.mail, day, order.matter.invoices)
    return [*order.answered("approve"), *events, *left_open(order)]


def _refuse(order: Ground) -> Done:
    notice = order.notice
    if notice and order.about == BY_HAND:
        ended = held.settled(order.case, notice.opened, "the owner grants no more time")
        return [*order.answered("resume"), *ended], Line("refuse")
    if order.about == "delay_request":
        events = _refused(order)
        return events, Line("refuse", {"date": _stands(order, events)})
    if notice and "refuse" in notice.opened.choices:
        return _decided(order, notice, yes=False), Line("refuse")
    raise NonsenseError("nothing_asked")


def _stands(order: Ground, events: Sequence[CaseEvent]) -> date | None:
    """The day promised or agreed before, to which the debtor is held, unless it is over."""
    named = (event.promise for event in events if isinstance(event, AnswerOwed))
    promise = order.case.promises.get(next(named, ""))
    day = promise.noted.on if promise else None
    return day if day and day >= order.sight.today else None


def _refused(order: Ground) -> list[CaseEvent]:
    events = granted.delay_refused(order.sight, order.mail, order.matter.invoices)
    return [*order.answered("refuse"), *events, *left_open(order)]


def _propose(order: Ground) -> Done:
    """Another day than the one that the debtor asked for or promised; as much as that is a yes to it."""
    if order.about == BY_HAND:
        return _said_by_hand(order)
    if order.act.day is None:
        raise NonsenseError("which_day")
    if order.about in _ASKED_FOR_A_DAY and _is_what_he_asked(order, order.act.day):
        return _accept(order)
    events = granted.delay_proposed(order.sight, order.mail, order.act.day, order.matter.invoices)
    closed = order.answered("resume") if order.about in _ASKED_FOR_A_DAY | {LETTER} else []
    return [*closed, *events, *left_open(order)], Line("propose", {"date": order.act.day})


def _is_what_he_asked(order: Ground, day: date) -> bool:
    asked = day_asked(order.sight, order.mail) if order.about == "delay_request" else None
    last = asked or max(_promised(order), default=None)
    return day == last


def _plan(order: Ground) -> Done:
    return _planned(order, order.act.instalments)


def _planned(order: Ground, plan: Sequence[PromiseRead]) -> Done:
    """Noted, and said back with what it leaves out of the debt, or names beyond it."""
    events = granted.plan_noted(order.sight, plan, order.matter.invoices, order.mail)
    noted = granted.instalments(order.sight, events, order.mail)
    said = {
        "instalments": tuple(PromiseRead(event.on, event.amount) for event in noted),
        **_beside_the_debt(order, plan, noted),
    }
    return [*order.settled("the owner accepts a plan", events), *left_open(order)], Line("plan", said)


def _beside_the_debt(
    order: Ground, plan: Sequence[PromiseRead], noted: Sequence[PromiseNoted]
) -> dict[str, Any]:
    """The plan's sum and what is owed, where they are not the same."""
    if not noted or any(part.amount is None for part in plan):
        return {}
    amount, owed = sum(part.amount or 0 for part in plan), noted[0].owed
    if abs(amount - owed) < order.sight.rules.law.ignore_below:
        return {}
    currency = order.case.invoices[noted[0].invoices[0]].seen.currency
    return {"amount": amount, "left": owed, "currency": currency}


ORDERS: dict[str, Callable[[Ground], Done]] = {
    "ok": _ok,
    "no": _no,
    "accept": _accept,
    "refuse": _refuse,
    "propose": _propose,
    "plan": _plan,
}
