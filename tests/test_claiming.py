"""What a case claims in law: the money that stayed, what its documents prove, a consumer's interest."""

from datetime import UTC, date, datetime

import pytest

from bot.events.debts import PaymentSeen
from bot.events.letters import PaperPosted, PaperPrepared, PaperPresented
from bot.events.owner import PieceKept
from bot.policy import claiming, proof
from bot.policy.sight import Sight
from tests.play import Play, rules

DUE = date(2026, 1, 31)


@pytest.fixture
def play() -> Play:
    play = Play(rules(), datetime(2026, 6, 1, 9, tzinfo=UTC))
    play.debtor("martin", kind="business")
    play.invoice("martin", "F-1", due=DUE, issued=date(2026, 1, 1))
    return play


def claimed(play: Play) -> tuple[int, int]:
    """What is left of the principal, and the interest that has run."""
    found = claiming.claim(play.sight("martin"), list(play.case("martin").invoices.values()))
    return found.left, found.accrued


def test_a_payment_taken_back_is_as_if_it_had_never_come(play: Play) -> None:
    before = claimed(play)
    play.grow("martin", PaymentSeen("F-1", 500_00, date(2026, 3, 1)))
    assert claimed(play) != before
    play.grow("martin", PaymentSeen("F-1", -500_00, date(2026, 3, 5)))
    assert claimed(play) == before


def test_of_a_payment_taken_back_in_part_the_rest_counts_from_its_day(play: Play) -> None:
    play.grow("martin", PaymentSeen("F-1", 300_00, date(2026, 3, 1)))
    wanted = claimed(play)
    play.grow("martin", PaymentSeen("F-1", 200_00, date(2026, 4, 1)))
    play.grow("martin", PaymentSeen("F-1", -200_00, date(2026, 4, 2)))
    assert claimed(play) == wanted


def test_a_consumer_owes_interest_from_the_presentation_on() -> None:
    play = Play(rules(), datetime(2026, 6, 1, 9, tzinfo=UTC))
    play.debtor("anne", kind="consumer")
    play.invoice("anne", "F-1", due=DUE, issued=date(2026, 1, 1))
    invoices = list(play.case("anne").invoices.values())
    assert claiming.claim(play.sight("anne"), invoices).accrued == 0
    paper = PaperPrepared(
        "p1", "mise_en_demeure", "mise_en_demeure", "formal", "a" * 64, "x.pdf", DUE, (), 1240_00, "EUR", 30
    )
    play.grow("anne", paper, PaperPosted("p1", "1A", date(2026, 3, 2)))
    play.grow("anne", PaperPresented("p1", date(2026, 3, 4)))
    assert claiming.claim(play.sight("anne"), invoices).accrued > 0


# --- what a document proves ---------------------------------------------------------------------------


def proven(play: Play, name: str) -> tuple[bool, bool]:
    sight: Sight = play.sight("martin")
    sight.case.pieces[:] = [PieceKept(name, "b" * 64, "F-1")]
    return proof.of_order(sight, ["F-1"]), proof.of_execution(sight, ["F-1"])


@pytest.mark.parametrize(
    ("name", "order", "execution"),
    [
        ("bon de commande 12.pdf", True, False),
        ("Devis signé.pdf", True, False),
        ("CONTRAT_2026.pdf", True, False),
        ("purchase-order.pdf", True, False),
        ("bordereau de livraison.pdf", False, True),
        ("BL_118.pdf", False, True),
        ("PV de réception.pdf", False, True),
        ("bon d'intervention.jpg", False, True),
        ("delivery note.pdf", False, True),
        ("devis refusé.pdf", False, False),
        ("livraison annulée.pdf", False, False),
        ("photo.jpg", False, False),
    ],
)
def test_a_document_proves_what_its_name_says(play: Play, name: str, order: bool, execution: bool) -> None:
    assert proven(play, name) == (order, execution)


# --- how it is told -----------------------------------------------------------------------------------


def test_without_a_payment_source_the_checklist_does_not_say_that_payments_are_known(play: Play) -> None:
    play.pays = False
    invoices = list(play.case("martin").invoices.values())
    found = claiming.checked(play.sight("martin"), invoices, by_post=True, approved=True)
    (known,) = [one for one in found if one.name == "payments_fresh"]
    assert known.met
    assert "aucune source" in known.why
