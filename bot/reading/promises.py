"""Which days and amounts of a clause belong to a promise or to a payment made: folded text in, values out.

Days of other things (an invoice's, a letter's, a due date gone by) do not count; of several days for one
sum the last is kept; several sums with as many days are instalments. What cannot be paired is left without
amount: the whole debt is then meant, and nobody is held to a figure that was never promised.
"""

import re
from datetime import date

from bot.events import PaidRead, PromiseRead
from bot.reading.amounts import Amount, amounts
from bot.reading.dates import Day, Now, days
from bot.reading.lexicon import section

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
_VAGUE_PAST = re.compile(
    r"semaine (?:derniere|passee)|last week|il y a un moment|some time ago|mois dernier|last month"
)


def told_days(folded: str, found: tuple[Day, ...], now: Now, cue: int = 0) -> tuple[Day, ...]:
    """The days ahead that a promise in this clause may mean: those after the words of promise, if any."""
    ahead = [d for d in found if d.day and d.day >= now.today and not _of_other_thing(folded, d)]
    sure = [d for d in ahead if not d.doubtful]
    chosen = sure or ahead
    return tuple([d for d in chosen if d.end > cue] or chosen)


def _of_other_thing(folded: str, day: Day) -> bool:
    before = folded[max(0, day.start - 45) : day.start]
    if folded.startswith(("le ", "du ", "au "), day.start):
        before += folded[day.start : day.start + 3]
    return bool(_OTHER_THING.search(before)) and not _BY_BANK.search(before)


def told_promises(folded: str, found: tuple[Day, ...], now: Now) -> tuple[PromiseRead, ...]:
    sums = amounts(folded)
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


def told_payment(folded: str, now: Now) -> PaidRead:
    """When and how much was paid: the day nearest after the words of payment, else the nearest before."""
    past = Now(now.today, now.hour, past=True, english=now.english)
    found = [d for d in days(folded, past) if d.day and d.day <= now.today and not _of_other_thing(folded, d)]
    cue = section("paid").search(folded)
    at = cue.start() if cue else 0
    sums = amounts(folded)
    if _VAGUE_PAST.search(folded):
        found = []
    return PaidRead(_nearest(found, at), min(sums, key=lambda a: abs(a.start - at)).cents if sums else None)


def _nearest(found: list[Day], at: int) -> date | None:
    after = [d for d in found if d.end > at]
    chosen = after[0] if after else found[-1] if found else None
    return chosen.day if chosen else None
