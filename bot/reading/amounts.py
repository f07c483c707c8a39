"""Amounts of money in a folded clause: text in, `Amount` values in cents out.

French, Belgian, Swiss and English shapes ("1 250,00 €", "1.250 EUR", "2'340.75", "EUR 4,120.00", "3 k€",
"quatre cent cinquante euros"). A bare number is an amount only right after a verb of paying or before a day;
otherwise it is an invoice, a day or a telephone. What is ambiguous is no amount.
"""

import re
from dataclasses import dataclass

from bot.reading.numerals import WORDS, number_in_words


@dataclass(frozen=True, slots=True)
class Amount:
    start: int
    end: int
    cents: int


_DIGITS = r"(?:\d{1,3}(?:[ .,']\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d))"
_UNIT = r"(?:€|eur(?:os?)?\b|euros?\b|e\b(?!-)|balles\b|boules\b|euro\b)"
_MARKED = re.compile(rf"(?<![\w.,/-])(?P<n>{_DIGITS}) ?(?P<k>k|mille )?(?:{_UNIT}|€)(?P<after>\d\d\b)?")
_BEFORE = re.compile(rf"(?:(?<!\d)€|(?<!\d )\beur(?:os?)?\b) ?(?P<n>{_DIGITS})(?P<k>k\b)?")
_THOUSANDS = re.compile(r"(?<![\w.,/-])(?P<n>\d{1,3}(?:[.,]\d{1,2})?) ?(?P<k>k)(?:€|eur|e)?\b")
_VERB = (
    r"(?:verse(?:rai|rons)?|vire(?:rai|rons)?|envoie(?:rai)?|mets|lache(?:r|rai)?|sors|paye?(?:rai"
    r"|rons)?|regle(?:rai|rons)?"
    r"|fais|ferai|depose|donne(?:rai)?|transfer|send(?:ing)?|pay(?:ing)?|versement de|virement de|acompte de)"
)
_AFTER_VERB = re.compile(
    rf"\b{_VERB} (?:un (?:virement|acompte) de |deja |encore )?(?P<n>\d{{2,5}}(?:[.,]\d\d)?)\b"
    r"(?! ?(?:jours?|j\b|h\b|heures?|fois|%|x\b|/|\d|e(?:me)?\b|mois|semaines?|factures?|days?|th\b|janv"
    r"|fev|mars|avr|mai"
    r"|juin|juil|aout|sept|oct|nov|dec))"
)
_BEFORE_DAY = re.compile(
    r"(?<![\w.,/°-])(?<!facture )(?<!le )(?<!du )(?<!au )(?<!les )(?<!n )(?<!fin )(?P<n>\d{2,5}(?:[.,]\d\d)?)"
    r"(?= (?:au|le|pour le|vendredi|lundi|mardi|mercredi|jeudi|samedi|demain|fin|debut|cette semaine"
    r"|ce soir|aujourd|a la fin|mi|on|by|tomorrow)\b)"
)
_CHEQUE_OF = re.compile(
    r"\b(?:cheque|virement|acompte|versement)s? de (?P<n>\d{2,6}(?:[.,]\d\d)?)\b(?! ?(?:jours|mois|/|%))"
)
_WORD = "(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
_IN_WORDS = re.compile(rf"\b(?P<n>{_WORD}(?:[ -](?:et |and )?{_WORD}){{0,9}}) (?:euros?|eur|€|balles)\b")
# thousands or cents written as only money is
_PLAIN = re.compile(
    r"(?<![\w.,/:-])(?P<n>\d{1,3}(?:[ .']\d{3}){1,3},\d\d|\d{1,3}(?:[ ,']\d{3}){1,3}\.\d\d|\d{2,7},\d\d)"
    r"(?![\d%/]| ?%|[.,]\d)"
)
_THE_SUM = re.compile(
    r"\b(?:les|des) (?P<n>[1-9]\d{2,4})"
    r"(?= (?:demain|lundi|mardi|mercredi|jeudi|vendredi|ce soir|qui (?:restent|manquent)))"
)
_SHAPES = (_BEFORE, _MARKED, _THOUSANDS, _AFTER_VERB, _CHEQUE_OF, _BEFORE_DAY, _THE_SUM, _IN_WORDS, _PLAIN)


def amounts(folded: str) -> tuple[Amount, ...]:
    if not folded.isascii() or any(c.isdigit() for c in folded) or "eur" in folded or "balles" in folded:
        return tuple(_found(folded))
    return ()


def _found(folded: str) -> list[Amount]:
    taken: list[Amount] = []
    for pattern in _SHAPES:
        for match in pattern.finditer(folded):
            if any(match.start() < a.end and match.end() > a.start for a in taken):
                continue
            cents = _words_value(match["n"]) if pattern is _IN_WORDS else _value(match)
            if cents:
                taken.append(Amount(match.start(), match.end(), cents))
    return sorted(taken, key=lambda a: a.start)


def _words_value(text: str) -> int | None:
    number = number_in_words(text.replace("-", " ").split())
    return None if number is None else number * 100


def _value(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    cents = cents_of(match["n"])
    if cents is None:
        return None
    if groups.get("after"):  # 25€50
        cents += int(groups["after"])
    return cents * 1000 if groups.get("k") else cents


def cents_of(text: str) -> int | None:
    """Cents of a number in French or English writing; the last mark with one or two digits is the decimal."""
    text = text.replace(" ", "").replace("'", "")
    whole, decimals = text, ""
    last = max(text.rfind(","), text.rfind("."))
    if last >= 0 and len(text) - last - 1 in (1, 2):
        whole, decimals = text[:last], text[last + 1 :]
    whole = whole.replace(",", "").replace(".", "")
    if not whole.isdigit() or len(whole) > 9:
        return None
    return int(whole) * 100 + int(decimals.ljust(2, "0") or 0)


def decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
