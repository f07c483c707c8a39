"""`relance demo`: sixty days of the whole loop on mail servers of its own, with a simulated clock.

The folder it leaves behind is an ordinary data folder with its configuration: every other command works on
it. It refuses a folder that holds something already, and says what to install when the servers are missing.
"""

import re
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import typer
from rich.console import Console

from bot.cli.context import Context
from bot.errors import OperatorError

_FONT_FROM_ELSEWHERE = re.compile(r"@font-face \{[^}]*\}\s*")  # a picture fetches nothing
_SERVERS = ("aiosmtpd", "pymap")
_WIDTH = 122  # columns at most, and where the output is no terminal


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    context: typer.Context,
    keep: str = typer.Option("", "--keep", metavar="DIR", help="The folder to leave the result in."),
    picture: str = typer.Option("", "--picture", metavar="FILE.svg", hidden=True),
) -> None:
    """Sixty days on embedded mail servers, with a simulated clock: the whole story in some seconds."""
    ctx: Context = context.obj
    if ctx.simulated:
        raise OperatorError("demo brings its own clock and takes no --now")
    missing = [name for name in _SERVERS if find_spec(name) is None]
    if missing:
        why = f"the demo's mail servers are not installed ({', '.join(missing)})"
        raise OperatorError(f"{why}: pip install relance[demo]")
    from bot.demo.show import show  # only here are the servers known to be installed

    folder = _folder(keep)
    out = _console(picture)
    ended_well = show(folder, _Commands(context), out)
    if picture:
        drawn = out.export_svg(title="relance demo")
        Path(picture).write_text(_FONT_FROM_ELSEWHERE.sub("", drawn), encoding="utf-8")
    raise typer.Exit(0 if ended_well else 1)


def _folder(keep: str) -> Path:
    if not keep:
        return Path(tempfile.mkdtemp(prefix="relance-demo-"))
    folder = Path(keep).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        used = any(folder.iterdir())
    except OSError as error:
        raise OperatorError(f"--keep {keep}: {error.strerror}; name an empty or a new folder") from None
    if used:
        raise OperatorError(f"--keep {keep}: this folder is not empty; name an empty or a new one")
    return folder


def _console(picture: str) -> Console:
    if picture:
        return Console(record=True, width=_WIDTH, file=StringIO(), force_terminal=True)
    found = Console(highlight=False)
    return Console(highlight=False, width=min(found.width, _WIDTH) if found.is_terminal else _WIDTH)


class _Commands:
    """The commands as typed in a terminal, run in this process: what they print and their exit code."""

    def __init__(self, context: typer.Context) -> None:
        self._command = context.find_root().command

    def __call__(self, words: Sequence[str]) -> tuple[int, str]:
        printed = StringIO()
        with redirect_stdout(printed):
            code = self._command.main(list(words), prog_name="relance", standalone_mode=False)
        return (code if isinstance(code, int) else 0), printed.getvalue()
