"""The work itself: run, once, import, check, rebuild, verify."""

import logging
import re
import sys
from pathlib import Path

import orjson
import typer

from bot import checks, imports, wiring
from bot.cli.context import Context, new_id
from bot.errors import OperatorError
from bot.journal import Report, Witness, verify
from bot.rounds import Unraised
from bot.service import Service
from bot.sources import Source, csv_file
from bot.wording import counted

_ADDRESS = re.compile(r"[\w.+\-]+@[\w.\-]+")


def register(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(once)
    app.command(name="import")(import_files)
    app.command()(check)
    app.command()(rebuild)
    app.command(name="verify")(verify_folder)


def _log() -> None:
    """One line an act, on stderr; a service manager adds the time itself."""
    shown = logging.StreamHandler(sys.stderr)
    shown.setFormatter(_WithoutAddresses("%(levelname)s %(message)s"))
    logging.basicConfig(handlers=[shown], level=logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("imapclient").setLevel(logging.WARNING)


class _WithoutAddresses(logging.Formatter):
    """Servers and errors quote addresses in what they say; a log outside the data folder holds none."""

    def format(self, record: logging.LogRecord) -> str:
        return _ADDRESS.sub("<address>", super().format(record))


def run(context: typer.Context) -> None:
    """The service: works until SIGTERM, which lets it finish the act in hand."""
    ctx: Context = context.obj
    if ctx.simulated:
        raise OperatorError("run works in real time and takes no --now; use `relance --now … once`")
    _log()
    config = ctx.config(mail=True)
    Service(ctx.path, config, new_id).run()


def once(context: typer.Context) -> None:
    """One round, then exit; for cron."""
    ctx: Context = context.obj
    config = ctx.config(mail=True)
    _log()
    with ctx.desk(config, alone=True, begin=True) as desk:
        rounds = wiring.rounds(config, desk, new_id, Unraised())
        done = rounds.round()
        rounds.close()
    mails, letters = counted(done.mails, "mail"), counted(done.letters, "letter")
    typer.echo(f"{mails} taken, {letters} sent, {done.papers} set for the post")
    if done.problems:
        raise OperatorError(*done.problems)


def import_files(
    context: typer.Context,
    files: list[str] = typer.Argument(metavar="FILE..."),
    accept_shrunk: bool = typer.Option(False, "--accept-shrunk", help="Take a source that has shrunk."),
) -> None:
    """Takes invoices, clients or payments from files: what was new, changed, refused and why."""
    ctx: Context = context.obj
    config = ctx.config()
    missing = [f"{name}: no such file" for name in files if not Path(name).is_file()]
    if missing:
        raise OperatorError(*missing)
    alarms: list[str] = []
    with ctx.desk(config, begin=True) as desk:
        paths = [Path(name).resolve() for name in files]
        found = [(path, _source_of(path, config.folder, config.sources)) for path in paths]
        for path, source in sorted(
            found, key=lambda each: each[1].holds == "payments"
        ):  # after their invoices
            taken = imports.take(
                *(desk, config.rules, source, path),
                folder=config.folder,
                accept_shrunk=accept_shrunk,
                sources=config.sources,
            )
            typer.echo(_told(taken))
            for refusal in taken.refusals:
                typer.echo(f"  {refusal}")
            if taken.imported.alarm:
                alarms.append(f"{taken.name} was not taken: {taken.imported.alarm}")
    if alarms:
        raise OperatorError(*alarms)


def _source_of(path: Path, folder: Path, sources: tuple[Source, ...]) -> Source:
    """The configured source that this file belongs to; else a plain one of what its columns show."""
    for source in sources:
        if path in {found.resolve() for found in folder.glob(source.path)}:
            return source
    return csv_file.recognised(path.read_bytes(), path.name)


def _told(taken: imports.Taken) -> str:
    told = taken.imported
    if told.alarm:
        return f"{taken.name}: not taken"
    if taken.nothing:
        return f"{taken.name}: taken before, nothing new"
    counts = f"{told.new} new, {told.changed} changed, {told.closed} closed, {told.refused} refused"
    return f"{taken.name}: {counted(told.rows, 'row')}, {counts}"


def check(context: typer.Context, json: bool = typer.Option(False, "--json")) -> None:
    """All that can be wrong, before it goes wrong."""
    ctx: Context = context.obj
    findings = [*checks.check(ctx.path, ctx.clock()), *_reach(ctx)]
    if json:
        typer.echo(orjson.dumps([finding.as_json() for finding in findings]).decode())
    else:
        for finding in findings:
            typer.echo(f"{finding.level:<7} {finding.what}")
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(2)


def _reach(ctx: Context) -> list[checks.Finding]:
    """What the journal knows of the owner's own addresses; a folder that cannot be opened tells nothing."""
    try:
        config = ctx.config()
        with ctx.desk(config) as desk:
            return list(checks.reach(config, desk, ctx.clock()))
    except OperatorError:
        return []


def rebuild(context: typer.Context) -> None:
    """Makes the state anew from the journal."""
    ctx: Context = context.obj
    config = ctx.config()
    with ctx.desk(config, alone=True) as desk:
        wiring.tell_state(desk)
        desk.state.flush(desk.journal)
        count = len(list(desk.state.cases()))
    typer.echo(f"state made anew from {counted(desk.journal.count, 'line')}: {counted(count, 'case')}")


def verify_folder(
    context: typer.Context,
    path: str = typer.Argument("", metavar="[PATH]", help="A data folder; the configured one if not given."),
    witness: list[str] = typer.Option([], "--witness", help="A sealed root, or a file that holds one."),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """Whether journal and evidence are what was written. Exit 0 sound, 1 flawed, 2 unreadable."""
    ctx: Context = context.obj
    folder = Path(path) if path else wiring.root(ctx.config())
    report = verify(folder, [Witness.of(each) for each in witness])
    typer.echo(orjson.dumps(report.as_json()).decode() if json else "\n".join(report.sentences()))
    raise typer.Exit(_exit(report))


def _exit(report: Report) -> int:
    if report.sound:
        return 0
    return 2 if any(flaw.flaw == "unreadable" for flaw in report.flaws) else 1
