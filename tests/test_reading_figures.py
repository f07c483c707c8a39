"""The reader's figures on the labelled replies may not fall: where it was tuned and where not."""

from functools import cache

import pytest

from bot.reading.features import of_pair, of_word
from bot.reading.model import INTENTS, judge, weights
from tests.labelled import LETTERS, own
from tests.score import Scored, loaded, scored


@cache
def figures(name: str) -> Scored:
    return scored(name, loaded(name))


@pytest.mark.parametrize(
    ("name", "macro_f1", "same_set", "dates"),
    [("tuned_a", 0.98, 0.97, 0.93), ("tuned_c", 0.98, 0.97, 0.82), ("kept_aside_d", 0.80, 0.66, 0.64)],
)
def test_the_figures_do_not_fall(name: str, macro_f1: float, same_set: float, dates: float) -> None:
    got = figures(name)
    assert got.macro_f1 >= macro_f1
    assert got.same_set >= same_set
    assert got.promise_dates >= dates


@pytest.mark.parametrize("name", ["tuned_a", "tuned_c", "kept_aside_d"])
def test_what_is_decided_is_hardly_ever_dangerous(name: str) -> None:
    got = figures(name)
    assert got.dangerous <= 0.0065
    assert got.false_promises <= 0.01
    assert got.return_date >= 0.94


def test_our_own_replies_are_many_and_of_every_kind() -> None:
    replies = own()
    assert len(replies) > 2000
    assert {i for r in replies for i in r.intents} == set(LETTERS.values()) == set(INTENTS)


def test_the_weights_know_words_pairs_classes_and_phrases() -> None:
    known = weights().known
    assert {"virement", "~MONEY", "@commit"} <= known.keys()
    assert any(name in known for name in of_word("virement") if name.startswith("#"))
    assert any(name in known for name in of_pair("ne", "paie", beside=False))


def test_a_mail_without_words_is_judged_too() -> None:
    assert len(judge([], []).scores) == len(INTENTS)
