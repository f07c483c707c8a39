"""Verify: each thing that can be done to a journal is found, and called by its name."""

import json
import re
import shutil
from dataclasses import replace
from email.message import EmailMessage
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import OperatorError
from bot.events.entries import HOUSE
from bot.events.house import MailboxRead, Purged, Sealed
from bot.events.owner import NoteAdded
from bot.journal import FILE, Broken, Report, Witness, seal, verify
from bot.journal.chain import EVENTS
from bot.journal.order import order
from bot.journal.tree import Tree
from tests.journal_story import Story, begin, tell

GOLDEN = Path(__file__).parent / "journals"
NEWEST = GOLDEN / "v8"
Lines = list[bytes]


@cache
def golden_lines() -> tuple[bytes, ...]:
    return tuple((NEWEST / FILE).read_bytes().splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(NEWEST, tmp_path / "data")
    return tmp_path / "data"


def write(folder: Path, lines: Lines) -> None:
    (folder / FILE).write_bytes(b"".join(line + b"\n" for line in lines))


def names(report: Report) -> set[str]:
    """The flaws of the journal; evidence of lines that were taken out is unknown, which is not the point."""
    return {flaw.flaw for flaw in report.flaws if flaw.flaw != "evidence_unknown"}


def index_of(kind: str) -> int:
    return next(i for i, line in enumerate(golden_lines()) if b'"type":"%b"' % kind.encode() in line)


def told(line: bytes) -> tuple[str, int]:
    record = json.loads(line)
    return record["case"], record["n"]


def reforged(line: bytes, **changes: object) -> bytes:
    """The line with other content, and its own hash made to fit again."""
    record = json.loads(line)
    record.pop("sha256")
    record |= changes
    body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return body + b',"sha256":"%b"}' % sha256(body).hexdigest().encode()


def relinked(lines: Lines) -> Lines:
    """All lines hashed anew, `prev` and `after` made to fit: what a forger of everything would do."""
    heads: dict[str, str] = {}
    done: Lines = []
    for line in lines:
        case = json.loads(line)["case"]
        after = sha256(done[-1]).hexdigest() if done else None
        first = sha256(done[0]).hexdigest() if done else None
        done.append(reforged(line, prev=heads.get(case, first), after=after))
        heads[case] = sha256(done[-1]).hexdigest()
    return done


# --- sound journals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("golden", sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()))
def test_the_golden_journals_verify_for_ever(golden: str) -> None:
    report = verify(GOLDEN / golden, [])
    assert report.sound
    assert report.unsealed == 0
    root = (GOLDEN / golden / "root.txt").read_text().strip()
    assert verify(GOLDEN / golden, [Witness.of(root)]).witnessed_to == report.sealed_to


def test_the_golden_journal_holds_every_kind_of_event_and_all_are_still_read(folder: Path) -> None:
    with begin(folder) as journal:
        assert {type(entry.event).__name__ for entry, _ in journal.events_after(None)} == EVENTS


def test_the_same_story_still_makes_the_same_bytes(tmp_path: Path) -> None:
    tell(tmp_path)
    assert (tmp_path / FILE).read_bytes() == (NEWEST / FILE).read_bytes()


def test_a_sound_journal_is_consistent_and_no_more() -> None:
    report = verify(NEWEST, [])
    assert report.sentences()[0] == "Consistent."
    assert "No witness" in report.sentences()[-1]
    assert report.witnessed_to is None


def test_with_a_witness_it_is_unchanged_up_to_that_seal() -> None:
    seals = [json.loads(line) for line in golden_lines() if b'"type":"Sealed"' in line]
    early = seals[1]["data"]
    report = verify(NEWEST, [Witness.of(early["root"])])
    assert report.witnessed_to is not None
    assert report.witnessed_to.count == early["count"]
    assert report.sentences()[0].startswith(f"Unchanged up to line {early['count']},")


def test_the_report_as_json_has_its_promised_shape(folder: Path) -> None:
    write(folder, [*golden_lines()[:3], golden_lines()[3].replace(b"march", b"MARCH"), *golden_lines()[4:]])
    found = verify(folder, []).as_json()
    assert json.loads(json.dumps(found)) == found
    assert set(found) == {"sound", "sealed_to", "witnessed_to", "unsealed", "flaws"}
    assert (found["sound"], found["sealed_to"], found["witnessed_to"]) == (False, None, None)
    assert found["flaws"] == [
        {
            "flaw": "altered",
            "file": FILE,
            "line": 4,
            "case": HOUSE,
            "n": 4,
            "detail": "its bytes are not what its own sha256 says",
        }
    ]
    assert set(verify(NEWEST, []).as_json()["sealed_to"]) == {"count", "root", "at"}


def test_a_folder_without_a_journal_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OperatorError):
        verify(tmp_path, [])
    (tmp_path / FILE).touch()
    assert names(verify(tmp_path, [])) == {"unreadable"}


# --- lines --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("i", range(len(golden_lines())))
def test_a_line_altered_is_named(folder: Path, i: int) -> None:
    lines = list(golden_lines())
    lines[i] = lines[i].replace(b'"v":1', b'"v":7')
    write(folder, lines)
    (flaw,) = (one for one in verify(folder, []).flaws if not one.flaw.startswith("evidence"))
    assert (flaw.flaw, flaw.line, (flaw.case, flaw.n)) == ("altered", i + 1, told(golden_lines()[i]))


@pytest.mark.parametrize("i", range(len(golden_lines())))
def test_a_line_made_unreadable_is_altered(folder: Path, i: int) -> None:
    lines = list(golden_lines())
    lines[i] = lines[i].replace(b'{"case"', b'{"case', 1)
    write(folder, lines)
    report = verify(folder, [])
    assert [(flaw.flaw, flaw.line) for flaw in report.flaws if not flaw.flaw.startswith("evidence")] == [
        ("altered", i + 1)
    ]


@pytest.mark.parametrize("i", range(len(golden_lines()) - 1))
def test_a_line_altered_and_hashed_anew_is_found(folder: Path, i: int) -> None:
    lines = list(golden_lines())
    later = any(told(line)[0] == told(lines[i])[0] for line in lines[i + 1 :])
    lines[i] = reforged(lines[i], data={"text": "forged"})
    write(folder, lines)
    found = [flaw for flaw in verify(folder, []).flaws if not flaw.flaw.startswith("evidence")]
    if later or i == 0:  # else it looks the same as a line gone after it
        assert [(flaw.flaw, flaw.line) for flaw in found] == [("altered", i + 1)]
    assert found


@pytest.mark.parametrize("i", range(1, len(golden_lines()) - 1))
def test_a_line_removed_is_missing(folder: Path, i: int) -> None:
    lines = list(golden_lines())
    case, n = told(lines[i])
    later = any(told(line)[0] == case for line in lines[i + 1 :])
    del lines[i]
    write(folder, lines)
    (flaw,) = (one for one in verify(folder, []).flaws if not one.flaw.startswith("evidence"))
    assert (flaw.flaw, flaw.line) == ("missing", i + 1)
    assert (flaw.case, flaw.n) == ((case, n) if later else (None, None))


def test_the_first_line_removed_is_missing(folder: Path) -> None:
    write(folder, list(golden_lines()[1:]))
    report = verify(folder, [])
    assert names(report) == {"missing"}
    assert [(flaw.line, flaw.case, flaw.n) for flaw in report.flaws] == [(1, HOUSE, 1)]


@pytest.mark.parametrize("i", range(1, len(golden_lines()) - 1))
def test_two_lines_swapped_moved(folder: Path, i: int) -> None:
    lines = list(golden_lines())
    lines[i], lines[i + 1] = lines[i + 1], lines[i]
    write(folder, lines)
    report = verify(folder, [])
    assert names(report) == {"moved"}
    assert {flaw.line for flaw in report.flaws} <= {i + 1, i + 2}


@pytest.mark.parametrize("to", [4, 30])
def test_a_line_carried_elsewhere_moved(folder: Path, to: int) -> None:
    lines = list(golden_lines())
    carried = lines.pop(15)
    lines.insert(to, carried)
    write(folder, lines)
    report = verify(folder, [])
    assert [(flaw.flaw, flaw.line) for flaw in report.flaws] == [("moved", to + 1)]


@pytest.mark.parametrize("i", range(2, len(golden_lines())))
def test_a_forged_line_put_in_is_inserted(folder: Path, i: int) -> None:
    lines = list(golden_lines())
    case, n = told(lines[i - 1])
    before = sha256(lines[i - 1]).hexdigest()
    forged = reforged(
        lines[i - 1], type="NoteAdded", data={"text": "forged"}, n=n + 1, prev=before, after=before
    )
    lines.insert(i, forged)
    write(folder, lines)
    report = verify(folder, [])
    assert [(flaw.flaw, flaw.line, flaw.case) for flaw in report.flaws] == [("inserted", i + 1, case)]


@pytest.mark.parametrize("junk", [b"", b"{}", b"junk", b"[1]", b"\xff" * 100, b'{"case":1,"sha256":2}'])
def test_junk_put_in_is_inserted(folder: Path, junk: bytes) -> None:
    lines = list(golden_lines())
    lines.insert(9, junk)
    write(folder, lines)
    report = verify(folder, [])
    assert [(flaw.flaw, flaw.line) for flaw in report.flaws] == [("inserted", 10)]


def test_a_line_copied_is_inserted(folder: Path) -> None:
    for i in (8, 20, len(golden_lines())):
        lines = list(golden_lines())
        lines.insert(i, lines[5])
        write(folder, lines)
        assert [(flaw.flaw, flaw.line) for flaw in verify(folder, []).flaws] == [("inserted", i + 1)]


def test_several_flaws_are_all_found(folder: Path) -> None:
    lines = list(golden_lines())
    lines[40] = lines[40].replace(b'"v":1', b'"v":7')
    lines[30], lines[31] = lines[31], lines[30]
    lines.insert(20, b"junk")
    del lines[9]
    write(folder, lines)
    assert names(verify(folder, [])) == {"altered", "moved", "inserted", "missing"}


def test_a_whole_case_removed_is_missing_as_a_case(folder: Path) -> None:
    cases = {told(line)[0] for line in golden_lines()} - {HOUSE}
    for case in cases:
        write(folder, [line for line in golden_lines() if told(line)[0] != case])
        report = verify(folder, [])
        assert names(report) <= {"case_missing", "missing"}
        assert "case_missing" in names(report)


def test_a_case_that_the_house_speaks_of_is_missed_even_when_all_was_linked_anew(folder: Path) -> None:
    spoken_of = json.loads(golden_lines()[index_of("MailUnplaced")])["data"]["cases"][0]
    write(folder, relinked([line for line in golden_lines() if told(line)[0] != spoken_of]))
    report = verify(folder, [])
    assert "case_missing" in names(report)
    assert spoken_of in {flaw.case for flaw in report.flaws if flaw.flaw == "case_missing"}


def test_bytes_after_the_last_newline_are_torn(folder: Path) -> None:
    with (folder / FILE).open("ab") as file:
        file.write(b'{"case"')
    report = verify(folder, [])
    assert [(flaw.flaw, flaw.line) for flaw in report.flaws] == [("torn", len(golden_lines()) + 1)]


def test_real_and_simulated_time_do_not_mix(folder: Path) -> None:
    lines = relinked(list(golden_lines()))
    at = index_of("NoteAdded")
    record = json.loads(lines[at])
    own = record.pop("sha256")
    assert own
    lines[at] = reforged(lines[at], simulated=True)
    write(folder, relinked(lines))
    assert "clock_mixed" in names(verify(folder, []))
    lines = list(golden_lines())
    lines[at] = reforged(lines[at], at="2026-03-01T00:00:00.000+00:00")
    write(folder, relinked(lines))
    report = verify(folder, [])
    assert names(report) == {"clock_mixed"}
    assert [flaw.line for flaw in report.flaws] == [at + 1]


def test_an_event_that_nobody_knows_is_unreadable(folder: Path) -> None:
    lines = list(golden_lines())
    lines[10] = reforged(lines[10], type="Dreamt")
    write(folder, relinked(lines))
    report = verify(folder, [])
    assert "unreadable" in names(report)
    assert any(flaw.line == 11 for flaw in report.flaws if flaw.flaw == "unreadable")


# --- seals and witnesses ------------------------------------------------------------------------------


def test_a_journal_written_anew_is_betrayed_by_its_seals(folder: Path) -> None:
    lines = list(golden_lines())
    at = index_of("NoteAdded")
    lines[at] = reforged(lines[at], data={"text": "paid nothing", "by": "owner"})
    write(folder, relinked(lines))
    report = verify(folder, [])
    last = len(golden_lines())
    assert [(flaw.flaw, flaw.line) for flaw in report.flaws] == [("seal_wrong", last)]
    assert report.sealed_to is not None
    assert report.sealed_to.count < at


def test_a_journal_written_anew_with_its_seals_is_betrayed_by_a_witness(tmp_path: Path) -> None:
    root = (NEWEST / "root.txt").read_text().strip()
    story = Story(tmp_path)
    story.add(HOUSE, MailboxRead("INBOX", 1, 1))
    seal(story.journal)
    assert verify(tmp_path, []).sound
    report = verify(tmp_path, [Witness.of(root)])
    assert names(report) == {"cut"}
    assert not report.sound


def test_a_cut_end_is_seen_by_a_witness_and_by_nobody_else(folder: Path) -> None:
    root = (NEWEST / "root.txt").read_text().strip()
    write(folder, list(golden_lines()[:-3]))
    alone = verify(folder, [])
    assert names(alone) == set()
    assert alone.unsealed > 0
    assert names(verify(folder, [Witness.of(root)])) == {"cut"}


def test_several_witnesses_each_count(folder: Path) -> None:
    root = (NEWEST / "root.txt").read_text().strip()
    report = verify(folder, [Witness.of(root), Witness.of("ab" * 32)])
    assert names(report) == {"cut"}
    assert report.witnessed_to is not None
    assert any("confirms" in sentence for sentence in report.sentences())


def test_a_digest_mail_is_a_witness_however_it_was_encoded(tmp_path: Path) -> None:
    root = (NEWEST / "root.txt").read_text().strip()
    for encoding in ("quoted-printable", "base64", "7bit"):
        mail = EmailMessage()
        mail["Subject"] = "Le point du lundi"
        mail.set_content(f"Journal : scellé\nEmpreinte du journal, à garder : {root}\n", cte="8bit")
        if encoding != "7bit":
            mail.set_content(f"Empreinte du journal, à garder : {root} é\n", cte=encoding)
        path = tmp_path / f"{encoding}.eml"
        path.write_bytes(mail.as_bytes())
        assert verify(NEWEST, [Witness.of(str(path))]).witnessed_to == verify(NEWEST, []).sealed_to


def test_a_witness_without_a_root_is_the_operators_matter(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("nothing here")
    with pytest.raises(OperatorError, match="holds no root"):
        Witness.of(str(tmp_path / "note.txt"))
    with pytest.raises(OperatorError, match="cannot be read"):
        Witness.of(str(tmp_path / "absent.eml"))


def test_a_root_is_known_in_capitals_too() -> None:
    root = (NEWEST / "root.txt").read_text().strip()
    assert verify(NEWEST, [Witness.of(root.upper())]).witnessed_to


# --- evidence -----------------------------------------------------------------------------------------


def evidence_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "evidence").rglob("*") if path.is_file())


def test_each_evidence_file_altered_or_gone_is_found(folder: Path) -> None:
    for path in evidence_files(folder):
        raw = path.read_bytes()
        path.write_bytes(raw[:-1])
        (flaw,) = verify(folder, []).flaws
        assert (flaw.flaw, flaw.file) == ("evidence_altered", f"evidence/{path.parent.name}/{path.name}")
        assert flaw.line is not None
        assert path.name.encode() in golden_lines()[flaw.line - 1]
        path.unlink()
        (flaw,) = verify(folder, []).flaws
        assert (flaw.flaw, told(golden_lines()[(flaw.line or 0) - 1])) == (
            "evidence_missing",
            (flaw.case, flaw.n),
        )
        path.write_bytes(raw)


def test_evidence_that_no_event_names_is_unknown(folder: Path) -> None:
    stray = sha256(b"stray").hexdigest()
    (folder / "evidence" / stray[:2]).mkdir(exist_ok=True)
    (folder / "evidence" / stray[:2] / stray).write_bytes(b"stray")
    (folder / "evidence" / "note.txt").write_bytes(b"?")
    (folder / "evidence" / stray[:2] / "copy").write_bytes(b"?")
    report = verify(folder, [])
    assert {flaw.file for flaw in report.flaws} == {
        f"evidence/{stray[:2]}/{stray}",
        "evidence/note.txt",
        f"evidence/{stray[:2]}/copy",
    }
    assert {flaw.flaw for flaw in report.flaws} == {"evidence_unknown"}


def test_pending_evidence_is_there_if_named_and_nothing_if_not(folder: Path) -> None:
    path = evidence_files(folder)[0]
    pending = folder / "evidence/pending"
    pending.mkdir(exist_ok=True)
    path.rename(pending / path.name)
    (pending / ("0" * 64)).write_bytes(b"its event is on the way")
    assert verify(folder, []).sound
    (pending / path.name).write_bytes(b"other")
    assert [flaw.flaw for flaw in verify(folder, []).flaws] == ["evidence_altered"]


# --- properties ---------------------------------------------------------------------------------------


@given(st.data())
def test_any_byte_changed_before_the_last_seal_is_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray((NEWEST / FILE).read_bytes())
    place = data.draw(st.integers(0, len(raw) - len(golden_lines()[-1]) - 2))
    raw[place] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.mktemp("changed")
    (folder / FILE).write_bytes(raw)
    report = verify(folder, [])
    flaws = [flaw for flaw in report.flaws if not flaw.flaw.startswith("evidence")]
    assert flaws
    touched = raw[:place].count(b"\n") + 1
    assert any(flaw.line is not None and abs(flaw.line - touched) <= 1 for flaw in flaws)
    assert report.sealed_to is None or report.sealed_to.count < touched + 1


@given(st.data())
def test_whatever_is_done_to_the_lines_is_found_and_never_raises(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = list(golden_lines())
    for _ in range(data.draw(st.integers(1, 4))):
        i, j = (data.draw(st.integers(0, len(lines) - 2)) for _ in "ij")
        match data.draw(st.sampled_from(["delete", "swap", "copy", "junk", "forge"])):
            case "delete":
                del lines[i]
            case "swap":
                lines[i], lines[j] = lines[j], lines[i]
            case "copy":
                lines.insert(j, lines[i])
            case "junk":
                lines[i] = data.draw(st.binary(max_size=200)).replace(b"\n", b"")
            case "forge":
                lines[i] = reforged(golden_lines()[i], n=data.draw(st.integers()))
    folder = tmp_path_factory.mktemp("done")
    write(folder, lines)
    if tuple(lines) != golden_lines():
        assert not verify(folder, []).sound


@given(st.permutations(range(12)))
def test_lines_in_any_order_are_put_back_in_theirs(shuffled: list[int]) -> None:
    shas = [str(i) for i in range(12)]
    found = order([shas[i] for i in shuffled], [shas[i - 1] if i else None for i in shuffled])
    assert [shuffled[i] for i in found.spine] == list(range(12))
    assert bool(found.moved) == (shuffled != list(range(12)))
    assert not found.inserted
    assert not found.gaps


# --- the tree and the seal ----------------------------------------------------------------------------

CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def rfc9162(leaves: list[bytes]) -> bytes:
    """MTH as section 2.1.1 of the RFC defines it, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + rfc9162(leaves[:k]) + rfc9162(leaves[k:])).digest()


def root_of(leaves: list[bytes]) -> bytes:
    tree = Tree()
    tree.extend(leaves)
    assert len(tree) == len(leaves)
    return tree.root()


def test_the_root_is_that_of_certificate_transparency() -> None:
    leaves = [bytes.fromhex(leaf) for leaf in CT_LEAVES]
    for count, root in CT_ROOTS.items():
        assert root_of(leaves[:count]).hex() == root


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_growing_tree_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    assert root_of(leaves) == rfc9162(leaves)


def test_a_seal_stands_for_all_lines_before_it(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append("ca", 0, [NoteAdded("x")])
        made = seal(journal)
        lines = (tmp_path / FILE).read_bytes().splitlines()
        assert made == Sealed(2, root_of([sha256(line).digest() for line in lines[:2]]).hex())
        assert journal.entries(HOUSE)[-1].event == made


def test_only_a_happening_is_sealed(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        assert seal(journal)
        assert seal(journal) is None
        journal.append(HOUSE, 2, [MailboxRead("INBOX", 1, 2)])
        assert seal(journal) is None
        journal.append("ca", 0, [NoteAdded("x")])
        assert seal(journal)
        assert seal(journal) is None


def test_a_seal_set_while_another_appended_is_right_all_the_same(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        root = root_of([sha256(line).digest() for line in (tmp_path / FILE).read_bytes().splitlines()]).hex()
        journal.append("ca", 0, [NoteAdded("in between")])
        journal.append(HOUSE, 1, [Sealed(1, root)])
        report = verify(tmp_path, [Witness.of(root)])
        assert report.sound
        assert (report.unsealed, report.witnessed_to and report.witnessed_to.count) == (1, 1)
        assert seal(journal)
        assert verify(tmp_path, []).unsealed == 0


def test_a_journal_that_contradicts_its_seal_is_not_sealed_again(tmp_path: Path) -> None:
    with begin(tmp_path) as journal:
        journal.append(HOUSE, 1, [Sealed(1, "0" * 64), Purged((), "x")])
        with pytest.raises(Broken):
            seal(journal)
        assert names(verify(tmp_path, [])) == {"seal_wrong"}


def test_a_simulated_journal_verifies(tmp_path: Path) -> None:
    story = Story(tmp_path, simulated=True)
    story.add(story.martin, NoteAdded("simulated"))
    seal(story.journal)
    report = verify(tmp_path, [])
    assert replace(report, flaws=()) == report
    assert re.fullmatch("[0-9a-f]{64}", report.sealed_to.root if report.sealed_to else "")
