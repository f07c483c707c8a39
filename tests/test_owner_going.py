"""How far "reprends", "litige clos" and "stop" reach: an answer lifts what it answers and no more."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen
from bot.events.entries import HOUSE
from bot.events.letters import LetterIntended, LetterUncertain
from bot.events.owner import NoticeOpened
from bot.events.owner_mail import HousePaused
from bot.policy.house import Wait
from tests.hostile import body, digest, paused
from tests.office import NOW, Office, opened
from tests.test_owner_lists import evening
from tests.weighed import held, open_, pause, said, settle, writes


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


# --- an answer lifts what it answers --------------------------------------------------------------------


def test_an_answer_about_a_document_lifts_no_misfortune(office: Office) -> None:
    writes(office, "document_request", misfortune=True)
    slip = writes(office, "document_request", sentence="Il me faut le bon de livraison.")
    line = said(office, "envoyé ce matin, reprends", slip)
    assert held(office) == {"misfortune"} and open_(office) == ["misfortune"]
    assert "pièce envoyée" in line
    assert isinstance(settle(office), Wait)


def test_an_answer_to_one_of_two_questions_says_what_still_rests(office: Office) -> None:
    writes(office, "dispute", misfortune=True)
    unclear = writes(office, "dispute", undecided=True)
    line = said(office, "reprends", unclear)
    assert held(office) == {"misfortune"}
    assert "les lettres attendent encore : un message sensible" in line


@pytest.mark.parametrize(
    ("says", "read"),
    [
        ("dispute", {"misfortune": True}),
        ("dispute", {"undecided": True}),
        ("insolvency", {}),
        ("stop_contact", {"sender": "paul@martin.example"}),
        ("dispute", {}),
    ],
)
def test_what_is_grave_falls_to_the_answer_to_its_own_question(
    office: Office, says: str, read: dict[str, object]
) -> None:
    pause(office)
    line = said(office, "reprends", writes(office, says, **read))
    assert not office.case().holds and not open_(office)
    assert "les rappels reprennent" in line


def test_a_closed_dispute_of_an_invoice_lifts_no_other_mails_hold(office: Office) -> None:
    writes(office, "dispute", undecided=True)
    dispute = writes(office, "dispute", names=["F-118"])
    said(office, "litige clos", dispute)
    assert held(office) == {"undecided"} and open_(office) == ["undecided"]
    line = said(office, "litige clos F-118", digest(office))
    assert "pas de litige ouvert" in line and held(office) == {"undecided"}


def test_a_dispute_falls_to_its_name(office: Office) -> None:
    writes(office, "dispute", misfortune=True)
    writes(office, "dispute", names=["F-118"])
    monday = digest(office)
    said(office, "Martin : litige clos", monday)
    assert held(office) == {"misfortune"} and open_(office) == ["misfortune"]


def test_of_a_whole_case_in_dispute_no_single_invoice_is_freed(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 3, 3), date(2026, 3, 3), 8_000))
    writes(office, "dispute")
    line = said(office, "litige clos F-118", digest(office))
    assert "je n'ai rien fait" in line and "litige clos Martin SARL" in line
    assert held(office) == {"dispute"} and open_(office) == ["dispute"]


def test_what_was_said_again_while_it_was_asked_falls_with_the_answer(office: Office) -> None:
    first = writes(office, "dispute")
    for _ in range(2):
        writes(office, "dispute")
    assert writes(office, "dispute") is None  # a fourth brings no further question
    assert len(open_(office)) == 3
    said(office, "litige clos", first)
    assert len(office.case().holds) == len(open_(office)) == 2


# --- named, and all -------------------------------------------------------------------------------------


def test_who_is_named_gets_the_owners_pause_lifted_and_nothing_grave(office: Office) -> None:
    writes(office, "dispute", misfortune=True)
    pause(office)
    line = said(office, "Martin : reprends", digest(office))
    assert held(office) == {"misfortune"} and open_(office) == ["misfortune"]
    assert "en réponse à ma question" in line
    line = said(office, "Petit : reprends", digest(office))
    assert "rien ne retenait les rappels" in line


def test_a_grave_matter_is_lifted_by_its_number_in_the_list(office: Office) -> None:
    writes(office, "dispute", misfortune=True)
    said(office, "1 reprends", digest(office))
    assert not held(office) and not open_(office)


def test_on_with_all_lifts_the_owners_pauses_and_answers_nothing(office: Office) -> None:
    writes(office, "dispute", misfortune=True)
    pause(office)
    writes(office, "insolvency", name="c2", sender="nathalie@petit.example")
    firm = office.ask("c2", "first_firm_letter", "approve", "refuse", invoices=("F-121",))
    old = office.ask("c2", "backlog", "approve", "refuse", invoices=("F-121",))
    intent = LetterIntended(
        "l1", "<l@x>", "reminder", "reminder", "firm", ("n@petit.example",), "F", "0" * 64
    )
    office.note("c2", intent, LetterUncertain("l1", "?"))
    letter = office.ask("c2", "uncertain", "approve", "refuse", letter="l1")
    line = said(office, "reprends tout", digest(office))
    assert held(office) == {"misfortune"} and held(office, "c2") == {"insolvency"}
    assert [office.case("c2").notices[n].answer for n in (firm, old, letter)] == ["", "", ""]
    assert office.case("c2").uncertain()
    assert "un message sensible" in line and "une procédure collective" in line


@pytest.mark.parametrize("words", ["reprends tout", "1 payé, les autres : reprends"])
def test_on_with_the_others_answers_no_question_of_theirs(office: Office, words: str) -> None:
    writes(office, "dispute", name="c2", sender="nathalie@petit.example")
    writes(office, "dispute", misfortune=True)
    said(office, words, digest(office))
    assert held(office) == {"misfortune"} and "misfortune" in open_(office)


def test_on_with_all_ends_a_pause_of_the_house_and_no_case_of_its_own(office: Office) -> None:
    writes(office, "dispute", misfortune=True)
    office.desk.note(HOUSE, HousePaused(NOW.date(), None, "the owner says stop"))
    line = said(office, "reprends tout", digest(office))
    assert not paused(office) and held(office) == {"misfortune"} and open_(office) == ["misfortune"]
    assert "dont une question attend" in line


@pytest.mark.parametrize(
    ("words", "answers", "climbed"),
    [
        ("1 laisse, toutes les autres : relance", ("refuse", "approve"), 0),
        ("relance", ("approve", "approve"), 0),
        ("1 déjà relancé deux fois, 2 relance", ("approve", "approve"), 2),
    ],
)
def test_old_debts_are_answered_in_their_own_mail(
    office: Office, words: str, answers: tuple[str, str], climbed: int
) -> None:
    lines = (("c1", "F-118"), ("c2", "F-121"))
    names = [office.ask_quietly(c, "backlog", "approve", "refuse", invoices=(n,)) for c, n in lines]
    office.tell()
    office.receive(office.answer(words, to=office.mails()[0]))
    assert tuple(office.case(name[:2]).notices[name].answer for name in names) == answers
    assert len(office.case().invoices["F-118"].climbs) == climbed


# --- on with it is a yes to few questions ---------------------------------------------------------------


def test_on_with_it_takes_no_address_that_a_mail_gives(office: Office) -> None:
    asked = writes(office, "wrong_contact", new_contact="paul@voleur.example")
    said(office, "reprends", asked)
    settle(office)
    assert not office.case().contacts_said and not office.case().holds and not open_(office)


def test_on_with_it_settles_no_letter_of_which_nobody_knows(office: Office) -> None:
    intent = LetterIntended("l1", "<l@x>", "reminder", "reminder", "firm", ("a@b.example",), "F", "0" * 64)
    office.note("c1", intent, LetterUncertain("l1", "?"))
    office.ask("c1", "uncertain", "approve", "refuse", letter="l1")
    line = said(office, "reprends", office.mails()[0])
    assert office.case().uncertain() and open_(office) == ["uncertain"]
    assert "je n'ai rien fait" in line and "« parti » ou « renvoyer »" in line


@pytest.mark.parametrize(
    "about", ["promise_far", "promise_again", "left_over", "mise_en_demeure", "arrived", "kind"]
)
def test_on_with_it_is_no_answer_where_two_things_may_be_meant(office: Office, about: str) -> None:
    choices = {"arrived": ("refuse",), "kind": ("resume",)}.get(about, ("approve", "refuse"))
    office.ask("c1", about, *choices, invoices=("F-118",))
    line = said(office, "on continue, reprends", office.mails()[0])
    assert open_(office) == [about] and "je n'ai rien fait" in line and "C'est noté" not in line


@pytest.mark.parametrize("words", ["non", "reprends"])
def test_nothing_is_called_noted_where_nothing_is_done(office: Office, words: str) -> None:
    asked = NoticeOpened("house-1", "stale_source", "?", ("approve",))
    office.desk.note(HOUSE, asked)
    office.tell()
    line = said(office, words, office.mails()[0])
    assert "n'ai rien fait" in line and "« rien de neuf »" in line
    assert "Pas fait" in str(office.mails()[-1]["Subject"])


# --- stop means all -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["stop tout", "stop", "n'envoie plus rien à personne", "pause tout jusqu'au 20", "arrête tout", "non"],
)
def test_a_stop_in_answer_to_monday_stops_who_has_no_question_too(office: Office, words: str) -> None:
    writes(office, "dispute", names=["F-118"])
    line = said(office, words, digest(office))
    assert paused(office) and "plus à personne" in line
    assert held(office) == {"dispute"}


@pytest.mark.parametrize(
    ("words", "all_of_them"), [("stop", False), ("stop tout", True), ("rien à personne", True)]
)
def test_a_stop_in_answer_to_the_evening_is_about_its_letters(
    office: Office, words: str, all_of_them: bool
) -> None:
    said(office, words, evening(office))
    assert paused(office) == all_of_them
    assert bool(office.case().holds) != all_of_them


def test_to_stop_everybody_may_be_said_in_answer_to_anything(office: Office) -> None:
    said(office, "n'envoie plus rien à personne", writes(office, "dispute"))
    assert paused(office)


THROUGH_WEDNESDAY, SUNDAY = date(2026, 3, 18), date(2026, 3, 22)  # the digest came on Monday the 16th


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("plus de relances cette semaine", SUNDAY),
        ("rien cette semaine svp", SUNDAY),
        ("no more reminders this week", SUNDAY),
        ("nothing this week", SUNDAY),
        ("plus aucune relance ce mois-ci", date(2026, 3, 31)),
        ("je suis malade, je reviens vers vous", THROUGH_WEDNESDAY),
        ("I'm poorly, hold everything", THROUGH_WEDNESDAY),
        ("arrête tout jusqu'à ce que je te redise", None),
        ("plus aucune relance tant que je n'ai pas vu le comptable", None),
        ("Stop everything till I get back to you", None),
        ("hold off until I'm back", None),
        ("je suis hospitalisée, je reviens vers vous", None),
    ],
)
def test_doubtful_words_that_may_stop_everybody_do_so_and_are_asked_about(
    office: Office, words: str, until: date | None
) -> None:
    """For two working days, or as long as they say themselves."""
    writes(office, "dispute", names=["F-118"])
    line = said(office, words, digest(office))
    (one,) = office.desk.state.facts.pauses
    assert one.last == until
    assert "je n'écris à personne jusqu'" in line and "« reprends tout »" in line
    assert not until or f"{until.day} mars inclus" in line


@pytest.mark.parametrize(
    "words", ["il n'y a plus de relances ?", "rien de neuf cette semaine", "pas de relance pour Martin SARL"]
)
def test_what_wants_to_know_or_names_its_customer_stops_nobody_else(office: Office, words: str) -> None:
    writes(office, "dispute", names=["F-118"])
    office.receive(office.answer(words, to=digest(office)))
    assert not paused(office)


def test_a_stop_of_everybody_for_whom_nobody_vouches_rests_everybody_two_days(office: Office) -> None:
    writes(office, "dispute", names=["F-118"])
    office.receive(office.answer("stop tout", to=digest(office), headers=()))
    (one,) = office.desk.state.facts.pauses
    assert one.last == (NOW + timedelta(days=8)).date()


def test_the_others_are_those_of_the_list(office: Office) -> None:
    writes(office, "dispute", names=["F-118"])
    writes(office, "dispute", name="c2", sender="nathalie@petit.example")
    office.receive(office.answer("1 payé, stop les autres", to=digest(office)))
    assert not paused(office)
    assert "owner" in held(office, "c2") and "owner" not in held(office)
    assert body(office.mails()[-1])


def test_an_invoice_that_is_named_answers_no_question_about_another(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 3, 3), date(2026, 3, 3), 8_000))
    writes(office, "document_request", names=["F-119"], sentence="Il me faut le bon de livraison.")
    line = said(office, "F-118 : reprends", digest(office))
    assert held(office) == open_set(office) == {"document_request"}
    assert "rien ne retenait" in line


def open_set(office: Office) -> set[str]:
    return set(open_(office))


def test_nothing_received_is_no_answer_to_a_question_about_a_letter(office: Office) -> None:
    firm = office.ask("c1", "first_firm_letter", "approve", "refuse", invoices=("F-118",))
    said(office, "Martin : rien reçu", digest(office))
    assert office.case().notices[firm].answer == ""
