"""Doubts about an order that presses nobody: it is kept unless it is hedged, asked or hangs on something.

An `Order` in, a yes or no out. What stops is kept even with a "peut-être"; only a question or a condition of
its own makes it doubtful.
"""

import re

from bot.owner.answers.doubting.order import Order
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.words.telling import tells

_PLAIN = ("ask", "called")
_RESTS = ("stop", "no", "pause")
_IF = re.compile(r"\b(?:si|if|unless)\b")
_CONDITION = re.compile(
    r"(?:si|s'ils?|if|a (?:la )?(?:seule )?condition.*|pourvu.*|provided.*|moyennant|sous .*"
    r"|on (?:the )?condition)"
)


def questioned(order: Order) -> bool:
    """ "on le met en pause ?"; a "stop ?" stops."""
    asks = any(c.name == "ask" for c in order.walk.commands)
    last = order.command.chunk == len(order.walk.chunks) - 1
    exempt = order.act.act in (*_PLAIN, "stop") or _refused_with_a_tale(order)
    return order.walk.sentence.question and last and not asks and not exempt


def hedged(order: Order) -> bool:
    """ "payé je crois", "accepte sauf s'il râle"; a "non" only where payment or address was asked for."""
    act = order.act.act
    if act in (*_PLAIN, "nothing_new") or _refused_with_a_tale(order):
        return False
    if act in _RESTS and not (
        act == "no" and order.context.matter in ("already_paid", "payment_match", "wrong_contact")
    ):
        return False
    rests = [h.start for h in order.helpers if h.name == "rest" and h.start > order.command.end]
    until = min(rests, default=order.walk.sentence.end)
    return any(
        (h.start < until and h.name == "hedge") or (_on_a_condition(h) and not _when_it_was(h, order))
        for h in order.helpers
    )


def _refused_with_a_tale(order: Order) -> bool:
    """ "non c'est la troisième fois qu'il me fait le coup"."""
    return order.act.act == "refuse" and tells(order.behind)


def _on_a_condition(helper: Mark) -> bool:
    """ "si", "sauf si", "unless"."""
    return helper.name == "if" or (helper.name == "doubt" and _IF.search(helper.said.words) is not None)


def _when_it_was(helper: Mark, order: Order) -> bool:
    """ "il m'a payé quand j'ai fait le poêle"."""
    behind = order.command.sentence.text.folded[helper.end : order.command.sentence.end]
    return order.command.name == "paid" and helper.start > order.command.end and tells(behind)


def of_its_condition(order: Order) -> bool:
    """ "oui si le virement n'est pas là": what stands behind the "si" says when, and stops nothing."""
    start = order.command.start
    yes = [c.end for c in order.walk.commands if c.name in ("yes", "send") and c.end <= start]
    return order.act.act in _RESTS and any(
        h.name == "if" and _CONDITION.fullmatch(h.said.words) and min(yes) <= h.start < start
        for h in (order.helpers if yes else ())
    )


def granted_on_condition(order: Order) -> bool:
    """ "c'est accepté, à la condition qu'ils versent quelque chose"."""
    return order.act.act == "accept" and any(
        h.name == "if" and h.start > order.command.end and _CONDITION.fullmatch(h.said.words)
        for h in order.all_helpers
    )


_TURN = re.compile(r"mais|but|sauf qu(?:e|')|however|cependant")


def granted_with_a_turn(order: Order) -> bool:
    """ "ok, but remind her the day before", "mais oui bien sûr … mdr": a yes with something behind it."""
    if order.act.act != "accept" or order.command.name not in ("yes", "weak"):
        return False
    if any(h.name == "hedge" for h in order.all_helpers):
        return True
    end = order.command.end
    turn = [h for h in order.all_helpers if h.name == "doubt" and h.start > end]
    turn = [h for h in turn if _TURN.fullmatch(h.said.words)]
    if not turn or any(c.start > turn[0].start for c in order.walk.commands):
        return False
    return not tells(order.walk.sentence.text.folded[turn[0].end : order.walk.sentence.end])


_ELSE = re.compile(r"^\W*(?:si|if)\b.*\b(?:sinon|otherwise|else)\b")


def no_or_else(order: Order) -> bool:
    """ "s'il a payé non, sinon oui"."""
    notice = order.context.kind == "notice" and order.act.act == "no"
    return notice and _ELSE.search(order.walk.sentence.folded) is not None


def until_in_a_condition(order: Order) -> bool:
    """ "s'il ne paye pas d'ici vendredi, oui": the day belongs to the condition."""
    led = any(h.name == "if" and h.start < order.command.start for h in order.helpers)
    return order.act.act == "pause" and led and "d'ici" in order.command.words
