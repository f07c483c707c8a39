"""The evidence as it stands on the disk, against what the journal names: every file altered, gone or unknown.

It is listed before the journal is read: a file that arrives later is then neither unknown nor missed. What
is pending and named counts as there (a crash may have come before the move); what is pending and not
named is not judged, since its event may be on its way.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.journal.durable import bytes_of
from bot.journal.evidence import FOLDER, PENDING, is_digest
from bot.journal.flaws import Flaw
from bot.journal.trail import Place


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of a data folder's evidence: digests settled, digests pending, paths that are neither."""

    folder: str
    settled: frozenset[str]
    pending: frozenset[str]
    strange: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> "Shelf":
        base = os.path.join(folder, FOLDER)
        settled, pending, strange = set(), set(), []
        for path in _paths(base):
            name, _, file = path.partition("/")
            if name == PENDING:
                pending.add(file)
            elif is_digest(file) and name == file[:2]:
                settled.add(file)
            else:
                strange.append(path)
        return cls(base, frozenset(settled), frozenset(pending), tuple(strange))

    def flaws(self, named: Mapping[str, Place], doubtful: set[str]) -> Iterator[Flaw]:
        """`named` must all be there as they were; `doubtful` may be there."""
        for digest, place in named.items():
            flaw = self._one(digest, place)
            if flaw:
                yield flaw
        for digest in sorted(self.settled - named.keys() - doubtful):
            yield Flaw("evidence_unknown", f"{FOLDER}/{digest[:2]}/{digest}", detail="no event names it")
        for path in self.strange:
            yield Flaw("evidence_unknown", f"{FOLDER}/{path}", detail="this is no name of evidence")

    def _one(self, digest: str, place: Place) -> Flaw | None:
        home, waiting = f"{digest[:2]}/{digest}", f"{PENDING}/{digest}"
        order = (
            (waiting, home) if digest in self.pending else (home, waiting, home)
        )  # it may settle meanwhile
        for path in order if is_digest(digest) else ():
            try:
                raw = bytes_of(f"{self.folder}/{path}")
            except OSError as error:
                return Flaw("unreadable", f"{FOLDER}/{path}", *place, str(error.strerror))
            if raw is not None:
                if sha256(raw).hexdigest() == digest:
                    return None
                detail = "its bytes are not those that the event names"
                return Flaw("evidence_altered", f"{FOLDER}/{path}", *place, detail)
        return Flaw("evidence_missing", f"{FOLDER}/{home}", *place, "the event names it, and it is gone")


def _paths(base: str) -> Iterator[str]:
    """`folder/file` for all below `base`; a file right in it, or an empty folder's name, stands alone."""
    if not os.path.isdir(base):
        return
    for name in sorted(os.listdir(base)):
        inside = os.path.join(base, name)
        if os.path.isdir(inside):
            yield from (f"{name}/{file}" for file in os.listdir(inside))
        else:
            yield name
