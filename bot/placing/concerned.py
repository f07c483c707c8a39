"""Which invoices a debtor's words concern: "toutes vos factures sauf la F-118", "la 112 c'est payé".

Words and the invoice numbers that may be meant in, a `Scope` out. A number counts as one that is meant only
where it stands by itself:

- a word of all ("tout", "l'ensemble", "aucune de vos", "everything") means all that is due;
- behind "sauf, hors, excepté, hormis, but, except" stands what is left out of it;
- "notamment, par exemple, y compris, including" and "tant que la F-118 n'est pas corrigée" never narrow;
- where one cannot tell, it is about all of them: a hold may be too wide, never too narrow.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

from bot.placing.allwords import (
    CONDITION,
    EXAMPLE,
    EXAMPLE_BEHIND,
    EXCEPT,
    EXCEPT_BEHIND,
    OTHERS,
    REST,
    SHARE,
    WHOLE,
)
from bot.placing.numbers import TEXT, invoices_named

_GLUE = re.compile(
    r"(?:[\s,:(\"]{1,3}|(?:et|ou|ni|and|or|nor|pour|for|sur|on|la|les|le|l|the|celles?|votre|vos|your"
    r"|cette|du|de"
    r"|of|n[o°º]s?|nos?|num(?:eros?)?|numbers?|factures?|fact?|facs?|invoices?|inv|bills?)\b\.?|n ?[°º]s?"
    r"|[&#']){1,12}"
)
_A_NAME = re.compile(r"(?:[a-z]{1,6}[ ./-]?)?\d[\w/-]{0,34}|[a-z]{1,8}[-/][\w/-]{0,34}\d")
_OVER = re.compile(r"\s*(?:$|[,.;:!?)\n]|(?:et|ou|and|or|qui|que|which|that|dont)\b)")
# Left out without a number: "sauf celle de mars".
_NAMELESS = re.compile(
    r"[\s,:]{0,3}(?:pour |for )?(?:la |les |le |l'|the |une? |one |deux |two |votre |vos |your |cette )?"
    r"(?:celles?|ceux|celui|factures?|invoices?|bills?|ones?|premieres?|derni(?:ere|er)s?|deuxiemes?"
    r"|secondes?"
    r"|troisiemes?|plus (?:ancienne|recente)s?|first|second|third|last|latest|oldest|deux|two)\b"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the words say of these invoices, each in their order."""

    named: tuple[str, ...] = ()  # those that are meant by their numbers
    aside: tuple[str, ...] = ()  # named as what something waits for
    without: tuple[str, ...] = ()  # left out
    whole: bool = False  # it is about all of them, or nobody can tell
    others: bool = False  # it is about some that it calls otherwise: "la dernière", "les autres"
    doubtful: bool = False  # something is left out, and nobody can tell what

    @property
    def widest(self) -> tuple[str, ...]:
        """All that it may be about; none: every one of them."""
        return (
            () if self.whole or self.others or not self.named else (*self.named, *self.aside, *self.without)
        )


def scope(text: str, numbers: Iterable[str]) -> Scope:
    numbers = tuple(numbers)
    plain = _plain(text[:TEXT])
    doubtful = any(_nameless(plain, mark.end()) for mark in EXCEPT.finditer(plain))
    named, unclear = _named(plain, numbers)
    out = _behind(plain, EXCEPT)
    if not (named or unclear or doubtful or out):
        return Scope(whole=bool(WHOLE.search(plain)), others=_of_others(plain))
    out = [*out, *_before(plain, EXCEPT_BEHIND)]
    examples = [*_behind(plain, EXAMPLE), *_before(plain, EXAMPLE_BEHIND)]
    waits = [one.span() for one in CONDITION.finditer(plain)]
    rest = _blanked(plain, [*out, *examples, *waits])
    named, unclear = _named(rest, numbers)
    return Scope(
        named,
        tuple(n for n in _of(plain, waits, numbers) if n not in named),
        tuple(n for n in _of(plain, out, numbers) if n not in named),
        whole=unclear or bool(_of(plain, examples, numbers) or WHOLE.search(rest)),
        others=_of_others(rest),
        doubtful=doubtful,
    )


def _of_others(text: str) -> bool:
    return bool(OTHERS.search(text) or (REST.search(text) and not SHARE.search(text)))


def _nameless(text: str, at: int) -> bool:
    """What is left out here has no number: nobody can tell which it is."""
    return bool(_NAMELESS.match(text, at)) and not _run(text, at)


def _plain(text: str) -> str:
    """In lower case, without accents; line ends stay, for they end what is said."""
    kept = (c for c in normalize("NFKD", text.casefold().replace("’", "'")) if not combining(c))
    return "".join(kept)


def _behind(text: str, marks: re.Pattern[str]) -> list[tuple[int, int]]:
    """The names that stand right behind such a word, with the word itself."""
    found = ((mark.start(), _run(text, mark.end())) for mark in marks.finditer(text))
    return [(start, end) for start, end in found if end]


def _run(text: str, at: int) -> int:
    """Where the list of names that starts here is over; 0: there is none."""
    end, listed = 0, False
    while True:
        glue = _GLUE.match(text, at)
        start = glue.end() if glue else at
        name = _A_NAME.match(text, start)
        if not name or (listed and not (glue and _OVER.match(text, name.end()))):
            return end
        at = end = name.end()
        listed = True


def _before(text: str, marks: re.Pattern[str]) -> list[tuple[int, int]]:
    """The name that stands right before such a word."""
    return [mark.span() for mark in marks.finditer(text)]


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _of(text: str, spans: Sequence[tuple[int, int]], numbers: Sequence[str]) -> tuple[str, ...]:
    said = "\n".join(text[start:end] for start, end in spans)
    return _named(said, numbers, called=True)[0] if said else ()


# --- short numbers -----------------------------------------------------------------------------------

_UNIT = (
    r"(?! ?(?:[.,]\d|%|€|£|\$|euros?\b|eur\b|k\b|jours?\b|j\b|days?\b|mois\b|months?\b|semaines?\b"
    r"|heures?\b|h\b"
    r"|ans?\b|restant|janv|fevr|mars\b|avril\b|mai\b|juin\b|juil|aout\b|sept|octo|nove|dece|/))"
)
_SHORT = rf"\d[\w-]{{0,20}}\b{_UNIT}"
_AND = r" ?(?:,|&|\bet\b|\bou\b|\band\b|\bor\b) ?(?:(?:la|les|the) )?"
_FEMININE = re.compile(rf"\b(?:la|celle) ({_SHORT})")
_PLURAL = re.compile(rf"\b(?:la|les|the|celles) ({_SHORT}(?:{_AND}{_SHORT}){{0,20}})")
_ALONE = re.compile(rf"(?:^|[\n.;,(/] ?)({_SHORT}) ?(?=[:=])")
_ABRIDGED = re.compile(r"\b(?:f|fa|fac|fact|fc|fv|inv)[ .]?(\d[\w-]{0,20})\b")
_CALLED = re.compile(rf"(?:^|[\s,])({_SHORT})")
_ITEM = re.compile(r"\d[\w-]*")
_FEWEST = 3  # digits of a short number, but behind "la"


def _named(text: str, numbers: Sequence[str], *, called: bool = False) -> tuple[tuple[str, ...], bool]:
    """Those named, and whether a short number may be that of several; `called`: any number is a name here."""
    named, unclear = set(invoices_named(text, numbers)), False
    for token in _short(text, called=called):
        ends = [n for n in numbers if _ends(n, token)]
        if len(ends) > 1 and not named & set(ends):
            unclear = True
        named |= set(ends) if len(ends) == 1 else set()
    return tuple(n for n in numbers if n in named), unclear


def _short(text: str, *, called: bool) -> Iterator[str]:
    yield from (one[1] for one in _FEMININE.finditer(text))
    marks = (_PLURAL, _ALONE, _ABRIDGED, _CALLED) if called else (_PLURAL, _ALONE, _ABRIDGED)
    for mark in marks:
        for listed in mark.finditer(text):
            yield from (t for t in _ITEM.findall(listed[1]) if sum(map(str.isdigit, t)) >= _FEWEST)


def _ends(number: str, token: str) -> bool:
    """Whether the invoice's number ends so: of F-2026-0118 the 118, the 0118, the 2026-0118."""
    number = number.casefold()
    tail = re.split(r"\D+", number)[-1].lstrip("0")
    return number == token or (bool(tail) and tail == token.lstrip("0")) or number.endswith(f"-{token}")
