"""Monday's figures for the owner: what is outstanding by age, what came last week, who pays late, and what
rests at his own word. Pure.

All open cases come in, sums in cents go out, one for each currency and never across.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.case import Case, Invoice
from bot.events.consequences import HoldSet
from bot.events.entries import Entry
from bot.owner.dues import Owed, Sum, owed, sums

_SLOWEST = 5
_AGES = ((0, 0), (1, 30), (31, 60), (61, 90), (91, None))


@dataclass(frozen=True, slots=True)
class Age:
    """What is outstanding between `first` and `last` days late; first 0: not due yet."""

    first: int
    last: int | None
    invoices: int
    total: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Slow:
    """A customer who pays late: by how many days on average, and what is owed now."""

    debtor: str
    days: int
    total: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What rests without an end at the owner's own word: since when, and by what name it is resumed."""

    debtor: str
    invoices: tuple[str, ...]  # empty: all that the customer owes
    rule: str  # of the hold: owner, dispute, refused
    since: date
    total: tuple[Sum, ...]
    called: str = ""  # the customer's name, or an invoice where two customers bear that name


def outstanding(cases: Iterable[Case], today: date) -> list[Owed]:
    """All of which something is left once credit notes are taken off."""
    return [line for case in cases for line in owed(case, case.open_invoices(), today) if line.left]


def ages(cases: Iterable[Case], today: date) -> tuple[Age, ...]:
    """All that is outstanding, by how late it is; ages with nothing in them are left out."""
    open_ = outstanding(cases, today)
    found = []
    for first, last in _AGES:
        inside = [line for line in open_ if line.late >= first and (last is None or line.late <= last)]
        if inside:
            found.append(Age(first, last, len(inside), sums(inside)))
    return tuple(found)


def received(cases: Iterable[Case], since: date, until: date) -> tuple[Sum, ...]:
    """What came on these days, both included, a sum for each currency."""
    found: dict[str, int] = {}
    for case in cases:
        for invoice in case.invoices.values():
            for day, cents in invoice.receipts:
                if since <= day <= until:
                    currency = invoice.seen.currency
                    found[currency] = found.get(currency, 0) + cents
    return tuple(Sum(cents, currency) for currency, cents in found.items())


def last_week(today: date) -> tuple[date, date]:
    """Monday to Sunday before the week of `today`."""
    monday = today - timedelta(today.weekday() + 7)
    return monday, monday + timedelta(6)


def slowest(cases: Iterable[Case], today: date) -> tuple[Slow, ...]:
    """Those of the customers who owe something now that pay latest, the latest first."""
    found = []
    for case in cases:
        open_ = outstanding([case], today)
        late = [days for i in case.invoices.values() for days in _lateness(i, today)]
        mean = sum(late) // len(late) if late else 0
        if open_ and mean > 0:
            found.append(Slow(case.debtor.name, mean, sums(open_)))
    return tuple(sorted(found, key=lambda slow: (-slow.days, slow.debtor))[:_SLOWEST])


def stopped(
    case: Case,
    holds: Iterable[HoldSet],
    entries: Sequence[Entry],
    day_of: Callable[[datetime], date],
    today: date,
) -> list[Stopped]:
    """These holds of a case, a line for each kind: the same said twice is one stop, since the first."""
    set_at: dict[str, datetime] = {}
    for entry in entries:
        if isinstance(entry.event, HoldSet):
            set_at.setdefault(entry.event.hold, entry.at)
    kinds: dict[str, list[HoldSet]] = {}
    for hold in holds:
        kinds.setdefault(hold.rule, []).append(hold)
    found = []
    for rule, said in kinds.items():
        named = {number for hold in said for number in hold.invoices}
        whole = not all(hold.invoices for hold in said)
        rests = [i for i in case.open_invoices() if whole or i.number in named]
        numbers = () if len(rests) == len(case.open_invoices()) else tuple(i.number for i in rests)
        since = min(set_at[hold.hold] for hold in said)
        found.append(Stopped(case.debtor.name, numbers, rule, day_of(since), sums(owed(case, rests, today))))
    return found


def _lateness(invoice: Invoice, today: date) -> list[int]:
    """Days late of each payment, and of what is still owed."""
    if invoice.seen.type == "credit_note":
        return []
    days = [(day - invoice.seen.due).days for day, _ in invoice.receipts]
    if invoice.left and today > invoice.seen.due:
        days.append((today - invoice.seen.due).days)
    return days
