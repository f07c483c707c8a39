"""A point numbers what is to be decided first, and then whom to call; an answer by number is about either."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.office import Office, opened
from tests.weighed import open_, said


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        office.ask_quietly("c2", "call", "resume", invoices=("F-121",))
        office.clock[0] += timedelta(hours=1)
        office.ask_quietly("c1", "dispute", "resume", invoices=("F-118",))
        office.ask_quietly("c1", "call", "resume", invoices=("F-118",))
        yield office


def shown(office: Office, day: int) -> tuple[str, str]:
    office.clock[0] = office.clock[0].replace(day=day, hour=7)
    office.tell()
    mail = office.mails()[-1]
    text = str(mail.get_content()).replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[no-untyped-call]
    return str(mail["Subject"]), text


def test_decisions_stand_before_calls_each_under_its_count(office: Office) -> None:
    _, text = shown(office, 16)
    decisions, _, calls = text.partition("À appeler (2) :")
    assert "Vos décisions (1) :" in decisions and "1. Martin SARL conteste F-118" in decisions
    assert "2. Petit Nathalie" in calls and "3. Martin SARL" in calls


def test_the_subject_tells_decisions_from_calls(office: Office) -> None:
    subject, _ = shown(office, 11)
    assert subject.replace("\u00a0", " ").startswith("Relance : 1 décision en attente, 2 appels à passer")


def test_an_answer_by_number_is_about_the_decision_or_the_call_of_that_number(office: Office) -> None:
    shown(office, 16)
    line = said(office, "1 je m'en occupe\n2 appelée : messagerie", office.mails()[-1])
    assert "dispute" not in open_(office) and open_(office, "c2") == [], line
