"""« Rien reçu », some days later « ah si, il est arrivé »: the second mail ends what the first began."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.reading import read
from bot.rules import OwnerRules
from tests.office import Office, opened
from tests.play import rules
from tests.weighed import held, open_, writes

HEAD = "From: compta@martin.example\nDate: Fri, 13 Mar 2026 10:00:00 +0100\n"
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path, rules=rules(owner=OwnerRules(consent_days=0, lists=False))) as office:
        yield office


@pytest.mark.parametrize(
    ("text", "has_it"),
    [
        ("Ah si, il est arrivé ce matin.", True),
        ("Ah si, elle est arrivée ce matin, désolé.", True),
        ("C'est bon, j'ai bien reçu la facture ce matin.", True),
        ("Finalement nous l'avons bien reçue.", True),
        ("Le bon de livraison est finalement arrivé.", True),
        ("It has arrived this morning.", True),
        ("It arrived but the PDF is empty.", False),
        ("Elle est arrivée, mais le fichier est illisible.", False),
        ("S'il est arrivé, je vous le dis.", False),
        ("Est-il arrivé chez vous ?", False),
        ("Il n'est pas arrivé.", False),
        ("Le virement est parti, il est arrivé ce matin.", False),
        ("Votre relance, nous l'avons reçue, mais toujours pas la facture.", False),
        ("Nous l'avons bien reçue mais il manque le bon de livraison.", False),
    ],
)
def test_what_had_not_come_has_come(text: str, has_it: bool) -> None:
    assert read(f"{HEAD}{PLAIN}{text}\n".encode()).needless is has_it


@pytest.mark.parametrize("undecided", [True, False])
@pytest.mark.parametrize("intent", ["acknowledgement", "unrelated"])
def test_the_request_ends_and_the_pace_starts_again_and_nobody_is_asked(
    office: Office, intent: str, undecided: bool
) -> None:
    writes(office, "document_request", sentence="Nous n'avons jamais reçu cette facture.")
    assert open_(office) == ["document_request"]
    office.clock[0] += timedelta(days=3)
    asked = writes(office, intent, sentence="Ah si, il est arrivé.", needless=True, undecided=undecided)
    assert asked is None and not held(office) and not open_(office)
    rests = {hold.rule: hold.until for hold in office.case().holds.values()}
    assert rests["document_request"] == date(2026, 3, 24)


def test_what_a_person_is_asked_about_stays_his_and_is_asked_once(office: Office) -> None:
    """« Je n'ai rien reçu » may speak of the goods."""
    writes(office, "dispute", sentence="Bonjour, je n'ai rien reçu.", undecided=True)
    office.clock[0] += timedelta(days=3)
    writes(office, "unrelated", sentence="Ah si, il est arrivé ce matin.", needless=True, undecided=True)
    assert open_(office) == ["undecided"] and held(office) == {"undecided"}


def test_without_anything_that_was_missed_it_is_read_by_a_person_as_ever(office: Office) -> None:
    writes(office, "unrelated", sentence="Ah si, il est arrivé ce matin.", needless=True, undecided=True)
    assert open_(office) == ["undecided"]


@pytest.mark.parametrize(
    ("asked", "come"),
    [
        (
            "Pouvez-vous me renvoyer la facture F-118 et le bon de livraison de la F-119 ?",
            "La facture est bien arrivée, merci.",
        ),
        ("Il me faut le bon de livraison signé.", "La facture est bien arrivée, merci."),
        ("Pouvez-vous me renvoyer la facture ?", "Le bon de livraison est arrivé."),
        ("Il me faut votre RIB et le devis signé.", "C'est bon, il est arrivé."),
    ],
)
def test_one_document_that_comes_does_not_end_the_request_for_another(
    office: Office, asked: str, come: str
) -> None:
    writes(office, "document_request", sentence=asked)
    office.clock[0] += timedelta(days=1)
    writes(office, "acknowledgement", sentence=come, needless=True)
    assert open_(office) == ["document_request"] and held(office) == {"document_request"}


def test_the_paper_of_an_invoice_is_one_thing(office: Office) -> None:
    writes(office, "document_request", sentence="Il me faut le bon de livraison de la facture F-118.")
    office.clock[0] += timedelta(days=1)
    writes(office, "acknowledgement", sentence="Le bon de livraison est arrivé.", needless=True)
    assert not open_(office) and not held(office)
