"""Of whom something is told: those named in a sentence or told by rank, "la deuxième c'est fait".

A walked sentence and a place in it in, the cases out; none where everybody may be meant.
"""

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.walking.others import case_of, meant


def spoken_of(walk: Walk) -> list[tuple[int, tuple[str, ...]]]:
    """Where somebody is named or told by rank, and the cases that this may mean."""
    marks = [*walk.named, *(m for m in walk.sentence.marks if m.name == "nth" and m not in walk.named)]
    found = [(mark.start, cases(mark, walk.context)) for mark in marks]
    return sorted(one for one in found if one[1])


def cases(mark: Mark, context: Context) -> tuple[str, ...]:
    """The cases that a name, a number or a rank stands for; of a name that fits two, both."""
    if mark.name == "nth" and mark.kind == "phrase":
        return _ranked(mark, context)
    found = (mark.kind == "name" and name(mark).fits) or (meant(mark, context),)
    return tuple(case for case in found if case)


def _ranked(mark: Mark, context: Context) -> tuple[str, ...]:
    items, n = context.listed, int(mark.said.field("n"))
    if abs(n) > len(items) or len(items) < 2:
        return ()
    if mark.said.field("many"):
        return tuple(item.case for item in (items[:n] if n > 0 else items[n:]))
    return (items[n - 1 if n > 0 else n].case,)


def told_of(walk: Walk, place: int, walks: list[Walk]) -> tuple[str, ...]:
    """Whom what is told at this place is about: the last one named before it, else the first behind it.

    Where its sentence names nobody it is about the item whose line it stands under, or about those whom the
    sentence before names.
    """
    named = spoken_of(walk)
    if named:
        return [found for start, found in named if start <= place or start == named[0][0]][-1]
    if under := case_of(walk.sentence.under, walk.context):
        return (under,)
    before = walks[walk.number - 1 : walk.number]
    return tuple(case for one in before for _, found in spoken_of(one) for case in found)
