"""An order of the owner's about one case, as events: what it does, and the line that says it back. Pure.

Whether the order may be carried out at all (key, person, our own side's voucher) was settled before; here it
is only about what makes sense in this case. What makes none is refused in words, and nothing is guessed: a
sum that is more than what is owed, a credit that fits several invoices, a plan without a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.case import Case
from bot.errors import OperatorError
from bot.events.consequences import AnswerOwed, HoldSet
from bot.events.entries import CaseEvent
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.owner.orders import decisions, going, money, standing
from bot.owner.orders.ground import Ground, Line, NonsenseError
from bot.policy import delays, held
from bot.policy.house import House
from bot.policy.on_its_way import REFUSALS
from bot.policy.questions import PROMISES
from bot.policy.sight import see
from bot.policy.telephoned import SILENCES
from bot.rules import Rules

_DECIDES = frozenset(("accept", "refuse", "propose", "plan"))  # lines of what the customer is to hear
_ASKED_FOR_A_DAY = (delays.REQUEST, *PROMISES)
_ORDERS = decisions.ORDERS | going.ORDERS | money.ORDERS | standing.ORDERS


@dataclass(frozen=True, slots=True)
class Carried:
    """What an order does in one case, and how it is said back."""

    events: tuple[CaseEvent, ...]
    line: Line
    refused: bool = False


def ground(
    case: Case, matter: Matter, act: ActRead, *, rules: Rules, now: datetime, by: str, order: str = ""
) -> Ground:
    return Ground(act, matter, see(case, House(), rules, now), by, order)


def carry_out(order: Ground) -> Carried:
    """The events that this order makes of the case; refused, it leaves the case as it was."""
    try:
        events, line = _ORDERS[order.act.act](order)
    except NonsenseError as error:
        return Carried((), error.line, refused=True)
    except OperatorError as error:
        return Carried((), Line("refused", {"why": "; ".join(error.problems)}), refused=True)
    against = _not_now(order, events)
    if against and order.act.act == "called":  # noted, without its written trace
        events = [event for event in events if not isinstance(event, AnswerOwed)]
        return Carried(tuple(events), replace(line, values={**line.values, "about": against}))
    if against:
        return Carried((), Line("not_written", {"about": against}), refused=True)
    return Carried(tuple(events), _untold(order, events, line))


def _not_now(order: Ground, events: Sequence[CaseEvent]) -> str:
    """The rule that forbids what this order would write to the customer: after a death or an insolvency
    nothing is written to him at all, and what he contests is not demanded of him; empty: it may be written.
    """
    for owed in (event for event in events if isinstance(event, AnswerOwed)):
        forbids = SILENCES | ({"dispute"} if owed.template in REFUSALS else frozenset())
        against = forbids & held.resting(order.sight, owed.invoices, events).keys()
        if against:
            return min(against)
    return ""


def _untold(order: Ground, events: Sequence[CaseEvent], line: Line) -> Line:
    """What the customer is to hear and no letter can tell him, for want of an address."""
    told = any(isinstance(event, AnswerOwed) for event in events) or order.about in delays.OF_HIS_LETTER
    decides = line.name in _DECIDES or (line.name in ("ok", "no") and order.about in _ASKED_FOR_A_DAY)
    if not decides or told or order.sight.contacts():
        return line
    return replace(line, values={**line.values, "untold": True})


def taken(order: Ground, mail: str, k: int, said: str) -> OrderTaken:
    return OrderTaken(mail, k, order.act.act, said, order.by, order.matter.notice)


def doubt(order: Ground, mail: str, until: date) -> HoldSet:
    """Somebody who may be the owner asks to stop: held a while, until it is known who it was."""
    why = "an order to stop, of a sender for whom nobody vouches yet"
    return HoldSet(f"{mail[:12]}.doubt", "owner", why, until, order.matter.invoices, by="owner")


__all__ = ["Carried", "Ground", "Line", "carry_out", "doubt", "ground", "taken"]
