"""The money that thanks name: all that came and was not given thanks for, and on how many days it came.

Two payments are never told as one, one payment never in two mails, and the same money is thanked for once.
"""

from dataclasses import replace
from datetime import date

from bot.case import Promise
from bot.draft import PromiseSaid
from bot.events.consequences import AnswerDropped, AnswerOwed
from bot.events.entries import CaseEvent
from bot.policy.held import touch
from bot.policy.instalments import last_day
from bot.policy.sight import Sight

KEPT, PARTLY = "promise_kept", "promise_partly_kept"


def owe(sight: Sight, owed: AnswerOwed) -> list[CaseEvent]:
    """In one mail with the thanks that wait to leave to the same person: two promises kept by one payment."""
    for before in sight.case.answers.values():
        together = (before.template, before.to) == (owed.template, owed.to) and owed.template == KEPT
        if together and before.amount and _currencies(sight, before) == _currencies(sight, owed):
            invoices = tuple(dict.fromkeys((*before.invoices, *owed.invoices)))
            both = replace(owed, amount=before.amount + owed.amount, invoices=invoices)
            return [AnswerDropped(before.answer, "one mail gives thanks for both"), both]
    return [owed]


def named(sight: Sight, owed: AnswerOwed, promise: Promise, said: PromiseSaid) -> PromiseSaid:
    """Not only what of it was counted for this promise; its day where all of it came for it, and by then."""
    if owed.template == PARTLY:
        return replace(said, came=owed.amount)
    if owed.template != KEPT or not owed.amount:
        return said
    days = _days(sight, owed)
    late = said.on and days and max(days) > last_day(sight, promise)
    other = set(owed.invoices) != set(promise.noted.invoices)
    on = None if late or other or _another_day(sight, promise, max(days, default=None)) else said.on
    return replace(said, on=on, received=owed.amount, payments=len(days) or 1)


def _another_day(sight: Sight, promise: Promise, came: date | None) -> bool:
    """Behind the day that he had announced, and after a later one was proposed to him."""
    said = promise.noted
    if came is None or said.on is None or came <= said.on:
        return False
    proposed = (o for o in sight.case.deserved.values() if o.template == "delay_proposed" and o.day)
    return any(touch(o.invoices, said.invoices) and sight.day(o.after) >= said.made for o in proposed)


def _currencies(sight: Sight, owed: AnswerOwed) -> set[str]:
    return {
        i.seen.currency for n, i in sight.case.invoices.items() if n in owed.invoices or not owed.invoices
    }


def _days(sight: Sight, owed: AnswerOwed) -> set[date]:
    """The last days on which so much came for these invoices."""
    about = [i for n, i in sight.case.invoices.items() if n in owed.invoices or not owed.invoices]
    until = sight.day(owed.after)
    receipts = sorted(one for invoice in about for one in invoice.receipts if one[0] <= until)
    rest, days = owed.amount, set[date]()
    for on, cents in reversed(receipts):
        if rest <= 0:
            break
        days.add(on)
        rest -= cents
    return days
