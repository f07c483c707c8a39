"""Questions asked again: in working hours, never on two days running, with the count of what was asked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.owner.askings import askings
from bot.policy.house import House
from tests.office import OWNER, PEOPLE, Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def at(office: Office, day: date, *hours: int) -> None:
    for hour in hours:
        office.clock[0] = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        house = House(mail_read_at=office.clock[0], pays=True, paid_as_of=day, live_since=date(2025, 1, 1))
        office.owner.tell(house)


def asked_on(office: Office, notice: str) -> list[datetime]:
    told = office.desk.state.facts.told.values()
    return [t.at for t in told if notice in t.notices and t.to == OWNER and t.kind in ("notice", "again")]


@pytest.mark.parametrize("hour", [7, 9])
def test_nobody_is_reminded_on_two_days_running_nor_twice_a_day(office: Office, hour: int) -> None:
    """Over Easter 2026: Good Friday is worked, Monday 6 April is not."""
    at(office, date(2026, 4, 1), hour)
    notice = office.ask("c1", "dispute", invoices=("F-118",))
    for k in range(1, 30):
        at(office, date(2026, 4, 1) + timedelta(days=k), hour, hour + 2)
    days = [moment.date() for moment in asked_on(office, notice)]
    assert days == [date(2026, 4, 1), date(2026, 4, 7), date(2026, 4, 9), date(2026, 4, 15)]


def test_a_reminder_leaves_in_working_hours(office: Office) -> None:
    notice = office.ask("c1", "dispute", invoices=("F-118",))
    for k in range(1, 5):
        at(office, date(2026, 3, 10) + timedelta(days=k), 0, 5, 21)
    assert len(asked_on(office, notice)) == 1
    at(office, date(2026, 3, 16), 8)
    assert len(asked_on(office, notice)) == 2


def test_the_count_is_that_of_the_askings_however_many_people_hear_it(office: Office) -> None:
    assert len(PEOPLE) > 2
    office.ask("c1", "dispute", invoices=("F-118",))
    at(office, date(2026, 3, 13), 9)
    (mail,) = office.mails(about="Rappel")
    assert "fois" not in str(mail.get_content())  # type: ignore[no-untyped-call]
    at(office, date(2026, 3, 17), 9)
    mail = office.mails(about="Rappel")[-1]
    assert "(c’est la 3e fois)" in str(mail.get_content())  # type: ignore[no-untyped-call]


def test_what_went_to_several_people_over_two_days_is_one_asking() -> None:
    days = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (2, 2, 3, 5, 9)]
    assert [at.day for at in askings(days, datetime.date)] == [2, 5, 9]
