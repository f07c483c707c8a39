""" "Robin, abandonne les deux": both bills of the only one who is named, and not the two lines of the list.

A marked sentence in answer to a list in; out, the same without the words that count, so that the order is of
whom it names. Where two are named, or two things ordered, nothing changes.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence, name
from bot.owner.answers.walking.commands import HELPERS
from bot.owner.answers.walking.nobody import nameless, of_speech
from bot.reading.verbs import meanings

_COUNTS = re.compile(r"\b(?:deux|trois|quatre|cinq|two|three|four|five|both|[2-5])\b")
_BILLS = re.compile(r"(?:factures?|invoices?|bills?)")


def his_own(sentence: Sentence, context: Context) -> Sentence:
    counts = [m for m in sentence.marks if m.name == "all" and _COUNTS.search(m.said.words)]
    if context.kind == "notice" or len(counts) != 1:
        return sentence
    orders = {m.name for m in sentence.marks if m.kind == "phrase"} - HELPERS
    before = [m for m in sentence.marks if m.end <= counts[0].start]
    if len(orders) != 1 or not _one_alone(before, sentence):
        return sentence
    gone = [m for m in sentence.marks if m is counts[0] or _counted(m, counts[0])]
    return replace(sentence, marks=tuple(m for m in sentence.marks if m not in gone))


def _counted(mark: Mark, count: Mark) -> bool:
    """ "both invoices"."""
    return mark.kind == "word" and mark.start - count.end == 1 and _BILLS.fullmatch(mark.name) is not None


def _one_alone(marks: list[Mark], sentence: Sentence) -> bool:
    """One customer named, of the list or of none."""
    named = [m for m in marks if m.kind == "name" or m.name == "nth"]
    numbered = any(m.kind == "number" for m in marks)
    strangers = [m for m in marks if m.kind == "word" and _like_a_name(m, sentence)]
    bill = any(m.kind == "name" and name(m).invoice for m in named)
    return len(named) + len(strangers) == 1 and not (numbered or bill)


def _like_a_name(word: Mark, sentence: Sentence) -> bool:
    capital = sentence.text.words(word.start, word.start + 1).isupper()
    known = nameless(word.name) or of_speech(word.name) or word.name in meanings()
    return not known and len(word.name) > 2 and (capital or word.start == sentence.start)
