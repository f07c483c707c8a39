"""A public buyer's invoice: the status that the owner tells answers the question, and presses nobody."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen
from bot.events.owner import KindSaid
from bot.policy.house import Wait
from tests.office import Office, opened
from tests.weighed import open_, said, settle

STATUS = [
    "elle est bien déposée, mandatée le 27/02", "rejetée, erreur de siret, je la redépose",
    "en cours de traitement chez eux", "mise à disposition le 3 mars",
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        office.note("c1", KindSaid("public"))
        office.clock[0] += timedelta(days=14)  # Tuesday 24 March: three weeks overdue
        settle(office)
        office.tell()
        yield office


def waits_for_its_list(decision: object) -> bool:
    """The reminder is due, and no list has told the owner of it yet."""
    return isinstance(decision, Wait) and "list of the evening" in decision.why


def later(office: Office, days: int) -> object:
    office.clock[0] += timedelta(days=days)
    decision = settle(office)
    office.tell()
    return decision


@pytest.mark.parametrize("words", STATUS)
def test_a_status_closes_the_question_and_says_what_happens_then(office: Office, words: str) -> None:
    assert open_(office) == ["chorus"]
    line = said(office, words, office.mails(about="Chorus")[-1])
    assert not open_(office)
    assert "gardé au dossier" in line and "vous redemande le statut après le 8 avril" in line
    assert isinstance(later(office, 7), Wait) and len(office.mails(about="Chorus")) == 1


def test_the_status_is_asked_anew_after_two_weeks_and_nobody_is_written_to_meanwhile(office: Office) -> None:
    said(office, "rejetée, je la redépose", office.mails(about="Chorus")[-1])
    assert isinstance(later(office, 15), Wait) and not open_(office)
    assert isinstance(later(office, 1), Wait) and open_(office) == ["chorus"]
    assert len(office.mails(about="Chorus")) == 2


@pytest.mark.parametrize("words", ["reprends", "reprends Martin"])
def test_who_says_go_on_after_a_status_lets_the_reminder_leave(office: Office, words: str) -> None:
    said(office, "déposée, pas encore mandatée", office.mails(about="Chorus")[-1])
    said(office, words, office.mails()[-1])
    assert waits_for_its_list(later(office, 0)) and not open_(office)


def test_go_on_to_the_question_about_an_old_invoice_opens_no_question_about_old_debts(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as office:
        seen = InvoiceSeen("F-118", date(2026, 1, 10), date(2026, 2, 10), 1_240_00)
        office.note("c1", KindSaid("public"), seen)
        office.clock[0] += timedelta(days=14)
        settle(office)
        office.tell()
        said(office, "c'est bon vous pouvez relancer", office.mails(about="Chorus")[-1])
        assert waits_for_its_list(later(office, 0)) and not open_(office)
