"""How a mise en demeure falls on its sheets: the usual one on one, and a signature never alone on a page."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from bot.draft import Draft, Line, PromiseSaid
from bot.letters import Writer
from bot.letters.samples import BARE_CREDITOR, SAMPLE_CREDITOR, SAMPLE_DAY, claimed
from bot.rules import Creditor
from tests.drafts import DEMAND, FIRST, MANDATE, REMINDER, SECOND, TEMPLATES, WRITER, many, several
from tests.printed import Page, pages

EARLIER = (date(2026, 3, 18), date(2026, 3, 27), date(2026, 4, 2))
USUAL = replace(DEMAND, earlier=EARLIER, silent=True, siren="552100554")
LAST_YEAR = replace(FIRST, issued=date(2025, 10, 12), due=date(2025, 11, 15))  # in two semesters
PROMISE = PromiseSaid(date(2026, 3, 29), date(2026, 4, 3), 124_000)
KINDS: dict[str, dict[str, Any]] = {
    "business": {},
    "consumer": {"debtor_kind": "consumer", "deadline_days": 30, "siren": ""},
    "public": {"debtor_kind": "public", "deadline_days": 30},
    "nonprofit": {"debtor_kind": "nonprofit", "deadline_days": 30},
}
MORE: dict[str, dict[str, Any]] = {
    "silent": {},
    "two semesters": {"lines": (LAST_YEAR,)},
    "promise not kept": {"silent": False, "promise": PROMISE},
    "both": {"lines": (LAST_YEAR,), "silent": False, "promise": PROMISE},
    "on behalf of": {"mandate": replace(MANDATE, first_on=date(2026, 3, 2))},
    "pour mémoire": {"also": (SECOND,)},
}
SIGNED, CLOSING, CONTEST = "Claire Morvan, gérante", "salutations distinguées", "Si vous contestez"


def printed(draft: Draft, creditor: Creditor = SAMPLE_CREDITOR) -> list[Page]:
    writer = WRITER if creditor is SAMPLE_CREDITOR else Writer(TEMPLATES, (), creditor)
    return pages(writer.page(draft, SAMPLE_DAY))


@pytest.mark.parametrize(("kind", "more"), list(product(KINDS, MORE)))
def test_one_invoice_after_three_reminders_stands_on_one_sheet(kind: str, more: str) -> None:
    [page] = printed(claimed(replace(USUAL, **KINDS[kind], **MORE[more])))
    assert SIGNED in page.words and CONTEST in page.words
    assert all(20 <= run.y <= 290 for run in page.runs)
    above = max(run.y for run in page.runs if CLOSING in run.words)
    hand = min(run.y for run in page.runs if SIGNED in run.words)
    assert hand - above >= 12  # room for a hand to sign


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 10, 17, 18, 19, 20, 40])
@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_is_never_alone_on_a_page(kind: str, count: int) -> None:
    """With it stand the closing, what the debtor may contest, and what else would follow."""
    draft = several(replace(USUAL, **KINDS[kind]), *many(count))
    for one in (draft, replace(draft, mandate=MANDATE), replace(draft, also=many(60))):
        [page] = [page for page in printed(claimed(one)) if SIGNED in page.words]
        assert CLOSING in page.words and CONTEST in page.words
        assert one.also or "À défaut de paiement" in page.words


@pytest.mark.parametrize("kind", KINDS)
def test_two_to_six_invoices_and_their_signature_stand_on_the_first_sheet(kind: str) -> None:
    for count in range(2, 7):
        first = printed(claimed(several(replace(USUAL, **KINDS[kind]), *many(count))))[0]
        assert SIGNED in first.words, count


@pytest.mark.parametrize("count", [1, 8, 30, 60])
def test_what_stands_pour_memoire_never_pushes_a_reminder_off_the_page(count: int) -> None:
    for page in printed(replace(several(REMINDER, FIRST), also=many(count), tone="firm")):
        assert all(20 <= run.y <= 290 for run in page.runs)


# --- names and numbers that stay whole --------------------------------------------------------------


def lines(page: Page) -> list[str]:
    """What stands on one height, in one piece."""
    heights = sorted({round(run.y, 1) for run in page.runs})
    return [
        " ".join(r.words for r in page.runs if round(r.y, 1) == y).replace("\u00a0", " ") for y in heights
    ]


@pytest.mark.parametrize(
    ("debtor", "street"),
    [
        ("Société Martin et Fils", "125 bis avenue du Général-de-Gaulle"),
        ("Électro-Mécanique-Générale-de-Cornouaille", "3 rue Saint-Jean-Baptiste-de-la-Salle"),
        ("Compagnie de Mécanique-et-Chaudronnerie", "1 place de la Libération-de-Quimper"),
    ],
)
def test_neither_a_name_nor_a_street_nor_a_siren_is_parted(debtor: str, street: str) -> None:
    draft = replace(USUAL, debtor=debtor, address=(street, "29200 Brest"))
    [page] = printed(claimed(draft))
    told = [" ".join(line.split()) for line in lines(page)]
    for whole in (f"{debtor},", f"{street},", "SIREN 552 100 554"):
        assert any(whole in line for line in told), (whole, told)
    assert {debtor, street} <= set(told)  # in the window of the envelope too


def test_a_number_without_a_hyphen_still_breaks_where_it_must() -> None:
    [page] = printed(claimed(replace(USUAL, debtor="W" * 120)))
    assert all(run.x <= 190 for run in page.runs)


# --- who demands --------------------------------------------------------------------------------------


def test_the_entry_in_the_trade_register_stands_with_the_legal_mentions() -> None:
    """C. com. R123-237: the SIREN is told once, whichever way."""
    registered = replace(SAMPLE_CREDITOR, rcs="RCS Quimper 732 829 320")
    [page] = printed(claimed(USUAL), registered)
    assert page.words.endswith("12 rue du Port, 29000 Quimper – RCS Quimper 732 829 320")
    [page] = printed(claimed(USUAL), replace(SAMPLE_CREDITOR, rcs="RCS Quimper"))
    assert page.words.endswith("– SIREN 732 829 320 – RCS Quimper")


def test_bank_details_and_an_address_are_named_only_where_they_are_printed() -> None:
    """On paper and by mail, in both languages, whatever the letter."""
    named = ["coordonnées bancaires", "bank details", "notre adresse", "our address"]
    writer = Writer(TEMPLATES, (), BARE_CREDITOR)
    for draft in (REMINDER, DEMAND, replace(DEMAND, debtor_kind="public"), replace(DEMAND, language="en")):
        whole = " ".join(page.words for page in pages(writer.page(draft, SAMPLE_DAY)))
        whole += writer.words(draft, SAMPLE_DAY).text
        assert not [words for words in named if words in whole.replace("\u00a0", " ")]
    [page] = printed(claimed(USUAL), replace(BARE_CREDITOR, iban=SAMPLE_CREDITOR.iban))
    assert "écrivez-le-nous avec vos motifs dans ce délai, à factures@" in page.words
    assert "Nos coordonnées bancaires n’ont pas changé." in page.words


def test_a_firm_that_gave_nothing_but_its_name_gets_every_letter_all_the_same() -> None:
    line = Line("F-1", date(2026, 1, 2), date(2026, 2, 1), 5_000, 0, 5_000)
    [page] = printed(several(REMINDER, line), BARE_CREDITOR)
    assert "IBAN" not in page.words and "Atelier Morvan" in page.words
