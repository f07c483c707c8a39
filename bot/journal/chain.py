"""The chain of the journal: how one line is made from the line before it, and how a line read is judged.

Bytes in, bytes or values out; this module opens no file and reads no clock. Its rules:

- a line is `{"case","n","at","type","v","data","prev","after"[,"simulated":true],"sha256"}`, compact JSON;
- `sha256` is the digest of the line's own bytes before `,"sha256"`;
- `prev` and `after` are digests of whole lines without the newline: `after` that of the line before it in
  the file, `prev` that of its case's line before; a case's first line takes the journal's first line;
- in the journal's first line both are null;
- `at` is UTC with microseconds, so that two of them compare as text; it never decreases.

It never serialises anew what was written: what is hashed is the exact bytes of the file.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any, get_args, overload

import orjson

from bot.events.entries import Entry, Event, decode

Item = tuple[str, int, Sequence[Event]]  # case, the n at which the caller saw it, what to append
TAIL = 77  # bytes of `,"sha256":"<64 hex>"}`
OWN = b',"sha256":"%b"}'
_EMPTY = sha256()  # to copy one costs half of making one


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
    text = orjson.dumps(at if at.tzinfo is UTC else at.astimezone(UTC)).decode()[1:-1]
    return text if at.microsecond else text.replace("+", ".000000+")


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

    def write(self, items: Sequence[Item], at: str) -> bytes:
        """The next lines of these cases; `at` is raised to the last one if it lies before."""
        at = self.at = max(self.at, at)
        chains, end, after, content = self.chains, self.end, self.last or None, list[bytes]()
        for case, _, events in items:
            if not events:
                continue
            chain = chains.get(case) or chains.setdefault(case, Chain(0, self.first))
            n, prev, place = chain.n, chain.head or None, chain.offsets.append
            for event in events:  # the hot loop of every append: nothing is called or looked up in vain
                n += 1
                name, told = _FORMS[type(event)]
                record = {"case": case, "n": n, "at": at, "type": name, "v": 1, "data": told(event)}
                record["prev"], record["after"] = prev, after
                if self.simulated:
                    record["simulated"] = True
                body = orjson.dumps(record)[:-1]
                own = _EMPTY.copy()
                own.update(body)
                tail = OWN % own.hexdigest().encode()
                own.update(tail)
                prev = after = own.hexdigest()
                content += (body, tail, b"\n")
                place(end)
                end += len(body) + TAIL + 1
            self.count += len(events)
            chain.n, chain.head = n, after or ""
        self.end, self.last = end, after or ""
        if not self.first and content:
            self.first = digests(b"".join(content[:2]))[1]
        return b"".join(content)

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


def _form(kind: type[Event]) -> tuple[str, Callable[[Event], dict[str, Any]]]:
    """An event type's name, and its fields as a dict: orjson reads a slotted dataclass three times slower."""
    names = tuple(one.name for one in fields(kind))
    values = attrgetter(*names) if len(names) > 1 else lambda event: (getattr(event, names[0]),)
    return kind.__name__, lambda event: dict(zip(names, values(event), strict=True))


_FORMS: Mapping[type, tuple[str, Callable[[Event], dict[str, Any]]]] = {
    kind: _form(kind) for kind in get_args(Event)
}
EVENTS = frozenset(kind.__name__ for kind in _FORMS)  # the types that this program knows
