"""The statement of interest: the worked examples to the cent, and a day-by-day sum that must always agree."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import OperatorError
from bot.law.claim import Claim, Statement, Sum
from bot.law.interest import statement
from bot.law.rates import Row, rates, shipped
from bot.law.semesters import Semester

DAY = timedelta(days=1)
KNOWN = rates()


def day(text: str) -> date:
    return date.fromisoformat(text)


def claim(principal: int, due: str, kind: str = "business", **more: object) -> Claim:
    return Claim(principal, day(due), kind, **more)  # type: ignore[arg-type]


def told(found: Statement) -> set[str]:
    return {note.code for note in found.notes}


# --- the worked examples ----------------------------------------------------------------------------

EXAMPLES = {
    "E1": (
        claim(120_000, "2026-07-31"),
        "2026-10-15",
        [(76, "12.40", 3098)],
        4000,
    ),
    "E2": (
        claim(500_000, "2025-11-30"),
        "2026-11-22",
        [(31, "12.15", 5160), (181, "12.15", 30125), (145, "12.40", 24630)],
        4000,
    ),
    "E4": (
        claim(240_000, "2025-12-15", rate="3x"),
        "2026-08-31",
        [(16, "8.28", 871), (181, "7.86", 9354), (62, "8.25", 3363)],
        4000,
    ),
    "E5": (
        claim(85_000, "2026-05-01", "consumer", starts_after=day("2026-06-10")),
        "2026-09-10",
        [(20, "2.62", 122), (72, "2.75", 461)],
        0,
    ),
    "E8": (claim(100_000, "2026-06-30"), "2026-07-31", [(31, "12.40", 1053)], 4000),
    "public": (
        claim(500_000, "2025-11-30", "public"),
        "2026-11-22",
        [(31, "10.15", 4310), (181, "10.15", 25166), (145, "10.15", 20161)],
        4000,
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_worked_examples_hold_to_the_cent(name: str) -> None:
    owed, until, lines, indemnity = EXAMPLES[name]
    found = statement(owed, day(until), KNOWN)
    assert [(line.days, f"{line.rate:.2f}", line.interest) for line in found.segments] == lines
    assert found.interest_accrued == sum(interest for _, _, interest in lines)
    assert found.indemnity == indemnity


def test_a_statement_adds_up() -> None:
    found = statement(claim(120_000, "2026-07-31"), day("2026-10-15"), KNOWN)
    assert (found.principal_left, found.interest, found.total) == (120_000, 3098, 127_098)


def test_what_is_owed_can_be_paid_to_the_cent_on_that_day() -> None:
    paid = (Sum(day("2026-10-15"), 127_098),)
    found = statement(claim(120_000, "2026-07-31", payments=paid), day("2026-12-31"), KNOWN)
    assert (found.total, found.overpaid, found.interest_accrued) == (0, 0, 3098)


def test_payments_go_to_interest_first_in_a_statement_of_a_claim() -> None:
    paid = (Sum(day("2026-03-01"), 100_000),)
    found = statement(claim(500_000, "2025-11-30", payments=paid), day("2026-11-22"), KNOWN)
    assert [line.interest for line in found.segments] == [5160, 9986, 16721, 20450]
    assert found.segments[1].last == day("2026-03-01")  # the day of the payment still bears interest
    assert (found.interest_paid, found.principal_left) == (15_146, 415_146)
    assert found.interest == 16_721 + 20_450
    assert found.total == 500_000 + found.interest_accrued + 4000 - 100_000
    assert "interest_first" in told(found)


def test_payments_may_go_to_the_principal_first() -> None:
    paid = (Sum(day("2026-03-01"), 100_000),)
    owed = claim(500_000, "2025-11-30", payments=paid, allocate="principal")
    found = statement(owed, day("2026-11-22"), KNOWN)
    assert (found.principal_left, found.interest_paid) == (400_000, 0)
    assert found.segments[-1].principal == 400_000
    assert "principal_first" in told(found)


# --- a day at a time --------------------------------------------------------------------------------


def plain(owed: Claim, until: date) -> tuple[int, int, int]:
    """(principal left, interest accrued, interest paid) by walking every single day, as simply as can be."""
    principal, accrued, settled, surplus, running = owed.principal, 0, 0, 0, Fraction(0)
    today = min([owed.due, *(m.on for m in (*owed.payments, *owed.credits))])
    last = until if owed.judgment is None or owed.judgment > until else owed.judgment - DAY
    first_rate = None
    while today <= until:
        for credit in owed.credits:
            if credit.on == today:
                surplus += max(0, credit.amount - principal)
                principal = max(0, principal - credit.amount)
        if bears(owed, today) and today <= last:
            first_rate = first_rate or rate_of(owed, today)
            rate = first_rate if owed.kind == "public" else rate_of(owed, today)
            leap = today.year % 4 == 0 and (today.year % 100 != 0 or today.year % 400 == 0)
            running += (
                Fraction(rate) * principal / 100 / (366 if owed.day_count == "act/act" and leap else 365)
            )
        tomorrow = today + DAY
        if (
            any(p.on == today for p in owed.payments)
            or any(c.on == tomorrow for c in owed.credits)
            or (tomorrow.month, tomorrow.day) in ((1, 1), (7, 1))
            or today in (until, last)
        ):
            accrued, running = accrued + floor(running + Fraction(1, 2)), Fraction(0)
        for payment in owed.payments:
            if payment.on == today and today <= last:
                rest = payment.amount
                if owed.allocate == "interest":
                    to_interest = min(rest, accrued - settled)
                    settled, rest = settled + to_interest, rest - to_interest
                surplus += max(0, rest - principal)
                principal = max(0, principal - rest)
        today = tomorrow
    return principal, accrued, settled + min(surplus, accrued - settled)


def bears(owed: Claim, today: date) -> bool:
    if owed.kind == "consumer":
        return owed.starts_after is not None and today > max(owed.starts_after, owed.due)
    after = max(owed.starts_after or owed.due, owed.due)
    return owed.kind in ("business", "public") and today > after


def rate_of(owed: Claim, today: date) -> Decimal:
    row = shipped().rows[Semester(today.year, (today.month + 5) // 6)]
    legal, ecb = row.legal_pro, row.ecb
    assert legal is not None
    assert ecb is not None
    if owed.rate == "default":
        return {"business": ecb + 10, "public": ecb + 8, "consumer": legal}[owed.kind]
    return {"legal": legal, "3x": 3 * legal}.get(owed.rate) or Decimal(owed.rate)


BETWEEN = st.dates(date(2015, 1, 1), date(2026, 12, 30))
# Days that lie near the edges of semesters, leap days and each other find more than days at large.
NEAR = st.sampled_from(
    [
        date(year, month, number)
        for year in (2019, 2020, 2023, 2024)
        for month, number in ((1, 1), (2, 28), (3, 1), (6, 30), (7, 1), (12, 31))
    ]
    + [date(2020, 2, 29), date(2024, 2, 29)]
)
DAYS = st.one_of(BETWEEN, NEAR, st.dates(date(2022, 6, 1), date(2026, 6, 1)))  # where rates move


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, date]:
    principal = draw(st.integers(1, 5_000_000))
    due = draw(DAYS)

    def after_due(soonest: int, latest: int) -> date:
        return min(date(2026, 12, 31), max(date(2015, 1, 1), due + draw(st.integers(soonest, latest)) * DAY))

    def sums() -> tuple[Sum, ...]:
        amounts = st.one_of(st.integers(1, 1 + principal // 3), st.integers(1, principal + 5000))
        return tuple(Sum(after_due(-20, 700), draw(amounts)) for _ in range(draw(st.integers(0, 3))))

    owed = Claim(
        principal,
        due,
        kind=draw(st.sampled_from(["business", "public", "consumer", "business", "public", "unknown"])),
        rate=draw(st.sampled_from(["default", "default", "legal", "3x", "12", "17.333"])),
        starts_after=after_due(-40, 60) if draw(st.integers(0, 3)) else None,
        payments=sums(),
        credits=sums(),
        judgment=after_due(-5, 500) if draw(st.integers(0, 4)) == 4 else None,
        allocate=draw(st.sampled_from(["interest", "principal"])),
        day_count=draw(st.sampled_from(["act/365", "act/act"])),
    )
    return owed, draw(st.sampled_from([after_due(-5, 900), after_due(150, 900)]))


@settings(max_examples=300)
@given(claims())
def test_a_sum_day_by_day_agrees_with_every_statement(case: tuple[Claim, date]) -> None:
    owed, until = case
    found = statement(owed, until, KNOWN)
    principal, accrued, settled = plain(owed, until)
    assert (found.principal_left, found.interest_accrued) == (principal, accrued)
    # what was paid beyond principal and interest settles the indemnity, and only then is too much
    assert found.interest_paid == settled
    assert found.interest == accrued - settled
    assert found.total == principal + accrued - settled + found.indemnity


@given(claims())
def test_every_line_can_be_done_again_and_none_overlaps(case: tuple[Claim, date]) -> None:
    owed, until = case
    found = statement(owed, until, KNOWN)
    before = None
    for line in found.segments:
        exact = Fraction(line.rate) * line.principal * line.days / (100 * line.base)
        assert abs(exact - line.interest) <= Fraction(1, 2)
        assert Semester.of(line.first) == Semester.of(line.last)
        assert line.first > owed.due
        assert line.last <= until
        assert before is None or line.first > before
        before = line.last
    if owed.judgment and before:
        assert before < owed.judgment or until < owed.judgment


@given(claims())
def test_nothing_owed_is_ever_below_zero_and_no_money_is_lost(case: tuple[Claim, date]) -> None:
    owed, until = case
    found = statement(owed, until, KNOWN)
    assert min(found.principal_left, found.interest, found.indemnity, found.overpaid) >= 0
    last = min(until, owed.judgment - DAY) if owed.judgment and owed.judgment <= until else until
    received = sum(p.amount for p in owed.payments if p.on <= last)
    cancelled = sum(c.amount for c in owed.credits if c.on <= until)
    gone_to_indemnity = (
        received + cancelled - found.overpaid - found.interest_paid - (owed.principal - found.principal_left)
    )
    assert gone_to_indemnity in (0, *range(1, 4001))
    assert gone_to_indemnity == 0 or found.indemnity == 4000 - gone_to_indemnity


@given(claims())
def test_no_interest_and_no_indemnity_where_the_law_gives_none(case: tuple[Claim, date]) -> None:
    owed, until = case
    for kind in ("nonprofit", "unknown"):
        found = statement(replace(owed, kind=kind), until, KNOWN)
        assert (found.interest_accrued, found.indemnity, found.segments) == (0, 0, ())
        assert "no_interest" in told(found)
    private = statement(replace(owed, kind="consumer", starts_after=None), until, KNOWN)
    assert (private.interest_accrued, private.indemnity) == (0, 0)
    assert "no_mise_en_demeure" in told(private)


@given(claims())
def test_every_statement_says_what_it_assumed_in_both_languages(case: tuple[Claim, date]) -> None:
    owed, until = case
    found = statement(owed, until, KNOWN)
    assert found.notes
    for note in found.notes:
        assert "{" not in note.en + note.fr
        assert note.words("en") != note.words("fr")
    if found.segments:
        assert {"act_act" if owed.day_count == "act/act" else "act_365", "rounding", "days"} <= told(found)


# --- boundaries -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "until", "lines"),
    [
        (
            "2026-06-29",
            "2026-07-01",
            [("2026-06-30", "2026-06-30", "12.15"), ("2026-07-01", "2026-07-01", "12.40")],
        ),
        ("2026-06-30", "2026-07-01", [("2026-07-01", "2026-07-01", "12.40")]),
        ("2022-12-31", "2023-01-01", [("2023-01-01", "2023-01-01", "12.50")]),
        ("2024-02-28", "2024-03-01", [("2024-02-29", "2024-03-01", "14.50")]),
        ("2023-02-28", "2023-03-01", [("2023-03-01", "2023-03-01", "12.50")]),
        ("2024-02-29", "2024-02-29", []),
        ("2026-06-30", "2026-06-15", []),
    ],
)
def test_each_day_takes_the_rate_of_its_own_semester(
    due: str, until: str, lines: list[tuple[str, str, str]]
) -> None:
    found = statement(claim(100_000, due), day(until), KNOWN)
    assert [(str(x.first), str(x.last), f"{x.rate:.2f}") for x in found.segments] == lines


def test_a_public_buyer_keeps_the_rate_of_the_semester_in_which_interest_began() -> None:
    found = statement(claim(100_000, "2022-12-30", "public"), day("2023-06-30"), KNOWN)
    assert {line.rate for line in found.segments} == {Decimal("8.00")}
    found = statement(claim(100_000, "2022-12-31", "public"), day("2023-06-30"), KNOWN)
    assert {line.rate for line in found.segments} == {Decimal("10.50")}
    assert "rate_public" in told(found)


def test_act_act_never_claims_more_than_a_full_leap_year() -> None:
    whole = claim(1_000_000, "2023-12-31", rate="12", day_count="act/act")
    assert statement(whole, day("2024-12-31"), KNOWN).interest == 120_000
    usual = replace(whole, day_count="act/365")
    assert statement(usual, day("2024-12-31"), KNOWN).interest == 120_329
    assert statement(whole, day("2025-12-31"), KNOWN).interest == 240_000


def test_half_a_cent_is_rounded_up() -> None:
    found = statement(claim(100, "2024-12-31", rate="36.5"), day("2025-01-05"), KNOWN)
    assert found.interest == 1  # 0.5 cents
    found = statement(claim(99, "2024-12-31", rate="36.5"), day("2025-01-05"), KNOWN)
    assert found.interest == 0


def test_an_invoice_paid_on_its_due_date_owes_nothing() -> None:
    paid = claim(100_000, "2026-06-30", payments=(Sum(day("2026-06-30"), 100_000),))
    found = statement(paid, day("2026-09-30"), KNOWN)
    assert (found.total, found.segments) == (0, ())


def test_an_invoice_paid_a_day_late_owes_one_day_and_the_indemnity() -> None:
    paid = claim(100_000, "2026-06-30", payments=(Sum(day("2026-07-01"), 100_000),), allocate="principal")
    found = statement(paid, day("2026-09-30"), KNOWN)
    assert (found.principal_left, found.interest, found.indemnity) == (0, 34, 4000)


def test_a_paid_invoice_needs_no_rate_of_a_semester_to_come() -> None:
    paid = claim(100_000, "2026-06-30", payments=(Sum(day("2026-07-01"), 200_000),))
    assert statement(paid, day("2030-01-01"), KNOWN).overpaid == 100_000 - 34 - 4000


def test_a_credit_note_counts_from_its_own_day_a_payment_from_the_next() -> None:
    on = (Sum(day("2026-07-11"), 50_000),)
    credited = statement(claim(100_000, "2026-06-30", credits=on), day("2026-07-31"), KNOWN)
    assert [(x.days, x.principal) for x in credited.segments] == [(10, 100_000), (21, 50_000)]
    paid = statement(
        claim(100_000, "2026-06-30", payments=on, allocate="principal"), day("2026-07-31"), KNOWN
    )
    assert [(x.days, x.principal) for x in paid.segments] == [(11, 100_000), (20, 50_000)]
    assert "credits" in told(credited)


def test_interest_stops_on_the_day_before_a_judgment() -> None:
    stopped = claim(
        100_000, "2026-06-30", judgment=day("2026-07-16"), payments=(Sum(day("2026-07-20"), 30_000),)
    )
    found = statement(stopped, day("2026-09-30"), KNOWN)
    assert found.segments[-1].last == day("2026-07-15")
    assert found.principal_left == 100_000  # a payment after it may be taken back
    assert {"judgment", "not_counted", "indemnity_before_judgment"} <= told(found)


def test_interest_never_starts_before_the_due_date() -> None:
    early = claim(100_000, "2026-06-30", starts_after=day("2026-05-01"))
    found = statement(early, day("2026-07-31"), KNOWN)
    assert found.interest == 1053
    assert "starts_not_before_due" in told(found)
    later = claim(100_000, "2026-06-30", starts_after=day("2026-07-21"))
    assert statement(later, day("2026-07-31"), KNOWN).segments[0].days == 10


# --- rates ------------------------------------------------------------------------------------------


def warnings(found: Statement) -> Iterator[str]:
    return (note.code for note in found.notes if note.warning)


@pytest.mark.parametrize(
    ("rate", "until", "warned"),
    [
        ("14.5", "2024-05-31", ["floor"]),  # under 15.21
        ("15.21", "2024-05-31", []),
        ("15.21", "2024-12-31", []),
        ("15", "2024-12-31", ["floor"]),  # under it in the first semester only
        ("legal", "2024-05-31", ["floor"]),
        ("3x", "2024-12-31", []),
        ("default", "2024-05-31", ["floor_default"]),
        ("default", "2023-12-31", []),
    ],
)
def test_a_rate_under_the_floor_is_warned_about_and_never_raised(
    rate: str, until: str, warned: list[str]
) -> None:
    due = "2023-10-31" if until < "2024" else "2024-01-31"
    found = statement(claim(100_000, due, rate=rate), day(until), KNOWN)
    assert [*warnings(found)] == warned
    if rate != "3x" and rate[0].isdigit():
        assert {line.rate for line in found.segments} == {Decimal(rate)}
    if rate == "default" and until > "2024":
        assert {line.rate for line in found.segments} == {Decimal("14.50")}


def test_a_consumer_pays_the_professional_creditors_legal_rate() -> None:
    owed = claim(100_000, "2026-06-30", "consumer", starts_after=day("2026-07-01"))
    assert {x.rate for x in statement(owed, day("2026-07-31"), KNOWN).segments} == {Decimal("2.75")}


@pytest.mark.parametrize("kind", ["consumer", "public"])
def test_a_contracts_rate_is_warned_about_where_the_law_has_its_own(kind: str) -> None:
    owed = claim(100_000, "2026-06-30", kind, starts_after=day("2026-07-01"), rate="12")
    assert f"contract_{kind}" in warnings(statement(owed, day("2026-07-31"), KNOWN))


def test_figures_from_secondary_sources_are_named() -> None:
    assert "rate_secondary" in warnings(statement(claim(1000, "2026-06-30"), day("2026-07-31"), KNOWN))
    assert "rate_secondary" not in told(statement(claim(1000, "2026-01-31"), day("2026-03-31"), KNOWN))


def test_a_semester_that_is_not_known_is_an_error_that_says_what_to_add() -> None:
    with pytest.raises(OperatorError) as error:
        statement(claim(100_000, "2026-11-30"), day("2027-01-01"), KNOWN)
    assert "2027-S1" in str(error.value)
    assert "law.rates" in str(error.value)
    with pytest.raises(OperatorError, match="2014-S2"):
        statement(claim(100_000, "2014-11-30"), day("2015-01-01"), KNOWN)


def test_what_does_not_need_a_rate_does_not_ask_for_it() -> None:
    fixed = statement(claim(100_000, "2026-11-30", rate="12"), day("2027-01-31"), KNOWN)
    assert fixed.segments[-1].rate == 12
    assert "floor_unknown" in warnings(fixed)
    public = statement(claim(100_000, "2026-11-30", "public"), day("2027-01-31"), KNOWN)
    assert {line.rate for line in public.segments} == {Decimal("10.40")}
    unknown = statement(claim(100_000, "2026-11-30", "unknown"), day("2027-01-31"), KNOWN)
    assert unknown.total == 100_000


def test_an_added_row_is_used_and_named() -> None:
    row = Row(Semester(2027, 1), Decimal("2.80"), None, Decimal("2.25"), "arrêté read", added=True)
    found = statement(claim(100_000, "2026-12-31"), day("2027-01-31"), rates([row]))
    assert {line.rate for line in found.segments} == {Decimal("12.25")}
    assert any("arrêté read" in note.fr for note in found.notes)


# --- what is refused --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refused:
    owed: Claim
    until: str = "2026-07-31"


REFUSED = [
    Refused(claim(0, "2026-06-30")),
    Refused(claim(-5, "2026-06-30")),
    Refused(claim(1000, "2026-06-30", rate="much")),
    Refused(claim(1000, "2026-06-30", rate="-1")),
    Refused(claim(1000, "2026-06-30", rate="101")),
    Refused(claim(1000, "2026-06-30", rate="NaN")),
    Refused(claim(1000, "2026-06-30", payments=(Sum(day("2026-07-01"), 0),))),
    Refused(claim(1000, "2026-06-30", credits=(Sum(day("2026-07-01"), -5),))),
    Refused(claim(1000, "9999-12-31"), "9999-12-31"),
    Refused(claim(1000, "2026-06-30"), "3026-07-31"),
]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(case: Refused) -> None:
    with pytest.raises(OperatorError):
        statement(case.owed, day(case.until), KNOWN)
