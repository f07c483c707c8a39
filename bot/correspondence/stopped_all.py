"""An answer to the mail that says that nobody is written to: a yes to it is the stop that it tells of.

Doubtful words stop everybody for a few days, or for as long as they say; whoever confirms them wants it until
his next word, or until the day that was said.
"""

from itertools import pairwise

from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.owner import OrderTaken
from bot.events.owner_mail import HousePaused
from bot.owner.answers import Act, Answer
from bot.state.facts import Told

PERHAPS = "words that may stop everybody and were not surely understood"
PERHAPS_AWAY = "words of an absence that were not surely understood"
PERHAPS_UNTIL = "words that may stop everybody, for as long as they say"
_NO_DAY = frozenset((PERHAPS, PERHAPS_AWAY))
_YES = frozenset(("ok", "accept"))


def stopped_by(desk: Desk, told: Told | None) -> HousePaused | None:
    """The stop of everybody that this confirmation tells of."""
    if told is None or told.kind != "confirmation" or not desk.state.facts.pauses:
        return None
    found = [entry.event for entry in desk.entries(HOUSE)]
    for one, other in pairwise(found):
        for order, pause in ((one, other), (other, one)):
            mine = isinstance(order, OrderTaken) and order.mail == told.answers
            if mine and isinstance(pause, HousePaused) and pause in desk.state.facts.pauses:
                return pause
    return None


def confirmed(pause: HousePaused, nod: Answer) -> Answer | None:
    """What a bare yes to it orders; None: it is none."""
    if nod.unclear or [act.act in _YES and act.target is None for act in nod.acts] != [True]:
        return None
    until = None if pause.why in _NO_DAY else pause.last
    return Answer((Act("stop", "all", until=until, value="everybody"),))
