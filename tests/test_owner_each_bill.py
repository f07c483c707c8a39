"""Several bills answered in one line, each by the end of its number, asked about in one mail or in two."""

from collections.abc import Iterator
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen
from bot.events.mail import MailKept, MailRead, Quote
from bot.owner.answers import Act, Context, read_answer
from bot.owner.answers.context import Item
from tests.office import Office, opened
from tests.weighed import DEBTOR, open_, said, settle

PAID, CONTESTED = "F-2026-601", "F-2026-516"
MAIL = "9" * 64
NOW = datetime.fromisoformat("2026-03-10T09:00:00+01:00")
BOTH = Context("notice", "already_paid", "Martin SARL", (PAID, CONTESTED))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        due = date(2026, 3, 3)
        bills = (InvoiceSeen(PAID, due, due, 310_00), InvoiceSeen(CONTESTED, due, due, 200_00))
        kept = MailKept(
            MAIL, "<m@martin.example>", DEBTOR, "Re", office.clock[0], "INBOX", 7, 1, "debtor", "thread"
        )
        quotes = (
            Quote("already_paid", f"La {PAID} est payée."),
            Quote("dispute", f"La {CONTESTED}, nous la contestons."),
        )
        read = MailRead(MAIL, "2", ("dispute", "already_paid"), evidence=quotes, confidence=0.9)
        office.note("c1", *bills, kept, read)
        settle(office)
        office.tell()
        yield office


def asked(office: Office, words: str) -> EmailMessage:
    return next(mail for mail in office.mails() if words in str(mail["Subject"]))


@pytest.mark.parametrize("question", ["conteste", "dit avoir payé"])
@pytest.mark.parametrize("words", ["601 c'est vrai, 516 il a tort", "ok pour la 601, la 516 il se trompe"])
def test_two_questions_answered_in_one_line_are_both_settled(
    office: Office, words: str, question: str
) -> None:
    line = said(office, words, asked(office, question))
    assert "compris" not in line, line
    assert not open_(office)
    assert office.case().invoices[PAID].left == 0
    assert office.case().invoices[CONTESTED].left == 200_00
    assert not [hold for hold in office.case().holds.values() if CONTESTED in hold.invoices]


def test_what_is_denied_and_what_is_admitted_belong_to_their_own_bills(office: Office) -> None:
    line = said(office, "516 il a raison, 601 rien reçu", asked(office, "conteste"))
    assert f"{CONTESTED} : en litige" in line and f"{PAID} : rien reçu" in line
    assert open_(office) == ["dispute"]
    assert office.case().invoices[PAID].left == 310_00


def test_the_money_of_one_bill_is_noted_though_the_other_is_not_understood(office: Office) -> None:
    line = said(office, "601 c'est vrai, 516 bof", asked(office, "conteste"))
    assert office.case().invoices[PAID].left == 0
    assert "516" in line and "pas compris" in line
    assert open_(office) == ["dispute"]


def test_the_point_of_the_week_is_answered_so_as_well() -> None:
    listed = (
        Item(1, "Martin SARL", (CONTESTED,), "dispute"),
        Item(2, "Martin SARL", (PAID,), "already_paid"),
    )
    answer = read_answer("601 c'est vrai, 516 il a tort", Context("digest", items=listed), NOW)
    assert answer.acts == (Act("paid", PAID), Act("dispute_closed", CONTESTED))


@pytest.mark.parametrize(
    "words",
    [
        "601 oui, 516 non",
        "la 601 il a raison, la 516 non",
        "ok pour la 601, la 516 il se trompe",
        "oui pour 601, non pour 516",
        "601 bien reçu, 516 rien",
        "exact pour la 601, faux pour la 516",
        "601 he's right, 516 he's wrong",
    ],
)
def test_of_two_bills_said_to_be_paid_one_is_and_the_other_is_not(words: str) -> None:
    assert read_answer(words, BOTH, NOW).acts == (Act("paid", PAID), Act("not_received", CONTESTED))


@pytest.mark.parametrize("words", ["il a raison", "elle a raison", "c'est exact", "he's right"])
def test_who_is_right_about_a_payment_has_paid(words: str) -> None:
    assert read_answer(words, BOTH, NOW).acts == (Act("paid"),)


@pytest.mark.parametrize(
    "words", ["601 peut-être, 516 on verra", "601 ok, 516 ok", "la 601 et la 516 je regarde"]
)
def test_doubtful_words_about_bills_press_nobody(words: str) -> None:
    assert not [act for act in read_answer(words, BOTH, NOW).acts if act.act != "note"]
