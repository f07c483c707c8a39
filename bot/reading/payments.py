"""When and how much was paid: the clauses of a mail that says so in, a `PaidRead` out.

The clause that says it speaks first, then those beside it. A past that is only vague ("la semaine dernière")
gives no date (GUIDE rule 12); a fee refused or a deduction is no sum paid.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.events.mail import PaidRead
from bot.patterns import pattern
from bot.reading.amounts import Amount
from bot.reading.dates import Day, Now, days
from bot.reading.heard import Heard, once
from bot.reading.instalments import ITEM
from bot.reading.roles import JOINED, Role, of_other_thing, owed_sums, role, words
from bot.reading.told import next_turn, paid_until

_JUST = pattern(
    r"\bvien(?:s|t|ons|nent) (?:juste |tout juste )?(?:de |d')(?!(?:le |la |les |vous |en |re)*(?:verif"
    r"|regard|voir|recev|lire|rentr|retrouv|constat|parl|decouvr|trouv|consult|control|apprend|rappel|appel"
    r"|demand|pointer))|\bje (?:sors|rentre|reviens) (?:juste )?de (?:la |ma )?(?:banque|poste)\b"
    r"|\bje (?:sors|rentre|reviens) (?:juste )?de (?:chez (?:vous|toi)|(?:votre|ton|vos|tes) \w{3,12})\b"
    r"|\ba l'instant\b|\bc'est tape\b|\bjust (?:paid|sent|made|pushed|done)"
)
_AND = pattern(r"\b(?:et|and|puis)\b|[+,;]")
_TOTAL = pattern(r"\b(?:total|en tout|soit|ensemble|altogether|in all)\b|=")
_MAKES = pattern(r"(?:\btotal\w*|\bsoit|\bfai(?:t|sant)|\bensemble|\bso|\bmakes|=)(?: [^\s,;.]{1,8}){0,3} ?$")
_IN_ALL = pattern(r" ?(?:€ |euros? )?(?:en tout|au total|au complet|in total|in all|all told|altogether)\b")
# what somebody else has paid the writer
_TO_US = pattern(r"\b(?:nous|m'|lui|leur) ?(?:a|ont) (?:bien |enfin |tous |deja )?")
_THEN_PAID = pattern(r"\b(?:paye|vire|verse|regle|credite|execute)e?s?\b")  # "mandatée le 2, virée le 14"
_PLAINLY_PAID = pattern(r"\b(?:payee?s?|reglee?s?|viree?s?|soldee?s?|paid|settled)\b")
_VAGUE_PAST = pattern(
    r"semaine (?:derniere|passee)|last week|il y a un moment|some time ago|mois dernier|last month"
)


def told_payment(heard: list[Heard], carriers: list[int]) -> PaidRead:
    """When and how much was paid, by the clause that says so, else by those beside it."""
    heard = past_hung(heard)
    ruled = [i for i in carriers if heard[i].says_paid] or [i for i, h in enumerate(heard) if h.says_paid]
    first = (ruled or carriers)[0]
    whole = _in_parts([h for h in heard[max(0, first - 1) : first + 4] if not h.clause.question])
    if whole:
        return whole
    order = dict.fromkeys((first, *ruled, *carriers, first + 1, first - 1, first + 2))
    told = [heard[i] for i in order if 0 <= i < len(heard) and (i == first or not heard[i].clause.question)]
    told += [h for h in _elsewhere(heard, first) if h not in told]
    if told[0].says_paid or _PLAINLY_PAID.search(
        told[0].clause.folded
    ):  # "F-301 est payée. F-302 partira le 20."
        told = [h for h in told if h is told[0] or h.says_paid or not _only_to_come(h)]
    told += [h for h in heard if _JUST.search(h.clause.folded) and h not in told]
    days = [day for day in map(_paid_on, told) if day]
    sums = [_paid_sum(h) for h in _by_sum(heard, told, first) if _sums(h)]
    if len([h for h in heard if h.says_paid and _sums(h)]) > 1 or _several(told[0]):
        sums = sums if _TOTAL.search(told[0].clause.folded) else []  # no sum of several payments was said
    vague = _vaguely(told[0])
    return PaidRead(days[0] if days and not vague else None, sums[0] if sums else None)


def past_hung(heard: list[Heard]) -> list[Heard]:
    """ "Je ne l'ai ouverte que le 6. Le chèque est parti le lendemain.": the day after."""
    told: list[Heard] = []
    last: date | None = None
    for h in heard:
        if last and any(d.hangs for d in h.behind):
            again = days(h.clause.folded, Now(h.today, past=True, before=last))
            kept = {d.start: d for d in again if d.day and d.day <= h.today}
            h = replace(h, behind=tuple(kept.get(d.start, d) if d.hangs else d for d in h.behind))
        gone = [d.day for d in h.behind if d.day and d.day <= h.today and not d.doubtful]
        last = gone[-1] if gone else last
        told.append(h)
    return told


def _in_parts(near: list[Heard]) -> PaidRead | None:
    """ "700 € le 2 et 415 € ce matin, soit 1 115 €": the last day and the whole, if the parts make it up."""
    made = [h for h in near if h.sums and not _to_come(h)]
    wholes = [a for h in made for a in h.sums if _is_whole(h.clause.folded, a)]
    if not wholes:
        return None
    cents = wholes[-1].cents
    parts = [a.cents for h in made for a in h.sums if a.cents < cents]
    if sum(parts) != cents and not (len(set(parts)) == 1 and cents % parts[0] == 0):
        return None
    days = [d.day for h in made for d in _behind(h) if d.day and not d.doubtful]
    return PaidRead(max(days, default=None), cents)


@once
def _to_come(heard: Heard) -> bool:
    """A promise whose day is not only to be had by reaching over most of a year."""
    ahead = [d for d in heard.ahead if d.day and d.day > heard.today and not d.doubtful]
    return heard.says_promise and (bool(ahead) or not heard.ahead)


def _only_to_come(heard: Heard) -> bool:
    ahead = [d for d in heard.ahead if d.day and d.day > heard.today and role(heard.clause.folded, d)]
    return _to_come(heard) and len(ahead) == len(heard.ahead)


def _is_whole(folded: str, amount: Amount) -> bool:
    before = folded[max(0, amount.start - 40) : amount.start]
    return bool(_MAKES.search(before) or _IN_ALL.match(folded, amount.end))


def _elsewhere(heard: list[Heard], first: int) -> list[Heard]:
    """The other clauses that speak of paying, the nearest first."""
    order = sorted(range(len(heard)), key=lambda i: abs(i - first))
    speaking = (heard[i] for i in order if words("pays").search(heard[i].clause.folded))
    return [h for h in speaking if not (h.clause.question or _to_come(h))]


def _several(heard: Heard) -> bool:
    """Two sums joined by "et", or a day with each: each is of a payment of its own."""
    sums = _sums(heard)
    joined = (heard.clause.folded[a.end : b.start] for a, b in pairwise(sums))
    differ = len({a.cents for a in sums}) > 1 or len(_onward(heard)) > 1
    return differ and any(_AND.search(words) for words in joined)


def _whole_month(folded: str, day: Day) -> bool:
    """ "réglé en décembre" names no day."""
    return day.kind == "month_part" and folded.startswith(
        ("en ", "in ", "courant ", "au ", "during ", "dans le courant "), day.start
    )


def _by_sum(heard: list[Heard], told: list[Heard], first: int) -> list[Heard]:
    """The telling clause, the one it goes on from, the others; then a mail's one sum, wherever it is."""
    above = [heard[first - 1]] if first > 0 else []
    rest = [h for h in heard if h not in told and _may_tell(h) and not h.clause.question]
    alone = rest if len({a.cents for h in rest for a in _sums(h)}) == 1 else []
    return [told[0], *(h for h in (*above, *told[1:]) if _may_tell(h)), *alone]


def _may_tell(heard: Heard) -> bool:
    """Whether a sum in this clause may be the one paid."""
    if heard.says_paid:
        return True
    other = words("next_one").search(heard.clause.folded)
    return not (_to_come(heard) or heard.has("dispute") or other)


def _vaguely(heard: Heard) -> bool:
    """Whether the clause that tells of the payment names but a week or a month."""
    folded = heard.clause.folded
    only = heard.behind and all(_whole_month(folded, d) for d in heard.behind)
    return bool(only or _VAGUE_PAST.search(folded))


def _paid_on(heard: Heard) -> date | None:
    folded = heard.clause.folded
    found = _day_told(heard)
    if _JUST.search(folded) and not (found and found.kind == "shift"):
        return heard.today
    return found.day if found else None


def _day_told(heard: Heard) -> Day | None:
    """The last of several payments; else the day that stands with the words for paying."""
    folded, exact, onward = heard.clause.folded, days_made(heard), _onward(heard)
    if len(onward) > 1 and _several(heard):
        return onward[-1]
    if "paid" in heard.matches:
        return _nearest(exact, paid_at(heard))
    return max(reversed(exact), key=lambda d: (_worth(folded, d), d.kind == "shift"), default=None)


@once
def days_made(heard: Heard) -> list[Day]:
    """The days on which the payments told of may have been made."""
    folded, until = heard.clause.folded, _made_until(heard)
    exact = [d for d in _behind(heard) if not d.doubtful and not _whole_month(folded, d)]
    return [d for d in exact if d.start < until and not _of_another_item(heard, d)]


def _onward(heard: Heard) -> list[Day]:
    """ "le 2, puis le 9": payments are told in their order; what goes back is a day to come."""
    kept: list[Day] = []
    for day in days_made(heard):
        if day.day and not (kept and kept[-1].day and kept[-1].day >= day.day):
            kept.append(day)
    return kept


def _of_another_item(heard: Heard, day: Day) -> bool:
    """ "la 112 c'est payé, la 120 part jeudi": Thursday is of the second."""
    folded = heard.clause.folded
    at = min((m.start() for m in heard.matches.get("paid", ())), default=_stands(_PLAINLY_PAID, folded))
    items = [m.start() for m in ITEM.finditer(folded) if m.start() < day.start]
    return at >= 0 and any(i < at for i in items) and any(at < i for i in items)


def _stands(pattern: re.Pattern[str], folded: str) -> int:
    found = pattern.search(folded)
    return found.start() if found else -1


def _worth(folded: str, day: Day) -> Role:
    found = role(folded, day)
    return Role.OPEN if found == Role.CONCLUDES else min(found, Role.PAYS)


@once
def _behind(heard: Heard) -> list[Day]:
    """The days gone by, but not those of other things nor what is joined to one."""
    kept: list[Day] = []
    other: Day | None = None
    for day in heard.behind:
        joined = other is not None and JOINED.fullmatch(heard.clause.folded, other.end, day.start)
        other = day if joined or of_other_thing(heard.clause.folded, day, paid=True) else None
        if other is None and day.day and day.day <= heard.today:
            kept.append(day)
    return kept


@once
def _sums(heard: Heard) -> tuple[Amount, ...]:
    folded = heard.clause.folded
    sums = owed_sums(folded, heard.sums)
    made = tuple(a for a in sums if a.start < _made_until(heard)) or sums
    return tuple(a for a in made if not words("claimed").search(folded[max(0, a.start - 40) : a.start]))


@once
def _made_until(heard: Heard) -> int:
    """Where a clause turns from the payment made to one to come: "480 € partis hier, il manquera 60 €"."""
    folded = heard.clause.folded
    turn = paid_until(heard)
    while turn < len(folded):
        end = next_turn(folded, turn + 1)
        ahead = any(turn < d.start < end and d.day and d.day > heard.today for d in heard.behind)
        if ahead or words("still").search(folded, turn, end):
            return turn
        turn = end
    return turn


def _paid_sum(heard: Heard) -> int:
    at = paid_at(heard)
    return min(_sums(heard), key=lambda a: abs(a.start - at)).cents


@once
def paid_at(heard: Heard) -> int:
    told = [m for m in heard.matches.get("paid", ()) if not _to_us(m)]
    first = min(told, key=lambda m: m.start(), default=None)
    if first is None:
        return 0
    after = _THEN_PAID.search(heard.clause.folded, first.end()) if "mandat" in first[0] else None
    return after.start() if after else first.start()


def _to_us(match: re.Match[str]) -> bool:
    """ "la famille nous a réglés le 20": what the writer was paid."""
    return any(
        t.end() >= match.start()
        for t in _TO_US.finditer(match.string, max(0, match.start() - 20), match.end())
    )


def _nearest(found: list[Day], at: int) -> Day | None:
    after = [d for d in found if d.end > at]
    return after[0] if after else found[-1] if found else None
