"""The evening's list, answered line by line: whose letter may leave, and whose waits for another word.

- Where the list asks for an ok, "1 ok, 3 ok" lets these two letters leave and no other.
- An answer that is doubtful is no silence: whoever of the list it did not surely speak of waits, for a few
  days or until the owner's next word about them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.desk import Desk
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.entries import HOUSE
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.owner.matters import Matter
from bot.state.facts import Told

_MARK = ".unclear"
_YES = frozenset(("ok", "accept"))
_OF_NOBODY = frozenset(("note", "ask", "absent", "nothing_new"))
_WHY = "an answer about the next letters that was not surely understood"


@dataclass(slots=True)
class Agreed:
    """The lines of a list that an answer approves one by one; told to the list at once, for it asks once."""

    place: int = 0  # of the first of these acts
    question: Matter | None = None  # the list's own
    listed: tuple[str, ...] = ()
    cases: list[str] = field(default_factory=list)

    def takes(
        self, desk: Desk, told: Told | None, place: int, act: ActRead, matters: Sequence[Matter]
    ) -> bool:
        """Whether this approves lines of the list that was answered."""
        if act.act not in _YES:
            return False
        open_ = {name: desk.state.facts.questions.get(name) for name in (told.notices if told else ())}
        for name, question in open_.items():
            if question and question.opened.about == "eve":
                cases = question.opened.cases
                if matters and all(matter.case in cases for matter in matters):
                    self.place = self.place if self.question else place
                    self.question, self.listed = Matter(HOUSE, (), name), cases
                    self.cases += [matter.case for matter in matters]
                    return True
        return False

    def left_out(self) -> list[Matter]:
        return [Matter(case) for case in self.listed if case not in self.cases]


def waiting(
    desk: Desk, order: OwnerAnswered, told: Told | None, named: Iterable[Matter], until: date
) -> list[str]:
    """The cases of the list that wait through `until`, for what was not understood of the answer.

    Whoever it surely speaks of waits no more: those named, or the whole list.
    """
    understood = {matter.case for matter in named if matter.case != HOUSE}
    if told and any(act.target in (None, "all") and act.act not in _OF_NOBODY for act in order.acts):
        understood |= {item.case for item in told.items}
    for name in understood:
        holds = [hold for hold in desk.case(name).holds if hold.endswith(_MARK)]
        lifted = [HoldLifted(hold, "the owner has said what was meant", "owner") for hold in holds]
        if lifted:
            desk.note(name, *lifted)
    if not order.unclear or told is None or told.kind != "eve":
        return []
    others = [item.case for item in told.items if item.case not in understood]
    hold = f"{order.mail[:12]}{_MARK}"
    for name in others:
        if hold not in desk.case(name).holds:
            desk.note(name, HoldSet(hold, "owner", _WHY, until, mail=order.mail))
    return others
