"""What the owner tells of a court, of an acknowledged debt, of who has the case now: words in, values out.

« jugement du 10 avril, publié au BODACC le 18 », « créance déclarée le 2 mai », « ordonnance du 12 octobre,
signifiée le 3 novembre », « reconnaissance du 12 mars », « confié à Maître Roche ». A day belongs to what is
named with it in its own part of the sentence. What is denied, still to come, failed or only asked for is no
such day: it takes an earlier word back, or is no more than a note. Nothing is guessed of a judgment that may
be another one: without a word of insolvency it counts only where one is asked about. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.events.owner import CourtDay
from bot.reading.dates import Day, Now, days
from bot.reading.daycount import last_of, shift_month
from bot.reading.sentences import fold

_NAMED: Mapping[CourtDay, re.Pattern[str]] = {
    "served": re.compile(r"\bsignifi|\bserved\b|\bservice\b(?= of)"),
    "declared": re.compile(r"\bdeclar(?:e|ation|ee|er|ons)\b|\bdeclared\b|\bclaim filed\b"),
    "published": re.compile(r"\bbodacc\b|\bpubli(?:ee?|cation)\b|\bpublished\b"),
    "order": re.compile(
        r"\binjonction\b|\bordonnance\b(?! de refere)|\bpayment order\b|\border (?:of|for|to) pay"
    ),
    "insolvency": re.compile(
        r"\bjugement\b|\bliquidation\b|\bredressement\b|\bsauvegarde\b|\bprocedure\b(?! de relance)"
        r"|\bjudge?ment\b|\binsolvency\b|\breceivership\b"
    ),
}  # the first that stands there wins: « l'ordonnance a été signifiée le 3 »
_INSOLVENT = re.compile(
    r"liquidation|redressement|sauvegarde|procedure(?! de relance)|bodacc|insolven|receivership|mandataire"
)
_ADMITS = re.compile(
    r"\breconnaissance(?: de dette)?\b|\breconn(?:ait|u|aissent)\b(?! avoir paye)|\backnowledg|\badmits?\b"
)
_PART = re.compile(r"[,;.\n!?]|\b(?:et|mais|and|but)\b")
_DENIED = re.compile(r"\b(?:pas|jamais|non|aucune?|rien|sans|not|never|no|none)\b|n't\b|\bne\b|\bn'")
# Still to come, failed, undone, or only asked of the court.
_NOT_DONE = re.compile(
    r"\b(?:rejet|refus|debout|annul|echou|echec|retract|oppos|cass|infirm|attente|attend|requete|demand|depos"
    r"|depot|audience|prevu|bientot|doit|devra|faut|sera|serai|seront|vais|vont|ferai|fera|ferons|reject"
    r"|dismiss|fail|withdraw|pending|wait|will|going to|to be|hearing|applied|application|request|must)"
)
# Only so is an earlier word taken back: the thing itself denied, not something told beside it.
_NOT = r"(?:pas|non|jamais|not|never)(?: (?:encore|ete|bien|finalement|yet|been)){0,3} "
_TAKEN_BACK: Mapping[CourtDay, re.Pattern[str]] = {
    "insolvency": re.compile(
        r"\b(?:(?:pas de|aucune?|fausse|no) (?:procedure|jugement|liquidation|redressement|sauvegarde"
        r"|insolvency|judge?ment)(?! de relance)|not insolvent)\b"
    ),
    "published": re.compile(rf"\b{_NOT}(?:publi|paru)"),
    "declared": re.compile(rf"\b{_NOT}declare"),
    "order": re.compile(
        r"\b(?:pas (?:encore )?d'|aucune |no )(?:ordonnance|injonction|payment order|order)\b"
        r"|\b(?:ordonnance|injonction)\b.{0,40}\b(?:rejet|retract|annul|infirm|refus)"
    ),
    "served": re.compile(rf"\b{_NOT}(?:signifi|served)|\bsignification\b.{{0,40}}\b(?:echou|annul)"),
}
_BARE = re.compile(r"(?:(?:le|du|au|on|the) ){0,2}(\d{1,2})(?:er|st|nd|rd|th)?")
_ALONE = re.compile(r"(?:(?:oui|c'est|c'etait|fait|faite|done|it was|yes|on|le|du|au|the)\b ?){0,3}")
_ASKED: Mapping[str, CourtDay] = {
    "insolvency": "insolvency",
    "published": "published",
    "declaration": "declared",
    "relief": "declared",
    "signification": "served",
}
_WORKS_FOR_US = (
    r"(?:(?:ma[îi]tre|me|mes|l'|la|le|un|une|mon|notre|nos|votre|the|our|my|an?)\s?){0,2}(?:ma[îi]tre|me\b"
    r"|commissaire|huissier|avocat|cabinet|étude|etude|soci[ée]t[ée]|agence|recouvre|conciliat|m[ée]diat"
    r"|assur|notaire|lawyer|bailiff|agency|solicitor|collect)"
)
_HANDED_OVER = re.compile(
    r"(?:^|[:,]\s?)(?:(?:je|j'ai|c'est|dossier|on|nous|l'ai|i|i've|it is|handed|passed)\s){0,3}"
    r"(?:confi(?:e|é|ée|ons|er)|handed over|passed)\s"
    r"(?:le dossier\s|l'affaire\s|cela\s|ça\s|it\s|[A-Z]\S{1,30}\s){0,2}"
    rf"(?:à|au|aux|to)\s((?={_WORKS_FOR_US})[^.,;!?]{{2,60}}|(?-i:[A-ZÀ-Ý])[^\s.,;!?]+(?:\s(?-i:[A-ZÀ-Ý&])[^\s.,;!?]*){{0,3}}\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells: days of a court, what it takes back, that the debt is acknowledged."""

    court: Mapping[CourtDay, date] = field(default_factory=dict)
    denied: frozenset[CourtDay] = frozenset()  # said not to be, or not yet
    admits: bool = False
    admits_not: bool = False
    day: date | None = None  # of the mail that admits it

    def __bool__(self) -> bool:
        return bool(self.court or self.denied or self.admits or self.admits_not)


def told(text: str, today: date, *, about: str, insolvent: bool = False) -> Told:
    """What these words of the owner's tell, in answer to a question `about` something, or freely.

    `insolvent`: a judgment is known of this debtor, or asked about.
    """
    plain = fold(text)
    if _ADMITS.search(plain):
        if _DENIED.search(plain) or _NOT_DONE.search(plain):
            return Told(admits_not=True)
        dated = [day.day for day in days(plain, Now(today, past=True)) if day.day]
        return Told(admits=bool(dated) or about == "limitation", day=dated[0] if dated else None)
    asked = about in ("insolvency", "published", "declaration", "relief")
    insolvency = insolvent or asked or _INSOLVENT.search(plain)
    found, denied = _dated(plain, today, _ASKED.get(about))
    if not insolvency:
        found = {what: day for what, day in found.items() if what in ("order", "served")}
        denied &= {"order", "served"}
    return Told(found, frozenset(denied - set(found)))


def handed_to(text: str) -> str:
    """Who pursues the debt now, by « confié à Maître Roche »; empty: nobody is said to."""
    found = _HANDED_OVER.search(text)
    return " ".join(found[1].split()) if found else ""


def _dated(plain: str, today: date, asked: CourtDay | None) -> tuple[dict[CourtDay, date], set[CourtDay]]:
    """The days named, and what is denied. `asked`: what a day alone answers."""
    found: dict[CourtDay, date] = {}
    denied: set[CourtDay] = set()
    before: date | None = None
    for part, named in _parts(plain, days(plain, Now(today, past=True))):
        if _DENIED.search(part) or _NOT_DONE.search(part):
            denied |= {what for what, pattern in _TAKEN_BACK.items() if pattern.search(part)}
            continue
        for what, day in _of_part(part, named, asked if not found else None):
            bare = before and _BARE.fullmatch(plain[day.start : day.end])
            on = _next(int(bare[1]), before) if bare and before else day.day
            if on:
                found.setdefault(what, on)
                before = on
    return found, denied


def _parts(plain: str, named: tuple[Day, ...]) -> Iterator[tuple[str, list[tuple[int, Day]]]]:
    """The parts of a text, each with its days and where they stand in it; no day is cut in two."""
    cuts = [m.span() for m in _PART.finditer(plain)]
    cuts = [(a, b) for a, b in cuts if not any(day.start <= a < day.end for day in named)]
    start = 0
    for a, b in (*cuts, (len(plain), len(plain))):
        yield plain[start:a], [(day.start - start, day) for day in named if start <= day.start < a]
        start = b


def _of_part(
    part: str, named: list[tuple[int, Day]], asked: CourtDay | None
) -> Iterator[tuple[CourtDay, Day]]:
    """Each day with what is named before it, else behind the last; a day alone answers what was asked."""
    behind = 0
    for k, (place, day) in enumerate(named):
        end = place + day.end - day.start
        what = _what(part[behind:place]) or (_what(part[end:]) if k + 1 == len(named) else None)
        alone = not part[end:].strip() and _ALONE.fullmatch(part[:place].lstrip())
        what = what or (asked if alone else None)
        if what:
            yield what, day
        behind = end


def _next(number: int, before: date) -> date:
    """« jugement du 10 avril, publié le 18 »: the next such day of the month."""
    first = before.replace(day=1) if number >= before.day else shift_month(before.replace(day=1), 1)
    return first.replace(day=min(number, last_of(first).day))


def _what(words: str) -> CourtDay | None:
    return next((what for what, pattern in _NAMED.items() if pattern.search(words)), None)
