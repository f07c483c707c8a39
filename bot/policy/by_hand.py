"""What the owner wrote to a debtor by hand: a day that he grants is waited for, anything else is asked. Pure.

- a day holds through its grace, whether the debtor had asked for time or not; a promise for an earlier day
  binds nobody any more;
- that it is paid, not to be paid, replaced, contested or arranged is his word: it rests until he has said
  what is to be done, for nobody is to be pressed against it;
- what speaks of paying and cannot be told surely rests for some working days, and is asked about, too;
- a reminder of his own is a contact and no more.
"""

from collections.abc import Collection
from datetime import date

from bot.events.consequences import HoldLifted, HoldSet, PromiseEnded
from bot.events.entries import CaseEvent
from bot.events.mail import ReplyWeighed
from bot.events.owner import NoticeAnswered, NoticeOpened, OwnerWrote
from bot.policy import delays
from bot.policy.held import touching
from bot.policy.instalments import Part, covers, narrowed, schedules
from bot.policy.questions import next_name
from bot.policy.sight import Sight

OWNER_LETTER = delays.LETTER
_WHAT_NOW = "You wrote to the debtor: what is to be done?"
_WHY = "the owner wrote to the debtor"


def weigh(sight: Sight, wrote: OwnerWrote) -> tuple[CaseEvent, ...]:
    """All consequences of this letter, ending with the word that it has been weighed."""
    owed = [invoice.number for invoice in sight.owed]
    about = tuple(n for n in owed if not wrote.invoices or n in wrote.invoices)
    events: list[CaseEvent] = []
    if about and not sight.case.handed_over:
        events += _lets(sight, wrote, about) if wrote.until else []
        unsure = wrote.says == "unsure" and not wrote.until and not _requests(sight, wrote)
        events += _asks(sight, wrote, about) if wrote.says == "settled" or unsure else []
    return (*events, ReplyWeighed(wrote.mail, OWNER_LETTER, _WHY))


def _requests(sight: Sight, wrote: OwnerWrote) -> list[NoticeOpened]:
    """Requests for time that were open when he wrote: see `delays`."""
    open_ = [n for n in sight.case.open_notices() if n.at < wrote.at]
    return [n.opened for n in open_ if n.opened.about in (delays.REQUEST, delays.BY_HAND)]


# --- a day ------------------------------------------------------------------------------------------


def _lets(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...]) -> list[CaseEvent]:
    day = wrote.until
    if day is None or day < sight.today:
        return []
    asked = _requests(sight, wrote)
    answered = {n for one in asked for n in one.invoices or about}
    until = sight.calendar.add_working(day, sight.rules.replies.promise_grace)
    why = f"{_WHY}: until {day}"
    name = f"{wrote.mail[:12]}.by_hand"
    hold = HoldSet(name, "delay_proposed", why, until, about, wrote.mail)
    return [*([] if set(about) <= answered else [hold]), *put_off(sight, day, about)]


def put_off(sight: Sight, day: date, about: Collection[str]) -> list[CaseEvent]:
    """What was promised of these invoices for an earlier day than the owner grants is promised no more."""
    events: list[CaseEvent] = []
    for parts in schedules(sight):
        meant = covers(sight, parts)
        if not (meant & set(about) and any(part.day < day for part in parts)):
            continue
        if meant <= set(about):
            events += [event for part in parts if part.day < day for event in _over(sight, part, day)]
        else:
            events += narrowed(sight, parts, about, sight.case.left(meant & set(about)))
    return events


def _over(sight: Sight, part: Part, day: date) -> list[CaseEvent]:
    events: list[CaseEvent] = [PromiseEnded(part.name, "replaced")]
    if part.name in sight.case.holds:
        events.append(HoldLifted(part.name, f"{_WHY}: until {day}"))
    return events


# --- anything else ----------------------------------------------------------------------------------


def _asks(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...]) -> list[CaseEvent]:
    """Held, and asked about once; not where it rests already for a person's word."""
    case = sight.case
    if delays.left_alone(sight) or all(_frozen(sight, number) for number in about):
        return []
    days = sight.rules.replies.delay_request
    until = None if wrote.says == "settled" else sight.calendar.add_working(sight.today, days)
    hold = HoldSet(f"{wrote.mail[:12]}.{OWNER_LETTER}", OWNER_LETTER, _WHY, until, about, wrote.mail)
    open_ = [n.opened for n in case.open_notices() if n.opened.about == OWNER_LETTER]
    if any(set(about) <= set(asked.invoices) for asked in open_):
        return [hold]
    quoted = f" “{wrote.words}”" if wrote.words else ""
    name, question = next_name(sight), f"{_WHAT_NOW}{quoted}"
    asks = NoticeOpened(name, OWNER_LETTER, question, ("resume",), about, mail=wrote.mail)
    closed = [NoticeAnswered(asked.notice, "moot", "policy", _WHY) for asked in _requests(sight, wrote)]
    return [*closed, hold, asks]


def _frozen(sight: Sight, number: str) -> bool:
    return any(hold.until is None for hold in touching(sight.case.holds.values(), (number,)))
