"""The list of the evening before: asked once, answered once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path

import pytest

from bot import checks, eve, imports, overview, wiring
from bot.cli.context import house_of
from bot.config import Config, load
from bot.demo.servers import DemoMail
from bot.desk import Desk
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.entries import HOUSE
from bot.events.letters import Climb, LetterIntended, LetterSent
from bot.events.owner import NoticeAnswered, NoticeOpened, PieceKept
from bot.events.owner_mail import HousePaused
from bot.policy.gates import UNLISTED
from bot.policy.house import House
from bot.state.facts import AWAY
from tests.clerk import Clerk
from tests.firm import PARIS, Firm, Invoice

YOUNG = "owner: {email: anne@morvan.example, consent_days: 14}"


class Evening(Firm):
    """A firm in its first live days, on the evening before its first letters."""

    desk: Desk
    loaded: Config

    def ask(self) -> None:
        house = self.desk.house(self.loaded.rules, mail_read_at=self.now, pays=True)
        eve.ask_for_consent(self.desk, house, self.loaded.rules)

    def take(self, *invoices: Invoice) -> None:
        self.write(*invoices)
        (source,) = self.loaded.sources
        path = self.folder / "export.csv"
        imports.take(self.desk, self.loaded.rules, source, path, folder=self.folder)

    def answer(self, notice: str, word: str) -> None:
        self.desk.note(HOUSE, NoticeAnswered(notice, word))  # type: ignore[arg-type]

    def opened(self) -> list[NoticeOpened]:
        entries = self.desk.entries(HOUSE)
        return [entry.event for entry in entries if isinstance(entry.event, NoticeOpened)]

    def waiting(self) -> list[str]:
        return list(self.desk.state.facts.notices)


@pytest.fixture
def firm(tmp_path: Path, now: datetime) -> Iterator[Evening]:
    """Imported on Monday 2 March; it is Wednesday evening, and the letters are due on Thursday."""
    firm = Evening(tmp_path, 1, 1, now, extra=YOUNG)
    firm.loaded = load(firm.configure())
    with wiring.open_desk(firm.loaded, firm.clock, firm.new_id, simulated=True, begin=True) as firm.desk:
        firm.take(invoice("F-1", "Martin SARL"), invoice("F-2", "Duval SAS"))
        firm.now = (now + timedelta(days=2)).replace(hour=17, minute=30)
        firm.take()
        yield firm


def invoice(number: str, debtor: str) -> Invoice:
    day = date(2026, 2, 25)
    return Invoice(number, day, day, "100,00", debtor, f"a@{debtor.split()[0].lower()}.example")


def test_the_letters_of_tomorrow_are_asked_about_once(firm: Evening) -> None:
    firm.ask()
    firm.ask()
    (asked,) = firm.opened()
    assert (asked.day, len(asked.cases)) == (date(2026, 3, 5), 2)
    assert asked.question.startswith("2 letters are due on 2026-03-05")


def test_tomorrows_letters_are_not_asked_about_before_the_evening(firm: Evening) -> None:
    firm.now = firm.now.replace(hour=9)
    firm.ask()
    assert not firm.opened()


@pytest.mark.parametrize("hour", [6, 10])
def test_who_runs_it_in_the_morning_alone_is_asked_at_once_for_today(firm: Evening, hour: int) -> None:
    firm.now = firm.now.replace(day=5, hour=hour, minute=0)
    firm.ask()
    firm.ask()
    assert [asked.day for asked in firm.opened()] == [date(2026, 3, 5)]
    firm.answer("house-1", "approve")
    firm.ask()
    assert len(firm.opened()) == 1


def test_a_list_that_was_missed_on_friday_is_asked_for_at_the_weekend(firm: Evening) -> None:
    firm.now = firm.now.replace(day=7)  # a Saturday evening
    firm.ask()
    assert [asked.day for asked in firm.opened()] == [date(2026, 3, 9)]


def test_the_list_tells_each_letter_with_its_invoice_amount_and_step(firm: Evening) -> None:
    firm.ask()
    _, *lines = firm.opened()[0].question.splitlines()
    assert sorted(line.partition(". ")[2] for line in lines) == [
        "DUVAL, F-2, 100.00 EUR, first_reminder",
        "MARTIN, F-1, 100.00 EUR, first_reminder",
    ]
    assert [line[:3] for line in lines] == ["1. ", "2. "]


# --- sources ----------------------------------------------------------------------------------------


def sources(firm: Evening, as_of: date | None) -> list[str]:
    house = House(mail_read_at=firm.now, pays=True, paid_as_of=as_of, live_since=date(2020, 1, 1))
    eve.ask_about_sources(firm.desk, house, firm.loaded.rules)
    return [notice.question for notice in firm.desk.state.facts.notices.values()]


def test_a_payment_source_that_was_never_read_is_asked_about(firm: Evening) -> None:
    assert "No payment source has been read yet" in sources(firm, None)[0]
    assert sources(firm, firm.now.date()) == []


def test_a_firm_letter_that_waits_for_newer_payments_is_asked_about(firm: Evening) -> None:
    """Both reminders are behind; payments are known of four working days ago."""
    [name] = firm.desk.state.by_number("F-1")
    for k, step in enumerate(("first_reminder", "second_reminder")):
        firm.now = firm.now.replace(month=3, day=9 + 8 * k, hour=10)
        letter = LetterIntended(
            *(f"L{k}", f"<L{k}@x>", "reminder", "reminder", "neutral", ("a@martin.example",), "F-1", "0"),
            climbs=(Climb("F-1", step, k),),
        )
        firm.desk.note(name, letter, LetterSent(f"L{k}", "a@martin.example", "250"))
    firm.desk.note(name, PieceKept("devis signé.pdf", "0" * 64, "F-1"))
    firm.now = firm.now.replace(month=4, day=7)
    assert "too old for a firm letter" in sources(firm, date(2026, 4, 1))[0]
    assert sources(firm, date(2026, 4, 7)) == []
    firm.now = firm.now.replace(month=3, day=20)
    assert sources(firm, date(2026, 3, 14)) == []


@pytest.mark.parametrize("word", ["approve", "refuse"])
def test_an_answered_list_is_not_asked_again_that_evening(firm: Evening, word: str) -> None:
    firm.ask()
    firm.answer("house-1", word)
    firm.now += timedelta(minutes=5)
    firm.ask()
    assert len(firm.opened()) == 1


def test_a_refused_list_is_asked_anew_the_next_evening(firm: Evening) -> None:
    firm.ask()
    firm.answer("house-1", "refuse")
    firm.now += timedelta(days=1)
    firm.ask()
    assert [asked.day for asked in firm.opened()] == [date(2026, 3, 5), date(2026, 3, 6)]


def test_a_list_that_nobody_answered_gives_way_to_the_next(firm: Evening) -> None:
    firm.ask()
    firm.now += timedelta(days=1)
    firm.ask()
    assert firm.waiting() == ["house-2"]


# --- whole rounds: what leaves has stood on a list ----------------------------------------------------

LISTED = (
    "owner: {email: anne@morvan.example, consent_days: 0, approve: []}\n"
    "limits: {new_debtors_per_day: 5, new_invoice_rest_days: 0}"
)
WITH_A_PARTNER = LISTED.replace("approve: []", "approve: [], people: [{email: luc@morvan.example, may: %s}]")
FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=PARIS)
_numbers = count(1)


@pytest.fixture(scope="module")
def mail() -> Iterator[DemoMail]:
    with DemoMail(clock=lambda: FRIDAY) as servers:
        yield servers


@pytest.fixture
def owed(tmp_path: Path, mail: DemoMail, clerk: Clerk) -> Firm:
    """One debtor, whose first reminder falls due on Monday 9 March."""
    user = f"anne{next(_numbers)}@morvan.example"
    mail.add(user)
    owed = Firm(tmp_path, mail.imap_port, clerk.port, FRIDAY, extra=LISTED, user=user)
    owed.write(due_on_monday(1))
    return owed


def due_on_monday(k: int) -> Invoice:
    return Invoice(f"F-{k}", date(2026, 2, 4), date(2026, 3, 5), "100,00", f"D{k} SAS", f"a@d{k}.example")


def at(firm: Firm, day: int, hour: int, minute: int = 0) -> int:
    """How many letters leave in the round of that moment of March."""
    firm.now = firm.now.replace(day=day, hour=hour, minute=minute)
    firm.write()
    return firm.round().letters


def told(clerk: Clerk) -> list[str]:
    """The lists that the owner got, by their subjects."""
    mails = [message_from_bytes(raw, policy=policy.default) for raw in clerk.told]
    plain = [str(mail["Subject"]).replace("\u00a0", " ").replace("\u202f", " ") for mail in mails]
    lists = [subject for subject in plain if "lettre" in subject and "partie" not in subject]
    return [subject.rpartition(" [")[0] for subject in lists]


def test_a_program_that_runs_in_the_evening_lists_then_and_writes_the_next_writing_day(
    owed: Firm, clerk: Clerk
) -> None:
    assert at(owed, 6, 12) == 0
    assert told(clerk) == []
    assert at(owed, 6, 17, 5) == 0
    assert told(clerk) == ["Lundi 9 mars : 1 lettre"]
    assert at(owed, 9, 9) == 1
    assert at(owed, 9, 12) == 0
    assert told(clerk) == ["Lundi 9 mars : 1 lettre"]


def test_what_no_list_has_told_is_listed_at_the_next_round_and_leaves_the_day_after(
    owed: Firm, clerk: Clerk
) -> None:
    """From cron at nine o'clock alone, or a machine that was off on Friday at five."""
    assert at(owed, 6, 9) == 0
    assert at(owed, 9, 9) == 0
    assert told(clerk) == ["Demain : 1 lettre"]
    assert at(owed, 9, 14) == 0
    assert at(owed, 10, 9) == 1
    assert told(clerk) == ["Demain : 1 lettre"]


def test_the_point_of_the_week_names_the_letters_of_a_later_day(owed: Firm, clerk: Clerk) -> None:
    invoice = replace(due_on_monday(1), due=date(2026, 3, 1))
    owed.write(invoice)
    owed.now = owed.now.replace(day=2, hour=9)
    owed.round()
    mails = [message_from_bytes(raw, policy=policy.default) for raw in clerk.told]
    (point,) = [m for m in mails if "point du lundi" in str(m["Subject"])]
    text = " ".join(str(point.get_content()).split())
    assert "mercredi 4 mars : D1, F-1" in text and "Aucune lettre" not in text


def test_a_list_of_another_day_lets_nothing_leave(owed: Firm, clerk: Clerk) -> None:
    assert at(owed, 6, 18) == 0
    assert at(owed, 11, 9) == 0  # off all Monday and Tuesday
    assert at(owed, 12, 9) == 1
    assert told(clerk) == ["Lundi 9 mars : 1 lettre", "Demain : 1 lettre"]


def test_what_falls_due_in_the_course_of_a_day_waits_for_the_list(owed: Firm, clerk: Clerk) -> None:
    at(owed, 6, 18)
    hold = owed.case("F-1").id
    with owed.open() as (desk, _):
        desk.note(hold, HoldSet("h", "owner", "wait"))
    assert at(owed, 9, 9) == 0
    with owed.open() as (desk, _):
        desk.note(hold, HoldLifted("h", "go on", "owner"))
    assert at(owed, 10, 10) == 0
    assert told(clerk)[1:] == ["Demain : 1 lettre"]
    assert at(owed, 11, 9) == 1


def test_a_letter_with_an_invoice_that_the_list_did_not_name_waits_for_another_list(
    owed: Firm, clerk: Clerk
) -> None:
    beside = replace(due_on_monday(2), debtor="D1 SAS", email="a@d1.example")
    owed.write(*owed.invoices, beside)
    at(owed, 6, 12)
    case = owed.case("F-1").id
    with owed.open() as (desk, _):
        desk.note(case, HoldSet("h", "owner", "wait", invoices=("F-2",)))
    at(owed, 6, 18)
    with owed.open() as (desk, _):
        desk.note(case, HoldLifted("h", "go on", "owner"))
    assert at(owed, 9, 9) == 0
    assert at(owed, 9, 18) == 0
    assert at(owed, 10, 9) == 1
    [letter] = owed.case("F-2").sent_letters()
    assert {climb.number for climb in letter.intended.climbs} == {"F-1", "F-2"}


def test_what_falls_due_after_the_list_is_told_the_same_evening(owed: Firm, clerk: Clerk) -> None:
    at(owed, 6, 17, 5)
    owed.write(*owed.invoices, due_on_monday(2))
    at(owed, 6, 19)
    assert told(clerk) == ["Lundi 9 mars : 1 lettre", "Lundi 9 mars : 1 lettre de plus"]
    assert at(owed, 9, 9) == 2


def test_the_list_counts_by_the_ceiling_of_its_day(owed: Firm, clerk: Clerk) -> None:
    owed.write(*(due_on_monday(k) for k in range(1, 13)))
    at(owed, 6, 18)
    for day, left in ((9, 5), (10, 5), (11, 2)):
        assert at(owed, day, 9) == left
        assert at(owed, day, 12) == 0
        at(owed, day, 18)
    assert told(clerk) == ["Lundi 9 mars : 5 lettres", "Demain : 5 lettres", "Demain : 2 lettres"]


def test_whoever_wants_no_lists_gets_none_and_letters_leave(owed: Firm, clerk: Clerk) -> None:
    owed.extra = LISTED.replace("consent_days: 0", "consent_days: 0, lists: no")
    at(owed, 6, 18)
    assert at(owed, 9, 9) == 1
    assert told(clerk) == []


def test_a_list_that_asked_for_an_ok_lets_nothing_leave_once_silence_is_consent(
    owed: Firm, clerk: Clerk
) -> None:
    """It said that nothing leaves without an ok; the first live day was Monday 2 March."""
    owed.extra = LISTED.replace("consent_days: 0", "consent_days: 7")
    owed.now = owed.now.replace(day=2)
    owed.round()
    at(owed, 6, 18)
    assert told(clerk) == ["Lundi 9 mars : 1 lettre, votre accord"]
    assert at(owed, 9, 9) == 0
    assert at(owed, 9, 18) == 0
    assert at(owed, 10, 9) == 1
    with owed.open() as (desk, _):
        assert not desk.state.facts.notices
    mails = [message_from_bytes(raw, policy=policy.default) for raw in clerk.told]
    texts = [
        " ".join(str(m.get_content()).split())
        for m in mails
        if ": 1 lettre" in str(m["Subject"]).replace("\u00a0", " ").replace("\u202f", " ")
    ]
    asks, silent = texts[:2]
    assert "C’est la dernière liste qui attend votre ok." in asks
    assert "Jusqu’ici, rien ne partait sans votre ok." in silent


def agreed_and_held(owed: Firm, hold: HoldSet) -> None:
    """In the first live days the owner says ok to the list of Monday the 9th, and then something holds it."""
    owed.extra = LISTED.replace("consent_days: 0", "consent_days: 14")
    owed.now = owed.now.replace(day=2)
    owed.round()
    at(owed, 6, 18)
    with owed.open() as (desk, _):
        [name] = desk.state.by_number("F-1")
        [asked] = desk.state.facts.notices
        desk.note(HOUSE, NoticeAnswered(asked, "approve"))
        desk.note(name, hold)


def test_a_list_whose_ok_was_put_in_doubt_waits_for_another_one_where_silence_is_no_consent(
    owed: Firm, clerk: Clerk
) -> None:
    """ "ok", "oups, mauvaise manip": the letter does not leave by itself when that doubt's days are over."""
    agreed_and_held(owed, HoldSet("m1.unclear", "owner", "doubtful", date(2026, 3, 10), by="policy"))
    assert at(owed, 9, 9) == 0
    assert at(owed, 10, 18) == 0
    assert told(clerk)[-1] == "Demain : 1 lettre, votre accord"
    assert at(owed, 11, 9) == 0
    at(owed, 11, 18)
    with owed.open() as (desk, _):
        [asked] = desk.state.facts.notices
        desk.note(HOUSE, NoticeAnswered(asked, "approve"))
    assert at(owed, 12, 9) == 1


def test_a_letter_kept_back_on_its_day_and_listed_again_waits_for_another_ok(
    owed: Firm, clerk: Clerk
) -> None:
    """ "ok", then "attends mercredi": the new list says that nothing leaves without an ok."""
    agreed_and_held(owed, HoldSet("m1.1", "owner", "pause", date(2026, 3, 10)))
    assert at(owed, 9, 9) == 0
    at(owed, 10, 18)
    assert told(clerk)[-1] == "Demain : 1 lettre, votre accord"
    assert at(owed, 11, 9) == 0


def test_a_rehearsal_lists_what_would_leave_and_says_nothing_of_silence(owed: Firm, clerk: Clerk) -> None:
    owed.extra, owed.mode = LISTED.replace("consent_days: 0", "consent_days: 14"), "rehearsal"
    at(owed, 6, 18)
    assert told(clerk)
    texts = [str(message_from_bytes(raw, policy=policy.default).get_content()) for raw in clerk.told]
    assert any("1. D1" in text for text in texts)
    assert not any("Jusqu’ici" in text for text in texts)


# --- the list must reach the owner --------------------------------------------------------------------


def test_a_list_that_the_server_refused_is_no_consent(owed: Firm, clerk: Clerk) -> None:
    clerk.recipients["anne@morvan.example"] = "550 5.1.1 no such person"
    at(owed, 6, 18)
    assert at(owed, 9, 9) == 0
    assert at(owed, 9, 18) == 0
    owed.now = owed.now.replace(day=10, hour=10)
    with owed.open() as (desk, rounds):
        house = house_of(owed.config(), desk, owed.now)
        [case] = map(desk.case, desk.state.cases())
        assert overview.row(case, house, rounds.rules, owed.now).why == UNLISTED
        questions = [notice.question for notice in desk.state.facts.notices.values()]
        [found] = checks.reach(owed.config(), desk, owed.now)
    assert (found.level, found.about) == ("warning", "owner")
    assert questions == [
        "Mail to “anne@morvan.example” does not arrive; letters that a list must tell of first wait until one"
        " arrives."
    ]
    clerk.recipients.clear()
    at(owed, 10, 18)
    assert at(owed, 11, 9) == 1


@pytest.mark.parametrize(("may", "left"), [("approve", 1), ("answer", 0)])
def test_somebody_else_who_may_approve_is_asked_as_well(
    owed: Firm, clerk: Clerk, may: str, left: int
) -> None:
    clerk.recipients["anne@morvan.example"] = "550 5.1.1 no such person"
    owed.extra = WITH_A_PARTNER % may
    at(owed, 6, 18)
    assert at(owed, 9, 9) == left
    others = [str(message_from_bytes(raw)["To"]) for raw in clerk.taken]
    assert others.count("luc@morvan.example") >= 2  # the list, and that the owner is not reached


RFC = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anne@morvan.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

{returned}
--b--
"""
RETURNED = "--b\nContent-Type: text/rfc822-headers\n\n{head}\n"
EXIM = """\
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: {to}
Subject: Mail delivery failed: returning message to sender
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  anne@morvan.example
    550 5.1.1 no such user here

------ This is a copy of your message, including all the headers. ------

{head}

{text}
"""


def report(firm: Firm, raw: bytes, form: str) -> bytes:
    """What a server far away makes of our mail, in several manners."""
    ours = message_from_bytes(raw, policy=policy.default)
    head = "\n".join(
        f"{name}: {ours[name]}" for name in ("Message-ID", "X-Relance-Id", "Subject", "To", "From")
    )
    text = ours.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    returned = RETURNED.format(head=head) if form == "headers" else ""
    words = EXIM if form == "exim" else RFC
    return words.format(to=firm.user, head=head, text=text, returned=returned).encode()


@pytest.mark.parametrize("form", ["headers", "exim", "address"])
def test_a_list_that_came_back_is_no_consent_and_holds_no_debtor(
    owed: Firm, clerk: Clerk, mail: DemoMail, form: str
) -> None:
    at(owed, 6, 18)
    [listed] = clerk.told
    mail.deliver(owed.user, report(owed, listed, form))
    at(owed, 6, 18, 30)
    assert at(owed, 9, 9) == 0
    case = owed.case("F-1")
    assert (case.holds, case.mails) == ({}, {})
    with owed.open() as (desk, _):
        assert [notice.about for notice in desk.state.facts.notices.values()] == ["unreached"]
    assert told(clerk) == ["Lundi 9 mars : 1 lettre", "Demain : 1 lettre"]  # tried again the next day
    assert at(owed, 10, 9) == 1  # and that one did not come back


def test_an_address_from_which_our_mail_came_back_is_left_alone_for_a_day(
    owed: Firm, clerk: Clerk, mail: DemoMail
) -> None:
    at(owed, 6, 18)
    mail.deliver(owed.user, report(owed, clerk.told[0], "headers"))
    for minute in (20, 40):
        at(owed, 6, 18, minute)
    at(owed, 6, 20)
    assert len(clerk.told) == 1


def test_a_report_about_a_letter_is_still_the_debtors(owed: Firm, clerk: Clerk, mail: DemoMail) -> None:
    at(owed, 6, 18)
    assert at(owed, 9, 9) == 1
    gone = report(owed, clerk.taken[0], "headers").replace(b"anne@morvan", b"a@d1")
    mail.deliver(owed.user, gone)
    at(owed, 9, 10)
    assert owed.case("F-1").dead == {"a@d1.example"}


def away(firm: Firm, first: int, last: int) -> None:
    with firm.open() as (desk, _):
        desk.note(HOUSE, HousePaused(date(2026, 3, first), date(2026, 3, last), AWAY))


def test_nothing_is_listed_while_the_owner_is_away_and_letters_leave_the_day_after_the_list_of_his_return(
    owed: Firm, clerk: Clerk
) -> None:
    at(owed, 6, 12)
    away(owed, 6, 8)
    assert at(owed, 6, 17, 5) == 0
    assert told(clerk) == []
    assert at(owed, 9, 9) == 0
    assert told(clerk) == ["Demain : 1 lettre"]
    assert at(owed, 9, 18) == 0
    assert at(owed, 10, 9) == 1
    assert told(clerk) == ["Demain : 1 lettre"]


def test_a_list_told_on_the_day_on_which_the_owner_turns_out_to_be_away_is_no_consent(
    owed: Firm, clerk: Clerk
) -> None:
    at(owed, 6, 17, 5)
    away(owed, 6, 8)
    assert at(owed, 9, 9) == 0
    assert told(clerk) == ["Lundi 9 mars : 1 lettre", "Demain : 1 lettre"]
    assert at(owed, 10, 9) == 1


def test_an_absence_to_come_takes_nothing_from_the_list_before_it(owed: Firm, clerk: Clerk) -> None:
    at(owed, 6, 17, 5)
    away(owed, 7, 8)
    assert at(owed, 9, 9) == 1
    assert told(clerk) == ["Lundi 9 mars : 1 lettre"]
