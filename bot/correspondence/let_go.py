"""What a yes has let go, and words in answer to it that are doubtful: « oups, mauvaise manip » to « Noté ».

The thread tells what was said: a confirmation bears the questions and the customers that it confirmed, and a
list or a question that was answered since is known as closed. What rests anyway was let go by nobody; what
has left or is printed is said, since no hold brings it back. A yes to what rests so lets it go again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from bot.case import Case
from bot.correspondence import in_hand
from bot.correspondence.meant import case_of, question
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.events.consequences import HoldLifted
from bot.events.entries import HOUSE
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead, Item, OwnerAnswered
from bot.owner.matters import Matter
from bot.owner.orders import Line
from bot.policy import held
from bot.policy.house import House
from bot.policy.sight import see
from bot.rules import Rules
from bot.state.facts import Told

_LEFT_ALONE = ("owner_only", "never")


def of_the_evening(told: Told | None) -> bool:
    """The list of tomorrow's letters, or what was said back to an answer to it: it names their invoices."""
    if told is None or told.kind not in ("eve", "confirmation"):
        return False
    lines = bool(told.items) and all(item.invoices and not item.notice for item in told.items)
    return told.kind == "eve" or lines


def listed_again(
    told: Told | None, cases: Sequence[str], today: date
) -> tuple[tuple[Item, ...], date | None]:
    """The lines and the day that a confirmation bears of the mail that was answered: its lines, and whom the
    answer named besides."""
    lines = told.items if told and told.kind in ("eve", "backlog", "confirmation") else ()
    known = {item.case for item in lines} | {case_of(notice) for notice in (told.notices if told else ())}
    others = [case for case in cases if case not in known]
    more = (Item(n, case) for n, case in enumerate(others, len(lines) + 1))
    return (*lines, *more), told.day if told and of_the_evening(told) else today


def agreed_to(desk: Desk, told: Told | None, notices: Sequence[str]) -> Literal["", "ok", "resume"]:
    """The word with which the owner lets it go after all, in answer to the same thread: a yes is one to a
    list of the evening and to one question, elsewhere a customer is named. To « reçu ? » it is none."""
    if told is None or told.kind in ("digest", "monday") or claims(desk, told):
        return ""
    alone = len(notices) == 1 and not told.items
    return "ok" if alone or of_the_evening(told) else "resume"


def claims(desk: Desk, told: Told) -> dict[str, tuple[str, ...]]:
    """The cases that this mail asks about whether their money has come, and that nobody has answered."""
    asked = [desk.state.facts.questions.get(name) for name in told.notices]
    return {q.case: q.opened.invoices for q in asked if q and q.opened.about == "already_paid"}


def let_go(desk: Desk, told: Told) -> dict[str, tuple[str, ...]]:
    """The cases and invoices that go on by what was said in this thread."""
    open_ = desk.state.facts.questions
    found: dict[str, tuple[str, ...]] = {}
    for item in told.items if told.kind in ("confirmation", "backlog") else ():
        if item.case != HOUSE and item.notice not in open_:
            found[item.case] = item.invoices
    for notice in told.notices:
        asked = question(desk, notice) if notice not in open_ and case_of(notice) != HOUSE else None
        if asked:
            found.setdefault(asked[0], asked[1].invoices)
    return {name: numbers for name, numbers in found.items() if _goes_on(desk.case(name), numbers)}


def _goes_on(case: Case, numbers: Sequence[str]) -> bool:
    if case.treatment_said in _LEFT_ALONE or case.handed_over:
        return False
    lasting = [h for h in case.holds.values() if h.until is None and not h.hold.endswith(held.UNCLEAR)]
    owed = [i.number for i in case.open_invoices() if not numbers or i.number in numbers]
    return any(not held.touching(lasting, (number,)) for number in owed)


def too_late(desk: Desk, rules: Rules, told: Told, cases: Mapping[str, Sequence[str]]) -> dict[str, Line]:
    """Of these cases the letters that no hold brings back: gone since that mail, or printed to be posted."""
    found = {}
    for name, numbers in cases.items():
        sight = see(desk.case(name), House(), rules, desk.clock())
        if values := in_hand.where(desk.state.facts, sight, tuple(numbers), told.at):
            found[name] = Line("too_late", values)
    return found


def said_yes(
    desk: Desk, voice: Voice, order: OwnerAnswered, told: Told | None, matters: Sequence[Matter], *,
    k: int, act: ActRead,
) -> bool:  # fmt: skip
    """A yes to what rests because words of the owner's were doubtful: it goes on, and is said to."""
    everybody = told.items if told and act.target in (None, "all") else ()
    names = dict.fromkeys([m.case for m in matters] + [item.case for item in everybody])
    waits = [name for name in names if name != HOUSE and _doubts(desk.case(name))]
    for name in waits:
        ends = [HoldLifted(h, "the owner has said what was meant", "owner") for h in _doubts(desk.case(name))]
        said = voice.line(Line("resume"), desk.case(name), None)
        desk.note(name, OrderTaken(order.mail, k, act.act, said, order.sender), *ends)
    return bool(waits)


def _doubts(case: Case) -> list[str]:
    return [hold for hold in case.holds if hold.endswith(held.UNCLEAR)]
