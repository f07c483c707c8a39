"""A yes with its day: "Leclercq oui mais jeudi seulement", "ok mais pas avant le 15" hold until then.

A marked sentence in answer to letters proposed in, the same out without the yes that the day puts off, so
that the day stands with its customer as in "Leclercq jeudi". Where the "mais" leads to anything else than
such a day, or more follows it, nothing changes and the yes stays doubtful.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence, figure
from bot.owner.answers.walking.aims import is_target

_PUT_OFF = frozenset(("eve", "backlog", "mise_en_demeure"))
_LED = re.compile(
    r"(?:mais|but) (?P<bound>(?:seulement|uniquement|pas avant|(?:seulement )?a partir|only|not before"
    r"|not until|from) )?(?:(?:d[eu]|le|la|on|the) ?)*"
)
_CLOSED = re.compile(r"(?P<bound> (?:seulement|uniquement|only|au plus tot))? ?(?:$|[,;:.!)])")


def not_sooner(sentence: Sentence, context: Context) -> Sentence:
    if context.matter not in _PUT_OFF or sentence.question:
        return sentence
    gone: list[Mark] = []
    for index, mark in enumerate(sentence.marks):
        if mark.name in ("yes", "send", "accept"):
            gone += _put_off(sentence, index, context)
    return replace(sentence, marks=tuple(m for m in sentence.marks if m not in gone)) if gone else sentence


def _put_off(sentence: Sentence, index: int, context: Context) -> list[Mark]:
    """The yes and the "mais" of its day, of that sentence or none."""
    marks, text = sentence.marks, sentence.text.folded
    turn = next((i for i, m in enumerate(marks) if i > index and m.name == "doubt"), 0)
    day = next((i for i, m in enumerate(marks) if i > turn > index and m.kind == "day"), 0)
    whom = range(index + 1, turn)
    if not day or figure(marks[day]).ahead is None:
        return []
    if not all(is_target(context, marks, i) or marks[i].kind == "comma" or _small(marks[i]) for i in whom):
        return []
    led = _LED.fullmatch(text, marks[turn].start, marks[day].start)
    closed = _CLOSED.match(text, marks[day].end, sentence.end)
    if not led or not closed or not (led["bound"] or closed["bound"]):
        return []
    return [marks[index], *(m for m in marks[turn:day] if m.name != "pause")]


def _small(mark: Mark) -> bool:
    return mark.name in ("filler", "him", "and", "all")
