"""Delivery reports: of whom a machine says that our letter did not arrive, and whether for good.

RFC 3464 and RFC 6533 fields first, then flufl.bounce, then the words in use. `permanent` speaks of the
address: a full mailbox, a time-out, a letter too big or a server too busy is temporary even where the
report says "failed", because the letter was `lost` and the address was not. Comes in: head, leaves, text and
bytes; goes out: a `BounceRead`, "delivered", or none where nothing says that a letter failed.
"""

import re
from dataclasses import replace
from email import message_from_bytes
from typing import Literal

from bot.events.mail import BounceRead
from bot.patterns import pattern
from bot.reading import fields as header
from bot.reading.machinewords import words
from bot.reading.mime import Head
from bot.reading.parts import Leaf
from bot.reading.sentences import fold

DAEMON = pattern(
    r"^(?:mailer[-_]?daemon|post_?master|mail-daemon|mail-?delivery|bounces?|double-bounce|mdaemon|ndr)\b",
    re.IGNORECASE,
)
_FIELD = pattern(
    r"^[ \t]{0,4}(final-recipient|original-recipient|action|status|diagnostic-code):"
    r"[ \t]{0,9}([^\r\n]{1,400})",
    re.IGNORECASE | re.MULTILINE,
)
_FOLDED = pattern(r"\r?\n[ \t]{1,80}(?=\S)")
_STATUS = pattern(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = pattern(r"(?<![\d.])([45])\d\d[ -]")
_ESCAPED = pattern(r"\\x\{([0-9a-fA-F]{2,6})\}")
# where a letter returned as plain text begins
_LETTER = pattern(r"^[ \t>]{0,8}(?:return-path|received|dkim-signature|x-[\w-]{3,40}):", re.I | re.M)
# the address may well be alive: mailbox full, message too big, expired while the server was away
_PASSING = frozenset((("2", "2"), ("2", "3"), ("3", "1"), ("3", "4"), ("4", "7"), ("4", "5")))
_UNREACHED = frozenset((("4", "1"), ("4", "6")))  # unless the words say that it is unknown
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")
_REPORTED = 6000  # characters of a report that are read for its reason

Report = BounceRead | Literal["delivered"]


def report(head: Head, leaves: tuple[Leaf, ...], text: str, raw: bytes) -> Report | None:
    status = "\n".join(_status_text(leaf) for leaf in leaves if leaf.type.endswith("delivery-status"))
    told = _told(head, text)
    stated = _stated(status or text, told)
    if stated == "delivered":
        return stated
    found = stated or _by_flufl(raw, told) or _by_words(head, leaves, text, told)
    if isinstance(found, BounceRead) and not found.recipient:
        return replace(found, recipient=to_whom(head, leaves, text, raw))
    return found


def _told(head: Head, text: str) -> str:
    """What the report itself says, folded: without the letter that it returns."""
    text = text[:_REPORTED]
    letter = _LETTER.search(text)
    return fold(f"{head.subject[:300]} {text[: letter.start()] if letter else text}")


# --- fields -------------------------------------------------------------------------------------------


def _status_text(leaf: Leaf) -> str:
    return _FOLDED.sub(" ", leaf.data()[:20_000].decode("utf-8", "replace"))


def _stated(status: str, told: str) -> Report | None:
    """The first recipient that the fields name as not reached; "delivered" when all were."""
    seen: dict[str, str] = {}
    delivered = False
    # a field that stood already opens the next recipient's block
    for name, value in [*_FIELD.findall(status)[:400], ("final-recipient", "")]:
        key = name.lower()
        if key in seen and key.endswith("recipient"):
            if found := _block(seen, told):
                return found
            delivered = delivered or bool(seen.get("action"))
            seen = {}
        seen.setdefault(key, value.strip())
    if (left := _block(seen, told)) is not None:
        return left
    return "delivered" if delivered or seen.get("action") else None


def _block(seen: dict[str, str], told: str) -> BounceRead | None:
    action = seen.get("action", "").split("(")[0].strip().lower()
    # the address that we wrote to, before the one that it was passed on to
    recipient = _address(seen.get("original-recipient", "")) or _address(seen.get("final-recipient", ""))
    if not action or action in ("delivered", "relayed", "expanded"):
        return None
    reason = seen.get("diagnostic-code", "")
    lost = action != "delayed"  # RFC 3464 2.3.3: all attempts are abandoned
    lasting = lost and for_good(seen.get("status", ""), fold(reason), told)
    return BounceRead(recipient, permanent=lasting, lost=lost)


def _address(value: str) -> str:
    value = _ESCAPED.sub(lambda m: chr(min(int(m[1], 16), 0xFFFF)), value)
    found = header.addresses(value.rpartition(";")[2] or value)
    return found[0] if found else ""


def for_good(status: str, reason: str, told: str) -> bool:
    """Whether a letter that failed tells us that the address is dead; told: the report's own words."""
    code = _STATUS.search(status) or _STATUS.search(reason)
    reply = _CODE.search(reason)
    if (code and code[1] == "4") or (not code and reply and reply[1] == "4"):
        return False
    if code and (code[2], code[3]) in _PASSING:
        return False
    said = reason or told
    if words("lasting").search(said):
        return True
    return not (words("passing").search(said) or (code and (code[2], code[3]) in _UNREACHED))


# --- without fields -----------------------------------------------------------------------------------


def _by_flufl(raw: bytes, told: str) -> BounceRead | None:
    # the library walks the standard parser's tree: only mails that cannot make it climb are given to it
    if raw.count(b"boundary=", 0, 60_000) > 10:
        return None
    from flufl.bounce import all_failures  # its forty detectors are loaded for the first bounce only

    try:
        temporary, permanent = all_failures(message_from_bytes(raw[:60_000]))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return None  # its detectors assume well-formed reports
    for known, lasting in ((permanent, True), (temporary, False)):
        if known:
            recipient = sorted(known)[0].decode("utf-8", "replace").lower()
            return _worded(recipient, lasting=lasting and _told_for_good(told), told=told)
    return None


def _by_words(head: Head, leaves: tuple[Leaf, ...], text: str, told: str) -> BounceRead | None:
    if not words("not_delivered").search(told):
        return None
    return _worded(_named(head, text), lasting=_told_for_good(told), told=told)


def _worded(recipient: str, *, lasting: bool, told: str) -> BounceRead:
    """Without fields a letter is lost, unless the report says that its server goes on trying."""
    lost = lasting or not words("still_trying").search(told)
    return BounceRead(recipient, permanent=lasting, lost=lost)


def _told_for_good(told: str) -> bool:
    code = _STATUS.search(told)
    reply = None if code else _CODE.search(told)
    if reply and reply[1] == "4":
        return False
    return for_good(code[0] if code else "", "", told)


def to_whom(head: Head, leaves: tuple[Leaf, ...], text: str, raw: bytes) -> str:
    """The recipient that a report is about: stated, named in its text, or the returned letter's only one."""
    found = header.fields(header.split(raw[: header.BLOCK + 8])[0])
    failed = header.addresses(header.first(found, "x-failed-recipients"))
    if failed:
        return failed[0]
    if named := _named(head, text):
        return named
    for leaf in leaves:
        if leaf.type in _RETURNED:
            to = header.addresses(header.first(header.fields(leaf.data()[:20_000]), "to"))
            return to[0] if len(to) == 1 else ""
    return ""


def _named(head: Head, text: str) -> str:
    """The first address in the text that is neither ours nor the reporter's."""
    known = {head.sender, *head.to}
    named = (a for a in header.addresses(text[:8000]) if a not in known and not DAEMON.match(a))
    return next(named, "")
