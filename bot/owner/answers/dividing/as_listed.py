"""A yes with the day on which the listed letters leave anyway: "ok mais seulement demain".

An answer's text in, the same out. "demain après-midi" is another time: the letters leave in the morning.
"""

import re
from datetime import date, timedelta

from bot.owner.answers.context import Context
from bot.owner.answers.marking.figures import figures
from bot.owner.answers.words.spelling import plain
from bot.reading.dates import Now

_DAY = (
    r"(?P<day>(?:le |lundi|mardi|mercredi|jeudi|vendredi|demain|aujourd.hui|tomorrow|today|on |monday|tuesday"
    r"|wednesday|thursday|friday)(?: ?\d{1,2})?)(?: (?:matin|morning))?"
)
_ONLY = r"(?:seulement|uniquement|only|juste)"
_TURN = re.compile(
    r"(?P<yes>(?:^|[\n.;,] ?|\b\d )(?:c'est |all )?(?:ok|oui|yes|d'accord|vas-y|envoie|envoyez|go|fine"
    r"|parfait|valide|send)\b[^.;!?\n,]{0,25}?)\s*,?\s+(?P<turn>(?:mais|but) "
    rf"(?:(?:{_ONLY}|pas avant|not before)(?: pour| for)? {_DAY}|{_DAY.replace('day>', 'last>')} {_ONLY}))"
    r"(?=\s*(?:$|[,;.!\n]|(?:sauf|except|merci|svp|stp|thanks|please)\b|(?:et |and )(?:pas|not) ))"
)
_SENDS = re.compile(r"\b(?:envo\w+|send)\b")  # "envoie demain"
_CONTRARY = re.compile(r"\b(?:pas|non|ne|not|no|si|if|mais|but)\b")


def as_listed(text: str, context: Context, now: Now) -> str:
    """The same text with "pour" and the day for "mais seulement" and the day."""
    if context.kind != "eve":
        return text
    folded = plain(text)
    if len(folded) != len(text):
        return text
    leaves = context.leaves or now.today + timedelta(1)
    for turn in reversed(list(_TURN.finditer(folded))):
        day = turn["day"] or turn["last"]
        if _day(day, now) == leaves and not _CONTRARY.search(turn["yes"]):
            led = "for " if turn["turn"].startswith("but") else "pour "
            led = "" if _SENDS.search(turn["yes"]) else led
            text = f"{text[: turn.start('turn')]}{led}{day}{text[turn.end() :]}"
    return text


def _day(words: str, now: Now) -> date | None:
    found = [f.ahead for f in figures(f" {words}", now) if f.kind == "day"]
    return found[0] if len(found) == 1 else None
