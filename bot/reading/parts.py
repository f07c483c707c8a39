"""A mail's body as its readable leaves: bytes in, `Leaf` values out, decoded on demand.

An own splitter instead of the standard parser, which recurses, keeps 160 MB for a 30 MB mail and takes
seconds over 20,000 parts. Depth, number of parts and size of a leaf are bounded; each level is one search
over the bytes, so time grows with the size of the mail alone. It opens no attachment and follows no link.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.patterns import pattern
from bot.reading import fields as header
from bot.reading.markup import to_text

DEPTH = 12
PARTS = 200
TEXT = 200_000  # characters of text that are read at most
LEAF = 300_000  # encoded bytes kept of one leaf
SEALED = 2_000  # of one that nobody reads
HEAD = 20_000  # of a part's header
BODY = 3_000_000  # of all leaves together

_PARAM = pattern(r";\s{0,9}([\w*-]{1,30})\s{0,9}=\s{0,9}(?:\"([^\"]{0,300})\"|([^\s;\"]{1,300}))")
_NO_HTML = pattern(
    r"html.{0,80}(?:support|affich|display|view|lire|activ)|(?:support|affich|display|view).{0,60}html"
    r"|(?:messagerie|mail client|mail program).{0,60}html",
    re.IGNORECASE | re.DOTALL,
)
# a line of a boundary and, right below it, a part's header
_OPENING = pattern(rb"^--([^\r\n]{3,100}?)[ \t]{0,9}\r?\nContent-", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leaf:
    type: str  # "text/plain", lower case
    body: bytes  # still encoded, cut to `LEAF`
    charset: str = ""
    encoding: str = ""
    attached: bool = False

    def data(self) -> bytes:
        if self.encoding == "base64":
            return header.from_base64(self.body)
        return binascii.a2b_qp(self.body) if self.encoding == "quoted-printable" else self.body

    def text(self) -> str:
        text = header.charset_text(self.data(), self.charset)[:TEXT].replace("\0", "")
        return to_text(text) if self.type == "text/html" else text


@dataclass(frozen=True, slots=True)
class Kind:
    """Content-Type, taken apart."""

    type: str
    params: dict[str, str]


def kind(found: header.Fields, default: str = "text/plain") -> Kind:
    value = header.first(found, "content-type")[:4000]
    name = value.split(";", 1)[0].strip().lower().split(" ", 1)[0]
    params = {m[1].lower().rstrip("*"): m[2] or m[3] or "" for m in _PARAM.finditer(value)}
    return Kind(name if "/" in name else default, params)


class _Budget:
    """How many parts and bytes may still be looked at: one count for the whole mail."""

    __slots__ = ("left", "parts")

    def __init__(self) -> None:
        self.parts = PARTS
        self.left = BODY

    def take(self) -> bool:
        self.parts -= 1
        return self.parts >= 0

    def bytes(self, raw: bytes, at: "_Span", kind: str) -> bytes:
        wanted = LEAF if kind.startswith(("text/", "message/")) else SEALED
        kept = raw[at.start : min(at.end, at.start + min(wanted, self.left))]
        self.left -= len(kept)
        return kept


def leaves(raw: bytes) -> tuple[Leaf, ...]:
    if b"\n" not in raw[:2000] and b"\r" in raw[:2000]:
        raw = raw[: 4 * BODY].replace(b"\r", b"\n")  # lines as old Macintoshes ended them
    found, start = _opened(raw, 0, len(raw), bare=False)
    return tuple(_leaves(raw, found, _Span(start, len(raw)), DEPTH, _Budget()))


# Parts are places in the one mail, never copies: a mail of 40 MB is in memory once.
class _Span(NamedTuple):
    start: int
    end: int


def _leaves(raw: bytes, found: header.Fields, at: _Span, depth: int, budget: _Budget) -> Iterator[Leaf]:
    what = kind(found)
    if not what.type.startswith("multipart/"):
        yield _leaf(found, what, budget.bytes(raw, at, what.type))
        return
    boundary = _boundary(what, raw, at)
    if not boundary or depth == 0:
        # no way in: read what stands there as text rather than lose a debtor's words
        yield Leaf("text/plain", budget.bytes(raw, at, "text/plain"))
        return
    inner: list[Leaf] = []
    for part in _split(raw, b"--" + boundary, at):
        if budget.take():
            fields, start = _opened(raw, part.start, part.end, bare=True)
            inner += _leaves(raw, fields, _Span(start, part.end), depth - 1, budget)
    yield from _best(inner) if what.type == "multipart/alternative" else inner


def _boundary(what: Kind, raw: bytes, at: _Span) -> bytes:
    """The declared one; if it does not occur, the one that does: some programs rewrite only the head."""
    declared = what.params.get("boundary", "").encode("utf-8", "replace")
    if declared and _next(raw, b"--" + declared, at) >= 0:
        return declared
    seen = _OPENING.search(raw, at.start, min(at.end, at.start + 20_000))
    return seen[1] if seen else b""


def _opened(raw: bytes, start: int, end: int, *, bare: bool) -> tuple[header.Fields, int]:
    """A part's fields and where its body begins; bare: it may come without a header."""
    if bare and raw[start : start + 1] in (b"\r", b"\n"):
        return {}, start
    block, body = header.bounds(raw, start, end)
    found = header.fields(raw[block : min(body, block + (HEAD if bare else header.BLOCK))])
    return (found, body) if found or not bare else ({}, start)


def _split(raw: bytes, mark: bytes, at: _Span) -> Iterator[_Span]:
    """The parts between the boundary lines; the preamble and the epilogue are left out."""
    here = _next(raw, mark, at)
    for _ in range(PARTS):
        if here < 0:
            return
        line_end = raw.find(b"\n", here, at.end)
        if line_end < 0 or raw[here + len(mark) : here + len(mark) + 2] == b"--":
            return
        following = _next(raw, mark, _Span(line_end, at.end))
        yield _Span(line_end + 1, following if following >= 0 else at.end)
        here = following


def _next(raw: bytes, mark: bytes, at: _Span) -> int:
    """Where a line begins with the mark."""
    if raw.startswith(mark, at.start, at.end) and (at.start == 0 or raw[at.start - 1 : at.start] == b"\n"):
        return at.start
    found = raw.find(b"\n" + mark, at.start, at.end)
    return found + 1 if found >= 0 else -1


def _leaf(found: header.Fields, what: Kind, body: bytes) -> Leaf:
    placed = header.first(found, "content-disposition")[:40].lower()
    return Leaf(
        type=what.type,
        body=body,
        charset=what.params.get("charset", ""),
        encoding=header.first(found, "content-transfer-encoding").lower(),
        attached=placed.startswith("attachment")
        or ("name" in what.params and not placed.startswith("inline")),
    )


def _best(inner: list[Leaf]) -> list[Leaf]:
    """Of alternatives the plain text, unless it is empty or only says that there is HTML."""
    plain = [leaf for leaf in inner if leaf.type == "text/plain" and not leaf.attached]
    html = [leaf for leaf in inner if leaf.type == "text/html"]
    if html and not any(_says_something(leaf.text()) for leaf in plain):
        return html
    others = [leaf for leaf in inner if leaf.type not in ("text/plain", "text/html")]
    return plain + others


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not (len(text) < 300 and _NO_HTML.search(text))


def text_of(found: tuple[Leaf, ...]) -> str:
    """The readable text of a mail: its inline text leaves one after another."""
    shown = [leaf for leaf in found if leaf.type in ("text/plain", "text/html") and not leaf.attached]
    if not shown:
        shown = [leaf for leaf in found if leaf.type.startswith("text/") and leaf.type != "text/calendar"][:1]
    return "\n\n".join(leaf.text() for leaf in shown[:20])[:TEXT]
