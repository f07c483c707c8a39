"""Whose order each has where they only stand beside it: "ok : 1, 3 : non", "ok Durand attends".

An `Order` in, a doubt out: of two that may be meant nobody can tell which.
"""

import re

from bot.owner.answers.doubting.order import LETTERS, Order
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Command, Walk

_COLON = re.compile(r" ?: ?")
_WHOM = frozenset(("name", "number", "nth"))
_HOLDS = frozenset(("stop", "pause", "no", "not"))


def headed(order: Order) -> bool:
    """ "ok : 1, 3 : non", "non : 1, 2 : ok": a word heads a list, and another claims who stands in it."""
    heads = [c for c in order.walk.commands if _heads(c, order.walk)]
    if order.command.name not in LETTERS or not heads:
        return False
    own = order.command in heads
    return not order.command.targets if own else order.command.before


def _heads(command: Command, walk: Walk) -> bool:
    colon = _COLON.match(walk.sentence.text.folded, command.end)
    return colon is not None and any(_whom(m) and m.start == colon.end() for m in walk.sentence.marks)


def _whom(mark: Mark) -> bool:
    return mark.kind in _WHOM or mark.name in _WHOM


def answers_another_question(order: Order) -> bool:
    """ "On arrête qui ? Benoît ok", "déjà payé : Vasseur oui ; Gilles non": what it says is asked above."""
    command = order.command
    return command.name in ("yes", "weak") and command.before and command.number >= order.asked_from


def asked_from(walks: list[Walk]) -> int:
    """The first sentence whose yes may answer what the owner asks himself, or heads a list with."""
    asking = [w.number + 1 for w in walks if w.sentence.question and w.commands and not w.named]
    heading = [w.number for w in walks if any(_asks_who(command, w) for command in w.commands)]
    return min((*asking, *heading), default=len(walks))


def _asks_who(command: Command, walk: Walk) -> bool:
    """ "déjà payé : …", "en litige, il y en a deux : …": an order that names nobody, over those who are."""
    told = command.name not in LETTERS and not command.targets
    return told and _HEADING.match(walk.sentence.text.folded, command.end, walk.sentence.end) is not None


_HEADING = re.compile(r"(?:[^:.;!?]{0,30}[^:.;!?\d ])? ?: ?(?=\w)")


def likewise(order: Order) -> bool:
    """ "le 2 a payé, le 3 oui aussi": the yes to what was told of the ones before, none of them a yes."""
    command, text = order.command, order.walk.sentence.text.folded
    if command.name != "yes" or not command.before or not _ALSO.match(text, command.end):
        return False
    before = (c for w in order.walks for c in w.commands if c.start < command.start)
    first = next(before, None)
    return first is not None and first.name not in LETTERS and not any(c.name in LETTERS for c in before)


_ALSO = re.compile(r",? (?:aussi|egalement|pareil|idem|also|too|as well)\b")


def claimed_from_both_sides(order: Order) -> bool:
    """ "ok Durand attends": is it he who may leave, or he who waits?"""
    command, text = order.command, order.walk.sentence.text.folded
    behind = next((c for c in order.walk.commands if c.start > command.start), None)
    if command.name not in LETTERS or not command.targets or behind is None or behind.name not in _HOLDS:
        return False
    between = [m for m in order.walk.named if command.end <= m.start and m.end <= behind.start]
    beside = bool(between) and not text[between[-1].end : behind.start].strip()
    return beside and set(behind.targets) <= {"all"}


def numbers_at_both_ends(order: Order) -> bool:
    """ "1. ok 12. non": whose words are whose, where a number stands before them and one behind?"""
    return any(_NUMBERED.match(walk.sentence.folded) and _ends_in_a_number(walk) for walk in order.walks[:-1])


_NUMBERED = re.compile(r"\(?\d{1,2} ?[.)/:-]")


def _ends_in_a_number(walk: Walk) -> bool:
    said = [mark for mark in walk.sentence.marks if mark.kind != "comma"]
    orders = len(said) > 2 and said[-2].kind == "phrase" and said[-2].name in LETTERS | _HOLDS
    if len(said) > 3 and said[-2].name == "not":
        return False  # "1. ok mais pas 2."
    return orders and said[-1].kind == "number" and said[-1].end == walk.sentence.end
