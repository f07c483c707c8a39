"""The whole that a mise en demeure claims: every invoice with its interest and indemnity, on one day.

Invoices as the case knows them go in, a `Claim` for the letter comes out. What is not known is taken in the
debtor's favour: money received on an unknown day counts from the due date on, and a credit note that names no
invoice is taken off the oldest. To a consumer no interest is claimed before the presentation of the letter
is known (C. civ. 1231-6, 1344-1): in the letter itself there is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bot.draft import Claim, Claimed
from bot.events.debts import Kind
from bot.law import claim as single
from bot.law.claim import Allocate, DayCount, Statement, Sum
from bot.law.indemnity import AMOUNT
from bot.law.interest import statement
from bot.law.rates import Rates


@dataclass(frozen=True, slots=True)
class Owed:
    """One invoice demanded; amounts in cents, VAT included."""

    number: str
    due: date
    total: int
    received: tuple[Sum, ...] = ()
    undated: int = 0  # received on days that nobody knows
    credits: tuple[Sum, ...] = ()  # credit notes and reductions of this invoice

    @property
    def left(self) -> int:
        gone = sum(money.amount for money in (*self.received, *self.credits))
        return self.total - self.undated - gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what rules it is claimed: the kind of debtor, the contract's rate, what the law leaves open."""

    kind: Kind
    rates: Rates
    rate: str = "default"  # default, legal, 3x, or a yearly percentage: what the contract says
    allocate: Allocate = "interest"
    day_count: DayCount = "act/365"
    indemnity: int = AMOUNT
    interest: bool = True  # whether any is claimed at all
    presented: date | None = None  # a consumer's interest runs after it
    judgment: date | None = None


def claim_of(invoices: Sequence[Owed], as_of: date, terms: Terms, unlinked: Sequence[Sum] = ()) -> Claim:
    """What these invoices owe at the end of `as_of` (C. com. L441-10 II; C. civ. 1343-1; CCP R2192-31).

    `unlinked`: credit notes that name no invoice. OperatorError where a rate that is needed is not known.
    """
    given = _deducted(invoices, unlinked)
    claimed = tuple(_claimed(one, as_of, terms) for one in given)
    return Claim(as_of, claimed, terms.allocate, _per_day(as_of, [one.statement for one in claimed]))


def _deducted(invoices: Sequence[Owed], unlinked: Sequence[Sum]) -> list[Owed]:
    """The invoices in their order, credit notes without an invoice taken off the oldest of them."""
    found = {one.number: one for one in invoices}
    for credit in sorted(unlinked, key=lambda one: one.on):
        waiting = credit.amount
        for number in sorted(found, key=lambda number: (found[number].due, number)):
            part = max(0, min(waiting, found[number].left))
            if part:
                taken = (*found[number].credits, Sum(credit.on, part))
                found[number] = replace(found[number], credits=taken)
                waiting -= part
    return list(found.values())


def _claimed(owed: Owed, as_of: date, terms: Terms) -> Claimed:
    at_due = (Sum(owed.due, owed.undated),) if owed.undated else ()
    one = single.Claim(
        principal=owed.total,
        due=owed.due,
        kind=terms.kind,
        rate=terms.rate,
        starts_after=_start(as_of, terms),
        payments=(*at_due, *_known(owed.received, as_of)),
        credits=tuple(_known(owed.credits, as_of)),
        judgment=terms.judgment,
        allocate=terms.allocate,
        day_count=terms.day_count,
        indemnity=terms.indemnity,
    )
    credited = sum(money.amount for money in owed.credits)
    return Claimed(owed.number, statement(one, as_of, terms.rates), owed.received, owed.undated, credited)


def _start(as_of: date, terms: Terms) -> date | None:
    """The day after which interest is claimed; None: as the law has it for this kind of debtor."""
    if not terms.interest:
        return as_of
    return terms.presented if terms.kind == "consumer" else None


def _known(sums: Sequence[Sum], as_of: date) -> Iterator[Sum]:
    """Money that bears a later day is known all the same: it counts from today on."""
    return (Sum(min(money.on, as_of), money.amount) for money in sums)


def _per_day(as_of: date, statements: Sequence[Statement]) -> int:
    """Cents that a further day adds at the rate of today, rounded down (C. com. L441-10 II)."""
    running = [
        Fraction(found.segments[-1].rate) * found.principal_left / (100 * found.segments[-1].base)
        for found in statements
        if found.segments and found.segments[-1].last == as_of
    ]
    return int(sum(running))
