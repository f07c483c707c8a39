"""Payments told by a rule: a clause with its days and sums in, one promise for each payment out, or none.

"400 le 10 de chaque mois jusqu'en juin", "200 par semaine pendant trois semaines", "fin avril, mai et juin".
A rule without an end gives its first payment alone: nobody is held to a number that was not said.
"""

import re
from datetime import date, timedelta

from bot.events.mail import PromiseRead
from bot.patterns import pattern
from bot.reading.amounts import Amount
from bot.reading.dates import Day
from bot.reading.daycount import in_month, last_of, months_later, shift_month
from bot.reading.daywords import MONTHS, WEEKDAYS
from bot.reading.numerals import small_number

MOST = 24  # payments of one plan that are believed
_NUMBER = r"\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|dix|douze|two|three|four|five|six|ten|twelve"
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday)"
_WEEKDAYS = rf"(?:prochains? |next )?{_WEEKDAY}s\b(?! from)"
_COUNT = pattern(
    rf"\b(?<!dans )(?<!sous )(?<!\bin )(?P<n>{_NUMBER}) ?"
    r"(?:x(?=\d)|(?:x|fois(?! (?:par|dans le) (?:mois|semaine|an))"
    r"|(?:(?:autres?|derniers?|prochains?|petits?) )?(?:mois|mensualites?|echeances?|versements?|virements?"
    r"|paiements?|reglements?|cheques?|semaines?|suivant\w{0,2}|months?|weeks?)"
    rf"|(?:(?:equal|monthly|weekly) )?(?:payments?|instal\w{{2,6}}|times)|{_WEEKDAYS})\b)"
)
_EACH_MONTH = pattern(
    r"\b(?:chaque (?:fin de )?mois|par mois|tous les mois|mensuel\w{0,6}|mensualites?|/ ?mois"
    r"|(?:tous les|chaque) \d{1,2}(?:ers?)? du mois|every month|each month|per month|a month|monthly)\b"
)
_EACH_WEEK = pattern(
    r"\b(?:par semaine|chaque semaine|toutes les semaines|hebdo\w{0,10}|/ ?semaine|every week"
    rf"|each week|per week|a week|weekly|(?:chaque|tous les|every|each) {_WEEKDAY}s?"
    rf"|(?:{_NUMBER}) {_WEEKDAYS})\b"
)
_DAY_OF_MONTH = pattern(
    r"\b(?:le|les|au|chaque|on the|the|tous les|every) (?P<d>premier(?= du mois| de chaque)|first(?= of)"
    r"|3[01]|[12]\d|0?[1-9])(?:ers?|st|nd|rd|th)?\b(?! ?(?:€|eur|x\b|fois|jours|mois))"
)
_OF_THE_MONTH = pattern(
    r"\b(?:le|the|on) (?:premier|first|\d{1,2})(?:er|st|nd|rd|th)? (?:du|of the) (?:mois"
    r"|month)\b(?! (?:prochain|suivant|d'|qui|en))"
)
_END_OF_MONTH = pattern(
    r"\b(?:fin|end) (?:de |of )?(?:chaque|each|every|the) (?:mois|month)|\bchaque fin de mois\b"
)
NAMES = "|".join(sorted((m for m in MONTHS if len(m) > 3 or m == "mai"), key=len, reverse=True))
_MONTH = pattern(rf"(?<!\d )(?<!\der )(?<!\dth )\b(?P<month>{NAMES}|(?<=from )may)\b")
_UNTIL = pattern(
    r"\b(?:jusqu'(?:en|a|au)|jusque|jusqu'a fin|until|till|through|to end of|to|a)"
    rf" (?:la )?(?:fin |mi-|debut |the end of )?(?:de |du mois de )?(?P<month>{NAMES}|may)\b"
)
_STARTS = pattern(
    r"\b(?:a partir|a compter|des|debut|des le|starting|from|commencing|premier(?:e)?|first|je commence"
    r"|on commence)\b"
)
_FORTNIGHT = pattern(
    r"\b(?:tous les (?:quinze|15) jours|toutes les (?:deux|2) semaines|un \w{5,8} sur deux"
    r"|every (?:two weeks|fortnight|other \w{4,9})|fortnightly)\b"
)
# "le 5 mai, juin et juillet", "fin avril, mai et juin"
_MONTHS_LISTED = pattern(
    r"\b(?:(?P<part>fin|debut|mi|end|early|mid)|(?:le|the|au|du"
    r"|on) (?:(?P<d>3[01]|[12]\d|0?[1-9])(?:er|st|nd|rd|th)?))[ -]"
    rf"(?:of |de |d'|des mois de |du mois de )?(?P<months>(?:{NAMES}|may)(?:(?:, ?| et | and | puis )(?:de "
    r"|d'"
    rf"|of |and |et )?(?:{NAMES}|may)){{1,11}})\b"
)
# "chaque lundi d'août", "every Friday in May"
_EACH_OF_MONTH = pattern(
    rf"\b(?:chaque|tous les|every|each|les) (?P<weekday>{_WEEKDAY})s? (?:de |d'|du mois (?:de |d')|of |in )"
    rf"(?P<month>{NAMES}|may)\b"
)
_THE_REST = pattern(r"\b(?:solde\w{0,3}|reste|balance|rest|remainder)\b")
UNTIL_DAY = pattern(r"\b(?:jusqu'(?:au |a )?|until (?:the )?|till (?:the )?)(?:le )?$")
_NOW = pattern(r"\b(?:tout de suite|aujourd'?hui|ce jour|maintenant|today|now|ce soir|immediatement)\b")


def by_months(folded: str, sums: tuple[Amount, ...], today: date) -> tuple[PromiseRead, ...]:
    """ "fin avril, mai et juin", "150 on the 1st of May, June and July": the same day of each month named."""
    listed = _MONTHS_LISTED.search(folded)
    if listed is None:
        return ()
    months = [MONTHS[m[0]] for m in re.finditer(rf"{NAMES}|may", listed["months"])]
    if len(set(months)) < len(months):
        return ()
    firsts = [_ahead_of(today, month) for month in months]
    days = [
        _on(first, int(listed["d"])) if listed["d"] else in_month(first, listed["part"]) for first in firsts
    ]
    each = {a.cents for a in sums}
    cents = each.pop() if len(each) == 1 else None
    return tuple(PromiseRead(day, cents) for day in days)


def by_rule(
    folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...], today: date, count: int | None
) -> tuple[PromiseRead, ...]:
    until = next((d.day for d in found if UNTIL_DAY.search(folded[: d.start])), None)
    each = _EACH_OF_MONTH.search(folded)
    if each:
        told = _each_of_month(each["weekday"], MONTHS[each["month"]], sums, today)
        first = next((p.date for p in told), None)
        if until and first and until < first:  # "les mardis de décembre jusqu'au 16"
            until = _on(first, until.day)
        told = tuple(p for p in told if not (until and p.date and p.date > until))
        later = [d for d in found if first and d.day and told and d.day > (told[-1].date or d.day)]
        closes = later and _THE_REST.search(folded, each.end(), later[-1].start)
        return (*told, PromiseRead(later[-1].day, None)) if closes else told
    found = tuple(d for d in found if d.day != until) if until else found
    weekly = _EACH_WEEK.search(folded) or _FORTNIGHT.search(folded)
    monthly = _EACH_MONTH.search(folded) or (_OF_THE_MONTH.search(folded) if count else None)
    begins = _STARTS.search(folded)
    rule = weekly or monthly or begins
    if rule is None or (
        rule is begins and not (sums and re.search(r"\b\d ?(?:x|fois)(?:\b|(?=\d))", folded))
    ):
        return ()
    count = MOST if until else count
    at = rule.start()
    cents = min(sums, key=lambda a: abs(a.start - at)).cents if sums else None
    dates = _weeks(folded, found, count) if weekly else _months(folded, found, today, count)
    dates = [d for d in dates if not until or d <= until]
    if not dates:
        return ()
    told = tuple(PromiseRead(day, cents) for day in dates[:MOST])
    return (*_first_at_once(folded, found, sums, cents), *told, *_last(found, sums, at, told[-1]))


def _each_of_month(
    weekday: str, month: int, sums: tuple[Amount, ...], today: date
) -> tuple[PromiseRead, ...]:
    first = _ahead_of(today, month)
    every = (first.replace(day=number) for number in range(1, last_of(first).day + 1))
    cents = sums[0].cents if len({a.cents for a in sums}) == 1 else None
    return tuple(
        PromiseRead(day, cents) for day in every if day >= today and day.weekday() == WEEKDAYS[weekday]
    )


def _last(
    found: tuple[Day, ...], sums: tuple[Amount, ...], at: int, before: PromiseRead
) -> tuple[PromiseRead, ...]:
    """ "100 le 5 de chaque mois jusqu'en novembre et 86 le 5 décembre"."""
    ends = [
        (a, d)
        for a in sums
        for d in found
        if at < a.start < d.start
        and a.cents != before.amount
        and d.day
        and before.date
        and d.day > before.date
    ]
    return (PromiseRead(ends[0][1].day, ends[0][0].cents),) if ends else ()


def _first_at_once(
    folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...], cents: int | None
) -> tuple[PromiseRead, ...]:
    """ "300 tout de suite puis 200 par semaine"."""
    now = _NOW.search(folded)
    other = [a for a in sums if now and a.cents != cents and 0 <= now.start() - a.end < 12]
    day = next((d.day for d in found if now and d.start <= now.start() < d.end), None)
    return (PromiseRead(day, other[0].cents),) if other and day else ()


def _weeks(folded: str, found: tuple[Day, ...], count: int | None) -> list[date]:
    now = _NOW.search(folded)
    ahead = [d.day for d in found if d.day and not (now and d.start <= now.start() < d.end)]
    if not ahead or not count:
        return []
    step = 14 if _FORTNIGHT.search(folded) else 7
    return [min(ahead) + timedelta(step * i) for i in range(min(count, MOST))]


def _months(folded: str, found: tuple[Day, ...], today: date, count: int | None) -> list[date]:
    on = _DAY_OF_MONTH.search(folded)
    day = 31 if _END_OF_MONTH.search(folded) else _number(on["d"]) if on else 0
    ahead = [d.day for d in found if d.day]
    if not day and ahead:
        first = min(ahead)
        day = 31 if first == last_of(first) else first.day
    if not day:
        return []
    ahead = ahead or [today]
    named = [MONTHS[m["month"]] for m in _MONTH.finditer(folded)]
    until = _UNTIL.search(folded)
    start = _first_month(min(ahead), named, until)
    if until and (not named or start is not None):
        return _from_to(start or min(ahead), MONTHS[until["month"]], day)
    if len(named) > 1:
        return [_on(_ahead_of(min(ahead), month), day) for month in named]
    first = _on(start or min(ahead), day)
    if first < today:  # "tous les 1ers du mois", said on the 16th
        first = _on(shift_month(first.replace(day=1), 1), day)
    return [_on(shift_month(first.replace(day=1), i), day) for i in range(min(count or 1, MOST))]


def _number(text: str) -> int:
    return 1 if text in ("premier", "first") else int(text)


def _first_month(ahead: date, named: list[int], until: re.Match[str] | None) -> date | None:
    """The month in which a plan begins: the one named first, if it is not the one that ends it."""
    firsts = [m for m in named if not until or m != MONTHS[until["month"]]]
    if firsts:
        return _ahead_of(ahead.replace(day=1), firsts[0])
    return ahead


def _from_to(start: date, last_month: int, day: int) -> list[date]:
    count = (last_month - start.month) % 12 + 1
    return [_on(shift_month(start.replace(day=1), i), day) for i in range(min(count, MOST))]


def _ahead_of(day: date, month: int) -> date:
    first = date(day.year, month, 1)
    return first if last_of(first) >= day else months_later(first, 12)


def _on(month: date, day: int) -> date:
    return month.replace(day=min(day, last_of(month).day))


def count_told(folded: str) -> int | None:
    match = _COUNT.search(_FORTNIGHT.sub(" ", folded))
    found = small_number(match["n"]) if match else None
    return found if found and 1 < found <= MOST else None
