"""The linear model: a mail's clauses as features in, how strongly each intent is said, and where, out.

The weights are text (`lexicon/weights.txt`: a feature, then for each intent its weight as part of a clause
and as part of the whole mail, in hundredths), made by `python -m tests.train` from the labelled replies in
`tests/replies`. An intent's score is the strongest clause's score (softly) plus that of the mail as a whole;
above 0 it is likelier than not. It knows no day, no sum, and no rule.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from bot.reading.features import NEAR, of_pair, of_word

INTENTS = (
    "insolvency", "stop_contact", "dispute", "already_paid", "promise", "delay_request", "wrong_contact",
    "document_request", "acknowledgement", "unrelated",
)  # fmt: skip
SHARPNESS = 2.0  # how far the strongest clause outweighs the others
MARKS = 0.7  # what phrases and days weigh beside words
LEAST = 8  # features under which a clause counts as this long
_WEIGHT = re.compile(r"([a-z])(-?\d+)")
_N = len(INTENTS)
_ZERO = (0.0,) * _N

Vector = tuple[float, ...]
Seen = tuple[list[str], list[str]]  # a clause's words, and the features of its phrases and days
Sum = tuple[int, Vector]  # how many known features, and the sum of their weights
_NOTHING: Sum = (0, _ZERO + _ZERO)


@dataclass(frozen=True, slots=True)
class Judged:
    scores: Vector  # one for each of INTENTS
    carriers: tuple[int, ...]  # the clause that says it most
    clause_scores: tuple[Vector, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    bias: Vector
    known: dict[str, str]  # a feature's weights, still as they are written


@cache
def weights() -> Weights:
    text = files("bot.reading.lexicon").joinpath("weights.txt").read_text("utf-8")
    parts = (line.partition("\t") for line in text.split("\n") if line and not line.startswith("# "))
    known = {name: rest for name, _, rest in parts}
    return Weights(_vector(known.pop("bias")), known)


@cache
def _of(name: str) -> Vector:
    """A feature's weights in a clause, then those in the mail as a whole; read when first needed."""
    clause, _, mail = weights().known[name].partition("\t")
    return _vector(clause) + _vector(mail)


def _vector(column: str) -> Vector:
    """ "a12c-7": by the intent's letter, in hundredths."""
    if not column:
        return _ZERO
    found = list(_ZERO)
    for letter, value in _WEIGHT.findall(column):
        found[ord(letter) - ord("a")] = int(value) / 100
    return tuple(found)


def judge(clauses: list[Seen], about_mail: list[str]) -> Judged:
    summed = [_summed(*seen) for seen in clauses]
    rows = [_scaled(of_words, of_marks) for of_words, of_marks in summed] or [_ZERO]
    whole = _of_mail([part for both in summed for part in both] + [_sum_of(about_mail)])
    columns = list(zip(*rows, strict=True))
    strongest = map(_soft_greatest, columns)
    return Judged(
        scores=tuple(s + w + b for s, w, b in zip(strongest, whole, weights().bias, strict=True)),
        carriers=tuple(max(range(len(rows)), key=column.__getitem__) for column in columns),
        clause_scores=tuple(rows),
    )


def _summed(words: list[str], marks: list[str]) -> tuple[Sum, Sum]:
    parts = [_of_word(word) for word in words]
    for distance in NEAR:
        beside = distance == 1
        parts += [_of_pair(a, b, beside) for a, b in zip(words, words[distance:], strict=False)]
    return _added([part for part in parts if part[0]]), _sum_of(marks)


@lru_cache(20_000)
def _of_word(word: str) -> Sum:
    return _sum_of(of_word(word))


@lru_cache(60_000)
def _of_pair(first: str, second: str, beside: bool) -> Sum:
    return _sum_of(of_pair(first, second, beside=beside))


def _sum_of(names: Iterable[str]) -> Sum:
    known = weights().known
    return _added([(1, _of(name)) for name in names if name in known])


def _added(parts: list[Sum]) -> Sum:
    if not parts:
        return _NOTHING
    counts, vectors = zip(*parts, strict=True)
    return sum(counts), tuple(map(sum, zip(*vectors, strict=True)))


def _scaled(of_words: Sum, of_marks: Sum) -> Vector:
    a = max(of_words[0], LEAST) ** -0.5
    b = MARKS * max(of_marks[0], 1) ** -0.5
    return tuple(w * a + m * b for w, m in zip(of_words[1][:_N], of_marks[1][:_N], strict=True))


def _of_mail(parts: list[Sum]) -> Vector:
    count, vector = _added(parts)
    scale = max(count, 1) ** -0.5
    return tuple(one * scale for one in vector[_N:])


def _soft_greatest(column: Vector) -> float:
    top = max(column)
    return top + math.log(sum(math.exp(SHARPNESS * (one - top)) for one in column)) / SHARPNESS
