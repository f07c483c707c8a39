"""Mail that a person hands on: who wrote it, and whose words are read."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading import read
from bot.reading.forwards import Handed, handed_on

OURS = frozenset({"claire@morvan.example", "secretariat@morvan.example"})
WORDS = "Je conteste cette facture, le travail n'est pas fini."
WHO = "Compta <compta@martin.example>"
AT = datetime(2026, 3, 12, 9, tzinfo=UTC)

HEADINGS = {
    "Gmail, French": (
        "---------- Forwarded message ---------\nDe : {who}\nDate: mar. 10 mars 2026 à 10:00\n"
        "Subject: Re: facture\nTo: <claire@morvan.example>\n\n\n{words}\n"
    ),
    "Gmail, English": (
        "---------- Forwarded message ---------\nFrom: {who}\nDate: Tue, Mar 10, 2026 at 10:00 AM\n"
        "Subject: invoice\nTo: Claire <claire@morvan.example>\n\n\n{words}\n"
    ),
    "Apple Mail, French, quoted": (
        "Début du message réexpédié :\n\n> De: {who}\n> Objet: Rép : facture\n"
        "> Date: 10 mars 2026 à 10:00:00 UTC+1\n> À: Claire <claire@morvan.example>\n> \n> {words}\n> Paul\n"
    ),
    "Apple Mail, English": (
        "Begin forwarded message:\n\nFrom: {who}\nSubject: Re: invoice\n"
        "Date: March 10, 2026 at 10:00:00 AM GMT+1\nTo: Claire <claire@morvan.example>\n\n{words}\n"
    ),
    "Outlook, French": (
        "De : {who}\nEnvoyé : mardi 10 mars 2026 10:00\nÀ : Claire <claire@morvan.example>\n"
        "Objet : facture\n\nBonjour,\n\n{words}\n"
    ),
    "Outlook, French, old": (
        "-----Message d'origine-----\nDe : Compta [mailto:compta@martin.example]\n"
        "Envoyé : mardi 10 mars 2026 10:00\nÀ : 'Claire'\nObjet : facture\n\n{words}\n"
    ),
    "Outlook, English": (
        "________________________________\nFrom: {who}\nSent: Tuesday, March 10, 2026 10:00 AM\n"
        "To: Claire <claire@morvan.example>\nSubject: invoice\n\n{words}\n"
    ),
    "Outlook, a blank line between any two": (
        "De : {who}\n\nEnvoyé : mardi 10 mars 2026 10:00\n\nÀ : Claire <claire@morvan.example>\n\n"
        "Objet : facture\n\n{words}\n"
    ),
    "Thunderbird, French": (
        "-------- Message transféré --------\nSujet : \tfacture\nDate : \tTue, 10 Mar 2026 10:00:00 +0100\n"
        "De : \t{who}\nPour : \tclaire@morvan.example\n\n\n\n{words}\n"
    ),
    "Thunderbird, English": (
        "-------- Forwarded Message --------\nSubject: \tinvoice\nDate: \tTue, 10 Mar 2026 10:00:00 +0100\n"
        "From: \t{who}\nTo: \tclaire@morvan.example\n\n{words}\n"
    ),
    "stars around the names": (
        "*De :* {who}\n*Envoyé :* mardi 10 mars 2026 10:00\n*À :* Claire <claire@morvan.example>\n"
        "*Objet :* facture\n\n{words}\n"
    ),
    "an answer's heading": "Le mar. 10 mars 2026 à 10:00, {who} a écrit :\n\n> {words}\n> Paul\n",
    "an address alone": "-----Message transféré-----\nDe : compta@martin.example\n\n{words}\n",
}


def forwarded(text: str, *, above: str = "Pour info, j'accepte.\n\n") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "claire@morvan.example", "factures@morvan.example"
    mail["Subject"] = "TR: facture"
    mail.set_content(above + text)
    return mail.as_bytes()


def handed(text: str, **how: str) -> Handed:
    found = handed_on(forwarded(text, **how), OURS)
    assert found is not None
    return found


@pytest.mark.parametrize("program", HEADINGS)
def test_the_writer_and_his_words_are_found_under_every_programs_heading(program: str) -> None:
    found = handed(HEADINGS[program].format(who=WHO, words=WORDS))
    assert found.sender == "compta@martin.example"
    said = read(found.raw, AT)
    assert said.intents == ("dispute",)
    assert "j'accepte" not in said.text and "De :" not in said.text


HTML = {
    "Outlook": (
        "<div>Pour info</div><hr><div><b>De :</b> Compta &lt;compta@martin.example&gt;<br><b>Envoyé :</b>"
        " mardi 10 mars 2026 10:00<br><b>À :</b> Claire<br><b>Objet :</b> facture<div>&nbsp;</div></div>"
    ),
    "Thunderbird": (
        "<p>Pour info</p><div>-------- Message transféré --------<table><tr><th>Sujet : </th>"
        "<td>facture</td></tr><tr><th>De : </th><td>Compta &lt;compta@martin.example&gt;</td></tr>"
        "<tr><th>Pour : </th><td>claire</td></tr></table><br><br></div>"
    ),
    "Apple Mail": (
        "Voir<br><blockquote><div>Début du message réexpédié :</div><br><div><b>De: </b>Compta &lt;<a"
        ' href="mailto:compta@martin.example">compta@martin.example</a>&gt;<br></div><div><b>Objet: </b>'
        "facture<br></div><br></blockquote>"
    ),
}


@pytest.mark.parametrize("program", HTML)
def test_a_heading_in_html_alone_is_one_too(program: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "claire@morvan.example", "TR: facture"
    mail.set_content(f"<html><body>{HTML[program]}<div>{WORDS}</div></body></html>", subtype="html")
    found = handed_on(mail.as_bytes(), OURS)
    assert found is not None
    assert (found.sender, found.subject) == ("compta@martin.example", "facture")
    assert read(found.raw, AT).intents == ("dispute",)


def test_a_history_of_our_own_side_is_passed_over() -> None:
    """The secretary has handed it to the owner, and the owner to Relance."""
    inner = HEADINGS["Outlook, French"].format(who=WHO, words=WORDS)
    outer = HEADINGS["Gmail, French"].format(who="S. <secretariat@morvan.example>", words=f"vu ?\n\n{inner}")
    assert handed(outer).sender == "compta@martin.example"


def test_what_our_own_side_wrote_is_nobodys_else() -> None:
    text = HEADINGS["Gmail, French"].format(who="Claire <claire@morvan.example>", words=WORDS)
    assert handed_on(forwarded(text), OURS) is None


def test_a_mail_attached_whole_speaks_for_itself() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Message-ID"] = WHO, "Facture F-118", "<in@martin.example>"
    inner["References"] = "<letter1@morvan.example>"
    inner.set_content(WORDS)
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "claire@morvan.example", "f@morvan.example", "Fwd: x"
    outer.set_content("FYI")
    outer.add_attachment(inner)
    found = handed_on(outer.as_bytes(), OURS)
    assert found is not None
    assert (found.sender, found.subject) == ("compta@martin.example", "Facture F-118")
    assert "<letter1@morvan.example>" in found.cited
    assert read(found.raw, AT).intents == ("dispute",)


@pytest.mark.parametrize(
    ("program", "day"), [("Gmail, French", 10), ("Thunderbird, French", 10), ("an address alone", 12)]
)
def test_a_day_named_counts_from_when_it_was_written(program: str, day: int) -> None:
    found = handed(HEADINGS[program].format(who=WHO, words="Je paie vendredi."))
    assert found.read_at(AT).day == day


def test_a_heading_that_claims_to_come_from_the_future_or_the_past_moves_no_day() -> None:
    text = HEADINGS["Thunderbird, French"].format(who=WHO, words=WORDS)
    assert handed(text).read_at(AT - timedelta(days=30)) == AT - timedelta(days=30)
    assert handed(text).read_at(AT + timedelta(days=400)) == AT + timedelta(days=400)


def test_an_answers_heading_without_an_address_is_a_history_and_no_forward() -> None:
    assert handed_on(forwarded("Le 1 mars, Atelier Morvan a écrit :\n> Votre facture\n"), OURS) is None


@pytest.mark.parametrize("text", ["Bonjour.", "", "De : moi\n\nà faire", "> cité\n> encore"])
def test_a_mail_without_a_heading_hands_nothing_on(text: str) -> None:
    assert handed_on(forwarded(text, above=""), OURS) is None


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=600), st.text(max_size=600).map(lambda t: forwarded(t, above=""))))
def test_any_bytes_hand_something_on_or_nothing(raw: bytes) -> None:
    found = handed_on(raw, OURS)
    assert found is None or found.read_at(AT) <= AT
