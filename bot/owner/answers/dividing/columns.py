"""Customers and orders on lines of their own: "Vétalp", "payé", "La Fabrique", "attends"; "oui", "1", "3".

Marked sentences in, the text that says the same with each customer beside its order out; none where the lines
do not go on so from the first to the last, for whose an order is could then not be told.
"""

from itertools import pairwise

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import orders
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target

_QUIET = frozenset(("filler", "and", "him"))
_FEWEST = 2  # orders
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


def under_heads(found: list[Sentence], context: Context) -> str:
    """ "oui", "1", "3", "non", "2": each order with those below it; "ok : 1, 3 non : 2", line by line."""
    lines = [one for one in found if not all(_quiet(m) for m in one.marks)]
    if context.kind == "notice" or any(one.question or one.trailing for one in lines):
        return ""
    if cut := [part for one in lines for part in _heads(one, context)]:
        return "\n".join(cut) if len(lines) == 1 else ""
    heads = [i for i, one in enumerate(lines) if _orders(one, context)]
    below = [one for i, one in enumerate(lines) if i not in heads]
    if len(heads) < _FEWEST or heads[0] or heads[-1] == len(lines) - 1:
        return ""
    if any(b - a == 1 for a, b in pairwise(heads)) or not all(_only_listed(one, context) for one in below):
        return ""
    return "\n".join(
        f"{lines[a].exact.strip(' :')} : {', '.join(one.exact.strip(' ,-') for one in lines[a + 1 : b])}"
        for a, b in pairwise((*heads, len(lines)))
    )


def _heads(sentence: Sentence, context: Context) -> list[str]:
    """ "ok : Roux, Petit non : Leblanc" from order to order, if each has a colon and somebody behind it."""
    marks = sentence.marks
    heads = [i for i in range(len(marks) - 1) if orders(context, marks, i)]
    headed = all(marks[i + 1].kind == "comma" and marks[i + 1].name.strip() == ":" for i in heads)
    places = [*heads, len(marks)]
    aimed = [any(i < target < end for target in _targets(sentence, context)) for i, end in pairwise(places)]
    if len(heads) < _FEWEST or heads[0] or not (headed and all(aimed)):
        return []
    ends = [marks[i].start for i in heads[1:]] + [sentence.end]
    return [sentence.words(marks[i].start, end) for i, end in zip(heads, ends, strict=True)]


def _only_listed(sentence: Sentence, context: Context) -> bool:
    marks = [m for m in sentence.marks if not _quiet(m)]
    return len(marks) == len(_targets(sentence, context))


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
