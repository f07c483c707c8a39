"""An SMTP server at its counter, with the moods that real ones have; it keeps what it accepts.

aiosmtpd speaks the protocol; a mood is what the test puts into the fields. Nothing is delivered anywhere.
"""

import asyncio
import threading
from dataclasses import dataclass, field
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HOST = "127.0.0.1"
OWNER = "anne@morvan.example"


@dataclass
class Clerk:
    """`with Clerk() as clerk:`. Replies are whole SMTP lines; an empty one means yes."""

    mail: str = ""  # to MAIL
    recipients: dict[str, str] = field(default_factory=dict)  # to RCPT of this address
    data: str = ""  # to DATA, in place of the 354
    dot: str = ""  # to the final dot
    dying: Literal["", "at the dot", "in the text", "after taking it"] = ""  # when it hangs up
    slow: float = 0.0  # seconds before the reply to the final dot
    password: str = ""  # if set, nobody sends without it
    without: tuple[str, ...] = ()  # ways to log in that are not offered
    taken: list[bytes] = field(default_factory=list)  # letters to debtors
    told: list[bytes] = field(default_factory=list)  # mails to the owner
    lines: int = 0
    logins: int = 0
    letters_begun: threading.Event = field(default_factory=threading.Event)  # the first dot was seen
    port: int = 0

    def __enter__(self) -> "Clerk":
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="clerk", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    async def _open(self) -> None:
        self._server = await self._loop.create_server(lambda: _Counter(self), HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    # --- what aiosmtpd asks -------------------------------------------------------------------------

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        if self.password and not session.authenticated:
            return "530 5.7.0 log in first"
        return self.mail or "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self.recipients.get(address, "")
        if not said:
            envelope.rcpt_tos.append(address)
        return said or "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters_begun.set()
        if self.dying == "at the dot":
            _hang_up(server)
        await asyncio.sleep(self.slow)
        if not self.dot.startswith(("4", "5")):
            content = envelope.content
            kept = self.told if envelope.rcpt_tos == [OWNER] else self.taken
            kept.append(content if isinstance(content, bytes) else b"")
        if self.dying == "after taking it":
            _hang_up(server)
        return self.dot or "250 2.0.0 taken"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, _: str, data: Any
    ) -> AuthResult:
        self.logins += 1
        return AuthResult(success=data.password == self.password.encode(), handled=False)


class _Counter(SMTP):
    def __init__(self, clerk: Clerk) -> None:
        clerk.lines += 1
        super().__init__(
            clerk,
            hostname="clerk.example",
            authenticator=clerk.authenticate,
            auth_require_tls=False,
            auth_exclude_mechanism=clerk.without,
            loop=clerk._loop,
        )
        self._clerk = clerk

    async def smtp_DATA(self, arg: str) -> None:
        if self._clerk.data:
            await self.push(self._clerk.data)
        elif self._clerk.dying == "in the text":
            await self.push("354 go ahead")
            _hang_up(self)
        else:
            await super().smtp_DATA(arg)


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.abort()
