"""Days of a court's that the owner confirmed: an insolvency that silences us, and what must be done in time.

From the judgment that opens an insolvency on nobody is reminded of anything (C. com. L622-21): no order
lifts that, only the owner's word that it was a mistake. Nor is who was ordered to pay by an injonction. What
must be done in time, an order served or a claim declared, is told a month and ten days before, held or handed
over all the same, for it is said to the owner and not to the debtor. Pure.
"""

from datetime import date, datetime

from bot.case import Invoice
from bot.events.owner import NoticeAnswered
from bot.law.terms import Term, declared_by, running
from bot.policy.house import Decision, Record
from bot.policy.questions import notice
from bot.policy.sight import Sight, plus

_ALERTS = (30, 10)  # days before the last one
_AFTER = ("after_judgment", "after_order")


def opened_on(sight: Sight) -> date | None:
    """The day of the judgment that opened an insolvency, as the owner confirmed it."""
    return sight.case.court.get("insolvency")


def silences(sight: Sight) -> str:
    """Why a court's doing ends every letter of ours; empty: it does not."""
    judged, order = opened_on(sight), sight.case.court.get("order")
    if judged:
        return f"insolvent by the judgment of {judged} (C. com. L622-21)"
    ordered = order and any(invoice.seen.issued <= order for invoice in sight.owed)
    return f"there is an injonction de payer of {order}" if ordered else ""


def warn(sight: Sight) -> Decision | None:
    """The next thing that the owner should know of what runs out, or the day from which it runs."""
    if not sight.case.court or not sight.owed:
        return None
    if opened_on(sight) and "published" not in sight.case.court and not _told(sight, "published", None):
        why = "the time to declare the claim runs from the publication of the judgment"
        return Record((notice(sight, "published"),), why)
    born = _born_after(sight)
    if born:
        about = "after_judgment" if opened_on(sight) else "after_order"
        return Record((notice(sight, about, invoices=born),), "it was issued after the court's word")
    for term in running(sight.case.court, sight.today):
        if any(day <= sight.today for day in _alerts(term)) and not _told(sight, term.what, term):
            opened = notice(sight, term.what, day=term.by)
            return Record((*_said_before(sight, term), opened), f"{term.what} by {term.by}")
    return None


def next_warning(sight: Sight, until: datetime | None) -> datetime | None:
    """The next day on which there will be something to say, where that is before `until`."""
    terms = running(sight.case.court, sight.today) if sight.case.court and sight.owed else ()
    days = [day for term in terms for day in (*_alerts(term), plus(term.by, 1))]
    days = [day for day in (*days, *(plus(i.seen.due, 1) for i in _issued_after(sight))) if day > sight.today]
    first = sight.opening_on(min(days)) if days else None
    return first if first and (until is None or first < until) else None


def _born_after(sight: Sight) -> tuple[str, ...]:
    """What fell due of invoices issued after the judgment or the order, and was not shown yet: how to ask for
    it is a person's to say. Of an insolvency it is no claim to be declared: other rules hold for it.
    """
    known = (n.opened for n in sight.case.notices.values() if n.opened.about in _AFTER)
    shown = {number for opened in known for number in opened.invoices}
    late = (i for i in _issued_after(sight) if i.seen.due < sight.today)
    return tuple(i.number for i in late if i.number not in shown)


def _issued_after(sight: Sight) -> list[Invoice]:
    since = opened_on(sight) or sight.case.court.get("order")
    return [i for i in sight.owed if since and silences(sight) and i.seen.issued > since]


def _alerts(term: Term) -> tuple[date, ...]:
    """A month and ten days before; of what is only left because another day was missed, at once as well."""
    missed = (plus(declared_by(term.since), 1),) if term.what == "relief" else ()
    return (*missed, *(plus(term.by, -days) for days in _ALERTS))


def _told(sight: Sight, about: str, term: Term | None) -> bool:
    """Whether the owner was told since the last alert; of a day that is missing once is enough."""
    known = [n for n in sight.case.notices.values() if n.opened.about == about]
    if term is None:
        return bool(known)
    since = max(day for day in _alerts(term) if day <= sight.today)
    return any(n.opened.day == term.by and sight.day(n.at) >= since for n in known)


def _said_before(sight: Sight, term: Term) -> list[NoticeAnswered]:
    return [
        NoticeAnswered(known.opened.notice, "moot", "policy", "there is less time now")
        for known in sight.case.open_notices()
        if known.opened.about == term.what
    ]
