"""A case: one debtor with all its invoices, as its events tell it.

`fold.fold` is the only thing that grows a `Case`; everybody else reads it. The records are therefore plain
and mutable, filled in place (frozen values copied at each event cost five times as much on a rebuild).
A case answers simple questions about itself; what follows from the answers is policy's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.events.consequences import AnswerOwed, HoldSet, PromiseNoted
from bot.events.debts import DebtorSeen, InvoiceSeen, Kind, PaymentSeen
from bot.events.letters import LetterIntended, LetterRefused, PaperPosted, PaperPrepared, PaperPresented
from bot.events.mail import MailKept, MailRead
from bot.events.owner import (
    CallDue,
    CallNoted,
    CourtDay,
    DebtAcknowledged,
    MiseEnDemeureOrdered,
    NoticeOpened,
    OwnerWrote,
    PieceKept,
    Treatment,
)

MACHINES = frozenset({"bounce", "out_of_office", "auto_receipt"})  # rules for what no human wrote

LetterState = Literal["intended", "sent", "refused", "uncertain", "lost"]


@dataclass(slots=True)
class Climbed:
    """A step that counts: the letter was accepted and did not bounce, the paper was posted, the call noted.

    Without a letter it was declared by the owner: it counts for the ladder and proves nothing.
    """

    step: str
    index: int
    at: datetime
    letter: str


@dataclass(slots=True)
class Invoice:
    seen: InvoiceSeen
    first_seen: datetime
    recorded: int = 0  # cents: payments recorded here that the source does not show yet
    payments: list[PaymentSeen] = field(default_factory=list)  # those that were not taken back
    noted: datetime | None = None  # when the owner last told of money; None: he has not, or took it back
    lent: int = 0  # cents that a source still shows here, and the owner has said to be another invoice's
    receipts: list[tuple[date, int]] = field(default_factory=list)  # day and cents, whoever showed it first
    ahead: int = 0  # cents that the source showed as paid before any payment was recorded here
    ahead_on: date | None = None  # the day of that showing
    reopened: datetime | None = None  # a payment was taken back, or a settled invoice came again
    fell: int = 0  # cents of payments that the source has shown no more since the owner was asked about it
    credited: int = 0  # cents: reductions of the owner's that the source does not show yet
    freed: datetime | None = None  # when something that kept letters about it back was last lifted
    anew: datetime | None = None  # its ladder began again: what was written before counts no more
    thanked: int = 0  # cents of what was paid that a promise kept, or kept in part, was ended for
    closed: str = ""  # why; empty: open
    dropped: str = ""  # why the owner claims it no more; empty: claimed
    dropped_at: datetime | None = None
    climbs: list[Climbed] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.seen.number

    @property
    def paid(self) -> int:
        """What was paid, the source's word and recorded payments together, in cents."""
        return self.seen.paid + self.recorded - self.lent

    @property
    def left(self) -> int:
        """What remains owed, in cents; of a credit note, what remains to be deducted."""
        return 0 if self.dropped else self.unpaid

    @property
    def unpaid(self) -> int:
        """What is not paid, in cents, be it claimed or given up."""
        return 0 if self.closed else max(0, self.seen.total - self.paid - self.credited)

    @property
    def last(self) -> Climbed | None:
        return self.climbs[-1] if self.climbs else None


@dataclass(slots=True)
class Letter:
    intended: LetterIntended
    at: datetime
    state: LetterState = "intended"
    accepted: list[str] = field(default_factory=list)
    bounced: list[str] = field(default_factory=list)
    delayed: list[str] = field(default_factory=list)  # where it was late or lost, the address may be alive
    refused: list[LetterRefused] = field(default_factory=list)
    filed: str = ""

    @property
    def arrived(self) -> bool:
        """Accepted by the server for somebody, and not sent back by all of them."""
        back = {address.lower() for address in self.bounced}
        return self.state == "sent" and not {address.lower() for address in self.accepted} <= back


@dataclass(slots=True)
class Mail:
    kept: MailKept
    at: datetime
    read: MailRead | None = None
    weighed: str = ""  # the rule under which policy drew its consequences; empty: not yet


@dataclass(slots=True)
class Promise:
    noted: PromiseNoted
    outcome: str = ""  # empty: still running
    paid: int = 0  # cents paid on its invoices when it was made
    ahead: int = 0  # cents owed then that earlier instalments of the same mail take first
    was: "Promise | None" = None  # as it ran before it was noted anew


@dataclass(slots=True)
class Notice:
    opened: NoticeOpened
    at: datetime
    answer: str = ""  # empty: open
    answered_at: datetime | None = None
    answered_by: str = ""  # a person's address, owner, or policy


@dataclass(slots=True)
class Paper:
    prepared: PaperPrepared
    at: datetime
    posted: PaperPosted | None = None
    presented: PaperPresented | None = None


@dataclass(slots=True)
class Call:
    """A telephone call that the owner is asked to make."""

    due: CallDue
    at: datetime
    noted: CallNoted | None = None


@dataclass(slots=True)
class Talk:
    """A telephone call in which the owner has spoken with somebody."""

    noted: CallNoted
    at: datetime


_NOBODY = DebtorSeen(key="", name="")  # before the first event


@dataclass(slots=True)
class Case:
    id: str
    n: int = 0
    at: datetime | None = None  # of the last event
    debtor: DebtorSeen = _NOBODY
    invoices: dict[str, Invoice] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    mails: dict[str, Mail] = field(default_factory=dict)
    holds: dict[str, HoldSet] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    answers: dict[str, AnswerOwed] = field(default_factory=dict)  # owed, not yet sent
    deserved: dict[str, AnswerOwed] = field(default_factory=dict)  # all that ever were owed, sent or not
    notices: dict[str, Notice] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)  # addresses that refuse our mail for good
    died: dict[str, datetime] = field(default_factory=dict)  # these, and those that work again: when they did
    works: dict[str, datetime] = field(default_factory=dict)  # addresses that were dead: written from since
    stopped: set[str] = field(default_factory=set)  # addresses of people who want no more mail
    contacts_said: list[str] = field(default_factory=list)  # by the owner, the newest first
    said_at: dict[str, datetime] = field(default_factory=dict)  # of these, in lower case: when
    kind_said: Kind | None = None
    treatment_said: Treatment | None = None
    calls: dict[str, Call] = field(default_factory=dict)
    called: datetime | None = None  # the last call that was noted, be it that it reached nobody
    talks: list[Talk] = field(default_factory=list)  # those that reached somebody, oldest first
    pieces: list[PieceKept] = field(default_factory=list)
    supplied: dict[str, date] = field(default_factory=dict)  # mail that asked for a document: day it was sent
    orders: set[tuple[str, int, str]] = field(default_factory=set)  # of the owner's mails, carried out here
    handed_over: str = ""  # to whom; empty: not
    court: dict[CourtDay, date] = field(default_factory=dict)  # confirmed by the owner
    acknowledged: list[DebtAcknowledged] = field(default_factory=list)
    ordered: MiseEnDemeureOrdered | None = None  # the owner wants it now
    ordered_at: datetime | None = None
    owner_wrote: datetime | None = None
    owner_answered: datetime | None = None  # the last such letter that surely went to the debtor
    owner_letters: dict[str, OwnerWrote] = field(default_factory=dict)  # what he wrote by hand, by its mail
    owner_spoke: datetime | None = None  # the last of them that speaks of paying, other than a reminder
    set_aside: str = ""
    last_payment: datetime | None = None  # when money was last seen
    unthanked: int = 0  # cents given thanks for that a source has shown no more where they were
    unthanked_on: date | None = None  # the day of that showing
    perhaps_wrote: datetime | None = None  # when a mail that may be this debtor's was last kept unplaced

    # --- questions that several rooms ask -----------------------------------------------------------

    def open_invoices(self) -> list[Invoice]:
        """Invoices and deposits of which something is owed."""
        return [i for i in self.invoices.values() if i.seen.type != "credit_note" and i.left > 0]

    def credit_notes(self) -> list[Invoice]:
        return [i for i in self.invoices.values() if i.seen.type == "credit_note" and i.left > 0]

    def left(self, numbers: Iterable[str] = ()) -> int:
        """Cents owed on these invoices (none named: on all), before credit notes."""
        wanted = set(numbers)
        return sum(i.left for i in self.open_invoices() if not wanted or i.number in wanted)

    def paid(self, numbers: Iterable[str] = ()) -> int:
        """Cents seen to have come for these invoices (none named: for all)."""
        wanted = set(numbers)
        return sum(i.paid for i in self.invoices.values() if not wanted or i.number in wanted)

    def received(self, promise: Promise) -> int:
        """Cents that came for a promise since it was made; what was only closed brought nothing."""
        came = self.paid(promise.noted.invoices) - promise.paid
        return max(0, came - promise.ahead)

    def came(self, promise: Promise) -> int:
        """Cents that came since this promise was made and for which no promise has ended before."""
        wanted = set(promise.noted.invoices)
        new = sum(
            max(0, i.paid - i.thanked) for i in self.invoices.values() if not wanted or i.number in wanted
        )
        return max(0, min(new, self.paid(wanted) - promise.paid))

    def spoken(self) -> datetime | None:
        """When the owner last spoke with somebody on the telephone."""
        return self.talks[-1].at if self.talks else None

    def open_notices(self) -> list[Notice]:
        return [notice for notice in self.notices.values() if not notice.answer]

    def unweighed(self) -> list[Mail]:
        """Mails that were kept and from which nothing has been concluded yet."""
        return [mail for mail in self.mails.values() if not mail.weighed]

    def uncertain(self) -> list[Letter]:
        """Letters of which nobody knows whether they left."""
        return [letter for letter in self.letters.values() if letter.state in ("intended", "uncertain")]

    def sent_letters(self) -> list[Letter]:
        """Letters that reached a server and were not sent back, oldest first."""
        return [letter for letter in self.letters.values() if letter.arrived]

    def human_mails(self) -> list[Mail]:
        """What people wrote; a machine that was found out only by reading is none."""
        return [
            mail
            for mail in self.mails.values()
            if mail.kept.whose in ("debtor", "forwarded") and mail.weighed not in MACHINES
        ]

    def last_contact(self) -> datetime | None:
        """The last moment at which the debtor was written to, by us or by the owner."""
        moments = [letter.at for letter in self.sent_letters()]
        if self.owner_wrote:
            moments.append(self.owner_wrote)
        return max(moments, default=None)

    def contacts(self) -> list[str]:
        """Addresses still alive, in the order to use them: last those from which our last mail came back."""
        known = {email.lower(): email for email in (*self.contacts_said, *self.debtor.contacts)}
        alive = [email for low, email in known.items() if low not in self.dead and low not in self.stopped]
        back = self.came_back()
        if not back:
            return alive
        return sorted(alive, key=lambda email: at.timestamp() if (at := back.get(email.lower())) else 0.0)

    def came_back(self) -> dict[str, datetime]:
        """Addresses, in lower case, from which the last letter to them came back, unless they are known to
        work since: when it had left."""
        back: dict[str, datetime] = {}
        for letter in self.letters.values():
            lost = {address.lower() for address in letter.bounced}
            for address in map(str.lower, letter.accepted):
                back.pop(address, None)
                if address in lost:
                    back[address] = letter.at
        return {to: at for to, at in back.items() if not self.works_since(to, at)}

    def works_since(self, email: str, at: datetime) -> bool:
        """Whether after that moment the owner has named this address, or a person has written from it."""
        email = email.lower()
        known = (self.said_at.get(email), self.works.get(email))
        return any(moment is not None and moment >= at for moment in known)

    def mise_en_demeure(self) -> Paper | Letter | None:
        """The last mise en demeure that was posted, else sent, if any."""
        for paper in reversed(self.papers.values()):
            if paper.prepared.kind == "mise_en_demeure" and paper.posted:
                return paper
        for letter in reversed(self.sent_letters()):
            if letter.intended.kind == "mise_en_demeure":
                return letter
        return None
