"""The only door to SMTP: one connection, reused, and an honest word about each letter.

Everything before the server's 354 means that nothing left. Once the final dot may have left, only the
server's reply tells; without one the letter is uncertain. A refusal is about one address, or about us.
Waiting and trying again are not this module's business.
"""

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from bot.errors import WorldError
from bot.outbox import Delivery, No, UncertainError
from bot.outbox.mime import ascii_address

_DOT = re.compile(rb"(?m)^\.")
_START, _MORE = 354, 334
_GOODBYE = 2.0  # seconds for the reply to QUIT
_LAST = 4096  # octets that leave together with the final dot
# RFC 3463, and what older servers say in its place: it is us whom they refuse, not the address.
_US = re.compile(rb"\s*5\.7\.\d|.*\b(relay(ing)?\b|authenticat|blacklist|blocklist|spamhaus)", re.I | re.S)
_FULL = re.compile(rb"\s*5\.2\.2\b")  # the mailbox is full: no lasting quality of an address
_NO_SUCH_HOST = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
_LOST = (OSError, smtplib.SMTPException)


@dataclass(frozen=True, slots=True)
class Door:
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    password: str = field(repr=False)


class Smtp:
    """A Post over SMTP (RFC 5321); belongs to one thread."""

    def __init__(self, door: Door, *, timeout: float = 60.0, patience: float = 120.0) -> None:
        """`patience`: seconds for the reply to the final dot; filters work then (RFC 5321, 4.5.3.2.6)."""
        self._door = door
        self._timeout = timeout
        self._patience = patience
        self._line: smtplib.SMTP | None = None

    def ready(self) -> None:
        if self._line is not None and self._alive(self._line):
            return
        self._drop()
        door = self._door
        where = f"the mail server {door.host}:{door.port}"
        try:
            self._line = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            said = _reply(error.smtp_code, error.smtp_error).rstrip(" .")
            cure = "Check mail.smtp.user and its password"
            words = f"{where} refuses the user {door.user}: {said}. {cure}"
            raise WorldError(words, permanent=error.smtp_code >= 500) from error
        except smtplib.SMTPNotSupportedError as error:
            cure = "check mail.smtp.port and mail.smtp.security"
            raise WorldError(
                f"{where} does not offer what is needed ({error}); {cure}", permanent=True
            ) from error
        except ssl.SSLCertVerificationError as error:
            why = f"its certificate is not good for {door.host} ({error.verify_message})"
            raise WorldError(f"{where}: {why}; check mail.smtp.host", permanent=True) from error
        except ssl.SSLError as error:
            raise WorldError(f"{where} {_no_tls(error)}", permanent=_speaks_no_tls(error)) from error
        except socket.gaierror as error:
            unknown = error.errno in _NO_SUCH_HOST
            why = (
                "no such mail server; check mail.smtp.host" if unknown else "its name cannot be looked up now"
            )
            raise WorldError(f"{door.host}: {why}", permanent=unknown) from error
        except _LOST as error:
            raise WorldError(f"{where}: {_said(error)}") from error

    def close(self) -> None:
        if self._line is not None:
            with suppress(*_LOST):
                if self._line.sock is not None:
                    self._line.sock.settimeout(_GOODBYE)
                self._line.quit()
        self._drop()

    def deliver(self, raw: bytes, sender: str, to: Sequence[str]) -> Delivery:
        line = self._line
        if line is None:
            raise WorldError("not connected")
        try:
            refused = self._recipients(line, sender, to)
            takers = [address for address in to if address not in refused]
            if not takers:
                line.rset()
                return Delivery(refused=refused)
            code, words = line.docmd("DATA")
            if code == _START:
                self._begin(line, rest := _stuffed(raw))
        except _LOST as error:
            self._drop()
            return _nobody(to, No(f"the connection was lost: {error}", permanent=False, address=False))
        if code == _START:
            code, words = self._end(line, rest)
        if not _is_yes(code):
            self._rset(line)
            no = No(_reply(code, words), permanent=code >= 500, address=False)
            return Delivery(refused={**refused, **dict.fromkeys(takers, no)})
        return Delivery(dict.fromkeys(takers, _reply(code, words)), refused)

    def _recipients(self, line: smtplib.SMTP, sender: str, to: Sequence[str]) -> dict[str, No]:
        code, words = line.mail(ascii_address(sender))
        if not _is_yes(code):
            no = No(_reply(code, words), permanent=code >= 500, address=False)
            return dict.fromkeys(to, no)
        refused: dict[str, No] = {}
        for address in to:
            code, words = line.rcpt(ascii_address(address))
            if not _is_yes(code):
                refused[address] = _refusal(code, words)
        return refused

    @staticmethod
    def _begin(line: smtplib.SMTP, body: bytes) -> None:
        """All but the last octets: a line cut in these has certainly not brought the letter."""
        if len(body) > _LAST:
            line.send(body[:-_LAST])

    def _end(self, line: smtplib.SMTP, body: bytes) -> tuple[int, bytes]:
        """The rest with the final dot. From here on a silence is uncertain, and so is an unheard-of reply."""
        try:
            line.send(body[-_LAST:])
            if line.sock is not None:
                line.sock.settimeout(self._patience)
            code, words = line.getreply()
            if line.sock is not None:
                line.sock.settimeout(self._timeout)
        except _LOST as error:
            self._drop()
            raise UncertainError(f"no reply after the letter was handed over: {error}") from error
        if not (_is_yes(code) or 400 <= code < 600):
            self._drop()
            raise UncertainError(f"the letter was handed over, and this is no reply: {_reply(code, words)}")
        return code, words

    def _rset(self, line: smtplib.SMTP) -> None:
        try:
            line.rset()
        except _LOST:
            self._drop()

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    @staticmethod
    def _alive(line: smtplib.SMTP) -> bool:
        try:
            return _is_yes(line.noop()[0])
        except _LOST:
            return False

    def _connect(self) -> smtplib.SMTP:
        door = self._door
        context = None if door.security == "none" else ssl.create_default_context()
        if door.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                door.host, door.port, timeout=self._timeout, context=context
            )
        else:
            line = smtplib.SMTP(door.host, door.port, timeout=self._timeout)
        try:
            line.ehlo()
            if door.security == "starttls":
                line.starttls(context=context)
                line.ehlo()
            if door.user:
                _log_in(line, door)
        except BaseException:
            line.close()
            raise
        return line


def _speaks_no_tls(error: ssl.SSLError) -> bool:
    return error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}


def _no_tls(error: ssl.SSLError) -> str:
    if _speaks_no_tls(error):
        cure = "check mail.smtp.port (465 for tls), or set mail.smtp.security: starttls (port 587)"
        return f"does not speak TLS on this port; {cure}"
    return f"broke off the encrypted line: {error.reason or error}"


def _said(error: Exception) -> str:
    """The system's words without its number, on one line."""
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:300]


def _log_in(line: smtplib.SMTP, door: Door) -> None:
    """One attempt: the library tries a wrong password once for each way that is offered, in ASCII only."""
    offered = line.esmtp_features.get("auth", "").upper().split()
    user, password = (value.encode() for value in (door.user, door.password))
    if "PLAIN" in offered:
        code, words = line.docmd("AUTH", "PLAIN " + _b64(b"\0" + user + b"\0" + password))
    elif "LOGIN" in offered:
        code, words = line.docmd("AUTH", "LOGIN " + _b64(user))
        if code == _MORE:
            code, words = line.docmd(_b64(password))
    else:
        raise smtplib.SMTPNotSupportedError("no login that could be used")
    if not _is_yes(code):
        raise smtplib.SMTPAuthenticationError(code, words)


def _b64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _stuffed(raw: bytes) -> bytes:
    """As DATA wants it: dots at the start of a line doubled, the final dot at the end."""
    body = _DOT.sub(b"..", raw)
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _is_yes(code: int) -> bool:
    return 200 <= code < 300


def _nobody(to: Sequence[str], no: No) -> Delivery:
    return Delivery(refused=dict.fromkeys(to, no))


def _refusal(code: int, words: bytes) -> No:
    """What a no at RCPT is about: the address, unless it speaks of us (relaying, policy)."""
    about_us = code >= 500 and _US.match(words) is not None
    return No(_reply(code, words), permanent=code >= 500 and not _FULL.match(words), address=not about_us)


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} " + "".join(c if c.isprintable() else " " for c in text)[:300]
