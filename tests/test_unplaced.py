"""Mails that nobody can place: few questions, few holds, and the owner's word settles them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot import eve
from bot.correspondence.whose import whose
from bot.events.consequences import HoldSet
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE, Event
from bot.events.house import MailUnplaced
from bot.events.letters import LetterIntended, LetterSent
from bot.events.mail import MailKept, MailRead
from bot.events.owner import NoticeOpened
from bot.inbox import Arrived
from tests.hostile import DiedError, Mortal, body, digest, held
from tests.mortal import cut_after
from tests.office import INBOX, NOW, SECRETARY, US, Office, opened

STRANGER, COMPTA = "paul@inconnu.example", "compta@martin.example"
TWO = "Je conteste F-118 et F-121."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def writes(
    office: Office, text: str, *, sender: str = STRANGER, subject: str = "Bonjour", answers: str = ""
) -> None:
    mail = EmailMessage()
    if answers:
        mail["In-Reply-To"] = answers
    mail["From"], mail["To"], mail["Subject"] = sender, US, subject
    mail["Message-ID"] = f"<{next(office.ids)}@inconnu.example>"
    mail.set_content(text)
    office.receive(mail.as_bytes())


def questions(office: Office) -> list[EmailMessage]:
    office.tell()
    return office.mails(about="à rattacher")


def many(office: Office, count: int = 200) -> str:
    """Customers, and a text that names an invoice of each."""
    for n in range(count):
        due = InvoiceSeen(f"G-{n:03d}", NOW.date(), NOW.date(), 500_00)
        office.note(f"d{n}", DebtorSeen(f"d{n}", f"Client{n} SARL", "business"), due)
    return " ".join(f"G-{n:03d}" for n in range(count))


# --- what strangers can do ----------------------------------------------------------------------------


def test_a_stranger_who_names_two_hundred_invoices_holds_nobody_and_is_asked_about_once(
    office: Office,
) -> None:
    writes(office, many(office))
    assert not any(office.case(f"d{n}").holds for n in range(200))
    (asked,) = questions(office)
    assert "Je ne peux le rattacher à personne" in body(asked)
    assert office.desk.evidence.get(next(iter(office.desk.state.facts.strays["house-1"].mails)))


def test_a_flood_of_such_mails_makes_three_questions(office: Office) -> None:
    text = many(office, 9)
    for n in range(40):
        writes(office, text, sender=f"pub{n}@inconnu.example")
    assert len(questions(office)) == 3
    kept = [e.event for e in office.desk.entries(HOUSE) if isinstance(e.event, MailUnplaced)]
    assert len(kept) == 40


def test_a_flood_of_one_stranger_holds_what_it_names_and_makes_three_questions(office: Office) -> None:
    for n in range(40):
        writes(office, f"{TWO} ({n})")
    assert len(questions(office)) == 3
    assert len(held(office)) == 40
    for asked in questions(office):
        office.receive(office.answer("personne", to=asked))
    assert held(office) == held(office, "c2") == []


def test_many_strangers_make_five_questions_a_day_and_the_owners_own_come_first(office: Office) -> None:
    for n in range(12):
        writes(office, TWO, sender=f"x{n}@inconnu.example")
    office.ask_quietly("c1", "dispute", invoices=("F-118",))
    assert len(questions(office)) == 5
    assert office.mails(about="conteste")
    assert len(questions(office)) == 5
    office.clock[0] = NOW.replace(day=11)
    assert len(questions(office)) == 10


def test_a_stranger_with_nothing_but_a_customers_name_is_kept_and_asked_about(office: Office) -> None:
    writes(office, "Je conteste votre relance.", sender="Jean Martin <jean@inconnu.example>")
    assert held(office) == ["unplaced"] and held(office, "c2") == []
    (asked,) = questions(office)
    assert "Je conteste votre relance" in body(asked)


def test_private_mail_in_a_mailbox_of_our_own_is_still_nobodys(office: Office) -> None:
    writes(office, "On dîne samedi ?", sender="Paul <paul@ami.example>")
    assert questions(office) == []
    assert not any(isinstance(e.event, MailUnplaced) for e in office.desk.entries(HOUSE))


# --- what the owner says ------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["reprends", "reprends tout", "personne", "ignore", "c'est du spam, ignore"])
def test_nobodys_mail_holds_nobody_any_more(office: Office, word: str) -> None:
    office.ask_quietly("c1", "dispute", invoices=("F-118",))
    writes(office, TWO)
    office.receive(office.answer(word, to=questions(office)[0]))
    assert held(office) == held(office, "c2") == []
    assert not office.desk.state.facts.strays
    assert office.case().open_notices(), "the other question is not answered by that"
    assert "d’aucun de vos clients" in body(office.mails()[-1])


@pytest.mark.parametrize("words", ["pause Martin 10 jours", "stop Martin", "Ce n'est pas Martin"])
def test_a_stop_of_one_customer_gives_nobody_the_mail_and_frees_nobody(office: Office, words: str) -> None:
    writes(office, TWO)
    office.receive(office.answer(words, to=questions(office)[0]))
    assert "unplaced" in held(office, "c2")
    assert "unplaced" in held(office)


def test_each_mail_that_the_owner_hands_on_is_asked_about_on_its_own(office: Office) -> None:
    text = many(office, 9)
    for n in range(4):
        writes(office, text, sender=f"pub{n}@inconnu.example")
    heading = "---------- Forwarded message ---------\nDe : Paul <paul@inconnu2.example>"
    forward = f"{heading}\n\nJe conteste votre facture."
    writes(office, forward, sender="claire@morvan.example")
    assert any("conteste" in body(asked) for asked in questions(office))


def test_the_customer_named_gets_the_mail_and_the_others_go_on(office: Office) -> None:
    writes(office, TWO)
    office.receive(office.answer("c'est Martin", to=questions(office)[0]))
    (mail,) = office.case().mails.values()
    assert mail.read and mail.read.intents == ("dispute",)
    assert (mail.kept.sender, mail.kept.late, mail.kept.invoices) == (STRANGER, True, ("F-118",))
    assert held(office) == held(office, "c2") == [] and not office.case("c2").mails
    assert "Martin SARL : ce message est le sien" in body(office.mails()[-1])


def test_several_customers_are_named_in_one_answer(office: Office) -> None:
    writes(office, TWO)
    office.receive(office.answer("Martin et Petit", to=questions(office)[0]))
    assert len(office.case().mails) == len(office.case("c2").mails) == 1
    assert not office.desk.state.facts.strays


def test_an_order_about_a_customer_says_that_the_mail_is_his(office: Office) -> None:
    writes(office, TWO)
    office.receive(office.answer("Martin payé 500, Petit litige", to=questions(office)[0]))
    assert office.case().left() == 740_00
    assert held(office) == [] and held(office, "c2") == ["dispute"]
    assert [m.weighed for m in office.case().mails.values()] == ["owner_said"]


def test_customers_are_freed_one_after_the_other_with_the_same_key(office: Office) -> None:
    office.note("c1", HoldSet("c1.x", "dispute", "contested", None, ("F-118",), "d" * 64))
    writes(office, TWO)
    asked = questions(office)[0]
    office.receive(office.answer("reprends Martin", to=asked))
    assert held(office) == ["dispute"], "what else holds him is another matter"
    assert held(office, "c2") == ["unplaced"]
    office.receive(office.answer("reprends Petit", to=asked))
    assert held(office, "c2") == []
    assert not office.desk.state.facts.strays
    office.receive(office.answer("reprends Martin", to=asked))
    assert held(office) == ["dispute"], "the key is spent with the question"


@pytest.mark.parametrize("word", ["non", "stop", "merci"])
def test_what_says_nothing_of_whose_it_is_changes_nothing_and_says_so(office: Office, word: str) -> None:
    writes(office, TWO)
    before = office.desk.state.facts.strays["house-1"].holds.copy()
    office.receive(office.answer(word, to=questions(office)[0]))
    assert office.desk.state.facts.strays["house-1"].holds == before
    assert "noté" not in body(office.mails()[-1]).lower()


def test_where_an_open_question_stands_the_case_is_looked_up_and_closes_nothing(office: Office) -> None:
    writes(office, TWO)
    office.receive(office.answer("où en est Martin ?", to=questions(office)[0]))
    assert office.desk.state.facts.strays


def test_nobody_unvouched_lets_anything_go_on(office: Office) -> None:
    writes(office, TWO)
    office.receive(office.answer("personne", to=questions(office)[0], headers=()))
    office.later(minutes=10)
    assert held(office) == held(office, "c2") == ["unplaced"]
    assert len(office.mails(about="Est-ce bien vous")) == 1


def test_the_owner_is_told_when_a_colleague_has_answered(office: Office) -> None:
    writes(office, TWO)
    questions(office)
    office.receive(office.answer("personne", to=office.mails(SECRETARY)[-1], sender=SECRETARY))
    office.receive(office.answer("Martin", to=questions(office)[0]))
    assert held(office) == [] and not office.case().mails


def test_a_forward_that_fits_nobody_is_asked_about_and_placed(office: Office) -> None:
    heading = "---------- Forwarded message ---------\nDe : Paul <paul@chezmoi.example>\nSubject: coucou\n\n"
    text = f"Vu ?\n\n{heading}Je conteste la facture, la porte est fendue.\n"
    office.receive(office.answer(text).replace(b"Subject: Bonjour", b"Subject: Fwd: coucou"))
    (asked,) = questions(office)
    assert "paul@chezmoi.example" in body(asked) and "la porte est fendue" in body(asked)
    office.receive(office.answer("Petit", to=asked))
    (mail,) = office.case("c2").mails.values()
    assert (mail.kept.whose, mail.kept.sender) == ("forwarded", "paul@chezmoi.example")
    assert mail.read and mail.read.intents == ("dispute",)


def test_a_known_customers_mails_are_placed_one_by_one(office: Office) -> None:
    """Who answers for two customers wrote five times: what one mail is about says nothing of the others."""
    office.note("c2", DebtorSeen("c2", "Petit Nathalie", "business", contacts=("compta@martin.example",)))
    for n in range(5):
        writes(office, f"Je conteste, n° {n}.", sender="compta@martin.example")
    assert len(questions(office)) == 3
    for _ in range(2):
        office.receive(office.answer("personne", to=questions(office)[-1]))
    assert len(questions(office)) == 5, "those for which an earlier question stood are asked about in turn"
    for asked in questions(office)[:2]:
        office.receive(office.answer("Martin", to=asked))
    assert len(office.case().mails) == 2
    office.receive(office.answer("Petit", to=questions(office)[-1]))
    assert len(office.case("c2").mails) == 1
    assert held(office) == held(office, "c2") == []
    assert not office.desk.state.facts.strays


def test_a_mail_that_holds_nothing_is_asked_about_for_three_weeks_and_kept(office: Office) -> None:
    writes(office, many(office, 9))
    questions(office)
    office.clock[0] = NOW + timedelta(days=20)
    eve.close_unplaced(office.desk)
    assert office.desk.state.facts.strays
    office.clock[0] = NOW + timedelta(days=22)
    eve.close_unplaced(office.desk)
    assert not office.desk.state.facts.strays
    writes(office, TWO)
    office.clock[0] = NOW + timedelta(days=60)
    eve.close_unplaced(office.desk)
    assert office.desk.state.facts.strays, "what rests is for the owner alone to let go"


def test_an_answer_to_the_point_of_the_week_settles_it_as_well(office: Office) -> None:
    writes(office, TWO)
    questions(office)
    office.receive(office.answer("1 reprends", to=digest(office)))
    assert held(office) == held(office, "c2") == []
    assert not office.desk.state.facts.strays


# --- an office that answers for several customers -----------------------------------------------------


def shares_its_office(office: Office) -> None:
    office.note("c2", DebtorSeen("c2", "Petit Nathalie", "business", contacts=("compta@martin.example",)))


def read_in(office: Office, case: str) -> MailRead:
    (mail,) = office.case(case).mails.values()
    assert mail.read
    return mail.read


def test_a_customer_whose_insolvency_an_office_tells_in_another_ones_mail_rests_and_is_asked_about(
    office: Office,
) -> None:
    shares_its_office(office)
    text = "F-118 : virement le 16 mars.\nNathalie est en liquidation judiciaire depuis le 26 février."
    writes(office, text, sender="compta@martin.example")
    assert held(office) == held(office, "c2") == ["unplaced"]
    (asked,) = questions(office)
    assert "Martin SARL et Petit Nathalie" in body(asked) and "liquidation" in body(asked)
    assert "« tous »" in body(asked)


@pytest.mark.parametrize("named", ["la facture F-121", "la facture 121"])
def test_what_an_office_answers_under_one_customers_letter_about_anothers_invoice_is_the_others(
    office: Office, named: str
) -> None:
    shares_its_office(office)
    letter = LetterIntended(
        "l1", "<l1@a.example>", "reminder", "reminder", "cordial", (COMPTA,), "F", "0" * 64
    )
    office.note("c1", letter, LetterSent("l1", COMPTA, "250"))
    text = f"Bonjour,\n{named} sera payée le 16 mars.\n\nLe 9 mars, Atelier a écrit :\n> notre facture F-118"
    writes(office, text, sender=COMPTA, subject="Re: Facture F-118", answers="<l1@a.example>")
    assert questions(office) == [] and not office.case().mails
    assert read_in(office, "c2").intents == ("promise",)
    (mail,) = office.case("c2").mails.values()
    assert (mail.kept.invoices, mail.kept.letter) == (("F-121",), "")


@pytest.mark.parametrize("word", ["tous", "les deux", "Martin et Petit"])
def test_what_an_office_says_of_one_customer_is_never_put_on_another(office: Office, word: str) -> None:
    shares_its_office(office)
    text = "Nathalie est en liquidation judiciaire depuis le 26 février."
    writes(office, f"Concerne F-118 et F-121.\n{text}", sender="compta@martin.example")
    office.receive(office.answer(word, to=questions(office)[0]))
    assert read_in(office, "c2").intents == ("insolvency",)
    assert "insolvency" not in read_in(office, "c1").intents and read_in(office, "c1").undecided
    assert any(text in quote.text for quote in read_in(office, "c1").evidence), "a person sees to it"


def test_of_an_answer_per_customer_in_one_mail_a_promise_of_one_is_noted_of_no_other(office: Office) -> None:
    shares_its_office(office)
    text = "Bonjour,\nMartin : virement le 13 mars.\nPour Nathalie, nous contestons la facture F-121."
    writes(office, text, sender="compta@martin.example")
    office.receive(office.answer("tous", to=questions(office)[0]))
    assert (read_in(office, "c1").intents, read_in(office, "c2").intents) == (("promise",), ("dispute",))
    assert not read_in(office, "c2").promises
    assert read_in(office, "c1").undecided and read_in(office, "c2").undecided, "a person sees to each"


def test_what_an_office_says_of_all_its_customers_is_read_in_all_their_cases(office: Office) -> None:
    shares_its_office(office)
    writes(
        office, "Objet : F-118.\nToutes vos factures partiront le 13 mars.", sender="compta@martin.example"
    )
    assert held(office, "c2") == ["unplaced"]
    office.receive(office.answer("tous", to=questions(office)[0]))
    for case in ("c1", "c2"):
        assert read_in(office, case).intents == ("promise",) and not read_in(office, case).undecided
    assert not office.desk.state.facts.strays


def test_all_of_nobody_is_nobody(office: Office) -> None:
    writes(office, many(office))
    office.receive(office.answer("tous", to=questions(office)[0]))
    assert not any(office.case(f"d{n}").mails for n in range(200))
    assert "rien changé" in body(office.mails()[-1])


# --- torn ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("appends", range(1, 6))
def test_a_customer_is_freed_of_the_mail_alone_whatever_was_cut_off(
    office: Office, appends: int, before: bool
) -> None:
    office.note("c1", HoldSet("c1.x", "dispute", "contested", None, ("F-118",), "d" * 64))
    writes(office, TWO)
    raw, desk = office.answer("reprends Martin", to=questions(office)[0]), office.desk
    mortal = Mortal(desk.journal, desk.evidence, desk.state, desk.clock, appends, before)
    with suppress(DiedError):
        Office(mortal, office.shelf, office.clock, ids=office.ids).receive(raw)
    after = Office(desk, office.shelf, office.clock, ids=office.ids)
    after.receive(raw)
    assert (held(after), held(after, "c2")) == (["dispute"], ["unplaced"])


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("appends", range(1, 8))
def test_an_answer_that_was_cut_off_is_carried_out_once(office: Office, appends: int, before: bool) -> None:
    writes(office, TWO)
    raw, desk = office.answer("c'est Martin", to=questions(office)[0]), office.desk
    mortal = Mortal(desk.journal, desk.evidence, desk.state, desk.clock, appends, before)
    with suppress(DiedError):
        Office(mortal, office.shelf, office.clock, ids=office.ids).receive(raw)
    after = Office(desk, office.shelf, office.clock, ids=office.ids)
    after.tell()
    after.receive(raw)
    assert len(after.case().mails) == 1
    assert held(after) == held(after, "c2") == []
    assert not desk.state.facts.strays and not desk.state.facts.orders
    told = [e.event for e in desk.entries("c1") if isinstance(e.event, MailKept)]
    assert len(told) == 1
    assert any("ce message est le sien" in body(mail) for mail in after.mails())


@pytest.mark.parametrize("last", [HoldSet, NoticeOpened, MailUnplaced])
def test_a_mail_that_was_half_kept_is_asked_about_once(office: Office, last: type[Event]) -> None:
    raw = office.answer(TWO, sender=STRANGER)
    mail = Arrived("INBOX", 7, 1, raw, NOW, len(raw))
    torn = replace(office.intake, desk=cut_after(office.desk, last))
    with suppress(EOFError):
        torn.take(mail, INBOX)
    office.desk.catch_up()
    office.intake.take(mail, INBOX)
    assert len(questions(office)) == 1
    assert held(office) == held(office, "c2") == ["unplaced"]
    assert office.desk.state.knows_mail(next(iter(office.desk.state.facts.strays["house-1"].mails)))


# --- words --------------------------------------------------------------------------------------------


class Customers:
    def by_number(self, number: str) -> list[str]:
        return ["c1"] if number == "F-118" else []

    def by_name(self, name: str) -> list[str]:
        known = {
            "martin": ["c1"],
            "le goff": ["c3"],
            "goff": ["c3"],
            "dupont & fils": ["c4"],
            "durand": ["a", "b"],
        }
        return known.get(name.lower(), [])


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Martin", ["Martin"]),
        ("C’est Martin.", ["Martin"]),
        ("de Le Goff", ["Le Goff"]),
        ("Dupont & Fils", ["Dupont & Fils"]),
        ("Martin, Le Goff et Dupont & Fils", None),  # which "et" joins is not guessed
        ("F-118", ["F-118"]),
        ("Martin et Le Goff", ["Martin", "Le Goff"]),
        ("Durand", None),
        ("Martin et Durand", None),
        ("Martin : il conteste", None),
        ("", None),
    ],
)
def test_names_alone_say_whose_it_is(words: str, names: list[str] | None) -> None:
    found = whose(words, Customers())
    assert (found and [act.target for act in found.acts]) == names


@pytest.mark.parametrize(
    "words", ["Personne", "c'est pour personne", "spam", "ignorer !", "aucun client", "nobody"]
)
def test_nobody_is_said_in_many_words(words: str) -> None:
    found = whose(words, Customers())
    assert found and [(act.act, act.target) for act in found.acts] == [("resume", None)]


@pytest.mark.parametrize("words", ["la personne de Martin", "ce n'est pas du spam", "ignore Martin", "non"])
def test_what_is_not_plainly_nobody_is_left_to_the_reader_of_answers(words: str) -> None:
    assert whose(words, Customers()) is None
