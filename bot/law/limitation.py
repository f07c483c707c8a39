"""Until when an invoice can be claimed before a judge: a prudent date, and a possible one.

- The period: five years between traders or with one (C. com. L110-4 I) and for civil claims on a business
  (C. civ. 2224), two from a consumer (C. conso L218-2), one for carriage (C. com. L133-6), telephone and
  internet (postes L34-2). An unknown trade takes one year; a debtor who may be a consumer takes two at most.
- The prudent date counts from the earliest of completion, issue and due date. Nothing moves it later: no
  reminder, no registered letter, no Saturday (CPC 642). No automatic letter leaves after it.
- The possible date counts from the due date (C. civ. 2233) and starts again with each acknowledgement of the
  debt that the owner confirmed (C. civ. 2240, 2231), for twenty years at most (C. civ. 2232).

Suspensions and what a court does to a period are not judged here: they are for a lawyer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from bot.events.debts import Kind
from bot.law.months import months_after, years_after
from bot.law.notes import Note, note

Trade = Literal["commercial", "civil", "carriage", "telecom", "unknown"]
ALERTS = (12, 6, 3, 1)  # months before the prudent date
_OF_TRADE: dict[Trade, tuple[int, str | None]] = {  # years, article
    "commercial": (5, "C. com. L110-4"),
    "civil": (5, "C. civ. 2224"),
    "carriage": (1, "C. com. L133-6"),
    "telecom": (1, "postes L34-2"),
    "unknown": (1, None),
}
_CONSUMER, _LONGEST = 2, 20  # years: C. conso L218-2, C. civ. 2232


@dataclass(frozen=True, slots=True)
class Period:
    years: int
    article: str | None  # that gives it; None where the shortest one was taken for want of knowing
    why: Note


@dataclass(frozen=True, slots=True)
class Debt:
    """What is known of the invoice that may grow too old."""

    kind: Kind
    trade: Trade  # the creditor's, for what was invoiced
    issued: date
    due: date
    completed: date | None = None  # delivery, or the end of the work


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Words of the debtor that admit the debt (C. civ. 2240), and the mail that carries them."""

    on: date
    mail: str  # SHA-256 of the mail in the evidence
    confirmed: bool  # by the owner


@dataclass(frozen=True, slots=True)
class Limitation:
    """The dates after which a claim may be refused; each is the last day that is still in time."""

    period: Period
    starts: date  # of the prudent one
    prudent: date
    from_due: date  # the same period counted from the due date
    possible: date
    acknowledged: tuple[Acknowledgement, ...]  # those that count

    def barred(self, today: date) -> bool:
        """Past the prudent date: no automatic letter any more (C. com. L110-4, C. conso L218-2)."""
        return today > self.prudent

    def alerts(self) -> tuple[tuple[int, date], ...]:
        """(months left, the day on which to say so), for C. com. L110-4 and C. conso L218-2 alike.

        Those before the period itself began are left out.
        """
        days = ((left, months_after(self.prudent, -left)) for left in ALERTS)
        return tuple((left, day) for left, day in days if day > self.starts)

    def alert(self, today: date) -> int | None:
        """The months left to act (C. com. L110-4) as the last alert says; None if there is time, or none."""
        passed = [left for left, day in self.alerts() if day <= today]
        return None if self.barred(today) or not passed else min(passed)


@cache
def period(kind: Kind, trade: Trade) -> Period:
    """How long one may claim (C. com. L110-4 I, L133-6; C. civ. 2224; C. conso L218-2; postes L34-2)."""
    years, article = _OF_TRADE[trade]
    if kind == "business" or years <= _CONSUMER:
        return Period(years, article, note(f"period_{trade}"))
    if kind == "consumer":
        return Period(_CONSUMER, "C. conso L218-2", note("period_consumer"))
    return Period(_CONSUMER, None, note("period_prudent"))


def limitation(debt: Debt, acknowledged: Sequence[Acknowledgement] = ()) -> Limitation:
    """The prudent and the possible date (C. com. L110-4; C. conso L218-2; C. civ. 2224, 2231, 2233, 2240)."""
    found = period(debt.kind, debt.trade)
    starts = min(day for day in (debt.completed, debt.issued, debt.due) if day)
    from_due = years_after(debt.due, found.years)
    possible, counted = _restarted(from_due, found.years, acknowledged)
    return Limitation(
        period=found,
        starts=starts,
        prudent=years_after(starts, found.years),
        from_due=from_due,
        possible=min(possible, max(from_due, years_after(starts, _LONGEST))),
        acknowledged=counted,
    )


def _restarted(
    end: date, years: int, acknowledged: Sequence[Acknowledgement]
) -> tuple[date, tuple[Acknowledgement, ...]]:
    """The period starts again with each acknowledgement that came in time (C. civ. 2231, 2240)."""
    counted = []
    for found in sorted(acknowledged, key=lambda one: one.on):
        if found.confirmed and found.on <= end:
            counted.append(found)
            end = max(end, years_after(found.on, years))
    return end, tuple(counted)
