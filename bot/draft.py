"""What a letter must say, before it has words: made by policy, put into words by `letters`.

A draft is complete: whoever words it needs neither the case nor the clock. Every statement about the
past in it (`earlier`, `silent`, `promise`) was drawn from the journal.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.events.debts import InvoiceType, Kind
from bot.events.letters import Attached, Climb, LetterIntended, LetterKind, PaperPrepared
from bot.law.claim import Allocate, Statement, Sum
from bot.rules import Tone, Voice


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice as a letter shows it; amounts in cents, `left` is what remains to be paid."""

    number: str
    issued: date
    due: date
    total: int
    paid: int
    left: int
    type: InvoiceType = "invoice"
    reference: str = ""
    pdf: str = ""  # SHA-256 of the invoice's PDF in the evidence, to be attached


@dataclass(frozen=True, slots=True)
class PromiseSaid:
    """A promise as a letter may recall it: said on `made`, for `on`; `received` came since (cents)."""

    made: date
    on: date | None
    amount: int | None
    received: int = 0
    agreed: bool = False  # the owner accepted that day: nobody else named it
    payments: int = 1  # on so many days what was received came
    came: int | None = (
        None  # and is given thanks for now, where earlier instalments had a share; None: the same
    )
    invoices: tuple[str, ...] = ()  # where it is one of several, each for invoices of its own
    over: bool = False  # its day is behind
    part: bool = False  # of some of it, nobody said how much

    @property
    def lacking(self) -> int:
        """Cents of its sum that have not come; 0 where it names none."""
        return max(0, (self.amount or 0) - self.received)


@dataclass(frozen=True, slots=True)
class Moved:
    """Cents first counted on one invoice and now on another, which had been asked for meanwhile."""

    amount: int
    number: str
    to: str
    settled: bool  # that other one: nothing of it is owed any more


@dataclass(frozen=True, slots=True)
class Claimed:
    """One invoice of a claim: its statement, and the money behind it as a letter tells it."""

    number: str
    statement: Statement
    received: tuple[Sum, ...] = ()  # with its days
    undated: int = 0  # cents received on days that nobody knows: counted from the due date on
    credited: int = 0  # cents of credit notes and reductions

    @property
    def left(self) -> int:
        """What was invoiced, less credit notes and all that was received: no order of allocation in it."""
        received = sum(money.amount for money in self.received) + self.undated
        return self.statement.claim.principal - self.credited - received


@dataclass(frozen=True, slots=True)
class Claim:
    """The whole that a mise en demeure demands at the end of `as_of`; amounts in cents.

    `left`, `accrued` and `indemnity` add up to `total` whatever the order of allocation, since what a
    payment settled of the interest is missing from the principal.
    """

    as_of: date
    invoices: tuple[Claimed, ...]
    allocate: Allocate = "interest"
    per_day: int = 0  # cents of interest that each day adds for now

    @property
    def left(self) -> int:
        """Of the invoices, credit notes and payments taken off."""
        return sum(one.left for one in self.invoices)

    @property
    def accrued(self) -> int:
        """All the interest that has run."""
        return sum(one.statement.interest_accrued for one in self.invoices)

    @property
    def interest_paid(self) -> int:
        """What payments have settled of it."""
        return sum(one.statement.interest_paid for one in self.invoices)

    @property
    def principal(self) -> int:
        """What is left of the principal under the order of allocation."""
        return sum(one.statement.principal_left for one in self.invoices)

    @property
    def interest(self) -> int:
        """What is left of the interest under the order of allocation."""
        return sum(one.statement.interest for one in self.invoices)

    @property
    def indemnity(self) -> int:
        return sum(one.statement.indemnity for one in self.invoices)

    @property
    def late(self) -> int:
        """How many invoices owe the indemnity."""
        return sum(one.statement.indemnity > 0 for one in self.invoices)

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.indemnity


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who is collected for, where that is somebody else (CPCE R124-4): then the `creditor` collects.

    Of letters after the first one `first_on` and `reference` name that first letter.
    """

    name: str
    address: tuple[str, ...]
    legal_form: str = ""
    siren: str = ""
    reference: str = ""
    first_on: date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    kind: LetterKind
    template: str  # reminder, mise_en_demeure, before_due, or an answer's name
    tone: Tone
    language: Literal["fr", "en"]
    voice: Voice
    to: tuple[str, ...]
    debtor: str
    debtor_kind: Kind
    lines: tuple[Line, ...]  # what is asked for
    asked: int  # cents: the sum of the lines, credit notes deducted
    currency: str
    address: tuple[str, ...] = ()
    also: tuple[Line, ...] = ()  # overdue as well, shown "pour mémoire"
    not_due: tuple[Line, ...] = ()  # not due yet, shown for information: in no sum
    credits: tuple[Line, ...] = ()  # credit notes deducted from `asked`
    climbs: tuple[Climb, ...] = ()
    pay_by: date | None = None
    earlier: tuple[date, ...] = ()  # days of the earlier letters about these invoices
    silent: bool = False  # nobody has answered since the first of them
    moved: tuple[Moved, ...] = ()
    promise: PromiseSaid | None = None  # not kept (letters), or just noted (answers)
    claimed_paid: date | None = None  # the debtor said it was paid on that day
    claimed_part: int = 0  # cents of it, where he speaks of a part of the debt
    claimed_reference: str = ""  # of that payment, as he gave it
    ask_date: bool = False  # the letter asks when payment will come
    asked_on: date | None = None  # the last letter asked it, and nobody has answered
    deadline_days: int = 0  # of a mise en demeure
    posted_on: date | None = None  # of the registered letter whose copy this is
    posted_number: str = ""
    next_is_mise_en_demeure: bool = False
    first_to_person: bool = False  # first letter to a natural person: say what the data is kept for
    subject: str = ""  # the thread's first subject, kept; empty: a new thread
    references: tuple[str, ...] = ()  # Message-IDs of the thread, oldest first
    day: date | None = None  # accepted or proposed by the owner (answers)
    promised: date | None = None  # the day that the debtor had named, where the owner grants another
    replaces: date | None = None  # the day of his other word on the same request, which this one replaces
    ordered: bool = False  # by the owner: acknowledges nothing by itself (answers)
    documents: tuple[str, ...] = ()  # that an answer brings: invoice, rib, detail, siren, piece
    pieces: tuple[str, ...] = ()  # SHA-256 of the files that the owner hands on with it
    plan: tuple[PromiseSaid, ...] = ()  # payments noted together, or still to come
    late: tuple[PromiseSaid, ...] = ()  # instalments of a plan that did not come
    plan_over: bool = False  # for want of these: the whole is demanded
    rest: int = 0  # cents that an accepted plan leaves out, and that remain owed
    answer: str = ""  # id of the AnswerOwed
    paper: str = ""  # id of the PaperPrepared
    siren: str = ""  # of the debtor, where it is known
    claim: Claim | None = None  # the whole of a mise en demeure; without it the principal is demanded alone
    mandate: Mandate | None = None
    whole: int = 0  # cents that the posted letter demanded whose copy this is
    indemnity: int = 0  # cents left over after a mise en demeure, claimed by the owner's order (answers)
    interest: int = 0
    checked: tuple[str, ...] = ()  # the conditions of a mise en demeure, "name: why"

    @property
    def demanded(self) -> int:
        """Cents to be paid: of a mise en demeure the whole claim, of a reminder the principal."""
        if self.whole:
            return self.whole
        return self.claim.total if self.claim else self.asked

    @property
    def late_part(self) -> int:
        """Cents of the late instalments of a plan that goes on with them; 0: it divides nothing."""
        return sum(one.lacking for one in self.late) if self.plan else 0

    @property
    def due_now(self) -> int:
        """Cents to be paid by now: of such a plan its late instalments alone."""
        return self.late_part or self.asked

    def _formal(self) -> tuple[int, int, tuple[str, ...], str]:
        """What the journal keeps of a mise en demeure: the whole, the indemnity in it, its conditions.

        Last the reference under which this collects for somebody else.
        """
        reference = self.mandate.reference if self.mandate else ""
        if self.kind != "mise_en_demeure":
            return 0, 0, (), reference
        return self.demanded, self.claim.indemnity if self.claim else 0, self.checked, reference

    def _mentioned(self) -> tuple[str, ...]:
        """A note names its invoices and takes no step."""
        named = self.lines if self.kind == "note" else (*self.also, *self.not_due)
        return tuple(line.number for line in named)

    @property
    def firm(self) -> bool:
        """Whether the calendar and the sources' age judge it as a firm letter."""
        return self.tone in ("firm", "formal") or self.plan_over

    def intent(
        self, letter: str, *, message_id: str, subject: str, mail: str, attachments: tuple[Attached, ...] = ()
    ) -> LetterIntended:
        """The journal's word that this letter is about to be handed to SMTP."""
        return LetterIntended(
            letter,
            message_id,
            self.kind,
            self.template,
            self.tone,
            self.to,
            subject,
            mail,
            self.climbs,
            self._mentioned(),
            attachments,
            self.asked,
            self.currency,
            self.pay_by,
            self.answer,
            self.paper,
            self.references,
            *self._formal(),
            self.late_part,
        )

    def prepared(self, letter: str, *, pdf: str, file: str, dated: date) -> PaperPrepared:
        """The journal's word that this letter stands as PDF, for the owner to post."""
        return PaperPrepared(
            letter,
            self.kind,
            self.template,
            self.tone,
            pdf,
            file,
            dated,
            self.climbs,
            self.asked,
            self.currency,
            self.deadline_days,
            self._mentioned(),
            *self._formal(),
            self.late_part,
        )
