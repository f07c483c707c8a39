"""Going live: what the owner ordered in the rehearsal stays there, and the first mail of all says so.

Its list is what was said back to him then, without what he took back later; he says again what still holds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.correspondence.post import Mail, OwnerPost
from bot.desk import Desk
from bot.events.entries import Entry
from bot.events.owner import OrderTaken
from bot.letters.owner import OwnerWriter
from bot.policy.sight import calendar_of
from bot.rules import Person, Rules

_LETS_GO = frozenset(("ok", "accept", "resume", "ask", "note", "nothing_new", "mise_en_demeure"))
_STOPS = frozenset(("stop", "no", "pause", "absent"))
_ENDS = {"resume": _STOPS, "dispute_closed": frozenset(("dispute",))}
_LISTED = 60


def ordered(entries: Iterable[Entry]) -> list[str]:
    """What the owner ordered in that journal and did not take back, in the words in which it was said."""
    found: list[tuple[str, OrderTaken]] = []
    for entry in entries:
        said = entry.event
        if not isinstance(said, OrderTaken):
            continue
        ended = _ENDS.get(said.act, frozenset())
        found = [(case, one) for case, one in found if case != entry.case or one.act not in ended]
        if said.said and said.act not in _LETS_GO:
            found.append((entry.case, said))
    return list(dict.fromkeys(one.said for _, one in found))


@dataclass(frozen=True, slots=True)
class GoneLive:
    desk: Desk
    rules: Rules
    people: Sequence[Person]
    writer: OwnerWriter
    post: OwnerPost
    rehearsed: Callable[[], Sequence[str]]  # what was ordered in the rehearsal

    def tell(self) -> None:
        """Once, before any other mail of the live journal."""
        if self.rules.mode != "live" or self.desk.state.facts.last_told or self.post.all_rest(self.people):
            return
        if lines := self.rehearsed():
            day = calendar_of(self.rules.calendar).day(self.desk.clock())
            more = max(0, len(lines) - _LISTED)
            words = self.writer.mail("gone_live", day=day, lines=lines[:_LISTED], unlisted=more)
            self.post.send_all(Mail("digest", words, day=day), [p for p in self.people if self.post.takes(p)])
