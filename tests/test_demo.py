"""The demo: sixty days, told as they happened, and a folder that stands by itself."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from bot.demo import cast, office
from bot.demo.letters import answer, text_of
from bot.sources import Source, csv_file
from tests.printed import pages
from tests.typed import Said, relance

DEBTORS = {debtor.name for debtor in cast.DEBTORS}


@dataclass(frozen=True)
class Played:
    folder: Path
    said: Said

    @property
    def journal(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.folder / "journal.jsonl").read_bytes().splitlines()]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo") / "kept"
    return Played(folder, relance("demo", "--keep", str(folder)))


def test_it_ends_as_told(played: Played) -> None:
    assert played.said.code == 0, played.said
    assert played.said.err == ""
    assert "✗" not in played.said.out
    assert len(re.findall(r"^✓ ", played.said.out, re.MULTILINE)) == len(DEBTORS) + 1


def test_the_timeline_can_be_read_at_one_go(played: Played) -> None:
    timeline = played.said.out.partition("✓")[0].splitlines()
    assert 60 < len(timeline) <= 110
    assert max(map(len, played.said.out.splitlines())) < 160


def test_it_shows_who_writes_to_whom_and_why(played: Played) -> None:
    for debtor in DEBTORS - {cast.MOREL.name}:
        assert re.search(rf"\w{{3}} \d\d \w{{3}} \d\d:\d\d  {cast.FIRM} → {debtor}  ", played.said.out)
    assert "third_reminder of F-2025-187: 36 days overdue" in played.said.out
    assert (
        "“Nous vous réglerons les 2 860,00 € par virement le vendredi 30 janvier.” → promise"
        in played.said.out
    )


def test_the_owners_acts_are_shown_as_the_commands_they_are(played: Played) -> None:
    typed = set(re.findall(r"\$ relance (\w+)", played.said.out))
    assert typed == {"hold", "pay", "note", "posted", "verify"}


def test_the_owner_answers_by_mail_and_what_was_understood_is_said_back(played: Played) -> None:
    assert "Anne Morvan → Relance  « ok »" in played.said.out
    assert "« litige clos, la porte est posée »" in played.said.out
    assert "litige clos ; les rappels reprennent" in played.said.out.replace("\u202f", " ").replace(
        "\u00a0", " "
    )


def test_the_folder_verifies_as_it_is(played: Played) -> None:
    assert relance("verify", str(played.folder)).code == 0
    told = relance("verify", str(played.folder), "--json").json
    assert (told["sound"], told["unsealed"]) == (True, 0)


def test_the_journal_is_live_simulated_and_ends_with_a_seal(played: Played) -> None:
    lines = played.journal
    assert lines[0]["type"] == "JournalOpened"
    assert lines[0]["data"]["purpose"] == "live"  # type: ignore[index]
    assert all(line["simulated"] is True for line in lines)
    assert lines[-1]["type"] == "Sealed"
    assert lines[-1]["data"]["count"] == len(lines) - 1  # type: ignore[index]


def test_every_letter_that_left_lies_in_the_folder(played: Played) -> None:
    mails = list((played.folder / "letters").glob("*.eml"))
    sent = [line for line in played.journal if line["type"] == "LetterSent"]
    assert len(mails) == len(sent) == 14
    (pdf,) = (played.folder / "letters").glob("*.pdf")
    assert "mettons en demeure" in pages(pdf.read_bytes())[0].words


def test_the_dossier_of_the_last_debtor_lies_there(played: Played) -> None:
    dossier = played.folder / "dossier"
    told = (dossier / "chronologie.txt").read_text(encoding="utf-8")
    assert told.startswith("SIMULATION")
    assert "Bâti Ouest SAS" in told
    assert len(list((dossier / "pieces").iterdir())) == 5


def test_private_mail_leaves_no_trace(played: Played) -> None:
    kept = b"".join(path.read_bytes() for path in played.folder.rglob("*") if path.is_file())
    for _, sender, subject, _ in cast.PRIVATE:
        assert sender.partition("<")[2].strip(">").encode() not in kept
        assert subject.encode() not in kept


def test_every_other_command_goes_on_in_the_folder(played: Played) -> None:
    at = ("--config", str(played.folder / office.CONFIG), "--now", "2026-03-06T09:00")
    rows = relance(*at, "status", "--json").json["cases"]
    assert [(row["debtor"], row["owed"]) for row in rows] == [("Bâti Ouest SAS", {"EUR": "4380.00"})]
    assert "mise_en_demeure" in relance(*at, "show", "F-2025-192").out
    assert relance("--config", at[1], "status").code == 2  # it never becomes real


def test_a_picture_of_it_can_be_kept(tmp_path: Path, played: Played) -> None:
    picture = tmp_path / "demo.svg"
    said = relance("demo", "--keep", str(tmp_path / "kept"), "--picture", str(picture))
    assert said.code == 0
    assert "Menuiserie" in picture.read_text(encoding="utf-8")
    assert said.out == ""


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    said = relance("demo", "--keep", str(tmp_path))
    assert (said.code, said.out) == (2, "")
    assert "not empty" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    said = relance("demo", "--keep", str(tmp_path / "mine.txt"))
    assert said.code == 2
    assert "folder" in said.err


def test_it_has_its_own_clock() -> None:
    assert relance("--now", "2026-01-05", "demo").code == 2


def test_without_its_servers_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.demo._SERVERS", ("aiosmtpd", "no_such_server"))
    said = relance("demo")
    assert said.code == 2
    assert "pip install relance[demo]" in said.err
    assert "no_such_server" in said.err


# --- the debtors' side --------------------------------------------------------------------------------


def test_a_debtors_answer_stands_in_the_letters_thread(played: Played) -> None:
    letter = sorted((played.folder / "letters").glob("*.eml"))[0].read_bytes()
    says = cast.Writes("Bonjour,\n\nC'est payé.\n")
    raw = answer(letter, cast.KERBRAT, says, sent_at(letter), "x1")
    mail, ours = (message_from_bytes(found, policy=policy.default) for found in (raw, letter))
    assert mail["In-Reply-To"] == ours["Message-ID"]
    assert str(mail["Subject"]) == f"Re: {ours['Subject']}"
    assert "> Bonjour," in text_of(raw)


def sent_at(letter: bytes) -> datetime:
    at = message_from_bytes(letter, policy=policy.default)["Date"].datetime
    assert isinstance(at, datetime)
    return at


def test_the_invoicing_programs_export_is_read_without_a_refusal(tmp_path: Path) -> None:
    office.export(tmp_path, cast.FIRST_DAY, {"F-2025-201": 124_000})
    content = (tmp_path / "invoices/export.csv").read_bytes()
    sheet = csv_file.read(content, Source("invoices/*.csv", complete=True), "export.csv")
    assert not sheet.refusals
    assert {row.number: row.invoice.paid for row in sheet.rows if row.invoice}["F-2025-201"] == 124_000
    kinds = {row.debtor.name: row.debtor.kind for row in sheet.rows if row.debtor}
    assert kinds["Claire Rivoal"] == "consumer"
    assert set(kinds.values()) == {"consumer", "business"}
