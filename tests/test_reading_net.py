"""The network: its sums by hand, any words whatever, and a bounded cost."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading import net
from bot.reading.dates import Now
from bot.reading.features import Seen
from bot.reading.heard import hear, seen
from bot.reading.model import INTENTS
from bot.reading.sentences import clauses

TUESDAY = Now(date(2027, 3, 16), 15)
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Z"]), min_size=1, max_size=12)
Vector = list[float]


def said(text: str) -> list[Seen]:
    return [seen(hear(clause, TUESDAY)) for clause in clauses(text)]


def test_it_goes_over_the_subject_then_each_clauses_words_and_phrases_as_they_stand() -> None:
    heard = net.heard_as(said("Je vous règle 300 € vendredi. Merci !"), "Re: F-118")
    assert heard.tokens == [
        *("<s>", "re", ":", "f", "-", "<3>", "<m>"),
        *("je", "vous", "regle", "<3>", "€", "<eur>", "vendredi", "<in 1>", ".", "@unpaid"),
        *("@commit", "@says_promise"),
        *("<c>", "merci", "!", "<c>"),
    ]
    assert heard.clauses[6:9] == [-1, 0, 0]
    ((place, clause, start),) = heard.days
    assert (heard.tokens[place], clause, start) == ("<in 1>", 0, len("je vous regle 300 € "))


MAIL = said("Je vous règle vendredi, sans faute.")


def test_its_sums_are_those_of_a_quasi_recurrent_unit() -> None:
    """Once more in plain floats, a word at a time."""
    states, whole = by_hand(MAIL, "Re: F-118")
    expected = []
    for intent in range(len(INTENTS)):
        looks = [math.exp(_row("look", intent, state)) for state in states]
        says = [_row("say", intent, state) for state in states]
        mean = sum(a * b for a, b in zip(looks, says, strict=True)) / sum(looks)
        expected.append(mean + _row("mail", intent, whole))
    assert net.opinion(MAIL, "Re: F-118").intents == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(("kind", "ruled"), [("promised", "ruled {} 1"), ("paid", "paid ruled {} False")])
def test_a_day_is_judged_by_where_it_stands_by_the_rules_and_beside_the_others(kind: str, ruled: str) -> None:
    of, (states, whole) = net.net(), by_hand(MAIL, "Re: F-118")
    ((place, _, start),) = net.heard_as(MAIL, "Re: F-118").days
    named = [of.features[ruled.format(by)] for by in (True, False)]
    own, other = ([float(v) for v in of.tables["feature"][number]] for number in named)
    size, first = len(own), net.KINDS.index(kind) * len(own)
    after = [0.0] * size + [max(0.0, v) for v in other]  # none stands before it
    hidden = [
        max(0.0, _row("near_day", first + i, states[place] + whole) + own[i] + beside)
        for i, beside in enumerate(_row(f"others_{kind}", i, after) for i in range(size))
    ]
    known = net.opinion(MAIL, "Re: F-118").days[0][start]
    days = [(known, [ruled.format(True), "unknown"]), (None, [ruled.format(False)])]
    assert net.chosen(kind, days)[0] == pytest.approx(_row(kind, 0, hidden), abs=1e-3)


def by_hand(mail: list[Seen], subject: str) -> tuple[list[Vector], Vector]:
    """The states at each word, and what is known of the mail as a whole."""
    words = [[float(v) for v in net.vector(token)] for token in net.heard_as(mail, subject).tokens]
    nothing = [0.0] * len(words[0])
    padded = [nothing, *words, nothing]
    first = _layer("first", [a + b + c for a, b, c in zip(padded, words, padded[2:], strict=False)])
    second = _layer("second", first)
    states = [a + [x + y for x, y in zip(a, b, strict=True)] for a, b in zip(first, second, strict=True)]
    columns = list(zip(*states, strict=True))
    return states, [*map(max, columns), *(sum(column) / len(column) for column in columns)]


def _row(name: str, row: int, given: Vector) -> float:
    of = net.net().matrices
    weights = of[f"{name}.weight"][row]
    return float(of[f"{name}.bias"][0][row]) + sum(float(w) * v for w, v in zip(weights, given, strict=True))


def _layer(name: str, inputs: list[Vector]) -> list[Vector]:
    of = net.net().matrices
    lines = [of[f"{name}.weight"] @ np.array(given) + of[f"{name}.bias"][0] for given in inputs]
    half = len(lines[0]) // 6
    forth = _mixed(lines, range(half), half)
    back = _mixed(lines[::-1], range(half, 2 * half), half)[::-1]
    return [a + b for a, b in zip(forth, back, strict=True)]


def _mixed(lines: list[net.Array], columns: range, half: int) -> list[Vector]:
    state, found = dict.fromkeys(columns, 0.0), []
    for line in lines:
        for i in columns:
            take = _between(line[i])
            state[i] = (1 - take) * state[i] + take * math.tanh(line[2 * half + i])
        found.append([state[i] * _between(line[4 * half + i]) for i in columns])
    return found


def _between(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def test_the_order_of_the_words_counts() -> None:
    paid, unpaid = (said(f"Le virement est {words} le chèque") for words in ("parti pas", "pas parti"))
    assert net.opinion(paid, "").intents != net.opinion(unpaid, "").intents


@given(st.lists(st.lists(LETTERS, max_size=8), max_size=6), st.text(max_size=30))
def test_any_words_whatever_are_weighed(words: list[list[str]], subject: str) -> None:
    mail = [Seen(of_one, [], of_one) for of_one in words]
    assert all(map(math.isfinite, net.opinion(mail, subject).intents))


def test_a_mail_without_words_is_weighed_too() -> None:
    assert len(net.opinion([], "").intents) == len(INTENTS)


def test_what_stands_behind_the_longest_changes_nothing() -> None:
    first = [Seen([], [], ["mot"] * 50)] * 10
    more = [*first, *said("Je conteste. Je paie vendredi.") * 50]
    assert net.opinion(first, "Re:").intents == net.opinion(more, "Re:").intents
    assert not any(net.opinion(more, "Re:").days[10:])


def test_a_day_that_it_did_not_hear_is_judged_by_the_rules_view_of_it_alone() -> None:
    meant, not_meant = net.chosen("promised", [(None, [f"ruled {told} 1"]) for told in (True, False)])
    assert meant > not_meant
