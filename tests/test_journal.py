"""The journal's file and its chain: what is written, by whom, and what happens when a write goes wrong."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import OperatorError
from bot.events.entries import HOUSE
from bot.events.house import JournalOpened, Repaired
from bot.events.letters import LetterSent
from bot.events.owner import NoteAdded
from bot.journal import FILE, Broken, Chain, Journal, Moved, Position, case_id, seal, verify
from bot.journal.chain import moment
from tests.journal_story import START, Clock, begin, tell

CASE = "cabcdefghi"


def note(text: str = "seen") -> tuple[NoteAdded]:
    return (NoteAdded(text),)


def lines_of(folder: Path) -> list[bytes]:
    return (folder / FILE).read_bytes().splitlines()


def reopen(journal: Journal, folder: Path) -> Journal:
    """As a state would, that knows the journal up to now."""
    chains = {case: Chain(one.n, one.head, list(one.offsets)) for case, one in journal.chains.items()}
    position = journal.position
    journal.close()
    return Journal.open(
        folder,
        clock=Clock(START + timedelta(days=30)),
        purpose="live",
        program="later",
        salt=lambda: "other",
        chains=chains,
        position=position,
    )


def test_a_new_journal_begins_with_what_it_is(tmp_path: Path) -> None:
    with begin(tmp_path / "new" / "data") as journal:
        first = json.loads(lines_of(tmp_path / "new" / "data")[0])
        assert (first["case"], first["n"], first["type"], first["v"]) == (HOUSE, 1, "JournalOpened", 1)
        assert first["prev"] is None
        assert first["after"] is None
        assert first["data"] == {
            "format": 1,
            "program": "relance 0.1.0",
            "purpose": "live",
            "salt": "0123456789abcdef",
        }
        assert [entry.event for entry, _ in journal.news()] == [
            JournalOpened(1, "relance 0.1.0", "live", "0123456789abcdef")
        ]


def test_a_line_states_the_hashes_of_the_exact_bytes(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append(CASE, 0, [*note("Léa « 1er »"), *note("two")])
        journal.append(HOUSE, 1, note())
    first, one, two, house = lines_of(tmp_path)
    for line in (first, one, two, house):
        body, own = line.split(b',"sha256":')
        assert json.loads(own[:-1]) == sha256(body).hexdigest()
        keys = ["case", "n", "at", "type", "v", "data", "prev", "after", "sha256"]
        assert list(json.loads(line)) == keys
    hashes = [sha256(line).hexdigest() for line in (first, one, two, house)]
    assert (json.loads(one)["prev"], json.loads(one)["after"]) == (hashes[0], hashes[0])
    assert (json.loads(two)["prev"], json.loads(two)["after"]) == (hashes[1], hashes[1])
    assert (json.loads(house)["prev"], json.loads(house)["after"]) == (hashes[0], hashes[2])
    assert "Léa « 1er »".encode() in one


def test_what_was_appended_is_given_back_and_read_back(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        given_back = journal.append(CASE, 0, [*note("one"), LetterSent("l", "a@b.example", "250")])
        assert [entry.n for entry in given_back] == [1, 2]
        assert journal.entries(CASE) == list(given_back)
        assert [entry for entry, _ in journal.events_after(None)][1:] == list(given_back)
        assert given_back[0].at == journal.entries(CASE)[0].at
        assert given_back[-1].event == LetterSent("l", "a@b.example", "250")


def test_every_event_of_a_story_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    story = tell(tmp_path)
    told = story.journal.news()
    assert list(story.journal.events_after(None)) == told
    for case in story.journal.chains:
        assert story.journal.entries(case) == [entry for entry, _ in told if entry.case == case]
    raw = (tmp_path / FILE).read_bytes()
    assert all(raw[offset - 1 : offset + 9] in (b'\n{"case":"', b'{"case":"') for _, offset in told[1:])


def test_the_caller_may_change_its_list_after_the_append(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        events = [NoteAdded("one")]
        given_back = journal.append(CASE, 0, events)
        events.clear()
        assert len(given_back) == 1


def test_a_case_that_moved_is_told_so_before_anything_is_written(tmp_path: Path) -> None:
    with begin(tmp_path) as journal, begin(tmp_path) as other:
        other.append(CASE, 0, note("first come"))
        before = lines_of(tmp_path)
        with pytest.raises(Moved) as moved:
            journal.append_batch([("cother", 0, note()), (CASE, 0, note())])
        assert (moved.value.case, moved.value.n) == (CASE, 1)
        assert lines_of(tmp_path) == before
        assert journal.n("cother") == 0
        journal.append(CASE, 1, note("second"))
        assert [entry.event for entry in journal.entries(CASE)] == [*note("first come"), *note("second")]


def test_a_batch_may_name_a_case_twice(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        told = journal.append_batch([(CASE, 0, note("a")), ("cother", 0, note("b")), (CASE, 1, note("c"))])
        assert [(entry.case, entry.n) for entry in told] == [(CASE, 1), ("cother", 1), (CASE, 2)]
        with pytest.raises(Moved):
            journal.append_batch([(CASE, 2, note()), (CASE, 2, note())])
    assert verify(tmp_path, []).sound


def test_an_append_of_nothing_writes_nothing(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        assert list(journal.append(CASE, 0, [])) == []
        with pytest.raises(Moved):
            journal.append(CASE, 3, [])
        assert journal.count == 1
        assert CASE not in journal.chains


def test_news_is_ones_own_and_that_of_others_in_file_order(tmp_path: Path) -> None:
    with begin(tmp_path) as journal, begin(tmp_path) as other:
        journal.news()
        journal.append(CASE, 0, note("mine"))
        other.append("cother", 0, note("theirs"))
        journal.catch_up()
        journal.append(CASE, 1, note("mine again"))
        told = journal.news()
        assert [entry.event.text for entry, _ in told if isinstance(entry.event, NoteAdded)] == [
            "mine",
            "theirs",
            "mine again",
        ]
        assert [offset for _, offset in told] == sorted(offset for _, offset in told)
        assert journal.news() == []
        assert journal.position == Position(
            (tmp_path / FILE).stat().st_size, sha256(lines_of(tmp_path)[-1]).hexdigest()
        )


def test_a_known_position_leaves_only_the_tail_to_be_read(tmp_path: Path) -> None:
    journal = begin(tmp_path)
    journal.append_batch([(CASE, 0, note("known")), ("cother", 0, note())])
    with begin(tmp_path) as other:
        chains = {case: Chain(one.n, one.head, list(one.offsets)) for case, one in journal.chains.items()}
        position = journal.position
        other.append(CASE, 1, note("tail"))
    # A flaw before the position is not seen at opening: `verify` looks there, in a quiet hour.
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(content.replace(b"known", b"KNOWN"))
    with Journal.open(
        tmp_path,
        clock=Clock(),
        purpose="live",
        program="x",
        salt=str,
        chains=chains,
        position=position,
    ) as again:
        assert again.resumed
        assert [entry.event for entry, _ in again.news()] == [*note("tail")]
        assert (again.count, again.n(CASE), again.first_sha) == (4, 2, journal.first_sha)
        with pytest.raises(Broken):
            again.entries(CASE)
        with pytest.raises(Broken):
            list(again.events_after(None))


def test_an_unknown_position_makes_it_read_the_whole(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append(CASE, 0, note())
        for position in (Position(journal.position.offset, "0" * 64), Position(9, "0" * 64)):
            with Journal.open(
                tmp_path,
                clock=Clock(),
                purpose="live",
                program="x",
                salt=str,
                chains={},
                position=position,
            ) as again:
                assert not again.resumed
                assert again.n(CASE) == 1
                assert again.news() == []
        with pytest.raises(ValueError, match="position"):
            list(journal.events_after(Position(9, "0" * 64)))


def test_a_resumed_journal_goes_on_as_if_never_closed(tmp_path: Path) -> None:
    journal = begin(tmp_path)
    journal.append(CASE, 0, note("one"))
    with reopen(journal, tmp_path) as again:
        assert again.resumed
        again.append(CASE, 1, note("two"))
        assert [entry.n for entry in again.entries(CASE)] == [1, 2]
    assert verify(tmp_path, []).sound


def test_time_never_decreases_and_a_step_back_is_shown(tmp_path: Path) -> None:
    clock = Clock()
    with begin(tmp_path, clock) as journal:
        journal.append(CASE, 0, note())
        clock.now -= timedelta(seconds=50)
        assert not journal.stepped_back
        clock.now -= timedelta(seconds=50)
        assert journal.stepped_back
        first = journal.entries(CASE)[0].at
        assert journal.append(CASE, 1, note())[0].at == first
    assert verify(tmp_path, []).sound


def test_moments_are_kept_in_utc_and_always_of_one_length() -> None:
    paris = datetime(2026, 7, 14, 10, 0, 0, 123_987, tzinfo=ZoneInfo("Europe/Paris"))
    assert moment(paris) == "2026-07-14T08:00:00.123987+00:00"
    assert moment(paris.replace(microsecond=0)) == "2026-07-14T08:00:00.000000+00:00"
    assert moment(paris.replace(microsecond=40)) == "2026-07-14T08:00:00.000040+00:00"
    assert moment(paris.astimezone(UTC)) == moment(paris)


def test_a_torn_end_is_put_aside_and_said_so(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append(CASE, 0, note())
    whole = (tmp_path / FILE).read_bytes()
    torn = b'{"case":"cabcdefghi","n":2,"at":"2026' * 60
    (tmp_path / FILE).write_bytes(whole + torn)
    with begin(tmp_path) as journal:
        assert journal.n(CASE) == 1
        assert [flaw.flaw for flaw in verify(tmp_path, []).flaws] == ["torn"]
        assert journal.repair() == Repaired("torn end put aside", "torn-1", len(torn))
        assert journal.repair() is None
    assert (tmp_path / "torn-1").read_bytes() == torn
    assert (tmp_path / FILE).read_bytes().startswith(whole)
    assert json.loads(lines_of(tmp_path)[-1])["data"] == {
        "what": "torn end put aside",
        "file": "torn-1",
        "size": len(torn),
    }
    assert verify(tmp_path, []).sound


def test_no_append_is_glued_to_a_torn_end(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        with (tmp_path / FILE).open("ab") as file:
            file.write(b"{")
        journal.append(CASE, 0, note())
        with (tmp_path / FILE).open("ab") as file:
            file.write(b"\xff\x00")
        with pytest.raises(Moved):  # the repair itself has written to the house
            journal.append(HOUSE, 2, note())
    assert [json.loads(line)["type"] for line in lines_of(tmp_path)] == [
        "JournalOpened",
        "Repaired",
        "NoteAdded",
        "Repaired",
    ]
    assert (tmp_path / "torn-2").read_bytes() == b"\xff\x00"
    assert verify(tmp_path, []).sound


def test_a_journal_torn_in_its_first_line_begins_again(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"case":"house","n":1')
    with begin(tmp_path) as journal:
        assert [type(entry.event) for entry in journal.entries(HOUSE)] == [JournalOpened, Repaired]
    assert verify(tmp_path, []).sound


@pytest.mark.parametrize("how", ["altered", "removed", "swapped"])
def test_any_other_flaw_stops_at_opening(tmp_path: Path, how: str) -> None:
    tell(tmp_path)
    lines = lines_of(tmp_path)
    if how == "altered":
        lines[5] = lines[5].replace(b"business", b"consumer").replace(b'"v":1', b'"v":2')
    elif how == "removed":
        del lines[5]
    else:
        lines[5], lines[6] = lines[6], lines[5]
    (tmp_path / FILE).write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(Broken):
        begin(tmp_path)


def test_a_journal_that_became_shorter_stops_all(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append(CASE, 0, note())
        os.truncate(tmp_path / FILE, journal.position.offset - 5)
        with pytest.raises(Broken):
            journal.append(CASE, 1, note())
        with pytest.raises(Broken):
            journal.catch_up()


def test_a_full_disk_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    program = f"""
import resource, signal, sys
from pathlib import Path
from tests.test_journal import *
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path({str(tmp_path)!r})
journal = begin(folder)
journal.append(CASE, 0, note("before"))
size = journal.position.offset
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, size + 1000))
try:
    journal.append_batch([(CASE, 1, note("x" * 600)), ("cother", 0, note("y" * 600))])
except OSError:
    assert journal.position.offset == size == (folder / FILE).stat().st_size
    assert (journal.n(CASE), journal.n("cother"), journal.count) == (1, 0, 2)
    journal.append(CASE, 1, note("after"))
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
    with begin(tmp_path) as journal:
        assert [entry.event for entry in journal.entries(CASE)] == [*note("before"), *note("after")]
    assert verify(tmp_path, []).sound


def test_what_cannot_be_written_as_json_changes_nothing(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        with pytest.raises(TypeError):
            journal.append_batch([(CASE, 0, note("good")), (CASE, 1, note("\ud800"))])
        assert journal.n(CASE) == 0
        journal.append(CASE, 0, note("good"))
        assert len(journal.news()) == 2
    assert verify(tmp_path, []).sound


def test_a_journal_stays_what_its_first_line_says(tmp_path: Path) -> None:
    begin(tmp_path / "real").close()
    begin(tmp_path / "play", simulated=True).close()
    with pytest.raises(OperatorError, match="--now"):
        begin(tmp_path / "real", simulated=True)
    with pytest.raises(OperatorError, match="never becomes real"):
        begin(tmp_path / "play")
    with pytest.raises(OperatorError, match="live journal"):
        Journal.open(
            tmp_path / "real", clock=Clock(), purpose="rehearsal", program="x", salt=lambda: "s"
        ).close()


def test_a_simulated_journal_says_so_in_every_line_and_never_goes_back(tmp_path: Path) -> None:
    with begin(tmp_path, simulated=True) as journal:
        journal.append(CASE, 0, note())
        assert journal.simulated
    lines = lines_of(tmp_path)
    assert all(json.loads(line)["simulated"] is True for line in lines)
    assert list(json.loads(lines[1]))[-2:] == ["simulated", "sha256"]
    assert verify(tmp_path, []).sound
    with pytest.raises(OperatorError, match="never goes back"):
        begin(tmp_path, Clock(START - timedelta(minutes=1)), simulated=True)
    begin(tmp_path, Clock(START + timedelta(minutes=1)), simulated=True).close()


def test_a_line_of_a_newer_program_asks_for_an_update(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append(CASE, 0, note())
        body, _ = lines_of(tmp_path)[-1].split(b',"sha256"')
        last = lines_of(tmp_path)[-1]
    names = (
        (b'"n":1', b'"n":2'),
        (b"NoteAdded", b"Dreamt"),
        (json.loads(last)["prev"].encode(), sha256(last).hexdigest().encode()),
    )
    for old, new in names:
        body = body.replace(old, new)
    with (tmp_path / FILE).open("ab") as file:
        file.write(body + b',"sha256":"%b"}\n' % sha256(body).hexdigest().encode())
    with begin(tmp_path) as journal:
        assert journal.n(CASE) == 2
        with pytest.raises(OperatorError, match="update Relance"):
            journal.entries(CASE)
    assert [flaw.flaw for flaw in verify(tmp_path, []).flaws] == ["unreadable"]


def test_case_ids_are_opaque_and_of_one_journal() -> None:
    first = case_id("a" * 64, "Martin SARL")
    assert first == case_id("a" * 64, "Martin SARL")
    assert first != case_id("b" * 64, "Martin SARL")
    assert first.startswith("c")
    assert len(first) == 10
    assert "martin" not in first


def test_a_long_line_is_read_back(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append(CASE, 0, note("x" * 3_000_000))
        journal.append(CASE, 1, note("after"))
        assert len(journal.entries(CASE)) == 2
        with reopen(journal, tmp_path) as again:
            assert len(list(again.events_after(None))) == 3
    assert verify(tmp_path, []).sound


@settings(max_examples=40)  # each one syncs the disk several times
@given(st.lists(st.tuples(st.sampled_from(["ca", "cb", "cc", HOUSE]), st.text(max_size=40)), max_size=12))
def test_whatever_is_appended_is_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with begin(folder) as journal:
        for case, text in told:
            journal.append(case, journal.n(case), note(text))
        seal(journal)
        running = journal.news()
        assert list(journal.events_after(None)) == running
    assert verify(folder, []).sound
    with begin(folder) as again:
        assert list(again.events_after(None)) == running


APPENDER = """
import sys
from pathlib import Path
from tests.test_journal import *
folder, own = Path(sys.argv[1]), sys.argv[2]
with begin(folder) as journal:
    for i in range(100):
        journal.append(own, i, note(str(i)))
        while True:
            try:
                journal.append("cshared", journal.n("cshared"), note(own))
                break
            except Moved:
                pass
"""


def test_two_processes_append_beside_each_other(tmp_path: Path) -> None:
    both = [
        subprocess.Popen([sys.executable, "-c", APPENDER, str(tmp_path), own]) for own in ("cone", "ctwo")
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    assert verify(tmp_path, []).sound
    with begin(tmp_path) as journal:
        assert (journal.n("cone"), journal.n("ctwo"), journal.n("cshared")) == (100, 100, 200)
        assert journal.count == 401


ENDLESS = """
import sys
from pathlib import Path
from tests.test_journal import *
with begin(Path(sys.argv[1])) as journal:
    n = 0
    while True:
        journal.append_batch([("cone", n, note("x" * 9000)), ("ctwo", n, note("y" * 9000))])
        n += 1
        print(n, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    for round_ in range(3):
        folder = tmp_path / str(round_)
        process = subprocess.Popen([sys.executable, "-c", ENDLESS, str(folder)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(20 + 7 * round_):
            acknowledged = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *(int(line) for line in process.stdout.read().split())])
        process.stdout.close()
        process.wait()
        with begin(folder) as journal:
            journal.repair()
            assert acknowledged <= journal.n("cone") <= acknowledged + 1
            assert acknowledged <= journal.n("ctwo") <= journal.n("cone")
        assert verify(folder, []).sound
