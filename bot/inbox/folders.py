"""What each folder of a mailbox is for. Pure.

In: the server's LIST answer as (flags, delimiter, name). Out: `Folder`s with a role, the inbox first.
The server's own word (SPECIAL-USE, RFC 6154) comes first; then the names that mail programs and
providers give, French and English. A name counts at the top of the mailbox only (or right below INBOX
or [Gmail]): `Clients/Archive` is the owner's own filing. Below an archive, folders named after a year
or a month belong to it, as Thunderbird makes them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.inbox.values import Folder, Role

Listed = tuple[Sequence[bytes], bytes | None, str]

_ORDER: tuple[Role, ...] = ("inbox", "archive", "junk", "sent", "other")
_CLOSED = frozenset({"\\noselect", "\\nonexistent"})
_FLAGS: dict[str, Role] = {
    "\\archive": "archive",
    "\\all": "archive",  # Gmail: what is archived has no folder but "All Mail"
    "\\allmail": "archive",
    "\\junk": "junk",
    "\\spam": "junk",
    "\\sent": "sent",
    "\\drafts": "other",
    "\\trash": "other",
    "\\flagged": "other",
}
_NAMES: dict[Role, tuple[str, ...]] = {
    "archive": ("archive", "archives", "all mail", "tous les messages", "archived messages", "archivage"),
    "junk": (
        "junk",
        "spam",
        "junk e-mail",
        "junk email",
        "junk mail",
        "bulk mail",
        "bulk",
        "courrier indesirable",
        "courriers indesirables",
        "elements indesirables",
        "messages indesirables",
        "indesirables",
        "pourriel",
        "pourriels",
        "quarantaine",  # Orange
    ),
    "sent": (
        "sent",
        "sent items",
        "sent messages",
        "sent mail",
        "sent-mail",
        "envoyes",
        "elements envoyes",
        "messages envoyes",
        "courrier envoye",
        "courriers envoyes",
        "objets envoyes",
        "outbox",  # Orange
    ),
}
_BY_NAME: dict[str, Role] = {name: role for role, names in _NAMES.items() for name in names}
_TOPS = frozenset({"inbox", "[gmail]", "[google mail]"})
_PERIOD = re.compile(r"\d{4}(-\d{2})?")


def folders_of(listed: Iterable[Listed]) -> tuple[Folder, ...]:
    """All folders that can be opened; those whose role the server told go before those named so."""
    found: list[tuple[int, bool, str, Role]] = []
    for flags, delimiter, name in listed:
        marks = {flag.decode("ascii", "replace").lower() for flag in flags}
        if marks & _CLOSED:
            continue
        told = next((role for mark, role in _FLAGS.items() if mark in marks), None)
        role = "inbox" if name.upper() == "INBOX" else told or _named(_parts(name, delimiter))
        found.append((_ORDER.index(role), told is None and role != "other", name, role))
    return tuple(Folder(name, role) for _, _, name, role in sorted(found))


def _parts(name: str, delimiter: bytes | None) -> list[str]:
    parts = name.split(delimiter.decode("ascii", "replace")) if delimiter else [name]
    plain = [_plain(part) for part in parts]
    return plain[1:] if len(plain) > 1 and plain[0] in _TOPS else plain


def _named(parts: Sequence[str]) -> Role:
    role = _BY_NAME.get(parts[0], "other")
    if len(parts) == 1 or (role == "archive" and all(_PERIOD.fullmatch(part) for part in parts[1:])):
        return role
    return "other"


def _plain(word: str) -> str:
    """Lower case, no accents, one space: how a folder's name is compared."""
    letters = unicodedata.normalize("NFKD", word)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())
