"""A debtor asked for time: which day he named, what the owner's own letter says, and the last word. Pure.

- the owner who writes to the debtor himself has decided: it rests until the day that his letter names, and
  where it names none he is asked once until when;
- a request whose days are over does not end in a reminder without a word: the owner is told first, and has a
  whole working day.
"""

from dataclasses import replace
from datetime import date

from bot.case import Mail, Notice
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.policy.held import of_question
from bot.policy.house import Decision, Record
from bot.policy.instalments import running
from bot.policy.questions import next_name
from bot.policy.sight import Sight, runs
from bot.reading.until import day_until

REQUEST, BY_HAND, LETTER = "delay_request", "delay_by_hand", "owner_letter"
OF_HIS_LETTER = frozenset({BY_HAND, LETTER})  # questions about what the owner himself wrote to the debtor
_UNTIL_WHEN = "You wrote to the debtor about the time asked for: until when is it?"
_AGREED = ".agreed"  # ends the name of what rests for a yes without a day
_LEFT_ALONE = frozenset({"owner_only", "never"})


def day_asked(sight: Sight, mail: str) -> date | None:
    """The only day up to which this mail asks to wait, unless it is over."""
    known = sight.case.mails.get(mail)
    day = _named(known) if known else None
    return day if day and day >= sight.today else None


def _named(mail: Mail) -> date | None:
    if mail.read is None:
        return None
    words = [quote.text for quote in mail.read.evidence if quote.intent == REQUEST]
    others = {p.date for p in mail.read.promises if p.date}
    if not words and len(others) == 1:  # another day than the one proposed, said as a promise
        return others.pop()
    day = day_until(words, mail.kept.arrived)
    return day if others <= {day} else None


def longer(sight: Sight, opened: NoticeOpened) -> HoldSet:
    """It rests anew, while the owner looks for the day."""
    until = sight.calendar.add_working(sight.today, sight.rules.replies.delay_request)
    name = f"{opened.mail[:12] or opened.notice}.{opened.about}"
    return HoldSet(name, opened.about, opened.question, until, opened.invoices, opened.mail)


def left_alone(sight: Sight) -> bool:
    """Nobody is reminded here, so nothing is asked before a reminder."""
    case = sight.case
    judged = bool({"insolvency", "order"} & set(case.court))
    return sight.treatment in _LEFT_ALONE or bool(case.handed_over) or judged


def agreed_to(sight: Sight, opened: NoticeOpened) -> HoldSet:
    """The owner has said yes and no day: it rests until he has said it, so many days at a time."""
    return replace(longer(sight, opened), hold=f"{opened.mail[:12] or opened.notice}{_AGREED}")


def goes_on(hold: HoldSet) -> bool:
    """It is set anew until the owner has said his day."""
    return hold.hold.endswith(_AGREED)


def settle(sight: Sight) -> Decision | None:
    """What has answered an open request for time, or ends it; where no reminder is to come, nothing does."""
    case = sight.case
    if left_alone(sight):
        return None
    owed = {invoice.number for invoice in sight.owed}
    open_ = [n for n in case.open_notices() if n.opened.about in (REQUEST, BY_HAND, LETTER)]
    asked = [n for n in open_ if owed and (not n.opened.invoices or owed & set(n.opened.invoices))]
    return _written(sight, asked) or _last_word(sight, asked)


# --- the owner's own letter -------------------------------------------------------------------------


def _written(sight: Sight, asked: list[Notice]) -> Decision | None:
    """The owner has written to the debtor since, in his own words."""
    wrote, day = sight.case.owner_answered, sight.case.owner_until
    since = [n for n in asked if wrote and wrote > n.at and _about(sight, n)]
    if day and day >= sight.today:
        return _rests(sight, since, day) if since else None
    since = [n for n in since if n.opened.about == REQUEST]  # until when is asked once
    if not since:
        return None
    first = since[0].opened  # each for itself: the next one comes after this
    asks = NoticeOpened(next_name(sight), BY_HAND, _UNTIL_WHEN, ("resume",), first.invoices, mail=first.mail)
    closed = _closed(since[0], "the owner wrote to the debtor")
    return Record((closed, longer(sight, asks), asks), "the owner wrote to the debtor and named no day")


def _about(sight: Sight, asked: Notice) -> bool:
    """Whether the day of his last letter may answer this: it names no other invoices, and nothing waits here
    for his word to us."""
    if any(hold.until is None for hold in of_question(sight.case, asked.opened)):
        return False
    letters = sight.case.owner_letters.values()
    last = [w.invoices for w in letters if w.to_debtor and w.at == sight.case.owner_answered]
    named = set(last[-1]) if last else set()
    return not named or not asked.opened.invoices or bool(named & set(asked.opened.invoices))


def _rests(sight: Sight, asked: list[Notice], day: date) -> Decision:
    why = f"the owner wrote to the debtor: until {day}"
    mails = {n.opened.mail for n in asked}
    rules = (REQUEST, BY_HAND, LETTER)
    lifted = [h for h in sight.case.holds.values() if h.rule in rules and h.mail in mails]
    return Record(
        (
            *(_closed(n, "the owner wrote to the debtor") for n in asked),
            *(HoldLifted(hold.hold, why) for hold in lifted),
            *(until_day(sight, n.opened, day, why) for n in asked),
        ),
        why,
    )


def until_day(sight: Sight, opened: NoticeOpened, day: date, why: str) -> HoldSet:
    """Left in peace through that day and the grace of a promise, of which the debtor knows by the owner."""
    until = sight.calendar.add_working(day, sight.rules.replies.promise_grace)
    name = f"{opened.mail[:12] or opened.notice}.by_hand"
    return HoldSet(name, "delay_proposed", why, until, opened.invoices, opened.mail)


# --- the last word ----------------------------------------------------------------------------------


def _last_word(sight: Sight, asked: list[Notice]) -> Decision | None:
    """Its days are over: the owner is told, and nothing is written through the next working day."""
    over = [n for n in asked if _over(sight, n.opened)]
    said = next((n for n in over if _waits_for_his_day(sight, n)), None)
    if said:
        return Record((agreed_to(sight, said.opened),), "the owner said yes: until when is his to say")
    # the day that he proposed is no answer to what was asked since
    held = [h for h in sight.case.holds.values() if runs(sight, h) and h.rule != "delay_proposed"]
    over = [n for n in over if not any(_touches(h, n.opened) for h in held)]
    first = next(
        iter(over), None
    )  # what something else holds has lost its place; the next one comes after this
    if first is None:
        return None
    hold = replace(longer(sight, first.opened), until=sight.calendar.add_working(sight.today, 1))
    again = replace(first.opened, notice=next_name(sight), day=sight.today)
    closed = _closed(first, "its days are over")
    return Record((closed, hold, again), "the days of a request are over: the owner is told")


def _waits_for_his_day(sight: Sight, asked: Notice) -> bool:
    """He agreed, and the debtor has promised nothing since."""
    mine = [
        h for h in sight.case.holds.values() if (h.rule, h.mail) == (asked.opened.about, asked.opened.mail)
    ]
    since = [p.noted for p in running(sight) if p.noted.made > sight.day(asked.at)]
    later = any(not asked.opened.invoices or set(p.invoices) & set(asked.opened.invoices) for p in since)
    return any(map(goes_on, mine)) and not later


def _over(sight: Sight, opened: NoticeOpened) -> bool:
    """Unless this question is that last word itself; a request that other words ended has no days left."""
    mine = [h for h in sight.case.holds.values() if (h.rule, h.mail) == (opened.about, opened.mail)]
    told = sight.calendar.add_working(opened.day, 1) if opened.day else None
    ends = [hold.until for hold in mine if hold.until and hold.until != told]
    return bool(ends) and len(ends) == len(mine) and max(ends) < sight.today


def _touches(hold: HoldSet, opened: NoticeOpened) -> bool:
    return not hold.invoices or not opened.invoices or bool(set(hold.invoices) & set(opened.invoices))


def _closed(asked: Notice, why: str) -> NoticeAnswered:
    return NoticeAnswered(asked.opened.notice, "moot", "policy", why)
