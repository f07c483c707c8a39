"""A question mark behind somebody of whom nothing else is said: "1 ok, 2 ok, 3 ?" asks about the third alone.

A marked sentence in; out, the same in two where each order before stands behind whom it is about, so that
none of them can mean who is asked about. "ok 1, 2, 3 ?" and "1 ok, 2 ok ?" are left as they are.
"""

from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import orders
from bot.owner.answers.marking.marks import Sentence
from bot.owner.answers.walking.aims import is_target

_PAIRS = 4  # marks of two who have their orders
_PASSED = frozenset(("filler", "him"))


def asked_alone(sentence: Sentence, context: Context) -> list[Sentence]:
    said = [i for i, m in enumerate(sentence.marks) if m.kind != "comma" and m.name not in _PASSED]
    if context.kind == "notice" or not sentence.question or len(said) < 3:
        return [sentence]
    row = len(said)
    while row and (is_target(context, sentence.marks, said[row - 1]) or _joins(sentence, said[row - 1 :])):
        row -= 1
    if row == len(said) or _joins(sentence, said[row:]) or not _each_behind(sentence, said[:row], context):
        return [sentence]
    marks, first = sentence.marks, said[row]
    if row < _PAIRS and marks[first - 1].kind != "comma":
        return [sentence]  # "1 ok 2 ?"
    before = replace(sentence, end=marks[first].start, marks=marks[:first], question=False)
    return [before, replace(sentence, start=marks[first].start, marks=marks[first:])]


def _joins(sentence: Sentence, said: list[int]) -> bool:
    return len(said) > 1 and sentence.marks[said[0]].name == "and"


def _each_behind(sentence: Sentence, said: list[int], context: Context) -> bool:
    """Whether nothing stands there but somebody and an order, again and again."""
    named = False
    for place in said:
        target = is_target(context, sentence.marks, place)
        if not target and not (named and orders(context, sentence.marks, place)):
            return False
        named = target
    return bool(said) and not named
