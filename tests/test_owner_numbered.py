"""Lists answered by their numbers on one line: each word is of its own number, and no yes is of another."""

import pytest

from bot.owner.answers import Context, Item, read_answer
from tests.office import NOW

NAMES = ("Alpha", "Brice", "Cyril", "Durand", "Edgar")
LIST = Context("eve", items=tuple(Item(n, name, (f"F-{n}",)) for n, name in enumerate(NAMES, 1)))


def read(text: str) -> list[tuple[str, str | None]]:
    return [(act.act, act.target) for act in read_answer(text, LIST, NOW).acts]


@pytest.mark.parametrize(
    "text",
    [
        "1. ok 2. attends-les 3. ok 4. ok", "1. payé le 2. ok 3. non", "1. payé en 2 fois 2. ok 3. non",
        "1. ok 2. non il l'a 3. ok 4. ok", "1. je la connais 2. ok 3. laisse-le 4. ok",
    ],
)  # fmt: skip
def test_a_bare_yes_of_such_a_list_is_of_no_other_line(text: str) -> None:
    assert ("ok", "all") not in read(text) and ("ok", "5") not in read(text)


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("1. ok 2. ok 3. non 4. ok", {"3"}),
        ("1. ok. Pas 2. 3. ok", {"2"}),
        ("pas 3, 4 et 5, ils ont fermé", {"3", "4", "5"}),
        ("stop 3, 4, ils sont en vacances", {"3", "4"}),
    ],
)
def test_whoever_is_stopped_in_it_is(text: str, stopped: set[str]) -> None:
    assert {target for act, target in read(text) if act in ("no", "stop", "pause")} == stopped
    assert not {target for act, target in read(text) if act == "ok"} & stopped


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("1. ok 2. ok mais pas 3. 4. ok", {("ok", "1"), ("ok", "2"), ("no", "3"), ("ok", "4")}),
        ("1. ok 2. surtout pas 3. ok", {("ok", "1"), ("no", "2"), ("ok", "3")}),
        ("oui (1) non (2) oui (3)", {("ok", "1"), ("no", "2"), ("ok", "3")}),
        ("1👍 2👎", {("ok", "1"), ("no", "2")}),
        ("1ok 2non 3ok", {("ok", "1"), ("no", "2"), ("ok", "3")}),
        ("ok 1 2 le 3 et 4 non", {("ok", "1"), ("ok", "2"), ("no", "3"), ("no", "4")}),
        ("tout sauf 1-3", {("ok", "all"), ("no", "1"), ("no", "2"), ("no", "3")}),
        ("personne sauf 2, le 3 a payé", {("no", "all"), ("ok", "2"), ("paid", "3")}),
        ("pas 1 il a dit oui pour demain, 2 ok", {("no", "1"), ("ok", "2")}),
        ("ok pour tous sauf :\n2. payé\n3. litige", {("ok", "all"), ("paid", "2"), ("dispute", "3")}),
    ],
)
def test_each_order_is_of_the_number_that_it_stands_beside(text: str, orders: set[tuple[str, str]]) -> None:
    cases = {case: str(n) for n, case in enumerate(NAMES, 1)}
    assert {(act, cases.get(target or "", target)) for act, target in read(text)} == orders


@pytest.mark.parametrize("text", ["1. payé\n2. non\n\nenvoie", "ok 3 sur 5", "oui, il manque 25"])
def test_a_yes_of_no_number_lets_nothing_leave(text: str) -> None:
    assert not [act for act, _ in read(text) if act == "ok"]
    assert read_answer(text, LIST, NOW).unclear


def test_a_paper_that_is_lost_is_no_debt_given_up() -> None:
    paper = Context("digest", about="paper", items=LIST.items)
    answer = read_answer("1. postée 2. postée 3. perdue", paper, NOW)
    assert [(act.act, act.target) for act in answer.acts] == [("posted", "1"), ("posted", "2")]
    assert answer.unclear == ("3. perdue",)


def test_the_rest_of_what_one_owes_is_nobodys_letter() -> None:
    assert read("2 abandonne le reste, 3 ok") == [("ok", "3")]


def test_what_is_told_of_one_number_beside_orders_about_others_comes_back() -> None:
    answer = read_answer("1 ok, 2 elle paie vendredi, 3 ok", LIST, NOW)
    assert [(act.act, act.target) for act in answer.acts] == [("ok", "1"), ("ok", "3")]
    assert answer.unclear == ("2 elle paie vendredi",)


@pytest.mark.parametrize("told", ["en vacances jusqu'au 20 mars", "absent jusqu'au 20 mars"])
def test_whoever_is_away_in_what_a_call_brought_is_not_the_owner(told: str) -> None:
    digest = Context("digest", items=LIST.items)
    assert [act.act for act in read_answer(f"Alpha appelé : {told}", digest, NOW).acts] == ["called"]
    own = read_answer("Alpha appelé, messagerie. Je suis absent du 16 au 20 mars", digest, NOW)
    assert [act.act for act in own.acts] == ["called", "absent"]
