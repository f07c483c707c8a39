"""Slips of the tongue put right by the owner: "reçu 500 euh non 550", "Durand, pardon Dupont".

What was said by mistake and the words that take it back leave the sentence before anything is read into it. A
bare "non" takes back a sum or a day alone: before a name it refuses. A plan is taken back as a whole.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import item_number
from bot.owner.answers.words.phrases import Said

_FAMILY = {"sum": "sum", "number": "sum", "day": "day", "duration": "day", "name": "name"}
_PLAINLY = re.compile(
    r"[ ,.:;(/-]*\b(?:(?:euh|heu|ah|non|no|ou)[ ,]+){0,2}(?:pardon|oups|oops|erreur|rectification|correction"
    r"|je (?:veux|voulais) dire|(?:or )?rather|plutot|sorry|i mean(?:t)?|make (?:that|it)|scratch that"
    r"|my mistake|no wait|wait no|euh non|heu non)(?:[ ,:]+(?:non|no|c'est|c'etait|it's|it was|plutot|de|du"
    r"|le|la|l'))?[ ,:]*"
)
_OF_FIGURES = re.compile(r"[ ,.;(/-]*\b(?:euh|heu|non|no|enfin|well)[ ,]+(?:le |du |the )?")
_TO_IT = re.compile(r"(?:pour|for) ")
_IN_SHORT = re.compile(r"(?:[ ,]*\b\w+){0,3}[ ,]+(?:je veux dire|i mean|enfin)[ ,:]+")
_NEAR = 12  # marks between what was said by mistake and what puts it right


def repaired(sentence: Sentence, context: Context) -> Sentence:
    """The sentence as the owner meant it."""
    if again := _planned_anew(sentence, context):
        return again
    kept: list[Mark] = []
    for right in sentence.marks:
        near = kept[-_NEAR:]
        wrong = _taken_back(sentence, near, right, context)
        if wrong is not None:
            since = near[near.index(wrong) + 1 :]
            kept[len(kept) - len(since) - 1 :] = [m for m in since if m.kind in _FAMILY]
        kept.append(right)
    return replace(sentence, marks=tuple(kept)) if len(kept) < len(sentence.marks) else sentence


_ANEW = re.compile(
    r"[ ,.:;(/-]*\b(?:(?:euh|heu|ah|oh|bon|ou)[ ,]+){0,2}(?:non|no|finalement|en fait|plutot"
    r"|enfin(?=[ ,]+non\b)|pardon|actually|rather|instead|make (?:it|that)|on second thoughts?|wait)"
    r"(?:[ ,:]+(?:non|no|finalement|plutot|en fait|disons|on dit|mettons|rather|make (?:it|that)|let's say"
    r"|actually|on fait|fais|faites|accepte|ok pour)){0,2}[ ,:]+"
)


def _planned_anew(sentence: Sentence, context: Context) -> Sentence | None:
    """ "3 x 400 le 5, finalement 4 x 300": the second alone if it is whole, and neither for sure if not."""
    marks = sentence.marks
    if context.kind != "notice" or any(m.name in ("paid", "settled") for m in marks):
        return None
    for before, right in ((marks[:i], marks[i]) for i in range(1, len(marks))):
        figures = [m for m in before if m.kind in _FAMILY]
        if right.kind not in ("sum", "number") or not _parts_with_days(figures):
            continue
        if not _ANEW.fullmatch(sentence.text.folded[figures[-1].end : right.start]):
            continue
        behind = [m for m in marks if m.start >= right.start]
        if _parts_with_days(behind):
            return replace(sentence, start=right.start, marks=tuple(behind))
        doubt = Mark("phrase", marks[0].start, marks[0].start, "hedge", Said("hedge", 0, 0))
        turn = [m for m in marks if figures[-1].end <= m.start < right.start]
        return replace(sentence, marks=(doubt, *(m for m in marks if m not in turn)))
    return None


def _parts_with_days(marks: list[Mark]) -> bool:
    """Two sums at least, or one several times, and a day."""
    sums = [m for m in marks if m.kind in ("sum", "number")]
    return len(sums) > 1 and any(m.kind in ("day", "duration") for m in marks)


def _taken_back(sentence: Sentence, before: list[Mark], right: Mark, context: Context) -> Mark | None:
    """The figure or name of the same kind that these words take back, with nothing but figures between."""
    family = _FAMILY.get(right.kind)
    wrong = next((m for m in reversed(before) if _FAMILY.get(m.kind) == family), None)
    if family is None or wrong is None:
        return None
    figures = [m for m in before if m.start >= wrong.end and m.kind in _FAMILY]
    since = figures[-1].end if figures else wrong.end
    words = sentence.text.folded[since : right.start]
    if family == "name" and not figures:
        said = _PLAINLY.fullmatch(words) or (
            _of_one_word(wrong, right, sentence) and _IN_SHORT.fullmatch(words)
        )
        return wrong if said else None
    if family == "name" or item_number(context, right):
        return None  # "1 payé, non 2"
    if _TO_IT.match(right.name) and words.endswith(("non ", "no ")) and not _PLAINLY.fullmatch(words):
        return None  # "ok pour le 20, non pour le 30"
    return wrong if _PLAINLY.fullmatch(words) or _OF_FIGURES.fullmatch(words) else None


def _of_one_word(wrong: Mark, right: Mark, sentence: Sentence) -> bool:
    """ "Martin le poissonnier, je veux dire Martin Pêche"."""
    said = [sentence.text.folded[m.start : m.end].split(" ")[0] for m in (wrong, right)]
    return said[0] == said[1]
