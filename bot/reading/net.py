"""The network: a mail's words in their order in, how strongly each intent is said and each day meant, out.

It hears what the linear model (`model`) cannot: who does what, what is undone or put off three words later,
which of four days is the one on which money comes, or came. A word is the sum of a vector of its own, of its
letters' and of what it is about (`features.classes`). Two layers go over the words forwards and backwards; in
each, a word's neighbours tell how much of what was read is kept and how much of the word itself is taken in:
a quasi-recurrent unit (Bradbury et al., 2016), whose gates hang on the words alone, so that all of them are
one product of matrices and only the mixing goes word by word. Each intent is then told from the words that
it looks at most, and from the mail as a whole; each day from where it stands and from the mail.

`python -m tests.train` makes the weights (`lexicon/net.txt`) from the labelled replies alone: no pretrained
model, nothing to download. A matrix is a line: its name, its rows' scales and its bytes, in Base64.

Pure but for that file. The cost grows with the words up to `LONGEST`; what stands behind them only the linear
model sees.
"""

import zlib
from base64 import b64decode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from bot.reading.features import Seen, classes, pieces
from bot.reading.sentences import fold

LONGEST = 240  # words and marks of a mail that are heard
OF_A_CLAUSE = 100  # words of one clause
OF_THE_SUBJECT = 12
GRAMS = 10_000  # numbers for pieces of words; several pieces share one
UNKNOWN = 1  # the number of a word that the training saw too rarely
BESIDE = 1  # words on either side that the first layer looks at
KINDS = ("promised", "paid")  # what is to be known of a day
SUBJECT, TEXT, CLAUSE = "<s>", "<m>", "<c>"  # open the subject, open the text, close a clause
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Net:
    words: dict[str, int]
    classes: dict[str, int]
    features: dict[str, int]  # of days
    matrices: dict[str, Array]  # by PyTorch's names

    def __getitem__(self, name: str) -> Array:
        return self.matrices[name]


@cache
def net() -> Net:
    lines = files("bot.reading.lexicon").joinpath("net.txt").read_text("utf-8").splitlines()[1:]
    words, kinds, features = ({w: i for i, w in enumerate(line.split("\t")[1:], 1)} for line in lines[:3])
    matrices = dict(_matrix(*line.split("\t")) for line in lines[3:])
    return Net({w: i + UNKNOWN for w, i in words.items()}, kinds, features, matrices)


def _matrix(name: str, scales: str, numbers: str) -> tuple[str, Array]:
    of_rows = np.frombuffer(b64decode(scales), "<f4")
    whole = np.frombuffer(b64decode(numbers), np.int8).reshape(len(of_rows), -1)
    return name, whole.astype(np.float32) * of_rows[:, None]


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


def is_word(token: str) -> bool:
    return token[0] not in "<@"


@lru_cache(20_000)
def grams(token: str) -> tuple[int, ...]:
    """The numbers of its pieces: three letters each, its first four to six and its last ones."""
    if not is_word(token):
        return (zlib.crc32(token.encode()) % GRAMS,)
    whole = f"^{token[:40]}$"
    found = {whole, whole[:4], whole[:5], whole[:6], whole[-3:], whole[-4:]}
    found |= {whole[i : i + 3] for i in range(len(whole) - 2)}
    return tuple(sorted({zlib.crc32(piece.encode()) % GRAMS for piece in found}))


@lru_cache(20_000)
def vector(token: str) -> Array:
    """What the network knows of a word before it reads the others."""
    of = net()
    found: Array = of["word"][of.words.get(token, UNKNOWN)] + of["gram"][list(grams(token))].mean(0)
    for kind in classes(token) if is_word(token) else ():
        if kind in of.classes:
            found = found + of["kind"][of.classes[kind]]
    return found


def opinion(clauses: list[Seen], subject: str) -> Opinion:
    heard = heard_as(clauses, subject)
    states = _states(np.stack([vector(token) for token in heard.tokens]))
    whole = np.concatenate([states.max(0), states.mean(0)])
    days: list[dict[int, Array]] = [{} for _ in clauses]
    for (_, clause, start), known in zip(heard.days, _of_days(heard, states, whole), strict=True):
        days[clause][start] = known
    return Opinion(_of_intents(states, whole), tuple(days))


def _of_intents(states: Array, whole: Array) -> tuple[float, ...]:
    looks = _given("look", states)
    looks = np.exp(looks - looks.max(0))
    strongest = (looks * _given("say", states)).sum(0) / looks.sum(0)
    return tuple(map(float, strongest + _given("mail", whole)))


def _of_days(heard: Tokens, states: Array, whole: Array) -> Array:
    there = states[[at for at, _, _ in heard.days]]
    return _given("near_day", np.concatenate([there, np.broadcast_to(whole, (len(there), len(whole)))], 1))


def chosen(kind: str, days: Sequence[tuple[Array | None, Iterable[str]]]) -> list[float]:
    """How surely each of these days of a mail is promised, or paid on; above 0 it is likelier than not.

    Of each: what the network knows of it (if it heard it), and the names of what else speaks of it. Each is
    seen beside what is known of those named before it, and of those named after.
    """
    if not days:
        return []
    of = net()
    part = KINDS.index(kind)
    near = np.zeros((len(days), of["feature"].shape[1]), np.float32)
    for i, (known, features) in enumerate(days):
        numbers = [of.features[name] for name in features if name in of.features]
        near[i] = of["feature"][numbers].sum(0) + (0 if known is None else np.split(known, len(KINDS))[part])
    told = np.maximum(near, 0)
    before = np.cumsum(told, 0) - told
    after = told.sum(0) - told - before
    beside = _given(f"others_{kind}", np.concatenate([before, after], 1))
    return list(map(float, _given(kind, np.maximum(near + beside, 0))[:, 0]))


def _given(name: str, inputs: Array) -> Array:
    of = net()
    found: Array = inputs @ of[f"{name}.weight"].T + of[f"{name}.bias"][0]
    return found


def _states(words: Array) -> Array:
    """Both layers' states at each word, side by side."""
    edge = np.zeros((BESIDE, words.shape[1]), np.float32)
    padded = np.concatenate([edge, words, edge])
    windows = np.concatenate([padded[i : len(words) + i] for i in range(2 * BESIDE + 1)], 1)
    first = _layer("first", windows)
    return np.concatenate([first, first + _layer("second", first)], 1)


def _layer(name: str, inputs: Array) -> Array:
    """A word's state: what was kept of the states before it and taken in of itself, as far as it is let out.

    The three parts of a line, each forwards and backwards: what is taken in place of the past, the word, the
    way out.
    """
    take, word, out = np.split(_given(name, inputs), 3, 1)
    taking = 1 / (1 + np.exp(-take))
    kept, taken = 1 - taking, taking * np.tanh(word)
    half = kept.shape[1] // 2
    kept[:, half:], taken[:, half:] = kept[::-1, half:].copy(), taken[::-1, half:].copy()
    state = np.zeros(2 * half, np.float32)
    for keeping, new in zip(kept, taken, strict=True):
        state *= keeping
        state += new
        new[:] = state
    taken[:, half:] = taken[::-1, half:].copy()
    found: Array = taken / (1 + np.exp(-out))
    return found
