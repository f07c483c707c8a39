"""Whether an everyday word that is a surname too stands for somebody: "petit a payé", not "petit rappel".

The text and the word's place in, a yes or no out, by what stands before and behind it.
"""

import re

from bot.owner.answers.words.phrases import said
from bot.owner.answers.words.spelling import Spelled

# "petit rappel", "un petit virement": what follows is small, and nobody is named.
_THING = re.compile(
    r" ?(?:rappel|mot|delai|geste|avoir|acompte|mail|coup|virement|cheque|paiement|reglement|montant|message"
    r"|souci|note|point|client|reste|solde)"
)
_ENDS = frozenset(
    ("yes", "no", "stop", "pause", "paid", "settled", "resume", "send", "not_received", "drop", "dispute",
     "not", "refuse", "reminded", "treatment", "mise_en_demeure")
)  # fmt: skip
_BEFORE_A_NAME = re.compile(
    r"(?:^|[,;:.!?\n-]|\b(?:pour|chez|et|est|for|and|sauf|ni|ni a|nor|nor to|pardon|sorry|oups|euh"
    r"|je veux dire|i mean)) ?$"
    r"|\b(?:sauf|except|hormis|hors)(?: (?!(?:un|le|ce|mon|son|du|au)\b)[\w&]+){1,4} $"
)


# "Petit est décédé", "Blanc dit avoir payé", "Petit je l'ai eu"
_DOES_SO = re.compile(
    r" (?:(?:est|sont|dit|vient|veut|doit|conteste|promet|demande|propose|souhaite|reclame|attend|has|is|says"
    r"|said|wants|died|will|called|paid)\b|(?:m'|l'|n')?a "
    r"(?!petit\b|blanc\b)\w|ne \w|n'est\b|m'(?:ecrit|appelle)\b|(?:je|on|il|elle|nous|i|we|he|she) \w"
    r"|j'|i'(?:ll|ve|m)\b)"
)


_FIGURE = re.compile(
    r" ?[:=]? ?(?:\d{1,6}(?:[.,]\d\d)? ?(?:€|euros?|fois)?|(?:\d|deux|trois|quatre|two|three|four) ?(?:fois"
    r"|relances|rappels|lettres|times|reminders|letters)(?: deja| already)?|twice)(?= ?(?:$|[,;\n]))"
)


def _ends_with_order(text: str) -> bool:
    return any(p.end == len(text) and p.name in _ENDS for p in said(text))


def _opens_a_line(text: Spelled, start: int) -> bool:
    return (start == 0 or text.folded[start - 1] == "\n") and text.words(start, start + 1).isupper()


def _capitals(exact: str) -> bool:
    """Whether names are written with one: a telephone writes the first letter of a line large by itself."""
    return exact != exact.upper() and _CAPITAL.search(exact) is not None


_CAPITAL = re.compile(r"(?<!^)(?<![\n.!?])(?<![.!?] )[A-ZÀ-Þ]")


def _said_of_him(behind: str) -> bool:
    """ "Green no", "Roux : abandonne", "Petit 2, Roy 1"."""
    after = _COLON.match(behind)
    ordered = any(p.start <= (after.end() if after else 1) and p.name in _ENDS for p in said(behind))
    return ordered or _FIGURE.match(behind) is not None


_COLON = re.compile(r" ?[:=>-] ?")


def stands_as_name(text: Spelled, start: int, end: int) -> bool:
    """ "petit a payé", by one who writes no capitals: a name's place, with an order or a figure behind it."""
    before = text.folded[max(0, start - 40) : start]
    led = _BEFORE_A_NAME.search(before) or _ends_with_order(before.rstrip(" "))
    behind = text.folded[end : end + 60]
    if _THING.match(behind):
        return False
    if _BEFORE_A_NAME.search(before) and _DOES_SO.match(behind):
        return True
    if _capitals(text.exact):
        return _opens_a_line(text, start) and _said_of_him(behind)
    behind = behind.lstrip(" ")
    ends = not behind or behind[0] in ",;:.!?\n" or behind[0].isdigit()
    ends = ends or behind.split(" ")[0].rstrip(",.") in ("again", "anymore", "too", "aussi", "non")
    return bool(led) and (ends or any(p.start == 0 for p in said(behind)))
