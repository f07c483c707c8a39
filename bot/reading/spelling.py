"""Misspelt names of days and months set right: folded text in, the text to search and its old places out.

One letter left out, doubled or swapped with its neighbour ("vendrdi", "fevrie", "jeuid"), and the short forms
of telephones ("ds 48h", "sem proch1"), looked up word by word in a table made once; a text without such a
word costs one look and comes back as it is. It does not guess further: a word that is a word of its own
("mari", "marc") is never taken for a misspelling.
"""

from bisect import bisect_right
from functools import cache

from bot.patterns import pattern

_NAMES = (
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    *("janvier", "fevrier", "avril", "juillet", "septembre", "octobre", "novembre", "decembre"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("january", "february", "april", "august", "september", "october", "november", "december"),
    *("demain", "aujourd'hui", "apres-demain", "semaine", "quinzaine", "huitaine", "tomorrow"),
    *("lendemain", "surlendemain"),
)
# words of their own, or too near to one
_OTHERS = frozenset(
    ("mari", "same", "arch", "main", "emain", "aril", "vril", "luni", "lund", "javier", "madi", "mard")
)
_MORE = {
    "lundis": "lundi", "mardis": "mardi", "mercredis": "mercredi", "jeudis": "jeudi", "vendredis": "vendredi",
    "samedis": "samedi", "mecredi": "mercredi", "vendrdedi": "vendredi", "dimache": "dimanche",
    "septenbre": "septembre", "novenbre": "novembre", "decenbre": "decembre", "desembre": "decembre",
    "wenesday": "wednesday", "wensday": "wednesday", "tommorow": "tomorrow", "tommorrow": "tomorrow",
    "2moro": "tomorrow", "dapres": "d'apres", "dapre": "d'apres", "lautre": "l'autre", "dhier": "d'hier",
    # as on a telephone
    "ds": "dans", "dla": "de la", "proch1": "prochain", "proch": "prochain", "prochin": "prochain",
    "prochn": "prochain", "sem": "semaine", "semn": "semaine", "vendr": "vendredi", "vdi": "vendredi",
    "davril": "d'avril", "daout": "d'aout", "doctobre": "d'octobre", "dici": "d'ici", "cete": "cette",
    "nxt": "next", "wks": "weeks", "wkend": "weekend", "tmr": "tomorrow", "tmrw": "tomorrow",
}  # fmt: skip
_WORD = pattern(r"[a-z0-9'-]{2,14}")
_NUMBERED = pattern(r"sem\. ?\d")  # known as it stands


@cache
def _misspelt() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _NAMES:
        for at in range(len(name)):
            found.setdefault(name[:at] + name[at + 1 :], name)
            found.setdefault(name[:at] + name[at] + name[at:], name)
            if at + 1 < len(name):
                found.setdefault(name[:at] + name[at + 1] + name[at] + name[at + 2 :], name)
    wrong = {k: v for k, v in found.items() if k not in _OTHERS and len(k) > 3 and k not in _NAMES}
    return {k: v for k, v in wrong.items() if k != v} | _MORE


@cache
def _wrong() -> frozenset[str]:
    return frozenset(_misspelt())


class Mended:
    """The text as it should be read; `back` tells where a place in it stood in the text as written."""

    __slots__ = ("_ends", "_shifts", "text")

    def __init__(self, folded: str) -> None:
        self.text = folded
        self._ends: list[int] = []
        self._shifts: list[int] = []
        if not _wrong().isdisjoint(_words(folded)):
            self._mend(folded)

    def _mend(self, folded: str) -> None:
        pieces: list[str] = []
        at = shift = length = 0
        for word in _WORD.finditer(folded):
            right = _misspelt().get(word[0])
            if right is None or _NUMBERED.match(folded, word.start()):
                continue
            pieces += (folded[at : word.start()], right)
            length += word.start() - at + len(right)
            shift += len(word[0]) - len(right)
            self._ends.append(length)
            self._shifts.append(shift)
            at = word.end()
        self.text = "".join((*pieces, folded[at:]))

    def back(self, place: int) -> int:
        at = bisect_right(self._ends, place)
        return place + self._shifts[at - 1] if at else place


def _words(folded: str) -> list[str]:
    return folded.replace(",", " ").replace(".", " ").replace("!", " ").split(" ")
