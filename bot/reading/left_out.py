"""What a letter leaves out of what it says: "d'accord pour le 31 mars, sauf la FA-121".

Words in, words out: the letter without what it leaves out, and the words that name it; which invoices these
are is for who knows them. `doubtful` is what is left out without a number, or has a day of its own: then
nobody can tell what is meant for which. Beside words of speaking on (`later`) it is no plain no. Pure.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bot.patterns import pattern
from bot.reading.dates import days, here
from bot.reading.sentences import fold

_LONGEST = 300  # characters of what is said of it
_NAME = (
    r"(?:\b(?:[A-Za-z]{1,6}[-/]?|(?-i:[A-Z]{1,6} ))\d[\w/-]*\d"
    r"|(?:\bfacture|\binvoice|\bn ?[°o]|#)s? ?\d[\w/-]*\d)"
)
_ONE = (  # called otherwise than by its number
    r"\b(?:factures?|invoices?|celles?|ceux|celle-(?:ci|là)|premi[eè]re?s?|deuxi[eè]mes?|seconde?s?"
    r"|troisi[eè]mes?|derni[eè]re?s?|ancienne?s?|solde|acompte|first|second|third|last|latter|oldest|balance)\b"
)
_OTHERWISE = (  # "sauf erreur de ma part"
    r"(?! (?:erreur|impr[ée]v|avis|omission|si\b|s'|que\b|qu'|contre|emp[êe]ch|cas\b|indication|accord"
    r"|oubli))"
)
_EXCEPT = (
    rf"(?:sauf{_OTHERWISE}|hormis|except[ée]e?s?|hors|[àa] l'exception d(?:e|u|es|')|[àa] part"
    r"|en dehors d(?:e|u|es|')|except(?: for)?|excluding|apart from|other than|save for)"
)
_NOT = (
    r"(?:(?:je|nous|on|ce|cela|[çc]a|c'est|i|we|it|that)\b[^.,;:!?\n(]{0,25}?)?(?<!ez )\b(?:pas|not|n't)"
    r"(?: (?:attendre|patienter|d'accord|possible|bon|accord\w+|wait|fine|ok(?:ay)?))?"
    r"(?: (?:pour|sur|for|on))"
)
_AND_YET = r"(?:mais|et|par contre|en revanche|but|and)"
_START = pattern(rf"(?P<before>[,;(]? ?(?:\b{_AND_YET} )?)(?:\b{_EXCEPT}|(?P<no>{_NOT}))\b", re.IGNORECASE)
_END = pattern(r"[,;!?\n)]|\.(?!\d)|\b(?:mais|but)\b", re.IGNORECASE)
# What goes on about it behind a comma: another one of its list, what is to become of it.
_GOES_ON = pattern(
    rf",? ?(?:(?:et|ou|and|or|ni|nor) )?(?:la |les |l'|the )?{_NAME}"
    r"|, ?(?:(?:qui|que|qu'|dont|laquelle|pour laquelle|lesquelles|which|that|[àa] (?:r[ée]gler|payer)|due"
    r"|to be|merci|je l'attends|j'attends|elles?|celle-(?:l[àa]|ci)|it|they)\b)[^.;!?\n)]*",
    re.IGNORECASE,
)
# A no to one beside the others, or its payment wanted at once.
_NO = pattern(
    r"\b(?:ne (?:peut|peuvent|pourra) (?:pas|plus) attendre|can(?:no|')t wait|non(?! plus)|impossible"
    r"|pas (?:possible|d'accord)|no(?! (?:problem|worr|rush|hurry|later|need|more|objection)))\b",
    re.IGNORECASE,
)
_AT_ONCE = pattern(
    r"\b(?:tout de suite|imm[ée]diat\w*|sans (?:d[ée]lai|attendre)|[àa] (?:r[ée]gler|payer) maintenant"
    r"|d[èe]s (?:maintenant|[àa] pr[ée]sent|aujourd'hui|r[ée]ception)|(?:right|straight) away|immediately"
    r"|(?:pay|paid) now)\b",
    re.IGNORECASE,
)
_NEED_NOT = pattern(r"\b(?:pas|inutile|jamais|plus|not|no|never)\b|n't\b", re.IGNORECASE)
# He comes back to it: "la FA-121, je vous appelle".
_LATER = pattern(
    r"\b(?:r?app?el\w*|(?:re)?parl\w*|recontact\w*|revien\w*|verr\w+|voi[rs]|voyons|regard\w*|discut\w*"
    r"|v[ée]rifi\w*|r[ée]pond\w*|(?:vous|te) (?:di[st]|dir|[ée]cri)\w*|au courant"
    r"|calls?|talk|discuss|check|look into|(?:get|come) back|let you know)\b",
    re.IGNORECASE,
)
_CLAUSE = pattern(r"(?:[^.,;!?\n]|(?<=\d)[.,](?=\d))+")
_JOINT = pattern(rf"\b{_AND_YET}\b", re.IGNORECASE)
# All that is not named.
_REST = pattern(
    r"(?:\b(?:pour|for) )?\b(?:(?:tout )?le reste"
    r"|(?:toutes )?(?:les|nos|vos)(?: deux| trois)? autres(?: factures)?"
    r"|the (?:rest|others?|other(?: (?:one|two|three))? invoices?|other one))\b[ ,:]*",
    re.IGNORECASE,
)
_A_NAME = pattern(_NAME, re.IGNORECASE)
_NAMES_ONE = pattern(f"{_NAME}|{_ONE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    said: str  # the letter without it
    names: tuple[str, ...] = ()  # words that name it
    doubtful: bool = False  # something is left out, and nobody can tell what or until when
    later: bool = False  # he speaks on of something, which may be what is left out


def left_out(text: str, wrote: datetime) -> LeftOut:
    """The text itself where nothing is."""
    said, names = _excepted(text.replace("’", "'"))
    said, refused = _refused(said)
    names = (*names, *refused)
    rest = _REST.search(said)
    if not names:
        return LeftOut(text, doubtful=bool(rest and _A_NAME.search(said)))
    nameless = any(not _A_NAME.search(words) for words in names)
    doubtful = nameless or any(_has_a_day(words, wrote) for words in names)
    return LeftOut(_REST.sub("", said), names, doubtful, bool(_LATER.search(text)))


def _excepted(text: str) -> tuple[str, tuple[str, ...]]:
    names: list[str] = []
    kept, at = "", 0
    for start in _START.finditer(text):
        end = _ends(text, start.end())
        words = text[start.end() : end]
        if start.start() < at or not (_A_NAME if start["no"] else _NAMES_ONE).search(words):
            continue
        kept, at = f"{kept}{text[at : start.start()]}", end
        names.append(words)
    return f"{kept}{text[at:]}", tuple(names)


def _ends(text: str, start: int) -> int:
    """Where the words about what is left out are over."""
    last = min(len(text), start + _LONGEST)
    stop = _END.search(text, start, last)
    end = stop.start() if stop else last
    while more := _GOES_ON.match(text, end):
        end = more.end()
    return end


def _refused(text: str) -> tuple[str, tuple[str, ...]]:
    """ "la FA-114 est à régler tout de suite", "FA-114 : non"."""
    found = [
        (start, end)
        for clause in _CLAUSE.finditer(text)
        for start, end in _parts(text, *clause.span())
        if _A_NAME.search(text, start, end) and _says_no(text[start:end])
    ]
    names = tuple(text[start:end] for start, end in found)
    for start, end in reversed(found):
        text = f"{text[:start]} {text[end:]}"
    return text, names


def _says_no(part: str) -> bool:
    return bool(_NO.search(part) or (_AT_ONCE.search(part) and not _NEED_NOT.search(part)))


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(joint.start() for joint in _JOINT.finditer(text, start, end)), end]
    return [(one, other) for one, other in pairwise(cuts) if other > one]


def _has_a_day(words: str, wrote: datetime) -> bool:
    """It waits for another day than the rest, or is to come on one."""
    now = here(wrote)
    said = fold(_A_NAME.sub(" ", words))
    return now is None or any(day.day and day.day > now.today for day in days(said, now))
