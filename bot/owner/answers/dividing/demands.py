"""A formal notice and its "now" on either side of whom it is for: "mise en demeure Morel maintenant".

A marked sentence of an answer to a list in, the same out with the demand as the order that it is. Without its
"now" it orders nothing surely and stays as it was.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence

DEMAND = re.compile(r"(?:une? |la |the )?(?:mise en demeure|med|formal notice)")
_NOW = re.compile(
    r"[\w'&.-]{2,30}(?: [\w'&.-]{1,30}){0,7}?,? (?P<now>maintenant|(?:tout )?de suite|immediatement"
    r"|sans (?:attendre|delai|tarder)|illico|now|at once|right away|straight away|immediately)"
    r"(?= ?(?:$|[,;.]|(?:et|and|sauf|mais|but|puis|then)\b))"
)
_WHOM = frozenset(("filler", "kind", "and"))


def demanded(sentence: Sentence, context: Context) -> Sentence:
    if context.kind == "notice":
        return sentence
    for before, mark in pairwise((None, *sentence.marks)):
        if mark is None or mark.name != "doubt" or not DEMAND.fullmatch(mark.said.words):
            continue
        if before is not None and before.kind != "comma" and before.name != "and":
            continue  # "ne fais pas la mise en demeure Morel maintenant"
        said = _NOW.match(sentence.text.folded, mark.end + 1, sentence.end)
        if said and all(_names(m) for m in sentence.marks if mark.end <= m.start < said.start("now")):
            return _at_once(sentence, mark, said)
    return sentence


def _names(mark: Mark) -> bool:
    """Whether it may be of a name: no word of ours but a title, or what stands between two."""
    return mark.kind in ("word", "name", "comma") or (mark.kind == "phrase" and mark.name in _WHOM)


def _at_once(sentence: Sentence, demand: Mark, said: re.Match[str]) -> Sentence:
    start, end = said.span("now")
    order = replace(demand, name="mise_en_demeure", value=replace(demand.said, name="mise_en_demeure"))
    now = replace(demand, start=start, end=end, name="filler", value=replace(demand.said, name="filler"))
    kept = [m for m in sentence.marks if m is not demand and not start <= m.start < end]
    return replace(sentence, marks=tuple(sorted((*kept, order, now), key=lambda m: m.start)))
