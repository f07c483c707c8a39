"""Puts drafts into words: the subject and text of a mail, and the printed page.

A complete draft and the day come in, words or a PDF go out. Whatever a debtor, an invoice or a thread is
called is a value on one line, without control characters, and never evaluated. The writer adds no fact:
it states about the past only what the draft states. It reads no file and no clock.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.draft import Claim, Draft, Line, Mandate
from bot.law.notes import percent
from bot.law.tariff import WORDS, percentage
from bot.letters.annex import annexed
from bot.letters.page import Press, Told, composition, spaced, translated
from bot.letters.setting import DEMANDED, PAYABLE, RECALLED, TOGETHER, environment, paragraphs, weighed
from bot.letters.tables import adds, demanded, plain, recalled
from bot.rules import Creditor, Voice
from bot.wording import NARROW, clean, typeset

_NAMED = 3  # invoices that a subject names before it only counts them
_NAMED_LENGTH = 40  # characters of their numbers together
_ANSWERED = re.compile(r"^(?:re|aw|sv)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


class Writer:
    """Templates and fonts as values: `fonts` are folders beside the fonts that the typesetter brings."""

    def __init__(self, templates: Mapping[str, str], fonts: Sequence[Path], creditor: Creditor) -> None:
        self._jinja = environment(templates)
        self._press = Press(templates["letter.typ"], fonts)
        self._creditor = _cleaned_creditor(creditor)

    def words(self, draft: Draft, day: date) -> Words:
        """The mail's subject and plain text. A thread keeps its first subject, behind one « Re: »."""
        draft = _cleaned(_sound(draft))
        view = self._view(draft, day, paper=False)
        text = "\n\n".join("".join(weighed(part)) for part in self._paragraphs(draft, view))
        if DEMANDED in text:
            text = text.replace(DEMANDED, plain(demanded(draft)))
        if RECALLED in text:
            text = text.replace(RECALLED, plain(recalled(draft)))
        return Words(self._subject(draft, view), f"{text}\n")

    def page(self, draft: Draft, day: date, *, registered: bool = True, mark: str = "") -> bytes:
        """The letter as PDF/A-2b, dated `day`. `registered`: it will be posted, not only attached to a mail;
        then the delay of a mise en demeure runs from its first presentation. `mark`: a word across each page.
        """
        return self._press.print({**self.told(draft, day, registered=registered), "mark": mark}, day)

    def told(self, draft: Draft, day: date, *, registered: bool = True) -> Told:
        """All that stands on that page, as the data that `letter.typ` sets."""
        draft = _cleaned(_sound(draft))
        # French is the language of the law: another one stands beneath it.
        beneath = draft.kind == "mise_en_demeure" and draft.language != "fr"
        letter = replace(draft, language="fr") if beneath else draft
        told = composition(
            letter, day, self._creditor, self._printed(letter, day, registered), registered=registered
        )
        if beneath:
            told |= translated(draft, self._creditor, self._printed(draft, day, registered))
        return told

    def _printed(self, draft: Draft, day: date, registered: bool) -> list[str]:
        return self._paragraphs(draft, self._view(draft, day, paper=True) | {"registered": registered})

    def _paragraphs(self, draft: Draft, view: Mapping[str, Any]) -> list[str]:
        template = self._jinja.get_template(f"{draft.language}/{draft.template}.txt")
        return paragraphs(template.render(view))

    def _subject(self, draft: Draft, view: Mapping[str, Any]) -> str:
        thread = draft.subject
        while _ANSWERED.match(thread):
            thread = _ANSWERED.sub("", thread)
        if thread:
            return f"Re: {thread}"
        rendered = self._jinja.get_template(f"{draft.language}/subject.txt").render(view)
        return paragraphs(rendered)[0]

    def _view(self, draft: Draft, day: date, *, paper: bool) -> dict[str, Any]:
        """All that a template may name; `templates/README.md` explains each."""
        numbers = tuple(line.number for line in draft.lines)
        credit = sum(line.left for line in draft.credits)
        line = draft.lines[0] if len(draft.lines) == 1 else None
        return {
            "draft": draft,
            "creditor": self._creditor,
            "day": day,
            "language": draft.language,
            "paper": paper,
            "registered": bool(draft.paper or draft.posted_on),
            "line": line,
            "numbers": numbers,
            "named": len(numbers) <= _NAMED and sum(map(len, numbers)) <= _NAMED_LENGTH,
            "credit_numbers": tuple(credit.number for credit in draft.credits),
            "credit": credit,
            "left": sum(line.left for line in draft.lines) - credit,
            "partly": any(line.left != line.total for line in draft.lines),
            "explained": line is not None and line.total - line.paid - credit == draft.asked != line.total,
            "attached": draft.kind in ("reminder", "note")
            and not paper
            and all(line.pdf for line in draft.lines),
            "person": _person(self._creditor),
            "we": _chosen(draft.voice == "nous"),
            "you": _chosen(draft.voice != "tu"),
            "say": _voiced(draft.voice),
            "many": _chosen(len(draft.lines) == 1),
            "ours": _owned(draft),
            "invoices": DEMANDED,
            "also": RECALLED,
            "payment": PAYABLE,
            "together": TOGETHER if paper else "",
            "claim": draft.claim,
            "adds": adds(draft.claim) if draft.claim else draft.demanded > draft.asked,
            "annexed": annexed(draft.claim),
            "rate": _rate(draft),
        }


def _chosen(first: bool) -> Callable[[str, str], str]:
    return lambda one, other: one if first else other


def _voiced(voice: Voice) -> Callable[[str, str, str], str]:
    return lambda nous, je, tu: {"nous": nous, "je": je, "tu": tu}[voice]


def _owned(draft: Draft) -> Callable[[str, str, str], str]:
    """Whose invoice it is: ours, mine, or that of somebody for whom the creditor collects."""
    return lambda nous, je, other: other if draft.mandate else nous if draft.voice == "nous" else je


def _person(creditor: Creditor) -> str:
    """Who signs, as named within a sentence: without the office that may follow the name."""
    return creditor.signature.split(",")[0].strip() or creditor.name


def _rate(draft: Draft) -> str:
    """default, legal, 3x, or the contract's percentage in words."""
    claimed = draft.claim.invoices if draft.claim else ()
    rate = claimed[0].statement.claim.rate if claimed else "default"
    return rate if rate in WORDS else percent(percentage(rate), draft.language).replace(" ", "\u00a0")


def _sound(draft: Draft) -> Draft:
    if draft.kind == "mise_en_demeure" and draft.deadline_days < 1:
        raise ValueError("a mise en demeure without a delay demands nothing")
    if draft.claim and not draft.paper and draft.claim.left != draft.asked:
        raise ValueError("the claim and the letter do not ask for the same principal")
    return draft


def _cleaned(draft: Draft) -> Draft:
    return replace(
        draft,
        debtor=clean(draft.debtor),
        address=_cleaned_all(draft.address),
        currency=clean(draft.currency, 8),
        lines=tuple(map(_cleaned_line, draft.lines)),
        also=tuple(map(_cleaned_line, draft.also)),
        not_due=tuple(map(_cleaned_line, draft.not_due)),
        credits=tuple(map(_cleaned_line, draft.credits)),
        posted_number=clean(draft.posted_number, 60),
        subject=clean(draft.subject),
        claimed_reference=clean(draft.claimed_reference, 60),
        siren=clean(draft.siren, 20),
        claim=_cleaned_claim(draft.claim),
        mandate=_cleaned_mandate(draft.mandate),
        plan=tuple(
            replace(part, invoices=tuple(clean(number, 60) for number in part.invoices))
            for part in draft.plan
        ),
    )


def _cleaned_claim(claim: Claim | None) -> Claim | None:
    """Invoices under the numbers that the lines have."""
    if claim is None:
        return None
    return replace(
        claim, invoices=tuple(replace(one, number=clean(one.number, 60)) for one in claim.invoices)
    )


def _cleaned_mandate(mandate: Mandate | None) -> Mandate | None:
    if mandate is None:
        return None
    return replace(
        mandate,
        name=clean(mandate.name),
        address=_cleaned_all(mandate.address),
        legal_form=_capital(clean(mandate.legal_form)),
        siren=spaced(clean(mandate.siren, 20)),
        reference=clean(mandate.reference, 60),
    )


def _cleaned_line(line: Line) -> Line:
    number, reference = clean(line.number, 60), clean(line.reference, 60)
    if number == line.number and reference == line.reference:
        return line
    return replace(line, number=number, reference=reference)


def _cleaned_all(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(clean, lines)))


def _cleaned_creditor(creditor: Creditor) -> Creditor:
    texts = {field.name: getattr(creditor, field.name) for field in fields(creditor)}
    cleaned: dict[str, Any] = {name: clean(text) for name, text in texts.items() if isinstance(text, str)}
    cleaned["legal_form"] = _capital(cleaned["legal_form"])
    return replace(creditor, **cleaned, address=_cleaned_all(creditor.address))


def _capital(legal_form: str) -> str:
    """A legal form whose capital does not break at a line's end."""
    return typeset(re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, legal_form))
