"""What machines send, with and without the headers that say so: told apart from people."""

from datetime import UTC, date, datetime

import pytest

from bot.reading import Reading, read
from bot.reading.features import SECTIONS
from bot.reading.lexicon import section

TUESDAY = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)
AUTO = "Auto-Submitted: auto-replied\r\n"


def got(text: str, *, subject: str, sender: str = "jean@martin.example", headers: str = "") -> Reading:
    head = (
        f"{headers}From: {sender}\r\nTo: factures@morvan.example\r\nSubject: {subject}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return read((head + text).encode(), TUESDAY)


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("postmaster@martin.example", "Non remis : relance", "Échec de la remise à compta@martin.example"),
        ("MAILER-DAEMON@mx.example", "failure notice", "I wasn't able to deliver: <a@martin.example> 550"),
        ("gateway@scan.example", "Delivery failure", "could not be delivered to a@martin.example"),
        ("imss@scan.example", "Mail could not be delivered", "550 5.1.1 unknown user <a@martin.example>"),
        ("mailer-daemon@free.example", "Returned mail", "a@martin.example : boîte aux lettres pleine, quota"),
    ],
)  # fmt: skip
def test_a_report_of_delivery_needs_no_standard(sender: str, subject: str, text: str) -> None:
    reading = got(text, subject=subject, sender=sender)
    assert reading.intents == ("bounce",)
    assert reading.bounce


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je suis absent jusqu'au 31 mars inclus.", "2027-04-01"),
        ("En congés du 15 au 26 mars, de retour le lundi 29 mars.", "2027-03-29"),
        ("De retour au bureau le 22 mars.", "2027-03-22"),
        ("I am out of the office and back on Monday 22 March.", "2027-03-22"),
        ("Nos bureaux sont fermés jusqu'au vendredi 19 mars.", "2027-03-22"),
    ],
)
def test_an_absence_tells_the_first_day_back(text: str, day: str) -> None:
    reading = got(text, subject="Réponse automatique : relance", headers=AUTO)
    assert reading.intents[0] == "out_of_office"
    assert reading.return_date == date.fromisoformat(day)


def test_a_day_for_suppliers_in_an_absence_is_a_promise_that_a_person_sees() -> None:
    text = "Je suis absent jusqu'au 31 mars. Les fournisseurs seront payés le 20 mars."
    reading = got(text, subject="Absence", headers=AUTO)
    assert reading.intents == ("out_of_office", "promise")
    assert reading.undecided


def test_terms_of_payment_in_a_receipt_promise_nothing() -> None:
    text = "Votre demande a été enregistrée, ticket 4471. Les factures sont réglées le 10 et le 25."
    reading = got(text, subject="Ticket 4471", headers=AUTO)
    assert reading.intents == ("auto_receipt",)
    assert reading.undecided


def test_an_automatic_mail_without_a_word_of_a_debtor_is_a_receipt() -> None:
    text = "Toute l'équipe prépare le salon, merci de votre patience !"
    assert got(text, subject="Votre message", headers=AUTO).intents[0] == "auto_receipt"


def test_a_person_who_speaks_of_an_automatic_answer_is_read_as_a_person() -> None:
    text = "Désolé, mon message automatique vous a induit en erreur. Le virement est parti ce matin."
    reading = got(text, subject="Re: F-118")
    assert "already_paid" in reading.intents
    assert reading.undecided


def test_every_line_of_the_lexicon_is_a_pattern() -> None:
    names = (*SECTIONS[:-3], "absence", "return", "until", "receipt", "unread_box", "bounce", "supplier_run")
    for name in names:
        assert all(p.pattern.search("") is None for p in section(name).phrases), name
