"""Files as people name them. Apart from the commands, since to read a mail not all of them are loaded."""

from collections.abc import Iterable
from pathlib import Path


def missing(files: Iterable[str]) -> list[str]:
    """What is wrong with the names, in words."""
    return [f"{name}: no such file" for name in files if not Path(name).is_file()]
