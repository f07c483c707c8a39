"""The words by which machines are known (`lexicon/machines.txt`): a heading in, a `Section` out.

Apart from the words of people (`lexicon`), which the model learns from: what a server says is no feature of
a debtor's language. The notation and its guards against slow patterns are the lexicon's.
"""

from functools import cache
from importlib.resources import files

from bot.reading.lexicon import Section, phrase


@cache
def words(name: str) -> Section:
    return Section(name, tuple(map(phrase, _sections()[name])))


@cache
def _sections() -> dict[str, list[str]]:
    """The lines under each heading."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    text = files("bot.reading.lexicon").joinpath("machines.txt").read_text("utf-8")
    for line in map(str.strip, text.split("\n")):
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return found
