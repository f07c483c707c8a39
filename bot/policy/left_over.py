"""What a mise en demeure demanded beside the principal, once the principal has come.

The owner is asked once: « restent dus 40,00 € d'indemnité et 12,30 € de pénalités : abandonne / réclame ». No
answer claims nothing; a yes writes to the debtor, a no is journaled as a waiver. The figures are those of the
letter itself (C. com. L441-10 II, D441-5; CCP R2192-31, D2192-35), never more: days after it add nothing, and
what came above the principal is taken off. Nothing is asked after an insolvency or a misfortune. Pure.
"""

from dataclasses import dataclass

from bot.case import Invoice, Paper
from bot.events.consequences import AnswerOwed
from bot.events.entries import CaseEvent
from bot.events.owner import AccessoriesWaived
from bot.policy.house import Decision, Record
from bot.policy.questions import notice
from bot.policy.sight import Sight, named, runs

_CANCELLED = ("annul", "cancel", "void", "written off")  # as sources say it: nothing was ever to be paid
_SILENT = frozenset({"insolvency", "misfortune"})


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Cents that are left of one mise en demeure."""

    letter: str
    invoices: tuple[str, ...]
    indemnity: int
    interest: int

    @property
    def total(self) -> int:
        return self.indemnity + self.interest


def ask(sight: Sight) -> Decision | None:
    """Asked once for each mise en demeure whose principal has come; None when there is nothing to ask."""
    if not (sight.case.papers or sight.case.letters):
        return None
    left = of(sight)
    if left is None or left.total < max(1, sight.rules.law.ignore_below) or _asked(sight, left):
        return None
    if any(hold.rule in _SILENT and runs(sight, hold) for hold in sight.case.holds.values()):
        return None
    opened = notice(
        sight,
        "left_over",
        invoices=left.invoices,
        letter=left.letter,
        indemnity=left.indemnity,
        interest=left.interest,
    )
    return Record((opened,), f"the principal of {named(left.invoices)} came after the mise en demeure")


def of(sight: Sight) -> LeftOver | None:
    """What is left of the last mise en demeure; None as long as its principal has not all been paid."""
    sent = sight.case.mise_en_demeure()
    if sent is None or (isinstance(sent, Paper) and _not_served(sent)):
        return None
    said = sent.prepared if isinstance(sent, Paper) else sent.intended
    known = sight.case.invoices
    invoices = [known[climb.number] for climb in said.climbs if climb.number in known]
    if not said.demanded or not all(_paid(sight, invoice) for invoice in invoices):
        return None
    above = sum(max(0, i.paid - i.seen.total) for i in invoices)
    interest = said.demanded - said.asked - said.indemnity
    rest = max(0, above - interest)
    numbers = tuple(invoice.number for invoice in invoices)
    return LeftOver(said.letter, numbers, max(0, said.indemnity - rest), max(0, interest - above))


def claimed(sight: Sight, letter: str) -> list[CaseEvent]:
    """The owner wants it: the debtor is written to once more. Nothing where no address is left."""
    left, to = of(sight), next(iter(sight.contacts()), "")
    if left is None or left.letter != letter or not to:
        return []
    name = f"{letter}.left_over.{sight.case.n}"
    return [AnswerOwed(name, "", "left_over", to, sight.now, left.invoices)]


def waived(sight: Sight, letter: str, by: str = "owner") -> list[CaseEvent]:
    """The owner lets it go: said in the journal."""
    left = of(sight)
    if left is None or left.letter != letter:
        return []
    return [AccessoriesWaived(left.letter, left.invoices, left.indemnity, left.interest, by)]


def _asked(sight: Sight, left: LeftOver) -> bool:
    return any(
        (known.opened.about, known.opened.letter) == ("left_over", left.letter) and known.answer != "moot"
        for known in sight.case.notices.values()
    )


def _not_served(paper: Paper) -> bool:
    return paper.presented is not None and paper.presented.outcome == "not_served"


def _paid(sight: Sight, invoice: Invoice) -> bool:
    """Nothing of it is left, and money is why: neither given up, nor credited, nor cancelled."""
    if invoice.dropped or (invoice.left and invoice.left >= sight.rules.law.ignore_below):
        return False
    cancelled = any(word in invoice.closed.casefold() for word in _CANCELLED)
    return not cancelled and bool(invoice.closed or invoice.paid)
