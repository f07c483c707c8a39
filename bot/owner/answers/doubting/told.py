"""News told in an answer, and of whom: he died, the paper is wrong, it is settled, oops.

Walked sentences in, `News` out, once for all orders of an answer. The words are data: `against.txt`,
and what the reader of the debtors' mails knows of insolvency and misfortune. What it means for an order is
decided in `against`.
"""

from dataclasses import dataclass
from functools import lru_cache

from bot.owner.answers.doubting.whose import told_of
from bot.owner.answers.marking.marks import Sentence
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.words.lists import listed
from bot.reading.lexicon import Section, section

_NAME = "\x01"
_OF_THE_DEBTORS = ("insolvency", "misfortune")


@dataclass(frozen=True, slots=True)
class News:
    kind: str  # the list that knows the words
    place: int  # in the text
    number: int  # of the sentence
    cases: tuple[str, ...]  # whom it is about; none: everybody


def news_of(walks: list[Walk]) -> tuple[News, ...]:
    found: list[News] = []
    for walk in walks:
        for kind, place in _found(_blanked(walk.sentence)):
            start = walk.sentence.start + place
            found.append(News(kind, start, walk.number, told_of(walk, start, walks)))
    return tuple(found)


def tells_against(walk: Walk) -> bool:
    """Whether a sentence tells any such news of a customer."""
    return any(
        name not in ("left", "unclosed", "mistaken", "misdirected")
        for name, _ in _found(_blanked(walk.sentence))
    )


def _blanked(sentence: Sentence) -> str:
    """The sentence without the names in it: a "Clinique" is no illness."""
    said = sentence.folded
    for mark in sentence.marks:
        if mark.kind == "name":
            start, end = mark.start - sentence.start, mark.end - sentence.start
            said = said[:start] + _NAME * (end - start) + said[end:]
    return said


@lru_cache(maxsize=512)
def _found(said: str) -> tuple[tuple[str, int], ...]:
    """What is told in these words, by the lists' names, and where."""
    own = listed("bot.owner.answers.doubting", "against.txt")
    lists: list[tuple[str, Section]] = list(own.items())
    if not section("not_insolvent").search(said):
        lists += [(name, section(name)) for name in _OF_THE_DEBTORS]
    return tuple((name, match.start()) for name, one in lists for match in one.searches(said))
