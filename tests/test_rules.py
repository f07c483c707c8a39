"""The owner's word on a customer is found however the name is written."""

import pytest

from bot.rules import DebtorRule
from tests.play import rules

GENTLE = DebtorRule(treatment="gentle")


@pytest.mark.parametrize("name", ["RENALD & FILS", "renald  &\u00a0fils ", "Re\u0301nald & Fils"])
def test_a_customer_is_found_whatever_the_case_the_accents_and_the_spaces(name: str) -> None:
    found = rules(debtors={"Rénald & Fils": GENTLE}).debtor("C-1", name)
    assert found is GENTLE


def test_the_key_counts_before_the_name_and_others_are_ordinary() -> None:
    never = DebtorRule(treatment="never")
    known = rules(debtors={"c-1": never, "Martin": GENTLE})
    assert known.debtor("C-1", "Martin") is never
    assert known.debtor("C-2", "MARTIN") is GENTLE
    assert known.debtor("C-2", "Martine") == DebtorRule()
