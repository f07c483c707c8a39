"""A half-year without its rates is a question to the owner, a month before any letter would wait for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.law.rates import Row
from bot.law.semesters import Semester
from bot.tariffs import ask_about_rates
from tests.office import Office, opened

KNOWN = Row(Semester(2027, 1), Decimal("2.8"), Decimal("6.9"), Decimal("2.4"), "the arrêté")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def asked(office: Office) -> list[str]:
    return [n.about for n in office.desk.state.facts.notices.values()]


def look(office: Office, *rows: Row, interest: bool = True) -> None:
    law = replace(office.rules.law, rates=rows, interest=interest)
    ask_about_rates(office.desk, replace(office.rules, law=law))


def test_nothing_is_asked_while_the_rates_are_known(office: Office) -> None:
    office.clock[0] = datetime(2026, 11, 20, 9, tzinfo=UTC)
    look(office)
    assert asked(office) == []


def test_a_month_before_the_half_year_begins_the_owner_is_asked_once(office: Office) -> None:
    office.clock[0] = datetime(2026, 12, 2, 9, tzinfo=UTC)
    look(office)
    look(office)
    office.tell()
    assert asked(office) == ["rate"]
    (told,) = office.mails(about="Taux")
    text = " ".join(str(told.get_content()).split())  # type: ignore[no-untyped-call]
    assert "law.rates" in text
    assert "aucune mise en demeure" in text


def test_it_closes_once_they_are_there(office: Office) -> None:
    office.clock[0] = datetime(2027, 1, 4, 9, tzinfo=UTC)
    look(office)
    look(office, KNOWN)
    assert asked(office) == []


def test_who_claims_no_interest_is_not_asked(office: Office) -> None:
    office.clock[0] = datetime(2027, 1, 4, 9, tzinfo=UTC)
    look(office, interest=False)
    assert asked(office) == []
