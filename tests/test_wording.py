"""Amounts, days and lists as a careful person writes them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording import (
    clean,
    counted,
    cut,
    day_figures,
    day_words,
    days_words,
    join_words,
    money,
    span_words,
    typeset,
)

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("cents", "language", "words"),
    [
        (124_000, "fr", "1\u202f240,00\u00a0€"),
        (5, "fr", "0,05\u00a0€"),
        (-12_000, "fr", "−120,00\u00a0€"),
        (123_456_789, "fr", "1\u202f234\u202f567,89\u00a0€"),
        (124_000, "en", "€1,240.00"),
    ],
)
def test_an_amount_has_the_spaces_of_its_language(cents: int, language: str, words: str) -> None:
    assert money(cents, "EUR", language) == words


def test_another_currency_is_named() -> None:
    assert money(124_000, "CHF", "fr") == "1\u202f240,00\u00a0CHF"


def test_the_first_of_a_month_is_1er_and_the_others_are_not() -> None:
    assert day_words(MARCH) == "1er\u00a0mars\u00a02026"
    assert day_words(date(2026, 3, 11)) == "11\u00a0mars\u00a02026"
    assert day_words(MARCH, weekday=True) == "dimanche\u00a01er\u00a0mars\u00a02026"
    assert day_words(MARCH, "en") == "1\u00a0March\u00a02026"


def test_the_year_goes_without_saying_within_the_same_year_only() -> None:
    assert days_words([date(2026, 12, 30)], "fr", MARCH) == "30\u00a0décembre"
    assert days_words([date(2027, 1, 2)], "fr", MARCH) == "2\u00a0janvier\u00a02027"


def test_several_days_say_a_common_month_or_year_once() -> None:
    said = [date(2026, 3, 18), date(2026, 3, 30)]
    assert days_words(said, "fr", MARCH) == "18 et 30\u00a0mars"
    assert days_words(said) == "18 et 30\u00a0mars\u00a02026"
    assert days_words([date(2026, 2, 28), *said]) == "28\u00a0février, 18\u00a0mars et 30\u00a0mars\u00a02026"
    assert (
        days_words([date(2025, 12, 1), MARCH], "fr", MARCH) == "1er\u00a0décembre\u00a02025 et 1er\u00a0mars"
    )
    assert days_words([date(2025, 3, 1), MARCH]) == "1er\u00a0mars\u00a02025 et 1er\u00a0mars\u00a02026"


def test_figures_of_a_day_are_read_in_one_way() -> None:
    assert day_figures(date(2026, 4, 3)) == "03/04/2026"
    assert day_figures(date(2026, 4, 3), "en") == "03 Apr 2026"


def test_usual_delays_are_in_words_and_others_in_figures() -> None:
    assert span_words(15) == "quinze\u00a0jours"
    assert span_words(12) == "12\u00a0jours"
    assert span_words(30, "en") == "thirty\u00a0days"


def test_a_list_ends_with_et() -> None:
    assert join_words(["F-118", "F-119", "F-121"]) == "F-118, F-119 et F-121"
    assert join_words(["F-118"]) == "F-118"
    assert join_words([]) == ""


def test_french_gets_its_spaces_and_apostrophes() -> None:
    typed = "Où en est-on ? L'avoir n° 7 : « payé » ; 10 % de 5 €"
    printed = "Où en est-on\u202f? L’avoir n°\u00a07\u00a0: «\u00a0payé\u00a0»\u202f; 10\u00a0% de 5\u00a0€"
    assert typeset(typed) == printed
    assert typeset("It's paid : yes ?", "en") == "It’s paid : yes ?"


@given(st.text())
def test_no_value_from_outside_breaks_its_line(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= 200
    assert cleaned == clean(cleaned)
    assert not {unicodedata.category(c) for c in cleaned} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def test_a_hidden_turn_of_direction_is_taken_out() -> None:
    assert clean("Martin\r\nBcc: all\u202e\u200b  SARL ") == "Martin Bcc: all SARL"


@given(st.text(), st.integers(3, 40))
def test_a_cut_keeps_both_ends(text: str, longest: int) -> None:
    short = cut(text, longest)
    assert len(short) == min(len(text), longest)
    assert short[:1] == text[:1]
    assert short[-1:] == text[-1:]


def test_one_is_not_several() -> None:
    assert [counted(n, "letter") for n in (0, 1, 2)] == ["0 letters", "1 letter", "2 letters"]
