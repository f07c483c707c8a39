"""A letter as the bytes that go to SMTP, to Sent and into the evidence: the same ones everywhere.

Header values are stripped of control characters before they get here or here at the latest; addresses are
taken whole, never assembled from names. All parts are 7-bit, so that no server has to touch them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\x85]+")
_POLICY = SMTP.clone(max_line_length=200, cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """The finished mail with what its envelope needs."""

    raw: bytes
    message_id: str
    sender: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in the header, besides what is the same in every letter."""

    sender_name: str
    sender: str
    to: tuple[str, ...]
    subject: str
    at: datetime
    letter: str
    token: str  # random: the Message-ID is nobody's to guess
    references: tuple[str, ...] = ()
    replies: bool = False  # an automatic answer, RFC 3834


def envelope(head: Head, text: str, attachments: Sequence[Attachment] = ()) -> Sealed:
    """The mail of RFC 5322, in the thread of `references`."""
    mail = EmailMessage(policy=_POLICY)
    domain = head.sender.rpartition("@")[2]
    message_id = f"<{head.letter}.{head.token}@{domain}>"
    mail["From"] = Address(_clean(head.sender_name), addr_spec=head.sender)
    mail["To"] = [Address(addr_spec=to) for to in head.to]
    mail["Subject"] = _clean(head.subject)
    mail["Date"] = format_datetime(head.at)
    mail["Message-ID"] = message_id
    if head.references:
        mail["In-Reply-To"] = head.references[-1]
        mail["References"] = " ".join(head.references)
    mail["Auto-Submitted"] = "auto-replied" if head.replies else "auto-generated"
    mail["X-Relance-Id"] = head.letter
    mail.set_content(text, cte="quoted-printable")
    for attachment in attachments:
        mail.add_attachment(
            attachment.content,
            maintype="application",
            subtype="pdf",
            filename=file_name(attachment.name),
        )
    if attachments:
        mail.set_boundary(f"={head.token}.{head.letter}=")
    return Sealed(mail.as_bytes(), message_id, head.sender)


def _clean(value: str) -> str:
    return _CONTROL.sub(" ", value).strip()


def file_name(name: str) -> str:
    """A file name that is nothing but a name: no folder, no control character, not empty."""
    kept = re.sub(r"[^\w.\- ]+", "_", _CONTROL.sub("_", name)).strip(". ")
    return kept[:80] or "document.pdf"
