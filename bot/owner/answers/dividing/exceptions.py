"""Who is left out of what is said to all: "ok pour tous sauf :", and the names on the lines below.

Marked sentences in, the same out with the names joined to the words that leave them out.
"""

from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import groups
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target
from bot.owner.answers.walking.listing import SAVE


def with_exceptions(sentences: list[Sentence], context: Context) -> list[Sentence]:
    """ "ok pour tous sauf :", with those that are left out on the lines below, alone or with their orders."""
    found: list[Sentence] = []
    below = False
    for sentence in sentences:
        before = found[-1] if found else None
        below = below or (before is not None and _leaves_open(before))
        if before is None or not below or not groups(sentence, context):
            below = False
            found.append(sentence)
        elif all(
            is_target(context, sentence.marks, i) or m.kind == "comma" or m.name in ("filler", "and")
            for i, m in enumerate(sentence.marks)
        ):
            found[-1] = replace(before, end=sentence.end, marks=before.marks + sentence.marks)
        else:
            if _leaves_open(before):
                found[-1] = replace(before, marks=_without_save(before), leaves_out=True)
            below = False
            found.append(sentence)
    return found


def _leaves_open(sentence: Sentence) -> bool:
    marks = [m for m in sentence.marks if m.kind != "comma"]
    return bool(marks) and marks[-1].name == "not" and SAVE.fullmatch(marks[-1].said.words) is not None


def _without_save(sentence: Sentence) -> tuple[Mark, ...]:
    return tuple(m for m in sentence.marks if m.kind != "comma")[:-1]
