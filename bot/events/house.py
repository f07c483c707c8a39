"""What belongs to no case: the journal itself, the folders read, the sources, the configuration."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class JournalOpened:
    """The first line: what this journal is, for good."""

    format: int
    program: str
    purpose: Literal["live", "rehearsal"]
    salt: str  # random; case ids are derived with it, so that they say nothing of the debtor


@dataclass(frozen=True, slots=True)
class MailboxRead:
    """Every mail of the folder up to and including `uid` has been dealt with."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class MailUnplaced:
    """A mail that cites us but fits no case, or several: kept for the owner to place."""

    mail: str
    message_id: str
    sender: str
    subject: str
    arrived: datetime
    why: str
    cases: tuple[str, ...] = ()
    notice: str = ""  # the question that stands for it; empty in old journals: the one that names the mail
    handed: bool = False  # the owner has handed it on: what counts is what he hands on


@dataclass(frozen=True, slots=True)
class SourceImported:
    path: str
    digest: str  # SHA-256 of the file, which stands in the evidence
    holds: Literal["invoices", "clients", "payments"]
    as_of: date  # the day whose truth it states
    pays: bool  # it says what was paid
    complete: bool
    rows: int
    new: int = 0
    changed: int = 0
    closed: int = 0
    refused: int = 0
    alarm: str = ""  # why it was not taken (a shrunken source); empty: taken
    columns: tuple[str, ...] = ()  # the fields that it had: one lost next time is an alarm
    unknown: tuple[str, ...] = ()  # invoices of its payments not known yet: compared again later


@dataclass(frozen=True, slots=True)
class ConfigTaken:
    digest: str
    iban: str = ""  # SHA-256 of the IBAN that letters name: another one needs the owner's word


@dataclass(frozen=True, slots=True)
class ModeChanged:
    mode: Literal["live", "rehearsal"]


@dataclass(frozen=True, slots=True)
class Sealed:
    """RFC 9162 Merkle tree root over the first `count` lines of the file."""

    count: int
    root: str


@dataclass(frozen=True, slots=True)
class Purged:
    """Cases whose lines leave only their digests."""

    cases: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was mended at start: a torn end put aside, pending evidence moved or deleted."""

    what: str
    file: str = ""
    size: int = 0  # bytes
