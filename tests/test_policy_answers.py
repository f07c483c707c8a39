"""Answers that are owed: what another mail takes their sense, when they leave, and under which mail."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.draft import Draft
from bot.events.consequences import AnswerDropped
from bot.events.mail import PaidRead, PromiseRead
from bot.events.owner import ContactSaid
from bot.policy import granted
from tests.play import Play, rules

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)  # 10:00 in Paris, a Tuesday
SOON = timedelta(minutes=20)
RIB = "Pouvez-vous nous envoyer votre RIB ?"


@pytest.fixture
def play() -> Play:
    """Two invoices were reminded of on Monday 2 March."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.invoice("martin", "F-2", due=date(2026, 2, 27), total=8_000)
    begun.advance(NOW)
    return begun


def many_a_week(play: Play) -> None:
    play.rules = replace(play.rules, replies=replace(play.rules.replies, answers_per_week=9))


def answers(play: Play) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == "answer"]


def said(play: Play) -> list[tuple[str, list[str]]]:
    """The answers that left, each with the invoices that it names."""
    return [(draft.template, [line.number for line in draft.lines]) for draft in answers(play)]


def dropped(play: Play) -> list[str]:
    return [entry.event.why for entry in play.entries["martin"] if isinstance(entry.event, AnswerDropped)]


# --- another word of the debtor's ---------------------------------------------------------------------


def test_a_document_asked_for_is_sent_though_a_promise_follows(play: Play) -> None:
    play.mail("martin", "document_request", sentence=RIB)
    play.advance(NOW + SOON)
    play.promises("martin", date(2026, 3, 12))
    play.advance(NOW + timedelta(hours=3))
    assert [template for template, _ in said(play)] == ["document_sent", "promise_noted"]


def test_a_document_asked_for_is_sent_though_the_debtor_contests_the_debt_then(play: Play) -> None:
    play.mail("martin", "document_request", sentence=RIB)
    play.advance(NOW + SOON)
    play.mail("martin", "dispute")
    play.advance(NOW + timedelta(hours=3))
    assert [template for template, _ in said(play)] == ["document_sent", "dispute_received"]


def test_a_document_is_sent_without_a_word_on_a_day_that_was_replaced_meanwhile(play: Play) -> None:
    day = PromiseRead(date(2026, 3, 12), None)
    play.mail("martin", "promise", "document_request", promises=(day,), sentence=RIB)
    play.advance(NOW + SOON)
    play.promises("martin", date(2026, 3, 20))
    play.advance(NOW + timedelta(hours=3))
    assert [(d.template, d.promise and d.promise.on) for d in answers(play)] == [
        ("document_sent", None),
        ("promise_noted", date(2026, 3, 20)),
    ]


def test_documents_asked_for_in_two_mails_come_in_one_answer(play: Play) -> None:
    play.mail("martin", "document_request", sentence=RIB)
    play.advance(NOW + SOON)
    play.mail("martin", "document_request", sentence="Et le détail des factures ?")
    play.advance(NOW + timedelta(hours=3))
    assert [draft.documents for draft in answers(play)] == [("rib", "detail")]


@pytest.mark.parametrize("then", ["delay_request", "already_paid"])
def test_a_dispute_is_acknowledged_though_the_debtor_writes_about_another_invoice(
    play: Play, then: str
) -> None:
    play.mail("martin", "dispute", names=["F-2"])
    play.advance(NOW + SOON)
    play.mail("martin", then, names=["F-1"])
    play.advance(NOW + timedelta(hours=3))
    assert ("dispute_received", ["F-2"]) in said(play)


def test_two_disputes_are_acknowledged_together(play: Play) -> None:
    play.mail("martin", "dispute", names=["F-2"])
    play.advance(NOW + SOON)
    play.mail("martin", "dispute", names=["F-1"])
    play.advance(NOW + timedelta(hours=3))
    assert said(play) == [("dispute_received", ["F-2", "F-1"])]


def test_a_promise_of_one_invoice_is_noted_though_time_is_asked_for_another(play: Play) -> None:
    play.promises("martin", date(2026, 3, 10), names=["F-1"])
    play.advance(NOW + SOON)
    play.mail("martin", "delay_request", names=["F-2"])
    play.advance(NOW + timedelta(days=2))
    assert said(play) == [("promise_noted", ["F-1"]), ("delay_received", ["F-2"])]


def test_a_payment_is_said_to_be_missing_though_a_new_address_came_meanwhile(play: Play) -> None:
    play.says_paid("martin", date(2026, 3, 2), sentence="Virement parti.")
    play.advance(NOW + timedelta(days=2))
    asked = play.mail("martin", "wrong_contact", new_contact="facturation@martin.example")
    play.advance(NOW + timedelta(days=2, hours=3))
    play.order("martin", "wrong_contact", "approve", ContactSaid("facturation@martin.example"))
    assert asked and not dropped(play)
    play.advance_to(date(2026, 3, 11))
    assert [template for template, _ in said(play)] == ["already_paid", "payment_not_found"]


def test_a_new_word_on_one_invoice_leaves_the_answer_about_the_others(play: Play) -> None:
    play.says_paid("martin", date(2026, 3, 2), sentence="Virement parti.")
    play.advance(NOW + timedelta(days=1))
    play.promises("martin", date(2026, 3, 27), names=["F-1"])
    play.advance_to(date(2026, 3, 11))
    assert said(play)[-1] == ("payment_not_found", ["F-2"])


def test_who_promises_without_a_day_twice_is_asked_for_one_once(play: Play) -> None:
    play.promises("martin", None)
    play.advance(NOW + SOON)
    play.promises("martin", None)
    play.advance(NOW + timedelta(days=2))
    assert said(play) == [("ask_date", ["F-1", "F-2"])]


def test_nothing_is_answered_any_more_to_who_tells_of_a_misfortune(play: Play) -> None:
    play.mail("martin", "dispute", names=["F-2"])
    play.mail("martin", "document_request", names=["F-1"], sentence=RIB)
    play.advance(NOW + SOON)
    play.mail("martin", "promise", misfortune=True)
    play.advance(NOW + timedelta(days=2))
    assert not answers(play)


def test_what_waits_for_the_bank_keeps_back_no_word_on_a_dispute(play: Play) -> None:
    play.says_paid("martin", date(2026, 3, 2), sentence="Virement parti.", names=["F-1"])
    play.advance(NOW + timedelta(hours=3))
    play.fresh, play.paid_as_of = False, date(2026, 3, 2)
    play.advance_to(date(2026, 3, 12))
    play.mail("martin", "dispute", names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    assert said(play)[-1] == ("dispute_received", ["F-2"])


# --- when they leave, and how often -------------------------------------------------------------------


def test_an_answer_of_next_week_is_not_dropped_by_the_ceiling_of_this_one(play: Play) -> None:
    play.promises("martin", date(2026, 3, 5))
    play.advance(NOW + timedelta(days=2))
    play.says_paid("martin", date(2026, 3, 5), sentence="Virement parti ce matin.")
    play.advance_to(date(2026, 3, 13))
    assert [template for template, _ in said(play)] == ["promise_noted", "already_paid", "payment_not_found"]


def test_the_third_answer_of_a_week_is_dropped_when_it_is_due(play: Play) -> None:
    play.promises("martin", date(2026, 3, 5), names=["F-1"])
    play.promises("martin", date(2026, 3, 6), names=["F-2"])
    play.advance(NOW + timedelta(hours=2))
    play.mail("martin", "dispute")
    play.advance(NOW + timedelta(hours=2, minutes=30))
    assert not dropped(play)
    play.advance(NOW + timedelta(hours=4))
    assert dropped(play) == ["this person had enough automatic answers in seven days"]


@pytest.mark.parametrize("written", [True, False])
def test_who_pays_as_promised_is_thanked_though_the_owner_wrote_or_called_between(
    play: Play, written: bool
) -> None:
    play.promises("martin", date(2026, 3, 12))
    play.advance_to(date(2026, 3, 5))
    if written:
        play.owner_writes("martin")
    else:
        more = {"day": None, "amount": None, "invoices": (), "call": "", "mail": ""}
        play.grow("martin", *granted.called(play.sight("martin"), "no_answer", **more))
    play.advance_to(date(2026, 3, 11))
    for invoice in play.case("martin").open_invoices():
        play.paid("martin", invoice.number)
    play.advance_to(date(2026, 3, 13))
    assert [draft.template for draft in play.drafts.values()][-1] == "promise_kept"


def test_the_owner_who_writes_once_the_money_came_has_thanked_for_it_himself(play: Play) -> None:
    play.promises("martin", date(2026, 3, 12))
    play.advance_to(date(2026, 3, 6))
    play.blocked = "nothing leaves"
    for invoice in play.case("martin").open_invoices():
        play.paid("martin", invoice.number)
    play.round()
    play.now += timedelta(minutes=30)
    play.owner_writes("martin")
    play.blocked = ""
    play.advance_to(date(2026, 3, 9))
    assert "promise_kept" not in [draft.template for draft in play.drafts.values()]


def test_the_same_promise_is_noted_once_and_its_dispute_is_acknowledged(play: Play) -> None:
    for _ in range(2):
        play.promises("martin", date(2026, 3, 13))
        play.advance(play.now + timedelta(days=1))
    play.mail("martin", "dispute")
    play.advance(play.now + timedelta(hours=2))
    assert [template for template, _ in said(play)] == ["promise_noted", "dispute_received"]
    assert dropped(play) == []  # what is only said again is owed no answer


def test_a_day_that_comes_back_after_another_is_noted_again(play: Play) -> None:
    many_a_week(play)
    days = [date(2026, 3, 13), date(2026, 3, 20)]
    for day in days:
        play.promises("martin", day)
        play.advance(play.now + timedelta(hours=2))
    play.paid("martin", "F-2")
    play.rules = replace(play.rules, replies=replace(play.rules.replies, promises_before_owner=9))
    play.promises("martin", date(2026, 3, 13))
    play.advance(play.now + timedelta(hours=2))
    noted = [d.promise.on for d in answers(play) if d.promise and d.template == "promise_noted"]
    assert noted == [*days, date(2026, 3, 13)]


# --- a payment said to be made ------------------------------------------------------------------------


def not_found(play: Play) -> list[tuple[date, list[str]]]:
    """The days on which a payment was said to be missing, each with its invoices."""
    letters = play.case("martin").letters
    return [
        (letters[name].at.date(), [line.number for line in draft.lines])
        for name, draft in play.drafts.items()
        if draft.template == "payment_not_found"
    ]


def test_at_the_owners_word_that_nothing_came_the_debtor_is_asked_where_it_went(play: Play) -> None:
    play.says_paid("martin", date(2026, 2, 25), names=["F-1"])
    play.advance_to(date(2026, 3, 4))
    play.answer("martin", "already_paid", yes=False)
    play.advance_to(date(2026, 3, 5))
    assert not_found(play) == [(date(2026, 3, 5), ["F-1"])]


def test_a_transfer_of_this_morning_is_not_missed_before_a_bank_had_its_time(play: Play) -> None:
    play.says_paid("martin", date(2026, 3, 3), names=["F-1"])
    play.advance(NOW + timedelta(hours=3))
    play.answer("martin", "already_paid", yes=False)
    play.advance_to(date(2026, 3, 6))
    assert not_found(play) == [(date(2026, 3, 6), ["F-1"])]


def test_money_for_another_invoice_takes_nothing_from_the_word_about_this_payment(play: Play) -> None:
    play.says_paid("martin", date(2026, 2, 20), names=["F-1"])
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 12))
    play.paid("martin", "F-2")
    play.advance_to(date(2026, 3, 18))
    assert [numbers for _, numbers in not_found(play)] == [["F-1"]]


def test_of_two_invoices_said_to_be_paid_the_one_that_was_not_is_asked_about(play: Play) -> None:
    play.says_paid("martin", date(2026, 3, 2))
    play.advance_to(date(2026, 3, 5))
    play.paid("martin", "F-1")
    play.advance_to(date(2026, 3, 18))
    assert [numbers for _, numbers in not_found(play)] == [["F-2"]]


def test_a_third_answer_of_the_week_about_a_missing_payment_waits_and_is_not_left_unsaid(play: Play) -> None:
    play.says_paid("martin", date(2026, 2, 25), names=["F-1"])
    play.promises("martin", date(2026, 3, 27), names=["F-2"])
    play.advance_to(date(2026, 3, 4))
    play.answer("martin", "already_paid", yes=False)
    play.advance_to(date(2026, 3, 16))
    assert not_found(play) == [(date(2026, 3, 11), ["F-1"])]


def test_a_reference_that_the_debtor_has_given_goes_into_the_answer(play: Play) -> None:
    paid = PaidRead(date(2026, 2, 25), None, "VIR-77")
    play.mail("martin", "already_paid", names=["F-1"], paid=paid, sentence="Payé, réf VIR-77.")
    play.advance_to(date(2026, 3, 18))
    assert [d.claimed_reference for d in answers(play)] == ["VIR-77", "VIR-77"]


def test_an_invoices_own_number_is_no_reference_of_a_payment(play: Play) -> None:
    paid = PaidRead(date(2026, 2, 25), None, "F-1")
    play.mail("martin", "already_paid", names=["F-1"], paid=paid, sentence="Payé, réf F-1.")
    play.advance(NOW + timedelta(hours=3))
    assert [d.claimed_reference for d in answers(play)] == [""]


# --- in whose thread ----------------------------------------------------------------------------------


def test_an_answer_replies_to_the_debtors_own_mail_under_his_subject(play: Play) -> None:
    first = play.case("martin").sent_letters()[0].intended
    digest = play.promises("martin", date(2026, 3, 13))
    mail = play.case("martin").mails[digest]
    kept = replace(mail.kept, subject="Votre porte")
    play.grow("martin", kept, mail.read or pytest.fail("it was read"))
    play.advance(NOW + timedelta(hours=2))
    [answer] = answers(play)
    assert answer.subject == "Votre porte"
    assert answer.references == (first.message_id, kept.message_id)


def test_our_own_letters_keep_their_subject_after_an_answer_under_the_debtors(play: Play) -> None:
    first = play.case("martin").sent_letters()[0].intended
    play.promises("martin", date(2026, 3, 5))
    play.advance_to(date(2026, 3, 11))
    letter = list(play.drafts.values())[-1]
    assert letter.kind == "reminder" and letter.subject == first.subject != "Re: Facture"
    assert letter.references[0] == first.message_id and len(letter.references) == 2
