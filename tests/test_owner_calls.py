"""What the owner tells of a call: read as it was said, with its words and what these weigh."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.owner.answers import Act, Context, Item
from bot.owner.answers.reader import read_answer
from tests.hostile import digest
from tests.office import opened

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday
LIST = Context("digest", items=(Item(1, "Brice SARL", ("F-1",)), Item(2, "Lola SARL", ("F-2",))))


def told(words: str) -> Act:
    return next(act for act in read_answer(words, LIST, NOW).acts if act.act == "called")


def test_a_cheque_that_left_on_saturday_is_no_promise_for_the_next() -> None:
    assert told("Lola appelée : chèque parti samedi").result == "paid"
    assert told("Lola appelée : le chèque part samedi").result == "promise"
    assert told("Lola appelée : virement fait demain").result == "promise"


@pytest.mark.parametrize(
    ("words", "weighs"),
    [
        ("Brice appelé : en redressement", "insolvency"),
        ("Brice appelé. Il est à l'hôpital", "misfortune"),
        ("Brice appelé : il dit qu'il n'a jamais reçu la facture", "document_request"),
        ("Brice appelé : fera le virement dès réception du RIB", "document_request"),
        ("Brice : appelé, il paie 600 vendredi et le reste fin décembre", "plan"),
        ("Brice appelé : veut parler à un responsable", None),
        ("Brice appelé : les peintures sont mal faites mais il paie lundi", "dispute"),
        ("Brice appelé : conteste, mais paie vendredi", "dispute"),
        ("Brice appelé : il râle mais paie lundi", None),
    ],
)
def test_the_words_of_a_call_are_weighed_as_a_debtors_own(words: str, weighs: str | None) -> None:
    assert told(words).value == weighs


def test_a_call_that_brought_an_absence_keeps_its_day() -> None:
    act = told("Brice appelé : la comptable est en congé jusqu'au 30")
    assert (act.result, str(act.awaits)) == ("other", "2026-11-30")


def test_who_complains_and_promises_is_asked_about_and_keeps_his_promise(tmp_path: Path) -> None:
    with opened(tmp_path) as office:
        office.ask_quietly("c1", "call", "resume")
        words = "Martin appelé : les travaux sont mal faits mais il paie vendredi"
        said = office.says(words, digest(office))
        assert "promet de payer" in said and "Il a aussi contesté" in said
        case = office.case()
        assert case.promises and "dispute" in {hold.rule for hold in case.holds.values()}
        assert [one.opened.about for one in case.open_notices()] == ["dispute"]


@pytest.mark.parametrize(
    ("words", "comes"),
    [
        ("Martin appelé : paie vendredi", "call_trace"),
        ("Martin appelé : conteste", "dispute"),
        ("Martin appelé : dit avoir payé", "already_paid"),
        ("Martin appelé, messagerie", "called"),
    ],
)
def test_what_a_call_brought_is_told_in_answer_to_the_digest(tmp_path: Path, words: str, comes: str) -> None:
    with opened(tmp_path) as office:
        office.ask_quietly("c1", "call", "resume")
        office.says(words, digest(office))
        case = office.case()
        rules = {hold.rule for hold in case.holds.values()}
        owed = {one.template for one in case.answers.values()}
        assert comes in rules | owed | ({"called"} if case.called else set())
        assert not [one for one in case.open_notices() if one.opened.about == "call"]
