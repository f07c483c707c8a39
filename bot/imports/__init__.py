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
from bot.events.debts import InvoiceSeen
from bot.events.entries import HOUSE
from bot.events.house import SourceImported
from bot.imports import alarms
from bot.imports.pdfs import Pdfs
from bot.imports.standing import File, Standing, former_names, last_taken
from bot.journal import Moved, case_id
from bot.policy.sight import calendar_of
from bot.rules import Rules
from bot.sources import Sheet, Source, csv_file
from bot.sources.compare import Changes, compare

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did; `nothing` when the very same file had been taken before."""

    name: str
    imported: SourceImported
    refusals: tuple[str, ...] = ()  # whole sentences, names and all: for the owner's eyes
    refusal_lines: tuple[int, ...] = ()  # the lines that they are about: for the log
    nothing: bool = False


Signs = dict[Path, tuple[float, int, date]]  # a file's time and size, and the day it was last looked at


def waiting(desk: Desk, rules: Rules, source: Source, folder: Path, looked_at: Signs) -> Iterator[Path]:
    """The files of a source that may say something new: of a complete source only the newest counts.

    `looked_at` spares the reading of a file that has not been touched since; it is kept up here.
    """
    found = sorted(
        (path for path in folder.glob(source.path) if path.is_file()), key=lambda p: p.stat().st_mtime
    )
    for path in found[-1:] if source.lists_all else found:
        stat = path.stat()
        sign = (stat.st_mtime, stat.st_size, _day_of(desk, path, rules))
        if looked_at.get(path) != sign or _may_say_more(desk, _name(path, folder)):
            yield path
            looked_at[path] = sign


def take(
    desk: Desk,
    rules: Rules,
    source: Source,
    path: Path,
    *,
    folder: Path,
    accept_shrunk: bool = False,
    sources: Sequence[Source] = (),
) -> Taken:
    """Imports one file. `sources`: all that are configured; an invoice stays with the complete one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path}: {error.strerror}; check the path and its rights") from error
    name = _name(path, folder)
    file = File(name, content, sha256(content).hexdigest(), _day_of(desk, path, rules), source)
    if before := _taken_before(desk, file, accept_shrunk=accept_shrunk):
        return before
    pdfs = Pdfs(folder)
    sheet = csv_file.read(content, source, name)
    sheet = replace(sheet, rows=tuple(pdfs.with_pdf(row) for row in sheet.rows))
    for _ in range(_TRIES):
        desk.catch_up()
        if before := _taken_before(desk, file, accept_shrunk=accept_shrunk):
            return before
        try:
            return _taken(desk, file, sheet, pdfs, accept_shrunk=accept_shrunk, sources=sources)
        except Moved:
            continue  # another process wrote to a case meanwhile: what was concluded from it is stale
    raise OperatorError(f"{name}: its cases are being worked on; import it again in a moment")


def _taken(
    desk: Desk,
    file: File,
    sheet: Sheet,
    pdfs: Pdfs,
    *,
    accept_shrunk: bool,
    sources: Sequence[Source],
) -> Taken:
    """One comparison with what is known now, into the journal; Moved if that is no longer what is known."""
    house_n = desk.journal.n(HOUSE)
    standing = Standing.of(desk)
    changes = _changes(desk, file, sheet, standing, accept_shrunk=accept_shrunk, sources=sources)
    imported = _told(sheet, changes, file)
    told = (imported, *alarms.about(desk, file, changes))
    first = desk.journal.first_sha
    named = [(case_id(first, key), events) for key, events in changes.per_debtor if events]
    items = [(case, standing.ns.get(case, 0), events) for case, events in named]
    seen = {event.pdf for _, events in named for event in events if isinstance(event, InvoiceSeen)}
    with desk.kept(file.content, *(raw for digest, raw in pdfs.contents.items() if digest in seen)):
        desk.append_all([*items, (HOUSE, house_n, told)])
    refusals = (*((r.line, str(r)) for r in changes.refusals), *pdfs.problems)
    return Taken(
        file.name,
        imported,
        refusals=tuple(words for _, words in refusals),
        refusal_lines=tuple(line for line, _ in refusals),
    )


def _changes(
    desk: Desk,
    file: File,
    sheet: Sheet,
    standing: Standing,
    *,
    accept_shrunk: bool,
    sources: Sequence[Source],
) -> Changes:
    facts, source = desk.state.facts, file.source
    accepted = accept_shrunk or file.digest in facts.accepted
    last = last_taken(desk, file)
    if last and file.as_of < last.as_of and not accepted:
        older = f"it states {file.as_of}, and one of {last.as_of} was taken before: bring a newer export"
        return Changes(alarm=older)
    return compare(
        sheet,
        standing.known,
        source,
        debtors=standing.debtors,
        columns=last.columns if last else (),
        accept_shrunk=accepted,
        owns=former_names(desk, source, sources, standing),
        complete={each.name for each in sources if each.lists_all},
    )


def _taken_before(desk: Desk, file: File, *, accept_shrunk: bool) -> Taken | None:
    """The very same file was taken, or not taken, and nothing has changed since that concerns it."""
    facts, name = desk.state.facts, file.name
    known, alarmed = facts.sources.get(name), facts.alarmed.get(name)
    if _may_say_more(desk, name) or (accept_shrunk and alarmed):
        return None
    if alarmed and (alarmed.digest, alarmed.as_of) == (file.digest, file.as_of):
        return Taken(name, alarmed, nothing=True)
    if known and known.digest == file.digest and file.as_of <= known.as_of:
        return Taken(name, known, nothing=True)
    return None


def _may_say_more(desk: Desk, name: str) -> bool:
    """A file to look at again: its payments' invoices have come since, or the owner has approved it."""
    facts = desk.state.facts
    taken, alarmed = facts.sources.get(name), facts.alarmed.get(name)
    approved = alarmed is not None and alarmed.digest in facts.accepted
    return approved or (taken is not None and any(_is_known(desk, number) for number in taken.unknown))


def _is_known(desk: Desk, number: str) -> bool:
    return any(number in desk.case(case).invoices for case in desk.state.by_number(number))


def _name(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name


def _day_of(desk: Desk, path: Path, rules: Rules) -> date:
    """The day whose truth a file states: that of its writing; in a simulated journal, that of now."""
    at = desk.clock()
    if not desk.journal.simulated:
        at = min(at, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    return calendar_of(rules.calendar).day(at)


def _told(sheet: Sheet, changes: Changes, file: File) -> SourceImported:
    return SourceImported(
        file.name,
        file.digest,
        file.source.holds,
        file.as_of,
        pays=file.source.pays,
        complete=file.source.complete,
        rows=len(sheet.rows),
        new=changes.new,
        changed=changes.changed,
        closed=changes.closed,
        refused=len(changes.refusals),
        alarm=changes.alarm,
        columns=sheet.columns,
        unknown=changes.unknown,
    )


def pays(sources: Sequence[Source], desk: Desk) -> bool:
    """Whether some source of the configuration tells what was paid; else the owner's consent is needed."""
    return any(source.pays for source in sources)
