"""What the owner has granted and takes back before the debtor has heard of it: it binds nobody. Pure."""

from collections.abc import Collection

from bot.events.consequences import AnswerDropped, AnswerOwed, HoldLifted, PromiseEnded
from bot.events.entries import CaseEvent
from bot.policy.instalments import agreed, running
from bot.policy.overtaken import ordered
from bot.policy.sight import Sight

_GRANTS = frozenset({"delay_accepted", "delay_proposed", "plan_accepted"})


def unsaid(sight: Sight, invoices: tuple[str, ...], why: str) -> list[CaseEvent]:
    """The owner's own words to the debtor that have not left are dropped, with the days that they grant."""
    events: list[CaseEvent] = []
    for owed in sight.case.answers.values():
        if not ordered(owed) or not _touch(owed.invoices, invoices):
            continue
        events.append(AnswerDropped(owed.answer, why))
        if owed.template in _GRANTS:
            events += _taken_back(sight, owed, why)
    return events


def _taken_back(sight: Sight, owed: AnswerOwed, why: str) -> list[CaseEvent]:
    """Nobody has heard of what was granted with this answer: it binds nobody."""
    noted = [p.noted for p in running(sight) if agreed(p) and p.noted.mail == owed.mail]
    mine = {said.promise for said in noted if _touch(said.invoices, owed.invoices)}
    proposed = {
        h.hold for h in sight.case.holds.values() if (h.rule, h.mail) == ("delay_proposed", owed.mail)
    }
    return [
        *(PromiseEnded(name, "replaced") for name in sorted(mine)),
        *(HoldLifted(name, why, "owner") for name in sorted((mine | proposed) & set(sight.case.holds))),
    ]


def _touch(some: Collection[str], others: Collection[str]) -> bool:
    return not some or not others or not set(some).isdisjoint(others)
