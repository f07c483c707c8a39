"""`relance read`: what a debtor's mail says, without a configuration."""

from pathlib import Path

import orjson
import typer
from rich.console import Console
from rich.text import Text

from bot.cli.context import moment
from bot.errors import OperatorError
from bot.reading import Reading, read
from bot.wording import clean, decimal


def register(app: typer.Typer) -> None:
    app.command(name="read")(read_mails)


def read_mails(
    files: list[str] = typer.Argument(metavar="FILE.eml..."),
    received_at: str = typer.Option("", "--received-at", help="When it arrived; else what the mail says."),
    json: bool = typer.Option(False, "--json"),
) -> None:
    """What a debtor's mail says, and the words that say it."""
    at = moment(received_at) if received_at else None
    missing = [f"{name}: no such file" for name in files if not Path(name).is_file()]
    if missing:
        raise OperatorError(*missing)
    for name in files:
        reading = read(Path(name).read_bytes(), at)
        if json:
            typer.echo(orjson.dumps(reading.as_json(name)).decode())
        else:
            _print(name, reading)


def _print(name: str, reading: Reading) -> None:
    out = Console()
    unsure = "  undecided: a person should look" if reading.undecided else ""
    head = f"{name}: {', '.join(reading.intents)}  (confidence {reading.confidence:.2f}){unsure}"
    out.print(Text(clean(head)), style="bold")
    for promise in reading.promises:
        amount = f"{decimal(promise.amount)} EUR" if promise.amount is not None else "all"
        out.print(f"  promise: {amount} by {promise.date or 'no day named'}")
    if reading.paid:
        paid = decimal(reading.paid.amount) if reading.paid.amount is not None else "all"
        out.print(f"  paid: {paid} on {reading.paid.date or 'no day named'}")
    if reading.return_date:
        out.print(f"  first day back: {reading.return_date}")
    if reading.new_contact:
        out.print(Text(clean(f"  new contact: {reading.new_contact}")))
    if reading.bounce:
        kind = "for good" if reading.bounce.permanent else "for now"
        out.print(Text(clean(f"  came back {kind} from {reading.bounce.recipient or 'nobody named'}")))
    if reading.misfortune:
        out.print("  tells of a misfortune")
    for quote in reading.evidence:
        out.print(Text(f"  {quote.intent}: “{clean(quote.text)}”"))
