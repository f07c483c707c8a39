"""The words that the reader goes by, kept as text beside this file: `fr.txt`, `en.txt`, `misfortune.txt`.

Out comes one `Section` per heading, both languages together, since debtors mix them. A pattern is tried, and
compiled, only where its anchor, the longest plain run of letters that it cannot do without, stands in the
clause. Repetitions are bounded, so that no mail can make a search slow. The tests compile every line.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from re import Match, Pattern

from bot.patterns import pattern

LANGUAGES = ("fr", "en")
LISTS = (*LANGUAGES, "misfortune")

_GAP = r" (?:\S{1,40} ){0,5}?"
_REPEATED = pattern(r"\)\*")
_GAP_REPEATED = pattern(r"\([^()]*\.\.[^()]*\)[*+{]")  # would try every way of dividing the words
_GROUP = pattern(r"\((?!\?)")
_FIGURE = pattern(r"\\d(?![+{])")
_PIECE = pattern(r"(\{[a-z]+\}) = (.+)")  # words that several lines of a list share
_ENDING = pattern(r"(?<=\w)\*")
_BRACKET = pattern(r"[()]")
_BRACKET_OR_BAR = pattern(r"[()|]")
_PLAIN = pattern(r"[a-z'€ -]*")
_NOT_PLAIN = pattern(r"[^a-z'€ -]+|[a-z' -]\?| \.\. ?")


# compiled when first needed: one mail needs few of the patterns, and a cold start should not wait for all
compiled = cache(re.compile)


@dataclass(frozen=True, slots=True)
class Phrase:
    anchors: tuple[str, ...]  # one of them must stand in the clause; none: always try
    source: str
    beside: tuple[tuple[str, ...], ...] = ()  # of each of these, one must stand there too

    @property
    def pattern(self) -> Pattern[str]:
        return compiled(self.source)

    def may_fit(self, folded: str) -> bool:
        for anchor in self.anchors:  # a plain loop: this line is most of what a reading costs
            if anchor in folded:
                return True
        return not self.anchors

    def is_beside(self, folded: str) -> bool:
        for needed in self.beside:
            for one in needed:
                if one in folded:
                    break
            else:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    phrases: tuple[Phrase, ...]

    def search(self, folded: str) -> Match[str] | None:
        for phrase in self.phrases:
            if phrase.may_fit(folded) and (found := phrase.pattern.search(folded)):
                return found
        return None

    def searches(self, folded: str) -> tuple[Match[str], ...]:
        """One match of each phrase that fits."""
        tried = (p for p in self.phrases if p.may_fit(folded))
        return tuple(found for p in tried if (found := p.pattern.search(folded)))


@cache
def section(name: str) -> Section:
    return Section(name, tuple(p for of_one in LISTS for p in _sections(of_one).get(name, ())))


def matches(folded: str, names: frozenset[str]) -> dict[str, list[Match[str]]]:
    """One match of each phrase that fits, by section: all these sections in one go.

    Only the phrases are tried of which an anchor stands in the text; that is found by its rarest letters.
    """
    named, by_letters, always = _indexed(names)
    tried = set(always)
    for letters in by_letters.keys() & threes(folded):
        for anchor, numbers in by_letters[letters]:
            if anchor in folded:
                tried.update(numbers)
    found: dict[str, list[Match[str]]] = {}
    for number in sorted(tried):
        name, phrase = named[number]
        if phrase.beside and not phrase.is_beside(folded):
            continue
        if match := compiled(phrase.source).search(folded):
            found.setdefault(name, []).append(match)
    return found


_Index = tuple[list[tuple[str, Phrase]], dict[str, list[tuple[str, list[int]]]], list[int]]


@cache
def _indexed(names: frozenset[str]) -> _Index:
    sections = [item for of_one in LISTS for item in _sections(of_one).items() if item[0] in names]
    named = [(name, p) for name, ps in sections for p in ps]
    by_anchor: dict[str, list[int]] = {}
    for number, (_, p) in enumerate(named):
        for anchor in p.anchors:
            by_anchor.setdefault(anchor, []).append(number)
    letters_of = {anchor: sorted(threes(anchor)) for anchor in by_anchor}
    count = Counter(chain.from_iterable(letters_of.values()))
    index: dict[str, list[tuple[str, list[int]]]] = {}
    for anchor, numbers in by_anchor.items():
        rarest = min(letters_of[anchor], key=count.__getitem__)
        index.setdefault(rarest, []).append((anchor, numbers))
    free = [number for number, (_, p) in enumerate(named) if not p.anchors]
    return named, index, free


@lru_cache(4)  # the phrases and the days of a clause are looked for one after the other
def threes(text: str) -> frozenset[str]:
    """Every run of three letters."""
    return frozenset(map("".join, zip(text, text[1:], text[2:], strict=False)))


@cache
def _sections(of_one: str) -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    current: list[Phrase] = []
    pieces: dict[str, str] = {}
    text = files(__name__).joinpath(f"{of_one}.txt").read_text("utf-8")
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        for name, words in pieces.items():
            line = line.replace(name, words)
        if piece := _PIECE.fullmatch(line):
            pieces[piece[1]] = piece[2]
            continue
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
            continue
        try:
            current.append(phrase(line))
        except re.error as problem:
            raise ValueError(f"{of_one}.txt, line {number}: {line!r}: {problem}") from problem
    return found


def phrase(line: str) -> Phrase:
    pattern = line.strip()
    if _GAP_REPEATED.search(pattern):
        raise re.error("a gap may not stand in a group that repeats", pattern)
    gapped = _REPEATED.sub("){0,4}", pattern).replace(" .. ", _GAP)
    if gapped.endswith(" .."):
        gapped = gapped[:-3]
    if gapped.startswith(".. "):
        gapped = gapped[3:]
    numbered = _FIGURE.sub(r"\\d{1,9}", gapped)
    worded = _GROUP.sub("(?:", _ENDING.sub(r"\\w{0,20}", numbered))
    needed = [tuple(map(_plain, piece)) for piece in _top_level(pattern)]
    # what must stand in any text that the pattern fits: a plain run, or one of a group's alternatives
    sure = sorted((n for n in needed if min(map(len, n)) > 1), key=lambda n: -min(map(len, n)))
    best = sure[0] if sure and min(map(len, sure[0])) > 2 else ()
    return Phrase(best, rf"(?<!\w)(?:{worded})(?!\w)", tuple(sorted((n for n in sure if n != best), key=len)))


def _plain(option: str) -> str:
    """Its longest run of letters."""
    if _PLAIN.fullmatch(option):  # most are nothing else
        return option.strip()
    runs = _NOT_PLAIN.split(option.replace("..", " .. "))
    return max((run.strip() for run in runs), key=len, default="")


def _top_level(pattern: str) -> list[list[str]]:
    """The pattern's pieces in order: each group as its alternatives, each plain run as one; `?` drops one."""
    pieces: list[list[str]] = []
    at = 0
    while at < len(pattern):
        if pattern[at] != "(":
            end = pattern.find("(", at)
            end = len(pattern) if end < 0 else end
            pieces.append([pattern[at:end]])
            at = end
            continue
        end = _closing(pattern, at)
        # what is only looked for before or behind a place may be what must not stand there
        optional = pattern[end + 1 : end + 2] in ("?", "*", "{") or pattern[at + 1] == "?"
        if not optional:
            pieces.append(_alternatives(pattern[at + 1 : end]))
        at = end + 1 + (pattern[end + 1 : end + 2] in ("?", "*"))
    return pieces


def _closing(pattern: str, start: int) -> int:
    depth = 0
    for bracket in _BRACKET.finditer(pattern, start):
        depth += 1 if bracket[0] == "(" else -1
        if depth == 0:
            return bracket.start()
    raise re.error("a bracket is not closed", pattern, start)


def _alternatives(inner: str) -> list[str]:
    if "(" not in inner:
        return inner.split("|")
    found, depth, start = [], 0, 0
    for mark in _BRACKET_OR_BAR.finditer(inner):
        if mark[0] == "|":
            if depth == 0:
                found.append(inner[start : mark.start()])
                start = mark.end()
        else:
            depth += 1 if mark[0] == "(" else -1
    found.append(inner[start:])
    return [_without_groups(option) for option in found]


def _without_groups(option: str) -> str:
    """Of an alternative only what stands outside nested groups is sure."""
    while "(" in option:
        start = option.index("(")
        end = _closing(option, start)
        option = f"{option[:start]} .. {option[end + 1 :].lstrip('?*+')}"
    return option
