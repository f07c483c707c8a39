"""Doubtful words, or a stop, in answer to « 1 240,00 € reçus » or « abandonné »: what stays noted is said.

"Je me suis trompé, c'était Brice" moves no money by itself, and a stop takes none back: the owner is told
what stands, and with what words it is taken back.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

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


def still_noted(
    desk: Desk, voice: Voice, order: OwnerAnswered, told: Told | None, cases: Sequence[str]
) -> list[str]:
    """Lines of what was noted in answer to the same mail, or said in it, and is not taken back by this one;
    of a list those of `cases`, which it speaks of."""
    stops = any(act.act in _STOPS for act in order.acts)
    if told is None or not (stops or (order.unclear and told.kind == "confirmation")):
        return []
    said_back = told.kind == "confirmation"
    known = [item.case for item in told.items] + [case_of(notice) for notice in told.notices]
    lines = []
    for name in dict.fromkeys(known if said_back else cases):
        for act in ("paid", "drop") if name != HOUSE else ():
            moments = _moments(desk, name, act, order, told)
            if said := _stands(desk.case(name), act, moments):
                lines.append(voice.line(said, desk.case(name), Matter(name, said.values["invoices"])))
    return lines


def _moments(desk: Desk, case: str, act: str, order: OwnerAnswered, told: Told) -> set[datetime]:
    """When this was noted by the mail that was said back, or by another one since the list."""
    found = ((e.event, e.at) for e in desk.entries(case) if isinstance(e.event, OrderTaken))
    mine = [(word, at) for word, at in found if word.act == act and word.mail != order.mail]
    if told.kind == "confirmation":
        return {at for word, at in mine if word.mail == told.answers}
    return {at for _, at in mine if at >= told.at}


def _stands(case: Case, act: str, moments: Collection[datetime]) -> Line | None:
    if act == "paid":
        told = [one for one in noted(list(case.invoices.values())) if one.at in moments]
        return Line("still_paid", values(told)) if told else None
    dropped = tuple(i.number for i in case.invoices.values() if i.dropped_at in moments and i.unpaid)
    return Line("still_given_up", {"invoices": dropped}) if dropped else None
