"""A piece that the owner attaches goes where his own words say, whatever question the mail answers."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.office import US, Office, opened

PDF = b"%PDF-1.4 a slip"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        office.ask("c1", "already_paid", "resume", "refuse", invoices=("F-118",))
        yield office


def sends(office: Office, words: str, name: str = "IMG_2034.pdf") -> str:
    """In answer to the question about Martin; what comes back."""
    raw = office.answer(words, to=office.mails(about="dit avoir payé")[-1])
    office.receive(office.with_file(raw, name, PDF, kind="application/pdf"))
    return str(office.mails()[-1].get_content())  # type: ignore[no-untyped-call]


def pieces(office: Office) -> dict[str, list[str]]:
    found = {name: [piece.number for piece in office.case(name).pieces] for name in ("c1", "c2")}
    return {name: numbers for name, numbers in found.items() if numbers}


@pytest.mark.parametrize(
    ("words", "name", "kept"),
    [
        ("pièces F-121", "IMG_2034.pdf", {"c2": ["F-121"]}),
        ("voici le bon de livraison de la F-121", "IMG_2034.pdf", {"c2": ["F-121"]}),
        ("voici le bon de livraison de Petit", "IMG_2034.pdf", {"c2": [""]}),
        ("ci-joint", "bon_F-121.pdf", {"c2": ["F-121"]}),
        ("ci-joint", "bon_petit.pdf", {"c2": [""]}),
        ("voici le bon de livraison signé", "IMG_2034.pdf", {"c1": ["F-118"]}),
        ("le bon de Martin", "IMG_2034.pdf", {"c1": ["F-118"]}),
    ],
)
def test_a_piece_is_kept_with_the_invoice_or_the_customer_that_is_named(
    office: Office, words: str, name: str, kept: dict[str, list[str]]
) -> None:
    sends(office, words, name)
    assert pieces(office) == kept


@pytest.mark.parametrize("words", ["voici les bons de la F-118 et de la F-121", "le bon de Petit et Martin"])
def test_a_piece_of_which_two_customers_are_named_is_asked_about(office: Office, words: str) -> None:
    said = sends(office, words)
    assert pieces(office) == {} and "à quelle facture est-ce" in said


def test_a_document_of_another_customer_is_sent_to_nobody(office: Office) -> None:
    debtor = EmailMessage()
    debtor["From"], debtor["To"], debtor["Subject"] = "compta@martin.example", US, "Bonjour"
    debtor["Message-ID"] = "<m1@martin.example>"
    debtor.set_content("Pouvez-vous nous envoyer le bon de livraison signé de la facture F-118 ?")
    office.receive(debtor.as_bytes())
    mail = next(iter(office.case().mails))
    office.ask("c1", "document_request", "resume", invoices=("F-118",), mail=mail)
    for words, sent in (("ci-joint celui de la F-121", 0), ("ci-joint", 1)):
        raw = office.answer(words, to=office.mails(about="demande un document")[-1])
        office.receive(office.with_file(raw, f"IMG_{sent}.pdf", PDF + words.encode(), kind="application/pdf"))
        owed = [o for o in office.case().answers.values() if o.template == "document_sent"]
        assert len(owed) == sent
