"""Several bills answered in one breath: "601 c'est vrai, 516 il a tort", "ok pour la 112, la 118 non".

The owner's words in; each bill's own words out, with the question that is open about that bill. Only where
the words name two bills or more that are asked about, each once, and belong to one of them to the last;
anything else is read as a whole. What the words mean is read where every answer to that question is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.owner.answers.acts import Act, Answer
from bot.owner.answers.context import Context
from bot.owner.answers.words.between import Passage
from bot.owner.answers.words.spelling import Spelled, plain, spelled

_PART = re.compile(r"[,;\n]|\.(?=\s|$)")
_LEADS = re.compile(
    r"(?:et |and |mais |but |par contre |puis )?(?:(?:pour|sur|quant a|for|on|as for|ok pour) )?"
    r"(?:(?:la|le|les|the) )?(?:(?:facture|invoice|bill|n°|no\.?|#) ?){0,2}"
)
_LEAD = re.compile(r"(?: (?:et|and|mais|but))?(?: (?:pour|sur|for|on))?(?: (?:la|le|the|facture))* ?$")
_FOLLOWS = re.compile(r" ?(?:pour|sur|a propos de|for|on|about) (?:la |le |the )?(?:facture |invoice |n° ?)?")
_BETWEEN = re.compile(
    r"\A[\s,;:.=>-]+|[\s,;:.=>-]+(?:et|and|mais|but)?[\s,;:-]*\Z|\s(?:et|and|mais|but)\s*\Z"
)
_THANKS = re.compile(r"(?:merci|thanks?(?: you)?|bonne journee|cordialement|bonjour|voila|cdt|a\+)?[ !.]*")
_FIGURE_ENDS = r"(?![\w%€£$/-]|[.,]\d| ?(?:€|euros?\b|eur\b|jours?\b|fois\b|x\b|%))"
_MOST = 60  # letters said of one bill
_OK = re.compile(r"(?:c'est |it's )?(?:ok|okay|bon|d'accord|oui|yes)[ !]*")
_GOT = re.compile(r"bien recue?[ !.]*")  # said of our mail, where it stands alone
_AGAINST = frozenset(("not_received", "no", "refuse", "dispute_closed"))
_ASKS_WHO_IS_RIGHT = frozenset(("already_paid", "dispute"))


@dataclass(frozen=True, slots=True)
class OfABill:
    """What is said of one bill, and what is asked about it alone."""

    number: str
    words: str
    context: Context


@dataclass(frozen=True, slots=True)
class _Bill:
    number: str
    asked: Context


def each_bill(passages: Sequence[Passage], context: Context) -> list[OfABill]:
    """Empty: the answer does not go bill by bill."""
    known = _asked(context)
    if len(passages) != 1 or passages[0].above or len(known) < 2:
        return []
    text = spelled(passages[0].text)
    said: list[OfABill] = []
    for start, end in _parts(text.folded):
        found = _of_part(text, start, end, known)
        if found is None:
            return []
        said += found
    once = len({one.number for one in said}) == len(said)
    return said if len(said) > 1 and once else []


def says_each(whole: Answer, said: Sequence[OfABill], context: Context) -> bool:
    """Whether the answer is clear as it stands: all are bills of the one question, and each has its word."""
    own = all(one.number in context.invoices for one in said)
    return own and not whole.unclear and {one.number for one in said} <= {a.target for a in whole.acts}


def taken_together(said: Sequence[OfABill], answers: Sequence[Answer], context: Context) -> Answer | None:
    """One answer of them all. None: of no bill is anything sure, and all are of this question."""
    acts: list[Act] = []
    unclear: list[str] = []
    for one, answer in zip(said, answers, strict=True):
        mine = [act for act in answer.acts if act.target in (None, one.number)]
        if answer.unclear or not mine or len(mine) != len(answer.acts):
            unclear.append(f"{one.number} : {one.words}")
        else:
            acts += [replace(act, target=one.number) for act in mine]
    own = all(one.number in context.invoices for one in said)
    return None if own and not acts else Answer(tuple(acts), tuple(unclear))


def opposed(said: Sequence[OfABill], answers: Sequence[Answer]) -> list[OfABill]:
    """ "ok pour la 112, la 118 il se trompe": beside a no to another bill, a bare yes says that it is so."""
    denied = any(act.act in _AGAINST for answer in answers for act in answer.acts)
    return [
        replace(one, words="il a raison")
        if denied and _OK.fullmatch(plain(one.words)) and one.context.matter in _ASKS_WHO_IS_RIGHT
        else one
        for one in said
    ]


def _asked(context: Context) -> dict[str, _Bill]:
    """The bills that are asked about, by the ways to call them that fit no other bill of the mail."""
    found: list[_Bill] = []
    if context.kind == "notice":
        found += [_Bill(n, replace(context, invoices=(n,), beside=())) for n in context.invoices]
    for item in (*context.beside, *context.listed):
        one = Context("notice", item.about, item.case, house=context.house)
        numbers = [n for n in item.invoices if item.about and n not in context.invoices]
        found += [_Bill(n, replace(one, invoices=(n,))) for n in numbers]
    calls = [(call, bill) for bill in found for call in _called(bill.number)]
    others = [n for item in context.cases for n in item.invoices]
    many = Counter(call for call, _ in calls)
    unasked = {call for n in others if n not in {b.number for b in found} for call in _called(n)}
    return {call: bill for call, bill in calls if many[call] == 1 and call not in unasked}


def _called(number: str) -> set[str]:
    whole = plain(number)
    tails = [tail.lstrip("0") for tail in re.findall(r"\d+", whole)[-1:]]
    return {whole, *(tail for tail in tails if len(tail) > 1)}


def _parts(folded: str) -> list[tuple[int, int]]:
    cuts = [(0, 0), *((m.start(), m.end()) for m in _PART.finditer(folded)), (len(folded), len(folded))]
    spans = [(before[1], after[0]) for before, after in pairwise(cuts)]
    return [(a, b) for a, b in spans if not _THANKS.fullmatch(folded[a:b].strip())]


def _of_part(text: Spelled, start: int, end: int, known: dict[str, _Bill]) -> list[OfABill] | None:
    """The bills first, "601 oui 516 non", or each behind what is said of it, "oui pour 601 non pour 516"."""
    part = text.folded[start:end]
    ways = "|".join(re.escape(call) for call in sorted(known, key=len, reverse=True))
    bill = re.compile(rf"(?<![\w.,/-])0{{0,4}}(?P<n>{ways}){_FIGURE_ENDS}")
    found = list(bill.finditer(part))
    if not found:
        return None
    names = [known[m["n"]] for m in found]
    if _LEADS.fullmatch(part[: found[0].start()].lstrip()) and part[found[-1].end() :].strip():
        ends = [*(m.start() for m in found[1:]), len(part)]
        spans = [(m.end(), _without_lead(part, m.end(), e)) for m, e in zip(found, ends, strict=True)]
    elif not part[found[-1].end() :].strip(" !.") and all(_FOLLOWS.search(part[: m.start()]) for m in found):
        starts = [0, *(m.end() for m in found[:-1])]
        spans = [(s, _before_for(part, s, m.start())) for s, m in zip(starts, found, strict=True)]
    else:
        return None
    words = [_BETWEEN.sub("", text.words(start + a, start + b)) for a, b in spans]
    if not all(one and len(one) <= _MOST for one in words):
        return None
    return [OfABill(b.number, _of_money(w), b.asked) for b, w in zip(names, words, strict=True)]


def _of_money(words: str) -> str:
    return "reçue" if _GOT.fullmatch(plain(words)) else words


def _without_lead(part: str, start: int, end: int) -> int:
    """Without "et la" before the next bill."""
    lead = _LEAD.search(part[start:end])
    return start + lead.start() if lead and end < len(part) else end


def _before_for(part: str, start: int, end: int) -> int:
    last = [m for m in _FOLLOWS.finditer(part, start, end) if m.end() == end]
    return last[0].start() if last else start
