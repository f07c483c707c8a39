"""The list of the evening before: asked once, answered once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot import eve, imports, wiring
from bot.config import Config, load
from bot.desk import Desk
from bot.events import HOUSE, NoticeAnswered, NoticeOpened
from tests.firm import Firm, Invoice

YOUNG = "owner: {email: anne@morvan.example, consent_days: 14}"


class Evening(Firm):
    """A firm in its first live days, on the evening before its first letters."""

    desk: Desk
    loaded: Config

    def ask(self) -> None:
        house = self.desk.house(self.loaded.rules, mail_read_at=self.now, pays=True)
        eve.ask_for_consent(self.desk, house, self.loaded.rules)

    def take(self, *invoices: Invoice) -> None:
        self.write(*invoices)
        (source,) = self.loaded.sources
        path = self.folder / "export.csv"
        imports.take(self.desk, self.loaded.rules, source, path, folder=self.folder)

    def answer(self, notice: str, word: str) -> None:
        self.desk.note(HOUSE, NoticeAnswered(notice, word))  # type: ignore[arg-type]

    def opened(self) -> list[NoticeOpened]:
        entries = self.desk.entries(HOUSE)
        return [entry.event for entry in entries if isinstance(entry.event, NoticeOpened)]

    def waiting(self) -> list[str]:
        return list(self.desk.state.facts.notices)


@pytest.fixture
def firm(tmp_path: Path, now: datetime) -> Iterator[Evening]:
    """Imported on Monday 2 March; it is Wednesday evening, and the letters are due on Thursday."""
    firm = Evening(tmp_path, 1, 1, now, extra=YOUNG)
    firm.loaded = load(firm.configure())
    with wiring.open_desk(firm.loaded, firm.clock, firm.new_id, simulated=True, begin=True) as firm.desk:
        firm.take(invoice("F-1", "Martin SARL"), invoice("F-2", "Duval SAS"))
        firm.now = (now + timedelta(days=2)).replace(hour=17, minute=30)
        firm.take()
        yield firm


def invoice(number: str, debtor: str) -> Invoice:
    day = date(2026, 2, 25)
    return Invoice(number, day, day, "100,00", debtor, f"a@{debtor.split()[0].lower()}.example")


def test_the_letters_of_tomorrow_are_asked_about_once(firm: Evening) -> None:
    firm.ask()
    firm.ask()
    (asked,) = firm.opened()
    assert (asked.day, len(asked.cases)) == (date(2026, 3, 5), 2)
    assert asked.question.startswith("2 letters are due on 2026-03-05")


def test_nothing_is_asked_before_the_evening(firm: Evening) -> None:
    firm.now = firm.now.replace(day=5, hour=9)
    firm.ask()
    assert not firm.opened()


@pytest.mark.parametrize("word", ["approve", "refuse"])
def test_an_answered_list_is_not_asked_again_that_evening(firm: Evening, word: str) -> None:
    firm.ask()
    firm.answer("house-1", word)
    firm.now += timedelta(minutes=5)
    firm.ask()
    assert len(firm.opened()) == 1


def test_a_refused_list_is_asked_anew_the_next_evening(firm: Evening) -> None:
    firm.ask()
    firm.answer("house-1", "refuse")
    firm.now += timedelta(days=1)
    firm.ask()
    assert [asked.day for asked in firm.opened()] == [date(2026, 3, 5), date(2026, 3, 6)]


def test_a_list_that_nobody_answered_gives_way_to_the_next(firm: Evening) -> None:
    firm.ask()
    firm.now += timedelta(days=1)
    firm.ask()
    assert firm.waiting() == ["house-2"]
