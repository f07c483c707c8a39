"""Fits the reader's linear model: rows of feature numbers and their labels in, weights out.

Plain logistic regression, one intent beside the other, whose score of a mail is the strongest clause's
score (softly) plus that of the mail as a whole, as in `bot/reading/model.py`. Needs scipy, which neither
the product nor its tests need.
"""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.reading.model import INTENTS, LEAST, MARKS, SHARPNESS, length
from bot.reading.net import Tokens
from tests.train_days import LabelledDay

PULL = 0.06  # of a mail's weights towards zero
CLAUSE_PULL = 0.12  # of a clause's
FOR_THE_INTENT = 2.0  # what a missed intent weighs beside a false one
TOGETHER_PULL = 3.0
Array = NDArray[np.float32]
Bools = NDArray[np.bool_]
sparse: Any = import_module("scipy.sparse")
optimize: Any = import_module("scipy.optimize")


@dataclass(frozen=True)
class Example:
    id: str
    clauses: list[tuple[list[str], list[str]]]  # features of its words, and of its phrases and days
    mail: list[str]
    intents: tuple[str, ...]
    hand: str  # who wrote it
    told: list[frozenset[str]] | None = None  # what each clause says by itself, where somebody has marked it
    weight: float = 1.0  # as many mails as it counts for
    heard: Tokens = field(default_factory=lambda: Tokens([], [], []))  # what the network goes over
    days: list[LabelledDay] = field(default_factory=list)  # those that the network hears


@dataclass(frozen=True)
class Data:
    clauses: Any  # sparse: a row for each clause
    mails: Any
    starts: NDArray[np.int64]  # the first clause of each mail
    mail_of: NDArray[np.int64]  # the mail of each clause
    weights: Array  # of the mails


@dataclass(frozen=True)
class Trained:
    clause: Array
    mail: Array
    bias: Array


def data(given: list[Example], numbers: dict[str, int]) -> Data:
    clauses, mails = _Rows(), _Rows()
    mail_of: list[int] = []
    for place, one in enumerate(given):
        whole = [numbers[f] for f in one.mail if f in numbers]
        for words, marks in one.clauses or [([], [])]:
            a = [numbers[f] for f in words if f in numbers]
            b = [numbers[f] for f in marks if f in numbers]
            clauses.add((a, max(len(a), LEAST) ** -0.5), (b, MARKS * max(len(b), 1) ** -0.5))
            whole += a + b
            mail_of.append(place)
        mails.add((whole, max(len(whole), 1) ** -0.5))
    of = np.array(mail_of)
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    weights = np.array([one.weight for one in given], np.float32)
    return Data(clauses.matrix(len(numbers)), mails.matrix(len(numbers)), starts, of, weights)


class _Rows:
    def __init__(self) -> None:
        self.columns: list[int] = []
        self.values: list[float] = []
        self.ends = [0]

    def add(self, *parts: tuple[list[int], float]) -> None:
        for columns, value in parts:
            self.columns += columns
            self.values += [value] * len(columns)
        self.ends.append(len(self.columns))

    def matrix(self, width: int) -> Any:
        shape = (len(self.ends) - 1, width)
        made = sparse.csr_matrix((np.array(self.values, np.float32), self.columns, self.ends), shape)
        made.sum_duplicates()
        return made


def scores(trained: Trained, given: Data) -> tuple[Array, Array]:
    """The mails' scores, and each clause's share in its mail's."""
    said = given.clauses @ trained.clause
    top = np.maximum.reduceat(said, given.starts, axis=0)
    lifted = np.exp(SHARPNESS * (said - top[given.mail_of]))
    total = np.add.reduceat(lifted, given.starts, axis=0)
    soft = top + np.log(total) / SHARPNESS
    return soft + given.mails @ trained.mail + trained.bias, lifted / total[given.mail_of]


def fit(given: Data, labels: Bools, told: Bools, known: Bools, rounds: int) -> Trained:
    """`labels` of the mails; `told` of their clauses, of those that are `known`: they teach as much again."""
    width, kinds = given.clauses.shape[1], labels.shape[1]
    half, shape = width * kinds, (width, kinds)
    sign, cost = _signed(labels)
    sign_told, cost_told = _signed(told)
    cost *= given.weights[:, None]
    cost_told *= (known * given.weights[given.mail_of])[:, None]
    clauses_back, mails_back = given.clauses.T.tocsr(), given.mails.T.tocsr()

    def taken_apart(x: NDArray[np.float64]) -> tuple[Trained, Array]:
        y = x.astype(np.float32)
        clause, mail, biases = y[:half], y[half : 2 * half], y[2 * half :].reshape(2, kinds)
        return Trained(clause.reshape(shape), mail.reshape(shape), biases[0]), biases[1]

    def loss(x: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        now, bias_told = taken_apart(x)
        score, share = scores(now, given)
        of_mails, slope = _logistic(sign, cost, score)
        of_clauses, slope_told = _logistic(sign_told, cost_told, given.clauses @ now.clause + bias_told)
        value = of_mails + of_clauses
        value += 0.5 * CLAUSE_PULL * float((now.clause**2).sum()) + 0.5 * PULL * float((now.mail**2).sum())
        clause = clauses_back @ (slope[given.mail_of] * share + slope_told) + CLAUSE_PULL * now.clause
        mail = mails_back @ slope + PULL * now.mail
        parts = [clause.ravel(), mail.ravel(), slope.sum(0), slope_told.sum(0)]
        return value, np.concatenate(parts).astype(np.float64)

    start = np.zeros(2 * half + 2 * kinds)
    start[-2 * kinds :] = -2
    return taken_apart(optimize.fmin_l_bfgs_b(loss, start, m=6, maxiter=rounds, maxfun=2 * rounds)[0])[0]


def _signed(labels: Bools) -> tuple[Array, Array]:
    return (
        np.where(labels, 1, -1).astype(np.float32),
        np.where(labels, FOR_THE_INTENT, 1).astype(np.float32),
    )


def _logistic(sign: Array, cost: Array, score: Array) -> tuple[float, Array]:
    """The loss, and its slope by the score."""
    margin = sign * score
    slope: Array = -sign * cost / (1 + np.exp(np.clip(margin, -80, 80)))
    return float((cost * np.logaddexp(0, -margin)).sum()), slope


def together(found: Array, lengths: NDArray[np.int64], labels: Bools) -> Array:
    """How the scores of all intents, their chances and the surest days decide each intent: a row for each."""
    given = beside_chances(found, lengths)
    middle, spread = given[:, :-1].mean(0), given[:, :-1].std(0)
    scaled = np.c_[(given[:, :-1] - middle) / spread, np.ones(len(given))]
    sign = np.where(labels, 1, -1)
    shape = (scaled.shape[1], labels.shape[1])
    free = np.r_[np.ones(shape[0] - 1), 0][:, None]  # the constant is not pulled

    def loss(x: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        now = x.reshape(shape)
        margin = sign * (scaled @ now)
        slope = -sign / (1 + np.exp(np.clip(margin, -50, 50)))
        value = float(np.logaddexp(0, -margin).sum() + 0.5 * TOGETHER_PULL * (free * now**2).sum())
        return value, (scaled.T @ slope + TOGETHER_PULL * free * now).ravel()

    best = optimize.fmin_l_bfgs_b(loss, np.zeros(shape).ravel(), maxiter=300)[0].reshape(shape)
    rows = best[:-1] / spread[:, None]
    whole: Array = np.r_[rows, (best[-1] - middle @ rows)[None]].T.astype(np.float32)
    return whole


def beside_chances(found: Array, lengths: NDArray[np.int64]) -> Array:
    """What is judged together: of each mail the intents' scores, their chances, its days and its length."""
    scores, days = found[:, : len(INTENTS)], found[:, len(INTENTS) :]
    chances = 1 / (1 + np.exp(-np.clip(scores, -50, 50)))
    made: Array = np.c_[scores, chances, days, [length(int(n)) for n in lengths], np.ones(len(found))]
    return made
