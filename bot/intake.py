"""Intake: the mails of a mailbox into the journal. Placed in memory, kept if they concern a case, then read.

Private mail leaves no trace: only the folder's position moves, and it moves after the events of the mails
below it. One mail seen in several folders counts once (same digest, or same Message-ID and same text).
What cites us and fits several cases, or none, is kept for the owner to place; see `unplaced`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Protocol

from bot import unplaced
from bot.case import Case
from bot.desk import Desk
from bot.events.entries import HOUSE, CaseEvent
from bot.events.house import MailboxRead
from bot.events.letters import LetterSettled
from bot.events.mail import MailKept, ReplyWeighed
from bot.events.owner import DocumentSupplied, OwnerWrote
from bot.events.owner_mail import OwnerReached
from bot.inbox import Arrived, Batch, Folder, Place
from bot.owner.files import attachments, authentication_results
from bot.owner.keys import returned
from bot.owner.vouching import vouched
from bot.placing import Envelope, Ours, Placement, Scope, invoices_named, own_words, place, scope
from bot.policy.by_hand import OWNER_LETTER
from bot.policy.requests import by_hand
from bot.reading import Reading
from bot.reading.by_hand import QUOTED, Heard, heard
from bot.reading.forwards import Handed, handed_on
from bot.reading.left_out import LeftOut, left_out
from bot.reading.mime import Head, head, message_ids_cited, new_text, returned_relance_id, whole_text
from bot.reading.reports import DAEMON
from bot.recent import Recent


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

    @property
    def authserv_id(self) -> str:
        """The server of ours whose word on a sender is believed; empty: none."""

    def stops(self, raw: bytes, at: datetime) -> bool:
        """Whether a mail reads, in few words, as an order to stop and nothing else."""

    def vouch(self, raw: bytes, top: Head, folder: Folder) -> None: ...
    def take(
        self, arrived: Arrived, top: Head, placement: Placement, folder: Folder, at: datetime, *, late: bool
    ) -> bool: ...
    def above(self, raw: bytes, top: Head, folder: Folder, at: datetime, *, cases: Sequence[str]) -> None:
        """What the owner says over a mail that he hands on."""


@dataclass(slots=True)
class Intake:
    desk: Desk
    manner: Manner
    reader: Callable[[bytes, datetime], Reading]  # never raises
    orders: Orders
    recent: Recent = field(init=False)

    def __post_init__(self) -> None:
        self.recent = Recent(self.desk)

    def take_all(self, mailbox: Mailbox) -> int:
        """Reads every watched folder to its end; how many mails concerned a case."""
        self.recent.clear()
        try:
            return sum(self._take_folder(mailbox, folder) for folder in mailbox.watched())
        finally:
            self.recent.clear()

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
        envelope = self._envelope(arrived)
        self.orders.vouch(arrived.raw, envelope.head, folder)
        if self._known(arrived, envelope) or self._came_back(arrived, envelope):
            return False
        placement = self._place(arrived, envelope, folder)
        if placement.whose == "owner_order":
            return self._order(arrived, envelope.head, placement, folder, first_look=first_look)
        if placement.sure == "own":
            return self._own(placement, folder)
        if not placement.cases and not placement.ask:
            return False
        if placement.ask or (len(placement.cases) > 1 and placement.whose != "owner_letter"):
            # what only may be somebody's is not asked about when it is found at a first look
            return not (placement.ask and first_look) and self._unplaced(arrived, envelope, placement, folder)
        self._keep(arrived, envelope, placement, folder, first_look=first_look)
        return True

    def _known(self, arrived: Arrived, envelope: Envelope) -> bool:
        """Kept and read before, from this folder or as a copy in another."""
        digest = sha256(arrived.raw).hexdigest()
        return self.desk.state.knows_mail(digest) or self._same_elsewhere(envelope.head, arrived.raw)

    def _place(self, arrived: Arrived, envelope: Envelope, folder: Folder) -> Placement:
        """A letter of the owner's to a debtor ends questions and counts as a contact: outside Sent it is
        nobody's business unless our own side vouches for its sender; its copy in Sent will be taken.
        """
        placement = place(envelope, self.desk.state, self.manner.ours)
        if placement.whose != "owner_letter" or folder.role == "sent":
            return placement
        results, sender = authentication_results(arrived.raw), envelope.head.sender
        return placement if vouched(results, sender, self.orders.authserv_id) else Placement("ours")

    def _came_back(self, arrived: Arrived, envelope: Envelope) -> bool:
        """Whether it reports that a mail of ours to one of the owner's people did not arrive, or not yet: it
        has told nobody then. Such a report is no debtor's matter, whatever it quotes."""
        found, at = envelope.head, self._arrival(arrived.arrived)
        by_machine = found.auto or DAEMON.match(found.sender)
        bounce = self.reader(arrived.raw, at).bounce if by_machine else None
        told = self._returned(envelope, bounce.recipient.lower(), at) if bounce else None
        known = self.desk.state.facts.told.get(told) if told else None
        if told and known and known.outcome != "refused":
            self.desk.note(HOUSE, OwnerReached(told, "refused", "it came back: a delivery report says so"))
        return told is not None

    def _returned(self, envelope: Envelope, recipient: str, at: datetime) -> str | None:
        """The mail of ours to the owner's people that came back: by its id, else the last to this address.
        None when the report is about a letter, or about somebody else's mail."""
        state, known, ours = self.desk.state, self.desk.state.facts.told, self.manner.ours
        if state.by_address(recipient):
            return None
        told = returned(envelope.cited, envelope.relance_id, known)
        letter = any(map(state.by_message_id, envelope.cited)) or state.by_letter(envelope.relance_id)
        if told or letter or recipient not in ours.owner or recipient == ours.bot:
            return told or None
        return next(
            (name for name, mail in reversed(known.items()) if mail.to == recipient and mail.at <= at), ""
        )

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

    def _keep(
        self, arrived: Arrived, envelope: Envelope, placement: Placement, folder: Folder, *, first_look: bool
    ) -> None:
        """Evidence, then the mail and what it is as events; torn between the two, it is read again.

        In several cases it is kept in all of them before it is complete in one: until it is complete in
        all, it is not known.
        """
        at = self._arrival(arrived.arrived)
        late = self._late(at, first_look=first_look)
        with self.desk.kept(arrived.raw) as (digest,):
            cases = [self.recent.case(name) for name in placement.cases]
            forwarded = placement.whose == "forwarded"
            for case in cases if forwarded else cases[1:]:
                if digest not in case.mails:
                    self.desk.note(case.id, _kept(case, arrived, envelope, placement, (digest, at, late)))
            if forwarded and not late:
                self.orders.above(arrived.raw, envelope.head, folder, at, cases=placement.cases)
            for case in cases:
                events: list[CaseEvent] = []
                if case is cases[0] and digest not in case.mails:
                    events.append(_kept(case, arrived, envelope, placement, (digest, at, late)))
                if placement.whose == "owner_letter":
                    # one that only names an invoice may be to a lawyer, and no machine speaks for the owner
                    to_debtor = placement.sure != "reference" and not envelope.head.auto
                    named = (digest, at, to_debtor)
                    events += _by_hand(case, arrived.raw, envelope, named, among=cases)
                else:
                    handed = self._handed(envelope, placement)
                    words = (handed.raw, handed.read_at(at)) if handed else (arrived.raw, at)
                    events.append(self.reader(*words).as_event(digest))
                self.desk.note(case.id, *events)

    def _arrival(self, arrived: datetime) -> datetime:
        """The server's moment; in a simulated journal, the simulated moment of reading."""
        return self.desk.clock() if self.manner.simulated else arrived

    def _unplaced(self, arrived: Arrived, envelope: Envelope, placement: Placement, folder: Folder) -> bool:
        """Several cases may be meant, or nobody knows which: the owner is asked."""
        handed = self._handed(envelope, placement)
        at = self._arrival(arrived.arrived)
        unplaced.keep(self.desk, arrived.raw, envelope.head, placement, at, handed=handed)
        if handed:
            self.orders.above(arrived.raw, envelope.head, folder, at, cases=())
        return True

    def _envelope(self, arrived: Arrived) -> Envelope:
        raw, ours = arrived.raw, self.manner.ours
        at = self._arrival(arrived.arrived)
        handed = cache(lambda: handed_on(raw, {ours.bot, *ours.owner}))
        text, stops = lambda: whole_text(raw), lambda: self.orders.stops(raw, at)
        return Envelope(head(raw), message_ids_cited(raw), returned_relance_id(raw), text, handed, stops)

    @staticmethod
    def _handed(envelope: Envelope, placement: Placement) -> Handed | None:
        """What the owner hands on: those words are read, not his own above them."""
        return envelope.handed() if placement.whose == "forwarded" else None


def _by_hand(
    case: Case, raw: bytes, envelope: Envelope, named: tuple[str, datetime, bool], *, among: Sequence[Case]
) -> list[CaseEvent]:
    """The owner's own letter; what it says of paying is for policy to weigh. One that went to several debtors
    and names an invoice is about its debtor alone.

    `named`: the mail's digest, its moment, and whether it surely went to the debtor.
    """
    (digest, at, to_debtor), found, text = named, envelope.head, new_text(raw)
    said, numbers, refused = _heard_of(case, found.subject, text, at, among=among)
    said, refused = (said, refused) if to_debtor else (Heard(), ())
    told = (said.until, said.says, said.words, numbers, said.confirms, refused)
    wrote = OwnerWrote(digest, found.to, at, to_debtor, *told)
    events: list[CaseEvent] = [*(_supplied(case, raw, envelope, at) if to_debtor else []), wrote]
    if not said.something:
        events.append(ReplyWeighed(digest, OWNER_LETTER, "the owner wrote to the debtor"))
    return events


def _heard_of(
    case: Case, subject: str, text: str, at: datetime, *, among: Sequence[Case]
) -> tuple[Heard, tuple[str, ...], tuple[str, ...]]:
    """What it says, and of which of this debtor's invoices: those that it names, or all, without what it
    leaves out; and those of which it says no. Nobody can tell of which where that is doubtful."""
    out, whole = left_out(text, at), heard(text, at)
    said = heard(out.said, at)
    if not said.something:
        out, said = LeftOut(text), whole
    gone = {one.id: invoices_named("\n".join(out.names), one.invoices) for one in among}
    if said.something and (out.doubtful or (out.names and not any(gone.values()))):
        return (whole if whole.says == "settled" else Heard(None, "unsure", text.strip()[:QUOTED])), (), ()
    numbers = {one.id: invoices_named(_words(one, subject, out.said), one.invoices) for one in among}
    about, without = numbers[case.id], gone[case.id]
    others = tuple(number for mine in numbers.values() for number in mine)
    if others and not about:
        return Heard(), others, ()  # of another debtor at this address: nothing here is answered
    left = tuple(n for n in about or case.invoices if n not in without) if without else about
    if without and not left:
        return Heard(), without, ()
    return said, left, () if out.later else without


def _words(case: Case, subject: str, text: str) -> str:
    """The writer's own, without those of our subjects that he answers under."""
    return own_words(subject, text, [letter.intended.subject for letter in case.letters.values()])


def _supplied(case: Case, raw: bytes, envelope: Envelope, at: datetime) -> list[CaseEvent]:
    """What the debtor had asked for, sent by the owner's own letter."""
    files = bool(attachments(raw))
    mails = by_hand(case, at, envelope.cited, new_text(raw), files=files)
    return [DocumentSupplied(mail, at.date()) for mail in mails]


def _kept(
    case: Case, arrived: Arrived, envelope: Envelope, placement: Placement, named: tuple[str, datetime, bool]
) -> MailKept:
    """`named`: the mail's digest, its moment, and whether it was read late."""
    digest, at, late = named
    found, text = envelope.head, new_text(arrived.raw)
    handed = envelope.handed() if placement.whose == "forwarded" else None
    if handed:
        found = replace(found, sender=handed.sender or found.sender, subject=handed.subject or found.subject)
        text = new_text(handed.raw)
    theirs = placement.whose in ("debtor", "forwarded")
    said = scope(_words(case, found.subject, text), case.invoices) if theirs else Scope()
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
        said.widest,
        placement.letter,
        late=late,
        without=said.without,
        doubtful=said.doubtful,
    )
