"""A death or an insolvency that the owner tells of in words that order nothing: nobody is pressed for it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.office import Office, opened
from tests.test_owner_lists import evening
from tests.test_owner_telling import MONDAY, MORNING, at
from tests.weighed import said


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.mark.parametrize("words", ["le gérant de Martin est décédé", "Martin a déposé le bilan"])
@pytest.mark.parametrize("kind", ["eve", "point"])
def test_a_death_or_an_insolvency_told_in_doubtful_words_rests_until_the_owners_word(
    office: Office, words: str, kind: str
) -> None:
    if kind == "eve":
        asked = evening(office)
    else:
        at(office, MONDAY, MORNING)
        asked = office.mails(about="point du lundi")[0]
    line = said(office, words, asked)
    [hold] = [h for h in office.case().holds.values() if h.by == "owner"]
    assert hold.until is None and "jusqu'à votre réponse" in line and "inclus" not in line
    office.clock[0] += timedelta(days=5)
    said(office, "reprends Martin", office.mails()[-1])
    assert not [h for h in office.case().holds.values() if h.by == "owner"]


def test_who_rests_so_is_named_on_mondays(office: Office) -> None:
    said(office, "le gérant de Martin est décédé", evening(office))
    at(office, MONDAY, MORNING)
    shown = str(office.mails(about="point du lundi")[0].get_content())  # type: ignore[no-untyped-call]
    assert "Arrêtés par vous" in shown and "Martin" in shown.partition("Arrêtés")[2]
