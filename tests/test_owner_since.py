"""Questions that life has answered: they are closed, or ask what is so now."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.events.mail import PaidRead, PromiseRead
from bot.owner import views
from tests.play import Play, rules

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def play() -> Play:
    """One invoice was reminded of on Monday 2 March."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.advance(NOW)
    return begun


def asked(play: Play) -> list[str]:
    return [notice.opened.about for notice in play.case("martin").open_notices()]


class _Open:
    """The first question about a matter, as the state keeps it."""

    def __init__(self, play: Play, about: str) -> None:
        found = [n for n in play.case("martin").open_notices() if n.opened.about == about]
        self.opened, self.at, self.told = found[0].opened, found[0].at, ()


def view(play: Play, about: str) -> views.Asked:
    return views.asked(play.case("martin"), _Open(play, about), play.rules, play.now)


@pytest.mark.parametrize("then", ["promise", "dispute"])
def test_nobody_is_asked_for_money_of_which_the_debtor_says_otherwise_since(play: Play, then: str) -> None:
    play.says_paid("martin", date(2026, 3, 3))
    play.advance(NOW + timedelta(hours=1))
    assert asked(play) == ["already_paid"]
    play.mail("martin", then, promises=(PromiseRead(date(2026, 3, 6), None),) if then == "promise" else ())
    play.advance(NOW + timedelta(hours=4))
    assert "already_paid" not in asked(play)


def test_a_payment_that_is_told_of_twice_is_asked_about_once(play: Play) -> None:
    play.says_paid("martin", date(2026, 3, 2))
    play.advance(NOW + timedelta(days=1))
    play.says_paid("martin", None, sentence="La référence est VIR-77.")
    play.advance(NOW + timedelta(days=1, hours=2))
    assert asked(play) == ["already_paid"]


def test_a_promise_of_another_invoice_leaves_the_question_about_this_payment(play: Play) -> None:
    play.invoice("martin", "F-2", due=date(2026, 2, 27))
    play.says_paid("martin", date(2026, 3, 3), names=["F-1"])
    play.advance(NOW + timedelta(hours=1))
    play.promises("martin", date(2026, 3, 6), names=["F-2"])
    play.advance(NOW + timedelta(hours=4))
    assert asked(play) == ["already_paid"]


def test_the_part_that_was_said_to_be_paid_is_asked_for_no_more_once_it_came(play: Play) -> None:
    play.mail("martin", "already_paid", paid=PaidRead(date(2026, 3, 2), 100_000), sentence="Réglé 1 000 €.")
    play.advance(NOW + timedelta(days=1))
    play.paid("martin", "F-1", 50_000)
    play.advance(NOW + timedelta(days=1, hours=2))
    assert asked(play) == ["already_paid"]
    play.paid("martin", "F-1", 50_000)
    play.advance(NOW + timedelta(days=2))
    assert not asked(play)


def test_a_question_shows_what_the_debtor_has_written_since(play: Play) -> None:
    play.mail("martin", "document_request", sentence="Il me faut le bon de livraison.")
    play.advance(NOW + timedelta(hours=1))
    assert view(play, "document_request").later == ()
    play.promises("martin", date(2026, 3, 20), sentence="Je la mets en paiement le 20.")
    play.advance(NOW + timedelta(hours=4))
    shown = view(play, "document_request")
    assert (shown.later, shown.later_on) == (("Je la mets en paiement le 20.",), date(2026, 3, 3))


def test_a_debt_that_came_later_is_not_called_contested(play: Play) -> None:
    play.mail("martin", "dispute", sentence="Elle est fausse, refaites-la.")
    play.advance(NOW + timedelta(days=3))
    play.closed("martin", "F-1")
    play.invoice("martin", "F-9", due=date(2026, 3, 5))
    play.advance(NOW + timedelta(days=4))
    assert [(i.number, i.left) for i in view(play, "dispute").invoices] == [("F-1", 0)]
