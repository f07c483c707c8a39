"""A mise en demeure right before it leaves: what it claims, what stands against it, and the draft with both.

In comes a sight and the invoices demanded; out comes the draft that carries the whole claim and the
conditions as they stood (C. civ. 1344), or the wait that keeps it back, with its reason. A rate that nobody
knows and any single condition that is not met keep it back. The owner's order overrides the conditions of
the ladder, never a fact. Pure; it never raises for what a case or the configuration holds.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.draft import Claim, Draft
from bot.errors import OperatorError
from bot.law.conditions import Condition, complete, overridable, unmet
from bot.policy import claiming, drafting, ladder
from bot.policy.house import Wait
from bot.policy.ladder import Rung
from bot.policy.sight import Sight


def lacking(sight: Sight, due: Sequence[Rung]) -> str:
    """What no order of the owner's can do without, and the owner alone can give."""
    if sight.kind == "unknown":
        return "kind"
    if on_paper(sight, due) and not complete(sight.case.debtor.address):
        return "address"
    return ""


def on_paper(sight: Sight, due: Sequence[Rung]) -> bool:
    """By post unless its step goes by e-mail alone; and always where no e-mail address is left."""
    return "letter" in ladder.highest(due).step.channels or not sight.contacts()


def claimed(sight: Sight, due: Sequence[Rung]) -> Claim | Wait:
    """The whole of today (C. com. L441-10 II; C. civ. 1231-6; CCP R2192-31); or why it cannot be reckoned."""
    try:
        return claiming.claim(sight, [r.invoice for r in due])
    except OperatorError as error:
        why = "; ".join(error.problems)
        return Wait(sight.opening_after(sight.today), f"the mise en demeure cannot be reckoned: {why}")


def demand(
    sight: Sight, due: Sequence[Rung], whole: Claim, *, approved: bool, ordered: bool = False
) -> Draft | Wait:
    """The mise en demeure that may leave now; else what keeps it back, looked at again the next day."""
    invoices = [r.invoice for r in due]
    found = claiming.checked(sight, invoices, by_post=on_paper(sight, due), approved=approved)
    against = unmet(found, overridable(found) if ordered else ())
    if against:
        return Wait(sight.opening_after(sight.today), f"the mise en demeure is kept back: {_told(against)}")
    letter = drafting.letter(sight, due)
    return replace(letter, claim=whole, checked=tuple(map(_line, found)))


def _told(against: Sequence[Condition]) -> str:
    return "; ".join(map(_line, against))


def _line(condition: Condition) -> str:
    return f"{condition.name}: {condition.why}"
