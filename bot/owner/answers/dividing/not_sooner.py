"""A yes with its day: "Leclercq oui mais jeudi seulement", "ok mais pas avant le 15" hold until then.

A marked sentence in answer to letters proposed in, the same out without the yes that the day puts off, so
that the day stands with its customer as in "Leclercq jeudi". On the day when they leave anyway, the "mais"
goes: "ok mais seulement demain" is "ok demain". Where it leads to anything else than such a day, or more
follows it, nothing changes and the yes stays doubtful.
"""

import re
from dataclasses import replace
from datetime import timedelta

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence, figure
from bot.owner.answers.walking.aims import is_target
from bot.reading.dates import Now

_PUT_OFF = frozenset(("eve", "backlog", "mise_en_demeure"))
_LED = re.compile(
    r"(?:mais|but) (?P<bound>(?:seulement|uniquement|pas avant|(?:seulement )?a partir|only|not before"
    r"|not until|from) )?(?:(?:d[eu]|le|la|on|the) ?)*"
)
_CLOSED = re.compile(
    r"(?P<bound> (?:seulement|uniquement|only|au plus tot))?"
    r" ?(?:$|[,;:.!)]|(?:sauf|except|merci|svp|stp|thanks|please)\b|(?:et|and) (?:pas|not)\b)"
)
_LATER = re.compile(r"midi|soir|noon|evening|night|\d ?h")  # the letters leave in the morning


def not_sooner(sentence: Sentence, context: Context) -> Sentence:
    gone: list[Mark] = []
    for index, turn, day in _turned(sentence, context):
        gone += [sentence.marks[index], *(m for m in sentence.marks[turn:day] if m.name != "pause")]
    return replace(sentence, marks=tuple(m for m in sentence.marks if m not in gone)) if gone else sentence


def on_their_day(sentence: Sentence, context: Context, now: Now) -> Sentence:
    marks = list(sentence.marks)
    leaves = context.leaves or now.today + timedelta(1)
    for _, turn, day in reversed(_turned(sentence, context) if context.kind == "eve" else []):
        if figure(marks[day]).ahead == leaves and not _LATER.search(marks[day].name):
            first = turn - 1 if marks[turn - 1].kind == "comma" else turn
            marks[first : day + 1] = [replace(marks[day], start=marks[first].start)]
    return replace(sentence, marks=tuple(marks))


def _turned(sentence: Sentence, context: Context) -> list[tuple[int, int, int]]:
    """The places of each yes, of the "mais" behind it and of the day to which that leads."""
    marks = sentence.marks
    if context.matter not in _PUT_OFF or sentence.question:
        return []
    yes = [i for i, mark in enumerate(marks) if mark.name in ("yes", "send", "accept")]
    return [(i, *found) for i in yes if (found := _turn(sentence, i, context))]


def _turn(sentence: Sentence, index: int, context: Context) -> tuple[int, int] | None:
    marks, text = sentence.marks, sentence.text.folded
    turn = next((i for i, m in enumerate(marks) if i > index and m.name == "doubt"), 0)
    day = next((i for i, m in enumerate(marks) if i > turn > index and m.kind == "day"), 0)
    whom = range(index + 1, turn)
    if not day or figure(marks[day]).ahead is None:
        return None
    if not all(is_target(context, marks, i) or marks[i].kind == "comma" or _small(marks[i]) for i in whom):
        return None
    led = _LED.fullmatch(text, marks[turn].start, marks[day].start)
    closed = _CLOSED.match(text, marks[day].end, sentence.end)
    bound = led and closed and (led["bound"] or closed["bound"])
    return (turn, day) if bound else None


def _small(mark: Mark) -> bool:
    return mark.name in ("filler", "him", "and", "all")
