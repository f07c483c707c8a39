"""Teaches the network of `bot/reading/net.py`; `tests.train` asks for it. Needs PyTorch.

It learns three things at once, each of which helps the others: what a mail says, which of its clauses says it
(where somebody has marked it), and for which of its days money is promised.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from bot.reading.features import classes
from bot.reading.layers import is_word
from bot.reading.model import INTENTS, Vector, certainty
from bot.reading.net import GRAMS, KINDS, grams
from tests.fitting import Array, Bools, Example
from tests.train_days import LabelledDay
from tests.train_layers import Said, Sizes, Taught, bags, functional, nn, often, torch

SIZES = Sizes(width=96, state=128, says=len(INTENTS))
OF_A_DAY = 64  # what is told of a day before it is judged
ROUNDS = 8
BATCH = 48
RATE = 3e-3
FOR_THE_INTENT = 1.5  # what a missed intent weighs beside a false one
FOR_A_CLAUSE = 0.3  # what a clause weighs beside the mail
FOR_A_DAY = 1.0
UNRULED = {True: 0.8, False: 0.3}  # of days, familiar to the rules or not, judged without what these say


class Learnt(Taught):
    """The reader's network while it learns, and what it knows then."""

    def __init__(self, given: list[Example], labels: Bools, seed: int = 0) -> None:
        texts = [one.heard.tokens for one in given]
        super().__init__(texts, SIZES, grams, GRAMS, seed)
        heard = {token for text in texts for token in text if is_word(token)}
        self.classes = sorted({kind for word in heard for kind in classes(word)})
        self._class = {kind: i for i, kind in enumerate(self.classes, 1)}
        self.features = often([_names(day) for one in given for day in one.days])
        self._feature = {name: i for i, name in enumerate(self.features, 1)}
        both = 4 * SIZES.state
        self.parts.update({
            "kind": nn.EmbeddingBag(len(self.classes) + 1, SIZES.width, mode="sum", padding_idx=0),
            "feature": nn.EmbeddingBag(len(self.features) + 1, OF_A_DAY, mode="sum"),
            "near_day": nn.Linear(both + 2 * both, OF_A_DAY * len(KINDS)),
            **{f"others_{kind}": nn.Linear(2 * OF_A_DAY, OF_A_DAY) for kind in KINDS},
            **{kind: nn.Linear(OF_A_DAY, 1) for kind in KINDS},
        })  # fmt: skip
        self._given, self._labels = given, torch.from_numpy(labels.astype(np.float32))
        self._weights = torch.tensor([one.weight for one in given])
        self.learn([len(text) for text in texts], ROUNDS, BATCH, RATE)

    def cost(self, rows: list[int]) -> Any:
        mails = [self._given[i] for i in rows]
        said = self._read(mails)
        dear = torch.tensor(FOR_THE_INTENT)
        loss = functional.binary_cross_entropy_with_logits(
            said.whole, self._labels[rows], reduction="none", pos_weight=dear
        )
        whole = (loss.sum(1) * self._weights[rows]).mean()
        days = self._days(mails, said)
        return (
            whole
            + FOR_A_CLAUSE * _cost_of_clauses(mails, said, dear)
            + FOR_A_DAY * _cost_of_days(mails, days)
        )

    def _read(self, mails: list[Example]) -> Said:
        return self.read([one.heard.tokens for one in mails])

    def scores(self, given: list[Example]) -> tuple[Array, list[Vector]]:
        """Of each mail, how surely it says each intent, and what its days tell of it."""
        intents, days = zip(*self._all(given), strict=True)
        of_days = iter(np.concatenate(days))
        certain = [certainty(_surest([(day, next(of_days)) for day in one.days])) for one in given]
        return np.concatenate(intents), certain

    def _all(self, given: list[Example]) -> Iterator[tuple[Array, Array]]:
        self.parts.eval()
        with torch.no_grad():
            for start in range(0, len(given), 128):
                mails = given[start : start + 128]
                said = self._read(mails)
                yield said.whole.numpy(), self._days(mails, said).numpy()

    def _days(self, mails: list[Example], said: Said) -> Any:
        """Of each day of all mails, how surely it is meant in each way: a column for each of `KINDS`."""
        places = [(i, at) for i, one in enumerate(mails) for at, _, _ in one.heard.days]
        mail, at = torch.tensor(places, dtype=torch.long).reshape(-1, 2).T
        days = [day for one in mails for day in one.days]
        there = torch.cat([said.states[mail, at], said.summed[mail]], 1)
        known = self.parts["near_day"](there).chunk(len(KINDS), 1)
        ruled = [not self.parts.training or self._chance.random() >= UNRULED[d.familiar] for d in days]
        found = []
        for kind, of_kind in zip(KINDS, known, strict=True):
            candidates = [getattr(day, kind) for day in days]
            told = [c.features if c and r else () for c, r in zip(candidates, ruled, strict=True)]
            near = of_kind + bags(self.parts["feature"], [tuple(self._features(names)) for names in told])
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

    def of_words(self, words: list[str], known: Any) -> Any:
        return known + bags(self.parts["kind"], map(self._classes_of, words))

    def _classes_of(self, token: str) -> tuple[int, ...]:
        known = [self._class[k] for k in classes(token) if k in self._class] if is_word(token) else []
        return tuple(known) or (0,)

    def text(self) -> str:
        return self.written(
            "train", {"words": self.words, "classes": self.classes, "features": self.features}
        )


def _cost_of_clauses(mails: list[Example], said: Said, dear: Any) -> Any:
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


def _cost_of_days(mails: list[Example], scores: Any) -> Any:
    days = [day for one in mails for day in one.days]
    if not days:
        return torch.zeros(())
    found = [[_meant(day, kind) for kind in KINDS] for day in days]
    meant = torch.tensor([[float(bool(of_one)) for of_one in row] for row in found])
    weight = torch.tensor([
        [day.weight * (of_one is not None) for of_one in row] for day, row in zip(days, found, strict=True)
    ])  # fmt: skip
    cost = functional.binary_cross_entropy_with_logits(scores, meant, reduction="none")
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
