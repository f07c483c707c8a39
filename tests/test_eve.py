"""The list of the evening before: asked once, answered once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot import eve, imports, wiring
from bot.config import Config, load
from bot.desk import Desk
from bot.events import HOUSE, Climb, LetterIntended, LetterSent, NoticeAnswered, NoticeOpened, PieceKept
from bot.policy.house import House
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


def test_tomorrows_letters_are_not_asked_about_before_the_evening(firm: Evening) -> None:
    firm.now = firm.now.replace(hour=9)
    firm.ask()
    assert not firm.opened()


@pytest.mark.parametrize("hour", [6, 10])
def test_who_runs_it_in_the_morning_alone_is_asked_at_once_for_today(firm: Evening, hour: int) -> None:
    firm.now = firm.now.replace(day=5, hour=hour, minute=0)
    firm.ask()
    firm.ask()
    assert [asked.day for asked in firm.opened()] == [date(2026, 3, 5)]
    firm.answer("house-1", "approve")
    firm.ask()
    assert len(firm.opened()) == 1


def test_a_list_that_was_missed_on_friday_is_asked_for_at_the_weekend(firm: Evening) -> None:
    firm.now = firm.now.replace(day=7)  # a Saturday evening
    firm.ask()
    assert [asked.day for asked in firm.opened()] == [date(2026, 3, 9)]


def test_the_list_tells_each_letter_with_its_invoice_amount_and_step(firm: Evening) -> None:
    firm.ask()
    _, *lines = firm.opened()[0].question.splitlines()
    assert sorted(line.partition(". ")[2] for line in lines) == [
        "DUVAL, F-2, 100.00 EUR, first_reminder",
        "MARTIN, F-1, 100.00 EUR, first_reminder",
    ]
    assert [line[:3] for line in lines] == ["1. ", "2. "]


# --- sources ----------------------------------------------------------------------------------------


def sources(firm: Evening, as_of: date | None) -> list[str]:
    house = House(mail_read_at=firm.now, pays=True, paid_as_of=as_of, live_since=date(2020, 1, 1))
    eve.ask_about_sources(firm.desk, house, firm.loaded.rules)
    return [notice.question for notice in firm.desk.state.facts.notices.values()]


def test_a_payment_source_that_was_never_read_is_asked_about(firm: Evening) -> None:
    assert "No payment source has been read yet" in sources(firm, None)[0]
    assert sources(firm, firm.now.date()) == []


def test_a_firm_letter_that_waits_for_newer_payments_is_asked_about(firm: Evening) -> None:
    """Both reminders are behind; payments are known of four working days ago."""
    [name] = firm.desk.state.by_number("F-1")
    for k, step in enumerate(("first_reminder", "second_reminder")):
        firm.now = firm.now.replace(month=3, day=9 + 8 * k, hour=10)
        letter = LetterIntended(
            *(f"L{k}", f"<L{k}@x>", "reminder", "reminder", "neutral", ("a@martin.example",), "F-1", "0"),
            climbs=(Climb("F-1", step, k),),
        )
        firm.desk.note(name, letter, LetterSent(f"L{k}", "a@martin.example", "250"))
    firm.desk.note(name, PieceKept("devis signé.pdf", "0" * 64, "F-1"))
    firm.now = firm.now.replace(month=4, day=7)
    assert "too old for a firm letter" in sources(firm, date(2026, 4, 1))[0]
    assert sources(firm, date(2026, 4, 7)) == []
    firm.now = firm.now.replace(month=3, day=20)
    assert sources(firm, date(2026, 3, 14)) == []


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
