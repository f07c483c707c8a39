"""Days and amounts as people write them, said on Tuesday 16 March 2027 in the afternoon unless stated."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.amounts import amounts, cents_of, decimal
from bot.reading.dates import Now, days
from bot.reading.daywords import rules
from bot.reading.numerals import number_in_words
from bot.reading.sentences import fold

TUESDAY = Now(date(2027, 3, 16), 15)


def told(text: str, now: Now = TUESDAY) -> list[date | None]:
    return [d.day for d in days(fold(text), now)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("vendredi", "2027-03-19"), ("mardi", "2027-03-23"), ("ce mardi", "2027-03-16"),
        ("vendredi en huit", "2027-03-26"), ("lundi prochain", "2027-03-22"), ("lundi 22", "2027-03-22"),
        ("fin de mois", "2027-03-31"), ("à la fin du mois", "2027-03-31"),
        ("fin du mois prochain", "2027-04-30"),
        ("fin mars", "2027-03-31"), ("début avril", "2027-04-10"), ("mi-avril", "2027-04-15"),
        ("courant avril", "2027-04-30"), ("fin février", "2028-02-29"), ("sous huitaine", "2027-03-24"),
        ("sous 8 jours", "2027-03-24"), ("sous quinzaine", "2027-03-31"), ("sous 48h", "2027-03-18"),
        ("sous 5 jours ouvrés", "2027-03-23"), ("dans deux semaines", "2027-03-30"),
        ("dans un mois", "2027-04-16"),
        ("cette semaine", "2027-03-19"), ("la semaine prochaine", "2027-03-26"),
        ("fin de semaine", "2027-03-19"),
        ("dans le courant de la semaine 12", "2027-03-26"), ("semaine 2", "2028-01-14"),
        ("au 15", "2027-04-15"),
        ("avant le 20", "2027-03-20"), ("le 1er avril", "2027-04-01"), ("le premier avril", "2027-04-01"),
        ("le 26/03/2027", "2027-03-26"), ("le 26.03.2027", "2027-03-26"), ("le 26/03", "2027-03-26"),
        ("le 2027-03-26", "2027-03-26"), ("demain", "2027-03-17"), ("après-demain", "2027-03-18"),
        ("ce soir", "2027-03-16"), ("fin d'année", "2027-12-31"), ("J+2", "2027-03-18"),
        ("le 10 du mois prochain", "2027-04-10"), ("by Friday", "2027-03-19"), ("on March 31", "2027-03-31"),
        ("on 31st March", "2027-03-31"), ("03/27", "2027-03-27"), ("end of next month", "2027-04-30"),
        ("next week", "2027-03-26"), ("by the 20th", "2027-03-20"), ("within 10 business days", "2027-03-30"),
        ("tomorrow", "2027-03-17"), ("Thursday, April 8", "2027-04-08"),
    ],
)  # fmt: skip
def test_a_phrase_means_its_last_day(text: str, day: str) -> None:
    assert told(f"je vous règle {text}") == [date.fromisoformat(day)]


@pytest.mark.parametrize(
    "text",
    [
        "30 jours fin de mois",
        "net 45",
        "le 31 juin",
        "le 30 février 2028",
        "facture 24-00931",
        "Black Friday",
    ],
)
def test_what_names_no_day_yields_none(text: str) -> None:
    assert [d for d in told(text) if d] == []


@pytest.mark.parametrize(
    "text", ["le 2 450 € de la ligne", "les 3 factures", "le 3 x 400", "de 15 €", "le 0612345678", "24/7/365"]
)
def test_a_number_is_not_a_day(text: str) -> None:
    assert [d for d in told(text) if d] == []


def test_past_days_are_the_last_such_days() -> None:
    past = Now(date(2027, 3, 16), 15, past=True)
    assert told("payé le 12", past) == [date(2027, 3, 12)]
    assert told("payé vendredi", past) == [date(2027, 3, 12)]
    assert told("payé hier", past) == [date(2027, 3, 15)]
    assert told("payé le 20 décembre", past) == [date(2026, 12, 20)]


def test_minutes_ago_or_ahead_are_today() -> None:
    for text in ("il y a cinq minutes", "10 minutes ago", "dans 5 minutes"):
        assert told(text) == [TUESDAY.today]


def test_said_at_the_turn_of_the_year_a_day_is_the_next_one() -> None:
    assert told("le 5", Now(date(2027, 12, 28))) == [date(2028, 1, 5)]
    assert told("début janvier", Now(date(2027, 12, 28))) == [date(2028, 1, 10)]


def test_at_the_week_end_this_week_is_the_coming_one() -> None:
    assert told("cette semaine", Now(date(2027, 3, 20))) == [date(2027, 3, 26)]


def test_a_friday_evening_vendredi_is_the_next() -> None:
    assert told("vendredi", Now(date(2027, 3, 19), 18)) == [date(2027, 3, 26)]


def test_a_day_most_of_a_year_away_is_doubtful() -> None:
    assert [d.doubtful for d in days("le 31 janvier", TUESDAY)] == [True]


@given(
    st.text(alphabet="le du au 0123456789/.-fin mars jours sous é", max_size=80),
    st.dates(date(1990, 1, 1), date(2190, 1, 1)),
)
def test_no_text_breaks_the_grammar(text: str, today: date) -> None:
    days(fold(text), Now(today))
    days(fold(text), Now(today, past=True))


@given(
    st.dates(date(2020, 1, 1), date(2099, 12, 1)),
    st.sampled_from(["vendredi", "le 5", "fin de mois", "au 31", "12 mars"]),
)
def test_a_promise_never_lies_in_the_past(today: date, text: str) -> None:
    assert all(d is None or d >= today for d in told(text, Now(today)))


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 250,00 €", 125000), ("1.250,00 €", 125000), ("1.250 EUR", 125000), ("1,250.00 euros", 125000),
        ("EUR 2'340.75", 234075), ("€ 800", 80000), ("3 k€", 300000), ("2k", 200000), ("25€50", 2550),
        ("quatre cent cinquante euros", 45000), ("nonante-cinq euros", 9500),
        ("quatre-vingt-dix euros", 9000),
        ("mille deux cents euros", 120000),
        ("douze euros et cinquante centimes", 1250),
        ("1000 balles", 100000), ("je te fais 500 début avril", 50000),
        ("un chèque de 600", 60000), ("150 vendredi", 15000), ("1 250 €", 125000),
        ("je vous fais mille deux vendredi", 120000), ("DEUX MILLE CINQ lundi", 250000),
        ("mille deux cents le 5", 120000), ("je verse mille deux euros vendredi", 100200),
        ("mes 240 vous les aurez lundi", 24000), ("les 85 viennent de partir", 8500),
        ("150 donnés samedi", 15000), ("il vous manquait 45, je les apporte", 4500),
        ("ma part c'est 320", 32000), ("my half is 85", 8500), ("pour moi c'est 190 et pas 380", 19000),
        ("260 is what I'll pay", 26000), ("le loyer 640 du box", 64000), ("le swift de 3 200", 320000),
        ("640 en semaine 30", 64000), ("tous les vendredis 50 jusqu'à fin mai", 5000),
        ("je ne peux que 150", 15000), ("we can only do 200 now", 20000), ("90 l'autre vendredi", 9000),
        ("a standing order: 150 on the 1st", 15000), ("les 75 que je vous dois partent demain", 7500),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_all_its_shapes(text: str, cents: int) -> None:
    assert [a.cents for a in amounts(fold(text))] == [cents]


@pytest.mark.parametrize(
    "text",
    [
        "facture 1187", "06 12 34 56 78", "le 15 mars 2027", "sous 8 jours", "30 jours",
        "il manque 14 dalles", "il en manque 12", "j'ai laissé 12 messages", "I can do 15 April",
        "on n'a que 12 salariés", "tous les mois 15 livraisons", "3x20 m de câble", "le forfait 2026",
        "vos 350 cartouches sont abîmées", "ticket 4587 la semaine prochaine", "deux mille vingt-sept",
        "règlement de 2026", "mille mercis", "c'est 45 jours fin de mois", "the first 24 hours",
    ],
)  # fmt: skip
def test_a_bare_number_is_no_amount(text: str) -> None:
    assert amounts(fold(text)) == ()


@given(st.integers(min_value=1, max_value=99_999_999))
def test_every_amount_in_cents_comes_back_from_its_writing(cents: int) -> None:
    french = f"{cents // 100:,}".replace(",", " ") + f",{cents % 100:02d}"
    assert cents_of(french) == cents
    assert cents_of(decimal(cents)) == cents


def test_numbers_in_words() -> None:
    assert number_in_words(["deux", "mille", "trois", "cent", "quatre", "vingt", "dix", "neuf"]) == 2399
    assert number_in_words(["vache"]) is None


def test_every_row_of_the_table_of_days_is_a_pattern() -> None:
    assert all(rule.pattern.search("") is None for rule in rules())
