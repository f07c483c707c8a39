"""Lists of turns of phrase kept as text beside the modules that go by them, in the lexicon's own notation.

A package and a file's name in, a `Section` per heading out: "(a|b) .. word*", as in `bot.reading.lexicon`.
"""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

from bot.owner.answers.words.phrases import options
from bot.reading.lexicon import Phrase, Section, phrase


@cache
def listed(package: str, name: str) -> dict[str, Section]:
    """Every list of the file by its heading."""
    found: dict[str, list[Phrase]] = {}
    current: list[Phrase] = []
    for line in map(str.strip, files(package).joinpath(name).read_text("utf-8").split("\n")):
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current += map(_phrase, options(line))
    return {heading: Section(heading, tuple(phrases)) for heading, phrases in found.items()}


_LOOKS_ROUND = re.compile(r"\(\?<?[!=](?:[^()]|\([^()]{0,200}\)){0,200}\)")


def _phrase(pattern: str) -> Phrase:
    """What must not stand beside it is no letter that it cannot do without."""
    return replace(phrase(_LOOKS_ROUND.sub("", pattern)), source=phrase(pattern).source)
