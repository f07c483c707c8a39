"""The line to the mail server: opened when first needed, dropped at the first trouble.

In: a `Door`. Out: an IMAPClient that is logged in, for the length of one `with line.talking()`.
Whatever goes wrong inside comes out as a `WorldError`, and the next `talking()` starts on a new line.
No retry, no pause, no clock: those are the service's. TLS certificates are always verified.
"""

import logging
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError

from bot.errors import WorldError
from bot.inbox.refusals import refused
from bot.inbox.values import Door

Client = Any  # IMAPClient has no types
T = TypeVar("T")

# The library writes every command into its log at debug level: the owner's folders and correspondents.
logging.getLogger("imapclient").setLevel(logging.WARNING)


class Line:
    def __init__(self, door: Door, timeout: float) -> None:
        self.door = door
        self._timeout = timeout
        self._client: Client | None = None

    @contextmanager
    def talking(self) -> Iterator[Client]:
        try:
            if self._client is None:
                self._client = self._opened()
            yield self._client
        except WorldError:
            self.drop()
            raise
        except (IMAPClientError, OSError) as error:
            self.drop()
            raise refused(self.door, error) from error

    def drop(self) -> None:
        """Hangs up without a word: a line in doubt gets no polite LOGOUT to wait for."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.shutdown()

    def close(self) -> None:
        if self._client is not None:
            with suppress(IMAPClientError, OSError):
                self._client.logout()
        self.drop()

    def _opened(self) -> Client:
        door = self.door
        trust = None if door.security == "none" else ssl.create_default_context()
        client = IMAPClient(
            door.host, door.port, ssl=door.security == "tls", ssl_context=trust, timeout=self._timeout
        )
        try:
            # the library writes a command in pieces: else each waits for an acknowledgement (40 ms)
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.normalise_times = False  # keep the server's offset: arrival times stay absolute
            if door.security == "starttls":
                client.starttls(trust)
            _log_in(client, door)
        except BaseException:
            with suppress(IMAPClientError, OSError):
                client.shutdown()
            raise
        return client


def unless_refused(ask: Callable[[], T]) -> T | None:
    """The server's answer, or None if it refused this one question; a cut line still rises."""
    try:
        return ask()
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return None


def _log_in(client: Client, door: Door) -> None:
    """AUTHENTICATE PLAIN where offered: LOGIN can carry neither accents nor a blank in the user's name."""
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(door.user, door.password)
    elif client.has_capability("LOGINDISABLED"):
        raise CapabilityError("no login on an unencrypted line")
    elif not all(" " <= c <= "~" for c in door.user + door.password):
        raise WorldError(
            f"{door.host} takes only plain ASCII in user and password; choose another password",
            permanent=True,
        )
    else:
        client.login(_quoted(door.user), door.password)


def _quoted(word: str) -> str:
    """The library quotes the password but not the user."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
