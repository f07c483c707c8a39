"""Sentences to the owner that must be so: what a letter was, whether it left, why it is not attached."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.events.consequences import HoldSet
from bot.events.letters import NOT_SENT, LetterIntended, LetterSent
from bot.owner import news
from tests.hostile import body
from tests.office import Office, opened
from tests.weighed import said, writes

TO = "compta@martin.example"
PLAN = LetterIntended("l1", "<l1@m>", "answer", "plan_accepted", "neutral", (TO,), "Re: Facture", "a" * 64)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def told(office: Office, letter: LetterIntended, reply: str = "250 ok") -> str:
    """The news of a letter that left."""
    office.note("c1", letter, LetterSent(letter.letter, TO, reply))
    found = news.happened(office.desk.entries("c1"), office.case, lambda at: at.date())
    words = office.owner.telling.writer.mail("digest", day=date(2026, 3, 11), happened=found)
    return f"{words.subject}\n{words.text}".replace("\u00a0", " ").replace("’", "'")


def test_a_plan_confirmed_is_no_answer_to_a_message(office: Office) -> None:
    assert "– Martin SARL, échéancier confirmé" in told(office, PLAN)


def test_a_copy_of_a_mise_en_demeure_is_no_answer_to_a_message(office: Office) -> None:
    text = told(office, replace(PLAN, kind="mise_en_demeure", template="mise_en_demeure", paper="p"))
    assert "– Martin SARL, copie de la mise en demeure" in text


def test_an_answer_is_called_one(office: Office) -> None:
    assert "– Martin SARL, réponse à son message" in told(office, replace(PLAN, template="ask_date"))


def test_in_a_rehearsal_no_letter_is_said_to_have_left(office: Office) -> None:
    text = told(office, PLAN, NOT_SENT)
    assert "partie" not in text and "que personne n'a reçues" in text


def test_a_letter_that_the_owner_stopped_lacks_nothing(office: Office) -> None:
    office.note("c1", HoldSet("h", "owner", "the owner stops", None, by="owner"))
    office.ask("c1", "mise_en_demeure", "approve", "refuse", invoices=("F-118",))
    text = body(office.mails(about="mise en demeure")[-1]).replace("’", "'")
    assert "le dossier est arrêté jusqu'à votre mot" in text and "ce qui manque" not in text


def test_a_document_is_asked_for_without_a_word_on_reminders_that_do_not_go_on(office: Office) -> None:
    office.note("c1", HoldSet("h", "dispute", "contested", None))
    office.ask("c1", "piece", invoices=("F-118",))
    text = body(office.mails(about="une pièce")[-1]).replace("’", "'")
    assert "Martin SARL doit encore" in text and "est parti" not in text
    assert "Sans réponse, la pièce manquera au dossier" in text


def test_a_dispute_that_is_accepted_is_asked_back_in_its_own_words(office: Office) -> None:
    asked = writes(office, "dispute", sentence="Il manque dix carreaux.")
    line = said(office, "accepte", asked)
    assert "il manque le jour" not in line and "litige clos" in line and "avoir 120" in line


def test_a_new_address_that_is_accepted_is_said_back_as_one(office: Office) -> None:
    asked = writes(office, "wrong_contact", sentence="Écrivez à Luc.", new_contact="luc@martin.example")
    line = said(office, "accepte", asked)
    assert "j'écrirai désormais à l'adresse donnée" in line and "j'attends" not in line


# --- when an approved mise en demeure leaves -----------------------------------------------------------


def approved(office: Office, *moment: int) -> str:
    office.clock[0] = datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]
    office.ask("c1", "mise_en_demeure", "approve", "refuse", invoices=("F-118",))
    return said(office, "ok", office.mails(about="mise en demeure")[-1])


def test_a_yes_before_the_quiet_weeks_says_the_day_on_which_it_leaves(office: Office) -> None:
    assert "elle partira le lundi 4 janvier 2027 au plus tôt" in approved(office, 2026, 12, 18, 13, 45)


def test_a_yes_on_friday_afternoon_says_monday(office: Office) -> None:
    assert "elle partira le lundi 16 mars au plus tôt" in approved(office, 2026, 3, 13, 14, 30)


def test_a_yes_that_lets_it_leave_today_names_no_day(office: Office) -> None:
    line = approved(office, 2026, 3, 12, 10)
    assert "est approuvée ; « annule »" in line and "au plus tôt" not in line
