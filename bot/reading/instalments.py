"""Payments that come in parts: a clause with its days and sums in, one promise for each payment out, or none.

Two ways of saying so: the parts one by one ("300 vendredi et le reste fin mars", "3 x 250 : 5/4, 5/5, 5/6")
and a rule (`schedules`).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest

from bot.events.mail import PromiseRead
from bot.patterns import pattern
from bot.reading.amounts import Amount
from bot.reading.dates import Day
from bot.reading.daycount import months_later
from bot.reading.schedules import NAMES, by_months, by_rule, count_told

EACH = pattern(r"\b(?:chaque|par (?:mois|semaine)|tous|toutes|every|each|per|weekly|monthly)\b")
# what a share, the first or another of something is followed by where a day of paying comes next
_THEN_A_DAY = (
    r"(?= (?:le|au|en|ce|cette|fin|debut|mi|pour|tout|maintenant|aujourd|demain|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dans|part\w{0,3}|sera|on|by|at|in|for|now|today|tomorrow|next|this|goes|will|monday"
    r"|tuesday|wednesday|thursday|friday|saturday)\b)"
)
REST = pattern(
    r"\b(?:(?<!et )(?<!je )(?<!nous )reste(?! due?\b| joign| a (?!la |fin |mi|noel|paques)| sur | dans "
    rf"| en (?!{NAMES}|fin|debut|milieu|deux|trois|plusieurs)| (?!arriv|tomb|part)\w{{2,12}}ee?s?\b"
    r"| dispo| ouvert| valable)|solde|reliquat|complement|restant(?! due?\b)|surplus|moitie|tiers|quart"
    r"|difference|la suite"
    rf"|(?:une|l'autre|la) demie?(?:(?= ?(?:[.,;:!)]|$| et ))|{_THEN_A_DAY})"
    r"|ce qui (?:me |nous |vous )?reste|l'autre(?! jour| (?:lun|mar|mercre|jeu|vendre)di)"
    r"|complet(?:e|er|erai|erons)\b(?! (?:before|by|payment))"
    r"|(?:dernier|derniere) (?:morceau|bout|tiers|versement|partie)|balance|remainder|remaining"
    r"|what(?:'s left| is left| remains)|rest|half|last (?:bit|part))\b(?! a (?:payer|devoir|regler|charge))"
)
ITEM = pattern(
    r"\b(?!j-)[a-z]{1,3}-\d{2,6}\b(?! ?(?:€|eur))|\b(?:la|celle|facture|invoice|fact?"
    r"|f)\.? ?-?(?:n\S{0,2} ?)?[a-z]{0,3}[-/]?\d{2,4}(?:[-/]\d{1,6})?\b(?! ?(?:€|eur|e\b|janv|fev|mars|avr"
    r"|mai|juin|juil|aout|sept|oct|nov|dec))"
)
_SHARE = pattern(
    rf"\b(?:{NAMES}|may)'s\b|\b[1-3]/[2-5]\b(?! ?/)"
    r"|\b(?:un acompte|une partie|a deposit|part of it|\d{1,3} ?%|\d{1,3} (?:pour cent|per ?cent)"
    r"|(?:(?:a|one) third|(?:the other )?two thirds)(?= (?:now|today|tomorrow|tonight|on|by|in|at|next"
    r"|this)\b)"
    r"|(?:la |le )(?:plus )?(?:premiere?|seconde?|deuxieme|derniere?|vieille|ancienne|recente)"
    r"(?: \([^()]{1,30}\))?(?= ?[=:])"
    r"|pour (?:la |le |celle |celui )?(?:plus )?(?:1(?:er|re|ere)|premiere?|2e|2de|2nde|2eme|seconde?"
    r"|deuxieme|3e|troisieme|derniere?|vieille|ancienne|recente)(?: facture)?\b"
    r"|(?:celle|(?:la )?facture) (?:de |d')[a-z]{3,12}|(?:(?:la |le )?(?:plus )?(?:premiere?s?|seconde?"
    r"|deuxieme|troisieme|derniere?s?|petite|grosse|vieille|ancienne|recente)(?: factures?| paiements?"
    r"| cheques?| virements?)?"
    rf"|une?|one|the (?:first|second|third|last)(?: one)?){_THEN_A_DAY})"
)
AS_MUCH = pattern(
    r"\b(?:autant|meme montant|idem|pareil|la meme (?:somme|chose)|same again|the same(?! day)|identique"
    r"|identical"
    rf"|(?:(?:un|une) (?:deuxieme|second|troisieme|quatrieme|autre|dernier)e?|another){_THEN_A_DAY})\b"
)
_BETWEEN = pattern(
    r"\W{0,3}(?:(?:et|and|puis|ensuite|then|enfin|finally|le|les|au|the|on|pour|premiere?|seconde?|deuxieme"
    r"|troisieme|1ere?|2e|3e|l'autre|une? autre|another|la|derniere?|first|second|other|third"
    r"|last)\W{0,3}){0,4}"
)
_IN_A_ROW = pattern(r"(?:,| ?et| ?and| ?puis) (?:et |and |puis )?(?:le |on |the )?")
_OF_IT = pattern(r" ?(?:€|euros?)? ?(?:de |du |pour |,? ?soit |,? ?\(|qui (?:me |nous )?)?(?:le |la |the )?")
EACH_TIME = pattern(r"\b(?:(?:a )?chaque fois|chacune?|each time|a time)\b")
_EITHER = pattern(r"\b(?:ou|or)\b")


@dataclass(frozen=True, slots=True)
class _Part:
    """A day, or what is paid on one: a sum, or None for "le reste"."""

    start: int
    end: int
    day: date | None = None
    cents: int | None = None


def parts_told(
    folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...], today: date, count: int | None = None
) -> tuple[PromiseRead, ...]:
    """The payments of a clause, when it tells of more than one; the first of a rule without an end.

    `count` is how many the mail tells of elsewhere.
    """
    count = count_told(folded) or count
    told = _of_one_sum(folded, _one_by_one(folded, found, sums), sums)
    if len(sums) > 1 and len(told) > 1 and not EACH.search(folded):
        return told
    rule = by_rule(folded, found, sums, today, count) if len(_longest_run(folded, found)) < 3 else ()
    listed = by_months(folded, sums, today) if found else ()
    return rule if len(rule) > 1 else told or listed or _listed(folded, found, sums) or rule


# --- one by one ----------------------------------------------------------------------------------------


def _one_by_one(folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...]) -> tuple[PromiseRead, ...]:
    shares = _shares(folded, found, sums) if len(found) > 1 else []
    if len(shares) < 2:
        return ()
    found = _onward(found)
    dated = [_Part(d.start, d.end, day=d.day) for d in found]
    told = _in_turn(folded, shares, dated)
    fit = len({d.day for d in found}) == len(shares)
    if fit and (len(told) < len(shares) or len({p.date for p in told}) < len(told)):
        days = sorted({d.day for d in found if d.day})
        return tuple(PromiseRead(day, share.cents) for day, share in zip(days, shares, strict=False))
    return tuple(told) if len(told) > 1 else ()


def _onward(found: tuple[Day, ...]) -> tuple[Day, ...]:
    """ "500 le 16 octobre et le reste le 10": the first 10th after it."""
    told: list[Day] = []
    for day in found:
        before = told[-1].day if told else None
        if day.kind == "of_month" and before and day.day and day.day < before:
            ahead = (months_later(day.day, i) for i in range(1, 13))
            day = replace(day, day=next((d for d in ahead if d > before), day.day))
        told.append(day)
    return tuple(told)


def _of_one_sum(
    folded: str, told: tuple[PromiseRead, ...], sums: tuple[Amount, ...]
) -> tuple[PromiseRead, ...]:
    """ "deux virements de 900 €, le premier vendredi, le second le 31": each is of that sum."""
    if len(sums) != 1 or any(p.amount for p in told) or count_told(folded) != len(told):
        return told
    each = sums[0].cents if not _is_total(folded, sums[0]) else None
    return tuple(PromiseRead(p.date, each) for p in told)


def _each_or_last(folded: str, own: list[_Part]) -> list[date]:
    """ "deux autres de 500 € le 20 mai et le 20 juin": both days; else the last of them."""
    days = [d.day for d in own if d.day]
    if len(own) < 2:
        return days
    between = [folded[a.end : b.start] for a, b in pairwise(own)]
    joined = all(map(_IN_A_ROW.fullmatch, between)) and re.search(r"\b(?:et|and|puis)\b", between[-1])
    return days if joined and len(set(days)) == len(days) else [max(days)]


def _in_turn(folded: str, shares: list[_Part], dated: list[_Part]) -> list[PromiseRead]:
    """Each share with its day: always before it, or always after it."""
    told: list[PromiseRead] = []
    if shares[0].start < dated[0].start:
        bounds = [s.start for s in shares[1:]] + [10**9]
        for share, bound in zip(shares, bounds, strict=True):
            own = [d for d in dated if d.day and share.start < d.start < bound]
            if own:
                told += [PromiseRead(day, share.cents) for day in _each_or_last(folded, own)]
            elif told and told[-1].amount is None and share.cents:  # "moitié au 31 juillet (750 €)"
                told[-1] = PromiseRead(told[-1].date, share.cents)
    else:
        bounds = [d.start for d in dated[1:]] + [10**9]
        for day, bound in zip(dated, bounds, strict=True):
            own_share = [s for s in shares if day.start < s.start < bound]
            if own_share:
                told.append(PromiseRead(day.day, own_share[0].cents))
    return told


def _shares(folded: str, found: tuple[Day, ...], sums: tuple[Amount, ...]) -> list[_Part]:
    """Sums and words for a share in order; "la moitié (1 250 €)" is one."""
    marks = [_Part(a.start, a.end, cents=a.cents) for a in sums]
    marks += [_Part(m.start(), m.end()) for p in (REST, ITEM, _SHARE) for m in p.finditer(folded)]
    marks = [p for p in marks if not any(d.start <= p.start < d.end for d in found)]
    named = sorted(marks, key=lambda p: p.start)
    for match in AS_MUCH.finditer(folded):
        named = [p for p in named if not match.start() <= p.start < match.end()]
        before = [p.cents for p in named if p.end <= match.start() and p.cents]
        if before:
            named.append(_Part(match.start(), match.end(), cents=before[-1]))
    named.sort(key=lambda p: p.start)
    pairs = zip_longest(named, named[1:])
    shares = [part for part, after in pairs if not _same_share(folded, part, after)]
    return [
        share for at, share in enumerate(shares) if not (at and _says_which(folded, shares[at - 1], share))
    ]


def _says_which(folded: str, sum_: _Part, name: _Part) -> bool:
    """ "420 € restants", "les 280 qui restent", "600 de solde": the words only say which sum it is."""
    told = sum_.cents is not None and name.cents is None
    return told and bool(_OF_IT.fullmatch(folded, sum_.end, name.start))


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
    count = count_told(folded)
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
    """ "500 € le 10 et le 20": a sum right before two days joined by "et", or said to be of each."""
    if len(sums) == 1 and EACH_TIME.search(folded):
        return True
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
