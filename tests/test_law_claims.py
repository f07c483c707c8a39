"""The whole that a mise en demeure claims: invoices, interest and indemnities put together."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import Claim
from bot.events.debts import Kind
from bot.law.claim import Allocate, Sum
from bot.law.claims import Owed, Terms, claim_of
from bot.law.rates import shipped

DAY = date(2026, 11, 22)
E1 = Owed("F-1", date(2026, 7, 31), 120_000)
E2 = Owed("F-2", date(2025, 11, 30), 500_000)


def claimed(
    *invoices: Owed, kind: Kind = "business", on: date = DAY, unlinked: tuple[Sum, ...] = ()
) -> Claim:
    return claim_of(invoices, on, Terms(kind=kind, rates=shipped()), unlinked)


def test_each_invoice_brings_its_interest_and_its_indemnity() -> None:
    claim = claimed(E1, E2)
    assert [one.number for one in claim.invoices] == ["F-1", "F-2"]
    assert claim.left == claim.principal == 620_000
    assert claim.accrued == claim.interest == 4_647 + 59_915  # 114 days at 12.40 %; LAW's example E2
    assert (claim.late, claim.indemnity) == (2, 8_000)
    assert claim.total == 620_000 + 64_562 + 8_000


def test_a_public_buyer_owes_moratory_interest_of_the_first_semester() -> None:
    (one,) = claimed(E2, kind="public").invoices
    assert {str(segment.rate) for segment in one.statement.segments} == {"10.15"}
    assert one.statement.indemnity == 4_000


@pytest.mark.parametrize("kind", ["consumer", "nonprofit", "unknown"])
def test_others_are_asked_for_the_principal_alone_before_the_presentation(kind: Kind) -> None:
    claim = claimed(E1, E2, kind=kind)
    assert claim.total == claim.left == 620_000
    assert claim.per_day == 0


def test_interest_can_be_left_unclaimed_and_the_indemnity_too() -> None:
    terms = Terms(kind="business", rates=shipped(), interest=False)
    assert claim_of([E1], DAY, terms).total == 124_000
    assert claim_of([E1], DAY, replace(terms, indemnity=0)).total == 120_000


def test_a_consumer_s_interest_runs_once_the_letter_was_presented() -> None:
    terms = Terms(kind="consumer", rates=shipped(), presented=date(2026, 6, 10))
    late = Owed("F-1", date(2026, 5, 1), 85_000)
    assert claim_of([late], date(2026, 9, 10), terms).accrued == 583  # LAW's example E5


def test_money_received_on_an_unknown_day_bears_no_interest_at_all() -> None:
    (one,) = claimed(Owed("F-1", date(2026, 7, 31), 120_000, undated=20_000)).invoices
    assert {segment.principal for segment in one.statement.segments} == {100_000}
    assert one.left == 100_000


def test_a_credit_note_without_an_invoice_is_taken_off_the_oldest() -> None:
    claim = claimed(E1, E2, unlinked=(Sum(date(2025, 12, 31), 510_000),))
    newer, oldest = claim.invoices
    assert (oldest.left, newer.left) == (0, 110_000)
    assert oldest.statement.interest_accrued == 4_993  # 30 days of December at 12.15 %
    assert claim.left == 110_000
    assert claim.late == 1  # what a credit note has cancelled was never late


def test_money_that_bears_a_later_day_is_counted_all_the_same() -> None:
    late = Owed("F-1", date(2026, 7, 31), 120_000, (Sum(DAY + timedelta(days=3), 20_000),))
    assert claimed(late).left == 100_000


def test_each_further_day_is_told_at_the_rate_of_today_and_never_too_high() -> None:
    assert claimed(E1).per_day == 40  # 1 200.00 x 12.40 % / 365 = 0.4076
    assert claimed(E1, on=date(2026, 7, 31)).per_day == 0


@given(
    st.lists(
        st.tuples(st.integers(1, 10**7), st.integers(0, 300), st.integers(0, 99), st.integers(0, 400)),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["interest", "principal"]),
    st.sampled_from(["business", "public", "consumer"]),
)
def test_the_lines_add_up_whatever_was_paid_when(
    given_: list[tuple[int, int, int, int]], allocate: Allocate, kind: Kind
) -> None:
    start = date(2025, 10, 1)
    invoices = [
        Owed(
            f"F-{k}",
            start + timedelta(days=due),
            total,
            (Sum(start + timedelta(days=paid), part),) if (part := total * percent // 100) else (),
        )
        for k, (total, due, percent, paid) in enumerate(given_)
    ]
    claim = claim_of(invoices, DAY, Terms(kind=kind, rates=shipped(), allocate=allocate))
    assert claim.left == sum(owed.left for owed in invoices)
    assert claim.left + claim.accrued + claim.indemnity == claim.total
    assert claim.total == sum(one.statement.total for one in claim.invoices)
