"""What debtors' mails say: files in, a page or JSON lines out.

Needs no configuration and changes nothing. Only what reading needs is imported: a start should not wait for
the rest.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import orjson

from bot.cli.files import missing
from bot.cli.reading_page import page
from bot.errors import OperatorError
from bot.reading import read
from bot.reading.mime import head


def show(files: Sequence[str], at: datetime | None = None, *, json: bool) -> None:
    if problems := missing(files):
        raise OperatorError(*problems)
    for number, name in enumerate(files):
        raw = Path(name).read_bytes()
        reading = read(raw, at)
        if json:
            told = orjson.dumps(reading.as_json(name)).decode()
        else:
            told = ("\n" if number else "") + page(name, head(raw), reading)
        print(told, flush=True)  # what waits behind a pipe gets each at once
