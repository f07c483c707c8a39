"""Another word of the owner's on the same request: the first leaves no more, or the second says so."""

from datetime import date, timedelta

import pytest

from bot.draft import Draft
from bot.events.mail import PromiseRead
from bot.policy import granted
from tests.drafts import WRITER
from tests.play import Play, two_reminded

DUE, DAY = "F-112", date(2026, 3, 31)


@pytest.fixture
def play() -> Play:
    """Martin asks on Tuesday at ten for more time for one of his two invoices."""
    play = two_reminded()
    play.mail("martin", "delay_request", names=(DUE,))
    play.round()
    return play


def refused(play: Play) -> str:
    mail = play.asked_mail("martin", "delay_request")
    no = granted.delay_refused(play.sight("martin"), mail, (DUE,))
    play.order("martin", "delay_request", "refuse", *no)
    return mail


def accepted(play: Play, mail: str) -> None:
    play.grow("martin", *granted.delay_granted(play.sight("martin"), mail, DAY, (DUE,)))


def answers(play: Play) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == "answer"]


def text(draft: Draft) -> str:
    plain = WRITER.words(draft, date(2026, 3, 3)).text
    return " ".join(plain.replace("\u202f", " ").replace("\u00a0", " ").split())


def test_a_no_that_has_not_left_leaves_no_more_once_he_has_said_yes(play: Play) -> None:
    mail = refused(play)
    accepted(play, mail)
    play.advance_to(date(2026, 3, 4))
    [said] = answers(play)
    assert said.template == "delay_accepted" and said.replaces is None


@pytest.mark.parametrize("how", ["of that mail", "free"])
def test_a_yes_behind_a_no_that_has_left_says_that_it_replaces_it(play: Play, how: str) -> None:
    mail = refused(play)
    play.advance(play.now + timedelta(hours=2))
    accepted(play, mail if how == "of that mail" else "")
    play.advance_to(date(2026, 3, 4))
    [no, yes] = answers(play)
    assert (no.template, yes.template) == ("delay_refused", "delay_accepted")
    assert "remplace" not in text(no)
    assert text(yes).startswith("Bonjour, Cette réponse remplace, pour la facture F-112, celle du 3 mars.")


def test_so_does_a_plan_in_english(play: Play) -> None:
    play.debtor("martin", language="en")
    mail = refused(play)
    play.advance(play.now + timedelta(hours=2))
    parts = [PromiseRead(date(2026, month, 10), 62_000) for month in (4, 5)]
    play.grow("martin", *granted.plan_noted(play.sight("martin"), parts, (DUE,), mail))
    play.advance_to(date(2026, 3, 4))
    assert "This answer replaces the one of 3 March for invoice F-112." in text(answers(play)[-1])


def test_an_answer_to_what_he_asks_since_replaces_nothing(play: Play) -> None:
    refused(play)
    play.advance_to(date(2026, 3, 5))
    play.mail("martin", "delay_request", names=(DUE,))
    play.round()
    accepted(play, play.asked_mail("martin", "delay_request"))
    play.advance_to(date(2026, 3, 9))
    yes = answers(play)[-1]
    assert yes.template == "delay_accepted" and yes.replaces is None


def test_nor_does_one_about_the_other_invoice(play: Play) -> None:
    mail = refused(play)
    play.advance(play.now + timedelta(hours=2))
    play.grow("martin", *granted.delay_granted(play.sight("martin"), mail, DAY, ("F-118",)))
    play.advance_to(date(2026, 3, 4))
    assert answers(play)[-1].replaces is None
