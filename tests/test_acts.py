"""The owner's acts: what they write into the journal, and what they refuse with its cure."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot import acts
from bot.case import Case
from bot.errors import OperatorError
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.debts import PaymentSeen
from bot.events.letters import LetterSettled, PaperPosted, PaperPresented
from bot.events.owner import NoticeAnswered
from tests.play import Play, rules

DAY = date(2026, 3, 2)


@pytest.fixture
def play() -> Play:
    begun = Play(rules(), datetime(2026, 3, 2, 9, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.invoice("martin", "F-2", due=date(2026, 2, 27))
    return begun


@pytest.fixture
def to_post() -> Play:
    """A mise en demeure that was approved and waits to be posted."""
    begun = Play(rules(), datetime(2026, 3, 2, 9, tzinfo=UTC), says_yes=True)
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    while not begun.case("martin").papers:
        begun.advance(begun.now + timedelta(days=1))
    assert begun.case("martin").papers
    return begun


def test_money_is_recorded_up_to_what_is_owed(play: Play) -> None:
    assert acts.pay(play.case("martin"), "F-1", 124_000, DAY, "VIR") == [
        PaymentSeen("F-1", 124_000, DAY, "VIR")
    ]


@pytest.mark.parametrize("amount", [0, -1, 124_001])
def test_an_amount_that_cannot_be_is_refused_with_what_is_owed(play: Play, amount: int) -> None:
    with pytest.raises(OperatorError, match=r"1240\.00 EUR is owed"):
        acts.pay(play.case("martin"), "F-1", amount, DAY, "")


def test_money_for_an_unknown_invoice_is_refused(play: Play) -> None:
    with pytest.raises(OperatorError, match="F-9: no such invoice"):
        acts.pay(play.case("martin"), "F-9", 1, DAY, "")


def test_a_hold_names_its_invoice_or_the_whole_case_and_never_a_past_day(play: Play) -> None:
    [one] = acts.hold(play.case("martin"), "F-1", None, "wait", play.now)
    [all_] = acts.hold(play.case("martin"), "", DAY, "wait", play.now)
    assert isinstance(one, HoldSet) and one.invoices == ("F-1",) and one.by == "owner"
    assert isinstance(all_, HoldSet) and all_.invoices == () and all_.until == DAY
    with pytest.raises(OperatorError, match="is over"):
        acts.hold(play.case("martin"), "", DAY - timedelta(days=1), "wait", play.now)


def test_two_holds_never_share_a_name(play: Play) -> None:
    play.hold("martin")
    play.hold("martin", "F-1")
    assert len(play.case("martin").holds) == 2


def test_resuming_one_invoice_leaves_the_others_of_its_hold(play: Play) -> None:
    play.grow("martin", HoldSet("h", "dispute", "why", None, ("F-1", "F-2")))
    play.resume("martin", "F-1")
    assert play.case("martin").holds["h"].invoices == ("F-2",)
    play.resume("martin", "F-2")
    assert not play.case("martin").holds


def test_resuming_a_case_lifts_all_and_closes_what_a_mail_had_asked(play: Play) -> None:
    play.mail("martin", "dispute")
    play.round()
    events = acts.resume(play.case("martin"), (), play.today)
    assert isinstance(events[0], HoldLifted) and events[0].hold == ""
    assert [e.answer for e in events if isinstance(e, NoticeAnswered)] == ["resume"]


def test_resuming_answers_no_question_that_wants_a_yes_or_no(play: Play) -> None:
    play.smtp["compta@martin.example"] = "uncertain"
    play.advance_to(date(2026, 3, 6))
    play.resume("martin")
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["uncertain"]


def test_a_notice_is_answered_once_and_with_one_of_its_words(play: Play) -> None:
    play.mail("martin", "dispute")
    play.round()
    case = play.case("martin")
    name = case.open_notices()[0].opened.notice
    with pytest.raises(OperatorError, match="is answered with: resume"):
        acts.answer(case, name, yes=True, why="", rules=play.rules, now=play.now)
    with pytest.raises(OperatorError, match="`relance status` lists them"):
        acts.answer(case, "martin-99", yes=True, why="", rules=play.rules, now=play.now)
    play.resume("martin")
    with pytest.raises(OperatorError, match="answered already: resume"):
        acts.answer(play.case("martin"), name, yes=True, why="", rules=play.rules, now=play.now)


@pytest.mark.parametrize("yes", [True, False])
def test_the_owner_settles_an_uncertain_letter(play: Play, yes: bool) -> None:
    play.smtp["compta@martin.example"] = "uncertain"
    play.advance_to(date(2026, 3, 6))
    case = play.case("martin")
    events = acts.answer(case, "martin-1", yes=yes, why="", rules=play.rules, now=play.now)
    [settled] = [e for e in events if isinstance(e, LetterSettled)]
    assert settled.sent is yes


def test_a_no_to_one_promise_leaves_the_hold_of_another(play: Play) -> None:
    far = DAY + timedelta(days=80)
    play.promises("martin", far, names=["F-1"])
    play.round()
    play.promises("martin", far, names=["F-2"])
    play.round()
    play.answer("martin", "promise_far", yes=False)  # the last one, about F-2
    held = [hold.invoices for hold in play.case("martin").holds.values()]
    assert held == [("F-1",)]


def test_an_accepted_promise_holds_until_its_day_and_grace(play: Play) -> None:
    play.promises("martin", date(2026, 5, 29))
    play.round()
    play.answer("martin", "promise_far", yes=True)
    case = play.case("martin")
    assert [p.noted.on for p in case.promises.values()] == [date(2026, 5, 29)]
    assert [hold.until for hold in case.holds.values()] == [date(2026, 6, 3)]


def test_a_letter_is_posted_once_and_then_presented(to_post: Play) -> None:
    case, today = to_post.case("martin"), to_post.today
    [posted, answered] = acts.posted(case, "1A", today)
    assert isinstance(answered, NoticeAnswered)
    assert posted == PaperPosted(posted.letter, "1A", today)  # type: ignore[union-attr]
    to_post.posted("martin")
    with pytest.raises(OperatorError, match=r"already posted on .*1A 234; add --presented"):
        acts.posted(to_post.case("martin"), "1A 234", today)
    later = today + timedelta(days=2)
    [shown] = acts.posted(to_post.case("martin"), "1A 234", today, refused=later)
    assert isinstance(shown, PaperPresented) and shown.outcome == "refused"
    with pytest.raises(OperatorError, match="not presented before"):
        acts.posted(to_post.case("martin"), "1A 234", today, presented=today - timedelta(days=1))


def test_nothing_is_posted_before_it_is_dated_or_without_a_letter(to_post: Play, play: Play) -> None:
    with pytest.raises(OperatorError, match="was not posted before"):
        acts.posted(to_post.case("martin"), "1A", date(2026, 3, 1))
    with pytest.raises(OperatorError, match="no letter to post"):
        acts.posted(play.case("martin"), "1A", DAY)


def test_posting_closes_the_question_whether_it_was(to_post: Play) -> None:
    to_post.advance_to(to_post.today + timedelta(days=10))
    assert "post" in [n.opened.about for n in to_post.case("martin").open_notices()]
    to_post.posted("martin")
    assert not to_post.case("martin").open_notices()


@pytest.mark.parametrize(("number", "days"), [("1A 235", 0), ("1A 234", 1)])
def test_what_is_posted_is_not_posted_again_otherwise(to_post: Play, number: str, days: int) -> None:
    on = to_post.today
    to_post.posted("martin")
    to_post.now += timedelta(days=3)
    with pytest.raises(OperatorError, match=f"already posted on {on}, n° 1A 234; give this number"):
        acts.posted(to_post.case("martin"), number, on + timedelta(days=days), presented=to_post.today)


def test_what_the_journal_says_of_a_posted_letter_is_told(to_post: Play) -> None:
    on = to_post.today
    assert acts.on_its_way(to_post.case("martin")) == "not posted yet"
    to_post.posted("martin")
    assert acts.on_its_way(to_post.case("martin")) == f"posted on {on}, n° 1A 234"
    to_post.posted("martin", on=on, presented=on)
    assert acts.on_its_way(to_post.case("martin")) == f"posted on {on}, n° 1A 234; presented on {on}"


# --- resume -----------------------------------------------------------------------------------------


def held(play: Play) -> dict[str, tuple[str, ...]]:
    return {hold.rule: hold.invoices for hold in play.case("martin").holds.values()}


def test_resuming_one_invoice_lifts_no_hold_of_the_whole_case(play: Play) -> None:
    play.hold("martin")
    with pytest.raises(OperatorError, match=r"whole case is held .*`relance resume martin` lifts it"):
        acts.resume(play.case("martin"), ("F-1",), play.today)
    play.hold("martin", "F-1")
    play.resume("martin", "F-1")
    assert held(play) == {"owner": ()}


def test_resuming_an_invoice_that_nothing_holds_says_so(play: Play) -> None:
    play.hold("martin", until=play.today)
    play.now += timedelta(days=2)
    with pytest.raises(OperatorError, match="nothing holds this"):
        acts.resume(play.case("martin"), ("F-1",), play.today)


def test_resuming_one_invoice_leaves_the_question_about_the_other(play: Play) -> None:
    play.mail("martin", "dispute", names=["F-1", "F-2"])
    play.round()
    play.resume("martin", "F-1")
    case = play.case("martin")
    assert [n.opened.invoices for n in case.open_notices()] == [("F-2",)]
    assert held(play) == {"dispute": ("F-2",)}


def test_resuming_a_case_never_wakes_what_was_refused_beside_it(play: Play) -> None:
    play.grow("martin", HoldSet("r", "refused", "the owner refuses: backlog", None, ("F-1",), by="owner"))
    play.hold("martin", "F-2")
    before = play.case("martin")
    events = acts.resume(before, (), play.today)
    assert "but for what you had refused (F-1)" in acts.resumed(before, events)
    play.grow("martin", *events)
    assert held(play) == {"refused": ("F-1",)}
    before = play.case("martin")
    assert acts.resumed(before, acts.resume(before, (), play.today)).endswith("goes on as well")
    play.resume("martin")
    assert not held(play)


def test_resuming_a_case_says_what_it_has_lifted(play: Play) -> None:
    play.mail("martin", "dispute", misfortune=True)
    play.mail("martin", "dispute", names=["F-1"])
    play.round()
    before = play.case("martin")
    said = acts.resumed(before, acts.resume(before, (), play.today))
    assert "lifted: misfortune (The mail tells of a misfortune" in said
    assert "dispute of F-1 (the debtor contests it)" in said
    before = fold_without(before, "misfortune")
    assert acts.resumed(before, acts.resume(before, ("F-1",), play.today)).startswith(
        "resumed, lifted: dispute"
    )


def fold_without(case: Case, rule: str) -> Case:
    case.holds = {name: hold for name, hold in case.holds.items() if hold.rule != rule}
    return case


def test_an_invoice_that_was_refused_is_woken_by_its_name(play: Play) -> None:
    play.grow("martin", HoldSet("r", "refused", "the owner refuses: backlog", None, ("F-1",), by="owner"))
    play.resume("martin", "F-1")
    assert not held(play)


def _asked_for_time(play: Play) -> str:
    play.mail("martin", "delay_request", names=["F-1"])
    play.round()
    return play.case("martin").open_notices()[0].opened.notice


def test_more_time_is_granted_to_a_day_and_the_error_says_how(play: Play) -> None:
    name = _asked_for_time(play)
    said = {"yes": True, "why": "", "rules": play.rules, "now": play.now}
    with pytest.raises(OperatorError, match="add --until D, or answer its mail"):
        acts.answer(play.case("martin"), name, **said)
    until = DAY + timedelta(days=20)
    play.grow("martin", *acts.answer(play.case("martin"), name, **said, until=until))
    [promise] = play.case("martin").promises.values()
    assert promise.noted.on == until
    assert {a.template for a in play.case("martin").answers.values()} == {"delay_accepted"}


def test_a_yes_without_a_day_grants_the_one_that_the_debtor_asked_for(play: Play) -> None:
    asks = f"Pouvez-vous patienter jusqu'au {DAY + timedelta(days=14):%d/%m/%Y} ?"
    play.mail("martin", "delay_request", names=["F-1"], sentence=asks)
    play.round()
    name = play.case("martin").open_notices()[0].opened.notice
    play.grow(
        "martin", *acts.answer(play.case("martin"), name, yes=True, why="", rules=play.rules, now=play.now)
    )
    [promise] = play.case("martin").promises.values()
    assert promise.noted.on == DAY + timedelta(days=14)


def test_no_more_time_is_told_to_the_debtor_too(play: Play) -> None:
    name = _asked_for_time(play)
    refused = acts.answer(play.case("martin"), name, yes=False, why="", rules=play.rules, now=play.now)
    play.grow("martin", *refused)
    assert {a.template for a in play.case("martin").answers.values()} == {"delay_refused"}
    assert not play.case("martin").open_notices()


def test_a_payment_recorded_by_mistake_is_taken_back_and_no_more_than_it(play: Play) -> None:
    play.invoice("martin", "F-9", due=date(2026, 3, 6), total=50_000)
    play.grow("martin", *acts.pay(play.case("martin"), "F-9", 20_000, play.today, ""))
    with pytest.raises(OperatorError, match=r"200\.00 EUR were recorded"):
        acts.pay_back(play.case("martin"), "F-9", 20_001, play.today, "")
    play.grow("martin", *acts.pay_back(play.case("martin"), "F-9", 20_000, play.today, ""))
    assert play.case("martin").invoices["F-9"].left == 50_000
