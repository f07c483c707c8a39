"""Days counted from an act that the mail tells of: "le lendemain de la vente", "dix jours après le vote".

A clause and those around it in, the same clause out with those days counted from the day on which the mail
says that the act is done; where it says none, or one long gone, they stay as they were. Of an absence or a
closing the day of the return is the first working day after its end.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.patterns import pattern
from bot.reading.dates import Day, Now, days
from bot.reading.daycount import next_open_day
from bot.reading.heard import Heard

_BESIDE = (
    "day_before",
    "day_after",
    "same_day",
    "eve",
    "event",
    "before_event",
    "event_week",
    "since",
    "that_date",
)
_ONCE_COUNTED = {"eve": "day_before", "that_date": "later"}  # then a day like others
_SPANS = ("span", "eight", "fifteen")
COUNTED = frozenset((*_BESIDE, *_SPANS))
_BEFORE, _AFTER = 16, 8  # clauses in which the act is looked for
_RECENT = timedelta(60)  # an act that lies further back is not counted from
_OF = r"(?:of|de|du|des|d')"
_FROM = r"(?:apres|suivant|a (?:compter|partir|dater)|after|following|from)"
_WHOSE = (
    r"(?:le|la|les|mon|ma|mes|notre|nos|votre|vos|son|sa|ses|leurs?|ce|cet|cette|ces|the|my|our|your|his|her"
    r"|its|their|this|that)"
)
_ACT = pattern(rf",? (?:{_FROM} )?(?:{_OF} ?)?(?:{_WHOSE} |l')?(?P<act>[a-z]{{3,20}})")
_LED = pattern(rf",? (?:{_FROM}|{_OF})\b")
_DATE = pattern(rf",? (?:{_FROM} )?(?:{_OF} )?(?:le |the )?$")
_ITS_DAY = pattern(
    r"\w{0,8} ?\((?:le |the )?|\w{0,8},? (?:of|du|on|(?:prevu|fixe)e?s? (?:le|au|pour le)"
    r"|qui (?:a lieu|est|sera|se tient|tombe) le"
    r"|which is(?: on)?) ?(?:the )?"
)
_TO = pattern(r" ?(?:\b(?:au|et le|et|a|to|until|till|through|and)\b|-)")
_FROM_THE = pattern(r"^(?:du|entre le|entre|from|between)? ?(?:the )?")
_JUST = pattern(r"\b(?:vien(?:s|t|nent)|venons) (?:d'|de )(?:\w{1,8} ){0,2}$|\bjust (?:been )?$")
_BACK = pattern(r"retour|return|reprise|rentree|reouvert|ouvert|reopen|opening")
_RETURNS = pattern(
    r"\b(?:rentr\w{0,4}|revien|retour|repren|reprise|return|back\b"
    r"|(?<!jour )(?<!jours )r?e?ouvr(?!able)|reopen)"
)
_AWAY = pattern(
    r"\b(?:ferm(?!e\b(?:ment)? de)|absen|conge|vacances|arret|away\b|on leave|clos(?:ed|ure)|holiday|shut)"
)
_UNTIL = pattern(r"\b(?:jusqu'(?:au |a )?|until |till |to |through )(?:le |the )?$")
_NO_ACTS = pattern(
    r"part\b|suite|retard|delai|travail|conge|vacances|holiday|leave|preavis|notice|factur|invoice|mois|month|semaine|week|annee|year|date|jour|mail|relance|letter|lettre"
)
# "le délai de 30 jours court depuis": from the day told before it
_RUNNING = pattern(
    r"\b(?:cour(?:t|ent) depuis|a (?:deja )?commence a courir|(?:runs|running|been running) since)\b"
)
# how nouns and verbs of the same act begin, where cutting the noun's ending does not tell
_STEMS = {
    "depart": r"(?:pars|part|partons|depart|decoll\w{1,4}|m'envole|m'absente)\b",
    "reception": r"(?:recoi|recev|recu|recept)",
    "remise": r"rem(?:is|ett|et)",
    "vote": r"vot(?!re)",
    "vente": r"(?:vent|vend)",
    "sale": r"(?:sale|sell|sold)",
    "fermeture": r"ferm(?!e\b(?:ment)? de)",
    "versement": r"vers(?:e|em)",
    "fete": r"(?:fete|communion|mariage|bapteme|noce|anniversaire|kermesse|ceremonie|reception)",
    "ceremonie": r"(?:ceremonie|communion|mariage|bapteme|noce|obseque)",
    "ceremony": r"(?:ceremony|wedding|christening|funeral)",
    "party": r"(?:party|wedding|birthday|christening)",
    "reunion": r"(?:reuni|meet)",
    "saisie": r"saisi(?!r)",
    "delivery": r"deliver",
    "receipt": r"receiv",
    "payment": r"(?:pay|paid)",
    "paiement": r"(?:pai|pay)",
}
_ENDINGS = pattern(
    r"(?:ature|ations?|aisons?|itions?|tions?|sions?|ements?|ments?|ages?|ances?|ings?|als?|oi|ees?|ie|es?|s)$"
)


def by_acts(heard: Heard, before: list[Heard], after: list[Heard]) -> Heard:
    """A clause with its days counted from the acts that it or the clauses around it tell of."""
    if not any(d.kind in COUNTED for d in heard.ahead):
        return heard
    near = [*before[-_BEFORE:], heard, *after[:_AFTER]]
    return replace(heard, ahead=tuple(_counted(heard, d, near) for d in heard.ahead))


def _counted(heard: Heard, day: Day, mail: list[Heard]) -> Day:
    folded = heard.clause.folded
    led = day.kind in ("eve", "before_event") or _LED.match(folded, day.end)
    if day.kind not in COUNTED or not (led or day.kind in ("since", "that_date")):
        return day
    if day.kind == "that_date":
        base = _named_last(heard, day, mail)
    else:
        base = (_dated(heard, day) or _day_of(heard, day, mail)) if led else _start_of_term(mail)
    if base is None:  # of an eve nobody knows when
        return replace(day, day=None) if day.kind == "eve" else day
    again = days(folded[day.start :], Now(base, before=base, since=base))
    found = again[0].day if again else None
    kind = _ONCE_COUNTED.get(day.kind, day.kind)
    return replace(day, day=found, kind=kind) if found and found >= heard.today else day


def _dated(heard: Heard, day: Day) -> date | None:
    """ "10 jours à compter du 3 mai": the day that follows."""
    folded = heard.clause.folded
    told = (on for d, on in _told(heard) if d.start >= day.end and _DATE.fullmatch(folded, day.end, d.start))
    return next(told, None)


def _named_last(heard: Heard, day: Day, mail: list[Heard]) -> date | None:
    """ "reçu le 1er septembre ; payé dans les trente jours de cette date": the day named before it."""
    found: date | None = None
    for h in mail:
        for other, on in _told(h):
            if h is heard and other.start >= day.start:
                break
            found = on
        if h is heard:
            break
    return found


def _day_of(heard: Heard, day: Day, mail: list[Heard]) -> date | None:
    """The day of the act named behind a day, as the mail tells it."""
    folded = heard.clause.folded
    told = _ACT.match(folded, folded.find(" ", day.start) if day.kind == "before_event" else day.end)
    if told is None or _NO_ACTS.match(told["act"]):
        return None
    own = (heard, told.start("act"))
    if _BACK.match(told["act"]):
        return _nearest(_RETURNS, mail, own) or _end_of_absence(mail)
    stem = re.compile(rf"\b{_stem(told['act'])}")
    begins = day.kind == "before_event"
    return _nearest(stem, mail, own, begins=begins) or (heard.today if _just_done(stem, mail) else None)


def _stem(noun: str) -> str:
    if noun in _STEMS:
        return _STEMS[noun]
    cut = _ENDINGS.sub("", noun)
    return cut if len(cut) > 3 else noun[:4] if len(noun) > 3 else rf"{noun}\b"


def _nearest(
    stem: re.Pattern[str], mail: list[Heard], own: tuple[Heard, int], *, begins: bool = False
) -> date | None:
    """The day that stands nearest to the act, before it or soon after; of a time the first, if it begins."""
    near = [
        (max(other.start - place, 3 * (start - other.end)), on)
        for h in mail
        for other, on in _told(h, begins=begins)
        for start, place in _places(stem, h, other)
        if h is not own[0] or start != own[1] or _ITS_DAY.fullmatch(h.clause.folded, place, other.start)
    ]
    return min(near)[1] if near else None


def _places(stem: re.Pattern[str], heard: Heard, day: Day) -> Iterator[tuple[int, int]]:
    for match in stem.finditer(heard.clause.folded, max(0, day.start - 60), day.end + 40):
        yield match.span()


def _told(heard: Heard, *, begins: bool = False) -> Iterator[tuple[Day, date]]:
    """The days of a clause that are not counted themselves; of a year to guess, the near one."""
    for ahead, behind in zip(heard.ahead, heard.behind, strict=True):
        led = ahead.kind in _SPANS and _LED.match(heard.clause.folded, ahead.end)
        if ahead.kind in _BESIDE or led:
            continue
        if ahead.day and not ahead.doubtful:
            yield ahead, _first_of(heard, ahead) if begins and ahead.kind == "range" else ahead.day
        elif behind.day and heard.today - behind.day < _RECENT:
            yield ahead, behind.day


def _first_of(heard: Heard, range_: Day) -> date:
    """ "du 22 décembre au 5 janvier": the 22nd; of the month in which it ends, where none is told."""
    assert range_.day
    first = _TO.split(heard.clause.folded[range_.start : range_.end], maxsplit=1)[0]
    told = days(f"le {_FROM_THE.sub('', first)}", Now(heard.today))
    return max((d.day for d in told if d.day and d.day <= range_.day), default=range_.day)


def _just_done(stem: re.Pattern[str], mail: list[Heard]) -> bool:
    return any(
        _JUST.search(h.clause.folded[max(0, m.start() - 40) : m.start()])
        for h in mail
        for m in stem.finditer(h.clause.folded)
    )


def _start_of_term(mail: list[Heard]) -> date | None:
    """ "vous l'avez retourné le 27, le délai de 30 jours court depuis"."""
    for h in mail:
        running = _RUNNING.search(h.clause.folded)
        gone = [d.day for d in h.behind if running and d.day and d.end <= running.end() and d.day <= h.today]
        if gone:
            return gone[-1]
    return None


def _end_of_absence(mail: list[Heard]) -> date | None:
    """ "fermé du 1er au 24", "absente jusqu'au 18": the first working day after it."""
    for h in mail:
        folded = h.clause.folded
        for day, on in _told(h):
            ends = day.kind.startswith("range") or _UNTIL.search(folded[: day.start])
            if ends and on >= h.today and _AWAY.search(folded[max(0, day.start - 60) : day.end + 30]):
                return next_open_day(on)
    return None
