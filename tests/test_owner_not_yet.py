"""A no with a day, to a letter that waits for an ok: a no until then, and not for good."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.events.owner import RemindersDeclared
from bot.policy.house import Prepare, Write
from tests.office import Office, opened
from tests.weighed import open_, said, settle, told_of


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        office.note("c1", RemindersDeclared(("F-118",), 3))
        office.clock[0] += timedelta(days=42)  # Tuesday 21 April
        settle(office)
        office.tell()
        assert "mise_en_demeure" in open_(office)
        yield office


def asked(office: Office) -> list[str]:
    return [name for name, n in office.case().notices.items() if n.opened.about == "mise_en_demeure"]


def later(office: Office, days: int) -> None:
    office.clock[0] += timedelta(days=days)
    assert not isinstance(settle(office), Prepare | Write)


@pytest.mark.parametrize(
    "words",
    [
        "non pas encore, attends la fin du mois",
        "attends la fin du mois, non pas encore",
        "non, pas avant mai",
    ],
)
def test_a_no_with_a_day_to_a_mise_en_demeure_is_asked_anew_after_that_day(
    office: Office, words: str
) -> None:
    line = said(office, words, told_of(office, asked(office)[0]))
    assert "pause jusqu'au 30 avril inclus ; ensuite, je vous demande de nouveau votre accord" in line
    later(office, 8)
    assert len(asked(office)) == 1 and "mise_en_demeure" not in open_(office)
    later(office, 6)  # Tuesday 5 May
    assert len(asked(office)) == 2 and "mise_en_demeure" in open_(office)


def test_the_whole_customer_rests_until_the_day_of_the_no(office: Office) -> None:
    said(office, "non, attends la fin du mois", told_of(office, asked(office)[0]))
    (hold,) = office.case().holds.values()
    assert (hold.until, hold.invoices) == (date(2026, 4, 30), ())


def test_a_day_said_after_the_no_counts_as_well(office: Office) -> None:
    said(office, "non", told_of(office, asked(office)[0]))
    said(office, "pause jusqu'au 30 avril", office.mails()[-1])
    later(office, 14)
    assert "mise_en_demeure" in open_(office)


def test_a_no_without_a_day_stays_a_no(office: Office) -> None:
    said(office, "non", told_of(office, asked(office)[0]))
    later(office, 60)
    assert len(asked(office)) == 1
