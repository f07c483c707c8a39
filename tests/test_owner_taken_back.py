"""What the owner has noted himself and takes back by mail: money that did not come, a debt that is owed after
all. Nobody is written to on that day, and what an import has brought stays."""

from collections.abc import Iterator
from datetime import UTC, date
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.dossier.chronology import facts
from bot.dossier.phrases import PHRASES
from bot.events.consequences import AnswerOwed, HoldLifted, HoldSet, PromiseEnded, PromiseNoted
from bot.events.debts import InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent
from bot.events.letters import LetterIntended, LetterSent
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.story import story
from tests.hostile import digest
from tests.office import NOW, READER, Office, opened
from tests.test_owner_orders import DEBTOR, disputed, held, more, plain


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def point(office: Office) -> EmailMessage:
    """The point of the week, which stays the same one."""
    return next((m for m in office.mails() if "point du lundi" in str(m["Subject"])), None) or digest(office)


def left(office: Office, number: str = "F-118") -> int:
    return office.case().invoices[number].left


def test_a_payment_noted_by_mistake_is_taken_back_from_the_line_that_said_it(office: Office) -> None:
    said = plain(office.says("Martin payé", point(office)))
    assert "Erreur : « Martin SARL : rien reçu »" in said and left(office) == 0
    said = plain(office.says("Martin : rien reçu", office.mails()[-1]))
    assert "Martin SARL, F-118 : 1 240,00 € repris, de nouveau dus ; les rappels reprennent demain" in said
    assert left(office) == 1_240_00
    [rest] = office.case().holds.values()
    assert (rest.rule, rest.until, rest.invoices) == ("owner", date(2026, 3, 16), ("F-118",))


def test_the_same_words_again_take_no_older_payment_back(office: Office) -> None:
    office.says("Martin payé 500", point(office))
    office.later(minutes=5)
    office.says("Martin payé 100", point(office))
    said = plain(office.says("Martin : rien reçu", office.mails()[-1]))
    assert "100,00 € repris, de nouveau dus ; 500,00 € restent notés comme reçus" in said
    office.says("Martin : toujours rien reçu", office.mails()[-1])
    assert left(office) == 740_00


def test_an_older_payment_in_part_needs_plain_words(office: Office) -> None:
    office.says("Martin payé 500", point(office))
    office.later(minutes=3 * 24 * 60)
    said = plain(office.says("Martin : toujours rien reçu", point(office)))
    assert "500,00 € restent notés comme reçus le 16 mars" in said and left(office) == 740_00
    assert "« Martin SARL : annule le paiement »" in said
    said = plain(office.says("Martin : annule le paiement", office.mails()[-1]))
    assert left(office) == 1_240_00
    assert "aucun rappel avant votre « reprends » à ma question" in said
    [asked] = office.case().open_notices()
    assert (asked.opened.about, asked.opened.anew) == ("reopened", True)


@pytest.mark.parametrize(
    "words",
    [
        "Martin : chèque revenu impayé",
        "Le chèque de Martin a été rejeté",
        "Martin n'a pas payé finalement",
        "Martin : erreur, il n'a pas payé",
        "Martin : annule le paiement",
        "Martin's cheque bounced",
        "Martin : not paid after all",
        "undo the payment of Martin",
    ],
)
def test_it_is_said_in_many_words(office: Office, words: str) -> None:
    office.says("Martin payé", point(office))
    office.says(words, office.mails()[-1])
    assert left(office) == 1_240_00


def test_what_the_import_brought_stays_and_the_file_decides(office: Office) -> None:
    seen = office.case().invoices["F-118"].seen
    office.note("c1", InvoiceSeen("F-118", seen.issued, seen.due, seen.total, paid=seen.total))
    said = plain(office.says("Martin n'a rien payé", point(office)))
    assert "c'est le fichier qui décide" in said and left(office) == 0
    office.note("c1", PaymentSeen("F-118", 100_00, NOW.date(), "VIR", "bank"))
    office.says("Martin n'a rien payé", point(office))
    assert left(office) == 0


def test_what_the_file_shows_since_stays_too(office: Office) -> None:
    seen = office.case().invoices["F-118"].seen
    office.says("Martin payé", point(office))
    office.note("c1", InvoiceSeen("F-118", seen.issued, seen.due, seen.total, paid=seen.total))
    assert "c'est le fichier qui décide" in plain(office.says("Martin n'a rien payé", point(office)))
    assert left(office) == 0


def test_a_debt_given_up_is_claimed_again(office: Office) -> None:
    said = plain(office.says("abandonne Martin", point(office)))
    assert "je ne réclame plus rien. Pour revenir : « reprends Martin SARL »" in said
    said = plain(office.says("Martin : reprends, il doit toujours", office.mails()[-1]))
    assert (
        "Martin SARL, F-118 : 1 240,00 € de nouveau dus ; les rappels reprennent demain au plus tôt" in said
    )
    assert left(office) == 1_240_00 and held(office) == ["owner"]


def test_reprends_tout_claims_nothing_again(office: Office) -> None:
    office.says("abandonne Martin", point(office))
    for words in ("reprends tout", "relance tout le monde", "ok"):
        office.says(words, point(office))
    assert left(office) == 0


def test_beside_another_debt_it_must_be_named(office: Office) -> None:
    more(office, "F-130", date(2026, 3, 2))
    office.says("abandonne F-118", point(office))
    said = plain(office.says("reprends Martin", point(office)))
    assert "cette facture est abandonnée" in said and "« reprends F-118 »" in said and left(office) == 0
    office.says("reprends F-118", point(office))
    assert left(office) == 1_240_00 and left(office, "F-130") == 500_00


def test_the_dispute_that_giving_up_had_settled_is_asked_again(office: Office) -> None:
    disputed(office)
    office.says("abandonne", office.mails()[0])
    assert held(office) == []
    said = plain(office.says("reprends, il doit toujours", office.mails()[-1]))
    assert "de nouveau dus ; les lettres attendent : un litige (« litige clos »)" in said
    assert held(office) == ["dispute"] and left(office) == 1_240_00
    [asked] = office.case().open_notices()
    assert asked.opened.about == "dispute"


def test_who_may_not_press_and_a_mail_without_a_key_take_nothing_back(office: Office) -> None:
    office.says("Martin payé", point(office))
    office.receive(office.answer("Martin : rien reçu", to=office.mails(READER)[-1], sender=READER))
    assert left(office) == 0
    office.receive(office.answer("Martin : rien reçu"))
    assert left(office) == 0


def test_the_real_payment_that_comes_later_in_the_bank_file_is_money(office: Office) -> None:
    office.says("Martin payé", point(office))
    office.says("Martin : rien reçu", office.mails()[-1])
    assert office.case().invoices["F-118"].payments == []
    assert office.case().invoices["F-118"].receipts == []


@pytest.mark.parametrize("words", ["je me suis trompé, c'était Petit", "oups, erreur"])
def test_doubtful_words_are_told_what_stands(office: Office, words: str) -> None:
    office.says("Martin payé", point(office))
    said = plain(office.says(words, office.mails()[-1]))
    assert "1 240,00 € restent notés comme reçus" in said and "« Martin SARL : annule le paiement »" in said
    assert left(office) == 0 and held(office) == []


def test_what_is_stopped_says_that_the_money_stays_noted(office: Office) -> None:
    office.says("Martin payé", point(office))
    said = plain(office.says("annule", office.mails()[-1]))
    assert "restent notés comme reçus" in said
    office.says("abandonne Petit", point(office))
    assert "abandonné comme avant" in plain(office.says("oups mauvais client", office.mails()[-1]))


def promised(office: Office) -> None:
    """Martin promises it for the 20th."""
    mail = "e" * 64
    kept = MailKept(mail, "<p@martin.example>", DEBTOR, "Re: F-118", NOW, "INBOX", 8, 1, "debtor", "thread")
    told: tuple[CaseEvent, ...] = (
        kept,
        MailRead(mail, "2", ("promise",)),
        ReplyWeighed(mail, "promise", "read as promise"),
        PromiseNoted("p.1", mail, NOW.date(), date(2026, 3, 20), 1_240_00, 1_240_00, ("F-118",)),
        HoldSet("p.1", "promise", "promised", date(2026, 3, 25), ("F-118",), mail),
    )
    office.note("c1", *told)


def test_a_promise_that_it_had_kept_is_awaited_again(office: Office) -> None:
    promised(office)
    office.says("Martin payé", point(office))
    kept = (PromiseEnded("p.1", "kept", 1_240_00), HoldLifted("p.1", "the promise is kept"))
    thanks = AnswerOwed("p.1.promise_kept", "e" * 64, "promise_kept", DEBTOR, NOW, ("F-118",), promise="p.1")
    office.note("c1", *kept, thanks)
    said = plain(office.says("Martin : rien reçu", office.mails()[-1]))
    assert "les lettres attendent : une promesse, jusqu'au 25 mars inclus" in said
    case = office.case()
    assert (case.promises["p.1"].outcome, held(office), case.answers) == ("", ["promise"], {})
    assert not case.open_notices()


def test_who_was_thanked_for_it_is_not_reminded_before_the_owner_says_so(office: Office) -> None:
    office.says("Martin payé", point(office))
    thanks = AnswerOwed("a.promise_kept", "e" * 64, "promise_kept", DEBTOR, NOW, ("F-118",))
    letter = LetterIntended(
        "L1",
        "<l@x>",
        "answer",
        "promise_kept",
        "cordial",
        (DEBTOR,),
        "Reçu",
        "f" * 64,
        answer="a.promise_kept",
    )
    office.note("c1", thanks, letter, LetterSent("L1", DEBTOR, "250 ok"))
    said = plain(office.says("Martin : rien reçu", office.mails()[-1]))
    assert "le client en a déjà été remercié ; aucun rappel avant votre « reprends »" in said
    assert [n.opened.about for n in office.case().open_notices()] == ["reopened"]


def test_what_the_bank_undid_never_goes_on_at_the_old_step(office: Office) -> None:
    office.says("Martin payé", point(office))
    office.says("Martin : chèque revenu impayé", office.mails()[-1])
    [asked] = office.case().open_notices()
    assert (asked.opened.about, asked.opened.anew) == ("reopened", True)


def test_what_the_list_was_told_and_a_stop_leaves_noted_is_said(office: Office) -> None:
    office.says("Martin payé", point(office))
    office.later(minutes=5)
    said = plain(office.says("stop Martin", point(office)))
    assert "je n'écris plus rien" in said and "1 240,00 € restent notés comme reçus" in said
    assert "restent notés" not in plain(office.says("stop Petit", point(office)))


def test_the_story_and_the_file_of_the_case_tell_it(office: Office) -> None:
    office.says("Martin payé", point(office))
    office.says("Martin : rien reçu", office.mails()[-1])
    office.says("abandonne Martin", office.mails()[-1])
    office.says("reprends Martin", office.mails()[-1])
    entries = list(office.desk.entries("c1"))
    told = [line.what for line in story(entries)]
    assert "takes back 1240.00 EUR noted as received for F-118" in told
    assert any(what.startswith("claims again F-118") for what in told)
    dated = [fact.text for fact in facts(entries, [], PHRASES["fr"], UTC)]
    assert any("1 240,00 € notés comme reçus le 16 mars 2026, repris" in plain(what) for what in dated)
    assert "Le créancier revient sur sa renonciation à : F-118." in map(plain, dated)
