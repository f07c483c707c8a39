"""A far promise, or one more after several: what the owner decides reaches the debtor."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.draft import Draft
from bot.events.mail import PromiseRead
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.owner.orders import carry_out, ground
from tests.drafts import WRITER
from tests.play import Play, two_reminded

FAR = date(2026, 6, 15)


@pytest.fixture
def play() -> Play:
    return two_reminded()


def said(play: Play, act: str, day: date | None = None) -> None:
    """The owner's word by mail, in answer to the open question."""
    case = play.case("martin")
    asked = case.open_notices()[-1].opened
    matter = Matter(case.id, asked.invoices, asked.notice)
    order = replace(ActRead("note"), act=act, day=day)
    done = carry_out(ground(case, matter, order, rules=play.rules, now=play.now, by="owner"))
    assert not done.refused, done.line
    play.grow("martin", *done.events)
    play.advance(play.now + timedelta(hours=1))


def answers(play: Play) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == "answer"]


def text(draft: Draft) -> str:
    return WRITER.words(draft, date(2026, 3, 3)).text.replace("\u202f", " ").replace("\u00a0", " ")


def thrice(play: Play) -> None:
    """Two promises are answered, which is all that leaves by itself in a week; a third is asked about."""
    for day in (9, 11, 13):
        play.promises("martin", date(2026, 3, day))
        play.advance(play.now + timedelta(hours=2))


def test_a_far_promise_that_is_accepted_is_noted_back_with_sum_and_day(play: Play) -> None:
    play.promises("martin", FAR, names=("F-112",))
    play.advance(play.now + timedelta(hours=2))
    assert not answers(play)
    said(play, "accept")
    [noted] = answers(play)
    assert "Nous notons le règlement de la facture F-112, soit 1 240,00 €," in text(noted)
    assert "au plus tard le lundi 15 juin 2026" in text(noted) and "automatique" not in text(noted)


def test_a_third_promise_that_is_accepted_is_noted_back_whatever_the_ceiling(play: Play) -> None:
    thrice(play)
    said(play, "accept")
    assert [draft.promise and draft.promise.on for draft in answers(play)] == [
        date(2026, 3, day) for day in (9, 11, 13)
    ]


def test_a_third_promise_without_a_day_that_is_accepted_is_asked_for_one(play: Play) -> None:
    for day in (date(2026, 3, 4), date(2026, 3, 5), None):
        play.promises("martin", day)
        play.advance_to(play.today + timedelta(days=7))
    said(play, "accept")
    assert answers(play)[-1].template == "ask_date"


def test_a_refused_promise_is_told_so_courteously_and_no_day_is_asked_for(play: Play) -> None:
    play.promises("martin", FAR, names=("F-112",))
    play.round()
    said(play, "refuse")
    [refused] = answers(play)
    words = text(refused)
    assert "la date que vous nous indiquez, le lundi 15 juin 2026, et ne pouvons malheureusement pas" in words
    assert "1 240,00 € restent à régler au titre de la facture F-112 ;" in words
    assert "à quelle date" not in words and "demande de délai" not in words
    assert not play.case("martin").promises


def test_who_has_given_an_earlier_day_is_held_to_it_when_a_later_one_is_refused(play: Play) -> None:
    thrice(play)
    said(play, "refuse")
    words = text(answers(play)[-1])
    assert "à la date annoncée précédemment, le mercredi 11 mars 2026" in words
    assert "dès maintenant" not in words


def test_an_invoice_without_a_day_is_asked_for_though_another_has_an_earlier_one(play: Play) -> None:
    play.promises("martin", date(2026, 3, 11), names=("F-118",))
    play.round()
    play.promises("martin", FAR)
    play.round()
    said(play, "refuse")
    [refused] = [draft for draft in answers(play) if draft.template == "promise_refused"]
    assert [line.number for line in refused.lines] == ["F-112"] and not refused.promise


def test_who_is_refused_a_day_before_the_one_that_stands_hears_no_riddle(play: Play) -> None:
    for day in (23, 20, 13):
        play.promises("martin", date(2026, 3, day))
        play.advance(play.now + timedelta(hours=2))
    said(play, "refuse")
    assert not [draft for draft in answers(play) if draft.template == "promise_refused"]


def test_nothing_is_asked_of_what_is_contested_when_a_promise_is_refused(play: Play) -> None:
    play.promises("martin", FAR)
    play.round()
    play.mail("martin", "dispute", names=("F-118",))
    play.round()
    play.answer("martin", "promise_far", yes=False)
    play.advance(play.now + timedelta(hours=2))
    [refused] = [draft for draft in answers(play) if draft.template == "promise_refused"]
    assert [line.number for line in refused.lines] == ["F-112"]


@pytest.mark.parametrize("yes", [True, False])
def test_what_is_decided_about_an_invoice_paid_meanwhile_is_not_said_of_another(
    play: Play, yes: bool
) -> None:
    play.promises("martin", FAR, names=("F-112",))
    play.round()
    play.paid("martin", "F-112")
    play.round()
    play.answer("martin", "promise_far", yes=yes)
    play.advance(play.now + timedelta(hours=2))
    assert not answers(play) and not play.case("martin").promises


def test_a_call_before_the_decision_does_not_take_the_word_of_it_away(play: Play) -> None:
    play.promises("martin", FAR)
    play.round()
    play.now += timedelta(minutes=30)
    play.owner_writes("martin")
    play.answer("martin", "promise_far", yes=True)
    play.advance(play.now + timedelta(hours=2))
    assert [draft.template for draft in answers(play)] == ["promise_noted"]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("accept", "nous pouvons attendre jusqu’au vendredi 15 mai 2026"),
        ("propose", "Nous vous proposons de régler"),
    ],
)
def test_another_day_in_answer_to_a_promise_speaks_of_the_promise(play: Play, act: str, words: str) -> None:
    play.promises("martin", FAR)
    play.round()
    said(play, act, date(2026, 5, 15))
    [letter] = answers(play)
    assert words in text(letter) and "15 mai 2026" in text(letter)
    assert "Vous nous annoncez" in text(letter) and "15 juin" in text(letter)
    assert "demande de délai" not in text(letter)


def test_who_asked_for_time_is_answered_about_that(play: Play) -> None:
    play.mail("martin", "promise", "delay_request", promises=(PromiseRead(FAR, None),), undecided=True)
    play.round()
    said(play, "accept", date(2026, 5, 15))
    assert "demande de délai" in text(answers(play)[-1])


def test_thanks_for_money_of_the_day_that_was_proposed_name_no_earlier_one(play: Play) -> None:
    first = date(2026, 3, 11)
    play.promises("martin", first)
    play.advance(play.now + timedelta(hours=3))
    play.mail("martin", "delay_request", sentence="Pouvez-vous nous laisser jusqu'au 31 mars finalement ?")
    play.advance(play.now + timedelta(hours=3))
    said(play, "propose", date(2026, 3, 13))
    play.advance_to(date(2026, 3, 12))
    for invoice in play.case("martin").open_invoices():
        play.paid("martin", invoice.number)
    play.advance_to(date(2026, 3, 16))
    thanks = next(d for d in answers(play) if d.template == "promise_kept")
    assert thanks.promise and thanks.promise.on is None
