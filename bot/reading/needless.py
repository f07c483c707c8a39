"""Whether a mail says that what its writer had asked for need not be sent any more: he has it. Pure.

"C'est bon, je l'ai retrouvée", "inutile de la renvoyer". Only said plainly, and of a thing: a question, a
condition or a denial beside it says nothing of the kind.
"""

from bot.reading.lexicon import section
from bot.reading.sentences import clauses


def needless(text: str) -> bool:
    """It says so in a clause of its own, and nothing in that clause takes it back."""
    return any(not clause.question and _says_so(clause.folded) for clause in clauses(text))


def _says_so(folded: str) -> bool:
    has_it = section("has_it").search(folded) and not section("has_it_not").search(folded)
    return bool(has_it or section("needless").search(folded))
