"""One mailbox over one IMAP line, read without leaving a trace in it.

In: a `Door` and, if configured, the names of the folders to read. Out: folders, batches of mails, the
news that something came. Folders are opened read-only (EXAMINE, BODY.PEEK): the owner's unread marks
are not ours. The one thing ever written is a copy of a letter in Sent.
It connects when first asked and again after a cut, but never retries by itself; every failure is a
`WorldError`. One object belongs to one thread: who waits and reads at once needs two.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from threading import Event

from bot.errors import WorldError
from bot.inbox import fetching, questions, waiting
from bot.inbox.folders import folders_of
from bot.inbox.line import Client, Line, unless_refused
from bot.inbox.portions import portions, stretches
from bot.inbox.values import Arrived, Batch, Door, Folder, Place, Portions

_WATCHED = ("inbox", "archive", "junk", "sent")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A folder as it was when it was opened, and by which client."""

    client: Client
    name: str
    uidvalidity: int
    uidnext: int | None  # every server should tell it
    last: int  # no mail had a higher UID

    @property
    def mark(self) -> tuple[int, int]:
        """Changes when mail comes in."""
        return self.uidvalidity, self.last

    def continues(self, place: Place) -> bool:
        """Whether UIDs still mean what they meant; a restored backup may keep UIDVALIDITY and go back."""
        return place.uidvalidity == self.uidvalidity and (self.uidnext is None or place.uid < self.uidnext)


class Mailbox:
    def __init__(
        self,
        door: Door,
        folders: tuple[str, ...] | None = None,
        timeout: float = 30,
        *,
        portions: Portions | None = None,
    ) -> None:
        self._line = Line(door, timeout)
        self._configured = folders
        self._limits = portions or Portions()
        self._open: _Opened | None = None
        self._sent: tuple[Client, str] | None = None
        self._marks: dict[str, tuple[int, int]] = {}

    def folders(self) -> tuple[Folder, ...]:
        """Every folder that can be opened, with its role; the inbox first."""
        with self._line.talking() as client:
            return folders_of(client.list_folders())

    def watched(self) -> tuple[Folder, ...]:
        """The folders a round reads: as configured, else inbox, archive and junk; always Sent too."""
        found = self.folders()
        if self._configured is None:
            return tuple(folder for folder in found if folder.role in _WATCHED)
        wanted = {_key(name): name for name in self._configured}
        missing = [name for key, name in wanted.items() if key not in {_key(folder.name) for folder in found}]
        if missing:
            raise WorldError(
                f"no folder {', '.join(missing)} in the mailbox; there are: "
                + ", ".join(folder.name for folder in found),
                permanent=True,
            )
        return tuple(folder for folder in found if _key(folder.name) in wanted or folder.role == "sent")

    def read(self, folder: Folder, place: Place | None, since: date) -> Iterator[Batch]:
        """What came after `place`; without one, or if the server renumbered, what came since that day.

        At least one batch, perhaps empty, so that the place reached is known. The mails of a batch
        are dealt with before the next is asked for; other calls may come in between.
        """
        with self._line.talking() as client:
            here = self._examine(client, folder.name)
            relisted = place is not None and not here.continues(place)
            known = place.uid if place is not None and not relisted else None
            asked = questions.since(since) if known is None else questions.above(known)
            uids = sorted(uid for uid in client.search(asked) if uid > (known or 0))
        upto = here.last if known is None else known
        reached = -1
        for mails, reached in self._fetched(here, uids):
            yield Batch(here.name, here.uidvalidity, mails, reached, relisted)
        upto = max([upto, *uids[-1:]])
        if reached < upto:
            yield Batch(here.name, here.uidvalidity, (), upto, relisted)

    def wait(self, folder: Folder, seconds: float, stop: Event) -> bool:
        """Until mail comes into the folder (True), or the time is over or `stop` is set (False).

        What came between two waits, a cut included, is told at once by the second one. The first one
        knows of no earlier moment and says True at once: so no mail slips in between a read and it.
        """
        with self._line.talking() as client:
            here = self._examine(client, folder.name)
            before, self._marks[folder.name] = self._marks.get(folder.name), here.mark
            if before != here.mark:
                return True
            how = waiting.idle if client.has_capability("IDLE") else waiting.poll
            news = how(client, seconds, stop)
            if news:
                self._marks[folder.name] = self._examine(client, folder.name).mark
            return news

    def search(self, addresses: Iterable[str], since: date, folders: Iterable[Folder]) -> Iterator[Arrived]:
        """Mail from any of these addresses in these folders; those that nobody may open are passed over."""
        asked = tuple(questions.from_any(addresses, since))
        for folder in folders if asked else ():
            with self._line.talking() as client:
                # calendars and other people's folders are listed by some servers and refused when opened
                here = unless_refused(partial(self._examine, client, folder.name))
                uids = sorted({uid for question in asked for uid in client.search(question)}) if here else []
            if here:
                for mails, _ in self._fetched(here, uids):
                    yield from mails

    def file(self, raw: bytes, at: datetime) -> str | None:
        """Puts a copy into Sent, as read, dated `at`. The folder's name; None if there can be no Sent."""
        with self._line.talking() as client:
            name = self._sent_name(client)
            if name is not None:
                client.append(name, raw, (b"\\Seen",), at.astimezone(UTC))
            return name

    def find(self, message_id: str) -> str | None:
        """The Sent folder that holds a mail with this Message-ID, if any does."""
        asked = questions.message_id(message_id)
        if asked is None:
            return None
        for folder in self.folders():
            if folder.role == "sent":
                with self._line.talking() as client:
                    self._examine(client, folder.name)
                    if client.search(asked):
                        return folder.name
        return None

    def close(self) -> None:
        self._line.close()

    def _examine(self, client: Client, name: str) -> _Opened:
        self._open = None
        answer = client.select_folder(name, readonly=True)
        uidnext = answer.get(b"UIDNEXT")
        last = max(client.search(b"UID *"), default=0) if uidnext is None else uidnext - 1
        self._open = _Opened(client, name, answer.get(b"UIDVALIDITY", 0), uidnext, last)
        return self._open

    @contextmanager
    def _in(self, here: _Opened) -> Iterator[Client]:
        """The folder open again if anything else was done meanwhile, under the same numbers."""
        with self._line.talking() as client:
            now = self._open
            if now is None or now.client is not client or now.name != here.name:
                now = self._examine(client, here.name)
            if now.uidvalidity != here.uidvalidity:
                raise WorldError(f"folder {here.name} was renumbered while it was being read")
            yield client

    def _fetched(self, here: _Opened, uids: Sequence[int]) -> Iterator[tuple[tuple[Arrived, ...], int]]:
        """Mails by portions, each with the last UID asked for in it."""
        for stretch in stretches(uids, self._limits.mails):
            with self._in(here) as client:
                sizes = dict(fetching.sizes_of(client, stretch))
            for portion in portions(sizes.items(), self._limits):
                wanted = {uid: sizes[uid] for uid in portion}
                with self._in(here) as client:
                    mails = fetching.fetch(client, here.name, here.uidvalidity, wanted, self._limits)
                yield mails, portion[-1]

    def _sent_name(self, client: Client) -> str | None:
        if self._sent is None or self._sent[0] is not client:
            found = [folder.name for folder in folders_of(client.list_folders()) if folder.role == "sent"]
            name = found[0] if found else _created(client)
            self._sent = None if name is None else (client, name)
        return None if self._sent is None else self._sent[1]


def _created(client: Client) -> str | None:
    """A new Sent folder, where this server keeps personal folders; None if it allows none."""
    name = "Sent"
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        name = (personal[0][0] if personal else "") + name
    if unless_refused(partial(client.create_folder, name)) is None:
        return None
    unless_refused(partial(client.subscribe_folder, name))
    return name


def _key(name: str) -> str:
    """Folder names differ by case, except INBOX."""
    return "INBOX" if name.upper() == "INBOX" else name
