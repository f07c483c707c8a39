"""The linear model: a mail's clauses as features in, how strongly each intent is said, and where, out.

The weights are text (`lexicon/weights.txt`), made by `python -m tests.train` from the labelled replies in
`tests/replies`: one line for each feature, with its weights as part of a clause and as part of the whole
mail, in hundredths by the intent's letter. Two views of the mail (`features`) are weighed apart: in each, an
intent's score is the strongest clause's score (softly) plus that of the mail as a whole. A third view is the
network's (`net`), which hears the words in their order. The mean of the three goes through the "together"
lines, which know that some intents exclude and some invite each other, and what it tells of a mail that one
of its days is surely the day of a payment; above 0 it is likelier than not. It knows no sum and no rule.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from operator import mul
from struct import Struct
from typing import Any

from bot.patterns import pattern
from bot.reading import net
from bot.reading.features import NEAR, Seen, classes, is_about, is_of_both, of_kinds, of_word
from bot.reading.frames import frames
from bot.reading.frames import names as of_frame
from bot.reading.layers import Array

INTENTS = (
    "insolvency", "stop_contact", "dispute", "already_paid", "promise", "delay_request", "wrong_contact",
    "document_request", "acknowledgement", "unrelated",
)  # fmt: skip
SHARPNESS = 2.0  # how far the strongest clause outweighs the others
SURE = 4.0  # no day is surer
MARKS = 0.5  # what phrases and days weigh beside words
LEAST = 8  # features under which a clause counts as this long
VIEWS = ("words", "about")
KNOWN = 60_000  # words, pairs and so on whose sums are kept
_PAIR = pattern(r"~(<\w+>|[^<>]+)>(.+)")
_WEIGHT = pattern(r"([a-z])(-?\d+)")
_N = len(INTENTS)
_PROMISE = INTENTS.index("promise")
_COLUMNS = 1 + 2 * _N  # of one view: how many features, then their weights in a clause and in the mail
_FIELDS = _COLUMNS * len(VIEWS)
_WIDE = 32  # bits of a field: narrow, so that what is looked up for a mail stays near the processor
_LIFT = sum(1 << (_WIDE * i + _WIDE - 1) for i in range(_FIELDS))
_FIELD = Struct(f"<{_FIELDS}i")
FEW = 16  # clauses whose sums fill no field together, however hostile; of more, fields are added one by one

Vector = tuple[float, ...]
Sum = int  # all fields of both views side by side in one number, so that one addition adds them all


@dataclass(frozen=True, slots=True)
class Judged:
    scores: Vector  # one for each of INTENTS; by itself, until they are looked at `together`
    carriers: tuple[int, ...]  # the clause that says it most
    clause_scores: tuple[Vector, ...]
    days: tuple[Mapping[int, Array], ...] = ()  # of each clause, by where they start: what the network knows

    def of(self, intent: str) -> list[float]:
        """How much each clause says that intent."""
        place = INTENTS.index(intent)
        return [row[place] for row in self.clause_scores]


@dataclass(frozen=True, slots=True)
class Weights:
    bias: tuple[Vector, ...]  # of each view
    together: tuple[Vector, ...]  # to each intent: from each score and chance, the days, the length, and 1
    known: dict[str, str]  # a feature's weights, still as they are written


@cache
def weights() -> Weights:
    _, *lines = files("bot.reading.lexicon").joinpath("weights.txt").read_bytes().decode().splitlines()
    known = {name: columns for name, _, columns in (line.partition("\t") for line in lines)}
    bias = tuple(_numbers(known.pop(f"bias {view}")) for view in VIEWS)
    rows = tuple(_numbers(known.pop(f"together {intent}")) for intent in INTENTS)
    return Weights(bias, rows, known)


def _numbers(text: str) -> Vector:
    return tuple(float(n) for n in text.split())


def _of(name: str) -> Sum:
    """A feature's weights as one number; read when first needed."""
    columns = weights().known[name].split("\t")
    if is_of_both(name):
        return _packed(columns[:2]) + (_packed(columns[2:]) << _WIDE * _COLUMNS)
    return _packed(columns) << (_WIDE * _COLUMNS if is_about(name) else 0)


def _packed(columns: list[str]) -> Sum:
    total = 1
    for number, column in enumerate(columns):
        for letter, value in _WEIGHT.findall(column):
            total += int(value) << _WIDE * (1 + number * _N + ord(letter) - ord("a"))
    return total


def judge(clauses: list[Seen], about_mail: list[str], subject: str = "Re:") -> Judged:
    rows, views = _linear(clauses, about_mail)
    heard = net.opinion(clauses, subject)
    return Judged(
        scores=_mean(*views, heard.intents),
        carriers=tuple([column.index(max(column)) for column in zip(*rows, strict=True)]),
        clause_scores=rows,
        days=heard.days,
    )


def clause_scores(clauses: list[Seen], about_mail: list[str]) -> tuple[Vector, ...]:
    """How much each clause says each intent by itself."""
    return _linear(clauses, about_mail)[0]


def _linear(clauses: list[Seen], about_mail: list[str]) -> tuple[tuple[Vector, ...], tuple[Vector, ...]]:
    """What the linear views give each clause in the mean, and what each gives the mail."""
    summed = [(_of_clause(clause.words), _sum_of(clause.marks)) for clause in clauses]
    parts = [(_unpacked(words), _unpacked(marks)) for words, marks in summed]
    whole = _whole([words + marks for words, marks in summed] + [_sum_of(about_mail)])
    (rows, of_words), (other_rows, of_classes) = (_viewed(parts, whole, view) for view in range(len(VIEWS)))
    return tuple(map(_mean, rows, other_rows)), (of_words, of_classes)


def _whole(summed: list[Sum]) -> Vector:
    if len(summed) <= FEW:
        return _unpacked(sum(summed))
    return tuple(map(sum, zip(*map(_unpacked, summed), strict=True)))


def _mean(*views: Vector) -> Vector:
    return tuple([sum(column) / len(views) for column in zip(*views, strict=True)])


def _viewed(parts: list[tuple[Vector, Vector]], whole: Vector, view: int) -> tuple[list[Vector], Vector]:
    """What one view gives each clause, and the mail."""
    first = view * _COLUMNS
    clause = slice(first + 1, first + 1 + _N)
    rows = [_scaled(words[first], words[clause], marks[first], marks[clause]) for words, marks in parts] or [
        (0.0,) * _N
    ]
    scale = max(whole[first], 1) ** -0.5 / 100
    of_mail = whole[first + 1 + _N : first + _COLUMNS]
    strongest = rows[0] if len(rows) == 1 else map(_soft_greatest, zip(*rows, strict=True))
    bias = weights().bias[view]
    return rows, tuple([s + m * scale + b for s, m, b in zip(strongest, of_mail, bias, strict=True)])


def strongest(scores: list[float]) -> list[int]:
    """The clauses that say an intent most, the strongest first."""
    top = max(scores)
    near = [i for i, score in enumerate(scores) if score > max(top - 1.5, 0)]
    return sorted(near, key=lambda i: -scores[i]) or [scores.index(top)]


def certainty(days: Sequence[float | None]) -> Vector:
    """How sure the surest day of each kind is, and whether there is none."""
    return (
        *[0.0 if score is None else min(max(score, -SURE), SURE) for score in days],
        *[float(score is None) for score in days],
    )


def length(clauses: int) -> Vector:
    """A mail's length as far as it tells how much it says: one clause, two, some, many."""
    return (float(clauses == 1), float(clauses == 2), float(clauses > 5))


def likeliest(scores: Vector) -> tuple[int, ...]:
    """The intents that hold; if none does, the likeliest. No promise that is not likely by itself."""
    held = tuple(i for i, score in enumerate(scores) if score > 0)
    return held or (max((s, i) for i, s in enumerate(scores) if i != _PROMISE)[1],)


def together(scores: Vector, days: Sequence[float | None], clauses: int) -> Vector:
    """The scores when all are looked at side by side, with the surest day of each of `net.KINDS`."""
    chances = [1 / (1 + math.exp(-min(max(s, -50), 50))) for s in scores]
    given = (*scores, *chances, *certainty(days), *length(clauses), 1.0)
    return tuple([sum(map(mul, row, given)) for row in weights().together])


class _Sums(dict[Any, Sum]):
    """The sums of what was met before. A plain look-up, half the cost of `lru_cache`, a hundred times a mail;
    emptied when full, so that no stream of odd words fills the memory."""

    def __init__(self, work_out: Callable[[Any], Sum]) -> None:
        self._work_out = work_out

    def __missing__(self, key: Any) -> Sum:
        if len(self) >= KNOWN:
            self.clear()
        found = self[key] = self._work_out(key)
        return found


def _by_classes(pair: int) -> Sum:
    first, second = divmod(pair, _MOST_KINDS)
    return _sum_of(of_kinds(_kinds[first], _kinds[second]))


def _kind(word: str) -> int:
    """The number of what a word is about, which few kinds of words share; 0: of nothing that has a weight."""
    about = tuple([name for name in classes(word) if name in _weighed()])
    if about not in _kind_numbers:
        _kind_numbers[about] = len(_kinds)
        _kinds.append(about)
    return _kind_numbers[about]


@cache
def _weighed() -> frozenset[str]:
    """The names that pairs with a weight are made of: few, whatever words a mail makes up."""
    pairs = (_PAIR.fullmatch(name) for name in weights().known if name[0] == "~")
    return frozenset(name for pair in pairs if pair for name in pair.groups())


_MOST_KINDS = 1 << 16
FURTHEST = max(NEAR)  # words that far apart are seen together, and all that are nearer
_kinds: list[tuple[str, ...]] = [()]
_kind_numbers: dict[tuple[str, ...], int] = {(): 0}
_of_names = _Sums(lambda name: _of(name) if name in weights().known else 0)
_of_words = _Sums(lambda word: _sum_of(of_word(word)))
_of_frames = _Sums(lambda frame: _sum_of(of_frame(frame)))
_of_pairs = _Sums(_by_classes)
_kind_of = _Sums(_kind)


def _of_clause(words: list[str]) -> Sum:
    """What `features.of_words` names, without the names: most words are about nothing known, and most pairs
    have no weight, so that of all pairs few are looked up."""
    total = sum(map(_of_words.__getitem__, words))
    if found := frames(words):
        total += sum(map(_of_frames.__getitem__, found))
    known = weights().known
    total += sum([_of_names[pair] for pair in map(" ".join, pairwise(words)) if pair in known])
    about = [(at, kind) for at, kind in enumerate(map(_kind_of.__getitem__, words)) if kind]
    for index, (at, kind) in enumerate(about):
        for then, other in about[index + 1 : index + 1 + FURTHEST]:
            if then - at <= FURTHEST:
                total += _of_pairs[kind * _MOST_KINDS + other]
    return total


def _sum_of(names: Iterable[str]) -> Sum:
    return sum(map(_of_names.__getitem__, names))


def _unpacked(total: Sum) -> Vector:
    """The fields again, each with its sign."""
    return _FIELD.unpack((total + _LIFT ^ _LIFT).to_bytes(_FIELD.size, "little"))


def _scaled(words: float, of_words: Vector, marks: float, of_marks: Vector) -> Vector:
    a = max(words, LEAST) ** -0.5 / 100
    if not marks:
        return tuple([w * a for w in of_words])
    b = MARKS * max(marks, 1) ** -0.5 / 100
    return tuple([w * a + m * b for w, m in zip(of_words, of_marks, strict=True)])


def _soft_greatest(column: Vector) -> float:
    top = max(column)
    exp = math.exp
    return top + math.log(sum([exp(SHARPNESS * (one - top)) for one in column])) / SHARPNESS
