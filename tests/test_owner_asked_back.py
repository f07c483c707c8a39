"""An order that is asked back says whom it is about and what a yes comes to, and the yes is understood."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import asked_back, disputed, held
from tests.office import READER, SECRETARY, Office, opened
from tests.weighed import said


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def words(office: Office) -> str:
    """The last mail that asked the owner back, on one line."""
    return " ".join(str(asked_back(office)[-1].get_content()).split()).replace("\u00a0", " ")


def readers(office: Office, text: str) -> None:
    """Who may only read answers the copy of the last question."""
    office.receive(office.answer(text, to=office.mails(READER)[-1], sender=READER))
    office.later(minutes=10)


def late(office: Office, text: str) -> None:
    """The owner's answer to the mail that asked back, come eight days after it was written."""
    raw = office.answer(text, to=asked_back(office)[-1])
    office.later(minutes=60 * 24 * 8)
    office.receive(raw, late_days=8)


def test_a_readers_ok_to_a_firm_letter_is_confirmed_by_the_owners_ok(office: Office) -> None:
    notice = office.ask("c1", "first_firm_letter", "approve", "refuse", invoices=("F-118",))
    readers(office, "ok")
    assert not office.case().notices[notice].answer
    assert "Martin SARL, F-118 : la lettre ferme partira" in words(office)
    assert "la lettre ferme partira" in said(office, "ok", asked_back(office)[-1])
    assert office.case().notices[notice].answer == "approve"


def test_what_of_a_readers_words_is_not_understood_is_said_where_the_owner_is_asked(office: Office) -> None:
    office.ask("c1", "first_firm_letter", "approve", "refuse", invoices=("F-118",))
    readers(office, "vas-y mais adoucis un peu le ton")
    assert "Martin SARL : première lettre ferme" in words(office)
    assert "pas compris sûrement ces mots" in words(office)


def test_a_readers_copy_has_no_code_and_presses_nobody_by_its_thread(office: Office) -> None:
    disputed(office)
    readers(office, "litige clos")
    assert held(office) == ["dispute"]
    assert "[" not in str(office.mails(READER)[-1]["Subject"])


def test_asking_back_changes_nothing_of_what_it_foresees(office: Office) -> None:
    disputed(office)
    before = office.case().n
    office.receive(office.answer("avoir 120, le reste est dû", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    assert "120,00" in words(office) and office.case().n == before


def test_a_yes_that_comes_late_is_asked_back_about_the_first_order_and_not_about_the_yes(
    office: Office,
) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    late(office, "ok")
    assert held(office) == ["dispute"] and "« litige clos »" in words(office)
    said(office, "ok", asked_back(office)[-1])
    assert held(office) == [] and not office.desk.state.facts.orders


def test_a_second_yes_hears_that_the_first_was_enough(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    asked = asked_back(office)[-1]
    said(office, "ok", asked)
    assert "déjà reçu sa réponse" in said(office, "ok, vas-y", asked)
    assert len(asked_back(office)) == 1 and not office.desk.state.facts.orders


def test_another_persons_yes_to_the_mail_that_asks_the_owner_does_nothing(office: Office) -> None:
    disputed(office)
    office.receive(office.answer("litige clos", to=office.mails()[0], headers=()))
    office.later(minutes=10)
    office.receive(office.answer("ok", to=asked_back(office)[-1], sender=SECRETARY))
    office.later(minutes=10)
    assert held(office) == ["dispute"]
    assert "revient à une autre personne" in " ".join(str(office.mails(SECRETARY)[-1].get_content()).split())
    assert len(office.desk.state.facts.orders) == 1  # the owner's yes is still awaited
