"""A word of the owner's on one thing frees nothing else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.events.consequences import HoldSet
from bot.events.debts import InvoiceSeen
from bot.policy import court, decide, held
from bot.policy.gates import UNLISTED
from bot.policy.house import House, Wait, letter_about
from bot.rules import OwnerRules
from tests.office import Office, opened
from tests.play import Play, rules


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def test_a_word_on_one_invoice_lifts_no_stop_on_the_whole_customer(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-300", date(2026, 3, 3), date(2026, 3, 3), 50_00))
    office.note("c1", HoldSet("owner.1", "owner", "the owner says stop", None, by="owner"))
    assert held.pauses(office.case(), ("F-118",)) == []
    office.note("c1", HoldSet("d", "dispute", "contested", None, ("F-118",), "d" * 64))
    office.ask("c1", "dispute", invoices=("F-118",), mail="d" * 64)
    office.says("reprends", office.mails()[0])
    assert [hold.hold for hold in office.case().holds.values()] == ["owner.1"]


def test_with_nothing_else_open_it_does(office: Office) -> None:
    office.note("c1", HoldSet("owner.1", "owner", "the owner says stop", None, by="owner"))
    assert [hold.hold for hold in held.pauses(office.case(), ("F-118",))] == ["owner.1"]


def test_a_list_that_named_one_invoice_lets_no_other_leave() -> None:
    live = rules(mode="live", owner=OwnerRules(consent_days=0))
    play = Play(live, datetime(2026, 3, 10, 9, 30, tzinfo=UTC))
    play.debtor("martin", kind="business")
    play.invoice("martin", "F-1", due=date(2026, 3, 2), issued=date(2026, 2, 1))
    play.now = play.local(date(2026, 3, 17))
    play.now = play.now.replace(hour=10)

    def house(*listed: str) -> House:
        today = play.today
        return House(play.now, True, today, live_since=date(2025, 1, 1), listed=listed)

    other = decide(play.case("martin"), house(letter_about("martin", "F-9")), live, play.now)
    assert isinstance(other, Wait) and other.why == UNLISTED
    named = decide(play.case("martin"), house(letter_about("martin", "F-1")), live, play.now)
    assert not isinstance(named, Wait)


def test_after_an_order_only_what_it_covers_is_silent() -> None:
    play = Play(rules(), datetime(2026, 3, 10, 9, tzinfo=UTC))
    play.debtor("martin", kind="business")
    play.invoice("martin", "F-1", due=date(2026, 1, 31), issued=date(2026, 1, 1))
    play.case("martin")
    sight = play.sight("martin")
    sight.case.court["order"] = date(2026, 2, 20)
    assert court.silences(sight)
    sight.case.court["order"] = date(2025, 12, 20)
    assert not court.silences(sight)
