"""Clauses that tell each of an invoice of its own: "la 118 lundi. La 131 fin mars", "je vire octobre jeudi.
Novembre en décembre"; and the numbers of invoices that stand where sums could.

The clauses of a mail in; out come those that speak of different payments, or the clauses without such numbers
among their sums.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.patterns import pattern
from bot.reading.amounts import Amount
from bot.reading.heard import Heard
from bot.reading.instalments import ITEM, REST
from bot.reading.roles import Role
from bot.reading.schedules import NAMES
from bot.reading.sentences import fold
from bot.reading.told import best_role, closed, told_days

# words that tell one payment of a mail from another
_EACH = pattern(
    r"\b(?:premier|premiere|second|seconde|deuxieme|troisieme|autre|celle|celui|chacun\w?|l'une|first|second"
    r"|third|other|janvier|fevrier|mars|avril)\b"
)
_REFERENCE = pattern(
    r"\b(?:(?:factures?|invoices?|inv|fact?|fa|f|fc|fv|ref|la|celle|n|no|num)\b[ .°n:#-]{0,5}"
    r"|(?:fa|fc|fv|fact|f))([a-z]{0,4}[-/]?\d[\w/-]{0,20})(?! ?(?:€|eur|jours))"
)
_ORDINAL = pattern(
    r"(?:et |and |quant a )?(?:la |le |l'|the )?(?:premiere?|1ere?|seconde?|deuxieme|troisieme|autre"
    r"|derniere?|first|second|third|other|last)\b"
)
_PLACE = pattern(  # "la dernière", "les deux premières"; not "la première fois"
    r"\b(?:la|les(?: deux| trois)?|the(?: two| three)?) (?P<place>premiere|derniere|deuxieme|seconde"
    r"|troisieme"
    r"|autre|first|second|third|last|other)s?(?= (?:est|sont|sera|seront|a|ont|part\w*|facture|invoice|one"
    r"|is|are|was"
    r"|were|will|has|have|je|nous|lundi|mardi|mercredi|jeudi|vendredi|le)\b| ?(?:[,.;:]|$))"
)
_LISTED = pattern(
    r"\bles (?:factures )?\d{3,}(?:(?:,| et) (?:la )?\d{3,})+(?! ?(?:€|eur|jours|janv|fev|mars|avr|mai|jui"
    r"|aou|sep"
    r"|oct|nov|dec))|(?:^|[\n/] ?)\d{3,} ?[:=]"
)
_ITEM_LINE = pattern(r"(?:^|, )[^,:]{0,12}\d[\w/-]{0,20} ?(?:\([^()]{0,30}\) ?)?[:=>-]")
_OPENING = (
    r"(?:(?:bonjour|bonsoir|hello|hi|ok|oui|donc|alors|yes),? )?"
    r"(?:et |and |quant a |pour |for |as for |puis )?"
)
# "la 131 fin mars", "invoice 131 goes on Friday"
_NUMBER = (
    r"(?:(?:la |the |votre |l'|your )?(?:facture|fact?|invoice|inv)\.? ?(?:n\S{0,2} ?|no\.? ?)?"
    r"|la |celle |the |(?=\d{2,6} ?[:=](?! ?\d\d\b)))"
    r"(?P<item>[a-z]{0,3}[-/]?\d{2,6}(?:[-/]\d{1,6})?)\b(?! ?(?:€|eur|e\b|jours|mois|h\b|th\b))"
)
# "novembre ce sera le 12", "for October, Friday"
_MONTH = (
    rf"(?:(?:le |the )?(?:mois|loyer|rent|facture|celle|invoice|one) )?(?:de |d'|for |of )?(?P<item>{NAMES})"
)
_NUMBERED = pattern(rf"{_OPENING}{_NUMBER}")
_OF_MONTH = pattern(rf"{_OPENING}(?:la |the )?{_MONTH}\b(?! (?:dernier|prochain|20\d\d|\d))")
_PAYS = (
    r"\b(?:vire|paie|paye|regle|solde|verse|payer|regler|virer|solder|paierai|reglerai|virerai|pay|paying"
    r"|settle"
    r"|send) "
)
_PAYS_MONTH = pattern(rf"{_PAYS}{_MONTH}\b(?! \d)")
_PAYS_NUMBER = pattern(rf"{_PAYS}{_NUMBER}")
_UNSURE = pattern(
    r"\b(?:pas|jamais|not|never|no|si|if|s'il|peut-etre|maybe|perhaps|espere\w{0,3}|hop(?:e|ing))\b|n't\b"
)
# an invoice by its month or its place, right before its day
_ONE_OF_THEM = pattern(
    rf"\b(?:celle (?:de |d')(?:{NAMES})|(?:la |le )(?:plus )?(?:premiere?|seconde?|deuxieme|troisieme"
    rf"|derniere?|vieille|ancienne|recente)(?: \([^()]{{1,30}}\))?|the one (?:of |for )(?:{NAMES}|may))"
    r"(?= ?[=:])"
)
# between the invoice and its day
_RIGHT_AWAY = pattern(
    r"[ ,:=>()-]{1,4}(?:(?:le|la|au|pour|en|ce|sera|c'est|part|partira|passe|suit|suivra|idem|aussi|elle|on"
    r"|by|in|at|the|goes|will|be|is|follows|it|with|avec|vous|l'aurez|avant|before|d'ici)[ ,:]{1,2}){0,5}"
)
_BARE = pattern(r"\d{2,6}")
_NAMED = pattern(
    r"\b(?:la|celle|factures?|invoices?|facts?|inv|n°|no|num) ?\.? ?(\d{2,6})\b"
    r"(?! ?(?:€|eur|e\b|jours|balles))"
)
_MARKED = pattern(r" ?(?:€|e\b|eur|euros?\b|balles\b|[.,]\d|ttc\b|ht\b)")
_JOINED = pattern(r",? ?(?:et|and|&|,) (?:la |the )?|, ?")
# where a sentence may go from one invoice to another, and what tells of a payment made
_PASSES = pattern(r"[,;]\s+|\s(?=(?:et|mais|and|but|puis|tandis que)\s)", re.IGNORECASE)
_MADE = pattern(
    r"(?<!sera )(?<!seront )(?<!serait )(?<!etre )(?<!will be )(?<!to be )(?<!be )(?<!pas )(?<!not )"
    r"\b(?:payee?s?|reglee?s?|viree?s?|soldee?s?|partie?s?|paid|settled|transferred)\b"
)
_LIKEWISE = pattern(r"\b(?:aussi|egalement|idem|pareil|de meme|too|as well|likewise|also)\b")
_SERIES = 50  # between numbers of four figures that no two sums are likely to be
_NEAR = 5  # numbers of invoices of one debt often lie this near to each other


def items_told(heard: list[Heard]) -> list[int]:
    """ "Facture 118 : au 10 avril. / Facture 131 : au 10 mai.": lines of which each tells of an invoice."""
    lines = [
        i
        for i, h in enumerate(heard)
        if h.ahead
        and (_opens_an_item(h.clause.folded) or _headed(heard, i))
        and not (closed(h) or h.says_paid)
        and best_role(h, told_days(h)) >= (Role.OPEN if len(h.clause.folded) < 60 else Role.PAYS)
    ]
    own = {i: item for i, h in enumerate(heard) if h.ahead and (item := _its_item(h))}
    if len(set(own.values())) > 1:
        lines = sorted({*lines, *own})
    several = [i for i, h in enumerate(heard) if len(h.ahead) > 1 and _tells_of_several(h)]
    return sorted({*lines, *several}) if len(lines) > 1 else several


def paid_and_rest(exact: str) -> tuple[str, str] | None:
    """ "la 302 est payée depuis hier, et pour la 402 pouvez-vous patienter ?": the words of the payment made,
    and the others; none: not each names an invoice of its own.
    """
    pieces: list[str] = []
    for piece in _PASSES.split(exact):
        if pieces and not all(map(_names_one, (pieces[-1], piece))):
            pieces[-1] += f", {piece}"
        else:
            pieces.append(piece)
    made = [bool(_MADE.search(fold(piece))) for piece in pieces]
    told = [" ".join(p for p, m in zip(pieces, made, strict=True) if m is paid) for paid in (True, False)]
    return (told[0], told[1]) if all(map(_names_one, told)) else None


def leaves_some(exact: str) -> bool:
    """ "F-112 payée hier, F-118 et F-121 vendredi": of some it is told that they are paid, of others it is
    not; "la 118 aussi" says it of both.
    """
    apart = paid_and_rest(exact)
    return apart is not None and not _LIKEWISE.search(fold(apart[1]))


def _names_one(piece: str) -> bool:
    folded = fold(piece)
    return bool(ITEM.search(folded) or _PLACE.search(folded))


def items_in(text: str) -> set[str]:
    """The invoices that the words name, by the figures of their numbers or by their places."""
    folded = fold(text)
    found = {"".join(filter(str.isdigit, m[1])).lstrip("0") for m in _REFERENCE.finditer(folded)}
    listed = (m[0] for m in _LISTED.finditer(folded))
    found |= {n.lstrip("0") for one in listed for n in _BARE.findall(one)}
    return {n for n in found if n} | {m["place"][:5] for m in _PLACE.finditer(folded)}


def of_several(heard: list[Heard], dated: list[int]) -> bool:
    """Whether those clauses speak of different payments."""
    if sum(bool(_EACH.search(heard[i].clause.folded)) for i in dated) >= 2:
        return True
    items = {m[1] for i in dated for m in _REFERENCE.finditer(heard[i].clause.folded)}
    items |= {head[1] for i in dated if (head := _headed(heard, i))}
    items |= {item for i in dated if (item := _its_item(heard[i]))}
    return len(items) >= 2


def _headed(heard: list[Heard], index: int) -> re.Match[str] | None:
    """ "Facture 118 - au 10 avril": the item that a dash has cut off the line."""
    return _REFERENCE.fullmatch(heard[index - 1].clause.folded) if index else None


def _opens_an_item(folded: str) -> bool:
    item = _REFERENCE.search(folded)
    return bool(_ORDINAL.match(folded) or (item and _ITEM_LINE.search(folded[: item.end() + 40])))


def _its_item(heard: Heard) -> str | None:
    """The invoice, or the month, that a clause pays or names right before the day on which it is paid."""
    folded = heard.clause.folded
    if closed(heard) or heard.says_paid or heard.has("dispute") or REST.search(folded):
        return None
    paid = _PAYS_MONTH.search(folded) or _PAYS_NUMBER.search(folded)
    own = paid or _NUMBERED.match(folded) or _OF_MONTH.match(folded)
    days = told_days(heard)
    if own is None or not days or any(d.start < own.end("item") and own.start("item") < d.end for d in days):
        return None
    told = best_role(heard, days)
    if heard.says_promise:
        return own["item"] if told >= Role.OPEN else None
    elliptic = _RIGHT_AWAY.fullmatch(folded, own.end(), days[0].start) and not _UNSURE.search(folded)
    return own["item"] if elliptic and told >= Role.OPEN else None


def _tells_of_several(heard: Heard) -> bool:
    """ "A-118 et A-121 demain, A-130 le 27": each day with its invoices right before it."""
    folded = heard.clause.folded
    if closed(heard) or heard.says_paid or heard.has("dispute") or _UNSURE.search(folded):
        return False
    place, led = 0, 0
    for day in told_days(heard):
        items = [m.end() for p in (ITEM, _ONE_OF_THEM) for m in p.finditer(folded, place, day.start)]
        led += bool(items and _RIGHT_AWAY.fullmatch(folded, max(items), day.start))
        place = day.end
    return led > 1


def without_numbers(heard: list[Heard]) -> list[Heard]:
    """ "881 et 882 le 5 juillet, 883 le 15. La 884 ...": the numbers of invoices are no sums."""
    if not any(h.sums for h in heard):
        return heard
    named = {n for h in heard for n in _numbers(h)}
    if not named:
        return heard
    return [replace(h, sums=tuple(a for a in h.sums if not _is_number(h, a, named))) for h in heard]


def _numbers(heard: Heard) -> list[int]:
    """The numbers that a clause says to be of invoices, and those that follow each other: "881 et 882"."""
    folded = heard.clause.folded
    bare = [a for a in heard.sums if _is_bare(folded, a)]
    told = [
        int(folded[a.start : a.end])
        for a, b in pairwise(bare)
        if int(folded[b.start : b.end]) - int(folded[a.start : a.end]) == 1
        and _JOINED.fullmatch(folded, a.end, b.start)
    ]
    numbers = [int(folded[a.start : a.end]) for a in bare]
    if len(numbers) > 1 and all(
        n > 999 and n % 5 for n in numbers
    ):  # "2291 goes on Monday, 2304 on the 27th"
        told += numbers if 0 < max(numbers) - min(numbers) < _SERIES else []
    told += [int(n) for m in _LISTED.finditer(folded) for n in _BARE.findall(m[0])]
    return told + [int(m[1]) for m in _NAMED.finditer(folded)]


def _is_bare(folded: str, amount: Amount) -> bool:
    written = folded[amount.start : amount.end]
    return bool(_BARE.fullmatch(written)) and not _MARKED.match(folded, amount.end)


def _is_number(heard: Heard, amount: Amount, named: set[int]) -> bool:
    if not _is_bare(heard.clause.folded, amount):
        return False
    number = int(heard.clause.folded[amount.start : amount.end])
    if number % 10 == 0:  # "pour la 118, 120 vendredi"
        return number in named
    return any(abs(number - n) <= _NEAR and len(str(number)) == len(str(n)) for n in named)
