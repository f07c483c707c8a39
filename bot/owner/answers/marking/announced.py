"""Customers that the mail did not show, said so that nobody else can be meant: "quant à la SCI Gaudin,".

Text in, places of names out, as written: behind a word that turns to another ("et pour", "as for"), or with
a person's title where a sentence or its part begins. Whom somebody spoke with is none.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.marking.names import NAMELESS
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.words.spelling import Spelled

_TITLE = r"(?:monsieur|madame|mademoiselle|mlle|mme|m\.|mr\.?|mrs\.?|ms|dr|famille)"
_WORD = r"[a-z][\w'.-]{1,20}"
_TURNS = re.compile(
    r"(?:\bet pour|\bmais pour|\bquant aux?|\bquant a|\bconcernant|\bs'agissant d[eu]|\ben ce qui concerne"
    r"|\bas for|\band for|\bfor|(?:^|[\n.!?;] ?)pour) (?P<led>(?:l[ae] |les |l'|the )?)"
    rf"(?P<name>(?:{_TITLE} )?{_WORD}(?: (?:(?:de |du |des |d'|et |& )?{_WORD})){{0,3}})"
)
_TITLED = re.compile(
    r"(?:^|[\n.!?;,:] ?|\b(?:et|puis|alors|bonjour|que|and|then) |- )(?:\d{1,2}[.)] ?)?(?:la |l')?"
    rf"(?P<name>{_TITLE} {_WORD}(?: {_WORD}){{0,2}})"
)
_PAYS = re.compile(
    r"\b(?:cheque|virement|paiement|reglement|versement|acompte|payment|transfer) (?:de |du |d'|from |of )"
    rf"(?P<led>(?:la |les |l'|the )?)(?P<name>(?:{_TITLE} )?{_WORD}"
    rf"(?: (?:(?:de |du |des |d'|et |& )?{_WORD})){{0,3}})"
)
_NOBODY = frozenset(
    (
        "le",
        "la",
        "les",
        "l",
        "et",
        "ou",
        "est",
        "a",
        "qui",
        "que",
        "de",
        "du",
        "the",
        "and",
        "or",
        "who",
        "has",
        "is",
    )
)


def announced(text: Spelled, context: Context) -> list[Named]:
    found: list[Named] = []
    about_one = context.kind == "notice" and context.matter != "stale_source"
    for pattern, asks_title in ((_TURNS, False), (_PAYS, False), (_TITLED, True)):
        for match in pattern.finditer(text.folded):
            if asks_title and about_one and not match["name"].startswith("famille"):
                continue
            end = _end(text, match, titled=asks_title)
            if end > match.start("name"):
                start = match.start("name")
                found.append(Named(start, end, text.words(start, end).strip(" ,.;:")))
    return found


def _end(text: Spelled, match: re.Match[str], *, titled: bool) -> int:
    """Behind the last word that is written like a name; a title makes one of the word behind it."""
    start = match.start("name")
    title = re.match(rf"{_TITLE} ", text.folded[start:])
    end = start
    for count, word in enumerate(re.finditer(r"[\w'.-]+", match["name"])):
        if title and count == 0:
            continue
        here, there = start + word.start(), start + word.end()
        exact = text.words(here, there)
        nobody = word[0] in _NOBODY or word[0] in NAMELESS
        written = exact[:1].isupper() and not exact.isupper()
        if not nobody and (written or (title and count == 1)):
            end = there
        elif not (end > start and word[0] in ("de", "du", "des", "et", "d")):
            break
    return end
