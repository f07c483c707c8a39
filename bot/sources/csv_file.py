"""A CSV file's bytes as a `Sheet`: encoding, delimiter and header found, each line read on its own.

Taken: UTF-8 (with or without its mark), Windows-1252 and the UTF-16 that spreadsheets call « texte Unicode »;
`;`, `,` or tab; titles above the header, empty lines, quotes. A line that cannot be taken is refused with its
number and its cure, and the others stand.
Pure, and it never raises, whatever the bytes. It refuses to choose between two lines that contradict each
other, and a file with a quote that never closes: its lines would be lost without a word.
"""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice

from bot.events.debts import DebtorSeen
from bot.sources import Dialect, Refusal, Row, Sheet, Source, cells, columns, identity, rows
from bot.sources.cells import Unclear

_DELIMITERS = (";", ",", "\t")
_HEADER_WITHIN = 25  # records: above the header stand titles at most
_LONGEST_CELL = 12  # lines: longer, a quote was never closed
# How files begin that are no text.
_OTHER_FILES = {
    b"PK\x03\x04": "a workbook (.xlsx, .ods)",
    b"\xd0\xcf\x11\xe0": "a workbook (.xls)",
    b"%PDF": "a PDF",
}
_AMOUNTS = ("total", "paid", "left", "amount")
_DATES = ("issued", "due", "completed", "on")


@dataclass(frozen=True, slots=True)
class _Table:
    delimiter: str
    columns: dict[str, int]
    header: int
    width: int
    records: Sequence[tuple[int, list[str]]]
    damage: str


_NOTHING = _Table(";", {}, 0, 0, (), "")


def read(content: bytes, source: Source, name: str) -> Sheet:
    """What the file says; `name` is the file's, for the refusals that concern all of it."""
    text, encoding = _decoded(content)
    table = replace(_NOTHING, damage=damage) if (damage := _no_csv(content)) else _table(text, source)
    lost = columns.lost(table.columns, source.holds, source.columns, terms=source.terms_days is not None)
    mark = cells.decimal_mark(_column(table, _AMOUNTS), table.delimiter)
    sheet = Sheet(
        lost_columns=lost,
        dialect=Dialect(encoding, table.delimiter, mark, table.header),
        columns=tuple(sorted(table.columns)),
        damage=table.damage,
        name=name,
    )
    if lost:
        return sheet if damage else replace(sheet, refusals=(_missing(sheet, source),))
    habits = rows.Habits(source, table.columns, mark, cells.month_first(_column(table, _DATES)))
    taken, refusals = _taken(table, habits)
    single, doubled = _without_doubles(_one_debtor_each(_apart(taken)))
    return replace(sheet, rows=single, refusals=tuple(sorted((*refusals, *doubled), key=lambda r: r.line)))


def _missing(sheet: Sheet, source: Source) -> Refusal:
    """The columns that are not there, as an office calls them."""
    wanted = "; ".join(columns.told(lost, source.holds) for lost in sheet.lost_columns)
    why = f"{sheet.name}: no column for {wanted}; if yours is called otherwise, name it under columns"
    return Refusal(sheet.dialect.header, f"{why} in the configuration")


def recognised(content: bytes, name: str) -> Source:
    """A source for a file that none is configured for. Payments and clients only where no doubt is left:

    an amount beside a customer may be an invoice without its due date, and is told what it lacks.
    """
    invoices, payments, clients = Source(name), Source(name, holds="payments"), Source(name, holds="clients")
    found = set(read(content, invoices, name).columns)
    if not found & {"due", *columns.IDENTITY} and not read(content, payments, name).lost_columns:
        return payments
    if not found & {"number", "total", "left"} and not read(content, clients, name).lost_columns:
        return clients
    return invoices


def _no_csv(content: bytes) -> str:
    """Why it cannot be a table of text at all; empty: it can."""
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        return "it is empty"
    kind = next((kind for start, kind in _OTHER_FILES.items() if content.startswith(start)), "")
    return f"it is no CSV but {kind}: open it and save it as CSV" if kind else ""


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "windows-1252"


def _table(text: str, source: Source) -> _Table:
    """The table under the delimiter and the header that name most of the columns known."""
    tables = [_headed(text, delimiter, source) for delimiter in _DELIMITERS]
    best = max(tables, key=lambda t: (len(t.columns), t.width))
    records, damage = [], best.damage
    try:
        for line, record in _records(text, best.delimiter):
            if line > best.header and any(cell.strip() for cell in record):
                records.append((line, record))
                if max(cell.count("\n") for cell in record) >= _LONGEST_CELL:
                    damage = f"a quote that opens on line {line} does not close on it"
    except csv.Error as error:
        damage = f"the file cannot be read to its end: {error}"
    return replace(best, records=records, damage=damage)


def _headed(text: str, delimiter: str, source: Source) -> _Table:
    best = _Table(delimiter, {}, 0, 0, (), "")
    try:
        for line, record in islice(_records(text, delimiter), _HEADER_WITHIN):
            found = columns.place([cells.clean(cell) for cell in record], source.holds, source.columns)
            if len(found) > len(best.columns):
                best = _Table(delimiter, found, line, len(record), (), "")
    except csv.Error as error:
        return replace(best, damage=f"the file cannot be read: {error}")
    return best


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for record in reader:
        yield begins, record
        begins = reader.line_num + 1


def _column(table: _Table, fields: Sequence[str]) -> Iterator[str]:
    places = [table.columns[field] for field in fields if field in table.columns]
    return (record[place] for _, record in table.records for place in places if place < len(record))


def _taken(table: _Table, habits: rows.Habits) -> tuple[list[Row], list[Refusal]]:
    taken, refusals = [], []
    for line, record in table.records:
        found = rows.Cells(line, record, habits)
        number = found.text("number")
        try:
            if any(cell.strip() for cell in record[table.width :]):
                raise Unclear("more values than columns; a value with the delimiter in it needs quotes")
            taken.append(rows.row(found))
            refusals += [Refusal(line, note, number, kept=True) for note in found.notes]
        except Unclear as unclear:
            refusals.append(Refusal(line, str(unclear), number, bare=unclear.bare))
    return taken, refusals


def _apart(taken: list[Row]) -> list[Row]:
    """Two names at one address are two debtors (one manager of two houses): the first keeps it as its key."""
    first: dict[str, str] = {}
    return [_apart_from(first, row, row.debtor) if row.debtor else row for row in taken]


def _apart_from(first: dict[str, str], row: Row, debtor: DebtorSeen) -> Row:
    if not identity.by_address(debtor.key) or identity.by_address(debtor.name):
        return row
    if identity.alike(first.setdefault(debtor.key, debtor.name), debtor.name):
        return row
    return replace(row, debtor=replace(debtor, key=identity.with_name(debtor.key, debtor.name)))


def _one_debtor_each(taken: list[Row]) -> list[Row]:
    """Lines of one debtor complete each other; one with a name alone joins the only debtor of that name."""
    keys: dict[str, set[str]] = defaultdict(set)
    for row in taken:
        if row.debtor and not row.debtor.key.startswith("name:"):
            keys[identity.words(row.debtor.name)].add(row.debtor.key)
    merged: dict[str, DebtorSeen] = {}
    for row in taken:
        if row.debtor:
            debtor = _keyed(row.debtor, keys)
            merged[debtor.key] = _together(merged[debtor.key], debtor) if debtor.key in merged else debtor
    return [replace(row, debtor=merged[_keyed(row.debtor, keys).key]) if row.debtor else row for row in taken]


def _keyed(debtor: DebtorSeen, keys: dict[str, set[str]]) -> DebtorSeen:
    known = keys.get(identity.words(debtor.name), set())
    if debtor.key.startswith("name:") and len(known) == 1:
        return replace(debtor, key=next(iter(known)))
    return debtor


def _together(one: DebtorSeen, other: DebtorSeen) -> DebtorSeen:
    kinds = {one.kind, other.kind} - {"unknown"}
    return replace(
        one,
        kind=kinds.pop() if len(kinds) == 1 else "unknown",  # two kinds at once: the prudent one
        language=one.language or other.language,
        address=one.address or other.address,
        siren=one.siren or other.siren,
        contacts=tuple(dict.fromkeys((*one.contacts, *other.contacts))),
        phone=one.phone or other.phone,
    )


def _without_doubles(taken: list[Row]) -> tuple[tuple[Row, ...], list[Refusal]]:
    """An invoice that stands twice is taken once; if its lines differ, none of them is."""
    first: dict[str, Row] = {}
    wrong: dict[str, set[int]] = defaultdict(set)
    for row in taken:
        if row.invoice is None:
            continue
        before = first.setdefault(row.number, row)
        if replace(before, line=row.line) != row:
            wrong[row.number] |= {before.line, row.line}
    single = [
        row for row in taken if row.invoice is None or (first[row.number] is row and row.number not in wrong)
    ]
    return tuple(single), [
        _doubled(row, first[row.number]) for row in taken if row.number in wrong and row.invoice
    ]


def _doubled(row: Row, first: Row) -> Refusal:
    differs = "debtor" if row.debtor != first.debtor else "date or amount"
    why = f"{row.number} stands more than once (also on line {first.line}) with another {differs}"
    if row is first:
        why = f"{row.number} stands more than once, and not the same each time"
    return Refusal(row.line, f"{why}; a number belongs to one invoice", row.number)
