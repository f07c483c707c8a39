"""The reference of a payment made: what a mail gives for it, and what is another thing's."""

import pytest

from bot.reading.reader import read
from bot.reading.references import payment_reference


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("payé le 2 mars par virement, réf VIR20260302-77.", "VIR20260302-77"),
        ("We paid this on 25 February, ref 8812.", "8812"),
        ("La référence du virement est VIR-778.", "VIR-778"),
        ("chèque n° 0001234 envoyé", "0001234"),
        ("virement n°884512 du 2 mars", "884512"),
        ("réf. facture FA-107, payé le 2", ""),
        ("Notre commande réf. 4500012345, payée le 3", ""),
        ("virement de référence 02/03/2026", ""),
        ("vos références bancaires", ""),
    ],
)
def test_a_payments_own_reference_is_heard(said: str, reference: str) -> None:
    assert payment_reference(said) == reference


def test_it_is_kept_with_the_payment_that_the_mail_tells_of() -> None:
    mail = (
        "From: compta@martin.example\nTo: factures@atelier.example\nSubject: Re: Facture F-1\n"
        "Date: Tue, 3 Mar 2026 09:30:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
        "Bonjour,\nLa facture F-1 est payée depuis le 2 mars.\nRéférence du virement : VIR-77.\n"
    )
    found = read(mail.encode())
    assert found.paid and found.paid.reference == "VIR-77"
