"""Mails that nobody could place, and what is known of an address whatever the case. Grown from the journal.

An open question stands for the mails of one sender; it is forgotten once it is answered.
"""

from dataclasses import dataclass, field
from datetime import datetime

from bot.events.consequences import ContactDead, HoldLifted
from bot.events.house import MailUnplaced
from bot.events.owner import ContactStopped, NoticeOpened


@dataclass(slots=True)
class Stray:
    """What one open question stands for."""

    mails: dict[str, datetime]  # with their arrival; the first is the one that is asked about
    cases: tuple[str, ...] = ()  # that were held for them; none: nothing was
    holds: set[tuple[str, str]] = field(default_factory=set)  # case and hold, as long as it runs
    sender: str = ""
    handed: bool = False  # by the owner


Strays = dict[str, Stray]


def hold_of(mail: str) -> str:
    """The name of the hold that such a mail sets in each case that it may concern."""
    return f"{mail[:12]}.unplaced"


def asked(strays: Strays, event: NoticeOpened, at: datetime) -> None:
    if event.about == "unplaced":
        strays[event.notice] = Stray({event.mail: at}, event.cases, _holds(event.mail, event.cases))


def unplaced(strays: Strays, event: MailUnplaced) -> None:
    """A mail for which a question stands: its own, or an earlier one about the same sender."""
    own = (name for name, stray in strays.items() if event.mail in stray.mails)
    stray = strays.get(event.notice or next(own, ""))
    if stray is None:
        return
    if not stray.sender:
        stray.sender, stray.handed = event.sender, event.handed
    if stray.sender == event.sender:  # of another sender it is only not asked about
        stray.mails[event.mail] = event.arrived
        stray.holds |= _holds(event.mail, event.cases)


def lifted(strays: Strays, case: str, event: HoldLifted) -> None:
    """One hold of the case, or all of them."""
    for stray in strays.values():
        over = {(name, hold) for name, hold in stray.holds if name == case and event.hold in ("", hold)}
        stray.holds -= over


def silent(known: dict[str, datetime], event: ContactDead | ContactStopped, at: datetime) -> None:
    """Of the address, whatever the case; the wrong person for one case may be the right one for another."""
    if not (isinstance(event, ContactStopped) and event.here):
        known[event.email.lower()] = at


def _holds(mail: str, cases: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(case, hold_of(mail)) for case in cases}
