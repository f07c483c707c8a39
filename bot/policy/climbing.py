"""Taking a step: which invoices may climb today, the backlog question, the one letter that is due.

A judgement of policy: the last one, reached when nothing holds the whole case back. What cannot climb (held,
at its ceiling, waiting for the owner or for something a mise en demeure lacks) keeps nothing else from it.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.case import Invoice
from bot.policy import drafting, ladder, mise_en_demeure
from bot.policy.gates import gate
from bot.policy.house import Decision, Record, Wait, Write
from bot.policy.ladder import Rung
from bot.policy.questions import notice
from bot.policy.sight import Sight, named


def climb(sight: Sight) -> Decision | None:
    """Backlog first, then the one letter that is due."""
    able, reasons = [], []
    demanded = sight.case.mise_en_demeure() is not None
    for invoice in sight.owed:
        why = _kept_off(sight, invoice, demanded=demanded)
        if why:
            reasons.append(why)
        else:
            able.append(invoice)
    asked = _reopened(sight, able) or _backlog(sight, able)
    if asked:
        return asked
    rungs = []
    for invoice in able:
        found = ladder.rung(sight, invoice)
        why = _not_by_us(sight, found) if found else f"{invoice.number} has climbed its whole ladder"
        if found and not why:
            rungs.append(found)
        else:
            reasons.append(why)
    return _best(sight, rungs, reasons)


def _best(sight: Sight, rungs: Sequence[Rung], reasons: list[str]) -> Decision:
    """The mise en demeure, or where it lacks something the letter for the others, or a wait."""
    due = ladder.gather(sight, rungs)
    if due and ladder.highest(due).step.step == ladder.MISE_EN_DEMEURE:
        demand = mise_en_demeure.judge(sight, due)
        if demand:
            return demand
        reasons.append(f"the mise en demeure of {named([r.invoice.number for r in due])} lacks something")
        due = ladder.gather(sight, [r for r in rungs if r.step.step != ladder.MISE_EN_DEMEURE])
    if due and not sight.net([r.invoice for r in due]):
        reasons.append("credit notes cover what the letter would ask for")
        due = []
    return _letter(sight, due) if due else _wait(sight, rungs, reasons)


def _kept_off(sight: Sight, invoice: Invoice, *, demanded: bool) -> str:
    """Why this invoice may not climb today; empty when it may."""
    number = invoice.number
    hold = sight.hold_on(number)
    if hold:
        return f"{number} is held ({hold.rule})"
    if invoice.seen.method == "direct_debit":
        return f"{number} is paid by direct debit"
    if (sight.today - invoice.seen.due).days > sight.rules.limits.automatic_days:
        return f"{number} is more than a year overdue: nothing automatic any more"
    if any(n.opened.about == "reopened" and number in n.opened.invoices for n in sight.case.open_notices()):
        return f"the owner is asked about {number}: owed again after a payment"
    if demanded and mise_en_demeure.shown_only(sight, number):
        return f"{number} came after a mise en demeure: the owner is asked"
    return ""


def _not_by_us(sight: Sight, rung: Rung) -> str:
    """Why this version sends no letter for that step; empty when it does."""
    number, step = rung.invoice.number, rung.step
    steps = [known.step for known in sight.ladder]
    ceiling = sight.customer.ceiling
    if ladder.asleep(sight, rung.invoice):
        return f"{number} sleeps: long overdue when first imported"
    if ceiling in steps and rung.index > steps.index(ceiling):
        return f"{number} is at this customer's ceiling ({ceiling})"
    if step.step != ladder.MISE_EN_DEMEURE and "email" not in step.channels:
        return f"{step.step} of {number} goes by {', '.join(step.channels)}: not sent by this version"
    return ""


def _wait(sight: Sight, rungs: Sequence[Rung], reasons: Sequence[str]) -> Wait:
    """Until the next step falls due or the next hold on an invoice ends, whichever is first."""
    coming = sorted((r for r in rungs if r.on > sight.today), key=lambda r: r.on)
    why = [f"{r.step.step} of {r.invoice.number} is due on {r.on}" for r in coming[:1]]
    ends = sight.holds_end([i.number for i in sight.owed])
    moments = [*(sight.opening_on(r.on) for r in coming[:1]), *([ends] if ends else [])]
    return Wait(min(moments, default=None), "; ".join([*why, *reasons]) or "nothing is left to do")


def _backlog(sight: Sight, able: Sequence[Invoice]) -> Decision | None:
    """One question about all old invoices that nobody has been asked about."""
    asked = {
        n
        for known in sight.case.notices.values()
        if known.opened.about == "backlog"
        for n in known.opened.invoices
    }
    new = tuple(i.number for i in able if i.number not in asked and ladder.asleep(sight, i))
    if not new:
        return None
    why = f"{named(new)}: long overdue when first imported"
    return Record((notice(sight, "backlog", invoices=new),), why)


def _reopened(sight: Sight, able: Sequence[Invoice]) -> Decision | None:
    """A payment taken back never goes on at the old step: the owner is asked first."""
    back = tuple(i.number for i in able if i.reopened and not _asked_since(sight, i, i.reopened))
    if not back:
        return None
    return Record((notice(sight, "reopened", invoices=back),), f"{named(back)}: owed again after a payment")


def _asked_since(sight: Sight, invoice: Invoice, moment: datetime) -> bool:
    return any(
        known.opened.about == "reopened" and invoice.number in known.opened.invoices and known.at >= moment
        for known in sight.case.notices.values()
    )


def _letter(sight: Sight, due: Sequence[Rung]) -> Decision:
    top = ladder.highest(due)
    firm = top.step.tone in ("firm", "formal")
    invoices = tuple(r.invoice.number for r in due)
    blocked = gate(sight, firm=firm, approval="first_firm_letter" if firm else "", invoices=invoices)
    if blocked:
        return blocked
    late = (sight.today - top.invoice.seen.due).days
    return Write(
        drafting.letter(sight, due),
        f"{top.step.step} of {named(invoices)}: {late} days overdue, nothing stands against it",
    )
