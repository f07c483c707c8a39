"""The service as a real process on Dovecot and Postfix: mail as it comes, signals, kills, commands."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from bot import wiring
from bot.cli.context import new_id
from bot.journal import verify
from tests.anytime import Anytime, until
from tests.clerk import Clerk
from tests.real.running import Running, folder_of, relance
from tests.real.servers import Dovecot, Postfix, Wire

DISPUTE = "Je conteste cette facture."


@pytest.fixture
def firm(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Iterator[Anytime]:
    user = f"{folder_of(tmp_path)}@morvan.example"
    firm = Anytime(tmp_path, dovecot.imap_port, postfix.smtp_port, user)
    firm.write()
    yield firm
    assert verify(wiring.root(firm.config()), []).sound


def mail(firm: Anytime, text: str, *, sender: str = "") -> bytes:
    head = f"From: {sender or firm.email(1)}\r\nTo: {firm.user}\r\nSubject: Re: facture F-1\r\n"
    head += f"Message-ID: <{new_id()}@client.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return (head + text + "\r\n").encode()


def letters(dovecot: Dovecot, firm: Anytime, k: int) -> list[str]:
    """The letters in the mailbox of the k-th debtor."""
    with dovecot.client(firm.email(k)) as client:
        client.select_folder("INBOX", readonly=True)
        found = client.fetch(client.search(["ALL"]), ["RFC822"])
    return [str(message_from_bytes(one[b"RFC822"])["X-Relance-Id"]) for one in found.values()]


def paused() -> str:
    days = [(datetime.now(UTC) + timedelta(days=d)).date() for d in (-1, 1)]
    return f'["{days[0]}/{days[1]}"]'


def test_from_ready_to_stopped_a_reply_is_in_the_journal_a_second_after_it_was_announced(
    firm: Anytime, dovecot: Dovecot
) -> None:
    with Running(firm) as service:
        service.told("LetterFiled")
        until(lambda: letters(dovecot, firm, 1))
        with dovecot.client(firm.user) as watcher:
            watcher.select_folder("INBOX", readonly=True)
            watcher.idle()
            dovecot.deliver(firm.user, mail(firm, DISPUTE))
            assert watcher.idle_check(timeout=5)
            assert service.told("MailRead") < 1
            watcher.idle_done()
        service.told("ReplyWeighed")
        code, seconds = service.ends(signal.SIGTERM)
        assert (code, seconds < 3) == (0, True), service.log()
        heard = [service.hears() for _ in range(2)]
        while heard[-1] != "STOPPING=1":
            heard.append(service.hears())
        log = service.log()
    assert "Traceback" not in log
    assert " did=sent " in log
    assert {"dispute"} == {hold["rule"] for hold in firm.told("HoldSet")}


def test_sigterm_finishes_the_letter_in_hand_and_begins_no_other(firm: Anytime, dovecot: Dovecot) -> None:
    with Clerk(slow=1.0) as clerk:
        firm.smtp_port, firm.debtors = clerk.port, 3
        firm.write()
        with Running(firm) as service:
            assert clerk.letters_begun.wait(10), service.log()
            code, seconds = service.ends(signal.SIGTERM)
            assert (code, seconds < 4) == (0, True), service.log()
        assert len(clerk.taken) == len(firm.told("LetterSent")) == len(firm.told("LetterIntended")) == 1


def test_killed_again_and_again_while_it_sends_nobody_gets_a_letter_twice(
    firm: Anytime, dovecot: Dovecot
) -> None:
    firm.debtors, kills = 40, 3
    firm.write()
    for kill in range(kills):
        with Running(firm) as service:
            service.told("LetterSent", 4 * (kill + 1))
            time.sleep(0.003 * kill)
            service.ends(signal.SIGKILL)
    with Running(firm) as service:
        until(lambda: len(firm.told("LetterIntended")) >= firm.debtors, seconds=20, why=service.log)
        service.says(" letters=")
        service.ends(signal.SIGTERM)
    states = firm.letter_states()
    assert set(states) <= {"sent", "uncertain"}
    assert states.count("uncertain") <= kills
    assert len(states) == firm.debtors
    arrived = Counter(name for k in range(1, firm.debtors + 1) for name in letters(dovecot, firm, k))
    until(lambda: sum(len(letters(dovecot, firm, k)) for k in (1, 2, 3)) == 3)
    assert max(arrived.values()) == 1


def test_commands_beside_it_work_and_are_taken_up(firm: Anytime, dovecot: Dovecot) -> None:
    firm.debtors, firm.pauses = 3, paused()
    firm.write()
    with Running(firm) as service:
        service.says("round mails=0")
        assert relance(firm, "pay", "F-1", "100,00").returncode == 0
        assert relance(firm, "hold", "F-2", "--why", "on se parle").returncode == 0
        said = relance(firm, "once")
        assert said.returncode == 2
        assert "another Relance is at work" in said.stderr
        firm.pauses = "[]"
        firm.write()
        service.told("LetterSent")
        service.says("letters=1")
        assert relance(firm, "status").returncode == 0
    assert [letter["to"] for letter in firm.told("LetterSent")] == [firm.email(3)]


def test_a_second_one_in_the_same_folder_refuses_and_the_first_goes_on(firm: Anytime) -> None:
    with Running(firm) as service:
        service.told("LetterSent")
        second = relance(firm, "run")
        assert second.returncode == 2
        assert "another Relance is at work" in second.stderr
        assert "Traceback" not in second.stderr
        firm.export(1, 2)
        service.told("LetterSent", 2)


def test_a_changed_configuration_is_taken_up_and_an_invalid_one_refused(firm: Anytime) -> None:
    with Running(firm) as service:
        service.told("LetterSent")
        good = firm.path.read_text()
        firm.path.write_text(good.replace("mode: live", "mode: lively"))
        service.says("the old one stays in force")
        firm.path.write_text(good + "backlog_days: 20\n")
        service.told("ConfigTaken", 2)
        service.process.send_signal(signal.SIGHUP)
        firm.export(1, 2)
        service.told("LetterSent", 2)
        assert service.process.poll() is None


# --- a mail server's bad days ---------------------------------------------------------------------------


def test_a_line_cut_in_the_middle_of_idle_loses_no_reply(firm: Anytime, dovecot: Dovecot) -> None:
    with Wire(dovecot.imap_port) as wire:
        firm.imap_port = wire.port
        firm.write()
        with Running(firm) as service:
            service.told("LetterFiled")
            until(lambda: wire.lines >= 2)
            time.sleep(0.7)
            wire.cut()
            time.sleep(0.2)
            dovecot.deliver(firm.user, mail(firm, DISPUTE))
            service.told("MailRead", seconds=15)
            assert "Traceback" not in service.log()


def test_a_restarted_server_is_found_again(firm: Anytime, dovecot: Dovecot) -> None:
    with Running(firm) as service:
        service.told("LetterFiled")
        time.sleep(0.7)
        dovecot.stop()
        firm.export(1, 2)
        service.says("the mailbox")
        dovecot.start()
        dovecot.deliver(firm.user, mail(firm, DISPUTE))
        service.told("MailRead", seconds=20)
        service.told("LetterSent", 2, seconds=20)
        assert "Traceback" not in service.log()


def test_a_wrong_password_is_said_clearly_and_not_hammered(firm: Anytime, dovecot: Dovecot) -> None:
    firm.password = "guess"
    firm.write()

    def refused() -> int:
        return dovecot.log().count(f"user=<{firm.user}>") + dovecot.log().count("password mismatch")

    before = refused()
    with Running(firm) as service:
        service.says("Check the user and the password")
        for k in (2, 3):  # it has reasons to look again
            firm.export(*range(1, k + 1))
            service.told("SourceImported", k)
        time.sleep(1)
        assert refused() - before <= 2  # one attempt, that the log may mention twice
        assert not firm.told("LetterSent")
        assert "guess" not in service.log()
        firm.password = "pass"
        firm.write(1, 2, 3)
        service.process.send_signal(signal.SIGHUP)
        service.told("LetterSent", 3)
