"""Letters drawn as pictures, one pixel for each millimetre: where anything at all stands on the paper.

Typst gives PNG bytes; they are opened with zlib and the four filters of RFC 2083, so that no imaging library
is needed. A pixel is "drawn" as soon as it is not perfectly white, be it by a hairline.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import typst

from bot.draft import Draft
from bot.letters import Writer

_PPI = 25.4  # one pixel a millimetre
_CHANNELS = 4  # red, green, blue, opacity
_WHITE = bytes([255] * _CHANNELS)


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    drawn: frozenset[tuple[int, int]]  # (x, y) in millimetres from the left and the top

    def outside(self, *, left: int, top: int, right: int, bottom: int) -> list[tuple[int, int]]:
        """What is drawn nearer to an edge than these margins, in reading order."""
        found = (
            (x, y)
            for x, y in self.drawn
            if not (left <= x < self.width - right and top <= y < self.height - bottom)
        )
        return sorted(found, key=lambda at: (at[1], at[0]))


class Easel:
    """The page's source, ready to draw."""

    def __init__(self, source: str) -> None:
        self._source = source.encode()
        fonts = typst.Fonts(include_system_fonts=False)
        self._compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)

    def draw(self, writer: Writer, draft: Draft, day: date) -> list[Picture]:
        told = json.dumps(writer.told(draft, day), ensure_ascii=False)
        drawn = self._compiler.compile(
            input=self._source, format="png", ppi=_PPI, sys_inputs={"letter": told}
        )
        return [opened(png) for png in (drawn if isinstance(drawn, list) else [drawn]) if png]


def opened(png: bytes) -> Picture:
    """A PNG of eight bits in four channels, not interlaced: what typst writes."""
    chunks = dict[bytes, bytes]()
    for name, body in _chunks(png):
        chunks[name] = chunks.get(name, b"") + body
    head = chunks[b"IHDR"]
    width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
    assert tuple(head[8:]) == (8, 6, 0, 0, 0), "eight bits, four channels, not interlaced"
    rows = enumerate(_rows(zlib.decompress(chunks[b"IDAT"]), width * _CHANNELS))
    blank = _WHITE * width
    drawn = {
        (x, y)
        for y, row in rows
        if row != blank
        for x in range(width)
        if row[_CHANNELS * x : _CHANNELS * (x + 1)] != _WHITE
    }
    return Picture(width, height, frozenset(drawn))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _rows(packed: bytes, width: int) -> Iterator[bytes]:
    """RFC 2083, 6: each row is written as what differs from its left and upper neighbours."""
    above = bytes(width)
    for at in range(0, len(packed), width + 1):
        above = _row(packed[at], packed[at + 1 : at + 1 + width], above)
        yield above


def _row(kind: int, packed: bytes, above: bytes) -> bytes:
    row = bytearray(packed)
    if kind == 2:
        return bytes((one + up) & 255 for one, up in zip(packed, above, strict=True))
    for k in range(len(row)) if kind else ():
        left, corner = (row[k - _CHANNELS], above[k - _CHANNELS]) if k >= _CHANNELS else (0, 0)
        guess = {1: left, 3: (left + above[k]) // 2}.get(kind)
        row[k] = (row[k] + (_nearest(left, above[k], corner) if guess is None else guess)) & 255
    return bytes(row)


def _nearest(left: int, up: int, corner: int) -> int:
    """Paeth's: whichever neighbour the plane through all three comes nearest to."""
    plane = left + up - corner
    return min((left, up, corner), key=lambda one: abs(plane - one))
