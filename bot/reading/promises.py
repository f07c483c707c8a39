"""Which days and sums of a mail belong to its promises: clauses in, `PromiseRead` values out.

Of several days the best is taken, by what each is the day of (`roles`), and of equals the last: it is the
last day by which the money is promised. Parts of a debt are one promise each (`instalments`). What cannot be
paired is left without its sum: the whole debt is then meant, and nobody is held to a figure never promised.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.events.mail import PaidRead, PromiseRead
from bot.patterns import pattern
from bot.reading.ahead import rebased, without_paid
from bot.reading.balances import announced, with_sum
from bot.reading.bounds import without_bounds
from bot.reading.choosing import agreed, dated, surest_payment, surest_promise
from bot.reading.corrections import set_right
from bot.reading.dates import Day
from bot.reading.heard import Heard
from bot.reading.instalments import AS_MUCH, EACH, EACH_TIME, REST, parts_told
from bot.reading.items import items_told, of_several, without_numbers
from bot.reading.model import INTENTS, Judged, strongest
from bot.reading.payments import told_payment
from bot.reading.roles import Role, of_other_thing, role
from bot.reading.runs import with_runs
from bot.reading.schedules import UNTIL_DAY, count_told
from bot.reading.told import (
    backstop,
    best_role,
    closed,
    narrowed,
    nearest_sum,
    of_role,
    sums_of,
    told_days,
)

__all__ = ["paid", "promised", "proposed", "surest_days"]

_UPON = pattern(
    r"\b(?:des (?:que|reception|qu')|a reception|une fois|sitot|aussitot|apres reception"
    r"|quand (?:j|on|le|la|les|l'|mon|ma|mes|notre|nos|il|elle)\b|when (?:our|my|the|he|she|it|they)\b"
    r"|tant que|once|as soon as|upon)"
)
_NO_DAY = pattern(
    r"\b(?:aucune date|pas (?:encore )?de date|sans (?:date|pouvoir)|no (?:exact )?date"
    r"|(?:cannot|can't|couldn't|won't|not) (?:\w{1,8} ){0,3}(?:a day|a date|when)|don't ask me when|(?:pas|ni"
    r"|saurais?|impossible de) (?:\w{1,8} ){0,3}(?:dire|donner|fixer|promettre"
    r"|preciser) (?:\w{1,8} ){0,2}(?:date|jour|quand))\b"
)
# when a payment without a day of its own is to follow something
_LATER = pattern(
    r"\b(?:des que possible|au plus vite|rapidement"
    r"|(?:juste |tout de suite |aussitot )?(?:apres|ensuite|derriere)\W*$|dans la foulee\W*$"
    r"|as soon as (?:possible|i can|we can)|asap|(?:right |straight )?(?:after|afterwards)\W*$)"
)
_EITHER = pattern(r"\b(?:ou|or)\b")
_PAST = pattern(
    r"\b(?:a|ont|est|sont|was|were|has|have) (?:bien |deja |been |already )*(?:ete )?(?:(?:prelev|regl|pay"
    r"|vir|vers|debit|envoy|encaiss)ee?s?|partie?s?|paid|sent|made)\b"
)


_Told = list[tuple[int, tuple[Day, ...]]]  # clauses by number, each with the days that it tells


def promised(heard: list[Heard], judged: Judged, *, paid: bool) -> tuple[tuple[PromiseRead, ...], bool]:
    """The promises of a mail that promises, and whether their days are in doubt.

    The clauses that promise by the rules speak first, then those that do by the model; where none names a
    day, the clauses beside them do. Of the days the network has the last word where it is sure.
    """
    heard, hanging = to_come(heard, paid=paid)
    found, doubtful = by_rules(heard, hanging, strongest(judged.of("promise")), paid=paid)
    if doubtful:
        return found, doubtful
    return without_bounds(agreed(found, heard, judged.days), heard), doubtful


def proposed(heard: list[Heard]) -> tuple[PromiseRead, ...]:
    """The parts, each with its day, in which a request asks to pay; empty: none, or in one way or another."""
    said = [replace(h, clause=replace(h.clause, question=False)) for h in heard]
    told = [h for h in to_come(said, paid=False)[0] if not (h.refuses or h.refuses_flatly)]
    telling = [i for i, h in enumerate(told) if told_days(h)]
    if any(_EITHER.search(told[i].clause.folded) for i in telling):
        return ()
    parts = _plan(told, telling, paid=False)
    return parts if len(parts) > 1 and all(part.date for part in parts) else ()


def paid(heard: list[Heard], judged: Judged) -> PaidRead:
    """When and how much was paid, of a mail that says so."""
    told = told_payment(heard, strongest(judged.of("already_paid")))
    return dated(told, heard, judged.days)


def surest_days(heard: list[Heard], judged: Judged) -> tuple[float | None, float | None]:
    """How surely some day is promised, and some day that of a payment made; None where no day can be."""
    tells = judged.scores[INTENTS.index("already_paid")] > 0
    ahead, hanging = to_come(heard, paid=tells)
    promising, paying = strongest(judged.of("promise")), strongest(judged.of("already_paid"))
    return (
        surest_promise(lambda: by_rules(ahead, hanging, promising, paid=tells)[0], ahead, judged.days),
        surest_payment(lambda: told_payment(heard, paying), heard, judged.days),
    )


def to_come(heard: list[Heard], *, paid: bool) -> tuple[list[Heard], list[int]]:
    """The clauses with their days as they lie ahead, and those whose days hang on another's."""
    if not paid:  # "l'acompte est viré lundi": to come
        heard = [replace(h, matches={n: m for n, m in h.matches.items() if n != "paid"}) for h in heard]
    heard, hanging = rebased(without_paid(heard, told=paid))
    return with_runs(set_right(without_numbers(heard))), hanging


def by_rules(
    heard: list[Heard], hanging: list[int], carriers: list[int], *, paid: bool
) -> tuple[tuple[PromiseRead, ...], bool]:
    telling = [i for i, h in enumerate(heard) if h.says_promise or (h.says_condition and backstop(h))]
    telling = telling or sorted(carriers)
    items = items_told(heard)
    telling += [i for i in items if i not in telling]
    telling += [i for i in hanging if {i - 1, i - 2} & set(telling) and i not in telling]
    plan = _plan(heard, telling, paid=paid)
    if plan:
        return (*plan, *announced(heard, list(plan))), False
    told = [(i, told_days(heard[i])) for i in telling]
    doubtful = any(found and all(d.doubtful for d in found) for _, found in told)
    chosen, best = _chosen(heard, telling, told)
    own = {i: best_role(heard[i], f) for i, f in chosen if i in items}  # each line for itself
    named = [(i, of_role(heard[i], f, min(best, own.get(i, best)))) for i, f in chosen]
    parted = any(f and heard[i].sums for i, f in named)
    later = best == Role.STEP and any(
        h.has("commit") and not h.refuses and _LATER.search(h.clause.folded) for h in heard
    )
    if later and not any(f and heard[i].sums for i, f in named):
        named = []  # "mon client me paie le 20, je vous règle juste après"
    unnamed = best < Role.PAYS and not parted and any(_names_none(h.clause.folded) for h in heard)
    promises = [] if unnamed else _gathered(heard, named)
    if doubtful and not any(p.date for p in promises):
        return (), True  # a day long gone or far off: no promise is made of it
    at = [i for i, _ in chosen] or telling
    promises = with_sum(promises or [PromiseRead(None, None)], heard, at)
    return tuple(dict.fromkeys((*promises, *announced(heard, promises)))), False


def _names_none(folded: str) -> bool:
    """ "je ne peux vous donner aucune date", said of the whole and not of a balance."""
    return bool(_NO_DAY.search(folded)) and not REST.search(folded)


def _chosen(heard: list[Heard], telling: list[int], told: _Told) -> tuple[_Told, Role]:
    """The clauses whose days count, and the best role among them: those beside may know better."""
    sure = [(i, f) for i, f in told if not (f and all(d.doubtful for d in f))]
    best = max((best_role(heard[i], f) for i, f in sure), default=Role.NEVER)
    if best < Role.PAYS:
        beside = _dated_beside(heard, telling, least=best)
        if beside:
            sure, best = beside, max(best_role(heard[i], f) for i, f in beside)
    concluding = [(i, f) for i, f in _near(heard, telling) if best_role(heard[i], f) == Role.CONCLUDES]
    if concluding and best < Role.CONCLUDES:
        sure, best = concluding, Role.CONCLUDES
    return sure, best


def _near(heard: list[Heard], telling: list[int]) -> _Told:
    """The clauses within two of a telling one, with their days."""
    near = sorted({j for i in telling for j in range(i - 2, i + 3) if 0 <= j < len(heard)})
    return [(j, told_days(heard[j])) for j in near if not closed(heard[j])]


# --- parts ---------------------------------------------------------------------------------------------


def _plan(heard: list[Heard], telling: list[int], *, paid: bool) -> tuple[PromiseRead, ...]:
    """The payments of a debt paid in parts, told in one clause or line by line."""
    told: list[PromiseRead] = []
    near = _with_lines(heard, telling)
    ruled = False
    counts = {n for h in heard if not closed(h) and (n := count_told(h.clause.folded))}
    count = counts.pop() if len(counts) == 1 else None
    for index, h in enumerate(heard):
        if h.clause.question or (index not in near and closed(h) and not h.refuses):
            continue
        kept = narrowed(tuple(d for d in _in_reach(told_days(h)) if _pays(h, d)), h.clause.folded)
        kept = _of_rule(h) or kept
        parts = parts_told(h.clause.folded, kept, sums_of(h), h.today, count)
        if index in near:
            ruled = ruled or (len(parts) == 1 and bool(h.sums))
            parts = parts or _line(h, kept)
        elif not _plainly(h, parts, kept) or (h.says_paid and len(parts) < 2):
            continue  # a clause that does not promise by itself: only what is plainly a plan
        if AS_MUCH.search(h.clause.folded) and not h.sums:
            above = [a.cents for o in heard[:index] for a in o.sums]
            parts = tuple(replace(p, amount=p.amount or (above[-1] if above else None)) for p in parts)
        # what is paid today is told as paid
        told += [p for p in parts if p not in told and not (paid and p.date == h.today)]
    each = {cents for h in heard for cents in _each_time(h)}
    if len(each) == 1 and {p.amount for p in told} <= {*each, None}:
        told = [replace(p, amount=next(iter(each))) for p in told]
    return tuple(told) if len(told) > 1 or ruled else ()


def _each_time(heard: Heard) -> list[int]:
    """ "un tiers le 20 novembre, un tiers le 20 décembre, soit 350 € chaque fois"."""
    said, sums = EACH_TIME.search(heard.clause.folded), sums_of(heard)
    beside = [a.cents for a in sums if said and 0 <= said.start() - a.end < 4]
    return beside or [a.cents for a in sums if said and len(sums) == 1]


def _of_rule(heard: Heard) -> tuple[Day, ...]:
    """ "chaque vendredi jusqu'au 30 octobre": the days of a rule with its end."""
    folded = heard.clause.folded
    ends = EACH.search(folded) and any(UNTIL_DAY.search(folded[: d.start]) for d in heard.ahead)
    return tuple(d for d in heard.ahead if not d.doubtful) if ends else ()


def _plainly(heard: Heard, parts: tuple[PromiseRead, ...], kept: tuple[Day, ...]) -> bool:
    """With sums, as many days as payments ("les deux suivantes suivront le 5 mars et le 5 avril"), or days
    of which one is said to be of paying."""
    if len(parts) > 1 and count_told(heard.clause.folded) == len(parts):
        return True
    return any(p.amount for p in parts) or (bool(parts) and best_role(heard, kept) >= Role.PAYS)


def _in_reach(found: tuple[Day, ...]) -> list[Day]:
    """Without the days far off, but for those that go on from one near: "15 juillet, 30 septembre"."""
    kept: list[Day] = []
    for day in found:
        before = kept[-1].day if kept else None
        if not day.doubtful or (before and day.day and timedelta(0) < day.day - before < timedelta(100)):
            kept.append(day)
    return kept


def _pays(heard: Heard, day: Day) -> bool:
    """A day of paying by its words, or by the sum that stands right before it."""
    told = role(heard.clause.folded, day)
    if of_other_thing(heard.clause.folded, day):
        return False
    if told >= Role.OPEN or day.kind == "event" or any(0 <= day.start - a.end < 5 for a in sums_of(heard)):
        return True
    own = max((a.end for a in sums_of(heard) if a.end <= day.start), default=None)
    last = max(
        (d.end for d in heard.ahead if d.end <= day.start), default=0
    )  # "150 quand la paie tombe le 28"
    return own is not None and len(sums_of(heard)) > 1 and last < own and told == Role.STEP


def _with_lines(heard: list[Heard], telling: list[int]) -> set[int]:
    """The telling clauses, and the lines of a schedule around them: short, with a day and a share each."""
    lines = {
        i
        for i, h in enumerate(heard)
        if len(h.clause.folded) < 90 and h.ahead and _names_a_share(h) and not _PAST.search(h.clause.folded)
    }
    near = set(telling) | {i for i in lines if {i - 1, i + 1} & lines}
    for step in (1, -1):
        for start in telling:
            index = start + step
            while index in lines and not closed(heard[index]) and not heard[index].says_paid:
                near.add(index)
                index += step
    return near


def _names_a_share(heard: Heard) -> bool:
    folded = heard.clause.folded
    return bool(sums_of(heard) or REST.search(folded) or AS_MUCH.search(folded))


def _line(heard: Heard, found: tuple[Day, ...]) -> tuple[PromiseRead, ...]:
    """ "15 juin : 1 000 €" """
    if len(found) != 1 or not _names_a_share(heard):
        return ()
    return (PromiseRead(found[0].day, nearest_sum(heard, found[0])),)


# --- one promise, or one for each invoice ------------------------------------------------------------------


def _gathered(heard: list[Heard], told: _Told) -> list[PromiseRead]:
    """One promise for each clause that names a day, where they speak of different payments; else one."""
    found: list[PromiseRead] = []
    dated = [(i, days_) for i, days_ in told if days_]
    for index, days_ in dated:
        last = max(days_, key=lambda d: d.day or date.min)
        found.append(PromiseRead(last.day, nearest_sum(heard[index], last)))
    if len({p.date for p in found}) < 2:
        return _merged(found)
    apart = sum(p.amount is not None for p in found) == len(found)
    named = of_several(heard, [i for i, _ in dated])
    shared = any(REST.search(heard[i].clause.folded) for i, _ in dated[1:])
    return found if apart or named or shared else _merged(found)


def _merged(found: list[PromiseRead]) -> list[PromiseRead]:
    if not found:
        return []
    sums = {p.amount for p in found if p.amount is not None}
    return [PromiseRead(max(p.date for p in found if p.date), sums.pop() if len(sums) == 1 else None)]


def _dated_beside(heard: list[Heard], telling: list[int], *, least: Role) -> _Told:
    """The clause of the best role in the mail, and of equals the nearest to a telling one."""
    ruled = any(heard[index].says_promise for index in telling)
    if any(_UPON.search(heard[index].clause.folded) for index in telling):
        return []  # "dès que je l'ai": whatever day stands beside is not of this promise
    found: list[tuple[Role, int, int, tuple[Day, ...]]] = []
    for index, h in enumerate(heard):
        open_ = not closed(h) or (not ruled and least < Role.OPEN and not h.says_condition)
        if index in telling or not open_ or h.says_paid:
            continue
        told = tuple(d for d in told_days(h) if not d.doubtful)
        far = min(abs(index - i) for i in telling)
        best = best_role(h, told)
        if best > least and (best >= Role.YOURS or least < Role.OPEN or not ruled):
            found.append((best, -far, index, told))
    if not found:
        return []
    _, _, index, told = max(found)
    return [(index, told)]
