"""A mail that says yes, or thanks, and nothing else; anything beside it, and it is no bare yes."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reading import Reading, read

ARRIVED = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Europe/Paris"))


def said(text: str, *headers: str) -> Reading:
    lines = "From: compta@martin.example", "Subject: Re: Facture F-118", *headers
    head = "\r\n".join((*lines, "Content-Type: text/plain; charset=utf-8", "", ""))
    return read((head + text).encode(), ARRIVED)


@pytest.mark.parametrize(
    "text",
    [
        "Oui.",
        "Oui, merci.",
        "D'accord pour cette date, merci",
        "C'est bon pour nous",
        "Je vous confirme",
        "Nous respecterons cet échéancier.",
        "Bonjour Madame Morvan,\n\nEntendu, merci pour votre souplesse.\n\nBien à vous,\nM. Dupont\nGérant",
        "Oui\nJeanne Martin",
        "Cette date nous convient parfaitement, bonne journée.",
        "Nous vous confirmons le règlement à cette date.",
        "ok merci",
        "👍",
        "Oui\n\nEnvoyé de mon iPhone",
        "We confirm this date, thank you.",
        "Je vous remercie pour votre patience et confirme la date.",
    ],
)
def test_assent_and_courtesies_are_a_bare_yes_in_their_own_words(text: str) -> None:
    reading = said(text)
    assert reading.bare == reading.as_event("a" * 64).bare == "yes"
    assert all(quote.text in " ".join(text.split()) for quote in reading.evidence)
    assert not any(name in quote.text for quote in reading.evidence for name in ("Bonjour", "Dupont"))


@pytest.mark.parametrize(
    "text", ["Merci.", "Bien noté, merci.", "C'est noté.", "Merci à vous, bonne journée.", "Noted, thanks."]
)
def test_who_thanks_or_has_read_it_promises_nothing(text: str) -> None:
    assert said(text).bare == "thanks"


@pytest.mark.parametrize(
    "text",
    [
        "Oui, mais plutôt le 20 mars.",
        "Oui pour la moitié.",
        "Oui, sauf imprévu.",
        "D'accord si possible",
        "Oui, en principe.",
        "Oui ?",
        "Oui, quand recevrons-nous l'avoir ?",
        "Pas d'accord pour cette date.",
        "Cette date ne nous convient pas.",
        "Oui, le virement est fait.",
        "C'est bon, c'est réglé.",
        "Oui, merci de patienter.",
        "Oui, merci de nous renvoyer la facture.",
        "Bonjour pas avant fin avril, merci",
        "Oui. Lundi",
        "Oui, 500 €.",
        "Oui.\n\nCordialement\n\nPS : sous réserve de l'avoir",
        "Non.",
        "Bonjour,",
        "",
    ],
)
def test_a_condition_another_day_a_question_or_any_word_beside_it_is_no_bare_yes(text: str) -> None:
    assert not said(text).bare


def test_a_machine_and_words_between_quoted_lines_say_no_bare_yes() -> None:
    assert not said("Oui.", "Auto-Submitted: auto-replied").bare
    assert not said("> Avez-vous reçu la facture ?\nOui.\n> Cordialement").bare


def test_a_yes_without_end_costs_no_time() -> None:
    begun = time.perf_counter()
    assert not said("oui " * 20_000).bare and not said("oui merci " * 29 + "x").bare
    assert time.perf_counter() - begun < 5
