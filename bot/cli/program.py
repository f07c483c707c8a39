"""All commands and their options, as typer knows them."""

from collections.abc import Sequence
from importlib import import_module

import typer

from bot import __version__

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
