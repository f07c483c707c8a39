"""One walk over a journal's lines, as fast as the hashing allows: is all in order, and what does it name?

Raw lines go in, in file order; out come the seals, the evidence named, the cases and whether all is in
order. It hashes and parses each line once and stops at nothing. What is wrong, where not all is in order,
is for `diagnosis` to find: that needs all lines at once, this needs only the one before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from orjson import loads

from bot.events.entries import HOUSE, VERSION
from bot.events.house import Sealed
from bot.journal.chain import EVENTS, TAIL
from bot.journal.evidence import NAMES, evidence_in
from bot.journal.tree import Tree

_NAMING_CASES = frozenset({"NoticeOpened", "MailUnplaced"})
_NOTED = frozenset({*NAMES, *_NAMING_CASES, Sealed.__name__})

Place = tuple[int, str, int]  # the line in the file (from 1), its case, its n


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
    stumbled: int = 0  # the first line (from 1) that is not in order; 0: all are
    seals: list[SealSeen] = field(default_factory=list)
    named: dict[str, Place] = field(default_factory=dict)  # evidence, by digest
    doubtful: set[str] = field(default_factory=set)  # evidence named by lines that are not what they state
    heads: dict[str, tuple[int, str | None]] = field(default_factory=dict)  # by case: n and SHA-256, the last
    cases: dict[str, Place] = field(default_factory=dict)  # cases that the house speaks of
    simulated: bool = False
    _first: str | None = None  # SHA-256 of the first line
    _last: str | None = None
    _at: str = ""
    _tree: Tree = field(default_factory=Tree)
    _leaves: list[bytes] = field(default_factory=list)  # not yet in the tree

    def follow(self, lines: Iterable[bytes]) -> None:
        # Half a million lines come by here: names are local, and what is rare has a method of its own.
        heads, grow, last, at, line_n = self.heads, self._leaves.append, self._last, self._at, self.count
        for line in lines:
            own = sha256(line[:-TAIL])
            stated = own.hexdigest()
            own.update(line[-TAIL:])
            leaf = own.digest()
            line_n += 1
            try:
                record = loads(line)
                case, n, kind = record["case"], record["n"], record["type"]
                before = heads.get(case) or self._meet(record)
                sound = record["sha256"] == stated
                if not (
                    sound
                    and record["after"] == last
                    and record["prev"] == before[1]
                    and n == before[0] + 1
                    and record["at"] >= at
                    and kind in EVENTS
                    and record["v"] == VERSION
                    and ("simulated" in record) is self.simulated
                ):
                    self._stumble(line_n)
                last = leaf.hex()
                heads[case] = (n, last)
                at = record["at"]
                if kind in _NOTED:
                    self._note(record, (line_n, case, n), sound=sound)
            except (KeyError, TypeError, ValueError, AttributeError):
                self._stumble(line_n)
                last = leaf.hex()
            grow(leaf)
        self._last, self._at, self.count = last, at, line_n
        self._plant()

    def _meet(self, record: dict[str, Any]) -> tuple[int, str | None]:
        """A case's first line follows the journal's first, which follows nothing and says what all are."""
        if self._first is None and self._leaves:
            self._first = self._leaves[0].hex()
        elif self._first is None:
            self.simulated = record.get("simulated") is True
        return (0, self._first)

    def _stumble(self, line: int) -> None:
        self.stumbled = self.stumbled or line

    def _plant(self) -> None:
        if self._first is None and self._leaves:
            self._first = self._leaves[0].hex()
        self._tree.extend(self._leaves)
        self._leaves.clear()

    def _note(self, record: dict[str, Any], place: Place, *, sound: bool) -> None:
        kind, told = record["type"], record["data"]
        if not sound:
            self.doubtful.update(evidence_in(kind, told))
        elif kind == Sealed.__name__:
            self._seal(told["count"], told["root"], record["at"], place)
        else:
            for digest in evidence_in(kind, told):
                self.named.setdefault(digest, place)
            if place[1] == HOUSE:
                for case in told.get("cases", ()):
                    self.cases.setdefault(case, place)

    def _seal(self, count: int, root: str, at: str, place: Place) -> None:
        self._plant()
        right = self._tree.root().hex() == root if count == len(self._tree) else None
        self.seals.append(SealSeen(*place, count, root, at, right))
