"""What one who is held back has said: "ok tous sauf Petit il m'a dit oui pour un chèque" is no yes of ours.

A marked sentence in answer to a list in, the same out: behind the words that hold somebody back, what "il" or
"elle" said is told, and stands apart as if a comma had been written. Only the word said itself and what it
promises count; an order behind it stays one.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target

_HELD = frozenset(("not", "no", "stop", "pause"))
_SAID = re.compile(
    r"(?P<who>(?:car |parce qu'|et |puisqu')?(?:(?:lui|elle|eux|elles),? )?"
    r"(?:il|elle|ils|elles|qui|he|she|they)"
    r" (?:(?:m'|nous )?(?:a|ont|avait|avaient|vient de(?: me)?) )?)"
    r"(?:dit|repondu|promis|assure|jure|confirme|said|told me|promised)(?: que?| qu'| :)? ?"
    r"(?P<word>(?:oui|ok|okay|non|d'accord|banco|yes|no|fine|demain|c'est (?:bon|ok|d'accord))"
    r"(?: (?:pour|de|d'|to) ?(?:me |nous |m'|le |la )?(?:payer|regler|virer|verser|solder|pay|settle)"
    r"| (?:pour|de|d'|to|for)\b)?)(?=[ ,.;:!]|$)"
)
_APART = re.compile(r"[ ,:()\-]*")


def with_reported(sentence: Sentence, context: Context) -> Sentence:
    if context.kind == "notice":
        return sentence
    for said in _SAID.finditer(sentence.text.folded, sentence.start, sentence.end):
        if _of_the_held(sentence, said.start(), context):
            sentence = _told(sentence, said)
    return sentence


def _of_the_held(sentence: Sentence, place: int, context: Context) -> bool:
    """Whether right before it stands whom an order holds back, or that order behind its customer."""
    before = [i for i, m in enumerate(sentence.marks) if m.end <= place and m.name not in _SMALL]
    while before and sentence.marks[before[-1]].kind == "comma":
        before.pop()
    if not before or not _APART.fullmatch(sentence.text.folded, sentence.marks[before[-1]].end, place):
        return False
    held = [i for i in before if sentence.marks[i].kind == "phrase" and sentence.marks[i].name in _HELD]
    aimed = [i for i in before if is_target(context, sentence.marks, i)]
    between = sentence.marks[held[-1] + 1 : before[-1] + 1] if held else ()
    row = all(
        is_target(context, sentence.marks, held[-1] + 1 + i) or m.kind == "comma" or m.name in _SMALL
        for i, m in enumerate(between)
    )
    return bool(held and aimed) and row


_SMALL = frozenset(("filler", "and", "him", "nth"))


def _told(sentence: Sentence, said: re.Match[str]) -> Sentence:
    end = _until(sentence, said.end())
    comma, close = Mark("comma", said.start(), said.start(), ","), Mark("comma", end, end, ",")
    word = Mark("word", said.start(), end, sentence.text.folded[said.start() : end])
    kept = [m for m in sentence.marks if m.end <= said.start() or m.start >= end]
    parted = [close] if kept and kept[-1].start >= end else []
    return replace(
        sentence, marks=tuple(sorted((comma, word, *parted, *kept), key=lambda m: (m.start, m.end)))
    )


def _until(sentence: Sentence, end: int) -> int:
    """ "oui pour demain": the day that was promised is part of what was said."""
    behind = [m for m in sentence.marks if m.start >= end]
    promised = [m for m in behind[:1] if m.kind in ("day", "duration", "sum")]
    return promised[0].end if promised else end
