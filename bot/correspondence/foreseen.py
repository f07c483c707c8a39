"""What an order would do, in the words that would say it back: it is carried out where nothing is written.

A person who is asked back says yes to what is named there, and not to the bare words of another mail.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from bot.case import Case
from bot.correspondence.doing import Doing
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.events.entries import CaseEvent, Event
from bot.events.owner import OrderTaken
from bot.events.owner_mail import OwnerAnswered
from bot.owner.matters import Matter
from bot.owner.orders import Line
from bot.rules import Person
from bot.state.facts import Told


def foreseen(doing: Doing, order: OwnerAnswered, told: Told | None, person: Person) -> list[str]:
    """The lines that this order would be said back with, were it carried out now."""
    desk, voice = _nothing_written(doing.desk), _Overheard(doing.voice)
    files = replace(doing.files, desk=desk)
    bare = replace(order, files=(), unclear=())
    replace(doing, desk=desk, voice=voice, files=files).carry_out(bare, told, person)
    done = [event for event in desk.written if isinstance(event, OrderTaken) and event.said]
    said = [event.said for event in sorted(done, key=lambda event: event.k)]
    return list(dict.fromkeys((*said, *voice.lines)))


def _nothing_written(desk: Desk) -> "_Unwritten":
    return _Unwritten(desk.journal, desk.evidence, desk.state, desk.clock)


@dataclass(slots=True)
class _Unwritten(Desk):
    """The same desk, on which what is written goes nowhere."""

    written: list[Event] = field(default_factory=list)

    def append(self, case: str, expected_n: int, events: Sequence[Event]) -> None:
        self.written += events

    def note(self, case: str, *events: Event) -> None:
        self.written += events

    def note_all(self, items: Sequence[tuple[str, Sequence[CaseEvent]]]) -> None:
        """Nothing."""

    def append_all(self, items: Sequence[tuple[str, int, Sequence[Event]]]) -> None:
        """Nothing."""

    @contextmanager
    def kept(self, *raws: bytes) -> Iterator[list[str]]:
        yield ["" for _ in raws]


@dataclass(slots=True)
class _Overheard:
    """The voice whose words go to nobody."""

    voice: Voice
    lines: list[str] = field(default_factory=list)

    def line(self, line: Line, case: Case | None, matter: Matter | None) -> str:
        return self.voice.line(line, case, matter)

    def ask_back(
        self, order: OwnerAnswered, to: str, held: Sequence[str], until: date | None,
        foreseen: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Nobody is asked."""

    def confirm(
        self, order: OwnerAnswered, to: str, lines: Sequence[str], cases: Sequence[str] = (), *,
        held: Sequence[str] = (), until: date | None = None, late: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.lines += lines
