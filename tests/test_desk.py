"""The desk: what is recorded, for one process and for several at once."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE
from bot.events.house import JournalOpened, SourceImported
from bot.events.letters import LetterIntended, LetterSent
from bot.events.owner import NoteAdded, NoticeAnswered, NoticeOpened
from bot.journal import Journal, Moved
from bot.journal.evidence import Evidence
from bot.rules import CalendarRules, Creditor, Rules
from bot.state.tiny import FILE, TinyState

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
RULES = Rules(Creditor("M", "m@morvan.example", "A"), ladders={}, calendar=CalendarRules())


@dataclass
class Clock:
    now: datetime = field(default=NOW)

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def opened(folder: Path, clock: Clock) -> Iterator[Desk]:
    """A desk as one process has it; several may stand beside each other."""
    state = TinyState(folder / FILE, "rules")
    journal = Journal.open(
        folder,
        clock=clock,
        purpose="live",
        program="x",
        salt=lambda: "salt",
        chains=state.chains,
        position=state.position,
    )
    with journal, closing(Evidence(folder)) as evidence:
        desk = Desk(journal, evidence, state, clock)
        if not journal.resumed:
            for entry, _ in journal.events_after(None):
                state.apply(entry)
            journal.news()
        desk.catch_up()
        yield desk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with opened(tmp_path, clock) as desk:
        yield desk


@pytest.fixture
def other(tmp_path: Path, clock: Clock, desk: Desk) -> Iterator[Desk]:
    """Another process at the same folder."""
    with opened(tmp_path, clock) as other:
        yield other


def debtor(name: str = "Martin", address: str = "a@martin.example") -> DebtorSeen:
    return DebtorSeen(address, name, "business", contacts=(address,))


def invoice(number: str = "F-1") -> InvoiceSeen:
    return InvoiceSeen(number, date(2026, 2, 1), date(2026, 3, 1), 100_00)


def sent(desk: Desk, case: str, to: str = "a@martin.example", *, letter: str = "l1") -> None:
    intent = LetterIntended(letter, f"<{letter}@x>", "reminder", "reminder", "cordial", (to,), "s", "0" * 64)
    desk.note(case, intent, LetterSent(letter, to, "250"))


def test_what_is_recorded_stands_in_the_journal_and_is_found_in_the_state(desk: Desk) -> None:
    desk.append("c1", 0, [debtor(), invoice()])
    assert desk.case("c1").debtor.name == "Martin"
    assert desk.state.by_number("f-1") == ["c1"]
    assert [entry.n for entry in desk.entries("c1")] == [1, 2]


def test_what_another_process_records_is_seen_after_catching_up(desk: Desk, other: Desk) -> None:
    other.append("c1", 0, [debtor(), invoice()])
    assert desk.state.by_number("F-1") == []
    desk.catch_up()
    assert desk.state.by_number("F-1") == ["c1"]
    assert desk.case("c1").n == 2


def test_who_decided_on_an_older_case_is_told_and_sees_the_newer_one(desk: Desk, other: Desk) -> None:
    desk.append("c1", 0, [debtor()])
    other.catch_up()
    other.append("c1", 1, [invoice()])
    with pytest.raises(Moved):
        desk.append("c1", 1, [NoteAdded("too late")])
    assert desk.state.by_number("F-1") == ["c1"], "what made it move is known already"
    assert desk.case("c1").n == 2


def test_a_fact_is_noted_whatever_others_have_written_meanwhile(desk: Desk, other: Desk) -> None:
    other.append("c1", 0, [debtor()])
    desk.note("c1", NoteAdded("a fact"))
    other.note("c1", NoteAdded("another"))
    desk.note_all([("c1", [NoteAdded("third")]), ("c2", [debtor("Duval", "d@duval.example")])])
    desk.catch_up()
    assert [type(entry.event) for entry in desk.entries("c1")] == [DebtorSeen, *[NoteAdded] * 3]
    assert desk.state.by_address("d@duval.example") == ["c2"]


def test_evidence_is_pending_until_its_event_is_written_and_then_in_its_place(
    desk: Desk, tmp_path: Path
) -> None:
    with desk.kept(b"a mail", b"a pdf") as (mail, pdf):
        assert len(list((tmp_path / "evidence/pending").iterdir())) == 2
        assert desk.evidence.get(mail) == b"a mail"
    assert not list((tmp_path / "evidence/pending").iterdir())
    assert desk.evidence.get(pdf) == b"a pdf"


def test_who_does_not_flush_leaves_the_state_on_disk_as_it_was(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    other.note("c1", debtor())
    assert not (tmp_path / FILE).exists()
    desk.catch_up()
    desk.state.flush(desk.journal)
    before = (tmp_path / FILE).read_bytes()
    other.note("c1", NoteAdded("x"))
    assert (tmp_path / FILE).read_bytes() == before


def test_a_state_that_is_behind_is_told_only_what_came_since(
    tmp_path: Path, clock: Clock, desk: Desk
) -> None:
    desk.note("c1", debtor())
    desk.state.flush(desk.journal)
    desk.note("c1", invoice())
    with opened(tmp_path, clock) as later:
        assert later.journal.resumed
        assert later.state.by_number("F-1") == ["c1"]


# --- the facts of the house ---------------------------------------------------------------------------


def test_an_empty_house_knows_nothing_and_says_so(desk: Desk) -> None:
    house = desk.house(RULES, mail_read_at=None, pays=True)
    assert house.paid_as_of is None
    assert house.contacted.get("a@martin.example") is None
    assert (house.new_debtors_today, house.sent_last_hour) == (0, 0)
    assert isinstance(desk.entries(HOUSE)[0].event, JournalOpened)
    assert house.live_since == NOW.date()


def test_letters_count_for_the_hour_the_day_and_the_address(desk: Desk, clock: Clock) -> None:
    desk.note("c1", debtor())
    sent(desk, "c1")
    house = desk.house(RULES, mail_read_at=NOW, pays=True)
    assert (house.new_debtors_today, house.sent_last_hour) == (1, 1)
    assert house.contacted.get("a@martin.example") == NOW
    clock.now += timedelta(hours=2)
    sent(desk, "c1", letter="l2")
    house = desk.house(RULES, mail_read_at=NOW, pays=True)
    assert (house.new_debtors_today, house.sent_last_hour) == (1, 1)
    clock.now += timedelta(days=1)
    house = desk.house(RULES, mail_read_at=NOW, pays=True)
    assert (house.new_debtors_today, house.sent_last_hour) == (0, 0)


def test_payments_are_known_as_of_the_newest_source_or_the_owners_word(desk: Desk, clock: Clock) -> None:
    taken = SourceImported("a.csv", "0" * 64, "invoices", date(2026, 3, 1), pays=True, complete=True, rows=1)
    desk.note(HOUSE, taken)
    assert desk.house(RULES, mail_read_at=NOW, pays=True).paid_as_of == date(2026, 3, 1)
    notice = desk.next_house_notice()
    desk.note(HOUSE, NoticeOpened(notice, "stale_source", "?", ("approve",)))
    assert desk.next_house_notice() != notice
    desk.note(HOUSE, NoticeAnswered(notice, "approve"))
    assert desk.house(RULES, mail_read_at=NOW, pays=True).paid_as_of == NOW.date()
