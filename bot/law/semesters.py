"""Half-years of the civil calendar: rates of interest change on 1 January and on 1 July (C. com. L441-10 II).

A day goes in, its semester comes out, written 2026-S2. Nothing here knows a rate.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Semester:
    year: int
    half: int  # 1 or 2

    @classmethod
    def of(cls, day: date) -> "Semester":
        """The semester of a day: 30 June is the last of the first, 1 July the first of the second."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def named(cls, text: str) -> "Semester | None":
        """2026-S2, also written 2026S2 or 2026-s2; None for anything else."""
        found = re.fullmatch(r"(\d{4})[- ]?[Ss]([12])", text.strip())
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    def next(self) -> "Semester":
        return Semester.of(self.last + timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year}-S{self.half}"
