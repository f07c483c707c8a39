"""Where a letter is when the owner speaks of it: gone already, or printed and in his own hands.

A word of stopping that comes too late is answered with what is: the letter that left since the mail that it
answers, or the one that he was to print and post. "pas 3", in answer to the week's letters, says that this
letter did not leave, and nothing about its customer. What he granted and is not yet told is taken back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.case import Case, Notice, Paper
from bot.events.consequences import AnswerOwed, HoldSet
from bot.events.entries import CaseEvent
from bot.owner.matters import Matter
from bot.owner.orders import Carried, Ground, Line
from bot.owner.orders.going import meant_by
from bot.policy import channels, mise_en_demeure
from bot.policy.held import touch
from bot.policy.ladder import MISE_EN_DEMEURE
from bot.policy.on_its_way import GRANTS, REFUSALS
from bot.policy.sight import Sight
from bot.policy.unsaid import asked_again, granted_with, kept_back, unsaid, word_on
from bot.state.facts import HouseFacts, Told

_NOES, _LEFT = ("no", "refuse"), ("sent", "uncertain")
_STOPS = frozenset(("stop", "pause"))  # the lines of what was stopped
_NO_YES = REFUSALS | {"delay_proposed"}
_SAYS_NOTHING: frozenset[str] = frozenset()
# Of these acts, where they name no day, the words of his that they are against; any other act is against all.
_OTHERWISE: Mapping[str, frozenset[str]] = {
    "ok": _NO_YES, "accept": _NO_YES, "refuse": GRANTS | {"promise_noted"},
    "resume": _SAYS_NOTHING, "note": _SAYS_NOTHING, "ask": _SAYS_NOTHING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gone:
    """A letter that has left."""

    on: date
    at: time | None  # of a mail
    formal: bool  # a mise en demeure


def not_left(told: Told | None, order: Ground) -> Carried | None:
    """ "pas 3" to the letters of the week: it waits, and comes again with the next ones. None: it is another
    order, or there is no such letter."""
    if told is None or told.kind != "paper" or order.act.act != "no":
        return None
    waits = [one for one in _unposted(order.case) if meant_by(order.matter.invoices, one)]
    if not waits:
        return None
    return Carried((), Line("not_left", {"about": mise_en_demeure.overtaken(order.sight, waits[-1])}))


def thought_better(order: Ground) -> Carried | None:
    """ "finalement non" to what he has granted: what has not left leaves no more, and he is asked anew; what
    has left stands, and he is told when it left. None: it is another order."""
    asked = _said_yes_to(order)
    if asked is None or order.act.act not in _NOES:
        return None
    owed = granted_with(order.sight, asked.opened)
    if owed and owed.answer in order.case.answers:
        events = asked_again(order.sight, owed, asked.opened, "the owner takes it back before it left")
        return Carried(tuple(events), Line("yes_taken_back"))
    letters = order.case.letters.values()
    left = [x for x in letters if owed and x.intended.answer == owed.answer and x.state in _LEFT]
    return Carried((), Line("yes_has_left", {"date": order.sight.day(left[-1].at)})) if left else None


def says_otherwise(order: Ground) -> bool:
    """Than the word that he has given to this question, and that has not left yet."""
    owed, act = word_on_its_way(order), order.act
    if owed is None or act.day or act.act not in _OTHERWISE:
        return owed is not None
    return owed.template in _OTHERWISE[act.act]


def word_on_its_way(order: Ground) -> AnswerOwed | None:
    """What he has answered to this question, as long as the debtor is still to hear it."""
    asked = order.case.notices.get(order.matter.notice)
    owed = word_on(order.sight, asked.opened) if asked and asked.answer else None
    return owed if owed and owed.answer in order.case.answers else None


def _said_yes_to(order: Ground) -> Notice | None:
    asked = order.case.notices.get(order.matter.notice)
    return asked if asked and asked.answer in ("approve", "resume") else None


def to_report(case: Case, matter: Matter) -> bool:
    """Whether a letter of this line was not posted yet, as far as anybody said."""
    return any(meant_by(matter.invoices, paper) for paper in _unposted(case))


def withdrawn(order: Ground, carried: Carried, mail: str) -> list[CaseEvent]:
    """His word to the debtor that has not left when he stops: it leaves no more, unless this very mail says
    both."""
    stops = any(isinstance(e, HoldSet) and e.by == "owner" and e.until is None for e in carried.events)
    if not stops or any(done == mail for done, _, _ in order.case.orders):
        return []
    return unsaid(order.sight, order.matter.invoices, "the owner stops before it left")


def paused(order: Ground, carried: Carried, mail: str) -> Carried:
    """A pause until a day is another word than the one that waits to leave, unless this very mail says both:
    that one stays back, and he is asked anew.
    """
    pauses = order.act.act == "pause" and any(isinstance(e, HoldSet) and e.until for e in carried.events)
    if not pauses or any(done == mail for done, _, _ in order.case.orders):
        return carried
    for owed in order.case.answers.values():
        if touch(owed.invoices, order.matter.invoices):
            back = kept_back(order.sight, owed, "the owner pauses before it left")
            if back:
                line = replace(carried.line, values={**carried.line.values, "about": "word_back"})
                return replace(carried, events=(*carried.events, *back), line=line)
    return carried


def with_where(facts: HouseFacts, line: Line, order: Ground, since: datetime | None) -> Line:
    """The line of a stop, with the letter that it does not stop any more. `since`: when the mail was written
    that is answered."""
    if line.name not in _STOPS:
        return line
    return replace(line, values={**line.values, **where(facts, order.sight, order.matter.invoices, since)})


def where(
    facts: HouseFacts, sight: Sight, invoices: Sequence[str], since: datetime | None
) -> dict[str, object]:
    """Of these invoices the letter that no stop brings back, as values of a line; none: there is none. The
    letters of a rehearsal were sent to nobody."""
    if sight.rules.mode != "live":
        return {}
    printed = next((p for p in _in_hand(facts, sight) if meant_by(invoices, p)), None)
    if printed:
        return {"printed": printed.prepared.dated, "formal": printed.prepared.kind == MISE_EN_DEMEURE}
    left = max(_left(sight, invoices, since), key=lambda gone: (gone.on, gone.at or time.max), default=None)
    return {"gone": left} if left else {}


def listed(facts: HouseFacts, case: str, paper: Paper) -> Told | None:
    """The last mail to the owner that brought this reminder to post."""
    numbers = {climb.number for climb in paper.prepared.climbs}
    return next(
        (
            told
            for told in reversed(facts.told.values())
            if told.kind == "paper" and told.outcome != "refused" and told.at >= paper.at
            and any(item.case == case and numbers & set(item.invoices) for item in told.items)
        ),
        None,
    )  # fmt: skip


def _unposted(case: Case) -> list[Paper]:
    return [paper for paper in case.papers.values() if not paper.posted]


def _in_hand(facts: HouseFacts, sight: Sight) -> Iterator[Paper]:
    """What the owner was given to post, and might post still."""
    demand = mise_en_demeure.unposted(sight)
    if demand and mise_en_demeure.about_posting(sight, demand):
        yield demand
    yield from (paper for paper in channels.papers(sight) if listed(facts, sight.case.id, paper))


def _left(sight: Sight, invoices: Sequence[str], since: datetime | None) -> Iterator[Gone]:
    for letter in sight.case.sent_letters() if since else ():
        said = letter.intended
        about = not invoices or set(said.about) & set(invoices)
        if since and letter.at >= since and about and said.about:
            at = letter.at.astimezone(sight.calendar.zone)
            yield Gone(at.date(), at.time(), said.kind == MISE_EN_DEMEURE)
    for paper in sight.case.papers.values():
        posted = paper.posted.on if paper.posted else None
        if since and posted and posted >= sight.day(since) and meant_by(invoices, paper):
            yield Gone(posted, None, paper.prepared.kind == MISE_EN_DEMEURE)
