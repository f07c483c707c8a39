"""`relance interest`: without a configuration, for anybody; the JSON of the contract, a table to read."""

from pathlib import Path

import pytest

from tests.typed import Said, relance

EXAMPLE = Path(__file__).parent.parent / "config.example.yaml"
E2 = ("--principal", "5000", "--due", "2025-11-30", "--until", "2026-11-22")
ROW = '[{semester: "2027-S1", legal_pro: 2.80, legal_part: 6.90, ecb: 2.15, source: "arrêté of 28 December"}]'


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELANCE_MAIL_PASSWORD", "secret")
    return tmp_path


def interest(*words: str) -> Said:
    return relance("interest", *words)


def configured(folder: Path, law: str, name: str = "config.yaml") -> Path:
    path = folder / name
    text = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(text.replace("  rates: []  ", f"  {law}  #"), encoding="utf-8")
    return path


def test_the_json_is_that_of_the_contract() -> None:
    said = interest(*E2, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.json["principal_left"] == "5000.00"
    assert said.json["interest"] == "599.15"
    assert said.json["indemnity"] == "40.00"
    assert said.json["total"] == "5639.15"
    assert said.json["segments"][0] == {
        "from": "2025-12-01",
        "to": "2025-12-31",
        "days": 31,
        "principal": "5000.00",
        "rate": "12.15",
        "interest": "51.60",
    }
    assert any("ACT/365" in text for text in said.json["assumptions"])
    assert any("L441-10" in text for text in said.json["assumptions"])


def test_the_table_shows_lines_formula_sources_and_assumptions() -> None:
    said = interest(*E2)
    for words in ("599.15", "12.15 %", "principal x rate x days", "ACT/365", "JORF 26/12/2025", "5639.15"):
        assert words in said.out


def test_payments_and_credit_notes_may_be_given_more_than_once() -> None:
    paid = ("--paid", "2026-03-01:1000", "--paid", "2026-03-02:500,00", "--credit", "2026-04-01:100")
    said = interest(*E2, *paid, "--json", "--allocate", "principal")
    assert said.json["principal_left"] == "3400.00"
    assert len(said.json["segments"]) == 6


def test_what_payments_settled_is_no_longer_owed() -> None:
    said = interest(*E2, "--paid", "2026-03-01:1000", "--json")
    assert (said.json["interest_accrued"], said.json["interest_paid"]) == ("523.17", "151.46")
    assert (said.json["interest"], said.json["total"]) == ("371.71", "4563.17")
    assert "of it paid" in interest(*E2, "--paid", "2026-03-01:1000").out


@pytest.mark.parametrize(
    ("words", "interest_", "indemnity"),
    [
        (("--kind", "consumer"), "0.00", "0.00"),
        (("--kind", "consumer", "--from", "2026-06-10"), "61.80", "0.00"),
        (("--kind", "public"), "496.37", "40.00"),
        (("--kind", "unknown"), "0.00", "0.00"),
        (("--rate", "legal"), "131.30", "40.00"),
        (("--rate", "12,5"), "611.30", "40.00"),
    ],
)
def test_kind_and_rate_make_the_difference(words: tuple[str, ...], interest_: str, indemnity: str) -> None:
    said = interest(*E2, *words, "--json")
    assert (said.json["interest"], said.json["indemnity"]) == (interest_, indemnity)


def test_a_leap_year_may_be_counted_in_366_days() -> None:
    year = ("--principal", "10000", "--due", "2023-12-31", "--until", "2024-12-31", "--rate", "12", "--json")
    assert interest(*year).json["interest"] == "1203.29"
    assert interest(*year, "--day-count", "act/act").json["interest"] == "1200.00"


def test_a_judgment_stops_interest_the_day_before() -> None:
    said = interest(*E2, "--judgment", "2026-01-01", "--json")
    assert said.json["segments"][-1]["to"] == "2025-12-31"


def test_all_that_is_wrong_is_told_at_once() -> None:
    said = interest(
        *("--principal", "much", "--due", "soon", "--until", "2026-11-22", "--paid", "2026-01-01"),
        *("--paid", "x:5", "--kind", "firm", "--allocate", "both", "--day-count", "30/360"),
    )
    assert said.code == 2
    assert len(said.err.splitlines()) == 7
    assert said.out == ""
    assert interest(*E2, "--rate", "high").code == 2


def test_a_semester_to_come_says_what_to_add_and_the_configuration_can_add_it(nowhere: Path) -> None:
    later = ("--principal", "1000", "--due", "2026-12-31", "--until", "2027-01-31", "--json")
    said = interest(*later)
    assert said.code == 2
    assert "2027-S1" in said.err
    assert "law.rates" in said.err
    configured(nowhere, f"rates: {ROW}")
    said = interest(*later)
    assert said.json["segments"][0]["rate"] == "12.15"
    assert any("arrêté of 28 December" in text for text in said.json["assumptions"])


def test_the_day_count_of_the_configuration_holds_unless_another_is_asked_for(nowhere: Path) -> None:
    year = ("--principal", "10000", "--due", "2023-12-31", "--until", "2024-12-31", "--rate", "12", "--json")
    path = configured(nowhere, "rates: []")
    path.write_text(path.read_text().replace("day_count: act/365", "day_count: act/act"))
    assert interest(*year).json["interest"] == "1200.00"
    assert interest(*year, "--day-count", "act/365").json["interest"] == "1203.29"


def test_a_configuration_with_mistakes_stands_in_nobodys_way_unless_it_was_named(nowhere: Path) -> None:
    (nowhere / "config.yaml").write_text("mode: perhaps\n")
    said = interest(*E2, "--json")
    assert (said.code, said.json["interest"]) == (0, "599.15")
    assert "config.yaml has mistakes" in said.err
    (nowhere / "other.yaml").write_text("mode: perhaps\n")
    assert relance("--config", "other.yaml", "interest", *E2).code == 2
    assert relance("--config", "none.yaml", "interest", *E2).code == 2
