"""Makes the weights of the second reader of the owner's answers: `python -m tests.train_owner`.

From the labelled answers that are not kept aside, each seen once for every case of its mail. `--cross` writes
nothing: a fifth of the sittings at a time is read by a network that has not seen them, and told is how often
it would ask back an order that presses and is meant, and how often one that is not. Needs what the extra
`train` installs.
"""

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot.owner.answers import PRESSING
from bot.owner.answers.acts import Act
from bot.owner.answers.context import context_of
from bot.owner.answers.dividing.under import said_under
from bot.owner.answers.second.heard import concerning, heard, shown, words_for
from bot.owner.answers.second.net import GRAMS, MANY, SAYS, grams, many
from bot.owner.answers.words.own_words import own_passages
from bot.reading.dates import here
from tests.fitting import Array
from tests.score_owner import Row, loaded, read_row
from tests.train_layers import Said, Sizes, Taught, functional, nn, often, torch

LABELLED = ("owner_own", "owner_tuned", "owner_taught", "owner_ruled")
STOPS = frozenset(
    ("no", "stop", "pause", "paid", "dispute", "drop", "treatment", "plan", "accept", "propose", "credit")
)
SIZES = Sizes(width=96, state=96, says=len(SAYS), beside=192)
LEARNT = 30  # cases of mails of a kind, at least, for it to have an opinion of them
ROUNDS = 8
BATCH = 64
RATE = 3e-3
FOR_PRESSING = 4.0  # what it weighs beside the other things said
FOR_STOPPING = 2.0
FOLDS = 5
WEIGHTS = Path(__file__).parent.parent / "bot" / "owner" / "answers" / "second" / "weights.txt"


@dataclass(frozen=True)
class Case:
    """One case of an answer's mail, and what is ordered about it."""

    id: str
    words: list[str]
    roles: list[int]
    matter: str
    many: int
    says: frozenset[str]
    read: frozenset[str]  # by the rules alone, if asked for

    @property
    def sitting(self) -> str:
        return re.sub(r"[-\d]*$", "", self.id)


def cases_of(row: Row, *, read: bool = False) -> Iterator[Case]:
    context = context_of(row["context"])
    now = here(datetime.fromisoformat(row["received_at"]))
    assert now
    passages = own_passages(row["body"], context)
    sentences = heard([s for one in passages for s in said_under(one, context, now)], context)
    labels = [Act(act["act"], act["target"]) for act in row["acts"]]
    got = [Act(act["act"], act["target"]) for act in read_row(row)["acts"]] if read else []
    for item in shown(context):
        said = frozenset(act.act for act in concerning(item, labels, context))
        by_rules = frozenset(act.act for act in concerning(item, got, context))
        words, roles = words_for(item, sentences)
        unclear = {"unclear"} if row["unclear"] else set()
        whole = (
            said
            | unclear
            | ({"presses"} if said & PRESSING else set())
            | ({"stops"} if said & STOPS else set())
        )
        yield Case(row["id"], words, roles, context.matter, many(context), whole, by_rules)


class Learnt(Taught):
    """The second reader while it learns, and what it knows then."""

    def __init__(self, given: Sequence[Case], seed: int = 0) -> None:
        super().__init__([one.words for one in given], SIZES, grams, GRAMS, seed)
        self.matters = often([[one.matter] for one in given], LEARNT)
        self._matter = {matter: i for i, matter in enumerate(self.matters, 1)}
        half = SIZES.beside // 2
        self.parts.update({
            "matter": nn.Embedding(len(self.matters) + 1, half),
            "many": nn.Embedding(MANY + 1, half),
            "role": nn.Embedding(4, SIZES.width),
        })  # fmt: skip
        self._given = given
        self._labels = torch.tensor([[float(what in one.says) for what in SAYS] for one in given])
        self._weighs = torch.ones(len(SAYS))
        self._weighs[SAYS.index("presses")] = FOR_PRESSING
        self._weighs[SAYS.index("stops")] = FOR_STOPPING
        self.learn([len(one.words) for one in given], ROUNDS, BATCH, RATE)

    def cost(self, rows: list[int]) -> Any:
        said = self._read([self._given[i] for i in rows])
        lost = functional.binary_cross_entropy_with_logits(said.whole, self._labels[rows], reduction="none")
        return (lost * self._weighs).sum(1).mean()

    def _read(self, cases: Sequence[Case]) -> Said:
        matter = self.parts["matter"](torch.tensor([self._matter.get(one.matter, 0) for one in cases]))
        many_ = self.parts["many"](torch.tensor([one.many for one in cases]))
        of_each = (matter + many_).repeat_interleave(torch.tensor([len(one.words) for one in cases]), 0)
        roles = self.parts["role"](torch.tensor([role for one in cases for role in one.roles]))
        return self.read([one.words for one in cases], roles + of_each, torch.cat([matter, many_], 1))

    def presses(self, cases: Sequence[Case]) -> Array:
        self.parts.eval()
        with torch.no_grad():
            found = [
                self._read(cases[i : i + 128]).whole.sigmoid().numpy() for i in range(0, len(cases), 128)
            ]
        return np.concatenate(found)[:, SAYS.index("presses")]

    def text(self) -> str:
        return self.written("train_owner", {"words": self.words, "matters": self.matters})


def crossed(cases: list[Case]) -> None:
    sittings = sorted({one.sitting for one in cases})
    random.Random(3).shuffle(sittings)
    right: list[float] = []
    wrong: list[float] = []
    for fold in (set(sittings[i::FOLDS]) for i in range(FOLDS)):
        learnt = Learnt([one for one in cases if one.sitting not in fold])
        outside = [one for one in cases if one.sitting in fold and one.read & PRESSING]
        for one, chance in zip(outside, learnt.presses(outside), strict=True):
            (right if one.says & PRESSING else wrong).append(float(chance))
        for name, chances in (("meant", right), ("not meant", wrong)):
            asked = " ".join(f"{sum(c < at for c in chances)} below {at}" for at in (0.02, 0.05, 0.1, 0.2))
            print(f"pressing, {name}: {len(chances)}; of them {asked}", flush=True)


def main() -> None:
    cross = "--cross" in sys.argv
    rows = [row for name in LABELLED for row in loaded(name)]
    cases = [case for row in rows for case in cases_of(row, read=cross)]
    print(f"{len(rows)} answers, {len(cases)} cases", flush=True)
    if cross:
        crossed(cases)
        return
    text = Learnt(cases).text()
    WEIGHTS.write_text(text, "utf-8")
    print(f"{WEIGHTS.name}: {len(text) // 1000} kB")


if __name__ == "__main__":
    main()
