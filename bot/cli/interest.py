"""`relance interest`: the statement of interest of one invoice, for anybody to do again.

It needs no configuration; where there is one, its own rows of rates and its day count are used.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.context import Context, as_json, cents, day
from bot.config import Config
from bot.errors import OperatorError
from bot.events.debts import Kind
from bot.law.claim import Allocate, Claim, DayCount, Segment, Statement, Sum
from bot.law.interest import statement
from bot.law.notes import percent
from bot.law.rates import rates
from bot.wording import clean, decimal

_USUAL = Path("config.yaml")
_WIDE = 160  # columns where there is no terminal
_T = TypeVar("_T")


def register(app: typer.Typer) -> None:
    app.command()(interest)


def interest(  # noqa: PLR0913, PLR0917 (its arguments are the options)
    context: typer.Context,
    principal: str = typer.Option(..., "--principal", help="What was invoiced, VAT included."),
    due: str = typer.Option(..., "--due", help="The due date."),
    until: str = typer.Option(..., "--until", help="The last day that counts."),
    starts: str = typer.Option("", "--from", help="Interest runs after this day; else after the due date."),
    paid: list[str] = typer.Option([], "--paid", help="Money received, as DAY:AMOUNT; more than once."),
    credit: list[str] = typer.Option([], "--credit", help="A credit note, as DAY:AMOUNT; more than once."),
    kind: str = typer.Option("business", "--kind", help="business, consumer or public."),
    rate: str = typer.Option("default", "--rate", help="default, legal, 3x or a yearly percentage."),
    allocate: str = typer.Option("interest", "--allocate", help="Payments first to: interest or principal."),
    day_count: str = typer.Option("", "--day-count", help="act/365 or act/act."),
    judgment: str = typer.Option("", "--judgment", help="The day of an insolvency judgment."),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """What is owed on a late invoice: interest line by line, the 40 € indemnity, and what was assumed."""
    config = _configuration(context.obj)
    heard = _Heard()
    claim = Claim(
        principal=heard.of(lambda: cents(principal), 0),
        due=heard.of(lambda: day(due), date.min),
        kind=heard.word("--kind", kind, get_args(Kind)),
        rate=rate,
        starts_after=heard.of(lambda: day(starts), None) if starts else None,
        payments=heard.sums("--paid", paid),
        credits=heard.sums("--credit", credit),
        judgment=heard.of(lambda: day(judgment), None) if judgment else None,
        allocate=heard.word("--allocate", allocate, get_args(Allocate)),
        day_count=heard.word("--day-count", day_count or _day_count(config), get_args(DayCount)),
    )
    last = heard.of(lambda: day(until), date.min)
    heard.refuse()
    found = statement(claim, last, rates(config.rates if config else ()))
    if json:
        typer.echo(as_json(_as_json(found)))
    else:
        _print(found)


# --- in ---------------------------------------------------------------------------------------------


class _Heard:
    """Takes every option and keeps what is wrong with any, to tell it all at once."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def of(self, take: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return take()
        except OperatorError as error:
            self.problems += error.problems
            return otherwise

    def sums(self, option: str, texts: Sequence[str]) -> tuple[Sum, ...]:
        return tuple(self.of(partial(_sum, option, text), Sum(date.min, 1)) for text in texts)

    def word(self, option: str, text: str, known: Sequence[Any]) -> Any:
        if text not in known:
            self.problems.append(f"{option}: {text!r} is not known; write one of {', '.join(known)}")
        return text

    def refuse(self) -> None:
        if self.problems:
            raise OperatorError(*self.problems)


def _sum(option: str, text: str) -> Sum:
    on, colon, amount = text.partition(":")
    if not colon:
        raise OperatorError(f"{option}: {text!r} is no day and amount; write it like 2027-03-01:250.00")
    return Sum(day(on.strip()), cents(amount))


def _configuration(context: Context) -> Config | None:
    """The configuration if there is one; one with mistakes stands in nobody's way unless it was named."""
    if not context.path.exists() and context.path == _USUAL:
        return None
    try:
        return context.config()
    except OperatorError:
        if context.path != _USUAL:
            raise
        print(f"relance: {_USUAL} has mistakes (see `relance check`): nothing of it is used", file=sys.stderr)
        return None


def _day_count(config: Config | None) -> str:
    return config.day_count if config else "act/365"


# --- out --------------------------------------------------------------------------------------------


def _as_json(found: Statement) -> dict[str, Any]:
    return {
        "principal_left": decimal(found.principal_left),
        "interest": decimal(found.interest),
        "indemnity": decimal(found.indemnity),
        "total": decimal(found.total),
        "segments": [_segment(line) for line in found.segments],
        "assumptions": [note.en for note in found.notes],
        "interest_accrued": decimal(found.interest_accrued),
        "interest_paid": decimal(found.interest_paid),
        "overpaid": decimal(found.overpaid),
        "sources": [{"semester": str(row.semester), "source": row.source} for row in found.rows],
    }


def _segment(line: Segment) -> dict[str, Any]:
    return {
        "from": str(line.first),
        "to": str(line.last),
        "days": line.days,
        "principal": decimal(line.principal),
        "rate": percent(line.rate).removesuffix(" %"),
        "interest": decimal(line.interest),
    }


def _print(found: Statement) -> None:
    out = Console()
    if not out.is_terminal:
        out = Console(width=_WIDE)
    if found.segments:
        out.print(_lines(found))
        out.print("interest = principal x rate x days / days of the year\n")
    out.print(_sums(found))
    out.print()
    for note in sorted(found.notes, key=lambda note: not note.warning):
        out.print(Text(clean(f"{'! ' if note.warning else '- '}{note.en}", 1000)))
    for row in found.rows:
        out.print(Text(clean(f"{row.semester}: {row.source}", 1000)), style="dim")


def _lines(found: Statement) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("from", "to", "days", "principal", "rate", "of a year of", "interest"):
        table.add_column(column, justify="left" if column in ("from", "to") else "right")
    for line in found.segments:
        table.add_row(
            *(str(line.first), str(line.last), str(line.days), decimal(line.principal)),
            *(percent(line.rate), f"{line.base} days", decimal(line.interest)),
        )
    return table


def _sums(found: Statement) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("principal left", f"{decimal(found.principal_left)} EUR")
    if found.interest_paid:
        table.add_row("interest that ran", f"{decimal(found.interest_accrued)} EUR")
        table.add_row("of it paid", f"{decimal(-found.interest_paid)} EUR")
    table.add_row("interest owed", f"{decimal(found.interest)} EUR")
    table.add_row("indemnity", f"{decimal(found.indemnity)} EUR")
    table.add_row(f"total on {found.until}", f"{decimal(found.total)} EUR")
    return table
