"""An order with everything that it stands on, and what it comes to: events and a line said back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.case import Case, Invoice, Notice
from bot.events import ActRead, CaseEvent, NoticeAnswered
from bot.owner.matters import Matter
from bot.policy.sight import Sight


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

    def answered(self, answer: str, why: str = "") -> list[CaseEvent]:
        """The open question, answered so by this order."""
        return [answered(self.notice, answer, self.by, why)] if self.notice else []


Done = tuple[list[CaseEvent], Line]


class NonsenseError(Exception):
    """The order makes no sense here; its line says why, and with what words it would."""

    def __init__(self, line: str, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(line)
        self.line = Line(line, values or {})


def answered(notice: Notice, answer: Any, by: str, why: str = "") -> NoticeAnswered:
    return NoticeAnswered(notice.opened.notice, answer, by, why)
