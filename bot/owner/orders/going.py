"""Stop and go: holds of the owner's, disputes, and their end.

Each function makes one order's events and the line that says it back; see `orders`. An answer to a question
lifts what that question stands for, and the owner's own pauses. An order that only names a customer lifts
these pauses and what has an end of its own; what is grave stays, and is said back with the way to lift it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot import acts
from bot.case import Notice, Paper
from bot.events.consequences import HoldLifted, HoldSet, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeAnswered
from bot.owner.matters import of_everybody
from bot.owner.orders import court, portal, taken_back
from bot.owner.orders.ground import Done, Ground, Line, NonsenseError, answered
from bot.policy import by_hand, delays, granted, held, mise_en_demeure, renewed, replies
from bot.policy.instalments import agreed, running

_ENDS = ("dispute", "undecided")  # questions that a closed dispute answers
# "On with it" is a yes to these alone: it is what they ask. Of any other a yes must be said.
_YES = frozenset({"backlog", "first_firm_letter", "post", "after_mise_en_demeure"})
# And it closes these: what a mail said, and what the owner has mended. To any other question it says nothing.
_CLOSED = held.GRAVE | {
    "delay_request", "delay_by_hand", "owner_letter", "document_request", "wrong_contact", "already_paid",
    "unrelated", "bounce", "refused", "reopened", "not_served", "chorus", "call", "piece",
}  # fmt: skip
# Without an ok these never leave: asking presses nobody.
_ASKED_ANEW = ("mise_en_demeure", "first_firm_letter")
_WAITED_FOR = ("mise_en_demeure", "first_firm_letter", "uncertain")  # a whole case waits for a word on these
_LEFT_ALONE = ("owner_only", "never")  # customers of the owner's own: a word on letters brings none back
_WHY = "the owner resumes"


def hold(order: Ground, until: date | None, why: str) -> HoldSet:
    if until and until < order.sight.today:
        raise NonsenseError("day_over", {"date": until})
    name = f"owner.{len(order.case.holds) + 1}.{int(order.sight.now.timestamp())}"
    return HoldSet(name, "owner", why, until, order.matter.invoices, by="owner")


def rests(order: Ground, day: date) -> list[CaseEvent]:
    """The day that the owner's own letter gave: the debtor knows it, and nothing is written to him."""
    if order.notice is None or day < order.sight.today:
        raise NonsenseError("day_over", {"date": day})
    opened, why = order.notice.opened, f"the owner wrote to the debtor: until {day}"
    ended = held.settled(order.case, opened, why)
    rest = replace(by_hand.until_day(order.sight, day, opened.invoices, opened.mail), by="owner")
    about = opened.invoices or tuple(invoice.number for invoice in order.owed)
    put_off = by_hand.put_off(order.sight, day, about)
    return [*order.answered("resume"), *ended, rest, *put_off]


def _stop(order: Ground) -> Done:
    """Of an old debt it is the answer: it is left alone."""
    notice, sight = order.notice, order.sight
    if notice and notice.opened.about == "backlog":
        name = notice.opened.notice
        said = acts.answer(order.case, name, yes=False, why="by mail", rules=sight.rules, now=sight.now)
        return said, Line("no", {"about": "backlog"})
    return stopped(order, "the owner says stop")


def stopped(order: Ground, why: str) -> Done:
    """Held until further word; a mise en demeure that was handed over to be posted is taken back."""
    paper = mise_en_demeure.unposted(order.sight)
    if paper and not meant_by(order.matter.invoices, paper):
        paper = None
    asked = [n for n in mise_en_demeure.about_posting(order.sight, paper) if not n.answer] if paper else []
    back = [answered(n, "moot", order.by, "taken back before it was posted") for n in asked]
    return [hold(order, None, why), *back], Line("stop")


def meant_by(invoices: Collection[str], paper: Paper) -> bool:
    """Whether an order about these invoices, or about the whole case where none is named, is about it."""
    return not invoices or not {climb.number for climb in paper.prepared.climbs}.isdisjoint(invoices)


def _pause(order: Ground) -> Done:
    if order.about in delays.OF_HIS_LETTER and order.act.until:
        return rests(order, order.act.until), Line("pause", {"until": order.act.until})
    pause, said = hold(order, order.act.until, "the owner pauses"), {"until": order.act.until}
    refused = _refused(order) if order.act.until else None
    if refused is None:
        return [pause], Line("pause", said)
    ended = HoldLifted(refused.hold, "the no holds through that day", "owner")
    return [ended, replace(pause, invoices=refused.invoices)], Line("pause", {**said, "about": "asked_anew"})


def _refused(order: Ground) -> HoldSet | None:
    """The no to a letter that waits for an ok: with a day it is a no until then, and it is asked anew."""
    asked = order.case.notices.get(order.matter.notice)
    if asked is None or asked.answer != "refuse" or asked.opened.about not in _ASKED_ANEW:
        return None
    return order.case.holds.get(f"{asked.opened.notice}.refused")


# --- on with it -------------------------------------------------------------------------------------


def _resume(order: Ground) -> Done:
    events, line = _resumed(order)
    return [*events, *portal.let_go(order, events)], line


def _resumed(order: Ground) -> Done:
    court.not_after_judgment(order)
    if again := taken_back.claimed_again(order):
        return again
    if of_everybody(order.act) or (order.act.target == "all" and order.about != "backlog"):
        return _with_what_rests(order, held.freed(held.pauses(order.case), (), _WHY), ())
    if order.by_name:
        return _by_name(order)
    return _answer(order, order.notice) if order.notice else _unasked(order)


def _answer(order: Ground, notice: Notice) -> Done:
    sight, opened = order.sight, notice.opened
    paused = held.freed(held.pauses(order.case, opened.invoices), opened.invoices, _WHY)
    if opened.about in _YES and "approve" in opened.choices:
        said = acts.answer(
            order.case, opened.notice, yes=True, why="by mail", rules=sight.rules, now=sight.now
        )
        return [*said, *paused], Line("ok", {"about": opened.about})
    if opened.about == "document_request":
        supplied = granted.document_supplied(sight, opened.mail)
        until = next((event.until for event in supplied if isinstance(event, HoldSet)), None)
        return [*order.answered("resume"), *supplied, *paused], Line("supplied", {"until": until})
    if opened.about in _CLOSED:
        asked = renewed.after_silence(sight, opened) if opened.about in held.GRAVE else []
        closed = [*order.answered("resume"), *held.settled(order.case, opened, _WHY), *paused, *asked]
        return _with_what_rests(order, closed, opened.invoices)
    if not paused:
        raise NonsenseError("other_word", {"about": opened.about})
    return _with_what_rests(order, paused, opened.invoices)


def _unasked(order: Ground) -> Done:
    """In answer to a mail whose question is closed, be it by the words before: the pauses alone."""
    numbers = order.matter.invoices
    paused = held.freed(held.pauses(order.case, numbers), numbers, _WHY)
    closed = order.matter.notice in order.case.notices
    if closed and not paused and not held.resting(order.sight, numbers):
        return [], Line("resume")
    return _with_what_rests(order, paused, numbers)


def _by_name(order: Ground) -> Done:
    """The customer is named, or one invoice: then what names it ends, not what holds the whole case."""
    notice, numbers = order.notice, order.named_invoice
    mine = notice and (not numbers or set(numbers) <= set(notice.opened.invoices))
    if notice and mine and (notice.opened.about == "backlog" or notice.opened.about in _CLOSED - held.GRAVE):
        return _answer(order, notice)
    lifted = [h for h in held.touching(order.case.holds.values(), numbers) if _falls_to_a_name(h)]
    if numbers:
        whole = [h for h in lifted if not h.invoices]
        if whole and len(order.case.open_invoices()) > 1:
            raise NonsenseError("whole_case_held")
    refused = [h for h in held.touching(order.case.holds.values(), numbers) if h.rule == "refused"]
    return _with_what_rests(order, held.freed(lifted or refused, numbers, _WHY), numbers)


def _falls_to_a_name(hold_: HoldSet) -> bool:
    """A pause of the owner's, a mail that is not this customer's, or what would end by itself."""
    if hold_.rule in held.GRAVE or hold_.rule == "refused":
        return False
    return "owner" in (hold_.by, hold_.rule) or hold_.until is not None or hold_.rule == "unplaced"


def _with_what_rests(order: Ground, events: list[CaseEvent], numbers: tuple[str, ...]) -> Done:
    """What goes on is said, and what still does not, with the way to lift it."""
    rests = held.resting(order.sight, numbers, events)
    answers = any(isinstance(event, NoticeAnswered) for event in events)
    if not rests and not answers and order.sight.treatment in _LEFT_ALONE:
        raise NonsenseError("left_alone", {"value": order.sight.treatment})
    if not events and not rests:
        waiting = [n.opened.about for n in order.case.open_notices() if n.opened.about in _WAITED_FOR]
        if not waiting and (dropped := taken_back.given_up(order)):
            raise NonsenseError("given_up", {"invoices": tuple(invoice.number for invoice in dropped)})
        raise NonsenseError("other_word", {"about": waiting[0]}) if waiting else NonsenseError("not_held")
    if not rests:
        return events, Line("resume")
    ends = [hold_.until for hold_ in rests.values() if hold_ and hold_.until]
    until = max(ends) if len(ends) == len(rests) else None
    said = {"about": " ".join(rests), "until": until}
    if not events:
        raise NonsenseError("still_held", said)
    return events, Line("resume_but", said)


# --- disputes ---------------------------------------------------------------------------------------


def _dispute(order: Ground) -> Done:
    name = f"owner.{len(order.case.holds) + 1}.dispute.{int(order.sight.now.timestamp())}"
    why = "the owner calls it disputed"
    held_ = HoldSet(name, "dispute", why, None, order.matter.invoices, by="owner")
    return [held_, *order.decided_of_letter(why)], Line("dispute")


def _dispute_closed(order: Ground) -> Done:
    """The owner lifts the dispute that is asked about or named, and nothing else."""
    notice, numbers = order.notice, order.named_invoice
    if notice and notice.opened.about in _ENDS and not order.by_name:
        own = held.touching(_disputes(order, by="owner"), order.matter.invoices)
        found = list({h.hold: h for h in (*held.of_question(order.case, notice.opened), *own)}.values())
        numbers = ()
    else:
        found = held.touching(_disputes(order), numbers)
    if not found:
        return _no_dispute(order)
    if numbers and any(not h.invoices for h in found) and len(order.case.open_invoices()) > 1:
        raise NonsenseError("whole_case_disputed")
    lifted = held.freed(found, numbers, "the owner closes the dispute")
    gone = {h.hold for h in found}
    asked = [n for n in order.case.open_notices() if n.opened.about in _ENDS and _all_gone(order, n, gone)]
    promised = _promised_beside(order, list(dict.fromkeys(h.mail for h in found)))
    said = [e for e in promised if isinstance(e, PromiseNoted)] or _promised_since(order, found)
    noted = next((one.on for one in said), None)
    closed = [answered(n, "resume", order.by) for n in asked]
    return [*lifted, *closed, *promised], Line("dispute_closed", {"until": noted})


def _no_dispute(order: Ground) -> Done:
    """ "Il doit toujours tout", of a debt that was given up."""
    court.not_after_judgment(order)
    again = taken_back.claimed_again(order)
    if again is None:
        raise NonsenseError("no_dispute")
    return again


def _promised_beside(order: Ground, mails: Collection[str]) -> list[CaseEvent]:
    """Of what was contested the rest was promised in the same mail: it is taken like any promise."""
    known = [mail for digest in mails if (mail := order.case.mails.get(digest)) and mail.read]
    return next(filter(None, (replies.promised(order.sight, mail) for mail in reversed(known))), [])


def _promised_since(order: Ground, found: Sequence[HoldSet]) -> list[PromiseNoted]:
    """What the debtor has announced since he contested, with a day to come: he had taken it back himself."""
    mails, contested = order.case.mails, {number for hold in found for number in hold.invoices}
    since = max((mails[hold.mail].kept.arrived for hold in found if hold.mail in mails), default=None)
    his_own = [p.noted for p in running(order.sight) if not agreed(p) and p.noted.mail in mails]
    later = [n for n in his_own if since and mails[n.mail].kept.arrived >= since]
    to_come = [n for n in later if n.on and n.on >= order.sight.today]
    return [noted for noted in to_come if held.touch(noted.invoices, contested)]


def _disputes(order: Ground, by: str = "") -> Iterable[HoldSet]:
    return (h for h in order.case.holds.values() if h.rule == "dispute" and by in ("", h.by))


def _all_gone(order: Ground, notice: Notice, gone: set[str]) -> bool:
    mine = {h.hold for h in held.of_question(order.case, notice.opened)}
    return (notice is order.notice and not order.by_name) or bool(mine and mine <= gone)


ORDERS: dict[str, Callable[[Ground], Done]] = {
    "stop": _stop,
    "pause": _pause,
    "resume": _resume,
    "dispute": _dispute,
    "dispute_closed": _dispute_closed,
}
