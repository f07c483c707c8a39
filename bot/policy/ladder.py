"""The ladder: which invoice is due for which step, and the one letter that carries them.

Each invoice climbs strictly in order, one step a letter, and keeps its spacing after a late step. One
debtor gets one letter: invoices due for their next step within a few days join it, the others overdue
stand "pour mémoire". A mise en demeure stands alone. Pure: everything comes from the `Sight`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.case import Climbed, Invoice, Promise
from bot.events.consequences import PromiseNoted
from bot.events.letters import Climb
from bot.policy import late
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
    if index is None or any(climbed.step == MISE_EN_DEMEURE for climbed in invoice.climbs):
        return None
    index = _said_first(sight, invoice, index)
    step, last = sight.ladder[index], invoice.last
    ready = ready_on(sight, invoice)
    on = max(plus(invoice.seen.due, step.day), ready)
    if last:
        gap = step.day - sight.ladder[index - 1].day if index else 0
        on = max(on, plus(sight.day(_last_at(sight, invoice, last)), gap))
    if broken_promise(sight, invoice):
        on = max(min(on, sight.today), ready)
    return Rung(invoice, step, index, on, ready)


def _said_first(sight: Sight, invoice: Invoice, index: int) -> int:
    """A step that was taken is taken once more where this one would say too much: what is late of a plan is
    asked for in no firm letter, which is for the whole; and nothing formal leaves before the debtor has heard
    that the plan is over."""
    state = late.unsaid(sight, invoice)
    above = {"to_ask": ("firm", "formal"), "over": ("formal",)}.get(state or "", ())
    while index and sight.ladder[index].tone in above:
        index -= 1
    return index


def _last_at(sight: Sight, invoice: Invoice, last: Climbed) -> datetime:
    """When its last step was taken, the last time where that was said once more."""
    if not sight.case.promises:
        return last.at
    step = Climb(invoice.number, last.step, last.index)
    return max([last.at, *(at for at, climbs, _ in late.reminders(sight) if step in climbs)])


def ready_on(sight: Sight, invoice: Invoice) -> date:
    """The first day on which it may be named: overdue, no longer new, and its month of payment over."""
    seen, rest = plus(sight.day(invoice.first_seen), sight.rules.limits.new_invoice_rest), invoice.seen.due
    if sight.customer.pays_in:
        rest = _month_of_payment(rest, sight.customer.pays_in)
    return max(plus(rest, 1), seen)


def _month_of_payment(due: date, months: Sequence[int]) -> date:
    """The last day of the first month, from that of the due date on, in which this customer pays."""
    ahead = min((month - due.month) % 12 for month in months)
    year, month = divmod(due.year * 12 + due.month + ahead, 12)  # the month after it
    return plus(date(year, month + 1, 1), -1) if year < date.max.year else date.max


def broken_promise(sight: Sight, invoice: Invoice) -> Promise | None:
    """The promise about this invoice that was broken since its last step; none where the owner has since
    written to the debtor about paying otherwise, who may have gone by that, or where it was contested. Of a
    plan it is the instalment that is to be asked for."""
    if not sight.case.promises:
        return None
    plan = late.plan_of(sight, invoice)
    if plan:
        return plan.missing[-1] if plan.state == "to_ask" else None
    last = _last_at(sight, invoice, invoice.last) if invoice.last else invoice.anew
    by_day = sorted(sight.case.promises.values(), key=lambda p: p.noted.on or p.noted.made)
    for promise in reversed(by_day):
        noted = promise.noted
        about = not noted.invoices or invoice.number in noted.invoices
        freed = not promise.outcome and noted.promise not in sight.case.holds  # of a plan that was broken
        moot = freed or promise.outcome in ("replaced", "moot")
        day = noted.on or noted.made
        if about and not moot and not _before(sight, day, last):
            short = sight.case.received(promise) < (noted.amount or noted.owed)  # it has not come late
            stands = promise.outcome == "broken" and short
            otherwise = stands and (_written_otherwise(sight, noted) or _contested(sight, noted))
            return promise if stands and not otherwise else None
    return None


def _written_otherwise(sight: Sight, noted: PromiseNoted) -> bool:
    """A yes of the owner's, or a day no later than the one promised, leaves the promise as it is."""
    letters = sight.case.owner_letters.values()
    spoke = [w for w in letters if (w.until or w.says) and w.confirms != "yes"]
    since = [w for w in spoke if sight.day(w.at) >= noted.made]
    return any(w.until is None or noted.on is None or w.until > noted.on for w in since)


def _contested(sight: Sight, noted: PromiseNoted) -> bool:
    """Before its day the debtor had contested what he had promised to pay: who does so keeps it back."""
    about, until = set(noted.invoices), noted.on or sight.today
    said = [m for m in sight.case.mails.values() if m.read and "dispute" in m.read.intents]
    since = [
        m for m in said if m.kept.mail != noted.mail and noted.made <= sight.day(m.kept.arrived) <= until
    ]
    return any(not about or not m.kept.invoices or about & set(m.kept.invoices) for m in since)


def _before(sight: Sight, day: date, moment: datetime | None) -> bool:
    return moment is not None and day < sight.day(moment)


def is_old(sight: Sight, invoice: Invoice) -> bool:
    """Already long overdue when it was first imported."""
    return (sight.day(invoice.first_seen) - invoice.seen.due).days > sight.rules.backlog_days


def asleep(sight: Sight, invoice: Invoice) -> bool:
    """Old when first imported, never written about, and not woken by the owner."""
    if sight.rules.backlog != "ask" or invoice.climbs or not is_old(sight, invoice):
        return False
    let_go = sight.kind == "public" and not on_portal(sight, invoice)
    return not let_go and not agreed(sight, "backlog", invoice.number)


def agreed(sight: Sight, about: str, number: str) -> bool:
    """The owner has said yes to this question about this invoice, or has lifted what a no had set."""
    answers = {
        known.answer
        for known in sight.case.notices.values()
        if known.opened.about == about and number in known.opened.invoices
    }
    held = any(hold.rule == "refused" and number in hold.invoices for hold in sight.case.holds.values())
    return "approve" in answers or ("refuse" in answers and not held)


def on_portal(sight: Sight, invoice: Invoice) -> bool:
    """A public buyer's invoice of which the owner has not said « reprends » since he was asked about it."""
    return sight.kind == "public" and not any(
        known.answer in ("resume", "approve")
        and known.opened.about == "chorus"
        and invoice.number in known.opened.invoices
        for known in sight.case.notices.values()
    )


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


def tone(sight: Sight, rungs: Sequence[Rung]) -> Tone:
    """That of the highest step; but the first letter on an old debt is neutral, and so is any cordial one
    once a mise en demeure is out."""
    said = highest(rungs).step.tone
    old = any(is_old(sight, r.invoice) for r in rungs)
    declared = all(not climbed.letter for r in rungs for climbed in r.invoice.climbs)
    if said == "cordial" and (old or sight.case.mise_en_demeure()):
        return "neutral"
    return "neutral" if said == "firm" and old and declared else said


def highest(rungs: Sequence[Rung]) -> Rung:
    return max(rungs, key=lambda r: (_TONES.index(r.step.tone), r.index))
