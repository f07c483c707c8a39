"""What is left to pay: the sum of a promise without one, and a balance announced without a day.

"600 vendredi, le reste suivra" is two promises (GUIDE rule 11). Only a balance that is said to come, told
with or after the dated part: one that is contested, refused or asked about is none. Its sum is kept when
written.
"""

import re

from bot.events import PromiseRead
from bot.reading.amounts import Amount
from bot.reading.heard import Heard
from bot.reading.instalments import AS_MUCH, REST
from bot.reading.roles import Role, role
from bot.reading.told import sums_of

_NAME = (
    r"\b(?:solde|ce qui rest\w{1,3}|reste(?:ra)?(?! du\b| a )|restent|qui manquent?|restante?s?|reliquat"
    r"|complement|surplus|suite|l'autre moitie|difference"
    r"|fini\w{1,3} de (?:payer|regler|vous regler|vous payer)|finish(?:ing)? paying|what's left|what is left"
    r"|balance|rest|remainder|other half)\b"
)
_NAMED = re.compile(_NAME)
_FOLLOWS = re.compile(
    rf"{_NAME}.{{0,25}}"
    r"\b(?:suivra|suivront|viendra|viendront|ensuite|des que possible|plus tard|quand|(?<!d')apres"
    r"|will follow|to follow|later|follows|des que|as soon as|a suivre|a venir|suit"
    r"|(?:will|'ll) (?:get|be) paid|sera (?:regle|paye|solde)e?"
    r"|(?:je|on|nous) (?:vous|te) (?:le|la) \w{3,8}(?:rai|ra|rons)|(?:vous|tu) (?:l'|le |la )?(?:aur"
    r"|recevr)\w{2,3}"
    r"|you(?:'ll| will) (?:have|get) (?:it|that))\b"
)
_SOON = (
    r"(?:il )?faut que (?:je|j'\w{1,5}|on|nous)|(?:je|on|nous|il faut que je|i|we|i'll"
    r"|we'll) (?:\w{1,6} )?(?:vois|voit|voyons|verrai|verra|verrons"
    r"|voir|see|regarde)"
    r"|revien\w{0,5} vers|revenons vers|une date|la date|dirai|redirai|redis|tiens au courant"
    r"|(?:en )?reparle\w{0,3}|rediscut\w{1,4}"
    r"|a (?:definir|fixer|convenir|caler|suivre|venir)|suiv(?:ra|ront|re)|viendr\w{2,3}|plus tard|des que"
    r"|quand|ensuite"
    r"|let you know|get back|come back to you|a date|follow|later|sort out|once|when i|when we|as soon"
    r"|depend\w{0,3}|pas encore|progressivement|au fur et a mesure|petit a petit|selon"
)
_LATER = re.compile(rf"{_NAME}.{{0,70}}?\b(?:{_SOON})\b|\b(?:{_SOON})\b.{{0,40}}{_NAME}")
_UNSURE = re.compile(r"\b(?:sais|sait|savons|know|sure|idea) (?:pas|not)\b|\bdon't know|\bnot sure|\bno idea")
_ONLY = re.compile(
    r"\bn(?:e |')(?:vous |en )?(?:paie|paye|paierai|payerai|regle|reglerai|reglons|payons|vire|verse|dois"
    r"|doit|devons)"
    r"(?:rai|rons)? que\b|\bonly (?:pay|paying|owe)\b"
)
_LEFT = re.compile(r"\b(?:reste(?:nt)?|restant|soit|net a payer|montant retenu)\b[^,;]{0,50}$")
_PART = re.compile(
    r"\b(?:moitie|tiers|quart|acompte|partie|premiere? (?:versement|virement|cheque|paiement|partie)|half"
    r"|deposit"
    r"|first (?:payment|instalment|part)|part payment)\b"
)


def announced(heard: list[Heard], promises: list[PromiseRead]) -> tuple[PromiseRead, ...]:
    """The balance of a promise of a part; nothing where the mail promises no day."""
    first = promises[0].date
    if first is None or any(p.date is None for p in promises):
        return ()
    start = min((i for i, h in enumerate(heard) if any(d.day == first for d in h.ahead)), default=0)
    partly = any(h.sums or _PART.search(h.clause.folded) for h in heard[: start + 1])
    for index, h in enumerate(heard):
        after = _after_days(h)
        if not _NAMED.search(after):
            continue
        if _FOLLOWS.search(after):
            return (PromiseRead(None, _sum_of(h, after)),)
        contested = h.clause.question or h.refuses or h.has("dispute") or _UNSURE.search(after)
        if partly and index >= start and not contested and _LATER.search(after):
            return (PromiseRead(None, _sum_of(h, after)),)
    return ()


def _sum_of(heard: Heard, after: str) -> int | None:
    """ "pour le reste, soit 1 350 €", "il restera 250 €"."""
    offset = len(heard.clause.folded) - len(after)
    name = re.search(_NAME, after)
    at = offset + name.end() if name else len(heard.clause.folded)
    start = offset + name.start() if name else at
    near = (a for a in heard.sums if 0 <= a.start - at < 16 or (a.start >= offset and 0 <= start - a.end < 6))
    return next((a.cents for a in near), None)


def _after_days(heard: Heard) -> str:
    told = (d.end for d in heard.ahead if d.day and role(heard.clause.folded, d) >= Role.OPEN)
    return heard.clause.folded[max(told, default=0) :]


def with_sum(promises: list[PromiseRead], heard: list[Heard], told: list[int]) -> list[PromiseRead]:
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
    only = [a.cents for h in heard if _ONLY.search(h.clause.folded) for a in sums_of(h)]
    if any(h.has("dispute") for h in heard):
        return [PromiseRead(promises[0].date, only[-1])] if only else promises
    named = {a.cents for h in heard if not h.says_paid for a in sums_of(h)}
    return [PromiseRead(promises[0].date, named.pop())] if len(named) == 1 else promises


def _left_over(heard: Heard) -> list[Amount]:
    """ "il reste 2 150 €", whatever else the clause says of credit notes."""
    folded = heard.clause.folded
    return [a for a in sums_of(heard) if _LEFT.search(folded[max(0, a.start - 70) : a.start])]
