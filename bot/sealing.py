"""Once a day journal and evidence are verified and, being sound, sealed; a flaw stops all sending.

Both read the whole journal, so a day without happenings is found out only once, too.
"""

from dataclasses import dataclass
from datetime import date

from bot.desk import Desk
from bot.journal import Moved
from bot.journal.seals import seal
from bot.journal.verify import verify
from bot.policy.sight import calendar_of
from bot.rules import Rules


@dataclass(slots=True)
class Sealing:
    desk: Desk
    rules: Rules
    sealed_on: date | None = None  # the last day on which a seal was set, or found to be needless
    flaw: str = ""  # the first flaw of journal or evidence; nothing is sent as long as it is there

    def daily(self) -> str:
        """What is wrong, in words; empty when all is sound, or was seen to today."""
        calendar, sealed = calendar_of(self.rules.calendar), self.desk.state.facts.sealed_at
        today = calendar.day(self.desk.clock())
        if self.sealed_on == today or (sealed and calendar.day(sealed) == today):
            return ""
        report = verify(self.desk.journal.path.parent, ())
        self.flaw = "" if report.sound else report.sentences()[0]
        if self.flaw:
            return f"the journal is not sound, nothing is sent; see `relance verify`: {self.flaw}"
        try:
            seal(self.desk.journal)
        except Moved:
            return ""  # a command wrote to the house chain just now: the next round seals
        self.sealed_on = today
        self.desk.catch_up()
        return ""
