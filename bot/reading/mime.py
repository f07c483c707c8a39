"""What the edges need of a mail before anybody reads it: its head, its text, the ids that it cites.

Bytes in, frozen values out, for any bytes and in time linear in their number: `head` looks at the header
block alone, the rest at bounded parts. Values are free of control characters. Nothing here decides whose
a mail is or what it means, and no header is believed further than "the mail says so".
"""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.patterns import pattern
from bot.reading import fields as header
from bot.reading.parts import Leaf, leaves, text_of
from bot.reading.quotes import fresh

_RETURNED = frozenset(("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"))
_CITED = pattern(r"^[ \t>]{0,8}Message-ID:\s{0,9}(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_RELANCE = pattern(r"^[ \t>]{0,8}X-Relance-Id:[ \t]{0,9}(\S{1,200})", re.IGNORECASE | re.MULTILINE)
_REPLY_MARKS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
    "x-failed-recipients",
)
_DAEMON = pattern(r"^(?:mailer-?daemon|postmaster|mail-daemon|bounces?)\b")


@dataclass(frozen=True, slots=True)
class Head:
    """A mail's header as far as Relance uses it. Message-IDs keep their angle brackets."""

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender: str  # address, lower case; empty when there is none
    sender_name: str
    to: tuple[str, ...]  # all of To, Cc and Delivered-To
    subject: str
    date: datetime | None  # what the Date field claims
    relance_id: str
    auto: bool  # a machine wrote it, by its own account
    received: datetime | None = None  # of the topmost Received field
    is_mail: bool = True  # at least one field that a mail has
    bulk: bool = False  # sent to many: List-Unsubscribe, List-Id, or such a Precedence without Auto-Submitted


def head(raw: bytes) -> Head:
    found = header.fields(header.split(raw[: header.BLOCK + 8])[0])
    sender, name = header.mailbox((found.get("from") or found.get("sender") or [""])[0])
    replied = header.ids(header.first(found, "in-reply-to"))
    return Head(
        message_id=_id(header.first(found, "message-id")),
        in_reply_to=replied[0] if replied else "",
        references=header.ids(header.first(found, "references")),
        sender=sender,
        sender_name=name,
        to=_recipients(found),
        subject=header.text(found, "subject"),
        date=header.moment(header.first(found, "date")),
        relance_id=header.first(found, "x-relance-id")[:200],
        auto=_auto(found),
        received=_received(found),
        is_mail=header.is_mail(found),
        bulk=_bulk(found),
    )


def whole_text(raw: bytes) -> str:
    """All readable text, quoted history and signature included; HTML converted."""
    return text_of(leaves(raw))


def new_text(raw: bytes) -> str:
    """The writer's own words: quoted history, signature and disclaimer cut."""
    return fresh(whole_text(raw))


def message_ids_cited(raw: bytes) -> tuple[str, ...]:
    """In-Reply-To, References and, in what a machine returns to us, the Message-ID of the returned mail."""
    found = header.fields(header.split(raw[: header.BLOCK + 8])[0])
    cited = [*header.ids(header.first(found, "in-reply-to")), *header.ids(header.first(found, "references"))]
    cited += [i for text in _returned_texts(raw, found) for i in _CITED.findall(text)]
    return tuple(dict.fromkeys(cited))


def returned_relance_id(raw: bytes) -> str:
    """The X-Relance-Id in the mail that a delivery report brings back; empty when there is none."""
    found = header.fields(header.split(raw[: header.BLOCK + 8])[0])
    for text in _returned_texts(raw, found):
        stated = _RELANCE.search(text)
        if stated:
            return header.clean(stated[1])
    return ""


def _returned_texts(raw: bytes, found: header.Fields) -> list[str]:
    if not (_auto(found) or _DAEMON.match(header.mailbox((found.get("from") or [""])[0])[0])):
        return []
    inner = leaves(raw)
    returned = [leaf for leaf in inner if leaf.type in _RETURNED]
    return [
        _as_text(leaf) for leaf in returned or inner if leaf.type in _RETURNED or leaf.type == "text/plain"
    ]


def _as_text(leaf: Leaf) -> str:
    return header.as_text(leaf.data()).replace("\r\n", "\n")


def _id(value: str) -> str:
    found = header.ids(value)
    return found[0] if found else value[:500]


def _recipients(found: header.Fields) -> tuple[str, ...]:
    values = [v for name in ("to", "cc", "delivered-to") for v in found.get(name, ())[:50]]
    return tuple(dict.fromkeys(a for v in values for a in header.addresses(v)))


def _received(found: header.Fields) -> datetime | None:
    value = header.first(found, "received")
    return header.moment(value.rpartition(";")[2]) if ";" in value else None


def _bulk(found: header.Fields) -> bool:
    if "auto-submitted" in found:
        return False
    listed = "list-unsubscribe" in found or "list-id" in found
    return listed or header.first(found, "precedence").lower() in ("bulk", "list")


def _auto(found: header.Fields) -> bool:
    submitted = header.first(found, "auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if header.first(found, "precedence").lower() in ("bulk", "junk", "auto_reply", "auto-reply"):
        return True
    if found.get("return-path") and header.first(found, "return-path") == "<>":
        return True
    if header.first(found, "content-type").lower().startswith("multipart/report"):
        return True
    return any(name in found and found[name] != ["no"] for name in _REPLY_MARKS)
