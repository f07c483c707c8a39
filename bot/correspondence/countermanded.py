"""A letter that one person approved and another one stops before it has left: the first is told, in one line.

Who stops gets the line of his own order; who approved would wait for a letter that never leaves.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.case import Case
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.events.consequences import HoldSet
from bot.events.entries import Event
from bot.events.letters import LetterSent, PaperPosted
from bot.events.owner import OrderTaken, TreatmentSaid
from bot.events.owner_mail import OwnerAnswered
from bot.owner.matters import Matter
from bot.owner.orders import Line
from bot.policy.held import IN_DOUBT
from bot.policy.ladder import MISE_EN_DEMEURE
from bot.rules import Person

_APPROVED = frozenset(("first_firm_letter", MISE_EN_DEMEURE))
_YES = frozenset(("ok", "accept", "resume"))
_LEFT_ALONE = ("owner_only", "never")


def tell(
    desk: Desk, voice: Voice, order: OwnerAnswered, cases: Sequence[str], people: Sequence[Person]
) -> None:
    """Those of the owner's people whose letters of these cases this order has stopped."""
    told: dict[str, dict[str, str]] = {}
    for name in cases:
        case = desk.case(name)
        approval, numbers = _stopped(case, [entry.event for entry in desk.entries(name)], order.mail)
        if approval and approval.by != order.sender:
            formal = approval.act == MISE_EN_DEMEURE or _about(case, approval) == MISE_EN_DEMEURE
            line = Line("stopped_by", {"to": order.sender, "formal": formal})
            told.setdefault(approval.by, {})[name] = voice.line(line, case, Matter(name, numbers))
    plain = replace(order, told="", unclear=(), files=())
    for person in people:
        said = told.get(person.email, {})
        voice.confirm(plain, person.email, list(said.values()), list(said))


def _stopped(case: Case, events: Sequence[Event], mail: str) -> tuple[OrderTaken | None, tuple[str, ...]]:
    """The approval that was still to be carried out when the orders of this mail stopped it, and of what."""
    approval: OrderTaken | None = None
    word: OrderTaken | None = None
    for event in events:
        if isinstance(event, OrderTaken):
            word = event
            approval = event if _approves(case, event) else approval
        elif approval and _left(case, event):
            approval = None
        elif approval and _stops(event, _numbers(case, approval)):
            if word and word.mail == mail:
                return approval, _numbers(case, approval)
            approval = None  # nobody waits for it any more
    return None, ()


def _approves(case: Case, word: OrderTaken) -> bool:
    return word.act == MISE_EN_DEMEURE or (word.act in _YES and _about(case, word) in _APPROVED)


def _about(case: Case, word: OrderTaken) -> str:
    asked = case.notices.get(word.notice)
    return asked.opened.about if asked else ""


def _numbers(case: Case, word: OrderTaken) -> tuple[str, ...]:
    asked = case.notices.get(word.notice)
    return asked.opened.invoices if asked else ()


def _left(case: Case, event: Event) -> bool:
    """A letter that is for some invoices, and no answer, has left, by mail or by post."""
    if isinstance(event, LetterSent):
        return event.letter in case.letters and bool(case.letters[event.letter].intended.about)
    return isinstance(event, PaperPosted)


def _stops(event: Event, numbers: Sequence[str]) -> bool:
    if isinstance(event, TreatmentSaid):
        return event.treatment in _LEFT_ALONE
    if not isinstance(event, HoldSet) or event.by != "owner" or event.hold.endswith(IN_DOUBT):
        return False
    return not numbers or not event.invoices or not set(numbers).isdisjoint(event.invoices)
