"""What the second reader makes of an order that the rules have read: heard, hardly heard, or not at all."""

from collections.abc import Sequence

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context, Item
from bot.owner.answers.doubting.order import Order
from bot.owner.answers.second.heard import concerning, shown
from bot.owner.answers.second.net import SAYS, Second
from bot.owner.answers.walking.commands import Walk

# Chances below which an order is asked back; what presses must be heard better than what does not.
PRESSED_UNHEARD, UNHEARD = 0.05, 0.02
HARDLY, LIKELY = 0.3, 0.7
_CHECKED = frozenset(
    ("ok", "not_received", "paid", "drop", "refuse", "accept", "propose", "called", "treatment", "ask")
)
_GIVES_WAY = frozenset(("ok", "not_received", "accept", "propose", "called", "treatment", "kind"))


def unheard(order: Order) -> bool:
    """It hears no such order about one of those whom the rules mean; what stops is never doubted for that,
    nor what it has heard too seldom to tell.

    It is not asked about words that the rules know throughout: of what presses in the whole answer, where it
    orders nothing else, "nobody but Lebrun" and "Eymard oui. Forestier pareil" apart; of anything else in its
    sentence.
    """
    supplied = order.command.fields.get("of") in ("only", "again", "less")
    known = _knows(order.walk) if supplied or not order.act.presses else _known_throughout(order)
    if order.act.act not in _CHECKED or known:
        return False
    least = PRESSED_UNHEARD if order.act.presses else UNHEARD
    doubts = [chance < least for chance in _chances(order)]
    return all(doubts) and bool(doubts) if order.act.target == "all" else any(doubts)


def left_out(acts: Sequence[Act], second: Second, context: Context) -> list[Item]:
    """Those of a list whom "les autres ok" would press, and of whom it hears no such thing."""
    if context.kind == "notice" or not second.knows:
        return []
    return [
        item
        for item in shown(context)
        if any(act.act == "ok" and act.target == "all" for act in concerning(item, acts, context))
        and second.about(item)["presses"] < PRESSED_UNHEARD
    ]


def of_another(order: Order) -> bool:
    """In answer to a notice: it is hardly heard, and another order of the mail is: a word of its story.

    Only what holds nobody and moves no money gives way.
    """
    context = order.context
    if (
        order.act.act not in _GIVES_WAY
        or context.kind != "notice"
        or order.command.fields.get("of") == "less"
    ):
        return False
    if not (context.case and order.second.knows):
        return False
    of_it = concerning(shown(context)[0], [one.act for one in order.meant if one.act], context)
    others = [act for act in of_it if act.act != order.act.act]
    if order.act not in of_it:
        return False
    return _heard(order, order.act) < HARDLY and any(_heard(order, act) > LIKELY for act in others)


def _heard(order: Order, act: Act) -> float:
    """Of what it has not learnt it cannot tell."""
    return order.second.about(shown(order.context)[0]).get(act.act, (HARDLY + LIKELY) / 2)


def _known_throughout(order: Order) -> bool:
    return len(order.meant) == len(order.walks) == 1 and _knows(order.walk)


def _knows(walk: Walk) -> bool:
    return not any(mark.kind == "word" for mark in walk.sentence.marks)


def _chances(order: Order) -> list[float]:
    """How likely it finds the order, of each case that it concerns."""
    said = "presses" if order.act.presses else order.act.act
    if said not in SAYS or not order.second.knows:
        return []
    return [order.second.about(item)[said] for item in order.whom[order.act]]
