"""Cases as they stand, each folded once and then grown by what is appended to it.

So a storm of mails about one case costs what its mails cost, however long the case has become. The cases are
for looking at: whoever asks again may find the same one grown. Forgotten by `clear`, it holds nothing.
"""

from dataclasses import dataclass, field

from bot.case import Case
from bot.desk import Desk
from bot.fold import grow
from bot.journal import Position


@dataclass(slots=True)
class Recent:
    desk: Desk
    _cases: dict[str, Case] = field(default_factory=dict)
    _upto: Position | None = None  # what the cases have taken

    def clear(self) -> None:
        self._cases.clear()

    def case(self, name: str) -> Case:
        journal = self.desk.journal
        if self._cases and journal.position != self._upto:
            for entry, _ in journal.events_after(self._upto):
                if entry.case in self._cases:
                    grow(self._cases[entry.case], entry)
        self._upto = journal.position
        if name not in self._cases:
            self._cases[name] = self.desk.case(name)
        return self._cases[name]
