"""How to pay by transfer: the bank details as a debtor copies them, and the EPC QR code that spares it.

A creditor, an amount and a reference come in. Out comes the code of EPC069-12 (version 002, UTF-8, level M)
as a vector drawing, or nothing where none can be made: without an IBAN, in another currency than euros, or
for an amount that a transfer cannot carry. The only door to segno.
"""

import io
import re
import unicodedata
from functools import lru_cache

import segno

from bot.rules import Creditor

_MOST_BYTES = 331  # EPC069-12: what version 13 holds at level M
_LONGEST_NAME, _LONGEST_REFERENCE = 70, 140
_MOST_CENTS = 99_999_999_999
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_UNSENT = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")  # what a transfer's text may not hold


def grouped(iban: str) -> str:
    """By four, as it is printed on a bank's own papers."""
    bare = _bare(iban)
    return " ".join(bare[k : k + 4] for k in range(0, len(bare), 4))


def payload(creditor: Creditor, cents: int, currency: str, reference: str) -> bytes:
    """The lines of EPC069-12; empty where no code can be made."""
    iban, bic = _bare(creditor.iban), _bare(creditor.bic)
    if currency != "EUR" or not 0 < cents <= _MOST_CENTS or not _IBAN.fullmatch(iban):
        return b""
    lines = [
        *("BCD", "002", "1", "SCT"),
        bic if _BIC.fullmatch(bic) else "",
        creditor.name[:_LONGEST_NAME],
        iban,
        f"EUR{cents // 100}.{cents % 100:02d}",
        *("", ""),  # purpose, structured reference
    ]
    head = "\n".join(lines).encode()
    text = sendable(reference)[: min(_LONGEST_REFERENCE, _MOST_BYTES - len(head) - 1)]
    return head + b"\n" + text.encode()


def sendable(reference: str) -> str:
    """The reference in the characters that every bank takes."""
    plain = unicodedata.normalize("NFKD", reference.replace("–", "-").replace("’", "'"))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_UNSENT.sub(" ", bare).split())


@lru_cache(maxsize=64)  # a draft is set several times: proofread, shown, sent
def code(content: bytes) -> str:
    """The QR code as SVG, without the quiet zone that the page leaves around it; empty for no content."""
    if not content:
        return ""
    drawn = segno.make(content, error="m", mode="byte", micro=False, boost_error=False)
    svg = io.BytesIO()
    drawn.save(svg, kind="svg", border=0, xmldecl=False, omitsize=True, nl=False)
    return svg.getvalue().decode()


def _bare(text: str) -> str:
    return "".join(text.split()).upper()
