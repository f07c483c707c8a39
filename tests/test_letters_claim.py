"""The mise en demeure with all that it claims: words, printed page and statement, for each kind of debtor."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.draft import Draft, Line
from bot.law import articles
from bot.law.notes import catalogue
from bot.letters import samples
from bot.letters.annex import annexed
from bot.letters.samples import SAMPLE_DAY, claimed
from tests.drafts import DEMAND, FIRST, MANDATE, REMINDER, SECOND, TEMPLATES, WRITER, many, several
from tests.printed import pages

CREDIT = Line("AV-3", date(2026, 3, 1), date(2026, 3, 1), 12_000, 0, 12_000, "credit_note")


def printed(draft: Draft, *, registered: bool = True) -> str:
    read = pages(WRITER.page(draft, SAMPLE_DAY, registered=registered))
    return " ".join(page.words for page in read)


def said(draft: Draft) -> str:
    return re.sub(r"\s+", " ", WRITER.words(draft, SAMPLE_DAY).text)


def test_one_invoice_is_one_page_with_the_sum_worked_out() -> None:
    draft = replace(
        claimed(DEMAND), siren="552100554", earlier=(date(2026, 3, 18), date(2026, 3, 30)), silent=True
    )
    assert len(pages(WRITER.page(draft, SAMPLE_DAY))) == 1
    whole = printed(draft)
    for part in (
        "Nos messages des 18 et 30 mars 2026 sont restés sans réponse.",
        "Martin SARL, 3 quai Neuf, 29200 Brest, SIREN 552 100 554",
        "Mise en demeure de payer 1 290,32 €",
        "F-118 12/02/2026 15/03/2026 1 240,00 €",
        "Principal restant dû 1 240,00 €",
        "Pénalités de retard 10,32 €",
        "Indemnité forfaitaire 40,00 €",
        "Total dû au 09/04/2026 1 290,32 €",
        "du 16/03/2026 au 09/04/2026 : 1 240,00 € × 12,15 % × 25 jours ÷ 365 = 10,32 €",
        "payer la somme de 1 290,32 € , dans un délai de quinze jours à compter de la première présentation",
        "à raison de 0,41 € par jour",
        "IBAN FR76 3000 6000 0112 3456 7890 189",
        "Référence F-118",
    ):
        assert part in whole, part
    assert "Annexe" not in whole


def test_what_was_paid_stands_with_its_day_and_its_allocation_in_the_annex() -> None:
    whole = printed(claimed(several(DEMAND, FIRST, SECOND)))
    assert "200,00 € reçus le 31/03/2026" in whole
    assert "leur décompte est joint en annexe" in whole
    assert "Annexe – Décompte arrêté au 09/04/2026" in whole
    assert "F-121 23/03/2026 31/03/2026 9 480,50 € 12,15 % 1,44 €" in whole
    assert "Les paiements s’imputent d’abord sur les intérêts" in whole
    assert "restent dus 1 521,94 € en principal" in whole
    assert "Taux de refinancement de la Banque centrale européenne : 2,15 % au 01/01/2026." in whole


def test_many_invoices_have_their_statement_on_pages_of_its_own() -> None:
    draft = claimed(several(DEMAND, *many(40)))
    assert annexed(draft.claim)
    read = pages(WRITER.page(draft, SAMPLE_DAY))
    assert len(read) == 3
    assert "Claire Morvan, gérante" in read[1].words
    assert read[2].words.startswith("Annexe")
    assert "40 factures Martin SARL" in read[1].words


def test_a_consumer_owes_neither_interest_yet_nor_indemnity_nor_costs() -> None:
    whole = printed(claimed(replace(DEMAND, debtor_kind="consumer", deadline_days=30)))
    assert "payer la somme de 1 240,00 € en principal, dans un délai de trente jours" in whole
    assert "À compter de cette première présentation, la somme due porte intérêt au taux légal" in whole
    assert "Aucuns frais de recouvrement" in whole
    assert "Médiation des métiers" in whole
    assert not re.search(r"indemnité|pénalité|L\. 441-10", whole, re.I)


def test_a_public_buyer_owes_moratory_interest_and_hears_of_no_injonction() -> None:
    whole = printed(claimed(replace(DEMAND, debtor_kind="public", deadline_days=30)))
    assert "Intérêts moratoires 8,62 €" in whole
    assert "articles R. 2192-31 et R. 2192-32 du code de la commande publique" in whole
    assert "article D. 2192-35 du code de la commande publique" in whole
    assert not re.search(r"injonction|L\. 441-10|code civil|pénalités", whole)


def test_each_semester_in_which_a_public_buyer_s_interest_began_is_told() -> None:
    older = replace(FIRST, number="F-90", due=date(2025, 9, 30))
    whole = printed(claimed(several(replace(DEMAND, debtor_kind="public"), older, FIRST, *many(2))))
    assert whole.count("commencé à courir") == 2
    assert "2,15 % au 01/07/2025, 2,15 % au 01/01/2026." in whole


def test_a_nonprofit_is_asked_for_the_principal_alone() -> None:
    whole = printed(claimed(replace(DEMAND, debtor_kind="nonprofit")))
    assert "1 240,00 € en principal" in whole
    assert not re.search(r"intérêt|indemnité", whole, re.I)


def test_the_contract_s_rate_is_told_as_such() -> None:
    assert "au taux contractuel de 12,50 % par an" in printed(claimed(DEMAND, rate="12.5"))
    assert "au taux contractuel de trois fois l’intérêt légal" in printed(claimed(DEMAND, rate="3x"))


def test_the_mail_shows_the_same_sums_as_the_page() -> None:
    text = said(claimed(DEMAND))
    assert "Pénalités de retard 10,32 €" in text
    assert "Total dû au 09/04/2026 1 290,32 €" in text
    assert "payer la somme de 1 290,32 €, dans un délai de quinze jours" in text
    table = next(
        b for b in WRITER.words(claimed(DEMAND), SAMPLE_DAY).text.split("\n\n") if b.startswith("Facture")
    )
    assert len({len(line) for line in table.split("\n")}) == 1


def test_a_claim_for_another_principal_than_the_letter_s_is_refused() -> None:
    with pytest.raises(ValueError, match="principal"):
        WRITER.page(replace(claimed(DEMAND), asked=1), SAMPLE_DAY)


def test_an_english_debtor_gets_the_letter_in_french_and_a_translation_beneath() -> None:
    read = pages(WRITER.page(replace(claimed(several(DEMAND, FIRST, SECOND)), language="en"), SAMPLE_DAY))
    whole = " ".join(page.words for page in read)
    french, english = whole.split("Translation for information only")
    assert "Nous vous mettons en demeure de nous payer la somme de" in french
    assert "Claire Morvan, gérante" in french
    assert "We hereby give you formal notice (mise en demeure) to pay us the sum of" in english
    assert whole.count("IBAN FR76") == 1
    assert "Somme due Amount due" in re.sub(r"\s+", " ", english)


@pytest.mark.parametrize("count", range(1, 15))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_are_as_many_as_they_say(count: int, language: str) -> None:
    draft = replace(claimed(several(DEMAND, *many(count), SECOND)), language=language)  # type: ignore[arg-type]
    read = pages(WRITER.page(draft, SAMPLE_DAY))
    assert [page.words.split("Page ")[-1] for page in read] == [
        f"{k} sur {len(read)}" for k in range(1, len(read) + 1)
    ]
    assert "Annexe – Décompte arrêté au 09/04/2026" in read[-1].words + read[-2].words


def test_a_credit_note_is_told_in_the_letter_and_in_the_statement() -> None:
    whole = printed(claimed(several(DEMAND, FIRST, SECOND, credits_=(CREDIT,))))
    assert "Avoir AV-3 01/03/2026 −120,00 € −120,00 €" in whole
    assert "Avoirs qui ne désignent aucune facture : déduits des factures les plus anciennes." in whole
    assert "F-118 16/03/2026 09/04/2026 25 1 120,00 €" in whole


# --- collecting for somebody else -------------------------------------------------------------------


@pytest.mark.parametrize("draft", [REMINDER, claimed(DEMAND)], ids=["reminder", "mise en demeure"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_letter_of_a_collector_carries_the_five_mentions(draft: Draft, language: str) -> None:
    text = said(replace(draft, mandate=MANDATE, language=language))  # type: ignore[arg-type]
    assert "Atelier Morvan, 12 rue du Port, 29000 Quimper," in text  # 1: who, and that it collects
    assert "recouvrement amiable" in text or "amicable debt collection" in text
    assert "Menuiserie Le Bihan, 4 rue des Chênes, 29300 Quimperlé" in text  # 2: the creditor
    assert "principal" in text.lower()  # 3: what is owed, item by item
    assert "IBAN" in text  # 4: how to pay
    assert "Les frais de recouvrement entrepris sans titre exécutoire" in text  # 5: L111-8
    assert "à la charge du débiteur de mauvaise foi." in text
    assert "R-17" in text


def test_a_collector_announces_no_action_of_its_own() -> None:
    text = said(replace(claimed(DEMAND), mandate=MANDATE))
    assert "le créancier se réserve de saisir la juridiction compétente" in text
    assert not re.search(r"nous nous réservons|notre facture", text)


def test_a_later_letter_of_a_collector_repeats_the_reference_and_day_of_the_first() -> None:
    text = said(replace(REMINDER, mandate=replace(MANDATE, first_on=date(2026, 3, 2))))
    assert "Rappel de notre première lettre : R-17, envoyée le 2 mars." in text
    assert "titre exécutoire" not in text


# --- what holds for all -----------------------------------------------------------------------------


def test_every_article_that_a_template_cites_is_known() -> None:
    for name, template in TEMPLATES.items():
        assert articles.unknown(template) == (), name
    for note in catalogue().values():
        for text in note.values():
            assert articles.unknown(text) == ()


def test_every_article_in_a_printed_letter_is_known() -> None:
    cited: set[str] = set()
    for draft in samples():
        if draft.kind == "mise_en_demeure" and draft.claim and draft.voice == "nous":
            whole = printed(draft)
            assert articles.unknown(whole) == ()
            cited |= articles.cited(whole)
    assert {"C. com. L441-10", "C. com. D441-5", "CPC 1405", "C. civ. 1344", "CCP R2192-31"} <= cited


def test_no_letter_asks_for_costs_or_looks_like_a_court_s() -> None:
    for draft in samples():
        if draft.kind == "mise_en_demeure" and draft.language == "fr":
            text = said(draft).replace(draft.debtor, "")
            assert not re.search(
                r"frais de dossier|frais de relance|huissier|commandement|signifi|\bsommation|nous saisirons",
                text,
                re.I,
            )


def test_the_pdf_is_marked_and_made_as_an_archive() -> None:
    pdf = WRITER.page(claimed(DEMAND), SAMPLE_DAY)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"/OutputIntents" in pdf
    assert b"/FontFile" in pdf
    assert not re.search(rb"/Encrypt|/JavaScript|/Launch|/EmbeddedFile", pdf)
