"""Evidence: mails in and out, attachments and source files, byte for byte, named by their SHA-256.

Raw bytes go in before the event that names them, and come out checked. The order is `keep` (written and
synced as `evidence/pending/<digest>`), then the event, then `settle` (moved to `evidence/<xx>/<digest>`).
A crash in between leaves a pending file, which `recover` moves or deletes by what the journal names. The
move is not synced: lost with the power, it is made again. Nothing settled is ever altered or deleted.
"""

import fcntl
import os
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.events.entries import Event
from bot.journal.chain import Broken
from bot.journal.durable import bytes_of, sync, write_new

FOLDER = "evidence"
PENDING = "pending"
_DIGEST = re.compile(r"[0-9a-f]{64}")

# The fields by which an event brings evidence with it, some in a list of its own. Other events
# (`MailRead`, `HoldSet`, ...) only speak of a mail that `MailKept` or `MailUnplaced` has named.
NAMES: Mapping[str, tuple[str, ...]] = {
    "InvoiceSeen": ("pdf",),
    "MailKept": ("mail",),
    "MailUnplaced": ("mail",),
    "OwnerWrote": ("mail",),
    "LetterIntended": ("mail",),
    "PaperPrepared": ("pdf",),
    "OwnerTold": ("text",),
    "OwnerAnswered": ("mail",),
    "PieceKept": ("digest",),
    "SourceImported": ("digest",),
}
_ATTACHING = {"LetterIntended": "attachments", "OwnerAnswered": "files"}


def evidence_named(event: Event) -> tuple[str, ...]:
    """The digests of all evidence that an event brings with it."""
    kind = type(event).__name__
    named = [getattr(event, name) for name in NAMES.get(kind, ())]
    if kind in _ATTACHING:
        named += [one.digest for one in getattr(event, _ATTACHING[kind])]
    return tuple(digest for digest in named if digest)


def evidence_in(kind: str, told: Mapping[str, Any]) -> list[str]:
    """The same, of an event that is still JSON."""
    named = [told[name] for name in NAMES.get(kind, ()) if told.get(name)]
    if kind in _ATTACHING:
        named += [one["digest"] for one in told.get(_ATTACHING[kind], ())]
    return named


def is_digest(name: str) -> bool:
    return bool(_DIGEST.fullmatch(name))


class Evidence:
    """The evidence of one data folder; several processes may keep beside each other."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the data folder; its `evidence` is made at the first `keep`."""
        self._folder = os.fspath(folder / FOLDER)
        self._pending = os.path.join(self._folder, PENDING)
        self._kept: set[str] = set()
        self._fd: int | None = None

    def keep(self, raw: bytes) -> str:
        """Writes and syncs the bytes as pending, unless they are settled already; their digest."""
        digest = sha256(raw).hexdigest()
        if os.path.exists(self._place(digest)):
            return digest
        fd = self._open_pending()
        if not self._kept:  # says to a starting service: what is pending here is not left over
            fcntl.flock(fd, fcntl.LOCK_SH)
        self._kept.add(digest)
        _write_synced(self._pending_place(digest), raw)
        os.fsync(fd)
        return digest

    def settle(self, digest: str) -> None:
        """Moves what an event now names to its place; nothing if it is there."""
        place = self._place(digest)
        try:
            self._move(digest, place)
        except FileNotFoundError:
            if not os.path.exists(place):
                raise Broken(f"{place}: the evidence that an event names is gone") from None
        self._kept.discard(digest)
        if not self._kept and self._fd is not None:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def get(self, digest: str) -> bytes:
        """The bytes of that digest, settled or pending; Broken if they are gone or altered."""
        place = self._place(digest)
        for path in (place, self._pending_place(digest), place):  # it may settle while we look
            raw = bytes_of(path)
            if raw is not None:
                if sha256(raw).hexdigest() != digest:
                    raise Broken(f"{path}: the evidence was altered")
                return raw
        raise Broken(f"{place}: the evidence that an event names is gone")

    def recover(self, named: Callable[[str], bool]) -> list[str]:
        """At start: settles what was left pending and is named by an event, deletes the rest; what it did.

        While another process is between keeping and settling, nothing is deleted. `named` is asked after
        that was made sure, so it should look at a journal that has caught up.
        """
        if not os.path.isdir(self._pending):
            return []
        fd = self._open_pending()
        alone = _lock_alone(fd)
        done = []
        for name in sorted(os.listdir(self._pending)):
            if is_digest(name) and named(name):
                self._move(name, self._place(name))
                done.append(f"{name} settled")
            elif alone:
                os.unlink(os.path.join(self._pending, name))
                done.append(f"{name} deleted: no event names it")
        if alone and not self._kept:
            fcntl.flock(fd, fcntl.LOCK_UN)
        return done

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _place(self, digest: str) -> str:
        if not is_digest(digest):
            raise ValueError(f"{digest!r} is no SHA-256 in hex")
        return f"{self._folder}/{digest[:2]}/{digest}"

    def _pending_place(self, digest: str) -> str:
        return f"{self._pending}/{digest}"

    def _move(self, digest: str, place: str) -> None:
        try:
            os.rename(self._pending_place(digest), place)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(place), 0o700, exist_ok=True)
            os.rename(self._pending_place(digest), place)

    def _open_pending(self) -> int:
        if self._fd is None:
            os.makedirs(self._pending, 0o700, exist_ok=True)
            self._fd = os.open(self._pending, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            sync(self._folder)
        return self._fd


def _lock_alone(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_synced(path: str, raw: bytes) -> None:
    try:
        write_new(path, raw)
    except FileExistsError:
        if bytes_of(path) == raw:
            sync(path)
        else:
            # Half written, by a crash or by a process still at it. It is replaced, not written over: the
            # other one, done in the meantime, may have named it in an event already.
            arriving = f"{path}.{os.getpid()}"
            write_new(arriving, raw)
            os.rename(arriving, path)
