"""Money that went back, or that came elsewhere: nobody is pressed on as if nothing had happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.draft import Draft, Moved
from bot.events.mail import PaidRead, PromiseRead
from tests.play import Play, rules


@pytest.fixture
def play() -> Play:
    """Two invoices were reminded of on Monday 2 March."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000)
    begun.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    return begun


def reminders(play: Play) -> list[Draft]:
    """What was written about F-1 after the first letter."""
    drafts = [draft for draft in play.drafts.values() if draft.kind == "reminder"]
    return [draft for draft in drafts[1:] if "F-1" in [line.number for line in draft.lines]]


# --- taken back ---------------------------------------------------------------------------------------


def taken_back(play: Play, paid: date = date(2026, 3, 9)) -> None:
    """Both are paid that day; on the 16th the bank takes F-1 back, and the owner says that it is owed."""
    play.advance_to(paid)
    play.closed("martin", "F-1", "paid")
    play.closed("martin", "F-2", "paid")
    play.advance_to(date(2026, 3, 16))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    before = len(reminders(play))
    play.advance_to(date(2026, 3, 17))
    assert len(reminders(play)) == before
    play.resume("martin")


def test_after_a_payment_was_taken_back_the_ladder_begins_with_its_first_step(play: Play) -> None:
    taken_back(play)
    play.advance_to(date(2026, 3, 27))
    first, second = reminders(play)
    assert [first.tone, second.tone] == ["cordial", "neutral"]
    assert not first.earlier and not first.silent


def test_no_letter_of_before_the_payment_is_called_unanswered_after_it(play: Play) -> None:
    play.says_yes = True
    taken_back(play)
    play.advance_to(date(2026, 4, 9))
    assert reminders(play)[-1].earlier == (date(2026, 3, 18), date(2026, 3, 27))


def test_a_promise_broken_before_the_payment_is_not_held_against_who_paid_then(play: Play) -> None:
    play.promises("martin", date(2026, 3, 4), names=["F-1"])
    taken_back(play, paid=date(2026, 3, 12))
    play.advance_to(date(2026, 3, 20))
    assert [(draft.tone, draft.promise is not None) for draft in reminders(play)] == [
        ("neutral", True),
        ("cordial", False),
    ]


# --- put where it belongs ---------------------------------------------------------------------------


def put_right(play: Play) -> None:
    """The export shows the 800 € on F-2 now, and no more on F-1."""
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000, paid=80_000)
    play.advance_to(play.today + timedelta(days=8))


def named(play: Play, about: str) -> list[tuple[str, ...]]:
    notices = play.case("martin").notices.values()
    return [known.opened.invoices for known in notices if known.opened.about == about]


def stands_on_the_other(play: Play) -> None:
    """A transfer is promised for F-2 (800 €); the export shows it on F-1."""
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 10))
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=80_000)
    play.advance_to(date(2026, 3, 20))


def test_an_export_corrected_as_the_owner_was_told_is_no_payment_taken_back(play: Play) -> None:
    stands_on_the_other(play)
    play.answer("martin", "payment_match", yes=True)
    put_right(play)
    assert not named(play, "reopened")
    assert [draft.tone for draft in reminders(play)] == ["neutral"]


def test_an_export_corrected_without_an_answer_is_no_payment_taken_back(play: Play) -> None:
    stands_on_the_other(play)
    put_right(play)
    open_ = [known.opened.about for known in play.case("martin").open_notices()]
    assert not named(play, "reopened") and "payment_match" not in open_
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept"]
    assert [draft.tone for draft in reminders(play)] == ["neutral"]


def test_money_that_is_gone_and_stands_nowhere_else_is_a_payment_taken_back(play: Play) -> None:
    stands_on_the_other(play)
    play.answer("martin", "payment_match", yes=False)
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.advance_to(date(2026, 3, 23))
    assert named(play, "reopened") == [("F-1",)]


def test_a_second_payment_that_is_taken_back_is_asked_about_though_one_was_another_s(play: Play) -> None:
    play.says_yes = True
    stands_on_the_other(play)
    play.answer("martin", "payment_match", yes=True)
    put_right(play)
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=80_000)
    play.advance_to(play.today + timedelta(days=3))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.advance_to(play.today + timedelta(days=1))
    assert named(play, "reopened") == [("F-1",)]


# --- elsewhere ------------------------------------------------------------------------------------------


def asked(play: Play) -> list[tuple[tuple[str, ...], str, int]]:
    """Whose money the owner was asked about: for which invoices, on which it stands, how much."""
    opened = [known.opened for known in play.case("martin").notices.values()]
    return [(o.invoices, o.stands_on, o.amount) for o in opened if o.about == "payment_match"]


def came_for_the_other(play: Play) -> None:
    """A transfer is promised for F-2 (800 €); it comes, and stands on F-1."""
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 10))
    play.paid("martin", "F-1", 80_000)
    play.advance_to(date(2026, 3, 20))


def test_the_promised_sum_on_another_invoice_is_shown_to_the_owner_and_no_promise_is_broken(
    play: Play,
) -> None:
    came_for_the_other(play)
    assert asked(play) == [(("F-2",), "F-1", 80_000)]
    assert [p.outcome for p in play.case("martin").promises.values()] == [""]


def test_at_his_yes_the_promise_is_kept_and_thanked_for(play: Play) -> None:
    came_for_the_other(play)
    play.answer("martin", "payment_match", yes=True)
    play.advance_to(date(2026, 3, 23))
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept"]
    assert play.case("martin").left(["F-2"]) == 0
    assert list(play.drafts.values())[-1].template == "promise_kept"


def test_at_his_no_the_promise_was_not_kept_and_he_is_not_asked_again(play: Play) -> None:
    came_for_the_other(play)
    play.answer("martin", "payment_match", yes=False)
    play.advance_to(date(2026, 4, 1))
    assert [p.outcome for p in play.case("martin").promises.values()] == ["broken"]
    assert len(asked(play)) == 1


def test_money_that_was_promised_for_the_other_invoice_is_no_riddle(play: Play) -> None:
    play.rules = replace(play.rules, replies=replace(play.rules.replies, promises_before_owner=9))
    play.promises("martin", date(2026, 3, 13), 80_000, names=["F-1"])
    play.advance(play.now + timedelta(hours=2))
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 10))
    play.paid("martin", "F-1", 80_000)
    play.advance_to(date(2026, 3, 20))
    assert not asked(play)


def test_a_payment_said_to_be_made_is_not_missed_while_its_sum_stands_on_another_invoice(play: Play) -> None:
    play.says_paid("martin", date(2026, 3, 2), names=["F-2"])
    play.advance_to(date(2026, 3, 5))
    play.paid("martin", "F-1", 80_000)
    play.advance_to(date(2026, 4, 1))
    assert asked(play) == [(("F-2",), "F-1", 80_000)]
    assert "payment_not_found" not in [draft.template for draft in play.drafts.values()]


def test_an_invoice_paid_twice_is_asked_about_before_the_other_is_reminded_of(play: Play) -> None:
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=204_000)
    play.advance_to(date(2026, 4, 1))
    assert asked(play) == [(("F-2",), "F-1", 80_000)]
    assert len(play.drafts) == 1
    play.answer("martin", "payment_match", yes=False)
    play.advance_to(date(2026, 4, 3))
    assert [draft.tone for draft in play.drafts.values()] == ["cordial", "neutral"] and len(asked(play)) == 1


def test_while_he_is_asked_whose_money_it_is_the_other_invoices_go_on(play: Play) -> None:
    play.says_yes = True
    play.invoice("martin", "F-3", due=date(2026, 2, 27), total=30_000)
    play.invoice("martin", "F-4", due=date(2026, 2, 27), total=31_000)
    play.promises("martin", date(2026, 3, 20), names=["F-3"])
    came_for_the_other(play)
    play.paid("martin", "F-3")
    play.advance_to(date(2026, 4, 1))
    kept = [p.outcome for p in play.case("martin").promises.values()]
    assert kept == ["kept", ""] and asked(play) == [(("F-2",), "F-1", 80_000)]
    later = [d for d in play.drafts.values() if d.kind == "reminder" and d.lines[0].number == "F-4"]
    assert later and not {"F-1", "F-2"} & {line.number for d in later[-1:] for line in (*d.lines, *d.also)}


def test_money_that_may_be_another_s_does_not_shorten_what_is_asked_for_where_it_stands(play: Play) -> None:
    came_for_the_other(play)
    play.advance_to(date(2026, 4, 1))
    assert [draft.asked for draft in reminders(play)] == [44_000]
    assert play.why("martin") == "the owner is asked about F-1; F-2 is held (promise)"


def test_a_part_of_the_promised_sum_on_another_invoice_that_it_does_not_settle_is_shown(play: Play) -> None:
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.paid("martin", "F-1", 60_000)
    play.advance_to(date(2026, 3, 20))
    assert asked(play) == [(("F-2",), "F-1", 60_000)]
    assert [p.outcome for p in play.case("martin").promises.values()] == [""]
    play.answer("martin", "payment_match", yes=True)
    play.advance_to(date(2026, 3, 21))
    assert [p.outcome for p in play.case("martin").promises.values()] == ["partly_kept"]


def test_the_rest_of_the_promised_sum_on_another_invoice_is_no_rest_to_ask_for(play: Play) -> None:
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.paid("martin", "F-2", 50_000)
    play.paid("martin", "F-1", 30_000)
    play.advance_to(date(2026, 3, 20))
    assert asked(play) == [(("F-2",), "F-1", 30_000)]
    assert not [d for d in play.drafts.values() if d.template == "promise_partly_kept"]


def test_the_promised_sum_split_over_two_others_is_asked_about_at_once(play: Play) -> None:
    play.invoice("martin", "F-3", due=date(2026, 2, 27), total=30_000)
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.paid("martin", "F-1", 50_000)
    play.paid("martin", "F-3", 30_000)
    play.advance_to(date(2026, 3, 20))
    assert asked(play) == [(("F-2",), "F-1", 50_000), (("F-2",), "F-3", 30_000)]


def test_what_settles_another_invoice_is_its_own_money(play: Play) -> None:
    play.invoice("martin", "F-3", due=date(2026, 2, 27), total=30_000)
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.paid("martin", "F-3", 30_000)
    play.advance_to(date(2026, 3, 20))
    assert not asked(play)
    assert [p.outcome for p in play.case("martin").promises.values()] == ["broken"]


def test_two_invoices_paid_at_once_on_one_of_them_break_no_promise(play: Play) -> None:
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.paid("martin", "F-1", 204_000)
    play.advance_to(date(2026, 3, 20))
    assert asked(play) == [(("F-2",), "F-1", 80_000)]
    assert [p.outcome for p in play.case("martin").promises.values()] == [""]


def test_the_sum_promised_on_an_invoice_promised_for_later_is_a_riddle(play: Play) -> None:
    play.rules = replace(play.rules, replies=replace(play.rules.replies, promises_before_owner=9))
    play.promises("martin", date(2026, 3, 13), 80_000, names=["F-2"])
    play.advance(play.now + timedelta(hours=2))
    play.promises("martin", date(2026, 3, 27), 80_000, names=["F-1"])
    play.advance_to(date(2026, 3, 13))
    play.paid("martin", "F-1", 80_000)
    play.advance_to(date(2026, 3, 20))
    assert asked(play) == [(("F-2",), "F-1", 80_000)]


def test_an_export_corrected_without_an_answer_closes_the_question_of_a_part(play: Play) -> None:
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=60_000)
    play.advance_to(date(2026, 3, 20))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000, paid=60_000)
    play.advance_to(date(2026, 3, 25))
    assert not play.case("martin").open_notices()
    assert [p.outcome for p in play.case("martin").promises.values()] == ["partly_kept"]


# --- moved while the debtor was written to ------------------------------------------------------------


def both_promised(play: Play) -> None:
    """F-1 is promised for the 13th, F-2 for the 20th; 800 € come on the 12th, and stand on F-2."""
    play.rules = replace(play.rules, replies=replace(play.rules.replies, promises_before_owner=9))
    play.invoice("martin", "F-1", due=date(2026, 2, 27), total=80_000)
    play.promises("martin", date(2026, 3, 13), 80_000, names=["F-1"])
    play.advance(play.now + timedelta(hours=2))
    play.promises("martin", date(2026, 3, 20), 80_000, names=["F-2"])
    play.advance_to(date(2026, 3, 12))
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000, paid=80_000)
    play.advance_to(date(2026, 3, 16))


def thanks(play: Play) -> list[tuple[int, date | None]]:
    kept = [d.promise for d in play.drafts.values() if d.template == "promise_kept" and d.promise]
    return [(said.received, said.on) for said in kept]


def test_money_that_an_import_puts_on_another_invoice_is_thanked_for_once(play: Play) -> None:
    both_promised(play)
    play.invoice("martin", "F-1", due=date(2026, 2, 27), total=80_000, paid=80_000)
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000)
    play.advance_to(date(2026, 3, 18))
    assert thanks(play) == [(80_000, date(2026, 3, 20))]


def test_a_promise_whose_money_was_another_s_stands_again_until_its_day(play: Play) -> None:
    both_promised(play)
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000)
    play.invoice("martin", "F-1", due=date(2026, 2, 27), total=80_000, paid=80_000)
    play.advance_to(date(2026, 3, 20))
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept", ""]
    assert len([draft for draft in play.drafts.values() if draft.kind == "reminder"]) == 1
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000, paid=80_000)
    play.advance_to(date(2026, 3, 24))
    assert thanks(play) == [(80_000, date(2026, 3, 20))] * 2


def test_who_was_pressed_for_an_invoice_on_which_his_money_stands_now_is_told(play: Play) -> None:
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=124_000)
    play.promises("martin", date(2026, 3, 6))
    play.advance_to(date(2026, 3, 6))
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=124_000, paid=124_000)
    play.advance_to(date(2026, 3, 18))
    assert [draft.tone for draft in reminders(play)] == ["neutral"] and not reminders(play)[0].moved
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=124_000)
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=124_000)
    play.advance_to(date(2026, 4, 1))
    last = [d for d in play.drafts.values() if d.kind == "reminder"][-1]
    assert [line.number for line in last.lines] == ["F-2"]
    assert last.moved == (Moved(124_000, "F-2", "F-1", settled=True),)


def test_two_payments_are_not_thanked_for_as_one(play: Play) -> None:
    play.promises("martin", date(2026, 3, 13), names=["F-1"])
    play.advance_to(date(2026, 3, 9))
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=60_000)
    play.advance_to(date(2026, 3, 12))
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=124_000)
    play.advance_to(date(2026, 3, 13))
    said = [d.promise for d in play.drafts.values() if d.template == "promise_kept"]
    assert [(p.received, p.payments) for p in said if p] == [(124_000, 2)]


def test_one_payment_that_keeps_two_promises_is_given_thanks_for_in_one_mail(play: Play) -> None:
    play.rules = replace(play.rules, replies=replace(play.rules.replies, promises_before_owner=9))
    play.promises("martin", date(2026, 3, 13), names=["F-1"])
    play.advance(play.now + timedelta(hours=2))
    play.promises("martin", date(2026, 3, 20), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=124_000)
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000, paid=80_000)
    play.advance_to(date(2026, 3, 16))
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept", "kept"]
    assert thanks(play) == [(204_000, None)]


def test_thanks_for_a_rounded_instalment_name_what_came_and_not_what_was_counted_for_it(play: Play) -> None:
    parts = ((10, 3, 30_000), (31, 3, 30_000), (30, 4, 20_000))
    told = tuple(PromiseRead(date(2026, month, day), amount) for day, month, amount in parts)
    play.mail("martin", "promise", promises=told, names=["F-2"])
    play.advance_to(date(2026, 3, 10))
    play.paid("martin", "F-2", 29_000)
    play.advance_to(date(2026, 3, 31))
    play.paid("martin", "F-2", 29_000)
    play.advance_to(date(2026, 4, 8))
    said = [d.promise for d in play.drafts.values() if d.template == "promise_partly_kept"]
    assert [(p.came, p.received) for p in said if p] == [(29_000, 29_000), (29_000, 28_000)]


def test_thanks_for_money_that_came_after_its_day_name_no_day(play: Play) -> None:
    play.promises("martin", date(2026, 3, 6), names=["F-1"])
    play.fresh = False
    play.paid_as_of = date(2026, 3, 5)
    play.advance_to(date(2026, 3, 20))
    play.fresh = True
    play.paid("martin", "F-1", 124_000)
    play.advance_to(date(2026, 3, 24))
    assert thanks(play) == [(124_000, None)]


def test_money_that_the_owner_says_to_be_another_s_counts_no_more_where_it_stands(play: Play) -> None:
    play.promises("martin", date(2026, 3, 13), names=["F-2"])
    play.advance_to(date(2026, 3, 13))
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000, paid=50_000)
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=30_000)
    play.advance_to(date(2026, 3, 20))
    play.answer("martin", "payment_match", yes=True)
    case = play.case("martin")
    assert (case.left(["F-1"]), case.left(["F-2"])) == (124_000, 0)
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.invoice("martin", "F-2", due=date(2026, 2, 27), total=80_000, paid=80_000)
    play.advance_to(date(2026, 3, 23))
    case = play.case("martin")
    assert (case.left(["F-1"]), case.left(["F-2"])) == (124_000, 0)
    assert not named(play, "reopened")


def test_a_sum_said_to_be_paid_that_came_is_not_missed_on_another_invoice_of_the_mail(play: Play) -> None:
    play.mail("martin", "already_paid", paid=PaidRead(date(2026, 3, 2), 80_000))
    play.advance_to(date(2026, 3, 5))
    play.paid("martin", "F-2", 80_000)
    play.advance_to(date(2026, 4, 1))
    assert "payment_not_found" not in [draft.template for draft in play.drafts.values()]


# --- another's money, beside a promise of its own ---------------------------------------------------------


def both_told(play: Play, by: date) -> None:
    """F-2 (800 €) is said to be paid on 2 March, 800 € are promised for F-1; 800 € come, and stand on F-1."""
    replies = replace(play.rules.replies, promises_before_owner=9, answers_per_week=9)
    play.rules = replace(play.rules, replies=replies)
    play.promises("martin", by, 80_000, names=["F-1"])
    play.advance(play.now + timedelta(hours=2))
    play.says_paid("martin", date(2026, 3, 2), names=["F-2"])
    play.advance_to(date(2026, 3, 5))
    play.paid("martin", "F-1", 80_000)


def test_a_promise_that_anothers_money_had_kept_stands_again_until_its_day(play: Play) -> None:
    both_told(play, date(2026, 3, 31))
    play.advance_to(date(2026, 3, 20))
    assert asked(play) == [(("F-2",), "F-1", 80_000)] and len(thanks(play)) == 1
    play.answer("martin", "payment_match", yes=True)
    play.advance_to(date(2026, 3, 30))
    assert play.case("martin").left(["F-1"]) == 124_000 and not named(play, "first_firm_letter")
    assert [p.outcome for p in play.case("martin").promises.values()] == [""]
    assert len(thanks(play)) == 1, "the same money is thanked for once"
    play.paid("martin", "F-1", 80_000)
    play.advance_to(date(2026, 4, 2))
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept"]
    assert thanks(play)[1:] == [(80_000, date(2026, 3, 31))]


def test_what_was_paid_too_much_on_an_invoice_is_thanked_for_once_beside_its_own_promise(play: Play) -> None:
    play.rules = replace(play.rules, replies=replace(play.rules.replies, promises_before_owner=9))
    play.promises("martin", date(2026, 3, 13), names=["F-1"])
    play.advance(play.now + timedelta(hours=2))
    play.promises("martin", date(2026, 3, 16), names=["F-2"])
    play.advance_to(date(2026, 3, 12))
    play.invoice("martin", "F-1", due=date(2026, 2, 27), paid=204_000)
    play.advance_to(date(2026, 3, 20))
    play.answer("martin", "payment_match", yes=True)
    play.advance_to(date(2026, 3, 24))
    assert play.case("martin").left() == 0
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept", "kept"]
    assert sum(cents for cents, _ in thanks(play)) == 204_000
