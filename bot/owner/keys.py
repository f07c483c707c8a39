"""The key that a mail to the owner carries: whoever answers with it has seen that mail.

The random half of the Message-ID is the secret; a short code in the subject, made of it, stands in for
programs that drop threads. The journal keeps their digests alone, so that reading it opens nothing. A key
vouches for what was answered, never for who answers: see `vouching`.
"""

import re
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol

_ID = re.compile(r"<([a-z0-9]{1,40})\.([a-z0-9]{8,60})@")
_CODE = re.compile(r"\[([A-Z2-7]{6})\]")
_LENGTH = 6  # of a code: 30 bits, guessed in vain within a secret's life
_TRIED = 4  # codes of one subject, the last ones: more are guesses


class Kept(Protocol):
    """What is remembered of a mail to the owner."""

    @property
    def secret(self) -> str: ...
    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Key:
    told: str  # the mail's id, in the clear
    secret: str  # random

    @property
    def code(self) -> str:
        return b32encode(sha256(f"code {self.told} {self.secret}".encode()).digest()).decode()[:_LENGTH]

    def in_subject(self, subject: str) -> str:
        return f"{subject} [{self.code}]"

    @property
    def secret_digest(self) -> str:
        return _digest(self.told, self.secret)

    @property
    def code_digest(self) -> str:
        return _digest(self.told, self.code)


def told_of(message_id: str, known: Mapping[str, Kept]) -> str:
    """The mail of ours that has this Message-ID, secret and all; empty when none has."""
    found = _ID.match(message_id)
    kept = known.get(found[1]) if found else None
    if not found or not kept or not kept.secret:
        return ""
    return found[1] if compare_digest(_digest(found[1], found[2]), kept.secret) else ""


def answered(cited: Iterable[str], subject: str, known: Mapping[str, Kept]) -> str:
    """The mail of ours that is answered with its key: by the thread, else by the code in the subject."""
    for message_id in cited:
        told = told_of(message_id, known)
        if told:
            return told
    for code in list(dict.fromkeys(reversed(_CODE.findall(subject))))[:_TRIED]:
        for told, kept in known.items():
            if kept.code and compare_digest(_digest(told, code), kept.code):
                return told
    return ""


def returned(cited: Iterable[str], relance_id: str, known: Mapping[str, Kept]) -> str:
    """The mail of ours that a delivery report brings back: its id is enough, copies have no secret."""
    ids = [relance_id, *(found[1] for message_id in cited if (found := _ID.match(message_id)))]
    return next((told for told in ids if told in known), "")


def without_code(subject: str) -> str:
    """A subject as it may be written down: a list's code stays good after an answer."""
    return _CODE.sub("[…]", subject)


def _digest(told: str, word: str) -> str:
    return sha256(f"{told} {word}".encode()).hexdigest()
