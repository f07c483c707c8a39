"""What an order settles and what it leaves open: no case rests for ever of which nobody is asked any more."""

from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen, PaymentSeen
from bot.events.letters import Climb, LetterIntended, LetterSent
from bot.events.mail import PaidRead, PromiseRead
from bot.inbox import Folder
from bot.policy.held import forgotten
from bot.policy.house import House, Write
from bot.policy.sight import see
from bot.reading import read
from tests.office import INBOX, NOW, OWNER, SENT, VOUCHED, Office, opened
from tests.weighed import DEBTOR, held, open_, said, settle, writes


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


DISPUTE, UNCLEAR = {}, {"undecided": True}
SLIP = "Il me faut le bon de livraison."


def lost(office: Office) -> list[str]:
    sight = see(office.case(), House(), office.rules, office.clock[0])
    return [hold.rule for hold in forgotten(sight)]


def plain(asked: EmailMessage) -> str:
    text = asked.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return " ".join(str(text).replace("\u00a0", " ").replace("\u202f", " ").split())


# --- settled, or left open ------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [DISPUTE, UNCLEAR], ids=["dispute", "undecided"])
@pytest.mark.parametrize(
    "words", ["échéancier 3 x 400 le 5", "appelé : paie vendredi", "abandonne", "litige clos"]
)
def test_a_plan_or_a_promise_settles_what_was_contested_and_frees_it(
    office: Office, words: str, read: dict[str, bool]
) -> None:
    line = said(office, words, writes(office, "dispute", **read))
    assert not held(office) and not open_(office), line
    settle(office)
    assert not held(office) and not open_(office)


@pytest.mark.parametrize(
    "words", ["dis-lui le 20 au plus tard", "écris à compta@martin.example", "appelé, messagerie"]
)
@pytest.mark.parametrize("read", [DISPUTE, UNCLEAR], ids=["dispute", "undecided"])
def test_what_does_not_settle_it_leaves_the_question_open(
    office: Office, words: str, read: dict[str, bool]
) -> None:
    said(office, words, writes(office, "dispute", **read))
    settle(office)
    rule = "undecided" if read else "dispute"
    assert held(office) == {rule} and open_(office) == [rule]


def test_a_dispute_that_its_debtor_took_back_is_closed_for_the_day_that_he_promised(office: Office) -> None:
    writes(office, "dispute", sentence="Nous contestons.")
    office.clock[0] += timedelta(days=1)
    promised = (PromiseRead(date(2026, 3, 20), None),)
    asked = writes(office, "promise", sentence="Au temps pour nous.", promises=promised)
    assert "litige sur F-118, à clore" in str(asked["Subject"])
    assert "Au temps pour nous." in asked.get_body(("plain",)).get_content()
    line = said(office, "litige clos", asked)
    assert "litige clos" in line and "20 mars" in line and "reprennent" not in line
    assert not held(office) and not open_(office)


@pytest.mark.parametrize("granted", ["", "échéancier 4 x 310 le 12"])
def test_a_day_of_before_the_dispute_is_not_said_to_be_announced_when_it_is_closed(
    office: Office, granted: str
) -> None:
    if granted:
        said(
            office,
            granted,
            writes(office, "delay_request", sentence="Pouvons-nous payer en plusieurs fois ?"),
        )
    else:
        promised = (PromiseRead(date(2026, 3, 13), None),)
        writes(office, "promise", sentence="Nous payons le 13 mars.", promises=promised)
    office.clock[0] += timedelta(days=1)
    line = said(office, "litige clos", writes(office, "dispute", sentence="Deux articles sont cassés."))
    assert "litige clos" in line and "annonce" not in line


@pytest.mark.parametrize("words", ["oui bien reçu", "payé", "oui"])
def test_a_yes_is_to_the_part_that_the_debtor_says_to_have_paid(office: Office, words: str) -> None:
    paid = PaidRead(date(2026, 3, 9), 50_000)
    asked = writes(office, "already_paid", sentence="Virement de 500 € fait hier.", paid=paid)
    assert "500,00 € sur F-118" in plain(asked)
    whole = office.case().left()
    assert f"il reste {(whole - 50_000) // 100:_}".replace("_", " ") in said(office, words, asked)
    assert office.case().left() == whole - 50_000


def test_an_instalment_said_to_be_paid_is_that_instalment_and_not_the_whole(office: Office) -> None:
    asked = writes(office, "delay_request", sentence="Pouvons-nous payer en plusieurs fois ?")
    said(office, "échéancier 4 x 310 le 12", asked)
    [owed] = office.case().answers.values()
    intended = LetterIntended(
        "L9", "<L9@m>", "answer", owed.template, "neutral", (owed.to,), "s", "d" * 64, answer=owed.answer
    )
    office.note("c1", intended, LetterSent("L9", owed.to, "250"))  # he knows of it
    office.clock[0] += timedelta(days=1)
    told = PaidRead(date(2026, 3, 11), None)
    asked = writes(office, "already_paid", sentence="La première échéance est virée.", paid=told)
    assert "310,00 € sur F-118" in plain(asked)
    assert "310,00 € reçus" in said(office, "oui", asked)


@pytest.mark.parametrize(
    ("text", "needless"),
    [
        ("C'est bon je l'ai retrouvée, inutile de la renvoyer. Je la paie vendredi.", True),
        ("Pas besoin de me renvoyer la facture, merci.", True),
        ("We have found the invoice, no need to resend it.", True),
        ("Je ne l'ai pas retrouvée, merci de me la renvoyer.", False),
        ("Inutile de m'envoyer vos relances.", False),
        ("Si je l'ai retrouvée demain, je vous le dis.", False),
    ],
)
def test_who_has_found_what_he_had_asked_for_says_so(text: str, needless: bool) -> None:
    head = "From: compta@martin.example\nDate: Tue, 10 Mar 2026 10:00:00 +0100\n"
    assert read(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n".encode()).needless is needless


def test_a_document_that_is_needed_no_more_is_asked_of_nobody(office: Office) -> None:
    writes(office, "document_request", sentence="Pouvez-vous me renvoyer la facture ?")
    assert held(office) == {"document_request"} and open_(office) == ["document_request"]
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 13), None),), needless=True)
    assert not held(office) and not open_(office)


def test_another_document_that_is_asked_for_in_the_same_breath_still_waits(office: Office) -> None:
    writes(office, "document_request", sentence="Pouvez-vous me renvoyer la facture ?")
    writes(office, "document_request", sentence="Retrouvée, mais il me faut le bon.", needless=True)
    assert "document_request" in open_(office) and held(office) == {"document_request"}


def part_paid(office: Office, *more: str) -> EmailMessage:
    return writes(
        office,
        "already_paid",
        "promise",
        *more,
        sentence="Réglé 500 € ce matin, le reste fin mars.",
        paid=PaidRead(date(2026, 3, 10), 50000),
        promises=(PromiseRead(date(2026, 3, 31), None),),
        undecided=True,
    )


@pytest.mark.parametrize("words", ["reçu 500", "payé 500", "reçu 600"])
def test_money_that_a_doubtful_mail_told_of_settles_it_and_its_promise_of_the_rest_is_noted(
    office: Office, words: str
) -> None:
    line = said(office, words, part_paid(office))
    assert "annoncés pour le 31 mars" in line
    assert not held(office) and not open_(office)
    [noted] = [promise.noted for promise in office.case().promises.values()]
    assert (noted.on, noted.owed) == (date(2026, 3, 31), office.case().left())
    settle(office)
    assert not open_(office)


def test_less_money_than_it_told_of_or_another_matter_in_it_leaves_it_open(office: Office) -> None:
    said(office, "reçu 200", part_paid(office))
    assert open_(office) == ["undecided"] and held(office) == {"undecided"}
    said(office, "reçu 500", part_paid(office, "dispute"))
    assert open_(office) == ["undecided", "undecided"]


@pytest.mark.parametrize("words", ["appelé : conteste", "appelé : dit avoir payé"])
def test_a_call_that_settles_no_dispute_leaves_it_asked_about(office: Office, words: str) -> None:
    said(office, words, writes(office, "dispute"))
    assert held(office) == {"dispute"} and open_(office) == ["dispute"]


@pytest.mark.parametrize(
    "words", ["échéancier 3 x 400 le 5", "appelé : paie vendredi", "écris à compta@martin.example"]
)
def test_no_payment_settles_a_question_about_a_person(office: Office, words: str) -> None:
    said(office, words, writes(office, "dispute", misfortune=True))
    assert "misfortune" in held(office) and open_(office) == ["misfortune"]


def test_another_address_settles_that_somebody_wants_no_mail(office: Office) -> None:
    asked = writes(office, "stop_contact", sender="paul@martin.example")
    said(office, "écris à compta@martin.example", asked)
    assert not held(office) and not open_(office)


def test_a_matter_that_was_closed_with_the_debt_is_asked_about_anew_with_the_next_one(office: Office) -> None:
    writes(office, "dispute", misfortune=True)
    office.note("c1", PaymentSeen("F-118", 1_240_00, NOW.date(), source="bank.csv"))
    settle(office)
    assert not open_(office) and held(office) == {"misfortune"}
    office.note("c1", InvoiceSeen("F-300", NOW.date(), NOW.date() - timedelta(1), 50_000))
    settle(office)
    assert open_(office) == ["misfortune"] and not lost(office)


def test_who_is_the_owners_own_is_asked_about_again_once_he_is_not(office: Office) -> None:
    said(office, "je m'en occupe", writes(office, "dispute", misfortune=True))
    settle(office)
    assert not open_(office)
    office.receive(office.answer("Martin : traitement normal", to=monday(office)))
    settle(office)
    assert held(office) == {"misfortune"} and open_(office) == ["misfortune"]


def monday(office: Office):  # type: ignore[no-untyped-def]
    office.clock[0] += timedelta(days=6)
    office.tell()
    return next(m for m in office.mails() if "point du lundi" in str(m["Subject"]))


# --- the owner's own letter -----------------------------------------------------------------------------


def by_hand(
    office: Office,
    text: str,
    *,
    folder: Folder = SENT,
    answers: str = "",
    file: bytes = b"",
    headers: tuple[tuple[str, str], ...] = (),
) -> None:
    office.clock[0] += timedelta(minutes=5)
    thread = (("In-Reply-To", answers),) if answers else ()
    raw = office.answer(text, recipient=DEBTOR, headers=(*headers, *thread))
    office.receive(office.with_file(raw, "bon.pdf", file) if file else raw, folder)
    settle(office)


def test_a_letter_about_something_else_sends_no_document(office: Office) -> None:
    writes(office, "document_request", sentence=SLIP)
    by_hand(office, "Bonjour, où en est le règlement de la facture F-118 ?")
    assert office.case().owner_wrote
    assert held(office) == {"document_request"} and open_(office) == ["document_request"]


@pytest.mark.parametrize("how", ["thread", "file", "name"])
def test_the_document_is_sent_by_an_answer_a_file_or_its_name(office: Office, how: str) -> None:
    writes(office, "document_request", sentence=SLIP)
    (mail,) = office.case().mails.values()
    by_hand(
        office,
        "Voici le bon de livraison." if how == "name" else "Bonjour, comme demandé.",
        answers=mail.kept.message_id if how == "thread" else "",
        file=b"%PDF-1.7" if how == "file" else b"",
    )
    assert not open_(office) and not held(office) and not lost(office)
    (hold,) = office.case().holds.values()
    assert hold.until and hold.until > NOW.date()
    assert list(office.case().supplied) == [mail.kept.mail]


def test_a_forged_letter_of_the_owners_closes_nothing_and_counts_for_nothing(office: Office) -> None:
    writes(office, "delay_request", names=["F-118"])
    before = open_(office)
    by_hand(office, "Pas de problème, prenez votre temps.", folder=INBOX)
    assert office.case().owner_wrote is None and open_(office) == before
    by_hand(office, "Je vous rappelle.", folder=INBOX, headers=(("Authentication-Results", VOUCHED),))
    assert office.case().owner_wrote and open_(office) == ["delay_by_hand"]


def test_the_day_that_the_owners_own_letter_names_is_waited_for(office: Office) -> None:
    writes(office, "delay_request", names=["F-118"])
    by_hand(office, "Bonjour, c'est d'accord, réglez pour le 31 mars.")
    (hold,) = office.case().holds.values()
    assert not open_(office) and hold.until and f"{hold.until}" == "2026-04-03"


def test_the_copy_in_sent_of_a_letter_that_nobody_vouched_for_counts(office: Office) -> None:
    raw = office.answer("Je passe demain.", recipient=DEBTOR, headers=())
    office.receive(raw, INBOX)
    assert office.case().owner_wrote is None
    office.receive(raw, SENT)
    assert office.case().owner_wrote


# --- the mise en demeure that was shown -----------------------------------------------------------------


def climbed(office: Office) -> str:
    """Every step below it was taken long ago; the owner is shown the mise en demeure."""
    office.clock[0] = NOW + timedelta(days=45)
    for index, step in enumerate(("first_reminder", "second_reminder", "third_reminder")):
        climb = Climb("F-118", step, index)
        intent = LetterIntended(
            f"l{index}", f"<l{index}@x>", "reminder", "reminder", "neutral", (DEBTOR,), "F", "0" * 64,
            climbs=(climb,),
        )  # fmt: skip
        office.note("c1", intent, LetterSent(f"l{index}", DEBTOR, "250"))
    office.clock[0] += timedelta(days=20)
    settle(office)
    office.tell()
    return next(n for n, q in office.case().notices.items() if q.opened.about == "mise_en_demeure")


def asked(office: Office) -> int:
    return open_(office).count("mise_en_demeure")


def test_a_yes_to_a_mise_en_demeure_that_was_shown_with_another_sum_lets_none_leave(office: Office) -> None:
    first = climbed(office)
    (shown,) = office.mails(OWNER, about="mise en demeure")
    office.note("c1", PaymentSeen("F-118", 200_00, office.clock[0].date(), source="bank.csv"))
    line = said(office, "ok", shown)
    assert "a changé depuis" in line and office.case().notices[first].answer == "moot"
    settle(office)
    assert asked(office) == 1
    office.tell()
    anew = next(
        m for m in office.mails(OWNER, about="mise en demeure") if m["Message-ID"] != shown["Message-ID"]
    )
    line = said(office, "ok", anew)
    assert "approuvée" in line and asked(office) == 0


@pytest.mark.parametrize("words", ["avoir 120", "payé 200"])
def test_a_demand_of_another_sum_is_shown_anew(office: Office, words: str) -> None:
    first = climbed(office)
    (shown,) = office.mails(OWNER, about="mise en demeure")
    said(office, words, shown)
    settle(office)
    assert office.case().notices[first].answer == "moot" and asked(office) == 1


def test_a_demand_that_stands_is_asked_about_once(office: Office) -> None:
    climbed(office)
    office.clock[0] += timedelta(days=3)
    settle(office)
    assert asked(office) == 1


def test_rien_recu_says_back_what_the_customer_is_asked(office: Office) -> None:
    line = said(office, "rien reçu", writes(office, "already_paid"))
    assert "je lui demande la référence du virement" in line


@pytest.mark.parametrize("words", ["reçu mais chèque refusé par la banque", "le chèque est revenu impayé"])
def test_a_cheque_that_came_and_bounced_is_not_called_missing(office: Office, words: str) -> None:
    asked = writes(office, "already_paid", sentence="Le chèque est parti lundi.")
    assert "je n'écris plus rien avant votre mot" in said(office, words, asked)
    assert "owner" in held(office) and not open_(office)
    assert not any(owed.template == "payment_not_found" for owed in office.case().answers.values())


@pytest.mark.parametrize("words", ["j'ai son chèque au 5 avril", "il a fait ce qu'il a pu, le pauvre chou"])
def test_doubtful_words_about_money_keep_letters_back_until_he_has_said_what_he_means(
    office: Office, words: str
) -> None:
    asked = writes(office, "already_paid", sentence="Réglé hier.", paid=PaidRead(date(2026, 3, 9), None))
    line = said(office, words, asked)
    assert "Pas compris" in line or "pas compris" in line
    assert "jusqu'à votre réponse" in line and "la lettre part quand même" not in line
    office.clock[0] += timedelta(days=30)
    assert not isinstance(settle(office), Write)
    assert open_(office) == ["already_paid"]


def test_the_clear_word_about_that_money_lets_the_letters_go_on(office: Office) -> None:
    asked = writes(office, "already_paid", sentence="Réglé hier.", paid=PaidRead(date(2026, 3, 9), None))
    said(office, "j'ai son chèque au 5 avril", asked)
    said(office, "rien reçu", asked)
    assert not held(office) and not open_(office)
