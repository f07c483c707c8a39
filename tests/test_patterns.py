"""Patterns that wait to be tried."""

import re

import pytest

from bot.patterns import pattern


def test_a_pattern_is_compiled_when_it_is_first_tried() -> None:
    unsound = pattern("(")
    assert unsound.pattern == "("
    with pytest.raises(re.error):
        unsound.search("")


def test_it_finds_what_a_pattern_finds() -> None:
    later, at_once = pattern(r"f-(\d+)", re.IGNORECASE), re.compile(r"f-(\d+)", re.IGNORECASE)
    text = "F-118 et f-119, pas 120"
    assert later.findall(text) == at_once.findall(text) == ["118", "119"]
    assert later.sub("n", text) == at_once.sub("n", text)
    assert later.split(text) == at_once.split(text)
    for method in ("search", "match"):
        assert getattr(later, method)(text).span() == (0, 5)
    assert later.fullmatch(text) is None
    assert [found.span() for found in later.finditer(text, 3)] == [(9, 14)]


def test_what_no_pattern_has_it_has_not() -> None:
    assert not hasattr(pattern("a"), "serach")
