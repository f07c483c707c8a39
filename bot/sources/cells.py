"""One cell of a table at a time: text cleaned, amounts in cents, dates, currencies.

In goes what stands in the cell and what the file as a whole has shown of its habits; out comes a value, or
`Unclear` with the reason and the cure. Nothing is guessed where a guess could be wrong by a factor of a
thousand or by months: "1,234" needs the file to have shown its decimal mark, "03/04" that days come first.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "EURO": "EUR", "EUROS": "EUR"}
_CURRENCIES = frozenset(
    (
        *("EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF"),
        *("RON", "BGN", "TRY", "MAD", "TND", "DZD", "XOF", "XAF", "XPF", "MUR", "JPY", "CNY", "SGD", "AED"),
    )
)
_NUMBER = re.compile(r"\d+(?:[.,' ]\d+)*")
_FORMULA = re.compile(r'="(.*)"')
_LARGEST = 10**13  # cents: more than any invoice, and small enough for every format


class Unclear(ValueError):
    """A cell that cannot be taken; the message has reason and cure, `bare` the same without the cell."""

    def __init__(self, why: str, cell: str | None = None) -> None:
        super().__init__(why if cell is None else f"{cell!r} {why}")
        self.bare = why if cell is None else f"a value {why}"


def clean(text: str) -> str:
    """One line without control characters or invisible ones, with plain single spaces."""
    unwrapped = _FORMULA.fullmatch(text.strip())
    spelt = unicodedata.normalize("NFC", unwrapped[1] if unwrapped else text)
    if spelt.isprintable():
        return " ".join(spelt.split())
    kept = "".join(" " if c.isspace() else c for c in spelt if c.isspace() or _visible(c))
    return " ".join(kept.split())


def lines(text: str) -> tuple[str, ...]:
    """The lines of an address written in one cell."""
    return tuple(line for line in map(clean, re.split(r"[\r\n|]+", text)) if line)


def decimal_mark(cells: Iterable[str], delimiter: str) -> str:
    """The mark before the cents: as the amounts show it, else as files with this delimiter have it."""
    shown = {mark for cell in cells if (mark := _shown_mark(cell))}
    if len(shown) == 1:
        return shown.pop()
    return "" if shown else {";": ",", ",": "."}.get(delimiter, "")


def amount(text: str, mark: str) -> tuple[int, str]:
    """Cents, negative in brackets or behind a minus, and the currency that stands beside them or nothing."""
    if not any(c.isdigit() for c in text):  # "cent": a word is neither a number nor a currency
        raise Unclear("is no amount; write it as 1234.56 or 1234,56", text)
    bare, currency = _without_currency(clean(text).replace("−", "-"))
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    digits = bare.strip("-+()").strip()
    if not _NUMBER.fullmatch(digits) or not digits.isascii() or bare.count("-") > 1:
        raise Unclear("is no amount; write it as 1234.56 or 1234,56", text)
    cents = _decimal(digits, text, mark) * 100
    if cents != cents.to_integral_value() or cents > _LARGEST:
        raise Unclear("has more than two decimals, or is too large; write it as 1234.56", text)
    return (-int(cents) if negative else int(cents)), currency


def currency(text: str) -> str:
    """A currency's three letters, from these or its sign."""
    code = clean(text).upper()
    code = _SIGNS.get(code, code)
    if code not in _CURRENCIES:
        raise Unclear("is no currency known here; write its three letters, such as EUR", text)
    return code


def month_first(cells: Iterable[str]) -> bool:
    """Some date of the file can only be read with the month first, so none with slashes is sure."""
    found = (re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b", cell.strip()) for cell in cells)
    return any(int(f[2]) > 12 and int(f[1]) <= 12 for f in found if f)


def day(text: str, *, months_first: bool = False) -> date:
    """A day as 31/12/2026, 31.12.26 or 2026-12-31; an hour behind it is let go."""
    written = re.sub(r"[T ]\d{1,2}:\d{2}.*$", "", clean(text))
    iso = re.fullmatch(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})", written)
    french = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})", written)
    if french and months_first:
        raise Unclear("stands among dates with the month first; export them as 2026-12-31", text)
    parts = iso.groups() if iso else french.groups()[::-1] if french else ()
    try:
        year, month, number = parts
        found = date(int(year) + 2000 if len(year) == 2 else int(year), int(month), int(number))
    except ValueError:
        raise Unclear("is no date; write it as 31/12/2026 or 2026-12-31", text) from None
    if not 1990 <= found.year <= 2100:
        raise Unclear("has a year that cannot be meant; write it as 31/12/2026 or 2026-12-31", text)
    return found


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _without_currency(text: str) -> tuple[str, str]:
    text = re.sub(r"\s*\bTTC\b\s*", "", text)
    found = re.search(r"[€$£]|[A-Za-z]{3,5}", text)
    if not found:
        return text, ""
    return (text[: found.start()] + text[found.end() :]).strip(), currency(found[0])


def _shown_mark(cell: str) -> str:
    """The decimal mark, where this amount leaves no doubt of it."""
    marks = re.findall(r"[.,]", cell)
    tail = re.search(r"[.,](\d+)\D*$", cell)
    if not marks or not tail:
        return ""
    last = marks[-1]
    if len(set(marks)) == 2:
        return last if marks.count(last) == 1 else ""
    return last if len(marks) == 1 and len(tail[1]) != 3 else ""


def _decimal(digits: str, text: str, mark: str) -> Decimal:
    marks = re.findall(r"[.,]", digits)
    own = _shown_mark(digits)
    if not own and len(set(marks)) == 1:
        own = _doubtful(digits, marks, text, mark)
    elif not own and marks:
        raise Unclear("is no amount; write it as 1234.56 or 1234,56", text)
    whole, _, cents = digits.partition(own) if own else (digits, "", "")
    if not re.fullmatch(r"\d+|[1-9]\d{0,2}([.,' ]\d{3})+", whole):
        raise Unclear("has thousands that are not grouped by three; write it as 1234.56", text)
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{cents or '0'}")


def _doubtful(digits: str, marks: list[str], text: str, mark: str) -> str:
    """One kind of mark before three digits: thousands, if the file's decimal mark is the other one."""
    if len(marks) > 1:
        return ""
    if mark and mark != marks[0]:
        return ""
    raise Unclear("may be a thousand times more or less; write it as 1234.00 or 1234,00", text)
