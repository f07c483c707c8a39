"""Days named in a folded clause: text in, `Day` values out, resolved against the reader's own day.

The last day that fits what is said (GUIDE rule 4): "vendredi" is the next one, "fin mars" the 31st, "le 5"
the next 5th. `past` asks for the last such day before, as in "payé le 12". A phrase that names no day, such
as "30 jours fin de mois", claims its words and yields none; no day is ever invented, and one that cannot
exist (31 June) is none. The grammar itself is the table `lexicon/days.txt`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from re import Match
from zoneinfo import ZoneInfo

from bot.patterns import pattern
from bot.reading.daycount import last_of, months_later
from bot.reading.daywords import Rule, rules
from bot.reading.lexicon import threes
from bot.reading.meanings import Now, next_working_day, resolve
from bot.reading.spelling import Mended

_PARIS = ZoneInfo("Europe/Paris")
__all__ = ["Day", "Now", "both_ways", "days", "here", "next_working_day"]

_FIGURE = pattern(r"\d")
_APPOSED = pattern(
    r"(?: ?[,(] ?(?:un |le |the |a |c'est un |it's a )?"
    r"| (?:et|mais|and|but) (?:c'est|ca tombe|it's|that's) (?:un |a )?"
    r"| (?:est|sera|etait|etant|tombe|tombant|c'est|is|being|falls on) (?:un |a )?)"
)
_BEFORE_IT = pattern(
    r"\b(?:avant|before) (?:le |la |les )?(?:(?:pont|week-?end|fetes?|conges?|jeudi|lundi) (?:de )?)?(?:le "
    r"|la |l'|les )?$"
)
_SO = pattern(
    r"[,. (]{0,3}(?:(?:donc|soit|disons|le|au plus tard|ce sera|so|that is|on|i\.e\.|by"
    r"|namely)[ ,]{1,2}){0,3}"
)
_THEREIN = pattern(r" ?[(,:]? ?(?:(?:pareil|idem|aussi|de meme|the same),? )?(?:au plus tard |avant )?")
_REFUSED = pattern(r"\b(?:pas|not|ni|nor) (?:ce |le |on |the )?$")
_EITHER = pattern(r" (?:ou|or|et|and) (?:le |on |the )?")
_CORRECTS = pattern(
    r",? ?(?:or rather|ou plutot|plutot|pardon|enfin(?: non)?|non(?: pardon)?"
    r"|euh|sorry|i mean),? (?:le |the )?"
)
_SLIP = timedelta(11)  # between a day and the one that corrects it
_NEXT = pattern(r"mois prochain|next month")
_BEHIND = pattern(r"\b(?:derriere|dans la foulee|ensuite|puis|then|afterwards)\b")
_EXACT = ("named", "numeric", "of_month", "weekday", "iso", "feast")
_DATED = ("named", "numeric", "of_month")
WEEKDAY = pattern(r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_IS_FEAST = pattern(r"(?: |, )(?:c'est|c|est|sera|etant|is|being|it's|=) (?:le |la |l'|the )?")
_CLOSED = pattern(
    r"[ ,(]{1,3}(?:c'est |c |est |sera |etant |qui est |(?:is|being|which is|it's) (?:a )?)?"
    r"(?:un )?(?:jour )?(?:ferie|ferme|chome|closed|(?:bank |public )holiday)\b"
)
_I_DO = pattern(r"\b(?:je|on(?! est)|nous(?! sommes)|i|we)\b|\bj'")
_BOUND = pattern(r"\b(?:avant|before)\b")
_SOON = timedelta(12)
_NEARBY = timedelta(62)  # two months
_LISTED = pattern(r"(?:\b(?:le|les|the|du|des|tous les|chaque|every|each)|\d) #|#.{0,30}\b(?:ou|or)\b")
_MONTH = pattern(r"\b(?!the\b)[a-z]{3}")
_WISHED = pattern(  # "Joyeux Noël", "bonne fin d'année": days of nothing
    r"\b(?:(?:joyeu(?:x|ses?)|bonnes?|belles?|excellente?s?|douces?|happy|merry) (?:fetes? )?(?:de )?"
    r"|(?:have a |a |the )?(?:nice|lovely|great|good) )$"
)
FAR = 200  # days: a date without a year that lies further ahead was hardly meant


@dataclass(frozen=True, slots=True)
class Day:
    start: int
    end: int
    day: date | None
    doubtful: bool = False  # only to be had by reaching over most of a year
    kind: str = ""  # the resolver that gave it
    hangs: bool = False  # counted from today for want of a day named before


def here(moment: datetime) -> Now | None:
    """The day and hour in Paris; none for a moment that no mail can have."""
    try:
        local = moment.astimezone(_PARIS) if moment.tzinfo else moment
    except OverflowError:
        return None
    return Now(local.date(), local.hour) if 1970 < local.year < 2200 else None


def days(folded: str, now: Now) -> tuple[Day, ...]:
    mended = Mended(folded)
    return _resolved(_phrases(mended.text), mended, now)


def both_ways(folded: str, now: Now) -> tuple[tuple[Day, Day], ...]:
    """Each day named as it would be meant of what is to come, and of what is past."""
    mended = Mended(folded)
    found = _phrases(mended.text)
    if not found:
        return ()
    ahead = _resolved(found, mended, now)
    return tuple(zip(ahead, _resolved(found, mended, replace(now, past=True)), strict=True))


def _phrases(folded: str) -> list[tuple[Rule, Match[str]]]:
    """Every phrase that names a day, in order; where two overlap, the one of the earlier rule."""
    taken: list[tuple[Rule, Match[str]]] = []
    for number in _tried(folded):
        rule = rules()[number]
        for match in rule.pattern.finditer(folded):
            if _WISHED.search(folded, max(0, match.start() - 30), match.start()):
                continue
            if all(match.end() <= m.start() or match.start() >= m.end() for _, m in taken):
                taken.append((rule, match))
    return sorted(taken, key=lambda t: t[1].start()) if len(taken) > 1 else taken


def _tried(folded: str) -> list[int]:
    """The rules of which an anchor stands in the text; found by its first three letters."""
    index, short = _indexed(figures=_FIGURE.search(folded) is not None)
    found = {number for anchor, number in short if anchor in folded}
    for letters in index.keys() & threes(folded):
        for anchor, numbers in index[letters]:
            if anchor in folded:
                found.update(numbers)
    return sorted(found)


_Anchored = dict[str, list[tuple[str, list[int]]]]


@cache
def _indexed(*, figures: bool) -> tuple[_Anchored, list[tuple[str, int]]]:
    """By three letters the anchors and their rules, and anchors too short for that; without those rules
    that need a figure where there is none: most clauses have none, and most rules need one."""
    by_anchor: dict[str, list[int]] = {}
    short: list[tuple[str, int]] = []
    for number, rule in enumerate(rules()):
        if rule.figures and not figures:
            continue
        for anchor in rule.anchors:
            if rule.starts:
                by_anchor.setdefault(anchor, []).append(number)
            else:
                short.append((anchor, number))
    index: _Anchored = {}
    for anchor, numbers in by_anchor.items():
        index.setdefault(anchor[:3], []).append((anchor, numbers))
    return index, short


def _resolved(found: list[tuple[Rule, Match[str]]], mended: Mended, now: Now) -> tuple[Day, ...]:
    told: list[Day] = []
    before = now.before
    found_end = 0
    for rule, match in found:
        day = resolve(rule.name, match, replace(now, before=before) if rule.hangs else now)
        if day == now.today and before and before > day and not now.past:
            day = _not_today(rule.name, before, mended.text[found_end : match.start()], day)
        if told and rule.name == "weekday" and not now.past and day:
            shut = _CLOSED.match(mended.text, found_end)  # "le lundi d'après (férié) donc mardi"
            day = _next_to(told[-1], day) if shut else _by_the_last(told, day, mended.text, match)
        if told and rule.name == "of_month" and day:
            named = mended.text[max(0, found_end - 20) : found_end]
            twice = len(told) > 1 and told[-1].kind == "weekday" and told[-1].day == told[-2].day
            day = _of_that_month(told[-1 - twice], day, named, mended.text[found_end : match.start()])
        if told and rule.name == "weekday" and _same(told[-1], day, mended.text[found_end : match.start()]):
            day = told[-1].day  # "the 31st, the Monday"
        if told and rule.name == "feast" and day and told[-1].day:  # "lundi c'est la Pentecôte"
            same = _IS_FEAST.fullmatch(mended.text, found_end, match.start())
            day = told[-1].day if same and abs(day - told[-1].day) < timedelta(3) else day
        found_end = match.end()
        far = day is not None and rule.yearless and abs((day - now.today).days) > FAR
        start, end = mended.back(match.start()), mended.back(match.end())
        told.append(Day(start, end, day, far, rule.name, rule.hangs and before is None))
        before = before if far else day or before
    return _ascending(told, [match[0] for _, match in found], now)


def _not_today(kind: str, before: date, between: str, today: date) -> date:
    """ "lundi ..., jeudi ...", said on a Thursday morning; "elle tombe le 1er, je paie le 3", on a 3rd."""
    if kind == "weekday":
        return today + timedelta(7)
    later = months_later(today, 1)
    goes_on = kind == "of_month" and _I_DO.search(between) and timedelta(0) < later - before < _SOON
    return later if goes_on else today


def _ascending(told: list[Day], words: list[str], now: Now) -> tuple[Day, ...]:
    """ "le 15, le 30 et le 15 avril": only the last is of April."""
    for index in range(len(told) - 1, 0, -1):
        day, after = told[index - 1], told[index]
        if day.kind != "named" or not (day.day and after.day and day.day >= after.day) or now.past:
            continue
        if after.start - day.end < 9 and not _MONTH.search(words[index - 1]):
            told[index - 1] = replace(day, day=max(now.today, months_later(day.day, -1)))
    return tuple(told)


def _by_the_last(told: list[Day], day: date, text: str, match: Match[str]) -> date:
    """A weekday told by the day before it: "avant Pâques, donc samedi", "vendredi, l'autre vendredi"."""
    last = told[-1]
    if last.day is None:
        return day
    another = "prochain" in match[0] or text.endswith("l'autre ", 0, match.start())
    if last.kind == "weekday" and last.day == day and another:
        again = text[last.end : match.start()] in (", ", " ")  # "jeudi, jeudi prochain"
        return day if again and "prochain" in match[0] else day + timedelta(7)
    if _day_by_day(last, day, text[: match.start()]):
        return last.day + timedelta(1)
    near = timedelta(7 if last.kind not in _EXACT else 60)
    if day < last.day < day + near and _BEHIND.search(text, last.end, match.start()):
        return after_feast(last.day, day)
    if (beside := _right_behind(told, day, text)) is not None:
        return beside
    if _off(told):  # "le 18 étant un samedi": what is said then is near it
        return _beside_week_end(last.day, day)
    if _goes_on(last.day - day, last, text[: match.start()]):
        return after_feast(last.day, day)
    return _by_a_feast(told, day, text[: match.start()])


def _day_by_day(last: Day, day: date, text: str) -> bool:
    """ "lundi je compte la caisse, mardi la banque la prend": the day right behind the one before."""
    if last.kind != "weekday" or last.day is None or not day < last.day < day + timedelta(14):
        return False
    refused = _REFUSED.search(text, max(0, last.start - 12), last.start)
    return not (refused or _EITHER.fullmatch(text, last.end)) and after_feast(
        last.day, day
    ) - last.day == timedelta(1)


def _next_to(shut: Day, day: date) -> date:
    """The weekday right behind a day on which nothing is open."""
    after = shut.day and after_feast(shut.day, day)
    return after if after and shut.day and after - shut.day == timedelta(1) else day


def _right_behind(told: list[Day], day: date, text: str) -> date | None:
    """ "vendredi 28 c'est la paye, je passe samedi": the day after one that was told with its weekday."""
    for last in reversed(told):
        if last.kind in _DATED and last.day and not last.doubtful:
            near = day < last.day and after_feast(last.day, day) - last.day == timedelta(1)
            return last.day + timedelta(1) if near and WEEKDAY.search(text, last.start, last.end) else None
    return None


def _by_a_feast(told: list[Day], day: date, text: str) -> date:
    last = told[-1]
    feast = next((d.day for d in told if d.kind == "feast" and d.day), None)
    exact = last.day if last.kind in ("feast", "named", "numeric") else None
    if exact and _BEFORE_IT.search(text[max(0, last.start - 30) : last.start]):
        if not _SO.fullmatch(text, last.end):
            return day
        gap = (exact.weekday() - day.weekday()) % 7  # the last such day before it
        return exact - timedelta(gap or (7 if last.kind == "feast" else 0))
    return after_feast(feast, day) if feast and day <= feast and text.endswith("le ") else day


def _of_that_month(last: Day, day: date, named: str, between: str) -> date:
    """ "en février (le 28)", "celle du mois prochain pareil, avant le 10": the day of that month."""
    said = last.kind == "this_month" and _NEXT.search(named)
    if last.kind == "named" and last.day and not last.doubtful and _CORRECTS.fullmatch(between):
        near = last.day.replace(day=min(day.day, last_of(last.day).day))
        return near if near.day == day.day and abs(near - last.day) < _SLIP else day
    if (
        last.kind == "named"
        and last.day
        and not last.doubtful
        and day < last.day < day + _NEARBY
        and not _BOUND.search(named)
    ):
        later = last.day.day < day.day <= last_of(last.day).day  # "on 13 November, then on the 27th"
        return last.day.replace(day=day.day) if later else day
    therein = _THEREIN.fullmatch(between) if said else between in (" (", ", ", " : ")
    of_feast = last.kind == "feast" and last.day and 0 < last.day.day - day.day <= 2  # "à Noël, le 24"
    told = therein and (said or last.kind == "month_part" or of_feast)
    if last.day is None or not told or day.day > last_of(last.day).day:
        return day
    within = last.day.replace(day=day.day)
    apart = last.kind == "month_part" and abs(within - last.day) > _SLIP  # "le 3 fin avril, le 4 fin mai"
    return day if apart else within


def _goes_on(ahead: timedelta, last: Day, before: str) -> bool:
    """ "je rentre le 11 juillet et je m'en occupe dès le lundi": the Monday after it; "mandat lundi et
    paiement le jeudi", but not "le lundi ou le jeudi"."""
    bare = last.kind == "weekday" and not _LISTED.search(
        f"{before[max(0, last.start - 20) : last.start]}#{before[last.end : last.end + 40]}"
    )
    led = (" the ",) if last.kind == "of_month" else (" le ", " the ")
    told = (bare or last.kind in ("named", "numeric", "of_month")) and before.endswith(led)
    return told and timedelta(0) < ahead < timedelta(60) and not _BEFORE_IT.search(before[-30:])


def _off(told: list[Day]) -> bool:
    """Whether the day before is said to fall on a week-end."""
    if len(told) < 2 or told[-1].kind != "weekday" or told[-1].day is None:
        return False
    return told[-1].day == told[-2].day and told[-1].day.weekday() > 4


def _beside_week_end(off: date, weekday: date) -> date:
    """Early in the week the first such day after it, late in the week the last before it."""
    after = after_feast(off, weekday)
    return after if after.weekday() < 3 else after - timedelta(7)


def after_feast(feast: date, weekday: date) -> date:
    """ "il vient pour Pâques et repart le lundi": the Monday after it."""
    return feast + timedelta((weekday.weekday() - feast.weekday() - 1) % 7 + 1)


def _same(before: Day, day: date | None, between: str) -> bool:
    """Whether a weekday only says which weekday the day before it is."""
    exact = before.kind in ("named", "numeric", "of_month", "iso")
    fits = before.day is not None and day is not None and before.day.weekday() == day.weekday()
    return exact and fits and bool(_APPOSED.fullmatch(between))
