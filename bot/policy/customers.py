"""Customers whom the owner treats in his own way: what is told to him in place of a letter.

`never` is silence; for `owner_only` and above a ceiling the owner is told once when a step would be due; of
a public buyer's invoice he is asked first where it stands in Chorus Pro; after the two letters of `gentle` he
is told that they are over. Nobody is written to here, and nothing is told twice while it is open. Pure.
"""

from collections.abc import Sequence
from datetime import date, datetime

from bot.case import Invoice
from bot.policy import ladder, mise_en_demeure
from bot.policy.house import Decision, Record, Wait
from bot.policy.questions import notice
from bot.policy.sight import Sight, named, plus


def keep_apart(sight: Sight) -> Decision | None:
    """Customers to whom no letter leaves by itself."""
    if sight.treatment == "never":
        return Wait(None, "the owner keeps this customer apart (treatment never)")
    if sight.treatment == "owner_only":
        why = "the owner keeps this customer apart (treatment owner_only)"
        followed = mise_en_demeure.follow(sight) if sight.case.ordered_at else None
        return followed or _told(sight, "owner_only", why)
    return _of_a_public_buyer(sight) if sight.kind == "public" else None


def _of_a_public_buyer(sight: Sight) -> Decision | None:
    """First the owner says where it stands in Chorus Pro; what he lets go on climbs its ladder."""
    told = _told(sight, "chorus", "a public buyer: the owner looks at Chorus Pro first")
    climbing = any(not ladder.on_portal(sight, invoice) for invoice in sight.owed)
    return None if climbing and isinstance(told, Wait) else told


def _told(sight: Sight, about: str, why: str) -> Decision:
    """The owner is told of each step that would be due; of a public buyer's invoice once."""
    awake = [i for i in sight.owed if not sight.hold_on(i.number)]
    steps = [(i, _step_day(sight, i, about)) for i in awake]
    due = tuple(i.number for i, day in steps if day and day <= sight.today)
    if due:
        return Record((notice(sight, about, invoices=due),), f"a step of {named(due)} is due; {why}")
    coming = [sight.opening_on(day) for _, day in steps if day]
    ends = sight.holds_end([i.number for i in sight.owed])
    return Wait(min([*coming, *([ends] if ends else [])], default=None), why)


def above_ceiling(sight: Sight, index: int) -> bool:
    steps = [known.step for known in sight.ladder]
    ceiling = sight.ceiling
    return ceiling in steps and index > steps.index(ceiling)


def tell(sight: Sight, able: Sequence[Invoice]) -> tuple[Decision | None, list[datetime]]:
    """What the owner is told of invoices that no letter of ours takes further; or when there will be more."""
    ways: list[tuple[str, list[tuple[Invoice, date]]]] = [
        ("owner_only", _stopped(sight, able)),
        ("gentle_end", _gently_asked(sight, able)),
    ]
    for about, found in ways:
        due = tuple(invoice.number for invoice, day in found if day <= sight.today)
        if due:
            told = notice(sight, about, invoices=due)
            return Record((told,), f"no letter of ours goes further with {named(due)}"), []
    coming = [_step_day(sight, i, "chorus") for i in sight.owed if ladder.on_portal(sight, i)]
    days = [*(day for _, found in ways for _, day in found), *(day for day in coming if day)]
    return None, [sight.opening_on(day) for day in days]


def _stopped(sight: Sight, able: Sequence[Invoice]) -> list[tuple[Invoice, date]]:
    """Invoices at the customer's ceiling, with the day on which their next step would be due."""
    if not sight.ceiling:
        return []
    rungs = [(i, ladder.rung(sight, i)) for i in able]
    above = [i for i, r in rungs if r and above_ceiling(sight, r.index) and not ladder.asleep(sight, i)]
    days = [(i, _step_day(sight, i, "owner_only")) for i in above if not _mentions(sight, "owner_only", i)]
    return [(i, day) for i, day in days if day]


def _gently_asked(sight: Sight, able: Sequence[Invoice]) -> list[tuple[Invoice, date]]:
    """Invoices whose two gentle letters are over, with the day on which the owner is told so."""
    if sight.treatment != "gentle":
        return []
    return [
        (invoice, plus(sight.day(invoice.last.at), sight.rules.limits.gentle))
        for invoice in able
        if invoice.last
        and len(invoice.climbs) >= len(sight.ladder)
        and not _mentions(sight, "gentle_end", invoice)
    ]


def _mentions(sight: Sight, about: str, invoice: Invoice) -> list[datetime]:
    """When the owner was told this about this invoice."""
    return [
        known.at
        for known in sight.case.notices.values()
        if known.opened.about == about
        and invoice.number in known.opened.invoices
        and not (about == "chorus" and known.answer == "moot")  # where it stood then: asked anew
    ]


def _step_day(sight: Sight, invoice: Invoice, about: str) -> date | None:
    """The day of the next step that was neither taken nor told; None: there is none, or it is being asked."""
    told = _mentions(sight, about, invoice)
    open_ = any(
        n.opened.about == about and invoice.number in n.opened.invoices for n in sight.case.open_notices()
    )
    index = len(invoice.climbs) + len(told)
    if open_ or index >= len(sight.ladder) or (about == "chorus" and told):
        return None
    step = sight.ladder[index]
    on = max(plus(invoice.seen.due, step.day), ladder.ready_on(sight, invoice))
    before = [sight.day(at) for at in [*told, *(c.at for c in invoice.climbs)]]
    gap = step.day - sight.ladder[index - 1].day if index else 0
    return max(on, plus(max(before), gap)) if before else on
