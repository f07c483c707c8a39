"""Text as it is compared: lower case, no accents, plain quotes, one space; each letter knows where it stood.

`spelled` gives the folded text with the place of each of its letters in the exact one, so that what is not
understood can be shown in the owner's own words. It judges nothing; its work is linear in the text.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = {
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "«": '"', "»": '"', "“": '"', "”": '"', "–": "-",
    "—": "-", "‑": "-", "−": "-", "…": "...", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "×": "x", "€": "€",
    "°": "°", "º": "°", "\t": " ", "\r": "\n", "？": "?", "！": "!",
}  # fmt: skip
# Skin tones, joiners and selectors say nothing.
_SILENT = re.compile("[\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff\u00ad]")
_SMS = {
    "pr": "pour", "ds": "dans", "tt": "tout", "ts": "tous", "ttes": "toutes", "avc": "avec",
    "mtn": "maintenant", "mnt": "maintenant", "2main": "demain", "dem1": "demain", "2m1": "demain",
    "ajd": "aujourd'hui", "auj": "aujourd'hui", "c": "c'est", "cest": "c'est", "g": "j'ai", "ya": "y a",
    "qd": "quand", "pk": "pourquoi", "jsqu'a": "jusqu'a", "jusquau": "jusqu'au", "jusqua": "jusqu'a",
    "jusqu'o": "jusqu'au", "pdt": "pendant", "sem": "semaine", "ouvers": "ouvres", "jrs": "jours",
    "vs": "vous", "nn": "non", "dsl": "desole", "j ai": "j'ai", "c est": "c'est", "d accord": "d'accord",
    "m a": "m'a", "n a": "n'a", "l a": "l'a", "m ont": "m'ont", "qu il": "qu'il", "qu elle": "qu'elle",
    "n est": "n'est", "s il": "s'il", "jsuis": "je suis", "chui": "je suis", "chuis": "je suis",
    "jsais": "je sais", "ch'sais": "je sais", "jvais": "je vais", "jai": "j'ai", "jte": "je te",
    "jlai": "je l'ai", "j'lai": "je l'ai", "t'inquiete": "pas de souci", "rdv": "rendez-vous",
    "msg": "message", "tel": "telephone", "tmrw": "tomorrow", "tmr": "tomorrow", "thru": "through",
    "nxt": "next", "wk": "week", "wks": "weeks", "bcse": "because",
}  # fmt: skip
_SHORT_WORD = re.compile(
    r"(?<![\w@.'&-])(?:"
    + "|".join(sorted(map(re.escape, _SMS), key=len, reverse=True))
    + r")(?![\w@'&]|[.-]\w)"
)


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
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for word in _SHORT_WORD.finditer(short.folded):
        letters += short.folded[at : word.start()]
        places += short.places[at : word.start()]
        full = _SMS[word[0]]
        letters += full
        places += [short.places[word.start()]] * len(full)
        at = word.end()
    if not at:
        return short
    letters += short.folded[at:]
    places += short.places[at:]
    return Spelled("".join(letters), short.exact, tuple(places))


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
