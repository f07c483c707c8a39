"""What a letter must say, before it has words: made by policy, put into words by `letters`.

A draft is complete: whoever words it needs neither the case nor the clock. Every statement about the
past in it (`earlier`, `silent`, `promise`) was drawn from the journal.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.events import Attached, Climb, InvoiceType, Kind, LetterIntended, LetterKind, PaperPrepared
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


@dataclass(frozen=True, slots=True)
class Draft:
    kind: LetterKind
    template: str  # reminder, mise_en_demeure, or an answer's name
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
    credits: tuple[Line, ...] = ()  # credit notes deducted from `asked`
    climbs: tuple[Climb, ...] = ()
    pay_by: date | None = None
    earlier: tuple[date, ...] = ()  # days of the earlier letters about these invoices
    silent: bool = False  # nobody has answered since the first of them
    promise: PromiseSaid | None = None  # not kept (letters), or just noted (answers)
    claimed_paid: date | None = None  # the debtor said it was paid on that day
    ask_date: bool = False  # the letter asks when payment will come
    deadline_days: int = 0  # of a mise en demeure
    posted_on: date | None = None  # of the registered letter whose copy this is
    posted_number: str = ""
    next_is_mise_en_demeure: bool = False
    first_to_person: bool = False  # first letter to a natural person: say what the data is kept for
    subject: str = ""  # the thread's first subject, kept; empty: a new thread
    references: tuple[str, ...] = ()  # Message-IDs of the thread, oldest first
    answer: str = ""  # id of the AnswerOwed
    paper: str = ""  # id of the PaperPrepared

    @property
    def firm(self) -> bool:
        """Whether the calendar and the sources' age judge it as a firm letter."""
        return self.tone in ("firm", "formal")

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
            tuple(line.number for line in self.also),
            attachments,
            self.asked,
            self.currency,
            self.pay_by,
            self.answer,
            self.paper,
            self.references,
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
            tuple(line.number for line in self.also),
        )
