"""The commands as a person types them: what they print, how they end, and what they refuse."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.events.letters import LetterIntended, LetterSent
from tests.firm import Firm, Invoice
from tests.typed import Said, relance

COMMANDS = [
    *("demo", "check", "run", "once", "import", "status", "show", "preview", "read"),
    *("pay", "hold", "resume", "approve", "refuse", "note", "posted", "interest", "verify"),
    "rebuild",
]
DAY = date(2026, 3, 2)


class Typed(Firm):
    """A firm whose owner types commands."""

    def type(self, *words: str) -> Said:
        config = str(self.folder / "config.yaml")
        return relance("--config", config, "--now", self.now.isoformat(), *words)


@pytest.fixture
def firm(tmp_path: Path, now: Any) -> Typed:
    """Its export is taken, no server is needed: nothing here reads or sends mail."""
    firm = Typed(tmp_path, imap_port=1, smtp_port=1, now=now)
    firm.configure()
    firm.write(
        Invoice("F-1", DAY - timedelta(days=40), DAY - timedelta(days=10), "1240,00"),
        Invoice("F-2", DAY - timedelta(days=30), DAY + timedelta(days=30), "100,00"),
        Invoice(
            "F-3", DAY - timedelta(days=40), DAY - timedelta(days=10), "80,00", "Duval SAS", "a@duval.example"
        ),
    )
    assert firm.type("import", str(firm.folder / "export.csv")).code == 0
    return firm


# --- help and the words around a command --------------------------------------------------------------


def test_the_help_lists_every_command_and_no_other() -> None:
    said = relance("--help")
    listed = re.findall(r"^  ([a-z]+) {2,}\S", said.out.partition("Commands:")[2], re.MULTILINE)
    assert listed == COMMANDS
    assert said.code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    said = relance(command, "--help")
    assert said.code == 0
    assert f"relance {command}" in said.out


def test_the_version_needs_nothing_else() -> None:
    said = relance("--version")
    assert (said.code, said.out.startswith("relance ")) == (0, True)


def test_the_module_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("relance ")


def test_an_unknown_command_or_option_is_told_without_a_traceback() -> None:
    for words in (("remind",), ("status", "--nonsense"), ("pay",)):
        said = relance(*words)
        assert said.code == 2
        assert said.err


def test_a_missing_configuration_is_told_with_its_cure(tmp_path: Path) -> None:
    said = relance("--config", str(tmp_path / "none.yaml"), "status")
    assert (said.code, said.out) == (2, "")
    assert "config.example.yaml" in said.err


def test_every_problem_of_a_configuration_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("mode: lively\nlangage: fr\n", encoding="utf-8")
    said = relance("--config", str(path), "status")
    assert said.code == 2
    assert {"lively", "langage"} <= set(re.findall(r"\w+", said.err))


def test_a_moment_that_is_none_is_told(firm: Typed) -> None:
    said = relance("--config", str(firm.folder / "config.yaml"), "--now", "tomorrow", "status")
    assert said.code == 2
    assert "2027-03-01T09:00" in said.err


# --- a simulated journal and a real one ---------------------------------------------------------------


def test_run_refuses_a_simulated_moment(firm: Typed) -> None:
    said = firm.type("run")
    assert said.code == 2
    assert "once" in said.err


def test_a_simulated_journal_goes_on_with_now_and_never_without(firm: Typed) -> None:
    said = relance("--config", str(firm.folder / "config.yaml"), "status")
    assert said.code == 2
    assert "--now" in said.err


def test_a_simulated_clock_never_goes_back(firm: Typed) -> None:
    firm.now -= timedelta(days=1)
    said = firm.type("note", "F-1", "yesterday")
    assert said.code == 2
    assert "never goes back" in said.err


def test_a_real_journal_takes_no_simulated_moment(tmp_path: Path, now: Any) -> None:
    firm = Typed(tmp_path, 1, 1, now)
    firm.configure()
    firm.write(Invoice("F-1", DAY, DAY, "10,00"))
    config = str(tmp_path / "config.yaml")
    assert relance("--config", config, "import", str(tmp_path / "export.csv")).code == 0
    said = firm.type("status")
    assert said.code == 2
    assert "real journal" in said.err


def test_looking_at_a_folder_without_a_journal_says_how_to_begin(tmp_path: Path, now: Any) -> None:
    firm = Typed(tmp_path, 1, 1, now)
    firm.configure()
    for words in (("status",), ("rebuild",), ("pay", "F-1", "10")):
        said = firm.type(*words)
        assert said.code == 2
        assert "relance import" in said.err
    assert not (tmp_path / "data" / "journal.jsonl").exists()


# --- import -------------------------------------------------------------------------------------------


def test_importing_the_same_file_twice_changes_nothing(firm: Typed) -> None:
    lines = (firm.folder / "data/journal.jsonl").read_bytes()
    said = firm.type("import", str(firm.folder / "export.csv"))
    assert said.code == 0
    assert "nothing new" in said.out
    assert (firm.folder / "data/journal.jsonl").read_bytes() == lines


def test_every_missing_file_is_told_before_any_is_taken(firm: Typed) -> None:
    said = firm.type("import", "none.csv", "neither.csv", str(firm.folder / "export.csv"))
    assert (said.code, said.out) == (2, "")
    assert "none.csv" in said.err
    assert "neither.csv" in said.err


def test_what_cannot_be_taken_is_told_line_by_line(firm: Typed) -> None:
    path = firm.folder / "export.csv"
    path.write_text(path.read_text() + "F-9;not a day;02/03/2026;5,00;0,00;X;Xavier;x@x.example;;;\n")
    said = firm.type("import", str(path))
    assert said.code == 0
    assert "1 refused" in said.out
    assert "line 5" in said.out


def test_a_shrunk_file_says_its_alarm_each_time_until_it_is_accepted(firm: Typed) -> None:
    path = firm.folder / "export.csv"
    path.write_text(path.read_text().splitlines(keepends=True)[0])
    for _ in range(2):
        said = firm.type("import", str(path))
        assert said.code == 2
        assert "lists no invoice" in said.err
        assert "not taken" in said.out
    (notice,) = firm.type("status", "--json").json["notices"]
    assert (notice["about"], notice["choices"]) == ("alarm", ["approve"])
    assert firm.type("import", str(path), "--accept-shrunk").code == 0
    assert firm.type("import", str(path)).code == 0
    assert firm.type("status", "--json").json == {"cases": [], "notices": [], "blocked": ""}


def test_a_data_folder_in_an_impossible_place_is_told_with_its_cure(tmp_path: Path, now: Any) -> None:
    firm = Typed(tmp_path, 1, 1, now)
    config = firm.configure()
    firm.write(Invoice("F-1", DAY, DAY, "10,00"))
    for place in ("export.csv", "export.csv/data", "/dev/null"):
        written = config.read_text().partition("data:")[0]
        config.write_text(f"{written}data: {place}\n")
        said = firm.type("import", str(tmp_path / "export.csv"))
        assert (said.code, said.out) == (2, "")
        assert "under `data`" in said.err
        assert "Traceback" not in said.err
        found = {(each["about"], each["level"]) for each in firm.type("check", "--json").json}
        assert ("data", "error") in found


def test_a_file_of_no_source_is_known_by_its_columns_and_payments_come_after_invoices(firm: Typed) -> None:
    files = {
        "bank.csv": "facture;date;montant\nF-7;01/03/2026;4\n",
        "more.csv": "facture;date;échéance;total;client\nF-7;05/01/2026;05/02/2026;10;Riou\n",
        "clients.csv": "code client;nom;e-mail\nC-1;Riou;r@riou.example\n",
    }
    for name, text in files.items():
        (firm.folder / name).write_text(text)
    said = firm.type("import", *(str(firm.folder / name) for name in files))
    assert said.code == 0
    case = firm.case("F-7")
    assert (case.invoices["F-7"].left, case.debtor.contacts) == (600, ("r@riou.example",))


# --- looking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("status", "--json"), ("show", "F-1", "--json"), ("preview", "--json")])
def test_json_is_all_that_stands_on_stdout(firm: Typed, words: tuple[str, ...]) -> None:
    said = firm.type(*words)
    assert said.code == 0
    assert said.json is not None
    assert said.err == ""


def test_status_tells_who_owes_what_and_what_comes_next(firm: Typed) -> None:
    rows = {row["debtor"]: row for row in firm.type("status", "--json").json["cases"]}
    assert rows["MARTIN"]["owed"] == {"EUR": "1340.00"}
    assert rows["DUVAL"]["owed"] == {"EUR": "80.00"}
    assert rows["DUVAL"]["next_at"].startswith("2026-03-05")
    assert "MARTIN" in firm.type("status").out


def test_show_tells_the_story_of_a_case_or_of_an_invoices_case(firm: Typed) -> None:
    shown = firm.type("show", "f-1")
    assert "invoice F-1 of" in shown.out
    case = firm.type("show", "F-1", "--json").json["case"]
    assert firm.type("show", case).out == shown.out


def test_preview_tells_what_would_leave_and_changes_nothing(firm: Typed) -> None:
    lines = (firm.folder / "data/journal.jsonl").read_bytes()
    planned = firm.type("preview", "--days", "10", "--json").json
    told = {(p["debtor"], p["steps"][0]["step"], p["asked"]) for p in planned}
    assert told == {("MARTIN", "first_reminder", "1240.00"), ("DUVAL", "first_reminder", "80.00")}
    assert (firm.folder / "data/journal.jsonl").read_bytes() == lines


@pytest.mark.parametrize(
    "words",
    [
        ("show", "F-99"),
        ("pay", "F-99", "10"),
        ("hold", "F-99", "--why", "x"),
        ("resume", "F-99"),
        ("note", "F-99", "x"),
        ("posted", "F-99", "--number", "1", "--date", "2026-03-02"),
    ],
)
def test_an_unknown_invoice_is_told_with_its_cure(firm: Typed, words: tuple[str, ...]) -> None:
    said = firm.type(*words)
    assert (said.code, said.out) == (2, "")
    assert "F-99" in said.err
    assert "relance status" in said.err


# --- the owner's acts ---------------------------------------------------------------------------------


def test_a_payment_is_recorded_and_what_is_left_is_told(firm: Typed) -> None:
    said = firm.type("pay", "F-1", "1 000,00", "--ref", "VIR 12")
    assert said.code == 0
    assert "240.00 left" in said.out
    assert firm.case("F-1").invoices["F-1"].left == 24_000


@pytest.mark.parametrize("amount", ["1 200,00", "1200.00", "1 200 €", "1.200,00"])
def test_an_amount_is_taken_as_people_write_it(firm: Typed, amount: str) -> None:
    assert "40.00 left" in firm.type("pay", "F-1", amount).out


@pytest.mark.parametrize(
    ("amount", "cure"),
    [
        *(("2000", "at most"), ("0", "above 0"), ("ten", "1250.00"), ("1e3", "1234.56"), ("10 $", "USD")),
        *(("1.234", "a thousand times"), ("1,250", "a thousand times"), ("1.2345", "two decimals")),
    ],
)
def test_a_payment_that_cannot_be_is_refused_with_the_cure(firm: Typed, amount: str, cure: str) -> None:
    said = firm.type("pay", "F-1", amount)
    assert said.code == 2
    assert cure in said.err


def test_a_payment_of_tomorrow_is_no_payment_yet(firm: Typed) -> None:
    said = firm.type("pay", "F-1", "10", "--date", "2026-03-03")
    assert said.code == 2
    assert "still to come" in said.err


def test_a_held_invoice_says_why_and_resume_lets_it_go_on(firm: Typed) -> None:
    case = firm.case("F-1").id
    assert firm.type("hold", case, "--until", "2026-04-01", "--why", "on the phone").code == 0
    row = firm.type("show", "F-1", "--json").json
    assert "on the phone" in row["why"]
    refused = firm.type("resume", "F-1")
    assert refused.code == 2 and f"`relance resume {case}` lifts it" in refused.err
    assert firm.type("resume", case).code == 0
    assert "on the phone" not in firm.type("show", "F-1", "--json").json["why"]


def test_a_note_that_tells_of_a_court_does_the_same_as_by_mail(firm: Typed) -> None:
    said = firm.type("note", "F-1", "ordonnance du 12 janvier 2026")
    assert "an injonction de payer, of 2026-01-12" in said.out
    wrong = firm.type("note", "F-1", "ordonnance du 12 janvier 2090")
    assert wrong.code == 2
    assert "day to come" in wrong.err


def test_show_says_until_when_an_invoice_can_be_claimed(firm: Typed) -> None:
    assert "F-1: can be claimed in law until 20" in firm.type("show", "F-1").out
    until = firm.type("show", "F-1", "--json").json["limitation"]
    assert ("F-1", None) in [(one["invoice"], one["possible"]) for one in until]


def test_a_note_is_kept_in_the_story(firm: Typed) -> None:
    firm.type("note", "F-1", "prefers mail in the morning")
    assert "prefers mail in the morning" in firm.type("show", "F-1").out


@pytest.mark.parametrize("word", ["approve", "refuse"])
def test_a_notice_that_is_not_open_is_told_with_its_cure(firm: Typed, word: str) -> None:
    case = firm.case("F-1").id
    for name in ("house-7", f"{case}-1", "nonsense"):
        said = firm.type(word, name)
        assert said.code == 2
        assert "relance status" in said.err


def test_without_a_letter_to_post_nothing_was_posted(firm: Typed) -> None:
    said = firm.type("posted", "F-1", "--number", "1A", "--date", "2026-03-02")
    assert said.code == 2
    assert "no letter to post" in said.err


# --- beside each other -------------------------------------------------------------------------------


def test_the_owners_acts_work_beside_a_running_service(firm: Typed) -> None:
    with firm.open() as (desk, _):
        assert firm.type("pay", "F-1", "40").code == 0
        assert firm.type("note", "F-1", "on the phone").code == 0
        assert firm.type("status", "--json").code == 0
        desk.catch_up()
        assert desk.case(desk.state.by_number("F-1")[0]).invoices["F-1"].left == 120_000


@pytest.mark.parametrize("words", [("once",), ("rebuild",)])
def test_only_one_at_a_time_makes_rounds_and_writes_the_state(firm: Typed, words: tuple[str, ...]) -> None:
    with firm.open():
        said = firm.type(*words)
    assert said.code == 2
    assert "another Relance is at work here" in said.err


# --- read, verify, rebuild ----------------------------------------------------------------------------


def test_read_needs_no_configuration_and_answers_for_what_is_no_mail(tmp_path: Path) -> None:
    mail, other = tmp_path / "reply.eml", tmp_path / "other.bin"
    mail.write_bytes(b"From: a@b.example\r\nSubject: x\r\n\r\nNous vous reglerons le 12 mars 2026.\r\n")
    other.write_bytes(b"\x00\x01")
    said = relance("read", str(mail), str(other), "--received-at", "2026-03-02T10:00", "--json")
    first, second = map(json.loads, said.out.splitlines())
    assert said.code == 0
    assert first["promises"] == [{"date": "2026-03-12", "amount": None}]
    assert (second["intents"], second["confidence"]) == (["unrelated"], 0)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_read_says_the_same_whether_or_not_it_is_told_when_the_mail_arrived(
    tmp_path: Path, more: list[str]
) -> None:
    mail = tmp_path / "reply.eml"
    mail.write_bytes(
        b"From: a@b.example\r\nSubject: Re: x\r\nDate: Mon, 02 Mar 2026 10:00:00 +0100\r\n\r\n"
        b"Nous vous reglerons le 12.\r\n"
    )
    plainly = relance("read", *more, str(mail), str(mail))
    assert plainly == relance("read", str(mail), str(mail), "--received-at", "2026-03-02T10:00", *more)
    assert (plainly.code, "reglerons" in plainly.out) == (0, True)


@pytest.mark.parametrize("more", [[], ["--json"], ["--received-at", "2026-03-02"], ["--owner"]])
def test_a_file_to_read_that_is_not_there_is_told(more: list[str]) -> None:
    said = relance("read", "none.eml", *more)
    assert (said.code, said.out, "none.eml: no such file" in said.err) == (2, "", True)


def test_read_without_a_file_tells_how_it_is_used() -> None:
    assert [relance("read", *more).code for more in ([], ["--json"])] == [2, 2]


def test_verify_ends_with_0_for_what_is_sound(firm: Typed) -> None:
    data = str(firm.folder / "data")
    said = relance("verify", data)
    assert said.code == 0
    assert "Consistent" in said.out
    told = relance("verify", data, "--json")
    assert told.json["sound"] is True
    assert firm.type("verify").out == said.out


def test_verify_ends_with_1_for_an_altered_line(firm: Typed) -> None:
    path = firm.folder / "data/journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"name":"MARTIN"', b'"name":"MARTIX"', 1))
    said = relance("verify", str(firm.folder / "data"), "--json")
    assert said.code == 1
    assert said.json["flaws"][0]["flaw"] == "altered"


def test_verify_ends_with_2_where_there_is_nothing_to_read(tmp_path: Path) -> None:
    said = relance("verify", str(tmp_path / "none"))
    assert (said.code, said.out) == (2, "")
    assert said.err


def test_verify_takes_a_root_as_witness_and_refuses_what_is_none(firm: Typed, tmp_path: Path) -> None:
    data = str(firm.folder / "data")
    assert relance("verify", data, "--witness", "0" * 64).code == 1
    assert relance("verify", data, "--witness", str(tmp_path / "none")).code == 2


def test_a_damaged_journal_stops_a_command_without_a_traceback(firm: Typed) -> None:
    path = firm.folder / "data/journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"name":"MARTIN"', b'"name":"MARTIX"', 1))
    (firm.folder / "data/state.json").unlink(missing_ok=True)
    said = firm.type("status")
    assert said.code == 2
    assert "journal" in said.err


def test_the_state_can_be_deleted_and_made_anew(firm: Typed) -> None:
    before = firm.type("status", "--json").json
    (firm.folder / "data/state.json").unlink(missing_ok=True)
    said = firm.type("rebuild")
    assert said.code == 0
    assert "2 cases" in said.out
    assert firm.type("status", "--json").json == before


# --- check and once, without a server -----------------------------------------------------------------


def test_check_tells_everything_and_ends_with_2_if_a_server_is_missing(firm: Typed) -> None:
    said = firm.type("check", "--json")
    assert said.code == 2
    levels = {(found["about"], found["level"]) for found in said.json}
    assert {("templates", "ok"), ("sources", "ok"), ("mailbox", "error"), ("smtp", "error")} <= levels


def test_check_says_that_no_mise_en_demeure_leaves_without_its_creditor(firm: Typed) -> None:
    path = firm.configure()
    path.write_text(re.sub(r"  (iban|address): .*\n", "", path.read_text()))
    told = [found for found in firm.type("check", "--json").json if "mise en demeure" in found["what"]]
    assert [(found["about"], found["level"]) for found in told] == [("configuration", "error")]
    assert told[0]["what"].startswith("creditor.address, creditor.iban: ")


def test_check_warns_of_a_customer_whom_no_source_knows(firm: Typed) -> None:
    firm.extra += "\ndebtors: {Martinn: {treatment: never}, martin: {treatment: gentle}}"
    firm.configure()
    told = [found["what"] for found in firm.type("check", "--json").json if "debtors" in found["what"]]
    assert [what for what in told if "nobody" in what] == [
        "debtors: Martinn: nobody of that name or number stands in the newest files"
    ]


def test_once_without_a_mailbox_sends_nothing_and_says_so(firm: Typed) -> None:
    firm.now += timedelta(days=8)
    said = firm.type("once")
    assert said.code == 2
    assert "mailbox could not be read" in said.err
    sent = [e for e in firm.entries("F-1") if isinstance(e.event, LetterIntended | LetterSent)]
    assert not sent


def test_an_interrupted_command_ends_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(words: Sequence[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "carry_out", interrupted)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code, capsys.readouterr().err) == (130, "")
