"""Evidence: kept before its event, settled after it, and never lost or half written in between."""

import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot.events.entries import Event
from bot.events.letters import Attached, LetterIntended
from bot.events.mail import MailRead
from bot.journal import Broken, Evidence, evidence_named, verify
from bot.journal.evidence import NAMES, evidence_in
from tests.journal_story import begin, tell

MAIL = b"From: compta@martin.example\r\n\r\nbonjour"
DIGEST = sha256(MAIL).hexdigest()


def files(folder: Path) -> list[str]:
    base = folder / "evidence"
    return sorted(str(path.relative_to(base)) for path in base.rglob("*") if path.is_file())


def test_evidence_waits_for_its_event_then_settles(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path)
    assert evidence.keep(MAIL) == DIGEST
    assert files(tmp_path) == [f"pending/{DIGEST}"]
    assert evidence.get(DIGEST) == MAIL
    evidence.settle(DIGEST)
    assert files(tmp_path) == [f"{DIGEST[:2]}/{DIGEST}"]
    assert evidence.get(DIGEST) == MAIL


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path)
    evidence.keep(MAIL)
    evidence.keep(MAIL)
    evidence.settle(DIGEST)
    evidence.settle(DIGEST)
    evidence.keep(MAIL)
    assert files(tmp_path) == [f"{DIGEST[:2]}/{DIGEST}"]


def test_a_half_written_pending_file_is_made_whole(tmp_path: Path) -> None:
    (tmp_path / "evidence/pending").mkdir(parents=True)
    (tmp_path / "evidence/pending" / DIGEST).write_bytes(MAIL[:5])
    evidence = Evidence(tmp_path)
    evidence.keep(MAIL)
    assert evidence.get(DIGEST) == MAIL
    assert files(tmp_path) == [f"pending/{DIGEST}"]


def test_evidence_gone_or_altered_rises(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path)
    evidence.keep(MAIL)
    evidence.settle(DIGEST)
    place = tmp_path / "evidence" / DIGEST[:2] / DIGEST
    place.write_bytes(MAIL + b"!")
    with pytest.raises(Broken, match="altered"):
        evidence.get(DIGEST)
    place.unlink()
    with pytest.raises(Broken, match="gone"):
        evidence.get(DIGEST)
    with pytest.raises(Broken, match="gone"):
        evidence.settle(DIGEST)
    with pytest.raises(ValueError, match="SHA-256"):
        evidence.get("../../etc/passwd")


def test_at_start_what_an_event_names_is_settled_and_the_rest_deleted(tmp_path: Path) -> None:
    first = Evidence(tmp_path)
    other = first.keep(b"no event came")
    first.keep(MAIL)
    first.close()  # as a crash would
    done = Evidence(tmp_path).recover(lambda digest: digest == DIGEST)
    assert files(tmp_path) == [f"{DIGEST[:2]}/{DIGEST}"]
    assert sorted(done) == sorted([f"{DIGEST} settled", f"{other} deleted: no event names it"])
    assert Evidence(tmp_path).recover(lambda _: False) == []


def test_nothing_is_deleted_while_another_process_is_between_keeping_and_settling(tmp_path: Path) -> None:
    importing, starting = Evidence(tmp_path), Evidence(tmp_path)
    importing.keep(MAIL)
    assert starting.recover(lambda _: False) == []
    importing.settle(DIGEST)
    assert importing.get(DIGEST) == MAIL
    left = importing.keep(b"left")
    importing.settle(left)
    (tmp_path / "evidence/pending/old.123").write_bytes(b"x")
    assert starting.recover(lambda _: False) == ["old.123 deleted: no event names it"]


def test_nothing_to_recover_in_a_new_folder(tmp_path: Path) -> None:
    assert Evidence(tmp_path).recover(lambda _: True) == []


def test_the_evidence_of_an_event_is_the_same_read_from_json(tmp_path: Path) -> None:
    story = tell(tmp_path)
    for record, _, _ in story.journal.records_after(None):
        (entry,) = [one for one in story.journal.entries(record["case"]) if one.n == record["n"]]
        assert list(evidence_named(entry.event)) == evidence_in(record["type"], record["data"])


def test_a_letters_mail_and_its_attachments_are_evidence() -> None:
    letter = LetterIntended(
        "l", "<m>", "reminder", "t", "firm", (), "s", "a" * 64, attachments=(Attached("f", "b" * 64),)
    )
    assert evidence_named(letter) == ("a" * 64, "b" * 64)
    assert evidence_named(MailRead("a" * 64, "1", ())) == ()


def test_every_field_that_could_name_evidence_was_thought_of() -> None:
    speak_of = {
        "MailRead", "ReplyWeighed", "HoldSet", "PromiseNoted", "ContactDead", "AnswerOwed",
        "LetterBounced", "NoticeOpened", "ConfigTaken", "ContactStopped", "OrderTaken", "CallNoted",
        "DocumentSupplied", "OwnerVouched", "OrdersDone", "DebtAcknowledged",
    }  # fmt: skip
    for kind in get_args(Event):
        fields = {name for name in get_type_hints(kind) if name in {"mail", "pdf", "digest"}}
        if fields and kind.__name__ not in speak_of:
            assert set(NAMES[kind.__name__]) == fields


STEPS = """
import os, sys, signal
from pathlib import Path
from bot.events.entries import (HOUSE)
from bot.events.house import (SourceImported)
from bot.journal import Evidence
from tests.journal_story import DAY, begin
folder, stop = Path(sys.argv[1]), int(sys.argv[2])
def at(step):
    if step == stop:
        os.kill(os.getpid(), signal.SIGKILL)
journal, evidence = begin(folder), Evidence(folder)
at(0)
digest = evidence.keep(b"Numero;Total")
at(1)
journal.append(HOUSE, journal.n(HOUSE), [SourceImported("a.csv", digest, "invoices", DAY, True, True, 1)])
at(2)
evidence.settle(digest)
at(3)
"""


@pytest.mark.parametrize("stop", [0, 1, 2, 3, 4])
def test_a_kill_between_evidence_event_and_settling_loses_nothing(tmp_path: Path, stop: int) -> None:
    done = subprocess.run([sys.executable, "-c", STEPS, str(tmp_path), str(stop)], check=False)
    assert done.returncode == (0 if stop == 4 else -signal.SIGKILL)
    assert verify(tmp_path, []).sound  # pending and named counts as there
    with begin(tmp_path) as journal:
        named = {digest for entry, _ in journal.events_after(None) for digest in evidence_named(entry.event)}
        evidence = Evidence(tmp_path)
        evidence.recover(named.__contains__)
        assert len(named) == (1 if stop >= 2 else 0)
        assert all(evidence.get(digest) == b"Numero;Total" for digest in named)
        assert os.listdir(tmp_path / "evidence/pending") == [] if stop else True
    assert verify(tmp_path, []).sound
