"""Taking a step: which invoices may climb today, the backlog question, the one letter that is due.

A judgement of policy: the last one, reached when nothing holds the whole case back.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.case import Invoice
from bot.policy import drafting, ladder, mise_en_demeure
from bot.policy.gates import gate, notice
from bot.policy.house import Decision, Record, Wait, Write
from bot.policy.ladder import Rung
from bot.policy.sight import Sight, named, runs


def climb(sight: Sight) -> Decision | None:
    """Backlog first, then the one letter that is due."""
    able, reasons = [], []
    for invoice in sight.owed():
        why = _kept_off(sight, invoice)
        if why:
            reasons.append(why)
        else:
            able.append(invoice)
    asked = _reopened(sight, able) or _backlog(sight, able)
    if asked:
        return asked
    rungs = [r for r in (ladder.rung(sight, i) for i in able if not _asleep(sight, i)) if r]
    rungs = [r for r in rungs if not _above_ceiling(sight, r)]
    due = ladder.gather(sight, rungs)
    if due:
        return _letter(sight, due)
    if rungs:
        nearest = min(rungs, key=lambda r: r.on)
        why = f"{nearest.step.step} of {nearest.invoice.number} is due on {nearest.on}"
        return Wait(sight.opening_on(nearest.on), why)
    return _wait_for_invoices(sight, reasons)


def _kept_off(sight: Sight, invoice: Invoice) -> str:
    """Why this invoice may not climb today; empty when it may."""
    for hold in sight.case.holds.values():
        if invoice.number in hold.invoices and runs(sight, hold):
            return f"{invoice.number} is held ({hold.rule})"
    if invoice.seen.method == "direct_debit":
        return f"{invoice.number} is paid by direct debit"
    if (sight.today - invoice.seen.due).days > sight.rules.limits.automatic_days:
        return f"{invoice.number} is more than a year overdue: nothing automatic any more"
    if ladder.climbed_all(sight, invoice):
        return f"{invoice.number} has climbed its whole ladder"
    return ""


def _wait_for_invoices(sight: Sight, reasons: Sequence[str]) -> Wait:
    running = [h for h in sight.case.holds.values() if h.invoices and h.until and h.until >= sight.today]
    until = min((sight.opening_after(h.until) for h in running if h.until), default=None)
    return Wait(until, "; ".join(reasons) or "the owner's word is awaited for what is left")


def _above_ceiling(sight: Sight, rung: Rung) -> bool:
    ceiling = sight.customer.ceiling
    if not ceiling:
        return False
    steps = [step.step for step in sight.ladder]
    return ceiling in steps and rung.index > steps.index(ceiling)


def _asleep(sight: Sight, invoice: Invoice) -> bool:
    """Old when first imported, never written about, and not yet woken by the owner."""
    if sight.rules.backlog != "ask" or invoice.climbs or not ladder.is_old(sight, invoice):
        return False
    words = [
        n.answer
        for n in sight.case.notices.values()
        if _about_backlog(n.opened.about, n.opened.invoices, invoice)
    ]
    return "approve" not in words and "resume" not in words


def _about_backlog(about: str, invoices: Sequence[str], invoice: Invoice) -> bool:
    return about == "backlog" and invoice.number in invoices


def _backlog(sight: Sight, able: Sequence[Invoice]) -> Decision | None:
    """One question about all old invoices that nobody has been asked about."""
    asked = {
        n
        for known in sight.case.notices.values()
        if known.opened.about == "backlog"
        for n in known.opened.invoices
    }
    new = tuple(i.number for i in able if _asleep(sight, i) and i.number not in asked)
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
    if top.step.step == ladder.MISE_EN_DEMEURE:
        return mise_en_demeure.judge(sight, due)
    if "email" not in top.step.channels:
        return Wait(None, f"{top.step.step} goes by {', '.join(top.step.channels)}: not sent by this version")
    firm = top.step.tone in ("firm", "formal")
    blocked = gate(sight, firm=firm, approval="first_firm_letter" if firm else "")
    if blocked:
        return blocked
    numbers = named([r.invoice.number for r in due])
    late = (sight.today - top.invoice.seen.due).days
    return Write(
        drafting.letter(sight, due),
        f"{top.step.step} of {numbers}: {late} days overdue, nothing stands against it",
    )
