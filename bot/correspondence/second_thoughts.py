"""A yes to a letter of the list that the owner himself had kept back: « finalement envoie aussi Golf ».

Whoever names the customer takes back what he said of him in answer to that very list, be it in answer to what
came back of it. An older stop, or another person's, stays: it is said back, with the words that end it.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.events.consequences import HoldSet
from bot.events.entries import HOUSE, Entry
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.owner.matters import Matter
from bot.owner.orders import Line
from bot.policy import held
from bot.policy.house import House
from bot.policy.sight import see
from bot.rules import Rules
from bot.state.facts import Told

_LISTS = frozenset(("eve", "confirmation"))
_WHY = "the owner has thought better of it"


def taken_back(
    desk: Desk, voice: Voice, order: OwnerAnswered, told: Told | None, matters: Sequence[Matter], *,
    k: int, act: ActRead,
) -> bool:  # fmt: skip
    """Ends what this person had stopped of these customers in answer to the list; whether there was any."""
    if told is None or told.kind not in _LISTS or act.target in (None, "all"):
        return False
    found = False
    for matter in matters:
        stops = _stops(desk, order, told, matter)
        if stops:
            said = voice.line(Line("resume"), desk.case(matter.case), matter)
            word = OrderTaken(order.mail, k, act.act, said, order.sender)
            desk.note(matter.case, word, *held.freed(stops, matter.invoices, _WHY))
            found = True
    return found


def _stops(desk: Desk, order: OwnerAnswered, told: Told, matter: Matter) -> list[HoldSet]:
    if matter.case == HOUSE or matter.notice:
        return []
    names, word = set(), None
    for entry in desk.entries(matter.case):
        if isinstance(entry.event, OrderTaken):
            word = entry.event
        elif isinstance(entry.event, HoldSet) and word and _answers(entry, word, order, told):
            names.add(entry.event.hold)
    own = held.pauses(desk.case(matter.case), matter.invoices)
    return [hold for hold in own if hold.hold in names]


def _answers(entry: Entry, word: OrderTaken, order: OwnerAnswered, told: Told) -> bool:
    """Whether the hold is this person's, and came of an answer to that list."""
    if word.by != order.sender:
        return False
    return word.mail == told.answers if told.kind == "confirmation" else entry.at >= told.at


def rests(desk: Desk, rules: Rules, told: Told | None, matters: Sequence[Matter]) -> Line | None:
    """That a letter of the list to which the owner says yes rests at his own word; None: it does not."""
    if told is None or told.kind not in _LISTS or any(m.notice or m.case == HOUSE for m in matters):
        return None
    line = still_stopped(desk, rules, told, [m.case for m in matters], Line("ok", {"about": "eve"}))
    return line if "value" in line.values else None


def still_stopped(desk: Desk, rules: Rules, told: Told | None, cases: Collection[str], line: Line) -> Line:
    """What a yes to a list comes to, with those of these customers who rest at the owner's own word."""
    invoices = {item.case: item.invoices for item in (told.items if told else ())}
    names = []
    for name in cases:
        sight = see(desk.case(name), House(), rules, desk.clock())
        if held.touching(held.stopped(sight), invoices.get(name, ())):
            names.append(sight.case.debtor.name)
    if line.name != "ok" or not names:
        return line
    which = "all" if len(names) == len(cases) else "some"
    return replace(line, values={**line.values, "text": ", ".join(names), "to": names[0], "value": which})
