"""Invoices in: three realistic exports, what is refused and why, and what a sheet changes."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events.consequences import HoldLifted, HoldSet
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent
from bot.sources import Holds, Sheet, Source, addresses, cells, columns, identity, methods
from bot.sources.compare import Changes, compare
from bot.sources.csv_file import read, recognised
from bot.sources.held import Known

EXPORTS = Path(__file__).parent / "exports"
INVOICES = Source(path="invoices/*.csv", complete=True)
LOOSE = replace(INVOICES, complete=False)
PAYMENTS = Source(path="payments/*.csv", holds="payments")
CLIENTS = Source(path="clients.csv", holds="clients")
HEAD = "N° facture;Date;Échéance;Client;E-mail;Total TTC;Réglé\n"
LE_GOFF = "732829320"


def export(name: str, source: Source = INVOICES) -> Sheet:
    return read((EXPORTS / name).read_bytes(), source, name)


def sheet(rows: str, source: Source = INVOICES, head: str = HEAD) -> Sheet:
    return read((head + rows).encode(), source, "export.csv")


def invoice(rows: str, source: Source = INVOICES, head: str = HEAD) -> InvoiceSeen:
    found = sheet(rows, source, head)
    assert found.rows, found.refusals
    assert found.rows[0].invoice
    return found.rows[0].invoice


def debtor(rows: str, head: str) -> DebtorSeen:
    found = sheet(rows, CLIENTS, head).rows[0].debtor
    assert found
    return found


def why(rows: str, source: Source = INVOICES, head: str = HEAD) -> str:
    (refusal,) = sheet(rows, source, head).refusals
    return str(refusal)


def after(changes: Changes, before: dict[str, Known] | None = None) -> dict[str, Known]:
    """What is known once these changes are in the journal."""
    known = dict(before or {})
    debtors = {k.debtor.key: k.debtor for k in known.values()}
    for key, events in changes.per_debtor:
        for event in events:
            known |= _grown(event, key, known, debtors)
    return {number: replace(k, debtor=debtors[k.debtor.key]) for number, k in known.items()}


def _grown(
    event: CaseEvent, key: str, known: dict[str, Known], debtors: dict[str, DebtorSeen]
) -> dict[str, Known]:
    match event:
        case DebtorSeen():
            assert event.key == key
            debtors[key] = event
        case InvoiceSeen(number=number):
            paid = known[number].payments if number in known else ()
            return {number: Known(f"case-{key}", debtors[key], event, open=True, payments=paid)}
        case InvoiceClosed(number=number):
            return {number: replace(known[number], open=False, closed=event.why)}
        case PaymentSeen(number=number):
            return {number: replace(known[number], payments=(*known[number].payments, event))}
        case HoldSet(hold=hold, invoices=(number,)):
            return {number: replace(known[number], holds=(*known[number].holds, hold))}
        case HoldLifted(hold=hold):
            held = [n for n, k in known.items() if hold in k.holds]
            return {n: replace(known[n], holds=tuple(set(known[n].holds) - {hold})) for n in held}
    return {}


# --- three exports ----------------------------------------------------------------------------------


def test_a_french_program_exports_in_windows_1252_with_spaces_in_its_amounts() -> None:
    found = export("french_program.csv")
    assert found.dialect.encoding == "windows-1252"
    assert (found.dialect.delimiter, found.dialect.decimal) == (";", ",")
    assert not found.refusals
    rows = {row.number: row for row in found.rows}
    assert list(rows) == ["F-118", "F-119", "F-120", "F-121", "A-9", "F-117"]
    first, second = rows["F-118"], rows["F-119"]
    assert first.invoice == InvoiceSeen(
        number="F-118",
        issued=date(2026, 2, 12),
        due=date(2026, 3, 14),
        total=123_456,
        reference="BC-2041",
        method="transfer",
        source="invoices/*.csv",
    )
    assert second.invoice
    assert second.invoice.paid == 25_000
    assert second.debtor == first.debtor  # what one line says of the customer completes the others
    assert first.debtor == DebtorSeen(
        key="C0007",
        name="Menuiserie Le Goff SARL",
        kind="business",
        address=("3 rue du Port", "29200 Brest"),
        siren=LE_GOFF,
        contacts=("compta@legoff.example", "direction@legoff.example"),
    )
    kinds = {row.debtor.name: row.debtor.kind for row in found.rows if row.debtor}
    assert kinds["Mme Hélène Dupuis"] == "unknown"
    assert kinds["Mairie de Concarneau"] == "public"
    assert rows["F-120"].debtor
    assert rows["F-120"].debtor.address == ("Bât. B", "12 impasse des Lilas", "29000 Quimper")
    assert rows["F-121"].line == 6  # the address before it took two lines
    assert rows["F-117"].closed == "Payée"
    assert rows["A-9"].invoice
    assert (rows["A-9"].invoice.type, rows["A-9"].invoice.total) == ("credit_note", 12_000)


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_a_spreadsheet_saves_its_unicode_text_in_two_bytes_a_letter(mark: str) -> None:
    table = (EXPORTS / "french_program.csv").read_text("cp1252")
    found = read(f"\ufeff{table}".encode(mark), INVOICES, "export.txt")
    assert found.dialect.encoding == "utf-16"
    assert found.rows == export("french_program.csv").rows
    assert not found.refusals


def test_a_file_in_two_bytes_that_was_cut_keeps_its_whole_lines() -> None:
    whole = f"\ufeff{HEAD}F-1;Martin;compta@martin.example;100,00".encode("utf-16-le")
    assert not read(whole[:-1], INVOICES, "export.txt").damage


def test_an_english_program_exports_iso_dates_and_amounts_in_brackets() -> None:
    found = export("english_program.csv")
    assert (found.dialect.delimiter, found.dialect.decimal) == (",", ".")
    seen = {row.number: row.invoice for row in found.rows if row.invoice}
    assert (seen["INV-2041"].total, seen["INV-2041"].currency) == (123_456, "GBP")
    assert seen["INV-2042"].paid == 1_000_000  # total less what is still due
    assert (seen["CN-12"].type, seen["CN-12"].total, seen["CN-12"].paid) == ("credit_note", 12_000, 0)
    assert seen["INV-2043"].total == 95_050
    assert {row.number: row.closed for row in found.rows}["INV-2040"] == "Paid"
    assert [str(refusal) for refusal in found.refusals] == [
        "line 7: a draft or a quote is no invoice yet; leave it out of the export"
    ]


def test_a_spreadsheet_has_a_mark_titles_empty_lines_and_a_total() -> None:
    found = export("spreadsheet.csv", replace(INVOICES, terms_days=30))
    assert found.dialect.header == 3
    seen = {row.number: row for row in found.rows}
    assert list(seen) == ["2026-001", "2026-002", "2026-003", "2026-005"]
    first = seen["2026-001"].invoice
    assert first
    assert (first.total, first.due, first.due_computed) == (115_000, date(2026, 2, 4), True)
    assert seen["2026-002"].closed
    assert seen["2026-002"].debtor == seen["2026-001"].debtor  # named alone, it joins the one of that name
    assert [(refusal.line, refusal.kept) for refusal in found.refusals] == [
        (8, True),
        (10, False),
        (13, False),
    ]
    assert "'pas une adresse' is no e-mail address" in found.refusals[0].why


@pytest.mark.parametrize("name", ["french_program.csv", "english_program.csv", "spreadsheet.csv"])
def test_the_same_file_twice_changes_nothing(name: str) -> None:
    source = replace(INVOICES, terms_days=30)
    first = compare(export(name, source), {}, source)
    again = compare(export(name, source), after(first), source)
    assert first.new
    assert (again.per_debtor, again.new, again.changed, again.closed, again.alarm) == ((), 0, 0, 0, "")


# --- whatever the bytes -----------------------------------------------------------------------------

SOURCES = st.sampled_from((INVOICES, LOOSE, PAYMENTS, CLIENTS, replace(INVOICES, terms_days=0)))


@given(st.binary(max_size=300), SOURCES)
def test_no_bytes_whatever_make_the_reader_raise(content: bytes, source: Source) -> None:
    found = read(content, source, "noise")
    compare(found, {}, source, accept_shrunk=True)


@given(st.lists(st.text('abc01.,;/-()"\n €\x00\u202e=@A', max_size=12), max_size=21), SOURCES)
def test_no_cells_whatever_make_the_reader_raise(noise: list[str], source: Source) -> None:
    head = "N° facture;Date;Échéance;Client;E-mail;Total TTC;Réglé;Montant;Date de paiement\n"
    found = sheet(";".join(noise), source, head)
    for row in found.rows:
        for text in (row.number, row.debtor.name if row.debtor else ""):
            assert text == cells.clean(text)


@given(
    st.integers(0, 10**11), st.booleans(), st.sampled_from((",", ".")), st.sampled_from(("", " ", "\u202f"))
)
def test_an_amount_written_with_two_decimals_is_read_as_it_was_meant(
    cents: int, minus: bool, mark: str, gap: str
) -> None:
    whole = f"{cents // 100:,}".replace(",", gap)
    written = f"{'-' if minus else ''}{whole}{mark}{cents % 100:02}\u00a0€"
    for of_the_file in (",", ".", ""):
        assert cells.amount(written, of_the_file) == (-cents if minus else cents, "EUR")


@given(st.dates(date(1990, 1, 1), date(2089, 12, 31)))
def test_a_date_is_read_in_every_way_of_writing_it(day: date) -> None:
    ways = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y-%m-%dT00:00:00"]
    if day.year >= 2000:
        ways += ["%d/%m/%y", "%d.%m.%y"]
    for way in ways:
        assert cells.day(day.strftime(way)) == day


# --- amounts and dates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "mark", "cents"),
    [
        ("1 234,56", ",", 123_456),
        ("1\u202f234,56 €", ".", 123_456),
        ("1,234.56", ",", 123_456),
        ("1.234.567,8", ".", 123_456_780),
        ("1'234.50", ".", 123_450),
        ("(120.00)", ".", -12_000),
        ("120,00-", ",", -12_000),
        ("1.234", ",", 123_400),
        ("1,234", ".", 123_400),
        ("€12", "", 1_200),
        ("96 TTC", ",", 9_600),
    ],
)
def test_amounts_are_read_french_and_english(written: str, mark: str, cents: int) -> None:
    assert cells.amount(written, mark)[0] == cents


@pytest.mark.parametrize(
    "written", ["1,234", "0,500", "12,345.6789", "1 23,00", "1,23,4", "?", "", "1e5", "--1"]
)
def test_an_amount_that_could_mean_two_things_is_refused(written: str) -> None:
    with pytest.raises(cells.Unclear, match="write it as"):
        cells.amount(written, ",")


def test_an_unsure_amount_is_read_by_the_habit_of_the_others() -> None:
    head = "number\tissued\tdue\tname\ttotal\n"
    row = "F-1\t2026-01-01\t2026-01-31\tRiou\t1,234\n"
    assert invoice(row + "F-2\t2026-01-01\t2026-01-31\tRiou\t0.50", head=head).total == 123_400
    assert "a thousand times" in why(row, head=head)


def test_a_file_with_the_month_first_is_not_read_as_day_first() -> None:
    found = sheet("F-1;03/04/2026;05/06/2026;Riou;;10;\nF-2;03/25/2026;04/25/2026;Riou;;10;\n")
    assert not found.rows
    assert all("month first" in refusal.why for refusal in found.refusals)


# --- what is refused, and what stands ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";05/01/2026;05/02/2026;Riou;;10;", "no invoice number"),
        ("F-1;;05/02/2026;Riou;;10;", "is no date"),
        ("F-1;05/01/2026;;Riou;;10;", "no due date; add it, or give terms_days"),
        ("F-1;05/02/2026;05/01/2026;Riou;;10;", "before it was issued"),
        ("F-1;05/01/2026;05/02/2026;Riou;;;", "no amount"),
        ("F-1;05/01/2026;05/02/2026;;;10;", "nothing says who owes it"),
        ("F-1;05/01/2026;05/02/2026;Riou;;10;-5", "negative"),
        ("F-1;05/01/2026;05/02/2026;Riou;;10 €;5 $", "two currencies"),
        ("F-1;05/01/2026;05/02/2026;Riou;;10;5;oops", "more values than columns"),
    ],
)
def test_a_line_that_cannot_be_taken_is_refused_with_its_cure(row: str, reason: str) -> None:
    good = "F-9;05/01/2026;05/02/2026;Riou;;10;\n"
    found = sheet(good + row + "\n")
    assert [r.number for r in found.rows] == ["F-9"]
    (refusal,) = found.refusals
    assert refusal.line == 3
    assert reason in refusal.why


def test_a_debtor_without_an_address_is_no_refusal() -> None:
    found = sheet("F-1;05/01/2026;05/02/2026;Hélène  RIOU;;10;")
    assert found.rows[0].debtor
    assert (found.rows[0].debtor.key, found.rows[0].debtor.contacts) == ("name:helene riou", ())


def test_a_wrong_address_is_dropped_and_the_line_stands() -> None:
    found = sheet("F-1;05/01/2026;05/02/2026;Riou;A@Riou.example, b@@riou;10;")
    assert found.rows[0].debtor
    assert found.rows[0].debtor.contacts == ("a@riou.example",)
    assert [refusal.kept for refusal in found.refusals] == [True]


def test_a_number_that_stands_twice_with_another_customer_or_date_is_refused_both_times() -> None:
    one = "F-1;05/01/2026;05/02/2026;Riou;;10;\n"
    for other in ("F-1;05/01/2026;05/02/2026;Petit;;10;\n", "F-1;06/01/2026;06/02/2026;Riou;;10;\n"):
        found = sheet(one + other)
        assert not found.rows
        assert [refusal.line for refusal in found.refusals] == [2, 3]
    assert len(sheet(one + one).rows) == 1


def test_a_settled_invoice_needs_no_more_than_its_number() -> None:
    found = sheet("F-1;;;Riou;;;oui\n")
    assert (found.rows[0].number, found.rows[0].invoice) == ("F-1", None)
    assert found.rows[0].closed
    assert not found.refusals


def test_control_characters_and_hidden_ones_are_gone_from_every_value() -> None:
    found = sheet("F-1;05/01/2026;05/02/2026;Ri\x00ou\x07 \u202eBcc: x;;10;")
    assert found.rows[0].debtor
    assert found.rows[0].debtor.name == "Riou Bcc: x"


def test_where_the_source_contradicts_itself_less_is_asked() -> None:
    head = "number;issued;due;name;total;paid;left\n"
    assert invoice("F-1;2026-01-01;2026-01-31;Riou;100;20;70", head=head).paid == 3_000
    assert invoice("F-1;2026-01-01;2026-01-31;Riou;100;40;70", head=head).paid == 4_000


def test_a_column_is_found_by_the_owners_name_for_it_first() -> None:
    source = replace(INVOICES, columns={"total": "Ma colonne", "number": "REF"})
    head = "ref;date;échéance;client;total;ma  Colonne\n"
    assert invoice("F-1;05/01/2026;05/02/2026;Riou;1;2", source, head).total == 200


def test_amounts_without_tax_are_not_taken_for_the_total() -> None:
    found = sheet("F-1;05/01/2026;05/02/2026;Riou;10", head="N° facture;Date;Échéance;Client;Total HT\n")
    assert found.lost_columns == ("total or left",)
    assert "name it under columns" in found.refusals[0].why


def test_a_column_that_is_missing_is_called_as_in_an_office_with_names_that_would_do() -> None:
    [refusal] = sheet("F-1;Riou;10\n", head="N° facture;Client;Total TTC\n").refusals
    assert "no column for date de facture (issued, date, date facture, date de facture, …); " in refusal.why
    assert "échéance (due, " in refusal.why
    [refusal] = sheet("F-1;05/01/2026;05/02/2026\n", head="N° facture;Date;Échéance\n").refusals
    assert "montant TTC (total, montant ttc, " in refusal.why and "or reste dû (left, " in refusal.why
    assert "code client (debtor_id, code client, …) or nom du client (name, client, …)" in refusal.why


def test_every_column_that_may_be_missing_has_a_name_in_the_office() -> None:
    for holds in get_args(Holds):
        for lost in columns.lost({}, holds, {}, terms=False):
            assert "(" in columns.told(lost, holds)
    assert columns.told("total ('Ma colonne')", "invoices") == "total ('Ma colonne')"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            b"PK\x03\x04\x14\x00xl/workbook.xml",
            "it is no CSV but a workbook (.xlsx, .ods): open it and save it as CSV",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is no CSV but a workbook (.xls): open it and save it as CSV"),
        (b"%PDF-1.7", "it is no CSV but a PDF: open it and save it as CSV"),
        (b"", "it is empty"),
        (b"\xef\xbb\xbf\r\n", "it is empty"),
    ],
)
def test_what_is_no_csv_at_all_is_said_so_and_no_column_is_missed(content: bytes, why: str) -> None:
    found = read(content, INVOICES, "export.csv")
    assert (found.damage, found.refusals, found.rows) == (why, (), ())
    assert found.lost_columns  # so that nobody takes it for a list of invoices
    assert why in compare(found, {}, INVOICES).alarm


@pytest.mark.parametrize("text", ["cent", "gratuit", "€", "à voir"])
def test_a_word_in_place_of_an_amount_is_no_currency(text: str) -> None:
    [refusal] = sheet(f"F-1;05/01/2026;05/02/2026;Riou;;{text};\n").refusals
    assert "is no amount" in refusal.why and "currency" not in refusal.why


def test_a_quote_that_never_closes_spoils_the_whole_file() -> None:
    rows = "".join(f"F-{n};05/01/2026;05/02/2026;Riou;;10;\n" for n in range(40))
    found = sheet(rows.replace("F-3;05/01/2026;05/02/2026;Riou", 'F-3;05/01/2026;05/02/2026;"Riou'))
    assert "does not close" in found.damage
    assert "damaged" in compare(found, {}, INVOICES, accept_shrunk=True).alarm


def test_payments_are_read_and_money_taken_back_is_shown() -> None:
    head = "N° facture;Date de paiement;Montant;Libellé\n"
    found = sheet("F-1;05/03/2026;100,00;VIR RIOU\nF-2;05/03/2026;-100,00;REJET\n", PAYMENTS, head)
    assert found.rows[0].payment == PaymentSeen("F-1", 10_000, date(2026, 3, 5), "VIR RIOU", PAYMENTS.name)
    assert "taken back" in found.refusals[0].why


@pytest.mark.parametrize(
    ("head", "holds"),
    [
        ("N° facture;Date;Échéance;Client;Total TTC", "invoices"),
        ("N° facture;Date;Client;Montant", "invoices"),
        ("N° facture;Date de paiement;Montant;Libellé", "payments"),
        ("Code client;Nom;E-mail", "clients"),
        ("Colonne 1;Colonne 2", "invoices"),
    ],
)
def test_a_file_of_no_source_is_known_by_its_columns(head: str, holds: str) -> None:
    assert recognised(f"{head}\n".encode(), "by-hand.csv") == Source("by-hand.csv", holds=holds)  # type: ignore[arg-type]


# --- who a debtor is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "business"),
    [
        ("Martin SARL", True),
        ("S.A.R.L. Martin", True),
        ("martin sas", True),
        ("SCI Les Ajoncs", True),
        ("Müller GmbH & Co. KG", True),
        ("Old Mill Limited", True),
        ("BÂTIMENTS RIOU SA", True),
        ("Maria DE SA", False),
        ("Sas Dupont", False),
        ("Lisa Martin", False),
        ("SA", False),
        ("Boulangerie Martin", False),
    ],
)
def test_a_legal_form_makes_a_business_and_a_family_name_does_not(name: str, business: bool) -> None:
    assert identity.has_legal_form(name) is business


@pytest.mark.parametrize(
    ("name", "siren", "kind"),
    [
        ("Commune de Pont-Aven", LE_GOFF, "public"),
        ("Association des Riverains", LE_GOFF, "nonprofit"),
        ("Syndicat des copropriétaires Les Ajoncs", LE_GOFF, "unknown"),
        ("Riou", LE_GOFF, "business"),
        ("Riou", "", "unknown"),
        ("Mairie", "", "unknown"),
    ],
)
def test_the_kind_comes_from_name_and_number(name: str, siren: str, kind: str) -> None:
    assert identity.kind_of(name, siren=siren, vat="") == kind


def test_a_number_with_a_wrong_check_digit_makes_nobody_a_business() -> None:
    assert identity.siren("732 829 320 00074") == LE_GOFF
    assert identity.siren("732829321") is None
    assert identity.vat("FR 44 732829320") == "FR44732829320"
    assert identity.vat("FR44732829321") is None
    head = "nom;siren;n° tva\n"
    assert debtor("Riou;732829321;", head).kind == "unknown"
    assert debtor("Riou;;FR44732829320", head).siren == LE_GOFF


def test_the_owners_column_says_the_kind_whatever_the_name() -> None:
    assert debtor("Martin SARL;Particulier", "nom;type client\n").kind == "consumer"


def test_addresses_are_one_form_each() -> None:
    assert addresses.several("A@Riou.example; a@riou.example,b@riou.example") == (
        ("a@riou.example", "b@riou.example"),
        (),
    )
    assert addresses.several("Riou <a@riou.example>") == (("a@riou.example",), ())


# --- what a sheet changes ---------------------------------------------------------------------------


def rows_of(*numbers: int) -> str:
    return "".join(f"F-{n};05/01/2026;05/02/2026;Riou {n};r{n}@riou.example;10;\n" for n in numbers)


def known_of(*numbers: int) -> dict[str, Known]:
    return after(compare(sheet(rows_of(*numbers)), {}, INVOICES))


def test_a_new_invoice_opens_with_its_debtor_first() -> None:
    ((key, events),) = compare(sheet(rows_of(1)), {}, INVOICES).per_debtor
    assert key == "r1@riou.example"
    assert [type(event) for event in events] == [DebtorSeen, InvoiceSeen]


def test_an_invoice_that_a_complete_source_no_longer_lists_is_closed() -> None:
    changes = compare(sheet(rows_of(1, 2)), known_of(1, 2, 3), INVOICES)
    assert changes.closed == 1
    assert after(changes, known_of(1, 2, 3))["F-3"].open is False
    assert compare(sheet(rows_of(1, 2)), known_of(1, 2, 3), LOOSE).closed == 0


def test_a_line_that_was_refused_still_counts_as_listed() -> None:
    changes = compare(sheet(rows_of(1) + "F-2;05/01/2026;hier;Riou 2;;10;\n"), known_of(1, 2), INVOICES)
    assert changes.closed == 0
    assert changes.refusals[0].number == "F-2"


def test_an_invoice_of_another_source_is_not_closed_by_this_one() -> None:
    known = {n: replace(k, invoice=replace(k.invoice, source="other")) for n, k in known_of(1, 2).items()}
    assert compare(sheet(rows_of(1)), known, INVOICES).closed == 0


def test_a_closed_invoice_that_comes_back_is_open_again_and_shown() -> None:
    known = after(compare(sheet(rows_of(1)), known_of(1, 2), INVOICES), known_of(1, 2))
    changes = compare(sheet(rows_of(1, 2)), known, INVOICES)
    assert changes.changed == 1
    assert "listed as open again" in changes.refusals[0].why


def test_the_same_number_with_another_debtor_or_date_is_refused_and_shown() -> None:
    known = known_of(1)
    other = compare(sheet("F-1;05/01/2026;05/02/2026;Petit;p@petit.example;10;"), known, INVOICES)
    later = compare(sheet("F-1;06/01/2026;06/02/2026;Riou 1;r1@riou.example;10;"), known, INVOICES)
    for changes in (other, later):
        ((_, (hold,)),) = changes.per_debtor
        assert isinstance(hold, HoldSet)
        assert changes.closed == 0
        assert "F-1 is known as" in changes.refusals[0].why


def test_a_word_that_says_paid_closes_what_was_open_and_opens_no_new_case() -> None:
    paid = "F-1;05/01/2026;05/02/2026;Riou 1;r1@riou.example;10;oui\n"
    assert compare(sheet(paid), known_of(1), INVOICES).closed == 1
    assert compare(sheet(paid), {}, INVOICES).per_debtor == ()


def test_an_empty_cell_takes_nothing_away() -> None:
    changes = compare(sheet("F-1;05/01/2026;05/02/2026;Riou 1;;10;\n"), known_of(1), INVOICES)
    assert changes.per_debtor == ()


def test_a_clients_file_brings_the_address_to_the_customer_of_that_name() -> None:
    known = after(compare(sheet("F-1;05/01/2026;05/02/2026;Martin SARL;;10;\n"), {}, INVOICES))
    clients = sheet("C-7;MARTIN SARL;compta@martin.example\n", CLIENTS, "code client;nom;e-mail\n")
    changes = compare(clients, known, CLIENTS)
    ((key, (seen,)),) = changes.per_debtor
    assert key == "name:martin sarl"
    assert isinstance(seen, DebtorSeen)
    assert seen.contacts == ("compta@martin.example",)
    assert compare(clients, after(changes, known), CLIENTS).per_debtor == ()


def test_two_customers_of_one_name_are_not_taken_for_each_other() -> None:
    head = "code client;nom;e-mail\n"
    first = sheet("C-1;Dupont;a@dupont.example\n", CLIENTS, head).rows[0].debtor
    assert first
    invoices = sheet("F-1;05/01/2026;05/02/2026;Dupont;b@dupont.example;10;\n")
    ((key, _),) = compare(invoices, {}, INVOICES, debtors=(first,)).per_debtor
    assert key == "b@dupont.example"


def test_a_client_already_known_without_an_invoice_is_no_news() -> None:
    clients = sheet("C-7;Martin\n", CLIENTS, "code client;nom\n")
    ((_, (seen,)),) = compare(clients, {}, CLIENTS).per_debtor
    assert isinstance(seen, DebtorSeen)
    assert compare(clients, {}, CLIENTS, debtors=(seen,)).per_debtor == ()


def test_payments_count_once_each_and_unknown_numbers_are_shown() -> None:
    head = "N° facture;Date de paiement;Montant\n"
    twice = sheet("F-1;05/03/2026;4\nF-1;05/03/2026;4\nF-9;05/03/2026;4\n", PAYMENTS, head)
    known = known_of(1)
    changes = compare(twice, known, PAYMENTS)
    ((_, events),) = changes.per_debtor
    assert len(events) == 2
    assert "no invoice F-9 is known" in changes.refusals[0].why
    assert compare(twice, after(changes, known), PAYMENTS).per_debtor == ()


def test_a_payment_that_the_owner_entered_by_hand_is_not_counted_again() -> None:
    known = known_of(1)
    by_hand = PaymentSeen("F-1", 400, date(2026, 3, 5))
    known["F-1"] = replace(known["F-1"], payments=(by_hand,))
    file = sheet("F-1;05/03/2026;4;VIR\n", PAYMENTS, "N° facture;Date de paiement;Montant;Libellé\n")
    assert compare(file, known, PAYMENTS).per_debtor == ()


# --- what was refused holds ------------------------------------------------------------------------


def holds(changes: Changes) -> list[HoldSet | HoldLifted]:
    return [
        event
        for _, events in changes.per_debtor
        for event in events
        if isinstance(event, HoldSet | HoldLifted)
    ]


@pytest.mark.parametrize(
    "row",
    [
        "F-1;06/01/2026;05/02/2026;Riou 1;r1@riou.example;10;10\n",
        "F-1;05/01/2026;05/02/2026;Riou 1;r1@riou.example;dix;10\n",
        "F-1;05/01/2026;05/02/2026;Petit;p@petit.example;10;10\n",
        "F-1;05/01/2026;05/02/2026;Riou 1;r1@riou.example;10;10\n"
        "F-1;05/01/2026;05/02/2026;Riou 1;r1@riou.example;10;0\n",
    ],
)
def test_an_open_invoice_whose_newest_line_is_refused_is_held_until_it_is_read_well(row: str) -> None:
    before = known_of(1, 2)
    refused = compare(sheet(row + rows_of(2)), before, INVOICES)
    ((held,), known) = holds(refused), after(refused, before)
    assert isinstance(held, HoldSet)
    assert (held.hold, held.rule, held.until, held.invoices) == ("source.F-1", "source", None, ("F-1",))
    assert "Riou" not in held.why
    assert "Petit" not in held.why
    assert not holds(compare(sheet(row + rows_of(2)), known, INVOICES)), "twice changes nothing"
    (lifted,) = holds(compare(sheet(rows_of(1, 2)), known, INVOICES))
    assert isinstance(lifted, HoldLifted)
    assert lifted.hold == "source.F-1"


def test_the_reason_of_a_hold_has_none_of_the_files_words() -> None:
    changes = compare(sheet("F-1;05/01/2026;Mme Riou;x;;10;\n"), known_of(1), INVOICES)
    assert "Mme Riou" in changes.refusals[0].why
    (held,) = holds(changes)
    assert "Riou" not in held.why
    assert "a value is no date" in held.why


def test_what_is_closed_paid_or_only_shown_is_not_held() -> None:
    known = known_of(1)
    bad = sheet("F-1;05/01/2026;hier;Riou 1;;10;\n")
    paid = replace(known["F-1"], payments=(PaymentSeen("F-1", 1_000, date(2026, 3, 5)),))
    assert not holds(compare(bad, {"F-1": paid}, INVOICES))
    assert not holds(compare(bad, {"F-1": replace(known["F-1"], open=False)}, INVOICES))
    assert not holds(compare(sheet("F-1;05/01/2026;05/02/2026;Riou 1;a@@b;10;\n"), known, INVOICES))


def test_a_payment_that_cannot_be_read_holds_until_its_own_file_is_mended() -> None:
    head = "N° facture;Date de paiement;Montant\n"
    refused = compare(sheet("F-1;05/03/2026;-4\n", PAYMENTS, head), known_of(1), PAYMENTS)
    known = after(refused, known_of(1))
    assert [type(hold) for hold in holds(refused)] == [HoldSet]
    assert not holds(compare(sheet(rows_of(1)), known, INVOICES)), "the invoice's line says nothing of it"
    other = read((head + "F-1;05/03/2026;4\n").encode(), PAYMENTS, "another.csv")
    assert not holds(compare(other, known, PAYMENTS))
    mended = holds(compare(sheet("F-1;05/03/2026;4\n", PAYMENTS, head), known, PAYMENTS))
    assert [type(hold) for hold in mended] == [HoldLifted]


# --- money seen twice --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ("F-1;05/03/2026;5\n", False),
        ("F-1;05/03/2026;2\nF-1;04/03/2026;3\n", False),
        ("F-1;05/03/2026;4\n", True),
        ("F-1;05/03/2026;6\n", True),
        ("F-1;07/03/2026;6\n", False),
    ],
)
def test_payments_unlike_what_the_source_shows_as_paid_hold_the_invoice(rows: str, held: bool) -> None:
    known = known_of(1)
    known["F-1"] = replace(known["F-1"], ahead=500, ahead_on=date(2026, 3, 6))
    changes = compare(sheet(rows, PAYMENTS, "N° facture;Date de paiement;Montant\n"), known, PAYMENTS)
    assert [hold.hold for hold in holds(changes)] == (["paid.F-1"] if held else [])
    assert sum(isinstance(event, PaymentSeen) for event in changes.per_debtor[0][1]) == rows.count("F-1")


def test_payments_that_come_out_alike_in_the_end_lift_the_hold() -> None:
    head, known = "N° facture;Date de paiement;Montant\n", known_of(1)
    known["F-1"] = replace(known["F-1"], ahead=300, ahead_on=date(2026, 3, 6), holds=("paid.F-1",))
    (lifted,) = holds(compare(sheet("F-1;05/03/2026;3\n", PAYMENTS, head), known, PAYMENTS))
    assert isinstance(lifted, HoldLifted)


# --- whose invoice it is -----------------------------------------------------------------------------


def test_a_file_that_is_not_complete_takes_no_invoice_away_from_the_complete_source() -> None:
    loose = Source("by-hand.csv")
    row = "F-1;05/01/2026;05/02/2026;Riou 1;r1@riou.example;10;4\n"
    changes = compare(sheet(row, loose), known_of(1), loose, complete={INVOICES.name})
    known = after(changes, known_of(1))
    assert (known["F-1"].invoice.paid, known["F-1"].invoice.source) == (400, INVOICES.name)
    taken = after(compare(sheet(row, loose), known_of(1), loose), known_of(1))
    assert taken["F-1"].invoice.source == "by-hand.csv", "nobody else speaks for it"


def test_a_renamed_source_still_closes_what_it_listed_under_its_former_name() -> None:
    renamed = replace(INVOICES, path="new/*.csv")
    assert compare(sheet(rows_of(1), renamed), known_of(1, 2), renamed).closed == 0
    changes = compare(sheet(rows_of(1), renamed), known_of(1, 2), renamed, owns={INVOICES.name})
    assert changes.closed == 1


# --- one address, two names --------------------------------------------------------------------------

ONE = "F-1;05/01/2026;05/02/2026;Martin SARL;x@gestion.example;10;\n"
TWO = "F-2;05/01/2026;05/02/2026;Syndic SARL;x@gestion.example;10;\n"


@pytest.mark.parametrize("files", [(ONE + TWO,), (ONE, TWO), (ONE, TWO + ONE), (TWO, ONE, ONE + TWO)])
def test_two_names_at_one_address_are_two_debtors_in_whatever_order(files: tuple[str, ...]) -> None:
    known: dict[str, Known] = {}
    for rows in files:
        changes = compare(sheet(rows, LOOSE), known, LOOSE)
        assert not changes.refusals
        known = after(changes, known)
    assert {n: k.debtor.name for n, k in known.items()} == {"F-1": "Martin SARL", "F-2": "Syndic SARL"}
    first = files[0].split(";")[3]
    other = "syndic sarl" if first == "Martin SARL" else "martin sarl"
    assert {k.debtor.key for k in known.values()} == {"x@gestion.example", f"x@gestion.example|{other}"}
    for rows in (ONE + TWO, TWO + ONE, ONE, TWO):
        assert compare(sheet(rows, LOOSE), known, LOOSE).per_debtor == ()


@pytest.mark.parametrize("name", ["MARTIN", "SARL Martin", "S.A.R.L. Martin", ""])
def test_one_name_written_otherwise_is_still_one_debtor(name: str) -> None:
    known = after(compare(sheet(ONE), {}, LOOSE))
    row = f"F-3;05/01/2026;05/02/2026;{name};x@gestion.example;10;\n"
    for file in (row, ONE + row):
        changes = compare(sheet(file), known, LOOSE)
        assert {key for key, _ in changes.per_debtor} == {"x@gestion.example"}


def test_another_name_on_a_known_invoice_renames_nobody() -> None:
    known = after(compare(sheet(ONE), {}, LOOSE))
    changes = compare(sheet(ONE.replace("Martin", "Syndic").replace(";10;", ";10;4")), known, LOOSE)
    ((key, (seen,)),) = changes.per_debtor
    assert (key, type(seen)) == ("x@gestion.example", InvoiceSeen)


# --- methods of payment ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "method"),
    [
        ("Prélèvement", "direct_debit"),
        ("prélèvement SEPA", "direct_debit"),
        ("SEPA", "direct_debit"),
        ("L.C.R.", "direct_debit"),
        ("LCR", "direct_debit"),
        ("Direct Debit", "direct_debit"),
        ("direct_debit", "direct_debit"),
        ("Virement ou prélèvement", "direct_debit"),
        ("Virement SEPA", "transfer"),
        ("VIR", "transfer"),
        ("Chèque", "cheque"),
        ("CB", "card"),
        ("debit card", "card"),
        ("Espèces", "Espèces"),
        ("", ""),
    ],
)
def test_words_for_a_method_of_payment_become_the_few_that_policy_knows(written: str, method: str) -> None:
    assert methods.plain(written) == method


# --- alarms -----------------------------------------------------------------------------------------


def test_an_empty_complete_source_is_an_alarm_and_not_three_hundred_payments() -> None:
    changes = compare(sheet(""), known_of(1), INVOICES)
    assert "lists no invoice" in changes.alarm
    assert changes.per_debtor == ()
    assert compare(sheet(""), {}, INVOICES).alarm == ""
    assert compare(sheet(""), known_of(1), LOOSE).alarm == ""


@pytest.mark.parametrize(
    ("were", "left", "alarm"), [(18, 8, True), (20, 10, False), (12, 3, False), (30, 12, True)]
)
def test_closing_more_than_half_and_at_least_ten_is_an_alarm(were: int, left: int, alarm: bool) -> None:
    known = known_of(*range(were))
    changes = compare(sheet(rows_of(*range(left))), known, INVOICES)
    assert bool(changes.alarm) is alarm
    assert changes.closed == (0 if alarm else were - left)
    taken = compare(sheet(rows_of(*range(left))), known, INVOICES, accept_shrunk=True)
    assert taken.closed == were - left


def test_invoices_known_as_paid_may_leave_the_list_without_an_alarm() -> None:
    known = known_of(*range(18))
    for number in list(known)[8:]:
        paid = PaymentSeen(number, known[number].invoice.total, date(2026, 3, 5))
        known[number] = replace(known[number], payments=(paid,))
    changes = compare(sheet(rows_of(*range(8))), known, INVOICES)
    assert (changes.alarm, changes.closed) == ("", 10)


def test_a_lost_column_is_an_alarm_and_one_that_is_needed_cannot_be_waived() -> None:
    head = "N° facture;Date;Échéance;Client;E-mail;Total TTC\n"
    file = sheet("F-1;05/01/2026;05/02/2026;Riou 1;r1@riou.example;10\n", head=head)
    before = sheet(rows_of(1)).columns
    assert "paid" in compare(file, known_of(1), INVOICES, columns=before).alarm
    assert compare(file, known_of(1), INVOICES, columns=before, accept_shrunk=True).alarm == ""
    unusable = sheet("F-1;05/01/2026;Riou\n", head="N° facture;Date;Client\n")
    changes = compare(unusable, known_of(1), INVOICES, accept_shrunk=True)
    assert "no column for due, total or left" in changes.alarm
    assert changes.closed == 0
