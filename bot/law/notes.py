"""What a computation assumed, in words: notes in English for commands and in French for letters.

A code and its values come in, a note with both texts goes out; the texts stand in notes.toml and in
conditions.toml beside this file, where a lawyer can read them in a row. A note goes with every choice that
the law leaves open; a warning is one that the owner should read before a figure is used. Notes change no
amount.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from bot.law.semesters import Semester
from bot.wording import Language, day_words, decimal, money, typeset

Case = tuple[Semester, Decimal, Decimal]  # a rate and the floor it is under
Value = str | int | date | Decimal | Semester | tuple[Case, ...] | tuple[Semester, ...]


@dataclass(frozen=True, slots=True)
class Euros:
    """Cents, to be written as an amount."""

    cents: int


@dataclass(frozen=True, slots=True)
class Note:
    code: str
    en: str
    fr: str
    warning: bool = False

    def words(self, language: Language = "fr") -> str:
        return self.fr if language == "fr" else self.en


def note(code: str, *, warning: bool = False, **values: Value | Euros) -> Note:
    """The note of this code with its values, which each language writes in its own way."""
    return written(code, values, warning=warning)


def written(code: str, values: Mapping[str, Value | Euros], *, warning: bool = False) -> Note:
    """The same for values that stand in a mapping."""
    texts = catalogue()[code]
    english = {name: _written(value, "en") for name, value in values.items()}
    french = {name: _written(value, "fr") for name, value in values.items()}
    return Note(
        code, texts["en"].format(**english), typeset(texts["fr"].format(**french), "fr"), warning=warning
    )


def percent(rate: Decimal, language: Language = "en") -> str:
    """12.40 %, or 12,40 % in French: two decimals, more where there are more."""
    text = f"{rate:.2f}" if rate == round(rate, 2) else f"{rate.normalize():f}"
    return f"{text.replace('.', ',')}\u00a0%" if language == "fr" else f"{text} %"


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every note by its code, with its texts; read once."""
    return {**table("notes.toml"), **table("conditions.toml")}


def table(name: str) -> Mapping[str, Mapping[str, str]]:
    """One of the files of words beside this one."""
    return tomllib.loads(resources.files("bot.law").joinpath(name).read_text(encoding="utf-8"))


def _written(value: Value | Euros, language: Language) -> str:
    if isinstance(value, Euros):
        return money(value.cents) if language == "fr" else f"{decimal(value.cents)} EUR"
    if isinstance(value, Decimal):
        return percent(value, language)
    if isinstance(value, date):
        return day_words(value) if language == "fr" else str(value)
    if isinstance(value, tuple):
        return ", ".join(_listed(item, language) for item in value)
    return str(value)


def _listed(item: Case | Semester, language: Language) -> str:
    if isinstance(item, Semester):
        return str(item)
    semester, rate, least = item
    return f"{semester} {percent(rate, language)} < {percent(least, language)}"
