"""What was ordered in a rehearsal, and is told when letters begin to leave."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.correspondence.gone_live import GoneLive, ordered
from bot.events.entries import HOUSE
from bot.letters.owner import OwnerWriter
from bot.letters.samples import SAMPLE_CREDITOR
from tests.drafts import TEMPLATES
from tests.office import Office, opened
from tests.test_owner_lists import evening
from tests.weighed import said


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def noted(office: Office) -> list[str]:
    return ordered(entry for case in (HOUSE, "c1", "c2") for entry in office.desk.entries(case))


def test_payments_and_stops_are_listed_and_what_was_taken_back_is_not(office: Office) -> None:
    asked = evening(office)
    said(office, "1 payé 500, pas 2", asked)
    stopped, paid = sorted(noted(office), key=lambda line: "reçus" in line)
    assert "500,00" in paid and "Petit" in stopped
    said(office, "Petit : reprends", asked)
    assert noted(office) == [paid]


def test_it_is_told_once_and_before_anything_else(office: Office) -> None:
    writer = OwnerWriter(TEMPLATES, SAMPLE_CREDITOR, "fr")
    post = office.owner.telling.post
    told = GoneLive(office.desk, office.rules, office.people, writer, post, lambda: ["Martin : payé."])
    told.tell()
    told.tell()
    (mail,) = office.mails()
    assert "à redire, 1 consigne de la répétition" in str(mail["Subject"]).replace("\u00a0", " ")
    assert "– Martin : payé." in mail.get_content().replace("\u00a0", " ")


def test_where_nothing_was_ordered_nothing_is_told(office: Office) -> None:
    writer = OwnerWriter(TEMPLATES, SAMPLE_CREDITOR, "fr")
    GoneLive(office.desk, office.rules, office.people, writer, office.owner.telling.post, list).tell()
    assert not office.mails()
