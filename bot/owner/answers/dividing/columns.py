"""Customers and orders on alternate lines: "Vétalp", "payé", "La Fabrique", "attends".

Marked sentences in, the text that says the same with each customer before its order out; none where the lines
do not alternate from the first to the last, for whose an order is could then not be told.
"""

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import orders
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target

_QUIET = frozenset(("filler", "and", "him"))
_MOST = 3  # words of a name that the mail did not show


def in_pairs(found: list[Sentence], context: Context) -> str:
    """The lines two by two, or nothing."""
    lines = [one for one in found if not all(_quiet(m) for m in one.marks)]
    names, said = lines[::2], lines[1::2]
    if context.kind == "notice" or len(lines) < 4 or len(names) != len(said):
        return ""
    known = [one for one in names if _targets(one, context)]
    alternate = all(_names(one, context) for one in names) and all(_orders(one, context) for one in said)
    if not alternate or len(known) < 2 or any(one.question or one.trailing for one in lines):
        return ""
    return "\n".join(
        f"{who.exact.strip()} : {what.exact.strip()}" for who, what in zip(names, said, strict=True)
    )


def _quiet(mark: Mark) -> bool:
    return mark.kind == "comma" or (mark.kind == "phrase" and mark.name in _QUIET)


def _targets(sentence: Sentence, context: Context) -> list[int]:
    return [i for i in range(len(sentence.marks)) if is_target(context, sentence.marks, i)]


def _names(sentence: Sentence, context: Context) -> bool:
    """Somebody and nothing else: of the list, or a few words written like a name."""
    marks = [m for m in sentence.marks if not _quiet(m)]
    if len(marks) == len(_targets(sentence, context)):
        return True
    exact = sentence.text.words(marks[0].start, marks[0].end)
    return len(marks) <= _MOST and all(m.kind == "word" for m in marks) and exact[:1].isupper()


def _orders(sentence: Sentence, context: Context) -> bool:
    """An order, and nobody named."""
    ordering = any(orders(context, sentence.marks, i) for i in range(len(sentence.marks)))
    return ordering and not _targets(sentence, context)
