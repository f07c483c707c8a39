"""Invoices called by the last figures of their numbers: "sauf 118 et 121", "118, 121 : stop", "pas 118".

Text in, places of names out, these and all others. Such a number may be a sum; right behind "sauf" or "stop",
beside another of the list's, or beside an invoice that is called in full, it is none. Nor is it where it
opens a part of its own, "118 ok, 300 payé"; to a notice about an invoice 121 "reçu 121" may mean either.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.names import named
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.words.phrases import said
from bot.owner.answers.words.spelling import Spelled, plain

_BARE = re.compile(
    r"(?<![\w.,/€£$-])(?<![\d€£$] )(?P<n>\d{3,6})(?![\w%€/-]|[.,]\d"
    r"| ?(?:€|euros?\b|eur\b|jours?\b|fois\b|x\b))"
)
_JOINS = re.compile(
    r" ?[,;/&+] ?|,? (?:et|and|ni|nor|ou|or|puis|then) (?:(?:pas|not) )?(?:(?:la|le|les|the) )?"
)
_LED = re.compile(
    r"(?:^|[^\w'])(?:sauf|except\w{0,3}(?: for)?|hormis|hors|a part|pas|not|stop|hold|skip|but|moins|minus"
    r"|ok|okay|relance|chase)(?: (?:pour|for|on|sur|la|le|the))? $"
)


def called(text: Spelled, context: Context) -> list[Named]:
    """Whoever of the mail's is named, by name or number."""
    found = named(text, context)
    return sorted([*found, *_in_a_row(text, context, found)], key=lambda one: one.start)


def _in_a_row(text: Spelled, context: Context, known: list[Named]) -> list[Named]:
    """The bare numbers that end the number of one listed invoice, where no sum can be meant."""
    tails = _tails(context)
    free = [m for m in _BARE.finditer(text.folded) if m["n"] in tails]
    free = [m for m in free if not any(n.start < m.end() and m.start() < n.end for n in known)]
    bare = [Named(m.start(), m.end(), tails[m["n"]], invoice=True) for m in free]
    row = sorted([*bare, *(n for n in known if n.invoice)], key=lambda one: one.start)
    listed = [
        one
        for one in bare
        if _LED.search(text.folded[max(0, one.start - 24) : one.start])
        or any(_joined(text, one, other) for other in row if other is not one)
    ]
    if context.kind == "notice":
        several = len(context.invoices) > 1
        sure = [one for one in bare if several and (_in_feminine(text, one) or _next_bill(text, one, known))]
        wholes = [one for one in bare if one.target.isdigit() and one not in sure]
        rest = [one if several and _opens_its_own(text, one, known) else _either(one) for one in wholes]
        return [*sure, *rest]
    listed += [
        one
        for one in bare
        if one not in listed and (_in_feminine(text, one) or _opens_its_own(text, one, known))
    ]
    called_before = [n for n in known if n.invoice] + listed
    return listed + [one for one in bare if one not in listed and _has_its_own(text, one, called_before)]


def _either(one: Named) -> Named:
    """The invoice, or as many euros."""
    return replace(one, several=True, fits=(one.target,))


def _opens_its_own(text: Spelled, one: Named, known: list[Named]) -> bool:
    """ "118 ok, 300 payé": it opens a part that names nobody; not "Petit, 300 payé", "300 reçu, reste 80"."""
    before = text.folded[max(0, one.start - _FAR) : one.start]
    behind = text.folded[one.end : one.end + _FAR]
    parts = _PART.split(before)
    if not (_ORDERED_ALONE.match(behind) and parts[-1].strip(" -") in _OPENS):
        return False
    until = one.end + len(_PART.split(behind)[0])
    since = one.start - len(parts[-1]) - len(parts[-2]) - 1 if len(parts) > 1 else one.start
    beside = any(n.start < until and n.end > one.end for n in known)
    waits = any(since <= n.start < one.start for n in known) and not _told(text.folded[since : one.start])
    return not (beside or waits)


def _has_its_own(text: Spelled, one: Named, others: list[Named]) -> bool:
    """ "118 payée 121 ok": behind another invoice and its order, with an order right behind itself."""
    behind = _ORDERED.match(text.folded, one.end)
    follows = behind is not None and any(p.start == 0 and p.name in _ITS_OWN for p in said(behind["order"]))
    between = [
        text.folded[n.end : one.start] for n in others if n.end <= one.start and n.target != one.target
    ]
    return follows and any("\n" not in words and _told(words) for words in between)


def _in_feminine(text: Spelled, one: Named) -> bool:
    """ "Abel 501 payée": said of an invoice; sums are "501 reçus"."""
    return IN_FEMININE.match(text.folded, one.end) is not None


def _next_bill(text: Spelled, one: Named, known: list[Named]) -> bool:
    """ "301 oui 401 non", of two invoices that the mail is about."""
    return _has_its_own(text, one, [n for n in known if n.invoice])


def _told(words: str) -> bool:
    return any(p.name in _ITS_OWN for p in said(words))


IN_FEMININE = re.compile(
    r" (?:est |etait |a ete |bien |deja |c'est )*(?:payee|recue|reglee|soldee|encaissee|acquittee)\b"
)
_FAR = 200  # letters
_PART = re.compile(r"[,;:.!\n]")
_OPENS = frozenset(("", "et", "and", "mais", "but", "puis", "pour", "for"))
_ORDERED_ALONE = re.compile(
    r" ?[:=>-]? ?(?:est |is |c'est )?(?:bien )?(?:ok|oui|yes|non|no|stop|payee?|paid|reglee?|settled|recue?"
    r"|received|soldee?|encaissee?|litige|conteste|attends|envoie|go|vas-y|pas payee?|rien recu)\b"
    r"(?!,? (?:il |et )?(?:reste|manque|owes?|left|sur|de|d'|out of) ?)"
)
_ORDERED = re.compile(r" ?[:=>-]? ?(?:est |is |c'est )?(?P<order>[^\n,;.]{2,60})")
_ITS_OWN = frozenset(
    ("yes", "send", "no", "not_received", "paid", "settled", "stop", "pause", "drop", "dispute", "not")
)


def _joined(text: Spelled, one: Named, other: Named) -> bool:
    first, second = sorted((one, other), key=lambda n: n.start)
    return _JOINS.fullmatch(text.folded[first.end : second.start]) is not None


def _tails(context: Context) -> dict[str, str]:
    """The invoice that alone ends in these figures."""
    found: dict[str, list[str]] = {}
    for number in (number for item in context.cases for number in item.invoices):
        figures = re.findall(r"\d+", plain(number)[:60])
        if figures:
            found.setdefault(figures[-1], []).append(number)
    return {tail: numbers[0] for tail, numbers in found.items() if len(numbers) == 1}
