"""The rates of a half-year that are not known: the owner is asked for them before any letter waits for one.

No rate is ever carried over (C. com. L441-10 II): from a month before it begins a half-year without its rates
is a question of the house. It closes by itself once they stand in the configuration.
"""

from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.law.rates import missing_soon, rates
from bot.policy.sight import calendar_of
from bot.rules import Rules


def ask_about_rates(desk: Desk, rules: Rules) -> None:
    """One question for all that is missing; none where no interest is claimed."""
    today = calendar_of(rules.calendar).day(desk.clock())
    missing = missing_soon(today, rates(rules.law.rates)) if rules.law.interest else {}
    opened = next((n for n in desk.state.facts.notices.values() if n.about == "rate"), None)
    first = min(missing, default=None)
    if opened and (first is None or opened.day != first.first):
        desk.note(HOUSE, NoticeAnswered(opened.notice, "moot", "policy", "the rates are known"))
        opened = None
    if first and opened is None:
        question = " ".join(missing.values())
        notice = desk.next_house_notice()
        desk.note(HOUSE, NoticeOpened(notice, "rate", question, ("resume",), day=first.first))
