"""Posting numbers of registered letters: "1A 123 456 7890 1", "87 000 123 456 789 Z".

Text in, their places and the numbers without spaces out. Digits alone in one piece may be any number; whoever
asks knows whether a letter is spoken of.
"""

import re
from dataclasses import dataclass

from bot.owner.answers.words.spelling import Spelled

_TRACK = re.compile(
    r"(?<![\w/-])(?:(?:n°|no|num|numero|nr) ?)?(?P<n>(?:\d[a-z]|(?!(?:le|du|au|et|on|of|to) )[a-z]{2})"
    r"[ .-]?\d(?:[ .-]?\d){7,13}(?: ?fr)?"
    r"|\d(?:[ .]?\d){10,14}(?P<key>[ .-]?[a-z](?!['’]))?)(?!\w|[.,/]\d)"
)
_WORDS = ("a", "m", "y")  # of one letter: "n° 87 000 123 456 789 a la poste"


@dataclass(frozen=True, slots=True)
class Track:
    start: int
    end: int
    number: str
    bare: bool  # digits in one piece


def tracks(text: Spelled) -> list[Track]:
    return [_track(found, text) for found in _TRACK.finditer(text.folded)]


def _track(found: re.Match[str], text: Spelled) -> Track:
    """With its key letter, unless that is a word beside it."""
    written, end, key = found["n"], found.end(), found["key"] or ""
    if key.startswith(" ") and key[1:] in _WORDS and text.words(end - 1, end).islower():
        written, end = written.removesuffix(key), found.start("key")
    return Track(found.start(), end, re.sub(r"[ .-]", "", written).upper(), written.isdigit())
