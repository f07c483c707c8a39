"""The ladder: which invoice is due for which step, and the one letter that carries them.

Each invoice climbs strictly in order, one step a letter, and keeps its spacing after a late step. One
debtor gets one letter: invoices due for their next step within a few days join it, the others overdue
stand "pour mémoire". A mise en demeure stands alone. Pure: everything comes from the `Sight`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.case import Invoice, Promise
from bot.policy.sight import Sight
from bot.rules import Step, Tone

_TONES: tuple[Tone, ...] = ("cordial", "neutral", "firm", "formal")
MISE_EN_DEMEURE = "mise_en_demeure"


@dataclass(frozen=True, slots=True)
class Rung:
    """One invoice before its next step: due on `on`."""

    invoice: Invoice
    step: Step
    index: int
    on: date


def rung(sight: Sight, invoice: Invoice) -> Rung | None:
    """The next step of this invoice with its day; None at the top of its ladder."""
    last = invoice.last
    index = last.index + 1 if last else 0
    if index >= len(sight.ladder):
        return None
    step = sight.ladder[index]
    on = invoice.seen.due + timedelta(days=step.day)
    if last:
        gap = step.day - sight.ladder[index - 1].day
        on = max(on, sight.day(last.at) + timedelta(days=gap))
        if broken_promise(sight, invoice):
            on = min(on, sight.today)
    else:
        rest = timedelta(days=sight.rules.limits.new_invoice_rest)
        on = max(on, sight.day(invoice.first_seen) + rest)
    return Rung(invoice, step, index, on)


def climbed_all(sight: Sight, invoice: Invoice) -> bool:
    last = invoice.last
    return last is not None and last.index + 1 >= len(sight.ladder)


def broken_promise(sight: Sight, invoice: Invoice) -> Promise | None:
    """The promise about this invoice that was broken since its last step."""
    last = invoice.last
    for promise in reversed(sight.case.promises.values()):
        noted = promise.noted
        about = not noted.invoices or invoice.number in noted.invoices
        if promise.outcome == "broken" and about and (last is None or noted.made >= sight.day(last.at)):
            return promise
    return None


def is_old(sight: Sight, invoice: Invoice) -> bool:
    """Already long overdue when it was first imported."""
    return (sight.day(invoice.first_seen) - invoice.seen.due).days > sight.rules.backlog_days


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
    soon = sight.today + timedelta(days=sight.rules.limits.gather)
    near = [
        r
        for r in rungs
        if sight.today < r.on <= soon
        and r.invoice.seen.currency == currency
        and r.step.step != MISE_EN_DEMEURE
    ]
    return due + near


def highest(rungs: Sequence[Rung]) -> Rung:
    return max(rungs, key=lambda r: (_TONES.index(r.step.tone), r.index))
