"""Whom somebody paid: "il a payé Garnier, pas moi", "he paid the plumber", "il m'a payé l'apéro".

A command in, a yes or no out: money that went to another, or a round that was stood, is none that came.
"""

import re
from datetime import date
from itertools import pairwise

from bot.owner.answers.context import Context
from bot.owner.answers.marking.figures import Figure
from bot.owner.answers.marking.marks import figure
from bot.owner.answers.meaning.tales import KIN, TRADES, led_in
from bot.owner.answers.walking.commands import Command

_BUILDERS = (
    r"(?:plombier|electricien|macon|menuisier|peintre|couvreur|carreleur|garagiste|garage|boulanger|boucher"
    r"|traiteur|jardinier|dentiste|plumber|electrician|builder|joiner|painter|roofer|baker|butcher|caterer"
    r"|gardener|dentist)s?"
)
# Those who may take money for the house.
_OURS = re.compile(
    r" (?:(?:ma|mon|my|our|notre) (?:femme|mari|epou(?:x|se)|fils|fille|associee?|secretaire|comptable|wife"
    r"|husband|son|daughter|partner|secretary|accountant)|(?:le|la|the) (?:patronn?e?|chef|secretaire"
    r"|comptable|boss|secretary|accountant|fille|stagiaire|apprentie?))\b(?!'s)"
)
_WHO = rf"(?:{KIN}|{TRADES}|{_BUILDERS})"
_PAYEE = rf"(?:(?:le|la|les|son|sa|ses|leurs?|mon|ma|mes|notre|the|his|her|their|my|our) |l'){_WHO}\b"
_TO_THEM = re.compile(rf" (?:a )?{_PAYEE}| (?:au|aux) {_WHO}\b")
_A_ROUND = re.compile(
    r" (?:un|une|des|le|la|les|son|sa|l'|a|the|me a|us a|me the|us the) ?(?:(?:petit|bon|good"
    r"|quick) )?(?:coups?|aperos?|verres?|tournee"
    r"|bieres?|cafes?|pots?|pastis|pints?|beers?|drinks?|rounds?|lunch|dinner|coffees?)\b(?! de pouce)"
)
_BEFORE_US = re.compile(
    r"[^;.]{0,50}?(?:[ ,]+(?:et |mais |but |and )?(?:pas|not) (?:moi|nous|me|us)\b"
    r"| (?:avant|before) (?:moi|nous|me|us)\b| a (?:ma|notre) place\b)"
)
_THE_ONE_THAT = re.compile(rf"\bc'est {_PAYEE}[^,;.]{{0,30}} qu'$|\bce qu'$|\bc'est la seule chose qu'$")
_MEANS = re.compile(
    r"\b(?:veut dire|voulait dire|pretend\w{0,3}|means?|meant|claims?|reckons?) (?:que |qu'|that )?$"
)
_ANOTHER_BILL = re.compile(r" ?,? ?c'est (?:la|le|une?|celle|celui|l')(?! ?\d)")
_NOBODY = re.compile(
    r"\b(?:personne|nobody|no one|aucun\w{0,2})(?: d'(?:eux|entre eux)| of them)?(?: (?:ne|n'|m'|has))? ?$"
)
_HE_PAID = re.compile(r"(?:ils?|elles?|he|she|they) (?:a|ont|has|have|paid)\b")


def of_no_money(c: Command) -> bool:
    """ "il m'a payé un coup", "il a payé Garnier, pas moi": told, and nothing came."""
    behind = c.sentence.text.folded[c.end : c.sentence.end]
    return c.sum() is None and bool(_A_ROUND.match(behind) or _BEFORE_US.match(behind))


def not_surely_got(c: Command, context: Context) -> bool:
    """Money that went to another, that was only agreed on, or that one of two has paid."""
    return to_another(c, context) or _agreed_on(c) or _either_of(c)


# "un chèque de 500 à encaisser le 15"
_CASHED = (
    r"(?:encaiss(?:er|ement|able|e|erai|ons)|depos(?:er|erai)|remettre (?:en banque|a l'encaissement)"
    r"|(?<=to )(?:bank|cash|pay in)|(?<=to be )(?:banked|cashed|paid in)|(?<=i'll )(?:bank|cash|pay in))"
)
_TO_BE_CASHED = re.compile(
    rf"\b(?:a (?:ne (?:pas )?)?|pour |to (?:be )?|je (?:le |l')?|i'll (?:it )?|date d')?{_CASHED}"
    r"(?: (?:it|seulement|only|que|prevue?|pas))? (?:le \d|au \d|fin |debut |mi-"
    r"|en (?:janv|fevr|mars|avril|mai|juin"
    r"|juil|aout|sept|octo|nove|dece)|a partir|avant|dans|la semaine|on (?:the )?[\dmtwfs]|at the end|end of"
    r"|next|from|after|before|until|demain|tomorrow|(?:lun|mar|mercre|jeu|vendre)di)"
)
_DONE = re.compile(r"\b(?:a ete|est|sont|ont ete|ai|avons|was|were|been|have|has) (?:bien |deja )?$")


def to_be_cashed(c: Command) -> bool:
    """Not "encaissé le 12", nor "encaissement le 2" of a day gone by."""
    found = _TO_BE_CASHED.search(c.sentence.folded)
    if found is None or _DONE.search(c.sentence.folded[: found.start()]):
        return False
    exact = c.sentence.exact[found.start() : found.end()].lower()
    days = [figure(m) for m in c.sentence.marks if m.kind == "day"]
    past = any(day.behind is not None and day.behind == day.ahead for day in days)
    return not past and "é" not in exact.split(" ")[0]


_WHOLE = re.compile(
    r"\b(?:tout (?:est |a ete |a )?(?:bien )?(?:solde|regle|paye|recu|encaisse)\w*"
    r"|(?:solde|regle|paye|recu|encaisse)\w* (?:tout|la totalite|en totalite|integralement)"
    r"(?! de suite| a l'heure)|paid (?:it )?(?:all|in full)|(?:all|everything) (?:is |was |has been )?paid)\b"
)
_NEAR = 24  # letters


def said_of_all(c: Command) -> str | None:
    """ "il a tout soldé": all that is owed, and not the part that the mail asked about."""
    near = c.sentence.text.folded[max(c.sentence.start, c.start - _NEAR) : c.end + _NEAR]
    return "all" if _WHOLE.search(near) else None


_CHEQUE_FOR = re.compile(
    r"\b(?:cheque|check)s?(?: [\w€£.,]+){0,4}? (?:au|date (?:du|au|pour)|pour le|dated|made out for)"
    r"(?: the)? ?$"
)


def dated_ahead(c: Command, today: date) -> bool:
    """ "reçu un chèque au 5 janvier", said in December: the day is still to come, and so is the money."""
    text = c.sentence.text.folded
    days = [m for m in c.sentence.marks if m.kind == "day" and _CHEQUE_FOR.search(text[: m.start])]
    return any(_nearer_ahead(figure(m), today) for m in days)


def _nearer_ahead(day: Figure, today: date) -> bool:
    if day.ahead is None or day.ahead <= today:
        return False
    return day.behind is None or day.ahead - today < today - day.behind


_AGREED = re.compile(
    r"(?:(?:it|that|this|all|we|is|was|has|been|'s|it's|that's|we've) ?){0,4}settled|.*arrange.*"
)
_AT_SO_MUCH = re.compile(r" (?:at|for|a|sur|pour) (?:[€£] ?)?\d{2,}(?![\d/-])")


def _agreed_on(c: Command) -> bool:
    """ "settled at 900": what was agreed, and nothing came."""
    agreed = _AGREED.fullmatch(c.words) is not None
    return agreed and _AT_SO_MUCH.match(c.sentence.text.folded, c.end) is not None


_OR = re.compile(r" (?:ou(?: bien)?|or) (?:(?:la|le|les|the|l') ?)?")


def _either_of(c: Command) -> bool:
    """ "Alix ou Brice a payé"."""
    named = [m for m in c.sentence.marks if m.kind in ("name", "number") or m.name == "nth"]
    text = c.sentence.text.folded
    return any(_OR.fullmatch(text, one.end, other.start) for one, other in pairwise(named))


def to_another(c: Command, context: Context) -> bool:
    """ "he paid the plumber", "c'est le garage d'à côté qu'il a payé", "personne a payé": did money come?"""
    before, behind = led_in(c), c.sentence.text.folded[c.end : c.sentence.end]
    if _NOBODY.search(before) or (c.sum() is None and _MEANS.search(before)):
        return True
    if _TO_THEM.match(behind) and not _OURS.match(behind):
        return True
    if c.sum() is None and (told := _THE_ONE_THAT.search(before)):
        return told[0] != "ce qu'" or _ANOTHER_BILL.match(behind) is not None
    of_the_other = not c.targets and _THE_OTHER.search(before) is not None
    return context.kind == "notice" and (of_the_other or _to_a_stranger(c))


_THE_OTHER = re.compile(
    r"\b(?:l'autre|une autre|l'une?|une? des deux|the other|another|one of them)(?: facture| one| invoice"
    r"| bill)? ?$"
)


def _to_a_stranger(c: Command) -> bool:
    """ "elle a payé Faure et Garnier", to a mail about her."""
    named = bool(c.targets) and not c.before and not c.own and not c.invoice
    return named and c.sum() is None and _HE_PAID.match(c.words) is not None


_PROMISED_ANOTHER = re.compile(
    r"\b(?:promised|owed|owes|told|promis|doit|devait|dit|fait (?:la meme chose|pareil|le coup)|(?:did"
    r"|done) the same"
    rf" to)(?: deja| already| aussi| also)? (?:a |au |aux )?(?:{_PAYEE}|(?:au |aux )(?:{KIN}|{TRADES}"
    rf"|{_BUILDERS})\b)"
)


def of_anothers_money(c: Command) -> bool:
    """ "he promised my brother-in-law the same and never paid a penny", "never paid my cousin a penny"."""
    text = c.sentence.text.folded
    told = _PROMISED_ANOTHER.search(text[c.sentence.start : c.start])
    behind = text[c.end : c.sentence.end]
    return told is not None or bool(_TO_THEM.match(behind) and not _OURS.match(behind))


def owed_to_another(c: Command) -> bool:
    """ "Dumont refuse de payer son électricien aussi"."""
    return _TO_THEM.match(c.sentence.text.folded, c.end) is not None


_OUR_PAYING = re.compile(
    r"\b(?:(?P<us>j'(?:ai|avais)|je (?:l'|lui |leur |les )ai|nous (?:l'|lui |leur |les )?avons"
    r"|on (?:lui |leur )a|i|we|i've|we've|(?:i|we) have)"
    r"|on a)(?: (?:bien|deja|aussi|already|just|also))? (?:vire|verse|paye|rembourse|paid|transferred|wired"
    r"|refunded)(?: [€£]?\d[\d ]{0,8}(?:[.,]\d\d?)?)?$"
)
_TO_SOMEBODY = re.compile(r"[^,;]{0,30}\b(?:a|aux?|to) [a-z]")


def paid_by_us(c: Command) -> bool:
    """ "j'ai viré 300 à Martin": money that went, and none that came."""
    text = c.sentence.text.folded
    ours = _OUR_PAYING.search(text[c.sentence.start : c.end])
    return ours is not None and bool(ours["us"] or _TO_SOMEBODY.match(text[c.end : c.sentence.end]))
