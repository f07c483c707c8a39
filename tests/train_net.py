"""Teaches the network of `bot/reading/net.py`; `tests.train` asks for it. Needs PyTorch.

Neither the product nor its tests need PyTorch: what is learnt is written as text and read by numpy. It learns
three things at once, each of which helps the others: what a mail says, which of its clauses says it (where
somebody has marked it), and for which of its days money is promised. A word is left out now and then, and a
part of every state, so that nothing hangs on one word alone.
"""

import random
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from typing import Any

import numpy as np

from bot.reading.features import classes
from bot.reading.model import INTENTS, Vector, certainty
from bot.reading.net import BESIDE, GRAMS, KINDS, UNKNOWN, grams, is_word
from tests.fitting import Array, Bools, Example
from tests.train_days import LabelledDay

torch: Any = import_module("torch")
nn: Any = import_module("torch.nn")
functional: Any = import_module("torch.nn.functional")

WIDTH = 96  # of a word
STATE = 128  # of a layer, in each direction
OF_A_DAY = 64  # what is told of a day before it is judged
SEEN_AT_LEAST = 4  # mails with a word that has a vector of its own
ROUNDS = 8
BATCH = 48
BUCKET = 40 * BATCH  # mails among which those of like length are learnt together
RATE = 3e-3
DECAY = 0.02
FOR_THE_INTENT = 1.5  # what a missed intent weighs beside a false one
FOR_A_CLAUSE = 0.3  # what a clause weighs beside the mail
FOR_A_DAY = 1.0
KEPT_LONG = -1.0  # how little is taken in at first, so that the past is kept
UNRULED = {True: 0.8, False: 0.3}  # of days, familiar to the rules or not, judged without what these say
UNHEARD = 0.35  # share of a state left out
UNNAMED = 0.15  # of words read by their letters and classes alone
SKIPPED = 0.08  # of words not read at all
LONGEST_STEP = 1.0


class Learnt:
    """A network while it learns, and what it knows then."""

    def __init__(self, given: list[Example], labels: Bools, seed: int = 0) -> None:
        torch.manual_seed(seed)
        self._chance = random.Random(seed)
        count = Counter(token for one in given for token in set(one.heard.tokens))
        self.words = sorted(t for t, times in count.items() if times >= SEEN_AT_LEAST)
        self.classes = sorted({kind for t in count if is_word(t) for kind in classes(t)})
        self._number = {t: i for i, t in enumerate(self.words, UNKNOWN + 1)}
        self._class = {kind: i for i, kind in enumerate(self.classes, 1)}
        of_days = Counter(name for one in given for day in one.days for name in _names(day))
        self.features = sorted(name for name, times in of_days.items() if times >= SEEN_AT_LEAST)
        self._feature = {name: i for i, name in enumerate(self.features, 1)}
        mail = 8 * STATE  # both layers, both ways; the greatest and the mean
        self.parts = nn.ModuleDict({
            "word": nn.Embedding(len(self.words) + UNKNOWN + 1, WIDTH),
            "gram": nn.EmbeddingBag(GRAMS, WIDTH, mode="mean"),
            "kind": nn.EmbeddingBag(len(self.classes) + 1, WIDTH, mode="sum", padding_idx=0),
            "first": nn.Linear((2 * BESIDE + 1) * WIDTH, 6 * STATE),
            "second": nn.Linear(2 * STATE, 6 * STATE),
            "look": nn.Linear(mail // 2, len(INTENTS)),
            "say": nn.Linear(mail // 2, len(INTENTS)),
            "mail": nn.Linear(mail, len(INTENTS)),
            "feature": nn.EmbeddingBag(len(self.features) + 1, OF_A_DAY, mode="sum"),
            "near_day": nn.Linear(mail // 2 + mail, OF_A_DAY * len(KINDS)),
            **{f"others_{kind}": nn.Linear(2 * OF_A_DAY, OF_A_DAY) for kind in KINDS},
            **{kind: nn.Linear(OF_A_DAY, 1) for kind in KINDS},
            "unheard": nn.Dropout(UNHEARD),
        })  # fmt: skip
        for table in ("word", "gram", "kind", "feature"):
            nn.init.normal_(self.parts[table].weight, std=0.1)
        for layer in ("first", "second"):
            nn.init.constant_(self.parts[layer].bias[: 2 * STATE], KEPT_LONG)
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
                mails = [given[i] for i in rows]
                said = self._read(mails)
                cost = functional.binary_cross_entropy_with_logits(
                    said.intents, labels[rows], reduction="none", pos_weight=dear
                ).sum(1)
                loss = (cost * weights[rows]).mean()
                loss = loss + FOR_A_CLAUSE * _cost_of_clauses(mails, said, dear)
                loss = loss + FOR_A_DAY * _cost_of_days(mails, said)
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
            near += sorted(rows[start : start + BUCKET], key=lambda i: len(given[i].heard.tokens))
        batches = [near[start : start + BATCH] for start in range(0, len(near), BATCH)]
        self._chance.shuffle(batches)
        yield from batches

    def scores(self, given: list[Example]) -> tuple[Array, list[Vector]]:
        """Of each mail, how surely it says each intent, and what its days tell of it."""
        said = list(self._all(given))
        days = iter(np.concatenate([of_some.days.numpy() for of_some in said]))
        certain = [certainty(_surest([(day, next(days)) for day in one.days])) for one in given]
        return np.concatenate([of_some.intents.numpy() for of_some in said]), certain

    def _all(self, given: list[Example]) -> Iterator["_Said"]:
        self.parts.eval()
        with torch.no_grad():
            for start in range(0, len(given), 128):
                yield self._read(given[start : start + 128])

    def _read(self, mails: list[Example]) -> "_Said":
        tokens = [one.heard.tokens for one in mails]
        lengths = torch.tensor([len(of_one) for of_one in tokens])
        there = torch.arange(int(lengths.max()))[None] < lengths[:, None]
        given = torch.zeros(*there.shape, WIDTH)
        given[there] = self._vectors([token for of_one in tokens for token in of_one])
        states = self._states(self.parts["unheard"](given), there[:, :, None])
        nowhere = ~there[:, :, None]
        looks = self.parts["look"](states).masked_fill(nowhere, -1e4)
        says = self.parts["say"](states)
        most = states.masked_fill(nowhere, -1e4).max(1).values
        whole = torch.cat([most, (states * ~nowhere).sum(1) / lengths[:, None]], 1)
        intents = (looks.softmax(1) * says).sum(1) + self.parts["mail"](whole)
        return _Said(intents, looks, says, self._days(mails, states, whole))

    def _days(self, mails: list[Example], states: Any, whole: Any) -> Any:
        """Of each day of all mails, how surely it is meant in each way: a column for each of `KINDS`."""
        places = [(i, at) for i, one in enumerate(mails) for at, _, _ in one.heard.days]
        mail, at = torch.tensor(places, dtype=torch.long).reshape(-1, 2).T
        days = [day for one in mails for day in one.days]
        known = self.parts["near_day"](torch.cat([states[mail, at], whole[mail]], 1)).chunk(len(KINDS), 1)
        ruled = [not self.parts.training or self._chance.random() >= UNRULED[d.familiar] for d in days]
        found = []
        for kind, of_kind in zip(KINDS, known, strict=True):
            candidates = [getattr(day, kind) for day in days]
            told = [c.features if c and r else () for c, r in zip(candidates, ruled, strict=True)]
            near = of_kind + _bags(self.parts["feature"], [tuple(self._features(names)) for names in told])
            # those that cannot be meant are no candidates beside the others
            beside = near.relu() * torch.tensor([[float(c is not None)] for c in candidates]).reshape(-1, 1)
            of_mail = torch.zeros(len(mails), OF_A_DAY).index_add(0, mail, beside)
            first = torch.cat([torch.zeros(1, OF_A_DAY), of_mail.cumsum(0)])[mail]
            before = beside.cumsum(0) - beside - first
            others = torch.cat([before, of_mail[mail] - beside - before], 1)
            near = near + self.parts[f"others_{kind}"](others)
            found.append(self.parts[kind](self.parts["unheard"](near.relu())))
        return torch.cat(found, 1)

    def _features(self, names: Iterable[str]) -> Iterator[int]:
        yield from (self._feature[name] for name in names if name in self._feature)

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
        named = {table: f"{table}.weight" for table in ("word", "gram", "kind", "feature")}
        others = (f"others_{kind}" for kind in KINDS)
        for part in ("first", "second", "look", "say", "mail", "near_day", *others, *KINDS):
            named |= {f"{part}.{kind}": f"{part}.{kind}" for kind in ("weight", "bias")}
        lines = ["# Made by `python -m tests.train`; see net.py. Do not edit by hand."]
        names = {"words": self.words, "classes": self.classes, "features": self.features}
        lines += ["\t".join((kind, *of_kind)) for kind, of_kind in names.items()]
        lines += [_line(name, np.atleast_2d(of[torchs])) for name, torchs in named.items()]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _Said:
    """Of a few mails at once."""

    intents: Any
    looks: Any  # at each word, for each intent
    says: Any
    days: Any  # of all mails, one after the other


def _turned(states: Any) -> Any:
    """The second half, which goes backwards, from its end."""
    forth, back = states.chunk(2, 2)
    return torch.cat([forth, back.flip(1)], 2)


def _cost_of_clauses(mails: list[Example], said: _Said, dear: Any) -> Any:
    """A clause says what the words in it say, by how much each is looked at."""
    number = torch.zeros(said.looks.shape[:2], dtype=torch.long)  # 0: of no clause that is marked
    labels: list[list[bool]] = []
    for i, one in enumerate(mails):
        of = torch.tensor(one.heard.clauses)
        told = (one.told or [])[: int(of.max()) + 1]
        number[i, : len(of)] = torch.where((of >= 0) & (of < len(told)), of + len(labels) + 1, 0)
        labels += [[kind in of_one for kind in INTENTS] for of_one in told]
    if not labels:
        return torch.zeros(())
    flat, size = number.reshape(-1), (len(labels) + 1, len(INTENTS))
    most = said.looks.max(1, keepdim=True).values.detach()
    looks = (said.looks - most).clamp(-15, 0).exp()
    total = torch.zeros(size).index_add(0, flat, looks.reshape(-1, len(INTENTS)))
    says = torch.zeros(size).index_add(0, flat, (looks * said.says).reshape(-1, len(INTENTS)))
    means = (says / total.clamp(min=1e-9))[1:]
    wanted = torch.tensor(labels, dtype=torch.float32)
    return functional.binary_cross_entropy_with_logits(means, wanted, pos_weight=dear) * len(INTENTS)


def _cost_of_days(mails: list[Example], said: _Said) -> Any:
    days = [day for one in mails for day in one.days]
    if not days:
        return torch.zeros(())
    found = [[_meant(day, kind) for kind in KINDS] for day in days]
    meant = torch.tensor([[float(bool(of_one)) for of_one in row] for row in found])
    weight = torch.tensor([
        [day.weight * (of_one is not None) for of_one in row] for day, row in zip(days, found, strict=True)
    ])  # fmt: skip
    cost = functional.binary_cross_entropy_with_logits(said.days, meant, reduction="none")
    return (cost * weight).sum() / len(mails)


def _surest(days: list[tuple[LabelledDay, Array]]) -> list[float | None]:
    """Of each kind, how sure the surest day is that can be meant so."""
    columns = [
        [float(scores[column]) for day, scores in days if getattr(day, kind)]
        for column, kind in enumerate(KINDS)
    ]
    return [max(column, default=None) for column in columns]


def _meant(day: LabelledDay, kind: str) -> bool | None:
    candidate = getattr(day, kind)
    return candidate.meant if candidate else None


def _names(day: LabelledDay) -> Iterator[str]:
    for kind in KINDS:
        if candidate := getattr(day, kind):
            yield from candidate.features


def _bags(bag: Any, of_each: Iterable[tuple[int, ...]]) -> Any:
    groups = list(of_each)
    starts = list(accumulate((len(group) for group in groups), initial=0))[:-1]
    numbers = [n for group in groups for n in group]
    return bag(torch.tensor(numbers, dtype=torch.long), torch.tensor(starts, dtype=torch.long))


def _line(name: str, matrix: Array) -> str:
    """Every row in steps of its own, 127 to its greatest number."""
    scales = (np.abs(matrix).max(1) / 127 + 1e-12).astype("<f4")
    numbers = np.round(matrix / scales[:, None]).astype(np.int8)
    return "\t".join((name, b64encode(scales.tobytes()).decode(), b64encode(numbers.tobytes()).decode()))
