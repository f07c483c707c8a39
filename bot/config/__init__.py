"""The configuration: one YAML file in, one frozen value out.

`load` reads the file, checks all of it and gives every problem at once as `OperatorError`: file, line, key,
what was written, what is allowed, and the nearest known key. Secrets are fetched from where the file says,
hidden in every `repr`, and never repeated. It refuses unknown keys, and starts nothing.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from bot.config import text
from bot.config.faults import sentences
from bot.config.place import Place
from bot.config.shape import LATER, DoorShape, FileShape
from bot.config.taken import people_of, rates_of, rules_of, sources_of
from bot.errors import OperatorError
from bot.law.claim import DayCount
from bot.law.rates import Row
from bot.rules import Person, Rules
from bot.sources import Source

Security = Literal["tls", "starttls", "none"]

_IMAP_PORTS: Mapping[Security, int] = {"tls": 993, "starttls": 143, "none": 143}
_SMTP_PORTS: Mapping[Security, int] = {"tls": 465, "starttls": 587, "none": 25}
# These providers put a copy of what they send into Sent themselves.
_FILES_ITSELF = ("gmail.com", "googlemail.com", "google.com", "office365.com", "outlook.com")


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to enter it; without a user nobody logs in."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    rules: Rules
    mail_from: tuple[str, str]  # name, address
    imap: Server
    smtp: Server
    folders: tuple[str, ...] | None  # None: found by their role
    copy_to_sent: bool  # the bot files its own copies; else the server does, or nobody should
    sources: tuple[Source, ...]
    people: tuple[Person, ...]  # whose mail is the owner's, the owner first
    authserv_id: str  # whose Authentication-Results are believed (RFC 8601); empty: nobody's
    folder: Path  # the configuration's own: paths of sources count from it
    data: Path
    templates: Path | None  # None: the letters shipped with the program
    digest: str  # SHA-256 of the file's bytes
    first_look_days: int
    idle_keys: tuple[str, ...] = ()  # written in the file, and without effect in this version
    rates: tuple[Row, ...] = ()  # of interest, that the owner added to those that the program knows
    day_count: DayCount = "act/365"


def load(path: Path, environment: Mapping[str, str] = os.environ, *, secrets: bool = True) -> Config:
    """The configuration in this file; OperatorError with all that is wrong with it.

    Without `secrets` no password is fetched: for whoever opens no mailbox.
    """
    raw = _bytes(path)
    place = Place(path.absolute().parent, environment, secrets)
    read = text.read(raw.decode("utf-8-sig", errors="replace"))
    problems = list(read.problems)
    file = None
    if not problems:
        try:
            file = FileShape.model_validate(read.values, context=place)
        except ValidationError as error:
            problems = [(read.line(where), why) for where, why in sentences(error, FileShape)]
    if file is None:
        raise OperatorError(*(f"{path}, line {line}: {why}" for line, why in sorted(problems)))
    idle = tuple(key for key in LATER if _written(read.values, key.split(".")))
    return _config(file, place, sha256(raw).hexdigest(), idle)


def _written(values: Any, path: Sequence[str]) -> bool:
    """Whether the file has this key, in any entry of a list."""
    if not path:
        return True
    if isinstance(values, list):
        return any(_written(value, path) for value in values)
    return isinstance(values, dict) and path[0] in values and _written(values[path[0]], path[1:])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = f"{path}: the configuration cannot be read ({error.strerror})"
        raise OperatorError(f"{why}; name it with --config, or copy config.example.yaml") from None


def _config(file: FileShape, place: Place, digest: str, idle: tuple[str, ...]) -> Config:
    mail = file.mail
    name, address = mail.from_
    return Config(
        rules=rules_of(file),
        mail_from=(name or file.creditor.name, address),
        imap=_server(mail.imap, place, _IMAP_PORTS),
        smtp=_server(mail.smtp, place, _SMTP_PORTS),
        folders=mail.imap.folders,
        copy_to_sent=mail.copy_to_sent == "yes"
        or (mail.copy_to_sent == "auto" and not _files_itself(mail.smtp.host)),
        sources=tuple(sources_of(file)),
        people=people_of(file),
        authserv_id=mail.imap.authserv_id,
        folder=place.folder,
        data=place.path(file.data),
        templates=place.path(file.templates) if file.templates else None,
        digest=digest,
        first_look_days=mail.first_look_days,
        idle_keys=idle,
        rates=tuple(rates_of(file)),
        day_count=file.law.day_count,
    )


def _server(door: DoorShape, place: Place, ports: Mapping[Security, int]) -> Server:
    password = place.password(door.user, file=door.password_file, variable=door.password_env)
    return Server(door.host, door.port or ports[door.security], door.security, door.user, password)


def _files_itself(host: str) -> bool:
    return any(host.lower() == known or host.lower().endswith(f".{known}") for known in _FILES_ITSELF)
