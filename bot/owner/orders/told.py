"""What the owner tells of a court, and of the debt being acknowledged: free words in, days out.

« jugement du 10 avril, publié au BODACC le 18 », « créance déclarée le 2 mai », « ordonnance du 12 octobre,
signifiée le 3 novembre », « reconnaissance du 12 mars ». A day belongs to what is named right before it, else
right behind it; what has no day is no more than a note. Nothing is guessed of a judgment that may be another
one: without a word of insolvency it counts only in answer to the question about one. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.events import CourtDay
from bot.reading.dates import Now, days
from bot.reading.daycount import last_of, shift_month
from bot.reading.sentences import fold

_NAMED: Mapping[CourtDay, re.Pattern[str]] = {
    "served": re.compile(r"\bsignifi|\bserved\b"),
    "declared": re.compile(r"\bdeclar(?:e|ation|ee|er|ons)\b|\bdeclared\b|\bclaim filed\b"),
    "published": re.compile(r"\bbodacc\b|\bpubli(?:ee?|cation)\b|\bpublished\b"),
    "order": re.compile(
        r"\binjonction\b|\bordonnance\b(?! de refere)|\bpayment order\b|\border (?:of|for|to) pay"
    ),
    "insolvency": re.compile(
        r"\bjugement\b|\bliquidation\b|\bredressement\b|\bsauvegarde\b|\bprocedure collective\b"
        r"|\bjudge?ment\b|\binsolvency\b|\breceivership\b"
    ),
}  # the first that stands there wins: « l'ordonnance a été signifiée le 3 »
_INSOLVENT = re.compile(
    r"liquidation|redressement|sauvegarde|procedure collective|bodacc|insolven|receivership|mandataire"
)
_ASKED: Mapping[str, CourtDay] = {
    "insolvency": "insolvency",
    "published": "published",
    "declaration": "declared",
    "relief": "declared",
    "signification": "served",
}
_BARE = re.compile(r"(?:(?:le|du|au|on|the) ){0,2}(\d{1,2})(?:er|st|nd|rd|th)?")
_MISTAKE = re.compile(
    r"(?:pas de|aucune|not?|pas en|pas d'|fausse) (?:procedure|liquidation|redressement|sauvegarde|insolvency"
    r"|insolvent)"
)
_ADMITS = re.compile(
    r"\breconnaissance(?: de dette)?\b|\breconn(?:ait|u|aissent)\b(?! avoir paye)|\backnowledg|\badmits?\b"
)


_HANDED_OVER = re.compile(
    r"(?:^|[:,]\s?)(?:(?:je|j'ai|c'est|dossier|on|nous|l'ai|i|i've|it is|handed|passed)\s){0,3}"
    r"(?:confi(?:e|é|ée|ons|er)|handed over|passed)\s"
    r"(?:le dossier\s|l'affaire\s|cela\s|ça\s|it\s|[A-Z]\S{1,30}\s){0,2}"
    r"(?:à|au|aux|to)\s([^.,;!?]{2,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells: days of a court, a judgment said by mistake, that the debt is acknowledged."""

    court: Mapping[CourtDay, date]
    mistake: bool = False
    admits: bool = False
    day: date | None = None  # of the mail that admits it

    def __bool__(self) -> bool:
        return bool(self.court or self.mistake or self.admits)


def told(text: str, today: date, *, about: str) -> Told:
    """What these words of the owner's tell, in answer to a question `about` something, or freely."""
    plain = fold(text)
    if _ADMITS.search(plain):
        dated = [day.day for day in days(plain, Now(today, past=True)) if day.day]
        return Told({}, admits=bool(dated) or about == "limitation", day=dated[0] if dated else None)
    insolvency = about in ("insolvency", "published", "declaration", "relief") or _INSOLVENT.search(plain)
    found = _dated(plain, today, _ASKED.get(about))
    if not insolvency:
        found = {what: day for what, day in found.items() if what in ("order", "served")}
    return Told(found, mistake=not found and bool(_MISTAKE.search(plain)))


def handed_to(text: str) -> str:
    """Who pursues the debt now, by « confié à Maître Roche »; empty: nobody is said to."""
    found = _HANDED_OVER.search(text)
    return " ".join(found[1].split()) if found else ""


def _dated(plain: str, today: date, asked: CourtDay | None) -> dict[CourtDay, date]:
    """`asked`: the day that was asked for, which a first day without a name answers."""
    found: dict[CourtDay, date] = {}
    behind, before = 0, date.min
    said = days(plain, Now(today, past=True))
    for place, one in enumerate(said):
        last = place + 1 == len(said)
        what = _what(plain[behind : one.start]) or (_what(plain[one.end :]) if last else None)
        what = what or (asked if place == 0 else None)
        if what and one.day:
            bare = before != date.min and _BARE.fullmatch(plain[one.start : one.end])
            day = _next(int(bare[1]), before) if bare else one.day
            found.setdefault(what, day)
            before = day
        behind = one.end
    return found


def _next(number: int, before: date) -> date:
    """« jugement du 10 avril, publié le 18 »: the next such day of the month."""
    first = before.replace(day=1) if number >= before.day else shift_month(before.replace(day=1), 1)
    return first.replace(day=min(number, last_of(first).day))


def _what(words: str) -> CourtDay | None:
    return next((what for what, pattern in _NAMED.items() if pattern.search(words)), None)
