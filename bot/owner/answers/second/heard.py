"""An answer as the second reader hears it: its words, and whom each of them names.

Customers, days and sums are heard by what they are alone, so that nothing hangs on a name. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context, Item
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.marking.numbers import Named

LONGEST = 200  # words and marks that are heard
NOBODY, THIS, ANOTHER, ANYBODY = range(4)  # whom a word names
_WORDS = re.compile(r"[\w']+|[^\w\s]")
_FIGURES = ("day", "duration", "sum", "mail", "track", "percent")


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence's words, and the numbers of the cases that each of them names (None: it names nobody)."""

    words: tuple[tuple[str, frozenset[int] | None], ...]

    @property
    def named(self) -> frozenset[int]:
        return frozenset(n for _, whom in self.words for n in whom or ())


def shown(context: Context) -> tuple[Item, ...]:
    """The cases that an answer is about."""
    return context.listed or context.cases[:1]


def concerning(item: Item, acts: Iterable[Act], context: Context) -> list[Act]:
    """Which of the acts are meant for it: of a list those that name it, or else those that name nobody; of a
    notice both."""
    everybody, named = [], []
    for act in acts:
        if act.target in (None, "all"):
            everybody.append(act)
        elif act.target in _names(item, context):
            named.append(act)
    return everybody + named if context.kind == "notice" else named or everybody


def whom(acts: Iterable[Act], context: Context) -> dict[Act, list[Item]]:
    """Of each act the cases that it concerns."""
    found: dict[Act, list[Item]] = {act: [] for act in acts}
    by_target: dict[str | None, list[Act]] = {}
    for act in found:
        by_target.setdefault(act.target, []).append(act)
    for item in shown(context):
        near = (act for name in (None, "all", *_names(item, context)) for act in by_target.get(name, ()))
        for act in concerning(item, near, context):
            found[act].append(item)
    return found


def _names(item: Item, context: Context) -> set[str]:
    return {item.case, *item.invoices} | ({str(item.n)} if context.kind != "notice" else set())


def heard(sentences: Iterable[Sentence], context: Context) -> list[Heard]:
    return [Heard(tuple(_words(sentence, context))) for sentence in sentences]


def _words(sentence: Sentence, context: Context) -> Iterator[tuple[str, frozenset[int] | None]]:
    """As they stand, with the kind of each phrase behind it; cases, days and sums by what they are alone."""
    if sentence.under:
        yield "<under>", _of(sentence.under, context)
    at, text = sentence.start, sentence.text.folded
    for mark in (*sentence.marks, None):
        start, end = (mark.start, mark.end) if mark else (sentence.end, sentence.end)
        yield from ((word, None) for word in _WORDS.findall(text, at, start))
        if mark is None:
            break
        if known := _known(mark, context):
            yield known
        else:
            yield from ((word, None) for word in _WORDS.findall(text, max(start, at), end))
        if mark.kind == "phrase":
            yield f"@{mark.name}", None
        at = max(at, end)
    yield ("<?>" if sentence.question else "<.>"), None


def _known(mark: Mark, context: Context) -> tuple[str, frozenset[int] | None] | None:
    """A mark that is heard as what it is, and not by its words."""
    value = mark.value
    if mark.kind == "name" and isinstance(value, Named):
        whom = frozenset[int]() if value.several else _of(value.target, context)
        return ("<invoice>" if value.invoice else "<case>"), whom
    if mark.kind == "number":
        number = value // 100 if isinstance(value, int) else -1
        whom = _of(str(number), context) if context.kind != "notice" else frozenset()
        return (f"<{number}>" if 0 <= number < 10 else "<n>"), whom
    return (f"<{mark.kind}>", None) if mark.kind in _FIGURES else None


def _of(name: str, context: Context) -> frozenset[int]:
    return frozenset(item.n for item in shown(context) if name in _names(item, context))


def words_for(item: Item, sentences: Sequence[Heard]) -> tuple[list[str], list[int]]:
    """The words heard about a case, and whom each names: this one, another, anybody, nobody.

    Of a long answer, what only concerns others is left out.
    """
    if sum(len(one.words) for one in sentences) > LONGEST:
        sentences = [one for one in sentences if not one.named or item.n in one.named]
    words = [word for one in sentences for word in one.words][:LONGEST] or [("<.>", None)]
    return [word for word, _ in words], [_role(whom, item) for _, whom in words]


def _role(whom: frozenset[int] | None, item: Item) -> int:
    if whom is None:
        return NOBODY
    if not whom:
        return ANYBODY
    return THIS if item.n in whom else ANOTHER
