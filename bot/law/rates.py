"""Rates of interest per semester, each with its source: the table shipped beside this file, and added rows.

Out come the legal rate (CMF L313-2, D313-1-A: the professional creditor's column, whoever the debtor is) and
the European Central Bank's refinancing rate of 1 January or 1 July (C. com. L441-10 II). A semester that is
not known is an error that says what to add and where: no rate is ever carried over from another semester.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources

from bot.errors import OperatorError
from bot.law.semesters import Semester

FLOOR_TIMES = 3  # C. com. L441-10 II: a contract's rate is not below three times the legal rate
_SOON = timedelta(days=31)
_CURE = (
    "add a row under law.rates in the configuration, such as "
    '{{semester: "{semester}", legal_pro: …, legal_part: …, ecb: …, source: "where you read it"}}, '
    "with the legal rates of the arrêté on legifrance.gouv.fr and the ECB's main refinancing rate of {first}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one semester, in percent a year; None where one is not known yet."""

    semester: Semester
    legal_pro: Decimal | None  # claims of a professional ("tous autres cas")
    legal_part: Decimal | None  # claims of a private person: never ours, kept for the record
    ecb: Decimal | None
    source: str
    confidence: str = ""
    added: bool = False  # by the owner's configuration

    @property
    def secondary(self) -> bool:
        """Neither the arrêté (CMF L313-2) nor two publications of it were read."""
        return self.confidence.startswith("secondary")


@dataclass(frozen=True, slots=True)
class Rates:
    """What is known of every semester."""

    rows: Mapping[Semester, Row]

    def ecb(self, semester: Semester) -> Decimal:
        """The refinancing rate that governs the semester (C. com. L441-10 II); OperatorError if unknown."""
        row = self.rows.get(semester)
        if row is None or row.ecb is None:
            raise _missing(semester, "the ECB's refinancing rate")
        return row.ecb

    def legal(self, semester: Semester) -> Decimal:
        """The legal rate, professional creditor's column (CMF L313-2, D313-1-A); OperatorError if unknown."""
        row = self.rows.get(semester)
        if row is None or row.legal_pro is None:
            raise _missing(semester, "the legal rate")
        return row.legal_pro

    def floor(self, semester: Semester) -> Decimal | None:
        """Three times the legal rate, the least of a contract (C. com. L441-10 II); None if unknown."""
        row = self.rows.get(semester)
        return None if row is None or row.legal_pro is None else FLOOR_TIMES * row.legal_pro


@cache
def shipped() -> Rates:
    """The table shipped with the program (CMF L313-2 and C. com. L441-10 II), read once."""
    text = resources.files("bot.law").joinpath("rates_fr.csv").read_text(encoding="utf-8")
    return Rates({row.semester: row for row in map(_row, csv.DictReader(text.splitlines()))})


def rates(added: Iterable[Row] = ()) -> Rates:
    """The shipped table (CMF L313-2) with the owner's own rows, which go first; one for each semester."""
    own: dict[Semester, Row] = {}
    for row in added:
        if row.semester in own:
            raise OperatorError(f"law.rates: {row.semester} is given twice; keep one of the two")
        own[row.semester] = row
    return Rates({**shipped().rows, **own}) if own else shipped()


def missing_soon(today: date, known: Rates) -> dict[Semester, str]:
    """What to add for the semester that runs, and for the next one from a month before it begins
    (C. com. L441-10 II: the rates of 1 January and of 1 July).
    """
    found = {}
    for semester in sorted({Semester.of(today), Semester.of(today + _SOON)}):
        row = known.rows.get(semester)
        if row is None or row.ecb is None or row.legal_pro is None:
            began = "began" if semester.first <= today else "begins"
            cure = _cure(semester)
            found[semester] = f"{semester} {began} on {semester.first}, and its rates are not known: {cure}"
    return found


def _row(cells: Mapping[str, str]) -> Row:
    return Row(
        semester=Semester.of(date.fromisoformat(cells["semester_start"])),
        legal_pro=Decimal(cells["legal_rate_professional"]),
        legal_part=Decimal(cells["legal_rate_individual"]),
        ecb=Decimal(cells["ecb_refi"]),
        source=cells["source"],
        confidence=cells["confidence"],
    )


def _missing(semester: Semester, what: str) -> OperatorError:
    return OperatorError(f"{what} of {semester} is not known: {_cure(semester)}")


def _cure(semester: Semester) -> str:
    return _CURE.format(semester=semester, first=semester.first)
