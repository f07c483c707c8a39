"""Attackers and careless owners: nobody is pressed, nothing is lost, done twice or done to another case."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import Header
from pathlib import Path

import pytest

from bot.errors import WorldError
from bot.events.consequences import ContactDead
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE, CaseEvent
from bot.events.owner import ContactSaid, ContactStopped, NoticeAnswered, NoticeOpened
from bot.events.owner_mail import ActRead, HousePaused
from bot.inbox import Folder
from bot.owner.house_orders import about_house
from bot.owner.keys import answered
from bot.owner.vouching import vouched
from bot.policy.sight import see
from bot.rules import Person
from tests.hostile import DEBTOR, TABLE, Moody, approval, asked_back, body, digest, disputed, held, paused
from tests.office import NOW, OWNER, READER, SECRETARY, SENT, TRUSTED, US, Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.fixture
def server(office: Office) -> Moody:
    moody = Moody(office.owner.telling.post.post)
    office.owner.telling.post.post = moody
    return moody


# --- only the owner can press -------------------------------------------------------------------------


def test_a_stolen_secretarys_account_cannot_press_as_the_owner(office: Office) -> None:
    """One domain, one DMARC: the server vouches for whatever From the secretary's account writes."""
    notice = approval(office)
    office.receive(office.answer("ok", to=office.mails(SECRETARY)[0], sender=OWNER))
    office.later(minutes=10)
    assert office.case().notices[notice].answer == ""
    assert len(asked_back(office)) == 1


def test_another_mail_in_sent_vouches_for_no_other_words_under_its_message_id(office: Office) -> None:
    """Who got a letter of the owner's knows its Message-ID, and uses it for a forged order."""
    disputed(office)
    letter = office.answer("Bonjour, voici la facture.", recipient=DEBTOR, headers=())
    forged = message_from_bytes(
        office.answer("litige clos", to=office.mails()[0], headers=()), policy=policy.SMTP
    )
    forged.replace_header("Message-ID", str(message_from_bytes(letter)["Message-ID"]))
    office.receive(forged.as_bytes())
    office.receive(letter, SENT)
    office.later(minutes=10)
    assert held(office) == ["dispute"]


@pytest.mark.parametrize(
    "field",
    [
        'spf=fail smtp.mailfrom="a\\"; dmarc=pass header.from=morvan.example; \\""@evil.example',
        "spf=fail (of a (b) ; dmarc=pass header.from=morvan.example ; c) smtp.mailfrom=evil.example",
        f'spf=fail smtp.mailfrom="{"a" * 600}; dmarc=pass header.from=morvan.example"@evil.example',
        'spf=fail (of "); dmarc=pass header.from=morvan.example (x"@evil.example) smtp.mailfrom=evil.example',
        'spf=fail smtp.mailfrom=a"; dmarc=pass header.from=morvan.example',
        "dkim=pass header.d=morvan.example; dmarc=fail header.from=morvan.example",
    ],
)
def test_what_a_sender_made_our_server_repeat_vouches_for_nobody(field: str) -> None:
    assert vouched(f"{TRUSTED}; {field}", OWNER, TRUSTED) == ""


def test_words_in_an_ordinary_field_of_results_do_no_harm() -> None:
    gmail = (
        "spf=pass (google.com: domain of claire@morvan.example designates 1.2.3.4 as permitted sender) "
        'smtp.mailfrom=claire@morvan.example; dkim=pass reason="2048-bit key; unprotected" '
        'header.d="morvan.example"; dmarc=pass (p=NONE (sp=NONE) dis=NONE) header.from=morvan.example'
    )
    assert vouched(f"{TRUSTED}; {gmail}", OWNER, TRUSTED) in ("dkim", "dmarc")


def test_a_subject_full_of_guesses_is_not_tried_code_by_code() -> None:
    @dataclass
    class Counted:
        secret: str = "x"
        asked: int = 0

        @property
        def code(self) -> str:
            self.asked += 1
            return "0" * 64

    known = {f"t{n}": Counted() for n in range(50)}
    guesses = "".join(f"[{chr(65 + n % 26)}{chr(65 + n // 26)}AAAA]" for n in range(600))
    assert answered((), guesses, known) == ""
    assert sum(kept.asked for kept in known.values()) <= 2 * 4 * 50


def test_an_order_for_money_sent_again_with_a_lists_key_is_asked_back(office: Office) -> None:
    """A list's key is good for many answers: the same mail, signed and sent once more, is not."""
    monday = digest(office)
    office.receive(office.answer("payé F-118 500", to=monday))
    office.receive(office.answer("payé F-118 500", to=monday))
    office.later(minutes=10)
    assert office.case().left() == 740_00
    assert len(asked_back(office)) == 1


def test_a_yes_to_a_question_that_somebody_has_answered_meanwhile_presses_nobody(office: Office) -> None:
    """Two people answer at once: the owner's no stands, whoever says go on after it."""
    office.ask("c1", "backlog", "approve", "refuse", invoices=("F-118",))
    disputed(office)
    office.receive(office.answer("je m'en occupe", to=office.mails(about="conteste")[0]))
    before = held(office)
    raw = office.answer("reprends", to=office.mails(SECRETARY, about="conteste")[0], sender=SECRETARY)
    office.receive(raw)
    assert held(office) == before
    assert "déjà" in body(office.mails(SECRETARY)[-1])


def test_go_on_with_everything_approves_no_mise_en_demeure(office: Office) -> None:
    notice = approval(office)
    office.receive(office.answer("reprends tout", to=digest(office)))
    assert office.case().notices[notice].answer == ""


def test_a_table_under_a_spent_key_is_not_taken(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0]))
    office.receive(office.with_file(office.answer("voici", to=office.mails()[0]), "export.csv", TABLE))
    assert not office.desk.state.facts.sources


def test_the_yes_to_the_question_who_it_was_is_that_persons(office: Office) -> None:
    """A reader who was handed the question on cannot answer it."""
    disputed(office)
    office.receive(office.answer("payé 500", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    office.receive(office.answer("oui", to=asked_back(office)[-1], sender=READER))
    assert office.case().left() == 1_240_00


def test_the_code_of_a_list_is_not_written_down_by_an_answer(office: Office) -> None:
    monday = digest(office)
    office.receive(office.answer("payé F-118 500", to=monday))
    code = str(monday["Subject"]).rpartition("[")[2].rstrip("]")
    assert code.encode() not in office.desk.journal.path.read_bytes()


# --- anybody of the owner's can stop ------------------------------------------------------------------


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Office]:
    """The owner's own mailbox, from which the letters leave."""
    with opened(tmp_path, people=(Person(US, "approve"),)) as office:
        bnp = DebtorSeen("c3", "BNP", "business", contacts=("achats@bnp.example",))
        office.note("c3", bnp, InvoiceSeen("B-9", NOW.date(), NOW.date(), 1_240_00))
        yield office


@pytest.mark.parametrize(
    "words", ["stop", "Stop tout !", "arrête tout", "absent du 3 au 9 août", "absent jusqu'au 20 mars"]
)
@pytest.mark.parametrize("in_subject", [True, False])
def test_a_word_of_stopping_to_oneself_is_heard_in_a_shared_mailbox(
    shared: Office, words: str, in_subject: bool
) -> None:
    raw = shared.answer("" if in_subject else words, sender=US, headers=())
    subject = words if in_subject else "note"
    shared.receive(raw.replace(b"Subject: Bonjour", f"Subject: {Header(subject).encode()}".encode()))
    assert paused(shared)
    shared.later(minutes=10)
    assert len(asked_back(shared, US)) == 1


@pytest.mark.parametrize("words", ["litige BNP", "stop BNP", "litige B-9"])
def test_a_name_of_three_letters_is_heard_in_a_shared_mailbox(shared: Office, words: str) -> None:
    shared.receive(shared.answer(words, sender=US, headers=()))
    assert held(shared, "c3") == ["owner"]
    assert not paused(shared)


@pytest.mark.parametrize(
    "words",
    ["stop tabac", "litige voisin", "pause déjeuner", "acheter du pain", "absent", "je suis absent lundi ?"],
)
def test_a_note_to_oneself_stays_private_in_a_shared_mailbox(shared: Office, words: str) -> None:
    before = shared.desk.journal.count
    shared.receive(shared.answer(words, sender=US, headers=()))
    assert shared.desk.journal.count == before


def test_a_stop_with_the_accountant_in_copy_is_heard(office: Office) -> None:
    office.receive(office.answer("Stop Martin F-118", cc="expert@cabinet.example"))
    assert held(office) == ["owner"]


def test_a_stop_with_a_key_is_heard_whatever_address_it_went_to(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("stop", to=office.mails()[0], recipient="contact@alias.example"))
    assert [hold.until for hold in office.case().holds.values()] == [None, None]


def test_what_presses_to_another_address_is_asked_back(office: Office) -> None:
    """The owner answers our question to his accountant: "litige clos" is not said to us."""
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], recipient="expert@cabinet.example"))
    office.later(minutes=10)
    assert held(office) == ["dispute"]
    assert len(asked_back(office)) == 1
    assert "pas adressé à moi" in body(asked_back(office)[0])


@pytest.mark.parametrize("words", ["Qu'en penses-tu ?", "On en parle lundi."])
def test_what_is_said_to_somebody_else_in_a_thread_of_ours_is_left_alone(office: Office, words: str) -> None:
    disputed(office)
    before = office.desk.journal.count
    office.receive(office.answer(words, to=office.mails()[0], recipient="expert@cabinet.example"), SENT)
    assert office.desk.journal.count == before


def test_an_absence_that_nobody_vouches_for_holds_two_days_and_is_asked_back(office: Office) -> None:
    office.receive(office.answer("absent du 3 au 9 août", headers=()))
    office.later(minutes=10)
    assert [(p.first.day, p.last and p.last.day) for p in office.desk.state.facts.pauses] == [(10, 12)]
    assert len(asked_back(office)) == 1


def test_an_absence_in_answer_to_a_question_holds_everybody_while_nobody_vouches_for_it(
    office: Office,
) -> None:
    disputed(office)
    office.receive(office.answer("absent du 3 au 9 août", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    assert paused(office)
    assert "n’écris plus à personne jusqu’au 12 mars" in body(asked_back(office)[0])


def test_a_debtor_with_our_key_stops_nobody_as_the_owner(office: Office) -> None:
    disputed(office)
    raw = office.answer("stop", to=office.mails()[0], sender=DEBTOR, recipient="contact@alias.example")
    office.receive(raw)
    assert "owner" not in held(office)


# --- whoever answers for two debtors ------------------------------------------------------------------


def test_who_wants_no_mail_gets_none_about_any_case_until_the_owner_says_so_there(office: Office) -> None:
    both = (
        DebtorSeen("c4", "Lilas", "business", contacts=(DEBTOR,)),
        InvoiceSeen("L-1", *[NOW.date()] * 2, 9_00),
    )
    office.note("c4", *both)
    office.note("c1", ContactStopped("Compta@martin.example", "at their demand"))
    house = office.desk.house(office.rules, mail_read_at=NOW, pays=False)
    assert see(office.case("c4"), house, office.rules, NOW).contacts() == []
    office.clock[0] = NOW.replace(day=11)
    office.note("c4", ContactSaid(DEBTOR))
    assert see(office.case("c4"), house, office.rules, NOW).contacts() == [DEBTOR]
    assert see(office.case("c1"), house, office.rules, NOW).contacts() == []


@pytest.mark.parametrize(
    ("event", "silent"),
    [
        (ContactDead(DEBTOR, "it came back"), True),
        (ContactStopped(DEBTOR, "the wrong person", here=True), False),
    ],
)
def test_a_dead_address_is_dead_for_all_and_a_wrong_person_for_one(
    office: Office, event: CaseEvent, silent: bool
) -> None:
    office.note("c2", event)
    house = office.desk.house(office.rules, mail_read_at=NOW, pays=False)
    assert (see(office.case(), house, office.rules, NOW).contacts() == []) == silent


# --- the right case, once, and nothing lost -----------------------------------------------------------


def test_no_to_one_question_stops_no_other_case_when_the_server_fails(office: Office, server: Moody) -> None:
    """The no is taken, its confirmation cannot leave: done again, the question is closed by then."""
    approval(office)
    server.down = True
    with suppress(WorldError):
        office.receive(office.answer("non", to=office.mails()[0]))
    server.down = False
    office.later(minutes=30)
    assert office.case().notices["c1-1"].answer == "refuse"
    assert not paused(office)
    assert not office.desk.state.facts.orders


def test_a_yes_lifts_no_pause_of_the_house_when_the_server_fails(office: Office, server: Moody) -> None:
    office.desk.note(HOUSE, HousePaused(NOW.date(), None, "the owner is away"))
    disputed(office)
    server.down = True
    with suppress(WorldError):
        office.receive(office.answer("reprends", to=office.mails()[0]))
    server.down = False
    office.later(minutes=30)
    assert paused(office)


def test_a_word_of_cancelling_after_an_approval_stops_that_case_and_no_other(office: Office) -> None:
    approval(office)
    office.receive(office.answer("ok", to=office.mails()[0]))
    assert office.case().notices["c1-1"].answer == "approve"
    office.receive(office.answer("annule !", to=office.mails()[-1]))
    assert held(office) == ["owner"]
    assert not paused(office)


def test_a_word_of_cancelling_to_the_mail_that_was_answered_already_lasts(office: Office) -> None:
    """Its key is spent, and the owner is vouched for: a stop needs no more."""
    approval(office)
    office.receive(office.answer("ok", to=office.mails()[0]))
    office.receive(office.answer("annule !", to=office.mails()[0]))
    assert [hold.until for hold in office.case().holds.values()] == [None]


def test_two_words_about_one_question_in_one_mail_touch_nobody_else(office: Office) -> None:
    office.desk.note(HOUSE, HousePaused(NOW.date(), None, "the owner is away"))
    disputed(office)
    office.receive(office.answer("litige clos, on reprend", to=office.mails()[0]))
    assert paused(office)


def test_a_second_no_to_a_closed_question_is_about_its_case_alone(office: Office) -> None:
    approval(office)
    office.receive(office.answer("non", to=office.mails()[0]))
    office.receive(office.answer("non", to=office.mails(SECRETARY)[0], sender=SECRETARY))
    assert not paused(office)
    assert "owner" in held(office)


def test_stop_in_answer_to_a_point_without_questions_stops_everybody(office: Office) -> None:
    office.receive(office.answer("STOP !!!", to=digest(office)))
    assert paused(office)
    assert "plus à personne" in body(office.mails()[-1])


def test_one_order_that_cannot_be_said_back_holds_up_no_other(office: Office, server: Moody) -> None:
    disputed(office)
    disputed(office, "c2", "F-121")
    mails = {str(m["Subject"])[:6]: m for m in office.mails()}
    server.down = True
    for words, to in (("litige clos", mails["Martin"]), ("stop", mails["Petit "])):
        with suppress(WorldError):
            office.receive(office.answer(words, to=to))
    assert "owner" in held(office, "c2")


def test_the_other_copy_of_a_mail_with_a_footer_is_no_second_order(office: Office) -> None:
    """The gateway adds a footer to what it delivers; the copy in Sent has none."""
    monday = digest(office)
    raw = office.answer("payé F-118 500", to=monday, headers=())
    office.receive(raw.replace(b"500", b"500\r\n\r\n-- \r\nCe message est confidentiel.", 1))
    office.receive(raw, SENT)
    office.later(minutes=10)
    assert office.case().left() == 740_00
    assert asked_back(office) == []


def test_a_copy_in_sent_that_comes_first_is_the_same_order(office: Office) -> None:
    monday = digest(office)
    raw = office.answer("payé F-118 500", to=monday, headers=())
    office.receive(raw, SENT)
    office.receive(raw.replace(b"500", b"500\r\n\r\n-- \r\nCe message est confidentiel.", 1))
    office.later(minutes=10)
    assert office.case().left() == 740_00
    assert asked_back(office) == []


def test_a_sum_for_a_customer_who_stands_in_two_lines_counts_once(office: Office) -> None:
    disputed(office)
    office.ask("c1", "undecided", invoices=("F-118",))
    office.receive(office.answer("payé Martin 500", to=digest(office)))
    assert office.case().left() == 740_00


def test_a_name_that_two_customers_of_a_list_bear_is_not_guessed(office: Office) -> None:
    seen = InvoiceSeen("F-300", NOW.date(), NOW.date(), 1_240_00)
    office.note("c3", DebtorSeen("c3", "Martin SARL", "business"), seen)
    disputed(office)
    disputed(office, "c3", "F-300")
    office.receive(office.answer("payé Martin SARL 500", to=digest(office)))
    assert office.case("c1").left() == office.case("c3").left() == 1_240_00


def test_a_debtor_who_was_in_copy_is_heard_as_a_debtor(office: Office) -> None:
    """The reply to all cites our mail with its key: it is no order, and no stranger's word either."""
    disputed(office)
    notice = office.mails()[0]
    office.receive(office.answer("appelé, messagerie", to=notice, cc=DEBTOR))
    words = "Je conteste la facture F-118 : la porte livrée est fendue."
    office.receive(office.answer(words, to=notice, sender=DEBTOR))
    assert [mail.read.intents for mail in office.case().mails.values() if mail.read] == [("dispute",)]


def test_a_late_answer_is_asked_back_and_what_it_stops_is_held(office: Office) -> None:
    """After an outage of nine days: it proves nothing any more, and it is not lost."""
    disputed(office)
    raw = office.answer("stop Martin", to=office.mails()[0])
    office.later(minutes=60 * 24 * 9)
    office.receive(raw, Folder("Archive", "archive"), late_days=8)
    assert "owner" in held(office)
    assert len(asked_back(office)) == 1


def test_a_readers_stop_that_the_owner_confirms_lasts(office: Office) -> None:
    office.receive(office.answer("stop Martin", sender=READER))
    office.receive(office.answer("ok", to=asked_back(office)[-1]))
    assert [hold.until for hold in office.case().holds.values()] == [None]
    assert not office.desk.state.facts.orders


def test_who_answers_neither_yes_nor_no_to_the_question_who_it_was_is_asked_again(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("payé 500", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    office.receive(office.answer("C'est quoi cette histoire ?", to=asked_back(office)[-1]))
    assert len(asked_back(office)) == 2
    office.receive(office.answer("oui", to=asked_back(office)[-1]))
    assert office.case().left() == 740_00


def test_all_the_others_after_each_was_named_approves_nothing(office: Office) -> None:
    due = NoticeOpened("house-1", "eve", "?", ("approve", "refuse"), cases=("c1",), day=NOW.date())
    events, _ = about_house(ActRead("ok", "all"), due, OWNER, frozenset(("c1",)))
    assert [event.answer for event in events if isinstance(event, NoticeAnswered)] == ["moot"]


# --- what comes from outside --------------------------------------------------------------------------


def test_a_header_cannot_be_broken_out_of(office: Office) -> None:
    office.note(
        "c1", DebtorSeen("c1", "Martin\r\nBcc: evil@evil.example [AAAAAA]", "business", contacts=(DEBTOR,))
    )
    disputed(office)
    mail = office.mails()[0]
    assert mail["Bcc"] is None
    assert str(mail["Subject"]).count("[") >= 1


def test_a_file_is_called_what_it_is_called_and_laid_nowhere_else(office: Office, tmp_path: Path) -> None:
    disputed(office)
    raw = office.answer("litige clos", to=office.mails()[0])
    office.receive(office.with_file(raw, "../../../etc/x;.csv", TABLE))
    assert not (tmp_path.parent / "etc").exists()
    assert all(path.parent.name == "received" for path in tmp_path.rglob("*.csv"))


def test_a_title_over_an_attached_table_orders_nothing_and_is_not_asked_about(office: Office) -> None:
    raw = office.with_file(office.answer("", to=None), "export.csv", TABLE)
    office.receive(raw.replace(b"Subject: Bonjour", b"Subject: Les chiffres de mars"))
    office.later(minutes=10)
    assert "Les chiffres" not in body(office.mails()[-1])
