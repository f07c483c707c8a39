"""What an order is about: numbers of a list, names, invoices, or the question that was answered."""

import pytest

from bot.events.entries import HOUSE
from bot.events.owner_mail import ActRead, Item
from bot.owner.matters import Answered, Asked, Matter, UnknownTargetError, without_named

NAMES = {"c1": "Martin SARL", "c2": "Petit Nathalie", "c3": "Garage du Pont", "c4": "Petit Frères"}
ITEMS = (Item(1, "c1", ("F-118",)), Item(2, "c2", ("F-121",)), Item(3, "c3", ("F-109", "F-110")))


class Index:
    def by_number(self, number: str) -> list[str]:
        return {"f-118": ["c1"], "f-200": ["c4"], "7": ["c1", "c2"]}.get(number.casefold(), [])

    def by_name(self, name: str) -> list[str]:
        wanted = name.casefold().split()
        return [case for case, known in NAMES.items() if set(wanted) <= set(known.casefold().split())]


def about(target: str | None, answered: Answered, act: str = "paid", value: str = "") -> list[Matter]:
    return answered.about(ActRead(act, target, value=value), Index(), NAMES.__getitem__)


def test_nothing_named_is_the_question_that_was_answered() -> None:
    answered = Answered({"n-1": Asked("c1", ("F-118",))})
    assert about(None, answered) == [Matter("c1", ("F-118",), "n-1")]


def test_a_number_is_the_line_of_the_list() -> None:
    assert about("3", Answered({}, ITEMS)) == [Matter("c3", ("F-109", "F-110"))]


def test_a_name_is_known_in_any_spelling() -> None:
    assert about("MARTIN  sarl", Answered({}, ITEMS)) == [Matter("c1", ("F-118",))]


def test_an_invoice_of_a_line_is_meant_alone() -> None:
    assert about("f-110", Answered({}, ITEMS)) == [Matter("c3", ("F-110",))]


def test_a_customer_outside_the_list_is_found_by_name_or_invoice() -> None:
    assert about("F-200", Answered({}, ITEMS)) == [Matter("c4", ("F-200",))]
    assert about("frères", Answered({}, ITEMS)) == [Matter("c4")]


@pytest.mark.parametrize(("target", "ambiguous"), [("Petit", True), ("7", True), ("Inconnu", False)])
def test_what_fits_two_or_none_is_never_guessed(target: str, ambiguous: bool) -> None:
    with pytest.raises(UnknownTargetError) as error:
        about(target, Answered({}))
    assert error.value.ambiguous is ambiguous


def test_a_customer_with_one_open_question_is_answered_about_it() -> None:
    answered = Answered({"n-4": Asked("c4", ("F-200",)), "n-1": Asked("c1")}, ())
    assert about("frères", answered) == [Matter("c4", (), "n-4")]


def test_all_is_every_line_and_the_question_of_the_list_itself() -> None:
    answered = Answered({"house-1": Asked(HOUSE)}, ITEMS)
    assert [matter.case for matter in about("all", answered)] == [HOUSE, "c1", "c2", "c3"]


@pytest.mark.parametrize("act", ["stop", "no", "pause"])
def test_a_stop_of_all_is_about_no_customer_but_the_house(act: str) -> None:
    answered = Answered({"c1-1": Asked("c1"), "house-1": Asked(HOUSE)}, ITEMS)
    assert about("all", answered, act) == []
    assert [matter.case for matter in about("all", answered, act, "listed")] == [
        "c1",
        HOUSE,
        "c1",
        "c2",
        "c3",
    ]


def test_on_with_all_answers_no_question() -> None:
    answered = Answered({"house-1": Asked(HOUSE), "c1-1": Asked("c1", ("F-118",))}, ITEMS)
    assert about("all", answered, "resume") == [Matter("c1"), Matter("c2"), Matter("c3")]


def test_all_the_others_leaves_out_what_has_an_order_of_its_own() -> None:
    every = about("all", Answered({"house-1": Asked(HOUSE)}, ITEMS))
    left = without_named(every, about("2", Answered({}, ITEMS)))
    assert [matter.case for matter in left] == [HOUSE, "c1", "c3"]
