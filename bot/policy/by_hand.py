"""What the owner wrote to a debtor by hand: a day that he grants is waited for, anything else is asked. Pure.

- a day holds through its grace, whether the debtor had asked for time or not; a promise for an earlier day
  binds nobody any more;
- that it is paid, not to be paid, replaced, contested or arranged is his word: it rests until he has said
  what is to be done, for nobody is to be pressed against it;
- what speaks of paying and cannot be told surely rests for some working days, and is asked about, too;
- to who had asked for time and gets no day, he is asked once until when it rests;
- a reminder of his own is a contact and no more.
"""

from collections.abc import Collection
from datetime import date

from bot.case import Notice
from bot.events.consequences import HoldLifted, HoldSet, PromiseEnded
from bot.events.entries import CaseEvent
from bot.events.mail import ReplyWeighed
from bot.events.owner import NoticeAnswered, NoticeOpened, OwnerWrote
from bot.policy import delays
from bot.policy.held import of_question, touching
from bot.policy.house import Decision, Record
from bot.policy.instalments import Part, covers, narrowed, schedules
from bot.policy.questions import next_name
from bot.policy.sight import Sight

OWNER_LETTER = delays.LETTER
_ANSWERS = (delays.REQUEST, delays.BY_HAND, OWNER_LETTER)  # questions that a day in his letter answers
_UNTIL_WHEN = "You wrote to the debtor about the time asked for: until when is it?"
_WHAT_NOW = "You wrote to the debtor: what is to be done?"
_WHY = "the owner wrote to the debtor"


def weigh(sight: Sight, wrote: OwnerWrote) -> tuple[CaseEvent, ...]:
    """All consequences of this letter, ending with the word that it has been weighed."""
    owed = [invoice.number for invoice in sight.owed]
    about = tuple(n for n in owed if not wrote.invoices or n in wrote.invoices)
    events: list[CaseEvent] = []
    if about and not sight.case.handed_over:
        asked = _asked(sight, wrote, about)
        events += _lets(sight, wrote, about, asked) if wrote.until else []
        unsure = wrote.says == "unsure" and not wrote.until and not _requests(asked)
        events += _asks(sight, wrote, about, asked) if wrote.says == "settled" or unsure else []
    return (*events, ReplyWeighed(wrote.mail, OWNER_LETTER, _WHY))


def _asked(sight: Sight, wrote: OwnerWrote, about: Collection[str]) -> list[Notice]:
    """What was open when he wrote, and may be answered by his letter; not what waits for his word to us."""
    found = [n for n in delays.open_about(sight, _ANSWERS) if n.at < wrote.at]
    mine = [n for n in found if not n.opened.invoices or set(about) & set(n.opened.invoices)]
    return [n for n in mine if all(hold.until for hold in of_question(sight.case, n.opened))]


def _requests(asked: list[Notice]) -> list[Notice]:
    return [n for n in asked if n.opened.about != OWNER_LETTER]


# --- a day ------------------------------------------------------------------------------------------


def _lets(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...], asked: list[Notice]) -> list[CaseEvent]:
    day = wrote.until
    if day is None or day < sight.today:
        return []
    why = f"{_WHY}: until {day}"
    lifted = {hold.hold for n in asked for hold in of_question(sight.case, n.opened)}
    ended = [HoldLifted(hold, why) for hold in sorted(lifted)]
    whole = not wrote.invoices and any(not n.opened.invoices for n in asked)
    rests = until_day(sight, day, () if whole else about, wrote.mail)
    return [*_closed(asked), *ended, rests, *put_off(sight, day, about)]


def until_day(sight: Sight, day: date, about: tuple[str, ...], mail: str) -> HoldSet:
    """Left in peace through that day and the grace of a promise, of which the debtor knows by the owner."""
    until = sight.calendar.add_working(day, sight.rules.replies.promise_grace)
    return HoldSet(f"{mail[:12]}.by_hand", "delay_proposed", f"{_WHY}: until {day}", until, about, mail)


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


def _asks(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...], asked: list[Notice]) -> list[CaseEvent]:
    """Held, and asked about once; not where it rests already for a person's word."""
    case = sight.case
    if delays.left_alone(sight) or all(_frozen(sight, number) for number in about):
        return []
    days = sight.rules.replies.delay_request
    until = None if wrote.says == "settled" else sight.calendar.add_working(sight.today, days)
    hold = HoldSet(f"{wrote.mail[:12]}.{OWNER_LETTER}", OWNER_LETTER, _WHY, until, about, wrote.mail)
    open_ = [n.opened for n in case.open_notices() if n.opened.about == OWNER_LETTER]
    if any(set(about) <= set(known.invoices) for known in open_):
        return [hold]
    quoted = f" “{wrote.words}”" if wrote.words else ""
    name, question = next_name(sight), f"{_WHAT_NOW}{quoted}"
    asks = NoticeOpened(name, OWNER_LETTER, question, ("resume",), about, mail=wrote.mail)
    return [*_closed(_requests(asked)), hold, asks]


def _frozen(sight: Sight, number: str) -> bool:
    return any(hold.until is None for hold in touching(sight.case.holds.values(), (number,)))


def until_when(sight: Sight) -> Decision | None:
    """A request for time that was open when he wrote, and no word of his could be read as its answer: he is
    asked once until when it rests.
    """
    wrote = sight.case.owner_answered
    since = [n for n in delays.open_about(sight, (delays.REQUEST,)) if wrote and wrote > n.at]
    since = [n for n in since if _written_about(sight, n)]
    if not since or delays.left_alone(sight):
        return None
    first = since[0].opened  # each for itself: the next one comes after this
    asks = NoticeOpened(
        next_name(sight), delays.BY_HAND, _UNTIL_WHEN, ("resume",), first.invoices, mail=first.mail
    )
    rests = delays.longer(sight, asks)
    return Record((*_closed(since[:1]), rests, asks), "the owner wrote to the debtor and named no day")


def _written_about(sight: Sight, asked: Notice) -> bool:
    """His last letter names no other invoices."""
    letters = sight.case.owner_letters.values()
    last = [w.invoices for w in letters if w.to_debtor and w.at == sight.case.owner_answered]
    named = set(last[-1]) if last else set()
    return not named or not asked.opened.invoices or bool(named & set(asked.opened.invoices))


def _closed(asked: list[Notice]) -> list[NoticeAnswered]:
    return [NoticeAnswered(n.opened.notice, "moot", "policy", _WHY) for n in asked]
