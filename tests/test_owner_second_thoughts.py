"""A stop that the owner takes back: a yes to that letter by name, in answer to the list that it stood on."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.correspondence.post import Mail
from bot.events.owner_mail import Item
from bot.letters import Words
from tests.office import NOW, OWNER, SECRETARY, Office, opened
from tests.test_owner_lists import evening
from tests.test_owner_mondays import MONDAY
from tests.test_owner_telling import MORNING, at, content
from tests.weighed import held, pause, said


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def told_only(office: Office) -> None:
    """A list to which silence is consent."""
    lines = (Item(1, "c1", ("F-118",)), Item(2, "c2", ("F-121",)))
    mail = Mail("eve", Words("Demain", "1. Martin\n2. Petit\n"), (), lines, NOW.date())
    office.owner.telling.post.send_all(mail, office.people)


@pytest.mark.parametrize("words", ["1 ok", "finalement envoie aussi Martin", "Martin : ok"])
@pytest.mark.parametrize("first", ["ok sauf Martin", "pas 1", "1 lundi"])
def test_a_yes_by_name_takes_back_what_was_stopped_in_answer_to_that_list(
    office: Office, first: str, words: str
) -> None:
    asked = evening(office)
    said(office, first, asked)
    office.clock[0] += timedelta(minutes=30)
    line = said(office, words, asked)
    assert not office.case().holds and "les rappels reprennent" in line
    assert "c1" in office.desk.state.facts.consents


def test_it_may_be_said_in_answer_to_what_came_back(office: Office) -> None:
    said(office, "ok sauf Martin", evening(office))
    said(office, "finalement envoie aussi Martin", office.mails()[-1])
    assert not office.case().holds and "c1" in office.desk.state.facts.consents


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Oui", "Les lettres partiront."),
        ("ok", "Les lettres partiront."),
        ("1 ok", "Martin SARL, F-118 : la lettre partira comme prévu."),
        ("1 payé hier, le reste ok", "les autres lettres partiront."),
    ],
)
def test_a_yes_where_silence_was_consent_is_said_back_as_what_it_is(
    office: Office, words: str, line: str
) -> None:
    told_only(office)
    back = said(office, words, office.mails()[0])
    assert line.lower() in back.lower() and "rien n'a changé" not in back
    assert "Pas fait" not in str(office.mails()[-1]["Subject"])


def test_of_a_list_that_asks_no_ok_it_does_the_same(office: Office) -> None:
    told_only(office)
    asked = office.mails()[0]
    said(office, "pas 1", asked)
    assert "les rappels reprennent" in said(office, "1 ok", asked)
    assert not office.case().holds


@pytest.mark.parametrize("words", ["ok", "les autres ok"])
def test_a_yes_that_names_nobody_lifts_nothing_and_says_what_rests(office: Office, words: str) -> None:
    asked = evening(office)
    said(office, "pas 1", asked)
    line = said(office, words, asked)
    assert held(office) == {"owner"}
    assert "partiront, sauf pour Martin SARL, à votre demande (« reprends Martin SARL »)" in line


def test_where_all_that_is_left_was_stopped_no_letter_is_said_to_leave(office: Office) -> None:
    asked = evening(office)
    said(office, "ok sauf Martin", asked)
    line = said(office, "ok", asked)
    assert "Rien de plus ne part avant « reprends Martin SARL »" in line and "partiront" not in line
    assert held(office) == {"owner"}


def test_an_older_stop_stays_and_is_said_back(office: Office) -> None:
    pause(office)
    office.clock[0] += timedelta(minutes=30)
    for tell in (evening, told_only):
        tell(office)
        line = said(office, "1 ok", office.mails()[-1 if tell is told_only else 0])
        assert held(office) == {"owner"} and "« reprends Martin SARL »" in line


def test_what_somebody_else_of_the_house_has_stopped_stays(office: Office) -> None:
    evening(office)
    office.receive(office.answer("pas 1", to=office.mails(SECRETARY)[0], sender=SECRETARY))
    line = said(office, "1 ok", office.mails(OWNER)[0])
    assert held(office) == {"owner"} and "« reprends Martin SARL »" in line


@pytest.mark.parametrize(
    ("words", "why"), [("je m'en occupe", "vous vous occupez de ce client"), ("ne plus relancer", "ne plus")]
)
def test_who_is_left_to_the_owner_comes_back_by_a_word_on_the_customer(
    office: Office, words: str, why: str
) -> None:
    asked = evening(office)
    said(office, f"Martin : {words}", asked)
    line = said(office, "Martin : reprends", asked)
    assert why in line and "« Martin SARL : traitement normal »" in line
    assert "rappels habituels" in said(office, "Martin SARL : traitement normal", asked)
    assert office.case().treatment_said == "normal"


def test_a_list_whose_day_is_past_is_no_open_decision_on_monday(office: Office) -> None:
    said(office, "ok sauf Martin", evening(office))
    at(office, MONDAY, MORNING)
    text = content(office.mails(about="point du lundi")[0])
    assert "attendent votre accord" not in text and "Arrêtés par vous" in text
    assert date(2026, 3, 10) == NOW.date() < MONDAY


@pytest.mark.parametrize("words", ["ok", "1 ok"])
def test_a_yes_while_everything_is_stopped_says_that_nothing_leaves(office: Office, words: str) -> None:
    told_only(office)
    said(office, "stop tout", office.mails()[-1])
    office.clock[0] += timedelta(minutes=30)
    line = said(office, words, next(m for m in office.mails() if "Demain" in str(m["Subject"])))
    assert "ien ne part avant « reprends tout » : vous avez tout arrêté" in line
    line = said(office, "reprends tout", office.mails()[-1])
    assert "tout arrêté" not in line
