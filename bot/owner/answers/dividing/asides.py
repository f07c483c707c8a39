"""Who is named only to say who somebody is: "Moreau, qui est le gendre de Durand, non".

A marked sentence in answer to a list in, the same out without whom nothing is ordered of: those in a clause
that tells of another customer, and whose relation he is. What such a clause says orders nothing; if it said
an order, a doubt stands in its place.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import orders
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.others import meant
from bot.owner.answers.words.phrases import Said

_KIN = (
    r"(?:(?:beau|belle|grand|demi)s?[- ])?(?:gendre|bru|pere|mere|freres?|soeurs?|fils|fille|mari|femme"
    r"|epou(?:x|se)|compagn(?:e|on)|ex(?:[- ]\w{3,10})?|cousine?s?|neveux?|niece|oncle|tante|parrain"
    r"|voisine?s?|associee?s?|amie?s?|copain|copine|patron(?:ne)?|comptable|employee?|locataire|gerante?"
    r"|ancien(?:ne)? \w{4,10}|client[e]?|fournisseur|successeur|repreneur|brother|sister|son|daughter|father"
    r"|mother|husband|wife|partner|cousin|nephew|uncle|aunt|neighbou?r|friend|boss|accountant|tenant|mate"
    r"|(?:brother|sister|father|mother|son|daughter)-in-law)"
)
_DET = r"(?:le |la |les |l'|un |une |mon |ma |son |sa |notre |aussi |the |a |also |deux )*"
_IS = r"(?:,? ?(?:c'est|ce sont|qui est|est|sont|=|is|are|who is|who's)(?: bien| aussi)? )"
_RELATION = re.compile(rf"(?P<is>{_IS}|,? ?\(?){_DET}{_KIN} (?:de |d'|du |des |of |a |to ){_DET}(?:chez )?")
_HIS = re.compile(rf"'s? {_KIN}\b")
_TOLD_OF = re.compile(  # "dont" as it is read out
    r",? ?\(?(?:(?:qui|whose|who)\b"
    r"|don'?t (?=(?:l[ae]s?|une?|on|ils?|elles?|je|m[ao]n|s[ao]n?|nous)\b|[lj]'))"
)
_CLOSES = re.compile(r" ?(?:$|[,);:.])")


def without_asides(sentence: Sentence, context: Context) -> Sentence:
    if context.kind == "notice":
        return sentence
    for one in [m for m in sentence.marks if m.kind == "name" and meant(m, context)]:
        sentence = _without_clause(sentence, one, context)
        sentence = _without_relations(sentence, one, context)
    return sentence


def _others(sentence: Sentence, one: Mark, until: int, context: Context) -> list[Mark]:
    return [
        m
        for m in sentence.marks
        if m.kind == "name" and one.end <= m.start < until and meant(m, context) != meant(one, context)
    ]


def _without_clause(sentence: Sentence, one: Mark, context: Context) -> Sentence:
    """ "Fox, whose brother works for Barnes, no": from the name to the comma that closes the clause."""
    opens = _TOLD_OF.match(sentence.text.folded, one.end, sentence.end)
    closing = next(
        (m for m in sentence.marks if opens and m.kind == "comma" and m.start >= opens.end()), None
    )
    if opens is None or closing is None or not _others(sentence, one, closing.start, context):
        return sentence
    inside = [i for i, m in enumerate(sentence.marks) if opens.start() <= m.start < closing.start]
    ordering = any(orders(context, sentence.marks, i) for i in inside)
    here = opens.end()
    doubt = Mark("phrase", here, here, "hedge", Said("hedge", here, here, (), "qui"))
    kept = [m for i, m in enumerate(sentence.marks) if i not in inside] + ([doubt] if ordering else [])
    return replace(sentence, marks=tuple(sorted(kept, key=lambda m: (m.start, m.end))))


def _without_relations(sentence: Sentence, one: Mark, context: Context) -> Sentence:
    """ "Leblanc c'est le beau-frère de Roux alors doucement": the name behind "de"."""
    text = sentence.text.folded
    for other in _others(sentence, one, sentence.end, context):
        led = _RELATION.fullmatch(text, one.end, other.start)
        of_him = re.fullmatch(_IS, text[one.end : other.start]) and _HIS.match(text, other.end)
        closed = led and (led["is"].strip(" ,(") or _CLOSES.match(text[: sentence.end], other.end))
        if closed or of_him:
            return replace(sentence, marks=tuple(m for m in sentence.marks if m is not other))
    return sentence
