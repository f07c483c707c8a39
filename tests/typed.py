"""Commands as a person types them, run in this process the way the console script runs them."""

import json
import logging
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from bot import cli


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def relance(*words: str) -> Said:
    """What a command printed and how it ended; a traceback is a failure whatever the command was."""
    out, err = StringIO(), StringIO()
    typed, handlers = sys.argv, logging.getLogger().handlers[:]
    sys.argv = ["relance", *words]
    code: object = 0
    try:
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv = typed
        logging.getLogger().handlers[:] = handlers  # `once` logs to stderr, which is not ours to keep
    assert "Traceback" not in err.getvalue()
    return Said(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())
