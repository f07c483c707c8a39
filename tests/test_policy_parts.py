"""Which invoices each thing in a mail is about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.events.consequences import AnswerDropped, AnswerOwed, HoldSet, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.mail import PromiseRead, Quote
from bot.events.owner import NoticeOpened
from bot.policy.granted import delay_granted
from bot.policy.house import House
from bot.policy.parts import invoices_of, of_all
from bot.policy.replies import weigh
from bot.policy.sight import see
from tests.play import Play, rules

LISTED = ("F-112", "F-118", "F-121")


def test_each_statement_is_about_the_invoice_that_its_own_words_name() -> None:
    quotes = [
        Quote("already_paid", "La facture 112 c'est payé"),
        Quote("dispute", "pour la facture 118 on attend l'avoir"),
    ]
    found = invoices_of(quotes, LISTED)
    assert found == {"already_paid": ("F-112",), "dispute": ("F-118",)}


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Les deux premières sont réglées", ("F-112", "F-118")),
        ("La première est partie hier", ("F-112",)),
        ("La dernière sera réglée vendredi", ("F-121",)),
        ("Les deux dernières vendredi", ("F-118", "F-121")),
        ("The first two were paid", ("F-112", "F-118")),
        ("The last one is wrong", ("F-121",)),
        ("la deuxième, je la conteste", ("F-118",)),
        ("F-118 et F-121 sont payées", ("F-118", "F-121")),
        ("Tout est réglé", ()),
    ],
)
def test_numbers_and_places_say_which(words: str, meant: tuple[str, ...]) -> None:
    assert invoices_of([Quote("already_paid", words)], LISTED) == {"already_paid": meant}


def test_the_others_are_those_that_nothing_else_names() -> None:
    quotes = [Quote("dispute", "Je conteste la première"), Quote("promise", "les autres partent vendredi")]
    assert invoices_of(quotes, LISTED) == {"dispute": ("F-112",), "promise": ("F-118", "F-121")}


def test_a_place_in_a_letter_of_one_invoice_says_nothing() -> None:
    assert invoices_of([Quote("promise", "c'est la première fois")], ("F-1",)) == {"promise": ()}


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("Tout a été réglé ce matin.", True), ("La facture est payée.", True), ("The invoice is paid.", True),
        ("L'échéance d'avril est virée.", False), ("Le virement est parti ce matin.", False),
        ("La première mensualité de votre facture est payée.", False),
    ],
)  # fmt: skip
def test_whether_a_payment_is_said_of_all_of_the_debt(words: str, whole: bool) -> None:
    assert of_all([Quote("already_paid", words)]) is whole


# --- and what follows ---------------------------------------------------------------------------------


def said_of_two(*quotes: Quote, **read: Any) -> tuple[CaseEvent, ...]:
    """The consequences of one mail about F-112 and F-118, both reminded of in one letter."""
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    for number in ("F-112", "F-118"):
        play.invoice("martin", number, due=date(2026, 2, 27))
    play.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    digest = play.mail("martin", *dict.fromkeys(quote.intent for quote in quotes), **read)
    case = play.case("martin")
    mail = case.mails[digest]
    assert mail.read
    mail.read = replace(mail.read, evidence=quotes, **read)
    return weigh(see(case, House(), play.rules, play.now), mail)


def test_what_is_disputed_rests_and_what_is_promised_is_noted_each_for_its_own_invoice() -> None:
    events = said_of_two(
        Quote("dispute", "Nous contestons la facture F-112."),
        Quote("promise", "La facture F-118 sera réglée vendredi 13."),
        promises=(PromiseRead(date(2026, 3, 13), None),),
    )
    holds = {hold.rule: hold.invoices for hold in events if isinstance(hold, HoldSet)}
    assert holds == {"dispute": ("F-112",), "promise": ("F-118",)}
    (noted,) = [event for event in events if isinstance(event, PromiseNoted)]
    assert noted.invoices == ("F-118",)
    assert len([event for event in events if isinstance(event, AnswerOwed)]) == 1


def test_each_of_two_questions_has_a_name_of_its_own_and_money_not_found_is_asked_about() -> None:
    events = said_of_two(
        Quote("already_paid", "La facture F-112 est payée depuis hier."),
        Quote("delay_request", "Pour la F-118 pouvez-vous patienter jusqu'au 20 mars ?"),
    )
    asked = [event for event in events if isinstance(event, NoticeOpened)]
    assert [(a.about, a.invoices) for a in asked] == [
        ("already_paid", ("F-112",)),
        ("delay_request", ("F-118",)),
    ]
    assert asked[0].notice != asked[1].notice
    owed = [(event.template, event.invoices) for event in events if isinstance(event, AnswerOwed)]
    assert owed == [("already_paid", ("F-112",)), ("payment_not_found", ("F-112",))]


def test_behind_a_dispute_the_money_of_the_other_invoice_is_asked_about_when_it_is_not_found() -> None:
    events = said_of_two(
        Quote("dispute", "Nous contestons la facture F-118."),
        Quote("already_paid", "La facture F-112 est payée depuis hier."),
    )
    owed = [(event.template, event.invoices) for event in events if isinstance(event, AnswerOwed)]
    assert owed == [("dispute_received", ("F-118",)), ("payment_not_found", ("F-112",))]


def test_a_day_granted_for_one_invoice_leaves_the_answer_about_the_money_of_another() -> None:
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    for number in ("F-112", "F-118"):
        play.invoice("martin", number, due=date(2026, 2, 27))
    play.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    digest = play.mail("martin", "already_paid", "delay_request")
    read = play.case("martin").mails[digest].read
    assert read
    quotes = (Quote("already_paid", "F-112 est payée"), Quote("delay_request", "F-118 le 20 mars ?"))
    play.grow("martin", replace(read, evidence=quotes))
    play.round()
    sight = see(play.case("martin"), House(), play.rules, play.now)
    events = delay_granted(sight, digest, date(2026, 3, 20), ("F-118",))
    assert "payment_not_found" not in {
        e.answer.split(".")[-1] for e in events if isinstance(e, AnswerDropped)
    }


def test_where_the_words_name_no_invoice_the_most_cautious_holds_for_all() -> None:
    events = said_of_two(
        Quote("dispute", "Nous contestons cette facture."), Quote("already_paid", "L'autre est payée.")
    )
    holds = [hold for hold in events if isinstance(hold, HoldSet)]
    assert [(hold.rule, hold.invoices) for hold in holds] == [("dispute", ())]
