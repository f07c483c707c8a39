"""The journal's file: `journal.jsonl`, all chains interleaved, one JSON line for each event.

Events go in, durable on return; entries come out, each with the byte at which its line begins. The file
lock (flock on the journal itself) is held for one append and never longer; readers take none, and ignore
bytes after the last newline: only a holder of the lock can know that these are torn and not just arriving.
Every append first puts a torn end aside as `torn-<n>` and says so in `Repaired`, or the next line would
be glued to it. Any other flaw raises Broken: this module mends nothing else and guesses nothing.
"""

import fcntl
import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

from bot.errors import OperatorError
from bot.events.entries import HOUSE, Entry, Event
from bot.events.house import JournalOpened, Repaired
from bot.journal.chain import Broken, Chain, Item, Links, Position, Told, digests, moment, parsed, read
from bot.journal.durable import sync, write_new
from bot.journal.opening import FORMAT, opened, refuse_going_back, refuse_other
from bot.journal.places import line_at, line_before, lines

FILE = "journal.jsonl"
_STEP_BACK = timedelta(minutes=1)


class Journal:
    """One open journal. Belongs to one thread; other processes may append beside it."""

    def __init__(self, path: Path, fd: int, clock: Callable[[], datetime], links: Links) -> None:
        """Use `open`."""
        self._path = path
        self._fd = fd
        self._clock = clock
        self._links = links
        self._news: list[Sequence[Entry]] = []
        self.resumed = False

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        purpose: Literal["live", "rehearsal"],
        program: str,
        salt: Callable[[], str],
        simulated: bool = False,
        chains: Mapping[str, Chain] | None = None,
        position: Position | None = None,
    ) -> Self:
        """The journal of a data folder, begun if there is none.

        With the `position` and the `chains` of a state that knows this file, only what follows is read
        (`resumed` is then true, and what follows is news); else every line is read and judged. The
        journal takes over the chains it is given.
        """
        folder.mkdir(parents=True, exist_ok=True)
        fd = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        journal = cls(folder / FILE, fd, clock, Links(simulated=simulated))
        try:
            first = journal._first_line() or journal._begin(JournalOpened(FORMAT, program, purpose, salt()))
            refuse_other(journal.path, first, purpose)
            journal._gather(chains, position)
            if simulated:
                refuse_going_back(journal.path, moment(clock()), journal._links.at)
        except BaseException:
            journal.close()
            raise
        return journal

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what stands in it --------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        return self._path

    @property
    def simulated(self) -> bool:
        return self._links.simulated

    @property
    def position(self) -> Position:
        """The end of what this journal has read or written."""
        return Position(self._links.end, self._links.last)

    @property
    def count(self) -> int:
        return self._links.count

    @property
    def first_sha(self) -> str:
        return self._links.first

    @property
    def chains(self) -> Mapping[str, Chain]:
        """Every chain as it stands; not a copy."""
        return self._links.chains

    @property
    def stepped_back(self) -> bool:
        """The clock shows over a minute less than the last line: nothing may be sent."""
        return self._clock() < datetime.fromisoformat(self._links.at) - _STEP_BACK

    def n(self, case: str) -> int:
        return self._links.n(case)

    def entries(self, case: str) -> list[Entry]:
        """One case's story, read by the places of its lines; Broken if one is not what was written."""
        chain = self._links.chains.get(case)
        found: list[Entry] = []
        head = None if case == HOUSE else self._links.first
        for offset in chain.offsets if chain else ():
            record, whole = read(self._line_at(offset))
            if (record["case"], record["n"], record["prev"]) != (case, len(found) + 1, head):
                raise Broken(
                    f"{self._path}: the line at byte {offset} is not line {len(found) + 1} of {case}"
                )
            found.append(self._entry(record, offset))
            head = whole
        if chain and head != chain.head:
            raise Broken(f"{self._path}: the last line of {case} was altered")
        return found

    def events_after(self, position: Position | None) -> Iterator[tuple[Entry, int]]:
        """Every entry after a position of this journal (None: from the first line), up to `self.position`."""
        for record, _, offset in self.records_after(position):
            yield self._entry(record, offset), offset

    def records_after(self, position: Position | None) -> Iterator[tuple[dict[str, Any], str, int]]:
        """The same lines as parsed JSON, with their SHA-256; Broken at one that does not follow the last."""
        if position and not self._knows(position):
            raise ValueError("no line of this journal ends at that position")
        last = position.sha256 if position else None
        for line, offset in lines(self._fd, position.offset if position else 0, self._links.end):
            record, whole = read(line)
            if record["after"] != last:
                raise Broken(f"{self._path}: the line at byte {offset} does not follow the line before it")
            last = whole
            yield record, whole, offset

    # --- what is added to it ------------------------------------------------------------------------

    def append(self, case: str, expected_n: int, events: Sequence[Event]) -> Sequence[Entry]:
        """Adds events to one case, durable on return; Moved if the case is no longer at `expected_n`."""
        return self.append_batch(((case, expected_n, events),))

    def append_batch(self, items: Sequence[Item]) -> Sequence[Entry]:
        """Adds to several cases under one sync; Moved before anything is written.

        A crash may keep the first lines of a batch and lose the others; never others than the last.
        """
        items = [(case, n, tuple(events)) for case, n, events in items]  # nobody may change them later
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        try:
            if os.lseek(self._fd, 0, os.SEEK_END) != self._links.end:
                self._mend(self._absorb())
            self._links.expect(items)
            return self._put(items)
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def repair(self) -> Repaired | None:
        """Puts a torn end aside; what it did, or None."""
        with self._locked():
            return self._mend(self._absorb())

    def catch_up(self) -> None:
        """Reads what others have appended; it becomes news."""
        self._absorb()

    def news(self) -> list[tuple[Entry, int]]:
        """Every entry not yet taken, own and others', in file order, with its place.

        It starts where the journal was resumed. A journal that was read whole starts with what is
        appended after `open`, its own first line included: what stood before is told by `events_after`.
        """
        taken, self._news = self._news, []
        places = self._links.chains
        return [(entry, places[entry.case].offsets[entry.n - 1]) for told in taken for entry in told]

    # --- opening ------------------------------------------------------------------------------------

    def _first_line(self) -> JournalOpened | None:
        for line, _ in lines(self._fd, 0, os.fstat(self._fd).st_size):
            return opened(self._path, line, simulated=self.simulated)
        return None

    def _begin(self, first: JournalOpened) -> JournalOpened:
        with self._locked():
            there = self._first_line()  # another process may have come first
            if there:
                return there
            torn = os.fstat(self._fd).st_size
            events: list[Event] = [first]
            if torn:
                events.append(self._set_aside(torn))
            self._put([(HOUSE, 0, events)], torn)
        for folder in (self._path.parent, self._path.parent.parent):
            sync(os.fspath(folder))
        return first

    def _gather(self, chains: Mapping[str, Chain] | None, position: Position | None) -> None:
        links = self._links
        if links.count:  # begun a moment ago: nothing stood before
            return
        if chains is not None and position is not None and self._knows(position):
            links.chains = dict(chains)
            links.count = sum(chain.n for chain in chains.values())
            links.first, links.last = digests(self._line_at(0))[1], position.sha256
            links.end, links.at = position.offset, self._moment_at(position)
            self.resumed = True
            self._absorb()
        else:
            for line, _ in lines(self._fd, 0, os.fstat(self._fd).st_size):
                links.take(line)

    # --- reading ------------------------------------------------------------------------------------

    def _line_at(self, offset: int) -> bytes:
        line = line_at(self._fd, offset)
        if line is None:
            raise Broken(f"{self._path}: no whole line begins at byte {offset}")
        return line

    def _knows(self, position: Position) -> bool:
        line = line_before(self._fd, position.offset)
        return line is not None and digests(line)[1] == position.sha256

    def _moment_at(self, position: Position) -> str:
        record, _ = read(line_before(self._fd, position.offset) or b"")
        return str(record["at"])

    def _absorb(self) -> int:
        """Takes what was appended since; the number of bytes after the last newline."""
        links, size = self._links, os.fstat(self._fd).st_size
        if size < links.end:
            raise Broken(f"{self._path}: the journal became shorter: bytes after {size} were cut off")
        if size == links.end:
            return 0
        for line, offset in lines(self._fd, links.end, size):
            self._news.append((self._entry(links.take(line), offset),))
        return size - links.end

    def _entry(self, record: dict[str, Any], offset: int) -> Entry:
        try:
            return parsed(record)
        except ValueError as error:
            raise OperatorError(
                f"{self._path}: the line at byte {offset} was written by another program version ({error});"
                " update Relance"
            ) from error

    # --- writing ------------------------------------------------------------------------------------

    @contextmanager
    def _locked(self) -> Iterator[None]:
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def _put(self, items: Sequence[Item], torn: int = 0) -> Sequence[Entry]:
        """Writes and syncs under the lock, over `torn` bytes that were put aside; all of it or nothing."""
        links = self._links
        start, now = links.end, moment(self._clock())
        try:
            content = links.write(items, now)
            if not content:
                return ()
            self._write(content, start, torn)
        except BaseException:  # a full disk, above all: OSError, and nothing was written
            self._undo(start, {case for case, _, _ in items})
            raise
        told = Told(items, links.at)
        self._news.append(told)
        return told

    def _undo(self, end: int, cases: set[str]) -> None:
        """After a failed write: the file and the links as they were when it ended at `end`."""
        os.ftruncate(self._fd, end)
        links = self._links
        for case in cases & links.chains.keys():
            chain = links.chains[case]
            chain.n = bisect_left(chain.offsets, end)
            del chain.offsets[chain.n :]
            if chain.n:
                chain.head = digests(self._line_at(chain.offsets[-1]))[1]
            else:
                del links.chains[case]
        links.end, links.count = end, sum(chain.n for chain in links.chains.values())
        last = line_before(self._fd, end)
        if last:
            links.last, links.at = digests(last)[1], read(last)[0]["at"]
        else:
            links.first = links.last = links.at = ""

    def _write(self, content: bytes, start: int, torn: int) -> None:
        written = os.pwrite(self._fd, content, start)
        while written < len(content):
            written += os.pwrite(self._fd, content[written:], start + written)
        if torn:
            os.ftruncate(self._fd, start + written)
        os.fdatasync(self._fd)

    def _mend(self, torn: int) -> Repaired | None:
        if not torn:
            return None
        repaired = self._set_aside(torn)
        self._put([(HOUSE, self._links.n(HOUSE), [repaired])], torn)
        return repaired

    def _set_aside(self, torn: int) -> Repaired:
        """Copies the torn end to a file of its own; it stays in the journal until it is written over."""
        folder, n = self._path.parent, 1
        while (folder / f"torn-{n}").exists():
            n += 1
        name = f"torn-{n}"
        write_new(os.fspath(folder / name), os.pread(self._fd, torn, self._links.end))
        sync(os.fspath(folder))
        return Repaired("torn end put aside", name, torn)
