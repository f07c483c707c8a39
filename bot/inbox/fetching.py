"""Brings mails over an open folder: sizes first, then as many at once as memory allows.

In: a client whose folder is open for reading, UIDs. Out: `Arrived` mails in UID order. Only BODY.PEEK is
used: nothing becomes "read" for the owner. A mail that vanished meanwhile is left out; one that the
server cannot give whole is asked for again in part, so that no single mail blocks a folder.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import Any

from bot.inbox.line import Client, unless_refused
from bot.inbox.values import Arrived, Portions

Fetched = Mapping[bytes, Any]

_WHOLE = ("INTERNALDATE", "BODY.PEEK[]")


def sizes_of(client: Client, uids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(UID, octets) of the mails that are still there, in order."""
    answer: Mapping[int, Fetched] = client.fetch(uids, ["RFC822.SIZE"])
    for uid in uids:
        size = answer.get(uid, {}).get(b"RFC822.SIZE")
        if size is not None:
            yield uid, size


def fetch(
    client: Client, folder: str, uidvalidity: int, sizes: Mapping[int, int], limits: Portions
) -> tuple[Arrived, ...]:
    whole = [uid for uid, size in sizes.items() if size <= limits.whole]
    big = [uid for uid, size in sizes.items() if size > limits.whole]
    part = _part(limits)
    found = {**_patiently(client, whole, _WHOLE, part), **_patiently(client, big, part, part)}
    mails = []
    for uid in sizes:
        raw = _octets(found[uid])
        if raw is not None:
            cut = b"BODY[]" not in found[uid]
            at = _arrival(found[uid].get(b"INTERNALDATE"), raw)
            mails.append(Arrived(folder, uidvalidity, uid, raw, at, sizes[uid], cut))
    return tuple(mails)


def _part(limits: Portions) -> tuple[str, ...]:
    return ("INTERNALDATE", "BODY.PEEK[HEADER]", f"BODY.PEEK[TEXT]<0.{limits.start}>")


def _patiently(
    client: Client, uids: Sequence[int], items: Sequence[str], part: Sequence[str]
) -> dict[int, Fetched]:
    """All at once; what is then missing one by one: a single mail has vanished or is damaged."""
    found = dict(unless_refused(lambda: client.fetch(uids, items)) or {})
    for uid in uids:
        if _octets(found.get(uid, {})) is None:
            found[uid] = _alone(client, uid, items, part)
    return found


def _alone(client: Client, uid: int, items: Sequence[str], part: Sequence[str]) -> Fetched:
    answer = unless_refused(lambda: client.fetch([uid], items))
    if answer is None and uid in client.search(b"UID %d" % uid):
        answer = client.fetch([uid], part)  # refused again, it rises: a reply is not to be lost unsaid
    fetched: Fetched = (answer or {}).get(uid, {})
    return fetched


def _octets(fetched: Fetched) -> bytes | None:
    """The mail as fetched, whole or in part; None when the server had nothing of it any more."""
    whole: bytes | None = fetched.get(b"BODY[]")
    if whole is not None:
        return whole
    head: bytes | None = fetched.get(b"BODY[HEADER]")
    if head is None:
        return None
    start = next((value for key, value in fetched.items() if key.startswith(b"BODY[TEXT]")), None)
    return head + (start or b"")


def _arrival(internal: datetime | None, raw: bytes) -> datetime:
    """INTERNALDATE; from a server that gives none that can be read, the topmost date in the headers."""
    if internal is not None:
        return internal.astimezone(UTC)
    headers = BytesHeaderParser().parsebytes(raw)
    for text in (str(headers.get("Received", "")).rpartition(";")[2], str(headers.get("Date", ""))):
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            continue
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.fromtimestamp(0, UTC)
