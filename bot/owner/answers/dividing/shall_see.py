"""What comes of an order is left open: "Envoie, on verra bien", "vas-y. On verra ce qu'il répond".

Marked sentences in, the same out without that remark behind a plain imperative. Behind a mere yes it may take
the yes back, "ok on verra bien", and stays; so does whatever names a day or asks what was.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Sentence
from bot.owner.answers.walking.aims import is_target

_IMPERATIVES = frozenset(("send", "send_mise_en_demeure", "mise_en_demeure", "resume"))
_SMALL = frozenset(("filler", "him", "and", "all", "rest"))
_REMARK = re.compile(
    r"\W*(?:(?:et|puis|apres|ensuite|and|then) ){0,2}(?:on|nous|we'll|we will|let's)"
    r" (?:verra|verrons|see)(?: bien)?"
    r"(?: (?:(?:ce qu'|s'|comment )(?:il|elle|ils|elles|on) |si (?:ca|cela) |ce que (?:ca|cela) "
    r"|what |how |if )"
    r"(?:(?:he|she|they|it) )?(?:va |vont )?"
    r"(?:dit|disent|repond(?:ent|re)?|reagi(?:t|ssent|r)|bouge(?:nt|r)?|paie|paye|paient|fait|font|faire"
    r"|donne(?:ra)?|happens|says?|reacts?|answers?|pays?)| la suite)?\W*"
)


def shall_see(found: list[Sentence], context: Context) -> list[Sentence]:
    kept: list[Sentence] = []
    for one in found:
        if kept and _REMARK.fullmatch(one.folded) and not one.question and _ordered(kept[-1], context):
            continue
        kept.append(_without_tail(one, context))
    return kept


def _without_tail(sentence: Sentence, context: Context) -> Sentence:
    for place in (m.start for m in sentence.marks if m.kind == "comma" or m.name == "and"):
        text = sentence.text.folded[place : sentence.end]
        before = replace(sentence, end=place, marks=tuple(m for m in sentence.marks if m.end <= place))
        if not sentence.question and _REMARK.fullmatch(text) and _ordered(before, context):
            return before
    return sentence


def _ordered(sentence: Sentence, context: Context) -> bool:
    """Whether it ends with an imperative, and whom it means."""
    marks = sentence.marks
    last = len(marks) - 1
    while last >= 0 and (marks[last].name in _SMALL or is_target(context, marks, last)):
        last -= 1
    return last >= 0 and marks[last].kind == "phrase" and marks[last].name in _IMPERATIVES
