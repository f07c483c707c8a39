"""Makes `bot/reading/lexicon/day_weights.txt` from the labelled promises: `python -m tests.train_days`.

Every day that a mail names is promised or not; what speaks for it (`bot/reading/choosing.py`) is weighed by
plain logistic regression. `--cross` measures and writes nothing: the days of each file by weights that have
not seen it. Run it after `tests.train`, whose scores it uses. Needs the extra `train`.
"""

import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bot.reading import choosing
from bot.reading.choosing import features, named
from bot.reading.dates import here
from bot.reading.heard import hear
from bot.reading.intents import judged_by_clause
from bot.reading.promises import promised, to_come
from bot.reading.quotes import cut
from bot.reading.sentences import clauses
from tests.labelled import TUNED, Labelled, from_lines

FILES = ("fields", *TUNED)
SEEN_AT_LEAST = 2  # days that have it
PULL = 1.0  # of the weights towards zero
LEAST = 0.1  # a lesser weight is left out
WRITTEN = Path(choosing.__file__).with_name("lexicon") / "day_weights.txt"
HEADING = "# made by tests/train_days.py: features of a day (the first: every day's), weights in hundredths"
MACHINES = {"bounce", "out_of_office", "auto_receipt"}
Day = tuple[set[str], bool]  # what speaks for or against it, and whether it is promised
sparse: Any = import_module("scipy.sparse")
optimize: Any = import_module("scipy.optimize")


def promising(name: str) -> list[Labelled]:
    return [r for r in from_lines(name) if "promise" in r.intents and not MACHINES & set(r.intents)]


def days_of(reply: Labelled) -> list[Day]:
    now = here(reply.received_at)
    assert now
    heard = [hear(clause, now) for clause in clauses(cut(reply.body).text)]
    _, judged = judged_by_clause(heard, now, reply.subject)
    heard, _ = to_come(heard, paid="already_paid" in reply.intents)
    found = named(heard)
    meant = {p["date"] for p in reply.row["promises"]}
    told = features(found, heard, judged.of("promise"))
    return [(given, one.on.isoformat() in meant) for one, given in zip(found, told, strict=True)]


def learn(days: list[Day]) -> dict[str, float]:
    """The weight of each feature; under "" what every day starts with."""
    count = Counter(name for given, _ in days for name in given)
    numbers = {name: i for i, name in enumerate(sorted(n for n, c in count.items() if c >= SEEN_AT_LEAST))}
    places = [(row, numbers[n]) for row, (given, _) in enumerate(days) for n in given if n in numbers]
    rows, columns = np.array(places).T
    x = sparse.csr_matrix((np.ones(len(places)), (rows, columns)), shape=(len(days), len(numbers)))
    y = np.array([float(promised_) for _, promised_ in days])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w[:-1] + w[-1]
        wrong = 1 / (1 + np.exp(-z)) - y
        pulled = (np.logaddexp(0, z) - y * z).sum() + PULL / 2 * (w[:-1] ** 2).sum()
        return float(pulled), np.r_[x.T @ wrong + PULL * w[:-1], wrong.sum()]

    found = optimize.minimize(loss, np.zeros(len(numbers) + 1), jac=True, method="L-BFGS-B").x
    weights = {name: float(found[i]) for name, i in numbers.items() if abs(found[i]) >= LEAST}
    return {"": float(found[-1]), **weights}


def in_hundredths(weights: dict[str, float]) -> dict[str, int]:
    return {name: round(100 * weight) for name, weight in sorted(weights.items())}


def as_text(weights: dict[str, float]) -> str:
    lines = (f"{name}\t{weight}" for name, weight in in_hundredths(weights).items())
    return "\n".join((HEADING, *lines)) + "\n"


def exact(reply: Labelled) -> bool:
    """Whether the days of a mail are read right, given that it promises."""
    now = here(reply.received_at)
    assert now
    heard = [hear(clause, now) for clause in clauses(cut(reply.body).text)]
    _, judged = judged_by_clause(heard, now, reply.subject)
    found, _ = promised(heard, judged.of("promise"), paid="already_paid" in reply.intents)
    return {p.date and p.date.isoformat() for p in found} == {p["date"] for p in reply.row["promises"]}


def cross() -> None:
    days = {name: [d for r in promising(name) for d in days_of(r)] for name in FILES}
    for name in FILES:
        found = in_hundredths(learn([d for other in FILES if other != name for d in days[other]]))
        replies = promising(name)
        with patch.object(choosing, "weights", return_value=found):
            right = sum(map(exact, replies))
        print(f"{name:10} {right / len(replies):.3f} of {len(replies)}")


def main() -> None:
    if "--cross" in sys.argv:
        cross()
        return
    WRITTEN.write_text(as_text(learn([d for n in FILES for r in promising(n) for d in days_of(r)])), "utf-8")


if __name__ == "__main__":
    main()
