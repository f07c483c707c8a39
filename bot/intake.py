"""Intake: the mails of a mailbox into the journal. Placed in memory, kept if they concern a case, then read.

Private mail leaves no trace: only the folder's position moves, and it moves after the events of the mails
below it. One mail seen in several folders counts once (same digest, or same Message-ID and same text).
What cites us and fits several cases is kept for the owner to place, and holds them all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from bot.case import Case
from bot.desk import Desk
from bot.events import (
    HOUSE,
    CaseEvent,
    HoldSet,
    LetterSettled,
    MailboxRead,
    MailKept,
    MailUnplaced,
    NoticeOpened,
    OwnerWrote,
    ReplyWeighed,
)
from bot.inbox import Arrived, Batch, Folder, Place
from bot.placing import Envelope, Ours, Placement, invoices_named, own_words, place
from bot.reading import Reading
from bot.reading.mime import Head, head, message_ids_cited, new_text, returned_relance_id, whole_text


class Mailbox(Protocol):
    """What intake asks of the inbox."""

    def watched(self) -> tuple[Folder, ...]: ...
    def folders(self) -> tuple[Folder, ...]: ...
    def read(self, folder: Folder, place: Place | None, since: date) -> Iterator[Batch]: ...
    def search(
        self, addresses: Iterable[str], since: date, folders: Iterable[Folder]
    ) -> Iterator[Arrived]: ...


@dataclass(frozen=True, slots=True)
class Manner:
    """How mails are taken: whose addresses are ours, how far back a first look goes, what is too old."""

    ours: Ours
    first_look_days: int
    stale_days: int
    simulated: bool


class Orders(Protocol):
    """Who takes the owner's own mail to us."""

    def vouch(self, raw: bytes, top: Head, folder: Folder) -> None: ...
    def take(
        self, arrived: Arrived, top: Head, placement: Placement, folder: Folder, at: datetime, *, late: bool
    ) -> bool: ...


@dataclass(slots=True)
class Intake:
    desk: Desk
    manner: Manner
    reader: Callable[[bytes, datetime], Reading]  # never raises
    orders: Orders

    def take_all(self, mailbox: Mailbox) -> int:
        """Reads every watched folder to its end; how many mails concerned a case."""
        return sum(self._take_folder(mailbox, folder) for folder in mailbox.watched())

    def _take_folder(self, mailbox: Mailbox, folder: Folder) -> int:
        known = self.desk.state.facts.places.get(folder.name)
        since = (self.desk.clock() - timedelta(days=self.manner.first_look_days)).date()
        taken = 0
        for batch in mailbox.read(folder, Place(*known) if known else None, since):
            taken += sum(self.take(arrived, folder, first_look=known is None) for arrived in batch.mails)
            self._moved(folder.name, batch)
        return taken

    def _moved(self, folder: str, batch: Batch) -> None:
        reached = (batch.uidvalidity, batch.upto)
        if self.desk.state.facts.places.get(folder) != reached:
            self.desk.note(HOUSE, MailboxRead(folder, *reached))

    def take(self, arrived: Arrived, folder: Folder, *, first_look: bool = False) -> bool:
        """Deals with one mail; whether it concerned a case."""
        digest = sha256(arrived.raw).hexdigest()
        envelope = _envelope(arrived.raw)
        self.orders.vouch(arrived.raw, envelope.head, folder)
        if self.desk.state.knows_mail(digest):
            return False
        if self._same_elsewhere(envelope.head, arrived.raw):
            return False
        placement = place(envelope, self.desk.state, self.manner.ours)
        if placement.whose == "owner_order":
            return self._order(arrived, envelope.head, placement, folder, first_look=first_look)
        if not placement.cases:
            return False
        if placement.sure == "own":
            return self._own(placement, folder)
        if len(placement.cases) > 1 and placement.whose != "owner_letter":
            return self._unplaced(arrived, envelope.head, digest, placement)
        self._keep(arrived, envelope, placement, first_look=first_look)
        return True

    def _order(
        self, arrived: Arrived, found: Head, placement: Placement, folder: Folder, *, first_look: bool
    ) -> bool:
        """What stands in a folder that is looked at for the first time orders nothing any more."""
        at = self._arrival(arrived.arrived)
        late = self._late(at, first_look=first_look)
        return not first_look and self.orders.take(arrived, found, placement, folder, at, late=late)

    def _late(self, at: datetime, *, first_look: bool) -> bool:
        return first_look or self.desk.clock() - at > timedelta(days=self.manner.stale_days)

    def _same_elsewhere(self, found: Head, raw: bytes) -> bool:
        """The same Message-ID and the same text as a mail that was kept: a copy in another folder."""
        known = self.desk.state.mail_of(found.message_id) if found.message_id else None
        if known is None or not self.desk.state.knows_mail(known):
            return False
        return whole_text(self.desk.evidence.get(known)) == whole_text(raw)

    def search_elsewhere(self, mailbox: Mailbox, addresses: Iterable[str], since: date) -> int:
        """A debtor's mails in folders that nobody watches; how many concerned a case."""
        watched, found = set(mailbox.watched()), 0
        for folder in (folder for folder in mailbox.folders() if folder not in watched):
            found += sum(self.take(mail, folder) for mail in mailbox.search(addresses, since, [folder]))
        return found

    def _own(self, placement: Placement, folder: Folder) -> bool:
        """Our own letter in Sent settles what was uncertain; anywhere else it says nothing."""
        case = placement.cases[0]
        uncertain = {letter.intended.letter for letter in self.desk.case(case).uncertain()}
        if folder.role == "sent" and placement.letter in uncertain:
            self.desk.note(case, LetterSettled(placement.letter, True, f"it stands in {folder.name}"))
        return False

    def _keep(self, arrived: Arrived, envelope: Envelope, placement: Placement, *, first_look: bool) -> None:
        """Evidence, then the mail and what it is as events; torn between the two, it is read again.

        In several cases it is kept in all of them before it is complete in one: until it is complete in
        all, it is not known.
        """
        at = self._arrival(arrived.arrived)
        late = self._late(at, first_look=first_look)
        with self.desk.kept(arrived.raw) as (digest,):
            cases = [self.desk.case(name) for name in placement.cases]
            for case in cases[1:]:
                if digest not in case.mails:
                    self.desk.note(case.id, _kept(case, arrived, envelope, placement, (digest, at, late)))
            for case in cases:
                events: list[CaseEvent] = []
                if case is cases[0] and digest not in case.mails:
                    events.append(_kept(case, arrived, envelope, placement, (digest, at, late)))
                if placement.whose == "owner_letter":
                    events.append(OwnerWrote(digest, envelope.head.to, at))
                    events.append(ReplyWeighed(digest, "owner_letter", "the owner wrote to the debtor"))
                else:
                    events.append(self.reader(arrived.raw, at).as_event(digest))
                self.desk.note(case.id, *events)

    def _arrival(self, arrived: datetime) -> datetime:
        """The server's moment; in a simulated journal, the simulated moment of reading."""
        return self.desk.clock() if self.manner.simulated else arrived

    def _unplaced(self, arrived: Arrived, found: Head, digest: str, placement: Placement) -> bool:
        """Several cases may be meant: all of them rest until the owner has looked at the mail."""
        at = self._arrival(arrived.arrived)
        why = f"it may concern {len(placement.cases)} cases"
        notice = self.desk.next_house_notice()
        question = f"A mail of {found.sender} may concern several cases; all rest until each is resumed."
        unplaced = MailUnplaced(
            digest, found.message_id, found.sender, found.subject, at, why, placement.cases
        )
        asked = NoticeOpened(notice, "unplaced", question, ("resume",), cases=placement.cases, mail=digest)
        open_already = any(known.mail == digest for known in self.desk.state.facts.notices.values())
        hold = HoldSet(f"{digest[:12]}.unplaced", "unplaced", why, mail=digest)
        with self.desk.kept(arrived.raw):
            self.desk.note_all([(case, [hold]) for case in placement.cases])
            # the mail counts as known last: torn before, all this is done again
            self.desk.note(HOUSE, *(() if open_already else (asked,)), unplaced)
        return True


def _kept(
    case: Case, arrived: Arrived, envelope: Envelope, placement: Placement, named: tuple[str, datetime, bool]
) -> MailKept:
    """`named`: the mail's digest, its moment, and whether it was read late."""
    digest, at, late = named
    found = envelope.head
    theirs = placement.whose in ("debtor", "forwarded")
    subjects = [letter.intended.subject for letter in case.letters.values()]
    words = own_words(found.subject, new_text(arrived.raw), subjects)
    return MailKept(
        digest,
        found.message_id,
        found.sender,
        found.subject,
        at,
        arrived.folder,
        arrived.uidvalidity,
        arrived.uid,
        placement.whose,
        placement.sure,
        invoices_named(words, case.invoices) if theirs else (),
        placement.letter,
        late=late,
    )


def _envelope(raw: bytes) -> Envelope:
    found = head(raw)
    return Envelope(found, message_ids_cited(raw), returned_relance_id(raw), lambda: whole_text(raw))
