"""Invoice numbers in a mail's words: which tokens are somebody's, and which invoices a debtor names.

Text in, numbers out. A number that may as well be a date, a street or a sheet of paper says nothing in a
stranger's mail; an amount of money is no number. Pure.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

_TOKEN = re.compile(r"[^\W_][\w./\-]{1,34}")
# Too common to name an invoice in a stranger's mail: postal codes and dates, "A4", "CO2", "D12".
_FEWEST_BARE = 7  # digits of a number that has nothing else
_FEWEST_DIGITS = 3  # in any other number
_A_DATE = re.compile(r"(?:19|20)\d\d([-/.]\d{1,2}){1,2}|(\d{1,2}[-/.]){1,2}(?:(?:19|20)?\d\d)")
REPLIED = re.compile(r"^\s*(?:(?:re|ré|aw|tr|fwd?|wg|r[ée]exp)\s*:\s*){1,20}", re.IGNORECASE)
TEXT = 100_000  # characters of a mail's text in which numbers are looked for


class Numbered(Protocol):
    """Who finds cases by a number; the state is one."""

    def by_number(self, number: str) -> list[str]: ...


def numbers_in(texts: Iterable[str], index: Numbered) -> dict[str, tuple[str, ...]]:
    """The tokens that are somebody's invoice number or reference, with the cases that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for token in dict.fromkeys(token.rstrip("./-") for text in texts for token in _TOKEN.findall(text)):
        if any(char.isdigit() for char in token):
            cases = index.by_number(token)
            if cases:
                found[token] = tuple(cases)
    return found


def is_common(number: str) -> bool:
    """Whether it may as well be a date, a street number or a sheet of paper."""
    if _A_DATE.fullmatch(number):
        return True
    digits = sum(char.isdigit() for char in number)
    return digits < (_FEWEST_BARE if number.isdigit() else _FEWEST_DIGITS)


def own_words(subject: str, text: str, ours: Iterable[str]) -> str:
    """What the writer says: a subject that holds one of our letters' is given back, whatever is around it.

    A thread keeps its first subject, which names its first invoice, whatever the answer is about; marks
    like "Re:", "Tr:" and "[EXTERNE]" grow around it.
    """
    given_back = any(known and known in _plain(subject) for known in map(_bare, ours))
    return text if given_back else f"{subject}\n{text}"


def _bare(subject: str) -> str:
    return _plain(REPLIED.sub("", subject))


def _plain(subject: str) -> str:
    return " ".join(subject.casefold().split())


# What makes a bare number an invoice's: the word for it right before, or another number of its list.
_CALLED = r"(?:\b(?:factures?|fact\.?|invoices?|inv\.?|num(?:[ée]ros?|\.)?|nos?\.?)|\bn\s?[°ºo]s?|#)"
_LIST = re.compile(
    rf"{_CALLED}(?:[\s:]{{0,3}}{_CALLED}){{0,2}}[\s:]{{0,3}}"
    r"(\d[\w/-]{0,34}(?:\s{0,2}(?:,|&|\bet\b|\band\b)\s{0,2}(?:la |the )?\d[\w/-]{0,34}){0,20})",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\d[\w/-]*")
_MONEY = re.compile(r"(?:[.,]\d{1,2})?\s{0,2}(?:€|euros?\b|eur\b)", re.IGNORECASE)


def invoices_named(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """Which of these invoice numbers the text names, in the given order.

    A whole number counts wherever it stands as a word of its own; its tail only where it is called an
    invoice or a number. An amount of money is neither.
    """
    text = text[:TEXT]
    whole = {_word(found[0]) for found in _TOKEN.finditer(text) if not _is_money(text, found.end())}
    short = set(_short(text))
    return tuple(n for n in numbers if n.casefold() in whole or _called(n.casefold(), short))


def tail(number: str) -> str:
    """The end by which an invoice is called, of F-2026-0118 the 118; empty: too short to name one."""
    last = re.split(r"\D+", number)[-1].lstrip("0")
    return last if len(last) >= _FEWEST_DIGITS else ""


def tails_called(text: str) -> tuple[str, ...]:
    """The ends of the numbers that this text calls an invoice or a number."""
    return tuple(dict.fromkeys(filter(None, map(tail, _short(text[:TEXT])))))


def _word(token: str) -> str:
    return token.rstrip("./-").casefold()


def _is_money(text: str, end: int) -> bool:
    return _MONEY.match(text, end) is not None


def _short(text: str) -> Iterator[str]:
    for listed in _LIST.finditer(text):
        for item in _ITEM.finditer(text, *listed.span(1)):
            if not _is_money(text, item.end()):
                yield _word(item[0])


def _called(number: str, short: Collection[str]) -> bool:
    """Whether one of these is the number, or its end: of F-2026-0118 the 2026-0118, the 0118, the 118."""
    last = tail(number)
    ends = (last and last == token.lstrip("0") for token in short)
    return number in short or any(ends) or any(number.endswith(f"-{t}") and len(t) > 2 for t in short)
