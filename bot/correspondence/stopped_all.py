"""An answer to the mail that says that nobody is written to: a yes to it is the stop that it tells of.

Doubtful words stop everybody for a few days, or for as long as they say; whoever confirms them wants it until
his next word, or until the day that was said. A no to them makes it no longer, and ends nothing: only
« reprends » lets letters go on before that day.
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
_DOUBTFUL = _NO_DAY | {PERHAPS_UNTIL}
_YES, _NO = frozenset(("ok", "accept")), frozenset(("no", "refuse"))


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
    """What a bare yes or no to it orders; None: it is neither."""
    if nod.unclear or len(nod.acts) != 1 or nod.acts[0].target is not None:
        return None
    yes, no = nod.acts[0].act in _YES, nod.acts[0].act in _NO and pause.why in _DOUBTFUL
    if not (yes or no):
        return None
    until = None if yes and pause.why in _NO_DAY else pause.last
    return Answer((Act("stop", "all", until=until, value="everybody"),))
