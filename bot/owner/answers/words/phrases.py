"""The owner's turns of phrase, from `phrases.txt`: folded text in, `Phrase` matches with their places out.

A section's heading names what its lines say ("[pause]", "[kind value=public]"); a line is a pattern against
folded text between word boundaries. "{envoyer}" stands for the forms of a verb, "<IT>" for what "IT := ..."
said before. The longest phrase at a place wins, the earlier section among equals.
Every repetition is bounded. To teach a phrase: add the line, a labelled answer, and run the scores.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from re import Pattern

from bot.owner.answers.words.anchors import LENGTH, openings
from bot.owner.answers.words.verbs import forms

_SHORT = re.compile(r"([A-Z]+) := .+")
_USED = re.compile(r"<[A-Z]+>")
_VERB = re.compile(r"\{([a-z]+)\}")
_HEADING = re.compile(r"\[(\w[\w =,-]*)\]")
# The sections that order something by themselves; the others only help to read.
_HELPERS = frozenset(
    (
        "filler",
        "doubt",
        "and",
        "all",
        "rest",
        "seen",
        "him",
        "hedge",
        "weak",
        "said",
        "mine",
        "if",
        "defer",
        "nth",
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase found: what it says, with its fixed fields, and where."""

    name: str
    start: int
    end: int
    fields: tuple[tuple[str, str], ...] = ()
    words: str = ""

    def field(self, name: str) -> str:
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True)
class _Section:
    rank: int  # the earlier wins among equals
    name: str
    fields: tuple[tuple[str, str], ...]
    only: frozenset[str]
    never: frozenset[str]

    def fits(self, matter: str) -> bool:
        known = {matter, "digest"} if matter == "paper" else {matter}  # a digest with letters to post
        return (not self.only or not known.isdisjoint(self.only)) and known.isdisjoint(self.never)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line's alternative, compiled when a text first may hold it."""

    number: int  # of all
    line: int
    source: str
    section: _Section

    @property
    def pattern(self) -> Pattern[str]:
        return _compiled(self.source, self.line)


def said(folded: str, matter: str = "", fits: Callable[[Said], bool] = lambda _: True) -> list[Said]:
    """Every phrase in the text that fits, in order; the longest at a place."""
    busy = bytearray(len(folded) + 1)
    found: list[Said] = []
    for phrase in sorted(_every(folded, matter), key=lambda p: (p[1].start - p[1].end, p[0], p[1].start)):
        here = phrase[1]
        if not any(busy[here.start : here.end]) and fits(here):
            busy[here.start : here.end] = b"\1" * (here.end - here.start)
            found.append(here)
    return sorted(found, key=lambda p: p.start)


@lru_cache(maxsize=256)
def orders(folded: str) -> bool:
    return any(phrase.name not in _HELPERS for phrase in said(folded))


_PLACE = re.compile(r"(?<![\w@])(?<!s')(?=[^\1])", re.DOTALL)


def _every(folded: str, matter: str) -> Iterator[tuple[int, Said]]:
    """Each phrase wherever it begins, but not again within itself."""
    ends: dict[int, int] = {}
    index = _index(matter)
    for place in _PLACE.finditer(folded):
        start = place.start()
        for phrase in _opening(index, folded[start : start + LENGTH]):
            section = phrase.section
            if start < ends.get(phrase.number, 0):
                continue
            match = phrase.pattern.match(folded, start)
            if match and match.end() > start:
                ends[phrase.number] = match.end()
                yield section.rank, Said(section.name, start, match.end(), section.fields, match[0])


def _opening(index: dict[str, list[Phrase]], letters: str) -> list[Phrase]:
    """The phrases that can begin with these letters."""
    return [
        phrase
        for length in range(LENGTH + 1)
        for phrase in index.get(letters[:length], ())
        if length <= len(letters)
    ]


@lru_cache(maxsize=64)
def _index(matter: str) -> dict[str, list[Phrase]]:
    """Those that mean something in answer to this matter."""
    return {
        letters: [phrase for phrase in phrases if phrase.section.fits(matter)]
        for letters, phrases in _by_opening().items()
    }


@cache
def _by_opening() -> dict[str, list[Phrase]]:
    """All phrases by their first letters."""
    found: dict[str, list[Phrase]] = {}
    for phrase in every_phrase():
        for opening in openings(phrase.source):
            found.setdefault(opening, []).append(phrase)
    return found


@cache
def every_phrase() -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    text = files("bot.owner.answers.words").joinpath("phrases.txt").read_text("utf-8")
    section, rank = _section("filler", 0), 0
    short: dict[str, str] = {}
    for number, line in enumerate((line.strip() for line in text.split("\n")), 1):
        heading, named = _HEADING.fullmatch(line), _SHORT.fullmatch(line)
        if heading:
            rank += 1
            section = _section(heading[1], rank)
            continue
        line = _VERB.sub(lambda m: forms(m[1]), _USED.sub(lambda m: short.get(m[0], m[0]), line))
        if named:
            short[f"<{named[1]}>"] = f"(?:{line.partition(' := ')[2]})"
        elif line and not line.startswith("#"):
            found += [Phrase(len(found) + k, number, o, section) for k, o in enumerate(options(line))]
    return tuple(found)


def _section(heading: str, rank: int) -> _Section:
    name, *fields = heading.split()
    pairs = dict(field.partition("=")[::2] for field in fields)
    only, never = pairs.pop("in", ""), pairs.pop("not", "")
    return _Section(rank, name, tuple(pairs.items()), _names(only), _names(never))


def _names(text: str) -> frozenset[str]:
    return frozenset(name for name in text.split(",") if name)


@cache
def _compiled(line: str, number: int) -> Pattern[str]:
    try:
        return re.compile(rf"(?:{line})(?![\w@])")
    except re.error as problem:
        raise ValueError(f"phrases.txt, line {number}: {line!r}: {problem}") from problem


def options(line: str) -> list[str]:
    """The alternatives at the top of a line, each a pattern of its own, so that the longest can win."""
    found, depth, start = [], 0, 0
    for index, char in enumerate(line):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "|" and depth == 0:
            found.append(line[start:index])
            start = index + 1
    return [*found, line[start:]]
