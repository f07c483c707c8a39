"""Measures the reader on folders of public mails, which are not part of the project.

    python -m tests.public bounces FOLDER...   every file a delivery report: how many are known as one
    python -m tests.public people FOLDER...    every file written by a person: none may be taken for a machine

Files are read as mails, or where they have no header as the text of one. Where to find such folders, what was
left out and why: `docs/reading.md`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.reading import Reading, read
from bot.reading.mime import head

MACHINES = frozenset(("bounce", "out_of_office", "auto_receipt"))
PLAIN = (
    b"From: a@b.example\nTo: c@d.example\nSubject: Re: F-118\nDate: Tue, 16 Mar 2027 10:00:00 +0100\n"
    b"Content-Type: text/%s; charset=utf-8\n\n"
)


def readings(folder: Path) -> Iterator[tuple[Path, Reading]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        raw = path.read_bytes()
        kind = b"html" if path.suffix == ".html" else b"plain"
        yield path, read(raw if head(raw).is_mail else PLAIN % kind + raw)


def main(what: str, folders: list[str]) -> None:
    for folder in folders:
        seen = list(readings(Path(folder)))
        right = [
            (p, r) for p, r in seen if (r.bounce if what == "bounces" else not MACHINES & set(r.intents))
        ]
        named = sum(1 for _, r in right if r.bounce and r.bounce.recipient)
        print(
            f"{folder}: {len(right)} of {len(seen)}" + (f", {named} name whom" if what == "bounces" else "")
        )
        for path, reading in seen:
            if (path, reading) not in right:
                print(f"  {path.name}: {', '.join(reading.intents)}")


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("bounces", "people"):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
