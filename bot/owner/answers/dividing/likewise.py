"""An order said once and meant again: "Traoré : payée. Leroux : idem", "stop 1, pareil pour 2, vas-y".

Marked sentences in, the same with the order put where "idem" stands. That somebody paid or a letter goes is
said again only where the words say it plainly; else a doubt stands there, and never the order behind it.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import groups, orders
from bot.owner.answers.dividing.contrary import DOUBTS
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target
from bot.owner.answers.walking.listing import ALSO, SAVE

_DAYS = ("day", "duration")
_WHEN_TOLD = frozenset(("send", "resume"))
_YES = frozenset(("yes", "send", "accept"))
_STOPS = frozenset(("no", "not", "stop", "pause", "drop", "dispute", "treatment"))
_PAID = re.compile(r"\b(?:recue?s?|received|paid|payee?s?|encaissee?s?|reglee?s?)$")


def likewise(sentence: Sentence, before: Sentence | None, context: Context) -> Sentence:
    """ "Traoré : payée. Leroux : idem": the one order of the sentence before, or whom it left out of it."""
    also = [m for m in sentence.marks if _also(m)]
    if before is None or not also or _ordering(sentence.marks, context) or not groups(sentence, context):
        return sentence
    said = _ordering(before.marks, context, nobody=True)
    call = _call([before.marks[i] for i in said])
    left_out = said and SAVE.fullmatch(before.marks[said[-1]].said.words) is not None
    known = said and (len(said) == 1 or left_out or call)
    if not known or _unsure((*sentence.marks, *before.marks)):
        return sentence
    order, behind = call or before.marks[said[-1]], before.marks[said[-1] + 1 :]
    if order.name == "not":  # "ok sauf Brice. Cyril aussi"
        order = replace(order, name="no")
    if not _plainly(order, before):
        return sentence
    if order.name in _YES:
        order = replace(order, value=replace(order.said, fields=(*order.said.fields, ("of", "again"))))
    marks = [one for m in sentence.marks for one in (_again(order, behind, m) if m is also[0] else [m])]
    return replace(sentence, marks=tuple(marks))


def said_again(sentence: Sentence, context: Context) -> Sentence:
    """ "stop 1, pareil pour 2, vas-y": the order that was said, and not the one that follows."""
    if context.kind == "notice" or not any(_also(m) for m in sentence.marks):
        return sentence
    marks: list[Mark] = []
    for place, mark in enumerate(sentence.marks):
        began = _of_whom(sentence.marks, place, context) if _also(mark) else 0
        said = _ordering(tuple(marks[:began]), context, nobody=True)
        if not said or not any(is_target(context, sentence.marks, i) for i in range(began)):
            marks.append(mark)
            continue
        order = _call([marks[i] for i in said[-2:]]) or marks[said[-1]]
        beside = tuple(marks[said[-1] + 1 : began])
        plainly = order.name in _STOPS or (_plainly(order, sentence) and not _unsure(beside))
        marks += _again(order if plainly else replace(order, name="hedge"), beside, mark)
    return replace(sentence, marks=tuple(marks))


def _call(said: list[Mark]) -> Mark | None:
    """ "appelé Durand : paie lundi, idem Martin": a call and what it told, as one."""
    if [one.name for one in said] != ["called", "said"]:
        return None
    call, told = said[0].said, said[1].said
    return replace(said[0], value=replace(call, fields=(*call.fields, *told.fields)))


def _also(mark: Mark) -> bool:
    return mark.kind == "phrase" and mark.name in ("filler", "and") and mark.said.words in ALSO


def _ordering(marks: tuple[Mark, ...], context: Context, *, nobody: bool = False) -> list[int]:
    """Where something is ordered; with `nobody`, a bare "pas" counts."""
    return [i for i, m in enumerate(marks) if orders(context, marks, i) or (nobody and m.name == "not")]


def _of_whom(marks: tuple[Mark, ...], place: int, context: Context) -> int:
    """Where what is said again of somebody begins: "pareil pour 2" or ", 2 pareil"; 0: of nobody."""
    behind = next((i for i in range(place + 1, len(marks)) if not _passed(marks[i])), place)
    if behind > place and is_target(context, marks, behind):
        return place
    first = place
    while first and (is_target(context, marks, first - 1) or _passed(marks[first - 1])):
        first -= 1
    led = first and (marks[first - 1].kind == "comma" or marks[first - 1].name == "and")
    told = first > 1 and marks[first - 1].name == "paid" and is_target(context, marks, first - 2)
    led = led or told  # "roux a payé vidal aussi"
    return first if led and any(is_target(context, marks, i) for i in range(first, place)) else 0


def _passed(mark: Mark) -> bool:
    return mark.name in ("filler", "him")


def _unsure(marks: tuple[Mark, ...]) -> bool:
    """Words that no rule knows, a doubt, or a sum of which it is not said whether it is meant again."""
    return any(m.kind in ("word", "sum") or m.name in DOUBTS for m in marks)


def _plainly(order: Mark, sentence: Sentence) -> bool:
    """Not "relancé", which tells and does not order, nor "paie vendredi", which is to come."""
    exact = sentence.text.words(order.start, order.end).lower().rstrip()
    if order.name in _WHEN_TOLD:
        return not re.search(r"ée?s?$", exact)
    if order.name not in ("paid", "settled"):
        return True
    dated = any(m.kind in _DAYS for m in sentence.marks)
    return "é" in exact or (not dated and _PAID.search(order.said.words) is not None)


def _again(order: Mark, behind: tuple[Mark, ...], also: Mark) -> list[Mark]:
    """The order where "idem" stands, and until when it holds."""
    days = [replace(m, start=also.start, end=also.start) for m in behind if m.kind in _DAYS]
    days = days if order.name in ("pause", "called") else []
    name = "stop" if order.name == "pause" and not days else order.name
    said = replace(order.said, name=name, start=also.start, end=also.start)
    return [replace(order, name=name, start=also.start, end=also.start, value=said), *days]
