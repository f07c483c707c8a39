"""Stop and go: holds of the owner's, disputes, and their end.

Each function makes one order's events and the line that says it back; see `orders`.
"""

from collections.abc import Callable
from datetime import date

from bot import acts
from bot.events import HoldLifted, HoldSet
from bot.owner.orders import court
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError, answered
from bot.policy import granted
from bot.policy.sight import runs

_ENDS = ("dispute", "undecided")  # holds that a closed dispute lifts
_NAMED_YES = ("mise_en_demeure",)  # "on with it" is no approval of these


def hold(order: Ground, until: date | None, why: str) -> HoldSet:
    if until and until < order.sight.today:
        raise NonsenseError("day_over", {"date": until})
    name = f"owner.{len(order.case.holds) + 1}.{int(order.sight.now.timestamp())}"
    return HoldSet(name, "owner", why, until, order.matter.invoices, by="owner")


def _stop(order: Ground) -> Done:
    """Of an old debt it is the answer: it is left alone."""
    notice, sight = order.notice, order.sight
    if notice and notice.opened.about == "backlog":
        name = notice.opened.notice
        said = acts.answer(order.case, name, yes=False, why="by mail", rules=sight.rules, now=sight.now)
        return said, Line("no", {"about": "backlog"})
    return [hold(order, None, "the owner says stop")], Line("stop")


def _pause(order: Ground) -> Done:
    return [hold(order, order.act.until, "the owner pauses")], Line("pause", {"until": order.act.until})


def _resume(order: Ground) -> Done:
    court.not_after_judgment(order)
    notice, sight = order.notice, order.sight
    if notice and "approve" in notice.opened.choices and order.about not in _NAMED_YES:
        name = notice.opened.notice
        said = acts.answer(order.case, name, yes=True, why="by mail", rules=sight.rules, now=sight.now)
        return said, Line("resume")
    if order.about == "document_request":
        return [*order.answered("resume"), *granted.document_supplied(sight, order.mail)], Line("resume")
    return acts.resume(order.case, _that_can(order), sight.today), Line("resume")


def _that_can(order: Ground) -> tuple[str, ...]:
    """The invoices meant, where something holds just these; else the whole case is."""
    named = set(order.matter.invoices)
    every = {invoice.number for invoice in order.case.open_invoices()}
    if not named or every <= named:
        return ()
    if any(runs(order.sight, held) and not held.invoices for held in order.case.holds.values()):
        raise NonsenseError("whole_case_held")
    return order.matter.invoices


def _dispute(order: Ground) -> Done:
    name = f"owner.{len(order.case.holds) + 1}.dispute.{int(order.sight.now.timestamp())}"
    held = HoldSet(name, "dispute", "the owner calls it disputed", None, order.matter.invoices, by="owner")
    return [held], Line("dispute")


def _dispute_closed(order: Ground) -> Done:
    """The owner lifts the dispute on what is meant, and nothing else."""
    named = set(order.matter.invoices)
    found = [
        held
        for held in order.case.holds.values()
        if held.rule in _ENDS and (not named or not held.invoices or named & set(held.invoices))
    ]
    if not found:
        raise NonsenseError("no_dispute")
    lifted = [HoldLifted(held.hold, "the owner closes the dispute", "owner") for held in found]
    mails = {held.mail for held in found if held.mail}
    asked = [n for n in order.case.open_notices() if n.opened.mail in mails]
    answers = [answered(n, "resume", order.by) for n in asked]
    return [*lifted, *answers], Line("dispute_closed")


ORDERS: dict[str, Callable[[Ground], Done]] = {
    "stop": _stop,
    "pause": _pause,
    "resume": _resume,
    "dispute": _dispute,
    "dispute_closed": _dispute_closed,
}
