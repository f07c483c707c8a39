"""The commands: `relance COMMAND`, also `python -m bot`. What a person types, shown what they need.

Errors that the operator can mend are printed all at once on stderr, without a traceback: exit code 2.
`--json` prints JSON on stdout and nothing else.
"""

import os
import sys

import typer

from bot import __version__
from bot.cli import demo, owner, reading, service, views
from bot.cli.context import Context
from bot.errors import OperatorError, WorldError
from bot.journal import Broken

app = typer.Typer(
    name="relance",
    help="Gets unpaid invoices paid by plain e-mail, and keeps the proof.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def options(
    context: typer.Context,
    config: str = typer.Option("config.yaml", "--config", help="The configuration file."),
    now: str = typer.Option("", "--now", help="A simulated moment (ISO 8601), for a simulated journal."),
    version: bool = typer.Option(False, "--version", help="Show the version and exit."),
) -> None:
    if version:
        typer.echo(f"relance {__version__}")
        raise typer.Exit
    context.obj = Context.of(config, now)


for module in (demo, service, views, owner, reading):
    module.register(app)
_ORDER = (
    *("demo", "check", "run", "once", "import"),
    *("status", "show", "preview", "read"),
    *("pay", "hold", "resume", "approve", "refuse", "note", "posted"),
    *("verify", "rebuild"),
)
app.registered_commands.sort(
    key=lambda command: _ORDER.index(command.name or getattr(command.callback, "__name__", ""))
)


def main() -> None:
    """The console script; gives the exit code of the README's table. What it writes is its owner's alone."""
    os.umask(0o077)
    try:
        app()
    except OperatorError as error:
        for problem in error.problems:
            print(f"relance: {problem}", file=sys.stderr)
        sys.exit(2)
    except (WorldError, Broken) as error:
        print(f"relance: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        print(f"relance: {_told(error)}", file=sys.stderr)
        sys.exit(2)


def _told(error: OSError) -> str:
    """A file that cannot be used, with the cure."""
    if isinstance(error, PermissionError):
        cure = "it belongs to another user: run relance as the one who runs the service"
    else:
        cure = "look whether the disk is full and the folder is what it should be"
    return f"{error.filename or 'the data folder'}: {error.strerror or error}; {cure}"
