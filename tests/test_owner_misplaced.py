"""Money that the owner had put down to another customer is not called missing, and nothing else is noted."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.correspondence.misplaced import misplaced
from bot.owner.answers import Act, Answer
from tests.office import Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.mark.parametrize(
    "words",
    [
        "le virement de Martin, je l'avais mis chez Petit",
        "oui, je l'avais mis chez Petit",
        "c'est arrivé chez Petit",
        "Le virement est passé sur le compte de Petit",
        "Reçu, mais je l'avais noté sur Petit par erreur",
    ],
)
def test_to_the_question_whether_it_came_it_is_a_yes_and_the_other_customer_is_asked_about(
    office: Office, words: str
) -> None:
    office.ask("c1", "already_paid", "resume", "refuse", invoices=("F-118",))
    said = office.says(words, office.mails(about="dit avoir payé")[-1])
    assert office.case().left() == 0 and office.case("c2").left() == 1_240_00
    assert "MARTIN" in said.upper() and "pas compris" in said and words.split(", ")[-1] in said
    assert not office.case().open_notices()


def test_said_freely_it_notes_nothing_and_is_said_back(office: Office) -> None:
    office.ask("c2", "dispute", "resume", invoices=("F-121",))
    words = "le virement de Martin, je l'avais mis chez Petit"
    said = office.says(words, office.mails(about="conteste")[-1])
    assert office.case().left() == office.case("c2").left() == 1_240_00
    assert "pas compris" in said


def by_name(name: str) -> Sequence[str]:
    return {"martin": ["c1"], "petit": ["c2"]}.get(name.lower(), [])


@pytest.mark.parametrize(
    "words",
    ["je suis passé chez Petit ; Martin payé", "payé", "le chèque est chez moi", "virement reçu de Martin"],
)
def test_other_words_are_left_as_they_were_read(words: str) -> None:
    read = Answer((Act("paid"), Act("note", text=words)))
    assert misplaced(read, words, ("c1", "already_paid"), by_name) == read


def test_a_sum_that_is_said_with_it_is_the_sum() -> None:
    read = Answer((Act("paid", amount=500_00), Act("note", text="x")))
    said = misplaced(read, "500, je l'avais mis chez Petit", ("c1", "arrived"), by_name)
    assert said.acts == (Act("paid", amount=500_00),) and len(said.unclear) == 1
