"""A debtor asked for time: which day or parts he named, how long it rests, and the last word. Pure.

A request whose days are over does not end in a reminder without a word: the owner is told first, and has a
whole working day. What he writes to the debtor himself is for `by_hand`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.case import Mail, Notice
from bot.events.consequences import HoldSet
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.policy import amended
from bot.policy.held import touch
from bot.policy.house import Decision, Record
from bot.policy.instalments import Dated, running
from bot.policy.on_its_way import peace
from bot.policy.questions import next_name
from bot.policy.reply import meant
from bot.policy.sight import Sight, runs
from bot.reading.until import day_until, given_already

REQUEST, BY_HAND, LETTER = "delay_request", "delay_by_hand", "owner_letter"
OF_HIS_LETTER = frozenset({BY_HAND, LETTER})  # questions about what the owner himself wrote to the debtor
_AGREED = ".agreed"  # ends the name of what rests for a yes without a day
_LEFT_ALONE = frozenset({"owner_only", "never"})


def day_asked(sight: Sight, mail: str) -> date | None:
    """The only day up to which this mail asks to wait, unless it is over."""
    known = sight.case.mails.get(mail)
    day = _named(known) if known and not amended.otherwise(sight, known) else None
    return day if day and day >= sight.today else None


def parts_asked(sight: Sight, mail: str, invoices: tuple[str, ...] = ()) -> list[Dated]:
    """The parts, each with its day, in which this mail asks to pay all that is owed; none of them is over."""
    known = sight.case.mails.get(mail)
    if known is None or known.read is None:
        return []
    wrote = sight.day(known.kept.arrived)  # what is to come at once is due on the day of the yes
    said = [(p.date, p.amount) for p in known.read.proposed] or amended.put_off(sight, known)
    asked = [(on if on != wrote else sight.today, amount) for on, amount in said]
    parts = sorted(((on, amount) for on, amount in asked if on and on >= sight.today), key=lambda p: p[0])
    owed = sight.left(meant(sight, invoices or known.kept.invoices))
    whole = parts == asked and all(amount for _, amount in parts[:-1])
    return parts if whole and _in_all(parts, owed, sight.rules.law.ignore_below) else []


def _in_all(parts: list[Dated], owed: int, small: int) -> bool:
    last, told = parts[-1:], sum(amount or 0 for _, amount in parts)
    return bool(last) and (told < owed if last[0][1] is None else abs(told - owed) < small)


def given(mail: Mail) -> bool:
    """Who wrote it says that he has this time already: the owner, or somebody for him, granted it."""
    quotes = mail.read.evidence if mail.read else ()
    return given_already(quote.text for quote in quotes if quote.intent == REQUEST)


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


def open_about(sight: Sight, matters: Collection[str]) -> list[Notice]:
    """Open questions about these matters, as long as something of it is owed."""
    owed = {invoice.number for invoice in sight.owed}
    open_ = [n for n in sight.case.open_notices() if n.opened.about in matters]
    return [n for n in open_ if owed and (not n.opened.invoices or owed & set(n.opened.invoices))]


def goes_on(hold: HoldSet) -> bool:
    """It is set anew until the owner has said his day."""
    return hold.hold.endswith(_AGREED)


def last_word(sight: Sight) -> Decision | None:
    """Its days are over: the owner is told, and nothing is written through the next working day. Where no
    reminder is to come, there is nothing to tell.
    """
    if left_alone(sight):
        return None
    over = [n for n in open_about(sight, (REQUEST, BY_HAND, LETTER)) if _over(sight, n.opened)]
    said = next((n for n in over if _waits_for_his_day(sight, n)), None)
    if said:
        return Record((agreed_to(sight, said.opened),), "the owner said yes: until when is his to say")
    # the day that he proposed is no answer to what was asked since
    held = [h for h in sight.case.holds.values() if runs(sight, h) and h.rule != "delay_proposed"]
    over = [n for n in over if not any(_holds(sight, h, n) for h in held)]
    first = next(
        iter(over), None
    )  # what something else holds has lost its place; the next one comes after this
    if first is None:
        return None
    hold = replace(longer(sight, first.opened), until=sight.calendar.add_working(sight.today, 1))
    again = replace(first.opened, notice=next_name(sight), day=sight.today)
    closed = NoticeAnswered(first.opened.notice, "moot", "policy", "its days are over")
    return Record((closed, hold, again), "the days of a request are over: the owner is told")


def never_heard(sight: Sight, opened: NoticeOpened) -> list[HoldSet]:
    """What rests for days of which the debtor has not been told, as this question says."""
    owed = sight.case.deserved.get(opened.unsaid)
    return peace(sight, owed) if owed else []


def _holds(sight: Sight, hold: HoldSet, asked: Notice) -> bool:
    opened = asked.opened
    mine = touch(hold.invoices, opened.invoices) and hold not in never_heard(sight, opened)
    return mine and not _stood_before(sight, hold, opened)


def _stood_before(sight: Sight, hold: HoldSet, opened: NoticeOpened) -> bool:
    """It rests for a day that was known when another was asked for: that is no answer to who asks."""
    promise, mail = sight.case.promises.get(hold.hold), sight.case.mails.get(opened.mail)
    if opened.about != REQUEST or promise is None or mail is None:
        return False
    return promise.noted.made < sight.day(mail.kept.arrived)


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
