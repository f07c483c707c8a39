"""The grammar of days, read from `lexicon/days.txt`: one `Rule` for each way of naming one, in its order.

Here stand the word lists (months, weekdays, "demain") and the reading of the table; what a row resolves to
is a function of `dates`. To add a phrase: add a row (or a word to one) there and a line in the tests, which
compile every row.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern

from bot.patterns import pattern
from bot.reading.lexicon import compiled


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    source: str
    anchors: tuple[str, ...] = ()  # one of them must stand in the text; none: always try
    starts: frozenset[str] = frozenset()  # and with it three of its letters
    yearless: bool = False
    figures: bool = False  # it cannot do without a figure
    hangs: bool = False  # it counts from the day named before it

    @property
    def pattern(self) -> Pattern[str]:
        return compiled(self.source)  # when first needed: one mail needs few, and a cold start waits for none


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
        "ojd",
        "aujd",
        "ojourd'hui",
        "auj",
        "ce jour",
        "ce soir",
        "ce matin",
        "cet apres-midi",
        "cet apres midi",
        "cette apres-midi",
        "ce midi",
        "a l'instant",
        "today",
        "tonight",
        "2nite",
        "tonite",
        "this morning",
        "this afternoon",
        "this evening",
        "just now",
        "dans l'apres-midi",
        "cet aprem",
        "cette aprem",
        "tout a l'heure",
        "avant minuit",
        "aujourdui",
        "aujourd hui",
        "d'ici ce soir",
        "end of day",
        "cette nuit",
        "ce jour meme",
        "en fin de journee",
        "fin de journee",
        "fin de matinee",
        "debut d'aprem",
        "fin d'aprem",
        "debut d'apres-midi",
        "milieu d'apres-midi",
        "fin d'apres-midi",
        "debut d'apres midi",
        "fin d'apres midi",
        "debut de matinee",
        "later today",
        "dans les heures qui viennent",
        "close of business",
        "eod",
        "cob",
        "by tonight",
        "se matin",
        "se soir",
        "se midi",
        "a linstant",
        "tt a l'heure",
        "tt a lheure",
        "tout a lheure",
    ],
    1: [
        "demain",
        "2main",
        "2min matin",
        "2min soir",
        "dem",
        "2m1",
        "dem1",
        "dm1",
        "dmain",
        "tomorrow",
        "tmrw",
        "tmw",
    ],
    2: [
        "apres-demain",
        "apres demain",
        "apresdemain",
        "apres dem",
        "apres-dem",
        "the day after tomorrow",
        "day after tomorrow",
    ],
    -1: ["hier", "yesterday", "yday", "y'day", "last night"],
    -2: ["avant-hier", "avant hier", "avanthier", "the day before yesterday", "day before yesterday"],
}
SHIFTS = {word: shift for shift, words in _SHIFT_WORDS.items() for word in words}


# holidays by name: (month, day), and days after Easter
FEASTS = {
    "noel": (12, 25), "christmas": (12, 25), "xmas": (12, 25), "jour de l'an": (1, 1), "nouvel an": (1, 1),
    "new year's day": (1, 1), "saint-sylvestre": (12, 31), "st sylvestre": (12, 31),
    "new year's eve": (12, 31), "christmas eve": (12, 24), "reveillon du nouvel an": (12, 31),
    "reveillon de noel": (12, 24), "st-sylvestre": (12, 31),
    "saint sylvestre": (12, 31), "st valentin": (2, 14), "saint valentin": (2, 14), "new year": (1, 1),
    "saint-nicolas": (12, 6), "chandeleur": (2, 2), "saint-michel": (9, 29), "boxing day": (12, 26),
    "toussaint": (11, 1), "assomption": (8, 15), "armistice": (11, 11), "saint-valentin": (2, 14),
    "valentine's day": (2, 14), "valentines day": (2, 14), "valentine's": (2, 14),
    "valentines": (2, 14), "fete du travail": (5, 1), "fete nationale": (7, 14),
    "saint-jean": (6, 24), "epiphanie": (1, 6), "halloween": (10, 31), "la saint martin": (11, 11),
    "la saint-martin": (11, 11), "la st martin": (11, 11), "la st-martin": (11, 11), "martinmas": (11, 11),
    "la saint michel": (9, 29), "la st michel": (9, 29), "la st-michel": (9, 29), "michaelmas": (9, 29),
    "bastille day": (7, 14), "la saint jean": (6, 24), "la st jean": (6, 24), "la st-jean": (6, 24),
    "candlemas": (2, 2), "la saint patrick": (3, 17), "la saint-patrick": (3, 17),
    "st patrick's day": (3, 17), "la saint nicolas": (12, 6), "la st nicolas": (12, 6),
    "la st-nicolas": (12, 6),
    "xmas eve": (12, 24), "hallowe'en": (10, 31), "hogmanay": (12, 31), "premier de l'an": (1, 1),
    "1er de l'an": (1, 1), "reveillon du jour de l'an": (12, 31), "reveillon de l'an": (12, 31),
    "reveillon de la saint-sylvestre": (12, 31), "jour des rois": (1, 6), "fete des rois": (1, 6),
    "jour des morts": (11, 2), "fete des morts": (11, 2), "fete de la victoire": (5, 8),
    "fete de la musique": (6, 21), "lady day": (3, 25), "midsummer's day": (6, 24), "midsummer day": (6, 24),
    "bonfire night": (11, 5), "guy fawkes": (11, 5), "all saints' day": (11, 1), "all saints day": (11, 1),
    "all hallows": (11, 1), "all souls' day": (11, 2), "all souls day": (11, 2), "remembrance day": (11, 11),
    "veterans day": (11, 11), "independence day": (7, 4), "fourth of july": (7, 4),
    "april fools' day": (4, 1), "april fools day": (4, 1), "april fool's day": (4, 1),
    "st george's day": (4, 23), "st andrew's day": (11, 30), "st david's day": (3, 1),
    "st stephen's day": (12, 26),
}  # fmt: skip
# named with their article alone: without it most are a place or a firm; none that has two days a year
_SAINTS = {
    "saint,st": {"joseph": (3, 19), "hubert": (11, 3), "luc": (10, 18), "vincent": (1, 22),
                 "george": (4, 23), "georges": (4, 23), "marc": (4, 25), "blaise": (2, 3), "remi": (10, 1),
                 "crepin": (10, 25), "andre": (11, 30)},
    "sainte,ste": {"catherine": (11, 25), "barbe": (12, 4), "luce": (12, 13), "lucie": (12, 13),
                   "cecile": (11, 22)},
}  # fmt: skip
FEASTS |= {
    f"la {called}{between}{name}": day
    for words, saints in _SAINTS.items()
    for called in words.split(",")
    for name, day in saints.items()
    for between in "- "
}
MOVABLE = {"lundi de paques": 1, "easter monday": 1, "vendredi saint": -2, "good friday": -2, "ascension": 39,
           "lundi de pentecote": 50, "pentecote": 49, "paques": 0, "easter": 0, "mardi gras": -47,
           "whit monday": 50, "jeudi de l'ascension": 39, "dimanche de paques": 0, "rameaux": -7,
           "maundy thursday": -3, "jeudi saint": -3, "samedi saint": -1, "holy saturday": -1,
           "easter sunday": 0, "ash wednesday": -46, "mercredi des cendres": -46,
           "shrove tuesday": -47, "pancake day": -47,
           "palm sunday": -7, "whit sunday": 49, "whitsun": 49, "fete-dieu": 60,
           "lundi de la pentecote": 50, "vendredi de l'ascension": 40,
           "corpus christi": 60, "week-end pascal": 0, "weekend pascal": 0, "easter weekend": 0}  # fmt: skip
# the month, the weekday (Monday is 0), and which of them; -1 is the last
FLOATING = {"thanksgiving": (11, 3, 3), "fete des meres": (5, 6, -1), "fete des peres": (6, 6, 2),
            "father's day": (6, 6, 2), "fathers day": (6, 6, 2), "labor day": (9, 0, 0),
            "memorial day": (5, 0, -1), "august bank holiday": (8, 0, -1), "summer bank holiday": (8, 0, -1),
            "spring bank holiday": (5, 0, -1), "early may bank holiday": (5, 0, 0),
            "may day bank holiday": (5, 0, 0)}  # fmt: skip
HOLIDAYS = (*FEASTS, *MOVABLE, *FLOATING)
NTH = {"premier": 0, "1er": 0, "first": 0, "1st": 0, "deuxieme": 1, "2e": 1, "2eme": 1, "second": 1,
       "troisieme": 2, "3e": 2, "3eme": 2, "third": 2, "quatrieme": 3, "4e": 3, "4eme": 3, "fourth": 3,
       "premiere": 0, "1ere": 0, "seconde": 1, "2nde": 1, "3rd": 2, "2nd": 1}  # fmt: skip


_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
ORDINALS = {word: number for number, word in enumerate(_UNITS, 1)}
ORDINALS |= {
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "thirty-first": 31,
}  # fmt: skip
ORDINALS |= {f"twenty-{word}": 20 + number for number, word in enumerate(_UNITS, 1)}

_FIGURED = (
    "iso", "numeric", "of_month", "next_month_day", "iso_week", "month_number", "range", "week_of",
    "range_numeric",
)  # fmt: skip
_CLASS = pattern(r"\[[^\]]*\]")
_INNERMOST = pattern(r"\([^()]*\)(?:[?*+]|\{[\d,]+\})?")
_DIGIT = pattern(r"\\d(?![?*]|\{0)")
_ANCHORS = {
    "{shifts}": tuple(SHIFTS),
    "{months}": tuple(sorted({word[:3] for word in MONTHS})),
    "{feasts}": HOLIDAYS,
    "{days}": tuple(word for word in WEEKDAYS if len(word) > 4),
}


def _any(words: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_LISTS = {
    "{month}": rf"(?P<month>{_any(MONTHS)})\b\.?",
    "{any_month}": _any(MONTHS),
    "{weekdays}": _any({word: n for word, n in WEEKDAYS.items() if len(word) > 4}),
    "{feasts}": "|".join(re.escape(w) for w in sorted(HOLIDAYS, key=len, reverse=True)),
    "{nth}": "|".join(sorted([*NTH, "dernier", "derniere", "last", "avant-dernier"], key=len, reverse=True)),
    "{ordinal}": f"(?P<nth>{_any(ORDINALS).replace(chr(92) + '-', '[- ]')})",
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


def _needs_figure(pattern: str) -> bool:
    """Whether each of its alternatives has a figure outside of all groups."""
    flat = _CLASS.sub("", pattern.replace("{D}", r"\d"))
    while (fewer := _INNERMOST.sub("", flat)) != flat:
        flat = fewer
    return all(_DIGIT.search(one) for one in flat.split("|"))


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    for name, piece in pieces.items():
        pattern = pattern.replace(name, piece)
    return pattern


def _rule(line: str, pieces: dict[str, str]) -> Rule:
    named, anchors, pattern = (part.strip() for part in line.split("::", 2))
    name, _, flag = named.partition(" ")
    words = _ANCHORS.get(anchors) or tuple(
        a.strip().replace("_", " ") for a in anchors.split(",") if a.strip()
    )
    short = any(len(word) < 3 for word in words)
    starts = frozenset() if short else frozenset(word[:3] for word in words)
    filled = _filled(pattern, pieces)
    figures = (name in _FIGURED and "(?P<d>premier" not in filled) or _needs_figure(pattern)
    return Rule(name, filled, words, starts, flag == "yearless", figures, flag == "hangs")
