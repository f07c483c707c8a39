"""Questions of the house to the owner: the list of the evening before, and sources that are too old.

They belong to no case, so they are opened in the house chain; `status` shows them, `approve` and `refuse`
answer them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from bot.case import Case
from bot.desk import Desk
from bot.events import HOUSE, NoticeAnswered, NoticeOpened
from bot.policy import decide
from bot.policy.gates import consent_needed
from bot.policy.house import House, Write
from bot.policy.sight import see
from bot.rules import Rules


def ask_about_sources(desk: Desk, house: House, rules: Rules) -> None:
    """One question when the newest payment source is too old; closed by itself when a newer one comes."""
    opened = next((n for n in desk.state.facts.notices.values() if n.about == "stale_source"), None)
    today = see(Case(HOUSE), house, rules, desk.clock()).today
    old = house.paid_as_of is not None and (today - house.paid_as_of).days > rules.fresh_days
    if old and opened is None:
        notice = desk.next_house_notice()
        question = (
            f"The newest payment source is of {house.paid_as_of}: nobody is written to."
            " Bring a new export, or approve: no payment has come since."
        )
        desk.note(HOUSE, NoticeOpened(notice, "stale_source", question, ("approve",), day=today))
    elif opened and not old:
        desk.note(HOUSE, NoticeAnswered(opened.notice, "moot", "policy", "a newer source came"))


def close_unplaced(desk: Desk) -> None:
    """A mail that nobody could place is settled once the owner has resumed every case that it held."""
    for opened in [n for n in desk.state.facts.notices.values() if n.about == "unplaced"]:
        holds = [hold for name in opened.cases for hold in desk.case(name).holds.values()]
        if not any(hold.rule == "unplaced" and hold.mail == opened.mail for hold in holds):
            desk.note(HOUSE, NoticeAnswered(opened.notice, "resume", "owner", "every case is resumed"))


def ask_for_consent(desk: Desk, house: House, rules: Rules) -> None:
    """In the evening, the letters of the next writing day, where they need the owner's ok."""
    now = desk.clock()
    sight = see(Case(HOUSE), house, rules, now)
    evening = now.astimezone(sight.calendar.zone).time() >= rules.owner.eve
    if not (consent_needed(sight) and evening and sight.calendar.is_working(sight.today)):
        return
    leaves = sight.opening_after(sight.today)
    day = sight.day(leaves)
    if any(n.about == "eve" and n.day == day for n in desk.state.facts.notices.values()):
        return
    cases = tuple(case for case, _ in planned(desk, house, rules, leaves, day))
    facts = desk.state.facts
    answered = {*facts.consents.items(), *facts.refusals.items()}
    if cases and not all((case, day) in answered for case in cases):
        older = [n.notice for n in facts.notices.values() if n.about == "eve"]
        moot = [NoticeAnswered(name, "moot", "policy", "a newer list takes its place") for name in older]
        letters = "1 letter is" if len(cases) == 1 else f"{len(cases)} letters are"
        question = f"{letters} due on {day}: approve lets them leave (hold keeps one back)."
        opened = NoticeOpened(desk.next_house_notice(), "eve", question, cases=cases, day=day)
        desk.note(HOUSE, *moot, opened)


def planned(desk: Desk, house: House, rules: Rules, at: datetime, day: date) -> Iterator[tuple[str, Write]]:
    """The letters that would leave at that moment if the owner agrees and nobody writes before."""
    for name in desk.state.due(at):
        case = desk.case(name)
        agreed = replace(house, mail_read_at=at, consents={name: day})
        decision = decide(case, agreed, rules, at)
        if isinstance(decision, Write) and decision.draft.kind == "reminder":
            yield name, decision
