"""One row of a table, its columns known: an invoice with its debtor, a client, or a payment.

In go the cells of the row and the habits of its file, out comes a `Row`, or `Unclear` with the reason. A
value that is not needed and not clear is dropped with a note, the row stays. Where the source contradicts
itself on what was paid, the reading that asks less of the debtor is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.events.debts import DebtorSeen, InvoiceSeen, InvoiceType, Kind, PaymentSeen
from bot.sources import Row, Source, addresses, cells, identity, methods
from bot.sources.cells import Unclear

_PAID = frozenset(
    (
        *(
            "payee",
            "paye",
            "payees",
            "soldee",
            "solde",
            "reglee",
            "regle",
            "acquittee",
            "encaissee",
            "lettree",
        ),
        *("totalement payee", "entierement payee", "cloturee", "paid", "paid in full", "settled", "closed"),
    )
)
_CANCELLED = frozenset(("annulee", "annule", "cancelled", "canceled", "void", "voided", "written off"))
_NOT_YET = frozenset(("brouillon", "draft", "proforma", "pro forma", "devis", "quote", "estimate"))
_YES, _NO = frozenset(("oui", "yes", "x", "true", "vrai")), frozenset(("non", "no", "false", "faux"))
_TYPES: Mapping[InvoiceType, frozenset[str]] = {
    "credit_note": frozenset(("avoir", "credit note", "creditnote", "credit memo", "note de credit", "av")),
    "deposit": frozenset(("acompte", "facture d acompte", "facture acompte", "deposit", "deposit invoice")),
}
_LANGUAGES = {"francais": "fr", "french": "fr", "anglais": "en", "english": "en"}


@dataclass(frozen=True, slots=True)
class Habits:
    """What the file as a whole shows: its columns, its decimal mark, the order of its dates."""

    source: Source
    columns: Mapping[str, int]
    mark: str
    months_first: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row by field; `notes` gathers what was dropped."""

    line: int
    row: Sequence[str]
    habits: Habits
    notes: list[str] = field(default_factory=list)

    def raw(self, field: str) -> str:
        place = self.habits.columns.get(field, len(self.row))
        return self.row[place] if place < len(self.row) else ""

    def text(self, field: str) -> str:
        return cells.clean(self.raw(field))

    def word(self, field: str) -> str:
        return identity.words(self.text(field))

    def amount(self, field: str) -> tuple[int, str]:
        return cells.amount(self.text(field), self.habits.mark)

    def day(self, field: str) -> date:
        return cells.day(self.text(field), months_first=self.habits.months_first)

    def drop(self, why: str) -> None:
        self.notes.append(why)


def row(found: Cells) -> Row:
    """What the row says; Unclear when it cannot be taken."""
    if found.habits.source.holds == "payments":
        return _payment(found)
    if found.habits.source.holds == "clients":
        return Row(found.line, debtor=_debtor(found))
    return _invoice_row(found)


def _invoice_row(found: Cells) -> Row:
    number, closed = _number(found), _closed(found)
    try:
        invoice, debtor = _invoice(found, number), _debtor(found)
    except Unclear:
        if closed:  # a settled invoice needs no more than its number to be left in peace
            return Row(found.line, number, closed=closed)
        raise
    return Row(found.line, number, debtor, invoice, closed=closed, pdf=found.text("pdf"))


def _number(found: Cells) -> str:
    number = found.text("number")
    if not number:
        raise Unclear("no invoice number; every line needs one")
    return number


def _closed(found: Cells) -> str:
    """The source's own word that nothing is to be paid any more."""
    if found.word("status") in _PAID | _CANCELLED:
        return found.text("status")
    return f"paid: {found.text('paid')}" if found.word("paid") in _PAID | _YES else ""


def _invoice(found: Cells, number: str) -> InvoiceSeen:
    if found.word("status") in _NOT_YET or found.word("type") in _NOT_YET:
        raise Unclear("a draft or a quote is no invoice yet; leave it out of the export")
    total, paid, currency = _amounts(found)
    kind = next((kind for kind, known in _TYPES.items() if found.word("type") in known), None)
    credit = total < 0 or kind == "credit_note"
    issued = found.day("issued")
    due, computed = _due(found, issued, credit=credit)
    return InvoiceSeen(
        number=number,
        issued=issued,
        due=due,
        total=abs(total),
        paid=abs(paid) if credit else paid,
        currency=currency,
        type="credit_note" if credit else kind or "invoice",
        due_computed=computed,
        reference=found.text("reference"),
        completed=_optional_day(found, "completed"),
        method=methods.plain(found.text("method")),
        source=found.habits.source.name,
    )


def _amounts(found: Cells) -> tuple[int, int, str]:
    """Total, paid so far and currency."""
    read = {field: found.amount(field) for field in ("total", "paid", "left") if _is_amount(found, field)}
    if "total" not in read and "left" not in read:
        raise Unclear("no amount; write the total with VAT, such as 1234.56")
    total = read.get("total", read.get("left", (0, "")))[0]
    paid = read.get("paid", (0, ""))[0]
    if "left" in read:
        shown = total - read["left"][0]
        paid = min(paid, shown) if total < 0 else max(paid, shown)
    if total >= 0 and paid < 0:
        raise Unclear("the amount paid is negative; a payment taken back is for you to look at")
    return total, paid, _currency(found, {currency for _, currency in read.values() if currency})


def _is_amount(found: Cells, field: str) -> bool:
    return bool(found.text(field)) and not (field == "paid" and found.word(field) in _PAID | _YES | _NO)


def _currency(found: Cells, beside: set[str]) -> str:
    if found.text("currency"):
        beside = beside | {cells.currency(found.text("currency"))}
    if len(beside) > 1:
        raise Unclear(f"two currencies in one line ({', '.join(sorted(beside))}); one is expected")
    return beside.pop() if beside else "EUR"


def _due(found: Cells, issued: date, *, credit: bool) -> tuple[date, bool]:
    terms = found.habits.source.terms_days
    if found.text("due"):
        due = found.day("due")
        if due < issued and not credit:
            raise Unclear(f"due on {due}, before it was issued on {issued}; one of the two is wrong")
        return due, False
    if credit:
        return issued, False
    if terms is None:
        raise Unclear("no due date; add it, or give terms_days to this source in the configuration")
    return issued + timedelta(days=terms), True


def _optional_day(found: Cells, field: str) -> date | None:
    if not found.text(field):
        return None
    try:
        return found.day(field)
    except Unclear as unclear:
        found.drop(f"{field} was left out: {unclear}")
        return None


def _payment(found: Cells) -> Row:
    number, (amount, _) = _number(found), found.amount("amount")
    if amount <= 0:
        raise Unclear("a payment must be more than 0; money taken back is for you to look at")
    source = found.habits.source.name
    seen = PaymentSeen(number, amount, found.day("on"), found.text("ref"), source)
    return Row(found.line, number, payment=seen)


def _debtor(found: Cells) -> DebtorSeen:
    contacts, bad = addresses.several(found.raw("email"))
    for address in bad:
        found.drop(
            f"{cells.clean(address)!r} is no e-mail address and was left out; correct it at its source"
        )
    siren, vat = _checked(found)
    name = " ".join(part for part in (found.text("first_name"), found.text("name")) if part)
    key = identity.key(debtor_id=found.text("debtor_id"), siren=siren, contacts=contacts, name=name)
    if not key:
        raise Unclear(
            "nothing says who owes it; give a customer number, a name, a SIREN or an e-mail address"
        )
    return DebtorSeen(
        key=key,
        name=name or key,
        kind=_kind(found, name, siren=siren, vat=vat),
        language=_LANGUAGES.get(found.word("language"), found.word("language")[:2]),
        address=_address(found),
        siren=siren,
        contacts=contacts,
        phone=found.text("phone"),
    )


def _checked(found: Cells) -> tuple[str, str]:
    """SIREN and VAT number; a wrong one is dropped, for it must not make anybody a business."""
    siren, vat = identity.siren(found.text("siren")), identity.vat(found.text("vat"))
    if found.text("siren") and siren is None:
        found.drop(f"{found.text('siren')!r} is no SIREN and was left out; its check digit is wrong")
    if found.text("vat") and vat is None:
        found.drop(f"{found.text('vat')!r} is no VAT number and was left out")
    if vat and vat.startswith("FR"):
        return siren or vat[4:], vat
    return siren or "", vat or ""


def _kind(found: Cells, name: str, *, siren: str, vat: str) -> Kind:
    said = identity.kind_said(found.text("kind")) if found.text("kind") else None
    return said or identity.kind_of(name, siren=siren, vat=vat)


def _address(found: Cells) -> tuple[str, ...]:
    town = " ".join(part for part in (found.text("postcode"), found.text("city")) if part)
    country = "" if found.word("country") in {"fr", "france", "fra"} else found.text("country")
    written = (*cells.lines(found.raw("address")), *cells.lines(found.raw("address2")), town, country)
    return tuple(line for line in written if line)
