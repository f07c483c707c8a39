"""What a sheet changes in what is known: events for each debtor, or an alarm and nothing.

In go a sheet, the invoices known and the source; out come the events to append. The rules:
- the same file twice changes nothing;
- a number that is known with another debtor or issue date is refused and shown;
- an open invoice whose line was refused is held until its line can be read (`held`);
- an invoice stays with the complete source that lists it, whatever other file names it too;
- an empty cell takes nothing away: what another source has said of a debtor stands;
- in a complete source, an open invoice of that source that is no longer listed is settled; a line that was
  refused still counts as listed;
- an alarm instead of change: a complete source that is empty while invoices were open, that closes more than
  half of them and at least ten, or a column that is lost. Only the owner's word overrides it, and not even
  that where the file is damaged or lacks a column that is needed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent
from bot.sources import Refusal, Row, Sheet, Source, held, people
from bot.sources.held import Known


@dataclass(frozen=True, slots=True)
class Changes:
    """Events by debtor's key; how many invoices are new, changed and closed."""

    per_debtor: tuple[tuple[str, tuple[CaseEvent, ...]], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    new: int = 0
    changed: int = 0
    closed: int = 0
    alarm: str = ""  # why nothing of it was taken
    for_good: bool = False  # not even the owner's word overrides the alarm
    unknown: tuple[str, ...] = ()  # invoices of its payments that are not known


class _Gathering:
    """The events of one comparison, debtor by debtor in the order of the file."""

    def __init__(self, source: Source, met: people.People, complete: Collection[str]) -> None:
        self.source = source
        self.met = met
        self.complete = complete
        self.shown = held.Shown()
        self.events: dict[str, list[CaseEvent]] = {}
        self.refusals: list[Refusal] = []
        self.numbers: dict[str, set[str]] = {"new": set(), "changed": set(), "closed": set()}
        self.surprises: set[str] = set()  # closed, and not known as paid
        self.recorded: dict[str, list[PaymentSeen]] = {}

    def add(self, key: str, event: CaseEvent, *, counts: str, number: str) -> None:
        self.events.setdefault(key, []).append(event)
        self.numbers[counts].add(number)

    def meet(self, seen: DebtorSeen) -> DebtorSeen:
        """The debtor as known from now on; an event if that is news."""
        before = self.met.find(seen)
        debtor = people.completed(seen, before) if before else self.met.keyed(seen)
        if debtor != before:
            self.events.setdefault(debtor.key, []).append(debtor)
            self.met.add(debtor)
        return debtor

    def close(self, known: Known, why: str) -> None:
        number = known.invoice.number
        closed = InvoiceClosed(number, why, self.source.name)
        self.add(known.debtor.key, closed, counts="closed", number=number)
        if not known.settled:
            self.surprises.add(number)

    def refuse(self, row: Row, why: str, *, bare: str = "") -> None:
        cure = "; correct it at its source"
        self.refusals.append(Refusal(row.line, why + cure, row.number, bare=bare and bare + cure))

    def note(self, row: Row, why: str) -> None:
        self.refusals.append(Refusal(row.line, why, row.number, kept=True))


def compare(
    sheet: Sheet,
    known: Mapping[str, Known],
    source: Source,
    *,
    debtors: Iterable[DebtorSeen] = (),
    columns: Collection[str] = (),
    accept_shrunk: bool = False,
    owns: Collection[str] = (),
    complete: Collection[str] = (),
) -> Changes:
    """What the sheet changes. `debtors`: those known without an invoice; `columns`: those of last time.

    `owns`: former names of this source; `complete`: names of all complete sources configured.
    """
    met = people.People((*debtors, *(k.debtor for k in known.values())))
    gathering = _Gathering(source, met, complete)
    mine = {number: k for number, k in known.items() if k.open and k.invoice.source in {source.name, *owns}}
    for row in sheet.rows:
        _take(row, known.get(row.number), gathering)
    for unlisted in _unlisted(sheet, mine, source):
        gathering.close(unlisted, f"no longer listed in {source.name}")
    refusals = (*sheet.refusals, *gathering.refusals)
    for_good = _unusable(sheet)
    alarm = for_good or ("" if accept_shrunk else _alarm(sheet, mine, source, columns, gathering))
    if alarm:
        return Changes(refusals=refusals, alarm=alarm, for_good=bool(for_good))
    for key, hold in (*held.unread(sheet, source, refusals, known), *gathering.shown.holds(known)):
        gathering.events.setdefault(key, []).append(hold)
    return Changes(
        per_debtor=tuple((key, tuple(events)) for key, events in gathering.events.items()),
        refusals=refusals,
        new=len(gathering.numbers["new"]),
        changed=len(gathering.numbers["changed"]),
        closed=len(gathering.numbers["closed"]),
        unknown=tuple(
            dict.fromkeys(row.number for row in sheet.rows if row.payment and row.number not in known)
        ),
    )


def _unusable(sheet: Sheet) -> str:
    """Why the file cannot be taken at all, whoever asks."""
    if sheet.damage:
        return f"the file is damaged: {sheet.damage}"
    return f"no column for {', '.join(sheet.lost_columns)}" if sheet.lost_columns else ""


def _alarm(
    sheet: Sheet, mine: Mapping[str, Known], source: Source, columns: Collection[str], gathering: _Gathering
) -> str:
    gone = sorted(set(columns) - set(sheet.columns))
    if gone:
        return f"a column that was there before is lost: {', '.join(gone)}"
    if not source.lists_all:
        return ""
    were_open = sum(not k.settled for k in mine.values())
    closes = len(gathering.surprises)
    if were_open and not _listed(sheet):
        return f"the file lists no invoice, while {were_open} were open"
    if closes >= source.fewest and closes * 2 > were_open:
        return f"the file would close {closes} of {were_open} open invoices"
    return ""


def _take(row: Row, known: Known | None, gathering: _Gathering) -> None:
    if row.payment:
        _take_payment(row, row.payment, known, gathering)
    elif row.closed:
        _take_closed(row, known, gathering)
    elif row.invoice and row.debtor:
        _take_invoice(row, row.debtor, row.invoice, known=known, gathering=gathering)
    elif row.debtor:
        gathering.meet(row.debtor)


def _take_closed(row: Row, known: Known | None, gathering: _Gathering) -> None:
    """What is settled and was never open here opens no case."""
    if known and known.open:
        gathering.close(known, f"the source says: {row.closed}")


def _take_invoice(
    row: Row, debtor: DebtorSeen, invoice: InvoiceSeen, *, known: Known | None, gathering: _Gathering
) -> None:
    if known is None:
        gathering.add(gathering.meet(debtor).key, invoice, counts="new", number=row.number)
        return
    if not people.same(debtor, known.debtor):
        gathering.refuse(
            row,
            f"{row.number} is known as an invoice to {known.debtor.name}, not to {debtor.name}",
            bare=f"{row.number} is known as an invoice to another customer",
        )
        return
    if invoice.issued != known.invoice.issued:
        gathering.refuse(
            row, f"{row.number} is known as issued on {known.invoice.issued}, not {invoice.issued}"
        )
        return
    if people.named_as(known.debtor, debtor):  # another name at the same address renames nobody
        gathering.meet(replace(debtor, key=known.debtor.key))
    before = known.invoice
    stays = before.source in gathering.complete and not gathering.source.lists_all
    stated = replace(
        invoice, pdf=invoice.pdf or before.pdf, source=before.source if stays else invoice.source
    )
    if not known.open:
        gathering.note(
            row, f"{row.number} was closed ({known.closed or 'settled'}) and is listed as open again"
        )
    elif stated == known.invoice:
        return
    gathering.add(known.debtor.key, stated, counts="changed", number=row.number)


def _take_payment(row: Row, payment: PaymentSeen, known: Known | None, gathering: _Gathering) -> None:
    if known is None:
        gathering.refuse(row, f"no invoice {row.number} is known; import it, then this payment is taken too")
        return
    recorded = gathering.recorded.setdefault(row.number, list(known.payments))
    before = next((found for found in recorded if _same_money(found, payment)), None)
    if before:
        recorded.remove(before)  # each recorded payment answers for one line: two alike may both be true
        return
    gathering.shown.take(payment, known)
    gathering.add(known.debtor.key, payment, counts="changed", number=row.number)


def _same_money(before: PaymentSeen, seen: PaymentSeen) -> bool:
    """The same payment again; one that the owner has entered by hand needs no matching reference."""
    alike = (before.amount, before.on) == (seen.amount, seen.on)
    return alike and (before.ref == seen.ref or before.source != seen.source)


def _unlisted(sheet: Sheet, mine: Mapping[str, Known], source: Source) -> Iterator[Known]:
    """Open invoices that a complete source lists no more."""
    if source.lists_all:
        listed = _listed(sheet)
        yield from (k for number, k in mine.items() if number not in listed)


def _listed(sheet: Sheet) -> set[str]:
    refused = {refusal.number for refusal in sheet.refusals if refusal.number}
    return {row.number for row in sheet.rows if row.number} | refused
