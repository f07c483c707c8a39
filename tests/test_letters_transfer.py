"""How to pay: the bank details and the EPC QR code."""

from dataclasses import replace

import segno
from hypothesis import given
from hypothesis import strategies as st

from bot.letters import transfer
from bot.letters.samples import BARE_CREDITOR, SAMPLE_CREDITOR


def lines(cents: int = 129_032, reference: str = "F-118") -> list[str]:
    return transfer.payload(SAMPLE_CREDITOR, cents, "EUR", reference).decode().split("\n")


def test_the_code_holds_what_the_standard_asks_line_by_line() -> None:
    assert lines() == [
        *("BCD", "002", "1", "SCT", "AGRIFRPP882", "Atelier Morvan", "FR7630006000011234567890189"),
        *("EUR1290.32", "", "", "F-118"),
    ]


def test_there_is_no_code_without_euros_an_iban_and_an_amount() -> None:
    assert transfer.payload(SAMPLE_CREDITOR, 100, "CHF", "F-1") == b""
    assert transfer.payload(SAMPLE_CREDITOR, 0, "EUR", "F-1") == b""
    assert transfer.payload(SAMPLE_CREDITOR, 10**11, "EUR", "F-1") == b""
    assert transfer.payload(BARE_CREDITOR, 100, "EUR", "F-1") == b""
    assert transfer.code(b"") == ""


def test_a_bic_that_is_none_is_left_out() -> None:
    content = transfer.payload(replace(SAMPLE_CREDITOR, bic="?"), 100, "EUR", "F-1").decode()
    assert content.split("\n")[4] == ""


@given(st.text(max_size=200), st.text(max_size=300), st.integers(1, 99_999_999_999))
def test_any_name_and_reference_fit_into_a_code_of_level_m(name: str, reference: str, cents: int) -> None:
    named = replace(SAMPLE_CREDITOR, name=" ".join(name.split()))
    content = transfer.payload(named, cents, "EUR", reference)
    assert len(content) <= 331
    assert transfer.sendable(reference).isascii()
    drawn = segno.make(content, error="m", mode="byte", micro=False, boost_error=False)
    assert (drawn.error, int(drawn.version) <= 13) == ("M", True)
    assert transfer.code(content).startswith("<svg ")


def test_an_iban_is_printed_by_four() -> None:
    assert transfer.grouped("fr7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"
    assert transfer.grouped("") == ""
