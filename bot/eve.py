"""Questions of the house to the owner: the list of the evening before, sources that are too old, addresses of
the owner's own people at which our mail does not arrive.

They belong to no case, so they are opened in the house chain; `status` shows them, `approve` and `refuse`
answer them.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.case import Case
from bot.desk import Desk
from bot.draft import Draft
from bot.events.entries import HOUSE, Entry
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.policy import decide
from bot.policy.forecast import leaving
from bot.policy.gates import TOO_OLD_FOR_FIRM, UNLISTED, consent_needed, lists_needed
from bot.policy.house import House, Wait, Write
from bot.policy.sight import calendar_of, see
from bot.rules import Person, Rules, approvers
from bot.wording import clean, decimal

_ASKED_FOR = timedelta(days=21)  # about a mail for which nothing is held


def ask_about_sources(desk: Desk, house: House, rules: Rules) -> None:
    """One question when what is known of payments is too old; closed by itself when a newer source comes."""
    opened = next((n for n in desk.state.facts.notices.values() if n.about == "stale_source"), None)
    today = see(Case(HOUSE), house, rules, desk.clock()).today
    why = _too_old(desk, house, rules, today)
    if why and opened is None:
        notice = desk.next_house_notice()
        question = f"{why} Bring a new export, or approve: no payment has come since."
        desk.note(HOUSE, NoticeOpened(notice, "stale_source", question, ("approve",), day=today))
    elif opened and not why:
        desk.note(HOUSE, NoticeAnswered(opened.notice, "moot", "policy", "a newer source came"))


def _too_old(desk: Desk, house: House, rules: Rules, today: date) -> str:
    """What waits for newer payments, in words; empty when nothing does."""
    if house.paid_as_of is None:
        waiting = house.pays and any(True for _ in desk.state.cases())
        return "No payment source has been read yet: nobody is written to." if waiting else ""
    if (today - house.paid_as_of).days > rules.fresh_days:
        return f"The newest payment source is of {house.paid_as_of}: nobody is written to."
    calendar = calendar_of(rules.calendar)
    if calendar.working_between(house.paid_as_of, today) <= rules.fresh_days_firm:
        return ""
    now = desk.clock()
    read = replace(house, mail_read_at=now)
    decisions = (decide(desk.case(name), read, rules, now) for name in desk.state.due(now))
    if any(isinstance(d, Wait) and d.why.endswith(TOO_OLD_FOR_FIRM) for d in decisions):
        return f"The newest payment source is of {house.paid_as_of}: {TOO_OLD_FOR_FIRM} that is due."
    return ""


def ask_about_iban(desk: Desk) -> None:
    """Another IBAN than the one that letters named so far: nothing leaves before the owner's word."""
    facts = desk.state.facts
    opened = next((n for n in facts.notices.values() if n.about == "iban_changed"), None)
    if facts.other_iban and opened is None and facts.other_iban != facts.refused_iban:
        question = "The IBAN in the configuration has changed: approve it, or put the old one back."
        notice = desk.next_house_notice()
        desk.note(HOUSE, NoticeOpened(notice, "iban_changed", question, ("approve", "refuse")))
    elif opened and not facts.other_iban:
        desk.note(HOUSE, NoticeAnswered(opened.notice, "moot", "policy", "it is the known one again"))


def ask_about_reach(desk: Desk, people: Sequence[Person]) -> None:
    """The addresses of the owner's people at which our mail does not arrive: whoever can be reached is told,
    and `status` says so; closed by itself when a mail has arrived."""
    now, facts = desk.clock(), desk.state.facts
    opened = next((n for n in facts.notices.values() if n.about == "unreached"), None)
    lost = [person for person in people if facts.unreached(person.email, now)]
    if lost and opened is None:
        asks = set(approvers(people)) <= {person.email for person in lost}
        waits = "; letters that a list must tell of first wait until one arrives" if asks else ""
        question = f"Mail to “{', '.join(person.email for person in lost)}” does not arrive{waits}."
        desk.note(HOUSE, NoticeOpened(desk.next_house_notice(), "unreached", question, ()))
    elif opened and not lost:
        desk.note(HOUSE, NoticeAnswered(opened.notice, "moot", "policy", "our mail arrives again"))


def close_unplaced(desk: Desk) -> None:
    """A mail that nobody could place is settled once the owner has resumed every case that it held; one that
    holds nothing is asked about for some weeks, and kept without an answer."""
    strays, now = desk.state.facts.strays, desk.clock()
    for notice in [name for name, stray in strays.items() if stray.cases and not stray.holds]:
        desk.note(HOUSE, NoticeAnswered(notice, "resume", "owner", "every case is resumed"))
    for notice in [name for name, stray in strays.items() if not stray.cases]:
        if now - max(strays[notice].mails.values()) > _ASKED_FOR:
            desk.note(HOUSE, NoticeAnswered(notice, "moot", "policy", "nobody has said whose it is"))


def ask_for_consent(desk: Desk, house: House, rules: Rules) -> None:
    """The letters of the next writing day, in the evening before or, where none was asked, on the day."""
    now = desk.clock()
    sight = see(Case(HOUSE), house, rules, now)
    if not consent_needed(sight):
        _close_asked(desk, sight.today)
        return
    evening = now.astimezone(sight.calendar.zone).time() >= rules.owner.eve
    leaves = sight.opening_after(sight.today) if evening else sight.opening(now)
    day = sight.day(leaves)
    # a service that runs in the evening asks then; who runs it in the morning alone is asked at once
    early = not evening and day != sight.today and sight.calendar.is_working(sight.today)
    if early or _asked_for(desk, day):
        return
    due = {
        name: draft
        for name, draft in planned(desk, house, rules, leaves, day)
        if evening or not _agreed(desk, house, rules, name, leaves)
    }
    if due:
        older = [n.notice for n in desk.state.facts.notices.values() if n.about == "eve"]
        moot = [NoticeAnswered(name, "moot", "policy", "a newer list takes its place") for name in older]
        opened = NoticeOpened(
            desk.next_house_notice(), "eve", _list(due.values(), day), cases=tuple(due), day=day
        )
        desk.note(HOUSE, *moot, opened)


def _close_asked(desk: Desk, today: date) -> None:
    """Silence is consent by now: nobody is asked any more about a day that is over."""
    for asked in [n for n in desk.state.facts.notices.values() if n.about == "eve"]:
        if is_over(asked, today):
            desk.note(HOUSE, NoticeAnswered(asked.notice, "moot", "policy", "its day is over"))


def is_over(asked: NoticeOpened, today: date) -> bool:
    """A list of letters whose day is past: what is still due is listed anew, and this one decides nothing."""
    return asked.about == "eve" and asked.day is not None and asked.day < today


def _asked_for(desk: Desk, day: date) -> bool:
    """Whether a list of that day is open or answered."""
    facts = desk.state.facts
    opened = any(n.about == "eve" and n.day == day for n in facts.notices.values())
    return opened or day in facts.consents.values() or day in facts.refusals.values()


def _agreed(desk: Desk, house: House, rules: Rules, name: str, at: datetime) -> bool:
    """An earlier list has the owner's ok for this letter already."""
    return isinstance(decide(desk.case(name), replace(house, mail_read_at=at), rules, at), Write)


def _list(letters: Collection[Draft], day: date) -> str:
    """How many letters, and then a line for each invoice: who, which, how much, which step."""
    due = "1 letter is" if len(letters) == 1 else f"{len(letters)} letters are"
    lines = [f"{due} due on {day}: approve lets them leave (hold keeps one back)."]
    for n, draft in enumerate(letters, 1):
        steps = {climb.number: climb.step for climb in draft.climbs}
        lines += [
            f"{n}. {clean(draft.debtor)}, {clean(line.number)}, {decimal(line.left)} {draft.currency}"
            f", {steps.get(line.number, draft.template)}"
            for line in draft.lines
        ]
    return "\n".join(lines)


def planned(desk: Desk, house: House, rules: Rules, at: datetime, day: date) -> Iterator[tuple[str, Draft]]:
    """The letters that would leave on that day, from that moment on and by its ceilings, if the owner agrees
    and nobody writes before."""
    then = _as_of(desk, house, rules, day)
    if then.blocked:
        return
    end = at.replace(hour=23, minute=59)
    cases: dict[str, Sequence[Entry]] = {name: desk.entries(name) for name in desk.state.due(end)}
    for one in leaving(cases, then, rules, at):
        if one.draft and one.draft.kind != "answer":
            yield one.case, one.draft


def _as_of(desk: Desk, house: House, rules: Rules, day: date) -> House:
    """What is known today, on another day: nothing has left yet, payments are as fresh then as they are now,
    and the owner's pauses are that day's."""
    today = calendar_of(rules.calendar).day(desk.clock())
    if day == today:
        return house
    paused = house.blocked == desk.paused(today)
    blocked = desk.paused(day) if paused else house.blocked
    paid = house.paid_as_of and house.paid_as_of + (day - today)
    return replace(house, blocked=blocked, paid_as_of=paid, new_debtors_today=0, sent_last_hour=0)


def waits_for_list(desk: Desk, house: House, rules: Rules) -> bool:
    """Whether a letter would leave now, had a list of yesterday told of it: no round ran in the evening, the
    list came back, or it fell due in the course of the day."""
    now = desk.clock()
    sight = see(Case(HOUSE), house, rules, now)
    if not lists_needed(sight):
        return False
    read = replace(house, mail_read_at=now)
    decisions = (decide(desk.case(name), read, rules, now) for name in desk.state.due(now))
    return any(isinstance(d, Wait) and d.why == UNLISTED for d in decisions)
