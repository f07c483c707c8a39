"""A share of the debt that is promised is noted, said back and judged as that share, never as the whole."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.draft import Draft
from bot.letters import Writer
from bot.reading import read
from tests.drafts import TEMPLATES
from tests.play import Play, rules
from tests.test_concerned import writes

FRIDAY = date(2027, 3, 19)


def promised(words: str) -> list[tuple[str, str]]:
    raw = f"From: x@martin.example\r\nSubject: Re: Facture F-118\r\n\r\n{words}\r\n"
    found = read(raw.encode(), datetime(2027, 3, 16, 13, 30, tzinfo=UTC))
    return [(f"{p.date}"[5:], p.part) for p in found.promises]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Je vous verse la moitié vendredi", [("03-19", "1/2")]),
        ("Je vous règle vendredi la moitié de la facture", [("03-19", "1/2")]),
        ("un tiers demain", [("03-17", "1/3")]),
        ("50 % lundi", [("03-22", "50/100")]),
        ("half on Friday", [("03-19", "1/2")]),
        ("un acompte vendredi", [("03-19", "?")]),
        ("un premier virement vendredi", [("03-19", "?")]),
        ("We will send a first payment on Friday", [("03-19", "?")]),
        ("la moitié vendredi et l'autre moitié le 30 avril", [("03-19", "1/2"), ("04-30", "")]),
        ("I'll pay half on Friday and the rest at the end of April", [("03-19", "1/2"), ("04-30", "")]),
        ("je vous verse un premier acompte de 300 € vendredi", [("03-19", "")]),
        ("la moitié est partie hier, le reste vendredi", [("03-19", "")]),
        ("je paie vendredi", [("03-19", "")]),
    ],
)
def test_the_share_that_is_promised_is_read_with_its_day(words: str, parts: list[tuple[str, str]]) -> None:
    assert promised(words) == parts


def test_pounds_are_no_sum_of_a_debt_in_euros_and_a_person_decides() -> None:
    raw = b"From: x@martin.example\r\nSubject: Re: F-118\r\n\r\n" + "£500 on Friday\r\n".encode()
    assert read(raw, datetime(2027, 3, 16, 13, 30, tzinfo=UTC)).undecided


def answered(words: str) -> Play:
    """F-118 of 1 240 €, reminded of; the debtor's words are read as they stand."""
    play = Play(rules(), datetime(2027, 3, 1, 8, tzinfo=UTC))
    play.invoice("martin", "F-118", due=date(2027, 3, 12), total=124_000)
    play.advance(datetime(2027, 3, 16, 13, 30, tzinfo=UTC))
    writes(play, words)
    play.advance(play.now + timedelta(1))
    return play


def letter(play: Play, template: str) -> str:
    (draft,) = (d for d in play.drafts.values() if d.template == template)
    assert isinstance(draft, Draft)
    return " ".join(Writer(TEMPLATES, (), play.rules.creditor).words(draft, play.today).text.split())


def noted(play: Play) -> list[tuple[date | None, int | None, bool]]:
    return [(p.noted.on, p.noted.amount, p.noted.part) for p in play.case("martin").promises.values()]


@pytest.mark.parametrize(
    ("words", "sums"),
    [
        ("Je vous verse la moitié vendredi", [62_000]),
        ("un tiers vendredi", [41_333]),
        ("30 % vendredi", [37_200]),
        ("la moitié vendredi et l'autre moitié le 30 avril", [62_000, None]),
        ("je paie vendredi", [None]),
    ],
)
def test_a_share_that_can_be_counted_is_noted_with_its_sum(words: str, sums: list[int | None]) -> None:
    assert [amount for _, amount, _ in noted(answered(words))] == sums


def test_a_half_is_said_back_as_its_sum_and_is_kept_by_it() -> None:
    play = answered("Je vous verse la moitié vendredi")
    text = letter(play, "promise_noted")
    assert "un règlement de 620,00" in text.replace("\u202f", " ").replace("\xa0", " ")
    assert "1 240,00" not in text.replace("\u202f", " ").replace("\xa0", " ")
    play.paid("martin", "F-118", 62_000)
    play.advance_to(FRIDAY)
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept"]


def test_a_part_that_nobody_counts_is_noted_as_one_and_kept_by_any_money() -> None:
    play = answered("un acompte vendredi")
    assert noted(play) == [(FRIDAY, None, True)]
    text = letter(play, "promise_noted")
    assert " ," not in text
    assert "un premier règlement de la facture F-118, au plus tard le vendredi 19 mars" in text.replace(
        "\xa0", " "
    )
    assert "240" not in text
    play.paid("martin", "F-118", 30_000)
    play.advance_to(FRIDAY)
    assert [p.outcome for p in play.case("martin").promises.values()] == ["kept"]
    assert "promise_partly_kept" not in {d.template for d in play.drafts.values()}


def test_a_part_of_which_nothing_came_is_a_promise_not_kept() -> None:
    play = answered("un acompte vendredi")
    play.advance_to(date(2027, 4, 2))
    assert [p.outcome for p in play.case("martin").promises.values()] == ["broken"]
