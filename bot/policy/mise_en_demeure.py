"""The mise en demeure: its conditions, its paper, its copy by e-mail, its deadline.

It demands only invoices that climbed every step below it, always with the owner's approval, and leaves
half an hour after that. By default it is set as PDF, printed and posted by the owner, and then copied by
e-mail with the registered number. From then on no other letter is written in the case. Pure.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.case import Letter, Paper
from bot.policy import drafting, ladder
from bot.policy.gates import gate, latest, notice
from bot.policy.house import Decision, Prepare, Record, Wait, Write
from bot.policy.ladder import Rung
from bot.policy.sight import Sight, named

_PRESENTED_AFTER = 7  # days after posting, when no presentation date is given
_POSTED_WITHIN = 3  # working days


def judge(sight: Sight, due: Sequence[Rung]) -> Decision:
    """The mise en demeure of these invoices: asked for, approved, prepared or sent; or what it lacks."""
    numbers = tuple(r.invoice.number for r in due)
    step = ladder.highest(due).step
    missing = _missing(sight, due)
    if missing:
        known = latest(sight, missing, numbers)
        if known and known.answer in ("", "moot"):
            return Wait(None, f"the mise en demeure waits for: {missing}")
        return Record((notice(sight, missing, invoices=numbers),), f"the mise en demeure lacks: {missing}")
    blocked = gate(sight, firm=True, approval=ladder.MISE_EN_DEMEURE, invoices=numbers)
    if blocked:
        return blocked
    draft = drafting.letter(sight, due)
    why = f"mise en demeure of {named(numbers)}: every step was climbed, nothing stands against it"
    return Prepare(draft, why) if "letter" in step.channels else Write(draft, why)


def _missing(sight: Sight, due: Sequence[Rung]) -> str:
    if sum(r.invoice.left for r in due) < sight.rules.law.mise_en_demeure_from:
        return "amount"
    if sight.kind == "unknown":
        return "kind"
    if "letter" in ladder.highest(due).step.channels and not sight.case.debtor.address:
        return "address"
    return ""


def follow(sight: Sight) -> Decision | None:
    """What comes after the paper was set, posted, or the mise en demeure sent by e-mail alone."""
    papers = [p for p in sight.case.papers.values() if p.prepared.kind == ladder.MISE_EN_DEMEURE]
    if papers:
        return _posted(sight, papers[-1]) if papers[-1].posted else _unposted(sight, papers[-1])
    sent = sight.case.mise_en_demeure()
    if isinstance(sent, Letter):
        days = max((step.deadline_days or 0 for step in sight.ladder), default=0)
        numbers = [climb.number for climb in sent.intended.climbs]
        return _deadline(sight, sight.day(sent.at) + timedelta(days=days), numbers)
    return None


def _unposted(sight: Sight, paper: Paper) -> Decision | None:
    asked = [
        known
        for known in sight.case.notices.values()
        if known.opened.about == "post" and known.opened.letter == paper.prepared.letter
    ]
    if asked and asked[-1].answer == "approve":
        return None  # dated anew: the ladder sets another one
    numbers = [climb.number for climb in paper.prepared.climbs]
    last = sight.calendar.add_working(paper.prepared.dated, _POSTED_WITHIN)
    if not asked and sight.today > last:
        opened = notice(sight, "post", invoices=numbers, letter=paper.prepared.letter)
        return Record((opened,), "the mise en demeure was not posted in time")
    until = None if asked else sight.opening_after(last)
    return Wait(until, f"the mise en demeure of {named(numbers)} waits to be posted: {paper.prepared.file}")


def _posted(sight: Sight, paper: Paper) -> Decision | None:
    numbers = [climb.number for climb in paper.prepared.climbs]
    posted, presented = paper.posted, paper.presented
    if posted is None:
        return None
    if presented and presented.outcome == "not_served":
        known = latest(sight, "not_served")
        if known is None:
            return Record(
                (notice(sight, "not_served", invoices=numbers),), "the letter could not be delivered"
            )
        return Wait(None, "the registered letter could not be delivered")
    if _copy_is_due(sight, paper):
        blocked = gate(sight, answer=True)
        return blocked or Write(
            drafting.paper_copy(sight, paper), "copy of the mise en demeure that was posted"
        )
    start = presented.on if presented else posted.on + timedelta(days=_PRESENTED_AFTER)
    return _deadline(sight, start + timedelta(days=paper.prepared.deadline_days), numbers)


def _copy_is_due(sight: Sight, paper: Paper) -> bool:
    name = paper.prepared.letter
    tried = any(
        letter.intended.paper == name for letter in sight.case.letters.values() if letter.state != "lost"
    )
    return not tried and bool(sight.case.contacts())


def _deadline(sight: Sight, end: date, numbers: Sequence[str]) -> Decision:
    if sight.today <= end:
        return Wait(sight.opening_after(end), f"the deadline of the mise en demeure runs through {end}")
    if latest(sight, "deadline", tuple(numbers)) is None:
        return Record((notice(sight, "deadline", invoices=numbers),), "the deadline is over and nothing came")
    return Wait(None, f"the mise en demeure had no answer by {end}: what comes next is the owner's to say")
