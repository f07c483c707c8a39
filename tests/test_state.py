"""The state: an index that tells what is due and whose a mail is, made of the journal alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import where
from tinydb.table import Document

from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE, Entry, Event
from bot.events.house import MailboxRead, SourceImported
from bot.events.letters import LetterIntended, LetterSent
from bot.events.mail import MailKept, MailRead
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.journal import Journal
from bot.state.storage import open_db
from bot.state.tiny import TinyState

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DEBTOR = DebtorSeen("D1", "Martin SARL", "business", contacts=("Compta@martin.example",))
INVOICE = InvoiceSeen("F-118", date(2026, 2, 1), date(2026, 3, 3), 124_000, reference="BC-77")


@pytest.fixture
def state(tmp_path: Path) -> TinyState:
    return TinyState(tmp_path / "state.json", "rules-1")


def told(state: TinyState, case: str, *events: Event, at: datetime = NOW) -> None:
    for n, event in enumerate(events, 1):
        state.apply(Entry(case, n, at, event))


def test_a_case_is_due_as_soon_as_something_happened_in_it(state: TinyState) -> None:
    told(state, "c1", DEBTOR, INVOICE)
    assert state.due(NOW) == ["c1"]
    state.plan("c1", NOW + timedelta(days=3))
    assert state.due(NOW) == []
    assert state.due(NOW + timedelta(days=3)) == ["c1"]
    told(state, "c1", MailKept("d" * 64, "<m@x>", "a@b", "", NOW, "INBOX", 1, 1, "debtor", "address"))
    assert state.due(NOW) == ["c1"]


def test_a_case_that_waits_for_nothing_comes_up_only_when_something_happens(state: TinyState) -> None:
    told(state, "c1", DEBTOR)
    state.plan("c1", None)
    assert state.due(NOW + timedelta(days=40_000)) == []


def test_the_house_itself_is_never_due(state: TinyState) -> None:
    told(state, HOUSE, MailboxRead("INBOX", 7, 12))
    assert state.due(NOW) == []
    assert list(state.cases()) == []
    assert state.facts.places == {"INBOX": (7, 12)}


def test_cases_are_found_by_number_reference_address_and_domain(state: TinyState) -> None:
    told(state, "c1", DEBTOR, INVOICE)
    assert state.by_number("f-118") == state.by_number("BC-77") == ["c1"]
    assert state.by_address("compta@MARTIN.example") == state.by_domain("martin.example") == ["c1"]
    assert state.by_number("F-119") == state.by_address("x@y.example") == []


def test_letters_are_found_by_message_id_and_tell_when_an_address_was_last_written_to(
    state: TinyState,
) -> None:
    letter = LetterIntended(
        "L1", "<L1@us>", "reminder", "reminder", "cordial", ("Compta@martin.example",), "", ""
    )
    told(state, "c1", DEBTOR, letter, LetterSent("L1", "Compta@martin.example", "250 ok"))
    assert state.by_message_id("<L1@us>") == ("c1", "L1")
    assert state.by_letter("L1") == "c1"
    assert state.contacted("compta@martin.example") == NOW
    assert state.sent_since(NOW - timedelta(hours=1)) == 1
    assert state.first_letters_since(NOW - timedelta(hours=1)) == 1


def test_automatic_answers_are_counted_for_each_address_whatever_the_case(state: TinyState) -> None:
    for case, kind in (("c1", "answer"), ("c2", "answer"), ("c2", "reminder")):
        to = ("Syndic@gestion.example",)
        letter = LetterIntended(f"{case}.{kind}", f"<{case}.{kind}>", kind, kind, "neutral", to, "", "")  # type: ignore[arg-type]
        told(state, case, letter, LetterSent(letter.letter, to[0], "250 ok"))
    assert state.answers_since("syndic@gestion.example", NOW - timedelta(days=7)) == 2
    assert state.answers_since("syndic@gestion.example", NOW) == 0


def test_a_mail_is_known_once_it_was_read_not_when_it_was_only_kept(state: TinyState) -> None:
    mail = "d" * 64
    told(state, "c1", MailKept(mail, "<m@x>", "a@b", "", NOW, "INBOX", 1, 1, "debtor", "address"))
    assert not state.knows_mail(mail)
    told(state, "c1", MailRead(mail, "1", ("acknowledgement",)))
    assert state.knows_mail(mail)
    assert state.mail_of("<m@x>") == mail


def test_an_alarm_does_not_take_the_place_of_what_was_taken_before(state: TinyState) -> None:
    taken = SourceImported("e.csv", "a" * 64, "invoices", date(2026, 3, 1), pays=True, complete=True, rows=9)
    alarm = SourceImported(
        "e.csv", "b" * 64, "invoices", date(2026, 3, 2), pays=True, complete=True, rows=0, alarm="empty"
    )
    told(state, HOUSE, taken, alarm)
    assert state.facts.sources["e.csv"] == taken
    assert state.facts.alarmed["e.csv"] == alarm


def test_an_approved_list_is_consent_for_the_cases_that_it_names(state: TinyState) -> None:
    day = date(2026, 3, 3)
    asked = NoticeOpened("house-1", "eve", "?", cases=("c1", "c2"), day=day)
    told(state, HOUSE, asked, NoticeAnswered("house-1", "approve"))
    assert state.facts.consents == {"c1": day, "c2": day}
    assert state.facts.notices == {}


def opened(folder: Path, clock: Callable[[], datetime]) -> Journal:
    return Journal.open(folder, clock=clock, purpose="live", program="1", salt=lambda: "salt")


def test_what_was_flushed_is_there_again_and_other_rules_make_everything_due(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with opened(tmp_path, lambda: NOW) as journal:
        state = TinyState(path, "rules-1")
        journal.append("c1", 0, [DEBTOR, INVOICE])
        for entry, _ in journal.news():
            state.apply(entry)
        state.plan("c1", NOW + timedelta(days=9))
        state.flush(journal)
        again = TinyState(path, "rules-1")
        assert again.position == journal.position
        assert again.chains == dict(journal.chains)
        assert again.due(NOW) == []
        assert again.by_number("F-118") == ["c1"]
        assert TinyState(path, "rules-2").due(NOW) == ["c1"]


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with opened(tmp_path, lambda: NOW) as journal:
        state = TinyState(path, "rules-1")
        for entry, _ in journal.news():
            state.apply(entry)
        state.flush(journal)
        before = path.stat().st_ino
        state.flush(journal)
        assert path.stat().st_ino == before


@given(st.binary(max_size=200))
def test_a_garbled_file_is_no_state_and_no_error(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("state") / "state.json"
    path.write_bytes(junk)
    state = TinyState(path, "rules-1")
    assert state.position is None
    assert state.due(NOW) == []


def test_the_tables_are_tinydbs_and_answer_its_queries(tmp_path: Path) -> None:
    db = open_db(tmp_path / "db.json")
    table = db.table("cases")
    table.insert(Document({"owed": 5}, doc_id="c1"))
    table.insert(Document({"owed": 9}, doc_id="c2"))
    assert [doc["owed"] for doc in table.search(where("owed") > 6)] == [9]
    db.flush()
    assert len(open_db(tmp_path / "db.json").table("cases")) == 2
