"""Makes `bot/reading/lexicon/weights.txt` from the labelled replies: `python -m tests.train`.

`--cross` trains five times on four fifths of the tuned files (and all our own replies) and measures on the
fifth left out: the honest figure for a change, without touching the file kept aside. Needs numpy, which the
product does not. The words of the kept-aside file are never seen here.
"""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.reading.dates import here
from bot.reading.features import of_mail, of_words
from bot.reading.heard import hear, seen
from bot.reading.model import INTENTS, LEAST, MARKS, SHARPNESS, Seen
from bot.reading.quotes import cut
from bot.reading.sentences import clauses
from tests.labelled import REPLIES, Labelled, from_lines, own

TUNED = ("tuned_a", "tuned_c")
KEPT = 6_500  # features in the file
SEEN_AT_LEAST = 2
PULL = 0.03  # towards zero
FOR_THE_INTENT = 1.5  # what a missed intent weighs beside a false one
OWN_WEIGHT = 0.7
MACHINES = {"bounce", "out_of_office", "auto_receipt"}
Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Example:
    clauses: list[Seen]
    mail: list[str]
    intents: tuple[str, ...]
    own: bool


def example(reply: Labelled) -> Example:
    now = here(reply.received_at)
    assert now
    heard = [hear(c, now) for c in clauses(cut(reply.body).text)]
    words_of = [seen(h) for h in heard]
    about = of_mail(reply.subject, [words for words, _ in words_of])
    looked = [(of_words(words), marks) for words, marks in words_of]
    if reply.own:  # their days stand beside no real day of arrival
        looked = [(words, [m for m in marks if m[0] != "%"]) for words, marks in looked]
    return Example(looked, about, reply.intents, reply.own)


def examples(replies: list[Labelled]) -> list[Example]:
    """People's replies only: machines are told apart before."""
    return [example(r) for r in replies if not MACHINES & set(r.intents)]


class Rows:
    """Sparse rows, with sums along them and along their columns."""

    def __init__(self, rows: list[tuple[list[int], list[float]]], width: int) -> None:
        self.width = width
        self.length = len(rows)
        self.columns = np.array([c for cs, _ in rows for c in cs], dtype=np.int64)
        self.values = np.array([v for _, vs in rows for v in vs], dtype=np.float64)[:, None]
        self.of = np.repeat(np.arange(len(rows)), [len(cs) for cs, _ in rows])
        self.order = np.argsort(self.columns, kind="stable")

    def times(self, weights: Array) -> Array:
        return _sum_by(self.of, weights[self.columns] * self.values, self.length)

    def back(self, per_row: Array) -> Array:
        spread = (per_row[self.of] * self.values)[self.order]
        return _sum_by(self.columns[self.order], spread, self.width)


def _sum_by(keys: Ints, values: Array, length: int) -> Array:
    total = np.zeros((length, values.shape[1]))
    if len(keys):
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
        total[keys[starts]] = np.add.reduceat(values, starts, axis=0)
    return total


@dataclass(frozen=True)
class Data:
    clauses: Rows
    mails: Rows
    mail_of: Ints  # the mail of each clause
    count: int


def data(given: list[Example], vocabulary: dict[str, int]) -> Data:
    clause_rows, mail_rows, mail_of = [], [], []
    for number, one in enumerate(given):
        for words, marks in one.clauses or [([], [])]:
            clause_rows.append(_clause_row(words, marks, vocabulary))
            mail_of.append(number)
        names = [f for s in one.clauses for column in s for f in column]
        found = [vocabulary[f] for f in (*names, *one.mail) if f in vocabulary]
        mail_rows.append((found, [max(len(found), 1) ** -0.5] * len(found)))
    width = len(vocabulary)
    return Data(Rows(clause_rows, width), Rows(mail_rows, width), np.array(mail_of), len(given))


def _clause_row(
    words: list[str], marks: list[str], vocabulary: dict[str, int]
) -> tuple[list[int], list[float]]:
    a = [vocabulary[f] for f in words if f in vocabulary]
    b = [vocabulary[f] for f in marks if f in vocabulary]
    scale, mark_scale = max(len(a), LEAST) ** -0.5, MARKS * max(len(b), 1) ** -0.5
    return a + b, [scale] * len(a) + [mark_scale] * len(b)


@dataclass(frozen=True)
class Trained:
    clause: Array
    mail: Array
    bias: Array


def scores(trained: Trained, given: Data) -> tuple[Array, Array]:
    """The mails' scores, and each clause's share in its mail's."""
    said = given.clauses.times(trained.clause)
    top = np.full((given.count, said.shape[1]), -1e9)
    np.maximum.at(top, given.mail_of, said)
    lifted = np.exp(SHARPNESS * (said - top[given.mail_of]))
    total = _sum_by(given.mail_of, lifted, given.count)
    soft = top + np.log(total) / SHARPNESS
    return soft + given.mails.times(trained.mail) + trained.bias, lifted / total[given.mail_of]


def fit(given: Data, labels: NDArray[np.bool_], weight: Array, rounds: int = 60) -> Trained:
    width, kinds = given.clauses.width, labels.shape[1]
    sign = np.where(labels, 1.0, -1.0)
    cost = np.where(labels, FOR_THE_INTENT, 1.0) * weight[:, None]

    def taken_apart(x: Array) -> Trained:
        half = width * kinds
        shape = (width, kinds)
        return Trained(x[:half].reshape(shape), x[half : 2 * half].reshape(shape), x[2 * half :])

    def loss(x: Array) -> tuple[float, Array]:
        now = taken_apart(x)
        score, share = scores(now, given)
        margin = sign * score
        value = float((cost * np.logaddexp(0, -margin)).sum())
        value += 0.5 * PULL * float((now.clause**2).sum() + (now.mail**2).sum())
        slope = -sign * cost / (1 + np.exp(np.clip(margin, -500, 500)))
        clause = given.clauses.back(slope[given.mail_of] * share) + PULL * now.clause
        mail = given.mails.back(slope) + PULL * now.mail
        return value, np.concatenate([clause.ravel(), mail.ravel(), slope.sum(0)])

    start = np.zeros(2 * width * kinds + kinds)
    start[-kinds:] = -2
    return taken_apart(descend(loss, start, rounds))


def descend(loss: Callable[[Array], tuple[float, Array]], x: Array, rounds: int, memory: int = 6) -> Array:
    """L-BFGS with halving steps."""
    value, slope = loss(x)
    steps: list[tuple[Array, Array]] = []
    for number in range(rounds):
        way = -_turned(slope, steps)
        step = 1.0 if number else 1.0 / float(np.abs(slope).max())
        for _ in range(20):
            new = x + step * way
            new_value, new_slope = loss(new)
            if new_value <= value + 1e-4 * step * float(slope @ way):
                break
            step /= 2
        steps = [*steps, (new - x, new_slope - slope)][-memory:]
        x, value, slope = new, new_value, new_slope
    return x


def _turned(slope: Array, steps: list[tuple[Array, Array]]) -> Array:
    q = slope.copy()
    kept = []
    for s, y in reversed(steps):
        a = float(s @ q) / float(y @ s)
        q -= a * y
        kept.append(a)
    if steps:
        s, y = steps[-1]
        q *= float(s @ y) / float(y @ y)
    for (s, y), a in zip(steps, reversed(kept), strict=True):
        q += s * (a - float(y @ q) / float(y @ s))
    return q


def learn(given: list[Example]) -> tuple[dict[str, int], Trained]:
    """Once with every feature, then again with those that mattered."""
    labels = np.array([[kind in one.intents for kind in INTENTS] for one in given])
    weight = np.array([OWN_WEIGHT if one.own else 1.0 for one in given])
    count = Counter(
        f for one in given for f in {f for s in one.clauses for column in s for f in column} | set(one.mail)
    )
    names = sorted(f for f, times in count.items() if times >= SEEN_AT_LEAST)
    vocabulary = {f: i for i, f in enumerate(names)}
    first = fit(data(given, vocabulary), labels, weight, 30)
    matter = np.abs(first.clause).max(1) + np.abs(first.mail).max(1)
    best = sorted(names, key=lambda f: -matter[vocabulary[f]] * count[f] ** 0.25)[:KEPT]
    vocabulary = {f: i for i, f in enumerate(sorted(best))}
    return vocabulary, fit(data(given, vocabulary), labels, weight)


def written(vocabulary: dict[str, int], trained: Trained) -> str:
    lines = ["# Made by `python -m tests.train`; see model.py. Do not edit by hand."]
    lines.append("bias\t" + _column(trained.bias, 0))
    for name, i in vocabulary.items():
        clause, mail = _column(trained.clause[i]), _column(trained.mail[i])
        lines.append(f"{name}\t{clause}\t{mail}")
    return "\n".join(lines) + "\n"


def _column(vector: Array, least: int = 5) -> str:
    whole = [(chr(ord("a") + i), round(float(v) * 100)) for i, v in enumerate(vector)]
    return "".join(f"{letter}{value}" for letter, value in whole if abs(value) >= least)


def crossed() -> tuple[list[Example], Array]:
    """Scores of the tuned files, each by a model that has not seen it."""
    tuned = examples([r for name in TUNED for r in from_lines(name)])
    ours = examples(own())
    found = np.zeros((len(tuned), len(INTENTS)))
    for part in range(5):
        inside = [e for i, e in enumerate(tuned) if i % 5 != part]
        outside = [e for i, e in enumerate(tuned) if i % 5 == part]
        vocabulary, trained = learn(inside + ours)
        found[part::5] = scores(trained, data(outside, vocabulary))[0]
    return tuned, found


def f1_of(given: list[Example], found: Array) -> dict[str, float]:
    gold = np.array([[kind in one.intents for kind in INTENTS] for one in given])
    said = found > 0
    said[np.arange(len(given)), found.argmax(1)] = True
    human = gold.any(1)
    gold, said = gold[human], said[human]
    both, either = (gold & said).sum(0), gold.sum(0) + said.sum(0)
    figures = {kind: float(2 * both[i] / max(either[i], 1)) for i, kind in enumerate(INTENTS)}
    return {
        **figures,
        "macro-F1": float(np.mean(list(figures.values()))),
        "same set": float((gold == said).all(1).mean()),
    }


def main() -> None:
    if "--cross" in sys.argv:
        for name, figure in f1_of(*crossed()).items():
            print(f"{name:20} {figure:.3f}")
        return
    vocabulary, trained = learn(examples([r for name in TUNED for r in from_lines(name)] + own()))
    target = REPLIES.parent.parent / "bot" / "reading" / "lexicon" / "weights.txt"
    target.write_text(written(vocabulary, trained), "utf-8")
    print(f"{target.name}: {len(vocabulary)} features, {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
