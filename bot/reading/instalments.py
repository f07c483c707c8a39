"""Payments that come in parts: a clause with its days and sums in, one promise for each payment out, or none.

Two ways of saying so: the parts one by one ("300 vendredi et le reste fin mars", "3 x 250 : 5/4, 5/5, 5/6")
and a rule ("400 le 10 de chaque mois jusqu'en juin", "200 par semaine pendant trois semaines"). A rule
without an end gives its first payment alone: nobody is held to a number that was not said.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from bot.events import PromiseRead
from bot.reading.amounts import Amount
from bot.reading.dates import Day
from bot.reading.daycount import last_of, months_later, shift_month
from bot.reading.daywords import MONTHS
from bot.reading.numerals import small_number

MOST = 24  # payments of one plan that are believed

_N = r"(?P<n>\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|dix|douze|two|three|four|five|six|ten|twelve)"
_WEEKDAYS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday)s\b(?! from)"
_COUNT = re.compile(
    rf"\b{_N} ?(?:x\b|fois\b|(?:autres? |derniers? |prochains? |petits? )?(?:mois|mensualites?|echeances?"
    rf"|versements?"
    r"|virements?|paiements?|reglements?|cheques?|semaines?|suivant\w{0,2}|months?|weeks?|(?:equal "
    r"|monthly |weekly )?"
    rf"(?:payments?|instal\w{{2,6}}|times)|(?:prochains? |next )?{_WEEKDAYS}))\b"
)
_EACH_MONTH = re.compile(
    r"\b(?:chaque (?:fin de )?mois|par mois|tous les mois|mensuel\w{0,6}|mensualites?|every month"
    r"|each month|per month|a month"
    r"|monthly|/ ?mois|(?:tous les|chaque) \d{1,2} du mois)\b"
)
_EACH_WEEK = re.compile(
    r"\b(?:par semaine|chaque semaine|toutes les semaines|hebdomadaire\w{0,4}|every week|each week"
    r"|per week|a week"
    r"|weekly|/ ?semaine|(?:chaque|tous les|every|each) (?:lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday"
    r"|wednesday|thursday|friday)s?"
    rf"|{_N.replace('(?P<n>', '(?:')} (?:prochains? |next )?{_WEEKDAYS})\b"
)
_EACH = re.compile(r"\b(?:chaque|par (?:mois|semaine)|tous|toutes|every|each|per|weekly|monthly)\b")
_DAY_OF_MONTH = re.compile(
    r"\b(?:le|les|au|chaque|on the|the|tous les|every) (?P<d>3[01]|[12]\d|0?[1-9])(?:er|st|nd|rd"
    r"|th)?\b(?! ?(?:€|eur|x\b|fois|jours|mois))"
)
_END_OF_MONTH = re.compile(
    r"\b(?:fin|end) (?:de |of )?(?:chaque|each|every|the) (?:mois|month)|\bchaque fin de mois\b"
)
_NAMES = "|".join(sorted((m for m in MONTHS if len(m) > 3 or m == "mai"), key=len, reverse=True))
_MONTH = re.compile(rf"(?<!\d )(?<!\der )(?<!\dth )\b(?P<month>{_NAMES})\b")
_UNTIL = re.compile(
    rf"\b(?:jusqu'(?:en|a|au)|jusque|jusqu'a fin|until|till|through|to end of|a)"
    rf" (?:la )?(?:fin |mi-|debut |the end of )?(?:de |du mois de )?(?P<month>{_NAMES})\b"
)
_STARTS = re.compile(
    r"\b(?:a partir|a compter|des|debut|des le|starting|from|commencing|premier(?:e)?|first|je commence"
    r"|on commence)\b"
)
_NOW = re.compile(r"\b(?:tout de suite|aujourd'?hui|ce jour|maintenant|today|now|ce soir|immediatement)\b")
REST = re.compile(
    r"\b(?:(?<!et )(?<!je )(?<!nous )reste(?! due?\b| joign| a votre| dispo)|solde|reliquat|complement"
    r"|restant(?! due?\b)|surplus|moitie|tiers|quart"
    r"|balance|remainder|rest|half"
    r"|difference|l'autre(?! jour)|la suite|complete\w{0,3}|dernier (?:morceau|bout|tiers|versement)"
    r"|derniere partie|last (?:bit|part))\b(?! a (?:payer|devoir|regler|charge))"
)
_ITEM = re.compile(
    r"\b(?:la|celle|facture|invoice|fact?"
    r"|f)\.? ?-?(?:n\S{0,2} ?)?[a-z]{0,3}[-/]?\d{2,4}(?:[-/]\d{1,6})?\b(?! ?(?:€|eur|e\b|janv|fev|mars|avr"
    r"|mai|juin"
    r"|juil|aout|sept|oct|nov|dec))"
)
AS_MUCH = re.compile(
    r"\b(?:autant|meme montant|idem|pareil|la meme (?:somme|chose)|same again|the same(?! day)"
    r"|identique|identical)\b"
)
_BETWEEN = re.compile(
    r"\W{0,3}(?:(?:et|and|puis|ensuite|then|enfin|finally|le|les|au|the|on|pour)\W{0,3}){0,3}"
)
_EITHER = re.compile(r"\b(?:ou|or)\b")


@dataclass(frozen=True, slots=True)
class _Part:
    """A day, or what is paid on one: a sum, or None for "le reste"."""

    start: int
    end: int
    day: date | None = None
    cents: int | None = None


def parts_told(
    folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...], today: date
) -> tuple[PromiseRead, ...]:
    """The payments of a clause, when it tells of more than one."""
    told = _one_by_one(folded, found, sums)
    if len(sums) > 1 and len(told) > 1 and not _EACH.search(folded):
        return told
    return _by_rule(folded, found, sums, today) or told or _listed(folded, found, sums)


# --- one by one ----------------------------------------------------------------------------------------


def _one_by_one(folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...]) -> tuple[PromiseRead, ...]:
    shares = _shares(folded, sums)
    if len(shares) < 2 or len(found) < 2:
        return ()
    dated = [_Part(d.start, d.end, day=d.day) for d in found]
    told = _in_turn(shares, dated)
    fit = len({d.day for d in found}) == len(shares)
    if fit and (len(told) < len(shares) or len({p.date for p in told}) < len(told)):
        days = sorted({d.day for d in found if d.day})
        return tuple(PromiseRead(day, share.cents) for day, share in zip(days, shares, strict=False))
    return tuple(told) if len(told) > 1 else ()


def _in_turn(shares: list[_Part], dated: list[_Part]) -> list[PromiseRead]:
    """Each share with its day: always before it, or always after it."""
    told: list[PromiseRead] = []
    if shares[0].start < dated[0].start:
        bounds = [s.start for s in shares[1:]] + [10**9]
        for share, bound in zip(shares, bounds, strict=True):
            own = [d.day for d in dated if d.day and share.start < d.start < bound]
            if own:
                told.append(PromiseRead(max(own), share.cents))
            elif told and told[-1].amount is None and share.cents:  # "moitié au 31 juillet (750 €)"
                told[-1] = PromiseRead(told[-1].date, share.cents)
    else:
        bounds = [d.start for d in dated[1:]] + [10**9]
        for day, bound in zip(dated, bounds, strict=True):
            own_share = [s for s in shares if day.start < s.start < bound]
            if own_share:
                told.append(PromiseRead(day.day, own_share[0].cents))
    return told


def _shares(folded: str, sums: tuple[Amount, ...]) -> list[_Part]:
    """Sums and words for a share in order; "la moitié (1 250 €)" is one."""
    marks = [_Part(a.start, a.end, cents=a.cents) for a in sums]
    marks += [_Part(m.start(), m.end()) for p in (REST, _ITEM) for m in p.finditer(folded)]
    named = sorted(marks, key=lambda p: p.start)
    for match in AS_MUCH.finditer(folded):
        before = [p.cents for p in named if p.end <= match.start() and p.cents]
        if before:
            named.append(_Part(match.start(), match.end(), cents=before[-1]))
    named.sort(key=lambda p: p.start)
    pairs = zip_longest(named, named[1:])
    return [part for part, after in pairs if not _same_share(folded, part, after)]


def _same_share(folded: str, part: _Part, after: _Part | None) -> bool:
    """Whether "la moitié" only introduces the sum or the share that follows it."""
    if part.cents is not None or after is None:
        return False
    if after.cents is None:
        return after.start - part.end <= 1  # "l'autre moitié"
    between = folded[part.end : after.start]
    return len(between) < 40 and not re.search(r"\d|\b(?:et|puis|and|then)\b", between)


# --- a list of days ------------------------------------------------------------------------------------


def _listed(folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...]) -> tuple[PromiseRead, ...]:
    """ "3 x 250 : 5/4, 5/5, 5/6", "250 € les 15 juin, 15 juillet et 15 août"."""
    run = _longest_run(folded, found)
    count = _count(folded)
    if len(run) < 2 or (len(run) < 3 and count != len(run) and not _sum_before(folded, run, sums)):
        return ()
    cents = sums[0].cents if len({a.cents for a in sums}) == 1 else None
    if cents and count and _is_total(folded, sums[0]):
        cents = cents // count if cents % count == 0 else None
    return tuple(PromiseRead(d.day, cents) for d in run)


def _longest_run(folded: str, found: tuple[Day, ...]) -> list[Day]:
    """Days that stand one after the other with nothing but commas and "et" between."""
    best: list[Day] = []
    run: list[Day] = []
    for day in found:
        joined = run and _BETWEEN.fullmatch(folded, run[-1].end, day.start)
        grows = joined and day.day and run[-1].day and day.day > run[-1].day
        run = [*run, day] if grows else [day]
        best = run if len(run) > len(best) else best
    between = folded[best[0].start : best[-1].end] if best else ""
    return [] if _EITHER.search(between) else best


def _sum_before(folded: str, run: list[Day], sums: tuple[Amount, ...]) -> bool:
    """ "500 € le 10 et le 20": a sum that stands right before two days joined by "et"."""
    if len(sums) != 1 or not re.search(r"\b(?:et|puis|and|then)\b", folded[run[0].end : run[1].start]):
        return False
    between = folded[sums[0].end : run[0].start]
    return sums[0].end <= run[0].start and len(between) < 30 and not re.search(r"\d|\bentre\b", between)


def _is_total(folded: str, amount: Amount) -> bool:
    """ "900 € en trois fois"."""
    return bool(
        re.match(r" ?(?:€|euros?)? ?(?:ttc )?(?:en|in|over|par) ", folded[amount.end : amount.end + 12])
    )


# --- by a rule -----------------------------------------------------------------------------------------


def _by_rule(
    folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...], today: date
) -> tuple[PromiseRead, ...]:
    weekly = _EACH_WEEK.search(folded)
    monthly = _EACH_MONTH.search(folded)
    begins = _STARTS.search(folded)
    if not (weekly or monthly or (begins and sums and re.search(r"\b\d ?(?:x|fois)\b", folded))):
        return ()
    if len(_longest_run(folded, found)) > 2:
        return ()
    at = (weekly or monthly or begins).start()  # type: ignore[union-attr]
    cents = min(sums, key=lambda a: abs(a.start - at)).cents if sums else None
    dates = _weeks(folded, found) if weekly else _months(folded, found, today)
    if len(dates) < 2:
        return ()
    told = tuple(PromiseRead(day, cents) for day in dates[:MOST])
    return (*_first_at_once(folded, found, sums, cents), *told, *_last(found, sums, at, told[-1]))


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


def _weeks(folded: str, found: tuple[Day, ...]) -> list[date]:
    now = _NOW.search(folded)
    ahead = [d.day for d in found if d.day and not (now and d.start <= now.start() < d.end)]
    count = _count(folded)
    if not ahead or not count:
        return []
    return [min(ahead) + timedelta(7 * i) for i in range(min(count, MOST))]


def _months(folded: str, found: tuple[Day, ...], today: date) -> list[date]:
    on = _DAY_OF_MONTH.search(folded)
    day = 31 if _END_OF_MONTH.search(folded) else int(on["d"]) if on else 0
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
    count = _count(folded)
    first = _on(start or min(ahead), day)
    return [_on(shift_month(first.replace(day=1), i), day) for i in range(min(count or 1, MOST))]


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


def _count(folded: str) -> int | None:
    match = _COUNT.search(folded)
    found = small_number(match["n"]) if match else None
    return found if found and 1 < found <= MOST else None
