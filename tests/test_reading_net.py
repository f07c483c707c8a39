"""The small network: its sums by hand, any words whatever, and a bounded cost."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import net
from bot.reading.model import INTENTS

CLAUSES = [(["je", "vous", "regle", "<day>"], ["@commit", "@says_promise", "@commit&@says_promise"])]
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Z"]), min_size=1, max_size=12)


def test_it_goes_over_the_mails_features_then_each_clauses_words_and_phrases() -> None:
    heard = net.heard_as([*CLAUSES, (["merci"], [])], ["$bare"])
    assert heard == [
        "$bare",
        "<s>",
        "je",
        "vous",
        "regle",
        "<day>",
        "@commit",
        "@says_promise",
        "<c>",
        "merci",
        "<c>",
    ]


def test_its_sums_are_those_of_a_gated_recurrent_unit() -> None:
    """Once more in plain floats, a word at a time."""
    of = net.net()
    words = net.heard_as(CLAUSES, [])
    vectors = [[float(v) for v in net.vector(word)] for word in words]
    forth = _states(of, "forth", vectors)
    back = _states(of, "back", vectors[::-1])[::-1]
    states = [a + b for a, b in zip(forth, back, strict=True)]
    columns = list(zip(*states, strict=True))
    whole = [*map(max, columns), *(sum(column) / len(column) for column in columns)]
    by_hand = []
    for intent in range(len(INTENTS)):
        looks = [math.exp(_row(of, "look", intent, state)) for state in states]
        says = [_row(of, "say", intent, state) for state in states]
        mean = sum(a * b for a, b in zip(looks, says, strict=True)) / sum(looks)
        by_hand.append(mean + _row(of, "mail", intent, whole))
    assert net.scores(CLAUSES, []) == pytest.approx(by_hand, abs=1e-3)


def _row(of: net.Net, name: str, row: int, given: list[float]) -> float:
    weights = of[f"{name}.weight"][row]
    return float(of[f"{name}.bias"][0][row]) + sum(float(w) * v for w, v in zip(weights, given, strict=True))


def _states(of: net.Net, way: str, vectors: list[list[float]]) -> list[list[float]]:
    width = of[f"hidden.{way}"].shape[1]
    state, found = [0.0] * width, []
    for vector in vectors:
        given = of[f"input.{way}"] @ np.array(vector) + of[f"bias.{way}"][0]
        held = of[f"hidden.{way}"] @ np.array(state) + of[f"hidden_bias.{way}"][0]
        after = []
        for i in range(width):
            reset = 1 / (1 + math.exp(-(given[i] + held[i])))
            update = 1 / (1 + math.exp(-(given[width + i] + held[width + i])))
            fresh = math.tanh(given[2 * width + i] + reset * held[2 * width + i])
            after.append(float((1 - update) * fresh + update * state[i]))
        state = after
        found.append(state)
    return found


def test_the_order_of_the_words_counts() -> None:
    paid, unpaid = (
        (["le", "virement", "est", "parti", "pas", "le", "cheque"], []),
        (
            ["le", "virement", "est", "pas", "parti", "le", "cheque"],
            [],
        ),
    )
    assert net.scores([paid], []) != net.scores([unpaid], [])


@given(st.lists(st.lists(LETTERS, max_size=8), max_size=6))
def test_any_words_whatever_are_weighed(clauses: list[list[str]]) -> None:
    assert all(map(math.isfinite, net.scores([(words, []) for words in clauses], ["$new"])))


def test_a_mail_without_words_is_weighed_too() -> None:
    assert len(net.scores([], [])) == len(INTENTS)


def test_what_stands_behind_the_longest_changes_nothing() -> None:
    first = [(["mot"] * 50, [])] * 10
    assert net.scores(first, []) == net.scores([*first, (["je", "conteste"], ["@dispute"])] * 50, [])
