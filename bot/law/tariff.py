"""Which yearly rate bears on which semester: from the kind of debtor and what the contract says.

`default` is what the law gives where the contract is silent: ECB + 10 to a business (C. com. L441-10 II), the
legal rate to a consumer (C. civ. 1231-6), ECB + 8 of the first semester to a public buyer (CCP R2192-31).
`legal` and `3x` are the legal rate and three times it (CMF L313-2); else a percentage of the contract's own.
A contract's rate under the floor of three times the legal rate is told, and kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.errors import OperatorError
from bot.events.debts import Kind
from bot.law.notes import Note, note
from bot.law.rates import FLOOR_TIMES, Rates, Row
from bot.law.semesters import Semester

POINTS = 10  # C. com. L441-10 II
POINTS_PUBLIC = 8  # CCP R2192-31
WORDS = ("default", "legal", "3x")


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rate of every semester, for one claim; `began` is the semester of its first day of interest."""

    kind: Kind
    rate: str
    began: Semester
    rates: Rates

    def at(self, semester: Semester) -> Decimal:
        """Percent a year (C. com. L441-10 II; C. civ. 1231-6; CCP R2192-31); OperatorError if not known."""
        counted = self.counted(semester)
        if self.rate == "default":
            return self._default(counted)
        if self.rate in WORDS:
            return self._times * self.rates.legal(counted)
        return percentage(self.rate)

    def counted(self, semester: Semester) -> Semester:
        """The semester whose figures are used: to a public buyer always the first (CCP R2192-31)."""
        return self.began if self.kind == "public" else semester

    def rows(self, semesters: Sequence[Semester]) -> tuple[Row, ...]:
        """The rows of the table whose figures bear on these semesters (CMF L313-2; C. com. L441-10 II)."""
        if self.rate not in WORDS:
            return ()
        return tuple(self.rates.rows[semester] for semester in sorted({self.counted(s) for s in semesters}))

    def notes(self, semesters: Sequence[Semester]) -> Iterator[Note]:
        """What the rate is, which figures the owner added, and the floor (C. com. L441-10 II)."""
        yield self._named()
        if self.kind == "public" and self.rate in ("legal", "3x"):
            yield note("rate_frozen", semester=self.began)
        used = self.rows(semesters)
        for row in used:
            if row.added:
                yield note("rate_added", semester=row.semester, source=row.source)
        doubtful = tuple(row.semester for row in used if row.secondary)
        if doubtful:
            yield note("rate_secondary", warning=True, semesters=doubtful)
        if self.kind == "business":
            yield from self._floor(semesters)
        elif self.rate != "default" and (self.kind, self.rate) != ("consumer", "legal"):
            yield note(f"contract_{self.kind}", warning=True)

    @property
    def _times(self) -> int:
        return FLOOR_TIMES if self.rate == "3x" else 1

    def _default(self, semester: Semester) -> Decimal:
        if self.kind == "consumer":
            return self.rates.legal(semester)
        return self.rates.ecb(semester) + (POINTS_PUBLIC if self.kind == "public" else POINTS)

    def _named(self) -> Note:
        if self.rate not in WORDS:
            return note("rate_contract", rate=percentage(self.rate))
        if self.rate == "default" and self.kind == "public":
            return note("rate_public", semester=self.began, points=POINTS_PUBLIC)
        if self.rate == "default" and self.kind != "consumer":
            return note("rate_ecb", points=POINTS)
        return note("rate_3x" if self.rate == "3x" else "rate_legal")

    def _floor(self, semesters: Sequence[Semester]) -> Iterator[Note]:
        below, unknown = [], []
        for semester in semesters:
            rate, least = self.at(semester), self.rates.floor(semester)
            if least is None:
                unknown.append(semester)
            elif rate < least:
                below.append((semester, rate, least))
        if below:
            code = "floor_default" if self.rate == "default" else "floor"
            yield note(code, warning=True, cases=tuple(below))
        if unknown and self.rate != "default":
            yield note("floor_unknown", warning=True, semesters=tuple(unknown))


def percentage(written: str) -> Decimal:
    """A contract's yearly rate (C. com. L441-10 II), such as 12.15; OperatorError for what is none."""
    try:
        rate = Decimal(written.replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        rate = Decimal(-1)
    if not rate.is_finite() or not 0 <= rate <= 100:
        raise OperatorError(
            f"{written!r} is no rate: write default, legal, 3x or a yearly percentage such as 12.15"
        )
    return rate
