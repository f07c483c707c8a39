"""Verify: a data folder and outside witnesses go in, a report with every flaw comes out.

Without a witness the most that it says is "consistent": whoever can write the journal could have written
all of it anew. With a root from outside it says "unchanged up to" that seal. It takes no lock, so that it
may run beside the service, never stops at the first flaw, and mends nothing.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.errors import OperatorError
from bot.journal.diagnosis import diagnose, see
from bot.journal.flaws import Flaw
from bot.journal.lines import FILE
from bot.journal.places import blocks, lines, whole_to
from bot.journal.shelf import Shelf
from bot.journal.trail import SealSeen, Trail
from bot.journal.tree import Tree
from bot.journal.witness import Witness


@dataclass(frozen=True, slots=True)
class SealedTo:
    """A seal that is right: over the first `count` lines, set at that moment."""

    count: int
    root: str
    at: str


@dataclass(frozen=True, slots=True)
class Report:
    sealed_to: SealedTo | None
    witnessed_to: SealedTo | None
    unsealed: int  # lines that no right seal covers; seals themselves are not counted
    flaws: tuple[Flaw, ...]

    @property
    def sound(self) -> bool:
        return not self.flaws

    def as_json(self) -> dict[str, Any]:
        return {"sound": self.sound, **asdict(self), "flaws": [asdict(flaw) for flaw in self.flaws]}

    def sentences(self) -> tuple[str, ...]:
        """The report in words, which claim no more than was shown."""
        told = [*map(_said, self.flaws)] or [self._verdict()]
        if self.sealed_to:
            told.append(f"Sealed up to line {self.sealed_to.count}, on {self.sealed_to.at}.")
        if self.unsealed:
            told.append(f"Not sealed yet: {self.unsealed} lines.")
        if not self.witnessed_to:
            told.append(
                "No witness from outside was given or matched: a journal written anew would pass too."
            )
        elif self.flaws:
            told.append(f"The witness confirms line 1 to line {self.witnessed_to.count} as they were sealed.")
        return tuple(told)

    def _verdict(self) -> str:
        if self.witnessed_to:
            return f"Unchanged up to line {self.witnessed_to.count}, sealed on {self.witnessed_to.at}."
        return "Consistent."


def _said(flaw: Flaw) -> str:
    place = flaw.file + (f", line {flaw.line}" if flaw.line else "")
    chain = f" ({flaw.case}, n {flaw.n})" if flaw.case else ""
    return f"{flaw.flaw}: {place}{chain}: {flaw.detail}"


def verify(folder: Path, witnesses: Sequence[Witness]) -> Report:
    """The report on the journal and the evidence of a data folder; OperatorError if there is none."""
    shelf = Shelf.of(folder)  # before the journal: what arrives meanwhile is then not taken for unknown
    try:
        fd = os.open(folder / FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise OperatorError(f"{folder / FILE}: cannot be read ({error.strerror})") from error
    try:
        trail, end = Trail(), 0
        end = _follow(fd, trail, end)
        evidence = [*shelf.flaws(trail.named, trail.doubtful)]
        if os.fstat(fd).st_size > end:  # it may have been arriving while we read
            end = _follow(fd, trail, end)
        return _report(fd, end, trail, [*evidence, *_torn(fd, trail, end)], witnesses)
    finally:
        os.close(fd)


def _follow(fd: int, trail: Trail, start: int) -> int:
    end = whole_to(fd, os.fstat(fd).st_size)
    for block in blocks(fd, start, end):
        trail.follow(block)
    return end


def _torn(fd: int, trail: Trail, end: int) -> Iterator[Flaw]:
    torn = os.fstat(fd).st_size - end
    if torn:
        yield Flaw("torn", FILE, trail.count + 1, detail=f"{torn} bytes after the last newline")
    elif not trail.count:
        yield Flaw("unreadable", FILE, detail="the file is empty")


def _report(fd: int, end: int, trail: Trail, others: list[Flaw], witnesses: Sequence[Witness]) -> Report:
    seals = _judged(fd, end, trail)
    flaws = [*_line_flaws(fd, end, trail), *_absent_cases(trail)]
    flaws += _wrong_seals(seals, flaws)
    right = [seal for seal in seals if seal.right]
    sealed = max(right, key=lambda seal: seal.count, default=None)
    flaws += [_cut(one) for one in witnesses if not any(seal.root in one.roots for seal in seals)]
    roots = {root for one in witnesses for root in one.roots}
    witnessed = max((one for one in right if one.root in roots), key=lambda seal: seal.count, default=None)
    covered = sealed.count if sealed else 0
    unsealed = trail.count - covered - sum(seal.line > covered for seal in seals)
    flaws.sort(key=lambda flaw: flaw.line or trail.count + 2)
    return Report(_to(sealed), _to(witnessed), unsealed, (*flaws, *others))


def _to(seal: SealSeen | None) -> SealedTo | None:
    return SealedTo(seal.count, seal.root, seal.at) if seal else None


def _cut(witness: Witness) -> Flaw:
    detail = f"no seal has the root of {witness.source}: the end was cut off, or all was written anew"
    return Flaw("cut", FILE, detail=detail)


def _line_flaws(fd: int, end: int, trail: Trail) -> list[Flaw]:
    if not trail.stumbled:
        return []
    lost = max((seal.count - seal.line + 1 for seal in trail.seals), default=0)
    found = diagnose([see(line) for line, _ in lines(fd, 0, end)], lost)
    return found or [Flaw("altered", FILE, trail.stumbled, detail="it does not follow the lines before it")]


def _absent_cases(trail: Trail) -> Iterator[Flaw]:
    for case, place in trail.cases.items():
        if case not in trail.heads:
            detail = f"line {place[0]} speaks of this case, and no line of it is there"
            yield Flaw("case_missing", FILE, place[0], case, None, detail)


def _wrong_seals(seals: Iterable[SealSeen], flaws: Sequence[Flaw]) -> list[Flaw]:
    """A seal over a line that is flawed, or that stood elsewhere, cannot be right and says nothing new."""
    first = min((0 if flaw.flaw == "moved" else flaw.line or 0 for flaw in flaws), default=None)
    return [
        Flaw("seal_wrong", FILE, seal.line, seal.case, seal.n, f"its root is not that of {seal.count} lines")
        for seal in seals
        if not seal.right and (first is None or first > seal.line)
    ]


def _judged(fd: int, end: int, trail: Trail) -> list[SealSeen]:
    """Seals over fewer lines than stand before them (somebody appended in that moment) need another walk."""
    late = {seal.count for seal in trail.seals if seal.right is None}
    roots = _roots_at(fd, end, late) if late else {}
    return [seal.judged(roots.get(seal.count, "")) for seal in trail.seals]


def _roots_at(fd: int, end: int, counts: set[int]) -> Mapping[int, str]:
    tree, roots = Tree(), {}
    for line, _ in lines(fd, 0, end):
        tree.extend([sha256(line).digest()])
        if len(tree) in counts:
            roots[len(tree)] = tree.root().hex()
    return roots
