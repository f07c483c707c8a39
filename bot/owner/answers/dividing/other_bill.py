""" "Seulement la 119, l'autre est en litige": of the two invoices of a notice, the one that is not named.

Marked sentences in, the same out with the other's number where it is pointed at; what is told of it is a
sentence of its own, unless the first has an order as well.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence, name
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.walking.commands import HELPERS

_OTHER = re.compile(r"l'autre|the other(?: one| invoice| bill)?")


def with_the_other_bill(sentences: list[Sentence], context: Context) -> list[Sentence]:
    if context.kind != "notice" or len(context.invoices) != 2:
        return sentences
    known: set[str] = set()
    return [part for one in sentences for part in _pointed_at(one, known, context)]


def _pointed_at(sentence: Sentence, known: set[str], context: Context) -> Iterator[Sentence]:
    """The sentence, or its two parts; `known`: the invoices named so far."""
    found: list[Mark] = []
    apart = 0
    for mark in sentence.marks:
        if mark.name == "rest" and _OTHER.fullmatch(mark.said.words) and len(known) == 1:
            apart = len(found) if found and found[-1].kind == "comma" else 0
            found.append(_named(mark, next(bill for bill in context.invoices if bill not in known)))
            continue
        if mark.kind == "name" and name(mark).invoice:
            known.add(name(mark).target)
        found.append(mark)
    first = found[: max(apart - 1, 0)]
    if first and not any(m.kind == "phrase" and m.name not in HELPERS for m in first):
        yield replace(sentence, end=first[-1].end, marks=tuple(first))
        yield replace(sentence, start=found[apart].start, marks=tuple(found[apart:]))
    else:
        yield replace(sentence, marks=tuple(found))


def _named(mark: Mark, bill: str) -> Mark:
    return Mark("name", mark.start, mark.end, value=Named(mark.start, mark.end, bill, invoice=True))
