"""What the owner wrote to a debtor by hand: his yes is a yes, a day is waited for, else he is asked. Pure.

- a yes, or the very day that the debtor had asked for or promised, grants it as his yes to us does; only no
  letter follows; one yes grants all that is asked, each by its own day;
- a yes of which no day is understood holds until he has said it; what it does not speak of is asked on;
- what his yes leaves out by name is his no, and keeps the days of its question: only an order presses;
- any other day holds through its grace, whether the debtor had asked for time or not; an instalment that was
  to come before it moves to it, and a promise for an earlier day binds nobody any more;
- that it is paid, not to be paid, replaced, contested or arranged is his word: it rests until he has said
  what is to be done, for nobody is to be pressed against it; "bien reçu" to who says that he has paid, too;
- what speaks of paying and cannot be told surely rests for some working days, and is asked about, too; to
  who is late with an agreed instalment it may end the plan, and rests until he has said so;
- to who had asked for time and gets no day, he is asked once until when it rests;
- a reminder of his own is a contact and no more.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.case import Notice
from bot.events.consequences import AnswerOwed, HoldLifted, HoldSet, PromiseEnded, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.mail import MailKept, PromiseRead, ReplyWeighed
from bot.events.owner import NoticeAnswered, NoticeOpened, OwnerWrote
from bot.policy import delays, granted, instalments, late
from bot.policy.held import of_question, touch, touching
from bot.policy.house import Decision, Record
from bot.policy.instalments import PLAN, Dated, Part, covers, narrowed, running, schedules
from bot.policy.promises import Said, Share, take
from bot.policy.questions import PROMISES, next_name
from bot.policy.reply import meant
from bot.policy.sight import Sight
from bot.reading.daycount import months_later
from bot.reading.until import only_its_number

OWNER_LETTER = delays.LETTER
_PAID = "already_paid"
_REQUESTS = (delays.REQUEST, delays.BY_HAND)
_ANSWERS = (*_REQUESTS, *PROMISES, OWNER_LETTER)  # questions that a day in his letter answers
_UNTIL_WHEN = "You wrote to the debtor about the time asked for: until when is it?"
_WHAT_NOW = "You wrote to the debtor: what is to be done?"
_WHY = "the owner wrote to the debtor"
_ABOUT = timedelta(7)  # so much later than was asked for he may have meant


def weigh(sight: Sight, wrote: OwnerWrote) -> tuple[CaseEvent, ...]:
    """All consequences of this letter, ending with the word that it has been weighed."""
    owed = [invoice.number for invoice in sight.owed]
    about = tuple(n for n in owed if not wrote.invoices or n in wrote.invoices)
    follows = _follows(sight, wrote, about) if about and not sight.case.handed_over else []
    return (*_named(sight, follows), ReplyWeighed(wrote.mail, OWNER_LETTER, _WHY))


def _named(sight: Sight, events: list[CaseEvent]) -> list[CaseEvent]:
    """Each question that is opened with a name of its own."""
    named: list[CaseEvent] = []
    for event in events:
        before = sum(isinstance(known, NoticeOpened) for known in named)
        if isinstance(event, NoticeOpened):
            event = replace(event, notice=next_name(sight, before))
        named.append(event)
    return named


def _follows(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...]) -> list[CaseEvent]:
    asked = _asked(sight, wrote, about)
    wrote = _of_its_month(sight, wrote, asked)
    agreed = [] if wrote.says == "settled" else _agrees(sight, wrote, about, asked)
    if agreed:  # and says nothing else beside it
        return [*agreed, *_closed(_refused(sight, wrote))]
    requests = _about(asked, _REQUESTS)
    if requests and not wrote.until and wrote.says in ("unsure", "agrees"):
        return [delays.agreed_to(sight, n.opened) for n in requests]
    received = _said_paid(sight, about) if wrote.confirms == "received" else ()
    settles = wrote.says == "settled" or bool(received)
    unsure = wrote.says == "unsure" and not (wrote.until or _promised(sight, wrote, about))
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
    return wrote.confirms == "yes" and any(touch(numbers, about) for numbers in known)


# --- a yes ------------------------------------------------------------------------------------------


def _agrees(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...], asked: list[Notice]) -> list[CaseEvent]:
    """What the debtor asked for or promised is granted, each by its own day: by a mere yes, or by the very
    day that he named. Of what several are about the last counts; what has no day rests until he says it.

    As the owner's yes by mail, but for the letter: the debtor has his own.
    """
    taken: list[CaseEvent] = []
    done: list[str] = []
    waiting: list[Notice] = []
    for one in reversed(_about(asked, (*_REQUESTS, *PROMISES))):
        numbers = tuple(n for n in meant(sight, one.opened.invoices) if n in about and n not in done)
        if not numbers or not _says_yes_to(sight, wrote, one.opened):
            continue
        events = _granted(sight, wrote, one.opened, numbers)
        if events is None:
            waiting.append(one)
            continue
        done += numbers
        taken += [event for event in events if not isinstance(event, AnswerOwed)]
    # another matter stays open, and rests
    answered = [n for n in asked if n not in waiting and done and touch(n.opened.invoices, done)]
    taken += _over(sight, answered, done, wrote.refused)  # what is left goes on after all that was held
    return [*taken, *(delays.agreed_to(sight, n.opened) for n in waiting)]


def _says_yes_to(sight: Sight, wrote: OwnerWrote, opened: NoticeOpened) -> bool:
    return wrote.until in _days(sight, opened) if wrote.until else wrote.confirms == "yes"


def _granted(
    sight: Sight, wrote: OwnerWrote, opened: NoticeOpened, numbers: tuple[str, ...]
) -> list[CaseEvent] | None:
    """None: nobody has said until when."""
    if opened.about in PROMISES:
        return granted.promise_accepted(sight, opened.mail, numbers)
    parts = [] if wrote.until else delays.parts_asked(sight, opened.mail, numbers)
    if parts:
        return granted.plan_noted(sight, [PromiseRead(*part) for part in parts], numbers, opened.mail)
    day = wrote.until or delays.day_asked(sight, opened.mail)
    return granted.delay_granted(sight, opened.mail, day, numbers) if day else None


def _days(sight: Sight, opened: NoticeOpened) -> set[date]:
    """The days to come that the debtor asks for or promises with it."""
    if opened.about in _REQUESTS:
        day = delays.day_asked(sight, opened.mail)
        return {day} if day else set()
    mail = sight.case.mails.get(opened.mail) if opened.about in PROMISES else None
    promised = {p.date for p in mail.read.promises if p.date} if mail and mail.read else set[date]()
    return {day for day in promised if day >= sight.today}


def _over(
    sight: Sight, asked: list[Notice], about: Collection[str], refused: Collection[str] = ()
) -> list[CaseEvent]:
    """These questions, and what rested for them; of other invoices they are asked on. Of what he has refused
    he is not, and that keeps its rest."""
    events: list[CaseEvent] = []
    for one in asked:
        rest = tuple(n for n in meant(sight, one.opened.invoices) if n not in about)
        events += _closed([one])
        for hold in of_question(sight.case, one.opened):
            events.append(replace(hold, invoices=rest) if rest else HoldLifted(hold.hold, _WHY))
        asks = tuple(n for n in rest if n not in refused) if one.opened.about in _REQUESTS else rest
        events += [replace(one.opened, invoices=asks)] if asks else []
    return list(dict.fromkeys(events))


def _refused(sight: Sight, wrote: OwnerWrote) -> list[Notice]:
    """Requests for these alone, open when he wrote."""
    found = [n for n in delays.open_about(sight, _REQUESTS) if _since(sight, n) < wrote.at]
    return [n for n in found if n.opened.invoices and set(n.opened.invoices) <= set(wrote.refused)]


# --- which day --------------------------------------------------------------------------------------


def _of_its_month(sight: Sight, wrote: OwnerWrote, asked: list[Notice]) -> OwnerWrote:
    """A day that he says by its number alone ("ok pour le 31") is the day asked for, where that has it. Else
    it is the only such day up to a week after that; where there are several, he has yet to say which.
    """
    wanted = {day for n in asked for day in _days(sight, n.opened)}
    if wrote.until is None or not wanted or not only_its_number([wrote.words], wrote.at):
        return wrote
    later = [months_later(wrote.until, n) for n in range(1, 12)]
    last = max(wanted) + _ABOUT
    found = {wrote.until, *(day for day in later if day.day == wrote.until.day and day <= last)}
    found = found & wanted or found
    return replace(wrote, until=found.pop()) if len(found) == 1 else replace(wrote, until=None, says="agrees")


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
    over = [*_over(sight, asked, about, wrote.refused), *_closed(_refused(sight, wrote))]
    return [*over, *hold, *later]


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
    ends = any(late.plan_of(sight, invoice) for invoice in sight.owed if invoice.number in about)
    until = None if settles or ends else sight.calendar.add_working(sight.today, days)
    hold = HoldSet(f"{wrote.mail[:12]}.{OWNER_LETTER}", OWNER_LETTER, _WHY, until, about, wrote.mail)
    open_ = [n.opened for n in case.open_notices() if n.opened.about == OWNER_LETTER]
    if any(set(about) <= set(known.invoices) for known in open_):
        return [hold]
    quoted = f" “{wrote.words}”" if wrote.words else ""
    name, question = next_name(sight), f"{_WHAT_NOW}{quoted}"
    asks = NoticeOpened(name, OWNER_LETTER, question, ("resume",), about, mail=wrote.mail)
    paid = [n for n in delays.open_about(sight, (_PAID,)) if set(n.opened.invoices) <= set(about)]
    return [*_closed(_about(asked, _REQUESTS)), *(_over(sight, paid, about) if settles else []), hold, asks]


def unheard(sight: Sight, mail: MailKept) -> OwnerWrote | None:
    """His last letter since that mail of the debtor's, where nothing was understood in any of them."""
    case = sight.case
    since = [w for w in case.owner_letters.values() if w.to_debtor and w.at > mail.arrived]
    told = any(w.until or w.confirms == "received" or w.says in ("settled", "unsure") for w in since)
    return since[-1] if since and not told else None


def asks_about(sight: Sight, wrote: OwnerWrote, about: tuple[str, ...]) -> list[CaseEvent]:
    """What he wants, whose letter tells us nothing of it: it rests some working days."""
    return _asks(sight, wrote, about, [], settles=False)


def _frozen(sight: Sight, number: str) -> bool:
    return any(hold.until is None for hold in touching(sight.case.holds.values(), (number,)))


def until_when(sight: Sight) -> Decision | None:
    """A request for time that was open when he wrote, and no word of his could be read as its answer: he is
    asked once until when it rests.
    """
    wrote = sight.case.owner_answered
    open_ = delays.open_about(sight, (delays.REQUEST,))
    later = [n for n in open_ if wrote and wrote > (_since(sight, n) if _goes_on(sight, n) else n.at)]
    since = [n for n in later if _written_about(sight, n)]
    if not since or delays.left_alone(sight):
        return None
    # each for itself: the next one comes after this
    asks = _which_day(sight, since[0], agreed=_goes_on(sight, since[0]))
    return Record(tuple(asks), "the owner wrote to the debtor and named no day")


def _goes_on(sight: Sight, asked: Notice) -> bool:
    return any(map(delays.goes_on, of_question(sight.case, asked.opened)))


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
