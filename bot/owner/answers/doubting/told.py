"""News told in an answer, and of whom: he died, the paper is wrong, it is settled, oops.

Walked sentences in, `News` out, once for all orders of an answer. The words are data: `against.txt`,
and what the reader of the debtors' mails knows of insolvency and misfortune. What it means for an order is
decided in `against`.
"""

import re
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


_NAMESAKE = (
    r"(?:homonym\w{1,4}|namesakes?"
    r"|(?:autre|differente?|another|other|different) [^.;,]{0,30}(?:meme nom|same name))"
)
_SAID_OF_IT = re.compile(rf"\b{_NAMESAKE}\b")
_UNSURELY = re.compile(
    rf"\b(?:pas|not|isn't|wasn't|aucun|no) (?:une? |d'|a |the |any )?{_NAMESAKE}"
    rf"|\b{_NAMESAKE}\b.{{0,200}}\b(?:mais|but|aussi|egalement|also|too)\b"
    r"|\b(?:peut[- ]etre|sembl\w{1,5}|parait|dirait|apparemment|a priori|sans doute|probable\w{0,4}"
    r"|possible\w{0,4}|crois|croit|pense|suppose|imagine|doit etre|serait|pourrait|si|s'il\w{0,3}|dit|disent"
    r"|disait|pretend\w{0,3}|affirme\w{0,2}|assure\w{0,2}|jure\w{0,2}|selon|d'apres|maybe|perhaps|seems?"
    r"|looks|think|guess|suppose|might|may|could|must|apparently|probably|possibly|supposedly|says?|said"
    r"|claims?|told|according|if|whether)\b"
)


def of_a_namesake(said: str) -> bool:
    """ "c'est un homonyme à Lille", said flatly: what is told is of another, and no news of this customer."""
    return _SAID_OF_IT.search(said) is not None and _UNSURELY.search(said) is None


def perhaps_of_a_namesake(said: str) -> bool:
    """ "il dit que c'est un homonyme", "ce n'est pas un homonyme"."""
    return _SAID_OF_IT.search(said) is not None and _UNSURELY.search(said) is not None


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
    if not section("not_insolvent").search(said) and not of_a_namesake(said):
        lists += [(name, section(name)) for name in _OF_THE_DEBTORS]
    return tuple((name, match.start()) for name, one in lists for match in one.searches(said))
