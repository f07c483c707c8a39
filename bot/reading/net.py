"""The small network: a mail's words in their order in, how strongly each intent is said, out.

It hears what the linear model (`model`) cannot: who does what, what is undone or put off three words later.
Each word is the sum of a vector of its own, of its letters' and of what it is about (`features.classes`); a
gated recurrent unit (GRU, as PyTorch defines it) goes over them forwards and backwards; each intent is then
told from the words that it looks at most, and from the mail as a whole. `python -m tests.train` makes its
weights (`lexicon/net.txt`) from the labelled replies alone: no pretrained model, nothing to download. A
matrix is a line: its name, its rows' scales and its bytes, in Base64.

Pure but for that file. The cost grows with the words up to `LONGEST`; what stands behind them only the linear
model sees.
"""

import zlib
from base64 import b64decode
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from bot.reading.features import Seen, classes

LONGEST = 220  # words and marks of a mail that are heard
OF_A_CLAUSE = 60  # words of one clause
GRAMS = 10_000  # numbers for pieces of words; several pieces share one
UNKNOWN = 1  # the number of a word that the training saw too rarely
_OPENS, _CLOSES = "<s>", "<c>"
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Net:
    words: dict[str, int]
    classes: dict[str, int]
    matrices: dict[str, Array]  # by PyTorch's names

    def __getitem__(self, name: str) -> Array:
        return self.matrices[name]


@cache
def net() -> Net:
    lines = files("bot.reading.lexicon").joinpath("net.txt").read_text("utf-8").splitlines()[1:]
    words, kinds = ({w: i for i, w in enumerate(line.split(" ")[1:], 1)} for line in lines[:2])
    matrices = dict(_matrix(*line.split("\t")) for line in lines[2:])
    return Net({w: i + UNKNOWN for w, i in words.items()}, kinds, matrices)


def _matrix(name: str, scales: str, numbers: str) -> tuple[str, Array]:
    of_rows = np.frombuffer(b64decode(scales), "<f4")
    whole = np.frombuffer(b64decode(numbers), np.int8).reshape(len(of_rows), -1)
    return name, whole.astype(np.float32) * of_rows[:, None]


def heard_as(clauses: list[Seen], about_mail: list[str]) -> list[str]:
    """What it goes over: features of the mail, then each clause's words and the phrases known in it.

    Not that it opens a matter of its own: our own replies tell that of other business alone, and a short
    "Je conteste F-118" under a new subject would pass for some.
    """
    found = [*(about for about in about_mail if "new" not in about), _OPENS]
    for words, marks in clauses:
        found += [*words[:OF_A_CLAUSE], *(m for m in marks if m[0] == "@" and "&" not in m), _CLOSES]
        if len(found) >= LONGEST:
            break
    return found[:LONGEST]


def is_word(token: str) -> bool:
    return token[0] not in "<@$"


@lru_cache(20_000)
def grams(token: str) -> tuple[int, ...]:
    """The numbers of its pieces: three letters each, its first four to six and its last ones."""
    if not is_word(token):
        return (zlib.crc32(token.encode()) % GRAMS,)
    whole = f"^{token[:40]}$"
    pieces = {whole, whole[:4], whole[:5], whole[:6], whole[-3:], whole[-4:]}
    pieces |= {whole[i : i + 3] for i in range(len(whole) - 2)}
    return tuple(sorted({zlib.crc32(piece.encode()) % GRAMS for piece in pieces}))


@lru_cache(20_000)
def vector(token: str) -> Array:
    """What the network knows of a word before it reads the others."""
    of = net()
    found: Array = of["word"][of.words.get(token, UNKNOWN)] + of["gram"][list(grams(token))].mean(0)
    for kind in classes(token) if is_word(token) else ():
        if kind in of.classes:
            found = found + of["kind"][of.classes[kind]]
    return found


def scores(clauses: list[Seen], about_mail: list[str]) -> tuple[float, ...]:
    """How strongly the mail says each intent, in the model's order; above 0 it is likelier than not."""
    of = net()
    states = _both_ways(of, np.stack([vector(t) for t in heard_as(clauses, about_mail)]))
    looks = states @ of["look.weight"].T + of["look.bias"]
    looks = np.exp(looks - looks.max(0))
    said = states @ of["say.weight"].T + of["say.bias"]
    whole = np.concatenate([states.max(0), states.mean(0)])
    found = (looks * said).sum(0) / looks.sum(0) + of["mail.weight"] @ whole + of["mail.bias"][0]
    return tuple(map(float, found))


@cache
def _hidden() -> tuple[Array, Array]:
    """What a state gives the next one, of both ways, side by side."""
    of, ways = net(), ("forth", "back")
    return (np.stack([np.ascontiguousarray(of[f"hidden.{way}"].T) for way in ways]),
            np.stack([of[f"hidden_bias.{way}"] for way in ways]))  # fmt: skip


def _both_ways(of: Net, given: Array) -> Array:
    """The states of the unit at each word, forwards and backwards side by side."""
    width = of["hidden.forth"].shape[1]
    steps = np.stack([given @ of["input.forth"].T + of["bias.forth"],
                      (given @ of["input.back"].T + of["bias.back"])[::-1]], 1)  # fmt: skip
    hidden, bias = _hidden()
    state = np.zeros((2, 1, width), np.float32)
    found = np.empty((len(given), 2, width), np.float32)
    for at, step in enumerate(steps[:, :, None, :]):
        held = state @ hidden + bias
        opened = 1 / (1 + np.exp(-(step + held)[..., : 2 * width]))  # the gates: reset, update
        reset, update = opened[..., :width], opened[..., width:]
        fresh = np.tanh(step[..., 2 * width :] + reset * held[..., 2 * width :])
        state = fresh + update * (state - fresh)
        found[at] = state[:, 0]
    return np.concatenate([found[:, 0], found[::-1, 1]], 1)
