"""Calls, addresses, who the debtor is and how it is treated, the post, and words to keep.

Each function makes one order's events and the line that says it back; see `orders`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot import acts
from bot.events.consequences import HoldSet, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.letters import PaperPosted, PaperPresented
from bot.events.owner import HandedOver, KindSaid, MiseEnDemeureOrdered, NoteAdded, TreatmentSaid
from bot.events.owner_mail import ActRead
from bot.owner.orders import court, portal
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError
from bot.owner.orders.told import handed_to
from bot.policy import granted, held, requests, telephoned
from bot.policy.ordered import stands_against
from bot.policy.telephoned import Heard

_RESULTS: dict[str, granted.Result] = {
    "promise": "promise",
    "no_answer": "no_answer",
    "dispute": "dispute",
    "paid": "paid",
}
_LONGEST_NOTE = 2000
_TO_POST = frozenset(("post", "not_served"))  # a registered number alone does not say when it was posted
_SETTLES = frozenset(("promise", "dispute", "paid"))
_OF_ADDRESSES = frozenset(("wrong_contact", "stop_contact", "bounce", "no_address"))


def _called(order: Ground) -> Done:
    """A call that settled something answers the question, and ends what only waited for the owner."""
    act = order.act
    asked = [call for call in order.case.calls.values() if not call.noted]
    events = granted.called(
        order.sight,
        _RESULTS.get(act.result, "other"),
        day=act.day,
        amount=act.amount,
        invoices=order.matter.invoices,
        call=asked[-1].due.call if asked else "",
        mail=order.mail,
        heard=_heard(order),
    )
    line = _said_of_call(act, events)
    if order.about == "call":
        return [*events, *order.answered("resume")], line
    settles = act.result in _SETTLES and (order.about != "dispute" or act.result == "promise")
    return order.settled("the owner has called", events) if settles else events, line


def _heard(order: Ground) -> Heard:
    act = order.act
    return Heard(act.text[:_LONGEST_NOTE], act.value, act.until, order.order)


def _said_of_call(act: ActRead, events: Sequence[CaseEvent]) -> Line:
    """What was understood, what is asked of the owner beside it, and until when nothing leaves."""
    holds = [event for event in events if isinstance(event, HoldSet)]
    asks = next((hold.rule for hold in holds if hold.rule == act.value and hold.by == "policy"), "")
    noted = any(isinstance(event, PromiseNoted) for event in events)
    result = act.result or "other"
    if (asks and not noted) or act.value == telephoned.PLAN:
        result = "other"
    until = holds[0].until if holds and result == "other" else None
    return Line(f"called_{result}", {"date": act.day, "about": asks, "until": until})


def _contact(order: Ground) -> Done:
    """Another address answers a question about addresses, or a person who wants no mail; no other one."""
    events, notice = requests.contact_taken(order.sight, order.act.email), order.notice
    if notice and order.about in _OF_ADDRESSES:
        events += order.answered("approve" if order.about == "wrong_contact" else "resume")
        events += held.settled(order.case, notice.opened, "the owner gives an address")
    return events, Line("contact", {"email": order.act.email})


def _kind(order: Ground) -> Done:
    value: Any = order.act.value
    said = KindSaid(value, order.by)
    return [said, *(order.answered("resume") if order.about == "kind" else [])], Line(
        "kind", {"value": value}
    )


def _treatment(order: Ground) -> Done:
    value: Any = order.act.value
    closed = order.answered("moot", "the owner sees to it") if value in ("owner_only", "never") else []
    return [TreatmentSaid(value, order.by), *closed], Line("treatment", {"value": value})


def _already_reminded(order: Ground) -> Done:
    times = order.act.times or 0
    events = granted.declared(order.sight, order.matter.invoices, times)
    answered = order.answered("approve") if order.about == "backlog" else []
    return [*events, *answered], Line("already_reminded", {"times": times})


def _mise_en_demeure(order: Ground) -> Done:
    court.not_after_judgment(order)
    against = stands_against(order.sight, order.matter.invoices)
    if against:
        raise NonsenseError("not_demanded", {"about": against})
    return [MiseEnDemeureOrdered(order.matter.invoices, order.by)], Line("mise_en_demeure")


def _posted(order: Ground) -> Done:
    on = order.act.day or order.sight.today
    if not order.case.papers:
        raise NonsenseError("no_paper")
    if corrected := _posted_otherwise(order):
        return corrected
    if order.act.number and order.act.value == "number" and not order.act.day and order.about in _TO_POST:
        return [NoteAdded(order.act.number, order.by)], Line("posted_when", {"number": order.act.number})
    _not_to_come(order, on)
    events = acts.posted(order.case, order.act.number, on, invoices=order.matter.invoices)
    return events, Line("posted", {"number": order.act.number, "date": on})


def _posted_otherwise(order: Ground) -> Done | None:
    """ "Erreur de numéro, c'est 1A…": what was noted as posted is put right until it is presented."""
    paper = acts.about(order.case, order.matter.invoices) or list(order.case.papers.values())[-1]
    was = paper.posted
    if was is None or paper.presented:
        return None
    number, on = order.act.number or was.number, order.act.day or was.on
    if (number, on) == (was.number, was.on) or on < paper.prepared.dated:
        return None
    _not_to_come(order, on)
    return [PaperPosted(was.letter, number, on)], Line("posted_otherwise", {"number": number, "date": on})


def _presented(outcome: Any) -> Callable[[Ground], Done]:
    def said(order: Ground) -> Done:
        papers = [paper for paper in order.case.papers.values() if paper.posted]
        on = order.act.day or order.sight.today
        if not papers:
            raise NonsenseError("no_paper")
        _not_to_come(order, on)
        posted = papers[-1].posted
        if posted and on < posted.on:
            raise NonsenseError("before_posting", {"date": posted.on})
        event = PaperPresented(papers[-1].prepared.letter, on, outcome)
        name = "refused_letter" if outcome == "refused" else str(outcome)
        return [event], Line(name, {"date": on})

    return said


def _not_to_come(order: Ground, on: date) -> None:
    if on > order.sight.today:
        raise NonsenseError("day_to_come", {"date": on})


def _note(order: Ground) -> Done:
    """Free words are kept, and some say more: what a court did, that the debtor acknowledged the debt, where
    an invoice stands on a portal, and « confié à Maître Roche », which ends all writing here, for somebody
    else pursues it.
    """
    text = order.act.text[:_LONGEST_NOTE]
    noted = NoteAdded(text, order.by)
    if heard := telephoned.asked(order.sight, _heard(order), order.matter.invoices):
        return [noted, *heard], Line("called_other", {"about": order.act.value})
    told = court.carried_out(order, text)
    if told:
        events, line = told
        return [noted, *events], line
    to = handed_to(text)
    if not to:
        events, line = portal.status(order, text) or ([], Line("note", {"text": text}))
        return [noted, *events], line
    return [noted, HandedOver(to, order.by), *order.answered("moot")], Line("handed_over", {"to": to})


def _ask(order: Ground) -> Done:
    """Where the case stands; who renders the line knows."""
    return [], Line("ask")


ORDERS: dict[str, Callable[[Ground], Done]] = {
    "called": _called,
    "contact": _contact,
    "kind": _kind,
    "treatment": _treatment,
    "already_reminded": _already_reminded,
    "mise_en_demeure": _mise_en_demeure,
    "posted": _posted,
    "presented": _presented("presented"),
    "refused_letter": _presented("refused"),
    "unclaimed": _presented("unclaimed"),
    "not_served": _presented("not_served"),
    "note": _note,
    "ask": _ask,
}
