"""Questions of the house to the owner: the list of the evening before, and sources that are too old.

They belong to no case, so they are opened in the house chain; `status` shows them, `approve` and `refuse`
answer them.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from bot.case import Case
from bot.desk import Desk
from bot.events import HOUSE, NoticeAnswered, NoticeOpened
from bot.policy import decide
from bot.policy.gates import TOO_OLD_FOR_FIRM, consent_needed
from bot.policy.house import House, Wait, Write
from bot.policy.sight import calendar_of, see
from bot.rules import Rules
from bot.wording import clean, decimal


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


def close_unplaced(desk: Desk) -> None:
    """A mail that nobody could place is settled once the owner has resumed every case that it held."""
    for opened in [n for n in desk.state.facts.notices.values() if n.about == "unplaced"]:
        holds = [hold for name in opened.cases for hold in desk.case(name).holds.values()]
        if not any(hold.rule == "unplaced" and hold.mail == opened.mail for hold in holds):
            desk.note(HOUSE, NoticeAnswered(opened.notice, "resume", "owner", "every case is resumed"))


def ask_for_consent(desk: Desk, house: House, rules: Rules) -> None:
    """The letters of the next writing day, in the evening before or, where none was asked, on the day."""
    now = desk.clock()
    sight = see(Case(HOUSE), house, rules, now)
    if not consent_needed(sight):
        return
    evening = now.astimezone(sight.calendar.zone).time() >= rules.owner.eve
    leaves = sight.opening_after(sight.today) if evening else sight.opening(now)
    day = sight.day(leaves)
    # a service that runs in the evening asks then; who runs it in the morning alone is asked at once
    early = not evening and day != sight.today and sight.calendar.is_working(sight.today)
    if early or _asked_for(desk, day):
        return
    due = {
        name: write
        for name, write in planned(desk, house, rules, leaves, day)
        if evening or not _agreed(desk, house, rules, name, leaves)
    }
    if due:
        older = [n.notice for n in desk.state.facts.notices.values() if n.about == "eve"]
        moot = [NoticeAnswered(name, "moot", "policy", "a newer list takes its place") for name in older]
        opened = NoticeOpened(
            desk.next_house_notice(), "eve", _list(due.values(), day), cases=tuple(due), day=day
        )
        desk.note(HOUSE, *moot, opened)


def _asked_for(desk: Desk, day: date) -> bool:
    """Whether a list of that day is open or answered."""
    facts = desk.state.facts
    opened = any(n.about == "eve" and n.day == day for n in facts.notices.values())
    return opened or day in facts.consents.values() or day in facts.refusals.values()


def _agreed(desk: Desk, house: House, rules: Rules, name: str, at: datetime) -> bool:
    """An earlier list has the owner's ok for this letter already."""
    return isinstance(decide(desk.case(name), replace(house, mail_read_at=at), rules, at), Write)


def _list(letters: Collection[Write], day: date) -> str:
    """How many letters, and then a line for each invoice: who, which, how much, which step."""
    due = "1 letter is" if len(letters) == 1 else f"{len(letters)} letters are"
    lines = [f"{due} due on {day}: approve lets them leave (hold keeps one back)."]
    for n, write in enumerate(letters, 1):
        draft = write.draft
        steps = {climb.number: climb.step for climb in draft.climbs}
        lines += [
            f"{n}. {clean(draft.debtor)}, {clean(line.number)}, {decimal(line.left)} {draft.currency}"
            f", {steps[line.number]}"
            for line in draft.lines
        ]
    return "\n".join(lines)


def planned(desk: Desk, house: House, rules: Rules, at: datetime, day: date) -> Iterator[tuple[str, Write]]:
    """The letters that would leave at that moment if the owner agrees and nobody writes before."""
    for name in desk.state.due(at):
        case = desk.case(name)
        agreed = replace(house, mail_read_at=at, consents={name: day})
        decision = decide(case, agreed, rules, at)
        if isinstance(decision, Write) and decision.draft.kind == "reminder":
            yield name, decision
