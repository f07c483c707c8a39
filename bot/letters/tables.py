"""Invoices as rows: cells for the printed page, and a plain-text table of at most 72 columns for a mail.

Draft lines come in, words go out. A table stays aligned in any fixed-width program: amounts to the right,
a number that is too long loses its middle, never its ends. No sum is computed that the draft did not state.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.draft import Draft, Line
from bot.letters.labels import LABELS, Labels
from bot.wording import Language, cut, day_figures, money

WIDTH = 72
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice or credit note in words; a credit note has no due date, and counts below zero."""

    number: str
    issued: str
    due: str
    total: str
    paid: str
    left: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    head: Row
    rows: tuple[Row, ...]
    sum: str  # empty: no line of total below


def demanded(draft: Draft) -> Table:
    """What the letter asks for, credit notes deducted."""
    labels = LABELS[draft.language]
    owed = [_row(line, draft, labels) for line in draft.lines]
    credits_ = [_credit_row(line, draft, labels) for line in draft.credits]
    left = sum(line.left for line in draft.lines) - sum(line.left for line in draft.credits)
    # The copy of a letter may ask for what part was paid since: then the rows add up to another sum.
    total = money(draft.asked, draft.currency, draft.language) if max(0, left) == draft.asked else ""
    return Table(_head(draft.lines, labels), (*owed, *credits_), total)


def recalled(draft: Draft) -> Table:
    """What is overdue as well and stands below « pour mémoire »."""
    labels = LABELS[draft.language]
    return Table(_head(draft.also, labels), tuple(_row(line, draft, labels) for line in draft.also), "")


def _head(lines: Sequence[Line], labels: Labels) -> Row:
    exact = all(line.total - line.paid == line.left for line in lines)
    paid = labels.paid if exact else labels.deducted
    return Row(labels.invoice, labels.issued, labels.due, labels.total, paid, labels.left)


def _row(line: Line, draft: Draft, labels: Labels) -> Row:
    language, currency = draft.language, draft.currency
    notes = []
    if line.left != line.total:
        parts = [labels.out_of.format(money(line.total, currency, language))]
        if line.total - line.paid == line.left:
            parts.append(labels.received.format(money(line.paid, currency, language)))
        notes.append(", ".join(parts))
    if line.reference:
        notes.append(labels.reference.format(line.reference))
    return Row(
        number=line.number,
        issued=day_figures(line.issued, language),
        due=day_figures(line.due, language),
        total=money(line.total, currency, language),
        paid=money(line.total - line.left, currency, language) if line.left != line.total else "",
        left=money(line.left, currency, language),
        notes=tuple(notes),
    )


def _credit_row(line: Line, draft: Draft, labels: Labels) -> Row:
    return Row(
        number=f"{labels.credit} {line.number}",
        issued=day_figures(line.issued, draft.language),
        due="",
        total=money(-line.total, draft.currency, draft.language),
        paid="",
        left=money(-line.left, draft.currency, draft.language),
    )


def plain(table: Table, language: Language) -> str:
    """The table for a mail: number, date of issue, due date, what is left to pay.

    Where there is no room the date of issue gives way first, then the middle of the number.
    """
    rows = (table.head, *table.rows)
    dates = max(len(row.due) for row in rows)
    amounts = max(len(text) for text in (table.sum, *(row.left for row in rows)))
    wanted = max(len(row.number) for row in rows)
    room = WIDTH - amounts - 2 * (dates + len(_GAP)) - len(_GAP)
    issued = room >= wanted
    if not issued:
        room += dates + len(_GAP)
    numbers = min(wanted, room)
    lines = []
    for row in rows:
        cells = [cut(row.number, numbers).ljust(numbers), row.due.ljust(dates), row.left.rjust(amounts)]
        if issued:
            cells.insert(1, row.issued.ljust(dates))
        lines.append(_GAP.join(cells))
        lines += [cut(f"{_GAP}({note})", WIDTH) for note in row.notes]
    if table.sum:
        width = len(lines[0])
        lines += ["-" * width, f"{LABELS[language].sum}{_GAP}{table.sum}".rjust(width)]
    return "\n".join(lines)
