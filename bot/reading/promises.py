"""Which days and sums of a mail belong to its promises: clauses in, `PromiseRead` values out.

Of several days the best is taken, by what each is the day of (`roles`), and of equals the last: it is the
last day by which the money is promised. Parts of a debt are one promise each (`instalments`). What cannot be
paired is left without its sum: the whole debt is then meant, and nobody is held to a figure never promised.
"""

import re
from datetime import date

from bot.events import PromiseRead
from bot.reading.amounts import Amount
from bot.reading.dates import Day
from bot.reading.heard import Heard
from bot.reading.instalments import AS_MUCH, REST, parts_told
from bot.reading.payments import told_payment
from bot.reading.roles import Role, of_other_thing, role
from bot.reading.told import best_role, nearest_sum, of_role, rebased, sums_of, told_days, without_paid

__all__ = ["promised", "told_payment"]

_FOLLOWS = re.compile(
    r"\b(?:solde|reste(?! du| a )|reliquat|complement|surplus|suite|balance|rest|remainder)\b.{0,25}"
    r"\b(?:suivra|suivront|viendra|viendront|ensuite|des que possible|plus tard|quand|(?<!d')apres"
    r"|will follow|to follow|later|follows|des que|as soon as|a suivre|a venir|suit"
    r"|(?:will|'ll) (?:get|be) paid|sera (?:regle|paye|solde)e?"
    r"|(?:je|on|nous) vous (?:le|la) \w{3,8}(?:rai|ra|rons))\b"
)
_UPON = re.compile(
    r"\b(?:des (?:que|reception|qu')|a reception|une fois|sitot|aussitot|apres reception|quand j|quand on"
    r"|tant que|once|as soon as|upon)"
)
_LEFT = re.compile(r"\b(?:reste(?:nt)?|restant|soit|net a payer|montant retenu)\b[^,;]{0,50}$")
# words that tell one payment of a mail from another
_EACH = re.compile(
    r"\b(?:premier|premiere|second|seconde|deuxieme|troisieme|autre|celle|celui|chacun\w?|l'une|first"
    r"|second|third|other"
    r"|(?:facture|invoice|fa|f|fact)s?\.? ?(?:n\S{0,3} ?)?-?\d|la \d{2,6}|janvier|fevrier|mars|avril)\b"
)


_PAST = re.compile(
    r"\b(?:a|ont|est|sont|was|were|has|have) (?:bien |deja |been |already )*(?:ete )?(?:(?:prelev|regl|pay"
    r"|vir|vers|debit|envoy|encaiss)ee?s?|partie?s?|paid|sent|made)\b"
)


_Told = list[tuple[int, tuple[Day, ...]]]  # clauses by number, each with the days that it tells


def promised(heard: list[Heard], carriers: list[int], *, paid: bool) -> tuple[tuple[PromiseRead, ...], bool]:
    """The promises of a mail that promises, and whether their days are in doubt.

    The clauses that promise by the rules speak first, then those that carry the model's judgement; where
    these name no day, the clauses beside them do.
    """
    heard, hanging = rebased(without_paid(heard, told=paid))
    telling = [i for i, h in enumerate(heard) if h.says_promise] or sorted(carriers)
    telling += [i for i in hanging if {i - 1, i - 2} & set(telling) and i not in telling]
    plan = _plan(heard, telling, paid=paid)
    if plan:
        return plan, False
    told = [(i, told_days(heard[i])) for i in telling]
    doubtful = any(found and all(d.doubtful for d in found) for _, found in told)
    chosen, best = _chosen(heard, telling, told, paid=paid)
    promises = _gathered(heard, [(i, of_role(heard[i], f, best)) for i, f in chosen])
    if doubtful and not any(p.date for p in promises):
        return (), True  # a day long gone or far off: no promise is made of it
    promises = _with_sum(promises or [PromiseRead(None, None)], heard, [i for i, _ in chosen] or telling)
    if promises[0].date and any(_FOLLOWS.search(_after_days(h)) for h in heard):
        promises.append(PromiseRead(None, None))
    return tuple(dict.fromkeys(promises)), False


def _chosen(heard: list[Heard], telling: list[int], told: _Told, *, paid: bool) -> tuple[_Told, Role]:
    """The clauses whose days count, and the best role among them: those beside may know better."""
    sure = [(i, f) for i, f in told if not (f and all(d.doubtful for d in f))]
    best = max((best_role(heard[i], f) for i, f in sure), default=Role.NEVER)
    if best < Role.PAYS:
        beside = _dated_beside(heard, telling, least=best, paid=paid)
        if beside:
            sure, best = beside, max(best_role(heard[i], f) for i, f in beside)
    concluding = [(i, f) for i, f in _near(heard, telling) if best_role(heard[i], f) == Role.CONCLUDES]
    if concluding and best < Role.CONCLUDES:
        sure, best = concluding, Role.CONCLUDES
    return sure, best


def _near(heard: list[Heard], telling: list[int]) -> _Told:
    """The clauses within two of a telling one, with their days."""
    near = sorted({j for i in telling for j in range(i - 2, i + 3) if 0 <= j < len(heard)})
    return [(j, told_days(heard[j])) for j in near if not heard[j].takes_back]


# --- parts ---------------------------------------------------------------------------------------------


def _plan(heard: list[Heard], telling: list[int], *, paid: bool) -> tuple[PromiseRead, ...]:
    """The payments of a debt paid in parts, told in one clause or line by line."""
    told: list[PromiseRead] = []
    near = _with_lines(heard, telling)
    for index, h in enumerate(heard):
        if h.clause.question or (index not in near and (h.takes_back or h.says_paid)):
            continue
        kept = tuple(d for d in told_days(h) if not d.doubtful and _pays(h, d))
        parts = parts_told(h.clause.folded, kept, sums_of(h), h.today)
        if index in near:
            parts = parts or _line(h, kept)
        elif not any(p.amount for p in parts):
            continue  # a clause that does not promise by itself: only what is plainly a plan
        # what is paid today is told as paid
        told += [p for p in parts if p not in told and not (paid and p.date == h.today)]
    return tuple(told) if len(told) > 1 else ()


def _pays(heard: Heard, day: Day) -> bool:
    """A day of paying by its words, or by the sum that stands right before it."""
    return role(heard.clause.folded, day) >= Role.OPEN or any(0 <= day.start - a.end < 5 for a in heard.sums)


def _with_lines(heard: list[Heard], telling: list[int]) -> set[int]:
    """The telling clauses, and the lines of a schedule around them: short, with a day and a share each."""
    lines = {
        i
        for i, h in enumerate(heard)
        if len(h.clause.folded) < 90
        and h.ahead
        and (h.sums or REST.search(h.clause.folded))
        and not _PAST.search(h.clause.folded)
    }
    near = set(telling) | {i for i in lines if {i - 1, i + 1} & lines}
    for step in (1, -1):
        for start in telling:
            index = start + step
            while index in lines and not heard[index].takes_back and not heard[index].says_paid:
                near.add(index)
                index += step
    return near


def _line(heard: Heard, found: tuple[Day, ...]) -> tuple[PromiseRead, ...]:
    """ "15 juin : 1 000 €" """
    sums = sums_of(heard)
    if len(found) != 1 or not (sums or REST.search(heard.clause.folded)):
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
    named = sum(bool(_EACH.search(heard[i].clause.folded)) for i, _ in dated) >= 2
    shared = any(REST.search(heard[i].clause.folded) for i, _ in dated[1:])
    return found if apart or named or shared else _merged(found)


def _merged(found: list[PromiseRead]) -> list[PromiseRead]:
    if not found:
        return []
    sums = {p.amount for p in found if p.amount is not None}
    return [PromiseRead(max(p.date for p in found if p.date), sums.pop() if len(sums) == 1 else None)]


def _dated_beside(heard: list[Heard], telling: list[int], *, least: Role, paid: bool) -> _Told:
    """The clause of the best role in the mail, and of equals the nearest to a telling one."""
    if any(_UPON.search(heard[index].clause.folded) for index in telling):
        return []  # "dès que je l'ai": whatever day stands beside is not of this promise
    found: list[tuple[Role, int, int, tuple[Day, ...]]] = []
    for index, h in enumerate(heard):
        if index in telling or h.takes_back or (paid and h.says_paid):
            continue
        told = tuple(d for d in told_days(h) if not d.doubtful)
        far = min(abs(index - i) for i in telling)
        best = best_role(h, told)
        if best > least and (best >= Role.YOURS or least < Role.OPEN):
            found.append((best, -far, index, told))
    if not found:
        return []
    _, _, index, told = max(found)
    return [(index, told)]


def _after_days(heard: Heard) -> str:
    told = (d.end for d in heard.ahead if not of_other_thing(heard.clause.folded, d))
    return heard.clause.folded[max(told, default=0) :]


# --- sums ------------------------------------------------------------------------------------------------


def _with_sum(promises: list[PromiseRead], heard: list[Heard], told: list[int]) -> list[PromiseRead]:
    """A promise without a sum: that of the clause just before it, else the only one that the mail names."""
    if len(promises) != 1 or promises[0].amount is not None:
        return promises
    for index in told:
        left = [a for h in heard[max(0, index - 1) : index + 1] for a in _left_over(h)]
        if left:
            return [PromiseRead(promises[0].date, left[-1].cents)]
        if REST.search(heard[index].clause.folded):
            return promises
        if AS_MUCH.search(heard[index].clause.folded):
            above = [a.cents for h in heard[:index] for a in h.sums]
            return [PromiseRead(promises[0].date, above[-1] if above else None)]
        beside = [h for h in heard[max(0, index - 2) : index + 1] if not h.says_paid and not h.has("dispute")]
        near = [sums_of(h) for h in reversed(beside) if sums_of(h)]
        if near and len({a.cents for a in near[0]}) == 1:
            return [PromiseRead(promises[0].date, near[0][0].cents)]
    if any(h.has("dispute") for h in heard):
        return promises
    named = {a.cents for h in heard if not h.says_paid for a in sums_of(h)}
    return [PromiseRead(promises[0].date, named.pop())] if len(named) == 1 else promises


def _left_over(heard: Heard) -> list[Amount]:
    """ "il reste 2 150 €", whatever else the clause says of credit notes."""
    folded = heard.clause.folded
    return [a for a in sums_of(heard) if _LEFT.search(folded[max(0, a.start - 70) : a.start])]
