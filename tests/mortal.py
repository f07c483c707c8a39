"""A round in a process of its own that dies by SIGKILL at one chosen point.

The point is named by what is wrapped: an event of the journal, a step of the evidence, of the post or of the
mailbox; or by what passes over the wire. What is wrapped does its real work, before or after the death.
"""

import contextlib
import multiprocessing
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from bot import wiring
from bot.desk import Desk
from bot.events.entries import Event
from bot.inbox import Mailbox
from bot.rounds import Rounds, Unraised
from tests.firm import Firm

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.mortal"])


@dataclass(frozen=True)
class Death:
    """`at`: an event type, or keep, settle, deliver, fetch, file. `within`: so many events are written."""

    at: str
    when: Literal["before", "within", "after"] = "after"
    written: int = 1

    def __str__(self) -> str:
        return f"{self.when} {self.at}" + (f" ({self.written})" if self.when == "within" else "")


class _Mortal:
    """Passes everything on to what it wraps, and dies where it is told to."""

    def __init__(self, inner: Any, death: Death) -> None:
        self._inner, self._death = inner, death

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def _die(self, at: str, when: str) -> None:
        if (at, when) == (self._death.at, self._death.when):
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def _around(self, at: str) -> Iterator[None]:
        self._die(at, "before")
        yield
        self._die(at, "after")


class _Journal(_Mortal):
    def append(self, case: str, n: int, events: Sequence[Event]) -> Any:
        if self._death.at not in {type(event).__name__ for event in events}:
            return self._inner.append(case, n, events)
        with self._around(self._death.at):
            if self._death.when == "within":  # what a power cut in the middle of a batch leaves
                events = events[: self._death.written]
            told = self._inner.append(case, n, events)
            self._die(self._death.at, "within")
            return told

    def append_batch(self, items: Sequence[tuple[str, int, Sequence[Event]]]) -> Any:
        named = {type(event).__name__ for _, _, events in items for event in events}
        if self._death.at not in named:
            return self._inner.append_batch(items)
        with self._around(self._death.at):
            if self._death.when == "within":
                items = items[: self._death.written]
            told = self._inner.append_batch(items)
            self._die(self._death.at, "within")
            return told


class _Cut(_Mortal):
    """Writes a batch up to the event named, and then the power is gone: EOFError in place of the death."""

    def append(self, case: str, n: int, events: Sequence[Event]) -> Any:
        names = [type(event).__name__ for event in events]
        if self._death.at not in names:
            return self._inner.append(case, n, events)
        self._inner.append(case, n, events[: names.index(self._death.at) + 1])
        raise EOFError


def cut_after(desk: Desk, last: type[Event]) -> Desk:
    """The desk, with a journal that is torn right after such an event."""
    journal: Any = _Cut(desk.journal, Death(last.__name__))
    return Desk(journal, desk.evidence, desk.state, desk.clock)


class _Evidence(_Mortal):
    def keep(self, raw: bytes) -> str:
        with self._around("keep"):
            return str(self._inner.keep(raw))

    def settle(self, digest: str) -> None:
        with self._around("settle"):
            self._inner.settle(digest)


class _Post(_Mortal):
    def deliver(self, *letter: Any) -> Any:
        with self._around("deliver"):
            return self._inner.deliver(*letter)


class _Mailbox(_Mortal):
    def read(self, *where: Any) -> Iterator[Any]:
        for batch in self._inner.read(*where):
            if batch.mails:
                self._die("fetch", "after")
            yield batch

    def file(self, *copy: Any) -> Any:
        with self._around("file"):
            return self._inner.file(*copy)


def _mortal_rounds(firm: Firm, desk: Desk, death: Death) -> Rounds:
    config = firm.config()
    journal: Any = _Journal(desk.journal, death)
    evidence: Any = _Evidence(desk.evidence, death)
    mailbox: Any = _Mailbox(Mailbox(wiring.door(config.imap)), death)
    wrapped = Desk(journal, evidence, desk.state, desk.clock)
    rounds = wiring.rounds(config, wrapped, firm.new_id, Unraised(), mailbox=mailbox)
    rounds.mailing.post = _Post(rounds.mailing.post, death)
    return rounds


def _live(
    folder: Path, ports: tuple[int, int], now: datetime, extra: str, user: str, death: Death, times: int
) -> None:
    firm = Firm(folder, *ports, now, extra=extra, user=user)
    with firm.open() as (desk, _):
        rounds = _mortal_rounds(firm, desk, death)
        for _ in range(times):
            rounds.round()


def start(firm: Firm, death: Death | None = None, *, times: int = 1) -> BaseProcess:
    """The process, at work; nothing in particular kills it unless a death is named."""
    ports = (firm.imap_port, firm.smtp_port)
    arguments = (firm.folder, ports, firm.now, firm.extra, firm.user, death or Death("nowhere"), times)
    process = _FORKS.Process(target=_live, args=arguments)
    process.start()
    return process


def dies(firm: Firm, death: Death) -> None:
    """One round that must end by this death."""
    process = start(firm, death)
    process.join(30)
    assert process.exitcode == -signal.SIGKILL, f"{death}: {process.exitcode}"


class Tripwire:
    """A wire to a server that kills who uses it when certain words pass.

    `passed`: the words still arrive, and it is the server's reply that the victim does not live to read.
    """

    def __init__(self, port: int, words: bytes, *, by: Literal["client", "server"], passed: bool) -> None:
        self._target, self._by, self._passed = port, by, passed
        self._words = re.compile(re.escape(words), re.IGNORECASE)
        self._tripped = threading.Event()
        self._victim: int | None = None
        self._named = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def kills(self, process: BaseProcess) -> None:
        """Waits for the death."""
        self._victim = process.pid
        self._named.set()
        process.join(30)
        self._door.close()
        assert process.exitcode == -signal.SIGKILL, f"the words never passed: {process.exitcode}"

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            for one, other, who in ((near, far, "client"), (far, near, "server")):
                threading.Thread(target=self._pass, args=(one, other, who), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, who: str) -> None:
        with contextlib.suppress(OSError):
            tail = b""
            while said := one.recv(65536):
                if self._tripped.is_set() and who == "server":
                    self._kill()  # the server has replied
                    return
                if who == self._by and self._words.search(tail + said):
                    if not self._passed:
                        self._kill()
                        return
                    self._tripped.set()
                tail = said[-64:]
                other.sendall(said)
            with contextlib.suppress(OSError):
                other.shutdown(socket.SHUT_RDWR)

    def _kill(self) -> None:
        self._named.wait(10)
        assert self._victim is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._victim, signal.SIGKILL)
