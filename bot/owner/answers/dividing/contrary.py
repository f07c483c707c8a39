"""The "si" that says yes after a no: "Dupont ne relance pas, Roux si", "non pour Dupont, si pour Roux".

A marked sentence in, the same out with a yes where that "si" stands. Where it may begin a condition that was
not said to its end, "pas Dupont, si Roux", a doubt goes with the yes, so that nothing is sent. Behind what is
told and orders nothing of the kind, "Dupont ne conteste plus, Roux si", a doubt stands there alone.
"""

import re
from dataclasses import replace
from typing import TypeGuard

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target

DOUBTS = frozenset(("hedge", "doubt", "if", "defer"))
_REFUSED = frozenset(("no", "not", "stop", "pause"))


def contrary(sentence: Sentence, context: Context) -> Sentence:
    """ "Dupont ne relance pas, Dupond si": a "si" behind a name, and nothing behind it, after a no."""
    marks = sentence.marks
    place = next((i for i, m in enumerate(marks) if m.name == "if" and m.said.words in _CONTRARY), -1)
    if place < 0 or sentence.question or sentence.trailing:
        return sentence
    aimed = [i for i in range(len(marks)) if is_target(context, marks, i)]
    ahead = [i for i in aimed if i > place]
    its_own = ahead or [i for i in aimed if i == place - 1]
    before = marks[: min(place, *its_own)] if its_own else ()
    if len(aimed) < 2 or not _plainly_refused(before) or not _nothing_more(marks[place + 1 :], ahead):
        return sentence
    led = marks[place].said.words != "si" and marks[place - 1].kind == "comma"
    yes = replace(marks[place], name="yes", value=replace(marks[place].said, name="yes"))
    unsure = [] if led or not ahead else [replace(yes, start=sentence.end, end=sentence.end, name="hedge")]
    return replace(sentence, marks=(*marks[:place], yes, *marks[place + 1 :], *unsure))  # "…, si Roux"


def opposed(sentence: Sentence, before: Sentence | None, context: Context) -> Sentence:
    """ "Dupont ne conteste plus, Roux si", "Dupont n'a pas payé. Roux oui": he does, and no order of ours.

    So is "Dupont n'a pas été relancé, Roux oui deux fois"."""
    marks = sentence.marks
    for place, mark in enumerate(marks):
        if not _opposes(marks, place, context) or sentence.question:
            continue
        here = _telling(marks[:place])
        told = here or _telling(before.marks if _goes_on(before, sentence) else ())
        if told and (told[-1].name == "dispute_closed" or (told[-1].name == "not_received" and not here)):
            doubt = replace(mark, name="hedge", value=replace(mark.said, name="hedge"))
            marks = (*marks[:place], doubt, *marks[place + 1 :])
        if told and told[-1].name == "not_reminded" and _counts(marks[place + 1 : place + 2]):
            marks = (*marks[:place], replace(mark, name="filler"), *marks[place + 1 :])
    return replace(sentence, marks=marks)


def _opposes(marks: tuple[Mark, ...], place: int, context: Context) -> bool:
    """A "si" or "oui" right behind a name and with nothing behind it, or a "si pour" right before one."""
    mark, behind = marks[place], marks[place + 1 : place + 2]
    if mark.kind != "phrase" or not _OPPOSES.fullmatch(mark.said.words):
        return False
    if mark.said.words.endswith(("pour", "a", "chez", "for")):
        return bool(behind) and is_target(context, marks, place + 1)
    alone = not behind or behind[0].kind == "comma" or _counts(behind)
    return alone and place > 0 and is_target(context, marks, place - 1)


def _counts(behind: tuple[Mark, ...]) -> bool:
    return bool(behind) and behind[0].name == "reminded"


_OPPOSES = re.compile(r"(?:mais )?(?:si|oui|ouais|yes|yep|yeah)(?: (?:pour|a|chez|for))?")
_JOINS = frozenset(("filler", "him", "and", "doubt"))


def _telling(marks: tuple[Mark, ...]) -> list[Mark]:
    return [m for m in marks if m.kind == "phrase" and m.name not in _JOINS]


def _goes_on(before: Sentence | None, sentence: Sentence) -> TypeGuard[Sentence]:
    """On the same line."""
    if before is None or before.text is not sentence.text:
        return False
    return "\n" not in sentence.text.folded[before.end : sentence.start]


_CONTRARY = frozenset(("si", "si pour", "si a", "si chez"))


def _plainly_refused(before: tuple[Mark, ...]) -> bool:
    said = [m for m in before if m.kind == "phrase"]
    doubted = any(m.name in DOUBTS and m.said.words not in ("mais", "but") for m in said)
    return not doubted and any(m.name in _REFUSED for m in said)


def _nothing_more(behind: tuple[Mark, ...], ahead: list[int]) -> bool:
    """Nothing stands behind the "si", or none but whom it is said of."""
    said = [m for m in behind if m.name not in ("filler", "and") and m.kind != "comma"]
    return len(said) == len(ahead)
