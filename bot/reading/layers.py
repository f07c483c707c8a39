"""What our networks are made of: pieces of words, two layers over the words, what is made of them then.

A quasi-recurrent unit (Bradbury et al., 2016): the words beside a word tell how much of what was read is kept
and how much of the word itself is taken in. Its gates hang on the words alone, so that all of them are one
product of matrices and only the mixing goes word by word. What is said is then told from the words that are
looked at most for it, and from the text as a whole.

Shared by the debtors' reader (`net`) and the second reader of the owner's answers. A matrix is a line of
text: its name, its rows' scales and its bytes, in Base64; one whose rows are looked up one by one, a `Table`,
is kept as narrow as it is written. Pure.
"""

import zlib
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 1  # the number of a word that the training saw too rarely
BESIDE = 1  # words on either side that the first layer looks at
Array = NDArray[np.float32]
Matrices = Mapping[str, Array]  # by PyTorch's names


@dataclass(frozen=True, slots=True)
class Table:
    """Vectors of words and the like: of thousands of rows a text needs a few dozen."""

    scales: Array  # one for each row
    numbers: NDArray[np.int8]

    def __getitem__(self, rows: int | list[int] | slice) -> Array:
        found: Array = self.numbers[rows].astype(np.float32) * self.scales[rows][..., None]
        return found

    @property
    def width(self) -> int:
        return int(self.numbers.shape[1])


def matrices(lines: Iterable[bytes]) -> tuple[dict[str, Table], dict[str, Array]]:
    """The tables, and the layers' own weights, whose names have a full stop ("first.bias")."""
    found = dict(map(_table, lines))
    weights = {name: table[:] for name, table in found.items() if "." in name}
    return {name: table for name, table in found.items() if name not in weights}, weights


def _table(line: bytes) -> tuple[str, Table]:
    name, scales, numbers = line.split(b"\t")
    of_rows = np.frombuffer(b64decode(scales), "<f4")
    return name.decode(), Table(of_rows, np.frombuffer(b64decode(numbers), np.int8).reshape(len(of_rows), -1))


def is_word(token: str) -> bool:
    return token[0] not in "<@"


def grams(token: str, many: int) -> tuple[int, ...]:
    """The numbers, below `many`, of its pieces: three letters each, its first four to six and its last ones.

    Several pieces share a number.
    """
    if not is_word(token):
        return (zlib.crc32(token.encode()) % many,)
    whole = f"^{token[:40]}$"
    found = {whole, whole[:4], whole[:5], whole[:6], whole[-3:], whole[-4:]}
    found |= {whole[i : i + 3] for i in range(len(whole) - 2)}
    return tuple(sorted({zlib.crc32(piece.encode()) % many for piece in found}))


def given(of: Matrices, name: str, inputs: Array) -> Array:
    found: Array = inputs @ of[f"{name}.weight"].T + of[f"{name}.bias"][0]
    return found


def states(of: Matrices, words: Array) -> Array:
    """Both layers' states at each word, side by side."""
    edge = np.zeros((BESIDE, words.shape[1]), np.float32)
    padded = np.concatenate([edge, words, edge])
    windows = np.concatenate([padded[i : len(words) + i] for i in range(2 * BESIDE + 1)], 1)
    first = _layer(of, "first", windows)
    return np.concatenate([first, first + _layer(of, "second", first)], 1)


def as_a_whole(states: Array) -> Array:
    """The greatest and the mean of each of them."""
    return np.concatenate([states.max(0), states.mean(0)])


def said(of: Matrices, states: Array, whole: Array) -> Array:
    """How surely each thing is said; above 0 it is likelier than not."""
    looks = given(of, "look", states)
    looks = np.exp(looks - looks.max(0))
    strongest = (looks * given(of, "say", states)).sum(0) / looks.sum(0)
    found: Array = strongest + given(of, "mail", whole)
    return found


def _layer(of: Matrices, name: str, inputs: Array) -> Array:
    """A word's state: what was kept of the states before it and taken in of itself, as far as it is let out.

    The three parts of a line, each forwards and backwards: what is taken in place of the past, the word, the
    way out.
    """
    lines = given(of, name, inputs)
    size = lines.shape[1] // 3
    take, word, out = lines[:, :size], lines[:, size : 2 * size], lines[:, 2 * size :]
    taking = 1 / (1 + np.exp(-take))
    kept, taken = 1 - taking, taking * np.tanh(word)
    half = kept.shape[1] // 2
    kept[:, half:], taken[:, half:] = kept[::-1, half:].copy(), taken[::-1, half:].copy()
    for state, keeping, new in zip(taken, kept[1:], taken[1:], strict=False):
        new += keeping * state
    taken[:, half:] = taken[::-1, half:].copy()
    found: Array = taken / (1 + np.exp(-out))
    return found
