"""What the owner has ordered while nobody can be written to: said late, or taken back and asked about."""

from datetime import date, time, timedelta

import pytest

from bot.draft import Draft
from bot.events.mail import PromiseRead
from bot.owner import views
from bot.policy import granted, unsaid
from bot.policy.telephoned import Heard
from bot.state.facts import Question
from tests.play import Play, two_reminded


@pytest.fixture
def play() -> Play:
    """Time is asked for on Tuesday 3 March, and the owner will be asked until when."""
    begun = two_reminded()
    begun.mail("martin", "delay_request", sentence="Pouvez-vous patienter ?")
    begun.round()
    return begun


def silence(play: Play, last: date) -> None:
    """Nobody is written to through that day."""
    play.blocked = "nothing leaves"
    play.advance_to(last)
    play.blocked = ""


def accepted(play: Play, day: date) -> None:
    asked = play.asked_mail("martin", "delay_request")
    events = granted.delay_granted(play.sight("martin"), asked, day, ())
    play.order("martin", "delay_request", "approve", *events)


def answers(play: Play) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == "answer"]


def outcomes(play: Play) -> list[str]:
    return [promise.outcome for promise in play.case("martin").promises.values()]


def test_a_day_that_the_owner_accepts_is_said_late_while_it_is_still_to_come(play: Play) -> None:
    accepted(play, date(2026, 3, 31))
    silence(play, date(2026, 3, 20))
    play.advance_to(date(2026, 3, 23))
    assert [(draft.template, draft.day) for draft in answers(play)] == [("delay_accepted", date(2026, 3, 31))]


def test_a_refusal_that_the_owner_has_ordered_is_said_late(play: Play) -> None:
    asked = play.asked_mail("martin", "delay_request")
    play.order("martin", "delay_request", "refuse", *granted.delay_refused(play.sight("martin"), asked, ()))
    silence(play, date(2026, 3, 20))
    play.advance_to(date(2026, 3, 23))
    assert answers(play)[0].template == "delay_refused"


def test_an_accepted_day_that_was_never_said_is_not_broken_and_the_owner_is_asked_anew(play: Play) -> None:
    accepted(play, date(2026, 3, 13))
    silence(play, date(2026, 3, 20))
    play.advance_to(date(2026, 3, 23))
    assert outcomes(play) == ["replaced"] and not answers(play)
    [asked] = [known.opened for known in play.case("martin").open_notices()]
    assert (asked.about, asked.day) == ("delay_request", date(2026, 3, 14))
    assert len(play.drafts) == 1  # nobody is reminded meanwhile


def test_a_proposed_day_that_was_never_said_is_asked_about_anew(play: Play) -> None:
    asked = play.asked_mail("martin", "delay_request")
    events = granted.delay_proposed(play.sight("martin"), asked, date(2026, 3, 13), ())
    play.order("martin", "delay_request", "resume", *events)
    silence(play, date(2026, 3, 20))
    assert [known.opened.about for known in play.case("martin").open_notices()] == ["delay_request"]
    assert not [hold for hold in play.case("martin").holds.values() if hold.rule == "delay_proposed"]


def test_a_day_whose_answer_was_dropped_for_a_dispute_is_not_called_broken(play: Play) -> None:
    accepted(play, date(2026, 3, 13))
    play.blocked = "nothing leaves"
    play.mail("martin", "dispute")
    play.advance_to(date(2026, 3, 4))
    play.blocked = ""
    play.advance_to(date(2026, 4, 1))
    assert outcomes(play) == ["replaced"]


@pytest.mark.parametrize(("until", "ends"), [(None, "replaced"), (date(2026, 3, 13), "broken")])
def test_only_a_letter_by_hand_that_says_the_day_has_told_it(
    play: Play, until: date | None, ends: str
) -> None:
    accepted(play, date(2026, 3, 13))
    play.blocked = "nothing leaves"
    play.advance_to(date(2026, 3, 4))
    play.owner_writes("martin", until=until)
    play.blocked = ""
    play.advance_to(date(2026, 4, 1))
    assert outcomes(play) == [ends] and not answers(play)


@pytest.mark.parametrize("about", ["F-999", ""])
def test_a_letter_by_hand_that_says_nothing_tells_no_day_whose_answer_was_dropped(
    play: Play, about: str
) -> None:
    accepted(play, date(2026, 3, 13))
    play.blocked = "nothing leaves"
    play.mail("martin", "dispute")
    play.advance_to(date(2026, 3, 4))
    play.owner_writes("martin", about=(about,) if about else ())
    play.blocked = ""
    play.advance_to(date(2026, 4, 1))
    assert outcomes(play) == ["replaced"]


def test_a_day_that_was_said_and_not_kept_is_broken(play: Play) -> None:
    accepted(play, date(2026, 3, 13))
    play.advance_to(date(2026, 3, 13) + timedelta(days=14))
    assert outcomes(play) == ["broken"]


@pytest.mark.parametrize(
    ("words", "ends"),
    [("Messieurs très aimables", "replaced"), ("Je leur ai confirmé le 13 mars", "broken")],
)
def test_only_a_call_whose_words_say_the_day_has_told_it(play: Play, words: str, ends: str) -> None:
    accepted(play, date(2026, 3, 13))
    play.blocked = "nothing leaves"
    play.advance_to(date(2026, 3, 4))
    called(play, "other", words=words)
    play.blocked = ""
    play.advance_to(date(2026, 4, 1))
    assert outcomes(play) == [ends] and not answers(play)


def test_a_call_that_reached_nobody_has_said_nothing(play: Play) -> None:
    accepted(play, date(2026, 3, 31))
    play.blocked = "nothing leaves"
    play.advance_to(date(2026, 3, 4))
    called(play, "no_answer")
    play.blocked = ""
    play.advance_to(date(2026, 3, 5))
    assert [draft.template for draft in answers(play)] == ["delay_accepted"]


def called(play: Play, result: granted.Result, words: str = "") -> None:
    sight, heard = play.sight("martin"), Heard(words)
    noted = granted.called(sight, result, day=None, amount=None, invoices=(), call="", mail="", heard=heard)
    play.grow("martin", *noted)


# --- what it had taken the place of -----------------------------------------------------------------------

MAY_10 = date(2026, 5, 10)
FOUR = tuple(PromiseRead(date(2026, month, 10), 62_000) for month in (3, 4, 5, 6))
ASKED = "Pouvez-vous patienter jusqu'au 10 mai ?"


def told_plan(play: Play) -> None:
    """Four parts for both invoices, which the debtor knows; the first one is paid."""
    asked = play.asked_mail("martin", "delay_request")
    events = granted.plan_noted(play.sight("martin"), FOUR, (), asked)
    play.order("martin", "delay_request", "approve", *events)
    play.advance_to(date(2026, 3, 10))
    play.paid("martin", "F-112", 62_000)
    play.advance_to(date(2026, 3, 19))


def asks_again(play: Play, what: str, about: tuple[str, ...] = ()) -> str:
    """In the evening the owner answers who asks for other days."""
    play.advance(play.local(date(2026, 3, 20), time(14)))
    play.mail("martin", "delay_request", sentence=ASKED, names=about)
    play.advance(play.local(date(2026, 3, 20), time(20)))
    asked, sight = play.asked_mail("martin", "delay_request"), play.sight("martin")
    six = [PromiseRead(date(2026, month, 10), 31_000) for month in range(4, 10)]
    events = {
        "plan": lambda: granted.plan_noted(sight, six, about, asked),
        "day": lambda: granted.delay_granted(sight, asked, MAY_10, about),
    }[what]()
    play.order("martin", "delay_request", "approve", *events)
    play.advance(play.local(date(2026, 3, 20), time(21)))
    return asked


def runs(play: Play) -> list[tuple[date | None, int | None, tuple[str, ...]]]:
    promises = play.case("martin").promises.values()
    return sorted((p.noted.on, p.noted.amount, p.noted.invoices) for p in promises if not p.outcome)


@pytest.mark.parametrize(("what", "about"), [("plan", ()), ("day", ()), ("day", ("F-118",))])
@pytest.mark.parametrize("lost", ["taken back", "stopped", "by hand", "dispute"])
def test_a_plan_that_the_debtor_knows_runs_again_where_the_word_in_its_place_was_never_said(
    play: Play, lost: str, what: str, about: tuple[str, ...]
) -> None:
    told_plan(play)
    before = runs(play)
    asks_again(play, what, about)
    assert runs(play) != before
    match lost:
        case "taken back":
            sight = play.sight("martin")
            asked = list(sight.case.notices.values())[-1].opened
            owed = unsaid.granted_with(sight, asked)
            assert owed
            play.grow("martin", *unsaid.asked_again(sight, owed, asked, "not after all"))
        case "stopped":
            play.grow("martin", *unsaid.unsaid(play.sight("martin"), (), "stop"))
        case "by hand":
            play.owner_writes("martin")
        case _:
            play.mail("martin", "dispute", sentence="Je conteste.")
    play.advance_to(date(2026, 3, 21))
    assert runs(play) == before and len(before) == 3
    case = play.case("martin")
    assert all(name in case.holds for name, p in case.promises.items() if not p.outcome)


def test_the_plan_that_runs_again_counts_what_has_come_for_it(play: Play) -> None:
    told_plan(play)
    asks_again(play, "plan")
    play.owner_writes("martin")
    play.advance_to(date(2026, 4, 10))
    play.paid("martin", "F-112", 62_000)
    play.advance_to(date(2026, 4, 11))
    assert outcomes(play)[:3] == ["kept", "kept", ""]


def test_a_word_that_takes_the_place_of_one_never_said_gives_the_first_plan_back_where_it_is_lost_too(
    play: Play,
) -> None:
    told_plan(play)
    before = runs(play)
    asked = asks_again(play, "plan")
    play.grow("martin", *granted.delay_granted(play.sight("martin"), asked, MAY_10, ()))
    play.advance(play.local(date(2026, 3, 20), time(22)))
    play.owner_writes("martin")
    play.advance_to(date(2026, 3, 21))
    assert runs(play) == before


@pytest.mark.parametrize("word", ["refused", "proposed"])
def test_a_word_that_has_left_ends_for_good_what_it_took_the_place_of(play: Play, word: str) -> None:
    told_plan(play)
    asks_again(play, "plan")
    play.advance_to(date(2026, 3, 23))
    play.mail("martin", "delay_request", sentence="Et jusqu'au 20 mai ?")
    play.advance_to(date(2026, 3, 24))
    asked, sight = play.asked_mail("martin", "delay_request"), play.sight("martin")
    refused = granted.delay_refused(sight, asked, ())
    events = refused if word == "refused" else granted.delay_proposed(sight, asked, MAY_10, ())
    play.order("martin", "delay_request", "refuse", *events)
    play.advance_to(date(2026, 3, 25))
    assert len(runs(play)) == 6


# --- refused, or answered otherwise -----------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["by hand", ""])
@pytest.mark.parametrize("word", ["refused", "proposed"])
@pytest.mark.parametrize("what", ["plan", "day"])
def test_a_refusal_holds_nobody_to_a_day_of_which_he_has_not_heard(
    play: Play, what: str, word: str, lost: str
) -> None:
    asked = asks_again(play, what)
    if lost:
        play.owner_writes("martin")
        play.round()
    sight = play.sight("martin")
    refused = granted.delay_refused(sight, asked, ())
    events = refused if word == "refused" else granted.delay_proposed(sight, asked, date(2026, 4, 2), ())
    play.order("martin", "delay_request", "refuse", *events)
    play.advance_to(date(2026, 3, 23))
    [said] = [draft for draft in answers(play) if draft.template == f"delay_{word}"]
    assert said.promise is None and not runs(play)


def test_two_words_to_one_mail_on_an_invoice_each_are_both_said(play: Play) -> None:
    asked = play.asked_mail("martin", "delay_request")
    events = granted.delay_granted(play.sight("martin"), asked, date(2026, 3, 31), ("F-112",))
    play.order("martin", "delay_request", "approve", *events)
    play.grow("martin", *granted.delay_refused(play.sight("martin"), asked, ("F-118",)))
    play.advance_to(date(2026, 3, 4))
    said = [(draft.template, draft.day, [line.number for line in draft.lines]) for draft in answers(play)]
    assert sorted(said) == [
        ("delay_accepted", date(2026, 3, 31), ["F-112"]),
        ("delay_refused", None, ["F-118"]),
    ]


def test_a_word_on_one_invoice_takes_it_out_of_the_one_on_both_that_has_not_left(play: Play) -> None:
    play.advance(play.local(date(2026, 3, 3), time(20)))
    asked = play.asked_mail("martin", "delay_request")
    events = granted.delay_granted(play.sight("martin"), asked, date(2026, 3, 31), ())
    play.order("martin", "delay_request", "approve", *events)
    play.grow("martin", *granted.delay_granted(play.sight("martin"), asked, date(2026, 4, 15), ("F-118",)))
    play.advance_to(date(2026, 3, 4))
    said = [(draft.day, [line.number for line in draft.lines]) for draft in answers(play)]
    assert said == [(date(2026, 3, 31), ["F-112"]), (date(2026, 4, 15), ["F-118"])]


@pytest.mark.parametrize("lost", ["taken back", "unanswered"])
def test_a_request_beside_a_plan_that_runs_has_its_last_word_and_says_its_own_days(
    play: Play, lost: str
) -> None:
    told_plan(play)
    if lost == "taken back":
        asks_again(play, "plan")
        sight = play.sight("martin")
        asked = list(sight.case.notices.values())[-1].opened
        owed = unsaid.granted_with(sight, asked)
        assert owed
        play.grow("martin", *unsaid.asked_again(sight, owed, asked, "not after all"))
    else:
        play.advance(play.local(date(2026, 3, 20), time(14)))
        play.mail("martin", "delay_request", sentence=ASKED)
    play.advance_to(date(2026, 3, 21))
    [known] = play.case("martin").open_notices()
    question = Question("martin", known.opened, known.at)
    assert views.asked(play.case("martin"), question, play.rules, play.now).held_until == date(2026, 4, 15)
    play.advance_to(date(2026, 4, 8))
    [last] = play.case("martin").open_notices()
    assert last.opened.about == "delay_request" and last.opened.day
    play.advance_to(date(2026, 4, 14))
    assert not play.case("martin").open_notices() and len(runs(play)) == 3


# --- the debtor says it himself ---------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("about", [(), ("F-112",)])
def test_a_day_that_the_debtor_confirms_before_he_has_heard_of_it_is_his_promise(
    play: Play, about: tuple[str, ...], times: int
) -> None:
    play.advance(play.local(date(2026, 3, 3), time(20)))
    asked = play.asked_mail("martin", "delay_request")
    events = granted.delay_granted(play.sight("martin"), asked, date(2026, 3, 31), about)
    play.order("martin", "delay_request", "approve", *events)
    play.advance(play.local(date(2026, 3, 4), time(8)))
    for _ in range(times):
        play.promises("martin", date(2026, 3, 31), names=about)
        play.round()
    play.advance_to(date(2026, 3, 5))
    assert [(draft.template, draft.promise and draft.promise.on) for draft in answers(play)] == [
        ("promise_noted", date(2026, 3, 31))
    ]
    play.advance_to(date(2026, 3, 31), time(12))
    for number in about or ("F-112", "F-118"):
        play.paid("martin", number)
    play.advance_to(date(2026, 4, 1))
    assert answers(play)[-1].template == "promise_kept" and outcomes(play) == ["kept"]


def test_a_plan_that_the_debtor_confirms_before_he_has_heard_of_it_is_his_promise(play: Play) -> None:
    play.advance(play.local(date(2026, 3, 3), time(20)))
    asked = play.asked_mail("martin", "delay_request")
    events = granted.plan_noted(play.sight("martin"), FOUR, (), asked)
    play.order("martin", "delay_request", "approve", *events)
    play.advance(play.local(date(2026, 3, 4), time(8)))
    play.mail("martin", "promise", promises=FOUR)
    play.advance_to(date(2026, 3, 5))
    assert [draft.template for draft in answers(play)] == ["promise_noted"] and len(runs(play)) == 4


# --- a mail that says nothing against it ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "bare"), [("unrelated", "thanks"), ("acknowledgement", "thanks"), ("promise", "yes")]
)
def test_a_mere_thank_you_does_not_keep_back_the_day_that_waits_to_be_said(
    play: Play, says: str, bare: str
) -> None:
    accepted(play, date(2026, 3, 31))
    play.blocked = "nothing leaves"
    play.mail("martin", says, sentence="Je vous remercie.", bare=bare, undecided=True)
    play.advance_to(date(2026, 3, 3))
    play.blocked = ""
    play.advance_to(date(2026, 3, 4))
    assert [draft.template for draft in answers(play)] == ["delay_accepted"]
    assert outcomes(play) == [""] and not play.case("martin").open_notices()


def test_a_mere_thank_you_keeps_back_no_refusal_and_is_read_by_a_person(play: Play) -> None:
    asked = play.asked_mail("martin", "delay_request")
    play.order("martin", "delay_request", "refuse", *granted.delay_refused(play.sight("martin"), asked, ()))
    play.blocked = "nothing leaves"
    play.mail("martin", "unrelated", sentence="Je vous remercie.", bare="thanks", undecided=True)
    play.advance_to(date(2026, 3, 3))
    play.blocked = ""
    play.advance_to(date(2026, 3, 4))
    assert [draft.template for draft in answers(play)] == ["delay_refused"]
    assert [known.opened.about for known in play.case("martin").open_notices()] == ["undecided"]


def test_what_may_speak_against_it_keeps_the_day_back_and_is_asked_about(play: Play) -> None:
    accepted(play, date(2026, 3, 31))
    play.blocked = "nothing leaves"
    play.mail("martin", "acknowledgement", "dispute", sentence="Merci, mais la porte ?", undecided=True)
    play.advance_to(date(2026, 3, 3))
    play.blocked = ""
    play.advance_to(date(2026, 3, 6))
    assert not answers(play) and outcomes(play) == ["replaced"]
    assert [known.opened.about for known in play.case("martin").open_notices()] == ["undecided"]
