"""Whether a mail says that what its writer had asked for need not be sent any more: he has it. Pure.

"C'est bon, je l'ai retrouvée", "inutile de la renvoyer", "ah si, elle est arrivée". Only said plainly, and of
a thing: a question, a condition or a denial beside it says nothing of the kind; nor does what has come where
the mail speaks of money, or of something that is missing still.
"""

from bot.patterns import pattern
from bot.reading.lexicon import section
from bot.reading.sentences import clauses

_SI = pattern(r"\b(?:(?:ah|eh|oh|bah) si\b|si(?=,))")  # a yes, and no condition
_OTHERWISE = pattern(
    r"\b(?:virements?|paiements?|reglements?|cheques?|argent|payments?|transfers?|money|relances?|rappels?"
    r"|e?-?mails?|messages?|reminders?|pas|manque\w*|sauf|reste|missing|not|except|mais|but|vides?|empty|illisibles?|unreadable"
    r"|tronque\w*|incomple\w*|erron\w*|mauvais\w*|wrong|corrupt\w*)\b|n't\b"
)


def needless(text: str) -> bool:
    """It says so in a clause of its own, and nothing in that clause takes it back."""
    said = clauses(text)
    plain = not any(_OTHERWISE.search(clause.folded) for clause in said)
    return any(not clause.question and _says_so(clause.folded, arrived=plain) for clause in said)


def _says_so(folded: str, *, arrived: bool) -> bool:
    folded = _SI.sub("", folded)
    has_it = section("has_it").search(folded) or (arrived and section("arrived").search(folded))
    return bool((has_it and not section("has_it_not").search(folded)) or section("needless").search(folded))
