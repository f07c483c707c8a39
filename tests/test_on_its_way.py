"""The owner's own word while it waits to leave: what overtakes it, and what he is told when it did not."""

from collections.abc import Sequence
from datetime import date, time

import pytest

from bot.draft import Draft
from bot.events.mail import BounceRead, PromiseRead
from bot.events.owner import ContactSaid, NoticeOpened
from bot.policy import granted, renewed
from bot.policy.held import resting
from tests.play import Play, two_reminded

MARCH_31 = date(2026, 3, 31)
THREE = ((440, date(2026, 3, 3)), (400, date(2026, 3, 20)), (1_640, date(2026, 4, 20)))
FOUR = tuple((620, date(2026, month, 10)) for month in (3, 4, 5, 6))
UNTIL_31 = "Pouvez-vous patienter jusqu'au 31 mars ?"
AGAIN = "Merci de me confirmer que c'est possible."


@pytest.fixture
def play() -> Play:
    """On Tuesday 3 March, after hours, the owner answers who has asked for time."""
    begun = two_reminded()
    begun.mail("martin", "delay_request", sentence=UNTIL_31)
    begun.round()
    begun.advance_to(date(2026, 3, 3), time(20))
    return begun


def orders(play: Play, what: str, day: date = MARCH_31, about: Sequence[str] = ()) -> None:
    asked, sight, numbers = play.asked_mail("martin", "delay_request"), play.sight("martin"), tuple(about)
    if what == "refused":
        events = granted.delay_refused(sight, asked, numbers)
    else:
        grants = granted.delay_proposed if what == "proposed" else granted.delay_granted
        events = grants(sight, asked, day, numbers)
    play.order("martin", "delay_request", "approve", *events)
    play.advance_to(date(2026, 3, 4), time(8))


def plans(play: Play, parts: Sequence[tuple[int, date]]) -> None:
    asked = play.asked_mail("martin", "delay_request")
    noted = [PromiseRead(on, euros * 100) for euros, on in parts]
    events = granted.plan_noted(play.sight("martin"), noted, (), asked)
    play.order("martin", "delay_request", "approve", *events)


def answers(play: Play) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == "answer"]


def templates(play: Play) -> list[str]:
    return [draft.template for draft in answers(play)]


def asked(play: Play) -> list[NoticeOpened]:
    return [known.opened for known in play.case("martin").open_notices()]


def running(play: Play) -> list[date | None]:
    return [p.noted.on for p in play.case("martin").promises.values() if not p.outcome]


def silence(play: Play, last: date) -> None:
    play.blocked = "nothing leaves"
    play.advance_to(last)
    play.blocked = ""


# --- the debtor writes again ------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["accepted", "refused", "proposed"])
@pytest.mark.parametrize("sentence", [AGAIN, UNTIL_31, "Avez-vous pu examiner notre demande de délai ?"])
def test_who_only_asks_again_gets_the_answer_that_is_on_its_way(play: Play, word: str, sentence: str) -> None:
    orders(play, word)
    play.mail("martin", "delay_request", sentence=sentence)
    play.advance_to(date(2026, 3, 6))
    assert templates(play) == [f"delay_{word}"] and not asked(play)


@pytest.mark.parametrize(
    "sentence",
    [
        "Finalement, pouvez-vous patienter jusqu'au 15 avril ?",
        "Pouvons-nous payer en trois fois ?",
        "Pouvez-vous nous laisser un mois ?",
        "",
    ],
)
def test_who_asks_for_something_else_is_not_answered_and_the_owner_hears_that_his_yes_has_not_left(
    play: Play, sentence: str
) -> None:
    orders(play, "accepted")
    play.mail("martin", "delay_request", sentence=sentence)
    play.advance_to(date(2026, 3, 4), time(10))
    assert not answers(play)
    [question] = asked(play)
    assert play.case("martin").deserved[question.unsaid].template == "delay_accepted"


def test_what_he_had_granted_rests_while_he_is_asked_about_another_day_and_he_has_the_last_word(
    play: Play,
) -> None:
    orders(play, "accepted")
    play.mail("martin", "delay_request", sentence="Pouvez-vous patienter jusqu'au 15 avril ?")
    play.advance_to(date(2026, 4, 7))
    assert [draft.kind for draft in play.drafts.values()].count("reminder") == 1
    assert [(q.about, q.day) for q in asked(play)] == [("delay_request", date(2026, 4, 7))]


def test_a_dispute_tells_the_owner_that_his_yes_has_not_left(play: Play) -> None:
    orders(play, "accepted")
    play.mail("martin", "dispute", sentence="Je conteste.")
    play.advance_to(date(2026, 3, 6))
    assert "delay_accepted" not in templates(play)
    assert [(q.about, bool(q.unsaid)) for q in asked(play)] == [("dispute", True)]


@pytest.mark.parametrize(("amount", "told"), [(40_000, True), (None, False)])
def test_who_promises_a_part_meanwhile_has_no_answer_yet_and_the_owner_hears_of_it(
    play: Play, amount: int | None, told: bool
) -> None:
    orders(play, "accepted")
    play.promises("martin", date(2026, 3, 6), amount)
    play.advance_to(date(2026, 3, 4), time(11))
    assert templates(play) == ["promise_noted"] and running(play) == [date(2026, 3, 6)]
    assert [(q.about, bool(q.unsaid)) for q in asked(play)] == ([("delay_request", True)] if told else [])


# --- the owner writes by hand -----------------------------------------------------------------------------


def test_a_letter_by_hand_about_another_invoice_keeps_no_answer_back(play: Play) -> None:
    orders(play, "accepted", about=("F-112",))
    play.owner_writes("martin", about=("F-118",))
    play.advance_to(date(2026, 3, 6))
    assert templates(play) == ["delay_accepted"]


def test_a_letter_by_hand_that_says_no_day_leaves_the_owner_asked_and_his_days_at_rest(play: Play) -> None:
    orders(play, "accepted")
    play.owner_writes("martin")
    play.advance_to(date(2026, 3, 31))
    assert not answers(play) and [(q.about, bool(q.unsaid)) for q in asked(play)] == [("delay_request", True)]
    [question] = asked(play)
    assert renewed.offered(play.sight("martin"), question) == []  # the day is over
    play.advance_to(date(2026, 4, 7))
    assert len(play.drafts) == 1  # and he has the last word


def test_his_ok_says_the_day_that_he_had_granted(play: Play) -> None:
    orders(play, "accepted")
    play.owner_writes("martin")
    play.advance_to(date(2026, 3, 5))
    assert renewed.offered(play.sight("martin"), asked(play)[0]) == [(MARCH_31, None)]


def test_a_letter_by_hand_that_says_a_day_itself_asks_nothing(play: Play) -> None:
    orders(play, "accepted")
    play.owner_writes("martin", until=MARCH_31)
    play.advance_to(date(2026, 3, 31))
    assert not answers(play) and not asked(play)


# --- plans ------------------------------------------------------------------------------------------------


def test_what_is_to_be_paid_at_once_is_due_on_the_day_on_which_the_plan_is_said(play: Play) -> None:
    plans(play, THREE)
    play.advance_to(date(2026, 3, 4))
    assert templates(play) == ["plan_accepted"]
    assert [part.on for part in answers(play)[0].plan] == [date(2026, 3, 4), *(on for _, on in THREE[1:])]


def test_a_plan_of_which_a_part_is_to_be_paid_at_once_is_said_after_an_absence(play: Play) -> None:
    plans(play, THREE)
    silence(play, date(2026, 3, 13))
    assert len(running(play)) == 3  # nothing of it is judged before it is said
    play.advance_to(date(2026, 3, 16))
    assert next(part.on for part in answers(play)[0].plan) == date(2026, 3, 16)


def test_a_plan_whose_first_day_is_over_is_offered_anew_with_a_near_first_day(play: Play) -> None:
    plans(play, FOUR)
    silence(play, date(2026, 3, 13))
    [question] = asked(play)
    offered = renewed.offered(play.sight("martin"), question)
    assert offered == [(date(2026, 3, 20), 62_000), *((on, 62_000) for _, on in FOUR[1:])]


def test_what_came_meanwhile_is_not_offered_again(play: Play) -> None:
    plans(play, FOUR)
    silence(play, date(2026, 3, 12))
    play.paid("martin", "F-112", 62_000)
    [question] = asked(play)
    assert renewed.offered(play.sight("martin"), question) == [(on, 62_000) for _, on in FOUR[1:]]


def test_a_plan_whose_parts_that_are_over_were_paid_is_said_as_it_is(play: Play) -> None:
    plans(play, FOUR)
    play.blocked = "nothing leaves"
    play.advance_to(date(2026, 3, 10))
    play.paid("martin", "F-112", 62_000)
    play.advance_to(date(2026, 3, 13))
    play.blocked = ""
    play.advance_to(date(2026, 3, 16))
    [said] = [draft for draft in answers(play) if draft.template == "plan_accepted"]
    assert [part.on for part in said.plan] == [on for _, on in FOUR[1:]] and not asked(play)


# --- a proposal -------------------------------------------------------------------------------------------


def test_nobody_is_asked_to_confirm_a_day_on_that_very_day(play: Play) -> None:
    orders(play, "proposed", date(2026, 3, 16))
    silence(play, date(2026, 3, 15))
    play.advance_to(date(2026, 3, 16))
    assert not answers(play) and [q.about for q in asked(play)] == ["delay_request"]


# --- it comes back ----------------------------------------------------------------------------------------

COMPTA, CHEF = "compta@martin.example", "chef@martin.example"


def test_a_yes_that_comes_back_is_said_to_the_next_contact(play: Play) -> None:
    play.debtor("martin", contacts=(COMPTA, CHEF))
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 4), time(9))
    play.bounces("martin", permanent=True)
    play.advance_to(date(2026, 3, 4))
    assert [draft.to for draft in answers(play)] == [(COMPTA,), (CHEF,)]
    assert [q.about for q in asked(play)] == ["bounce"]


def test_a_yes_that_comes_back_from_the_only_address_is_told_of_at_once_and_waits_for_another(
    play: Play,
) -> None:
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 4), time(9))
    play.bounces("martin", permanent=True)
    play.advance_to(date(2026, 3, 4))
    assert [(q.about, bool(q.unsaid)) for q in asked(play)] == [("no_address", True)]
    play.grow("martin", ContactSaid(CHEF))
    play.advance_to(date(2026, 3, 5))
    assert [draft.to for draft in answers(play)] == [(COMPTA,), (CHEF,)] and not asked(play)


def test_a_yes_that_reached_nobody_is_never_broken_and_he_is_asked_anew(play: Play) -> None:
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 4), time(9))
    play.bounces("martin", permanent=True)
    play.advance_to(date(2026, 4, 8))
    assert not running(play) and "broken" not in [p.outcome for p in play.case("martin").promises.values()]
    assert sorted(q.about for q in asked(play)) == ["delay_request", "no_address"]


def test_a_yes_that_found_a_full_mailbox_is_tried_again_the_next_working_day(play: Play) -> None:
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 4), time(9))
    play.bounces("martin", permanent=False, lost=True)
    play.advance_to(date(2026, 3, 4))
    assert len(answers(play)) == 1
    play.advance_to(date(2026, 3, 5))
    assert [draft.to for draft in answers(play)] == [(COMPTA,), (COMPTA,)]


def test_a_second_report_of_the_same_letter_says_nothing_again(play: Play) -> None:
    play.debtor("martin", contacts=(COMPTA, CHEF))
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 4), time(9))
    play.bounces("martin", permanent=True)
    play.round()
    [letter] = [name for name, known in play.case("martin").letters.items() if known.bounced]
    back = BounceRead(COMPTA, permanent=True)
    play.mail("martin", "bounce", letter=letter, bounce=back, sender="mailer-daemon@mx.example")
    play.advance_to(date(2026, 3, 4))
    assert [draft.to for draft in answers(play)] == [(COMPTA,), (CHEF,)]


def test_a_yes_that_another_order_has_replaced_is_not_said_again(play: Play) -> None:
    play.debtor("martin", contacts=(COMPTA, CHEF))
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 4), time(9))
    plans(play, FOUR)
    play.bounces("martin", permanent=True)
    play.advance_to(date(2026, 3, 4))
    assert templates(play).count("delay_accepted") == 1


# --- and works again --------------------------------------------------------------------------------------


def test_who_writes_from_a_dead_address_is_answered_there_and_the_question_answers_itself(play: Play) -> None:
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 4), time(9))
    play.bounces("martin", permanent=True)
    play.advance_to(date(2026, 3, 5))
    assert play.case("martin").dead == {COMPTA}
    play.promises("martin", date(2026, 3, 20))
    play.advance_to(date(2026, 3, 6))
    assert not play.case("martin").dead and not asked(play)
    assert [(draft.template, draft.to) for draft in answers(play)][-1] == ("promise_noted", (COMPTA,))


def test_a_refusal_of_before_kills_no_address_again(play: Play) -> None:
    play.smtp[COMPTA] = "refuse"
    orders(play, "accepted")
    play.advance_to(date(2026, 3, 5))
    assert play.case("martin").dead == {COMPTA}
    del play.smtp[COMPTA]
    play.promises("martin", date(2026, 3, 20))
    play.advance_to(date(2026, 3, 6))
    assert not play.case("martin").dead and answers(play)[-1].to == (COMPTA,)


def test_a_machine_revives_no_address(play: Play) -> None:
    play.advance_to(date(2026, 3, 4), time(9))
    play.bounces("martin", permanent=True, recipient=COMPTA)
    play.advance_to(date(2026, 3, 5))
    play.mail("martin", "out_of_office")
    play.advance_to(date(2026, 3, 6))
    assert play.case("martin").dead == {COMPTA}


def test_less_on_the_very_day_is_no_promise_of_the_part_that_was_granted_for_it(play: Play) -> None:
    plans(play, FOUR)
    play.mail("martin", "promise", promises=(PromiseRead(date(2026, 3, 10), 10_000),), undecided=True)
    play.advance_to(date(2026, 3, 4), time(8))
    assert not running(play) and "plan_accepted" not in templates(play)
    [rests] = [hold for hold in play.case("martin").holds.values() if hold.rule == "promise"]
    assert rests.until == date(2026, 3, 13)


def test_a_granted_day_that_nobody_was_told_rests_and_is_called_no_promise(play: Play) -> None:
    plans(play, FOUR)
    play.mail("martin", "promise", promises=(PromiseRead(date(2026, 3, 10), 10_000),), undecided=True)
    play.advance_to(date(2026, 3, 4), time(8))
    found = resting(play.sight("martin"))
    assert set(found) == {"delay_proposed", "undecided"}
    assert found["delay_proposed"] and found["delay_proposed"].until == date(2026, 3, 13)


def test_of_several_days_that_still_rest_the_last_is_said(play: Play) -> None:
    plans(play, FOUR)
    play.advance_to(date(2026, 3, 5))
    [hold] = resting(play.sight("martin")).values()
    assert hold and hold.until == date(2026, 6, 15)
