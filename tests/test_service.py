"""The service at work, in a thread of this process, with mail servers beside it."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot import sd, wiring
from bot.cli.context import new_id
from bot.demo.servers import DemoMail
from bot.errors import OperatorError
from bot.journal import verify
from bot.service import Service
from tests.anytime import Anytime, until
from tests.clerk import Clerk
from tests.real.wire import Wire

_numbers = count(1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def mail() -> Iterator[DemoMail]:
    with DemoMail(clock=now) as servers:
        yield servers


@pytest.fixture
def firm(tmp_path: Path, mail: DemoMail, clerk: Clerk) -> Anytime:
    user = f"f{next(_numbers)}@morvan.example"
    mail.add(user)
    firm = Anytime(tmp_path, mail.imap_port, clerk.port, user)
    firm.write()
    return firm


@contextmanager
def at_work(firm: Anytime) -> Iterator[Service]:
    """The service until the block ends; it must then end within two seconds."""
    service = Service(firm.path, firm.config(), new_id, watch_seconds=0.05)
    worker = threading.Thread(target=service.run, name="worker")
    worker.start()
    try:
        yield service
    finally:
        service.halt()
        worker.join(4)
        assert not worker.is_alive(), "it does not stop"
    folder = wiring.root(firm.config())
    if (folder / wiring.JOURNAL_FILE).exists():
        assert verify(folder, []).sound


def sent(firm: Anytime, letters: int) -> Callable[[], bool]:
    return lambda: len(firm.told("LetterSent")) == letters


def reply(firm: Anytime, text: str, *, sender: str = "") -> bytes:
    head = f"From: {sender or firm.email(1)}\r\nTo: {firm.user}\r\nSubject: Re: facture F-1\r\n"
    head += f"Message-ID: <{new_id()}@client.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return (head + text + "\r\n").encode()


# --- mail as it comes ---------------------------------------------------------------------------------


def test_what_is_due_leaves_at_the_start_and_a_reply_is_taken_within_a_second(
    firm: Anytime, mail: DemoMail
) -> None:
    with at_work(firm):
        until(sent(firm, 1))
        until(lambda: len(firm.told("MailboxRead")) >= 2)
        mail.deliver(firm.user, reply(firm, "Je conteste cette facture."))
        assert until(lambda: firm.told("MailRead")) < 1
        until(lambda: firm.told("HoldSet"))


def test_a_reply_that_comes_between_the_first_reading_and_the_watch_is_not_left_lying(
    firm: Anytime, mail: DemoMail, clerk: Clerk
) -> None:
    clerk.slow = 0.3
    with at_work(firm):
        assert clerk.letters_begun.wait(5)  # the mailbox is read, nobody watches it yet
        mail.deliver(firm.user, reply(firm, "Je conteste cette facture."))
        until(lambda: firm.told("MailRead"), seconds=4)


def test_a_line_cut_while_mail_is_awaited_loses_nothing(firm: Anytime, mail: DemoMail) -> None:
    with Wire(mail.imap_port) as wire:
        firm.imap_port = wire.port
        firm.write()
        with at_work(firm):
            until(lambda: wire.lines >= 2)  # the worker's and the watch's
            wire.cut()
            mail.deliver(firm.user, reply(firm, "Je conteste cette facture."))
            until(lambda: firm.told("MailRead"), seconds=15)


def test_a_wrong_password_is_tried_once_and_the_right_one_at_once(
    firm: Anytime, mail: DemoMail, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "relance")
    with Wire(mail.imap_port) as wire:
        firm.imap_port, firm.password = wire.port, "wrong"
        firm.write()
        with at_work(firm):
            until(lambda: "Check the user and the password" in caplog.text)
            firm.export(1, 2)  # something to do meanwhile
            until(lambda: len(firm.told("SourceImported")) == 2)
            assert wire.lines == 1
            assert not firm.told("LetterSent")
            firm.password, firm.debtors = "pass", 2
            firm.write()
            until(sent(firm, 2))
    assert "wrong" not in caplog.text


# --- the act in hand ----------------------------------------------------------------------------------


def test_told_to_stop_it_finishes_the_letter_in_hand_and_begins_no_other(firm: Anytime, clerk: Clerk) -> None:
    clerk.slow, firm.debtors = 0.4, 3
    firm.write()
    with at_work(firm) as service:
        assert clerk.letters_begun.wait(5)
        service.halt()
    assert len(clerk.taken) == len(firm.told("LetterIntended")) == len(firm.told("LetterSent")) == 1
    clerk.slow = 0
    with at_work(firm):
        until(sent(firm, 3))
    assert len(clerk.taken) == 3


# --- files that change --------------------------------------------------------------------------------


def test_a_pause_stops_the_very_next_letter_and_its_end_lets_them_go(firm: Anytime, clerk: Clerk) -> None:
    clerk.slow, firm.debtors = 0.4, 3
    firm.write()
    with at_work(firm):
        assert clerk.letters_begun.wait(5)
        days = [(now() + timedelta(days=d)).date() for d in (-1, 1)]
        firm.pauses = f'["{days[0]}/{days[1]}"]'
        firm.write()
        until(lambda: len(firm.told("ConfigTaken")) == 2)
        assert len(firm.told("LetterSent")) == 1
        clerk.slow, firm.pauses = 0, "[]"
        firm.write()
        until(sent(firm, 3))


def test_rehearsal_stops_the_very_next_letter_and_goes_on_in_a_journal_of_its_own(
    firm: Anytime, clerk: Clerk
) -> None:
    clerk.slow, firm.debtors = 0.4, 3
    firm.write()
    with at_work(firm):
        assert clerk.letters_begun.wait(5)
        firm.mode = "rehearsal"
        firm.write()
        until(sent(firm, 2))  # the first stands in Sent: somebody wrote to that debtor just now
    assert len(clerk.taken) == 1
    assert len(list((firm.folder / "data/rehearsal/letters").glob("*.eml"))) == 2


def test_an_invalid_configuration_is_refused_and_the_old_stays_in_force(
    firm: Anytime, caplog: pytest.LogCaptureFixture
) -> None:
    with at_work(firm):
        until(sent(firm, 1))
        good = firm.path.read_text()
        firm.path.write_text(good.replace("signature", "signatur"))
        until(lambda: "the old one stays in force" in caplog.text)
        firm.path.write_text(good)
        firm.export(1, 2)
        until(sent(firm, 2))
    assert "signatur" in caplog.text
    assert len(firm.told("ConfigTaken")) == 1


def test_a_configuration_that_cannot_begin_is_refused_as_well(
    firm: Anytime, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = Anytime(tmp_path, firm.imap_port, firm.smtp_port, firm.user, extra="data: ./other")
    with at_work(firm):
        until(sent(firm, 1))
        good = firm.path.read_text()
        firm.path.write_text(good + "data: ./other\n")
        config = other.config()
        firm.path.write_text(good)
        with wiring.open_desk(config, now, new_id, alone=True, begin=True):  # somebody else is at work there
            firm.path.write_text(good + "data: ./other\n")
            until(lambda: "another Relance is at work" in caplog.text)
        firm.path.write_text(good + "# a remark\n")
        firm.export(1, 2)
        until(sent(firm, 2))


def test_a_new_export_is_taken_when_it_is_there(firm: Anytime, clerk: Clerk) -> None:
    with at_work(firm):
        until(sent(firm, 1))
        firm.export(1, 2)
        until(sent(firm, 2))


def test_what_a_command_records_beside_it_is_taken_up(firm: Anytime, clerk: Clerk) -> None:
    days = [(now() + timedelta(days=d)).date() for d in (-1, 1)]
    firm.pauses, firm.debtors = f'["{days[0]}/{days[1]}"]', 2
    firm.write()
    with at_work(firm):
        until(lambda: len(firm.told("MailboxRead")) >= 2)
        firm.hold("F-2")
        firm.pauses = "[]"
        firm.write()
        until(sent(firm, 1))
        with firm.desk() as desk:
            case = desk.case(desk.state.by_number("F-2")[0])
            assert case.holds
            assert not case.letters


def test_two_in_one_folder_the_second_refuses_and_touches_nothing(firm: Anytime, mail: DemoMail) -> None:
    with at_work(firm):
        until(sent(firm, 1))
        with Wire(mail.imap_port) as wire:
            config = firm.config()
            second = Service(firm.path, config, new_id, watch_seconds=0.05)
            with pytest.raises(OperatorError, match="another Relance is at work"):
                second.run()
            assert wire.lines == 0


# --- the service manager ------------------------------------------------------------------------------


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield line


def test_the_service_manager_hears_when_it_is_ready_and_when_it_stops(
    firm: Anytime, manager: socket.socket
) -> None:
    with at_work(firm):
        assert manager.recv(100) == b"READY=1"
        until(sent(firm, 1))
    heard = [b""]
    while heard[-1] != b"STOPPING=1":
        heard.append(manager.recv(100))
    assert set(heard[1:-1]) == {b"WATCHDOG=1"}


def test_a_service_that_could_not_begin_never_said_that_it_was_ready(
    firm: Anytime, manager: socket.socket
) -> None:
    service = Service(firm.path, firm.config(), new_id)
    with (
        wiring.open_desk(firm.config(), now, new_id, alone=True, begin=True),
        pytest.raises(OperatorError),
    ):
        service.run()
    manager.setblocking(False)
    with pytest.raises(BlockingIOError):
        manager.recv(100)


def test_a_manager_that_is_gone_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    sd.notify("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    sd.notify("READY=1")


def test_a_name_without_a_file_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"relance-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name}")
        line.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        sd.notify("READY=1")
        assert line.recv(100) == b"READY=1"
