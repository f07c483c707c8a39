"""What a promise takes the place of, and what goes on beside it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot import acts
from bot.draft import Draft
from bot.events.mail import PromiseRead, Quote
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.owner.orders import Line, carry_out, ground
from bot.policy import granted
from bot.policy.parts import days_of
from tests.drafts import WRITER
from tests.play import Play, two_reminded

TENTH, LATE = date(2026, 3, 10), date(2026, 3, 27)
PLAN = [PromiseRead(date(2026, month, 10), 31_000) for month in (3, 4, 5, 6)]


@pytest.fixture
def play() -> Play:
    return two_reminded()


def planned(play: Play, *parts: PromiseRead) -> None:
    """The owner accepts instalments for F-112, and the debtor is told."""
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    mail = play.asked_mail("martin", "delay_request")
    plan = granted.plan_noted(play.sight("martin"), parts or PLAN, ("F-112",), mail)
    play.order("martin", "delay_request", "approve", *plan)
    play.round()


def running(play: Play) -> list[tuple[date | None, int | None, Sequence[str]]]:
    """Day, sum and invoices of what is promised, in the order of the days."""
    found = [p.noted for p in play.case("martin").promises.values() if not p.outcome]
    return [(n.on, n.amount, n.invoices) for n in sorted(found, key=lambda n: n.on or date.max)]


def answers(play: Play, template: str) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.template == template]


def text(draft: Draft) -> str:
    return WRITER.words(draft, date(2026, 3, 3)).text.replace("\u202f", " ").replace("\u00a0", " ")


# --- the same, said again ---------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [31_000, None])
def test_an_instalment_said_once_more_changes_nothing_of_the_plan(play: Play, amount: int | None) -> None:
    planned(play)
    before = running(play)
    play.promises("martin", TENTH, amount, names=("F-112",))
    play.advance(play.local(date(2026, 3, 6)))
    assert running(play) == before
    assert not answers(play, "promise_noted")
    play.advance_to(date(2026, 3, 9))
    play.paid("martin", "F-112", 31_000)
    play.advance_to(date(2026, 3, 13))
    [thanks] = answers(play, "promise_kept")
    assert thanks.promise and thanks.promise.received == 31_000
    asked = [d for d in play.drafts.values() if d.kind == "reminder" and d.lines[0].number == "F-112"]
    assert len(asked) == 1


def test_who_names_no_invoice_says_his_plan_again_too(play: Play) -> None:
    play.paid("martin", "F-118")
    planned(play)
    before = running(play)
    play.promises("martin", TENTH, 31_000)
    play.round()
    assert running(play) == before


def test_saying_again_an_instalment_that_a_broken_one_had_freed_holds_once_more(play: Play) -> None:
    planned(play)
    play.advance_to(date(2026, 3, 17))
    assert not any(".plan." in hold for hold in play.case("martin").holds)
    play.promises("martin", date(2026, 4, 10), 31_000, names=("F-112",))
    play.round()
    assert [hold.until for name, hold in play.case("martin").holds.items() if ".plan." in name] == [
        date(2026, 4, 15)
    ]


# --- something else ---------------------------------------------------------------------------------


def test_another_day_moves_the_next_instalment_and_leaves_those_after_it(play: Play) -> None:
    planned(play)
    play.promises("martin", date(2026, 3, 13), 31_000, names=("F-112",))
    play.round()
    assert [(on, amount) for on, amount, _ in running(play)] == [
        (date(2026, 3, 13), 31_000),
        *((part.date, part.amount) for part in PLAN[1:]),
    ]


def test_an_instalment_that_comes_behind_the_next_waits_for_its_own_money(play: Play) -> None:
    planned(play)
    play.promises("martin", date(2026, 4, 15), 31_000, names=("F-112",))
    play.round()
    play.advance_to(date(2026, 4, 10), at=play.local(TENTH).time())
    play.paid("martin", "F-112", 31_000)
    play.round()
    ended = {p.noted.on: p.outcome for p in play.case("martin").promises.values()}
    assert (ended[date(2026, 4, 10)], ended[date(2026, 4, 15)]) == ("kept", "")


def test_a_larger_payment_takes_from_the_next_instalments(play: Play) -> None:
    planned(play)
    play.promises("martin", TENTH, 50_000, names=("F-112",))
    play.round()
    assert [amount for _, amount, _ in running(play)] == [50_000, 12_000, 31_000, 31_000]


def test_the_whole_by_a_day_behind_the_last_takes_the_place_of_all(play: Play) -> None:
    planned(play, *PLAN[:1], PromiseRead(date(2026, 3, 17), None))
    play.promises("martin", LATE, names=("F-112",))
    play.round()
    assert [(on, amount) for on, amount, _ in running(play)] == [(LATE, None)]


@pytest.mark.parametrize(
    "words",
    [
        "Non merci, finalement nous paierons la totalité le 27 mars.",
        "On vous règle tout le 27 mars.",
        "Nous soldons tout le 27 mars.",
        "Nous soldons la facture le 27 mars.",
        "Nous réglerons l'ensemble le 27 mars.",
        "Nous réglons toutes les échéances restantes le 27 mars.",
    ],
)
def test_the_whole_promised_at_once_takes_the_place_of_every_instalment(play: Play, words: str) -> None:
    planned(play)
    play.promises("martin", LATE, names=("F-112",), sentence=words)
    play.round()
    assert [(on, amount) for on, amount, _ in running(play)] == [(LATE, 124_000)]


@pytest.mark.parametrize(
    "words",
    ["L'échéance sera réglée en totalité le 13 mars.", "Ce sera le 13 mars.", "Merci pour tout, le 13 mars."],
)
def test_an_instalment_put_off_is_not_the_whole(play: Play, words: str) -> None:
    planned(play)
    play.promises("martin", date(2026, 3, 13), names=("F-112",), sentence=words)
    play.round()
    assert [amount for _, amount, _ in running(play)] == [31_000] * 4


def test_an_invoice_with_a_day_of_its_own_leaves_the_others_their_promise(play: Play) -> None:
    play.promises("martin", LATE)
    play.round()
    play.promises("martin", date(2026, 3, 9), names=("F-112",))
    play.round()
    assert running(play) == [(date(2026, 3, 9), None, ("F-112",)), (LATE, None, ("F-118",))]
    play.advance_to(date(2026, 3, 12))
    assert len([d for d in play.drafts.values() if d.kind == "reminder"]) == 1
    play.paid("martin", "F-118")
    play.advance_to(LATE)
    assert [d.promise.received for d in answers(play, "promise_kept") if d.promise] == [124_000]


def test_a_promise_by_telephone_that_names_no_invoice_leaves_the_plan(play: Play) -> None:
    planned(play)
    said = {"day": date(2026, 3, 13), "amount": None, "invoices": (), "call": "", "mail": ""}
    play.grow("martin", *granted.called(play.sight("martin"), "promise", **said))  # type: ignore[arg-type]
    play.round()
    assert (date(2026, 3, 13), None, ("F-118",)) in running(play)
    assert len(running(play)) == 5


# --- each invoice its day ---------------------------------------------------------------------------

BOTH = "La facture F-112 sera payée le 10 mars et la F-118 le 27 mars."


def says(play: Play, words: str, *promises: PromiseRead) -> None:
    """A mail with these words, read as these promises."""
    play.mail("martin", "promise", names=("F-112", "F-118"), sentence=words, promises=promises)
    play.round()


def test_two_invoices_with_two_days_are_two_promises_each_watched(play: Play) -> None:
    says(play, BOTH, PromiseRead(TENTH, None), PromiseRead(LATE, None))
    assert running(play) == [(TENTH, None, ("F-112",)), (LATE, None, ("F-118",))]
    play.advance_to(date(2026, 3, 9))
    play.paid("martin", "F-112")
    play.advance_to(TENTH)
    [noted] = answers(play, "promise_noted")
    assert "– F-112 : 1 240,00 €, au plus tard le mardi 10 mars 2026" in text(noted)
    assert "– F-118 : 1 240,00 €, au plus tard le vendredi 27 mars 2026" in text(noted)
    assert len(answers(play, "promise_kept")) == 1
    assert running(play) == [(LATE, None, ("F-118",))]


def test_one_invoice_that_is_not_paid_on_its_day_leaves_the_other_in_peace(play: Play) -> None:
    says(play, BOTH, PromiseRead(TENTH, None), PromiseRead(LATE, None))
    play.advance_to(date(2026, 3, 20))
    last = [d for d in play.drafts.values() if d.kind == "reminder"][-1]
    assert [line.number for line in last.lines] == ["F-112"] and not last.also


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (BOTH, [("F-112",), ("F-118",)]),
        ("Le 10 mars nous réglons F-112, le 27 mars la F-118.", [("F-112",), ("F-118",)]),
        ("F-118 part le 10 mars, F-112 et F-121 le 27 mars", [("F-118",), ("F-112", "F-121")]),
        ("F-121 le 10 mars, les autres le 27 mars", [("F-121",), ("F-112", "F-118")]),
        ("la première le 10 mars, la deuxième le 27 mars", [("F-112",), ("F-118",)]),
        ("F-112 et F-118 : 600 € le 10 mars et le reste le 27 mars", []),
        ("F-112 le 10 mars ou le 27 mars", []),
        ("Nous réglons le 10 mars et le 27 mars", []),
    ],
)
def test_each_day_is_of_the_invoices_that_the_words_give_it(words: str, meant: list[tuple[str, ...]]) -> None:
    promises = [PromiseRead(TENTH, None), PromiseRead(LATE, None)]
    arrived = datetime(2026, 3, 3, 10, tzinfo=UTC)
    found = days_of([Quote("promise", words)], promises, ("F-112", "F-118", "F-121"), arrived)
    assert [numbers for numbers, _ in found] == meant
    assert [payment for _, payment in found] == [(TENTH, None), (LATE, None)][: len(meant)]


# --- what is said -----------------------------------------------------------------------------------


def test_every_payment_that_was_promised_is_noted_back(play: Play) -> None:
    parts = (PromiseRead(TENTH, 60_000), PromiseRead(LATE, None))
    play.mail("martin", "promise", promises=parts)
    play.advance_to(date(2026, 3, 3))
    [noted] = answers(play, "promise_noted")
    assert "– 600,00 €, au plus tard le mardi 10 mars 2026" in text(noted)
    assert "– le solde, au plus tard le vendredi 27 mars 2026" in text(noted)


def test_what_remains_is_said_of_the_invoices_that_owe_it(play: Play) -> None:
    play.promises("martin", TENTH)
    play.advance_to(date(2026, 3, 4))
    play.paid("martin", "F-112")
    play.advance_to(date(2026, 3, 16))
    [thanks] = answers(play, "promise_partly_kept")
    assert "Il reste 1 240,00 € à régler sur la facture F-118." in text(thanks)


def paid_in_part(play: Play) -> None:
    play.paid("martin", "F-118")
    play.promises("martin", TENTH)
    play.advance_to(date(2026, 3, 9))
    play.paid("martin", "F-112", 40_000)
    play.advance_to(date(2026, 3, 16))


def neutral(play: Play) -> Draft:
    [reminder] = [draft for draft in answers(play, "reminder") if draft.tone == "neutral"]
    return reminder


def test_a_day_asked_for_with_thanks_for_a_part_is_not_asked_for_again_by_the_next_reminder(
    play: Play,
) -> None:
    paid_in_part(play)
    play.advance_to(date(2026, 3, 26))
    said = text(neutral(play))
    assert "Nous vous avons demandé le 16 mars à quelle date la facture F-112 sera réglée." in said
    assert "Pourriez-vous" not in said and "au plus tard le 27 mars" in said


def test_who_answers_without_a_day_is_asked_once_more_and_the_reminder_names_that_letter(
    play: Play,
) -> None:
    paid_in_part(play)
    play.advance_to(date(2026, 3, 17))
    play.mail("martin", "acknowledgement", sentence="Bien reçu.")
    play.advance_to(date(2026, 4, 14))
    assert len(answers(play, "ask_date")) == 1 and neutral(play).asked_on == date(2026, 3, 30)


def test_of_an_instalment_paid_in_part_the_missing_part_alone_is_asked_for(play: Play) -> None:
    planned(play)
    play.advance_to(date(2026, 3, 9))
    play.paid("martin", "F-112", 10_000)
    play.advance_to(date(2026, 3, 16))
    [thanks] = answers(play, "promise_partly_kept")
    assert "Il manque 210,00 € sur ce règlement." in text(thanks)
    assert "solde" not in text(thanks)


@pytest.mark.parametrize("refused", [False, True])
def test_the_day_of_the_rest_is_not_asked_for_while_the_owner_is_asked_about_it(
    play: Play, refused: bool
) -> None:
    parts = (PromiseRead(TENTH, 40_000), PromiseRead(date(2026, 6, 15), None))
    play.mail("martin", "promise", promises=parts, names=("F-112",))
    play.advance_to(date(2026, 3, 4))
    if refused:
        case, asked = play.case("martin"), play.case("martin").open_notices()[-1].opened.notice
        play.grow("martin", *acts.answer(case, asked, yes=False, why="", rules=play.rules, now=play.now))
    play.paid("martin", "F-112", 10_000)
    play.advance_to(date(2026, 3, 16))
    [thanks] = answers(play, "promise_partly_kept")
    assert ("Il manque 300,00 € sur ce règlement." in text(thanks)) is not refused
    assert ("le solde sera réglé" in text(thanks)) is refused


# --- a plan that is not the debt --------------------------------------------------------------------


def ordered(play: Play, *parts: PromiseRead) -> Line:
    """The owner's plan for F-112 in answer to its question, and the line that says it back."""
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    case = play.case("martin")
    matter = Matter(case.id, ("F-112",), case.open_notices()[-1].opened.notice)
    act = replace(ActRead("plan"), instalments=parts)
    done = carry_out(ground(case, matter, act, rules=play.rules, now=play.now, by="owner"))
    play.grow("martin", *done.events)
    play.round()
    return done.line


def test_a_plan_that_comes_to_less_than_the_debt_is_told_and_remits_nothing(play: Play) -> None:
    line = ordered(play, *(PromiseRead(date(2026, month, 30), 30_000) for month in (3, 4, 5)))
    assert (line.values["amount"], line.values["left"]) == (90_000, 124_000)
    [letter] = answers(play, "plan_accepted")
    assert letter.rest == 34_000
    assert "Les 340,00 € restants demeurent dus." in text(letter)


def test_a_plan_never_agrees_on_more_than_the_debt(play: Play) -> None:
    line = ordered(play, *(PromiseRead(date(2026, month, 10), 40_000) for month in (3, 4, 5, 6)))
    assert (line.values["amount"], line.values["left"]) == (160_000, 124_000)
    assert [part.amount for part in line.values["instalments"]] == [40_000, 40_000, 40_000, 4_000]
    [letter] = answers(play, "plan_accepted")
    assert [part.amount for part in letter.plan] == [40_000, 40_000, 40_000, 4_000]


def test_a_plan_of_the_whole_debt_has_nothing_beside_it(play: Play) -> None:
    line = ordered(play, *PLAN)
    assert "amount" not in line.values
    [letter] = answers(play, "plan_accepted")
    assert not letter.rest and "demeurent" not in text(letter)


def test_the_line_of_a_plan_names_no_other_promise_that_goes_on_beside_it(play: Play) -> None:
    play.promises("martin", LATE, names=("F-112", "F-118"))
    play.round()
    line = ordered(play, *PLAN)
    assert [part.date for part in line.values["instalments"]] == [part.date for part in PLAN]
    assert "amount" not in line.values
    assert (LATE, None, ("F-118",)) in running(play)


# --- a promise, and what else is said ---------------------------------------------------------------------


def test_an_invoice_freed_from_a_promise_is_asked_about_once(play: Play) -> None:
    """The promise still names it, but what rests for it is the other invoice alone."""
    play.promises("martin", date(2026, 4, 30), names=("F-112", "F-118"))
    play.round()
    play.resume("martin", "F-112")
    play.advance_to(date(2026, 4, 10))
    opened = [n.opened for n in play.case("martin").notices.values() if n.opened.about == "first_firm_letter"]
    assert [n.invoices for n in opened] == [("F-112",)]


@pytest.mark.parametrize("wish", ["delay_request", "document_request", "wrong_contact"])
def test_a_promise_said_again_with_a_wish_is_more_than_that(play: Play, wish: str) -> None:
    play.promises("martin", LATE, names=("F-112", "F-118"))
    play.advance(play.now + timedelta(hours=3))
    again = play.promises("martin", LATE, names=("F-112", "F-118"))
    more = play.mail("martin", "promise", wish, promises=(PromiseRead(LATE, None),), names=("F-112",))
    play.round()
    mails = play.case("martin").mails
    assert (mails[again].weighed == "said_again", mails[more].weighed == "said_again") == (True, False)


def test_the_balance_promised_beside_an_instalment_said_again_is_no_sum_of_nothing(play: Play) -> None:
    first = PromiseRead(TENTH, 40_000)
    play.mail("martin", "promise", names=("F-112",), promises=(first,))
    play.round()
    play.mail("martin", "promise", names=("F-112",), promises=(first, PromiseRead(LATE, None)))
    play.round()
    assert running(play) == [(TENTH, 40_000, ("F-112",)), (LATE, None, ("F-112",))]


def test_each_of_two_requests_for_time_has_its_last_word(play: Play) -> None:
    for number in ("F-112", "F-118"):
        play.mail("martin", "delay_request", names=(number,))
        play.advance(play.now + timedelta(hours=3))
    play.advance_to(date(2026, 3, 18))
    asked = [n.opened for n in play.case("martin").open_notices() if n.opened.about == "delay_request"]
    assert {n.invoices for n in asked if n.day} == {("F-112",), ("F-118",)}


# --- thanks -----------------------------------------------------------------------------------------


def test_two_instalments_paid_at_once_are_one_payment_with_one_thanks(play: Play) -> None:
    planned(play, PromiseRead(TENTH, 62_000), PromiseRead(LATE, 62_000))
    play.paid("martin", "F-112", 124_000)
    play.advance_to(date(2026, 3, 6))
    [thanks] = answers(play, "promise_kept")
    assert "bien reçu votre règlement de 1 240,00 €. Nous" in " ".join(text(thanks).split())
    assert not running(play)


def test_thanks_name_the_money_that_came_and_not_what_was_counted_for_the_promise(play: Play) -> None:
    planned(play)
    play.advance_to(date(2026, 3, 9))
    play.paid("martin", "F-112", 40_000)
    play.advance_to(date(2026, 4, 9))
    play.paid("martin", "F-112", 22_000)
    play.advance_to(date(2026, 4, 10))
    assert [d.promise.received for d in answers(play, "promise_kept") if d.promise] == [40_000, 22_000]


# --- another day is asked for beside a plan ----------------------------------------------------------


def test_an_instalment_is_not_broken_while_another_day_is_asked_for(play: Play) -> None:
    planned(play)
    play.mail("martin", "delay_request", names=("F-112",), sentence="Serait-ce possible plus tard ?")
    play.advance_to(date(2026, 3, 16))
    assert len(running(play)) == 4
    play.paid("martin", "F-112", 31_000)
    play.round()
    play.advance_to(date(2026, 3, 17))
    assert len(running(play)) == 3 and answers(play, "promise_kept")


def test_a_day_granted_beside_a_plan_puts_off_the_next_instalment_alone(play: Play) -> None:
    planned(play)
    mail = play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    events = granted.delay_granted(play.sight("martin"), mail, LATE, ("F-112",))
    play.order("martin", "delay_request", "approve", *events)
    play.round()
    assert [(on, amount) for on, amount, _ in running(play)] == [
        (LATE, 31_000),
        *((part.date, part.amount) for part in PLAN[1:]),
    ]
    assert "310,00 €, au plus tard le vendredi 27 mars 2026" in text(answers(play, "plan_accepted")[-1])


def test_an_instalment_that_came_late_is_not_said_to_be_missing(play: Play) -> None:
    play.paid("martin", "F-118")
    planned(play)
    play.hold("martin", until=date(2026, 3, 20))
    play.advance_to(date(2026, 3, 18))
    assert play.case("martin").promises[min(play.case("martin").promises)].outcome == "broken"
    play.paid("martin", "F-112", 31_000)
    play.advance_to(date(2026, 3, 31))
    assert not [d for d in play.drafts.values() if d.promise and d.kind == "reminder"]
    assert [on for on, _, _ in running(play)] == [part.date for part in PLAN[1:]]


def test_a_promise_is_not_held_against_who_contested_before_its_day(play: Play) -> None:
    play.promises("martin", TENTH, names=("F-112",))
    play.advance_to(date(2026, 3, 6))
    play.mail("martin", "dispute", names=("F-112",))
    play.round()
    play.advance_to(date(2026, 3, 17))
    play.order("martin", "dispute", "resume")
    play.resume("martin")
    play.advance_to(date(2026, 4, 15))
    later = [d for d in play.drafts.values() if "F-112" in [line.number for line in d.lines]][1:]
    assert [d for d in later if d.kind == "reminder"] and not [
        d for d in later if d.kind != "answer" and d.promise
    ]


# --- one payment soon, the other far away -----------------------------------------------------------

SOON, FAR = PromiseRead(date(2026, 3, 4), 50_000), PromiseRead(date(2026, 4, 30), 74_000)


def test_the_near_part_of_a_far_promise_is_noted_and_the_far_one_asked_about(play: Play) -> None:
    mail = play.mail("martin", "promise", names=("F-112",), promises=(SOON, FAR))
    play.advance(play.local(date(2026, 3, 5)))
    assert running(play) == [(SOON.date, 50_000, ("F-112",))]
    assert play.asked_mail("martin", "promise_far") == mail
    assert "500,00 €, au plus tard le mercredi 4 mars" in text(answers(play, "promise_noted")[0])
    play.paid("martin", "F-112", 50_000)
    play.advance_to(date(2026, 3, 9))
    assert answers(play, "promise_kept")
    play.answer("martin", "promise_far", yes=True)
    play.round()
    assert running(play) == [(FAR.date, 74_000, ("F-112",))]


def test_the_far_part_that_the_owner_accepts_at_once_leaves_the_near_one(play: Play) -> None:
    play.mail("martin", "promise", names=("F-112",), promises=(SOON, FAR))
    play.round()
    play.answer("martin", "promise_far", yes=True)
    play.round()
    assert [(on, amount) for on, amount, _ in running(play)] == [(SOON.date, 50_000), (FAR.date, 74_000)]
