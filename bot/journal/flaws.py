"""What can be wrong with a journal or its evidence, as values: a finding is never an exception."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "altered",
    "missing",
    "inserted",
    "moved",
    "cut",
    "case_missing",
    "evidence_altered",
    "evidence_missing",
    "evidence_unknown",
    "seal_wrong",
    "clock_mixed",
    "torn",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong: in which file, at which line of it (from 1), which line of which case."""

    flaw: Kind
    file: str
    line: int | None = None
    case: str | None = None
    n: int | None = None
    detail: str = ""
