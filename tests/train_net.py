"""Teaches the small network of `bot/reading/net.py`; `tests.train` asks for it. Needs PyTorch.

Neither the product nor its tests need PyTorch: what is learnt is written as text and read by numpy. A word is
left out now and then, and a part of every state, so that nothing hangs on one word alone.
"""

import random
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import accumulate
from typing import Any

import numpy as np

from bot.reading.features import classes
from bot.reading.model import INTENTS
from bot.reading.net import GRAMS, UNKNOWN, grams, is_word
from tests.fitting import Array, Bools, Example

torch: Any = import_module("torch")
nn: Any = import_module("torch.nn")
functional: Any = import_module("torch.nn.functional")

WIDTH = 96  # of a word
STATE = 112  # of the unit, in each direction
SEEN_AT_LEAST = 4  # mails with a word that has a vector of its own
ROUNDS = 7
BATCH = 48
BUCKET = 40 * BATCH  # mails among which those of like length are learnt together
RATE = 3e-3
DECAY = 0.02
FOR_THE_INTENT = 1.5  # what a missed intent weighs beside a false one
UNHEARD = 0.35  # share of a state left out
UNNAMED = 0.15  # of words read by their letters and classes alone
SKIPPED = 0.08  # of words not read at all
LONGEST_STEP = 1.0


class Learnt:
    """A network while it learns, and what it knows then."""

    def __init__(self, given: list[Example], labels: Bools, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self._chance = random.Random(seed)
        count = Counter(token for one in given for token in set(one.heard))
        self.words = sorted(t for t, times in count.items() if times >= SEEN_AT_LEAST)
        self.classes = sorted({kind for t in count if is_word(t) for kind in classes(t)})
        self._number = {t: i for i, t in enumerate(self.words, UNKNOWN + 1)}
        self._class = {kind: i for i, kind in enumerate(self.classes, 1)}
        self.parts = nn.ModuleDict({
            "word": nn.Embedding(len(self.words) + UNKNOWN + 1, WIDTH),
            "gram": nn.EmbeddingBag(GRAMS, WIDTH, mode="mean"),
            "kind": nn.EmbeddingBag(len(self.classes) + 1, WIDTH, mode="sum", padding_idx=0),
            "unit": nn.GRU(WIDTH, STATE, batch_first=True, bidirectional=True),
            "look": nn.Linear(2 * STATE, len(INTENTS)),
            "say": nn.Linear(2 * STATE, len(INTENTS)),
            "mail": nn.Linear(4 * STATE, len(INTENTS)),
            "unheard": nn.Dropout(UNHEARD),
        })  # fmt: skip
        for table in ("word", "gram", "kind"):
            nn.init.normal_(self.parts[table].weight, std=0.1)
        self._learn(given, torch.from_numpy(labels.astype(np.float32)))

    def _learn(self, given: list[Example], labels: Any) -> None:
        weights = torch.tensor([one.weight for one in given])
        dear = torch.tensor(FOR_THE_INTENT)
        known = self.parts.parameters()
        steps = torch.optim.AdamW(known, lr=RATE, weight_decay=DECAY)
        total = ROUNDS * (len(given) // BATCH + 2)
        pace = torch.optim.lr_scheduler.OneCycleLR(steps, RATE, total_steps=total, pct_start=0.15)
        for number in range(ROUNDS):
            self.parts.train()
            lost = []
            for rows in self._batches(given):
                said = self._scores([given[i].heard for i in rows])
                cost = functional.binary_cross_entropy_with_logits(
                    said, labels[rows], reduction="none", pos_weight=dear
                ).sum(1)
                loss = (cost * weights[rows]).mean()
                steps.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.parts.parameters(), LONGEST_STEP)
                steps.step()
                pace.step()
                lost.append(loss.item())
            print(f"network, round {number + 1} of {ROUNDS}: {np.mean(lost):.3f}", flush=True)

    def _batches(self, given: list[Example]) -> Iterator[list[int]]:
        rows = list(range(len(given)))
        self._chance.shuffle(rows)
        near: list[int] = []
        for start in range(0, len(rows), BUCKET):
            near += sorted(rows[start : start + BUCKET], key=lambda i: len(given[i].heard))
        batches = [near[start : start + BATCH] for start in range(0, len(near), BATCH)]
        self._chance.shuffle(batches)
        yield from batches

    def scores(self, given: list[Example]) -> Array:
        self.parts.eval()
        with torch.no_grad():
            found = [
                self._scores([one.heard for one in given[start : start + 128]])
                for start in range(0, len(given), 128)
            ]
        made: Array = torch.cat(found).numpy()
        return made

    def _scores(self, mails: list[list[str]]) -> Any:
        lengths = [len(tokens) for tokens in mails]
        there = torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]
        given = torch.zeros(len(mails), max(lengths), WIDTH)
        given[there] = self._vectors([token for tokens in mails for token in tokens])
        packed = nn.utils.rnn.pack_padded_sequence(
            self.parts["unheard"](given), lengths, batch_first=True, enforce_sorted=False
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(self.parts["unit"](packed)[0], batch_first=True)
        states = self.parts["unheard"](states)
        nowhere = ~there[:, :, None]
        looks = self.parts["look"](states).masked_fill(nowhere, -1e4).softmax(1)
        most = states.masked_fill(nowhere, -1e4).max(1).values
        mean = (states * ~nowhere).sum(1) / there.sum(1, keepdim=True)
        return (looks * self.parts["say"](states)).sum(1) + self.parts["mail"](torch.cat([most, mean], 1))

    def _vectors(self, tokens: list[str]) -> Any:
        different = sorted(set(tokens))
        place = {token: i for i, token in enumerate(different)}
        own = self.parts["word"](torch.tensor([self._number.get(t, UNKNOWN) for t in different]))
        if self.parts.training:
            own = own * (torch.rand(len(different), 1) > UNNAMED)
        found = own + _bags(self.parts["gram"], map(grams, different))
        found = found + _bags(self.parts["kind"], map(self._classes_of, different))
        found = found[torch.tensor([place[token] for token in tokens])]
        return found * (torch.rand(len(tokens), 1) > SKIPPED) if self.parts.training else found

    def _classes_of(self, token: str) -> tuple[int, ...]:
        known = [self._class[k] for k in classes(token) if k in self._class] if is_word(token) else []
        return tuple(known) or (0,)

    def written(self) -> str:
        of = {name: tensor.detach().numpy() for name, tensor in self.parts.state_dict().items()}
        named = {"word": "word.weight", "gram": "gram.weight", "kind": "kind.weight"}
        for part in ("look", "say", "mail"):
            named |= {f"{part}.{kind}": f"{part}.{kind}" for kind in ("weight", "bias")}
        for way, end in (("forth", "l0"), ("back", "l0_reverse")):
            for ours, theirs in (("input", "weight_ih"), ("hidden", "weight_hh"),
                                 ("bias", "bias_ih"), ("hidden_bias", "bias_hh")):  # fmt: skip
                named[f"{ours}.{way}"] = f"unit.{theirs}_{end}"
        lines = ["# Made by `python -m tests.train`; see net.py. Do not edit by hand."]
        lines += [" ".join(("words", *self.words)), " ".join(("classes", *self.classes))]
        lines += [_line(name, np.atleast_2d(of[torchs])) for name, torchs in named.items()]
        return "\n".join(lines) + "\n"


def _bags(bag: Any, of_each: Iterable[tuple[int, ...]]) -> Any:
    groups = list(of_each)
    starts = list(accumulate((len(group) for group in groups), initial=0))[:-1]
    return bag(torch.tensor([n for group in groups for n in group]), torch.tensor(starts))


def _line(name: str, matrix: Array) -> str:
    """Every row in steps of its own, 127 to its greatest number."""
    scales = (np.abs(matrix).max(1) / 127 + 1e-12).astype("<f4")
    numbers = np.round(matrix / scales[:, None]).astype(np.int8)
    return "\t".join((name, b64encode(scales.tobytes()).decode(), b64encode(numbers.tobytes()).decode()))
