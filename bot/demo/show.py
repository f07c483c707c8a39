"""The demo as a whole: plays the story, lays out the folder, and lets `relance verify` judge it.

Gives True only if every story ended as told and the folder is sound.
"""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import dossier, wiring
from bot.demo.cast import BATI, DAYS
from bot.demo.endings import Ending, endings, untrue
from bot.demo.plot import BEGINS, PARIS, Plot
from bot.demo.told import Teller
from bot.demo.world import Command, World, world
from bot.dossier import Dossier
from bot.events.entries import HOUSE
from bot.events.house import Sealed
from bot.events.letters import LetterIntended
from bot.journal import Moved, seal


def show(folder: Path, command: Command, out: Console) -> bool:
    """Plays in `folder`, which is empty; `command` runs a command and gives its exit code and output."""
    out.print(Text(f"{DAYS} days of Relance, on mail servers of its own and with a simulated clock", "bold"))
    with world(folder, BEGINS, command) as here:
        teller = Teller(out, PARIS, here.desk.evidence.get)
        plot = Plot(here, teller)
        plot.play()
        sealed = _sealed(here)
        letters = _lay_out_letters(here)
        made = _dossier(here)
        ended = endings(here.desk)
        lines = here.desk.journal.count
    problems = [*plot.problems, *untrue(ended), *([] if sealed else ["the journal does not end with a seal"])]
    _tell_endings(out, ended)
    _tell_folder(out, folder, lines, letters, made)
    code, verdict = command(("verify", str(folder)))
    out.print(Text(f"$ relance verify {folder}", "bold green"), soft_wrap=True)
    out.print(Text(verdict.rstrip(), "green" if code == 0 else "bold red"))
    for problem in problems:
        out.print(Text(problem, "bold red"))
    return code == 0 and not problems


def _sealed(here: World) -> bool:
    """The last act: a seal over all lines. The state is put on disk with it, for the commands to come."""
    desk = here.desk
    for _ in range(3):
        try:
            seal(desk.journal)
            break
        except Moved:
            continue
    desk.catch_up()
    desk.state.flush(desk.journal)
    last = desk.entries(HOUSE)[-1].event
    return isinstance(last, Sealed) and last.count == desk.journal.count - 1


def _lay_out_letters(here: World) -> int:
    """Every letter that left, as .eml beside the PDFs; named by day and the letter's own id."""
    shelf, count = here.folder / "letters", 0
    for case in here.desk.state.cases():
        for entry in here.desk.entries(case):
            if isinstance(entry.event, LetterIntended):
                day = entry.at.astimezone(PARIS).date()
                raw = here.desk.evidence.get(entry.event.mail)
                (shelf / f"{day}-{entry.event.letter}.eml").write_bytes(raw)
                count += 1
    return count


def _dossier(here: World) -> Dossier:
    (case,) = here.desk.state.by_number(BATI.bills[0].number)
    page = wiring.templates(here.config)["dossier.typ"]
    return dossier.write(here.desk, case, here.folder / "dossier", rules=here.config.rules, page=page)


def _tell_endings(out: Console, ended: Sequence[Ending]) -> None:
    out.print()
    for ending in ended:
        mark = ("✓ ", "bold green") if ending.true else ("✗ ", "bold red")
        out.print(Text.assemble(mark, (f"{ending.who:<26}", "bold"), ending.told), soft_wrap=True)


def _tell_folder(out: Console, folder: Path, lines: int, letters: int, made: Dossier) -> None:
    papers = len(list((folder / "letters").glob("*.pdf")))
    evidence = sum(path.is_file() for path in (folder / "evidence").rglob("*"))
    files = ", ".join(name for name in made.files)
    out.print()
    out.print(Text(str(folder), "bold underline"), soft_wrap=True)
    for name, told in (
        ("journal.jsonl", f"{lines} lines, the last one a seal"),
        ("evidence/", f"{evidence} files: mails in and out, PDFs and exports, byte for byte"),
        ("letters/", f"{letters} mails (.eml) and {papers} letter for the post (PDF)"),
        ("dossier/", f"{BATI.name}: {files} and {len(made.exhibits)} exhibits"),
        ("config.yaml", "every command works here: relance --config … --now 2026-03-06T09:00 status"),
    ):
        out.print(Text.assemble(f"  {name:<15}", (told, "dim")), soft_wrap=True)
