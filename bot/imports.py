"""Sources into the journal: what a file says, compared with what is known, as events of its cases.

The file goes into the evidence first. The same file twice changes nothing; a source that has suddenly
shrunk is an alarm and changes nothing either. Invoices' PDFs are taken only from inside the
configuration's folder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from bot.desk import Desk
from bot.errors import OperatorError
from bot.events import HOUSE, DebtorSeen, SourceImported
from bot.journal import case_id
from bot.policy.sight import calendar_of
from bot.rules import Rules
from bot.sources import Row, Sheet, Source, csv_file
from bot.sources.compare import Changes, Known, compare

_PDF_LIMIT = 10_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did; `nothing` when the very same file had been taken before."""

    name: str
    imported: SourceImported
    refusals: tuple[str, ...] = ()
    nothing: bool = False


Signs = dict[Path, tuple[float, int, date]]  # a file's time and size, and the day it was last looked at


def waiting(
    desk: Desk, rules: Rules, source: Source, folder: Path, looked_at: Signs
) -> Iterator[Path]:
    """The files of a source that may say something new: of a complete source only the newest counts.

    `looked_at` spares the reading of a file that has not been touched since; it is kept up here.
    """
    found = sorted(
        (path for path in folder.glob(source.path) if path.is_file()), key=lambda p: p.stat().st_mtime
    )
    for path in found[-1:] if source.complete else found:
        stat = path.stat()
        sign = (stat.st_mtime, stat.st_size, _day_of(desk, path, rules))
        if looked_at.get(path) != sign:
            yield path
            looked_at[path] = sign


def take(
    desk: Desk, rules: Rules, source: Source, path: Path, *, folder: Path, accept_shrunk: bool = False
) -> Taken:
    """Imports one file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path}: {error.strerror}; check the path and its rights") from error
    name = str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name
    digest = sha256(content).hexdigest()
    as_of = _day_of(desk, path, rules)
    known = desk.state.facts.sources.get(name)
    if known and (known.digest, known.as_of) == (digest, as_of):
        return Taken(name, known, nothing=True)
    alarmed = desk.state.facts.alarmed.get(name)
    if alarmed and (alarmed.digest, alarmed.as_of) == (digest, as_of) and not accept_shrunk:
        return Taken(name, alarmed, nothing=True)
    sheet = csv_file.read(content, source, name)
    pdfs = _Pdfs(folder)
    sheet = replace(sheet, rows=tuple(pdfs.with_pdf(row) for row in sheet.rows))
    invoices, debtors = _known(desk)
    columns = known.columns if known else ()
    changes = compare(sheet, invoices, source, debtors=debtors, columns=columns, accept_shrunk=accept_shrunk)
    imported = _told(sheet, changes, name=name, digest=digest, as_of=as_of, source=source)
    with desk.kept(content, *(() if changes.alarm else pdfs.contents)):
        _record(desk, changes)
        desk.note(HOUSE, imported)
    return Taken(name, imported, (*(str(r) for r in changes.refusals), *pdfs.problems))


def _day_of(desk: Desk, path: Path, rules: Rules) -> date:
    """The day whose truth a file states: that of its writing; in a simulated journal, that of now."""
    at = desk.clock()
    if not desk.journal.simulated:
        at = min(at, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    return calendar_of(rules.calendar).day(at)


def _known(desk: Desk) -> tuple[dict[str, Known], list[DebtorSeen]]:
    """Every invoice with its case, and every debtor, as the fold has them."""
    known: dict[str, Known] = {}
    debtors: list[DebtorSeen] = []
    for name in desk.state.cases():
        case = desk.case(name)
        debtors.append(case.debtor)
        for invoice in case.invoices.values():
            known[invoice.number] = Known(
                name,
                case.debtor,
                invoice.seen,
                open=not invoice.closed,
                closed=invoice.closed,
                payments=tuple(invoice.payments),
            )
    return known, debtors


def _record(desk: Desk, changes: Changes) -> None:
    if changes.alarm:
        return
    first = desk.journal.first_sha
    desk.note_all([(case_id(first, key), events) for key, events in changes.per_debtor if events])


def _told(
    sheet: Sheet, changes: Changes, *, name: str, digest: str, as_of: date, source: Source
) -> SourceImported:
    return SourceImported(
        name,
        digest,
        source.holds,
        as_of,
        pays=sheet.pays or source.holds == "payments",
        complete=source.complete,
        rows=len(sheet.rows),
        new=changes.new,
        changed=changes.changed,
        closed=changes.closed,
        refused=len(changes.refusals),
        alarm=changes.alarm,
        columns=sheet.columns,
    )


class _Pdfs:
    """The invoices' own PDFs that a file names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.contents: list[bytes] = []
        self.problems: list[str] = []

    def with_pdf(self, row: Row) -> Row:
        if not row.pdf or row.invoice is None:
            return row
        path = (self._folder / row.pdf).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            self.problems.append(f"line {row.line}: {row.pdf}: no such file in the configuration's folder")
            return row
        content = path.read_bytes()
        if len(content) > _PDF_LIMIT or not content.startswith(b"%PDF"):
            self.problems.append(f"line {row.line}: {row.pdf}: not a PDF of at most 10 MB")
            return row
        self.contents.append(content)
        return replace(row, invoice=replace(row.invoice, pdf=sha256(content).hexdigest()))


def pays(sources: Sequence[Source], desk: Desk) -> bool:
    """Whether some source tells what was paid."""
    told = any(taken.pays for taken in desk.state.facts.sources.values())
    return told or any(source.holds == "payments" or source.complete for source in sources)
