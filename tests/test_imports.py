"""Sources into the journal: what waits for its invoice, what was not taken, and two imports at once."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import imports
from bot.case import Case, Invoice
from bot.desk import Desk, usable
from bot.errors import OperatorError
from bot.events.consequences import HoldSet
from bot.events.debts import InvoiceClosed, PaymentSeen
from bot.events.entries import HOUSE, Event
from bot.events.house import SourceImported
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.imports import Taken
from bot.journal import Journal
from bot.journal.evidence import Evidence
from bot.journal.verify import verify
from bot.rules import CalendarRules, Creditor, Rules
from bot.sources import Source
from bot.state.tiny import FILE, TinyState

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
RULES = Rules(Creditor("M", "m@morvan.example", "A"), ladders={}, calendar=CalendarRules())
INVOICES = Source("invoices/*.csv", complete=True)
PAYMENTS = Source("payments/*.csv", holds="payments")
SOURCES = (INVOICES, PAYMENTS)
HEAD = "numero;date;echeance;total;regle;nom;email;pdf\n"
PAID = "numero;date;montant\n"


@dataclass
class Office:
    """A folder with its files and a desk; `beside` is another process at the same folder."""

    folder: Path
    desk: Desk
    now: datetime = NOW
    looked_at: imports.Signs = field(default_factory=dict)

    def write(self, name: str, text: str, *, days_ago: int = 0) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        at = (self.now - timedelta(days=days_ago, hours=1)).timestamp()
        os.utime(path, (at, at))
        return path

    def take(self, source: Source, path: Path, *, sources: tuple[Source, ...] = SOURCES) -> Taken:
        return imports.take(self.desk, RULES, source, path, folder=self.folder, sources=sources)

    def take_all(self) -> list[Taken]:
        """As a round does it."""
        return [
            self.take(source, path)
            for source in SOURCES
            for path in imports.waiting(self.desk, RULES, source, self.folder, self.looked_at)
        ]

    def invoices(self, *numbers: int, paid: str = "0", name: str = "today.csv", days_ago: int = 0) -> Path:
        rows = (f"F-{n};05/01/2026;05/02/2026;10;{paid};Riou {n};r{n}@riou.example;\n" for n in numbers)
        return self.write(f"invoices/{name}", HEAD + "".join(rows), days_ago=days_ago)

    def case(self, number: str) -> Case:
        return self.desk.case(self.desk.state.by_number(number)[0])

    def invoice(self, number: str) -> Invoice:
        return self.case(number).invoices[number]

    def house(self, kind: type) -> list[object]:
        return [entry.event for entry in self.desk.entries(HOUSE) if isinstance(entry.event, kind)]

    def paid_as_of(self) -> date | None:
        return self.desk.house(RULES, mail_read_at=None, pays=True).paid_as_of


def opened(folder: Path) -> Desk:
    state = TinyState(folder / FILE, "rules")
    journal = Journal.open(
        folder,
        clock=lambda: NOW,
        purpose="live",
        program="x",
        salt=lambda: "salt",
        chains=state.chains,
        position=state.position,
    )
    desk = Desk(journal, Evidence(folder), state, lambda: NOW)
    for entry, _ in journal.events_after(None):
        state.apply(entry)
    journal.news()
    return desk


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    desk = opened(tmp_path / "data")
    with desk.journal, closing(desk.evidence):
        yield Office(tmp_path, desk)


@pytest.fixture
def beside(office: Office) -> Iterator[Desk]:
    desk = opened(office.folder / "data")
    with desk.journal, closing(desk.evidence):
        yield desk


# --- payments that come first ------------------------------------------------------------------------


def test_a_payment_that_came_before_its_invoice_is_recorded_once_the_invoice_is_there(office: Office) -> None:
    office.invoices(1)
    office.write("payments/march.csv", PAID + "F-1;02/03/2026;4\nF-9;02/03/2026;4\nF-77;02/03/2026;4\n")
    (_, first) = office.take_all()
    assert (first.imported.changed, first.imported.unknown) == (1, ("F-9", "F-77"))
    assert office.take_all() == []
    office.invoices(1, 9)
    (_, again) = office.take_all()
    assert (again.nothing, again.imported.changed, again.imported.unknown) == (False, 1, ("F-77",))
    assert (office.invoice("F-9").left, office.invoice("F-1").left) == (600, 600)
    lines = office.desk.journal.count
    assert office.take_all() == []
    assert office.take(PAYMENTS, office.folder / "payments/march.csv").nothing
    assert office.desk.journal.count == lines


# --- lines that cannot be read -----------------------------------------------------------------------


def test_an_invoice_whose_line_cannot_be_read_is_held_in_its_case_until_it_can(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, 2))
    bad = office.invoices(2)
    bad.write_text(bad.read_text() + "F-1;06/01/2026;05/02/2026;10;10;Riou 1;r1@riou.example;\n")
    taken = office.take(INVOICES, bad)
    assert (taken.refusal_lines, len(taken.refusals)) == ((3,), 1)
    (hold,) = office.case("F-1").holds.values()
    assert (hold.rule, hold.invoices) == ("source", ("F-1",))
    office.take(INVOICES, office.invoices(1, 2, paid="1"))
    assert not office.case("F-1").holds


# --- what was paid, as of when -----------------------------------------------------------------------


def test_only_complete_sources_and_payments_make_the_house_fresh(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, days_ago=8))
    assert office.paid_as_of() == date(2026, 3, 1)
    path = office.write("by-hand.csv", HEAD + "F-2;05/01/2026;05/02/2026;10;0;Petit;p@petit.example;\n")
    assert not office.take(Source("by-hand.csv"), path).imported.pays
    assert office.paid_as_of() == date(2026, 3, 1)
    office.take(PAYMENTS, office.write("payments/a.csv", PAID + "F-1;02/03/2026;4\n"))
    assert office.paid_as_of() == date(2026, 3, 9)


def test_without_a_complete_source_or_payments_the_house_is_not_told_what_was_paid(office: Office) -> None:
    office.take(INVOICES, office.invoices(1))
    for sources, told in (((), False), ((Source("a.csv"), Source("c.csv", holds="clients")), False)):
        assert imports.pays(sources, office.desk) is told
    assert imports.pays((INVOICES,), office.desk)
    assert imports.pays((PAYMENTS,), office.desk)


# --- whose invoice it is -----------------------------------------------------------------------------


def test_an_invoice_imported_by_hand_still_closes_when_its_complete_source_drops_it(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, 2))
    row = "F-2;05/01/2026;05/02/2026;10;4;Riou 2;r2@riou.example;\n"
    office.take(Source("by-hand.csv"), office.write("by-hand.csv", HEAD + row))
    assert office.invoice("F-2").seen.paid == 400
    office.take(INVOICES, office.invoices(1, name="tomorrow.csv"))
    assert office.invoice("F-2").closed


def test_a_renamed_source_closes_what_it_listed_before(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, 2))
    renamed = Source("exports/*.csv", complete=True)
    row = "F-1;05/01/2026;05/02/2026;10;0;Riou 1;r1@riou.example;\n"
    office.take(renamed, office.write("exports/a.csv", HEAD + row), sources=(renamed, PAYMENTS))
    assert office.invoice("F-2").closed
    assert not office.invoice("F-1").closed


# --- money seen twice --------------------------------------------------------------------------------


@pytest.mark.parametrize("bank_first", [True, False])
def test_money_that_the_export_and_the_bank_both_show_counts_once(office: Office, bank_first: bool) -> None:
    office.take(INVOICES, office.invoices(1, name="a.csv"))
    bank = office.write("payments/march.csv", PAID + "F-1;06/03/2026;5\n")
    export = office.invoices(1, paid="5", name="b.csv")
    for source, path in ((PAYMENTS, bank), (INVOICES, export))[:: 1 if bank_first else -1]:
        office.take(source, path)
    assert (office.invoice("F-1").left, office.case("F-1").holds) == (500, {})
    assert office.invoice("F-1").payments == [PaymentSeen("F-1", 500, date(2026, 3, 6), "", PAYMENTS.name)]
    office.take(PAYMENTS, office.write("payments/april.csv", PAID + "F-1;06/03/2026;5\nF-1;10/03/2026;2\n"))
    assert office.invoice("F-1").left == 300, "what comes later is other money"


def test_an_invoice_first_seen_with_a_payment_does_not_count_it_again(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, paid="5"))
    office.take(PAYMENTS, office.write("payments/a.csv", PAID + "F-1;02/03/2026;5\n"))
    assert office.invoice("F-1").left == 500


def test_money_that_differs_counts_once_and_is_held_for_the_owner(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, paid="3"))
    office.take(PAYMENTS, office.write("payments/a.csv", PAID + "F-1;02/03/2026;7\n"))
    assert office.invoice("F-1").left == 300
    assert list(office.case("F-1").holds) == ["paid.F-1"]


# --- two at once -------------------------------------------------------------------------------------


def test_two_processes_that_take_the_same_file_record_it_once(office: Office, beside: Desk) -> None:
    office.take(INVOICES, office.invoices(1))
    bank = office.write("payments/march.csv", PAID + "F-1;02/03/2026;4\n")
    office.take(PAYMENTS, bank)
    beside_says = imports.take(beside, RULES, PAYMENTS, bank, folder=office.folder, sources=SOURCES)
    assert beside_says.nothing
    office.desk.catch_up()
    assert office.invoice("F-1").left == 600


class Slow(Desk):
    """A desk that somebody overtakes right before it appends."""

    overtaken: Callable[[], object] = staticmethod(lambda: None)

    def append_all(self, items: Sequence[tuple[str, int, Sequence[Event]]]) -> None:
        overtaken, self.overtaken = self.overtaken, lambda: None
        overtaken()
        super().append_all(items)


def slow(desk: Desk, overtaken: Callable[[], object]) -> Slow:
    found = Slow(desk.journal, desk.evidence, desk.state, desk.clock)
    found.overtaken = overtaken
    return found


def test_a_payment_that_another_process_records_while_its_file_is_compared_counts_once(
    office: Office, beside: Desk
) -> None:
    office.take(INVOICES, office.invoices(1))
    bank = office.write("payments/march.csv", PAID + "F-1;02/03/2026;4\n")
    copy = office.write("payments/copy.csv", PAID + "F-1;02/03/2026;4\nF-1;03/03/2026;1\n")
    office.desk = slow(office.desk, lambda: imports.take(beside, RULES, PAYMENTS, bank, folder=office.folder))
    assert office.take(PAYMENTS, copy).imported.changed == 1
    assert [p.amount for p in office.invoice("F-1").payments] == [400, 100]


def test_the_very_same_file_taken_by_two_at_once_is_taken_by_one(office: Office, beside: Desk) -> None:
    export = office.invoices(1, 2)
    office.desk = slow(
        office.desk, lambda: imports.take(beside, RULES, INVOICES, export, folder=office.folder)
    )
    assert office.take(INVOICES, export).nothing
    assert len(office.house(SourceImported)) == 1
    assert verify(office.folder / "data", ()).sound


# --- alarms ------------------------------------------------------------------------------------------


def test_an_alarm_is_asked_about_once_and_settled_when_a_file_is_taken(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, 2))
    shrunk = office.invoices(name="b.csv")
    assert "lists no invoice" in office.take(INVOICES, shrunk).imported.alarm
    again = office.take(INVOICES, shrunk)
    assert again.nothing
    assert again.imported.alarm
    (asked,) = office.desk.state.facts.notices.values()
    assert (asked.about, asked.choices) == ("alarm", ("approve",))
    assert "b.csv was not taken" in asked.question
    office.take(INVOICES, office.invoices(1, name="c.csv"))
    assert not office.desk.state.facts.notices
    assert [type(event) for event in office.house(NoticeAnswered)] == [NoticeAnswered]


def test_an_approved_alarm_is_taken_at_the_next_look(office: Office) -> None:
    office.invoices(1, 2)
    office.take_all()
    office.invoices()
    (alarmed,) = office.take_all()
    assert alarmed.imported.alarm
    (asked,) = office.desk.state.facts.notices
    office.desk.note(HOUSE, NoticeAnswered(asked, "approve"))
    (taken,) = office.take_all()
    assert (taken.imported.alarm, taken.imported.closed) == ("", 2)
    assert office.take_all() == []
    assert not office.desk.state.facts.accepted


def test_a_damaged_file_cannot_be_approved(office: Office) -> None:
    office.take(INVOICES, office.invoices(1))
    office.take(INVOICES, office.write("invoices/b.csv", "numero;date\nF-1;05/01/2026\n"))
    (asked,) = office.desk.state.facts.notices.values()
    assert asked.choices == ()


def test_an_older_export_of_a_complete_source_is_refused_with_its_cure(office: Office) -> None:
    office.take(INVOICES, office.invoices(1, 2, name="b.csv", days_ago=1))
    older = office.take(INVOICES, office.invoices(1, name="a.csv", days_ago=5))
    assert "bring a newer export" in older.imported.alarm
    assert not office.invoice("F-2").closed
    assert isinstance(office.house(NoticeOpened)[0], NoticeOpened)
    same_day = office.take(INVOICES, office.invoices(1, name="c.csv", days_ago=1))
    assert not same_day.imported.alarm
    assert isinstance(office.desk.entries(office.case("F-2").id)[-1].event, InvoiceClosed)


def test_an_older_payments_file_is_taken(office: Office) -> None:
    office.take(INVOICES, office.invoices(1))
    office.take(PAYMENTS, office.write("payments/b.csv", PAID + "F-1;02/03/2026;4\n"))
    older = office.take(PAYMENTS, office.write("payments/a.csv", PAID + "F-1;02/02/2026;3\n", days_ago=9))
    assert (older.imported.alarm, older.imported.changed) == ("", 1)


# --- evidence ----------------------------------------------------------------------------------------


def test_only_pdfs_of_invoices_that_were_taken_are_kept(office: Office) -> None:
    for name in ("one.pdf", "two.pdf"):
        (office.folder / name).write_bytes(b"%PDF " + name.encode())
    office.take(INVOICES, office.invoices(2))
    rows = (
        "F-1;05/01/2026;05/02/2026;10;0;Riou 1;r1@riou.example;one.pdf\n"
        "F-2;06/01/2026;05/02/2026;10;0;Riou 2;r2@riou.example;two.pdf\n"
        "F-3;06/01/2026;05/02/2026;10;0;Riou 3;r3@riou.example;three.pdf\n"
    )
    taken = office.take(INVOICES, office.write("invoices/b.csv", HEAD + rows))
    assert office.desk.evidence.get(office.invoice("F-1").seen.pdf) == b"%PDF one.pdf"
    assert taken.refusal_lines == (3, 4)
    assert verify(office.folder / "data", ()).sound


def test_what_is_in_the_journal_of_an_import_tells_no_word_of_a_refused_line(office: Office) -> None:
    office.take(INVOICES, office.invoices(1))
    row = "F-1;Mme Petit;05/02/2026;10;0;Riou 1;r1@riou.example;\n"
    office.take(INVOICES, office.write("invoices/b.csv", HEAD + row))
    (hold,) = (e.event for e in office.desk.entries(office.case("F-1").id) if isinstance(e.event, HoldSet))
    assert "Petit" not in hold.why
    assert all("Petit" not in repr(event) for event in office.house(SourceImported))


# --- where the data is -------------------------------------------------------------------------------


def test_a_folder_for_data_is_refused_where_none_can_be(tmp_path: Path) -> None:
    usable(tmp_path)
    usable(tmp_path / "not" / "yet" / "there")
    (tmp_path / "file").write_text("x")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    for place in ("file", "file/data", "nowhere"):
        with pytest.raises(OperatorError, match="under `data`"):
            usable(tmp_path / place)
