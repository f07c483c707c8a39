"""An order with everything that it stands on, and what it comes to: events and a line said back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.case import Case, Invoice, Notice
from bot.events.consequences import HoldLifted
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeAnswered
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.policy import held
from bot.policy.delays import LETTER
from bot.policy.sight import Sight, after

# A promise or a plan answers no question about a person, a document, or a letter of which nobody knows.
_NO_PAYMENT_SETTLES = frozenset(
    {
        "misfortune",
        "insolvency",
        "stop_contact",
        "document_request",
        "wrong_contact",
        "uncertain",
        "left_over",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """What is said back: a key of the templates' lines with its values."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """An order with everything that it stands on."""

    act: ActRead
    matter: Matter
    sight: Sight
    by: str
    order: str = ""  # SHA-256 of the owner's mail

    @property
    def case(self) -> Case:
        return self.sight.case

    @property
    def notice(self) -> Notice | None:
        found = self.case.notices.get(self.matter.notice)
        return found if found and not found.answer else None

    @property
    def about(self) -> str:
        return self.notice.opened.about if self.notice else ""

    @property
    def mail(self) -> str:
        """The debtor's mail that the question is about."""
        return self.notice.opened.mail if self.notice else ""

    @property
    def owed(self) -> list[Invoice]:
        """The open invoices that are meant, the oldest first."""
        named = set(self.matter.invoices)
        found = [i for i in self.case.open_invoices() if not named or i.number in named]
        return sorted(found, key=lambda invoice: (invoice.seen.due, invoice.number))

    @property
    def by_name(self) -> bool:
        """Said of a customer or an invoice that the owner names, not of the question that is answered."""
        target = self.act.target or ""
        return bool(target) and target != "all" and (not target.isdecimal() or bool(self.named_invoice))

    @property
    def named_invoice(self) -> tuple[str, ...]:
        target = (self.act.target or "").casefold()
        return tuple(number for number in self.case.invoices if number.casefold() == target)

    @property
    def asked_for(self) -> list[Invoice]:
        """What "paid" or "given up" means without a sum: the invoices named, else the overdue ones that were
        asked for, else all overdue ones, else the only one that is open; empty: it cannot be told.
        """
        owed = self.owed
        if self.matter.invoices:
            return owed
        late = [invoice for invoice in owed if invoice.seen.due < self.sight.today]
        return [i for i in late if i.climbs] or late or (owed if len(owed) == 1 else [])

    def after(self, events: Sequence[CaseEvent]) -> Sight:
        """The case as these events leave it."""
        return after(self.sight, events)

    def answered(self, answer: str, why: str = "") -> list[CaseEvent]:
        """The open question, answered so by this order."""
        return [answered(self.notice, answer, self.by, why)] if self.notice else []

    def decided_of_letter(self, why: str) -> list[CaseEvent]:
        """What is to be done after the owner's own letter to the debtor: asked, and said by this order."""
        notice = self.notice
        if notice is None or notice.opened.about != LETTER:
            return []
        return [*self.answered("resume", why), *held.settled(self.case, notice.opened, why)]

    def settled(self, why: str, by: list[CaseEvent]) -> list[CaseEvent]:
        """These events, with the open question and its holds settled by them, where a payment settles it."""
        notice = self.notice
        if notice is None or notice.opened.about in _NO_PAYMENT_SETTLES:
            return by
        answer = "approve" if self.about == "delay_request" else "resume"
        lifted = {event.hold for event in by if isinstance(event, HoldLifted)}
        ended = [hold for hold in held.settled(self.case, notice.opened, why) if hold.hold not in lifted]
        return [*self.answered(answer, why), *ended, *by]


Done = tuple[list[CaseEvent], Line]


class NonsenseError(Exception):
    """The order makes no sense here; its line says why, and with what words it would."""

    def __init__(self, line: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(line)
        self.line = Line(line, values or {})


def answered(notice: Notice, answer: Any, by: str, why: str = "") -> NoticeAnswered:
    return NoticeAnswered(notice.opened.notice, answer, by, why)
