"""The guard of the house: who may know whom, one door for each library, one clock, small things."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
MODULES = sorted(BOT.rglob("*.py"))

# The centre: it knows only itself (and what is listed with it).
CENTRE = {
    "errors", "patterns", "events", "rules", "draft", "wording", "case", "fold", "calendar", "policy",
    "placing", "acts", "story", "overview", "reading", "letters", "law",
    "owner",
}  # fmt: skip
# Edges and what puts them together, from the inside out; each may know the centre and those named.
KNOWS = {
    "journal": set(),
    "inbox": set(),
    "sources": set(),
    "config": {"sources"},
    "state": {"journal"},
    "desk": {"journal", "state"},
    "outbox": {"desk"},
    "recent": {"desk", "journal"},
    "unplaced": {"desk", "state"},
    "intake": {"desk", "inbox", "recent", "unplaced"},
    "correspondence": {
        "desk",
        "dossier",
        "eve",
        "imports",
        "inbox",
        "journal",
        "outbox",
        "rest",
        "sources",
        "state",
        "unplaced",
    },
    "imports": {"desk", "journal", "sources"},
    "eve": {"desk"},
    "dossier": {"desk", "journal"},
    "sent": {"desk", "inbox"},
    "rest": {"inbox"},
    "tariffs": {"desk"},
    "sealing": {"desk", "journal"},
    "mailing": {"desk", "journal", "outbox"},
    "rounds": {
        "correspondence",
        "desk",
        "eve",
        "imports",
        "intake",
        "inbox",
        "journal",
        "mailing",
        "rest",
        "sealing",
        "sent",
        "sources",
        "tariffs",
    },
    "wiring": {
        "config",
        "correspondence",
        "desk",
        "inbox",
        "intake",
        "journal",
        "mailing",
        "outbox",
        "rest",
        "rounds",
        "sealing",
        "sent",
        "state",
    },
    "checks": {"config", "desk", "inbox", "outbox", "sources", "wiring"},
    "sd": set(),
    "service": {"config", "inbox", "rounds", "sd", "wiring"},
}
OUTERMOST = {"cli", "demo", "__main__", "__init__"}

DOORS = {
    "imapclient": {"inbox"},
    "imaplib": {"inbox"},
    "smtplib": {"outbox"},
    "tinydb": {"state"},
    "jinja2": {"letters", "dossier"},
    "typst": {"letters", "dossier"},
    "ruamel": {"config"},
    "apscheduler": {"service"},
    "holidays": {"calendar"},
    "email_validator": {"sources"},
    "flufl": {"reading"},
    "babel": {"wording"},
    "pypdf": {"correspondence"},
    "segno": {"letters"},
    "typer": {"cli"},
    "rich": {"cli", "demo"},
    "orjson": {"journal", "state", "cli"},
    "pydantic": {"events", "config", "state"},
    "pymap": {"demo"},
    "aiosmtpd": {"demo"},
    "socket": {"inbox", "outbox", "sd", "demo"},
    "threading": {"service", "demo", "inbox"},
}
# How an answer of the owner's is read, from the first room to the last: none knows a later one.
ANSWERS = ("words", "marking", "walking", "dividing", "meaning", "second", "doubting")
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("date", "today"), ("datetime", "utcnow")}
CLOCK_MODULES = {"time", "uuid", "random", "secrets"}
READS_THE_CLOCK = {"rounds", "service", "cli", "demo"}
MOST_LINES, LONGEST_FUNCTION, MOST_POSITIONAL = 350, 50, 5


def room(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Full names of the modules imported, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from names if node.module == "bot" else [node.module]


def named(path: Path) -> str:
    return str(path.relative_to(BOT))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_knows_only_the_rooms_it_may(path: Path) -> None:
    here = room(path)
    if here in OUTERMOST:
        return
    assert here in CENTRE or here in KNOWS, f"the room {here} is not in the table"
    allowed = CENTRE | KNOWS.get(here, set()) | {here, "__version__"}
    known = {name.split(".")[1] for name in imports(path) if name.startswith("bot.")}
    assert known <= allowed, f"{named(path)} knows {sorted(known - allowed)}"


@pytest.mark.parametrize("number", range(len(ANSWERS)), ids=ANSWERS)
def test_the_rooms_of_the_owners_answers_know_only_the_earlier_ones(number: int) -> None:
    folder = BOT / "owner" / "answers"
    for path in (folder / ANSWERS[number]).glob("*.py"):
        parts = [name.split(".") for name in imports(path) if name.startswith("bot.owner.answers.")]
        known = {part[3] for part in parts if (folder / part[3]).is_dir()}
        assert known <= set(ANSWERS[: number + 1]), f"{named(path)} knows {sorted(known)}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_library_has_one_door(path: Path) -> None:
    for name in imports(path):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or room(path) in doors, f"{named(path)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_rounds_service_and_commands_read_the_clock(path: Path) -> None:
    if room(path) in READS_THE_CLOCK:
        return
    assert not {name.split(".")[0] for name in imports(path)} & CLOCK_MODULES, named(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in CLOCKS, f"{named(path)}:{node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES, named(path)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{named(path)}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_arguments_beyond_five_are_named(path: Path) -> None:
    if room(path) == "cli":
        return  # a command's arguments are its options
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = [a for a in node.args.args if a.arg not in ("self", "cls")]
            assert len(given) <= MOST_POSITIONAL, f"{named(path)}: {node.name}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), named(path)


def test_no_room_swallows_every_exception_but_rounds() -> None:
    found = {
        named(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    }
    assert found <= {"rounds.py"}
