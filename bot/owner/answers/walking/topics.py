"""Whom a sentence is about that the mail did not show: "reprise du chantier Morel lundi, on attend un peu".

A hold that names nobody is one of all; where its sentence names one stranger before it, it is one of that
stranger. Only what rests is narrowed so, and only in answer to a mail that takes orders about anybody.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.marking.names import may_name
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.nobody import nameless, of_speech
from bot.owner.answers.walking.others import meant
from bot.owner.answers.walking.strangers import OF_ANYBODY, forget, with_title

_HOLDS = frozenset(("stop", "pause"))
_ALL = re.compile(r"\b(?:tout|toutes|tous|all|everything|every(?:one|body)|personne|nobody|anyone)\b")
_OF_ONE = re.compile(r"\b(?:his|her|hers|him|lui|elle)\b")
# "à Paris", "vu avec Hugh": where, and with whom.
_ELSEWHERE = re.compile(r"\b(?:a|au|aux|en|dans|avec|par|via|selon|depuis|at|in|with|by|since|from|near) $")


def about_a_stranger(walk: Walk, context: Context) -> None:
    """Such a hold gets its target; with more than one stranger before it, nobody can tell whose it is."""
    if context.matter not in OF_ANYBODY or walk.named:
        return
    for command in list(walk.commands):
        if command.name in _HOLDS and not command.targets and not _ALL.search(walk.sentence.folded):
            names = _before(command, walk)
            if len(names) == 1:
                _aim(command, names[0], walk)
            elif names:
                walk.commands[walk.commands.index(command)] = replace(command, undone=True)


def about_the_news(walks: list[Walk], context: Context) -> None:
    """ "La fille de Kermarrec est à l'hôpital. On attend": of whom the sentence before told news."""
    for news, walk in pairwise(walks):
        whom = _of_the_news(news, context)
        meant_so = [c for c in walk.commands if whom and not (c.targets or c.rest) and _of_him(c, walk)]
        for command in meant_so:
            command.targets = [whom]
        if meant_so:
            news.orphans.clear()
            news.commands.clear()


def _of_the_news(walk: Walk, context: Context) -> str:
    """The only one of a list that a sentence names which orders nothing."""
    cases = {meant(mark, context) for mark in walk.named}
    words = any(chunk.words for chunk in walk.chunks) and not walk.sentence.question
    told = words and all(c.name in _NO_ORDERS for c in walk.commands)
    return cases.pop() if told and len(cases) == 1 and context.kind != "notice" else ""


def _of_him(command: Command, walk: Walk) -> bool:
    """ "pas pour elle", or a hold by itself."""
    if command.of_him:
        return command.name in _HOLDS | {"no", "not"}
    bare = len(walk.commands) == 1 and not walk.named and not _ALL.search(walk.sentence.folded)
    return bare and command.name in _HOLDS


_NO_ORDERS = frozenset(("kind", "said"))  # "est à l'hôpital", "paie vendredi"


def _aim(command: Command, run: list[Mark], walk: Walk) -> None:
    command.targets = [walk.sentence.words(with_title(run[0].start, walk), run[-1].end)]
    for chunk in walk.chunks:
        forget(chunk, run)


def _before(command: Command, walk: Walk) -> list[list[Mark]]:
    """The runs of words before an order that are written like names or stand behind a title."""
    words = [w for chunk in walk.chunks for w in chunk.words if w.end <= command.start]
    runs: list[list[Mark]] = []
    for word in words:
        if not _name(word, command, walk):
            continue
        if runs and word.start - runs[-1][-1].end == 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _name(word: Mark, command: Command, walk: Walk) -> bool:
    before = walk.sentence.text.folded[walk.sentence.start : word.start]
    if nameless(word.name) or of_speech(word.name) or _ELSEWHERE.search(before):
        return False
    plain = len(word.name) > 3 and may_name(word.name, opens=True)
    if with_title(word.start, walk) < word.start:
        return plain
    written = walk.sentence.words(word.start, word.start + 1).isupper() and not _shouted(walk)
    opens = not before.strip()
    return (
        written
        and may_name(walk.sentence.words(word.start, word.end), opens=opens)
        and (not opens or (plain and _OF_ONE.search(command.words) is not None))
    )


def _shouted(walk: Walk) -> bool:
    return walk.sentence.text.exact == walk.sentence.text.exact.upper()
