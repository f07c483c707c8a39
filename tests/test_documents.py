"""What a debtor needs in order to pay, told from the words that ask for it: prudent where it is not plain."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.case import Case, Invoice
from bot.events.debts import InvoiceSeen
from bot.outbox.attaching import attachments
from bot.policy.documents import asked, on_file
from bot.rules import Creditor
from tests.drafts import FIRST, WRITER, answer

SENT = [
    ("Pouvez-vous me renvoyer une copie de la facture ?", ("invoice",)),
    ("Merci de nous transmettre les factures concernées", ("invoice",)),
    ("J'aimerais avoir un duplicata de cette facture.", ("invoice",)),
    ("Nous n'avons pas reçu votre facture F-118, merci de nous l'envoyer", ("invoice",)),
    ("Could you send us a copy of the invoice?", ("invoice",)),
    ("Please resend the invoice", ("invoice",)),
    ("Il me faut votre RIB", ("rib",)),
    ("Quel est votre IBAN ?", ("rib",)),
    ("Merci d’envoyer vos coordonnées bancaires", ("rib",)),
    ("What are your bank details?", ("rib",)),
    ("Pouvez-vous détailler ce montant ?", ("detail",)),
    ("Il nous faudrait un relevé de compte", ("detail",)),
    ("Please send a statement of account", ("detail",)),
    ("Pouvez-vous m'indiquer votre numéro SIRET ?", ("siren",)),
    ("Envoyez-moi la facture et votre RIB svp", ("invoice", "rib")),
    ("jai pas la facture vous me l'envoyez", ("invoice",)),
    ("J'ai perdu votre facture dans le déménagement, renvoyez-la moi.", ("invoice",)),
    ("combien je vous dois svp", ("detail",)),
    ("Est-ce toujours le même IBAN ?", ("rib",)),
]
FOR_THE_OWNER = [
    "Il nous faut le bon de commande",
    "Sans PO nous ne pouvons pas payer",
    "Merci de joindre la facture et le bon de livraison signé",
    "Un extrait Kbis est nécessaire, ainsi que votre RIB",
    "Merci d'envoyer une facture rectifiée",
    "Please send a corrected invoice",
    "Il nous manque l'avoir de janvier et la facture",
    "Pouvez-vous déposer la facture sur Chorus ?",
    "Une copie du devis",
    "Une attestation d'assurance",
    "Il nous manque quelque chose",
    "De quoi s'agit-il ?",
    "Merci de nous adresser le décompte des heures par semaine.",
    "Votre IBAN est refusé par ma banque, pouvez-vous vérifier ?",
    "Pourriez-vous détailler le mode de calcul ?",
    "",
]


@pytest.mark.parametrize(("sentence", "documents"), SENT)
def test_what_is_plainly_asked_for_and_kept_on_file_is_known(
    sentence: str, documents: tuple[str, ...]
) -> None:
    assert asked([sentence]) == documents


@pytest.mark.parametrize("sentence", FOR_THE_OWNER)
def test_what_is_not_on_file_or_not_plain_is_for_the_owner(sentence: str) -> None:
    assert asked([sentence]) == ()
    assert asked(["Il me faut votre RIB", sentence]) == ()


def test_nothing_said_asks_for_nothing() -> None:
    assert asked([]) == ()


@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_words_are_answered(sentences: list[str]) -> None:
    assert set(asked(sentences)) <= {"invoice", "rib", "detail", "siren"}


def test_only_what_is_there_can_be_sent() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    bare, filed = (
        Invoice(InvoiceSeen("F-1", date(2026, 2, 1), date(2026, 3, 1), 100, pdf=pdf), at)
        for pdf in ("", "1" * 64)
    )
    poor = Creditor("A", "a@a.example", "A")
    rich = Creditor("A", "a@a.example", "A", siren="732829320", iban="FR76")
    assert on_file(("invoice",), [filed], poor) and not on_file(("invoice",), [filed, bare], poor)
    assert on_file(("rib", "siren", "detail"), [bare], rich) and not on_file(("rib",), [bare], poor)
    assert not on_file((), [filed], rich) and not on_file(("rib",), [], rich)


@pytest.mark.parametrize(("documents", "names"), [(("invoice", "rib"), ["F-118.pdf"]), (("rib",), [])])
def test_only_an_answer_that_brings_invoices_carries_them(
    documents: tuple[str, ...], names: list[str]
) -> None:
    filed = replace(FIRST, pdf="1" * 64)
    draft = replace(answer("document_sent"), lines=(filed,), documents=documents)
    desk = SimpleNamespace(
        evidence=SimpleNamespace(get=lambda digest: b"%PDF" if digest == "1" * 64 else b"")
    )
    found = attachments(desk, WRITER, Case("x"), draft, date(2026, 3, 2))  # type: ignore[arg-type]
    assert [attached.name for attached in found] == names
