"""An instalment that did not come on its day, and what becomes of those after it.

It is asked for by the next letter, which says that the plan ends without it. As soon as it has come the plan
goes on as agreed, and nothing is asked for before the next day. When the time that this letter gave is over
as well, the plan is over, and only then is the whole demanded. What the debtor alone had announced binds
nobody: its later days are watched, and the ladder goes on. Pure.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.case import Invoice, Promise
from bot.events.consequences import AnswerOwed, HoldSet, PromiseEnded
from bot.events.entries import CaseEvent
from bot.policy import thanks
from bot.policy.house import Decision, Record
from bot.policy.instalments import Part, agreed, ended, last_day, running
from bot.policy.ladder import MISE_EN_DEMEURE, rung
from bot.policy.reply import addressee
from bot.policy.sight import Sight, plus

GIVEN = 7  # days that the letter gives which asks for it
BY_POST = 14


def follow(sight: Sight) -> Decision | None:
    """What was late has come: the plan goes on; or it has not come in time: what was agreed is over."""
    for late, after in _interrupted(sight):
        missing = [p for p in late if _short(sight, p)]
        if not missing:
            return Record(_on_again(sight, late, after), "the instalment that was late has come")
        if all(map(agreed, after)) and _time_is_over(sight, missing):
            gone = [event for p in after for event in ended(sight, Part(p, 0))]
            return Record(tuple(gone), "the plan is over: an instalment did not come")
    return None


def waits(sight: Sight, invoice: Invoice) -> str:
    """Why nothing more is demanded yet: an instalment was asked for and may still come; empty: nothing is."""
    for late, after in _interrupted(sight):
        if all(map(agreed, after)) and any(invoice in _about(sight, p) and _until(sight, p) for p in late):
            return f"an instalment of {invoice.number} was asked for"
    return ""


def next_day(sight: Sight) -> list[date]:
    """When the time is over that was given for what is late."""
    last = [_until(sight, p) for late, _ in _interrupted(sight) for p in late if _short(sight, p)]
    return [day for day in last if day]


def to_come(sight: Sight, promise: Promise) -> list[Promise]:
    """The instalments after this one, which did not come."""
    return next((after for late, after in _interrupted(sight) if promise in late), [])


def _interrupted(sight: Sight) -> list[tuple[list[Promise], list[Promise]]]:
    """The plans that were not kept to: the instalments that did not come, and those after them."""
    if not sight.case.promises:
        return []
    free = [p for p in running(sight) if p.noted.on and p.noted.promise not in sight.case.holds]
    found: dict[tuple[str, ...], tuple[list[Promise], list[Promise]]] = {}
    for promise in sorted(free, key=_day):
        late = _before(sight, promise)
        if late:
            found.setdefault(tuple(p.noted.promise for p in late), (late, []))[1].append(promise)
    return list(found.values())


def _before(sight: Sight, promise: Promise) -> list[Promise]:
    """The instalments of these invoices that did not come while this one was agreed."""
    about = set(promise.noted.invoices)
    broken = [p for p in sight.case.promises.values() if p.outcome == "broken"]
    mine = [p for p in broken if about & set(p.noted.invoices)]
    return [p for p in mine if promise.noted.made <= _day(p) < _day(promise)]


def _on_again(sight: Sight, late: Sequence[Promise], after: Sequence[Promise]) -> tuple[CaseEvent, ...]:
    """Each is waited for again, and the money that came late is given thanks for."""
    come = [(p.noted.promise, sight.case.received(p)) for p in late]
    events: list[CaseEvent] = [PromiseEnded(name, "kept", received) for name, received in come]
    said = late[-1].noted
    mail, came = sight.case.mails.get(said.mail), sight.case.came(late[-1])
    to = addressee(sight.case, mail) if mail else next(iter(sight.contacts()), "")
    if to and came:
        owed = AnswerOwed(
            f"{said.promise}.{thanks.KEPT}", said.mail, thanks.KEPT, to, sight.now, said.invoices
        )
        events += thanks.owe(sight, replace(owed, promise=said.promise, amount=came))
    for promise in after:
        noted, why = promise.noted, f"payment is promised for {promise.noted.on}"
        until = last_day(sight, promise)
        events.append(HoldSet(noted.promise, "promise", why, until, noted.invoices, noted.mail))
    return tuple(events)


def _short(sight: Sight, promise: Promise) -> bool:
    """It has not come, later than its day either."""
    small = sight.rules.law.ignore_below
    target = min(promise.noted.amount or promise.noted.owed, promise.noted.owed)
    return target - sight.case.received(promise) >= max(small, 1)


def _time_is_over(sight: Sight, missing: Sequence[Promise]) -> bool:
    """The letters that asked for these gave time until a day that is over; or no letter below the mise en
    demeure is left to ask.
    """
    last = [(promise, _until(sight, promise)) for promise in missing]
    return all(until < sight.today if until else _all_said(sight, promise) for promise, until in last)


def _until(sight: Sight, promise: Promise) -> date | None:
    """Until when the letter that asked for it gave time: the first one since its own day was over."""
    since, grace = last_day(sight, promise), sight.rules.replies.promise_grace
    steps = [c for i in _about(sight, promise) for c in i.climbs if sight.day(c.at) > since]
    first = min(steps, key=lambda climbed: climbed.at, default=None)
    if first is None:
        return None
    given = BY_POST if first.letter in sight.case.papers else GIVEN
    return sight.calendar.add_working(plus(sight.day(first.at), given), grace)


def _all_said(sight: Sight, promise: Promise) -> bool:
    rungs = [rung(sight, invoice) for invoice in _about(sight, promise)]
    return all(found is None or found.step.step == MISE_EN_DEMEURE for found in rungs)


def _about(sight: Sight, promise: Promise) -> list[Invoice]:
    return [i for i in sight.owed if not promise.noted.invoices or i.number in promise.noted.invoices]


def _day(promise: Promise) -> date:
    return promise.noted.on or promise.noted.made
