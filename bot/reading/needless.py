"""Whether a mail says that what its writer had asked for need not be sent any more: he has it. Pure.

"C'est bon, je l'ai retrouvée", "inutile de la renvoyer". Only said plainly, and of a thing: a question, a
condition or a denial beside it says nothing of the kind.
"""

import re

from bot.reading.sentences import clauses

_THING = (
    r"(?:(?:la|votre|cette|ma|the|your|this) (?:facture|copie|invoice|copy)"
    r"|(?:le|votre|ce|the|your) (?:document|rib|duplicata|bon(?: de \w{4,20})?|devis|slip|quote))"
)
_HAS_IT = re.compile(
    rf"\b(?:je|nous|on) (?:l'|les )(?:ai|avons|a) (?:\w+ ){{0,2}}retrouv(?:es?|ees?)\b"
    rf"|\b(?:j'ai|nous avons|on a) (?:\w+ ){{0,2}}retrouve {_THING}"
    rf"|\b(?:i|we)(?: have|'ve)? (?:since |now |just )?found (?:it|them|{_THING})\b"
)
_SEND = r"(?:r?envoyer|retransmettre|transmettre|adresser)"
_NEEDLESS = re.compile(
    r"\b(?:inutile|(?:pas|plus) (?:besoin|la peine|necessaire)) (?:de |d')(?:me |nous )?"
    rf"(?:(?:la |le |les |l'){_SEND}\b|{_SEND} {_THING})"
    rf"|\bno (?:more )?need to (?:re-?)?send (?:it|them|{_THING})\b"
)
_NOT_SO = re.compile(r"\b(?:ne|n'|pas retrouve\w*|si|if|not found|tant que|avant)\b")


def needless(text: str) -> bool:
    """It says so in a clause of its own, and nothing in that clause takes it back."""
    return any(not clause.question and _says_so(clause.folded) for clause in clauses(text))


def _says_so(folded: str) -> bool:
    has_it = _HAS_IT.search(folded) and not _NOT_SO.search(folded)
    return bool(has_it or _NEEDLESS.search(folded))
