"""What the owner's words about a court do in a case: days confirmed, an acknowledgement, and what they stop.

Each comes back in a line that names the day until which something must be done. See `told` for the words.
"""

from dataclasses import replace
from datetime import date

from bot.case import Notice
from bot.events.consequences import HoldSet
from bot.events.entries import CaseEvent
from bot.events.owner import CourtDay, CourtDaySaid, DebtAcknowledged
from bot.law.terms import declared_by, served_by
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError, answered
from bot.owner.orders.told import Told, told
from bot.policy import claiming, court
from bot.policy.ageing import admitted

_AFTER: dict[CourtDay, CourtDay] = {"published": "insolvency", "declared": "published", "served": "order"}
_NOT: dict[CourtDay, str] = {  # said back, the first that holds
    "insolvency": "no_insolvency",
    "published": "not_published",
    "declared": "not_declared",
    "order": "no_order",
    "served": "not_served_yet",
}
_OF_INSOLVENCY: tuple[CourtDay, ...] = ("insolvency", "published", "declared")


def carried_out(order: Ground, text: str) -> Done | None:
    """What these words do; None where they tell nothing of a court and acknowledge nothing.

    While an insolvency is asked about or judged, a judgment is that one, whatever question it answers.
    """
    insolvent = court.opened_on(order.sight) is not None or bool(_asked(order))
    found = told(text, order.sight.today, about=order.about, insolvent=insolvent)
    if found.admits:
        return _acknowledged(order, found)
    if found.admits_not and order.case.acknowledged:
        taken = [replace(one, by=order.by, withdrawn=True) for one in order.case.acknowledged]
        return [*taken], Line("not_acknowledged")
    back = _taken_back(order, found)
    rests = [_resting(order)] if any(one.what == "insolvency" for one in back) else []
    if found.court:
        events, line = _confirmed(order, found)
        return [*back, *events], line
    return ([*back, *rests], Line(_NOT[back[0].what])) if back else None


def _resting(order: Ground) -> HoldSet:
    """What was silent for an insolvency goes on at the owner's « reprends » alone."""
    name = f"owner.{len(order.case.holds) + 1}.{int(order.sight.now.timestamp())}"
    return HoldSet(name, "owner", "the judgment was said by mistake", None, by="owner")


def _taken_back(order: Ground, found: Told) -> list[CourtDaySaid]:
    """What was confirmed and is now said not to be; without a judgment nothing of an insolvency is left."""
    gone = [what for what in _NOT if what in found.denied]
    gone = list(_OF_INSOLVENCY) if "insolvency" in gone else gone
    return [CourtDaySaid(what, None, order.by) for what in gone if what in order.case.court]


def not_after_judgment(order: Ground) -> None:
    """Nobody is reminded or put in default once an insolvency is judged (C. com. L622-21)."""
    judged = court.opened_on(order.sight)
    if judged:
        raise NonsenseError("insolvent", {"date": judged})


def _confirmed(order: Ground, found: Told) -> Done:
    known = order.case.court | dict(found.court)
    for what, day in found.court.items():
        if day > order.sight.today:
            raise NonsenseError("day_to_come", {"date": day})
        earlier = known.get(_AFTER.get(what, what))
        if earlier and day < earlier:
            raise NonsenseError("before_court", {"date": earlier})
    events: list[CaseEvent] = [CourtDaySaid(what, day, order.by) for what, day in found.court.items()]
    if "insolvency" in known:
        events += [answered(asked, "moot", order.by, "the judgment is known") for asked in _asked(order)]
    return events, _line(found, known)


def _asked(order: Ground) -> list[Notice]:
    return [n for n in order.case.open_notices() if n.opened.about == "insolvency"]


def _line(found: Told, known: dict[CourtDay, date]) -> Line:
    """The latest of what was said, with the day until which the next thing must be done."""
    if "declared" in found.court:
        return Line("declared", {"date": found.court["declared"]})
    if "served" in found.court:
        return Line("served", {"date": found.court["served"]})
    if "order" in found.court:
        order = found.court["order"]
        return Line("order", {"date": order, "until": served_by(order)})
    published = known.get("published")
    until = declared_by(published) if published else None
    return Line("insolvency", {"date": known.get("insolvency"), "since": published, "until": until})


def _acknowledged(order: Ground, found: Told) -> Done:
    """The owner takes a mail of the debtor's for an acknowledgement: that day's, else the one asked about."""
    mail = _mail_of(order, found.day) if found.day else order.mail or admitted(order.sight, _numbers(order))
    kept = order.case.mails.get(mail)
    if kept is None:
        raise NonsenseError("no_mail_of_day", {"date": found.day})
    sight, day = order.sight, order.sight.day(kept.kept.arrived)
    before = {invoice.number for invoice in order.owed if invoice.seen.issued <= day}
    if not before:
        raise NonsenseError("nothing_owed")
    event = DebtAcknowledged(mail, day, tuple(sorted(before)), order.by)
    perhaps = claiming.acknowledgement(event)
    until = claiming.possible(sight, [i for i in order.owed if i.number in before], (perhaps,))
    asked = [n for n in order.case.open_notices() if n.opened.about == "limitation" and n.opened.mail == mail]
    answers = [answered(notice, "resume", order.by) for notice in asked]
    line = "acknowledged" if until else "acknowledged_late"
    return [event, *answers], Line(line, {"date": day, "until": until})


def _numbers(order: Ground) -> tuple[str, ...]:
    return tuple(invoice.number for invoice in order.owed)


def _mail_of(order: Ground, day: date) -> str:
    """The last mail that the debtor wrote on that day."""
    of_day = [m for m in order.case.human_mails() if order.sight.day(m.kept.arrived) == day]
    return of_day[-1].kept.mail if of_day else ""
