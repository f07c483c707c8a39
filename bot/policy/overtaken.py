"""What a new mail of the debtor's does to the answers that are still owed to his earlier ones.

An answer is dropped only when the new mail leaves it no sense: another word on the same matter, for the same
invoices; of more invoices than that, the rest is still answered. What was asked for and is on file is sent,
and a dispute is acknowledged, whatever else the debtor writes. Two answers that say the same become one. A
word that the owner had ordered is kept back by what may speak against it, not by a mere thank-you; he is told
that it has not left.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.events.consequences import AnswerDropped, AnswerOwed
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeOpened
from bot.policy import promises, renewed
from bot.policy.held import touch
from bot.policy.on_its_way import GRANTS, ordered
from bot.policy.reply import Reply
from bot.policy.sight import Sight

Part = tuple[str, Reply]  # a rule, and what the mail says under it

# Whatever is owed rests for good: a person decides.
_SILENCES = frozenset({"misfortune", "insolvency", "stop_contact", "handed_over"})
# A new word on when or whether it is paid.
_SETTLES = frozenset({"dispute", "already_paid", "promise", "delay_request"})
# No such word makes these senseless.
_STAYS = frozenset({"document_sent", "dispute_received", "promise_kept"})
AGAIN = "the debtor wrote again"
_OF_PAYMENT = frozenset({"already_paid", "payment_not_found"})
# These say the same whatever mail they answer: one of them answers all.
_SAME = frozenset({"dispute_received", "ask_date", "delay_received", "document_sent"})


def answers(parts: Sequence[Part], said: Sequence[CaseEvent]) -> list[CaseEvent]:
    """What a mail says, with the answers that were owed before dropped, narrowed or joined to its own."""
    sight = parts[0][1].sight
    events: list[CaseEvent] = []
    owed: list[AnswerOwed] = []
    for old in sight.case.answers.values():
        left = _left(old, parts)
        if left is None:
            events.append(AnswerDropped(old.answer, AGAIN))
            said = _told(sight, old, said, parts) if ordered(old) else said
            continue
        owed.append(left)
        events += [left] if left != old else []
    for event in said:
        events += _joined(owed, event) if isinstance(event, AnswerOwed) else [event]
    return events


def _left(old: AnswerOwed, parts: Sequence[Part]) -> AnswerOwed | None:
    """As much of an answer as the new mail leaves sense; none: nothing."""
    for rule, part in parts:
        if rule in _SILENCES or (rule == "undecided" and ordered(old) and not part.read.bare):
            return None
        if rule not in _SETTLES or old.template in _STAYS or _without_a_day(rule, part, old.template):
            continue
        about = promises.meaning(part).about if rule == "promise" else part.about
        rest = tuple(number for number in old.invoices if number not in about)
        if not rest:
            return None
        old = replace(old, invoices=rest)
    return old


def _told(sight: Sight, old: AnswerOwed, said: Sequence[CaseEvent], parts: Sequence[Part]) -> list[CaseEvent]:
    """The owner hears with what the mail asks of him that his own word has not left; what he had granted
    rests meanwhile. Where it asks nothing and promises a part alone, that is no answer to what he granted.
    """
    asks = any(isinstance(event, NoticeOpened) for event in said)
    told = [] if asks or not _a_part_alone(sight, old, parts) else renewed.told(sight, old, AGAIN)
    return [_with(old, renewed.as_long(sight, old, event)) for event in (*said, *told)]


def _a_part_alone(sight: Sight, old: AnswerOwed, parts: Sequence[Part]) -> bool:
    sums = [p.amount for rule, part in parts if rule == "promise" for p in part.read.promises]
    part = all(sums) and 0 < sum(amount or 0 for amount in sums) < sight.left(old.invoices)
    return old.template in GRANTS and part


def _with(old: AnswerOwed, event: CaseEvent) -> CaseEvent:
    if not isinstance(event, NoticeOpened) or not touch(event.invoices, old.invoices):
        return event
    return replace(event, unsaid=event.unsaid or old.answer)


def _without_a_day(rule: str, part: Reply, template: str) -> bool:
    """Who promises without a day says nothing new, but takes back that it is paid."""
    dated = any(p.date and p.date >= part.day for p in part.read.promises)
    return rule == "promise" and not dated and template not in _OF_PAYMENT


def _joined(owed: Sequence[AnswerOwed], new: AnswerOwed) -> list[CaseEvent]:
    """The new answer, unless one that is owed to the same person says it, or can say it too."""
    old = next((old for old in owed if _one(old, new)), None)
    if old is None:
        return [new]
    both = replace(
        old,
        invoices=tuple(dict.fromkeys((*old.invoices, *new.invoices))),
        documents=tuple(dict.fromkeys((*old.documents, *new.documents))),
        promise=new.promise or old.promise,
    )
    return [both] if both != old else []


def _one(old: AnswerOwed, new: AnswerOwed) -> bool:
    """Whether one answer can stand for both; each document is on file for its own invoices only."""
    same = new.template in _SAME and (old.template, old.to.lower()) == (new.template, new.to.lower())
    return same and (old.documents == new.documents or set(old.invoices) == set(new.invoices))
