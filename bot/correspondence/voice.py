"""How what was done with the owner's orders comes back to the owner's people."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.case import Case
from bot.events.owner_mail import OwnerAnswered
from bot.owner.matters import Matter
from bot.owner.orders import Line


class Voice(Protocol):
    """`Telling` is one."""

    def line(self, line: Line, case: Case | None, matter: Matter | None) -> str:
        """The words of one line."""

    def ask_back(
        self, order: OwnerAnswered, to: str, held: Sequence[str], until: date | None,
        foreseen: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Asks whether it was really them, with a new key. `held`: cases that rest meanwhile; `foreseen`:
        what a yes comes to."""

    def confirm(
        self,
        order: OwnerAnswered,
        to: str,
        lines: Sequence[str],
        cases: Sequence[str] = (),
        *,
        held: Sequence[str] = (),
        until: date | None = None,
        late: Sequence[str] = (),
    ) -> None:
        """Says what was understood and done (in these cases), and asks again about what was not."""
