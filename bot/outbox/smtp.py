"""The only door to SMTP: one connection, reused, and an honest word about each letter.

Everything before the server's 354 means that nothing left. From the 354 on, only the server's reply tells;
without one the letter is uncertain. Waiting and trying again are not this module's business.
"""

import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.errors import WorldError
from bot.outbox import Delivery, No, UncertainError

_DOT = re.compile(rb"(?m)^\.")
_START, _OK, _GONE = 354, 250, 421


@dataclass(frozen=True, slots=True)
class Door:
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    password: str = field(repr=False)


class Smtp:
    """A Post over SMTP (RFC 5321); belongs to one thread."""

    def __init__(self, door: Door, *, timeout: float = 60.0) -> None:
        self._door = door
        self._timeout = timeout
        self._line: smtplib.SMTP | None = None

    def ready(self) -> None:
        if self._line is not None and self._alive(self._line):
            return
        self.close()
        try:
            self._line = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise WorldError(
                f"the mail server {self._door.host} refuses the user {self._door.user}:"
                f" check mail.smtp.user and its password ({_words(error.smtp_error)})",
                permanent=True,
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise WorldError(f"the mail server {self._door.host}:{self._door.port}: {error}") from error

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

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
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return _nobody(to, No(f"the connection was lost: {error}", permanent=False, address=False))
        if code != _START:
            self._rset(line)
            return _nobody(to, No(_reply(code, words), permanent=code >= 500, address=False))
        code, words = self._hand_over(line, raw)
        if code != _OK:
            self._rset(line)
            no = No(_reply(code, words), permanent=code >= 500, address=False)
            return Delivery(refused={**refused, **dict.fromkeys(takers, no)})
        return Delivery(dict.fromkeys(takers, _reply(code, words)), refused)

    def _recipients(self, line: smtplib.SMTP, sender: str, to: Sequence[str]) -> dict[str, No]:
        code, words = line.mail(sender)
        if code != _OK:
            self._rset(line)
            no = No(_reply(code, words), permanent=code >= 500, address=False)
            return dict.fromkeys(to, no)
        refused: dict[str, No] = {}
        for address in to:
            code, words = line.rcpt(address)
            if code not in (250, 251):
                refused[address] = No(_reply(code, words), permanent=_means_address(code, words))
        return refused

    def _hand_over(self, line: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
        """From here on a silence is uncertain."""
        body = _DOT.sub(b"..", raw)
        end = b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            line.send(body + end)
            return line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise UncertainError(f"no reply after the letter was handed over: {error}") from error

    def _rset(self, line: smtplib.SMTP) -> None:
        try:
            line.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    @staticmethod
    def _alive(line: smtplib.SMTP) -> bool:
        try:
            return line.noop()[0] == _OK
        except (OSError, smtplib.SMTPException):
            return False

    def _connect(self) -> smtplib.SMTP:
        door = self._door
        context = ssl.create_default_context()
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
            if door.user and line.has_extn("auth"):
                line.login(door.user, door.password)
        except BaseException:
            line.close()
            raise
        return line


def _nobody(to: Sequence[str], no: No) -> Delivery:
    return Delivery(refused=dict.fromkeys(to, no))


def _means_address(code: int, words: bytes) -> bool:
    """A 5xx at RCPT is about the address, unless it speaks of us: relaying denied or policy (5.7.x)."""
    return code >= 500 and b"5.7." not in words


def _reply(code: int, words: bytes) -> str:
    return f"{code} {_words(words)}"


def _words(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return "".join(c if c.isprintable() else " " for c in text)[:300]
