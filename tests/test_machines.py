"""Reports, absences and receipts as machines really word them, most without any header of a standard."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.reading import read
from bot.reading.machinewords import words

TUESDAY = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)
MAILS = Path(__file__).parent / "mails" / "machines.txt"
KINDS = {"absence": "out_of_office", "receipt": "auto_receipt", "unrelated": "unrelated"}
MACHINES = {"bounce", "out_of_office", "auto_receipt"}


def samples() -> list[tuple[str, bytes]]:
    found = []
    for record in MAILS.read_text("utf-8").split("\n=== ")[1:]:
        label, _, mail = record.partition("\n")
        head = "To: factures@morvan.example\nDate: Tue, 16 Mar 2027 13:30:00 +0000\n"
        if "Content-Type:" not in mail.split("\n\n")[0]:
            head += "Content-Type: text/plain; charset=utf-8\n"
        found.append((label, (head + mail).encode()))
    return found


@pytest.mark.parametrize(("label", "raw"), samples(), ids=[f"{i} {s[0]}" for i, s in enumerate(samples())])
def test_a_machine_is_known_by_its_words(label: str, raw: bytes) -> None:
    reading = read(raw, TUESDAY)
    kind, *told = label.split()
    if kind == "person":
        assert not MACHINES & set(reading.intents)
        assert reading.bounce is None
    elif kind == "bounce":
        assert reading.intents == ("bounce",)
        assert reading.bounce
        assert (reading.bounce.recipient, reading.bounce.permanent) == (told[0], told[1] == "permanent")
        assert reading.bounce.lost == (told[1] in ("permanent", "lost"))
    else:
        assert reading.intents[0] == KINDS[kind]
        assert reading.bounce is None


def test_every_line_of_the_machines_words_is_a_pattern() -> None:
    names = (
        "not_delivered",
        "daemon_says",
        "lasting",
        "passing",
        "still_trying",
        "challenge",
        "read_receipt",
        "ticket",
        "no_reply",
    )
    assert all(p.pattern for name in names for p in words(name).phrases)


def test_a_report_whose_boundary_was_rewritten_is_read_all_the_same() -> None:
    raw = (
        b"From: MAILER-DAEMON@x.example\r\nTo: a@b.example\r\nContent-Type: multipart/report;"
        b' report-type=delivery-status; boundary="declared"\r\n\r\n--used\r\nContent-Type:'
        b" message/delivery-status\r\n\r\nFinal-Recipient: rfc822; c@d.example\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n--used--\r\n"
    )
    bounce = read(raw, TUESDAY).bounce
    assert bounce and (bounce.recipient, bounce.permanent) == ("c@d.example", True)


def report(fields: str) -> bytes:
    return (
        "From: MAILER-DAEMON@x.example\r\nTo: a@b.example\r\nSubject: Undelivered\r\nContent-Type:"
        ' multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type:'
        f" message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n\r\n{fields}\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "reason", "permanent"),
    [
        ("5.1.1", "smtp; 550 5.1.1 user unknown", True),
        ("5.0.0", "smtp; 550 no such user here", True),
        ("5.4.1", "smtp; 550 5.4.1 Recipient address rejected: Access denied", True),
        ("5.7.1", "smtp; 550 5.7.1 not authorised", True),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", False),
        ("5.0.0", "smtp; 552 la boite du destinataire est pleine", False),
        ("5.3.4", "smtp; 552 message too big", False),
        ("5.4.7", "smtp; delivery time expired", False),
        ("4.4.1", "smtp; connection timed out", False),
        ("5.0.0", "smtp; 421 service busy, try later", False),
        ("5.1.1", "smtp; 550 5.1.1 <c@d.example> has sent to too many recipients this hour", False),
    ],
)
def test_permanent_speaks_of_the_address_not_of_the_letter(status: str, reason: str, permanent: bool) -> None:
    fields = f"Final-Recipient: rfc822; c@d.example\r\nAction: failed\r\nStatus: {status}\r\n"
    bounce = read(report(fields + f"Diagnostic-Code: {reason}\r\n"), TUESDAY).bounce
    assert bounce and bounce.permanent is permanent


@pytest.mark.parametrize(
    ("action", "status", "lost"),
    [
        ("failed", "4.4.7", True),
        ("failed (expired)", "4.2.2", True),
        ("failed", "5.2.2", True),
        ("failed", "5.1.1", True),
        ("delayed", "4.4.1", False),
        ("Delayed", "4.2.2", False),
    ],
)
def test_a_letter_is_lost_when_its_report_says_failed_and_not_while_it_is_only_late(
    action: str, status: str, lost: bool
) -> None:
    fields = f"Final-Recipient: rfc822; c@d.example\r\nAction: {action}\r\nStatus: {status}\r\n"
    bounce = read(report(fields), TUESDAY).bounce
    assert bounce and bounce.lost is lost


def test_the_address_that_was_written_to_is_named_not_the_one_it_was_passed_on_to() -> None:
    fields = (
        "Original-Recipient: rfc822; compta@d.example\r\nFinal-Recipient: rfc822; box42@host.example\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\n"
    )
    bounce = read(report(fields), TUESDAY).bounce
    assert bounce and bounce.recipient == "compta@d.example"


def test_a_letter_delivered_to_all_is_no_bounce() -> None:
    fields = "Final-Recipient: rfc822; c@d.example\r\nAction: relayed\r\nStatus: 2.0.0\r\n"
    assert read(report(fields), TUESDAY).bounce is None


def test_a_report_without_an_address_in_it_names_whom_the_returned_letter_went_to() -> None:
    raw = (
        b"From: MAILER-DAEMON@x.example\r\nTo: a@b.example\r\nSubject: Mail could not be delivered\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
        b"The following mail could not be delivered.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"From: a@b.example\r\nTo: Jean <c@d.example>\r\nSubject: F-118\r\n\r\nBonjour\r\n--b--\r\n"
    )
    bounce = read(raw, TUESDAY).bounce
    assert bounce and bounce.recipient == "c@d.example"
