"""Which invoices are called by their numbers, in full or by their last figures: "F-2026-118", "la 118".

What might be a sum or a number of the list is none of these; see `tails` for those that stand in a row.
"""

import re
from dataclasses import dataclass

from bot.owner.answers.context import Context
from bot.owner.answers.words.spelling import plain


@dataclass(frozen=True, slots=True)
class Named:
    start: int
    end: int
    target: str
    several: bool = False  # the words fit more than one case
    own: bool = False  # the matter of the notice itself
    invoice: bool = False
    fits: tuple[str, ...] = ()  # all the cases that they fit, if several
    other: bool = False  # somebody whom the mail did not show, of the same name


def invoices(folded: str, context: Context) -> list[Named]:
    found: list[Named] = []
    several = context.kind == "notice" and len(context.invoices) > 1
    for item in context.cases:
        for number in (n for n in item.invoices if _may_stand(n, folded)):
            own = item.n == 0 and not several
            for pattern in _number_patterns(number, context):
                found += [
                    Named(m.start("n"), m.end("n"), number, own=own, invoice=True)
                    for m in pattern.finditer(folded)
                    if not any(f.start < m.end("n") and m.start("n") < f.end for f in found)
                ]
    return found


def _pieces(number: str) -> list[str]:
    return re.findall(r"[a-z]+|\d+", plain(number)[:60])


def _may_stand(number: str, folded: str) -> bool:
    """Every way of writing it ends with its last piece."""
    return "".join(_pieces(number)[-1:]).lstrip("0") in folded


def _number_patterns(number: str, context: Context) -> list[re.Pattern[str]]:
    pieces = _pieces(number)
    whole = "".join(pieces)
    patterns: list[re.Pattern[str]] = []
    if len(whole) >= 4 or (len(whole) >= 3 and len(pieces) > 1):
        patterns.append(re.compile(r"(?<!\w)(?P<n>" + r"[ /._-]?".join(pieces) + r")(?!\w|[-/]\d)"))
    elif len(pieces) > 1:
        patterns.append(re.compile(r"(?<!\w)(?P<n>" + r"[/-]".join(pieces) + r")(?!\w|[-/]\d)"))
    tail = pieces[-1] if pieces else ""
    others = [n for item in context.cases for n in item.invoices if n != number]
    shared = any(re.findall(r"\d+", n)[-1:] == [tail] for n in others)
    if tail.isdigit() and len(tail) >= 2 and not shared:
        lead = r"(?:la|facture|fact|n°|no|numero|invoice|number"
        lead += r"|les|the)" if len(pieces) > 1 else ")"  # "les 300" may be a sum
        opens = r"(?:^|[\n.;:!] ?|, ?|\bet |\band )"
        free = r"(?![\w%€]|[.,/-]\d| ?(?:€|euros?|jours|fois|x\b))"
        numbered = any(str(item.n) == tail.lstrip("0") for item in context.listed)
        if len(pieces) > 1 and (context.kind == "notice" or len(tail) > 2):
            patterns.append(re.compile(rf"{opens}(?P<n>{tail}){free}"))
        if not numbered:
            patterns.append(
                re.compile(rf"(?<!\w){lead} ?(?P<n>0{{0,3}}{tail.lstrip('0') or '0'})(?![\w%€]|[.,/-]\d)")
            )
    return patterns
