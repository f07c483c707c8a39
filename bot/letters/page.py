"""The printed letter: what stands where as JSON data, and the typst page that sets it.

A cleaned draft and its paragraphs come in, a PDF/A-2b goes out. Data reaches the page only as data, never
spliced into its source: a debtor called `#import` stays a name. The only door to typst.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from bot.draft import Draft
from bot.letters import annex, transfer
from bot.letters.labels import LABELS, Labels
from bot.letters.setting import DEMANDED, PAYABLE, RECALLED, TOGETHER, weighed
from bot.letters.tables import Table, demanded, recalled
from bot.rules import Creditor
from bot.wording import FIRM, Language, cut, day_words, money

_PLACE = re.compile(r"^(?:[A-Z]{1,2}-)?\d{5}\s+(.+?)(?:\s+cedex(?:\s+\d+)?)?$", re.IGNORECASE)
# What the typesetter's own fonts can show: Latin, Greek, Cyrillic, punctuation and currencies.
_UNSHOWN = re.compile("[^\n\u0020-\u0484\u1e00-\u2040\u20a0-\u20c0\u2116\u2122\u2212]")
_REFERENCE = 70  # characters that a person still copies
_UNPARTED = 45  # characters of a name or a street that still stand on one line

Told = Mapping[str, Any]  # JSON data; `templates/letter.typ` is its only reader


class Press:
    """The page's source and fonts, kept ready: a letter takes some milliseconds."""

    def __init__(self, source: str, fonts: Sequence[Path] = ()) -> None:
        self._source = source.encode()
        found = typst.Fonts(include_system_fonts=False, font_paths=list(fonts))
        self._compiler = typst.Compiler(font_paths=found, ignore_system_fonts=True)

    def print(self, told: Told, day: date) -> bytes:
        """The PDF, made on `day` whatever the clock says, so that the same letter has the same bytes.

        PDF/A refuses a character that no font can show. Rather than no letter at all, such a character
        becomes `?`: the owner, who signs the page, sees it.
        """
        letter = json.dumps(told, ensure_ascii=False)
        try:
            return self._compiled(letter, day)
        except typst.TypstError:
            shown = _UNSHOWN.sub(_nearest, letter)
            if shown == letter:
                raise
            return self._compiled(shown, day)

    def _compiled(self, letter: str, day: date) -> bytes:
        pdf = self._compiler.compile(
            input=self._source,
            format="pdf",
            sys_inputs={"letter": letter},
            pdf_standards=["a-2b"],
            timestamp=datetime.combine(day, time(12), UTC),
        )
        if not isinstance(pdf, bytes):
            raise TypeError("typst gave no single PDF")
        return pdf


def _nearest(found: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", found[0])
    return "?" if _UNSHOWN.search(plain) or re.search(r'["\\]', plain) else plain  # it stands within JSON


def composition(
    draft: Draft, day: date, creditor: Creditor, paragraphs: Sequence[str], *, registered: bool
) -> dict[str, Any]:
    """Every word of the page and its place on it."""
    labels = LABELS[draft.language]
    formal = draft.kind == "mise_en_demeure"
    about = _about(draft, labels)
    return {
        "language": draft.language,
        "title": f"{about} – {creditor.name}",
        "author": creditor.name,
        "sender": [creditor.name, creditor.legal_form, *creditor.address],
        "reach": [f"{labels.telephone}{creditor.phone}" if creditor.phone else "", creditor.email],
        "addressee": [draft.debtor, *draft.address],
        "place_day": _place_day(creditor, day, draft),
        "sending": (labels.registered if registered else labels.by_email) if formal else "",
        "heads": _heads(draft, labels, about),
        "body": [_part(text, draft, creditor, labels) for text in paragraphs],
        "signature": [creditor.signature, creditor.name if creditor.signature else ""],
        "legal": " – ".join(filter(None, _legal(creditor))),
        "page": labels.page.split("{}"),
        "translation": None,
        "annex": _annexed(draft, None),
    }


def translated(draft: Draft, creditor: Creditor, paragraphs: Sequence[str]) -> dict[str, Any]:
    """What stands beneath a letter in French: the same in the debtor's language, without how to pay."""
    labels = LABELS[draft.language]
    said = (text for text in paragraphs if not text.startswith((PAYABLE, TOGETHER)))
    body = [_part(text, draft, creditor, labels) for text in said]
    title = [labels.translation, *_heads(draft, labels, _about(draft, labels))[-1]]
    french = replace(draft, language="fr")
    return {"translation": {"title": title, "body": body}, "annex": _annexed(french, draft.language)}


def _annexed(draft: Draft, other: Language | None) -> Told | None:
    return annex.page(draft, draft.claim, other) if draft.claim and annex.annexed(draft.claim) else None


def _part(text: str, draft: Draft, creditor: Creditor, labels: Labels) -> dict[str, Any]:
    if text.startswith(PAYABLE):
        return {"pay": _payment(draft, creditor, labels) | {"note": text.removeprefix(PAYABLE).strip()}}
    if text == TOGETHER:
        return {"together": True}
    if text == DEMANDED:
        return {"table": _told_table(demanded(draft)), "lines": annex.formulas(draft)}
    if text == RECALLED:
        return {"table": _told_table(recalled(draft)), "lines": ()}
    return {"text": weighed(text)}


def _payment(draft: Draft, creditor: Creditor, labels: Labels) -> dict[str, Any]:
    """The bank details as they are copied, and the code that spares copying them."""
    reference = remittance(draft, labels)
    rows = (
        (labels.beneficiary, creditor.name),
        ("IBAN", transfer.grouped(creditor.iban), *(("BIC", creditor.bic) if creditor.bic else ())),
        (labels.amount, money(draft.demanded, draft.currency, draft.language)),
        (labels.remittance, reference),
    )
    content = transfer.payload(creditor, draft.demanded, draft.currency, reference)
    return {
        "title": labels.to_pay,
        "rows": [row for row in rows if row[1]],
        "code": transfer.code(content),
        "scan": labels.scan,
    }


def remittance(draft: Draft, labels: Labels) -> str:
    """What the debtor's transfer should say: the invoices, or how many of whom."""
    numbers = " ".join(line.number for line in draft.lines)
    if len(numbers) <= _REFERENCE:
        return numbers
    return cut(f"{labels.many.format(len(draft.lines))} {draft.debtor}", _REFERENCE)


def _heads(draft: Draft, labels: Labels, about: str) -> list[list[str]]:
    """The lines between address and letter: who owes, where that is a matter of law, and what it is about."""
    subject = [labels.subject, about]
    if draft.kind != "mise_en_demeure":
        return [subject]
    siren = f"SIREN {spaced(draft.siren)}" if draft.siren else ""
    parts = filter(None, (draft.debtor, *draft.address, siren))
    return [[labels.debtor, ", ".join(map(_whole, parts))], subject]


def _whole(part: str) -> str:
    """A name, a street, a number that no end of a line parts, unless it is too long for that."""
    return part.replace(" ", FIRM) if len(part) <= _UNPARTED else part


def spaced(siren: str) -> str:
    """A SIREN by three."""
    bare = "".join(siren.split())
    return FIRM.join(bare[k : k + 3] for k in range(0, len(bare), 3))


def _about(draft: Draft, labels: Labels) -> str:
    if draft.kind == "mise_en_demeure":
        return f"{labels.demand} {money(draft.demanded, draft.currency, draft.language)}"
    if len(draft.lines) == 1:
        return f"{labels.invoice.lower()} {draft.lines[0].number}"
    return labels.many.format(len(draft.lines))


def _place_day(creditor: Creditor, day: date, draft: Draft) -> str:
    labels, words = LABELS[draft.language], day_words(day, draft.language)
    place = next((found[1] for line in reversed(creditor.address) if (found := _PLACE.match(line))), "")
    return labels.place_day.format(place, words) if place else labels.lone_day.format(words)


def _legal(creditor: Creditor) -> tuple[str, ...]:
    """What C. com. R123-237 asks of a firm's letters; the register's entry tells the SIREN as well."""
    siren = f"SIREN {spaced(creditor.siren)}" if creditor.siren else ""
    registered = _digits(creditor.siren) and _digits(creditor.siren) in _digits(creditor.rcs)
    named = ", ".join(filter(None, (creditor.name, creditor.legal_form)))
    return named, ", ".join(creditor.address), *map(_whole, ("" if registered else siren, creditor.rcs))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _told_table(table: Table) -> dict[str, Any]:
    return {
        "head": astuple(table.head)[:6],
        "rows": [astuple(row) for row in table.rows],
        "foot": [astuple(foot) for foot in table.foot],
    }
