"""Taking a step: which invoices may climb today, the backlog question, the one letter that is due.

A judgement of policy: the last one, reached when nothing holds the whole case back. What cannot climb (held,
at its ceiling, waiting for the owner or for something a mise en demeure lacks) keeps nothing else from it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.case import Invoice
from bot.events.letters import Climb
from bot.events.owner import CallDue
from bot.policy import (
    ageing,
    before_due,
    channels,
    customers,
    drafting,
    elsewhere,
    ladder,
    late,
    mise_en_demeure,
)
from bot.policy.gates import gate, shown
from bot.policy.house import Decision, Prepare, Record, Wait, Write
from bot.policy.ladder import Rung
from bot.policy.questions import asks_about, notice
from bot.policy.sight import Sight, named, plus


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
    asked = _reopened(sight, able) or _backlog(sight, able) or elsewhere.overpaid(sight, able)
    told, moments = customers.tell(sight, able)
    if asked or told:
        return asked or told
    rungs = []
    for invoice in able:
        found = ladder.rung(sight, invoice)
        why = _not_by_us(sight, found) if found else f"{invoice.number} has climbed its whole ladder"
        if found and not why:
            rungs.append(found)
        else:
            reasons.append(why)
    ahead = before_due.coming(sight, able)
    moments += [sight.opening_on(day) for day, _ in ahead]
    reasons += [f"a note before the due date of {number} is due on {day}" for day, number in ahead[:1]]
    decided = _unreachable(sight, rungs) or _best(sight, rungs, reasons, moments)
    return _with_note(sight, able, rungs, decided) if isinstance(decided, Wait) else decided


def _with_note(sight: Sight, able: Sequence[Invoice], rungs: Sequence[Rung], wait: Wait) -> Decision:
    """Where no step is taken, what may be said before a due date."""
    note = before_due.note(sight, able, rungs)
    return before_due.earlier(note, wait) if note else wait


def _unreachable(sight: Sight, rungs: Sequence[Rung]) -> Decision | None:
    """No e-mail address is left: the owner is told, and what has a postal address goes by post."""
    about = channels.unreachable(sight) if any(r.on <= sight.today for r in rungs) else ""
    if not about:
        return None
    shared = about == "office_address"
    why = "what is left may be read by others" if shared else "no e-mail address of this customer is left"
    return Record((notice(sight, about),), why)


def _best(sight: Sight, rungs: Sequence[Rung], reasons: list[str], moments: Sequence[datetime]) -> Decision:
    """The mise en demeure, or where it lacks something the letter for the others, or a wait."""
    every = rungs
    rungs, late = _free(sight, rungs)
    reasons += late
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
    if due:
        return _step(sight, due)
    return _wait(sight, every, reasons, [*moments, *_dated_anew(sight)])


def _free(sight: Sight, rungs: Sequence[Rung]) -> tuple[list[Rung], list[str]]:
    """Those that wait for nothing, neither the post nor a call; and why the others wait."""
    soon = plus(sight.today, sight.rules.limits.gather)
    near = [r for r in rungs if r.on <= soon]  # what is due later is asked again then
    waiting = {r.invoice.number: channels.waits(sight, r) for r in near}
    return [r for r in near if not waiting[r.invoice.number]], [why for why in waiting.values() if why]


def _dated_anew(sight: Sight) -> list[datetime]:
    """When a printed letter will have waited too long to be posted."""
    longest = sight.rules.limits.paper_waits
    days = [sight.calendar.add_working(p.prepared.dated, longest) for p in channels.papers(sight)]
    return [sight.opening_after(day) for day in days]


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
    if ageing.barred(sight, invoice):
        return f"{number} is past its limitation: nothing automatic any more"
    if ladder.on_portal(sight, invoice):
        return f"the owner has not said where {number} stands in Chorus Pro"
    if sight.case.notices and asks_about(sight, number):
        return f"the owner is asked about {number}"
    if demanded and mise_en_demeure.shown_only(sight, number):
        return f"{number} came after a mise en demeure: the owner is asked"
    return late.waits(sight, invoice) if sight.case.promises else ""


def _not_by_us(sight: Sight, rung: Rung) -> str:
    """Why the step is not taken by itself; empty when it is."""
    number = rung.invoice.number
    if ladder.asleep(sight, rung.invoice):
        return f"{number} sleeps: long overdue when first imported"
    if customers.above_ceiling(sight, rung.index):
        return f"{number} is at this customer's ceiling ({sight.ceiling})"
    return ""


def _wait(sight: Sight, rungs: Sequence[Rung], reasons: Sequence[str], others: Sequence[datetime]) -> Wait:
    """Until the next step falls due, the next hold on an invoice ends, or what else is dated."""
    coming = sorted((r for r in rungs if r.on > sight.today), key=lambda r: r.on)
    why = [f"{r.step.step} of {r.invoice.number} is due on {r.on}" for r in coming[:1]]
    ends = sight.holds_end([i.number for i in sight.owed])
    moments = [*(sight.opening_on(r.on) for r in coming[:1]), *([ends] if ends else []), *others]
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
    """A payment taken back never goes on at the old step: the owner is asked, then the ladder begins anew.
    What was only put where it belongs was never a payment of this invoice.
    """
    back = tuple(
        i.number
        for i in able
        if i.reopened and not _asked_since(sight, i, i.reopened) and not elsewhere.moved(sight.case, i)
    )
    if not back:
        return None
    asked = replace(notice(sight, "reopened", invoices=back), anew=True)
    return Record((asked,), f"{named(back)}: owed again after a payment")


def _asked_since(sight: Sight, invoice: Invoice, moment: datetime) -> bool:
    return any(
        known.opened.about == "reopened" and invoice.number in known.opened.invoices and known.at >= moment
        for known in sight.case.notices.values()
    )


def _step(sight: Sight, due: Sequence[Rung]) -> Decision:
    """The step of the highest, with all that goes by the same way: a letter, a printed one, a call."""
    due = _plan_alone(sight, _agreed(sight, due))
    way = channels.channel(sight, ladder.highest(due).step)
    due = [r for r in due if channels.channel(sight, r.step) == way]
    top = ladder.highest(due)
    invoices = tuple(r.invoice.number for r in due)
    firm = ladder.tone(sight, due) in ("firm", "formal") or late.ends(sight, top.invoice)
    days = (sight.today - top.invoice.seen.due).days
    why = f"{top.step.step} of {named(invoices)}: {days} days overdue, nothing stands against it"
    if way == "call":
        return gate(sight, firm=firm, by_hand=True) or _call(sight, due, why)
    blocked = gate(
        sight,
        firm=firm,
        by_hand=way == "letter",
        approval="first_firm_letter" if firm else "",
        invoices=invoices,
        to=drafting.recipients(sight, top.step) if way == "email" else (),
    )
    if blocked:
        return blocked
    draft = drafting.letter(sight, due, by_post=way == "letter")
    return Write(draft, why) if way == "email" else Prepare(draft, why)


def _agreed(sight: Sight, due: Sequence[Rung]) -> Sequence[Rung]:
    """Of a first firm letter what the owner was shown: what came since waits for its own step."""
    known = shown(sight)
    seen = [r for r in due if r.invoice.number in known]
    return seen if seen and ladder.tone(sight, seen) == "firm" else due


def _plan_alone(sight: Sight, due: Sequence[Rung]) -> Sequence[Rung]:
    """What is late of a plan is asked for in a letter of its own: what else is owed belongs to no plan."""
    plans = [late.plan_of(sight, rung.invoice) for rung in due] if sight.case.promises else []
    first = next(filter(None, plans), None)
    return [r for r, plan in zip(due, plans, strict=True) if plan == first] if first else due


def _call(sight: Sight, due: Sequence[Rung], why: str) -> Record:
    """The owner is asked to telephone; the step counts once he has said what came of it."""
    climbs = tuple(Climb(r.invoice.number, r.step.step, r.index) for r in due)
    name = f"{sight.case.id}.call.{len(sight.case.calls) + 1}"
    return Record((CallDue(name, climbs, tuple(c.number for c in climbs)),), why)
