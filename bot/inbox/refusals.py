"""Puts what an IMAP server, a network or a certificate answered into words that say what to do. Pure.

In: the door and the library's exception. Out: a `WorldError`, permanent when asking again is of no use
before a person has changed something: the password, the host, the port, the security. A line cut
during login or a busy server is never taken for a wrong password.
"""

import re
import socket
import ssl

from imapclient.exceptions import CapabilityError, IMAPClientAbortError, LoginError

from bot.errors import WorldError
from bot.inbox.values import Door

# RFC 5530 and what servers say instead of it: the account is right, the moment is not
_BUSY = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b|too many|temporar|try again|timed? ?out|\[ALERT\] .*later",
    re.IGNORECASE,
)
_FULL = re.compile(r"\[OVERQUOTA\]|quota", re.IGNORECASE)


def refused(door: Door, error: Exception) -> WorldError:
    """The error to raise in place of the library's own."""
    where = f"{door.host}:{door.port}"
    if isinstance(error, LoginError):
        return _login_refused(door, where, error)
    if isinstance(error, ssl.SSLError):
        return _not_trusted(door, where, error)
    if isinstance(error, socket.gaierror) and error.errno in _NO_SUCH_HOST:
        return WorldError(f"{door.host}: no such mail server; check imap.host", permanent=True)
    if isinstance(error, CapabilityError):
        return WorldError(
            f"{where} does not offer what is needed ({error}); check imap.port and imap.security",
            permanent=True,
        )
    if _FULL.search(str(error)):
        return WorldError(f"{where}: the mailbox is full ({error}); make room in it", permanent=True)
    return WorldError(f"{where}: {_said(error)}")


_NO_SUCH_HOST = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


def _login_refused(door: Door, where: str, error: LoginError) -> WorldError:
    # the library turns a cut into a LoginError too; only its context tells
    if isinstance(error.__context__, IMAPClientAbortError) or _BUSY.search(str(error)):
        return WorldError(f"{where}: could not log in just now: {_said(error)}")
    return WorldError(
        f"{where} refuses user {door.user}: {_said(error).rstrip(' .')}. Check the user and the password;"
        " some providers want an application password, or IMAP to be switched on in their settings",
        permanent=True,
    )


def _not_trusted(door: Door, where: str, error: ssl.SSLError) -> WorldError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return WorldError(
            f"{where}: its certificate is not good for {door.host} ({error.verify_message});"
            " check imap.host, or have the certificate renewed",
            permanent=True,
        )
    if getattr(error, "reason", None) in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}:
        return WorldError(
            f"{where} does not speak TLS on this port; check imap.port (993 for tls),"
            " or set imap.security: starttls",
            permanent=True,
        )
    return WorldError(f"{where}: the encrypted line failed: {_said(error)}")


def _said(error: Exception) -> str:
    """The server's words on one line, without any control character."""
    words = "".join(c if c.isprintable() else " " for c in str(error) or type(error).__name__)
    return " ".join(words.split())[:300]
