"""The chain of the journal: how one line is made from the line before it, and how a line read is judged.

Bytes in, bytes or values out; this module opens no file and reads no clock. Its rules:

- a line is `{"case","n","at","type","v","data","prev","after"[,"simulated":true],"sha256"}`, compact JSON;
- `sha256` is the digest of the line's own bytes before `,"sha256"`;
- `prev` and `after` are digests of whole lines without the newline: `after` that of the line before it in
  the file, `prev` that of its case's line before; a case's first line takes the journal's first line;
- in the journal's first line both are null;
- `at` is UTC with milliseconds, so that two of them compare as text; it never decreases.

It never serialises anew what was written: what is hashed is the exact bytes of the file.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, get_args, overload

import orjson

from bot.events import Entry, Event, decode

Item = tuple[str, int, Sequence[Event]]  # case, the n at which the caller saw it, what to append
TAIL = 77  # bytes of `,"sha256":"<64 hex>"}`
OWN = b',"sha256":"%b"}'
_BODY = b'%b%d,"at":"%b","type":"%b","v":1,"data":%b,"prev":%b,"after":%b%b'
_SIMULATED = b',"simulated":true'


class Moved(Exception):
    """The case is no longer at the `n` that the caller had seen: fold it again and decide again."""

    def __init__(self, case: str, n: int) -> None:
        super().__init__(f"case {case} is at {n}")
        self.case = case
        self.n = n


class Broken(Exception):
    """The journal is not what was written: a bug or a manipulation. Nothing may be sent on it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the journal: the byte after a line's newline, and that line's SHA-256."""

    offset: int
    sha256: str


@dataclass(slots=True)
class Chain:
    """One case's lines: how many, the SHA-256 of the last, and at which byte each begins."""

    n: int
    head: str
    offsets: list[int] = field(default_factory=list)


def case_id(first_sha: str, key: str) -> str:
    """The opaque name of a debtor's case; the journal's first line, which holds its salt, goes into it."""
    digest = sha256((first_sha + key).encode()).digest()
    return "c" + base32(digest)[:9]


def base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode().lower()


def moment(at: datetime) -> str:
    """`at` as the journal writes it."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat("T", "milliseconds")


def digests(line: bytes) -> tuple[str, str]:
    """The SHA-256 that the line should state of itself, and that of the whole line, in one pass."""
    own = sha256(line[:-TAIL])
    stated = own.hexdigest()
    own.update(line[-TAIL:])
    return stated, own.hexdigest()


def read(line: bytes) -> tuple[dict[str, Any], str]:
    """A line (without its newline) as parsed JSON, and its SHA-256; Broken unless it is what it states."""
    stated, whole = digests(line)
    if line[-TAIL:] != OWN % stated.encode():
        raise Broken("it is not what its own sha256 says")
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Broken(f"it is no JSON: {error}") from error
    return record, whole


def parsed(record: Mapping[str, Any]) -> Entry:
    """A parsed line as an entry; ValueError for an event that this program does not know."""
    event = decode(record["type"], record["v"], record["data"])
    return Entry(record["case"], record["n"], datetime.fromisoformat(record["at"]), event)


class Told(Sequence[Entry]):
    """Entries just written, made when they are looked at: an append need not wait for what nobody reads."""

    __slots__ = ("_at", "_items", "_made")

    def __init__(self, items: Sequence[Item], at: str) -> None:
        self._items = items
        self._at = at
        self._made: list[Entry] | None = None

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._all())

    def _all(self) -> list[Entry]:
        if self._made is None:
            at = datetime.fromisoformat(self._at)
            self._made = [
                Entry(case, n + i, at, event)
                for case, n, events in self._items
                for i, event in enumerate(events, 1)
            ]
        return self._made


class Mark:
    """Where the links stood, to go back to when a write failed."""

    __slots__ = ("end", "stood", "touched")

    def __init__(self, links: "Links") -> None:
        self.end = links.end
        self.stood = (links.count, links.first, links.last, links.at)
        self.touched: list[tuple[str, int, str]] = []


@dataclass(slots=True)
class Links:
    """The growing ends of a journal: of the file and of every chain in it.

    `write` makes the next lines, `take` accepts a line that was read; both move the ends on.
    """

    chains: dict[str, Chain] = field(default_factory=dict)
    end: int = 0  # byte after the last line's newline
    count: int = 0  # lines
    first: str = ""  # SHA-256 of the first line; empty while there is none
    last: str = ""  # SHA-256 of the last line
    at: str = ""  # of the last line
    simulated: bool = False

    def n(self, case: str) -> int:
        chain = self.chains.get(case)
        return chain.n if chain else 0

    def expect(self, items: Sequence[Item]) -> None:
        """Moved if a case is not where the caller saw it; a case named twice goes on from itself."""
        ahead: dict[str, int] = {}
        for case, expected, events in items:
            n = ahead[case] if case in ahead else self.n(case)
            if n != expected:
                raise Moved(case, n)
            ahead[case] = n + len(events)

    def back(self, mark: Mark) -> None:
        for case, n, head in reversed(mark.touched):
            if n == 0:
                self.chains.pop(case, None)
            else:
                chain = self.chains[case]
                chain.n, chain.head = n, head
                del chain.offsets[n:]
        self.end = mark.end
        self.count, self.first, self.last, self.at = mark.stood

    def write(self, case: str, events: Sequence[Event], at: str, mark: Mark) -> bytes:
        """The next lines of a case; `at` is raised to the last one if it lies before."""
        chain = self.chains.get(case) or self.chains.setdefault(case, Chain(0, self.first))
        mark.touched.append((case, chain.n, chain.head))
        self.at = max(self.at, at)
        opening, when = b'{"case":%b,"n":' % orjson.dumps(case), self.at.encode()
        closing = _SIMULATED if self.simulated else b""
        n, end, place, lines = chain.n, self.end, chain.offsets.append, list[bytes]()
        prev, after = _quoted(chain.head), _quoted(self.last)
        for event in events:  # the hot loop of every append: names are local, nothing is called in vain
            n += 1
            name, told = _FORMS[type(event)]
            data = orjson.dumps(told(event))
            body = _BODY % (opening, n, when, name, data, prev, after, closing)
            own = sha256(body)
            tail = OWN % own.hexdigest().encode()
            own.update(tail)
            prev = after = b'"%b"' % own.hexdigest().encode()
            lines.append(b"%b%b\n" % (body, tail))
            place(end)
            end += len(body) + TAIL + 1
        chain.n, self.end, self.count = n, end, self.count + len(lines)
        chain.head, self.last = _bare(prev), _bare(after)
        if not self.first and lines:
            self.first = digests(lines[0][:-1])[1]
        return b"".join(lines)

    def take(self, line: bytes) -> dict[str, Any]:
        """Accepts the next line of the file, parsed; Broken if it does not follow."""
        try:
            record, whole = read(line)
            chain = self._follow(record)
        except (Broken, KeyError, TypeError) as error:
            raise Broken(f"line {self.count + 1} of the journal: {error} (verify says more)") from error
        chain.n += 1
        chain.head = self.last = whole
        chain.offsets.append(self.end)
        self.at = record["at"]
        self.end += len(line) + 1
        self.count += 1
        if not self.first:
            self.first = whole
        return record

    def _follow(self, record: Mapping[str, Any]) -> Chain:
        case = record["case"]
        chain = self.chains.get(case) or Chain(0, self.first)
        follows = (
            record["after"] == (self.last or None)
            and record["prev"] == (chain.head or None)
            and record["n"] == chain.n + 1
            and record["at"] >= self.at
            and record.get("simulated", False) is self.simulated
        )
        if not follows:
            raise Broken("it does not follow the lines before it")
        return self.chains.setdefault(case, chain)


def _quoted(digest: str) -> bytes:
    return b'"%b"' % digest.encode() if digest else b"null"


def _bare(quoted: bytes) -> str:
    return "" if quoted == b"null" else quoted[1:-1].decode()


def _form(kind: type[Event]) -> tuple[bytes, Callable[[Event], dict[str, Any]]]:
    """An event type's name, and its fields as a dict: orjson reads a slotted dataclass three times slower."""
    pairs = ", ".join(f'"{one.name}": event.{one.name}' for one in fields(kind))
    return kind.__name__.encode(), eval(f"lambda event: {{{pairs}}}")


_FORMS: Mapping[type, tuple[bytes, Callable[[Event], dict[str, Any]]]] = {
    kind: _form(kind) for kind in get_args(Event)
}
EVENTS = frozenset(kind.__name__ for kind in _FORMS)  # the types that this program knows
