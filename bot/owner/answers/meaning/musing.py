"""Words of an order that order nothing: an infinitive of which something is said, a customer who agrees.

A command in, a yes or no out. "Relancer Dupont c'est perdre son temps" is no reminder, "Roux d'accord pour
payer" no yes of ours, "oui elle est morte cette adresse" none to the address.
"""

import re

from bot.owner.answers.walking.commands import Command

_INFINITIVE = re.compile(
    r"(?:re)?\w{3,12}(?:er|ir|re)\b(?! (?:la|le|les|l'))|chasing\b|reminding\b|writing\b"
)
_SAID_OF_IT = re.compile(
    r"(?: (?!(?:ils?|elles?|on|qui|car|parce|puisqu\w*|vu|he|she|they|who|because|since)\b)"
    r"[\w'.&-]{1,20}){0,5}?,? (?:(?:c'est|c'etait|ce serait|serait|est|revient a|equivaut"
    r"|ca (?:ne )?sert|(?:ne )?sert|(?:n'a|n'apporte|ne (?:change|mene|donne|vaut|fait|rapporte))\w*"
    r"|is|would be|won't)\b)"
    r"(?! (?:(?:tres |plus |bien |quand meme )?(?:urgent|important|necessaire|ok|bon|le moment|parti|l'heure"
    r"|mieux|possible|indispensable|vital)|(?:toujours|encore) pas|time to)\b)"
)
_TO_PAY = re.compile(
    r"(?: (?:de|d'|pour|a|to))?(?: (?:me|nous|le|la|tout|bien|l'))? (?:payer|regler|verser|virer|solder"
    r"|rembourser|s'acquitter|pay|settle|clear)\b"
)
_HE = re.compile(r"\b(?:ils?|elles?|cliente?|he|she|they|customer)(?: (?:me|nous|est|sont|is|are))? ?$|\ba $")
_DEAD = re.compile(
    r"\b(?:mort(?:e|es|s)?|(?:ne )?(?:marche|fonctionne|existe|repond|sert) (?:pas|plus)|plus (?:bonne"
    r"|valable|valide"
    r"|active)|pas (?:bonne|la bonne)|fausse|perimee|ferme[es]*|desactivee|obsolete|vieille|ancienne|dead"
    r"|wrong|old|gone|closed|(?:doesn't|no longer) (?:work|exist)\w*)\b"
)


def mused(c: Command) -> bool:
    """ "relancer Petit ne sert à rien", "reprendre serait une erreur"; not "relancer Petit, c'est urgent"."""
    if _INFINITIVE.match(c.words) is None:
        return False
    return _SAID_OF_IT.match(c.sentence.text.folded[c.end : c.sentence.end]) is not None


def agrees_to_pay(c: Command) -> bool:
    """ "Roux d'accord pour payer", "il accepte de payer en 2 fois": what a customer does."""
    text = c.sentence.text.folded
    led = c.words.rpartition(" ")[2]  # "d'accord pour"
    pays = _TO_PAY.match(f"{text[c.end : c.sentence.end]}") or _TO_PAY.match(
        f" {led}{text[c.end : c.sentence.end]}"
    )
    ours = c.words.startswith(("j'", "je ", "on ", "nous ", "i ", "we "))
    theirs = (c.before and (c.targets or c.own)) or _HE.search(text[c.sentence.start : c.start])
    return pays is not None and not ours and bool(theirs)


def dead(c: Command) -> bool:
    """ "oui elle est morte cette adresse", of one to which nothing went."""
    return _DEAD.search(c.sentence.text.folded[c.end : c.sentence.end]) is not None


def another_does(c: Command) -> bool:
    """ "Martin reprend le boulot lundi", "il reprend les travaux"; not "1 on reprend"."""
    before = c.sentence.text.folded[: c.start]
    told = c.before and not before.endswith("on ")
    if re.search(r"\b(?:ca|cela|it) $", before) and re.match(r"continu|reprend|repart|recommenc", c.words):
        return True  # "ça continue, il a encore changé de pick-up"
    told = told or re.search(r"\b(?:il|elle|ils|elles) $", before) is not None
    return told and re.match(r"reprend(?:ent)?\b", c.words) is not None


def never(c: Command) -> bool:
    """ "never send", "sauf envoyer"."""
    before = c.sentence.text.folded[max(0, c.start - 12) : c.start]
    return (
        re.search(
            r"\b(?:never|jamais|not|don't|do not|cannot|can't|won't|sans|sauf) $",
            before,
        )
        is not None
    )
