"""A yes to the mail that says that nobody is written to is the stop that it tells of."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.hostile import digest
from tests.office import Office, opened
from tests.weighed import said, writes

SUNDAY = date(2026, 3, 22)
ILL, THIS_WEEK = "je suis malade, je reviens vers vous", "plus de relances cette semaine"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        writes(office, "dispute", names=["F-118"])
        yield office


def then(office: Office, words: str) -> str:
    office.clock[0] += timedelta(minutes=20)
    return said(office, words, office.mails()[-1])


def lasts(office: Office) -> list[date | None]:
    return [pause.last for pause in office.desk.state.facts.pauses]


@pytest.mark.parametrize("yes", ["oui", "ok", "Oui, c'est ça", "yes"])
@pytest.mark.parametrize(("doubtful", "until"), [(ILL, None), (THIS_WEEK, SUNDAY)], ids=["ill", "this week"])
def test_a_yes_confirms_the_stop_that_doubtful_words_brought(
    office: Office, doubtful: str, until: date | None, yes: str
) -> None:
    """Until the next word, or as long as the words said."""
    assert "Répondez oui pour le confirmer" in said(office, doubtful, digest(office))
    assert "Je n'écris plus à personne" in then(office, yes)
    assert lasts(office)[-1] == until


@pytest.mark.parametrize("no", ["non", "Non, merci", "no"])
@pytest.mark.parametrize("doubtful", [ILL, THIS_WEEK], ids=["ill", "this week"])
def test_a_no_to_it_makes_it_no_longer_and_ends_nothing(office: Office, doubtful: str, no: str) -> None:
    said(office, doubtful, digest(office))
    [before] = lasts(office)
    line = then(office, no)
    assert before and set(lasts(office)) == {before}
    assert "inclus" in line and "avant votre mot" not in line


def test_a_yes_to_a_stop_that_was_understood_changes_nothing_in_it(office: Office) -> None:
    said(office, "pause tout jusqu'au 20", digest(office))
    line = then(office, "ok")
    assert "pas compris" not in line and "jusqu'au 20 mars inclus" in line
    assert set(lasts(office)) == {date(2026, 3, 20)}


def test_to_stop_all_is_said_of_everybody_where_nobody_is_written_to(office: Office) -> None:
    said(office, ILL, digest(office))
    then(office, "stop tout")
    assert lasts(office)[-1] is None


def test_go_on_with_all_ends_it_and_a_yes_after_that_stops_nobody(office: Office) -> None:
    said(office, ILL, digest(office))
    then(office, "reprends tout")
    assert not lasts(office)
    then(office, "ok")
    assert not lasts(office)
