"""The days by which something must be done in court, once a judgment or an order is there.

An order of payment is served in time or it is worth nothing; a claim is declared in time or it is lost, but
for six months in which one may ask to be relieved. Days counted from what the owner confirmed go in, never
from a debtor's words. Nothing stretches them here: a last day on a Sunday stays a Sunday (CPC 642 is left
out on purpose).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.events.owner import CourtDay
from bot.law.months import months_after

NEW_ORDERS = date(2026, 9, 1)  # from then on an order is served within three months (decree 2026-96)
What = Literal["signification", "declaration", "relief"]


@dataclass(frozen=True, slots=True)
class Term:
    """What is to be done, from which day it counts, and the last day for it."""

    what: What
    since: date
    by: date


def served_by(order: date) -> date:
    """The last day to have an order of payment served (CPC 1411; decree 2026-96): three months from its date
    for orders from 1 September 2026 on, six before; never stretched by a Sunday.
    """
    return months_after(order, 3 if order >= NEW_ORDERS else 6)


def declared_by(published: date) -> date:
    """The last day to declare a claim: two months from the BODACC (C. com. L622-24, R622-24)."""
    return months_after(published, 2)


def relieved_by(published: date) -> date:
    """The last day to ask for relief from that deadline: six months from the BODACC (C. com. L622-26)."""
    return months_after(published, 6)


def running(court: Mapping[CourtDay, date], today: date) -> tuple[Term, ...]:
    """What is still to be done in time (CPC 1411; C. com. L622-24, L622-26)."""
    found: list[Term] = []
    order, served = court.get("order"), court.get("served")
    if order and not (served and served >= order):
        found.append(Term("signification", order, served_by(order)))
    published = court.get("published")
    if published and "declared" not in court:
        late = today > declared_by(published)
        by = relieved_by(published) if late else declared_by(published)
        found.append(Term("relief" if late else "declaration", published, by))
    return tuple(term for term in found if term.by >= today)
