"""Witnesses: roots of a journal that stand outside it, where nobody who can alter the journal can alter them.

A root in hex, or the name of a file that holds one (a digest mail, a note), goes in; the roots come out.
Of a mail the decoded text is searched as well, since a transfer encoding may have cut the root in two.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Self

from bot.errors import OperatorError

_ROOT = re.compile(rb"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])")


@dataclass(frozen=True, slots=True)
class Witness:
    """`roots` are all that it holds; one of them is the journal's, if it witnesses this journal."""

    source: str
    roots: tuple[str, ...]

    @classmethod
    def of(cls, given: str) -> Self:
        """A root in hex, or a file; OperatorError if it is neither."""
        if _ROOT.fullmatch(given.encode()):
            return cls(given, (given.lower(),))
        try:
            raw = Path(given).read_bytes()
        except OSError as error:
            raise OperatorError(f"{given}: cannot be read as a witness ({error.strerror})") from error
        found = dict.fromkeys(
            root.decode().lower() for text in (raw, *_texts(raw)) for root in _ROOT.findall(text)
        )
        if not found:
            raise OperatorError(
                f"{given}: holds no root (64 hexadecimal digits); give the digest mail itself"
            )
        return cls(given, tuple(found))


def _texts(raw: bytes) -> Iterator[bytes]:
    for part in message_from_bytes(raw).walk():
        if part.get_content_maintype() == "text":
            text = part.get_payload(decode=True)
            if isinstance(text, bytes):
                yield text
