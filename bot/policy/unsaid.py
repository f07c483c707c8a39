"""What the owner has granted and the debtor has not heard of: it binds nobody. Pure.

The owner takes it back himself, or nobody could be written to until its day was over: then he is asked anew.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.events.consequences import AnswerDropped, AnswerOwed, HoldLifted, PromiseEnded, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeOpened
from bot.policy import delays, renewed
from bot.policy.held import IN_DOUBT, touch, touching
from bot.policy.house import Decision, Record
from bot.policy.instalments import run_again, running
from bot.policy.on_its_way import GRANTS as _GRANTS
from bot.policy.on_its_way import OF_PROMISES, OF_TIME, REFUSALS, TRACE, grants, ordered, to_come, untold
from bot.policy.questions import PROMISES, next_name
from bot.policy.sight import Sight

DAY_OVER = "the promised day is over"  # why a word of the owner's that grants nothing is written no more


def unsaid(sight: Sight, invoices: tuple[str, ...], why: str) -> list[CaseEvent]:
    """The owner's own words to the debtor that have not left are dropped, with the days that they grant."""
    events: list[CaseEvent] = []
    for owed in sight.case.answers.values():
        if not ordered(owed) or not touch(owed.invoices, invoices):
            continue
        events.append(AnswerDropped(owed.answer, why))
        if owed.template in _GRANTS:
            events += taken_back(sight, owed, why)
    return events


def overtaken(
    sight: Sight, owed: AnswerOwed, mail: str, about: Collection[str], why: str
) -> CaseEvent | None:
    """What becomes of an answer that has not left, now that the owner decides about these invoices: his own
    word on the time for them leaves no more, and nothing else to this mail. None: it stays.
    """
    if not (owed.ordered and owed.template in OF_TIME | OF_PROMISES):
        same = bool(mail) and owed.mail == mail and touch(owed.invoices, about)
        return AnswerDropped(owed.answer, why) if same else None
    rest = tuple(n for n in owed.invoices if n not in about)
    if rest == owed.invoices:
        return None
    return replace(owed, invoices=rest) if rest else AnswerDropped(owed.answer, why)


def not_said(sight: Sight, about: Collection[str], why: str) -> list[CaseEvent]:
    """The days that he had granted for these invoices with a word that leaves no more."""
    late = [owed for owed in sight.case.answers.values() if owed.ordered and set(owed.invoices) <= set(about)]
    granted = [owed for owed in late if owed.template in _GRANTS | OF_PROMISES]
    return [event for owed in granted for event in taken_back(sight, owed, why)]


def taken_back(sight: Sight, owed: AnswerOwed, why: str) -> list[CaseEvent]:
    """Nobody has heard of what was granted with this answer: it binds nobody."""
    plan = owed.promise.rpartition(".")[0]
    names = [p.noted.promise for p in running(sight)]
    mine = {n for n in names if n.rpartition(".")[0] == plan or grants(owed, [n])}
    proposed = {
        h.hold for h in sight.case.holds.values() if (h.rule, h.mail) == ("delay_proposed", owed.mail)
    }
    return [
        *(PromiseEnded(name, "replaced") for name in sorted(mine)),
        *(HoldLifted(name, why, "owner") for name in sorted((mine | proposed) & set(sight.case.holds))),
        *run_again(sight, owed.instead, mine),
    ]


# --- he has thought better of it --------------------------------------------------------------------


def word_on(sight: Sight, asked: NoticeOpened) -> AnswerOwed | None:
    """The owner's last word on what this question is about, as the debtor is to hear it."""
    of_it = (o for o in sight.case.deserved.values() if o.mail == asked.mail and asked.mail)
    said = [o for o in of_it if o.ordered and o.template in OF_TIME | OF_PROMISES]
    return said[-1] if said and asked.about in (delays.REQUEST, *PROMISES) else None


def granted_with(sight: Sight, asked: NoticeOpened) -> AnswerOwed | None:
    """That word, where it is a yes."""
    owed = word_on(sight, asked)
    return owed if owed and owed.template not in REFUSALS else None


def asked_again(sight: Sight, owed: AnswerOwed, asked: NoticeOpened, why: str) -> list[CaseEvent]:
    """His word, which has not left, is taken back: it rests as before, and he is asked in the same words."""
    again = replace(asked, notice=next_name(sight))
    rests = replace(delays.longer(sight, again), hold=f"{again.notice}.unsaid")
    if asked.about in PROMISES:
        rests = replace(rests, until=None)
    back = [] if owed.template in REFUSALS else taken_back(sight, owed, why)
    return [AnswerDropped(owed.answer, why), *back, rests, again]


def kept_back(sight: Sight, owed: AnswerOwed, why: str) -> list[CaseEvent]:
    """The same of the question that this word answers; nothing: it answers none."""
    asked = [n.opened for n in sight.case.notices.values() if word_on(sight, n.opened) == owed]
    return asked_again(sight, owed, asked[-1], why) if asked else []


def _given_up(sight: Sight, owed: AnswerOwed, why: str) -> list[CaseEvent]:
    """What was granted freely, or told of a call, is no more than a question; what ran before it runs on."""
    if owed.template not in _GRANTS | {TRACE}:
        return []
    promise = sight.case.promises.get(owed.promise)
    before = promise is not None and promise.noted.made < sight.day(owed.after)
    back = [] if owed.template == TRACE and before else taken_back(sight, owed, why)
    return [AnswerDropped(owed.answer, why), *back, *renewed.told(sight, owed, why)]


def doubted(sight: Sight) -> Decision | None:
    """His word, on which he has said something else before it left that was never confirmed, is none any more
    (POLICY 5, 6): he is asked anew.
    """
    for owed in sight.case.answers.values():
        if sight.left(owed.invoices) and _in_doubt(sight, owed):
            again = kept_back(sight, owed, renewed.DOUBTED) or _given_up(sight, owed, renewed.DOUBTED)
            if again:
                return Record(tuple(again), renewed.DOUBTED)
    return None


def _in_doubt(sight: Sight, owed: AnswerOwed) -> bool:
    """By words since, which held it back as long as they could; of a call by those that told it, too."""
    told, days = sight.day(owed.after), sight.rules.owner.doubt_days
    first = told if owed.template == TRACE else sight.calendar.add_working(told, days)
    over = (h for h in touching(sight.case.holds.values(), owed.invoices) if h.hold.endswith(IN_DOUBT))
    return any(hold.until and first <= hold.until < sight.today for hold in over)


# --- it cannot be said any more ---------------------------------------------------------------------


def nobody_told(sight: Sight) -> Decision | None:
    """What was granted with a word that was lost has reached nobody, and what it had replaced runs again.
    Through the first day of it he has granted that nobody is pressed, all the same.
    """
    gone = {p.noted.promise: p.noted for p in running(sight) if untold(sight, p)}
    if not gone:
        return None
    why = "nobody has told the debtor this day"
    rests = {of.rpartition(".")[0]: of for of in sorted(gone, key=lambda of: _day(gone[of]), reverse=True)}
    held = (set(gone) & set(sight.case.holds)) - set(rests.values())
    before = [name for owed in sight.case.deserved.values() for name in owed.instead if grants(owed, gone)]
    return Record(
        (
            *(PromiseEnded(name, "replaced") for name in gone),
            *(HoldLifted(name, why) for name in sorted(held)),
            *run_again(sight, before, gone),
        ),
        why,
    )


def _day(noted: PromiseNoted) -> date:
    return noted.on or noted.made


# --- its day is over --------------------------------------------------------------------------------


def lapsed(sight: Sight) -> Decision | None:
    """A day granted or proposed that could not be said in time: taken back, and the owner is asked anew."""
    why = "its day was over before the debtor could be written to"
    for owed in () if delays.left_alone(sight) else sight.case.answers.values():
        if owed.template not in _GRANTS or not _over(sight, owed) or not sight.left(owed.invoices):
            continue
        back = taken_back(sight, owed, why)
        return Record((AnswerDropped(owed.answer, why), *back, *renewed.told(sight, owed, why)), why)
    return None


def _over(sight: Sight, owed: AnswerOwed) -> bool:
    """The day that it names, of a plan its first one; what is to be paid at once is due when it is said.
    Nobody is asked to confirm a day on that very day, unless it was proposed then.
    """
    mine = [part.day for part in to_come(sight, owed) if not part.at_once]
    day = owed.day or min(mine, default=None)
    waits = owed.template == "delay_proposed" and sight.day(owed.after) < sight.today
    return day is not None and (day < sight.today or (waits and day == sight.today))
