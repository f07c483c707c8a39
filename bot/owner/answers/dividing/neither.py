""" "Ni 1 ni 2, 3 oui": the first "ni" refuses those who stand behind it, as a "pas" would.

A marked sentence in, the same out with that "ni" as a refusal, and what its own part orders of them silenced.
Where another word refuses them already, "pas 1 ni 2", or money is told, "ni Roux ni Vidal n'ont payé", it
only joins.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target
from bot.owner.answers.walking.commands import HELPERS

_NEITHER = frozenset(("ni", "nor", "neither"))
_GOES = frozenset(("yes", "accept", "send", "resume", "weak"))
_RESTS = frozenset(("no", "not", "stop", "pause"))


def neither(sentence: Sentence, context: Context) -> Sentence:
    """The sentence with a refusal in place of each "ni" that opens a row of those who are left out."""
    if context.kind == "notice" or not any(map(_says_neither, sentence.marks)):
        return sentence
    marks = list(sentence.marks)
    if _tells_of_them(marks):
        joining = (replace(m, name="and") if _says_neither(m) else m for m in marks)
        return replace(sentence, marks=tuple(joining))
    for first, after in _parts(marks):
        opens = next((i for i in range(first, after) if _opens(marks, i, context)), -1)
        if opens >= 0:
            marks[first:after] = _refused(marks[first:opens], marks[opens:after], context)
    return replace(sentence, marks=tuple(marks))


def _tells_of_them(marks: list[Mark]) -> bool:
    """Whether something else is said of them: not "ni Martin ni Petit, le garage a payé"."""
    parts = [marks[first:after] for first, after in _parts(marks)]
    opens = next(i for i, part in enumerate(parts) if any(map(_says_neither, part)))
    of_them = [part for i, part in enumerate(parts) if i <= opens or any(map(_says_neither, part))]
    return any(name not in _GOES | _RESTS for part in of_them for name in _said(part))


def _refused(led: list[Mark], row: list[Mark], context: Context) -> list[Mark]:
    """A part of the sentence, from what leads to its "ni": "n'envoie ni 1 ni 2", "ni 1 ni 2 ne part"."""
    before = list(_said(led))
    if (before and before[-1] not in _GOES) or set(_said(row[1:])) & _RESTS:
        return led + row
    aimed = any(is_target(context, tuple(led), i) for i in range(len(led)))
    refusal = replace(row[0], name="not", value=replace(row[0].said, name="not"))
    return [*(led if aimed else map(_silenced, led)), refusal, *map(_silenced, row[1:])]


def _silenced(mark: Mark) -> Mark:
    return replace(mark, name="filler") if mark.kind == "phrase" and mark.name in _GOES else mark


def _says_neither(mark: Mark) -> bool:
    return mark.kind == "phrase" and mark.name in ("and", "no") and mark.said.words in _NEITHER


def _said(marks: list[Mark]) -> Iterator[str]:
    """The orders among the marks."""
    return (m.name for m in marks if m.kind == "phrase" and m.name not in HELPERS and not _says_neither(m))


def _parts(marks: list[Mark]) -> Iterator[tuple[int, int]]:
    """From comma to comma."""
    first = 0
    for place in [i for i, m in enumerate(marks) if m.kind == "comma"] + [len(marks)]:
        yield first, place
        first = place + 1


def _opens(marks: list[Mark], index: int, context: Context) -> bool:
    """A "ni" with somebody of the list right behind it."""
    if not _says_neither(marks[index]):
        return False
    behind = [i for i in range(index + 1, len(marks)) if marks[i].name not in ("filler", "him")]
    return bool(behind) and is_target(context, tuple(marks), behind[0])
