"""« les autres : laisse », in answer to the old debts: those about whom no earlier answer ordered anything.

What was said of a customer in a mail before, or of his question in a terminal, stands; « laisse » alone is
said of them all.
"""

import re
from collections.abc import Sequence

from bot.correspondence.meant import question
from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.owner.answers import NO_CONTEXT
from bot.owner.answers.words.own_words import own_words
from bot.owner.matters import Matter
from bot.reading.mime import whole_text

_ORDER_NOTHING = frozenset(("note", "ask"))
_OTHERS = re.compile(
    r"\b(?:les autres|(?:le|du|au) reste|les? restants?|the (?:others?|rest|remaining))\b", re.IGNORECASE
)


def not_yet_said(desk: Desk, order: OwnerAnswered, act: ActRead, matters: Sequence[Matter]) -> list[Matter]:
    """Where it is said of the others: without the old debts of which an answer before has said something."""
    text = own_words(whole_text(desk.evidence.get(order.mail)), NO_CONTEXT) if act.target == "all" else ""
    if not _OTHERS.search(text):
        return list(matters)
    return [matter for matter in matters if not _said(desk, order, matter)]


def _said(desk: Desk, order: OwnerAnswered, matter: Matter) -> bool:
    asked = question(desk, matter.notice) if matter.notice and matter.case != HOUSE else None
    if asked is None or asked[1].about != "backlog":
        return False
    case = desk.case(matter.case)
    if any((mail, notice) == (order.mail, matter.notice) for mail, _, notice in case.orders):
        return False  # by this very mail, before a crash
    words = [entry.event for entry in desk.entries(case.id) if isinstance(entry.event, OrderTaken)]
    ordered = any(w.notice == matter.notice and w.act not in _ORDER_NOTHING for w in words)
    return ordered or bool(case.notices[matter.notice].answer)
