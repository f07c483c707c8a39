"""The commands: `relance COMMAND`, also `python -m bot`. What a person types, shown what they need.

Errors that the operator can mend are printed all at once on stderr, without a traceback: exit code 2.
`--json` prints JSON on stdout and nothing else. Reading mails and nothing else is asked for by hand and by
scripts, mail by mail: those words go to it directly, and typer, half of the wait, is not loaded.
"""

import os
import sys
from collections.abc import Sequence

from bot.errors import OperatorError, WorldError


def carry_out(words: Sequence[str]) -> None:
    if words[:1] == ["read"] and (files := _only_files(words[1:])):
        from bot.cli.readings import show

        show(files, json="--json" in words)
    else:
        from bot.cli.program import program

        program(words)()


def _only_files(words: Sequence[str]) -> list[str]:
    """The files of a command without options but `--json`; none: it has others."""
    files = [word for word in words if word != "--json"]
    return [] if any(word.startswith("-") for word in files) else files


def main() -> None:
    """The console script; gives the exit code of the README's table. What it writes is its owner's alone."""
    os.umask(0o077)
    try:
        carry_out(sys.argv[1:])
    except SystemExit:
        raise  # said first, or the next lines would load what only their errors need
    except KeyboardInterrupt:
        sys.exit(130)
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
