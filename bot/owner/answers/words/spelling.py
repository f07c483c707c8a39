"""Text as it is compared: lower case, no accents, plain quotes, one space; each letter knows where it stood.

`spelled` gives the folded text with the place of each of its letters in the exact one, so that what is not
understood can be shown in the owner's own words. It judges nothing; its work is linear in the text.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bot.owner.answers.words.sounds import meant

_PLAIN = {
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "«": '"', "»": '"', "“": '"', "”": '"', "–": "-",
    "—": "-", "‑": "-", "−": "-", "…": "...", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "×": "x", "€": "€",
    "°": "°", "º": "°", "\t": " ", "\r": "\n", "？": "?", "！": "!",
}  # fmt: skip
# Skin tones, joiners and selectors say nothing.
_SILENT = re.compile("[\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff\u00ad]")


def _shorthand() -> dict[str, str]:
    found: dict[str, str] = {}
    text = files("bot.owner.answers.words").joinpath("shorthand.txt").read_text("utf-8")
    for line in (line for line in text.split("\n") if line and not line.startswith("#")):
        short, _, full = line.partition(" = ")
        found.update(dict.fromkeys(short.split(), full))
    return {short.replace("_", " "): full for short, full in found.items()}


_SMS = _shorthand()
_SHORT_WORD = re.compile(
    r"(?<![\w@.'&-])(?:"
    + "|".join(sorted(map(re.escape, _SMS), key=len, reverse=True))
    + r")(?![\w@'&]|[.-]\w)"
)
_WORD = re.compile(r"(?<![\w@.&<-])[a-z]{4,16}(?![\w@&]|[.-]\w)")


@dataclass(frozen=True, slots=True)
class Spelled:
    folded: str
    exact: str
    places: tuple[int, ...]  # of each folded letter, in `exact`

    def words(self, start: int, end: int) -> str:
        """The exact words of a folded stretch."""
        if start >= end or not self.places:
            return ""
        last = self.places[end] if end < len(self.places) else len(self.exact)
        return " ".join(self.exact[self.places[start] : last].split())


def spelled(text: str) -> Spelled:
    folded: list[str] = []
    places: list[int] = []
    before = "\n"
    for place, char in enumerate(text):
        for letter in _plain(char):
            if letter == " " and before in (" ", "\n"):
                continue
            if letter == "\n" and before == "\n":
                continue
            folded.append(letter)
            places.append(place)
            before = letter
    return _in_full(Spelled("".join(folded), text, tuple(places)))


def _in_full(short: Spelled) -> Spelled:
    """The spellings of the telephone written out."""
    return replaced(short, _SHORT_WORD, lambda word: _SMS[word[0]])


def mended(text: Spelled, names: frozenset[str]) -> Spelled:
    """Misspelt words of orders set right; not those of a name, nor what is written like one."""

    def right(word: re.Match[str]) -> str:
        opens = not word.start() or text.folded[word.start() - 2 : word.start()].rstrip(" ")[-1:] in "\n.!?:,"
        exact = text.exact[text.places[word.start()] : text.places[word.end() - 1] + 1]
        named = word[0] in names or (exact[:1].isupper() and not exact.isupper() and not opens)
        return word[0] if named else meant(word[0])

    return _in_full(replaced(text, _WORD, right))


def replaced(text: Spelled, words: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> Spelled:
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for word in words.finditer(text.folded):
        full = by(word)
        if full == word[0]:
            continue
        letters += text.folded[at : word.start()]
        places += text.places[at : word.start()]
        letters += full
        places += [text.places[word.start()]] * len(full)
        at = word.end()
    if not at:
        return text
    letters += text.folded[at:]
    places += text.places[at:]
    return Spelled("".join(letters), text.exact, tuple(places))


_NUMBER_SIGN = re.compile(r"(?<![\w.])nos?\. ?(?=\d{1,2}(?![\d.,]*\d))")
_AFTER_A_WORD = re.compile(r"[a-z,] $")


def with_signs(text: Spelled) -> Spelled:
    """ "Please stop no. 2": the number sign, and no refusal; opening a sentence, if there are others."""
    several = len(_NUMBER_SIGN.findall(text.folded)) > 1

    def sign(one: re.Match[str]) -> str:
        return "n° " if several or _AFTER_A_WORD.search(text.folded[: one.start()]) else one[0]

    return replaced(text, _NUMBER_SIGN, sign)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Folded, for the comparison of names and numbers."""
    return spelled(text).folded.strip()


def _plain(char: str) -> str:
    if char.isascii():
        return _PLAIN.get(char, char.lower())
    if char in _PLAIN:
        return _PLAIN[char]
    if _SILENT.match(char):
        return ""
    if char.isspace():
        return "\n" if char in "\u2028\u2029\x85" else " "
    taken = unicodedata.normalize("NFKD", char.lower())
    kept = "".join(c for c in taken if not unicodedata.combining(c))
    return kept if kept.strip() else ""
