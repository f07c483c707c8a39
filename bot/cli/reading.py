"""`relance read`: what a debtor's mail says, or with --owner what an answer of the owner's orders.

Needs no configuration and changes nothing: files in, a page or JSON lines out. It carries nothing out.
Only what reading needs is imported: a start should not wait for the rest.
"""

from pathlib import Path

import orjson
import typer

from bot.cli.moments import moment
from bot.cli.reading_page import page
from bot.errors import OperatorError
from bot.reading import read
from bot.reading.mime import head


def register(app: typer.Typer) -> None:
    app.command(name="read")(read_mails)


def read_mails(
    files: list[str] = typer.Argument(metavar="FILE.eml..."),
    received_at: str = typer.Option("", "--received-at", help="When it arrived; else what the mail says."),
    owner: bool = typer.Option(False, "--owner", help="The mails are the owner's own answers."),
    context: str = typer.Option("", "--context", help="With --owner: a JSON list, what each mail answers."),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """What a debtor's mail says, and the words that say it; with --owner, what the owner's answer orders."""
    at = moment(received_at) if received_at else None
    missing = [f"{name}: no such file" for name in files if not Path(name).is_file()]
    if context and not owner:
        missing.append("--context goes with --owner; leave it out, or add --owner")
    if missing:
        raise OperatorError(*missing)
    if owner:
        from bot.cli import answers  # the owner's reader is loaded when it is asked for

        answers.show(files, context, at, json=json)
        return
    for number, name in enumerate(files):
        raw = Path(name).read_bytes()
        reading = read(raw, at)
        if json:
            typer.echo(orjson.dumps(reading.as_json(name)).decode())
        else:
            typer.echo(("\n" if number else "") + page(name, head(raw), reading))
