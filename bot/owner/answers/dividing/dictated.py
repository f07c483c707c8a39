"""The items of a list counted off as one dictates: "la une laissez tomber la deux relancez la trois".

A marked sentence in, the same out with the article given back to the number that it belongs to: in such a row
"relancez la deux" is no "relancez-la". Only where another item is counted off in the same way.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.words.phrases import Said

_NUMBERS = {"une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8}
_SAID = re.compile(
    rf" la ({'|'.join(_NUMBERS)})\b"
    r"(?! (?:fois|jours?|semaines?|mois|lettres?|relances?|dernieres?|premieres?)\b)"
)
_ARTICLE = 3  # letters of " la"
_ROW = 2  # of them at least


def counted_off(sentence: Sentence, context: Context) -> Sentence:
    """The sentence with each "la deux" whole."""
    marks, text = sentence.marks, sentence.text.folded
    articled = [m for m in marks if m.kind == "phrase" and m.said.words.endswith(" la")]
    found = [(m, said) for m in articled if (said := _SAID.match(text, m.end - _ARTICLE, sentence.end))]
    found = [(m, said) for m, said in found if _NUMBERS[said[1]] <= len(context.listed)]
    if len(found) + sum(m.name == "nth" for m in marks) < _ROW:
        return sentence
    for mark, said in found:
        marks = _given_back(marks, mark, said)
    return replace(sentence, marks=marks) if found and _one_way(marks) else sentence


def _one_way(marks: tuple[Mark, ...]) -> bool:
    """Each before its order, or each behind it: not "la une oui relancez la deux non la trois"."""
    said = [m for m in marks if m.kind != "comma" and m.name not in ("filler", "him", "and")]
    return (said[0].name == "nth") != (said[-1].name == "nth")


def _given_back(marks: tuple[Mark, ...], order: Mark, said: re.Match[str]) -> tuple[Mark, ...]:
    start, end, words = said.start() + 1, said.end(), order.said.words[:-_ARTICLE]
    short = replace(order, end=said.start(), value=replace(order.said, end=said.start(), words=words))
    nth = Said("nth", start, end, (("n", str(_NUMBERS[said[1]])),), said[0].strip())
    kept = [m for m in marks if m is not order and not (start <= m.start < end)]
    return tuple(sorted((*kept, short, Mark("phrase", start, end, "nth", nth)), key=lambda m: m.start))
