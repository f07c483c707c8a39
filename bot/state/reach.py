"""Whether what was written to the owner's people has reached them: accepted by the server, and not come back.

A mail that is refused, or whose delivery report comes later, has told nobody; of one whose outcome nobody
knows it is as uncertain. Pure looks at the mails that the house chain tells of.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.events.owner import NoticeOpened
from bot.events.owner_mail import Item
from bot.policy.house import letter_about
from bot.policy.questions import GRAVE

_SURE = timedelta(days=1)  # a mail that was accepted and has not come back since has arrived
_LASTING = timedelta(hours=1)  # a refusal that lasts longer is no "not now"


class Mail(Protocol):
    """A mail to one of the owner's people, as the state keeps it."""

    @property
    def kind(self) -> str: ...
    @property
    def to(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def before(self) -> datetime | None: ...
    @property
    def notices(self) -> tuple[str, ...]: ...
    @property
    def items(self) -> tuple[Item, ...]: ...
    @property
    def day(self) -> date | None: ...
    @property
    def outcome(self) -> str: ...


class Asked(Protocol):
    """An open question, as the state keeps it."""

    @property
    def opened(self) -> NoticeOpened: ...
    @property
    def told(self) -> Sequence[datetime]: ...


def listed(mails: Iterable[Mail], day: date, people: Collection[str], *, told: bool) -> set[str]:
    """What stands on lists of that day's letters that one of these got for sure and whose silence is consent:
    each case with an invoice of it, as `house.letter_about` names them. `told`: the cases on any list that
    one of them may have got. A list that asks for an ok is answered, or lets nothing leave."""
    lists = [m for m in mails if (m.kind, m.day) == ("eve", day) and m.to in people]
    if told:
        return {item.case for one in lists if one.outcome != "refused" for item in one.items}
    good = (m for m in lists if m.outcome == "sent" and not m.notices)
    return {letter_about(item.case, n) for one in good for item in one.items for n in item.invoices or ("",)}


def unreached(mails: Iterable[Mail], email: str, back: datetime | None, now: datetime) -> bool:
    """Whether mails to this address are refused for an hour, or came `back` and none has arrived since."""
    known = [m for m in mails if m.to == email and m.outcome]
    if back is not None:
        return not any(m.outcome == "sent" and back < m.at <= now - _SURE for m in known)
    arrived = [m.at for m in known if m.outcome != "refused"]
    refused = [m.at for m in known if m.outcome == "refused" and (not arrived or m.at > arrived[-1])]
    return bool(refused) and now - refused[0] >= _LASTING


def forget_last(last_told: dict[str, datetime], refused: Mail) -> None:
    """The one before it is the last of its kind again."""
    kind = f"{refused.kind} {refused.to}"
    if last_told.get(kind) != refused.at:
        return
    if refused.before:
        last_told[kind] = refused.before
    else:
        del last_told[kind]


def unheard(question: Asked, mails: Iterable[Mail]) -> bool:
    """Whether it is grave, and no mail has named it, neither one of its own nor a list of what is open."""
    opened = question.opened
    if opened.about not in GRAVE or question.told:
        return False
    return not any(opened.notice in mail.notices for mail in mails if mail.outcome != "refused")
