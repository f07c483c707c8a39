"""The commands: `relance COMMAND`, also `python -m bot`. What a person types, shown what they need.

Errors that the operator can mend are printed all at once on stderr, without a traceback: exit code 2.
`--json` prints JSON on stdout and nothing else.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import typer

from bot import __version__
from bot.errors import OperatorError, WorldError

_MODULES = ("demo", "service", "views", "owner", "reading", "interest")
_ORDER = (
    *("demo", "check", "run", "once", "import"),
    *("status", "show", "preview", "read"),
    *("pay", "hold", "resume", "approve", "refuse", "note", "posted"),
    *("interest", "verify", "rebuild"),
)


def program(words: Sequence[str] = ()) -> typer.Typer:
    """All commands, or the one that the words name where loading the others would be felt."""
    app = typer.Typer(
        name="relance",
        help="Gets unpaid invoices paid by plain e-mail, and keeps the proof.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(invoke_without_command=True)(options)
    for module in ("reading",) if words[:1] == ["read"] else _MODULES:
        import_module(f"bot.cli.{module}").register(app)
    app.registered_commands.sort(
        key=lambda command: _ORDER.index(command.name or getattr(command.callback, "__name__", ""))
    )
    return app


def options(
    context: typer.Context,
    config: str = typer.Option("config.yaml", "--config", help="The configuration file."),
    now: str = typer.Option("", "--now", help="A simulated moment (ISO 8601), for a simulated journal."),
    version: bool = typer.Option(False, "--version", help="Show the version and exit."),
) -> None:
    if version:
        typer.echo(f"relance {__version__}")
        raise typer.Exit
    if context.invoked_subcommand != "read":  # it needs neither, and should be quick
        from bot.cli.context import Context

        context.obj = Context.of(config, now)


def main() -> None:
    """The console script; gives the exit code of the README's table. What it writes is its owner's alone."""
    os.umask(0o077)
    try:
        program(sys.argv[1:])()
    except SystemExit:
        raise  # said first, or the next lines would load what only their errors need
    except OperatorError as error:
        for problem in error.problems:
            print(f"relance: {problem}", file=sys.stderr)
        sys.exit(2)
    except _of_the_world() as error:
        print(f"relance: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        print(f"relance: {_told(error)}", file=sys.stderr)
        sys.exit(2)


def _of_the_world() -> tuple[type[Exception], ...]:
    """Asked for only when something went wrong: the journal is not loaded to read a mail."""
    from bot.journal import Broken

    return (WorldError, Broken)


def _told(error: OSError) -> str:
    """A file that cannot be used, with the cure."""
    if isinstance(error, PermissionError):
        cure = "it belongs to another user: run relance as the one who runs the service"
    else:
        cure = "look whether the disk is full and the folder is what it should be"
    return f"{error.filename or 'the data folder'}: {error.strerror or error}; {cure}"
