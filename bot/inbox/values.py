"""What the inbox takes and gives: frozen values, no connection in them.

`Door` is the way in, `Folder` a folder and what it is for, `Place` how far a folder was read,
`Arrived` a mail as the server holds it, `Batch` some mails and the place reached once they are
dealt with. Nothing here interprets a mail.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Security = Literal["tls", "starttls", "none"]
Role = Literal["inbox", "archive", "junk", "sent", "other"]


@dataclass(frozen=True, slots=True)
class Door:
    """Where the mailbox is and who asks. The password never shows in a repr, hence in no log."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Folder:
    name: str  # as the server names it, decoded
    role: Role


@dataclass(frozen=True, slots=True)
class Place:
    """Every mail of the folder up to and including `uid` is dealt with, under this UIDVALIDITY."""

    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail, byte for byte; `cut` when it was too big and only its beginning was fetched."""

    folder: str
    uidvalidity: int
    uid: int
    raw: bytes = field(repr=False)
    arrived: datetime  # the server's INTERNALDATE, in UTC
    size: int  # bytes on the server
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Mails in UID order. Once they are dealt with, the folder is read up to `upto`."""

    folder: str
    uidvalidity: int
    mails: tuple[Arrived, ...]
    upto: int  # the highest UID dealt with when these mails are
    relisted: bool = False  # UIDVALIDITY had changed: some of these were seen under other numbers


@dataclass(frozen=True, slots=True)
class Portions:
    """How much is held in memory at once."""

    mails: int = 200
    octets: int = 8 * 1024 * 1024
    whole: int = 40 * 1024 * 1024  # a bigger mail is fetched as headers and `start` octets of its body
    start: int = 256 * 1024
