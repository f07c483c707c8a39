"""« Mise en demeure maintenant »: the owner wants it at once.

The conditions of the ladder are overridden: the steps climbed, the spacing, the smallest sum. Facts are not:
what is paid, promised, contested, held or asked about is not demanded, who has written or paid since the
order stops it, and without a kind and an address there is none. The approval is given with the order, and
lapses after a week. Pure.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.case import Invoice
from bot.policy import ageing, ladder
from bot.policy.demand import claimed, demand, lacking, on_paper
from bot.policy.gates import gate, news_since
from bot.policy.house import Decision, Prepare, Record, Wait, Write
from bot.policy.ladder import Rung
from bot.policy.questions import asks_about, latest, notice
from bot.policy.sight import Sight, named
from bot.rules import Step

_GOOD_FOR = timedelta(days=7)


def ordered(sight: Sight) -> Decision | None:
    """Whoever writes, pays or is held meanwhile stops it; it leaves after the time to change one's mind."""
    said, at = sight.case.ordered, sight.case.ordered_at
    if said is None or at is None or _carried_out(sight, at) or news_since(sight, at):
        return None
    if sight.treatment == "never" or sight.now - at > _GOOD_FOR:
        return None
    due = [r for r in _wanted(sight, said.invoices) if _stood(sight, r.invoice, at)]
    if not due or not sight.net([r.invoice for r in due]):
        return None
    numbers = tuple(r.invoice.number for r in due)
    missing = lacking(sight, due)
    if missing:
        known = latest(sight, missing, numbers)
        asked = Record((notice(sight, missing, invoices=numbers),), f"the mise en demeure lacks: {missing}")
        return None if known and not known.answer else asked
    leaves = at + timedelta(minutes=sight.rules.owner.think_minutes)
    if sight.now < leaves:
        return Wait(leaves, "ordered by the owner; leaves half an hour later")
    whole = claimed(sight, due)
    to = () if on_paper(sight, due) else sight.contacts()[:1]
    blocked = whole if isinstance(whole, Wait) else gate(sight, firm=True, ordered=True, to=to)
    if blocked or isinstance(whole, Wait):
        return blocked
    draft = demand(sight, due, whole, approved=True, ordered=True)
    if isinstance(draft, Wait):
        return draft
    why = f"mise en demeure of {named(numbers)}: ordered by the owner"
    return Prepare(draft, why) if on_paper(sight, due) else Write(draft, why)


def stands_against(sight: Sight, numbers: Sequence[str]) -> str:
    """Why an order would demand none of these invoices now: the rule that holds them; empty: it would."""
    if _wanted(sight, numbers):
        return ""
    named_ = [i.number for i in sight.owed if i.number in numbers or not numbers]
    holds = (sight.hold_on(number) for number in named_)
    held = next((hold for hold in holds if hold), None)
    return held.rule if held else "asked" if any(asks_about(sight, n) for n in named_) else "not_due"


def _stood(sight: Sight, invoice: Invoice, at: datetime) -> bool:
    """It was known and overdue when the order was given: what came since was not meant."""
    return invoice.first_seen <= at and invoice.seen.due < sight.day(at)


def _wanted(sight: Sight, numbers: Sequence[str]) -> list[Rung]:
    """What it demands: overdue, owed, held by nothing, in one currency."""
    found = [
        i
        for i in sight.owed
        if (i.number in numbers or not numbers)
        and i.seen.due < sight.today
        and not sight.hold_on(i.number)
        and not asks_about(sight, i.number)
        and i.seen.method != "direct_debit"
        and not ageing.barred(sight, i)
        and not ladder.on_portal(sight, i)
    ]
    step = sight.formal or _usual(sight)
    if not found:
        return []
    found = [i for i in found if i.seen.currency == found[0].seen.currency]
    index = len(sight.rules.ladders[sight.kind]) - (1 if sight.formal else 0)
    return [Rung(i, step, index, sight.today, sight.today) for i in found]


def _usual(sight: Sight) -> Step:
    """For a ladder without one."""
    days = 15 if sight.kind == "business" else 30
    return Step(ladder.MISE_EN_DEMEURE, 0, "formal", ladder.MISE_EN_DEMEURE, days, ("letter", "email"))


def _carried_out(sight: Sight, at: datetime) -> bool:
    """It was sent or posted since, or stands printed and nobody has had it dated anew."""
    sent = sight.case.mise_en_demeure()
    if sent and sent.at >= at:
        return True
    printed = [
        p for p in sight.case.papers.values() if p.prepared.kind == ladder.MISE_EN_DEMEURE and p.at >= at
    ]
    if not printed:
        return False
    asked = [n for n in sight.case.notices.values() if n.opened.letter == printed[-1].prepared.letter]
    return not (asked and asked[-1].answer)
