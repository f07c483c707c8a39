"""Which reader read a mail: the number that the journal keeps beside each reading.

A number written by hand was forgotten whenever words or weights changed, and two readers then had the same.
So the second half is a digest of all that this room is made of, its modules, its words and its weights: a
change of any of them shows. It is made when the first reading is journaled (some 20 ms), not at the start.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

SHAPE = "7"  # of what is read: raised when a field is new


@cache
def version() -> str:
    return f"{SHAPE}.{digest(pieces())}"


def pieces() -> list[tuple[str, bytes]]:
    """The modules and lists, by name."""
    return sorted((name, one.read_bytes()) for name, one in _under(files("bot.reading"), ""))


def digest(of: Iterable[tuple[str, bytes]]) -> str:
    whole = sha256()
    for name, content in of:
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()[:12]


def _under(folder: Traversable, path: str) -> Iterable[tuple[str, Traversable]]:
    for one in folder.iterdir():
        name = f"{path}{one.name}"
        if one.is_dir():
            yield from _under(one, f"{name}/")
        elif name.endswith((".py", ".txt")):
            yield name, one
