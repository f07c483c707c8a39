"""How amounts, days and lists read in French and English, and the typography of both.

Values come in (cents, dates, strings from outside), words go out, with the spaces that typography asks:
U+202F before `;` `!` `?` and between thousands, U+00A0 before `:` and `€`, inside « », after n° and in
dates. Letters, notices, the story of the demo and `status` all take their words here.

Nothing here reads a clock or a case; nothing evaluates what it is given.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency

Language = Literal["fr", "en"]

NARROW = "\u202f"  # narrow no-break space
FIRM = "\u00a0"  # no-break space

_LOCALE = {"fr": "fr_FR", "en": "en_GB"}
_DAYS = {  # delays that French letters write in words; others stay in figures
    "fr": {
        8: "huit",
        10: "dix",
        15: "quinze",
        20: "vingt",
        21: "vingt et un",
        30: "trente",
        45: "quarante-cinq",
    },
    "en": {
        8: "eight",
        10: "ten",
        15: "fifteen",
        20: "twenty",
        21: "twenty-one",
        30: "thirty",
        45: "forty-five",
    },
}


@lru_cache(maxsize=4096)
def money(cents: int, currency: str = "EUR", language: Language = "fr") -> str:
    """1 240,00 € or €1,240.00; below zero with a true minus sign."""
    text = format_currency(Decimal(abs(cents)) / 100, currency, locale=_LOCALE[language])
    return f"\N{MINUS SIGN}{text}" if cents < 0 else text


@lru_cache(maxsize=4096)
def day_words(day: date, language: Language = "fr", *, year: bool = True, weekday: bool = False) -> str:
    """« vendredi 12 mars 2027 », « 1er mars »; the spaces do not break."""
    pattern = f"{'EEEE ' if weekday else ''}d MMMM{' y' if year else ''}"
    text = format_date(day, pattern, locale=_LOCALE[language])
    if language == "fr" and day.day == 1:
        text = re.sub(r"\b1 ", "1er ", text, count=1)
    return text.replace(" ", FIRM)


def days_words(days: Sequence[date], language: Language = "fr", today: date | None = None) -> str:
    """« 18 et 30 mars 2026 », « 28 février et 15 mars »: a common month or year is said once.

    The year of `today` goes without saying.
    """
    ordered = sorted(set(days))
    together = len({day.year for day in ordered}) == 1

    def dated(day: date) -> bool:
        return (today is None or day.year != today.year) and (not together or day == ordered[-1])

    words = [day_words(day, language, year=dated(day)) for day in ordered]
    if len({(day.year, day.month) for day in ordered}) == 1:
        words = [word.split(FIRM)[0] for word in words[:-1]] + words[-1:]
    return join_words(words, language)


@lru_cache(maxsize=4096)
def day_figures(day: date, language: Language = "fr") -> str:
    """15/03/2026, or 15 Mar 2026 where the order of figures is read in two ways; one width in a column."""
    return day.strftime("%d/%m/%Y") if language == "fr" else format_date(day, "dd MMM y", locale="en_GB")


def span_words(days: int, language: Language = "fr") -> str:
    """« quinze jours », « 12 jours »."""
    unit = ("jour" if language == "fr" else "day") + ("s" if days > 1 else "")
    return f"{_DAYS[language].get(days, days)}{FIRM}{unit}"


def join_words(words: Sequence[str], language: Language = "fr") -> str:
    """« F-118, F-119 et F-121 »."""
    return _joined(tuple(words), language)


@lru_cache(maxsize=4096)
def _joined(words: tuple[str, ...], language: Language) -> str:
    return format_list(words, locale=_LOCALE[language])


def clean(text: str, longest: int = 200) -> str:
    """A value from outside on one line: no control, format or private characters, no runs of spaces.

    Right-to-left overrides and zero-width characters go as well: they show something else than is there.
    """
    if text.isprintable() and len(text) <= longest and "  " not in text:
        return text.strip()
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    line = " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Co")).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def cut(text: str, longest: int) -> str:
    """The text within `longest` characters; the middle goes, since numbers differ at their ends."""
    if len(text) <= longest:
        return text
    head = (longest - 1) // 2
    return f"{text[:head]}…{text[len(text) - (longest - 1 - head) :]}"


def counted(count: int, thing: str) -> str:
    """« 1 letter », « 2 letters », as the commands say it."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def typeset(text: str, language: Language = "fr") -> str:
    """Text typed on an ordinary keyboard, with the apostrophes and spaces of a printed page."""
    text = text.replace("'", "’")
    if language == "en":
        return text
    text = re.sub(r"[ \u00a0]([;!?])", rf"{NARROW}\1", text)
    text = re.sub(r" ([:»€%])", rf"{FIRM}\1", text)
    return re.sub(r"(«|\bn°|\bTél\.) ", rf"\1{FIRM}", text)


def decimal(cents: int) -> str:
    """Cents as a plain decimal string with a point, for programs and for the operator."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
