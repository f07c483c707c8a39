"""What is left to pay: the sum of a promise without one, and a balance announced without a day.

"600 vendredi, le reste suivra" is two promises (GUIDE rule 11). Only a balance that is said to come, told
with or after the dated part: one that is contested, refused or asked about is none. Its sum is kept when
written.
"""

import re
from dataclasses import replace
from datetime import date

from bot.events.mail import PromiseRead
from bot.patterns import pattern
from bot.reading.amounts import Amount
from bot.reading.heard import Heard
from bot.reading.instalments import AS_MUCH, REST
from bot.reading.roles import Role, role
from bot.reading.told import sums_of

_NAME = (
    r"\b(?:solde|ce qui rest\w{1,3}|reste(?:ra)?(?! du\b| a )|restent|qui manquent?|restante?s?|reliquat"
    r"|complement|surplus|suite|l'autre moitie|difference|fini\w{1,3} de (?:payer|regler|vous regler"
    r"|vous payer)|finish(?:ing)? paying|what's left|what is left|balance|rest|remainder|other half)\b"
)
_NAMED = pattern(_NAME)
_FOLLOWS = pattern(
    rf"{_NAME}.{{0,25}}"
    r"\b(?:suivra|suivront|viendra|viendront|ensuite|des que possible|plus tard|quand|(?<!d')apres"
    r"|will follow|to follow|later|follows|des que|as soon as|a suivre|a venir|suit"
    r"|(?:will|'ll) (?:get|be) paid|sera (?:regle|paye|solde)e?"
    r"|(?:je|on|nous) (?:vous|te) (?:le|la) \w{3,8}(?:rai|ra|rons)"
    r"|(?:vous|tu) (?:l'|le |la )?(?:aur|recevr)\w{2,3}|you(?:'ll| will) (?:have|get) (?:it|that))\b"
)
_SOON = (
    r"(?:il )?faut que (?:je|j'\w{1,5}|on|nous)|(?:je|on|nous|il faut que je|i|we|i'll"
    r"|we'll) (?:\w{1,6} )?(?:vois|voit|voyons|verrai|verra|verrons|voir|see|regarde)|revien\w{0,5} vers"
    r"|revenons vers|une date|la date|dirai|redirai|redis|tiens au courant|(?:en )?reparle\w{0,3}"
    r"|rediscut\w{1,4}|a (?:definir|fixer|convenir|caler|suivre|venir)|suiv(?:ra|ront|re)|viendr\w{1,3}"
    r"|plus tard|des que|quand|ensuite|let you know|get back|come back to you|a date|follow|later|sort out"
    r"|once|when i|when we|as soon|depend\w{0,3}|pas encore|progressivement|au fur et a mesure|petit a petit"
    r"|selon"
)
_LATER = pattern(rf"{_NAME}.{{0,70}}?\b(?:{_SOON})\b|\b(?:{_SOON})\b.{{0,40}}{_NAME}")
# "l'autre moitié vous venez la rechercher quand vous voulez"
_YOURS_TO_DO = pattern(
    r",? (?:vous|tu|you) (?:can |may |pouvez |peux )?(?:venez|viens|voyez|vois|reprenez|reprends|recuperez"
    r"|gardez|gardes|attendrez|chercher|reprendre|recuperer|collect|take|come|keep|pick)\b"
    r"|,? (?:c'est|it's|is|est) (?:a |pour |for |la part )"
)
_PAID_ON = pattern(
    rf"{_NAME} (?:vous |te |you )?(?:sera|est|will be|is|gets) (?:vous )?(?:regle|paye|solde|vire"
    r"|verse|envoye|paid|sent|settled)e?s? (?:au |on |by )?(?:le |the )?$"
)
# "je ne touche mon solde que trente jours après": what others owe to the writer
_OWN = pattern(
    r"\b(?:touch\w{1,5}|recois|recoit|recev\w{2,4}|encaiss\w{1,4}|attend\w{0,3}|(?:me|nous) (?:pai|pay|vers"
    r"|vir|regl|doi)\w{1,4}|(?:get|receive|awaiting) (?:my|our)|(?:pays?|owes?) (?:me|us)) (?:[^,;]{0,25} )?$"
)
_UNSURE = pattern(r"\b(?:sais|sait|savons|know|sure|idea) (?:pas|not)\b|\bdon't know|\bnot sure|\bno idea")
_ONLY = pattern(
    r"\bn(?:e |')(?:vous |en )?(?:paie|paye|paierai|payerai|regle|reglerai|reglons|payons|vire|verse|dois"
    r"|doit|devons)(?:rai|rons)? que\b|\bonly (?:pay|paying|owe)\b"
)
_LEFT = pattern(r"\b(?:reste(?:nt)?|restant|soit|net a payer|montant retenu)\b[^,;]{0,50}$")
_PART = pattern(
    r"\b(?:moitie|tiers|quart|acompte|partie|premiere? (?:versement|virement|cheque|paiement|partie)|half"
    r"|deposit|first (?:payment|instalment|part)|part payment)\b"
)


def announced(heard: list[Heard], promises: list[PromiseRead]) -> tuple[PromiseRead, ...]:
    """The balance of a promise of a part; nothing where the mail promises no day."""
    first = promises[0].date
    if first is None:
        return _after_undated(heard, promises[0])
    if any(p.date is None for p in promises):
        return ()
    start = min((i for i, h in enumerate(heard) if any(d.day == first for d in h.ahead)), default=0)
    partly = any(h.sums or _PART.search(h.clause.folded) for h in heard[: start + 1])
    for index, h in enumerate(heard):
        after = _after_days(h, {p.date for p in promises})
        named = _NAMED.search(after)
        if named is None or _YOURS_TO_DO.match(after, named.end()) or _OWN.search(after, 0, named.start()):
            continue
        if _dated(h, after):
            continue
        if _FOLLOWS.search(after) and not h.has("dispute"):
            return (PromiseRead(None, _sum_of(h, after)),)
        contested = h.clause.question or h.refuses or h.has("dispute") or _UNSURE.search(after)
        if partly and index >= start and not contested and _LATER.search(after):
            return (PromiseRead(None, _sum_of(h, after)),)
    return ()


def _dated(heard: Heard, after: str) -> bool:
    """ "le reste sera réglé le 31 mars à la fermeture": paid on the day named right behind."""
    offset = len(heard.clause.folded) - len(after)
    ahead = (d for d in heard.ahead if d.day and d.start >= offset)
    return any(_PAID_ON.search(after, 0, d.start - offset) for d in ahead)


def _after_undated(heard: list[Heard], first: PromiseRead) -> tuple[PromiseRead, ...]:
    """ "300 dès que je rentre et le reste quand le chantier est fini": told in one breath."""
    for h in heard:
        own = [a for a in sums_of(h) if a.cents == first.amount]
        named = _NAMED.search(h.clause.folded, own[0].end) if own and h.commits else None
        if named and _LATER.match(h.clause.folded, named.start()):
            return (PromiseRead(None, None),)
    return ()


def _sum_of(heard: Heard, after: str) -> int | None:
    """ "pour le reste, soit 1 350 €", "il restera 250 €"."""
    offset = len(heard.clause.folded) - len(after)
    name = re.search(_NAME, after)
    at = offset + name.end() if name else len(heard.clause.folded)
    start = offset + name.start() if name else at
    near = (a for a in heard.sums if 0 <= a.start - at < 16 or (a.start >= offset and 0 <= start - a.end < 6))
    return next((a.cents for a in near), None)


def _after_days(heard: Heard, promised: set[date | None]) -> str:
    """What stands behind the days of paying, and behind those promised: "le reste sera réglé le 15, à la
    fermeture du camping" has its day."""
    folded = heard.clause.folded
    told = (d.end for d in heard.ahead if d.day and (d.day in promised or role(folded, d) >= Role.OPEN))
    return heard.clause.folded[max(told, default=0) :]


def with_sum(promises: list[PromiseRead], heard: list[Heard], told: list[int]) -> list[PromiseRead]:
    """A promise without a sum: that of the clause just before it, else the only one that the mail names."""
    if len(promises) != 1 or promises[0].amount is not None:
        return promises
    heard = _without_sums_paid(heard)
    for index in told:
        left = [a for h in heard[max(0, index - 1) : index + 1] for a in _left_over(h)]
        if left:
            return [PromiseRead(promises[0].date, left[-1].cents)]
        rest = REST.search(heard[index].clause.folded)
        if rest:
            part = [a.cents for a in sums_of(heard[index]) if a.end <= rest.start()]
            alone = len(part) == 1 and promises[0].date is None
            return [PromiseRead(None, part[0])] if alone else promises
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


def _without_sums_paid(heard: list[Heard]) -> list[Heard]:
    """ "5531 - 910 € - payée le 6": a part that is but a sum belongs to the part after it."""
    paid = [*(h.says_paid for h in heard[1:]), False]
    return [replace(h, sums=()) if p and _is_but_a_sum(h) else h for h, p in zip(heard, paid, strict=True)]


def _is_but_a_sum(heard: Heard) -> bool:
    return len(heard.sums) == 1 and len(heard.clause.folded) - (heard.sums[0].end - heard.sums[0].start) < 8


def _left_over(heard: Heard) -> list[Amount]:
    """ "il reste 2 150 €", whatever else the clause says of credit notes."""
    folded = heard.clause.folded
    return [a for a in sums_of(heard) if _LEFT.search(folded[max(0, a.start - 70) : a.start])]
