"""Search criteria, safe whatever a debtor, a header or a config holds. Pure.

In: a Message-ID, addresses, a day, a UID. Out: bytes for UID SEARCH, every foreign value between quotes;
None where the value holds what no such header can hold (a line break, a control character): then there
is nothing to find, and nothing is asked.
"""

from collections.abc import Iterable, Iterator
from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TOGETHER = 10  # addresses in one question; some servers refuse long lines


def above(uid: int) -> bytes:
    """The answer always names the last mail too, even below `uid`: drop it."""
    return b"UID %d:*" % (uid + 1)


def since(day: date) -> bytes:
    return b"SINCE %02d-%s-%04d" % (day.day, _MONTHS[day.month - 1].encode(), day.year)


def message_id(value: str) -> bytes | None:
    word = quoted(value.strip())
    return None if word is None else b"HEADER Message-ID " + word


def from_any(addresses: Iterable[str], day: date) -> Iterator[bytes]:
    """Questions that together find every mail from these addresses since that day (and maybe more)."""
    words = [word for address in sorted(set(addresses)) if (word := quoted(_ascii(address.strip())))]
    for start in range(0, len(words), _TOGETHER):
        asked = [b"FROM " + word for word in words[start : start + _TOGETHER]]
        yield b"OR " * (len(asked) - 1) + b" ".join(asked) + b" " + since(day)


def quoted(value: str) -> bytes | None:
    """An IMAP quoted string, or None if the value cannot be one; never an empty one, which finds all."""
    if not value or not all(" " <= c <= "~" for c in value):
        return None
    return b'"' + value.replace("\\", "\\\\").replace('"', '\\"').encode("ascii") + b'"'


def _ascii(address: str) -> str:
    """Not every server searches in UTF-8: an address with an accent is looked for by its domain alone."""
    if address.isascii():
        return address
    domain = address.rpartition("@")[2]
    try:
        return "@" + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
