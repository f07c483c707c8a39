""" "Le premier… l'autre" of two customers just named: "appelé Martin et Lenoir, le premier paie vendredi".

A marked sentence in, the same out with their names where they are pointed at, so that each has its own words.
Only where two and no more were named before and both are pointed at; anything else is left as it stands.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import groups
from bot.owner.answers.marking.marks import Mark, Sentence

_ONE = re.compile(
    r"\b(?:(?:le|la) premiere?|l'une?|the first(?: one)?|(?:the )?former|one)\b"
    r"(?! (?:et|ni|ou|and|or|of|avril) )"
)
_OTHER = re.compile(
    r"\b(?:l'autre|(?:le|la) (?:seconde?|deuxieme|derniere?)|the (?:other|second|latter|last)(?: one)?)\b"
)


def told_apart(sentence: Sentence, context: Context) -> Sentence:
    """The sentence with both names in the places that point at them."""
    both = _both(sentence, context)
    text = sentence.text.folded
    one = _ONE.search(text, both[1].end, sentence.end) if both else None
    other = _OTHER.search(text, one.end(), sentence.end) if one else None
    if both is None or one is None or other is None or not _only_named(sentence, one.start()):
        return sentence
    places = [(one.start(), one.end(), both[0]), (other.start(), other.end(), both[1])]
    behind = [m for m in sentence.marks if m.end > one.start()]
    kept = [m for m in behind if not any(m.start < end and start < m.end for start, end, _ in places)]
    called = [m for m in sentence.marks if m.name == "called" and m.end <= one.start()]
    for start, end, who in places:
        kept += [
            replace(who, start=start, end=end),
            *(replace(call, start=end, end=end) for call in called[:1]),
        ]
    return replace(sentence, start=one.start(), marks=tuple(sorted(kept, key=lambda m: m.start)))


def _both(sentence: Sentence, context: Context) -> tuple[Mark, Mark] | None:
    """The two customers that a sentence names first, side by side, if it names nobody else."""
    named = groups(sentence, context)
    who = [m for m in sentence.marks[named[0].first : named[0].after] if m.kind == "name"] if named else []
    others = [m for m in sentence.marks if m.kind == "name" and m not in who]
    return (who[0], who[1]) if len(who) == 2 and not others else None


def _only_named(sentence: Sentence, place: int) -> bool:
    """Whether nothing is ordered of the two together, but at most told that they were called."""
    before = [m for m in sentence.marks if m.end <= place]
    return all(m.kind in ("name", "comma") or m.name in ("called", "and", "filler") for m in before)
