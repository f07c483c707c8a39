"""What the owner wrote to a debtor by hand: his yes is a yes, a day is waited for, else he is asked. Pure.

- a yes, or the very day that the debtor had asked for or promised, grants it as his yes to us does; only no
  letter follows;
- any other day holds through its grace, whether the debtor had asked for time or not; an instalment that was
  to come before it moves to it, and a promise for an earlier day binds nobody any more;
- that it is paid, not to be paid, replaced, contested or arranged is his word: it rests until he has said
  what is to be done, for nobody is to be pressed against it; "bien reçu" to who says that he has paid, too;
- what speaks of paying and cannot be told surely rests for some working days, and is asked about, too;
- to who had asked for time and gets no day, he is asked once until when it rests;
- a reminder of his own is a contact and no more.
"""

from collections.abc import Collection
from datetime import date, datetime

from bot.case import Notice
from bot.events.consequences import AnswerOwed, HoldLifted, HoldSet, PromiseEnded, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.mail import ReplyWeighed
from bot.events.owner import NoticeAnswered, NoticeOpened, OwnerWrote
from bot.policy import delays, granted, instalments
from bot.policy.held import of_question, touch, touching
from bot.policy.house import Decision, Record
from bot.policy.instalments import PLAN, Dated, Part, covers, narrowed, running, schedules
from bot.policy.promises import Said, Share, take
from bot.policy.questions import PROMISES, next_name
from bot.policy.sight import Sight

OWNER_LETTER = delays.LETTER
_PAID = "already_paid"
_REQUESTS = (delays.REQUEST, delays.BY_HAND)
_ANSWERS = (*_REQUESTS, *PROMISES, OWNER_LETTER)  # questions that a day in his letter answers
_UNTIL_WHEN = "You wrote to the debtor about the time asked for: until when is it?"
_WHAT_NOW = "You wrote to the debtor: what is to be done?"
_WHY = "the owner wrote to the debtor"


def weigh(sight: Sight, wrote: OwnerWrote) -> tuple[CaseEvent, ...]:
    """All consequences of this letter, ending with the word that it has been weighed."""
    owed = [invoice.number for invoice in sight.owed]
    about = tuple(n for n in owed if not wrote.invoices or n in wrote.invoices)
    follows = _follows(sight, wrote, about) if about and not sight.case.handed_over else []
    return (*follows, ReplyWeighed(wrote.mail, OWNER_LETTER, _WHY))


def _follows(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...]) -> list[CaseEvent]:
    asked = _asked(sight, wrote, about)
    agreed = [] if wrote.says == "settled" else _agrees(sight, wrote, about, asked)
    if agreed:  # and says nothing else beside it
        return agreed
    received = _said_paid(sight, about) if wrote.confirms == "received" else ()
    settles = wrote.says == "settled" or bool(received)
    unsure = wrote.says == "unsure" and not (
        wrote.until or _about(asked, _REQUESTS) or _promised(sight, wrote, about)
    )
    return [
        *(_lets(sight, wrote, about, asked) if wrote.until else []),
        *(_asks(sight, wrote, received or about, asked, settles=settles) if settles or unsure else []),
    ]


def _asked(sight: Sight, wrote: OwnerWrote, about: Collection[str]) -> list[Notice]:
    """What waited for him when he wrote, and his letter may answer; not what waits for his word to us."""
    found = [n for n in delays.open_about(sight, _ANSWERS) if _since(sight, n) < wrote.at]
    return [n for n in found if _answered_by(sight, n.opened, set(about))]


def _since(sight: Sight, asked: Notice) -> datetime:
    """When the debtor wrote it."""
    mail = sight.case.mails.get(asked.opened.mail)
    return mail.kept.arrived if mail and mail.kept.whose != OWNER_LETTER else asked.at


def _answered_by(sight: Sight, opened: NoticeOpened, about: set[str]) -> bool:
    numbers = set(opened.invoices) or {invoice.number for invoice in sight.owed}
    if opened.about in PROMISES:
        return numbers & {invoice.number for invoice in sight.owed} <= about
    waits = opened.about == OWNER_LETTER and any(h.until is None for h in of_question(sight.case, opened))
    return bool(numbers & about) and not waits


def _about(asked: list[Notice], matters: Collection[str]) -> list[Notice]:
    return [n for n in asked if n.opened.about in matters]


def _said_paid(sight: Sight, about: Collection[str]) -> tuple[str, ...]:
    """What the debtor had said to have paid, of which he says that he has it."""
    claims = [hold for hold in touching(sight.case.holds.values(), about) if hold.rule == _PAID]
    return tuple(n for n in about if touching(claims, (n,)))


def _promised(sight: Sight, wrote: OwnerWrote, about: Collection[str]) -> bool:
    """His yes is to a payment of which we know."""
    known = [promise.noted.invoices for promise in running(sight)]
    return wrote.confirms == "yes" and any(not numbers or set(numbers) & set(about) for numbers in known)


# --- a yes ------------------------------------------------------------------------------------------


def _agrees(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...], asked: list[Notice]) -> list[CaseEvent]:
    """What the debtor asked for or promised last is granted: by a mere yes, or by the very day that he named.

    As the owner's yes by mail, but for the letter: the debtor has his own.
    """
    mine = _about(asked, (*_REQUESTS, *PROMISES))
    last = mine[-1].opened if mine else None
    if last is None or not (_names(sight, wrote.until, last) if wrote.until else wrote.confirms == "yes"):
        return []
    numbers = last.invoices and tuple(n for n in last.invoices if n in about)
    if last.about in PROMISES:
        taken = granted.promise_accepted(sight, last.mail, numbers)
    else:
        day = wrote.until or delays.day_asked(sight, last.mail)
        if day is None:
            return _which_day(sight, mine[-1], agreed=True)
        taken = granted.delay_granted(sight, last.mail, day, numbers)
    answered = [n for n in asked if touch(n.opened.invoices, numbers)]  # another matter stays open, and rests
    return [*_over(sight, answered), *(event for event in taken if not isinstance(event, AnswerOwed))]


def _names(sight: Sight, day: date, opened: NoticeOpened) -> bool:
    if opened.about not in PROMISES:
        return day == delays.day_asked(sight, opened.mail)
    mail = sight.case.mails.get(opened.mail)
    promised = {p.date for p in mail.read.promises} if mail and mail.read else set()
    return day >= sight.today and day in promised


def _over(sight: Sight, asked: list[Notice]) -> list[CaseEvent]:
    """These questions, and what rested for them."""
    lifted = dict.fromkeys(hold.hold for n in asked for hold in of_question(sight.case, n.opened))
    return [*_closed(asked), *(HoldLifted(hold, _WHY) for hold in lifted)]


# --- a day ------------------------------------------------------------------------------------------


def _lets(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...], asked: list[Notice]) -> list[CaseEvent]:
    day = wrote.until
    if day is None or day < sight.today:
        return []
    later = put_off(sight, day, about)
    moved = {
        n for event in later if isinstance(event, PromiseNoted) and event.on == day for n in event.invoices
    }
    whole = not moved and not wrote.invoices and any(not n.opened.invoices for n in asked)
    rest = tuple(n for n in about if n not in moved)
    hold = [until_day(sight, day, () if whole else rest, wrote.mail)] if rest else []
    return [*_over(sight, asked), *hold, *later]


def until_day(sight: Sight, day: date, about: tuple[str, ...], mail: str) -> HoldSet:
    """Left in peace through that day and the grace of a promise, of which the debtor knows by the owner."""
    until = sight.calendar.add_working(day, sight.rules.replies.promise_grace)
    return HoldSet(f"{mail[:12]}.by_hand", "delay_proposed", f"{_WHY}: until {day}", until, about, mail)


def put_off(sight: Sight, day: date, about: Collection[str]) -> list[CaseEvent]:
    """What was promised of these invoices for an earlier day than the owner grants is promised for that day
    where more is promised for later, else no more.
    """
    events: list[CaseEvent] = []
    for parts in schedules(sight):
        meant = covers(sight, parts)
        if not (meant & set(about) and any(part.day < day for part in parts)):
            continue
        plan = instalments.put_off(parts, day)
        if not meant <= set(about):
            events += narrowed(sight, parts, about, sight.case.left(meant & set(about)))
        elif plan:
            events += _moved(sight, parts[0].promise.noted, plan)
        else:
            events += [event for part in parts if part.day < day for event in _ended(sight, part, day)]
    return events


def _moved(sight: Sight, noted: PromiseNoted, plan: list[Dated]) -> list[CaseEvent]:
    said = Said(f"{noted.mail[:12] or 'owner'}.{PLAN}.{sight.case.n}", noted.mail, sight.today)
    return take(sight, said, [Share(noted.invoices, noted.invoices, tuple(plan))], anew=True)


def _ended(sight: Sight, part: Part, day: date) -> list[CaseEvent]:
    events: list[CaseEvent] = [PromiseEnded(part.name, "replaced")]
    if part.name in sight.case.holds:
        events.append(HoldLifted(part.name, f"{_WHY}: until {day}"))
    return events


# --- anything else ----------------------------------------------------------------------------------


def _asks(
    sight: Sight, wrote: OwnerWrote, about: tuple[str, ...], asked: list[Notice], *, settles: bool
) -> list[CaseEvent]:
    """Held, and asked about once; not where it rests already for a person's word."""
    case = sight.case
    if delays.left_alone(sight) or all(_frozen(sight, number) for number in about):
        return []
    days = sight.rules.replies.delay_request
    until = None if settles else sight.calendar.add_working(sight.today, days)
    hold = HoldSet(f"{wrote.mail[:12]}.{OWNER_LETTER}", OWNER_LETTER, _WHY, until, about, wrote.mail)
    open_ = [n.opened for n in case.open_notices() if n.opened.about == OWNER_LETTER]
    if any(set(about) <= set(known.invoices) for known in open_):
        return [hold]
    quoted = f" “{wrote.words}”" if wrote.words else ""
    name, question = next_name(sight), f"{_WHAT_NOW}{quoted}"
    asks = NoticeOpened(name, OWNER_LETTER, question, ("resume",), about, mail=wrote.mail)
    paid = [n for n in delays.open_about(sight, (_PAID,)) if set(n.opened.invoices) <= set(about)]
    return [*_closed(_about(asked, _REQUESTS)), *(_over(sight, paid) if settles else []), hold, asks]


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
    # each for itself: the next one comes after this
    asks = _which_day(
        sight, since[0], agreed=any(map(delays.goes_on, of_question(sight.case, since[0].opened)))
    )
    return Record(tuple(asks), "the owner wrote to the debtor and named no day")


def _which_day(sight: Sight, asked: Notice, *, agreed: bool) -> list[CaseEvent]:
    """It rests meanwhile; where he has agreed, until he has said it."""
    rests = delays.agreed_to if agreed else delays.longer
    opened = asked.opened
    if opened.about == delays.BY_HAND:
        return [rests(sight, opened)]
    asks = NoticeOpened(
        next_name(sight), delays.BY_HAND, _UNTIL_WHEN, ("resume",), opened.invoices, mail=opened.mail
    )
    return [*_closed([asked]), rests(sight, asks), asks]


def _written_about(sight: Sight, asked: Notice) -> bool:
    """His last letter names no other invoices."""
    letters = sight.case.owner_letters.values()
    last = [w.invoices for w in letters if w.to_debtor and w.at == sight.case.owner_answered]
    named = set(last[-1]) if last else set()
    return not named or not asked.opened.invoices or bool(named & set(asked.opened.invoices))


def _closed(asked: list[Notice]) -> list[NoticeAnswered]:
    return [NoticeAnswered(n.opened.notice, "moot", "policy", _WHY) for n in asked]
