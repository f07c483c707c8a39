"""Looking without touching: status, show, preview."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import overview
from bot.cli.context import Context, as_json, house_of, resolve
from bot.config import Config
from bot.desk import Desk
from bot.draft import Draft
from bot.events.entries import HOUSE, Entry
from bot.policy.forecast import Planned, forecast
from bot.policy.sight import calendar_of
from bot.story import Line, story
from bot.wording import clean, decimal

_LONG = 600  # characters of a question, which may quote a mail
_WIDE = 160  # columns where there is no terminal


def register(app: typer.Typer) -> None:
    for command in (status, show, preview):
        app.command()(command)


def status(context: typer.Context, json: bool = typer.Option(False, "--json")) -> None:
    """Who owes what, the next step and when, why on hold; open questions to the owner."""
    ctx: Context = context.obj
    config = ctx.config()
    with ctx.desk(config) as desk:
        now = ctx.clock()
        house = house_of(config, desk, now)
        rows = [overview.row(desk.case(case), house, config.rules, now) for case in desk.state.cases()]
        rows = [row for row in rows if row.owed or row.notices]
        rows.sort(key=lambda row: (row.oldest_due is None, row.oldest_due, row.case))
        asked = _questions(desk)
    if json:
        told = {"cases": [row.as_json() for row in rows], "notices": asked, "blocked": house.blocked}
        typer.echo(as_json(told))
        return
    if house.blocked:
        typer.echo(f"NOBODY IS WRITTEN TO: {house.blocked} (`relance resume {HOUSE}` lifts a stop)")
    _print_status(rows, asked, config)


def _questions(desk: Desk) -> list[dict[str, Any]]:
    """Every open notice, of the house and of cases."""
    opened = list(desk.state.facts.notices.values())
    for case in desk.state.cases():
        opened += [notice.opened for notice in desk.case(case).open_notices()]
    return [
        {
            "notice": notice.notice,
            "about": notice.about,
            "question": notice.question,
            "choices": list(notice.choices),
            "invoices": list(notice.invoices),
            "cases": list(notice.cases),
        }
        for notice in opened
    ]


def _print_status(rows: Sequence[overview.Row], asked: Sequence[dict[str, Any]], config: Config) -> None:
    out = _console()
    table = Table(box=None, pad_edge=False)
    for column in ("case", "debtor", "owed", "invoices", "oldest due", "next look", "why"):
        table.add_column(column, justify="right" if column == "owed" else "left", overflow="fold")
    for row in rows:
        owed = "\n".join(f"{decimal(cents)} {currency}" for currency, cents in row.owed.items())
        table.add_row(
            row.case,
            Text(clean(row.debtor)),
            owed,
            Text(clean(", ".join(row.invoices))),
            str(row.oldest_due or ""),
            _short(row.next_at, config),
            Text(clean(row.why)),
        )
    out.print(table if rows else "Nothing is owed.")
    for question in asked:
        asks, *items = str(question["question"]).splitlines() or [""]
        choices = f"  [{' | '.join(question['choices'])}]" if question["choices"] else ""
        words = f"{question['notice']}  {clean(asks, _LONG)}{choices}"
        out.print(Text(words), style="bold", soft_wrap=True)
        for item in items:
            out.print(Text(f"    {clean(item)}"), soft_wrap=True)
    out.print(f"mode: {config.rules.mode}", style="dim")


def _console() -> Console:
    """As wide as the terminal; in a file or a pipe nothing is folded for lack of room."""
    out = Console()
    return out if out.is_terminal else Console(width=_WIDE)


def _short(at: datetime | None, config: Config) -> str:
    return at.astimezone(calendar_of(config.rules.calendar).zone).strftime("%Y-%m-%d %H:%M") if at else ""


def show(
    context: typer.Context,
    target: str = typer.Argument(metavar="CASE_OR_INVOICE"),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """A case's story, from its first event to now."""
    ctx: Context = context.obj
    config = ctx.config()
    with ctx.desk(config) as desk:
        case, _ = resolve(desk, target)
        now = ctx.clock()
        row = overview.row(case, house_of(config, desk, now), config.rules, now)
        until = overview.limitation(case, config.rules, now)
        entries = desk.entries(case.id)
    if json:
        events = [{"n": e.n, "at": e.at, "type": type(e.event).__name__, "data": e.event} for e in entries]
        typer.echo(as_json(row.as_json() | {"limitation": until, "events": events}))
        return
    out = _console()
    out.print(Text(f"{case.id}  {clean(case.debtor.name)}"), style="bold")
    for line in story(entries):
        out.print(story_line(line, config), soft_wrap=True)
    for one in until:
        out.print(Text(clean(str(one))), style="dim", soft_wrap=True)
    out.print(Text(f"now: {clean(row.why)}"), style="bold", soft_wrap=True)


def story_line(line: Line, config: Config) -> Text:
    return Text.assemble((_short(line.at, config), "dim"), "  ", (f"{line.who:<8}", "cyan"), " ", line.what)


def preview(
    context: typer.Context,
    days: int = typer.Option(14, "--days", min=1, max=400, help="How many days ahead."),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """What would be sent in the coming days if nobody answers; changes nothing."""
    ctx: Context = context.obj
    config = ctx.config()
    with ctx.desk(config) as desk:
        now = ctx.clock()
        cases: dict[str, Sequence[Entry]] = {case: desk.entries(case) for case in desk.state.cases()}
        planned = forecast(cases, house_of(config, desk, now), config.rules, now, days)
    if json:
        typer.echo(as_json([_planned(item) for item in planned]))
        return
    out = _console()
    for item in planned:
        out.print(_planned_line(item, config), soft_wrap=True)
    if not planned:
        out.print(f"Nothing would be sent in the next {days} days.")


def _planned(item: Planned) -> dict[str, Any]:
    draft = item.draft
    return {
        "at": item.at,
        "case": item.case,
        "debtor": item.debtor,
        "what": "paper" if item.paper else "letter" if draft else "question",
        "to": list(draft.to) if draft else [],
        "steps": [{"invoice": c.number, "step": c.step} for c in draft.climbs] if draft else [],
        "asked": decimal(draft.asked) if draft else None,
        "currency": draft.currency if draft else None,
        "template": draft.template if draft else None,
        "tone": draft.tone if draft else None,
        "question": item.question or None,
        "why": item.why,
    }


def _stepless(draft: Draft) -> str:
    """A letter that takes no step, by its name."""
    numbers = ", ".join(line.number for line in draft.lines)
    return f"a note before the due date of {numbers}" if draft.kind == "note" else draft.template


def _planned_line(item: Planned, config: Config) -> Text:
    draft = item.draft
    if draft is None:
        what = f"asks you: {item.question}"
    else:
        how = "sets for the post" if item.paper else f"writes to {', '.join(draft.to)}"
        steps = ", ".join(f"{c.step} of {c.number}" for c in draft.climbs) or _stepless(draft)
        what = f"{how}: {steps}, {decimal(draft.asked)} {draft.currency} ({draft.tone})"
    head = (_short(item.at, config), "dim"), "  ", (f"{clean(item.debtor)}  ", "cyan")
    return Text.assemble(*head, clean(what))
