"""The statement of interest of one invoice: what is owed at the end of a day, line by line.

- Business: the contract's rate, else ECB + 10 of each semester (C. com. L441-10 II). Consumer: the legal rate
  after the mise en demeure (C. civ. 1231-6, 1344-1). Public buyer: ECB + 8 of the semester in which interest
  began, frozen (CCP R2192-31). Nonprofit and unknown: none.
- First day: the day after the due date; last day: included, the money being there on that day (CCP R2192-32).
- A line ends where the semester, the principal or a payment changes it; each is rounded half-up, so that
  whoever reads the lines can do them again. No interest on interest (C. civ. 1343-2).
- A floor (three times the legal rate) is warned about, never raised to. An insolvency judgment stops it all
  on the day before (C. com. L622-28).

Refuses to guess a rate of a semester that is not known. What the law leaves open stands in the notes.
"""

import math
from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from bot.errors import OperatorError
from bot.law.account import Account, book, moves, spans
from bot.law.claim import Claim, DayCount, Segment, Statement
from bot.law.indemnity import indemnity
from bot.law.notes import Euros, Note, note
from bot.law.rates import Rates
from bot.law.semesters import Semester
from bot.law.tariff import WORDS, Tariff, percentage

_DAY = timedelta(days=1)
_YEARS = range(1990, 2101)  # a mistyped year is told rather than counted


def statement(claim: Claim, until: date, rates: Rates) -> Statement:
    """What the invoice owes at the end of `until` (C. com. L441-10 II; C. civ. 1231-6, 1343-1; CCP R2192-31).

    OperatorError for an amount that cannot be, or a semester whose rate is needed and not known.
    """
    _check(claim, until)
    known, last = _known(claim, until)
    tariff = _tariff(known, rates)
    lines, account = _run(known, last, tariff)
    owed, why = indemnity(
        known.kind, due=known.due, late=_late(known, until), judgment=known.judgment, amount=known.indemnity
    )
    left = account.settle(owed)
    return Statement(
        claim=claim,
        until=until,
        segments=lines,
        principal_left=account.principal,
        interest=account.accrued - account.paid,
        interest_paid=account.paid,
        indemnity=left,
        overpaid=account.surplus,
        notes=(
            *_about_interest(known, lines, tariff),
            *_about_money(claim, known, last, account),
            *why,
        ),
        rows=tariff.rows(_semesters(lines)) if tariff else (),
    )


def _check(claim: Claim, until: date) -> None:
    if claim.rate not in WORDS:
        percentage(claim.rate)
    moved = (*claim.payments, *claim.credits)
    days = (claim.due, until, claim.starts_after, claim.judgment, *(money.on for money in moved))
    problems = [f"{day} cannot be meant" for day in days if day and day.year not in _YEARS]
    if claim.principal <= 0 or claim.indemnity < 0:
        problems.append("the principal must be more than nothing, the indemnity not less")
    if any(money.amount <= 0 for money in moved):
        problems.append("a payment or credit note must be more than nothing")
    if problems:
        raise OperatorError(*problems)


def _known(claim: Claim, until: date) -> tuple[Claim, date]:
    """The claim as it stands at the end of `until`, and the last day that may bear interest.

    After a judgment a payment is no longer the debtor's to make (C. com. L622-7): it is not counted.
    """
    judgment = claim.judgment if claim.judgment and claim.judgment <= until else None
    last = until if judgment is None else judgment - _DAY
    payments = tuple(p for p in claim.payments if p.on <= last)
    credits_ = tuple(c for c in claim.credits if c.on <= until)
    return replace(claim, payments=payments, credits=credits_, judgment=judgment), last


def _start(claim: Claim) -> date | None:
    """The day after which interest runs, never before the due date; None where none runs."""
    if claim.kind in ("nonprofit", "unknown") or (claim.kind == "consumer" and claim.starts_after is None):
        return None
    return max(claim.due, claim.starts_after or claim.due)


def _late(claim: Claim, until: date) -> bool:
    """Something that no credit note has cancelled was still unpaid when the due date had passed."""
    in_time = sum(p.amount for p in claim.payments if p.on <= claim.due)
    cancelled = sum(c.amount for c in claim.credits)
    return until > claim.due and claim.principal - in_time - cancelled > 0


def _tariff(claim: Claim, rates: Rates) -> Tariff | None:
    start = _start(claim)
    return Tariff(claim.kind, claim.rate, Semester.of(start + _DAY), rates) if start else None


def _run(claim: Claim, last: date, tariff: Tariff | None) -> tuple[tuple[Segment, ...], Account]:
    """Goes through the days once: every line, and what is owed after them."""
    account, start, waiting = Account(claim.principal), _start(claim), moves(claim)
    lines = []
    if start and tariff:
        for first, end in spans(start + _DAY, last, [day for day, _, _ in waiting]):
            waiting = book(account, waiting, first, claim.allocate)
            if account.principal:
                lines.append(_segment(first, end, account.principal, tariff, claim.day_count))
                account.accrued += lines[-1].interest
    book(account, waiting, date.max, claim.allocate)
    return tuple(lines), account


def _segment(first: date, last: date, principal: int, tariff: Tariff, count: DayCount) -> Segment:
    rate = tariff.at(Semester.of(first))
    base = 366 if count == "act/act" and isleap(first.year) else 365
    exact = Fraction(rate) * principal * ((last - first).days + 1) / (100 * base)
    return Segment(first, last, principal, rate, base, math.floor(exact + Fraction(1, 2)))


def _semesters(lines: Sequence[Segment]) -> list[Semester]:
    return sorted({Semester.of(line.first) for line in lines})


def _about_interest(claim: Claim, lines: Sequence[Segment], tariff: Tariff | None) -> Iterator[Note]:
    yield _about_start(claim)
    if lines and tariff:
        yield note("days", first=lines[0].first, last=lines[-1].last)
        yield from tariff.notes(_semesters(lines))
        yield note("act_act" if claim.day_count == "act/act" else "act_365")
        yield from map(note, ("rounding", "simple", "base"))


def _about_start(claim: Claim) -> Note:
    start, asked = _start(claim), claim.starts_after
    if start is None:
        return note("no_mise_en_demeure" if claim.kind == "consumer" else "no_interest")
    if asked and asked < claim.due:
        return note("starts_not_before_due", warning=True, after=asked, due=claim.due)
    if claim.kind == "consumer":
        return note("starts_consumer", after=start)
    if start > claim.due:
        return note("starts_later", after=start, due=claim.due)
    return note("starts_public" if claim.kind == "public" else "starts", due=claim.due)


def _received(claim: Claim) -> int:
    return sum(money.amount for money in (*claim.payments, *claim.credits))


def _about_money(claim: Claim, known: Claim, last: date, account: Account) -> Iterator[Note]:
    if known.payments and account.accrued:
        yield note("interest_first" if claim.allocate == "interest" else "principal_first")
    if known.credits:
        yield note("credits")
    if known.judgment:
        yield note("judgment", on=known.judgment)
    ignored = _received(claim) - _received(known)
    if ignored:
        yield note("not_counted", warning=True, amount=Euros(ignored), last=last)
    if account.surplus:
        yield note("overpaid", warning=True, amount=Euros(account.surplus))
