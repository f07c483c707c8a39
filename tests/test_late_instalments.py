"""An instalment that is refused more time, that comes late, or that does not come."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.draft import Draft, PromiseSaid
from bot.events.debts import PaymentSeen
from bot.events.mail import MailKept, PromiseRead
from bot.events.owner import MiseEnDemeureOrdered, OwnerWrote
from bot.events.owner_mail import ActRead
from bot.owner.lists import due
from bot.owner.matters import Matter
from bot.owner.orders import carry_out, ground
from bot.policy import granted
from tests.drafts import WRITER
from tests.play import Play, two_reminded

PLAN = [PromiseRead(date(2026, month, 10), 31_000) for month in (3, 4, 5, 6)]


@pytest.fixture
def play() -> Play:
    """F-112 is to be paid in four parts, and nothing else is owed."""
    play = two_reminded()
    play.paid("martin", "F-118")
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    plan = granted.plan_noted(
        play.sight("martin"), PLAN, ("F-112",), play.asked_mail("martin", "delay_request")
    )
    play.order("martin", "delay_request", "approve", *plan)
    play.round()
    return play


def drafts(play: Play, what: str) -> list[Draft]:
    return [draft for draft in play.drafts.values() if what in (draft.template, draft.kind)]


def text(draft: Draft) -> str:
    plain = WRITER.words(draft, date(2026, 3, 3)).text.replace("\u202f", " ").replace("\u00a0", " ")
    return plain.replace("’", "'")


def paid(play: Play, on: date, amount: int) -> None:
    play.advance_to(on - timedelta(days=1))
    play.paid("martin", "F-112", amount)
    play.advance_to(on)


def outcomes(play: Play) -> list[str]:
    mine = play.case("martin").promises.values()
    return [p.outcome for p in sorted(mine, key=lambda p: p.noted.on or date.max)]


def refused(play: Play) -> None:
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    no = granted.delay_refused(play.sight("martin"), play.asked_mail("martin", "delay_request"), ("F-112",))
    play.order("martin", "delay_request", "refuse", *no)


def test_who_may_not_put_off_an_instalment_is_asked_for_it_on_its_day_and_for_no_more(play: Play) -> None:
    refused(play)
    play.advance(play.now + timedelta(hours=2))
    [said] = drafts(play, "delay_refused")
    assert "L'échéance convenue du 10 mars, soit 310,00 €, reste due à cette date." in text(said).replace(
        "’", "'"
    )
    assert "dès maintenant" not in text(said)


@pytest.mark.parametrize("asked", [date(2026, 3, 12), date(2026, 3, 17)])  # in its grace; asked for already
@pytest.mark.parametrize(("came", "due"), [(0, "310,00 €"), (10_000, "210,00 €")])
def test_who_may_not_put_off_an_instalment_whose_day_is_over_is_held_to_it_and_to_no_later_one(
    play: Play, asked: date, came: int, due: str
) -> None:
    play.advance_to(date(2026, 3, 9))
    if came:
        play.paid("martin", "F-112", came)
    play.advance_to(asked)
    refused(play)
    play.advance_to(asked + timedelta(days=1))
    [said] = drafts(play, "delay_refused")
    assert f"L'échéance convenue du 10 mars, soit {due}, reste due dès maintenant." in text(said)


@pytest.mark.parametrize("weekend", [False, True])
def test_nobody_is_held_to_a_day_that_is_over(weekend: bool) -> None:
    play = two_reminded()
    play.paid("martin", "F-118")
    play.promises("martin", date(2026, 3, 13))
    play.advance_to(date(2026, 3, 13) if weekend else date(2026, 3, 16))
    play.paid("martin", "F-112", 50_000)
    refused(play)
    play.advance_to(date(2026, 3, 17))
    [said] = drafts(play, "delay_refused")
    assert said.promise is None
    assert "740,00 € restent à régler" in text(said) and "dès maintenant" in text(said)


def test_a_no_to_more_time_is_not_said_of_an_instalment_that_is_paid_meanwhile(play: Play) -> None:
    play.advance(play.local(date(2026, 3, 6), play.now.time().replace(hour=20)))
    refused(play)
    play.paid("martin", "F-112", 31_000)
    play.advance_to(date(2026, 3, 12))
    assert not drafts(play, "delay_refused")


def test_a_late_instalment_is_asked_for_alone_and_says_what_becomes_of_the_plan(play: Play) -> None:
    play.advance_to(date(2026, 3, 18))
    reminded = text(drafts(play, "reminder")[-1])
    assert "Il était convenu d'un règlement de 310,00 € pour le 10 mars." in reminded
    assert "à quelle date cette échéance sera réglée" in reminded
    assert "à défaut, l'échéancier prendra fin et la totalité, soit 1 240,00 €, sera exigible" in reminded


def test_another_day_is_proposed_for_the_next_instalment_and_not_for_the_whole(play: Play) -> None:
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    asked, day = play.asked_mail("martin", "delay_request"), date(2026, 3, 20)
    events = granted.delay_proposed(play.sight("martin"), asked, day, ("F-112",))
    play.order("martin", "delay_request", "resume", *events)
    play.advance(play.now + timedelta(hours=2))
    [said] = drafts(play, "delay_proposed")
    assert "de régler l'échéance du 10 mars, soit 310,00 €, au plus tard le vendredi 20 mars" in text(said)


def test_the_list_shows_a_late_instalment_with_its_own_sum(play: Play) -> None:
    play.advance_to(date(2026, 3, 18))
    assert due(1, drafts(play, "reminder")[-1], date(2026, 3, 18)).amount == 31_000


@pytest.mark.parametrize("day", [10, 12, 13, 18])
def test_a_mere_paid_is_of_the_instalment_that_is_due(play: Play, day: int) -> None:
    play.advance_to(date(2026, 3, day))
    case = play.case("martin")
    order = ground(case, Matter("martin"), ActRead("paid"), rules=play.rules, now=play.now, by="owner")
    carried = carry_out(order)
    assert [e.amount for e in carried.events if isinstance(e, PaymentSeen)] == [31_000]


def test_what_is_due_beside_a_late_instalment_is_asked_for_in_its_own_letter(play: Play) -> None:
    play.invoice("martin", "F-130", due=date(2026, 3, 12), total=50_000)
    play.advance_to(date(2026, 3, 27))
    letters = drafts(play, "reminder")
    late = next(d for d in letters if d.late)
    assert [line.number for line in late.lines] == ["F-112"]
    assert "la totalité, soit 1 240,00 €" in text(late)
    assert any([line.number for line in d.lines] == ["F-130"] for d in letters)


def test_a_plan_whose_late_instalment_came_goes_on(play: Play) -> None:
    paid(play, date(2026, 3, 18), 31_000)
    asked = len(drafts(play, "reminder"))
    [thanks] = drafts(play, "promise_kept")
    assert "310,00 €" in text(thanks)
    play.advance_to(date(2026, 4, 9))
    assert len(drafts(play, "reminder")) == asked
    paid(play, date(2026, 4, 10), 31_000)
    play.advance_to(date(2026, 5, 9))
    assert len(drafts(play, "reminder")) == asked
    assert outcomes(play) == ["kept", "kept", "", ""]
    assert [d.promise and d.promise.received for d in drafts(play, "promise_kept")] == [31_000, 31_000]


def test_a_plan_that_is_not_caught_up_with_is_over_with_the_letter_that_says_so(play: Play) -> None:
    play.says_yes = True
    play.advance_to(date(2026, 3, 25))
    assert outcomes(play) == ["broken", "", "", ""]
    play.advance_to(date(2026, 4, 8))
    assert outcomes(play) == ["broken", "replaced", "replaced", "replaced"]
    last = drafts(play, "reminder")[-1]
    assert "L'échéancier a donc pris fin, et la totalité est exigible." in text(last)
    assert last.asked == 124_000
    assert not last.plan


def test_until_the_owner_has_agreed_to_that_letter_the_plan_can_be_caught_up_with(play: Play) -> None:
    play.advance_to(date(2026, 3, 31))
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["first_firm_letter"]
    paid(play, date(2026, 4, 2), 31_000)
    assert outcomes(play) == ["kept", "", "", ""]
    assert not play.case("martin").open_notices()
    [thanks] = drafts(play, "promise_kept")
    assert "310,00 €" in text(thanks)


def test_a_yes_to_that_letter_is_none_to_the_letter_about_a_later_instalment() -> None:
    """The late part came before it had left: the plan went on, and its last part is another matter."""
    play = two_reminded()
    play.paid("martin", "F-118")
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    parts = [PromiseRead(date(2026, month, 10), 62_000) for month in (3, 4)]
    mail = play.asked_mail("martin", "delay_request")
    plan = granted.plan_noted(play.sight("martin"), parts, ("F-112",), mail)
    play.order("martin", "delay_request", "approve", *plan)
    play.advance_to(date(2026, 3, 31))
    play.answer("martin", "first_firm_letter", yes=True)
    play.paid("martin", "F-112", 62_000)
    play.advance_to(date(2026, 4, 30))
    assert outcomes(play) == ["kept", "broken"]
    assert not [draft for draft in drafts(play, "reminder") if draft.tone == "firm"]
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["first_firm_letter"]


def test_the_second_late_instalment_is_asked_for_as_the_first_was(play: Play) -> None:
    play.says_yes = True
    paid(play, date(2026, 3, 18), 31_000)
    play.advance_to(date(2026, 4, 20))
    reminded = drafts(play, "reminder")[-1]
    assert "Il était convenu d'un règlement de 310,00 € pour le 10 avril." in text(reminded)
    assert "à défaut, l'échéancier prendra fin" in text(reminded)
    assert outcomes(play) == ["kept", "broken", "", ""]


def test_after_the_last_reminder_a_late_instalment_is_asked_for_by_that_once_more(play: Play) -> None:
    """Nothing formal before the debtor has heard that it is late, and then that the plan is over."""
    play.says_yes = True
    paid(play, date(2026, 3, 18), 31_000)  # asked for by the second reminder
    paid(play, date(2026, 4, 20), 31_000)  # by the third
    play.advance_to(date(2026, 5, 20))
    reminded = drafts(play, "reminder")[-1]
    assert "Il était convenu d'un règlement de 310,00 € pour le 10 mai." in text(reminded)
    assert "à défaut, l'échéancier prendra fin" in text(reminded)
    assert not drafts(play, "mise_en_demeure")
    play.advance_to(date(2026, 6, 9))
    assert "L'échéancier a donc pris fin" in text(drafts(play, "reminder")[-1])
    assert not drafts(play, "mise_en_demeure")
    assert outcomes(play) == ["kept", "kept", "broken", "replaced"]


@pytest.mark.parametrize("english", [False, True])
def test_a_late_instalment_is_asked_for_mildly_and_the_letter_that_ends_the_plan_is_the_first_firm_one(
    play: Play, english: bool
) -> None:
    """Whatever its step: only what demands the whole needs the owner's word, and he is shown that."""
    if english:
        play.debtor("martin", language="en")
    paid(play, date(2026, 3, 18), 31_000)
    asked = len(drafts(play, "reminder"))
    play.advance_to(date(2026, 4, 20))
    assert not play.case("martin").open_notices()
    [mild] = drafts(play, "reminder")[asked:]
    assert (mild.tone, mild.due_now, mild.plan_over) == ("neutral", 31_000, False)
    last = play.case("martin").sent_letters()[-1].intended
    assert (last.part, last.asked) == (31_000, 93_000)
    play.advance_to(date(2026, 5, 9))
    [notice] = play.case("martin").open_notices()
    assert notice.opened.about == "first_firm_letter"
    assert "F-112: 930.00 EUR" in notice.opened.question
    assert drafts(play, "reminder")[asked:] == [mild]
    play.answer("martin", "first_firm_letter", yes=True)
    play.advance_to(date(2026, 5, 12))
    [_, firm] = drafts(play, "reminder")[asked:]
    assert (firm.tone, firm.asked, firm.plan_over) == ("firm", 93_000, True)
    assert play.case("martin").sent_letters()[-1].intended.part == 0


def test_a_question_about_a_letter_for_the_whole_keeps_no_late_instalment_from_being_asked_for() -> None:
    """The plan is for one of the two invoices that the owner is asked about."""
    play = two_reminded()
    play.advance_to(date(2026, 3, 31))
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["first_firm_letter"]
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    parts = [PromiseRead(date(2026, month, 10), 31_000) for month in (4, 5, 6, 7)]
    mail = play.asked_mail("martin", "delay_request")
    plan = granted.plan_noted(play.sight("martin"), parts, ("F-112",), mail)
    play.order("martin", "delay_request", "approve", *plan)
    play.advance_to(date(2026, 4, 20))
    assert drafts(play, "reminder")[-1].due_now == 31_000


@pytest.mark.parametrize("day", [date(2026, 3, 18), date(2026, 3, 25)])  # the time to catch up runs; is over
def test_what_the_owner_wrote_of_a_plan_that_is_late_and_is_not_understood_rests_until_he_has_said_it(
    play: Play, day: date
) -> None:
    """It may have demanded the whole: nothing that says otherwise leaves, even if the part comes."""
    play.advance_to(day)
    asked = len(drafts(play, "reminder"))
    mail = f"{'hand.':0<64}"
    kept = MailKept(mail, "", "claire@m.example", "", play.now, "Sent", 1, 1, "owner_letter", "address")
    wrote = OwnerWrote(
        mail, play.case("martin").debtor.contacts, play.now, says="unsure", words="la totalité"
    )
    play.grow("martin", kept, wrote)
    paid(play, date(2026, 3, 30), 31_000)
    play.advance_to(date(2026, 5, 4))
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["owner_letter"]
    assert len(drafts(play, "reminder")) == asked


def test_once_its_time_is_over_the_owner_may_order_the_mise_en_demeure_which_says_so(play: Play) -> None:
    play.advance_to(date(2026, 3, 31))
    play.grow("martin", MiseEnDemeureOrdered())
    play.says_yes = True
    play.advance_to(date(2026, 4, 3))
    [demanded] = drafts(play, "mise_en_demeure")
    assert "L'échéancier a donc pris fin, et la totalité est exigible." in text(demanded)
    play.posted("martin")
    play.advance_to(date(2026, 4, 7))
    assert outcomes(play) == ["broken", "replaced", "replaced", "replaced"]


def test_by_post_the_last_reminder_is_printed_once_more_and_posted_once(play: Play) -> None:
    play.says_yes = True
    paid(play, date(2026, 3, 18), 31_000)
    paid(play, date(2026, 4, 20), 31_000)
    play.debtor("martin", contacts=())
    play.advance_to(date(2026, 5, 15))
    [paper] = play.case("martin").papers.values()
    assert paper.prepared.climbs == drafts(play, "reminder")[-1].climbs
    play.posted("martin")
    play.advance_to(date(2026, 5, 28))
    assert len(play.case("martin").papers) == 1
    assert outcomes(play) == ["kept", "kept", "broken", ""]
    paid(play, date(2026, 5, 29), 31_000)
    assert outcomes(play) == ["kept", "kept", "kept", ""]


def test_a_pause_takes_no_time_from_who_is_late_and_it_is_asked_for_anew(play: Play) -> None:
    play.says_yes = True
    play.advance_to(date(2026, 3, 18))
    play.hold("martin", "F-112", date(2026, 4, 16))
    play.advance_to(date(2026, 4, 15))
    assert outcomes(play) == ["broken", "", "", ""]
    play.advance_to(date(2026, 4, 17))
    assert outcomes(play) == ["broken", "broken", "", ""]
    reminded = text(drafts(play, "reminder")[-1])
    both = "Étaient prévus les règlements de 310,00 € pour le 10 mars et de 310,00 € pour le 10 avril."
    assert both in reminded
    assert "à quelle date ces échéances seront réglées" in reminded
    assert "à défaut, l'échéancier prendra fin" in reminded


def test_a_dispute_that_is_closed_takes_no_time_from_who_is_late(play: Play) -> None:
    play.says_yes = True
    play.advance_to(date(2026, 3, 17))
    play.mail("martin", "dispute", names=("F-112",))
    play.advance_to(date(2026, 4, 1))
    play.resume("martin")
    play.order("martin", "dispute", "resume")
    play.advance_to(date(2026, 4, 3))
    reminded = text(drafts(play, "reminder")[-1])
    assert "Il était convenu d'un règlement de 310,00 € pour le 10 mars." in reminded
    assert "à défaut, l'échéancier prendra fin" in reminded
    assert outcomes(play) == ["broken", "", "", ""]


def test_a_late_instalment_that_gets_another_day_is_no_other_instalment(play: Play) -> None:
    play.advance_to(date(2026, 3, 17))
    play.mail("martin", "promise", promises=(PromiseRead(date(2026, 3, 30), 31_000),), names=("F-112",))
    play.advance_to(date(2026, 3, 29))
    assert outcomes(play) == ["replaced", "", "", "", ""]
    asked = len(drafts(play, "reminder"))
    paid(play, date(2026, 3, 30), 31_000)
    paid(play, date(2026, 4, 10), 31_000)
    assert outcomes(play) == ["replaced", "kept", "kept", "", ""]
    assert len(drafts(play, "reminder")) == asked


def test_of_a_late_instalment_that_is_put_off_the_others_keep_their_days(play: Play) -> None:
    play.advance_to(date(2026, 3, 17))
    play.mail("martin", "delay_request", names=("F-112",))
    play.round()
    mail = play.asked_mail("martin", "delay_request")
    yes = granted.delay_granted(play.sight("martin"), mail, date(2026, 3, 27), ("F-112",))
    play.order("martin", "delay_request", "approve", *yes)
    mine = [p.noted for p in play.case("martin").promises.values() if not p.outcome]
    assert [(said.on, said.amount) for said in mine] == [
        (date(2026, 3, 27), 31_000),
        *((date(2026, month, 10), 31_000) for month in (4, 5, 6)),
    ]


def test_nothing_is_demanded_while_a_late_instalment_may_still_come(play: Play) -> None:
    play.advance_to(date(2026, 3, 18))
    asked = len(drafts(play, "reminder"))
    play.advance_to(date(2026, 3, 26))
    assert len(drafts(play, "reminder")) == asked


def of_both() -> Play:
    """F-112 and F-118 are to be paid together in four parts."""
    play = two_reminded()
    play.says_yes = True
    play.mail("martin", "delay_request")
    play.round()
    mail = play.asked_mail("martin", "delay_request")
    parts = [replace(part, amount=62_000) for part in PLAN]
    plan = granted.plan_noted(play.sight("martin"), parts, ("F-112", "F-118"), mail)
    play.order("martin", "delay_request", "approve", *plan)
    return play


def test_a_plan_rests_as_long_as_one_of_its_invoices_does() -> None:
    play = of_both()
    play.advance_to(date(2026, 3, 17))
    asked = len(drafts(play, "reminder"))
    play.mail("martin", "dispute", names=("F-118",))
    play.advance_to(date(2026, 5, 30))
    assert len(drafts(play, "reminder")) == asked
    play.resume("martin")
    play.order("martin", "dispute", "resume")
    play.advance_to(date(2026, 6, 3))
    [reminded] = drafts(play, "reminder")[asked:]
    assert len(reminded.lines) == 2
    assert len(reminded.late) == 3


def test_a_payment_of_several_invoices_that_came_on_one_is_not_looked_for() -> None:
    play = of_both()
    paid(play, date(2026, 3, 10), 62_000)
    play.advance_to(date(2026, 4, 17))
    play.says_paid("martin", date(2026, 4, 17))
    play.round()
    play.paid("martin", "F-112")
    play.advance_to(date(2026, 5, 9))
    assert len(drafts(play, "promise_kept")) == 2
    assert not drafts(play, "payment_not_found")


def test_of_two_days_that_the_debtor_announced_the_second_is_named_too() -> None:
    play = two_reminded()
    play.says_yes = True
    play.paid("martin", "F-118")
    said = tuple(PromiseRead(date(2026, 3, day), 62_000) for day in (13, 31))
    play.mail("martin", "promise", promises=said)
    paid(play, date(2026, 3, 20), 62_000)
    play.advance_to(date(2026, 4, 8))
    reminded = text(drafts(play, "reminder")[-1])
    assert "vous nous avez annoncé un règlement de 620,00 € pour le 31 mars." in reminded
    assert "échéancier prendra fin" not in reminded


def test_an_english_debtor_reads_that_the_plan_is_over_in_english() -> None:
    late = (PromiseSaid(date(2026, 3, 3), date(2026, 3, 10), 31_000, agreed=True),)
    two = (*late, PromiseSaid(date(2026, 3, 3), date(2026, 4, 10), 31_000, 10_000, agreed=True))
    play = two_reminded()
    plain = replace(drafts(play, "reminder")[-1], language="en", tone="firm", promise=two[-1])
    over = text(replace(plain, promise=late[0], late=late, plan_over=True))
    assert "We agreed on a payment of €310.00 for 10 March." in over
    assert "The payment plan has therefore ended, and the whole amount is due." in over
    both = text(replace(plain, late=two, plan=late))
    assert "Payments of €310.00 by 10 March and of €310.00 by 10 April were planned." in both
    assert "only €100.00 has reached us" in both
    assert "when these instalments will be paid" in both
