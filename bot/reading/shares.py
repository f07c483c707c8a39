"""What part of the debt a promise is of: "la moitié vendredi", "un tiers demain", "un acompte lundi".

The words of a promise and its days in, the same days out, each with the share that its own words give it. A
share that can be counted is a fraction, any other part is "?"; what is left of the debt is no share. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.events.mail import PromiseRead
from bot.patterns import pattern
from bot.reading.dates import days
from bot.reading.meanings import Now
from bot.reading.sentences import fold

UNTOLD = "?"
_REST = (
    r"\b(?:le reste|le solde|l'autre (?:moitie|tiers|partie)|le restant|the (?:rest|balance|remainder"
    r"|other half)"
    r"|restante?s?|remaining|totalite|integralite|la facture entiere|tout(?! (?:de suite|a fait|juste|au))"
    r"|in full"
    r"|everything)\b"
)
_HALF = (
    r"\bmoitie\b(?! d(?:u mois|e (?:la semaine|janv|fev|mars|avr|mai|jui|aou|sep|oct|nov|dec)))"
    r"|(?<!first )(?<!second )\bhalf\b(?! (?:past|of (?:the (?:month|year)|jan|feb|mar|apr|may|jun|jul|aug"
    r"|sep|oct"
    r"|nov|dec)|an hour|day))"
)
_COUNTED = (
    ("rest", _REST),
    ("1/2", _HALF),
    ("2/3", r"\b(?:(?:les )?deux tiers|two[ -]thirds)\b"),
    (
        "1/3",
        r"\b(?:(?:un|le premier) tiers(?! (?:va|vous|nous|qui|pai|regl|de confiance))|(?:a|one)[ -]third)\b",
    ),
    ("3/4", r"\b(?:(?:les )?trois quarts|three[ -]quarters)\b(?! d'heure)"),
    ("1/4", r"\b(?:un quart(?! d'heure)|(?:a|one)[ -]quarter(?! (?:past|to|of an hour)))\b"),
    (
        UNTOLD,
        r"\b(?<!facture d')(?:une (?:premiere )?partie|une premiere tranche|un (?:premier )?acompte"
        r"|un premier (?:virement|versement|reglement|paiement)"
        r"|un (?:virement|versement|reglement|paiement) partiel|part of (?:it|them|the \w+|your \w+)"
        r"|some of (?:it|them)"
        r"|an? (?:first|part|partial) payment|an? (?:deposit|advance))\b",
    ),
    (
        "%",
        r"(?<!tva )(?<!vat )\b(?P<percent>[1-9]\d?) ?(?:%|pour ?cents?\b|percent\b|per cent\b)"
        r"(?! (?:de (?:remise|reduction|rabais|penalit|tva|plus)|d'escompte|off\b|discount))",
    ),
)
_SHARE = pattern("|".join(f"(?P<s{k}>{words})" for k, (_, words) in enumerate(_COUNTED)))


def with_shares(
    promises: tuple[PromiseRead, ...], quotes: Iterable[str], now: Now
) -> tuple[PromiseRead, ...]:
    """Each payment without a sum, with the share that stands nearest before its day, else right behind it."""
    wanted = {p.date for p in promises if p.date and p.amount is None}
    found: dict[date, str] = {}
    for text in quotes if wanted else ():
        found = {**_told(fold(text), wanted, now), **found}
    return tuple(
        replace(p, part=found.get(p.date, "")) if p.date and p.amount is None else p for p in promises
    )


def _told(folded: str, wanted: set[date], now: Now) -> dict[date, str]:
    found: dict[date, str] = {}
    at = 0
    said = [day for day in days(folded, now) if day.day in wanted]
    for place, day in enumerate(said):
        before = list(_SHARE.finditer(folded, at, day.start))
        end = said[place + 1].start if place + 1 < len(said) else len(folded)
        behind = None if before or place + 1 < len(said) else _SHARE.search(folded, day.end, end)
        share = before[-1] if before else behind
        if share and day.day:
            found.setdefault(day.day, _fraction(share))
        at = day.end
    return {day: share for day, share in found.items() if share}


def _fraction(share: re.Match[str]) -> str:
    name = next(name for k, (name, _) in enumerate(_COUNTED) if share[f"s{k}"])
    if name == "%":
        return f"{share['percent']}/100"
    return "" if name == "rest" else name
