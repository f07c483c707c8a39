"""What is owed again after a payment, told as it was: all of it had been paid, or a part."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen
from bot.rules import OwnerRules
from tests.office import Office, opened
from tests.play import rules
from tests.weighed import settle, told_of

DUE = date(2026, 3, 3)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path, rules=rules(owner=OwnerRules(consent_days=0, lists=False))) as office:
        yield office


@pytest.mark.parametrize("paid", [50_000, 124_000])
def test_a_payment_that_is_there_no_more_is_not_said_to_have_settled_the_invoice(
    office: Office, paid: int
) -> None:
    office.note("c1", InvoiceSeen("F-118", DUE, DUE, 124_000, paid=paid))
    office.clock[0] += timedelta(days=1)
    office.note("c1", InvoiceSeen("F-118", DUE, DUE, 124_000))
    settle(office)
    office.tell()
    asked = told_of(office, list(office.case().notices)[-1])
    said = " ".join(asked.get_content().replace("\u00a0", " ").split())  # type: ignore[no-untyped-call]
    assert "ce que je tenais pour réglé sur F-118, en tout ou en partie, est de nouveau dû." in said
    assert "somme de nouveau due (F-118)" in str(asked["Subject"]).replace("\u00a0", " ")
