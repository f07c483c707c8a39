"""A part of what is owed is the part: "1 000 sur les 1 240"."""

from datetime import date

import pytest

from tests.test_reading import said

FRIDAY = date(2027, 3, 19)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("je paie 1 000 sur les 1 240 vendredi", 100_000),
        ("je paie 1 000 sur 1 240 vendredi", 100_000),
        ("600 € sur les 1 240 € partiront vendredi", 60_000),
        ("I will pay 1,000 euros out of the 1,240 on Friday", 100_000),
        ("Je paie 400 € vendredi sur mon compte 118.", 40_000),
    ],
)
def test_a_part_of_what_is_owed_is_promised_as_that_part(text: str, cents: int) -> None:
    assert [(p.date, p.amount) for p in said(text).promises] == [(FRIDAY, cents)]


def test_the_part_and_the_rest_are_both_noted() -> None:
    promises = said("600 sur 1240 partiront vendredi, les 640 restants fin avril").promises
    assert {(p.date, p.amount) for p in promises} == {(FRIDAY, 60_000), (date(2027, 4, 30), 64_000)}
