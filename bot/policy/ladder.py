"""The ladder: which invoice is due for which step, and the one letter that carries them.

Each invoice climbs strictly in order, one step a letter, and keeps its spacing after a late step. One
debtor gets one letter: invoices due for their next step within a few days join it, the others overdue
stand "pour mémoire". A mise en demeure stands alone. Pure: everything comes from the `Sight`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.case import Invoice, Promise
from bot.policy.sight import Sight, plus
from bot.rules import Step, Tone

_TONES: tuple[Tone, ...] = ("cordial", "neutral", "firm", "formal")
MISE_EN_DEMEURE = "mise_en_demeure"


@dataclass(frozen=True, slots=True)
class Rung:
    """One invoice before its next step: due on `on`, and not to be named before `ready`."""

    invoice: Invoice
    step: Step
    index: int
    on: date
    ready: date  # overdue, and no longer new


def rung(sight: Sight, invoice: Invoice) -> Rung | None:
    """The first step that does not count yet, with its day; None at the top of its ladder."""
    done = {climbed.index for climbed in invoice.climbs}
    index = next((k for k in range(len(sight.ladder)) if k not in done), None)
    if index is None:
        return None
    step, last = sight.ladder[index], invoice.last
    rest = sight.rules.limits.new_invoice_rest
    ready = max(plus(invoice.seen.due, 1), plus(sight.day(invoice.first_seen), rest))
    on = max(plus(invoice.seen.due, step.day), ready)
    if last:
        gap = step.day - sight.ladder[index - 1].day if index else 0
        on = max(on, plus(sight.day(last.at), gap))
    if broken_promise(sight, invoice):
        on = max(min(on, sight.today), ready)
    return Rung(invoice, step, index, on, ready)


def broken_promise(sight: Sight, invoice: Invoice) -> Promise | None:
    """The promise about this invoice that was broken since its last step."""
    last = invoice.last
    for promise in reversed(sight.case.promises.values()):
        noted = promise.noted
        about = not noted.invoices or invoice.number in noted.invoices
        moot = promise.outcome in ("replaced", "moot")
        if about and not moot and (last is None or noted.made >= sight.day(last.at)):
            return promise if promise.outcome == "broken" else None
    return None


def is_old(sight: Sight, invoice: Invoice) -> bool:
    """Already long overdue when it was first imported."""
    return (sight.day(invoice.first_seen) - invoice.seen.due).days > sight.rules.backlog_days


def asleep(sight: Sight, invoice: Invoice) -> bool:
    """Old when first imported, never written about, and not woken by the owner."""
    if sight.rules.backlog != "ask" or invoice.climbs or not is_old(sight, invoice):
        return False
    return not agreed(sight, "backlog", invoice.number)


def agreed(sight: Sight, about: str, number: str) -> bool:
    """The owner has said yes to this question about this invoice, or has lifted what a no had set."""
    answers = {
        known.answer
        for known in sight.case.notices.values()
        if known.opened.about == about and number in known.opened.invoices
    }
    held = any(hold.rule == "refused" and number in hold.invoices for hold in sight.case.holds.values())
    return "approve" in answers or ("refuse" in answers and not held)


def gather(sight: Sight, rungs: Iterable[Rung]) -> list[Rung]:
    """The rungs that today's letter carries: those due, those due soon; a mise en demeure stands alone.

    One currency a letter: amounts are never summed across. Empty when nothing is due.
    """
    due = sorted((r for r in rungs if r.on <= sight.today), key=lambda r: (r.on, r.invoice.number))
    if not due:
        return []
    currency = due[0].invoice.seen.currency
    due = [r for r in due if r.invoice.seen.currency == currency]
    formal = [r for r in due if r.step.step == MISE_EN_DEMEURE]
    if formal:
        return formal
    soon = plus(sight.today, sight.rules.limits.gather)
    near = [
        r
        for r in rungs
        if r.ready <= sight.today < r.on <= soon
        and r.invoice.seen.currency == currency
        and r.step.step != MISE_EN_DEMEURE
    ]
    return due + near


def highest(rungs: Sequence[Rung]) -> Rung:
    return max(rungs, key=lambda r: (_TONES.index(r.step.tone), r.index))
