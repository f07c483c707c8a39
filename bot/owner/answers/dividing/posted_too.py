"""The order that a list of posted letters leaves out: "1 postée le 20, 2 le 21".

A marked sentence in; out, the same with "postée" put beside each day gone by that stands with somebody of
whom nothing else is said, once a letter was said to be posted on a day. A day to come is left as it is.
"""

import re
from dataclasses import replace
from datetime import date

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import groups, orders
from bot.owner.answers.dividing.contrary import DOUBTS
from bot.owner.answers.dividing.ellipses import gone_by
from bot.owner.answers.marking.marks import Mark, Sentence, figure
from bot.owner.answers.words.phrases import Said

_LETTER = re.compile(
    r"\b(?:post(?!er)\w*|recommandes?|lrar|lettres?|courriers?|registered|letters?|mailed)\b"
)
_MONEY = re.compile(r"\b(?:cheque|virement|reglement|paiement|check|payment)s?\b")


def posted_too(sentence: Sentence, context: Context, today: date) -> Sentence:
    letter = not _MONEY.search(sentence.folded) and (context.to_post or _LETTER.search(sentence.folded))
    posted = next((i for i, m in enumerate(sentence.marks) if letter and m.name == "posted"), -1)
    behind = sentence.marks[posted + 1 :]
    dated = [m.kind for m in behind if m.name != "filler"][:1] == ["day"]
    if not dated or posted < 0 or sentence.question or context.kind == "notice":
        return sentence
    named = [group for group in groups(sentence, context) if group.first > posted]
    ends = [group.first for group in named[1:]] + [len(sentence.marks)] * bool(named)
    marks = list(sentence.marks)
    for group, end in zip(reversed(named), reversed(ends), strict=True):
        said = [m for m in sentence.marks[group.after : end] if m.name not in ("filler", "him")]
        ordered = any(orders(context, sentence.marks, i) for i in range(group.after, end))
        if _only_a_day(said, today) and not ordered:
            day = said[0]
            here = Said("posted", day.start, day.start, (("of", "again"),), "")
            marks.insert(group.after, Mark("phrase", day.start, day.start, "posted", here))
    return replace(sentence, marks=tuple(marks))


def _only_a_day(said: list[Mark], today: date) -> bool:
    """A day gone by right behind the name, no word or doubt, and no other figure."""
    if not said or said[0].kind != "day" or not gone_by(figure(said[0]), today):
        return False
    return all(m.kind == "comma" or (m.kind == "phrase" and m.name not in DOUBTS) for m in said[1:])
