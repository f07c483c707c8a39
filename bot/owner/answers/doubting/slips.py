"""Sentences that correct themselves or turn round: "ok 1 et 2, pardon 1 et 3", "personne sauf Petit".

The walked sentences in, the numbers of those out in which nobody can tell who is meant, with the sentence
that was corrected by the next one. Of the corrected only what stops is kept.
"""

import re
from enum import Enum
from itertools import pairwise

from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.aims import is_target, item_number
from bot.owner.answers.walking.commands import Walk

_SORRY = (
    r"(?:pardon|desolee?|oups|oops|erreur|rectification|correction|je (?:veux|voulais) dire|j'ai voulu dire"
    r"|plus exactement|ou plutot|non plutot|mais plutot|or rather|no rather|sorry|i mean(?:t)?"
    r"|make (?:that|it)"
    r"|scratch that|my mistake|no wait|wait no|(?:euh|heu|um|er|non|no) non|(?:euh|heu) (?:non|plutot))"
)
_LITTLE = (
    r"(?:euh|heu|ah|non|no|ou|et|and|mais|but|pour|for|le|la|les|the|l'|sauf|except|pas|not"
    r"|ok|oui|yes|stop|c'est|plutot)"
)
_TURNED = re.compile(
    rf"[ ,.:;(/…-]*(?:{_LITTLE}[ ,]+){{0,3}}(?:{_SORRY}|enfin|rather|euh|heu|um)[ ,:]*"
    rf"(?:{_LITTLE}[ ,:]+){{0,3}}(?:l')?"
)
_AFTER_FIGURES = re.compile(rf"[^.;]{{0,24}}[ ,]{_SORRY}[ ,:]*")  # "payé Martin 300 pardon Blanc"
_NOT_BUT = re.compile(r"[ ,]*(?:mais|but)(?: (?:pour|le|la|for))?[ ,]*")
_ALONE = re.compile(rf"[ ,.:;-]*(?:(?:non|no|ah|euh|oh),? ){{0,2}}(?:non|no|{_SORRY})[ ,:]+")
_BARE_NO = re.compile(r"\W*(?:non|no) $")
_UNKNOWN = re.compile(rf"[ ,.:;-]*\b{_SORRY}[ ,:]+(?:le |la |les |l'|the |pour |for )?[a-z]\w{{2,20}}\W*")
_FEW = re.compile(
    r"\b(?:personne|rien|aucune?s?|nul|none|nobody|no ?one|nothing)\b(?: (?:d'autre|else"
    r"|of them))?,? (?:sauf|but"
    r"|except\w*(?: for)?|hormis|hors|a part|si ce n'est|mis a part|en dehors d[eu]|apart from|other than"
    r"|save(?: for)?) "
)


class Slip(Enum):
    CORRECTED = "what stops is kept"
    TURNED = "nothing is kept"


def slipped(walks: list[Walk]) -> dict[int, Slip]:
    found = {walk.number: Slip.CORRECTED for walk in walks if _corrects(walk) or _unlike_the_first(walk)}
    found |= {walk.number: Slip.TURNED for walk in walks if few(walk)}
    for before, walk in pairwise(walks):
        if _names_only(walk) and not _heads(before, walk) and not _same(before, walk):
            found |= {before.number: Slip.CORRECTED, walk.number: Slip.CORRECTED}
        if walk.sentence.of_one and _turned_between(before, walk):
            found |= {before.number: Slip.CORRECTED, walk.number: Slip.CORRECTED}
        if walk.sentence.of_one and _told_unpaid(before) and _does_too(walk):
            found[walk.number] = Slip.TURNED
    return found


def _turned_between(before: Walk, walk: Walk) -> bool:
    """ "ok pour Martin euh non pour Petit", divided between the two."""
    first, second = aimed_at(before), aimed_at(walk)
    text = walk.sentence.text.folded
    return bool(first and second) and _TURNED.fullmatch(text, first[-1].end, second[0].start) is not None


def aimed_at(walk: Walk) -> list[Mark]:
    marks = walk.sentence.marks
    return [
        m
        for i, m in enumerate(marks)
        if is_target(walk.context, marks, i)
        and (m.kind == "name" or m.name == "nth" or item_number(walk.context, m))
    ]


def _corrects(walk: Walk) -> bool:
    """Words of correction between two who are named, or between one and a word that may name another."""
    aimed = aimed_at(walk)
    text = walk.sentence.text.folded
    for one, other in pairwise(aimed):
        between = text[one.end : other.start]
        if (_TURNED.fullmatch(between) or _AFTER_FIGURES.fullmatch(between)) or (
            _NOT_BUT.fullmatch(between) and _refused_alone(walk, one, other)
        ):
            return True
    return bool(aimed) and _UNKNOWN.fullmatch(text, aimed[-1].end, walk.sentence.end) is not None


def _refused_alone(walk: Walk, one: Mark, other: Mark) -> bool:
    """ "pas 2 mais 3": no to the one right behind the "pas", and no word of the other."""
    before = walk.sentence.text.folded[walk.sentence.start : one.start]
    behind = walk.sentence.text.folded[other.end : walk.sentence.end]
    return re.search(r"\b(?:pas|not)(?: (?:le|la|les|the|pour))? $", before) is not None and not behind.strip(
        " ."
    )


def few(walk: Walk) -> bool:
    """ "personne sauf Petit": to her alone, which is said of nobody in so many words."""
    if walk.context.matter not in ("eve", "backlog", "mise_en_demeure"):
        return False
    return _FEW.search(f"{walk.sentence.folded} ") is not None and not any(
        c.name in ("paid", "settled", "not_received", "pause") for c in walk.commands
    )


def _unlike_the_first(walk: Walk) -> bool:
    """ "Petit n'a pas payé, Hart si": the other one has, and that is no order."""
    aimed = aimed_at(walk)
    told = [c for c in walk.commands if c.name == "not_received"]
    if len(aimed) < 2 or not told:
        return False
    behind = walk.sentence.text.folded[aimed[-1].end : walk.sentence.end]
    return told[0].start < aimed[-1].start and _DID.fullmatch(behind) is not None


def _told_unpaid(walk: Walk) -> bool:
    return any(c.name == "not_received" for c in walk.commands)


def _does_too(walk: Walk) -> bool:
    """ "Hart oui", after one who has not paid."""
    aimed = aimed_at(walk)
    return (
        bool(aimed)
        and _DID.fullmatch(walk.sentence.text.folded, aimed[-1].end, walk.sentence.end) is not None
    )


_DID = re.compile(r"[ ,:]*(?:(?:lui|elle|eux|he|she|they),? )?(?:si|oui|yes|has|did|have)\W*")


def _names_only(walk: Walk) -> bool:
    """ "Pardon : 1 et 3", "Non, Blanc": such words, and then nothing but who is meant."""
    aimed = aimed_at(walk)
    if not aimed or not _ALONE.fullmatch(walk.sentence.folded[: aimed[0].start - walk.sentence.start]):
        return False
    said = [m for m in walk.sentence.marks if m.start >= aimed[0].start and m not in aimed]
    first = walk.sentence.folded[: aimed[0].start - walk.sentence.start]
    return all(m.kind == "comma" or m.name in ("filler", "and") for m in said) and (
        _BARE_NO.fullmatch(first) is None
    )


_HEAD = re.compile(r"\W*[a-z][a-z' ]{1,14} ?: ")


def _heads(before: Walk, walk: Walk) -> bool:
    """ "Oui : 1, 3", "Non : 2, 4": each a head of its own; or nobody to be corrected."""
    headed = all(_HEAD.match(w.sentence.folded) for w in (before, walk))
    return headed or not aimed_at(before)


def _same(before: Walk, walk: Walk) -> bool:
    words = [{w.sentence.text.folded[m.start : m.end] for m in aimed_at(w)} for w in (before, walk)]
    return words[1] <= words[0]
