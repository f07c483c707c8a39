"""A day before which nothing is paid is no last day, and nobody promised it (said on 16 March 2027)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.play import Play, rules
from tests.test_concerned import writes
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
        "Paiement à partir du 25.",
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
    assert reading.not_before and reading.not_before > date(2027, 3, 16)


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


@pytest.mark.parametrize(
    "text",
    [
        "La F-119 sera payée le 18 mars, la F-118 après le 25.",
        "La F-118 sera payée après le 20, la F-119 le 25.",
        "Je paie 500 € le 25 mars, le reste après le 30.",
        "We will pay F-118 on 19 March and F-119 after the 25th.",
    ],
)
def test_a_person_reads_what_comes_in_part_by_a_day_and_in_part_only_after_another(text: str) -> None:
    assert said(text).undecided


def answered(words: str, days: int) -> Play:
    """F-118 and F-119, reminded of on 16 March; the debtor's words as they stand, so many days ago."""
    play = Play(rules(), datetime(2027, 3, 1, 8, tzinfo=UTC))
    for number in ("F-118", "F-119"):
        play.invoice("martin", number, due=date(2027, 3, 12))
    play.advance(datetime(2027, 3, 16, 13, 30, tzinfo=UTC))
    writes(play, words)
    play.advance(play.now + timedelta(days))
    return play


def test_before_the_day_that_he_names_and_some_days_after_it_nobody_is_pressed() -> None:
    play = answered("Nous vous paierons après le 5 avril.", 27)
    assert [d.kind for d in play.drafts.values()] == ["reminder", "answer"]
    assert next(iter(play.case("martin").holds.values())).until == date(2027, 4, 14)


def test_a_day_too_far_before_which_nothing_comes_is_for_the_owner() -> None:
    play = answered("Le virement partira après le 15 mai.", 20)
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["promise_far"]


def test_one_invoice_is_not_pressed_on_the_day_promised_for_the_other() -> None:
    play = answered("La F-119 sera payée le 18 mars, la F-118 après le 25.", 20)
    assert [n.opened.about for n in play.case("martin").open_notices()] == ["undecided"]
    assert not play.case("martin").promises
    assert len(play.drafts) == 1
