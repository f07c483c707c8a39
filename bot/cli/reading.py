"""`relance read` with its options; what it shows is in `readings`, or in `answers`."""

import typer

from bot.cli.files import missing
from bot.cli.moments import moment
from bot.errors import OperatorError


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
    problems = missing(files)
    if context and not owner:
        problems.append("--context goes with --owner; leave it out, or add --owner")
    if problems:
        raise OperatorError(*problems)
    # each reader is loaded when it is asked for
    if owner:
        from bot.cli import answers

        answers.show(files, context, at, json=json)
    else:
        from bot.cli import readings

        readings.show(files, at, json=json)
