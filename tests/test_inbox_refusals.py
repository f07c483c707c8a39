"""What the outside said, in words for a person, and whether asking again is of any use."""

import socket
import ssl

import pytest
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from bot.inbox.refusals import refused
from bot.inbox.values import Door

DOOR = Door("imap.creditor.example", 993, "tls", "owner@creditor.example", "s3cret")


def login_error(answer: str, cause: type[Exception] = IMAPClientError) -> LoginError:
    """As the library makes one: the server's answer is only in the context."""
    try:
        try:
            raise cause(answer)
        except cause as error:
            raise LoginError(str(error))  # noqa: B904
    except LoginError as made:
        return made


def certificate_error() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired"
    return error


def wrong_version() -> ssl.SSLError:
    error = ssl.SSLError(1, "wrong version number")
    error.reason = "WRONG_VERSION_NUMBER"
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            login_error("[AUTHENTICATIONFAILED] Invalid credentials (Failure)"),
            "Check the user and the password",
        ),
        (login_error("LOGIN failed."), "application password"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "check imap.host"),
        (certificate_error(), "certificate has expired"),
        (wrong_version(), "imap.security: starttls"),
        (CapabilityError("Server does not support STARTTLS capability"), "STARTTLS"),
        (IMAPClientError("append failed: [OVERQUOTA] Quota exceeded"), "make room"),
    ],
    ids=repr,
)
def test_what_a_person_must_mend_is_permanent_and_says_how(error: Exception, words: str) -> None:
    answer = refused(DOOR, error)
    assert answer.permanent
    assert words in str(answer)
    assert "imap.creditor.example" in str(answer)


@pytest.mark.parametrize(
    "error",
    [
        login_error("socket error: EOF", IMAPClientAbortError),
        login_error("[UNAVAILABLE] Temporary authentication failure."),
        login_error("[ALERT] Too many simultaneous connections. (Failure)"),
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        TimeoutError("timed out"),
        ConnectionRefusedError(111, "Connection refused"),
        ConnectionResetError("the server hung up"),
        ssl.SSLEOFError(8, "EOF occurred in violation of protocol"),
        IMAPClientAbortError("socket error: EOF"),
        IMAPClientError("select failed: [SERVERBUG] Internal error"),
    ],
    ids=repr,
)
def test_what_passes_by_itself_is_not_permanent(error: Exception) -> None:
    assert not refused(DOOR, error).permanent


def test_the_servers_words_stay_on_one_line_and_the_password_stays_out() -> None:
    answer = str(refused(DOOR, IMAPClientError("bad\r\nthings\x1b[31m" + "x" * 1000)))
    assert answer.isprintable()
    assert len(answer) < 400
    assert "s3cret" not in answer


def test_the_servers_own_full_stop_is_not_doubled() -> None:
    assert "Invalid credentials. Check the user" in str(refused(DOOR, login_error("Invalid credentials.")))
