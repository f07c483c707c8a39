"""One value of the configuration at a time: from what a person writes to what the rules hold.

Each function takes the YAML value and gives the rule's value back, or raises `Wrong` with the cure in plain
words. Amounts are written in euros and kept in cents; a text that YAML took for a number is refused,
for it may already have lost a zero.
"""

import re
from datetime import date, time
from decimal import Decimal
from email.utils import parseaddr
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bot.config.text import Digits
from bot.law.semesters import Semester
from bot.rules import Pause, Span
from bot.sources import addresses, identity

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f]")


class Wrong(ValueError):
    """What was written cannot be meant; the message says what is expected."""


def _text(value: Any) -> str:
    if isinstance(value, Digits):
        raise Wrong(f'YAML reads this as a number; write it between quotes: "{value.text}"')
    if isinstance(value, bool | Decimal):
        raise Wrong("YAML does not read this as text; write it between quotes")
    if not isinstance(value, str):
        raise Wrong("a text is expected here")
    if _NO_TEXT.search(value.strip()):
        raise Wrong("one line is expected here, without control characters")
    return value.strip()


def _lines(value: Any) -> tuple[str, ...]:
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list):
        raise Wrong("write one line of the address below the other, each after a dash")
    return tuple(line for line in map(_text, lines) if line)


def _yes_no(value: Any) -> bool:
    known = {"yes": True, "oui": True, "true": True, "no": False, "non": False, "false": False}
    found = known.get(str(value).lower())
    if found is None:
        raise Wrong("yes or no is expected here")
    return found


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong("a whole number is expected here, without quotes")
    return int(value)


def _euros(value: Any) -> int:
    if not isinstance(value, Digits | Decimal):
        raise Wrong("an amount in euros is expected here, such as 40 or 12.50")
    cents = Decimal(value) * 100
    if not cents.is_finite() or cents != cents.to_integral_value() or not 0 <= cents <= 100_000_000:
        raise Wrong("an amount has at most two decimals, and is neither negative nor over a million")
    return int(cents)


def _rate(value: Any) -> str:
    if value in ("default", "legal", "3x"):
        return str(value)
    if not isinstance(value, Digits | Decimal) or not 0 <= Decimal(value) <= 100:
        raise Wrong("default, legal, 3x or a yearly rate in percent is expected here, such as 12.15")
    return str(Decimal(value))


def _percent(value: Any) -> Decimal:
    if not isinstance(value, Digits | Decimal) or not 0 <= Decimal(value) <= 30:
        raise Wrong("a yearly rate in percent is expected here, without a sign, such as 2.75")
    return Decimal(value)


def _semester(value: Any) -> Semester:
    found = Semester.named(value) if isinstance(value, str) else None
    if found is None or not 2000 <= found.year <= 2100:
        raise Wrong('a half-year is expected here, such as "2027-S1"')
    return found


def _hour(value: Any) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3])[:h]([0-5]\d)", value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Wrong('an hour is expected here, such as "17:00"')
    return time(int(found[1]), int(found[2]))


def _hours(value: Any) -> tuple[time, time]:
    if not isinstance(value, str) or value.count("-") != 1:
        raise Wrong('the hours from opening to closing are expected here, such as "09:00-17:30"')
    opens, closes = map(_hour, value.split("-"))
    return opens, closes


def _days(value: Any) -> tuple[int, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list):
        raise Wrong("days of the week are expected here, such as mon-fri")
    return tuple(sorted({day for part in parts for day in _day_range(str(part).strip().lower())}))


def _day_range(part: str) -> range:
    first, _, last = part.partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        raise Wrong(f"{part!r} is no day; write them as mon-fri or mon, tue, thu: {', '.join(_DAYS)}")
    start, end = _DAYS.index(first), _DAYS.index(last or first)
    if start > end:
        raise Wrong(f"{part!r} runs backwards; the week begins on Monday here")
    return range(start, end + 1)


def _span(value: Any) -> Span:
    found = re.fullmatch(r"(\d\d)-(\d\d)/(\d\d)-(\d\d)", value.strip()) if isinstance(value, str) else None
    try:
        if found is None:
            raise Wrong
        first, last = (date(2028, int(found[n]), int(found[n + 1])) for n in (1, 3))
    except ValueError:
        wanted = 'days of the year are expected here, month first, such as "08-01/08-22"'
        raise Wrong(wanted) from None
    return Span((first.month, first.day), (last.month, last.day))


def _pause(value: Any) -> Pause:
    first, _, last = value.strip().partition("/") if isinstance(value, str) else ("", "", "")
    try:
        return Pause(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError:
        wanted = 'days are expected here, such as "2026-08-03/2026-08-21"'
        raise Wrong(wanted) from None


def _address(value: Any) -> str:
    found = addresses.normal(_text(value))
    if found is None:
        raise Wrong("an e-mail address is expected here, such as compta@atelier-morvan.example")
    return found


def _sender(value: Any) -> tuple[str, str]:
    name, address = parseaddr(_text(value))
    found = addresses.normal(address)
    if found is None:
        wanted = 'a name and an address are expected here, such as "Atelier Morvan <factures@morvan.example>"'
        raise Wrong(wanted)
    return name, found


def _siren(value: Any) -> str:
    found = identity.siren(_text(value))
    if found is None:
        raise Wrong("this is no SIREN: nine digits are expected, and the last one checks the others")
    return found


def _iban(value: Any) -> str:
    iban = re.sub(r"\s", "", _text(value)).upper()
    if not re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}", iban) or _rest(iban) != 1:
        raise Wrong("this is no IBAN: a letter or digit is wrong or missing; money would go astray")
    return " ".join(iban[n : n + 4] for n in range(0, len(iban), 4))


def _rest(iban: str) -> int:
    """ISO 7064 MOD 97-10: the check that a bank does."""
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97


def _bic(value: Any) -> str:
    bic = _text(value).replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", bic):
        raise Wrong("this is no BIC: 8 or 11 letters and digits are expected")
    return bic


def _folders(value: Any) -> tuple[str, ...] | None:
    if value == "auto":
        return None
    if not isinstance(value, list) or not value:
        raise Wrong('"auto" or a list of folders is expected here')
    return tuple(map(_text, value))


def _word(value: Any) -> str:
    word = _text(value)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", word):
        raise Wrong("a plain word is expected here: small letters, digits and _")
    return word


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Whole = Annotated[int, BeforeValidator(_whole)]
Euros = Annotated[int, BeforeValidator(_euros)]
Rate = Annotated[str, BeforeValidator(_rate)]
Percent = Annotated[Decimal, BeforeValidator(_percent)]
HalfYear = Annotated[Semester, BeforeValidator(_semester)]
Hour = Annotated[time, BeforeValidator(_hour)]
Hours = Annotated[tuple[time, time], BeforeValidator(_hours)]
Days = Annotated[tuple[int, ...], BeforeValidator(_days)]
YearSpan = Annotated[Span, BeforeValidator(_span)]
AbsentDays = Annotated[Pause, BeforeValidator(_pause)]
Address = Annotated[str, BeforeValidator(_address)]
Sender = Annotated[tuple[str, str], BeforeValidator(_sender)]
Siren = Annotated[str, BeforeValidator(_siren)]
Iban = Annotated[str, BeforeValidator(_iban)]
Bic = Annotated[str, BeforeValidator(_bic)]
Folders = Annotated[tuple[str, ...] | None, BeforeValidator(_folders)]
Word = Annotated[str, BeforeValidator(_word)]
