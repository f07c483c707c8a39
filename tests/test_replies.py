"""What one mail does to its case, rule by rule; the stories show the same over days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.case import MACHINES, Mail
from bot.events.consequences import (
    AnswerDropped,
    AnswerOwed,
    ContactDead,
    HoldLifted,
    HoldSet,
    PromiseEnded,
    PromiseNoted,
)
from bot.events.entries import CaseEvent
from bot.events.letters import LetterBounced, LetterIntended, LetterSettled
from bot.events.mail import BounceRead, PromiseRead, ReplyWeighed
from bot.events.owner import ContactStopped, NoticeOpened
from bot.policy import decide, drafting
from bot.policy.house import House, Record, Write
from bot.policy.replies import weigh
from bot.policy.reply import ORDER as RANKED
from bot.policy.sight import see
from bot.reading.intents import ORDER
from tests.play import Play, rules

T = TypeVar("T")
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)  # 10:00 in Paris, a Tuesday


@pytest.fixture
def play() -> Play:
    """Two invoices were reminded of on Monday 2 March; a third is not due yet."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.invoice("martin", "F-2", due=date(2026, 2, 27), total=8_000)
    begun.invoice("martin", "F-3", due=date(2026, 5, 29), total=70_000)
    begun.advance(NOW)
    return begun


def after(play: Play, digest: str) -> tuple[CaseEvent, ...]:
    """The consequences of this mail, not yet taken down."""
    case = play.case("martin")
    return weigh(see(case, House(), play.rules, play.now), case.mails[digest])


def only(events: tuple[CaseEvent, ...], kind: type[T]) -> list[T]:
    return [event for event in events if isinstance(event, kind)]


def test_the_order_of_caution_is_the_readers() -> None:
    assert RANKED == ORDER


def test_every_mail_ends_with_the_word_that_it_was_weighed(play: Play) -> None:
    events = after(play, play.mail("martin", "dispute", sentence="Ce n'est pas conforme."))
    assert isinstance(events[-1], ReplyWeighed)
    assert "Ce n'est pas conforme." in events[-1].why


def test_the_owner_is_told_with_the_sentence_quoted(play: Play) -> None:
    [asked] = only(after(play, play.mail("martin", "dispute", sentence="Jamais commandé.")), NoticeOpened)
    assert asked.question == "The debtor contests the debt. “Jamais commandé.”"


@pytest.mark.parametrize("rule", ["insolvency", "stop_contact", "wrong_contact"])
def test_what_stops_a_person_stops_the_whole_case_whatever_is_named(play: Play, rule: str) -> None:
    events = after(play, play.mail("martin", rule, names=["F-1"]))
    [hold] = only(events, HoldSet)
    assert hold.until is None and hold.invoices == ()
    assert not only(events, AnswerOwed)


def test_who_wants_our_messages_elsewhere_is_no_refusal_and_the_owner_is_offered_the_address(
    play: Play,
) -> None:
    mail = play.mail("martin", "stop_contact", new_contact="fournisseurs@martin.example")
    events = after(play, mail)
    [asked] = only(events, NoticeOpened)
    assert (asked.about, asked.choices) == ("wrong_contact", ("approve", "refuse", "resume"))
    [stopped] = only(events, ContactStopped)
    assert stopped.email == play.case("martin").debtor.contacts[0]
    [hold] = only(events, HoldSet)
    assert hold.until is None and hold.invoices == ()


def test_a_dispute_of_a_closed_invoice_alone_freezes_all(play: Play) -> None:
    play.closed("martin", "F-2")
    [hold] = only(after(play, play.mail("martin", "dispute", names=["F-2"])), HoldSet)
    assert hold.invoices == ()


def test_a_promise_is_about_what_is_overdue_not_what_is_to_come(play: Play) -> None:
    events = after(play, play.promises("martin", date(2026, 3, 13)))
    [noted] = only(events, PromiseNoted)
    assert noted.invoices == ("F-1", "F-2") and noted.owed == 132_000
    [hold] = only(events, HoldSet)
    assert hold.until == date(2026, 3, 18) and hold.invoices == ()
    [owed] = only(events, AnswerOwed)
    assert owed.template == "promise_noted" and owed.after == NOW + timedelta(minutes=60)


def test_a_promise_of_one_invoice_leaves_the_promise_of_another(play: Play) -> None:
    play.promises("martin", date(2026, 3, 13), names=["F-1"])
    play.round()
    events = after(play, play.promises("martin", date(2026, 3, 20), names=["F-2"]))
    assert not only(events, PromiseEnded)


def test_a_promise_that_replaces_another_lifts_its_hold(play: Play) -> None:
    first = play.promises("martin", date(2026, 3, 27))
    play.round()
    events = after(play, play.promises("martin", date(2026, 3, 6)))
    assert [e.outcome for e in only(events, PromiseEnded)] == ["replaced"]
    assert [e.hold for e in only(events, HoldLifted)] == [f"{first[:12]}.promise.1"]


def test_a_promised_day_that_is_past_is_no_day(play: Play) -> None:
    events = after(play, play.promises("martin", date(2026, 2, 20)))
    assert not only(events, PromiseNoted)
    assert only(events, AnswerOwed)[0].template == "ask_date"


def test_instalments_count_as_one_promise_and_one_after_the_other(play: Play) -> None:
    parts = (PromiseRead(date(2026, 3, 20), None), PromiseRead(date(2026, 3, 6), 40_000))
    events = after(play, play.mail("martin", "promise", promises=parts))
    assert [(n.on, n.amount, n.owed) for n in only(events, PromiseNoted)] == [
        (date(2026, 3, 6), 40_000, 132_000),
        (date(2026, 3, 20), None, 92_000),
    ]
    play.round()
    assert not only(after(play, play.promises("martin", date(2026, 3, 9))), NoticeOpened)


def test_a_part_without_an_amount_before_the_last_is_not_held_for_the_whole(play: Play) -> None:
    parts = (PromiseRead(date(2026, 3, 6), None), PromiseRead(date(2026, 3, 20), None))
    events = after(play, play.mail("martin", "promise", promises=parts))
    assert [n.on for n in only(events, PromiseNoted)] == [date(2026, 3, 20)]


def test_the_promise_of_somebody_who_owes_nothing_notes_nothing(play: Play) -> None:
    for number in ("F-1", "F-2", "F-3"):
        play.paid("martin", number)
    events = after(play, play.promises("martin", date(2026, 3, 13)))
    assert not only(events, PromiseNoted) and not only(events, AnswerOwed)


@pytest.mark.parametrize(("sentence", "until"), [("Virement parti.", 10), ("Chèque posté.", 17), ("", 17)])
def test_a_payment_holds_as_long_as_its_way_takes(play: Play, sentence: str, until: int) -> None:
    events = after(play, play.says_paid("martin", sentence=sentence))
    [hold] = only(events, HoldSet)
    assert hold.until == date(2026, 3, until)
    thanks, missing = only(events, AnswerOwed)
    assert (thanks.template, missing.template) == ("already_paid", "payment_not_found")
    assert missing.after.date() > hold.until


def test_who_says_twice_to_have_paid_is_thanked_once(play: Play) -> None:
    play.says_paid("martin")
    play.advance(play.now + timedelta(hours=2))
    again = only(after(play, play.says_paid("martin")), AnswerOwed)
    assert [owed.template for owed in again] == ["payment_not_found"]


def test_a_word_on_a_dispute_that_the_owner_has_closed_meanwhile_is_dropped(play: Play) -> None:
    play.mail("martin", "dispute")
    play.round()
    assert [owed.template for owed in play.case("martin").answers.values()] == ["dispute_received"]
    for hold in list(play.case("martin").holds.values()):
        play.grow("martin", HoldLifted(hold.hold, "litige clos"))
    play.advance(play.now + timedelta(days=2))
    entries = [entry.event for entry in play.entries["martin"]]
    assert [e.why for e in entries if isinstance(e, AnswerDropped)] == ["the dispute is closed already"]
    assert not [e for e in entries if isinstance(e, LetterIntended) and e.kind == "answer"]


def test_fifty_mails_of_a_debtor_get_one_answer_and_three_questions(play: Play) -> None:
    for _ in range(50):
        play.mail("martin", "dispute")
        play.round()
    play.advance(play.now + timedelta(days=2))
    entries = [entry.event for entry in play.entries["martin"]]
    assert [e.template for e in entries if isinstance(e, LetterIntended) and e.kind == "answer"] == [
        "dispute_received"
    ]
    assert len([e for e in entries if isinstance(e, NoticeOpened)]) == 3
    assert len([e for e in entries if isinstance(e, ReplyWeighed)]) == 50


def test_two_robots_never_talk_to_each_other(play: Play) -> None:
    for says in ("auto_receipt", "out_of_office"):
        for _ in range(5):
            play.mail("martin", says, "document_request", whose="machine", sentence="Votre RIB svp")
            play.round()
    play.advance(play.now + timedelta(days=2))
    assert not [e for e in play.entries["martin"] if isinstance(e.event, AnswerOwed)]


def test_a_new_word_of_the_debtor_drops_the_answers_to_the_old_one(play: Play) -> None:
    play.says_paid("martin")
    play.round()
    dropped = only(after(play, play.mail("martin", "dispute")), AnswerDropped)
    assert len(dropped) == 2
    assert not only(after(play, play.mail("martin", "acknowledgement")), AnswerDropped)


@pytest.mark.parametrize(
    "more",
    [
        {"late": True},
        {"whose": "forwarded"},
        {"whose": "machine"},
        {"sender": ""},
        {"sender": "stranger@else.example", "sure": "reference"},
    ],
)
@pytest.mark.parametrize("rule", ["promise", "dispute", "already_paid", "acknowledgement"])
def test_nobody_is_answered_who_should_not_be(play: Play, rule: str, more: dict[str, Any]) -> None:
    promises = (PromiseRead(date(2026, 3, 13), None),)
    events = after(play, play.mail("martin", rule, promises=promises, **more))
    assert only(events, HoldSet) and not only(events, AnswerOwed)


def test_an_absence_covers_every_invoice_and_the_first_day_back(play: Play) -> None:
    back = date(2026, 3, 14)  # a Saturday: back on Monday
    [hold] = only(after(play, play.mail("martin", "out_of_office", return_date=back, names=["F-1"])), HoldSet)
    assert hold.until == date(2026, 3, 16) and hold.invoices == ()


def test_an_absence_never_holds_longer_than_thirty_days(play: Play) -> None:
    back = date(2027, 1, 1)
    [hold] = only(after(play, play.mail("martin", "out_of_office", return_date=back)), HoldSet)
    assert hold.until == date(2026, 4, 2)


def test_somebody_who_has_left_is_no_mere_absence(play: Play) -> None:
    [hold] = only(after(play, play.mail("martin", "out_of_office", "wrong_contact")), HoldSet)
    assert hold.rule == "wrong_contact" and hold.until is None


def test_a_permanent_bounce_kills_the_address_and_a_temporary_one_waits(play: Play) -> None:
    dead = after(play, play.bounces("martin", permanent=True))
    assert only(dead, ContactDead)[0].email == "compta@martin.example"
    waits = after(play, play.bounces("martin", permanent=False))
    assert not only(waits, ContactDead)
    assert [b.permanent for b in only(waits, LetterBounced)] == [False]


def test_a_letter_that_was_lost_is_never_said_to_have_been_left_without_an_answer(play: Play) -> None:
    assert drafting.silent(see(play.case("martin"), House(), play.rules, NOW), ["F-1"])
    [letter] = play.case("martin").sent_letters()
    play.grow("martin", LetterBounced(letter.intended.letter, letter.intended.to[0], False, lost=True))
    case = play.case("martin")
    assert not drafting.silent(see(case, House(), play.rules, NOW), ["F-1"])
    assert not case.invoices["F-1"].climbs and not case.dead


def test_a_second_report_of_a_lost_letter_tells_nothing_new(play: Play) -> None:
    after(play, play.bounces("martin", permanent=False, lost=True))
    again = play.mail("martin", "bounce", letter="", bounce=BounceRead("compta@martin.example", False, True))
    assert not only(after(play, again), NoticeOpened)


def test_the_reports_about_one_letter_count_once(play: Play) -> None:
    for _ in range(4):
        play.bounces("martin", permanent=False)
        play.round()
    assert not only(after(play, play.bounces("martin", permanent=False)), ContactDead)


def test_a_report_about_an_address_that_we_did_not_write_to_kills_none(play: Play) -> None:
    events = after(play, play.bounces("martin", permanent=True, recipient="forwarded@else.example"))
    assert not only(events, ContactDead) and not only(events, LetterBounced)
    [hold] = only(events, HoldSet)
    assert hold.rule == "undecided" and only(events, NoticeOpened)


def test_a_bounce_that_fits_no_letter_is_shown_to_the_owner(play: Play) -> None:
    lost = play.mail("martin", "bounce", letter="", bounce=BounceRead("other@x.example", True))
    events = after(play, lost)
    assert only(events, NoticeOpened) and not only(events, ContactDead)


def test_an_answer_settles_the_uncertain_letter_that_it_answers(play: Play) -> None:
    play.smtp["compta@martin.example"] = "uncertain"
    play.advance(datetime(2026, 3, 11, 9, tzinfo=UTC))
    uncertain = play.case("martin").uncertain()[0].intended.letter
    events = after(play, play.mail("martin", "acknowledgement", letter=uncertain))
    assert only(events, LetterSettled) == [LetterSettled(uncertain, True, "the debtor answered it")]


def test_a_mail_that_was_not_read_is_not_weighed(play: Play) -> None:
    digest = play.mail("martin", "dispute")
    case = play.case("martin")
    kept = case.mails[digest]
    with pytest.raises(ValueError, match="only once it has been read"):
        weigh(see(case, House(), play.rules, play.now), Mail(kept.kept, NOW))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(ORDER), max_size=4, unique=True),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["debtor", "forwarded", "machine"]),
)
def test_who_stops_is_never_answered_as_if_they_promised(
    says: list[str], undecided: bool, misfortune: bool, whose: str
) -> None:
    """Whatever stands in one mail: the most cautious meaning wins, and machines are not talked to."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.advance(NOW)
    promises = (PromiseRead(date(2026, 3, 13), None),)
    read = {"undecided": undecided, "misfortune": misfortune, "whose": whose, "promises": promises}
    events = after(begun, begun.mail("martin", *says, **read))
    holds = only(events, HoldSet)
    stops = {"insolvency", "stop_contact", "dispute"} & set(says) or misfortune or not says
    if stops and "bounce" not in says:
        assert [hold.until for hold in holds] == [None]
        assert not only(events, PromiseNoted)
        assert only(events, NoticeOpened)
    if misfortune or undecided or set(says) & MACHINES or whose != "debtor":
        assert not only(events, AnswerOwed)


# --- answers that came too late, and silence ----------------------------------------------------------


def dropped(play: Play) -> list[str]:
    return [entry.event.why for entry in play.entries["martin"] if isinstance(entry.event, AnswerDropped)]


def test_an_answer_that_was_kept_back_for_a_week_is_dropped(play: Play) -> None:
    play.blocked = "the clock stepped back"
    play.mail("martin", "dispute")
    play.advance(NOW + timedelta(days=7, hours=2))
    play.blocked = ""
    play.advance(NOW + timedelta(days=7, hours=3))
    assert dropped(play) == ["the mail is too old to be answered"]


@pytest.mark.parametrize(
    ("ended", "why"), [(True, "the promise is kept already"), (False, "the promised day is over")]
)
def test_a_promise_that_is_over_is_not_noted_in_an_answer_any_more(play: Play, ended: bool, why: str) -> None:
    play.blocked = "the clock stepped back"
    play.promises("martin", date(2026, 3, 4), names=["F-2"])
    play.round()
    if ended:
        play.paid("martin", "F-2")
    play.advance(NOW + timedelta(days=2))
    play.blocked = ""
    play.advance(NOW + timedelta(days=2, hours=2))
    assert dropped(play) == [why]


def test_one_person_gets_two_answers_a_week_for_however_many_debtors(play: Play) -> None:
    play.mail("martin", "dispute")
    play.round()
    later = NOW + timedelta(hours=2)
    for answered, kind in ((2, Record), (1, Write)):
        house = replace(
            play.house("martin"), answered={"compta@martin.example": answered}, mail_read_at=later
        )
        assert isinstance(decide(play.case("martin"), house, play.rules, later), kind)


def said_silent(play: Play) -> bool:
    play.advance_to(date(2026, 3, 16))
    return list(play.drafts.values())[-1].silent


def test_nobody_is_called_silent_whose_mail_the_owner_had_to_place(play: Play) -> None:
    play.grow("martin", HoldSet("m.unplaced", "unplaced", "it may concern 2 cases", mail="m"))
    play.resume("martin")
    assert not said_silent(play)


def test_nobody_is_called_silent_of_whose_mail_the_owner_was_told(play: Play) -> None:
    """Sent by a machine, and yet a dispute."""
    play.mail("martin", "auto_receipt", "dispute", whose="machine")
    play.round()
    play.resume("martin")
    assert not said_silent(play)


def test_who_has_not_written_is_silent(play: Play) -> None:
    assert said_silent(play)
