"""What the owner's mail carries besides words: its attachments, and what our own server says of its sender.

Bytes in, values out, never an exception for what a mail may hold. Names are nothing but names.
"""

import re
from email import message_from_bytes
from email.errors import MessageError

from bot.reading import fields as header

_MOST_FILES, _LARGEST = 20, 25_000_000
# What mail programs and servers attach by themselves: signatures, footers, cards, invitations.
_BY_ITSELF = re.compile(
    r"(?i:att\d{3,8}\.(?:txt|html?|dat)|smime\.p7[sm]|winmail\.dat|.*\.(?:asc|sig|vcf|ics|p7s))"
)


def attachments(raw: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name and content of each attached file, inline pictures of signatures left out."""
    found: list[tuple[str, bytes]] = []
    try:
        parts = list(message_from_bytes(raw).walk())
    except (MessageError, RecursionError, ValueError):
        return ()
    for part in parts:
        name = header.decode_words(str(part.get_filename("") or ""))
        if part.is_multipart() or not name or part.get_content_maintype() == "image":
            continue
        if _BY_ITSELF.fullmatch(_plain(name)):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and 0 < len(content) <= _LARGEST and len(found) < _MOST_FILES:
            found.append((_plain(name), content))
    return tuple(found)


def _plain(name: str) -> str:
    last = header.clean(name).replace("\\", "/").rpartition("/")[2]
    return last.strip(". ")[:120] or "document"


def authentication_results(raw: bytes) -> str:
    """The topmost Authentication-Results field; empty when there is none."""
    found = header.fields(header.split(raw[: header.BLOCK + 8])[0])
    return header.first(found, "authentication-results")
