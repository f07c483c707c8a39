"""Which days and amounts of a clause belong to a promise or to a payment made: folded text in, values out.

Days of other things (an invoice's, a letter's, a due date gone by) do not count; of several days for one
sum the last is kept; several sums with as many days are instalments. What cannot be paired is left without
amount: the whole debt is then meant, and nobody is held to a figure that was never promised.
"""

import re
from datetime import date

from bot.events import PaidRead, PromiseRead
from bot.reading.amounts import Amount
from bot.reading.dates import Day
from bot.reading.heard import Heard

_OTHER_THING = re.compile(
    r"(?:facture|courrier|mail|message|relance|livraison|commande|devis|contrat|lettre|bon|rappel|avoir"
    r"|depuis|echue?|datee?"
    r"|recue?|invoice|dated|since|order|letter|reminder)s? (?:n\S{0,12} )?(?:\S{1,20} )?(?:du |le |de "
    r"|d'|of |from |on )?$|\bdepuis (?:le |la |debut |fin )?$"
)
_BY_BANK = re.compile(
    r"(?:echeance|campagne|virement|paiement|reglement|traite|valeur|run|lot|train)s? (?:de \S+ )?du $"
)
_PARTS = re.compile(
    r"\b(?:moitie|tiers|reste|solde|puis|ensuite|half|balance|remainder|then|rest|et le|et les|autre)\b"
)
# not the day meant but the one put aside
_NOT_THAT = re.compile(
    r"\b(?:pas|non|ni|au lieu|et non|plutot que|apres|not|instead of|rather than|after)"
    r" (?:avant |le |du |de |pour |au |on |by |the ){0,2}$"
)
_FOLLOWS = re.compile(
    r"\b(?:solde|reste|reliquat|complement|surplus|balance|rest|remainder)\b.{0,25}"
    r"\b(?:suivra|suivront|viendra|ensuite|des que possible|plus tard|will follow|to follow|later)\b"
)
_UPON = re.compile(
    r"\b(?:des (?:que|reception|qu')|a reception|une fois|sitot|aussitot|apres reception|quand j|quand on"
    r"|dans la foulee|once|as soon as|upon)"
)
_SINCE = re.compile(r"\b(?:depuis|since) (?:le |la |on )?$")
_ASKED = re.compile(
    r"\b(?:est[ -]ce que|pouvez|pourriez|peux[ -]tu|accordez|accordes|laissez|serait-il|possible|acceptez"
    r"|can you|could|would)\b"
)
_JUST = re.compile(
    r"\bvien(?:s|t|ons) (?:juste |tout juste )?(?:de |d')|\ba l'instant\b|\bc'est tape\b"
    r"|\bjust (?:paid|sent|made|pushed|done)"
)
_VAGUE_PAST = re.compile(
    r"semaine (?:derniere|passee)|last week|il y a un moment|some time ago|mois dernier|last month"
)


def promised(heard: list[Heard], carriers: list[int], *, paid: bool) -> tuple[tuple[PromiseRead, ...], bool]:
    """The promises of a mail that promises, and whether their days are in doubt.

    The clauses that promise by the rules speak first, then those that carry the model's judgement; where
    these name no day, the clauses beside them do.
    """
    telling = [i for i, h in enumerate(heard) if h.says_promise] or sorted(carriers)
    promises: list[PromiseRead] = []
    doubtful = False
    for index in telling:
        found = told_days(heard[index], heard[index].cue)
        if found and all(d.doubtful for d in found):
            doubtful = True  # a day long gone or far off: no promise is made of it
        else:
            _add(promises, told_promises(heard[index], found))
    if not any(p.date for p in promises):
        promises = _dated_beside(heard, telling, paid=paid) or promises
    if doubtful and not promises:
        return (), True
    promises = _with_sum(promises or [PromiseRead(None, None)], heard)
    if promises[0].date and any(_FOLLOWS.search(_after_days(h)) for h in heard):
        promises.append(PromiseRead(None, None))
    summed = {p.date for p in promises if p.amount is not None}
    return tuple(dict.fromkeys(p for p in promises if p.amount or p.date not in summed)), False


def _dated_beside(heard: list[Heard], telling: list[int], *, paid: bool) -> list[PromiseRead]:
    for index in telling:
        if _UPON.search(heard[index].clause.folded):
            return []  # "dès que je l'ai": whatever day stands beside is not of this promise
        for other in (index + 1, index - 1, index + 2):
            if not 0 <= other < len(heard) or heard[other].takes_back or (paid and heard[other].says_paid):
                continue
            found = [d for d in told_days(heard[other]) if not d.doubtful]
            if found:
                return list(told_promises(heard[other], tuple(found)))
    return []


def _after_days(heard: Heard) -> str:
    return heard.clause.folded[max((d.end for d in heard.ahead), default=0) :]


def _with_sum(promises: list[PromiseRead], heard: list[Heard]) -> list[PromiseRead]:
    """One promise without a sum, in a mail that names but one: that is the sum."""
    if len(promises) != 1 or promises[0].amount is not None:
        return promises
    named = {a.cents for h in heard if not h.says_paid and not h.has("dispute") for a in h.sums}
    return [PromiseRead(promises[0].date, named.pop())] if len(named) == 1 else promises


def _add(promises: list[PromiseRead], more: tuple[PromiseRead, ...]) -> None:
    # a day named in one clause outweighs the same promise undated in another
    dated = [p for p in promises if p.date is not None]
    if all(p.date is None for p in more) and dated:
        return
    if not dated and any(p.date for p in more):
        promises.clear()
    promises.extend(p for p in more if p not in promises)


def told_days(heard: Heard, cue: int = 0) -> tuple[Day, ...]:
    """The days ahead that a promise in this clause may mean: those after the words of promise, if any."""
    folded = heard.clause.folded
    ahead = [d for d in heard.ahead if d.day and d.day >= heard.today and not _of_other_thing(folded, d)]
    asked = _ASKED.search(folded)
    if asked and any(d.end < asked.start() for d in ahead):  # "300 aujourd'hui, le reste, pouvez-vous ..."
        ahead = [d for d in ahead if d.end < asked.start()]
    sure = [d for d in ahead if not d.doubtful]
    chosen = sure or ahead
    return tuple([d for d in chosen if d.end > cue] or chosen)


def _of_other_thing(folded: str, day: Day, *, paid: bool = False) -> bool:
    before = folded[max(0, day.start - 45) : day.start]
    if folded.startswith(("le ", "du ", "au "), day.start):
        before += folded[day.start : day.start + 3]
    if _NOT_THAT.search(before):
        return True
    if paid and _SINCE.search(before):
        return False  # "réglée depuis le 30"
    return bool(_OTHER_THING.search(before)) and not _BY_BANK.search(before)


def told_promises(heard: Heard, found: tuple[Day, ...]) -> tuple[PromiseRead, ...]:
    folded, sums = heard.clause.folded, heard.sums
    dates = [d.day for d in found if d.day]
    if not dates:
        return (PromiseRead(None, sums[0].cents if len(sums) == 1 else None),)
    if len(dates) > 1 and len(sums) == len(dates):
        return tuple(PromiseRead(day, a.cents) for day, a in zip(dates, sums, strict=True))
    if len(dates) > 1 and _PARTS.search(folded):
        return _paired(found, sums)
    return (PromiseRead(max(dates), sums[0].cents if len(sums) == 1 else None),)


def _paired(found: tuple[Day, ...], sums: tuple[Amount, ...]) -> tuple[PromiseRead, ...]:
    """Each sum goes to the first day after it that has none yet."""
    left = list(sums)
    promises: list[PromiseRead] = []
    for index, day in enumerate(found):
        limit = found[index + 1].start if index + 1 < len(found) else 10**9
        own = [a for a in left if a.start < day.start] or (
            [a for a in left if a.start < limit] if index == 0 else []
        )
        if own:
            left.remove(own[0])
        promises.append(PromiseRead(day.day, own[0].cents if own else None))
    return tuple(promises)


def told_payment(heard: list[Heard], carriers: list[int]) -> PaidRead:
    """When and how much was paid, by the clause that says so, else by those beside it."""
    ruled = [i for i in carriers if heard[i].says_paid] or [i for i, h in enumerate(heard) if h.says_paid]
    first = (ruled or carriers)[0]
    order = dict.fromkeys((first, *ruled, *carriers, first + 1, first - 1, first + 2))
    told = [heard[i] for i in order if 0 <= i < len(heard)]
    days = [day for day in map(_paid_on, told) if day]
    sums = [_paid_sum(h) for h in told if h.sums]
    vague = any(_VAGUE_PAST.search(h.clause.folded) for h in told[:1])
    return PaidRead(days[0] if days and not vague else None, sums[0] if sums else None)


def _paid_on(heard: Heard) -> date | None:
    folded = heard.clause.folded
    behind = [
        d
        for d in heard.behind
        if d.day and d.day <= heard.today and not _of_other_thing(folded, d, paid=True)
    ]
    found = _nearest([d for d in behind if not d.doubtful], _paid_at(heard))
    return found or (heard.today if _JUST.search(folded) else None)


def _paid_sum(heard: Heard) -> int:
    at = _paid_at(heard)
    return min(heard.sums, key=lambda a: abs(a.start - at)).cents


def _paid_at(heard: Heard) -> int:
    return min((m.start() for m in heard.matches.get("paid", ())), default=0)


def _nearest(found: list[Day], at: int) -> date | None:
    after = [d for d in found if d.end > at]
    chosen = after[0] if after else found[-1] if found else None
    return chosen.day if chosen else None
