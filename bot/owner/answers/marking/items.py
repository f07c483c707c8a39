"""Numbers that can only be those of the mail's list: "n° 4", "décale le 2 au 20", "annule le 3".

The whole answer's folded text in, what is claimed in it made opaque; places out. A bare number, which may be
a sum as well, is for whoever walks the sentence. "Payé le 2" may be said of a day as well: it names nobody
surely.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.owner.answers.context import Context
from bot.owner.answers.words.phrases import said
from bot.reading.dates import Now, days

_SIGN = re.compile(r"(?:n ?°|numeros?|nos?\.?|nr|number|item|ligne|line) ?(?P<n>\d{1,2})(?![\d/€%]|[.,]\d)")
_MAY_GO = re.compile(
    r"(?P<n>\d{1,2}) (?=(?:may|can|should|must) (?:also |now |then |all )?"
    r"(?:go|leave|wait|be|proceed|stay)\b)"
)
_FOR = re.compile(r"(?:pour|for) (?P<n>\d{1,2})(?= ?(?:$|[\n.!?;]|,(?!\d)))")
_UNTIL = re.compile(
    r"(?:(?:^|[\n.!?,;:(]|\b(?:et|and|pour|for|stop|pause|laisse|hold|ok|oui|non|no|yes|paye[es]{0,2}|paid"
    r"|sur)) ?)(?:(?:pour|for|sur) )?(?:(?:le|la|les|the) )?(?P<n>\d{1,2}) ?[:,]? (?=(?:jusqu'|until\b"
    r"|till\b))"
)
_ORDERED = re.compile(
    r"(?P<lead>(?:^|[\n.!?,;]|\b(?:et|puis|mais|and|then|but)\b)[^\n.!?,;\d\x01]{2,30}?) "
    r"(?P<on>(?:pour |sur |for |on )?)(?:le|the) (?P<n>\d{1,2})"
    r"(?= ?(?:$|[\n.!?,;])| (?:et|and|stp|svp|s'il|please|merci|aussi|also|too|mais|but)\b)"
)
# "2 a payé le 3 aussi": he too, or on the 3rd?
_AS_WELL = re.compile(
    r"(?:paye|regle|solde|vire|paid)e?s? (?:le|the) (?P<n>\d{1,2})(?= (?:aussi|egalement|too)\b)"
)
_MOVED = re.compile(
    r"\b(?:decal|report|repouss|differ|recul|remet|met|move|push|put|shift|postpone|defer|delay)[a-z]{0,4}"
    r"(?: back)? (?:la |le |the )(?P<n>\d{1,2}) (?=(?:au|a|pour|to|till|until|jusqu'a|jusqu'au)\b)"
)
_JOINS = re.compile(r"\b(?:et|puis|mais|and|then|but) ")  # "d'accord mais attends pour le 3"
_ONE_MORE = re.compile(r" (?:et|and) (?:pour |for )?(?:le |the )?(\d{1,2})\b")
_ALONE = re.compile(r"(?:(?:pour|for|et|and|la|le|the) ){0,2}(?:\x01{1,80}|\d{1,2})")
_STOPS = frozenset(("stop", "no", "drop", "pause"))
_LEADS = frozenset(("filler", "him", "and"))
_NEAR = timedelta(15)


@dataclass(frozen=True, slots=True)
class ItemNumber:
    start: int
    end: int
    n: int
    sure: bool  # else a day may be meant as well


def item_numbers(masked: str, context: Context, now: Now) -> list[ItemNumber]:
    listed = {str(item.n) for item in context.listed}
    found = [
        ItemNumber(m.start("n"), m.end("n"), int(m["n"]), sure=True)
        for pattern in (_SIGN, _UNTIL, _FOR, _MOVED, _MAY_GO)
        for m in pattern.finditer(masked)
        if m["n"] in listed
    ]
    found += [
        ItemNumber(m.start("n"), m.end("n"), int(m["n"]), sure=False)
        for m in _AS_WELL.finditer(masked)
        if m["n"] in listed
    ]
    if len(listed) > 1:
        ordered = [m for m in _ORDERED.finditer(masked) if m["n"] in listed and _of_nobody(masked, m)]
        found += [one for m in ordered if (one := _ordered(m, context, now))]
    return found


def _of_nobody(masked: str, match: re.Match[str]) -> bool:
    """Not "Lenoir, payé le 2", "la 1, stop le 3": what is said of somebody else has its day."""
    before = re.split(r"[\n.!?,;]", masked[: match.start("lead")])[-1].strip(" :-/")
    return not _ALONE.fullmatch(before)


def _ordered(match: re.Match[str], context: Context, now: Now) -> ItemNumber | None:
    """ "annule le 3", where a part of the answer says nothing else; none if what it orders takes a day."""
    order = _only_order(_JOINS.split(match["lead"])[-1].lstrip("\n.!?,; "), context)
    day = _day(f"le {match['n']}", now)
    led, more = bool(match["on"]), _ONE_MORE.match(match.string, match.end())
    if order in _STOPS:
        sure = led or day is None or day - now.today > _NEAR
    elif order in ("paid", "settled") and not match[0].endswith(f"the {match['n']}"):
        sure = led  # "payé pour le 2"
    elif order == "resume" and not led:
        sure = more is not None and any(str(item.n) == more[1] for item in context.listed)
    else:
        return None
    return ItemNumber(match.start("n"), match.end("n"), int(match["n"]), sure=sure)


def _only_order(words: str, context: Context) -> str:
    """What is ordered where nothing but one order is said, and what leads to it."""
    phrases = said(words, context.matter)
    left = "".join(" " if any(p.start <= i < p.end for p in phrases) else c for i, c in enumerate(words))
    orders = [p for p in phrases if p.name not in _LEADS]
    alone = len(orders) == 1 and orders[0] == phrases[-1] and orders[0].end == len(words)
    return orders[0].name if alone and not re.search(r"\w{3}", left) else ""


def _day(words: str, now: Now) -> date | None:
    return next((one.day for one in days(words, now)), None)
