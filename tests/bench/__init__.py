"""Measures against a floor taken in the same run: `python -m tests.bench` prints them all.

Each `bench_*.py` here has `rows() -> list[Row]`. A floor is the least work that the same result could
cost; floor and ours take turns, so that a busy moment of the machine meets both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `aim` is what ours may be as a multiple of the floor, None: only printed."""

    name: str
    floor_seconds: float
    ours_seconds: float
    aim: float | None
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours_seconds / self.floor_seconds


def seconds(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def in_turn(floor: Callable[[], object], ours: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """The medians of floor and ours over so many runs, in turn."""
    taken = [(seconds(floor), seconds(ours)) for _ in range(runs)]
    return median(one for one, _ in taken), median(other for _, other in taken)
