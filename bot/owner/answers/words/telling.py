"""Words that merely tell, beside an order: "il exagère", "the roof never leaked", "car elle a payé".

Folded text of one part of a sentence in, a yes or no out. What tells has a subject of its own and a verb, and
asks for nothing: no wish, no duty, nobody addressed. In doubt it does not tell, and the order stays doubtful.
A grumble, "marre de ses excuses", or haste takes nothing from an order either: `grumbles.txt`.
"""

import re
from functools import lru_cache

from bot.owner.answers.words.lists import listed

TIME_LEFT = re.compile(
    r"\b(?:j'ai|on a|nous avons|il a|elle a|ils ont|i have|we have|i've got)(?: \w+)? $"
)  # "I have until the 20th"
_LINKS = (
    r"(?:(?:et|and|puis|bref|bon|enfin|ben|bah|en plus|d'autant que|surtout que|car|parce qu(?:e |')"
    r"|puisqu(?:e |')|vu qu(?:e |')|comme|depuis qu(?:e |')|alors qu(?:e |')|etant donne qu(?:e |')|since"
    r"|because|as|for|and so|well|honestly|franchement|entre nous|apparemment|au moins|la|en effet"
    r"|figure-toi qu(?:e |')|sachant qu(?:e |')) ?,? ?){0,3}"
)
_SUBJECT = (
    r"(?:il|elle|ils|elles|on (?:a|n'a|avait|en a|l'a|les a|est|s'est|nous|m'a)|ca|cela|c'est|c'etait"
    r"|ce (?:sont|n'est)|il y a|y a|y en a|j'(?:ai|avais|en ai)|je (?:l'|les |lui |leur )(?:ai|avais)"
    r"|nous (?:l'|les |lui )?avons|i've|i (?:had|have|saw|met|spoke|checked|read)|we've"
    r"|we (?:had|have|saw|met|spoke)|he|he'\w+|she|she'\w+|they|they'\w+|it|it'\w+|that's|that is|this is"
    r"|there(?:'s| is| are| was)|both (?:are|were|have)|rien (?:ne|n')|tout (?:est|va|a)|personne ne"
    r"|enough is|all (?:is|are)|everything(?:'s| is))\b"
)
_NOUN = (
    r"(?:le|la|les|l'|un|une|des|du|mon|ma|mes|notre|nos|son|sa|ses|leur|leurs|ce|cet|cette|ces|m\.|mme"
    r"|monsieur|madame|the|my|our|his|her|their|a|an|this|these|mr|mrs)\b"
)
_VERB = re.compile(
    r"\b(?:a|as|ont|est|sont|etait|etaient|avait|avaient|va|vont|fait|font|sera|seront|vient|viennent|peut"
    r"|tient|dit|prend|n'\w+|ne|l'a|m'a|s'est|\w{2,12}(?:ait|aient|ent)|is|are|was|were|has|had|have|did|does"
    r"|says|went|came|got|won't|isn't|\w{2,10}(?:'s|'re))\b"
)
_OPENS = re.compile(rf"\W*{_LINKS}{_SUBJECT}")
_OPENS_WITH_NOUN = re.compile(rf"\W*{_LINKS}{_NOUN}")
_ASKS = re.compile(
    r"\b(?:faut|faudra|faudrait|faudrais|tu|t'|toi|vous|ton|ta|tes|votre|vos|you|your|please|stp|svp|veuillez"
    r"|merci d|veux|veut|voulons|voudrais|voudrait|prefere|prefererais|souhaite|souhaitons|aimerais|demande"
    r"|dois|devrais|devrait|devons|want|wants|need|needs|would|should|must|let|i'd|we'd|attends?|attendons"
    r"|garde|gardons|(?<! a )(?<! ont )(?<! has )(?<! have )change|corrige|verifie|regarde|reflechis|hesite"
    r"|doute|verra|verrons|wait|check|think"
    r"|wonder|rather|prefer|maybe|peut-etre|sauf|except|unless|si|if|mais|but|avant|before|apres|after"
    r"|d'abord|first|je (?:suis|vais|(?:te|le|la|les|lui|leur)(?! (?:ai|avais)\b)|l'(?!(?:ai|avais)\b))"
    r"|i (?:am|will|think)|i'll|i'm|we'll|nous allons|wrong|faux|fausse|erreur|incorrect|bad|mauvaise?"
    r"|mistake|pas (?:bon|d'accord|vrai)|ok|oui|non|no|yes|stop)\b"
)
_REASON = re.compile(
    r"[ ,]\(?(?:car|parce qu(?:e|')|puisqu(?:e|')|vu qu(?:e|')|etant donne|depuis qu(?:e|')|because"
    r"|since (?=he|she|they|we|it|i\b)|as (?=he|she|they|we|it|i\b)|cos|histoire d|afin|pour qu(?:e|')"
    r"|so that|d'autant)|[ ,](?=(?:il|elle|ils|elles|he|she|they) (?:n'(?:a|ont|est|avait)|a|ont|est|sont"
    r"|avait|avaient|has|have|had|hasn't|haven't|didn't|never|was|were)\b)"
)


_PRESENT = re.compile(
    rf"\W*{_LINKS}(?:(?:je|j'|i|nous|we) ?\w+|(?:relue?|verifiee?|controlee?|vue?|lue?|checked|read"
    rf"|reviewed) (?:avec|par|with|by)\b)"
)


@lru_cache(maxsize=256)
def grumble(text: str) -> tuple[int, int] | None:
    """From where to where somebody grumbles in it: nobody is addressed, and nothing asked for behind it."""
    text = text[:_NEAR]
    found = listed("bot.owner.answers.words", "grumbles.txt")["grumble"].searches(text)
    if not found:
        return None
    start, end = min(one.start() for one in found), max(one.end() for one in found)
    who = _WHO.search(text[:start])
    start = who.start() if who else start
    tail, part = _TAIL.match(text, end), max(map(text.rfind, ",;:", (0, 0, 0), (start,) * 3)) + 1
    if tail is None or _ASKS.search(text[part:start]) or _ASKS.search(text, end):
        return None
    return start, tail.end()


_NEAR = 300  # letters within which a grumble stands
_WHO = re.compile(r"\b(?:il|elle|ils|elles|on|ca|he|she|they|lui|eux) $")
_TAIL = re.compile(
    r"(?: (?:la|maintenant|vraiment|franchement|trop|longtemps|encore|toujours|deja|alors|now|really|anyway"
    r"|(?:avec|de) (?:lui|elle|eux)|comme ca|du coup|merci|hein|point|basta|(?:with|of) (?:him|her|them)"
    r"|tout le temps|a force|all the time|again)){0,3} ?(?=[,;:.()!]|$)"
)
_LED = re.compile(rf"\W*{_LINKS}(?:(?:il|elle|ils|elles|on|je|he|she|they|lui|franchement) ?)?\W*")


def stressed(text: str) -> bool:
    """ "ok, surtout Petit": what stands before a name and only underlines it."""
    found = listed("bot.owner.answers.words", "grumbles.txt")["stressed"].searches(text)
    return any(one.end() == len(text.rstrip()) for one in found)


def tells(text: str, *, present: bool = False) -> bool:
    """Whether a part of a sentence has a subject and a verb of its own and asks for nothing; or grumbles.

    `present`: "je traduis", what the owner does now, counts as well."""
    moan = grumble(text)
    if moan and _LED.fullmatch(text[: moan[0]]):
        return True
    if _ASKS.search(text):
        return False
    if present and _PRESENT.match(text):
        return True
    opens = _OPENS_WITH_NOUN.match(text)
    return bool(_OPENS.match(text)) or bool(opens and _VERB.search(text, opens.end()))


def asks_for(text: str) -> bool:
    """Whether a wish, a duty or an address to somebody stands in it."""
    return _ASKS.search(text) is not None


def reason(text: str) -> int:
    """Where the reason for what stands before it, or a grumble, begins; -1: none, or it asks."""
    if moan := grumble(text):
        return moan[0]
    found = _REASON.search(text)
    if not found or _ASKS.search(text[found.end() :]):
        return -1
    return found.start()
