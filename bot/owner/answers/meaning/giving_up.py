"""What of a debt is given up: it cannot be undone, so nothing but the debt itself, plainly, is one.

"Laisse tomber pour demain" and "laisse tomber le rappel" hold a letter; "abandonne les pénalités", "abandonne
100 €" leave the debt; "oublie" gives up where something was asked of an old or a lost debt.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.walking.commands import Command

_LETTERS_ASKED = frozenset(("eve", "mise_en_demeure"))
_LOST_ASKED = frozenset(("backlog", "misfortune", "insolvency", "left_over", "limitation"))
_FOR_NOW = re.compile(
    r"\b(?:(?:pour |de )?(?:demain|aujourd'hui|ce (?:soir|matin|mois)|cette (?:semaine|fois)(?:-ci)?"
    r"|la semaine|l'instant|le moment)|pour l'heure|en attendant|provisoirement|temporairement"
    r"|(?:for |until )?(?:now|tomorrow|today|the moment|the time being|this (?:week|time|month)))\b"
    r"(?! (?:ca|on|je|j'|il|elle|c'est|he|she|i|it)\b)"
)
_THE = r"(?:la |le |les |l'|ses |leurs |des |des? |du |une? |cette |ce |ces |the |his |her |their |all )*"
_A_LETTER = re.compile(
    rf"[ :]*(?:sur |pour |a |about )?{_THE}(?:idee|mise en demeure|med|lettre|courrier|mail|rappel|relance"
    r"|envoi|huissier|avocat|procedure|tribunal|commissaire|injonction|idea|formal notice|letter|reminder"
    r"|bailiff|court)s?\b"
)
_ANOTHER_SUM = re.compile(
    rf"[ :]*(?:sur |pour |a |on )?{_THE}(?:(?:late|recovery) )?(?:penalites?|majorations?|interets?|frais"
    r"|indemnites?|agios|40\b|forfait|moitie|tiers|quart|partie|part|penalt(?:y|ies)|interest|fees?|costs?"
    r"|charges?|half|third|rest\b|reste\b|surplus|difference)"
)
_SO_MUCH = re.compile(
    r"[ :]*(?:d'|de |les |the |ses |lui )?(?:€ ?)?(?P<sum>\d+(?:[ .,]\d+)*) ?(?:€|euros?\b|eur\b|%|$|[,.;])"
)
_MADE_AGAIN = re.compile(
    r"\b(?:re(?:fai[st]|faire|ferai|fera|facture[rz]?|emet\w*|edite\w*)|remplace\w*"
    r"|(?:une|la) (?:nouvelle|autre)|reissue|redo|replace|new (?:one|invoice|bill))\b"
)
_LIGHTLY = re.compile(r"\b(?:oubli|forget)|^(?:on |je |tu )?(?:laisse\w* tomb|laissons tomb|drop it|drop$)")
_FOR_HIM = re.compile(r" (?:pour|for) (?:lui|elle|eux|elles|him|her|them)\b")
_FORGET = re.compile(r"\b(?:oubli|forget)")


def part_given_up(c: Command, context: Context) -> list[Act] | None:
    """What words of giving up mean that do not plainly give up the debt; None where they may."""
    behind = c.sentence.text.folded[c.end : _own_end(c)]
    said = c.words + behind
    if _A_LETTER.match(behind) or _FOR_NOW.search(said):
        return [Act("no" if context.matter in _LETTERS_ASKED else "stop")]
    if _ANOTHER_SUM.match(c.sentence.text.folded, c.end) or _MADE_AGAIN.search(behind) or "partiel" in said:
        return []
    so_much = _SO_MUCH.match(behind)
    if so_much and so_much["sum"] not in c.targets and not _is_bill(c):
        return []
    if context.matter in _LETTERS_ASKED and _LIGHTLY.search(c.words):
        bare = not c.targets or c.targets == ["all"]
        light = _FORGET.search(c.words) or _FOR_HIM.match(behind) or (bare and context.kind == "eve")
        return [Act("no")] if light else None
    if _FORGET.search(c.words) and context.matter not in _LOST_ASKED and "cadeau" not in c.sentence.folded:
        return []
    return None


def _own_end(c: Command) -> int:
    """Until another one is named, or another part of the sentence begins."""
    text, end = c.sentence.text.folded, c.sentence.end
    others = [m.start for m in c.sentence.marks if m.start >= c.end and m.kind == "name" and _of_others(m, c)]
    comma = [m.start for m in c.sentence.marks if m.kind == "comma" and m.start > c.end + 1]
    again = _MADE_AGAIN.search(text, c.end, end)
    return min([*others, *([] if again else comma), end])


def _of_others(mark: Mark, c: Command) -> bool:
    return name(mark).target not in c.targets


def _is_bill(c: Command) -> bool:
    return any(m.kind == "name" and c.end <= m.start <= c.end + 8 for m in c.sentence.marks)
