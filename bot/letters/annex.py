"""The statement of a claim: every line of interest, how it is computed, and what was assumed.

A draft with its claim comes in, words for the page go out: a few lines below the invoices, or, where there
are many, a page of its own. What only the owner should read (warnings, sources of the rates) stays out of it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.draft import Claim, Draft
from bot.law.claim import Segment
from bot.law.notes import percent
from bot.law.rates import Row
from bot.letters.labels import LABELS, Labels
from bot.wording import FIRM, Language, cut, day_figures, money

_SHORT = 24  # characters of a number within a line
_FEW = 3  # lines of interest that stand in the letter itself
# What a debtor needs to do the sums again, in this order; others speak of one invoice or to the owner.
_TOLD = (
    *("rate_ecb", "rate_public", "rate_legal", "rate_3x", "rate_contract", "rate_frozen"),
    *("base", "credits", "act_365", "act_act", "rounding", "simple"),
    *("interest_first", "principal_first", "judgment", "indemnity", "indemnity_public"),
)


def lines(claim: Claim | None) -> tuple[tuple[str, Segment], ...]:
    """Every line of interest with its invoice."""
    claimed = claim.invoices if claim else ()
    return tuple((one.number, segment) for one in claimed for segment in one.statement.segments)


def annexed(claim: Claim | None) -> bool:
    """Whether it needs a page of its own: many lines, or payments whose allocation must be told."""
    return claim is not None and (len(lines(claim)) > _FEW or (bool(lines(claim)) and _told_more(claim)))


def _told_more(claim: Claim) -> bool:
    return claim.interest_paid > 0 or any(one.undated for one in claim.invoices)


def formulas(draft: Draft) -> tuple[str, ...]:
    """The few lines of interest as they stand below the invoices."""
    if annexed(draft.claim):
        return ()
    labels = LABELS[draft.language]
    many = len(draft.lines) > 1
    return tuple(
        (f"{cut(number, _SHORT)}, " if many else "") + _formula(segment, draft, labels)
        for number, segment in lines(draft.claim)
    )


def _formula(segment: Segment, draft: Draft, labels: Labels) -> str:
    language = draft.language
    span = labels.between.format(day_figures(segment.first, language), day_figures(segment.last, language))
    days = f"{segment.days}{FIRM}{labels.days.lower()}"
    sums = (money(cents, draft.currency, language) for cents in (segment.principal, segment.interest))
    base, interest = sums
    return f"{span}{_colon(language)} " + labels.line.format(
        base, _percent(segment.rate, language), days, segment.base, interest
    )


def page(draft: Draft, claim: Claim, other: Language | None) -> Mapping[str, Any]:
    """The statement's page as data for the typesetter; `other`: headings in a second language as well."""
    labels = LABELS[draft.language]
    also = LABELS[other] if other else None
    names = ("invoice", "since", "until", "days", "base", "rate", "interest")
    as_of = day_figures(claim.as_of, draft.language)
    return {
        "title": labels.annex.format(as_of),
        "head": [[getattr(labels, name), getattr(also, name) if also else ""] for name in names],
        "rows": [list(row) for row in _rows(draft, claim)],
        "sum": [labels.interest_sum, money(claim.accrued, draft.currency, draft.language)],
        "notes": [list(note) for note in _notes(draft, claim, other)],
    }


def _rows(draft: Draft, claim: Claim) -> Iterator[tuple[str, ...]]:
    language, before = draft.language, ""
    for number, segment in lines(claim):
        yield (
            number if number != before else "",
            day_figures(segment.first, language),
            day_figures(segment.last, language),
            str(segment.days),
            money(segment.principal, draft.currency, language),
            _percent(segment.rate, language),
            money(segment.interest, draft.currency, language),
        )
        before = number


def _notes(draft: Draft, claim: Claim, other: Language | None) -> Iterator[tuple[str, str]]:
    """What was computed and assumed, each in the letter's language and, where asked for, in another."""
    languages = (draft.language, other) if other else (draft.language,)
    spoken = [[_sentence(text) for text in _said(draft, claim, language)] for language in languages]
    for k, text in enumerate(spoken[0]):
        yield text, spoken[1][k] if other else ""


def _said(draft: Draft, claim: Claim, language: Language) -> Iterator[str]:
    labels = LABELS[language]

    def amount(cents: int) -> str:
        return money(cents, draft.currency, language)

    bases = sorted({segment.base for _, segment in lines(claim)})
    yield labels.formula.format("/".join(map(str, bases)))
    if draft.debtor_kind in ("business", "public"):
        yield labels.ran_from
    known = dict.fromkeys(note for one in claim.invoices for note in one.statement.notes if not note.warning)
    for code in _TOLD:  # a public buyer's invoices may have begun in several semesters: one note each
        yield from (note.words(language) for note in known if note.code == code)
    yield from _rates(claim, labels, language)
    if undated := sum(one.undated for one in claim.invoices):
        yield labels.undated.format(amount(undated))
    if draft.credits:
        yield labels.unlinked
    if claim.interest_paid:
        left = (claim.principal, claim.interest, claim.indemnity, claim.total)
        yield labels.allocated.format(*map(amount, left))


def _rates(claim: Claim, labels: Labels, language: Language) -> Iterator[str]:
    """The published figures behind the rates, which anybody can look up."""
    rows = {row.semester: row for one in claim.invoices for row in one.statement.rows}
    used = [rows[semester] for semester in sorted(rows)]
    first = claim.invoices[0].statement.claim
    legal = first.rate != "default" or first.kind == "consumer"

    def figure(row: Row) -> Decimal | None:
        return row.legal_pro if legal else row.ecb

    told = [
        labels.rate_on.format(_percent(rate, language), day_figures(row.semester.first, language))
        for row in used
        if (rate := figure(row)) is not None
    ]
    if told:
        yield (labels.legal if legal else labels.ecb).format(", ".join(told))


def _percent(rate: Decimal, language: Language) -> str:
    return percent(rate, language).replace(" %", f"{FIRM}%")


def _colon(language: Language) -> str:
    return f"{FIRM}:" if language == "fr" else ":"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
