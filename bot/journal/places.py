"""Lines of the journal by their place: an open file and byte offsets in, raw lines out, newline removed.

It knows nothing of what a line says, takes no lock, and gives whole lines only: bytes after the last
newline are left out, since they are torn or still arriving.
"""

import os
from collections.abc import Iterator

_BLOCK = 1 << 18  # bytes: its lines stay in the processor's cache
_LINE = 4096  # bytes: most lines are shorter


def blocks(fd: int, start: int, end: int) -> Iterator[list[bytes]]:
    """Every whole line between two offsets, many at a time."""
    rest = b""
    while start < end:
        block = os.pread(fd, min(_BLOCK, end - start), start)
        if not block:
            return
        start += len(block)
        *whole, rest = (rest + block).split(b"\n")
        yield whole


def lines(fd: int, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """The same, one by one, with the place of its first byte."""
    for whole in blocks(fd, start, end):
        for line in whole:
            yield line, start
            start += len(line) + 1


def whole_to(fd: int, end: int) -> int:
    """The byte after the last newline before `end`."""
    while end > 0:
        start = max(end - _BLOCK, 0)
        found = os.pread(fd, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def line_at(fd: int, offset: int) -> bytes | None:
    """The line that begins at `offset`; None if it has no end."""
    size = _LINE
    while True:
        block = os.pread(fd, size, offset)
        end = block.find(b"\n")
        if end >= 0:
            return block[:end]
        if len(block) < size:
            return None
        size *= 4


def line_before(fd: int, offset: int) -> bytes | None:
    """The line whose newline is the byte before `offset`; None if there is none."""
    size = _LINE
    while True:
        start = max(offset - size, 0)
        block = os.pread(fd, offset - start, start)
        if len(block) < offset - start or not block.endswith(b"\n"):
            return None
        before = block.rfind(b"\n", 0, -1)
        if before >= 0 or start == 0:
            return block[before + 1 : -1]
        size *= 4
