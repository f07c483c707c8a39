"""What is said not to be so, or to come only: "toujours pas d'AR", "je ne refuse pas", "je poste demain".

The folded text right before and right behind a word in, a yes or no out. Only what stands beside it counts.
"""

import re

_LINKS = (
    r"(?: ?(?:encore|toujours|vraiment|bien|du tout|le|la|l'|les|lui|leur|un|une|de|d'|mon|son|the|any|yet"
    r"|been|ete|recu|eu|vu|retrouve|peux|peut|vais|va|veux|pouvons|allons|voulons|pu|going to|able to"
    r"|received|got)"
    r"(?: |(?<=')|$)){0,4}"
)
_BEFORE = re.compile(
    rf"(?:\b(?:pas|plus|jamais|aucune?|sans|ne|not|no|never|without|don't|do not|won't|can't|cannot|didn't"
    rf"|haven't|hasn't|couldn't|attends?|attendons|waiting for|awaiting)\b|\bn') ?{_LINKS} ?$"
)
_BEHIND = re.compile(
    r" (?:(?:n'|ne )?(?:est|a|sont|ont|ai|is|has)? ?(?:ete )?(?:toujours |encore |always |still )?"
    r"(?:pas|jamais|not|never)|(?:toujours|encore) (?:pas|rien)|still not|(?:hasn't|isn't|n'est|n'a|n'ai)\b)"
    r"\b(?! (?:de|d'|question|plus)\b)"
)
_TO_COME = re.compile(
    r"\b(?:sera|seront|vais|va|allons|irai|dois|devons|faut|peux|compte|will|shall|going to|have to|i'll"
    r"|we'll|refus\w{1,3} de|refuse[sd]? to|oublie de|forgot to|pense a)(?: (?:be|la|le|les|vous la|etre))?"
    r" ?(?:l')?$"
)


def denied(text: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` is said not to be: "pas encore d'AR", "l'AR n'est pas là"."""
    return denied_before(text[:start]) or _BEHIND.match(text, end) is not None


def denied_before(before: str) -> bool:
    return _BEFORE.search(before[-60:]) is not None


def to_come(before: str) -> bool:
    """Whether what follows is still to be done, or is not done: "je vais la", "sera", "refusé de"."""
    return _TO_COME.search(before[-30:]) is not None
