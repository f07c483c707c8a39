"""Invoices called by the last figures of their numbers: "sauf 118 et 121", "118, 121 : stop", "pas 118".

Text in, places of names out, these and all others. Such a number may be a sum; right behind "sauf" or "stop",
beside another of the list's, or beside an invoice that is called in full, it is none.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.marking.names import Named, named
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
    listed = listed if context.kind != "notice" else []
    called_before = [n for n in known if n.invoice] + listed
    return listed + [one for one in bare if one not in listed and _has_its_own(text, one, called_before)]


def _has_its_own(text: Spelled, one: Named, others: list[Named]) -> bool:
    """ "118 payée 121 ok": behind another invoice and its order, with an order right behind itself."""
    behind = _ORDERED.match(text.folded, one.end)
    follows = behind is not None and any(p.start == 0 and p.name in _ITS_OWN for p in said(behind["order"]))
    between = [
        text.folded[n.end : one.start] for n in others if n.end <= one.start and n.target != one.target
    ]
    return follows and any("\n" not in words and _told(words) for words in between)


def _told(words: str) -> bool:
    return any(p.name in _ITS_OWN for p in said(words))


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
