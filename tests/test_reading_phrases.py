"""Several hundred ways of naming a day, each in several sentences; and those that name none."""

from datetime import date
from pathlib import Path

import pytest

from bot.reading.dates import Now, days
from bot.reading.sentences import fold

TUESDAY = Now(date(2027, 3, 16), 15)
PHRASES = [
    (line[11:], date.fromisoformat(line[:10]))
    for line in (Path(__file__).parent / "replies" / "day_phrases.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def last_day(text: str, now: Now = TUESDAY) -> date | None:
    return max((d.day for d in days(fold(text), now) if d.day), default=None)


@pytest.mark.parametrize(
    "sentence", ["je vous règle {}.", "{} c'est payé", "VIREMENT {} !", "ok pour {}, merci"]
)
def test_every_phrase_means_its_last_day_wherever_it_stands(sentence: str) -> None:
    wrong = {
        phrase: last_day(sentence.format(phrase))
        for phrase, day in PHRASES
        if last_day(sentence.format(phrase)) != day
    }
    assert not wrong


@pytest.mark.parametrize(
    "text",
    [
        "on est en fin de quinzaine", "nous sommes à la fin de la quinzaine", "on est en fin de mois",
        "c'est la fin du mois", "it's the end of the month", "nous sommes en fin d'année",
        "dès que possible", "rapidement", "prochainement", "d'ici peu", "dans les meilleurs délais",
        "un jour",
        "quand je pourrai", "à réception", "après les fêtes", "après les vacances de Pâques", "bientôt",
        "dans quelques jours", "à 45 jours fin de mois", "à 60 jours date de facture", "as soon as possible",
        "shortly", "in due course", "net 30 days", "le 31 juin", "le 32", "le 30 février 2028",
    ],
)  # fmt: skip
def test_what_names_no_day_gives_none(text: str) -> None:
    assert last_day(f"je vous règle {text}.") is None


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        ("2025-09-10", "fin de quinzaine", "2025-09-15"),
        ("2025-09-10", "avant la fin de la quinzaine", "2025-09-15"),
        ("2025-09-15", "en fin de décade", "2025-09-20"),
        ("2025-09-02", "à la fin de la décade", "2025-09-10"),
        ("2025-10-01", "l'arrêté du 10, exécution le lendemain ouvré", "2025-10-13"),
        ("2025-12-22", "le 24, ou le jour ouvré suivant le 24", "2025-12-26"),
        ("2027-03-16", "le lendemain ouvré du 25", "2027-03-26"),
        ("2023-05-02", "à la fête des mères", "2023-06-04"),
        ("2026-04-10", "avant la fête des mères", "2026-05-31"),
        ("2025-11-10", "avant Thanksgiving", "2025-11-27"),
        ("2025-12-05", "Christmas Eve, not a day later", "2025-12-24"),
        ("2025-12-05", "vendredi, pas un jour de plus", "2025-12-12"),
        ("2027-12-28", "le 5", "2028-01-05"), ("2027-12-28", "fin de mois", "2027-12-31"),
        ("2027-12-28", "fin janvier", "2028-01-31"), ("2027-12-28", "lundi", "2028-01-03"),
        ("2027-03-16", "semaine prochain", "2027-03-26"),
        ("2027-03-16", "vendredi et le vendredi après", "2027-03-26"),
        ("2027-03-16", "vendredi et le vendredi d apres", "2027-03-26"),
        ("2027-03-16", "vendredi après-midi", "2027-03-19"),
        ("2027-03-16", "vendredi après la paie", "2027-03-19"),
        ("2027-03-16", "100 fin du mois, 100 à la fin du suivant", "2027-04-30"),
        ("2027-03-16", "le 30, 150 direct", "2027-03-30"), ("2027-03-16", "150 là, promis", "2027-03-16"),
        ("2027-03-16", "150 là où vous savez, le 30", "2027-03-30"),
        ("2027-12-30", "avant Noël", "2028-12-25"), ("2028-02-10", "fin février", "2028-02-29"),
        ("2027-01-31", "dans un mois", "2027-02-28"), ("2027-05-29", "cette semaine", "2027-06-04"),
        ("2027-06-30", "fin du trimestre", "2027-06-30"), ("2027-10-01", "fin T2", "2028-06-30"),
        ("2026-12-31", "semaine 1", "2027-01-08"), ("2027-03-19", "vendredi", "2027-03-26"),
    ],
)  # fmt: skip
def test_days_over_the_end_of_a_month_or_year(today: str, text: str, day: str) -> None:
    now = Now(date.fromisoformat(today), 15)
    assert last_day(f"je vous paie {text}", now) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("year", "easter"), [(2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2038, "04-25")]
)
def test_easter_falls_where_it_does(year: int, easter: str) -> None:
    assert last_day("avant Pâques", Now(date(year, 3, 1), 9)) == date.fromisoformat(f"{year}-{easter}")
