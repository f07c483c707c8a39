"""A mail world in one process: SMTP in (aiosmtpd), mailboxes in memory over IMAP (pymap).

In: the users, a password, the clock that dates what arrives. Out: two loopback ports. Every recipient
has a mailbox: one that is unknown gets it with its first mail. Nothing leaves this process, nothing is
written to disk, and no other machine can connect. UIDs start at 101; folders carry no SPECIAL-USE.
Both servers live on one event loop in a thread of their own.
"""

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import datetime
from threading import Thread
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import DictBackend, Identity
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import Flag
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

HOST = "127.0.0.1"
_PATIENCE = 10.0  # seconds for anything asked of the servers' thread
_ROUNDS = 1000  # of the password hash: fast, for there is nothing to protect
_LARGEST = 50 * 1024 * 1024  # octets of one mail

T = TypeVar("T")


class DemoMail:
    """`with DemoMail(users, clock=clock) as mail:`, or `start()` and `stop()`."""

    def __init__(
        self,
        users: Iterable[str] = (),
        *,
        clock: Callable[[], datetime],
        password: str = "pass",
        folders: Iterable[str] = ("Sent",),
    ) -> None:
        self.password = password
        self.imap_port = 0
        self.smtp_port = 0
        self._clock = clock
        self._folders = tuple(folders)
        self._first = tuple(users)
        self._users: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="demo mail", daemon=True)
        self._talks: set[asyncio.Task[None]] = set()

    def start(self) -> "DemoMail":
        self._thread.start()
        self._ask(self._open())
        for user in self._first:
            self.add(user)
        return self

    def stop(self) -> None:
        if self._loop.is_running():
            self._ask(self._close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_PATIENCE)

    def __enter__(self) -> "DemoMail":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def add(self, user: str) -> None:
        """A mailbox for this address, with its folders; twice is once."""
        self._ask(self._added(user.lower()))

    def deliver(
        self, user: str, raw: bytes, *, at: datetime | None = None, folder: str = "INBOX", seen: bool = False
    ) -> int:
        """Puts a mail straight into a folder (made if need be), with `at` as INTERNALDATE; its UID."""
        return self._ask(self._put(user.lower(), folder, raw, at=at or self._clock(), seen=seen))

    def remove(self, user: str, folder: str) -> None:
        """Deletes a folder and its mails; made again, it has another UIDVALIDITY."""
        self._ask(self._removed(user.lower(), folder))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for recipient in dict.fromkeys(name.lower() for name in envelope.rcpt_tos):
            await self._put(recipient, "INBOX", content, at=self._clock(), seen=False)
        return "250 OK"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    def _ask(self, question: Coroutine[Any, Any, T]) -> T:
        answer: Future[T] = asyncio.run_coroutine_threadsafe(question, self._loop)
        return answer.result(_PATIENCE)

    async def _open(self) -> None:
        arguments = Namespace(
            debug=False,
            host=None,
            port="0",
            cert=None,
            key=None,
            tls=False,
            proxy_protocol=None,
            inherited_sockets=None,
            passlib_cfg=None,
            demo_data=False,
            demo_user="demo",
            demo_password=self.password,
        )
        self._backend, self._config = await DictBackend.init(
            arguments, hash_context=BuiltinHash(rounds=_ROUNDS)
        )
        self._config.apply_context()
        self._hashed = await Passwords(self._config).hash_password(self.password)
        self._answering = IMAPServer(self._backend.login, self._config)
        self._imap = await asyncio.start_server(self._connected, HOST, 0)
        self._smtp = await self._loop.create_server(self._smtp_line, HOST, 0)
        self.imap_port = self._imap.sockets[0].getsockname()[1]
        self.smtp_port = self._smtp.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._imap.close()
        self._smtp.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Held strongly: the loop holds tasks weakly, and Python 3.13 then collects idle connections.
        talk = self._loop.create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answering(reader, writer, SocketInfoLocal(writer))
        except ConnectionError:
            pass  # the client hung up: its own affair
        finally:
            writer.close()

    def _smtp_line(self) -> SMTP:
        return SMTP(self, enable_SMTPUTF8=True, loop=self._loop, data_size_limit=_LARGEST, ident="demo")

    async def _added(self, user: str) -> None:
        if user in self._users:
            return
        self._users.add(user)
        await self._identity(user).set(UserMetadata(self._config, user, password=self._hashed))
        async with self._session(user) as session:
            for folder in self._folders:
                await session.create_mailbox(folder)

    async def _put(self, user: str, folder: str, raw: bytes, *, at: datetime, seen: bool) -> int:
        await self._added(user)
        flags = frozenset({Flag(b"\\Seen")} if seen else ())
        async with self._session(user) as session:
            listed, _ = await session.list_mailboxes("", "*")
            if folder not in {name for name, _, _ in listed}:
                await session.create_mailbox(folder)
            uid, _ = await session.append_messages(folder, [AppendMessage(raw, at, flags)])
        return int(max(uid.uids))

    async def _removed(self, user: str, folder: str) -> None:
        async with self._session(user) as session:
            await session.delete_mailbox(folder)

    def _identity(self, user: str) -> Identity:
        return Identity(user, self._backend.login, None, frozenset())

    @asynccontextmanager
    async def _session(self, user: str) -> AsyncIterator[Any]:
        async with self._identity(user).new_session() as session:
            yield session
