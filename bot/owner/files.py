"""What the owner's mail carries besides words: its attachments, and what our own server says of its sender.

Bytes in, values out, never an exception for what a mail may hold. Names are nothing but names. A picture is
a document where it is one: a photo of the slip, not the logo under every mail of an office.
"""

import re
from collections.abc import Iterable
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from urllib.parse import unquote

from bot.reading import fields as header

_MOST_FILES, _LARGEST = 20, 25_000_000
# What mail programs and servers attach by themselves: signatures, footers, cards, invitations.
_BY_ITSELF = re.compile(
    r"(?i:att\d{3,8}\.(?:txt|html?|dat)|smime\.p7[sm]|winmail\.dat|.*\.(?:asc|sig|vcf|ics|p7s))"
)
_PICTURES = frozenset(("jpeg", "jpg", "pjpeg", "png", "heic", "heif", "webp", "tiff"))
# Bytes: an icon has less than the first, a photo more than the second, and a drawn logo less than the third.
_ICON, _PHOTO, _DRAWN = 8_000, 40_000, 160_000
_SHOWN = re.compile(rb"(?i)cid:([^\"'<>\s)]{1,500})")
_LONGEST_PAGE, _LONGEST_TEXT = 2_000_000, 2_000
_DOCUMENT = re.compile(
    r"pi[eè]ces?|photos?|images?|scans?|bordereau|r[eé]c[eé]piss[eé]|preuve|d[eé]p[oô]t|ar|accus[eé]|devis"
    r"|livraison|documents?|(?:ci-)?jointe?s?|attached|enclosed|slip|receipt|proof|delivery|pj|p\.j|copies?|pdf"
    r"|bc|bl|po|duplicatas?|copy"
)
_AROUND = re.compile(
    r"voici|voil[aà]|je|te|vous|joins|envoie|here|is|are|l[aes]?|une?|d[eu]?|des|aux?|[àa]|et|pour|ci|the|of"
    r"|for|and|factures?|invoices?|recommand[eé]|envoi|poste|avis|bons?|r[eé]ception|commande|sign[eé]|signed"
    r"|order|registered|lettre|letter|est|sont|en|son|sa|ses|leurs?|votre|vos|ton|tes|purchase|find|please|find"
    r"|ce|que|qu|il|elle|demand(?:e|é|ée|ait)s?|requested|asked|as|dessous|annexe|mail|bonjour|merci|thanks|its"
    r"|his|her|their|your|my|mon|ma|mes|nos|notre|vient|c|j|ai|mis"
)
_PAPER = re.compile(r"commande|order|factures?|invoices?")  # beside an attached file they name it
_WORD = re.compile(r"[\w./-]+")


def attachments(raw: bytes, *, pictures: bool = False) -> tuple[tuple[str, bytes], ...]:
    """Name and content of each attached file. `pictures`: some are awaited or spoken of, so that one may also
    stand within the text, as telephones put them there.
    """
    found: list[tuple[str, bytes]] = []
    try:
        parts = [part for part in message_from_bytes(raw).walk() if not part.is_multipart()]
    except (MessageError, RecursionError, ValueError):
        return ()
    shown = _shown(parts)
    for part in parts:
        name = _name(part)
        if not name or _BY_ITSELF.fullmatch(name):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not 0 < len(content) <= _LARGEST or len(found) >= _MOST_FILES:
            continue
        if part.get_content_maintype() != "image" or _is_document(part, len(content), shown, pictures):
            found.append((name, content))
    return tuple(found)


def _name(part: Message) -> str:
    """Empty: it is no file. A photo may come without a name."""
    name = header.decode_words(str(part.get_filename("") or ""))
    if name:
        return _plain(name)
    return f"photo.{part.get_content_subtype()}" if part.get_content_maintype() == "image" else ""


def _plain(name: str) -> str:
    last = header.clean(name).replace("\\", "/").rpartition("/")[2]
    return last.strip(". ")[:120] or "document"


# --- pictures ---------------------------------------------------------------------------------------


def _is_document(part: Message, size: int, shown: frozenset[str], pictures: bool) -> bool:
    """Not what decorates the text: what the page shows by its Content-ID, or is as small as a logo.

    A telephone sets a photo into the text all the same: there it is told by its size.
    """
    if part.get_content_subtype() not in _PICTURES:
        return False
    if _identity(str(part.get("Content-ID") or "")) in shown:
        return pictures and size >= (_DRAWN if part.get_content_subtype() == "png" else _PHOTO)
    if part.get_content_disposition() == "attachment":
        return pictures or size >= _ICON
    return size >= (_ICON if pictures else _PHOTO)


def _shown(parts: Iterable[Message]) -> frozenset[str]:
    """The Content-IDs that the text, as a page, has pictures of."""
    found: set[str] = set()
    for part in parts:
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                found |= {_identity(cid.decode("latin-1")) for cid in _SHOWN.findall(page[:_LONGEST_PAGE])}
    return frozenset(found)


def _identity(cid: str) -> str:
    return unquote(cid).strip().strip("<>").casefold()


def speak_of_files(words: str) -> bool:
    """Whether the owner's words name what comes attached: « pièces F-118 », « photo du bordereau »."""
    return any(map(_DOCUMENT.fullmatch, _words(words)))


def only_name_files(words: str) -> bool:
    """Whether they say nothing else: such words order nothing, and are understood once the file is kept."""
    named = speak_of_files(words) or any(map(_PAPER.fullmatch, _words(words)))
    return named and all(
        _DOCUMENT.fullmatch(word) or _AROUND.fullmatch(word) or any(map(str.isdigit, word))
        for word in _words(words)
    )


def _words(text: str) -> list[str]:
    return [word.strip(".") for word in _WORD.findall(text.casefold()[:_LONGEST_TEXT])]


def authentication_results(raw: bytes) -> str:
    """The topmost Authentication-Results field; empty when there is none."""
    found = header.fields(header.split(raw[: header.BLOCK + 8])[0])
    return header.first(found, "authentication-results")
