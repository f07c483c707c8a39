"""The grammar of days, read from `lexicon/days.txt`: one `Rule` for each way of naming one, in its order.

Here stand the word lists (months, weekdays, "demain") and the reading of the table; what a row resolves to
is a function of `dates`. To add a phrase: add a row (or a word to one) there and a line in the tests. A row
that is no pattern fails at the first reading.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    pattern: Pattern[str]
    anchors: tuple[str, ...] = ()
    yearless: bool = False


_MONTH_WORDS = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words}
WEEKDAYS = {
    word: number
    for number, words in enumerate(
        (
            ("lundi", "monday", "lun", "mon"),
            ("mardi", "tuesday", "mar", "tue"),
            ("mercredi", "wednesday", "mer", "wed"),
            ("jeudi", "thursday", "jeu", "thu"),
            ("vendredi", "friday", "ven", "fri"),
            ("samedi", "saturday", "sam", "sat"),
            ("dimanche", "sunday", "dim", "sun"),
        )
    )
    for word in words
}
_SHIFT_WORDS = {
    0: [
        "aujourd'hui",
        "aujourdhui",
        "ajd",
        "auj",
        "ce jour",
        "ce soir",
        "ce matin",
        "cet apres-midi",
        "cet apres midi",
        "cette apres-midi",
        "ce midi",
        "dans la journee",
        "a l'instant",
        "today",
        "tonight",
        "this morning",
        "this afternoon",
        "this evening",
        "just now",
        "dans l'heure",
        "dans la soiree",
    ],
    1: ["demain", "tomorrow"],
    2: ["apres-demain", "apres demain", "day after tomorrow"],
    -1: ["hier", "yesterday", "last night"],
    -2: ["avant-hier", "avant hier", "day before yesterday"],
}
SHIFTS = {word: shift for shift, words in _SHIFT_WORDS.items() for word in words}


def _any(words: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LISTS = {
    "{month}": rf"(?P<month>{_any(MONTHS)})\b\.?",
    "{any_month}": _any(MONTHS),
    "{weekdays}": _any({word: n for word, n in WEEKDAYS.items() if len(word) > 4}),
    "{shift}": f"(?P<word>{_any(SHIFTS)})",
}


@cache
def rules() -> tuple[Rule, ...]:
    pieces = dict(_LISTS)
    found: list[Rule] = []
    text = files("bot.reading.lexicon").joinpath("days.txt").read_text("utf-8")
    for line in text.split("\n"):
        if line.startswith("{"):
            name, _, piece = line.partition(" = ")
            pieces[name] = _filled(piece, pieces)
        elif line.strip() and not line.startswith("#"):
            found.append(_rule(line, pieces))
    return tuple(found)


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    for name, piece in pieces.items():
        pattern = pattern.replace(name, piece)
    return pattern


def _rule(line: str, pieces: dict[str, str]) -> Rule:
    named, anchors, pattern = (part.strip() for part in line.split("::", 2))
    name, _, flag = named.partition(" ")
    words = (
        tuple(SHIFTS) if anchors == "{shifts}" else tuple(a.strip() for a in anchors.split(",") if a.strip())
    )
    return Rule(name, re.compile(_filled(pattern, pieces)), words, yearless=flag == "yearless")
