"""The printed letter: what stands where as JSON data, and the typst page that sets it.

A cleaned draft and its paragraphs come in, a PDF/A-2b goes out. Data reaches the page only as data, never
spliced into its source: a debtor called `#import` stays a name. The only door to typst.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from bot.draft import Draft
from bot.letters.labels import LABELS, Labels
from bot.letters.setting import DEMANDED, RECALLED
from bot.letters.tables import Table, demanded, recalled
from bot.rules import Creditor
from bot.wording import day_words, money

_PLACE = re.compile(r"^(?:[A-Z]{1,2}-)?\d{5}\s+(.+?)(?:\s+cedex(?:\s+\d+)?)?$", re.IGNORECASE)
# What the typesetter's own fonts can show: Latin, Greek, Cyrillic, punctuation and currencies.
_UNSHOWN = re.compile("[^\n\u0020-\u0484\u1e00-\u2040\u20a0-\u20c0\u2116\u2122\u2212]")

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
) -> Told:
    """Every word of the page and its place on it."""
    labels = LABELS[draft.language]
    tables = {DEMANDED: demanded, RECALLED: recalled}
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
        "subject": [labels.subject, about],
        "body": [
            {"table": _told_table(tables[text](draft), labels)} if text in tables else {"text": text}
            for text in paragraphs
        ],
        "signature": [creditor.signature, creditor.name if creditor.signature else ""],
        "legal": " – ".join(filter(None, _legal(creditor))),
        "page": labels.page.split("{}"),
        "reference": labels.reference.split("{}")[0],
    }


def _about(draft: Draft, labels: Labels) -> str:
    if draft.kind == "mise_en_demeure":
        return f"{labels.demand} {money(draft.asked, draft.currency, draft.language)}"
    if len(draft.lines) == 1:
        return f"{labels.invoice.lower()} {draft.lines[0].number}"
    return labels.many.format(len(draft.lines))


def _place_day(creditor: Creditor, day: date, draft: Draft) -> str:
    labels, words = LABELS[draft.language], day_words(day, draft.language)
    place = next((found[1] for line in reversed(creditor.address) if (found := _PLACE.match(line))), "")
    return labels.place_day.format(place, words) if place else labels.lone_day.format(words)


def _legal(creditor: Creditor) -> tuple[str, ...]:
    siren = f"SIREN {creditor.siren}" if creditor.siren else ""
    named = ", ".join(filter(None, (creditor.name, creditor.legal_form)))
    return named, ", ".join(creditor.address), siren


def _told_table(table: Table, labels: Labels) -> dict[str, Any]:
    rows = [astuple(row) for row in table.rows]
    return {"head": astuple(table.head)[:6], "rows": rows, "sum": [labels.sum, table.sum]}
