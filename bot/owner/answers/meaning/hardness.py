"""What a "refuse" or a "non" to a request refuses: the request, or something else, or nothing at all.

A command in, a yes or no out. "Hors de question de le harceler" and "non, ça ne me dérange pas" grant rather
than refuse; "il refuse mes conditions" tells of another, "j'avais refusé" of what was. In doubt the owner is
asked again.
"""

import re

from bot.owner.answers.walking.commands import Command

_THE_DEED = re.compile(
    r" (?:de |d'|que (?:je |j'|nous |on )|qu'on |to |of )(?:(?:me|m'|le|la|les|lui|leur|l'|nous|se|s'|en|y"
    r"|him|her|them|tout) ?){0,2}(?P<verb>[a-z]{3,16})"
)
# Deeds by which a request is granted.
_GRANTS = re.compile(
    r"(?:accord|donn|attend|laiss|accept|ced|pati|fai[ts]|faire|fass|repouss|report|etal|plan|prolong|decal"
    r"|entendre"
    r"|discut|negoci|offr|fractionn|echelonn|diff|repet|rallong|octroy|consent|valid|sign|remett|repart"
    r"|etre|avoir|voir|prend|pay|regl|diminu|baiss|revoir|modifi|chang|transig|recul|jouer|financ|pret|avanc"
    r"|grant|giv|wait|allow|agree|accept|let|extend|postpon|delay|move|budge|pay|take|do|go|have|be)"
)
_COMFORT = re.compile(
    r"(?:,? (?:non|no|nan))*(?:,|:| -)? ?(?:mais |bon |but |ben |well )?"
    r"(?:(?:ca|cela|c'est|it's|that's|this is) )?"
    r"(?:(?:il n'y a |y a |n'y a |there's |there is )?(?:pas|aucun|no|not an?|sans) (?:de |d'|the )?(?:souci"
    r"|probleme|pb|inconvenient|objection|grave|trouble|issue|problem|worries|bother)s?"
    r"|(?:ca |cela )?(?:ne )?(?:me |nous |m')(?:derange|gene|embete|ennuie|pose)\b|(?:me|nous) (?:va"
    r"|convient)\b(?! pas)"
    r"|(?:c'est |tout )?(?:bon|ok|parfait|tres bien|nickel|fine|good|okay|all right|alright)(?: (?:pour|for"
    r"|with|by) (?:moi|nous|me|us)\b| ?(?:$|[.,;!]))"
    r"|(?:ca |cela )?(?:va|ira|passe|marche|roule)(?: (?:aller|bien|pour))?(?= ?(?:$|[.,;!]))"
    r"|(?:i )?(?:don't|do not) mind\b|(?:on |je |nous )?(?:lui |leur )(?:fais|fait|faisons) confiance\b"
    r"|(?:on |je |tu )?(?:laisse|donne|accorde)[rz]?[ -](?:lui|leur|le|la)\b|(?:i|we) trust (?:him|her"
    r"|them)\b)"
)
_ANOTHER_DAY = re.compile(r",? (?:ce |c')(?:n')?est pas (?:le|pour le|au|en) \w")
_THEIRS = re.compile(
    r"\b(?:ils?|elles?|cliente?|he|she|they|customer|(?:lui|elle|eux|him|her|them) (?:qui|who)"
    r"|(?:ma|mon|mes|notre|my|our) \w{3,14})"
    r"(?: (?:ne |n'|me |nous |m'a|nous a|a|ont|avait|has|had|still|toujours|encore) ?){0,2} ?$"
)
_ONCE = re.compile(
    r"\b(?:j'avais|je l'avais|on avait|nous avions|i had|we had|i'd|we'd)(?: (?:deja|already))? $"
)


def of_something_else(c: Command) -> bool:
    """ "hors de question de le harceler", "je refuse de me fâcher": no request is refused."""
    deed = _THE_DEED.match(c.sentence.text.folded, c.end)
    return deed is not None and _GRANTS.match(deed["verb"]) is None


def comforts(c: Command) -> bool:
    """ "non pas de problème", "no, fine with me"; "non c'est pas le 15 qu'il paye": a no to what?"""
    behind = c.sentence.text.folded[c.end : c.sentence.end]
    return _COMFORT.match(behind) is not None or _ANOTHER_DAY.match(behind) is not None


def of_another(c: Command) -> bool:
    """ "il accepte pas mes conditions", "j'avais refusé la dernière fois"."""
    before = c.sentence.text.folded[c.sentence.start : c.start]
    theirs = _THEIRS.search(before) or re.match(r"(?:ils?|elles?|he|she|they) ", c.words)
    return theirs is not None or _ONCE.search(before) is not None
