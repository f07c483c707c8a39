"""What the owner is told, and when: at once, again, in the evening, in the morning, on Mondays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot import eve
from bot.events.consequences import HoldSet
from bot.events.debts import InvoiceSeen, PaymentSeen
from bot.events.letters import Climb, LetterIntended, LetterSent, PaperPrepared
from bot.events.mail import MailKept, MailRead, Quote, ReplyWeighed
from bot.events.owner import CallDue, NoticeAnswered
from bot.outbox import No
from bot.policy.house import House
from bot.rules import DebtorRule, OwnerRules
from bot.sources import Source
from tests.drafts import REMINDER as DRAFT
from tests.drafts import WRITER
from tests.office import OWNER, READER, Office, opened
from tests.play import rules
from tests.weighed import settle

TODAY, THURSDAY = date(2026, 3, 10), date(2026, 3, 12)
DEBTOR = "compta@martin.example"
MORNING, EVENING = 7, 17  # UTC hours: 8:00 and 18:00 in Paris, in winter


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def at(office: Office, day: date, hour: int, minute: int = 0) -> None:
    """That moment comes, and what is due is told."""
    office.clock[0] = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    house = House(mail_read_at=office.clock[0], pays=True, paid_as_of=day, live_since=date(2025, 1, 1))
    office.owner.tell(house)


def content(mail: EmailMessage) -> str:
    said = str(mail.get_content())  # type: ignore[no-untyped-call]
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def subjects(office: Office, to: str = OWNER) -> list[str]:
    plain = [str(mail["Subject"]).replace("\u00a0", " ").replace("\u202f", " ") for mail in office.mails(to)]
    return [subject.rpartition(" [")[0] or subject for subject in plain]


# --- questions ----------------------------------------------------------------------------------------


def test_a_question_is_told_once_and_again_after_three_seven_and_fourteen_days(office: Office) -> None:
    office.ask("c1", "dispute", invoices=("F-118",))
    days = [date(2026, 3, 10) + timedelta(days=k) for k in range(1, 40)]
    told = []
    for day in days:
        before = len([s for s in subjects(office) if "conteste" in s])
        at(office, day, 10)
        at(office, day, 15)
        if len([s for s in subjects(office) if "conteste" in s]) > before:
            told.append((day - date(2026, 3, 10)).days)
    assert told == [3, 7, 14]


def test_nobody_is_reminded_on_a_day_off(office: Office) -> None:
    office.clock[0] = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)  # Thursday: three days later is Sunday
    office.ask("c1", "dispute", invoices=("F-118",))
    at(office, date(2026, 3, 15), 10)
    assert len([s for s in subjects(office) if "conteste" in s]) == 1
    at(office, date(2026, 3, 16), 10)
    assert len([s for s in subjects(office) if "conteste" in s]) == 2


def test_an_answered_question_is_asked_no_more(office: Office) -> None:
    notice = office.ask("c1", "dispute", invoices=("F-118",))
    office.note("c1", NoticeAnswered(notice, "resume"))
    at(office, date(2026, 3, 16), 10)
    assert len([s for s in subjects(office) if "conteste" in s]) == 1


def test_a_mail_that_the_server_refused_has_asked_nobody(office: Office) -> None:
    post = office.owner.telling.post.post
    real = post.deliver
    post.deliver = lambda raw, sender, to: type(real(raw, sender, to))(
        refused={to[0]: No("451 later", False)}
    )  # type: ignore[method-assign]
    office.ask("c1", "dispute", invoices=("F-118",))
    post.deliver = real  # type: ignore[method-assign]
    (question,) = office.desk.state.facts.questions.values()
    assert question.told == []


# --- old debts ----------------------------------------------------------------------------------------


def backlog(office: Office) -> None:
    for name, number in (("c1", "F-118"), ("c2", "F-121")):
        office.note(name, InvoiceSeen(number, date(2025, 9, 1), date(2025, 10, 1), 1_240_00))
        office.ask_quietly(name, "backlog", "approve", "refuse", invoices=(number,))
    office.tell()


def test_old_debts_are_asked_about_in_one_mail_with_one_word_each(office: Office) -> None:
    backlog(office)
    (mail,) = office.mails(about="vieilles factures")
    text = str(mail.get_content())  # type: ignore[no-untyped-call]
    assert "1. Martin SARL" in text
    assert "2. Petit Nathalie" in text


def test_a_word_for_each_old_debt_is_enough(office: Office) -> None:
    backlog(office)
    office.says("1 : déjà relancé deux fois\n2 litige", office.mails(about="vieilles")[0])
    first, second = office.case("c1"), office.case("c2")
    assert [climb.step for climb in first.invoices["F-118"].climbs] == ["declared", "declared"]
    assert [hold.rule for hold in second.holds.values()] == ["dispute"]


def test_all_the_others_are_reminded(office: Office) -> None:
    backlog(office)
    office.says("Petit : laisse. Toutes les autres : relance", office.mails(about="vieilles")[0])
    (first,) = office.case("c1").notices.values()
    assert first.answer == "approve"
    (second,) = office.case("c2").notices.values()
    assert second.answer != "approve"


# --- evenings and mornings ----------------------------------------------------------------------------


def test_the_letters_of_tomorrow_are_listed_once_in_the_evening(office: Office) -> None:
    at(office, date(2026, 3, 12), 12)
    assert subjects(office) == []
    at(office, date(2026, 3, 12), EVENING)
    at(office, date(2026, 3, 12), EVENING, 30)
    assert subjects(office) == ["Demain : 2 lettres"]
    assert subjects(office, READER) == ["Demain : 2 lettres"]


def test_on_a_friday_evening_mondays_letters_are_listed_and_not_again_on_sunday(office: Office) -> None:
    at(office, date(2026, 3, 13), EVENING)
    at(office, date(2026, 3, 14), EVENING)
    at(office, date(2026, 3, 15), EVENING)
    assert subjects(office) == ["Lundi 16 mars : 2 lettres"]


def test_a_line_of_the_list_is_kept_back_by_its_number(office: Office) -> None:
    at(office, date(2026, 3, 12), EVENING)
    listed = office.mails()[0]
    text = str(listed.get_content())  # type: ignore[no-untyped-call]
    number = "1" if "1. Martin" in text else "2"
    office.says(f"pas {number}", listed)
    assert [hold.rule for hold in office.case("c1").holds.values()] == ["owner"]
    assert not office.case("c2").holds


def consents(office: Office, words: str) -> dict[str, date]:
    """The list of the first live days, asked in the evening and answered with these words."""
    office.clock[0] = datetime(2026, 3, 12, EVENING, 0, tzinfo=UTC)
    house = House(mail_read_at=office.clock[0], pays=True, paid_as_of=date(2026, 3, 12), live_since=TODAY)
    eve.ask_for_consent(office.desk, house, office.rules)
    office.owner.tell(house)
    office.says(words, office.mails()[0])
    return office.desk.state.facts.consents


def test_in_the_first_live_days_an_ok_lets_all_of_the_list_leave(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules()) as office:
        assert consents(office, "ok") == {"c1": date(2026, 3, 13), "c2": date(2026, 3, 13)}


def test_an_ok_but_for_one_lets_the_others_leave(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules()) as office:
        assert list(consents(office, "ok sauf 2")) == ["c1"]
        assert [hold.rule for hold in office.case("c2").holds.values()] == ["owner"]


def test_a_no_to_the_list_keeps_it_back(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules()) as office:
        assert consents(office, "non") == {}


def test_monday_always_brings_the_point_of_the_week(office: Office) -> None:
    at(office, date(2026, 3, 16), MORNING - 1)
    assert subjects(office) == []
    at(office, date(2026, 3, 16), MORNING)
    at(office, date(2026, 3, 16), 12)
    (subject,) = [said for said in subjects(office) if "lettres" not in said]
    assert subject.startswith("Le point du lundi")
    text = str(office.mails()[0].get_content())  # type: ignore[no-untyped-call]
    assert "Relance est à l’arrêt" in text


def test_a_digest_comes_only_when_something_happened(office: Office) -> None:
    at(office, date(2026, 3, 11), MORNING)
    assert subjects(office) == []
    office.note("c1", PaymentSeen("F-118", 500_00, date(2026, 3, 11)))
    at(office, date(2026, 3, 12), MORNING)
    at(office, date(2026, 3, 12), 12)
    at(office, date(2026, 3, 13), MORNING)
    assert len(subjects(office)) == 1
    text = str(office.mails()[0].get_content())  # type: ignore[no-untyped-call]
    assert "Martin SARL" in text
    assert "500,00" in text


def test_what_a_source_shows_as_paid_too_much_is_told_once(office: Office) -> None:
    seen = InvoiceSeen("F-118", date(2026, 2, 1), date(2026, 2, 1), 1_240_00, paid=1_340_00)
    office.later(minutes=60)
    office.note("c1", seen)
    at(office, date(2026, 3, 12), MORNING)
    at(office, date(2026, 3, 13), MORNING)
    assert len(subjects(office)) == 1
    text = str(office.mails()[0].get_content()).replace("\u00a0", " ")  # type: ignore[no-untyped-call]
    assert "100,00 € de trop" in " ".join(text.split())


def test_a_digest_takes_orders_about_any_customer(office: Office) -> None:
    office.later(minutes=60)
    office.note("c1", PaymentSeen("F-118", 500_00, date(2026, 3, 11)))
    at(office, date(2026, 3, 12), MORNING)
    office.says("payé Petit 240", office.mails()[0])
    office.says("pause Martin jusqu'au 30 mars", office.mails()[0])
    assert office.case("c2").invoices["F-121"].left == 1_000_00
    (hold,) = office.case("c1").holds.values()
    assert hold.until == date(2026, 3, 30)


def test_where_a_case_stands_is_told_when_asked(office: Office) -> None:
    office.later(minutes=60)
    office.note("c1", PaymentSeen("F-118", 500_00, date(2026, 3, 11)))
    at(office, date(2026, 3, 12), MORNING)
    said = office.says("où en est Martin ?", office.mails()[0])
    assert "740,00" in said


# --- days in an answer to the list --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("{n} lundi", date(2026, 3, 15)),  # it leaves on Monday
        ("{n} on Monday", date(2026, 3, 15)),
        ("envoie {n} lundi", date(2026, 3, 15)),
        ("{n} jusqu'à lundi", date(2026, 3, 16)),
        ("{n} jusqu'au 15 avril", date(2026, 4, 15)),
        ("{n} pause 10 jours", date(2026, 3, 22)),
        ("{n} : 10 jours", date(2026, 3, 22)),
        ("reporte {n} à lundi", date(2026, 3, 16)),
    ],
)
def test_only_a_bare_day_behind_a_number_is_the_day_on_which_it_leaves(
    office: Office, words: str, last: date
) -> None:
    at(office, THURSDAY, EVENING)
    listed = office.mails()[0]
    number = 1 if "1. Martin" in content(listed) else 2
    office.says(words.format(n=number), listed)
    assert [hold.until for hold in office.case("c1").holds.values()] == [last]


def test_an_absence_in_an_answer_to_the_list_lasts_through_its_last_day(office: Office) -> None:
    at(office, THURSDAY, EVENING)
    said = office.says("absent du 1er au 21 août", office.mails()[0])
    assert "21" in said
    [pause] = office.desk.state.facts.pauses
    assert (pause.first, pause.last) == (date(2026, 8, 1), date(2026, 8, 21))


# --- what happened between Friday and Monday ----------------------------------------------------------

FRIDAY, MONDAY = date(2026, 3, 13), date(2026, 3, 16)
LIVES = "Mon mari est décédé la semaine dernière."


def wrote(office: Office, name: str, text: str, rule: str, *, on: datetime, **more: object) -> str:
    """A mail of the debtor's, read and weighed; its digest."""
    office.clock[0] = on
    with office.desk.kept(text.encode()) as (mail,):
        sender = office.case(name).debtor.contacts[0]
        kept = MailKept(mail, f"<{mail[:9]}@x>", sender, "Bonjour", on, "INBOX", 1, 9, "debtor", "address")
        intents, lives = ((), True) if rule == "misfortune" else ((rule,), False)
        read = MailRead(mail, "test", intents, misfortune=lives, evidence=(Quote(rule, text),))
        office.note(name, kept, replace(read, **more), ReplyWeighed(mail, rule, "it says so"))  # type: ignore[arg-type]
    return mail


def monday(office: Office) -> str:
    at(office, MONDAY, MORNING)
    return content(office.mails(about="point du lundi")[0])


def test_what_the_configuration_says_of_nobody_is_told_before_letters_leave(tmp_path: Path) -> None:
    never = DebtorRule(treatment="never")
    strange = rules(
        owner=OwnerRules(consent_days=0), debtors={"MARTIN Sarl": never, "c2": never, "Duchmol": never}
    )
    with opened(tmp_path, rules=strange) as office:
        shown = monday(office)
    assert "nomment Duchmol, et je n" in shown and "Martin," not in shown.partition("Attention")[2]


def test_a_point_names_decisions_before_what_only_tells_and_counts_what_it_does_not_name(
    office: Office,
) -> None:
    for _ in range(44):
        office.ask_quietly("c2", "piece", invoices=("F-121",))
    office.ask_quietly("c1", "deadline", invoices=("F-118",))
    told = monday(office)
    asked = told.partition("Vos décisions")[2]
    assert "1. Martin SARL" in asked and "– et 5 autres" in asked


def test_monday_tells_what_happened_since_fridays_digest(office: Office) -> None:
    office.later(minutes=60)
    office.note("c2", PaymentSeen("F-121", 100_00, THURSDAY))
    at(office, FRIDAY, MORNING)
    office.later(minutes=60)
    office.note("c1", PaymentSeen("F-118", 1_240_00, FRIDAY))
    saturday = datetime(2026, 3, 14, 10, tzinfo=UTC)
    wrote(office, "c1", LIVES, "misfortune", on=saturday)
    wrote(office, "c2", "Nos bureaux déménagent.", "unrelated", on=saturday + timedelta(hours=1))
    text = monday(office)
    assert "Depuis vendredi" in text
    assert "1 240,00 € pour F-118" in text
    assert LIVES in text
    assert "100,00 € pour F-121" not in text  # told on Friday
    assert "Autres messages" in text
    assert max(map(len, text.split("\n"))) <= 72


def test_mondays_news_are_few_and_told_once(office: Office) -> None:
    office.later(minutes=60)
    for k in range(9):
        office.note("c1", PaymentSeen("F-118", 1_00 + k, FRIDAY))
    text = monday(office)
    assert text.count("pour F-118") == 5
    assert "et 4 autres" in text
    at(office, date(2026, 3, 17), MORNING)
    assert [s for s in subjects(office) if s.startswith("Relance")] == []


def test_a_quiet_weekend_says_nothing_of_itself(office: Office) -> None:
    office.clock[0] = datetime(2026, 3, 13, 12, tzinfo=UTC)
    assert "Depuis" not in monday(office)


def test_a_call_that_fell_due_after_fridays_digest_stands_in_mondays_mail(office: Office) -> None:
    office.clock[0] = datetime(2026, 3, 13, 14, tzinfo=UTC)
    office.note("c1", CallDue("c1.call.1", (Climb("F-118", "second_reminder", 1),), ("F-118",)))
    text = monday(office)
    assert "À appeler" in text
    number = text.partition(". Martin SARL")[0].rsplit("\n", 1)[-1]
    office.says(f"{number} appelé, messagerie", office.mails(about="point du lundi")[0])
    assert [call.noted is not None for call in office.case("c1").calls.values()] == [True]


def test_no_call_is_proposed_to_a_customer_who_disputes_or_is_stopped(office: Office) -> None:
    office.clock[0] = datetime(2026, 3, 13, 14, tzinfo=UTC)
    office.note("c1", CallDue("c1.call.1", (Climb("F-118", "second_reminder", 1),), ("F-118",)))
    office.note("c1", HoldSet("h", "dispute", "contested", None, ("F-118",)))
    assert "À appeler" not in monday(office)


@pytest.mark.parametrize("rule", ["dispute", "misfortune", "insolvency", "stop_contact", "undecided"])
@pytest.mark.parametrize("day", [MONDAY, date(2026, 3, 12)])
def test_a_grave_question_that_became_moot_before_it_was_told_is_told_once(
    office: Office, rule: str, day: date
) -> None:
    mail = wrote(office, "c1", "Les mots du client.", rule, on=datetime(2026, 3, 10, 10, tzinfo=UTC))
    at(office, date(2026, 3, 11), MORNING)  # the mail is told, and the question is not asked yet
    office.clock[0] += timedelta(hours=2)
    notice = office.ask_quietly("c1", rule, mail=mail)
    office.note("c1", NoticeAnswered(notice, "moot", "policy", "nothing is owed any more"))
    for n in range(4):
        at(office, day + timedelta(days=n), MORNING)
    later = [content(m) for m in office.mails() if "lettre" not in str(m["Subject"])]
    assert sum("Les mots du client." in text for text in later[1:]) == 1


def test_the_end_of_a_question_that_was_told_is_no_news(office: Office) -> None:
    mail = wrote(office, "c1", "Les mots du client.", "dispute", on=datetime(2026, 3, 10, 10, tzinfo=UTC))
    notice = office.ask("c1", "dispute", mail=mail)
    at(office, date(2026, 3, 11), MORNING)
    office.note("c1", NoticeAnswered(notice, "moot", "policy", "nothing is owed any more"))
    at(office, date(2026, 3, 12), MORNING)
    assert len([s for s in subjects(office) if s.startswith("Relance")]) == 1


# --- what came back has told nobody -------------------------------------------------------------------


def comes_back(office: Office, told: EmailMessage) -> None:
    """The server far away gives our mail back, with its headers."""
    returned = "".join(f"{name}: {told[name]}\n" for name in ("Message-ID", "X-Relance-Id", "Subject"))
    office.receive(
        f"From: MAILER-DAEMON@mx.example\nTo: factures@atelier.example\nSubject: Undelivered\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\nF-118 and F-121 are named here.\n\n--b\n"
        f"Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; {told['To']}\nAction: failed\n"
        f"Status: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n{returned}\n--b--\n".encode()
    )


def test_a_digest_that_came_back_is_told_anew_the_next_day(office: Office) -> None:
    at(office, date(2026, 3, 11), MORNING)
    office.note("c1", PaymentSeen("F-118", 500_00, date(2026, 3, 11)))
    at(office, THURSDAY, MORNING)
    comes_back(office, office.mails(about="Relance")[0])
    at(office, THURSDAY, 12)
    at(office, FRIDAY, MORNING)
    texts = [content(mail) for mail in office.mails(about="Relance")]
    assert ["500,00" in text for text in texts] == [True, True]
    assert not any(office.case(name).mails or office.case(name).holds for name in ("c1", "c2"))


def test_a_question_that_came_back_has_asked_nobody(office: Office) -> None:
    notice = office.ask("c1", "dispute", invoices=("F-118",))
    for person in office.people:
        comes_back(office, office.mails(person.email, about="conteste")[0])
    assert office.desk.state.facts.questions[notice].told == []
    at(office, date(2026, 3, 11), 12)
    assert len(office.mails(about="conteste")) == 2
    assert "Rappel" not in str(office.mails(about="conteste")[-1]["Subject"])


def test_whoever_writes_to_us_can_be_written_to(office: Office) -> None:
    office.ask("c1", "dispute", invoices=("F-118",))
    comes_back(office, office.mails(about="conteste")[0])
    office.later(minutes=30)
    assert "15 mars" in office.says("pause Petit jusqu'au 15 mars").replace("\u00a0", " ")


# --- which questions climb ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "times"), [("already_paid", 4), ("left_over", 1), ("unrelated", 1), ("bounce", 1), ("piece", 1)]
)
def test_what_waits_for_a_decision_climbs_and_what_only_tells_is_told_once(
    office: Office, about: str, times: int
) -> None:
    notice = office.ask("c1", about, "approve", "refuse", invoices=("F-118",))
    for k in range(1, 30):
        at(office, TODAY + timedelta(days=k), 10)
    asked = [t for t in office.desk.state.facts.told.values() if notice in t.notices and t.to == OWNER]
    assert len([t for t in asked if t.kind in ("notice", "again")]) == times


# --- sheets -------------------------------------------------------------------------------------------


def test_a_rehearsal_tells_each_evening_to_whom_its_letters_would_have_gone(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules(mode="rehearsal")) as office:
        office.later(minutes=60)
        raw = (
            b"From: a@b.example\r\nTo: compta@martin.example\r\n\r\nBonjour, sauf erreur de notre part...\r\n"
        )
        with office.desk.kept(raw) as (mail,):
            climb = Climb("F-118", "first_reminder", 0)
            intent = LetterIntended(
                "l1", "<l1@x>", "reminder", "reminder", "cordial", (DEBTOR,), "Facture F-118",
                mail, (climb,), asked=1_240_00,
            )  # fmt: skip
            office.note("c1", intent, LetterSent("l1", DEBTOR, "not sent: rehearsal"))
        at(office, date(2026, 3, 11), EVENING)
        (told,) = office.mails(about="serai")
        text = str(told.get_content())  # type: ignore[no-untyped-call]
        assert "compta@martin.example" in text
        assert "sauf erreur de notre part" in text


def test_letters_on_paper_come_on_monday_as_one_file_and_count_once_posted(office: Office) -> None:
    pdf = WRITER.page(DRAFT, date(2026, 3, 12))
    with office.desk.kept(pdf) as (digest,):
        climb = Climb("F-118", "first_reminder", 0)
        office.note(
            "c1",
            PaperPrepared(
                "p1", "reminder", "reminder", "cordial", digest, "letters/p1.pdf", THURSDAY, (climb,),
                1_240_00, "EUR", 0,
            ),
        )  # fmt: skip
    at(office, date(2026, 3, 16), MORNING)
    (mail,) = office.mails(about="à imprimer")
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"  # type: ignore[union-attr]
    office.says("posté le 16/03", mail)
    assert [c.step for c in office.case().invoices["F-118"].climbs] == ["first_reminder"]


# --- what a new user stumbled over --------------------------------------------------------------------


def test_a_digest_that_lists_a_question_of_the_house_takes_orders_about_customers(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules()) as office:
        consents(office, "merci")  # the list stays open
        office.note("c1", PaymentSeen("F-118", 500_00, THURSDAY))
        at(office, date(2026, 3, 13), MORNING)
        digest = office.mails(about="Relance")[-1]
        office.says("pause Petit 10 jours", digest)
        assert [hold.rule for hold in office.case("c2").holds.values()] == ["owner"]


def test_cancelling_what_was_just_confirmed_stops_that_customer_and_nobody_else(office: Office) -> None:
    office.later(minutes=60)
    office.note("c1", PaymentSeen("F-118", 500_00, date(2026, 3, 11)))
    at(office, THURSDAY, MORNING)
    office.says("payé Petit 240", office.mails()[0])
    office.says("annule", office.mails()[-1])
    assert [hold.rule for hold in office.case("c2").holds.values()] == ["owner"]
    assert not office.case("c1").holds
    assert not office.desk.state.facts.pauses


def test_a_stop_of_everything_is_lifted_by_a_word(office: Office) -> None:
    office.later(minutes=60)
    office.note("c1", PaymentSeen("F-118", 500_00, date(2026, 3, 11)))
    at(office, THURSDAY, MORNING)
    office.says("stop", office.mails()[0])
    stopped = bool(office.desk.state.facts.pauses) or all(office.case(n).holds for n in ("c1", "c2"))
    assert stopped
    office.says("reprends", office.mails()[-1])
    assert not office.desk.state.facts.pauses


def test_an_extract_that_comes_attached_settles_nothing_by_what_it_leaves_out(tmp_path: Path) -> None:
    source = Source("exports/*.csv", complete=True)
    with opened(tmp_path, sources=(source,)) as office:
        for number in ("F-118", "F-121"):
            name = "c1" if number == "F-118" else "c2"
            seen = office.case(name).invoices[number].seen
            office.note(name, replace(seen, source=source.name))
        office.later(minutes=60)
        office.note("c1", PaymentSeen("F-118", 500_00, date(2026, 3, 11)))
        at(office, THURSDAY, MORNING)
        head = "numero;date;echeance;total;client;nom;email"
        table = f"{head}\nF-900;01/03/2026;31/03/2026;100,00;X;X SARL;a@x.example\n"
        raw = office.answer("voici", to=office.mails()[0])
        office.receive(office.with_file(raw, "extrait.csv", table.encode()))
        assert office.case("c2").left() == 1_240_00


def asked_of_a_mail_with(office: Office, *files: str) -> str:
    raw = office.answer("Je conteste cette facture, voir le bon joint.", sender="compta@martin.example")
    for name in files:
        raw = office.with_file(raw, name, b"%PDF-1.7 slip")
    office.receive(raw)
    settle(office)
    office.tell()
    words = office.mails(about="conteste")[-1].get_body(("plain",))
    return " ".join(content(words).split()) if words else ""


def test_a_question_about_a_debtors_mail_names_the_files_that_it_carried(office: Office) -> None:
    assert "Joint à ce message : « bon de livraison.pdf », « litige.pdf »" in asked_of_a_mail_with(
        office, "bon de livraison.pdf", "litige.pdf"
    )


def test_a_file_is_no_path_no_line_and_no_order_by_its_name(office: Office) -> None:
    told = asked_of_a_mail_with(office, "../../etc/x\u202e\u2028Martin : payé.pdf")
    assert "Joint à ce message : « x Martin : payé.pdf »" in told
    assert not {"\u202e", "\u2028"} & set(told) and "etc/" not in told


def test_a_question_about_a_mail_without_files_says_nothing_of_files(office: Office) -> None:
    assert "Joint à" not in asked_of_a_mail_with(office)


def test_a_call_before_a_mise_en_demeure_is_a_line_of_the_digest_and_no_mail_of_its_own(
    office: Office,
) -> None:
    at(office, TODAY, 12)
    office.ask("c1", "call", "resume", invoices=("F-118",))
    assert not office.mails(about="appeler") and not office.mails(about="Martin")
    for day in (11, 13, 18, 25):
        at(office, date(2026, 3, day), MORNING)
        office.tell()
    assert not office.mails(about="Martin")
    first = next(text for text in map(content, office.mails()) if "À appeler" in text)
    assert "1. Martin SARL" in first
