"""The keys under `law`: amounts from which something happens, what is claimed, and rates that are added.

In go plain values, out come checked models. Refused: a half-year given twice, for one of the two is wrong.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator

from bot.config.part import Shape
from bot.config.values import Euros, HalfYear, Percent, Rate, Text, Wrong
from bot.law.claim import DayCount
from bot.law.indemnity import AMOUNT
from bot.rules import LawRules

_LAW = LawRules()


class RatesShape(Shape):
    """The rates of one half-year, beside those that the program knows or in their place."""

    semester: HalfYear
    legal_pro: Percent | None = None
    legal_part: Percent | None = None
    ecb: Percent | None = None
    source: Text


def _once_each(rows: Sequence[RatesShape]) -> Sequence[RatesShape]:
    named = [str(row.semester) for row in rows]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise Wrong(f"{', '.join(twice)} is given twice; keep one row for each half-year")
    return rows


def _as_the_law_says(cents: int) -> int:
    if cents not in (0, AMOUNT):
        raise Wrong("the law fixes it at 40 euros (C. com. D441-5); write 40, or 0 to claim none")
    return cents


class LawShape(Shape):
    interest_rate: Rate = "default"
    indemnity: Annotated[Euros, AfterValidator(_as_the_law_says)] = AMOUNT
    charge_interest_from: Literal["mise_en_demeure", "never"] = "mise_en_demeure"
    allocate: Literal["principal_first", "interest_first"] = "principal_first"
    ignore_below: Euros = _LAW.ignore_below
    mise_en_demeure_from: Euros = _LAW.mise_en_demeure_from
    day_count: DayCount = "act/365"
    rates: Annotated[tuple[RatesShape, ...], AfterValidator(_once_each)] = ()
