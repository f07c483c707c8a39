"""The demo's mail world: what is sent over SMTP lies in the recipients' mailboxes."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from bot.demo.servers import DemoMail
from bot.errors import WorldError
from bot.inbox import Door, Folder, Mailbox

OWNER = "owner@creditor.example"
DEBTOR = "debtor@client.example"
INBOX = Folder("INBOX", "inbox")
Box = Callable[..., Mailbox]


@pytest.fixture
def mail(now: datetime) -> Iterator[DemoMail]:
    with DemoMail([OWNER, DEBTOR], clock=lambda: now) as mail:
        yield mail


@pytest.fixture
def box(mail: DemoMail) -> Iterator[Box]:
    """Makes mailboxes, closed at the end."""
    made: list[Mailbox] = []

    def make(user: str, password: str = "pass") -> Mailbox:
        made.append(Mailbox(Door("127.0.0.1", mail.imap_port, "none", user, password), timeout=5))
        return made[-1]

    yield make
    for one in made:
        one.close()


def inbox_of(box: Mailbox) -> list[bytes]:
    return [one.raw for batch in box.read(INBOX, None, date(2000, 1, 1)) for one in batch.mails]


def send(mail: DemoMail, *recipients: str, text: str = "bonjour") -> None:
    with smtplib.SMTP("127.0.0.1", mail.smtp_port) as line:
        line.sendmail(OWNER, recipients, f"From: {OWNER}\r\nSubject: {text}\r\n\r\n{text}\r\n".encode())


def test_every_recipient_gets_the_mail_even_one_never_heard_of(mail: DemoMail, box: Box) -> None:
    send(mail, DEBTOR, "Stranger@Elsewhere.example", text="à tous")
    for user in (DEBTOR, "stranger@elsewhere.example"):
        (raw,) = inbox_of(box(user))
        assert "Subject: à tous".encode() in raw
    assert inbox_of(box(OWNER)) == []


def test_a_mail_arrives_at_the_simulated_time(mail: DemoMail, box: Box, now: datetime) -> None:
    send(mail, OWNER)
    mail.deliver(OWNER, b"Subject: earlier\r\n\r\nx\r\n", at=now - timedelta(days=3))
    (batch,) = box(OWNER).read(INBOX, None, date(2026, 1, 1))
    assert [one.arrived for one in batch.mails] == [now, now - timedelta(days=3)]


def test_every_mailbox_has_a_sent_folder(mail: DemoMail, box: Box) -> None:
    mail.add("another@creditor.example")
    mail.add("another@creditor.example")
    for user in (OWNER, "another@creditor.example"):
        assert [folder.name for folder in box(user).folders()] == ["INBOX", "Sent"]


def test_a_mail_can_be_put_into_any_folder(mail: DemoMail, box: Box) -> None:
    uid = mail.deliver(OWNER, b"Subject: junk?\r\n\r\nx\r\n", folder="Junk")
    (batch,) = box(OWNER).read(Folder("Junk", "junk"), None, date(2000, 1, 1))
    assert [one.uid for one in batch.mails] == [uid]


def test_another_password_opens_no_mailbox(box: Box) -> None:
    with pytest.raises(WorldError) as refused:
        box(OWNER, "guess").folders()
    assert refused.value.permanent


def test_once_stopped_nobody_answers_and_stopping_twice_is_allowed(mail: DemoMail, box: Box) -> None:
    open_line = box(OWNER)
    open_line.folders()
    mail.stop()
    mail.stop()
    with pytest.raises(WorldError):
        open_line.folders()
    with pytest.raises(OSError):
        smtplib.SMTP("127.0.0.1", mail.smtp_port)


def test_many_idle_lines_stay_open_while_mail_goes_round(mail: DemoMail, box: Box) -> None:
    boxes = [box(OWNER) for _ in range(20)]
    for one in boxes:
        one.folders()
    for n in range(30):
        send(mail, DEBTOR, text=f"mail {n}")
    assert len(inbox_of(box(DEBTOR))) == 30
    assert all(one.folders() for one in boxes)
