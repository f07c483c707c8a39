"""The Sent folder: what stands there has left, and what has left gets its copy there.

In comes a case, or a letter that was just accepted; out go `LetterSettled` and `LetterFiled`. A copy that a
crash or a mailbox out of reach kept from being filed is filed later, once, from the evidence. It sends
nothing, and a failure of the mailbox rises as `WorldError`: whoever asks decides when to ask again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.case import Case, Letter
from bot.desk import Desk
from bot.events.letters import LetterFiled, LetterSettled
from bot.inbox import Mailbox

_WITHIN = timedelta(days=2)  # later a missing copy is left missing


@dataclass(slots=True)
class SentFolder:
    desk: Desk
    mailbox: Mailbox
    copies: bool  # whether we put copies there; some providers do it themselves
    _looked_after: set[str] = field(default_factory=set)

    def look(self, case: Case) -> bool:
        """Settles what was uncertain and files what is missing; whether the case has moved by it."""
        events = [*self._settled(case), *self._missing(case)]
        if events:
            self.desk.note(case.id, *events)
        return bool(events)

    def file(self, case: str, letter: str, raw: bytes, at: datetime) -> None:
        if self.copies:
            folder = self.mailbox.file(raw, at)
            self._looked_after.add(letter)
            if folder:
                self.desk.note(case, LetterFiled(letter, folder))

    def _settled(self, case: Case) -> Iterator[LetterSettled | LetterFiled]:
        for letter in case.uncertain():
            folder = self.mailbox.find(letter.intended.message_id)
            if folder:
                name = letter.intended.letter
                yield LetterSettled(name, True, f"it stands in {folder}")
                yield LetterFiled(name, folder)

    def _missing(self, case: Case) -> Iterator[LetterFiled]:
        now = self.desk.clock()
        for letter in case.letters.values() if self.copies else ():
            if letter.state == "sent" and not letter.filed and now - letter.at < _WITHIN:
                yield from self._filed(letter)

    def _filed(self, letter: Letter) -> Iterator[LetterFiled]:
        name, known = letter.intended.letter, letter.intended
        if name in self._looked_after:
            return
        folder = self.mailbox.find(known.message_id)  # filed already, perhaps, and not written down
        folder = folder or self.mailbox.file(self.desk.evidence.get(known.mail), letter.at)
        self._looked_after.add(name)
        if folder:
            yield LetterFiled(name, folder)
