"""What the networks of `bot/reading/layers.py` are taught with; `train_net` and `train_owner` build on it.

Needs PyTorch, which neither the product nor its tests need: what is learnt is written as text and read by
numpy. A word is left out now and then, and a part of every state, so that nothing hangs on one word alone.
"""

import random
from abc import ABC, abstractmethod
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from typing import Any

import numpy as np

from bot.reading.layers import BESIDE, UNKNOWN, Array

torch: Any = import_module("torch")
nn: Any = import_module("torch.nn")
functional: Any = import_module("torch.nn.functional")

SEEN_AT_LEAST = 4  # texts with a word that has a vector of its own
DECAY = 0.02
KEPT_LONG = -1.0  # how little is taken in at first, so that the past is kept
UNHEARD = 0.35  # share of a state left out
UNNAMED = 0.15  # of words read by their letters and classes alone
SKIPPED = 0.08  # of words not read at all
LONGEST_STEP = 1.0
BUCKET = 40  # batches among whose texts those of like length are learnt together
Grams = Callable[[str], tuple[int, ...]]  # the numbers of a word's pieces


@dataclass(frozen=True)
class Sizes:
    width: int  # of a word
    state: int  # of a layer, in each direction
    says: int  # how many things it can say
    beside: int = 0  # how much is told of a text beside its words


@dataclass(frozen=True)
class Said:
    """Of a few texts at once."""

    whole: Any  # how surely each thing is said
    looks: Any  # at each word, for each of them
    says: Any
    states: Any
    summed: Any  # the states of each text as a whole


def often(texts: Iterable[Sequence[str]], least: int = SEEN_AT_LEAST) -> list[str]:
    count = Counter(token for text in texts for token in set(text))
    return sorted(token for token, times in count.items() if times >= least)


class Taught(ABC):
    """A network while it learns: what every network of ours has."""

    def __init__(
        self, texts: Sequence[Sequence[str]], sizes: Sizes, grams: Grams, many: int, seed: int
    ) -> None:
        torch.manual_seed(seed)
        self._chance = random.Random(seed)
        self._width, self._grams = sizes.width, grams
        self.words = often(texts)
        self._number = {t: i for i, t in enumerate(self.words, UNKNOWN + 1)}
        both = 4 * sizes.state  # both layers, both ways
        self.parts = nn.ModuleDict({
            "word": nn.Embedding(len(self.words) + UNKNOWN + 1, sizes.width),
            "gram": nn.EmbeddingBag(many, sizes.width, mode="mean"),
            "first": nn.Linear((2 * BESIDE + 1) * sizes.width, 6 * sizes.state),
            "second": nn.Linear(2 * sizes.state, 6 * sizes.state),
            "look": nn.Linear(both, sizes.says),
            "say": nn.Linear(both, sizes.says),
            "mail": nn.Linear(2 * both + sizes.beside, sizes.says),
            "unheard": nn.Dropout(UNHEARD),
        })  # fmt: skip
        for layer in ("first", "second"):
            nn.init.constant_(self.parts[layer].bias[: 2 * sizes.state], KEPT_LONG)

    def learn(self, lengths: Sequence[int], rounds: int, batch: int, rate: float) -> None:
        """`rounds` times over all texts, of which `cost` tells how far the answers are from the labels."""
        for part in self.parts.values():
            if isinstance(part, (nn.Embedding, nn.EmbeddingBag)):
                nn.init.normal_(part.weight, std=0.1)
        steps = torch.optim.AdamW(self.parts.parameters(), lr=rate, weight_decay=DECAY)
        total = rounds * (len(lengths) // batch + 2)
        pace = torch.optim.lr_scheduler.OneCycleLR(steps, rate, total_steps=total, pct_start=0.15)
        for number in range(rounds):
            self.parts.train()
            lost = []
            for rows in self._batches(lengths, batch):
                loss = self.cost(rows)
                steps.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.parts.parameters(), LONGEST_STEP)
                steps.step()
                pace.step()
                lost.append(loss.item())
            print(f"network, round {number + 1} of {rounds}: {np.mean(lost):.3f}", flush=True)

    @abstractmethod
    def cost(self, rows: list[int]) -> Any:
        """How far from their labels these texts are read."""

    def _batches(self, lengths: Sequence[int], size: int) -> Iterator[list[int]]:
        """Of a bucket at a time those of like length together."""
        rows = list(range(len(lengths)))
        self._chance.shuffle(rows)
        near: list[int] = []
        for start in range(0, len(rows), BUCKET * size):
            near += sorted(rows[start : start + BUCKET * size], key=lambda i: lengths[i])
        batches = [near[start : start + size] for start in range(0, len(near), size)]
        self._chance.shuffle(batches)
        yield from batches

    def read(self, texts: Sequence[Sequence[str]], roles: Any = None, beside: Any = None) -> Said:
        """`roles`: what is known of each word beside what it is; `beside`, of each text."""
        lengths = torch.tensor([len(text) for text in texts])
        there = torch.arange(int(lengths.max()))[None] < lengths[:, None]
        given = torch.zeros(*there.shape, self._width)
        given[there] = self._vectors([token for text in texts for token in text])
        if roles is not None:
            given[there] += roles
        states = self._states(self.parts["unheard"](given), there[:, :, None])
        nowhere = ~there[:, :, None]
        looks = self.parts["look"](states).masked_fill(nowhere, -1e4)
        says = self.parts["say"](states)
        most = states.masked_fill(nowhere, -1e4).max(1).values
        whole = torch.cat([most, (states * ~nowhere).sum(1) / lengths[:, None]], 1)
        told = whole if beside is None else torch.cat([whole, beside], 1)
        said = (looks.softmax(1) * says).sum(1) + self.parts["mail"](told)
        return Said(said, looks, says, states, whole)

    def _vectors(self, tokens: list[str]) -> Any:
        """What is known of each word before it reads the others."""
        different = sorted(set(tokens))
        place = {token: i for i, token in enumerate(different)}
        own = self.parts["word"](torch.tensor([self._number.get(t, UNKNOWN) for t in different]))
        if self.parts.training:
            own = own * (torch.rand(len(different), 1) > UNNAMED)
        found = self.of_words(different, own + bags(self.parts["gram"], map(self._grams, different)))
        found = found[torch.tensor([place[token] for token in tokens])]
        return found * (torch.rand(len(tokens), 1) > SKIPPED) if self.parts.training else found

    def of_words(self, words: list[str], known: Any) -> Any:
        """What else is known of them."""
        return known

    def _states(self, given: Any, there: Any) -> Any:
        padded = functional.pad(given, (0, 0, BESIDE, BESIDE))
        words = given.shape[1]
        windows = torch.cat([padded[:, i : words + i] for i in range(2 * BESIDE + 1)], 2)
        first = self._layer("first", windows, there)
        return torch.cat([first, first + self._layer("second", first, there)], 2)

    def _layer(self, name: str, given: Any, there: Any) -> Any:
        take, word, out = self.parts[name](given).chunk(3, 2)
        take = take.sigmoid() * there  # behind the end nothing is taken, and what was kept stays
        kept, taken = _turned(1 - take), _turned(take * word.tanh())
        state, found = torch.zeros_like(kept[:, 0]), []
        for keeping, new in zip(kept.unbind(1), taken.unbind(1), strict=True):
            state = torch.addcmul(new, keeping, state)
            found.append(state)
        return self.parts["unheard"](_turned(torch.stack(found, 1)) * out.sigmoid() * there)

    def written(self, made_by: str, lists: Mapping[str, Sequence[str]]) -> str:
        """A line for each of `lists`, then one for each matrix."""
        lines = [f"# Made by `python -m tests.{made_by}`. Do not edit by hand."]
        lines += ["\t".join((kind, *names)) for kind, names in lists.items()]
        for name, part in self.parts.items():
            if isinstance(part, nn.Linear):
                lines += [_line(f"{name}.{kind}", getattr(part, kind)) for kind in ("weight", "bias")]
            elif not isinstance(part, nn.Dropout):
                lines.append(_line(name, part.weight))
        return "\n".join(lines) + "\n"


def bags(bag: Any, of_each: Iterable[tuple[int, ...]]) -> Any:
    groups = list(of_each)
    starts = list(accumulate((len(group) for group in groups), initial=0))[:-1]
    numbers = [n for group in groups for n in group]
    return bag(torch.tensor(numbers, dtype=torch.long), torch.tensor(starts, dtype=torch.long))


def _turned(states: Any) -> Any:
    """The second half, which goes backwards, from its end."""
    forth, back = states.chunk(2, 2)
    return torch.cat([forth, back.flip(1)], 2)


def _line(name: str, tensor: Any) -> str:
    """Every row in steps of its own, 127 to its greatest number."""
    matrix: Array = np.atleast_2d(tensor.detach().numpy())
    scales = (np.abs(matrix).max(1) / 127 + 1e-12).astype("<f4")
    numbers = np.round(matrix / scales[:, None]).astype(np.int8)
    return "\t".join((name, b64encode(scales.tobytes()).decode(), b64encode(numbers.tobytes()).decode()))
