"""The README stays true: its commands, options and rooms are those of the program."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

from bot.cli.program import program

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_group(program()).commands


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def documented() -> dict[str, str]:
    found = {}
    for cell, _ in rows("Commands"):
        for usage in re.findall(r"`([^`]+)`", cell):
            found[usage.split()[0]] = usage
    return found


def test_the_readme_lists_exactly_the_commands_that_there_are() -> None:
    assert set(documented()) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_readme_names_every_option(name: str) -> None:
    options = {
        o
        for p in COMMANDS[name].params
        if not getattr(p, "hidden", False)
        for o in p.opts
        if o.startswith("--")
    }
    named = set(re.findall(r"--[a-z-]+", documented()[name]))
    if name in ("approve", "refuse"):
        options -= {"--why"}
    assert named == options


def test_every_dependency_earns_its_row() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["demo"]]
    names = {re.split(r"[<>=]", line)[0] for line in needed}
    told = {name for cell, _ in rows("What it stands on") for name in cell.split(", ")}
    assert names == told


def test_both_commands_of_a_newcomer_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).exists(), link
