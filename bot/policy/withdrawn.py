"""A dispute that its debtor takes back: he promises to pay all that he had contested. Pure.

Only the owner lifts it (POLICY 4): he is asked at once whether it is over, in the place of the question that
tells of the dispute alone. The promise is confirmed like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.case import Notice
from bot.events.consequences import AnswerOwed, HoldSet, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.policy.questions import next_name
from bot.policy.reply import Reply, meant
from bot.policy.sight import Sight, runs

_WHY = "the debtor promises to pay what he contested"


def asked_anew(reply: Reply, follows: Sequence[CaseEvent]) -> list[CaseEvent]:
    """The open questions about disputes of all that this mail promises to pay, asked once more."""
    events: list[CaseEvent] = []
    for asked in _taken_back(reply, [e for e in follows if isinstance(e, PromiseNoted)]):
        before = sum(isinstance(event, NoticeOpened) for event in (*follows, *events))
        again = replace(asked.opened, notice=next_name(reply.sight, before))
        events += [NoticeAnswered(asked.opened.notice, "moot", "policy", _WHY), again]
    return events


def said_since(sight: Sight, owed: AnswerOwed, hold: HoldSet) -> bool:
    """The day that this answer says back was promised after what is held was contested."""
    contested, promised = sight.case.mails.get(hold.mail), sight.case.mails.get(owed.mail)
    if hold.rule != "dispute" or owed.template != "promise_noted" or not contested or not promised:
        return False
    return promised.kept.arrived > contested.kept.arrived


def _taken_back(reply: Reply, promised: Sequence[PromiseNoted]) -> Iterable[Notice]:
    case, about = reply.sight.case, {number for noted in promised for number in noted.invoices}
    if not promised or sum(p.amount or p.owed for p in promised) < reply.sight.left(about):
        return
    for hold in case.holds.values():
        contested = case.mails.get(hold.mail)
        if hold.rule != "dispute" or not contested or not runs(reply.sight, hold):
            continue
        earlier = contested.kept.arrived < reply.mail.kept.arrived
        if earlier and set(meant(reply.sight, hold.invoices)) <= about:
            yield from (n for n in case.open_notices() if _asks(n, hold) and n.at < reply.mail.at)


def _asks(notice: Notice, hold: HoldSet) -> bool:
    return (notice.opened.about, notice.opened.mail) == (hold.rule, hold.mail)
