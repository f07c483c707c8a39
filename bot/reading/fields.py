"""A header block as decoded fields: bytes in, clean text out.

Takes any bytes, stops at the first empty line or after 256 kB, and never raises. Encoded words are decoded,
folded lines joined, raw 8-bit headers read as UTF-8 or Windows-1252, control characters and line ends
removed, so that no value taken from here can break a log line, a header or a terminal.
It does not judge addresses: whatever stands in From is only what the mail claims.
"""

import binascii
import re
from codecs import lookup
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from itertools import groupby

from bot.patterns import pattern

BLOCK = 256_000
VALUE = 64_000

_BLANK = pattern(rb"[\r\n]+")
_FIELD = pattern(r"^([!-9;-~]{1,80})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_WORD = pattern(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\r\n]{0,4000})\?=")
_BETWEEN_WORDS = pattern(r"(\?=)\s{1,200}(?==\?)")
# C0, C1, line and paragraph separators, and the marks that reverse the reading direction
_CONTROL = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_ADDRESS = pattern(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-][\w.-]{0,250}\w")
_ANGLE = pattern(r"<\s{0,5}([^<>@\s]{1,64}@[^<>@\s]{1,255}?)\s{0,5}>")
_ID = pattern(r"<[^<>\s]{1,500}>")
_DATE = pattern(
    r"(?:^|[ ,])(\d{1,2}) (\w{3}) (\d{4}) (\d{1,2}):(\d\d)(?::(\d\d))? ([+-])(\d\d)(\d\d)\b", re.ASCII
)
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_KNOWN = frozenset(
    ("from", "to", "subject", "date", "message-id", "received", "return-path", "mime-version", "content-type")
)
_CHARSET = pattern(r"(?:utf|iso|latin|windows|cp|koi8|gb|big5|shift|sjis|euc|mac|us-?ascii|ascii|hz|tis)")

Fields = dict[str, list[str]]


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The header block and what follows it."""
    start, end = bounds(raw, 0, len(raw))
    return raw[start : min(end, start + BLOCK)], raw[end:]


def bounds(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where between two places a header block begins, and where what follows it does."""
    if blank := _BLANK.match(raw, start, end):
        start = blank.end()
    stop = after = end
    for mark in (b"\n\r\n", b"\n\n", b"\r\r"):  # a search each: a pattern takes a second over 40 MB
        found = raw.find(mark, start, stop)
        if found >= 0:
            stop, after = found, found + len(mark)
    return start, after


@lru_cache(8)  # the edges ask for a mail's head, leaves and ids one after the other: its header is read once
def fields(block: bytes) -> Fields:
    """Field values by lower-case name, in order of appearance, unfolded but not yet decoded."""
    found: Fields = {}
    text = as_text(block[:BLOCK]).replace("\r\n", "\n").replace("\r", "\n")
    for name, value in _FIELD.findall(text):
        found.setdefault(name.lower(), []).append(
            _unfolded(value) if "\n" in value else value.strip()[:VALUE]
        )
    return found


def _unfolded(value: str) -> str:
    head, *more = map(str.strip, value.split("\n"))
    unfolded = head[:VALUE]
    for line in more:
        if len(unfolded) >= VALUE:
            break
        unfolded += " " + line
    return unfolded


def is_mail(found: Fields) -> bool:
    return not _KNOWN.isdisjoint(found)


def first(found: Fields, name: str) -> str:
    values = found.get(name)
    return clean(values[0]) if values else ""


def text(found: Fields, name: str) -> str:
    """The first value, its encoded words decoded."""
    values = found.get(name)
    return clean(decode_words(values[0][:8000])) if values else ""


def clean(value: str) -> str:
    return (value if value.isprintable() else _CONTROL.sub(" ", value)).strip()


def as_text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@cache
def codec(charset: str) -> str | None:
    """The Python codec for a declared charset; none for unknown ones and for codecs that are no charset."""
    name = charset.strip("\"' ").lower().replace("_", "-")
    if not _CHARSET.match(name):
        return None
    try:
        return lookup(name).name
    except (LookupError, ValueError):
        return None


def decode_words(value: str) -> str:
    if "=?" not in value:
        return value
    if "?=" in value[: value.rfind("=?")]:  # more than one word
        value = _BETWEEN_WORDS.sub(r"\1", value)
    return "".join(_joined(value))


def _joined(value: str) -> Iterator[str]:
    """Neighbouring words of one charset are joined as bytes: some programs cut inside a character."""
    for charset, run in groupby(_pieces(value), key=lambda piece: piece[0]):
        data = b"".join(piece[1] for piece in run)
        yield data.decode("utf-8", "replace") if charset is None else charset_text(data, charset)


def _pieces(value: str) -> Iterator[tuple[str | None, bytes]]:
    at = 0
    for word in _WORD.finditer(value):
        if word.start() > at:
            yield None, value[at : word.start()].encode("utf-8", "replace")
        yield word[1].lower(), _word_bytes(word[2].lower(), word[3])
        at = word.end()
    if at < len(value):
        yield None, value[at:].encode("utf-8", "replace")


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    return from_base64(data) if encoding == "b" else binascii.a2b_qp(data, header=True)


_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)


def from_base64(data: bytes) -> bytes:
    """As much as can be decoded: foreign characters are dropped, the end is padded."""
    kept = data.translate(None, _NOT_BASE64)
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def charset_text(data: bytes, charset: str) -> str:
    """Text by the declared charset where that works, else UTF-8, else Windows-1252.

    UTF-8 declared as Latin-1 is the commonest lie in French mail, so bytes that are valid UTF-8 and not
    plain ASCII are read as UTF-8 whatever the single-byte charset declared.
    """
    name = codec(charset) or "utf-8"
    if name.startswith(("iso8859", "cp125", "ascii", "latin")):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            name = "cp1252" if name in ("iso8859-1", "ascii") else name
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError):
        text = (
            data.decode(name, "replace") if name.startswith("utf") and _mostly(data, name) else as_text(data)
        )
    return text.encode("utf-8", "replace").decode() if name.startswith("utf") else text  # half a pair alone


def _mostly(data: bytes, name: str) -> bool:
    """Whether a few broken characters (a cut end, say) are all that is wrong with this Unicode text."""
    return data.decode(name, "replace").count("\ufffd") <= 1 + len(data) // 200


def addresses(value: str) -> tuple[str, ...]:
    """Every address in an address list, lower case, display names left out."""
    bare = re.sub(r'"[^"]*"', " ", value[:VALUE]) if value.count('"') > 1 else value[:VALUE]
    return tuple(dict.fromkeys(a.lower() for a in _ADDRESS.findall(bare)))


def mailbox(value: str) -> tuple[str, str]:
    """Address (lower case) and decoded display name of a From value."""
    value = clean(decode_words(value[:8000]))
    angled = list(_ANGLE.finditer(value))
    if angled:
        return angled[-1][1].lower(), value[: angled[-1].start()].strip(" \"'")
    bare = _ADDRESS.search(value)
    if bare is None:
        return "", value.strip(" \"'")
    return bare[0].lower(), clean((value[: bare.start()] + value[bare.end() :]).strip(" ()\"'<>"))


def ids(value: str) -> tuple[str, ...]:
    """Message-IDs with their angle brackets, in order."""
    return tuple(dict.fromkeys(_ID.findall(clean(value))))


def moment(value: str) -> datetime | None:
    """An aware moment from a Date value; none when it names no moment. Without a zone: UTC."""
    value = clean(value)[:120]
    plain = _DATE.search(value)
    try:
        when = _plain(plain) if plain and plain[2].lower() in _MONTHS else _odd(value)
        when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when


def _plain(date: re.Match[str]) -> datetime:
    day, month, year, hour, minute, second, sign, hours, minutes = date.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return datetime(
        int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), min(int(second or 0), 59),
        tzinfo=timezone(-offset if sign == "-" else offset),
    )  # fmt: skip


def _odd(value: str) -> datetime:
    from email.utils import parsedate_to_datetime  # for the few that follow an older standard, or none

    when = parsedate_to_datetime(value)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
