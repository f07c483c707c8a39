"""Days on which a debtor always pays, and which of them is meant: clauses in, clauses with that day out.

"Nous payons le 5 et le 20, la vôtre est au prochain" means the next of the two, not both and not the last;
"tous les jeudis ... la semaine prochaine" the Thursday of that week. A run that is said to be closed or
missed is not taken. What names sums is a plan and left as it is.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.patterns import pattern
from bot.reading.dates import Day
from bot.reading.daycount import months_later
from bot.reading.heard import Heard
from bot.reading.roles import JOINED, Role, role

HABIT = pattern(
    r"\b(?:(?:deux|2|trois|3) fois (?:par|dans le) (?:mois|semaine)|chaque (?:mois|semaine|quinzaine)"
    r"|(?<!comme )tou(?:s|tes) les|toujours|(?<!as )(?<!like )(?:every|each)|always|twice a (?:month|week)"
    r"|(?:virements|reglements|paiements) fournisseurs|(?:nos|les|our|all) (?:\S{1,12} )?(?:reglements"
    r"|paiements|virements|mandatements|fournisseurs|suppliers|payments|runs|factures|invoices)"
    r"|payment runs?|pay(?:ment)? (?:days|dates)"
    r"|(?:jours|dates) de (?:paiement|reglement|virement)"
    r"|campagnes?|trains? de|ici,? on|(?:on (?:ne )?(?:paie|paye|regle"
    r"|vire)|nous (?:ne )?(?:payons|reglons|virons)|we (?:pay|run"
    r"|settle))(?! (?:vous|you|votre|your|yours|cette|this|the|la |ca|it)\b))\b"
)
_SECOND = pattern(
    r"\b(?:le|la|l'|the|sur|dans|on|in) ?(?:second|deuxieme|suivante?|autre|second one|later"
    r"|next but one)\b(?! (?:moitie|partie|facture|versement))"
)
_FORTNIGHT = pattern(
    r"\b(?:fortnightly|every (?:two weeks|fortnight|other \w{4,9}|second \w{4,9})"
    r"|tous les (?:quinze|15) jours|toutes les (?:deux|2) semaines"
    r"|un \w{5,8} sur deux|une semaine sur deux)\b"
)
_WAS_ONE = pattern(r"\b(?:was|had|etait|eu|eut)\b")
_WAS_NONE = pattern(r"\b(?:not|no|pas|wasn't|aucun)\b|n't\b")
_LAST_WAS = pattern(
    r"\b(?:last|previous|dernier|derniere|precedente?)(?: (?:one|run|time|batch|campagne|paiement|tour))?"
    r" (?:was|went|ran|etait|c'etait|a eu lieu|est partie?)(?: out)? (?:on |le |the ){0,2}$"
)
_EXACT = frozenset(("of_month", "named", "numeric", "weekday", "nth_day", "worded"))
_PERIODS = {"week": 4, "week_of": 4, "iso_week": 4, "this_month": 30, "month_part": 30}


def with_runs(heard: list[Heard]) -> list[Heard]:
    """The mail with the days of its runs put right; as it is where it tells of none."""
    habits = [i for i, h in enumerate(heard) if h.ahead and not h.sums and HABIT.search(h.clause.folded)]
    if not habits:
        return heard
    told = list(heard)
    for index in habits:
        told[index] = _fortnightly(_next_run(told, index), told[index : index + 3])
        runs = [d for d in told[index].ahead if d.kind in _EXACT and d.day and d.day >= told[index].today]
        if len(runs) == 1:
            told = [_within(h, runs[0]) for h in told]
    return told


def _fortnightly(heard: Heard, near: list[Heard]) -> Heard:
    """ "every other Friday; last Friday was one", "the last one was the 15th": two weeks after that."""
    if not _FORTNIGHT.search(heard.clause.folded):
        return heard
    gone = {on + timedelta(14) for h in near for on in _last_runs(h)}
    return replace(heard, ahead=tuple(_put_off(d, gone) for d in heard.ahead))


def _last_runs(heard: Heard) -> Iterator[date]:
    folded = heard.clause.folded
    for ahead, behind in zip(heard.ahead, heard.behind, strict=True):
        if ahead.kind == "weekday" and ahead.day and ahead.day < heard.today:
            if _was_one(folded[ahead.end : ahead.end + 30]):
                yield ahead.day
        elif behind.day and _LAST_WAS.search(folded[: ahead.start]):
            yield behind.day


def _was_one(after: str) -> bool:
    return bool(_WAS_ONE.search(after)) and not _WAS_NONE.search(after)


def _put_off(day: Day, runs: set[date]) -> Day:
    later = [on for on in runs if day.kind == "weekday" and day.day and (on - day.day).days == 7]
    return replace(day, day=later[0]) if later else day


def _next_run(heard: list[Heard], index: int) -> Heard:
    """ "le 5 et le 20": of days named in one breath the next that is not missed, or the second if said so."""
    h = heard[index]
    joined = [d for d in h.ahead if d.day and d.day >= h.today and d.kind in _EXACT]
    if len(joined) < 2 or not all(
        JOINED.fullmatch(h.clause.folded, a.end, b.start) and " ou " not in h.clause.folded[a.end : b.start]
        for a, b in pairwise(joined)
    ):
        return h
    gone = {d.day for o in heard for d in o.ahead if o is not h and role(o.clause.folded, d) == Role.NEVER}
    left = sorted((d for d in joined if d.day not in gone), key=lambda d: d.day or date.max)
    if not left:
        return h
    second = len(left) > 1 and any(_SECOND.search(o.clause.folded) for o in heard[index : index + 3])
    kept = [
        (a, b)
        for a, b in zip(h.ahead, h.behind, strict=True)
        if a not in joined or a is left[1 if second else 0]
    ]
    return replace(h, ahead=tuple(a for a, _ in kept), behind=tuple(b for _, b in kept))


def _within(heard: Heard, run: Day) -> Heard:
    """Each week or month named, as the run within it."""
    if not any(d.kind in _PERIODS for d in heard.ahead):
        return heard
    return replace(heard, ahead=tuple(_run_in(d, run) for d in heard.ahead))


def _run_in(period: Day, run: Day) -> Day:
    length = _PERIODS.get(period.kind)
    if length is None or period.day is None or run.day is None or period.start == run.start:
        return period
    weekly = run.kind == "weekday"
    if weekly and length > 4:
        return period
    runs = (run.day + timedelta(7 * i) if weekly else months_later(run.day, i) for i in range(6))
    fit = [d for d in runs if 0 <= (period.day - d).days <= length]
    return replace(period, day=fit[0]) if fit else period
