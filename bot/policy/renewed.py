"""The owner's own word to the debtor that did not leave: he is told so, and his "ok" sends it after all.

The days of a plan that are over are offered as one near day; what has come meanwhile is asked for no more. A
single day that is over, or one that was only proposed, is his to say anew. Pure.
"""

from dataclasses import replace
from datetime import date

from bot.events.consequences import AnswerOwed, HoldSet, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeOpened
from bot.policy import delays
from bot.policy.gates import gate
from bot.policy.house import Decision, Record
from bot.policy.instalments import Dated, Part
from bot.policy.on_its_way import GRANTS, TRACE, named, peace, to_come
from bot.policy.questions import next_name
from bot.policy.sight import Sight

_CHOICES = ("approve", "refuse", "resume")
_AGAIN = frozenset({"delay_accepted", "plan_accepted", TRACE})
SILENCED = "the debtor's message had silenced it"
DOUBTED = "the owner has put his word in doubt before it left, and has not said since what he meant"


def told(sight: Sight, owed: AnswerOwed, why: str) -> list[CaseEvent]:
    """Asked anew about what he had granted; it rests meanwhile."""
    name = next_name(sight)
    question = f"Your word to the debtor has not left: {why}."
    asked = NoticeOpened(
        name,
        delays.REQUEST,
        question,
        _CHOICES,
        owed.invoices,
        mail=owed.mail,
        day=sight.today,
        unsaid=owed.answer,
    )
    return [replace(delays.longer(sight, asked), hold=f"{name}.unsaid"), asked]


def after_silence(sight: Sight, opened: NoticeOpened) -> list[CaseEvent]:
    """Letters go on after a mail that kept back what he had granted: he is asked whether to say it now."""
    owed = sight.case.deserved.get(opened.unsaid)
    if owed is None or owed.template not in GRANTS | {TRACE} or not sight.left(owed.invoices):
        return []
    asked = (n.opened for n in sight.case.open_notices() if n.opened.about == delays.REQUEST)
    return [] if any(one.mail == owed.mail for one in asked) else told(sight, owed, SILENCED)


def as_long(sight: Sight, owed: AnswerOwed, event: CaseEvent) -> CaseEvent:
    """A hold for such a question, through the first day that was granted, though nobody has heard of it."""
    ends = [hold.until for hold in peace(sight, owed) if hold.until and hold.rule == "promise"]
    if not ends or not isinstance(event, HoldSet) or event.rule != delays.REQUEST or event.until is None:
        return event
    return replace(event, until=max(event.until, min(ends)))


def its_own(sight: Sight, opened: NoticeOpened) -> AnswerOwed | None:
    """The word that this question asks about anew."""
    owed = sight.case.deserved.get(opened.unsaid)
    return owed if owed and owed.mail == opened.mail and opened.about == delays.REQUEST else None


def said_by(sight: Sight, opened: NoticeOpened) -> AnswerOwed | None:
    """The word that a yes to this question says: its own, or what a mail that nobody understood kept back."""
    beside = sight.case.deserved.get(opened.unsaid) if opened.about == "undecided" else None
    return beside or its_own(sight, opened)


def offered(sight: Sight, opened: NoticeOpened) -> list[Dated]:
    """What the owner's "ok" to this question grants; empty: a day is his to say, or named by the debtor."""
    owed = said_by(sight, opened)
    if owed is None:
        asked = opened.about == delays.REQUEST
        return delays.parts_asked(sight, opened.mail, opened.invoices) if asked else []
    if owed.template not in _AGAIN:
        return []
    parts = _to_come(sight, owed)
    later = [part for part in parts if part[0] > sight.today]
    early = sum(amount or 0 for on, amount in parts if on <= sight.today)
    if not early or not later:
        return later
    day = _near(sight, opened)
    first, *rest = later
    if day >= first[0]:
        return [(first[0], first[1] and first[1] + early), *rest]
    return [(day, early), *later]


def _near(sight: Sight, opened: NoticeOpened) -> date:
    """Some working days after he was asked, or from today where he took longer to answer."""
    days = sight.rules.replies.promise_undated
    day = sight.calendar.add_working(opened.day or sight.today, days)
    return day if day > sight.today else sight.calendar.add_working(sight.today, days)


def _to_come(sight: Sight, owed: AnswerOwed) -> list[Dated]:
    """Its payments without what came meanwhile, which was meant for the first of them."""
    parts, left = named(sight, owed), sight.left(owed.invoices)
    more = sum(amount or 0 for _, amount in parts) - left if all(amount for _, amount in parts) else 0
    kept: list[Dated] = []
    for on, amount in parts:
        less = min(max(0, more), amount or 0)
        more -= less
        if amount is None or amount > less:
            kept.append((on, amount and amount - less))
    return kept


# --- at once ----------------------------------------------------------------------------------------


def at_once(sight: Sight) -> Decision | None:
    """What is to be paid at once is due on the day on which the debtor is told."""
    due = [owed for owed in sight.case.answers.values() if owed.after <= sight.now]
    parts = [part for owed in due for part in to_come(sight, owed)]
    late = [part for part in parts if part.at_once and part.day < sight.today]
    if not late or gate(sight, answer=True):
        return None
    why = "what is to be paid at once is due when it is said"
    return Record(tuple(event for part in late for event in _today(sight, part)), why)


def _today(sight: Sight, part: Part) -> list[CaseEvent]:
    said, hold = part.promise.noted, sight.case.holds.get(part.name)
    again: PromiseNoted = replace(
        said,
        made=sight.today,
        on=sight.today,
        amount=said.amount and part.left,
        owed=sight.left(said.invoices),
        deducted=sight.deducted(said.invoices),
    )
    until = sight.calendar.add_working(sight.today, sight.rules.replies.promise_grace)
    why = f"payment is promised for {sight.today}"
    return [again, *([replace(hold, until=until, why=why)] if hold else [])]
