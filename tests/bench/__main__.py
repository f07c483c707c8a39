"""Prints the table of all measures; the arguments, if any, name the modules to run (`journal`)."""

import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import Row


def shown(seconds: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def verdict(row: Row) -> str:
    if row.aim is None:
        return ""
    return f"≤ {row.aim:g} ×  {'held' if row.ratio <= row.aim else '[bold red]missed[/]'}"


def main(wanted: list[str]) -> None:
    table = Table("measure", "floor", "ours", "ratio", "aim", "note")
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if wanted and path.stem.removeprefix("bench_") not in wanted:
            continue
        for row in import_module(f"tests.bench.{path.stem}").rows():
            ratio = f"{row.ratio:.2f} ×"
            table.add_row(
                row.name, shown(row.floor_seconds), shown(row.ours_seconds), ratio, verdict(row), row.note
            )
    Console().print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
