"""The second reader: a small network that hears an answer in its own way; no letter leaves unless it agrees.

The rules read an order where they find its words; what they do not know they cannot doubt. The network has
learnt from labelled answers alone (`python -m tests.train_owner`) what is ordered about one case of a mail,
told of each word whether it names that case or another. It orders nothing by itself: where it hears no order
that presses, what the rules read is asked back.

Pure but for its weights. The cost grows with the cases that are pressed times the words, up to `LONGEST`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from bot.owner.answers.context import Context, Item
from bot.owner.answers.second.heard import Heard, shown, words_for
from bot.reading import layers
from bot.reading.layers import UNKNOWN, Array

SAYS = (
    "presses", "stops", "unclear",  # the two last help it to learn
    "ok", "no", "stop", "pause", "resume", "paid", "not_received", "credit", "dispute", "dispute_closed",
    "accept", "refuse", "propose", "plan", "called", "contact", "kind", "treatment", "drop",
    "mise_en_demeure", "posted", "already_reminded", "ask", "note",
)  # fmt: skip
GRAMS = 4_000  # numbers for pieces of words
MANY = 8  # lists of so many cases, and of more


@dataclass(frozen=True, slots=True)
class Net:
    words: dict[str, int]
    matters: dict[str, int]
    tables: dict[str, layers.Table]
    matrices: layers.Matrices


@cache
def net() -> Net:
    text = files("bot.owner.answers.second").joinpath("weights.txt").read_bytes()
    _, *names, rest = text.split(b"\n", 3)
    words, matters = (line.decode().split("\t")[1:] for line in names)
    return Net(
        {word: i for i, word in enumerate(words, UNKNOWN + 1)},
        {matter: i for i, matter in enumerate(matters, 1)},
        *layers.matrices(rest.splitlines()),
    )


class Second:
    """What it hears about each case of one answer's mail; gone over only if somebody asks."""

    def __init__(self, sentences: Sequence[Heard], context: Context) -> None:
        self._sentences, self._context = sentences, context
        self._about: dict[int, Mapping[str, float]] = {}

    @property
    def knows(self) -> bool:
        """Whether it has learnt from answers to such a mail; of others it has no opinion."""
        return self._context.matter in net().matters

    def about(self, item: Item) -> Mapping[str, float]:
        """How likely it finds it that each thing is said of that case, from 0 to 1."""
        if item.n not in self._about:
            self._about[item.n] = _about(self._sentences, item, self._context)
        return self._about[item.n]


def _about(sentences: Sequence[Heard], item: Item, context: Context) -> Mapping[str, float]:
    of, tables = net().matrices, net().tables
    words, roles = words_for(item, sentences)
    told = [tables["matter"][net().matters.get(context.matter, 0)], tables["many"][many(context)]]
    given = np.stack([vector(word) for word in words]) + tables["role"][roles] + sum(told)
    states = layers.states(of, given)
    whole = np.concatenate([layers.as_a_whole(states), *told])
    chances = 1 / (1 + np.exp(-layers.said(of, states, whole)))
    return dict(zip(SAYS, map(float, chances), strict=True))


def many(context: Context) -> int:
    return min(len(shown(context)), MANY) if context.kind != "notice" else 0


@lru_cache(5_000)
def vector(word: str) -> Array:
    """What it knows of a word before it reads the others."""
    of = net()
    own = of.tables["word"][of.words.get(word, UNKNOWN)]
    return np.asarray(own + of.tables["gram"][list(grams(word))].mean(0))


def grams(word: str) -> tuple[int, ...]:
    return layers.grams(word, GRAMS)
