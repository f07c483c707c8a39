"""In answer to a list of several, one customer's order is never given to all for want of a name."""

from datetime import datetime

import pytest

from bot.owner.answers import Act, Answer, Context, Item, read_answer

AT = datetime.fromisoformat("2026-03-10T09:00:00+01:00")
SHOWN = (
    Item(1, "Martin SARL", ("F-118",)),
    Item(2, "Petit Nathalie", ("F-121",)),
    Item(3, "Dupont SAS", ("F-130",)),
)


def read(text: str) -> Answer:
    return read_answer(text, Context("eve", items=SHOWN), AT)


@pytest.mark.parametrize(
    "words",
    ["confié à Maître Roche", "nouvelle adresse np@petit.example",
     "écris à np@petit.example", "mise en demeure maintenant",
     "Petit nouvelle adresse np@petit.example", "Petit = np@petit.example",
     "Petit new email np@petit.example"],
)  # fmt: skip
def test_an_address_or_a_demand_without_a_plain_name_is_asked_back(words: str) -> None:
    assert read(words) == Answer((), (words,))


@pytest.mark.parametrize("words", ["Petit : écris à np@petit.example", "écris à Petit : np@petit.example"])
def test_an_address_with_its_name_is_that_customers(words: str) -> None:
    assert read(words).acts == (Act("contact", "Petit Nathalie", email="np@petit.example"),)


@pytest.mark.parametrize("between", ["nouvelle adresse", "=", "new email", ""])
def test_the_name_that_opens_the_line_says_whose_the_address_is(between: str) -> None:
    answer = read(f"Dupont {between} d@dupont.example")
    assert answer.acts == (Act("contact", "Dupont SAS", email="d@dupont.example"),)


def test_a_demand_for_all_needs_the_word() -> None:
    assert read("mise en demeure maintenant pour tous").acts == (Act("mise_en_demeure", "all"),)


@pytest.mark.parametrize("about", ["promise", "promise_far", "already_paid", "mise_en_demeure", "bounce"])
def test_a_dispute_called_closed_where_another_thing_is_asked_meets_no_silence(about: str) -> None:
    context = Context("notice", about, "Martin SARL", ("F-118",))
    assert read_answer("litige clos", context, AT) == Answer((), ("litige clos",))
