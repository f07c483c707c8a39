"""Debts that grow too old to be claimed: nothing automatic about them any more, and the owner told in time.

Every date is the prudent one (C. com. L110-4 I, C. conso L218-2, postes L34-2, ...: see `law.limitation`).
The owner is told 12, 6, 3 and 1 months before, once for a case and such a moment: what comes to it within a
month stands in the same notice. Neither a hold nor a question stops the warning, for they stop no limitation
either. Pure; young invoices are told apart by arithmetic alone, since every decision asks.
"""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache

from bot.case import Invoice
from bot.events.debts import Kind
from bot.events.owner import NoticeAnswered
from bot.law.limitation import Debt, Trade, limitation
from bot.policy.house import Decision, Record
from bot.policy.questions import notice
from bot.policy.sight import Sight, named, plus

_SHORTEST = 365  # days: no period is shorter than a year (C. com. L133-6, postes L34-2)
_FIRST = 180  # days: of the shortest period the first warning comes six months after it began
_ADMITS, _DENIES = {"promise", "delay_request"}, {"dispute", "already_paid"}
_TOGETHER = 30  # days: what comes to its warning so soon stands in the same notice


def barred(sight: Sight, invoice: Invoice) -> bool:
    """Past its prudent date: no letter about it leaves by itself (C. com. L110-4; C. conso L218-2)."""
    start = _start(invoice)
    return (sight.today - start).days >= _SHORTEST and sight.today > _prudent(sight, start)


def warn(sight: Sight) -> Decision | None:
    """One notice for all that has come to its warning, or comes to it soon."""
    starts = {i.number: _start(i) for i in sight.owed}
    old = {n: day for n, day in starts.items() if (sight.today - day).days >= _FIRST - _TOGETHER}
    if not any(_untold(sight, number, start, sight.today) for number, start in old.items()):
        return None
    soon = plus(sight.today, _TOGETHER)
    new = tuple(n for n, start in old.items() if _untold(sight, n, start, soon))
    first = min(_prudent(sight, old[n]) for n in new)
    opened = notice(sight, "limitation", invoices=new, day=first, mail=admitted(sight, new))
    return Record((*_said_before(sight, new), opened), f"{named(new)} will soon be too old to be claimed")


def admitted(sight: Sight, numbers: Collection[str]) -> str:
    """The last mail that may acknowledge these debts: it promises to pay them, or asks for time; "" if none.

    Whether it does is the owner's to say (C. civ. 2240).
    """
    taken = {one.mail for one in sight.case.acknowledged}
    for mail in reversed(sight.case.human_mails()):
        about = set(mail.kept.invoices)
        if mail.read and mail.kept.mail not in taken and (not about or about & set(numbers)):
            said = set(mail.read.intents)
            if said & _ADMITS and not said & _DENIES:
                return mail.kept.mail
    return ""


def next_warning(sight: Sight, until: datetime | None) -> datetime | None:
    """The next day on which there will be something to warn of, where that is before `until`."""
    last = until.date() if until else date.max
    days: list[date] = []
    for invoice in sight.owed:
        start = _start(invoice)
        if (last - start).days >= _FIRST:
            days += [day for day in _alerts(sight, start) if sight.today < day <= last]
    return sight.opening_on(min(days)) if days else None


def _start(invoice: Invoice) -> date:
    """The earliest of completion, issue and due date: from it the prudent period counts."""
    seen = invoice.seen
    first = seen.issued if seen.issued < seen.due else seen.due
    return seen.completed if seen.completed and seen.completed < first else first


def _prudent(sight: Sight, start: date) -> date:
    return _dates(sight.kind, sight.rules.creditor.trade, start)[0]


def _alerts(sight: Sight, start: date) -> tuple[date, ...]:
    return _dates(sight.kind, sight.rules.creditor.trade, start)[1]


@lru_cache(maxsize=16_384)  # many invoices bear the same date
def _dates(kind: Kind, trade: Trade, start: date) -> tuple[date, tuple[date, ...]]:
    """The prudent date of what began on that day, and the days of its warnings."""
    found = limitation(Debt(kind, trade, start, start))
    return found.prudent, tuple(day for _, day in found.alerts())


def _untold(sight: Sight, number: str, start: date, day: date) -> bool:
    """Whether a warning falls due by that day of which the owner was not told."""
    passed = [due for due in _alerts(sight, start) if due <= day]
    if not passed or sight.today > _prudent(sight, start):
        return False
    since = plus(max(passed), -_TOGETHER)
    return not any(
        known.opened.about == "limitation"
        and number in known.opened.invoices
        and sight.day(known.at) >= since
        for known in sight.case.notices.values()
    )


def _said_before(sight: Sight, numbers: tuple[str, ...]) -> list[NoticeAnswered]:
    """Earlier warnings of the same invoices, which the new one replaces."""
    return [
        NoticeAnswered(known.opened.notice, "moot", "policy", "there is less time now")
        for known in sight.case.open_notices()
        if known.opened.about == "limitation" and set(known.opened.invoices) <= set(numbers)
    ]
