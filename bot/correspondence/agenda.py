"""Which mails to the owner's people are due: a pure look at the open questions and at what was told when.

- A question is told at once, then again after 3, 7 and 14 days; never a daily nag. What only tells, once.
- The list of tomorrow's letters comes in the evening, the digest in the morning of a working day on which
  there is something to tell, the point of the week every Monday, whatever happened.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.calendar import Calendar
from bot.events.entries import HOUSE
from bot.owner.askings import APART, askings
from bot.policy.mise_en_demeure import offers_another
from bot.policy.sight import calendar_of
from bot.rules import OwnerRules, Person, Rules
from bot.state.facts import HouseFacts, Question

# These come together in a list of their own, a call before a mise en demeure as a line of the digest.
_LISTED = frozenset(("eve", "backlog", "call"))
# Told before all others on a day on which there is more to ask than anybody can answer.
_URGENT = frozenset(
    ("misfortune", "insolvency", "dispute", "stop_contact", "mise_en_demeure", "post", "uncertain")
)
_A_DAY, _AGAIN_A_DAY = 40, 10  # questions of one day, and reminders: the others wait for the next one
_KNOWN_BY_NOW = 30  # live days after the last that asked for an ok: nobody is told any more that it ended
_STRANGERS_A_DAY = 5  # of these, about mails that nobody can place
# Told once: whatever is said or not, the case goes on (`left_over`: no answer claims nothing). `piece` asks
# for a paper, not for a decision. `delay_by_hand` asks of what the owner has answered already.
ONLY_TOLD = frozenset(("unrelated", "bounce", "piece", "left_over", "delay_by_hand"))


def untold(questions: Mapping[str, Question]) -> list[str]:
    """Open questions that nobody was told of yet: those of the house, urgent ones, then the oldest."""
    found = [n for n, q in questions.items() if not q.told and q.opened.about not in _LISTED]
    strange = {n for n in found if questions[n].opened.about == "unplaced"}
    of_cases = {n for n in found if questions[n].case != HOUSE} | strange
    return sorted(found, key=lambda n: (n in of_cases, questions[n].opened.about not in _URGENT))


def few_strangers(facts: HouseFacts, notices: Sequence[str], person: Person, today: date) -> list[str]:
    """These without the mails of nobody's that are too many for a day: anybody can write them."""
    told = [t for t in facts.told.values() if (t.kind, t.to, t.day) == ("notice", person.email, today)]
    asked = sum(notice.startswith(f"{HOUSE}-") for t in told for notice in t.notices)
    strange = [n for n in notices if facts.questions[n].opened.about == "unplaced"]
    later = set(strange[max(0, _STRANGERS_A_DAY - asked) :])
    return [n for n in notices if n not in later]


def room(facts: HouseFacts, kind: Literal["notice", "again"], person: Person, today: date) -> int:
    """How many more questions of this kind may be sent today: a storm of them floods nobody."""
    sent = sum(
        (told.kind, told.to, told.day) == (kind, person.email, today) and told.outcome != "refused"
        for told in facts.told.values()
    )
    return max(0, (_A_DAY if kind == "notice" else _AGAIN_A_DAY) - sent)


def unanswered(
    questions: Mapping[str, Question], rules: OwnerRules, calendar: Calendar, now: datetime
) -> list[str]:
    """Open questions whose next reminder has come; nobody is reminded on a day off, outside working hours,
    or on two days running."""
    found: list[str] = []
    if not _at_work(calendar, now):
        return found
    for notice, question in questions.items():
        if not question.told or question.opened.about in _LISTED | ONLY_TOLD or _just_handed_over(question):
            continue
        moments = askings(question.told, calendar.day)
        again = rules.asked_again[len(moments) - 1 :]
        rested = (calendar.day(now) - calendar.day(max(question.told))).days >= APART
        if again and rested and now - moments[0] >= timedelta(days=again[0]):
            found.append(notice)
    return found


def _just_handed_over(question: Question) -> bool:
    """The letter to post as it is given to the owner: policy itself asks again, with another day to offer."""
    return question.opened.about == "post" and not offers_another(question.opened)


def _at_work(calendar: Calendar, now: datetime) -> bool:
    local = now.astimezone(calendar.zone)
    return calendar.is_working(local.date()) and calendar.rules.opens <= local.time() < calendar.rules.closes


def backlog(questions: Mapping[str, Question]) -> list[str]:
    """Invoices that were long overdue when they were first imported, not yet asked about."""
    return [n for n, q in questions.items() if q.opened.about == "backlog" and not q.told]


def point_due(
    facts: HouseFacts, person: Person, rules: OwnerRules, calendar: Calendar, now: datetime
) -> Literal["monday", "digest", ""]:
    """The point of the week, the digest of the day, or nothing."""
    local = now.astimezone(calendar.zone)
    if local.time() < rules.digest:
        return ""
    today = local.date()
    if today.weekday() == 0:
        return "" if _told_on(facts, "monday", person, calendar.zone) == today else "monday"
    last = max(
        (at for kind in ("digest", "monday") if (at := facts.last_told.get(f"{kind} {person.email}"))),
        default=facts.opened,
    )
    news = any(last is None or at > last for at in facts.news.values())
    told_today = last is not None and calendar.day(last) == today and last != facts.opened
    return "digest" if news and not told_today and calendar.is_working(today) else ""


def papers_due(
    facts: HouseFacts, person: Person, rules: OwnerRules, calendar: Calendar, now: datetime
) -> bool:
    """Once a week, on Monday, what waits to be printed and posted."""
    local = now.astimezone(calendar.zone)
    monday = local.weekday() == 0 and local.time() >= rules.digest
    return monday and bool(facts.papers) and _told_on(facts, "paper", person, calendar.zone) != local.date()


def silent_from_now(facts: HouseFacts, person: Person, rules: Rules, today: date) -> bool:
    """Whether no list before told this person that silence is consent: until now nothing left without ok.
    In a rehearsal nothing leaves at all."""
    if rules.mode != "live" or not (rules.owner.consent_days and facts.opened):
        return False
    lists = (t for t in facts.told.values() if t.kind == "eve" and t.to == person.email)
    silent = any(told.outcome != "refused" and not told.notices for told in lists)
    live = (today - calendar_of(rules.calendar).day(facts.opened)).days
    return not silent and live < rules.owner.consent_days + _KNOWN_BY_NOW


def is_evening(rules: OwnerRules, calendar: Calendar, now: datetime) -> bool:
    """The hour of a working day at which the next letters are listed."""
    local = now.astimezone(calendar.zone)
    return local.time() >= rules.eve and calendar.is_working(local.date())


def _told_on(facts: HouseFacts, kind: str, person: Person, zone: ZoneInfo) -> date | None:
    at = facts.last_told.get(f"{kind} {person.email}")
    return at.astimezone(zone).date() if at else None
