"""A letter as the bytes that go to SMTP, to Sent and into the evidence: the same ones everywhere.

Header values are stripped of control characters before they get here or here at the latest; addresses are
taken whole, never assembled from names. All parts are 7-bit, so that no server has to touch them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_ID = re.compile(r"<[!-;=?-~]{1,900}>")  # what may stand in a thread's header: one id, printable, no blank
_LONGEST_NAME = 80


class _Ids(UnstructuredHeader, BaseHeader):
    """Message-IDs: folded between two of them, never inside one and never encoded."""

    def fold(self, *, policy: Policy) -> str:
        ids = f"{policy.linesep} ".join(str(self).split())
        return f"{self.name}: {ids}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """Words with accents are encoded as a whole: pieces of it lost the blanks between them."""

    def fold(self, *, policy: Policy) -> str:
        if str(self).isascii():
            return super().fold(policy=policy)
        whole = Header(str(self), "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {whole}{policy.linesep}"


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("subject", _Subject)
    for name in ("references", "in-reply-to"):
        registry.map_to_type(name, _Ids)
    return registry


_POLICY = SMTP.clone(cte_type="7bit", header_factory=_registry())


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
    sender = ascii_address(head.sender)
    message_id = f"<{head.letter}.{head.token}@{sender.rpartition('@')[2]}>"
    mail["From"] = Address(_clean(head.sender_name), addr_spec=sender)
    mail["To"] = [Address(addr_spec=ascii_address(to)) for to in head.to]
    mail["Subject"] = _clean(head.subject)
    mail["Date"] = format_datetime(head.at)
    mail["Message-ID"] = message_id
    thread = [one for one in head.references if _ID.fullmatch(one)]
    if thread:
        mail["In-Reply-To"] = thread[-1]
        mail["References"] = " ".join(thread)
    mail["Auto-Submitted"] = "auto-replied" if head.replies else "auto-generated"
    mail["X-Relance-Id"] = head.letter
    mail.set_content(_whole(text), cte="quoted-printable")
    for attachment in attachments:
        mail.add_attachment(
            attachment.content,
            maintype="application",
            subtype="pdf",
            filename=file_name(attachment.name),
        )
    if attachments:
        mail.set_boundary(f"={head.token}.{head.letter}=")
    return Sealed(mail.as_bytes(), message_id, sender)


def ascii_address(address: str) -> str:
    """The address as every server takes it: a domain with accents in its IDNA form."""
    local, at, domain = address.rpartition("@")
    return address if address.isascii() else f"{local}{at}{domain.encode('idna').decode('ascii')}"


def _clean(value: str) -> str:
    return _CONTROL.sub(" ", _whole(value)).strip()


def _whole(text: str) -> str:
    """Without half characters, which no encoding can write."""
    return text.encode("utf-8", "replace").decode("utf-8")


def file_name(name: str) -> str:
    """A file name that is nothing but a name: no folder, no control character, not empty, not long."""
    kept = re.sub(r"[^\w.\- ]+", "_", _CONTROL.sub("_", _whole(name))).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) < 6:
        kept = stem[: _LONGEST_NAME - len(ending) - 1] + dot + ending
    return kept[:_LONGEST_NAME] or "document.pdf"
