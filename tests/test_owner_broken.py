"""Crashes, moody servers, storms and broken templates around the owner's mail: nothing is lost, nobody is
flooded, and one bad thing stops nothing else."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import WorldError
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE
from bot.events.owner_mail import Item, OwnerTold
from bot.letters.owner import OwnerWriter
from bot.owner.answers import Answer, Context
from bot.owner.files import attachments
from tests.drafts import TEMPLATES
from tests.hostile import TABLE, Counting, DiedError, Moody, Mortal, Mute, asked_back, body, disputed, held
from tests.office import NOW, OWNER, PEOPLE, READER, Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.fixture
def server(office: Office) -> Moody:
    moody = Moody(office.owner.telling.post.post)
    office.owner.telling.post.post = moody
    return moody


# --- crashes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("appends", range(1, 9))
def test_a_crash_at_any_line_loses_nothing_and_does_nothing_twice(
    office: Office, appends: int, before: bool
) -> None:
    notice = disputed(office)
    words = "avoir 120, le reste est dû. absent du 16 au 27 mars"
    raw = office.answer(words, to=office.mails()[0])
    desk = office.desk
    mortal = Mortal(desk.journal, desk.evidence, desk.state, desk.clock, appends, before)
    with suppress(DiedError):
        Office(mortal, office.shelf, office.clock, ids=office.ids).receive(raw)
    after = Office(desk, office.shelf, office.clock, ids=office.ids)
    after.tell()
    after.receive(raw)
    assert after.case().invoices["F-118"].credited == 120_00
    assert after.case().notices[notice].answer == "resume"
    assert held(after) == []
    assert [(p.first.day, p.last and p.last.day) for p in desk.state.facts.pauses] == [(16, 27)]
    assert not desk.state.facts.orders
    said = [mail for mail in after.mails() if "avoir" in body(mail) and "120" in body(mail)]
    assert 1 <= len([mail for mail in said if "déduit" in body(mail)]) <= 2
    assert asked_back(after) == []


# --- nobody is flooded, and everybody is told ---------------------------------------------------------


def test_a_flood_in_the_owners_name_makes_few_questions(office: Office) -> None:
    for n in range(40):
        office.receive(office.answer(f"payé F-118 {n + 1}", headers=()))
    office.later(minutes=10)
    assert len(asked_back(office)) <= 5
    assert not [
        o for o in office.desk.state.facts.orders if not office.desk.state.facts.told_about(o, "challenge")
    ]


def test_a_flood_of_stops_still_stops(office: Office) -> None:
    for n in range(10):
        office.receive(office.answer(f"stop Martin {'!' * n}", headers=()))
    office.receive(office.answer("stop Petit", headers=()))
    assert held(office, "c2") == ["owner"]


def test_whoever_has_a_forwarded_notice_floods_nobody(office: Office) -> None:
    disputed(office)
    notice = office.mails()[0]
    for n in range(60):
        office.receive(office.answer(f"merci {n}", to=notice, sender="expert@cabinet.example"))
    assert len(office.mails()) <= 25


def test_a_storm_of_questions_comes_in_portions_the_gravest_first(office: Office) -> None:
    for n in range(60):
        office.ask_quietly("c2", "unrelated" if n < 59 else "misfortune")
    office.tell()
    first = office.mails()
    office.tell()
    assert len(office.mails()) == len(first) == 40
    assert "sensible" in str(first[0]["Subject"])
    office.clock[0] += timedelta(days=1)
    office.tell()
    assert len(office.mails()) == 60


def test_reminders_of_one_day_are_few(office: Office) -> None:
    for _ in range(25):
        office.ask_quietly("c2", "undecided")
    office.tell()
    for days in (3, 1):
        before = len(office.mails())
        office.clock[0] += timedelta(days=days)
        office.tell()
        office.tell()
        assert len([m for m in office.mails()[before:] if "point du lundi" not in str(m["Subject"])]) <= 10


def test_an_address_that_is_refused_is_left_alone_and_nobody_else_is_asked_again(
    office: Office, server: Moody
) -> None:
    """One moment for all mails of a round: the refusal of one must not take back the others' asking."""
    server.refuses = [READER]
    disputed(office)
    for _ in range(10):
        office.clock[0] += timedelta(minutes=5)
        office.tell()
    assert len(office.mails()) == 1
    assert server.knocked.count(READER) <= 4


def test_an_owner_whose_mailbox_refuses_is_told_once_it_takes_mail(office: Office, server: Moody) -> None:
    server.refuses = [p.email for p in PEOPLE]
    disputed(office)
    for _ in range(12):
        office.clock[0] += timedelta(minutes=5)
        office.tell()
    assert server.knocked.count(OWNER) <= 8
    server.refuses = []
    office.clock[0] += timedelta(hours=7)
    office.tell()
    assert len(office.mails()) == 1


def test_a_confirmation_that_is_refused_at_first_comes_later(office: Office, server: Moody) -> None:
    disputed(office)
    server.refuses = [OWNER]
    with suppress(WorldError):
        office.receive(office.answer("avoir 120, le reste est dû", to=office.mails()[0]))
    server.refuses = []
    office.later(minutes=30)
    assert len(office.mails()) == 2
    assert office.case().invoices["F-118"].credited == 120_00


def test_a_server_that_falls_silent_is_asked_once_a_round(office: Office, server: Moody) -> None:
    server.silent = True
    for name in ("c1", "c2"):
        for _ in range(5):
            office.ask_quietly(name, "undecided")
    with suppress(WorldError):
        office.tell()
    assert len(server.knocked) == 1


@pytest.mark.parametrize("kind", ["notice", "monday"])
def test_a_crash_between_the_intent_and_the_server_tells_nobody_nothing_for_good(
    office: Office, kind: str
) -> None:
    """The mail stands in the journal and never left: it is told after the next start."""
    if kind == "notice":
        notice = office.ask_quietly("c1", "dispute", invoices=("F-118",))
        office.desk.note(HOUSE, OwnerTold("lost", "notice", OWNER, "s", "t", notices=(notice,)))
    else:
        office.clock[0] = NOW.replace(day=16, hour=8)
        office.desk.note(HOUSE, OwnerTold("lost", "monday", OWNER, "s", "t"))
    office.tell()
    assert len(office.mails()) >= 1
    office.tell()
    assert len(office.mails()) == 1


def test_a_list_that_never_left_was_not_told(office: Office, server: Moody) -> None:
    items = (Item(1, "c1"),)
    office.desk.note(HOUSE, OwnerTold("lost", "eve", OWNER, "s", "t", items=items, day=NOW.date()))
    office.tell()
    assert not office.desk.state.facts.listed(NOW.date(), (OWNER,), told=True)


# --- one bad thing stops nothing else -----------------------------------------------------------------


def test_a_question_that_cannot_be_laid_out_silences_no_other(office: Office) -> None:
    """It is told all the same, in its own words."""
    broken = {**TEMPLATES, "fr/owner/about/undecided.txt": "{{ nothing.at.all }}"}
    office.owner.telling.writer = OwnerWriter(broken, office.rules.creditor, "fr")
    office.ask_quietly("c1", "undecided", invoices=("F-118",))
    office.ask_quietly("c2", "dispute", invoices=("F-121",))
    office.tell()
    assert {str(m["Subject"])[:6] for m in office.mails()} == {"Petit ", "Relanc"}


def test_a_point_that_cannot_be_laid_out_stops_no_round(office: Office) -> None:
    office.owner.telling.points = replace(
        office.owner.telling.points, writer=OwnerWriter({}, office.rules.creditor, "fr")
    )
    office.clock[0] = NOW.replace(day=16, hour=8)
    office.ask("c2", "dispute", invoices=("F-121",))
    assert len(office.mails()) == 1


def test_an_order_that_fails_lets_the_next_one_through(office: Office) -> None:
    disputed(office)
    disputed(office, "c2", "F-121")
    mails = {str(m["Subject"])[:6]: m for m in office.mails()}
    office.owner.carrying.voice = Mute(office.owner.telling)
    office.receive(office.answer("avoir 120", to=mails["Martin"]))
    office.receive(office.answer("reprends", to=mails["Petit "]))
    assert not office.case("c2").open_notices()
    assert not office.desk.state.facts.orders


def test_a_mail_on_which_the_reader_fails_is_asked_about(office: Office) -> None:
    disputed(office)

    def fails(raw: bytes, context: Context, at: datetime) -> Answer:
        raise IndexError("a bug")

    office.intake.orders = replace(office.owner.taking, reader=fails)
    office.receive(office.answer("litige clos", to=office.mails()[0]))
    assert "litige clos" in body(office.mails()[-1])
    assert office.case().open_notices()


@given(st.binary(max_size=400))
def test_attachments_of_any_bytes_are_taken_or_left(raw: bytes) -> None:
    head = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    attachments(raw)
    attachments(head + raw + b"\r\n--x--\r\n")
    attachments(head + b"Content-Disposition: attachment; filename*0*=" + raw + b"\r\n\r\nA\r\n--x--\r\n")
    attachments(head + b"Content-Transfer-Encoding: " + raw + b"\r\nContent-Type: text/csv; name=a\r\n\r\nA")


def test_a_signature_as_a_text_file_is_no_export(office: Office) -> None:
    disputed(office)
    raw = office.answer("litige clos", to=office.mails()[0])
    office.receive(office.with_file(raw, "ATT00001.txt", b"Claire Morvan\r\nAtelier Morvan\r\n"))
    assert not office.desk.state.facts.alarmed
    assert not [q for q in office.desk.state.facts.questions.values() if q.opened.about == "alarm"]


def test_an_export_of_last_week_does_not_say_what_was_paid_today(office: Office) -> None:
    disputed(office)
    raw = office.with_file(
        office.answer("voici l'export, litige clos", to=office.mails()[0]), "export.csv", TABLE
    )
    office.receive(raw, late_days=3)
    (source,) = office.desk.state.facts.sources.values()
    assert source.as_of == NOW.date() - timedelta(days=3)


def test_a_piece_goes_to_the_invoice_in_its_own_name(office: Office) -> None:
    disputed(office)
    raw = office.answer("litige clos", to=office.mails()[0])
    office.receive(office.with_file(raw, "bon F-121.pdf", b"%PDF-1.7"))
    assert [piece.number for piece in office.case("c2").pieces] == ["F-121"]
    assert office.case("c1").pieces == []


# --- a big house --------------------------------------------------------------------------------------


def test_a_round_without_news_folds_no_case(office: Office) -> None:
    """Open questions, told tales and doubtful orders: a round looks at what is due alone."""
    for n in range(3, 60):
        seen = InvoiceSeen(f"G-{n}", NOW.date(), NOW.date(), 100)
        office.note(f"c{n}", DebtorSeen(f"c{n}", f"Client {n}", "business"), seen)
        office.ask_quietly(f"c{n}", "dispute", invoices=(f"G-{n}",))
    office.tell()
    office.receive(office.answer("stop Martin", headers=()))
    counting = Counting(office.desk.journal, office.desk.evidence, office.desk.state, office.desk.clock)
    telling = office.owner.telling
    telling.desk = office.owner.carrying.desk = counting
    office.owner.carry()
    office.tell()
    assert counting.folded == []
