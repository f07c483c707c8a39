"""A mailbox on a real Dovecot, with what happens to mailboxes: filed mail, cuts, restarts, repairs."""

import itertools
import smtplib
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import WorldError
from bot.inbox import Arrived, Batch, Door, Folder, Mailbox, Place
from tests.real.servers import Dovecot, Postfix
from tests.real.wire import Wire

INBOX = Folder("INBOX", "inbox")
LONG_AGO = date(2000, 1, 1)
_numbers = itertools.count(1)


@pytest.fixture
def user() -> str:
    return f"creditor-{next(_numbers)}@firm.example"


@pytest.fixture
def door(dovecot: Dovecot, user: str) -> Door:
    return Door("127.0.0.1", dovecot.imap_port, "none", user, dovecot.password)


@pytest.fixture
def box(door: Door) -> Iterator[Mailbox]:
    box = Mailbox(door, timeout=15)
    yield box
    box.close()


def reply(subject: str) -> bytes:
    return f"From: Compta <compta@client.example>\r\nSubject: {subject}\r\n\r\nBonjour,\r\n".encode()


def mails(batches: Iterator[Batch]) -> list[Arrived]:
    return [mail for batch in batches for mail in batch.mails]


def subjects(found: list[Arrived]) -> list[str]:
    return [mail.raw.decode().split("Subject: ")[1].split("\r\n")[0] for mail in found]


def read_all(box: Mailbox) -> dict[str, list[str]]:
    return {
        folder.role: subjects(mails(box.read(folder, None, LONG_AGO)))
        for folder in box.watched()
        if folder.name in {"INBOX", "Archive", "Junk"}
    }


def wait(box: Mailbox, seconds: float = 30) -> bool:
    return box.wait(INBOX, seconds, threading.Event())


def test_replies_that_were_archived_or_taken_for_junk_are_found(
    dovecot: Dovecot, user: str, box: Mailbox
) -> None:
    for subject in ("stays", "gets archived", "is taken for junk"):
        dovecot.deliver(user, reply(subject))
    with dovecot.client(user) as program:
        for folder, subject in (("Archive", "gets archived"), ("Junk", "is taken for junk")):
            program.create_folder(folder)
            program.select_folder("INBOX")
            program.move(program.search(["SUBJECT", subject]), folder)
    assert read_all(box) == {
        "inbox": ["stays"],
        "archive": ["gets archived"],
        "junk": ["is taken for junk"],
    }


def test_the_servers_word_on_a_folder_counts(dovecot: Dovecot, user: str, box: Mailbox) -> None:
    dovecot.put(user, reply("x"), folder="Filed")
    assert Folder("Filed", "archive") in box.watched()


def test_a_mail_is_announced_to_the_one_who_waits(dovecot: Dovecot, user: str, box: Mailbox) -> None:
    dovecot.deliver(user, reply("first"))
    wait(box)
    threading.Timer(0.3, dovecot.deliver, (user, reply("second"))).start()
    begun = time.monotonic()
    assert wait(box)
    assert time.monotonic() - begun < 5


def test_a_reply_that_comes_while_the_line_is_cut_is_seen_after_reconnecting(
    dovecot: Dovecot, user: str, door: Door
) -> None:
    dovecot.deliver(user, reply("before"))
    with Wire(dovecot.imap_port) as wire:
        box = Mailbox(Door(door.host, wire.port, "none", user, door.password), timeout=15)
        wait(box)
        (first,) = box.read(INBOX, None, LONG_AGO)
        threading.Timer(0.5, wire.cut).start()
        with pytest.raises(WorldError) as cut:
            wait(box)
        assert not cut.value.permanent
        dovecot.deliver(user, reply("while we were away"))
        assert wait(box)
        place = Place(first.uidvalidity, first.upto)
        assert subjects(mails(box.read(INBOX, place, LONG_AGO))) == ["while we were away"]
        box.close()


def test_a_server_restarted_while_we_wait_is_an_error_once(dovecot: Dovecot, user: str, box: Mailbox) -> None:
    dovecot.deliver(user, reply("before"))
    wait(box)
    (first,) = box.read(INBOX, None, LONG_AGO)
    restart = threading.Timer(0.5, dovecot.restart)
    restart.start()
    with pytest.raises(WorldError) as cut:
        wait(box)
    assert not cut.value.permanent
    restart.join()
    dovecot.deliver(user, reply("after the restart"))
    place = Place(first.uidvalidity, first.upto)
    assert subjects(mails(box.read(INBOX, place, LONG_AGO))) == ["after the restart"]


def test_after_a_repair_of_the_inbox_its_last_days_are_read_again(
    dovecot: Dovecot, user: str, box: Mailbox
) -> None:
    for n in range(3):
        dovecot.deliver(user, reply(f"mail {n}"))
    (first,) = box.read(INBOX, None, LONG_AGO)
    box.close()
    dovecot.renumber(user)
    (again,) = box.read(INBOX, Place(first.uidvalidity, first.upto), LONG_AGO)
    assert again.relisted
    assert again.uidvalidity != first.uidvalidity
    assert sorted(subjects(list(again.mails))) == ["mail 0", "mail 1", "mail 2"]
    assert [mail.arrived for mail in again.mails] == [mail.arrived for mail in first.mails]


@pytest.fixture
def crowded(dovecot: Dovecot, user: str) -> datetime:
    """2,000 mails of other people, two months old."""
    at = datetime.now(UTC) - timedelta(days=60)
    with dovecot.client(user) as program:
        program.multiappend(
            "INBOX", [{"msg": reply(f"foreign {n}") + b"x" * 2000, "date": at} for n in range(2000)]
        )
    return at


def test_two_thousand_old_foreign_mails_only_move_the_position(
    dovecot: Dovecot, user: str, box: Mailbox, crowded: datetime
) -> None:
    begun = time.monotonic()
    (first,) = box.read(INBOX, None, (crowded + timedelta(days=30)).date())
    assert (first.mails, first.upto) == ((), 2000)
    dovecot.deliver(user, reply("a new one"))
    place = Place(first.uidvalidity, first.upto)
    assert subjects(mails(box.read(INBOX, place, LONG_AGO))) == ["a new one"]
    assert time.monotonic() - begun < 2


def test_two_thousand_recent_foreign_mails_come_in_small_batches_and_once(
    box: Mailbox, crowded: datetime
) -> None:
    begun = time.monotonic()
    batches = list(box.read(INBOX, None, LONG_AGO))
    assert [len(batch.mails) for batch in batches] == [200] * 10
    assert batches[-1].upto == 2000
    assert mails(box.read(INBOX, Place(batches[0].uidvalidity, 2000), LONG_AGO)) == []
    assert time.monotonic() - begun < 10


def test_a_wrong_password_is_tried_once_and_the_right_one_still_works_afterwards(
    dovecot: Dovecot, user: str, box: Mailbox
) -> None:
    with Wire(dovecot.imap_port) as wire:
        wrong = Mailbox(Door("127.0.0.1", wire.port, "none", user, "guess"), timeout=15)
        with pytest.raises(WorldError, match="Check the user and the password") as refused:
            wrong.folders()
        assert refused.value.permanent
        assert wire.lines == 1
    assert box.folders()


def test_encrypted_lines_open_where_the_certificate_is_trusted(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    for door in (
        Door("localhost", dovecot.imaps_port, "tls", user, dovecot.password),
        Door("127.0.0.1", dovecot.imap_port, "starttls", user, dovecot.password),
    ):
        box = Mailbox(door, timeout=15)
        assert box.folders()[0] == INBOX
        dovecot.deliver(user, reply("over TLS"))
        wait(box)
        threading.Timer(0.3, dovecot.deliver, (user, reply("announced over TLS"))).start()
        assert wait(box)
        box.close()


def test_a_certificate_that_nobody_vouches_for_opens_nothing(dovecot: Dovecot, user: str) -> None:
    for door in (
        Door("localhost", dovecot.imaps_port, "tls", user, dovecot.password),
        Door("localhost", dovecot.imap_port, "starttls", user, dovecot.password),
    ):
        with pytest.raises(WorldError, match="certificate") as refused:
            Mailbox(door, timeout=15).folders()
        assert refused.value.permanent


def test_a_line_cut_under_tls_while_waiting_is_an_error_too(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    with Wire(dovecot.imaps_port) as wire:
        box = Mailbox(Door("localhost", wire.port, "tls", user, dovecot.password), timeout=15)
        wait(box)
        threading.Timer(0.7, wire.cut).start()
        begun = time.monotonic()
        with pytest.raises(WorldError) as cut:
            wait(box)
        assert not cut.value.permanent
        assert time.monotonic() - begun < 10


def test_a_letter_by_postfix_arrives_and_one_to_nobody_bounces(
    postfix: Postfix, user: str, box: Mailbox
) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.smtp_port) as line:
        line.sendmail(user, [user, "gone@bounced.example"], reply("by post"))
    found: list[Arrived] = []
    for _ in range(20):
        wait(box, 1)
        found = mails(box.read(INBOX, None, LONG_AGO))
        if len(found) == 2:
            break
    letters = {b"Status: 5.1.1" in mail.raw for mail in found}
    assert letters == {True, False}
