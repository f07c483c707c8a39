"""Which address is to be used from now on: a command in, the act `contact` out.

The one that it replaces may stand beside it: "pas compta@… mais jo@…".
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now


def contact(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act] | None:
    own = [m for m in c.sentence.marks if c.start <= m.start < c.end]
    mails = [m for m in (*own, *c.marks) if m.kind == "mail"]
    meant = [str(m.value) for m in mails if not _replaced(c.sentence.text.folded, m.start, m.end)]
    if _EITHER.search(c.sentence.folded):
        return []
    if any(_of_ours(c.sentence.text.folded[: m.start]) or _half_spelled(c, m) for m in mails):
        return []
    if meant or not mails:
        return [Act("contact", email=meant[0])] if meant else None
    return None if sum(m.kind == "mail" for m in c.sentence.marks) > 1 else []


def _replaced(text: str, start: int, end: int) -> bool:
    """ "pas compta@…", "compta@… n'est plus bonne": the address that is not to be used."""
    return _NOT_TO.search(text[:start]) is not None or _NO_GOOD.match(text, end) is not None


def _of_ours(before: str) -> bool:
    """ "demande à mon assistante lea@…": one of the house."""
    return _HOUSE.search(before) is not None


_HOUSE = re.compile(
    r"\b(?:mon|ma|notre|my|our) (?:assistante?|comptable|collegue|collaborat\w+|associee?|secretaire|femme"
    r"|mari"
    r"|epouse|fils|fille|frere|soeur|patronn?e?|chef|assistant|colleague|accountant|bookkeeper|wife|husband"
    r"|boss"
    r"|partner|secretary|pa)(?: \w+)?(?: ?:|,| sur| a| at)? ?$"
)


def _half_spelled(c: Command, mail: Mark) -> bool:
    """ "garnier luc arobase orange point fr": which of the words before it belong to it?"""
    spelled = "@" not in c.sentence.text.folded[mail.start : mail.end]
    before = _WORD_BEFORE.search(c.sentence.text.folded[c.sentence.start : mail.start])
    return spelled and before is not None and _LEADS.fullmatch(before[1]) is None


_WORD_BEFORE = re.compile(r"([\w'-]+) $")
_LEADS = re.compile(
    r"(?:a|est|sur|mail|adresse|c'est|avec|par|plutot|essaye[rz]?|l'adresse|son|sa|try|use|at|address|is"
    r"|email|to|it's"
    r"|\w*[sz])"
)


# "compta@… ou jo@…": nobody can tell which
_EITHER = re.compile(r"@[\w.-]{3,80},? (?:ou|or) (?:(?:bien|alors|a|to|else) ){0,2}[\w.+-]{1,64}@")
_NOT_TO = re.compile(
    r"\b(?:pas|plus|jamais|ni|not|non|never|au lieu d[eu'] ?|plutot qu[e'] ?|et non|instead of|rather than"
    r"|remplace[rz]?|replace|supprime[rz]?|oublie[rz]?|forget)(?: (?:a|sur|par|de|avec|to|use|at"
    r"|l'adresse|l'ancienne)){0,2} ?$"
    r"|\b(?:ancienne?|old|precedente?|vieille)(?: (?:adresse|mail|e-?mail|address|one|boite))?"
    r"(?: (?:etait|est|c'etait|c'est|was|is))?(?: ?:)? ?$"
)
_NO_GOOD = re.compile(
    r" (?:n'est|ne |n'existe|n'a\b|is no longer|isn't|is not|is wrong|is dead|doesn't|est (?:plus|fausse"
    r"|mauvaise|morte|perimee|obsolete|hors service)|marche pas|marche plus)"
)
