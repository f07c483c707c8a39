"""A customer called by the trade that stands in the name: "le maçon" for "Maçonnerie Thomas".

The answer's text and its context in, names out: behind an article, a word for who does the work whose stem
one of the listed names has for the work itself. Another name behind it is somebody else's, "le plombier Roy".
"""

import re
from itertools import takewhile

from bot.owner.answers.context import Context
from bot.owner.answers.marking.names import NAMELESS
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.words.spelling import Spelled, plain

_LED = re.compile(
    r"(?<!chez )\b(?:(?:(?:le|la|the|au|aux|du|les) |l')(?:petite? )?)(?P<who>[a-z]{5,16}?)s?"
    r"(?![\w-]| d(?:e|u|es)\b| d')"
)
_WHO = re.compile(r"\w+(?:i?ere?|ienn?e?|eur|euse|rice|iste?|onn?e?|tre|aire?|or|ian)")
_ENDS = re.compile(  # what stands behind the stem
    r"(?:c?iere?|c?i?enn?e?|u?eur|euse|r?ice|iste?|onn?e?|t?re|aire?|or|c?ian|ere?|ne|)"
)
_WORK = re.compile(r"(?:[nt]?erie|ie|t?ure|u?ages?|t?e|que|ments?|ations?|ants?|s|ing|ery|y|t?ics?|al|)")
_ELSEWISE = {"couvreur": ("couverture", "toiture"), "roofer": ("roof",), "fleuriste": ("florale",)}
_STEM = 4  # letters at least


def of_a_trade(text: Spelled, context: Context) -> list[Named]:
    if context.kind == "notice":
        return []
    words = {item.case: re.findall(r"[a-z]{4,}", plain(item.case)) for item in context.listed}
    found: list[Named] = []
    for led in _LED.finditer(text.folded):
        fits = sorted(case for case, own in words.items() if any(_does(led["who"], one) for one in own))
        if not fits or _named_otherwise(text, led.end(), fits):
            continue
        several = len(fits) > 1
        found.append(
            Named(led.start("who"), led.end(), fits[0], several, fits=tuple(fits) if several else ())
        )
    return found


def _does(who: str, work: str) -> bool:
    """Whether one word is for who does what the other names."""
    if who in NAMELESS or who == work or not _WHO.fullmatch(who):
        return False
    if work in _ELSEWISE.get(who, ()):
        return True
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(who, work, strict=False)))
    return any(_ENDS.fullmatch(who[at:]) and _WORK.fullmatch(work[at:]) for at in range(_STEM, stem + 1))


def _named_otherwise(text: Spelled, end: int, fits: list[str]) -> bool:
    """ "le plombier Roy", where the mail shows "Charles Plomberie"."""
    if text.folded[end : end + 1] != " ":
        return False
    behind = re.match(r"([A-ZÀ-Ý][\w-]+)", text.words(end, min(end + 30, len(text.folded))))
    return behind is not None and not any(plain(behind[1]) in plain(case) for case in fits)
