"""Reads back the pages that typst printed: their words, and where each run of them stands.

Knows only what those PDFs hold (no object streams, two-byte glyphs with a ToUnicode map): no PDF library.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_MM = 72 / 25.4  # points
_HEIGHT = 297  # millimetres of A4
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_STRING = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f]*>", re.S)
_ACT = re.compile(
    rb"1 0 0 -1 (?P<x>[\d.-]+) (?P<y>[\d.-]+) cm|/(?P<font>f\d+) [\d.]+ Tf|"
    rb"(?P<show>\[(?:"
    + _STRING.pattern
    + rb"|[\d.\s-]+)*\]TJ|(?:"
    + _STRING.pattern
    + rb")\s*Tj)|(?P<end>\bET\b)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one hand; `x` and `y` in millimetres from the left and the top, on the line they stand on."""

    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(run.words for run in self.runs)).strip()


def pages(pdf: bytes) -> list[Page]:
    found = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj\b(.*?)\bendobj", pdf, re.S)}
    return [_page(found, body) for _, body in sorted(found.items()) if b"/Type/Page/" in body]


def _page(found: dict[int, bytes], body: bytes) -> Page:
    fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", found[_number(rb"/Resources", body)]))
    maps = {name: _letters(found, int(number)) for name, number in fonts.items()}
    content = _stream(found[_number(rb"/Contents", body)])
    runs, words, letters, at = [], "", {}, (0.0, 0.0)
    for act in _ACT.finditer(content):
        if act["x"]:
            at = float(act["x"]), float(act["y"])
        elif act["font"]:
            letters = maps[act["font"]]
        elif act["show"]:
            words += "".join(letters.get(glyph, "\ufffd") for glyph in _glyphs(act["show"]))
        else:
            runs.append(Run(words.replace("\u200b", ""), at[0] / _MM, _HEIGHT - at[1] / _MM))
            words = ""
    return Page(tuple(runs))


def _number(key: bytes, body: bytes) -> int:
    match = re.search(key + rb" (\d+) 0 R", body)
    assert match
    return int(match[1])


def _stream(body: bytes) -> bytes:
    match = re.search(rb"stream\r?\n(.*)\r?\nendstream", body, re.S)
    assert match
    return zlib.decompress(match[1]) if b"FlateDecode" in body else match[1]


def _letters(found: dict[int, bytes], font: int) -> dict[int, str]:
    table = _stream(found[_number(rb"/ToUnicode", found[font])])
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _glyphs(shown: bytes) -> Iterator[int]:
    for string in _STRING.findall(shown):
        raw = bytes.fromhex(string[1:-1].decode()) if string[:1] == b"<" else _plain(string[1:-1])
        yield from (int.from_bytes(raw[k : k + 2]) for k in range(0, len(raw), 2))


def _plain(string: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        code = match[1]
        return bytes([int(code, 8)]) if code.isdigit() else _ESCAPES.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, string, flags=re.S)
