"""An instalment that did not come on its day, and what becomes of those after it.

It is asked for by the next letter, which says that the plan ends without it. As soon as it has come the plan
goes on as agreed, and nothing is asked for before the next day. What keeps letters back meanwhile (a pause, a
dispute, a question, another day) takes its time away: then it is asked for anew. When the time that a letter
gave is over, the next one says that the plan is over and demands the whole; until that has left, the plan can
still be caught up with. What the debtor alone had announced binds nobody: its later days are watched, and the
ladder goes on. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.case import MACHINES, Invoice, Promise
from bot.events.consequences import AnswerOwed, HoldSet, PromiseEnded
from bot.events.entries import CaseEvent
from bot.events.letters import Climb
from bot.events.owner import NoticeAnswered
from bot.policy import thanks
from bot.policy.held import touching
from bot.policy.house import Decision, Record
from bot.policy.instalments import (
    Part,
    agreed,
    broken_before,
    day_of,
    ended,
    lacking,
    last_day,
    missing,
    peace,
    running,
    short,
)
from bot.policy.reply import addressee
from bot.policy.sight import Sight, plus, runs

GIVEN = 7  # days that the letter gives which asks for it
BY_POST = 14
_FOR_THE_WHOLE = frozenset({"first_firm_letter", "mise_en_demeure"})  # questions about such a letter

# It has come; announced by the debtor alone; something keeps letters about one of its invoices back; no
# letter has asked for it since; one has, and its time runs; that is over; a letter has demanded the whole.
State = Literal["come", "announced", "rests", "to_ask", "asked", "over", "ended"]


_WAITS: Mapping[State, str] = {
    "asked": "an instalment of {} was asked for",
    "rests": "the plan of {} rests with another invoice",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Instalments of which one did not come on its day."""

    late: tuple[Promise, ...]
    missing: tuple[Promise, ...]  # of these what has not come since
    after: tuple[Promise, ...]  # they are watched, and nothing rests for them
    state: State
    until: date | None = None  # when the time is over that a letter gave for what is missing


def follow(sight: Sight) -> Decision | None:
    """What was late has come: the plan goes on; or the whole has been demanded: what was agreed is over. As
    long as it can be caught up with, nobody is asked whether the whole may be demanded.
    """
    for plan in plans(sight):
        asked = _asked_for_the_whole(sight, plan) if plan.state in ("to_ask", "asked") else ()
        if asked:
            return Record(asked, "an instalment is asked for first")
        if plan.state == "come":
            return Record(_on_again(sight, plan), "the instalment that was late has come")
        if plan.state == "ended":
            gone = [event for p in plan.after for event in ended(sight, Part(p, 0))]
            return Record(tuple(gone), "the plan is over: an instalment did not come")
    return None


def _asked_for_the_whole(sight: Sight, plan: Plan) -> tuple[CaseEvent, ...]:
    numbers = {invoice.number for invoice in _about(sight, plan.missing, sight.owed)}
    open_ = [n.opened for n in sight.case.open_notices() if n.opened.about in _FOR_THE_WHOLE]
    why = "an instalment is asked for first"
    return tuple(NoticeAnswered(o.notice, "moot", "policy", why) for o in open_ if numbers & set(o.invoices))


def waits(sight: Sight, invoice: Invoice) -> str:
    """Why nothing is demanded yet: an instalment was asked for and may still come, or the plan rests with
    another of its invoices; empty: it is.
    """
    plan = plan_of(sight, invoice)
    return _WAITS.get(plan.state, "").format(invoice.number) if plan else ""


def next_day(sight: Sight) -> list[date]:
    """When the time is over that was given for what is late."""
    return [plan.until for plan in plans(sight) if plan.state == "asked" and plan.until]


def plan_of(sight: Sight, invoice: Invoice) -> Plan | None:
    """The plan for this invoice that the owner has agreed to and that is not kept to now."""
    mine = (plan for plan in plans(sight) if plan.state not in ("come", "announced"))
    return next((plan for plan in mine if _about(sight, plan.missing, (invoice,))), None)


def standing(sight: Sight) -> list[Promise]:
    """The payments to come that bind us: none of a plan whose time is over."""
    over = [p for plan in plans(sight) if plan.state in ("over", "ended") for p in plan.after]
    return [p for p in running(sight) if p not in over]


def due_now(sight: Sight, invoices: Sequence[Invoice]) -> int:
    """Cents of the instalments of these invoices whose day has come, while later ones keep the rest from
    being due; 0: no plan does.
    """
    numbers = {invoice.number for invoice in invoices}
    mine = [p for p in running(sight) if agreed(p) and set(p.noted.invoices) <= numbers]
    later = [p for p in mine if day_of(p) > sight.today and p in standing(sight)]
    gone = {p.noted.promise: p for one in later for p in missing(sight, one)}
    come = {p.noted.promise: p for p in mine if later and day_of(p) <= sight.today and short(sight, p)}
    return sum(lacking(sight, part) for part in (gone | come).values())


def unsaid(sight: Sight, invoice: Invoice) -> State | None:
    """What the debtor has yet to be told: that it is late, or that the plan is over."""
    plan = plan_of(sight, invoice)
    return plan.state if plan and plan.state in ("to_ask", "over") else None


def ends(sight: Sight, invoice: Invoice) -> bool:
    """The next letter about it says that the plan is over and demands the whole: whatever its tone, it is
    judged as a firm one."""
    return bool(sight.case.promises) and unsaid(sight, invoice) == "over"


def plans(sight: Sight) -> list[Plan]:
    """Those that were not kept to, each with what it is waiting for."""
    if not sight.case.promises:
        return []
    free = [p for p in running(sight) if p.noted.on and p.noted.promise not in sight.case.holds]
    found: dict[tuple[str, ...], list[Promise]] = {}
    for promise in sorted(free, key=day_of):
        late = tuple(p.noted.promise for p in broken_before(sight, promise))
        found.setdefault(late, []).append(promise)
    return [_plan(sight, after) for late, after in found.items() if late]


def _plan(sight: Sight, after: Sequence[Promise]) -> Plan:
    gone = missing(sight, after[0])
    state, until = _state(sight, gone, after)
    return Plan(tuple(broken_before(sight, after[0])), tuple(gone), tuple(after), state, until)


def _state(sight: Sight, gone: Sequence[Promise], after: Sequence[Promise]) -> tuple[State, date | None]:
    if not gone:
        return "come", None
    if not any(map(agreed, after)):
        return "announced", None
    if any(runs(sight, hold) for hold in _holds(sight, gone)):
        return "rests", None
    letters = _letters(sight, gone)
    if not letters:
        return "to_ask", None
    until = _until(sight, gone, letters[0])
    if until >= sight.today:
        return "asked", until
    return "ended" if any(sight.day(at) > until for at, _ in letters) else "over", until


def _letters(sight: Sight, gone: Sequence[Promise]) -> list[tuple[datetime, int]]:
    """The reminders of these since the first of them was late and nothing kept letters back, each with the
    days that it gave.
    """
    about = _about(sight, gone, sight.owed)
    numbers = {invoice.number for invoice in about}
    named = [(at, days) for at, climbs, days in reminders(sight) if any(c.number in numbers for c in climbs)]
    ends = [h.until for h in _holds(sight, gone) if h.until and h.rule not in MACHINES]
    first = plus(max([min(last_day(sight, p) for p in gone), *ends]), 1)
    since = max([sight.start_of(first), *(i.freed for i in about if i.freed)])
    return sorted(letter for letter in named if letter[0] >= since)


def reminders(sight: Sight) -> list[tuple[datetime, Sequence[Climb], int]]:
    """Steps taken, by whatever way, each with the days that it gave; what was said once more each time."""
    papers = [(p.posted.on, p.at, p.prepared.climbs, BY_POST) for p in sight.case.papers.values() if p.posted]
    calls = [(c.noted.on, c.at, c.due.climbs, GIVEN) for c in sight.case.calls.values() if c.noted]
    told = [(max(sight.start_of(on), at), climbs, days) for on, at, climbs, days in papers + calls]
    return [*((x.at, x.intended.climbs, GIVEN) for x in sight.case.sent_letters()), *told]


def _until(sight: Sight, gone: Sequence[Promise], letter: tuple[datetime, int]) -> date:
    """With the grace of a promise; who was away has the same time once he is back."""
    at, days = letter
    away = [h.until for h in _holds(sight, gone) if h.until and h.rule in MACHINES]
    since = max([sight.day(at), *away])
    return sight.calendar.add_working(plus(since, days), sight.rules.replies.promise_grace)


def _holds(sight: Sight, gone: Sequence[Promise]) -> list[HoldSet]:
    """What keeps, or has kept, letters about these back."""
    numbers = {invoice.number for invoice in _about(sight, gone, sight.owed)}
    return touching(sight.case.holds.values(), numbers)


def _about(sight: Sight, gone: Sequence[Promise], invoices: Sequence[Invoice]) -> list[Invoice]:
    return [i for i in invoices if any(not p.noted.invoices or i.number in p.noted.invoices for p in gone)]


def _on_again(sight: Sight, plan: Plan) -> tuple[CaseEvent, ...]:
    """Each is waited for again, and the money that came late is given thanks for."""
    late = plan.late
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
    return (*events, *(peace(sight, promise) for promise in plan.after))
