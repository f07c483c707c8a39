"""What the mails to the owner may name, drawn from cases."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from bot.case import Case
from bot.events.consequences import ContactDead, HoldSet, PromiseEnded, PromiseNoted
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent, Entry
from bot.events.house import MailUnplaced
from bot.events.letters import Climb, LetterIntended, LetterSent, PaperPosted, PaperPrepared, PaperPresented
from bot.events.mail import BounceRead, MailKept, MailRead, PromiseRead, Quote, ReplyWeighed
from bot.events.owner import NoticeOpened, RemindersDeclared
from bot.fold import fold
from bot.letters import Words
from bot.letters.owner import OwnerWriter
from bot.letters.samples import SAMPLE_CREDITOR
from bot.owner import lists, monday, news, views
from bot.owner.dues import Sum
from bot.policy.house import Wait
from tests.drafts import DEMAND, REMINDER, TEMPLATES
from tests.play import rules

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = NOW.date()
DEBTOR = DebtorSeen(
    "martin",
    "Martin SARL",
    "business",
    contacts=("compta@martin.example", "chef@martin.example"),
    phone="02 98 00 00 00",
)
FIRST = InvoiceSeen("F-1", date(2026, 1, 28), date(2026, 2, 27), 124_000)
SECOND = InvoiceSeen("F-2", date(2026, 2, 1), date(2026, 3, 20), 30_000, paid=10_000)
RULES = rules()


def entries(*happened: CaseEvent) -> list[Entry]:
    """These events of the case, an hour apart."""
    chain = (DEBTOR, FIRST, SECOND, *happened)
    return [Entry("c", n, AT + timedelta(hours=n), event) for n, event in enumerate(chain, 1)]


def case(*happened: CaseEvent) -> Case:
    return fold("c", entries(*happened))


@dataclass
class Open:
    """A question as the state keeps it."""

    opened: NoticeOpened
    at: datetime = AT
    told: list[datetime] = field(default_factory=list)


def opened(about: str, **more: object) -> NoticeOpened:
    return NoticeOpened("c-1", about, "The debtor contests the debt. “it leaks”", **more)  # type: ignore[arg-type]


def kept(mail: str = "m1", **more: object) -> MailKept:
    known: dict[str, object] = {
        "mail": mail, "message_id": f"<{mail}@martin.example>", "sender": "chef@martin.example",
        "subject": "Re: Facture F-1", "arrived": AT + timedelta(days=1), "folder": "INBOX", "uidvalidity": 1,
        "uid": 1, "whose": "debtor", "sure": "thread", "invoices": ("F-1",),
    }  # fmt: skip
    return MailKept(**(known | more))  # type: ignore[arg-type]


def read(*intents: str, mail: str = "m1", **more: object) -> MailRead:
    quotes = tuple(Quote(intent, f"words of {intent}") for intent in intents)
    return MailRead(mail, "1", intents, evidence=quotes, **more)  # type: ignore[arg-type]


# --- one question -----------------------------------------------------------------------------------


def test_a_question_quotes_the_words_that_led_to_it_and_says_what_was_understood() -> None:
    promised = (PromiseRead(date(2026, 4, 1), 40_000),)
    known = case(kept(), read("promise", "dispute", promises=promised, new_contact="x@martin.example"))
    view = views.asked(known, Open(opened("dispute", mail="m1", invoices=("F-1",))), RULES, NOW)
    assert view.words == ("words of dispute",)
    assert view.intents == ("promise", "dispute")
    assert view.promises == promised
    assert view.new_contact == "x@martin.example"
    assert (view.wrote, view.sender) == (date(2026, 3, 3), "chef@martin.example")


def test_a_question_without_a_mail_quotes_what_its_own_words_quote() -> None:
    assert views.asked(case(), Open(opened("dispute")), RULES, NOW).words == ("it leaks",)
    assert views.asked(case(kept()), Open(opened("dispute", mail="m1")), RULES, NOW).words == ("it leaks",)


def test_a_question_shows_the_invoices_meant_with_what_is_left_and_how_late_they_are() -> None:
    view = views.asked(case(), Open(opened("dispute", invoices=("F-1",))), RULES, NOW)
    assert [(i.number, i.left, i.late) for i in view.invoices] == [("F-1", 124_000, 11)]
    assert (view.total, view.whole) == ((Sum(124_000),), False)
    whole = views.asked(case(), Open(opened("misfortune")), RULES, NOW)
    assert [(i.number, i.left, i.late) for i in whole.invoices] == [("F-1", 124_000, 11), ("F-2", 20_000, 0)]
    assert (whole.total, whole.whole) == ((Sum(144_000),), True)


def test_sums_of_two_currencies_are_never_one() -> None:
    other = InvoiceSeen("F-3", date(2026, 2, 1), date(2026, 3, 1), 500, currency="CHF")
    total = views.asked(case(other), Open(opened("misfortune")), RULES, NOW).total
    assert total == (Sum(144_000), Sum(500, "CHF"))


def test_an_invoice_that_was_settled_meanwhile_is_shown_only_where_nothing_else_is_meant() -> None:
    settled = case(InvoiceClosed("F-1", "settled"))
    both = views.asked(settled, Open(opened("dispute", invoices=("F-1", "F-2"))), RULES, NOW)
    assert [i.number for i in both.invoices] == ["F-2"]
    gone = views.asked(settled, Open(opened("dispute", invoices=("F-1",))), RULES, NOW)
    assert [(i.number, i.left) for i in gone.invoices] == [("F-1", 0)]


def test_the_hold_that_stands_is_told_with_its_last_day() -> None:
    hold = HoldSet("h", "already_paid", "says it is paid", date(2026, 3, 17), ("F-1",), "m1")
    question = Open(opened("already_paid", mail="m1", invoices=("F-1",)))
    view = views.asked(case(hold), question, RULES, NOW)
    assert (view.held, view.held_until) == (True, date(2026, 3, 17))
    later = views.asked(case(hold), question, RULES, NOW + timedelta(days=10))
    assert (later.held, later.held_until) == (False, None)
    for_good = HoldSet("g", "owner", "stop", None)
    assert views.asked(case(hold, for_good), question, RULES, NOW).held_until is None
    elsewhere = HoldSet("h", "dispute", "another invoice", None, ("F-2",))
    assert not views.asked(case(elsewhere), question, RULES, NOW).held


def test_a_question_knows_since_when_and_how_often_it_was_asked() -> None:
    view = views.asked(case(), Open(opened("kind"), AT, [AT, NOW]), RULES, NOW)
    assert (view.since, view.times) == (date(2026, 3, 2), 2)
    assert view.soon is not None and view.soon >= TODAY + timedelta(14)


def test_the_way_of_a_mise_en_demeure_is_told() -> None:
    view = views.asked(case(), Open(opened("mise_en_demeure")), RULES, NOW)
    assert (view.paper, view.deadline_days, view.minutes, view.least) == (True, 15, 30, 10_000)


def test_a_question_about_a_letter_names_it() -> None:
    letter = LetterIntended(
        "l1", "<l1@m.example>", "reminder", "reminder", "firm", ("a@b.example",), "Facture F-1", "mail"
    )
    view = views.asked(case(letter), Open(opened("uncertain", letter="l1")), RULES, NOW)
    assert view.letter == views.LetterSaid("Facture F-1", date(2026, 3, 2), ("a@b.example",))


def test_a_posted_mise_en_demeure_is_told_with_its_number_and_its_last_day() -> None:
    climbs = (Climb("F-1", "mise_en_demeure", 3),)
    day = date(2026, 3, 3)
    paper = PaperPrepared(
        "p1", "mise_en_demeure", "mise_en_demeure", "formal", "pdf", "letters/p1.pdf", day, climbs,
        124_000, "EUR", 15,
    )  # fmt: skip
    question = Open(opened("deadline"))
    posted = case(paper, PaperPosted("p1", "1A 123", date(2026, 3, 4)))
    letter = views.asked(posted, question, RULES, NOW).letter
    assert letter is not None
    assert (letter.number, letter.file) == ("1A 123", "letters/p1.pdf")
    assert letter.deadline == date(2026, 3, 4) + timedelta(7 + 15)
    presented = case(paper, PaperPosted("p1", "", date(2026, 3, 4)), PaperPresented("p1", date(2026, 3, 6)))
    shown = views.asked(presented, question, RULES, NOW).letter
    assert shown is not None and shown.deadline == date(2026, 3, 6) + timedelta(15)
    waiting = views.asked(case(paper), Open(opened("post", letter="p1")), RULES, NOW).letter
    assert waiting is not None and (waiting.on, waiting.deadline) == (day, None)


def said(asked: views.Asked) -> str:
    """The mail in which the owner is asked this, on one line."""
    writer = OwnerWriter(TEMPLATES, SAMPLE_CREDITOR, "fr")
    words = writer.mail("notice", day=TODAY, asked=asked).text
    return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_who_has_paid_a_part_or_answered_is_not_said_to_have_done_neither() -> None:
    climbs = (Climb("F-1", "mise_en_demeure", 3),)
    paper = PaperPrepared(
        "p1", "mise_en_demeure", "mise_en_demeure", "formal", "pdf", "letters/p1.pdf", AT.date(), climbs,
        124_000, "EUR", 15,
    )  # fmt: skip
    demanded = (paper, PaperPosted("p1", "1A 123", date(2026, 3, 2)))
    question = Open(opened("deadline", invoices=("F-1",)))
    silent = views.asked(case(*demanded), question, RULES, NOW)
    assert (silent.heard, silent.came) == (None, None)
    assert "n’a ni payé ni répondu : 1 240,00 €" in said(silent)
    paid = PaymentSeen("F-1", 31_000, date(2026, 3, 5))
    wrote = views.asked(case(*demanded, kept(), paid), question, RULES, NOW)
    words = said(wrote)
    assert "n’a pas tout payé, il reste 930,00 €" in words and "ni répondu" not in words
    assert "310,00 € reçus, une réponse le 3 mars" in words


def test_a_dead_address_is_named_and_no_longer_among_the_contacts() -> None:
    back = BounceRead("compta@martin.example", permanent=True)
    known = case(
        kept(whose="machine"), read("bounce", bounce=back), ContactDead("compta@martin.example", "x")
    )
    view = views.asked(known, Open(opened("bounce", mail="m1")), RULES, NOW)
    assert (view.bounced, view.contacts) == ("compta@martin.example", ("chef@martin.example",))


def test_an_address_that_refused_a_letter_is_named_too() -> None:
    to = ("compta@martin.example",)
    letter = LetterIntended("l1", "<l1@m.example>", "reminder", "reminder", "firm", to, "Facture F-1", "mail")
    known = case(letter, ContactDead("compta@martin.example", "the server refuses it for good"))
    assert views.asked(known, Open(opened("bounce", letter="l1")), RULES, NOW).bounced == to[0]


def test_a_question_of_the_house_names_the_mail_and_the_customers() -> None:
    mail = MailUnplaced("m", "<m@x.example>", "x@x.example", "Factures", AT, "it may concern 2 cases")
    question = Open(opened("unplaced", cases=("a", "b")))
    view = views.asked_of_house(
        question, RULES, NOW, debtors=["Martin", "Petit"], unplaced=mail, words=("nos factures",)
    )
    assert (view.debtors, view.sender, view.words) == (("Martin", "Petit"), "x@x.example", ("nos factures",))
    old = views.asked_of_house(Open(opened("stale_source")), RULES, NOW, file="a.csv", as_of=TODAY)
    assert (old.file, old.as_of, old.debtor) == ("a.csv", TODAY, "")


# --- lists ------------------------------------------------------------------------------------------


def test_a_letter_that_is_due_is_told_by_its_highest_step() -> None:
    climbs = (Climb("F-118", "first_reminder", 0), Climb("F-121", "second_reminder", 1))
    line = lists.due(3, replace(REMINDER, climbs=climbs), TODAY)
    assert (line.n, line.debtor, line.amount, line.rank, line.step) == (
        3,
        "Martin SARL",
        124_000,
        2,
        "second_reminder",
    )
    assert lists.due(1, DEMAND, TODAY, paper=True).formal
    assert lists.due(1, REMINDER, TODAY).rank == 0


def test_a_letter_of_a_rehearsal_keeps_its_words() -> None:
    shown = lists.rehearsed(1, REMINDER, Words("Facture F-118", "Bonjour,\n\nMerci.\n"))
    assert (shown.subject, str(shown.text), shown.to) == (
        "Facture F-118",
        "Bonjour,\n\nMerci.\n",
        REMINDER.to,
    )


def test_old_invoices_are_told_by_the_oldest() -> None:
    line = lists.old(2, case(), ("F-2", "F-1", "F-9"), TODAY)
    assert (line.n, [i.number for i in line.invoices], line.late) == (2, ["F-1", "F-2"], 11)


def test_a_paper_to_post_is_told_like_a_letter() -> None:
    climbs = (Climb("F-1", "third_reminder", 2),)
    known = case(
        PaperPrepared("p", "reminder", "reminder", "firm", "pdf", "a.pdf", TODAY, climbs, 9_900, "EUR", 0)
    )
    line = lists.to_post(1, known.papers["p"], "Martin SARL")
    assert (line.invoices, line.amount, line.rank, line.formal) == (("F-1",), 9_900, 3, False)


def test_where_a_case_stands() -> None:
    letter = LetterIntended(
        "l1", "<l1@m.example>", "reminder", "reminder", "cordial", ("a@b.example",), "F", "mail",
        climbs=(Climb("F-1", "first_reminder", 0),),
    )  # fmt: skip
    known = case(letter, LetterSent("l1", "a@b.example", "250"))
    line = lists.standing(known, Wait(NOW + timedelta(days=2), "spacing"), RULES, NOW)
    assert (line.total, line.rank, line.next_rank) == ((Sum(144_000),), 1, 2)
    assert line.leaves == TODAY + timedelta(2)
    held = case(HoldSet("h", "owner", "pause", TODAY + timedelta(5)), opened("dispute"))
    paused = lists.standing(held, None, RULES, NOW)
    assert (paused.held, paused.held_until, paused.questions) == (True, TODAY + timedelta(5), 1)
    assert paused.leaves is None


def sent(name: str, number: str, index: int) -> tuple[CaseEvent, ...]:
    climbs = (Climb(number, "step", index),)
    letter = LetterIntended(
        name, f"<{name}@m.example>", "reminder", "reminder", "cordial", ("a@b.example",), "F", "mail", climbs
    )
    return letter, LetterSent(name, "a@b.example", "250")


def test_the_last_message_is_named_by_the_step_that_it_took_itself() -> None:
    """Another invoice stands higher on its ladder, and was declared so; the letter was a first reminder."""
    declared = RemindersDeclared(("F-1",), 2)
    line = lists.standing(case(declared, *sent("l1", "F-2", 0)), None, RULES, NOW)
    assert (line.last, line.rank) == (date(2026, 3, 2), 1)
    assert lists.standing(case(declared), None, RULES, NOW).last is None
    older = case(*sent("l1", "F-1", 2), *sent("l2", "F-2", 0))
    assert lists.standing(older, None, RULES, NOW).rank == 1


# --- news -------------------------------------------------------------------------------------------


def told(*happened: CaseEvent) -> news.Happened:
    chain = entries(*happened)
    return news.happened(chain, lambda _: fold("c", chain), lambda at: at.date())


def test_money_is_told_as_far_as_it_was_seen() -> None:
    found = told(
        PaymentSeen("F-1", 50_000, date(2026, 3, 2)),
        InvoiceSeen("F-2", SECOND.issued, SECOND.due, 30_000, paid=25_000),
        InvoiceClosed("F-1", "no longer listed"),
        PaymentSeen("F-404", 1, date(2026, 3, 2)),
    )
    assert [(m.number, m.cents, m.settled, m.so_far) for m in found.money] == [
        ("F-1", 50_000, False, False),
        ("F-2", 25_000, False, True),
        ("F-1", 124_000, True, False),
    ]


def test_what_came_above_an_invoice_s_sum_is_told_with_its_money() -> None:
    twice = told(PaymentSeen("F-1", 124_000, date(2026, 3, 2)), PaymentSeen("F-1", 10_000, date(2026, 3, 2)))
    assert {m.over for m in twice.money} == {10_000}
    more = told(InvoiceSeen("F-2", SECOND.issued, SECOND.due, 30_000, paid=35_000))
    assert [m.over for m in more.money] == [5_000]
    assert [m.over for m in told(PaymentSeen("F-1", 50_000, date(2026, 3, 2))).money] == [0]


def test_an_invoice_that_is_new_with_something_paid_brings_no_news_of_money() -> None:
    assert told().money == ()


def test_replies_are_told_with_what_followed_and_machines_are_not() -> None:
    hold = HoldSet("h", "promise", "promised", date(2026, 3, 20), mail="m1")
    found = told(
        kept(),
        read("promise"),
        hold,
        ReplyWeighed("m1", "promise", "read as promise"),
        kept("m2"),
        read("auto_receipt", mail="m2"),
        ReplyWeighed("m2", "auto_receipt", "a machine"),
    )
    (line,) = found.replies
    assert (line.rule, line.words, line.held_until) == ("promise", "words of promise", date(2026, 3, 20))


def test_a_mail_about_something_else_is_only_listed() -> None:
    weighed = ReplyWeighed("m1", "unrelated", "read as unrelated")
    by_address = told(kept(sure="address"), read("unrelated"), weighed)
    assert [other.subject for other in by_address.others] == ["Re: Facture F-1"]
    assert by_address.replies == ()
    assert told(kept(), read("unrelated"), weighed).others == ()


def test_a_letter_to_two_people_is_one_letter() -> None:
    letter = LetterIntended(
        "l1", "<l1@m.example>", "reminder", "reminder", "firm", ("a@b.example", "c@b.example"), "F", "mail",
        climbs=(Climb("F-1", "second_reminder", 1),), asked=124_000,
    )  # fmt: skip
    found = told(letter, LetterSent("l1", "a@b.example", "250"), LetterSent("l1", "c@b.example", "250"))
    (line,) = found.sent
    assert (line.invoices, line.amount, line.rank, line.tone) == (("F-1",), 124_000, 2, "firm")


def test_a_letter_that_was_posted_is_told_too() -> None:
    climbs = (Climb("F-1", "mise_en_demeure", 3),)
    paper = PaperPrepared(
        "p", "mise_en_demeure", "mise_en_demeure", "formal", "x", "a.pdf", TODAY, climbs, 9, "EUR", 15
    )
    (line,) = told(paper, PaperPosted("p", "1A", TODAY)).sent
    assert (line.formal, line.paper, line.on) == (True, True, TODAY)


def test_a_promise_that_ended_is_told_and_one_that_was_replaced_is_not() -> None:
    noted = PromiseNoted("p1", "m1", date(2026, 3, 1), date(2026, 3, 6), 50_000, invoices=("F-1",))
    (line,) = told(noted, PromiseEnded("p1", "partly_kept", 20_000)).ended
    assert (line.outcome, line.received, line.on) == ("partly_kept", 20_000, date(2026, 3, 6))
    assert told(noted, PromiseEnded("p1", "replaced")).ended == ()


def test_a_call_comes_with_number_and_context() -> None:
    line = news.call(4, case(kept(), read("acknowledgement")), ("F-1",), TODAY)
    assert (line.n, line.phone, line.words) == (4, "02 98 00 00 00", "words of acknowledgement")
    assert [i.number for i in line.invoices] == ["F-1"]
    assert news.call(1, case(), (), TODAY).wrote is None


# --- Monday -----------------------------------------------------------------------------------------


def test_what_is_outstanding_is_sorted_by_age() -> None:
    old = InvoiceSeen("F-3", date(2025, 1, 1), date(2025, 2, 1), 500, currency="CHF")
    assert monday.ages([case(), case(old)], TODAY) == (
        monday.Age(0, 0, 2, (Sum(40_000),)),
        monday.Age(1, 30, 2, (Sum(248_000),)),
        monday.Age(91, None, 1, (Sum(500, "CHF"),)),
    )
    assert monday.ages([], TODAY) == ()


def test_each_open_invoice_has_exactly_one_age() -> None:
    for late in (-40, 0, 1, 30, 31, 60, 61, 90, 91, 900):
        one = InvoiceSeen("F-1", date(2020, 1, 1), TODAY - timedelta(late), 124_000)
        found = monday.ages([fold("c", [Entry("c", 1, AT, DEBTOR), Entry("c", 2, AT, one)])], TODAY)
        assert [age.invoices for age in found] == [1]


def test_what_came_last_week_is_summed() -> None:
    first, last = monday.last_week(TODAY)
    assert (first, last) == (date(2026, 3, 2), date(2026, 3, 8))
    known = case(PaymentSeen("F-1", 100, first), PaymentSeen("F-1", 20, last), PaymentSeen("F-1", 3, TODAY))
    assert monday.received([known], first, last) == (Sum(120),)


def test_the_slowest_payers_are_those_who_still_owe() -> None:
    late = InvoiceSeen("F-3", date(2025, 1, 1), date(2026, 1, 10), 500)
    slow = monday.slowest(
        [case(), case(late), case(InvoiceClosed("F-1", "paid"), InvoiceClosed("F-2", "paid"))], TODAY
    )
    assert [(one.debtor, one.days) for one in slow] == [("Martin SARL", 35), ("Martin SARL", 11)]
