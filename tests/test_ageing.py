"""Debts that grow too old: warned of in time, and nothing automatic afterwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.events.owner import NoticeOpened
from bot.law.limitation import Debt, limitation
from bot.policy import ageing, claiming
from bot.policy.drafting import mentioned
from bot.policy.house import House, Record
from bot.policy.sight import see
from tests.play import Play, rules

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def aged(today: date, *, issued: date, due: date, completed: date | None = None, **more: Any) -> Play:
    play = Play(rules(), datetime(today.year, today.month, today.day, 9, tzinfo=UTC))
    play.debtor("martin", **more)
    play.invoice("martin", "F-1", due=due, issued=issued, completed=completed)
    return play


@settings(max_examples=300, deadline=None)
@given(DAYS, st.integers(-40, 90), st.none() | st.integers(-60, 60), st.integers(0, 2200), st.data())
def test_it_is_barred_exactly_when_the_law_says_so(
    issued: date, term: int, done: int | None, after: int, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(["business", "consumer", "unknown"]))
    due, today = issued + timedelta(term), issued + timedelta(after)
    completed = None if done is None else issued + timedelta(done)
    play = aged(today, issued=issued, due=due, completed=completed, kind=kind)
    sight = see(play.case("martin"), House(), play.rules, play.now)
    [invoice] = play.case("martin").invoices.values()
    law = limitation(Debt(kind, "unknown", issued, due, completed))
    assert ageing.barred(sight, invoice) == law.barred(today) == claiming.limit(sight, invoice).barred(today)


@pytest.mark.parametrize("month", [1, 3, 6])
def test_the_notice_names_the_last_day(month: int) -> None:
    play = aged(date(2026, 6, 1), issued=date(2026, 1, 31), due=date(2026, 3, 2))
    play.hold("martin")
    prudent = date(2027, 1, 31)
    play.advance_to(prudent - timedelta(31 * month - 5))
    told = [e.event for e in play.entries["martin"] if isinstance(e.event, NoticeOpened)]
    warned = [event for event in told if event.about == "limitation"]
    assert warned and all(event.day == prudent for event in warned)
    open_ = [n for n in play.case("martin").open_notices() if n.opened.about == "limitation"]
    assert len(open_) == 1  # a newer warning takes the place of the older one


def test_an_old_invoice_is_warned_of_once_however_often_it_is_looked_at() -> None:
    play = aged(date(2026, 12, 20), issued=date(2026, 1, 15), due=date(2026, 2, 14))
    for _ in range(5):
        play.wake()
        play.round()
    told = [e.event for e in play.entries["martin"] if isinstance(e.event, NoticeOpened)]
    assert [event.about for event in told].count("limitation") == 1


def test_what_is_paid_or_past_is_warned_of_no_more() -> None:
    play = aged(date(2027, 3, 1), issued=date(2026, 1, 15), due=date(2026, 2, 14))
    sight = see(play.case("martin"), House(), play.rules, play.now)
    assert ageing.warn(sight) is None
    assert ageing.next_warning(sight, None) is None
    assert mentioned(sight) == []


def test_a_case_that_waits_for_nothing_else_comes_up_again_for_its_warning() -> None:
    play = aged(date(2026, 2, 20), issued=date(2026, 1, 15), due=date(2026, 2, 14))
    play.hold("martin")
    play.round()
    due = play.due["martin"]
    assert due is not None and due.date() == date(2026, 7, 15)
    play.advance(due)
    assert isinstance(play.case("martin").notices["martin-1"].opened, NoticeOpened)


def test_a_warning_comes_even_while_the_owner_is_asked_about_something_else() -> None:
    play = aged(date(2026, 12, 1), issued=date(2026, 1, 15), due=date(2026, 2, 14))
    play.mail("martin", "dispute", names=("F-1",))
    play.round()
    assert {n.opened.about for n in play.case("martin").open_notices()} == {"dispute", "limitation"}


def test_warned_is_what_policy_records() -> None:
    play = aged(date(2026, 12, 1), issued=date(2026, 1, 15), due=date(2026, 2, 14))
    decision = ageing.warn(see(play.case("martin"), House(), play.rules, play.now))
    assert isinstance(decision, Record) and "too old to be claimed" in decision.why
