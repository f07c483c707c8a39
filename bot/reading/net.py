"""The network: a mail's words in their order in, how strongly each intent is said and each day meant, out.

It hears what the linear model (`model`) cannot: who does what, what is undone or put off three words later,
which of four days is the one on which money comes, or came. A word is the sum of a vector of its own, of its
letters' and of what it is about (`features.classes`). Two layers go over the words forwards and backwards
(`layers`). Each intent is told from the words that it looks at most, and from the mail as a whole; each day
from where it stands and from the mail.

`python -m tests.train` makes the weights (`lexicon/net.txt`) from the labelled replies alone: no pretrained
model, nothing to download.

Pure but for that file. The cost grows with the words up to `LONGEST`; what stands behind them only the linear
model sees.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from bot.reading import layers
from bot.reading.features import Seen, classes, pieces
from bot.reading.layers import UNKNOWN, Array, is_word
from bot.reading.sentences import fold

LONGEST = 240  # words and marks of a mail that are heard
OF_A_CLAUSE = 100  # words of one clause
OF_THE_SUBJECT = 12
GRAMS = 10_000  # numbers for pieces of words
KINDS = ("promised", "paid")  # what is to be known of a day
SUBJECT, TEXT, CLAUSE = "<s>", "<m>", "<c>"  # open the subject, open the text, close a clause


@dataclass(frozen=True, slots=True)
class Net:
    words: dict[str, int]
    classes: dict[str, int]
    features: dict[str, int]  # of days
    tables: dict[str, layers.Table]
    matrices: dict[str, Array]  # by PyTorch's names


@cache
def net() -> Net:
    _, *names, rest = files("bot.reading.lexicon").joinpath("net.txt").read_bytes().split(b"\n", 4)
    words, kinds, features = (line.decode().split("\t")[1:] for line in names)
    return Net(
        {word: i for i, word in enumerate(words, UNKNOWN + 1)},
        {kind: i for i, kind in enumerate(kinds, 1)},
        {feature: i for i, feature in enumerate(features, 1)},
        *layers.matrices(rest.splitlines()),
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """What it goes over."""

    tokens: list[str]
    clauses: list[int]  # the clause of each; -1 in the subject
    days: list[tuple[int, int, int]]  # of each the place, the clause, where it starts there


@dataclass(frozen=True, slots=True)
class Opinion:
    intents: tuple[float, ...]  # in the model's order; above 0 it is likelier than not
    days: tuple[Mapping[int, Array], ...]  # of each clause, by where they start: what it knows of a day


def heard_as(clauses: list[Seen], subject: str) -> Tokens:
    """The subject, then each clause's words as they stand and the phrases known in it."""
    tokens = [SUBJECT, *pieces(fold(subject[:400]))[:OF_THE_SUBJECT], TEXT]
    clause_of, days = [-1] * len(tokens), []
    for number, clause in enumerate(clauses):
        first = len(tokens)
        tokens += clause.written[:OF_A_CLAUSE]
        days += [(first + at, number, day) for at, day in clause.days if at < OF_A_CLAUSE]
        tokens += [mark for mark in clause.marks if mark[0] == "@" and "&" not in mark]
        tokens.append(CLAUSE)
        clause_of += [number] * (len(tokens) - first)
        if len(tokens) >= LONGEST:
            break
    return Tokens(tokens[:LONGEST], clause_of[:LONGEST], [day for day in days if day[0] < LONGEST])


@lru_cache(20_000)
def grams(token: str) -> tuple[int, ...]:
    return layers.grams(token, GRAMS)


@lru_cache(20_000)
def vector(token: str) -> Array:
    """What the network knows of a word before it reads the others."""
    of = net()
    own = of.tables["word"][of.words.get(token, UNKNOWN)]
    found: Array = own + of.tables["gram"][list(grams(token))].mean(0)
    for kind in classes(token) if is_word(token) else ():
        if kind in of.classes:
            found = found + of.tables["kind"][of.classes[kind]]
    return found


def opinion(clauses: list[Seen], subject: str) -> Opinion:
    heard, of = heard_as(clauses, subject), net().matrices
    states = layers.states(of, np.stack([vector(token) for token in heard.tokens]))
    whole = layers.as_a_whole(states)
    days: list[dict[int, Array]] = [{} for _ in clauses]
    for (_, clause, start), known in zip(heard.days, _of_days(heard, states, whole), strict=True):
        days[clause][start] = known
    return Opinion(tuple(map(float, layers.said(of, states, whole))), tuple(days))


def _of_days(heard: Tokens, states: Array, whole: Array) -> Array:
    there = states[[at for at, _, _ in heard.days]]
    beside = np.broadcast_to(whole, (len(there), len(whole)))
    return layers.given(net().matrices, "near_day", np.concatenate([there, beside], 1))


def chosen(kind: str, days: Sequence[tuple[Array | None, Iterable[str]]]) -> list[float]:
    """How surely each of these days of a mail is promised, or paid on; above 0 it is likelier than not.

    Of each: what the network knows of it (if it heard it), and the names of what else speaks of it. Each is
    seen beside what is known of those named before it, and of those named after.
    """
    if not days:
        return []
    of = net()
    part = KINDS.index(kind)
    table = of.tables["feature"]
    near = np.zeros((len(days), table.width), np.float32)
    for i, (known, features) in enumerate(days):
        numbers = [of.features[name] for name in features if name in of.features]
        near[i] = table[numbers].sum(0) + (0 if known is None else np.split(known, len(KINDS))[part])
    told = np.maximum(near, 0)
    before = np.cumsum(told, 0) - told
    after = told.sum(0) - told - before
    beside = layers.given(of.matrices, f"others_{kind}", np.concatenate([before, after], 1))
    return list(map(float, layers.given(of.matrices, kind, np.maximum(near + beside, 0))[:, 0]))
