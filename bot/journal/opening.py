"""What a journal's first line says that it is, and who may therefore not go on with it.

A journal keeps its purpose and its clock for good: a simulated one never becomes real and never goes back,
a rehearsal never becomes the live one. Each refusal is an OperatorError that says what to do instead.
"""

from pathlib import Path

from bot.errors import OperatorError
from bot.events.house import JournalOpened
from bot.journal.chain import Broken, parsed, read

FORMAT = 1


def opened(path: Path, line: bytes, *, simulated: bool) -> JournalOpened:
    """The first line's event; `simulated` is how the caller would go on."""
    record, _ = read(line)
    was = record.get("simulated", False)
    if was is not simulated:
        raise OperatorError(
            f"{path}: this is a simulated journal and never becomes real; go on with --now"
            if was
            else f"{path}: this is a real journal; --now is only for a data folder that began with it"
        )
    event = parsed(record).event
    if not isinstance(event, JournalOpened):
        raise Broken(f"{path}: its first line does not say what journal this is")
    return event


def refuse_other(path: Path, first: JournalOpened, purpose: str) -> None:
    if first.format != FORMAT:
        raise OperatorError(
            f"{path}: format {first.format} is of another program version than this; update Relance"
        )
    if first.purpose != purpose:
        raise OperatorError(
            f"{path}: this is a {first.purpose} journal and stays one;"
            f" give the {purpose} journal a folder of its own"
        )


def refuse_going_back(path: Path, now: str, last: str) -> None:
    if now < last:
        raise OperatorError(
            f"{path}: its simulated clock stands at {last} and never goes back;"
            " give --now that moment or a later one"
        )
