"""The keys about invoices that are not due yet: the note to firms before the due date (`before_due`), without
which there is none, and whether letters list them (`letters`).

Refused: days so few that the note would have to wait until the first reminder has left, and never leave.
"""

from collections.abc import Sequence
from typing import Annotated, Protocol

from pydantic import Field

from bot.config.part import Shape
from bot.config.values import Euros, Whole, Wrong, YesNo
from bot.rules import BeforeDue

_USUAL = BeforeDue()


class BeforeDueShape(Shape):
    days: Annotated[Whole, Field(ge=1, le=30)] = _USUAL.days
    over: Euros = _USUAL.over


class LettersShape(Shape):
    list_not_due: YesNo = False


class _Step(Protocol):
    @property
    def day(self) -> int: ...


def can_leave(note: BeforeDueShape | None, ladder: Sequence[_Step], between: int) -> None:
    """A note moves no reminder: the days between two letters must fit between it and the first one."""
    least = between - ladder[0].day
    if note and note.days < least:
        raise Wrong(
            f"before_due: {note.days} days before the due date are too near to the first reminder, on day"
            f" {ladder[0].day}, for {between} days to lie between two letters; write {least} or more"
        )
