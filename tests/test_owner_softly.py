"""What stops or only tells is never met with « est-ce bien vous ? », and an absence is held in doubt."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.events.owner import NoteAdded
from tests.hostile import approval, asked_back, body, digest, disputed, held, paused
from tests.office import OWNER, Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.mark.parametrize("words", ["finalement non", "annule", "non attends", "ah non surtout pas", "litige"])
def test_who_stops_what_he_had_approved_is_not_asked_who_he_is(office: Office, words: str) -> None:
    approval(office)
    question = office.mails()[0]
    office.receive(office.answer("ok", to=question))
    office.later(minutes=5)
    office.receive(office.answer(words, to=question))
    assert not asked_back(office)
    assert held(office)


@pytest.mark.parametrize("words", ["litige clos", "reprends", "refuse", "payé"])
def test_what_presses_or_counts_money_under_a_spent_key_is_asked_back(office: Office, words: str) -> None:
    disputed(office)
    question = office.mails()[0]
    office.receive(office.answer("attends", to=question))
    office.receive(office.answer(words, to=question))
    office.later(minutes=10)
    assert len(asked_back(office)) == 1


@pytest.mark.parametrize("words", ["je pars en vacances lundi", "on holiday from monday", "fermé le mardi"])
def test_an_absence_without_an_end_holds_everybody_and_is_asked_about(office: Office, words: str) -> None:
    office.receive(office.answer(words, to=digest(office)))
    assert paused(office)
    assert "absent du 2 au 9" in body(office.mails(OWNER)[-1])
    office.receive(office.answer("absent du 16 au 20", to=office.mails(OWNER)[-1]))
    office.clock[0] += timedelta(days=3)
    assert [p.last.day for p in office.desk.state.facts.pauses if p.last][-1] == 20


def test_a_registered_number_alone_is_no_day_on_which_it_was_posted(office: Office) -> None:
    notice = office.ask("c1", "post", "approve", "refuse", invoices=("F-118",))
    office.receive(office.answer("1A 123 456 7890 1", to=office.mails()[0]))
    assert not any(paper.posted for paper in office.case().papers.values())
    assert notice in office.desk.state.facts.questions


def test_free_words_to_a_list_are_no_note_of_each_of_its_customers(office: Office) -> None:
    disputed(office)
    office.ask("c2", "undecided", invoices=())
    monday = digest(office)
    office.receive(office.answer("il manque deux palettes, on verra bien", to=monday))
    assert not _notes(office, "c1") + _notes(office, "c2")
    office.receive(office.answer("Martin appelé : il conteste. Il manque deux palettes", to=monday))
    assert not _notes(office, "c2")


def _notes(office: Office, name: str) -> list[str]:
    return [e.event.text for e in office.desk.entries(name) if isinstance(e.event, NoteAdded)]


def test_the_examples_are_those_of_the_question(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("ben voyons mon cochon", to=office.mails()[0]))
    assert "Martin payé 500" not in body(office.mails()[-1]) and "litige clos" in body(office.mails()[-1])
