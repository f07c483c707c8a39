"""Only the owner can press; anybody of the owner's can stop: orders by plain e-mail, from end to end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.events.consequences import HoldSet
from bot.events.debts import InvoiceSeen
from bot.events.entries import HOUSE, CaseEvent
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.events.owner import RemindersDeclared
from bot.inbox import Folder
from tests.hostile import digest
from tests.office import NOW, READER, SECRETARY, SENT, Office, opened

DEBTOR = "compta@martin.example"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def disputed(office: Office) -> str:
    """Martin contests F-118: held until the owner's word, and asked about."""
    mail = "d" * 64
    kept = MailKept(mail, "<m@martin.example>", DEBTOR, "Re: F-118", NOW, "INBOX", 7, 1, "debtor", "thread")
    told: tuple[CaseEvent, ...] = (
        kept,
        MailRead(mail, "2", ("dispute",)),
        HoldSet("dddddddddddd.dispute", "dispute", "contested", None, ("F-118",), mail),
        ReplyWeighed(mail, "dispute", "read as dispute"),
    )
    office.note("c1", *told)
    return office.ask("c1", "dispute", invoices=("F-118",), mail=mail)


def far_promise(office: Office) -> str:
    return office.ask("c1", "first_firm_letter", "approve", "refuse", invoices=("F-118",))


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


def held(office: Office, name: str = "c1") -> list[str]:
    return [hold.rule for hold in office.case(name).holds.values()]


# --- asked, answered, said back -----------------------------------------------------------------------


def test_a_question_is_told_at_once_to_each_with_a_key_of_their_own(office: Office) -> None:
    disputed(office)
    owner, secretary, reader = (office.mails(to)[0] for to in ("claire@morvan.example", SECRETARY, READER))
    assert "Martin SARL conteste F-118" in str(owner["Subject"])
    assert owner["Message-ID"] != secretary["Message-ID"]
    assert "[" in str(secretary["Subject"])
    assert "[" not in str(reader["Subject"])


def test_what_was_ordered_is_done_and_said_back_in_one_line(office: Office) -> None:
    notice = disputed(office)
    said = office.says("avoir 120, le reste est dû", office.mails()[0])
    assert office.case().invoices["F-118"].left == 1_120_00
    assert office.case().notices[notice].answer == "resume"
    assert held(office) == []
    assert "120" in said


def test_an_answer_is_carried_out_once_whatever_is_read_again(office: Office) -> None:
    disputed(office)
    raw = office.answer("avoir 120, le reste est dû", to=office.mails()[0])
    office.receive(raw)
    office.receive(raw)
    office.owner.carry()
    assert office.case().invoices["F-118"].credited == 120_00


def test_the_code_in_the_subject_stands_in_for_a_lost_thread(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], threaded=False))
    assert held(office) == []


def test_what_is_not_understood_is_asked_again_and_nothing_is_done(office: Office) -> None:
    disputed(office)
    said = office.says("oui mais enfin bon, à voir, envoie peut-être", office.mails()[0])
    assert held(office) == ["dispute"]
    assert "oui mais enfin bon" in said
    office.receive(office.answer("litige clos", to=office.mails()[-1]))
    assert held(office) == []


# --- who may ------------------------------------------------------------------------------------------


def test_a_forged_from_presses_nobody(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", headers=()))
    assert held(office) == ["dispute"]


def test_a_leaked_thread_presses_nobody(office: Office) -> None:
    """The key was seen, From is forged: nobody vouches, and the real owner is asked with a new key."""
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    assert held(office) == ["dispute"]
    assert "Est-ce bien vous" in str(office.mails()[-1]["Subject"])


def test_a_yes_to_the_question_who_it_was_carries_the_order_out(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    office.receive(office.answer("oui", to=office.mails()[-1], headers=()))
    assert held(office) == []


def test_a_no_to_the_question_who_it_was_forgets_the_order(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    office.receive(office.answer("non", to=office.mails()[-1], headers=()))
    assert held(office) == ["dispute"]
    assert not office.desk.state.facts.orders


def test_the_copy_in_sent_vouches_for_the_owner(office: Office) -> None:
    disputed(office)
    raw = office.answer("litige clos", to=office.mails()[0], headers=())
    office.receive(raw)
    assert held(office) == ["dispute"]
    office.receive(b"X-Sent: 1\r\n" + raw, SENT)
    assert held(office) == []


def test_the_copy_in_sent_may_be_the_very_same_bytes(office: Office) -> None:
    disputed(office)
    raw = office.answer("litige clos", to=office.mails()[0], headers=())
    office.receive(raw)
    office.receive(raw, SENT)
    assert held(office) == []


def test_whoever_gets_a_forwarded_notice_orders_nothing(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], sender="expert@cabinet.example"))
    assert held(office) == ["dispute"]
    assert "expert@cabinet.example" in str(office.mails()[-1].get_content())  # type: ignore[no-untyped-call]


def test_an_answer_sent_again_does_nothing_more(office: Office) -> None:
    """The same words under a new Message-ID: the key is spent."""
    disputed(office)
    first = office.mails()[0]
    office.receive(office.answer("payé 500", to=first))
    office.receive(office.answer("payé 500", to=first))
    assert office.case().invoices["F-118"].left == 740_00


def test_a_debtor_in_copy_gets_no_key_that_works(office: Office) -> None:
    disputed(office)
    notice = office.mails()[0]
    office.receive(office.answer("payé 500", to=notice, cc=DEBTOR))
    assert office.case().invoices["F-118"].left == 740_00
    forged = office.answer("litige clos", to=notice, headers=())
    office.receive(forged)
    office.later(minutes=10)
    assert held(office) == ["dispute"]


def test_a_stolen_account_approves_nothing(office: Office) -> None:
    notice = far_promise(office)
    office.receive(office.answer("ok", to=office.mails(SECRETARY)[0], sender=SECRETARY))
    assert office.case().notices[notice].answer == ""
    office.receive(office.answer("ok", to=office.mails()[0]))
    assert office.case().notices[notice].answer == "approve"


def test_a_reader_may_stop_and_nothing_else(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("stop Martin", sender=READER))
    assert "owner" in held(office)
    office.receive(office.answer("litige clos F-118", sender=READER))
    office.later(minutes=10)
    assert "dispute" in held(office)


@pytest.mark.parametrize(
    "results",
    [
        "mx.evil.example; dmarc=pass header.from=morvan.example",
        "mx.atelier.example; dmarc=fail header.from=morvan.example",
        "mx.atelier.example; dkim=pass header.d=evil.example",
    ],
)
def test_a_forged_field_of_results_vouches_for_nobody(office: Office, results: str) -> None:
    disputed(office)
    good = "mx.atelier.example; dmarc=pass header.from=morvan.example"
    forged = (("Authentication-Results", results), ("Authentication-Results", good))
    office.receive(office.answer("litige clos", to=office.mails()[0], headers=forged))
    office.later(minutes=10)
    assert held(office) == ["dispute"]


def test_an_automatic_answer_of_the_owners_mailbox_orders_nothing(office: Office) -> None:
    disputed(office)
    before = len(office.mails())
    headers = (("Auto-Submitted", "auto-replied"),)
    office.receive(office.answer("ok, je suis absent", to=office.mails()[0], headers=headers))
    office.later(minutes=10)
    assert held(office) == ["dispute"]
    assert len(office.mails()) == before


# --- anybody can stop ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["stop Martin", "non, attends pour F-118", "pause F-118", "litige F-118"])
def test_what_stops_holds_two_working_days_without_any_key(office: Office, words: str) -> None:
    office.receive(office.answer(words, headers=()))
    (hold,) = office.case().holds.values()
    assert hold.until is not None
    assert (hold.until - NOW.date()).days == 2
    assert "Est-ce bien vous" in str(office.mails()[-1]["Subject"])


def test_a_stop_that_names_nobody_stops_everybody_for_two_working_days(office: Office) -> None:
    office.receive(office.answer("STOP !!!", headers=()))
    house = office.desk.house(office.rules, mail_read_at=NOW, pays=False)
    assert house.blocked.startswith("paused")
    assert office.desk.state.facts.pauses[0].last is not None


def test_a_confirmed_stop_lasts_until_the_owners_word(office: Office) -> None:
    office.receive(office.answer("stop Martin", headers=()))
    office.receive(office.answer("ok", to=office.mails()[-1], headers=()))
    (hold,) = office.case().holds.values()
    assert hold.until is None


# --- money ----------------------------------------------------------------------------------------------


def more(office: Office, number: str, due: date, **fields: object) -> None:
    office.note("c1", InvoiceSeen(number, NOW.date(), due, 50_000, **fields))  # type: ignore[arg-type]


def test_who_has_paid_has_paid_what_was_asked_for_and_nothing_that_is_not_due(office: Office) -> None:
    more(office, "F-130", date(2026, 4, 30))
    said = plain(office.says("Martin a payé", digest(office)))
    assert office.case().left() == 500_00
    assert "Martin SARL, F-118 : 1 240,00 € reçus" in said


def test_of_what_is_overdue_only_what_was_asked_for_is_paid(office: Office) -> None:
    more(office, "F-119", date(2026, 3, 4))
    office.note("c1", RemindersDeclared(("F-118",), 1))
    office.says("Martin a payé", digest(office))
    assert [i.number for i in office.case().open_invoices()] == ["F-119"]


def test_a_sum_goes_to_the_oldest_and_the_line_says_where(office: Office) -> None:
    more(office, "F-119", date(2026, 3, 4))
    said = plain(office.says("payé Martin 1300", digest(office)))
    assert "Martin SARL, F-118 et F-119 : 1 300,00 € reçus" in said and "il reste 440,00 €" in said


def test_paid_takes_off_the_credit_note_that_nothing_else_is_open_for(office: Office) -> None:
    note = InvoiceSeen("A-1", NOW.date(), NOW.date(), 24_000, type="credit_note")
    office.note("c1", note)
    said = plain(office.says("Martin a payé", digest(office)))
    assert "Martin SARL, F-118 : 1 000,00 € reçus" in said and "il reste" not in said


def test_paid_of_several_that_are_not_due_must_say_which(office: Office) -> None:
    office.says("F-118 payé", digest(office))
    for number in ("F-130", "F-131"):
        more(office, number, date(2026, 4, 30))
    for words in ("Martin a payé", "abandonne Martin"):
        said = plain(office.says(words, digest(office)))
        assert "je n'ai rien fait, rien n'est échu" in said
    assert office.case().left() == 1_000_00
    office.says("F-130 payé", digest(office))
    assert office.case().left() == 500_00


def test_given_up_is_what_was_asked_for_and_the_line_names_it(office: Office) -> None:
    more(office, "F-130", date(2026, 4, 30))
    said = plain(office.says("abandonne Martin", digest(office)))
    assert "Martin SARL, F-118 : abandonné (1 240,00 €)" in said
    assert office.case().left() == 500_00


def test_a_credit_names_its_invoice_and_what_is_left(office: Office) -> None:
    said = plain(office.says("avoir 120 Martin", digest(office)))
    assert "Martin SARL, F-118 : avoir de 120,00 € déduit, il reste 1 120,00 €" in said


# --- the house ----------------------------------------------------------------------------------------


def test_an_absence_pauses_everybody_for_its_days(office: Office) -> None:
    disputed(office)
    office.says("absent du 16 au 27 mars", office.mails()[0])
    (pause,) = office.desk.state.facts.pauses
    assert (pause.first.day, pause.last and pause.last.day) == (16, 27)


def test_a_piece_that_comes_attached_is_kept_for_its_invoice(office: Office) -> None:
    disputed(office)
    raw = office.answer("pièces F-118", to=office.mails()[0])
    office.receive(office.with_file(raw, "bon F-118.pdf", b"%PDF-1.7 bon"))
    (piece,) = office.case().pieces
    assert (piece.number, piece.name) == ("F-118", "bon F-118.pdf")


def test_nothing_of_a_secret_stands_in_the_journal_or_the_evidence_before_it_is_spent(office: Office) -> None:
    disputed(office)
    told = office.mails()[0]
    secret = str(told["Message-ID"]).partition(".")[2].partition("@")[0]
    code = str(told["Subject"]).rpartition("[")[2].rstrip("]")
    root = office.desk.journal.path.parent
    for path in [root / "journal.jsonl", *(p for p in (root / "evidence").rglob("*") if p.is_file())]:
        content = path.read_bytes()
        assert secret.encode() not in content, path
        assert code.encode() not in content, path


def test_every_order_stands_in_the_chain_of_what_it_changed(office: Office) -> None:
    disputed(office)
    office.says("avoir 120, le reste est dû", office.mails()[0])
    names = [type(entry.event).__name__ for entry in office.desk.entries("c1")]
    assert names.count("OrderTaken") == 2
    assert "OrdersDone" in [type(entry.event).__name__ for entry in office.desk.entries(HOUSE)]


def test_mail_of_the_owner_in_a_folder_that_is_read_late_orders_nothing(office: Office) -> None:
    disputed(office)
    raw = office.answer("litige clos", to=office.mails()[0])
    office.later(minutes=60 * 24 * 9)
    office.receive(raw, Folder("Archive", "archive"), late_days=9)
    assert held(office) == ["dispute"]


def test_a_case_confided_to_somebody_else_is_written_to_no_more(office: Office) -> None:
    notice = office.ask("c1", "deadline", invoices=("F-118",))
    office.receive(office.answer("confié à Maître Roche", to=office.mails()[0]))
    case = office.case()
    assert case.handed_over == "Maître Roche"
    assert case.notices[notice].answer == "moot"
