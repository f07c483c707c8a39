"""Invoices as rows: cells for the printed page, and a plain-text table of at most 72 columns for a mail.

Draft lines come in, words go out. A table stays aligned in any fixed-width program: amounts to the right,
a number that is too long loses its middle, never its ends. No sum is computed that the draft did not state.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.draft import Claim, Claimed, Draft, Line
from bot.events.debts import Kind
from bot.letters.labels import LABELS, Labels
from bot.wording import FIRM, cut, day_figures, money

WIDTH = 72
_GAP = "  "
_NAMED = 3  # payments on one invoice that are told one by one


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
    told: tuple[str, ...] = ()  # on paper, where sums stand in columns of their own: what came when


@dataclass(frozen=True, slots=True)
class Foot:
    """A line below the invoices; of several the last is the total."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Table:
    head: Row
    rows: tuple[Row, ...]
    foot: tuple[Foot, ...] = ()


def demanded(draft: Draft) -> Table:
    """What the letter asks for: invoices, credit notes deducted, and what a claim adds to them."""
    labels = LABELS[draft.language]
    owed = [_row(line, draft, labels) for line in draft.lines]
    credits_ = [_credit_row(line, draft, labels) for line in draft.credits]
    left = sum(line.left for line in draft.lines) - sum(line.left for line in draft.credits)
    # The copy of a letter may ask for what part was paid since: then the rows add up to another sum.
    total = Foot(labels.sum, money(draft.asked, draft.currency, draft.language))
    foot: tuple[Foot, ...] = (total,) if max(0, left) == draft.asked else ()
    if draft.claim and adds(draft.claim):
        foot = _claimed_foot(draft, draft.claim, labels)
    return Table(_head(draft.lines, labels), (*owed, *credits_), foot)


def adds(claim: Claim) -> bool:
    """Whether it asks for more than what is left of the invoices."""
    return bool(claim.accrued or claim.indemnity)


def interest_label(kind: Kind, labels: Labels) -> str:
    """What the law calls the interest that this debtor owes."""
    return {"public": labels.moratory, "consumer": labels.legal_interest}.get(kind, labels.penalties)


def _claimed_foot(draft: Draft, claim: Claim, labels: Labels) -> tuple[Foot, ...]:
    def amount(cents: int) -> str:
        return money(cents, draft.currency, draft.language)

    foot = [Foot(labels.net if claim.interest_paid else labels.principal, amount(claim.left))]
    if claim.accrued:
        foot.append(Foot(interest_label(draft.debtor_kind, labels), amount(claim.accrued)))
    if claim.indemnity:
        each = (
            f" ({claim.late}{FIRM}×{FIRM}{amount(claim.indemnity // claim.late)})" if claim.late > 1 else ""
        )
        foot.append(Foot(labels.indemnity + each, amount(claim.indemnity)))
    as_of = day_figures(claim.as_of, draft.language)
    return (*foot, Foot(labels.total_on.format(as_of), amount(claim.total)))


def recalled(draft: Draft) -> Table:
    """What is overdue as well and stands below « pour mémoire »."""
    labels = LABELS[draft.language]
    return Table(_head(draft.also, labels), tuple(_row(line, draft, labels) for line in draft.also))


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
        told=_told(line, draft, labels),
    )


def _told(line: Line, draft: Draft, labels: Labels) -> tuple[str, ...]:
    """The customer's reference, and what was received when."""
    language = draft.language
    known = draft.claim.invoices if draft.claim else ()
    claimed: Claimed | None = next((one for one in known if one.number == line.number), None)
    received = claimed.received if claimed else ()
    told = [labels.reference.format(line.reference)] if line.reference else []
    if len(received) <= _NAMED:
        sums = [(money(one.amount, draft.currency, language), one.on) for one in received]
        told += [labels.received_on.format(amount, day_figures(on, language)) for amount, on in sums]
    else:
        days = [day_figures(on, language) for on in sorted(one.on for one in received)]
        whole = money(sum(one.amount for one in received), draft.currency, language)
        told.append(labels.times_received.format(whole, len(received), days[0], days[-1]))
    return tuple(told)


def _credit_row(line: Line, draft: Draft, labels: Labels) -> Row:
    return Row(
        number=f"{labels.credit} {line.number}",
        issued=day_figures(line.issued, draft.language),
        due="",
        total=money(-line.total, draft.currency, draft.language),
        paid="",
        left=money(-line.left, draft.currency, draft.language),
    )


def plain(table: Table) -> str:
    """The table for a mail: number, date of issue, due date, what is left to pay.

    Where there is no room the date of issue gives way first, then the middle of the number.
    """
    rows = (table.head, *table.rows)
    dates = max(len(row.due) for row in rows)
    amounts = max(len(text) for text in (*(row.left for row in rows), *(foot.amount for foot in table.foot)))
    feet = max((len(foot.label) for foot in table.foot), default=0)
    wanted = max(feet - 2 * (dates + len(_GAP)), *(len(row.number) for row in rows))
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
    if table.foot:
        width = len(lines[0])
        lines.append("-" * width)
        lines += [f"{foot.label}{_GAP}{foot.amount.rjust(amounts)}".rjust(width) for foot in table.foot]
    return "\n".join(lines)
