"""One walk over a journal's lines, as fast as the hashing allows: is all in order, and what does it name?

Raw lines go in, in file order; out come the seals, the evidence named, the cases and one word: `orderly`.
It hashes and parses each line once and stops at nothing. What is wrong, where everything is not in order,
is for `diagnosis` to find: that needs all lines at once, this needs only the one before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from bot.events import HOUSE, VERSION, Sealed
from bot.journal.chain import EVENTS, OWN, TAIL
from bot.journal.evidence import NAMES, evidence_in
from bot.journal.tree import Tree

_NAMING_CASES = frozenset({"NoticeOpened", "MailUnplaced"})
_NOTED = frozenset({*NAMES, *_NAMING_CASES, Sealed.__name__})


class Place(NamedTuple):
    """Where a line stands: in the file (from 1), and in its chain."""

    line: int
    case: str
    n: int


@dataclass(frozen=True, slots=True)
class SealSeen:
    line: int
    case: str
    n: int
    count: int
    root: str
    at: str
    right: bool | None  # None: not over exactly the lines before it, so not yet judged

    def judged(self, root: str) -> "SealSeen":
        return self if self.right is not None else replace(self, right=root == self.root)


@dataclass(slots=True)
class Trail:
    """What a walk has seen so far."""

    count: int = 0
    orderly: bool = True
    seals: list[SealSeen] = field(default_factory=list)
    named: dict[str, Place] = field(default_factory=dict)  # evidence, by digest
    doubtful: set[str] = field(default_factory=set)  # evidence named by lines that are not what they state
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)  # case: n and SHA-256 of its last line
    cases: dict[str, Place] = field(default_factory=dict)  # cases that lines of other chains speak of
    tree: Tree = field(default_factory=Tree)
    last: str | None = None
    first: str | None = None
    at: str = ""
    simulated: bool = False

    def follow(self, lines: Iterable[bytes]) -> None:
        heads, push, last = self.heads, self.tree.push, self.last
        for line in lines:
            own = sha256(line[:-TAIL])
            tail, stated = line[-TAIL:], own.hexdigest()
            own.update(tail)
            leaf = own.digest()
            whole = leaf.hex()
            try:
                record = orjson.loads(line)
                case, n, at, kind = record["case"], record["n"], record["at"], record["type"]
                before = heads.get(case) or (0, self.first)
                sound = tail == OWN % stated.encode()
                self.orderly = (
                    self.orderly
                    and sound
                    and record["after"] == last
                    and record["prev"] == before[1]
                    and n == before[0] + 1
                    and at >= self.at
                    and kind in EVENTS
                    and record["v"] == VERSION
                    and self._same_clock(record)
                )
                heads[case] = (n, whole)
                self.at = at
                if kind in _NOTED:
                    self._note(record, sound=sound)
            except (KeyError, TypeError, ValueError, AttributeError):
                self.orderly = False
            push(leaf)
            self.count += 1
            last = whole
            self.first = self.first or whole
        self.last = last

    def _same_clock(self, record: dict[str, Any]) -> bool:
        if not self.count:
            self.simulated = record.get("simulated", False) is True
        return record.get("simulated", False) is self.simulated

    def _note(self, record: dict[str, Any], *, sound: bool) -> None:
        kind, told = record["type"], record["data"]
        place = Place(self.count + 1, record["case"], record["n"])
        if not sound:
            self.doubtful.update(evidence_in(kind, told))
        elif kind == Sealed.__name__:
            right = self.tree.root().hex() == told["root"] if told["count"] == self.count else None
            self.seals.append(SealSeen(*place, told["count"], told["root"], record["at"], right))
        else:
            for digest in evidence_in(kind, told):
                self.named.setdefault(digest, place)
            if place.case == HOUSE:
                for case in told.get("cases", ()):
                    self.cases.setdefault(case, place)
