"""Which invoices payments are of that a debtor names, where plans run for some: those of the plan that they
are parts of.

In come the invoices that may be meant and dated payments; out go the invoices with their payments. A part
that is said once more is known by its day and sum, one that is moved by its sum; of several the nearest in
time is meant. Where not each payment is such a part, what has no plan yet is meant; all planned, the plan
with the next instalment. Pure.
"""

from collections.abc import Sequence
from datetime import date

from bot.case import Promise
from bot.events.mail import PromiseRead
from bot.policy.instalments import Dated, Part, agreed, covers, day_of, repeated, running, schedules
from bot.policy.sight import Sight

Meant = tuple[tuple[str, ...], list[Dated]]


def payments(promises: Sequence[PromiseRead], day: date) -> list[Dated]:
    """Dated payments in the order of their days; a past day is a slip of the pen or of the reader.

    Before the last one a payment without an amount says too little to be judged, and is let go.
    """
    dated = sorted({(p.date, p.amount) for p in promises if p.date and p.date >= day}, key=lambda p: p[0])
    return [p for k, p in enumerate(dated, 1) if p[1] or k == len(dated)]


def of_plans(sight: Sight, about: tuple[str, ...], dated: Sequence[Dated], *, named: bool) -> list[Meant]:
    """`named`: the debtor names these invoices himself, and no payment of his is of less than all of them."""
    found = _parts_of(sight, about, dated)
    if found and (not named or {n for numbers, _ in found for n in numbers} == set(about)):
        return found
    return [(about if named else _unplanned(sight, about), list(dated))]


def _parts_of(sight: Sight, about: tuple[str, ...], dated: Sequence[Dated]) -> list[Meant]:
    """Empty: not each payment is a part of a plan."""
    plans = [parts for parts in schedules(sight) if any(agreed(part.promise) for part in parts)]
    plans = [parts for parts in plans if covers(sight, parts) and covers(sight, parts) <= set(about)]
    whole = {number for parts in plans for number in covers(sight, parts)} == set(about)
    found: dict[tuple[str, ...], list[Dated]] = {}
    for payment in dated:
        fits = [parts for parts in plans if _fits(parts, payment, whole=whole)]
        if not fits:
            return []
        plan = min(fits, key=lambda parts: _distance(parts, payment))
        mine = covers(sight, plan)
        found.setdefault(tuple(n for n in about if n in mine), []).append(payment)
    return list(found.items())


def _fits(parts: list[Part], payment: Dated, *, whole: bool) -> bool:
    """Beside invoices without a plan it must be a part just as it was agreed; else its sum will do."""
    again = repeated(parts, [payment]) is not None
    return bool(again and payment[1]) or (whole and (again or any(part.left == payment[1] for part in parts)))


def _distance(parts: list[Part], payment: Dated) -> tuple[bool, int, date]:
    on, amount = payment
    equal = [part.day for part in parts if part.left == amount] or [part.day for part in parts]
    nearest = min(equal, key=lambda day: abs((day - on).days))
    return repeated(parts, [payment]) is None, abs((nearest - on).days), nearest


def _unplanned(sight: Sight, about: tuple[str, ...]) -> tuple[str, ...]:
    planned = {n for p in _agreed(sight, about) for n in p.noted.invoices}
    return tuple(n for n in about if n not in planned) or next_plan(sight, about) or about


def next_plan(sight: Sight, about: tuple[str, ...]) -> tuple[str, ...]:
    """The open invoices of the plan for some of these that has the next instalment; empty: there is none."""
    first = min(_agreed(sight, about), key=day_of, default=None)
    open_ = {invoice.number for invoice in sight.case.open_invoices()}
    return tuple(n for n in first.noted.invoices if n in open_) if first else ()


def _agreed(sight: Sight, about: tuple[str, ...]) -> list[Promise]:
    return [p for p in running(sight) if agreed(p) and set(p.noted.invoices) & set(about)]
