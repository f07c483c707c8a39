"""Holds and the questions that they wait for: which hold an answer lifts, and of which nobody asks. Pure.

- a question stands for the holds of its own mail and matter; where the same was said again while it was open
  and nobody was asked once more, for those too;
- what is grave falls to an answer to its own question, or to an order that calls it by its name;
- a hold without an end of which nobody is asked would freeze its case for ever: it is asked about anew, and
  what the owner stopped himself is shown to him on Mondays.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from bot.case import Case
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.policy.sight import Sight, runs

GRAVE = frozenset({"misfortune", "insolvency", "dispute", "stop_contact", "undecided"})
# What a mail asked of the owner: as long as it is open, no letter about it.
OF_A_MAIL = GRAVE | {
    "delay_request", "delay_by_hand", "document_request", "wrong_contact", "promise_far", "promise_again",
    "owner_letter",
}  # fmt: skip
UNCLEAR = ".unclear"  # ends the names of holds that wait to know what the owner meant
IN_DOUBT = (".doubt", UNCLEAR)  # and of those that wait to know who spoke
_LEFT_ALONE = frozenset({"owner_only", "never"})  # customers of whom nothing more is asked
_CALLED_ALL_THE_SAME = frozenset({"out_of_office", "wrong_contact", "bounce"})
_HIS_WORD = frozenset({"owner", "dispute", "refused"})  # rules of what the owner himself stops


def doubted(case: Case, given: date) -> bool:
    """A yes of that day, which the owner's own words have put in doubt since, is none any more; nor is one
    that somebody in his name has stopped, as long as he has not said that it was not he."""
    doubts = [hold for hold in case.holds.values() if hold.hold.endswith(IN_DOUBT)]
    return any(hold.until is None or given <= hold.until for hold in doubts)


def of_question(case: Case, opened: NoticeOpened) -> list[HoldSet]:
    """The holds that an answer to this question lifts."""
    return [hold for hold in case.holds.values() if _stands_for(case, opened, hold)]


def _stands_for(case: Case, opened: NoticeOpened, hold: HoldSet) -> bool:
    if not opened.mail or hold.rule != opened.about:
        return False
    if hold.mail == opened.mail:
        return True
    asked = any((n.opened.about, n.opened.mail) == (hold.rule, hold.mail) for n in case.notices.values())
    covered = not opened.invoices or (hold.invoices and set(hold.invoices) <= set(opened.invoices))
    return bool(hold.mail and covered) and not asked


def touching(holds: Iterable[HoldSet], numbers: Collection[str]) -> list[HoldSet]:
    """Those that hold one of these invoices (none named: any)."""
    return [hold for hold in holds if touch(hold.invoices, numbers)]


def touch(some: Collection[str], others: Collection[str]) -> bool:
    """They have an invoice in common; none named means all of the case."""
    return not some or not others or not set(some).isdisjoint(others)


def pauses(case: Case, numbers: Collection[str] = ()) -> list[HoldSet]:
    """The owner's own, about these invoices: neither a dispute nor a no of his. One on the whole case is
    about them where nothing else is open: a word on one invoice frees no other.
    """
    own = touching((h for h in case.holds.values() if h.rule == "owner"), numbers)
    whole = not numbers or {i.number for i in case.open_invoices()} <= set(numbers)
    return [h for h in own if whole or h.invoices]


def freed(holds: Iterable[HoldSet], numbers: Collection[str], why: str) -> list[CaseEvent]:
    """They end for these invoices (none named: for all); for the others that they name they go on."""
    return [without(hold, numbers, why) if numbers else HoldLifted(hold.hold, why, "owner") for hold in holds]


def without(hold: HoldSet, numbers: Collection[str], why: str) -> CaseEvent:
    others = tuple(n for n in hold.invoices if n not in numbers)
    return replace(hold, invoices=others) if others else HoldLifted(hold.hold, why, "owner")


def settled(case: Case, opened: NoticeOpened, why: str) -> list[HoldLifted]:
    """The question's own holds end with its answer."""
    return [HoldLifted(hold.hold, why, "owner") for hold in of_question(case, opened)]


def resting(
    sight: Sight, numbers: Collection[str] = (), events: Iterable[CaseEvent] = ()
) -> dict[str, HoldSet | None]:
    """What would still keep letters back after these events: rules of holds, of each the one that ends last,
    and of questions without one."""
    holds, answered = dict(sight.case.holds), set()
    for event in events:
        if isinstance(event, HoldSet):
            holds[event.hold] = event
        elif isinstance(event, HoldLifted):
            holds.pop(event.hold, None)
        elif isinstance(event, NoticeAnswered):
            answered.add(event.notice)
    running = [hold for hold in touching(holds.values(), numbers) if runs(sight, hold)]
    found: dict[str, HoldSet | None] = {}
    for hold in sorted(running, key=lambda hold: hold.until or date.max):
        found[_what_rests(sight.case, hold)] = hold
    for open_ in sight.case.open_notices():
        asked = open_.opened
        mine = not numbers or not asked.invoices or set(numbers) & set(asked.invoices)
        if asked.about in OF_A_MAIL and asked.notice not in answered and mine:
            found.setdefault(asked.about, None)
    return found


def _what_rests(case: Case, hold: HoldSet) -> str:
    """Of a day that was granted and never said nothing is promised: it only rests."""
    promise = case.promises.get(hold.hold)
    return "delay_proposed" if promise and promise.outcome else hold.rule


def left_in_peace(sight: Sight, numbers: Collection[str]) -> str:
    """Why nobody is to telephone about these: disputed, promised, stopped, kept apart; empty when one may.

    Who is away, or is not the right person, may be better reached by telephone than by letter.
    """
    if sight.treatment in _LEFT_ALONE or sight.case.handed_over:
        return "this customer is left to somebody else"
    holds = touching(sight.case.holds.values(), numbers)
    held = next((h for h in holds if h.rule not in _CALLED_ALL_THE_SAME and runs(sight, h)), None)
    return f"held ({held.rule})" if held else ""


def forgotten(sight: Sight) -> list[HoldSet]:
    """Holds of ours without an end, on something that is owed, of which no open question asks."""
    if sight.treatment in _LEFT_ALONE:
        return []
    ours = [h for h in _unasked(sight) if h.mail and h.by == "policy" and h.rule in OF_A_MAIL]
    return [hold for hold in ours if not _about_to_end(sight.case, hold)]


def stopped(sight: Sight) -> list[HoldSet]:
    """What the owner himself stopped without an end, on something that is owed, of which no question asks."""
    if sight.treatment == "never":
        return []
    return [hold for hold in _unasked(sight) if hold.by == "owner" and hold.rule in _HIS_WORD]


def _unasked(sight: Sight) -> list[HoldSet]:
    """Holds without an end on what is owed and is ours to pursue, of which no open question asks."""
    case, owed = sight.case, {invoice.number for invoice in sight.owed}
    if not owed or case.handed_over or {"insolvency", "order"} & set(case.court):
        return []
    open_ = [notice.opened for notice in case.open_notices()]
    return [
        hold
        for hold in case.holds.values()
        if hold.until is None
        and (not hold.invoices or owed & set(hold.invoices))
        and not any(_stands_for(case, asked, hold) for asked in open_)
    ]


def _about_to_end(case: Case, hold: HoldSet) -> bool:
    """What was decided about it is on record, and policy draws the consequence by itself."""
    if hold.rule == "document_request":
        sent = any((a.mail, a.template) == (hold.mail, "document_sent") for a in case.answers.values())
        return sent or hold.mail in case.supplied
    said = [
        n.answer for n in case.notices.values() if (n.opened.about, n.opened.mail) == (hold.rule, hold.mail)
    ]
    return hold.rule == "wrong_contact" and said[-1:] in (["approve"], ["refuse"])
