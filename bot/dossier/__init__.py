"""The dossier: one case as a folder for a judge, with every exhibit numbered.

A desk and a case go in; out come the chronology, the list of exhibits with their SHA-256, the exhibits
themselves (each mail byte for byte, each letter posted as PDF) and the case's own lines of the journal. It
states facts that the journal holds, and judges nothing. No name from outside becomes part of a path, and
what comes from a simulated journal is marked as SIMULATION.
"""

from dataclasses import dataclass
from pathlib import Path

from bot.desk import Desk
from bot.dossier import chronology, exhibits, papers
from bot.dossier.phrases import PHRASES
from bot.events.entries import HOUSE
from bot.events.house import Sealed
from bot.journal.places import line_at
from bot.letters.page import Press
from bot.policy.sight import calendar_of
from bot.rules import Rules

LINES = "journal.lines"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What was written, as names inside `folder`."""

    folder: Path
    files: tuple[str, ...]
    exhibits: tuple[exhibits.Exhibit, ...]


def write(desk: Desk, case: str, folder: Path, *, rules: Rules, page: str = "") -> Dossier:
    """The dossier of a case; `page` is the typst source of the chronology's PDF, without it there is none."""
    phrases, zone = PHRASES[rules.language], calendar_of(rules.calendar).zone
    entries = desk.entries(case)
    shown = exhibits.gather(entries, phrases, zone)
    told = papers.Told(
        phrases=phrases,
        creditor=rules.creditor,
        case=desk.case(case),
        facts=chronology.facts(entries, shown, phrases, zone),
        exhibits=shown,
        seal=_seal(desk),
        day=desk.clock().astimezone(zone).date(),
        simulated=desk.journal.simulated,
    )
    folder.mkdir(parents=True, exist_ok=True)
    exhibits.lay_out(shown, folder, desk.evidence.get)
    written = {
        phrases.chronology_file: papers.chronology(told).encode(),
        phrases.exhibits_file: papers.exhibits(told).encode(),
        LINES: _lines(desk, case),
    }
    if page:
        written[phrases.pdf_file] = Press(page).print(papers.composition(told), told.day)
    for name, content in written.items():
        (folder / name).write_bytes(content)
    return Dossier(folder, tuple(written), shown)


def _seal(desk: Desk) -> Sealed | None:
    """The last seal of the journal, which covers the facts told here as far as it goes."""
    seals = [entry.event for entry in desk.entries(HOUSE) if isinstance(entry.event, Sealed)]
    return seals[-1] if seals else None


def _lines(desk: Desk, case: str) -> bytes:
    """The case's lines of the journal, byte for byte: their chain shows that none is missing."""
    with desk.journal.path.open("rb") as file:
        found = [line_at(file.fileno(), offset) or b"" for offset in desk.journal.chains[case].offsets]
    return b"".join(line + b"\n" for line in found)
