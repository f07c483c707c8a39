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
    anchors: tuple[str, ...] = ()  # one of them must stand in the text; none: always try
    starts: frozenset[str] = frozenset()  # and with it three of its letters
    yearless: bool = False
    figures: bool = False  # it cannot do without a figure


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
        "dans l'apres-midi",
        "cet aprem",
        "cette aprem",
        "tout a l'heure",
        "avant minuit",
        "aujourdui",
        "aujourd hui",
        "a midi",
        "d'ici ce soir",
        "end of day",
        "close of business",
        "eod",
        "cob",
        "by tonight",
    ],
    1: ["demain", "2main", "dem1", "tomorrow", "tmrw", "cette nuit"],
    2: ["apres-demain", "apres demain", "day after tomorrow"],
    -1: ["hier", "la veille", "yesterday", "last night"],
    -2: ["avant-hier", "avant hier", "day before yesterday"],
}
SHIFTS = {word: shift for shift, words in _SHIFT_WORDS.items() for word in words}


# holidays by name: (month, day), and days after Easter
FEASTS = {
    "noel": (12, 25), "christmas": (12, 25), "xmas": (12, 25), "jour de l'an": (1, 1), "nouvel an": (1, 1),
    "new year's day": (1, 1), "saint-sylvestre": (12, 31), "st sylvestre": (12, 31),
    "new year's eve": (12, 31),
    "toussaint": (11, 1), "assomption": (8, 15), "armistice": (11, 11), "saint-valentin": (2, 14),
    "st valentin": (2, 14), "valentine's day": (2, 14), "fete du travail": (5, 1), "fete nationale": (7, 14),
    "saint-jean": (6, 24), "epiphanie": (1, 6), "halloween": (10, 31),
}  # fmt: skip
MOVABLE = {"lundi de paques": 1, "easter monday": 1, "vendredi saint": -2, "good friday": -2, "ascension": 39,
           "lundi de pentecote": 50, "pentecote": 49, "paques": 0, "easter": 0}  # fmt: skip
NTH = {"premier": 0, "1er": 0, "first": 0, "1st": 0, "deuxieme": 1, "2e": 1, "2eme": 1, "second": 1,
       "troisieme": 2, "3e": 2, "3eme": 2, "third": 2, "quatrieme": 3}  # fmt: skip


_FIGURED = ("iso", "numeric", "of_month", "range", "next_month_day", "week_of", "iso_week", "month_number")
_ANCHORS = {
    "{shifts}": tuple(SHIFTS),
    "{months}": tuple(sorted({word[:3] for word in MONTHS})),
    "{days}": tuple(word for word in WEEKDAYS if len(word) > 4),
}


def _any(words: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LISTS = {
    "{month}": rf"(?P<month>{_any(MONTHS)})\b\.?",
    "{any_month}": _any(MONTHS),
    "{weekdays}": _any({word: n for word, n in WEEKDAYS.items() if len(word) > 4}),
    "{feasts}": "|".join(re.escape(w) for w in sorted([*FEASTS, *MOVABLE], key=len, reverse=True)),
    "{nth}": "|".join(sorted([*NTH, "dernier", "derniere", "last"], key=len, reverse=True)),
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
    words = _ANCHORS.get(anchors) or tuple(a.strip() for a in anchors.split(",") if a.strip())
    short = any(len(word) < 3 for word in words)
    starts = frozenset() if short else frozenset(word[:3] for word in words)
    filled = _filled(pattern, pieces)
    figures = name in _FIGURED and "premier" not in filled
    return Rule(name, re.compile(filled), words, starts, flag == "yearless", figures)
