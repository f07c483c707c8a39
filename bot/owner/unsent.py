"""What a question tells of the owner's own word to the debtor that has not left. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.events.consequences import AnswerOwed
from bot.events.mail import PromiseRead
from bot.events.owner import NoticeOpened
from bot.policy import renewed
from bot.policy.instalments import Dated
from bot.policy.on_its_way import named, wrote_since
from bot.policy.overtaken import AGAIN
from bot.policy.sight import Sight

Why = Literal["late", "spoke", "address", "again", "doubt", "silenced"]


@dataclass(frozen=True, slots=True)
class Unsent:
    """`own`: the question is about nothing else; `why` it did not leave then."""

    template: str
    parts: tuple[PromiseRead, ...] = ()  # what it named
    own: bool = True
    why: Why = "late"


def unsent(sight: Sight, opened: NoticeOpened) -> Unsent | None:
    owed = sight.case.deserved.get(opened.unsaid)
    if owed is None:
        return None
    parts, own = named(sight, owed), renewed.its_own(sight, opened) is not None
    return Unsent(owed.template, _read(parts), own=own, why=_why(sight, opened, owed))


def offered(sight: Sight, opened: NoticeOpened) -> tuple[PromiseRead, ...]:
    """What an "ok" to this question grants, beside the day that the debtor named."""
    return _read(renewed.offered(sight, opened))


def _read(parts: Sequence[Dated]) -> tuple[PromiseRead, ...]:
    return tuple(PromiseRead(on, amount) for on, amount in parts)


def _why(sight: Sight, opened: NoticeOpened, owed: AnswerOwed) -> Why:
    if owed.to.lower() in sight.case.dead:
        return "address"
    if renewed.DOUBTED in opened.question:
        return "doubt"
    if renewed.SILENCED in opened.question:
        return "silenced"
    if AGAIN in opened.question:
        return "again"
    called = sight.case.called is not None and sight.case.called > owed.after
    return "spoke" if called or wrote_since(sight, owed, owed.after) else "late"
