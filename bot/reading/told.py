"""The days and sums of one clause that a promise in it may mean: a `Heard` clause in, its choice out.

Days of other things, of what is past or asked for are left out; of the rest those of the best role count, and
of a time with a day within it ("avant Noël, le 23 dernier délai") the day. Where a clause tells of a payment
made, only what comes after that is still to come.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.reading.amounts import Amount
from bot.reading.dates import Day, Now, days
from bot.reading.heard import Heard
from bot.reading.instalments import AS_MUCH, REST
from bot.reading.roles import JOINED, Role, of_other_thing, owed_sums, role, says_more, told_of_past

_ASKED = re.compile(
    r"\b(?:est[ -]ce que|pouvez|pourriez|peux[ -]tu|accordez|accordes|laissez|serait-il|possible|acceptez"
    r"|can you|could|would)\b"
)
_IF_YOU = re.compile(
    r"\b(?:corrig|envoy|renvoy|transmett|adress|depos|redepos|rectifi|modifi|complet|communiqu|donn|indiqu"
    r"|fourniss|precis|remett|sign)(?:ez|es)\b.{0,60}\bet\b"
    r"|\b(?:send|give|mail|email|get) (?:me|us)\b.{0,60}\band\b|\b(?:only|just) need\b"
    r"|\b(?:des (?:que|reception|qu')|a reception|une fois|sitot|apres reception|as soon as|once|upon)\b"
)
_COUNTED_FROM = frozenset(
    ("span", "later", "at_once", "same_day", "day_after", "following", "eight", "fifteen")
)
_COUNTED = ("span", "eight", "fifteen", "fourteen")
_WIDE = frozenset(
    (
        *("feast", "week", "week_of", "iso_week", "month_part", "this_month", "stretch"),
        *("year_end", "quarter_end", *_COUNTED),
    )
)
_DONE_WORDS = "partie?|viree?|versee?|reglee?|payee?|envoyee?|prelevee?|debitee?|soldee?|deposee?"
_DONE = re.compile(rf"\b(?:{_DONE_WORDS})s\b")
_DONE_ON = re.compile(
    rf"(?<!sera )(?<!seront )(?<!etre ){_DONE.pattern} (?:le |des le |depuis |par \S{{1,12}} ){{0,2}}$"
)
_TURN = re.compile(r"[,;:(]|\b(?:et|and|puis|then)\b")
_RATHER = re.compile(
    r"\b(?:soit|donc|c'est[- ]a[- ]dire|disons|plutot|exactement|precisement|autrement dit|en fait|namely"
    r"|i\.?e\.?|rather|non,|actually)"
    r"\W{0,3}(?:pour |le |on |the |au )?$"
)
_OR = re.compile(r"\b(?:ou|or|sinon|au pire)\b")


# "vendredi j'ai déposé 120 €", "on Friday we sent half"
_THEN_DONE = re.compile(
    r",? (?:j'|je (?:vous |te |l'|t'|les )?|on (?:vous |t'|l'|a )?|nous (?:vous )?)?"
    r"(?:ai|avons|avions|avais|a|as)"
    rf" (?:bien |deja )?(?:ete )?(?:{_DONE_WORDS}|fait(?! \w{{1,12}}(?:er|ir|re)\b)|mis|donne"
    r"|poste|remis|effectue)(?:e?s?)\b"
    r"|,? (?:i|we) (?:have |already )?(?:paid|sent|wired|transferred|made|put|posted)\b"
)
_SENT_ON = re.compile(
    r"(?:(?<!be )(?<!get )(?<!gets )(?<!is )(?<!are )(?<!'re )"
    r"\b(?:paid|sent|wired|transferred|left|went|posted)"
    r"|\bdid (?:pay|send|transfer|wire)"
    r"|\b(?:ai|avons|a|ont) (?:bien |deja )?(?:envoye|vire|verse|paye|regle|donne|depose|poste|remis)e?s?)"
    r"(?: (?!on\b|in\b|by\b|with|before|pour|avant|d'ici|et\b)[\w.,€]{1,10}){0,3}"
    r" (?:on |last |this |le )?(?:the )?$"
    r"|\b(?:est|sont) (?:passe|parti|sorti)e?s? (?:des )?(?:le )?$"
)


def without_paid(heard: list[Heard], *, told: bool) -> list[Heard]:
    """The mail without the days of payments made: "300 partis vendredi, la suite dès que possible"; where it
    tells of none, "payés vendredi" is to come."""
    return [_still_ahead(h, told=told) if h.ahead else h for h in heard]


def _still_ahead(heard: Heard, *, told: bool) -> Heard:
    folded = heard.clause.folded
    pairs = zip(heard.ahead, heard.behind, strict=True)
    kept = [(a, b) for a, b in pairs if not _done_then(folded, a, told=told)]
    return replace(heard, ahead=tuple(a for a, _ in kept), behind=tuple(b for _, b in kept))


def _done_then(folded: str, day: Day, *, told: bool) -> bool:
    """ "300 partis vendredi", "vendredi j'ai déposé 300", "half left our account on Friday"."""
    before = folded[max(0, day.start - 40) : day.start]
    if told and _DONE_ON.search(before):
        return True
    return bool(_SENT_ON.search(before) or _THEN_DONE.match(folded, day.end))


def rebased(heard: list[Heard]) -> tuple[list[Heard], list[int]]:
    """ "le lendemain", "vous l'aurez dans la semaine": counted from the day that an earlier clause names."""
    told: list[Heard] = []
    hanging: list[int] = []
    before: date | None = None
    for index, h in enumerate(heard):
        now = Now(h.today, before=before)
        if before and any(d.hangs for d in h.ahead):
            h = replace(h, ahead=days(h.clause.folded, now))
            hanging.append(index)
        elif before and "dans la semaine" in h.clause.folded and len(h.ahead) == 1:
            h = replace(h, ahead=days(h.clause.folded, Now(before)))
            hanging.append(index)
        named = [d.day for d in h.ahead if d.day and d.day >= h.today and not d.doubtful]
        before = named[-1] if named else before
        told.append(h)
    return told, hanging


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
    asked = _ASKED.search(folded)
    if asked and any(d.end < asked.start() for d in ahead):  # "300 aujourd'hui, le reste, pouvez-vous ..."
        ahead = [d for d in ahead if d.end < asked.start()]
    sure = [d for d in ahead if not d.doubtful]
    return tuple(sure or ahead)


def _from_their_act(folded: str, day: Day) -> bool:
    return day.kind in _COUNTED_FROM or folded.startswith(
        ("dans la semaine", "la semaine qui suit"), day.start
    )


def _own_days(heard: Heard) -> list[Day]:
    """Not those of other things, nor what is joined to one: "vos factures du 2 et du 16"."""
    folded = heard.clause.folded
    kept: list[Day] = []
    other: Day | None = None
    for day, back in zip(heard.ahead, heard.behind, strict=True):
        joined = other is not None and JOINED.fullmatch(folded, other.end, day.start)
        gone = _nearer(back, day, heard.today) and told_of_past(folded, day)
        other = day if joined or gone or of_other_thing(folded, day) else None
        kept += [] if other else [day]
    return kept


def _nearer(back: Day, ahead: Day, today: date) -> bool:
    if back.day is None or ahead.day is None or back.day > today:
        return False
    return today - back.day < ahead.day - today


def paid_until(heard: Heard) -> int:
    """Where a clause that tells of a payment made may turn to what is to come."""
    told = max((m.end() for m in heard.matches.get("paid", ())), default=0)
    turn = _TURN.search(heard.clause.folded, told)
    return turn.start() if turn else len(heard.clause.folded)


def best_role(heard: Heard, found: tuple[Day, ...]) -> Role:
    return max((role(heard.clause.folded, d) for d in found), default=Role.NEVER)


def of_role(heard: Heard, found: tuple[Day, ...], best: Role) -> tuple[Day, ...]:
    """The days of the best role; "au plus tard le 10" and the like may follow a day of paying."""
    roles = [(d, role(heard.clause.folded, d)) for d in found]
    least = best if best == Role.CONCLUDES else max(Role.STEP, min(best, Role.PAYS))
    first = min((d.start for d, r in roles if r >= least), default=len(heard.clause.folded))
    folded = heard.clause.folded
    kept = (
        d for d, r in roles if r >= least or (r == Role.OPEN and d.start > first and not says_more(folded, d))
    )
    return _narrowed(tuple(kept), heard)


def _narrowed(found: tuple[Day, ...], heard: Heard) -> tuple[Day, ...]:
    """ "avant Noël, le 23 dernier délai": a day within the time named before it is the one meant."""
    for wide, exact in pairwise(found):
        between = heard.clause.folded[wide.end : exact.start]
        if _RATHER.search(between):
            return tuple(d for d in found if d.start >= exact.start)
        within = (
            _gap(wide, exact) if wide.kind in _WIDE and (exact.kind not in _WIDE or between == ", ") else 0
        )
        if (0 < within < 3 or (within > 0 and wide.kind not in _COUNTED)) and not _OR.search(between):
            return tuple(d for d in found if d is not wide)
    return found


def _gap(wide: Day, exact: Day) -> int:
    return (wide.day - exact.day).days if wide.day and exact.day else 0


def sums_of(heard: Heard) -> tuple[Amount, ...]:
    sums = owed_sums(heard.clause.folded, heard.sums)
    after = tuple(a for a in sums if a.start >= paid_until(heard))
    return after or (() if REST.search(heard.clause.folded) else sums) if heard.says_paid else sums


def nearest_sum(heard: Heard, day: Day) -> int | None:
    sums = sums_of(heard)
    if not sums:
        again = AS_MUCH.search(heard.clause.folded)
        said = [a for a in heard.sums if again and a.end <= again.start()]
        return said[-1].cents if said else None
    before = [a for a in sums if a.end <= day.start]
    if before and REST.search(heard.clause.folded[before[-1].end : day.start]):
        return None  # "500 versés, le solde le 15"
    return (before[-1] if before else min(sums, key=lambda a: abs(a.start - day.end))).cents
