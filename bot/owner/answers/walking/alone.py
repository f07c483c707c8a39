"""Who is said to be the only one: "demain que Durand", "Moreau seulement".

What stands right beside a name in its sentence, in; a yes or no out. No other order is meant by such words.
"""

import re

from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Walk

_BEFORE = re.compile(
    r"\b(?:(?:que|seulement|uniquement|exclusivement|juste|only|just) |qu')"
    r"(?:(?:pour|a|for|to|le|la|les|the) |l'|n° ?){0,2}$"
)
_TURNED = re.compile(r",? (?:mais|but) (?:(?:pour|a|for|to|le|la|les|the) |l'|n° ?){0,2}$")
_BEHIND = re.compile(
    r" (?:seulement|uniquement|exclusivement|only)"
    r"(?= ?(?:$|[.,;!\n)]|stp|svp|please|merci|pour demain|demain))"
)


def turned_to(walk: Walk, mark: Mark) -> bool:
    """ "pas Roux mais Leblanc"."""
    return _TURNED.search(walk.sentence.text.folded[walk.sentence.start : mark.start]) is not None


def alone(walk: Walk, mark: Mark) -> bool:
    text = walk.sentence.text.folded
    before = _BEFORE.search(text[walk.sentence.start : mark.start])
    return before is not None or _BEHIND.match(text[: walk.sentence.end], mark.end) is not None
