"""A day before which nothing is paid is no last day, and nobody promised it (said on 16 March 2027)."""

from datetime import date

import pytest

from tests.test_reading import said


@pytest.mark.parametrize(
    "text",
    [
        "Paiement après le 20.",
        "Je vous règle après le 20.",
        "Passé le 20, je vous règle.",
        "Je vous règle passé le 20.",
        "Je vous paie au plus tôt le 12 avril.",
        "Le virement partira le 12 avril au plus tôt.",
        "Paiement à partir du 15 avril.",
        "Je vous règle à partir de lundi.",
        "Je règle à compter du 5 avril.",
        "Je vous paie le 12 avril ou plus tard.",
        "We'll pay after the 20th.",
        "You'll be paid after 5 April.",
        "We can pay from Monday.",
        "We will pay from Monday onwards.",
        "We will pay on 5 April at the earliest.",
    ],
)
def test_not_before_a_day_is_a_promise_without_a_day(text: str) -> None:
    reading = said(text)
    assert reading.intents == ("promise",)
    assert [p.date for p in reading.promises] == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Je règle après le 20 et au plus tard le 25.", date(2027, 3, 25)),
        ("Je vous règle après-demain.", date(2027, 3, 18)),
        ("Je vous règle le lundi après le 20.", date(2027, 3, 22)),
        ("Je vous règle dès lundi.", date(2027, 3, 22)),
        ("Je passe le 20 vous régler.", date(2027, 3, 20)),
        ("Le virement sera passé le 20.", date(2027, 3, 20)),
        ("Je vous règle le 20, après la réunion du 18.", date(2027, 3, 20)),
        ("We will pay from 5 to 10 April.", date(2027, 4, 10)),
        ("We'll pay on Friday after lunch.", date(2027, 3, 19)),
    ],
)
def test_a_last_day_beside_such_words_stays(text: str, day: date) -> None:
    assert [p.date for p in said(text).promises] == [day]


def test_the_first_instalment_keeps_its_day() -> None:
    days = [p.date for p in said("Je vous règle en 3 fois 400 € à partir du 5 mai.").promises]
    assert days == [date(2027, 5, 5), date(2027, 6, 5), date(2027, 7, 5)]
