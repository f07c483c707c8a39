"""Numbers written like an invoice's, whether the mail showed them or not: "F-120", "2026/A/12".

The answer's text in, places out. Their letters are no customer's initials: "GT-66" is not the Garage Tessier.
"""

import re
from collections.abc import Iterable, Iterator

from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.words.spelling import Spelled

_NUMBER = re.compile(
    r"(?<![\w/-])(?:[a-z]{1,4}-?\d{2,6}(?:[-.]\d{2,6})?|(?:19|20)?\d\d[-/]\d{3,5}"
    r"|(?:19|20)\d\d/[a-z]{1,3}/\d{1,5}|[a-z]{1,3}/\d{2,4}/\d{1,5})(?![\w/%€-])"
)
_A_TERM = re.compile(r"(?:j|t|q)\d")  # "J+30"


def invoice_like(text: Spelled) -> list[Named]:
    found = [m for m in _NUMBER.finditer(text.folded) if not _A_TERM.match(m[0])]
    return [Named(m.start(), m.end(), text.words(m.start(), m.end()).upper(), invoice=True) for m in found]


def without_initials(names: Iterable[Named], text: Spelled) -> Iterator[Named]:
    """Those that are not part of such a number."""
    numbers = invoice_like(text)
    for one in names:
        if not any(n.start <= one.start and one.end <= n.end and not _whole(one, n) for n in numbers):
            yield one


def _whole(one: Named, number: Named) -> bool:
    return one.invoice or (one.start, one.end) == (number.start, number.end)
