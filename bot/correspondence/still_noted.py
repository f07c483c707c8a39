"""Doubtful words, or a stop, in answer to « 1 240,00 € reçus » or « abandonné »: what stays noted is said.

"Je me suis trompé, c'était Brice" moves no money by itself, and a stop takes none back: the owner is told
what stands, and with what words it is taken back.
"""

from bot.case import Case
from bot.correspondence.meant import case_of
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.owner import OrderTaken
from bot.events.owner_mail import OwnerAnswered
from bot.owner.matters import Matter
from bot.owner.orders import Line
from bot.owner.orders.taken_back import noted, values
from bot.state.facts import Told

_STOPS = frozenset(("stop", "no"))


def still_noted(desk: Desk, voice: Voice, order: OwnerAnswered, told: Told | None) -> list[str]:
    """Lines of what the orders that this mail answers have noted, and what it has not taken back."""
    doubted = order.unclear or any(act.act in _STOPS for act in order.acts)
    if told is None or told.kind != "confirmation" or not doubted:
        return []
    names = [item.case for item in told.items] + [case_of(notice) for notice in told.notices]
    lines = []
    for name in dict.fromkeys(one for one in names if one != HOUSE):
        for act in ("paid", "drop"):
            if said := _stands(desk, desk.case(name), told.answers, act):
                lines.append(voice.line(said, desk.case(name), Matter(name, said.values["invoices"])))
    return lines


def _stands(desk: Desk, case: Case, mail: str, act: str) -> Line | None:
    entries = ((entry.event, entry.at) for entry in desk.entries(case.id))
    moments = {
        at for said, at in entries if isinstance(said, OrderTaken) and (said.mail, said.act) == (mail, act)
    }
    if act == "paid":
        told = [one for one in noted(list(case.invoices.values())) if one.at in moments]
        return Line("still_paid", values(told)) if told else None
    dropped = tuple(i.number for i in case.invoices.values() if i.dropped_at in moments and i.unpaid)
    return Line("still_given_up", {"invoices": dropped}) if dropped else None
