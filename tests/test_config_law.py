"""The keys under `law` that say how interest is counted: rows of rates, the day count, the rate."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.config import Config, load
from bot.errors import OperatorError
from bot.law.rates import Row, missing_soon, rates
from bot.law.semesters import Semester

EXAMPLE = Path(__file__).parent.parent / "config.example.yaml"


def loaded(folder: Path, law: str) -> Config:
    """The example with these lines at the head of `law`."""
    text = EXAMPLE.read_text(encoding="utf-8")
    keys = {
        line.split(":")[0].strip() for line in law.splitlines() if line.startswith("  ") and line[2] != " "
    }
    kept = [line for line in text.splitlines() if line.split(":")[0].strip() not in keys - {""}]
    path = folder / "config.yaml"
    path.write_text("\n".join(kept).replace("\nlaw:", f"\nlaw:\n{law}"), encoding="utf-8")
    return load(path, secrets=False)


def test_without_a_word_nothing_is_added_and_a_year_has_365_days() -> None:
    config = load(EXAMPLE, secrets=False)
    assert (config.rates, config.day_count) == ((), "act/365")


def test_the_row_shown_in_the_example_can_be_taken_as_it_is(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    lines = text[text.index("  # rates:") :].split("\n\n")[0].splitlines()
    config = loaded(tmp_path, "\n".join(line.replace("# ", "", 1) for line in lines))
    assert config.rates == (
        Row(
            Semester(2027, 1),
            Decimal("2.80"),
            Decimal("6.90"),
            Decimal("2.40"),
            "arrêté of the Journal officiel, read on 28 December",
            added=True,
        ),
    )
    assert missing_soon(date(2026, 12, 20), rates(config.rates)) == {}


def test_a_row_may_lack_what_is_not_published_yet(tmp_path: Path) -> None:
    config = loaded(tmp_path, '  rates: [{semester: 2027-S1, ecb: 2, source: "ECB"}]')
    assert config.rates[0].ecb == 2
    assert config.rates[0].legal_pro is None


@pytest.mark.parametrize("written", ["default", "legal", "3x", "12.15", "12"])
def test_the_rate_is_a_word_or_a_percentage(tmp_path: Path, written: str) -> None:
    loaded(tmp_path, f"  interest_rate: {written}")


@pytest.mark.parametrize(
    ("law", "why"),
    [
        ("  interest_rate: high", "default, legal, 3x or a yearly rate"),
        ("  interest_rate: 120", "default, legal, 3x or a yearly rate"),
        ("  day_count: 30/360", "allowed: act/365, act/act"),
        ("  rates: [{semester: 2027, source: x}]", "a half-year is expected here"),
        ("  rates: [{semester: 2027-S3, source: x}]", "a half-year is expected here"),
        ("  rates: [{semester: 2027-S1}]", "law.rates[1].source: this key must be given"),
        ("  rates: [{semester: 2027-S1, ecb: 2.15 %, source: x}]", "a yearly rate in percent"),
        ("  rates: [{semester: 2027-S1, ecb: 215, source: x}]", "a yearly rate in percent"),
        (
            "  rates: [{semester: 2027-S1, source: x}, {semester: 2027S1, source: y}]",
            "2027-S1 is given twice",
        ),
        ("  rates: [{semester: 2027-S1, source: x, legal: 2}]", "did you mean legal_pro?"),
    ],
)
def test_a_mistake_is_told_with_its_cure(tmp_path: Path, law: str, why: str) -> None:
    with pytest.raises(OperatorError) as error:
        loaded(tmp_path, law)
    assert why in str(error.value)


# --- collecting for somebody else ---------------------------------------------------------------------


def _with_the_mandate(folder: Path, change: str = "", to: str = "") -> Config:
    text = EXAMPLE.read_text(encoding="utf-8")
    block = text[text.index("  # on_behalf_of:") :].split("\n\n")[0]
    shown = "\n".join(line.replace("# ", "", 1) for line in block.splitlines())
    path = folder / "config.yaml"
    path.write_text(text.replace(block, shown.replace(change, to) if change else shown), encoding="utf-8")
    return load(path, secrets=False)


def test_for_whom_one_collects_can_be_said_as_the_example_shows(tmp_path: Path) -> None:
    told = _with_the_mandate(tmp_path).rules.creditor.on_behalf_of
    assert told and (told.name, told.siren) == ("Menuiserie Le Bihan", "552100554")
    assert told.address == ("4 rue des Chênes", "29300 Quimperlé")
    assert load(EXAMPLE, secrets=False).rules.creditor.on_behalf_of is None


def test_a_mandate_without_an_address_is_refused(tmp_path: Path) -> None:
    """CPCE R124-4: the creditor's name and address stand in the letter."""
    with pytest.raises(OperatorError, match="address"):
        _with_the_mandate(tmp_path, '    address: ["4 rue des Chênes", 29300 Quimperlé]', "")


def test_a_public_buyers_ladder_has_letters_of_its_own(tmp_path: Path) -> None:
    ladder = load(EXAMPLE, secrets=False).rules.ladders["public"]
    assert [step.template for step in ladder] == [*["public_reminder"] * 3, "mise_en_demeure"]
    text = EXAMPLE.read_text(encoding="utf-8")
    start = text.index("  public:")
    path = tmp_path / "config.yaml"
    path.write_text(text[:start] + text[text.index("\n\n", start) :], encoding="utf-8")
    assert load(path, secrets=False).rules.ladders["public"] == ladder
