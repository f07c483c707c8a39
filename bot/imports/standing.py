"""What is known when a file comes: invoices, debtors, how far each case is, what its source said last.

In goes the desk as it stands, out come values for `compare`. It changes nothing. Whoever appends what was
concluded from a `Standing` names the cases' `ns`, so that nothing stale is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from bot.case import Case, Invoice
from bot.desk import Desk
from bot.events.debts import DebtorSeen
from bot.events.house import SourceImported
from bot.sources import Source
from bot.sources.held import RULE, Known


@dataclass(frozen=True, slots=True)
class File:
    """A file of a source, read."""

    name: str
    content: bytes
    digest: str
    as_of: date
    source: Source


@dataclass(frozen=True, slots=True)
class Standing:
    """Every invoice with its case, every debtor, and how far each case has come, as the fold has them."""

    known: dict[str, Known]
    debtors: list[DebtorSeen]
    ns: dict[str, int]

    @classmethod
    def of(cls, desk: Desk) -> "Standing":
        standing = cls({}, [], {})
        for name in desk.state.cases():
            case = desk.case(name)
            standing.ns[name] = case.n
            standing.debtors.append(case.debtor)
            held = tuple(hold.hold for hold in case.holds.values() if hold.rule == RULE)
            for invoice in case.invoices.values():
                standing.known[invoice.number] = _known(case, invoice, held)
        return standing


def _known(case: Case, invoice: Invoice, held: tuple[str, ...]) -> Known:
    return Known(
        case.id,
        case.debtor,
        invoice.seen,
        open=not invoice.closed,
        closed=invoice.closed,
        payments=tuple(invoice.payments),
        ahead=invoice.ahead,
        ahead_on=invoice.ahead_on,
        holds=held,
    )


def last_taken(desk: Desk, file: File) -> SourceImported | None:
    """What was last taken of this file, or of any file of its complete source."""
    taken = desk.state.facts.sources
    if not file.source.lists_all:
        return taken.get(file.name)
    ours = [one for one in taken.values() if is_of(one.path, file.source.path) and one.complete]
    return max((*ours, *filter(None, [taken.get(file.name)])), key=lambda one: one.as_of, default=None)


def is_of(path: str, pattern: str) -> bool:
    return bool(pattern) and (path == pattern or PurePath(path).match(pattern))


def former_names(desk: Desk, source: Source, sources: Sequence[Source], standing: Standing) -> frozenset[str]:
    """Names that the only complete source had before the configuration renamed it."""
    if not source.lists_all or [each.name for each in sources if each.lists_all] != [source.name]:
        return frozenset()
    names = {known.invoice.source for known in standing.known.values()} - {each.name for each in sources}
    complete = [one.path for one in desk.state.facts.sources.values() if one.complete]
    return frozenset(name for name in names if any(is_of(path, name) for path in complete))
