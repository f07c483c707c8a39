"""The days and sums of one clause that a promise in it may mean: a `Heard` clause in, its choice out.

Days of other things, of what is past or asked for are left out; of the rest those of the best role count, and
of a time with a day within it ("avant Noël, le 23 dernier délai") the day. Where a clause tells of a payment
made, only what comes after that is still to come.
"""

from datetime import date
from itertools import pairwise

from bot.patterns import pattern
from bot.reading.amounts import Amount
from bot.reading.dates import Day
from bot.reading.heard import Heard, once
from bot.reading.instalments import AS_MUCH, REST
from bot.reading.roles import (
    JOINED,
    Role,
    is_backstop,
    of_other_thing,
    owed_sums,
    put_aside,
    role,
    says_more,
    told_of_past,
    words,
)

ASKED = pattern(
    r"\b(?:est[ -]ce que|pouvez|pourriez|peux[ -]tu|accordez|accordes|laissez|serait-il|possible|acceptez"
    r"|can you|could|would)\b"
)
_IF_YOU = pattern(
    r"\b(?:corrig|envoy|renvoy|transmett|adress|depos|redepos|rectifi|modifi|complet|communiqu|donn|indiqu"
    r"|fourniss|precis|remett|sign)(?:ez|es)\b.{0,60}\bet\b"
    r"|\b(?:send|give|mail|email|get) (?:me|us)\b.{0,60}\band\b|\b(?:only|just) need\b"
    r"|\b(?:des (?:que|reception|qu')|a reception|une fois|sitot|apres reception|as soon as|once|upon)\b"
)
_COUNTED_FROM = frozenset(
    ("span", "later", "at_once", "same_day", "day_after", "following", "eight", "fifteen")
)
_COUNTED = ("span", "later", "eight", "fifteen", "fourteen")
WIDE = frozenset(
    (
        *("feast", "week", "week_of", "iso_week", "month_part", "this_month", "stretch"),
        *("year_end", "quarter_end", *_COUNTED),
    )
)
_TURN = pattern(r"[,;:(]|\b(?:et|and|puis|then)\b")
_RATHER = pattern(
    r"\b(?:soit|donc|c'est[- ]a[- ]dire|disons|plutot|exactement|precisement|autrement dit|en fait|namely"
    r"|i\.?e\.?|rather|non,|actually)\W{0,3}(?:pour |le |on |the |au )?$"
)
_LIMIT = pattern(r"\b(?:avant|before)\b")
_FIGURE = pattern(r"\d")
_PARTICIPLE = pattern(
    r"\b(?:ayant|a|ont|avait) (?:bien |deja )?ete ([a-z]{3,14}[eiut]s?) (?:le|du|les) ?$"
    r"|(?<!sera )(?<!seront )(?<!etre )(?<!serez )(?<!serai )(?<!soit )(?<!aura )\b([a-z]{3,14}ees?) (?:le|du"
    r"|les) ?$"
)
_ANEW = pattern(
    r"[,(] ?(?:la|les?|notre|nos|mon|ma|the|our|my) (?!fournisseurs|factures?|virement|reglement|plus"
    r"|supp)[a-z]{3}"
)
_AND = pattern(r" (?:et|and) (?:le |the |on )?")
_BESIDE = pattern(
    r" ?(?:€|euros?|eur)? ?[,:=(>-]{0,2} ?(?:(?:pour|soit|de|le|au|on|by|avant|before|d'ici) ){0,2}[:]? ?"
)
_PLUS = pattern(r"\b(?:et|and|plus)\b|[+&]")
_OR = pattern(r"\b(?:ou|or|sinon|au pire)\b")


@once
def told_days(heard: Heard) -> tuple[Day, ...]:
    """The days ahead that a promise in this clause may mean; mere guesses only where there is no other."""
    folded = heard.clause.folded
    ahead = [d for d in _own_days(heard) if d.day and d.day >= heard.today]
    if heard.clause.question:  # only what stands before the part that asks
        ahead = [d for d in ahead if d.end <= folded.rfind(",")]
    if (
        heard.has("document_request") and not heard.has("commit") and len(ahead) < 3
    ):  # "envoyez-moi le RIB avant vendredi"
        ahead = [d for d in ahead if role(folded, d) >= Role.PAYS]
    ahead = [d for d in ahead if d.start >= paid_until(heard)] or ahead if heard.says_paid else ahead
    if _IF_YOU.search(folded):  # counted from the day on which the creditor does something
        ahead = [d for d in ahead if not _from_their_act(folded, d)]
    asked = ASKED.search(folded)
    if asked and any(d.end < asked.start() for d in ahead):  # "300 aujourd'hui, le reste, pouvez-vous ..."
        ahead = [d for d in ahead if d.end < asked.start()]
    sure = [d for d in ahead if not d.doubtful]
    return tuple(sure or ahead)


def _from_their_act(folded: str, day: Day) -> bool:
    return day.kind in _COUNTED_FROM or folded.startswith(
        ("dans la semaine", "la semaine qui suit"), day.start
    )


@once
def _own_days(heard: Heard) -> list[Day]:
    """Not those of other things, nor what is joined to one: "vos factures du 2 et du 16"."""
    folded = heard.clause.folded
    kept: list[Day] = []
    other: Day | None = None
    for day, back in zip(heard.ahead, heard.behind, strict=True):
        joined = other is not None and JOINED.fullmatch(folded, other.end, day.start)
        if joined and other and folded[other.end] == "," and put_aside(folded, other):
            joined = None  # "pas vendredi, lundi"
        near = nearer(back, day, heard.today)
        gone = (near or day.kind == "weekday") and told_of_past(folded, day)
        gone = gone or (near and _was_done(folded, day))
        gone = gone or (day.kind == "at_once" and folded.endswith("la ", 0, day.start))  # "là tout de suite"
        other = day if joined or gone or of_other_thing(folded, day) else None
        kept += [] if other else [day]
    return kept


def _was_done(folded: str, day: Day) -> bool:
    """ "contrôlée le 2, bonne à payer": the 2nd gone by."""
    done = _PARTICIPLE.search(folded[max(0, day.start - 40) : day.start + 3])
    return done is not None and not words("pays").fullmatch(done[1] or done[2])


def nearer(back: Day, ahead: Day, today: date) -> bool:
    if back.day is None or ahead.day is None or back.day > today:
        return False
    return today - back.day < ahead.day - today


@once
def paid_until(heard: Heard) -> int:
    """Where a clause that tells of a payment made may turn to what is to come."""
    told = max((m.end() for m in heard.matches.get("paid", ())), default=0)
    turn, end = next_turn(heard.clause.folded, told), len(heard.clause.folded)
    rest = REST.search(heard.clause.folded, told, turn)  # "payé 150 vendredi le reste c'est le 5"
    if told and rest and any(told <= d.start and d.end <= rest.start() for d in heard.behind if d.day):
        return rest.start()
    while turn < end and _goes_on(heard, turn, next_turn(heard.clause.folded, turn + 1)):
        turn = next_turn(heard.clause.folded, turn + 1)
    return turn


def _goes_on(heard: Heard, start: int, end: int) -> bool:
    """ "versé 100 le 1er et 100 le 10": but a sum and a day, which is nearer in the past."""
    pairs = [p for p in zip(heard.behind, heard.ahead, strict=True) if start < p[0].start < end]
    sums = [a for a in heard.sums if start <= a.start < end]
    alone = len(pairs) == len(sums) == 1 and end - start < 30
    return alone and nearer(*pairs[0], heard.today)


def next_turn(folded: str, at: int) -> int:
    """The comma, or the "et", at which the next part of the sentence begins; else its end."""
    turn = _TURN.search(folded, at)
    return turn.start() if turn else len(folded)


@once
def backstop(heard: Heard) -> bool:
    """A day that holds whatever becomes of the condition: "dès que ça tombe, et en tout cas avant le 20"."""
    if heard.clause.question or heard.refuses:
        return False
    return any(d.day and d.day >= heard.today and is_backstop(heard.clause.folded, d) for d in heard.ahead)


@once
def closed(heard: Heard) -> bool:
    return heard.takes_back and not backstop(heard)


def best_role(heard: Heard, found: tuple[Day, ...]) -> Role:
    return max((_role(heard, d) for d in found), default=Role.NEVER)


def _role(heard: Heard, day: Day) -> Role:
    """By its words; a day that nothing is said of but a sum, "mardi 10, 432 €", is one of paying."""
    told = role(heard.clause.folded, day)
    return Role.PAYS if told == Role.OPEN and _beside_a_sum(heard, day) else told


def _beside_a_sum(heard: Heard, day: Day) -> bool:
    folded = heard.clause.folded
    gaps = (
        folded[day.end : a.start] if a.start >= day.end else folded[a.end : day.start] for a in sums_of(heard)
    )
    return any(_BESIDE.fullmatch(gap) for gap in gaps)


def of_role(heard: Heard, found: tuple[Day, ...], best: Role) -> tuple[Day, ...]:
    """The days of the best role; "au plus tard le 10" and the like may follow a day of paying."""
    roles = _roles(heard, found)
    least = best if best == Role.CONCLUDES else max(Role.STEP, min(best, Role.PAYS))
    first = min((d.start for d, r in roles if r >= least), default=len(heard.clause.folded))
    folded = heard.clause.folded
    kept = (
        d
        for d, r in roles
        if r >= least or (r == Role.OPEN and d.start > first and not _anew(folded, first, d))
    )
    return narrowed(tuple(kept), folded)


def _anew(folded: str, first: int, day: Day) -> bool:
    """Whether the words between turn to something else: "lundi, la collecte du 29 étant réservée"."""
    return says_more(folded, day) or bool(_ANEW.search(folded, first, day.start))


def _roles(heard: Heard, found: tuple[Day, ...]) -> list[tuple[Day, Role]]:
    """The role of each; "dimanche et lundi" are of one thing."""
    folded = heard.clause.folded
    told: list[tuple[Day, Role]] = []
    for day in found:
        own = _role(heard, day)
        if own == Role.OPEN and told and _AND.fullmatch(folded, told[-1][0].end, day.start):
            own = min(own, told[-1][1])
        told.append((day, own))
    return told


def narrowed(found: tuple[Day, ...], folded: str) -> tuple[Day, ...]:
    """ "avant Noël, le 23 dernier délai": a day within the time named before it is the one meant."""
    for wide, exact in pairwise(found):
        between = folded[wide.end : exact.start]
        if _RATHER.search(between):
            return tuple(
                d for d in found if d.start >= exact.start or REST.search(folded, d.end, exact.start)
            )
        if _OR.search(between) or _FIGURE.search(between):
            continue
        if words("somebody").search(between) and not words("pays").search(between):
            continue  # "cette semaine, j'ai juste le contrôle technique jeudi"
        limit = bool(_LIMIT.search(folded[max(0, wide.start - 12) : wide.start + 6]))
        loose = wide.kind in WIDE and (exact.kind not in WIDE or between == ", ")
        within = _gap(wide, exact) if loose or (limit and between.startswith(",")) else 0
        if 0 < within < 3 or (within > 0 and wide.kind not in _COUNTED):
            return tuple(d for d in found if d is not wide)
    return found


def _gap(wide: Day, exact: Day) -> int:
    return (wide.day - exact.day).days if wide.day and exact.day else 0


@once
def sums_of(heard: Heard) -> tuple[Amount, ...]:
    sums = owed_sums(heard.clause.folded, heard.sums)
    after = tuple(a for a in sums if a.start >= paid_until(heard))
    return after or (() if REST.search(heard.clause.folded) else sums) if heard.says_paid else sums


def _joined(between: str) -> bool:
    return len(between) < 20 and bool(_PLUS.search(between))


def nearest_sum(heard: Heard, day: Day) -> int | None:
    sums = sums_of(heard)
    if not sums:
        again = AS_MUCH.search(heard.clause.folded)
        said = [a for a in heard.sums if again and a.end <= again.start()]
        return said[-1].cents if said else None
    before = [a for a in sums if a.end <= day.start]
    if len(before) > 1 and _joined(heard.clause.folded[before[-2].end : before[-1].start]):
        return None  # "350 et 420, tout part vendredi"
    if before and REST.search(heard.clause.folded[before[-1].end : day.start]):
        return None  # "500 versés, le solde le 15"
    return (before[-1] if before else min(sums, key=lambda a: abs(a.start - day.end))).cents
