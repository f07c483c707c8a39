"""TinyDB's storage and table for this program: whole, atomic, live.

TinyDB's own storage rewrites the file in place at every change (a cut-off write leaves old and new records
mixed) and hands out copies of whole tables. Here documents stay live in memory; `flush` writes all of them
to a new file, syncs it and renames it over the old one. One process writes it, under a lock of its own.
The file names its own SHA-256: one that is torn, altered or of another format counts as absent.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

Documents = dict[str, Any]
_HEAD = b'{"format":2,"sha256":"%s","tables":'
_DIGEST = len(sha256().hexdigest())


class WholeFile(Storage):
    """All tables in memory; `flush` puts them on disk at once or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.touched = False
        self._tables: dict[str, Documents] = _load(path)

    def read(self) -> dict[str, Documents]:
        return self._tables

    def write(self, data: dict[str, Documents]) -> None:
        self._tables = data
        self.touched = True

    def flush(self) -> None:
        """Nothing was changed: nothing is written."""
        if not self.touched:
            return
        new, tables = self._path.with_suffix(".new"), orjson.dumps(self._tables)
        with new.open("wb") as file:
            file.writelines((_HEAD % sha256(tables).hexdigest().encode(), tables, b"}"))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self.touched = False


def _load(path: Path) -> dict[str, Documents]:
    """The tables on disk; nothing for a file that is absent or not what was written: it is only a cache."""
    try:
        raw = memoryview(path.read_bytes())
    except FileNotFoundError:
        return {}
    start = len(_HEAD) - len(b"%s") + _DIGEST
    tables = raw[start:-1]
    if raw[:start] != _HEAD % sha256(tables).hexdigest().encode() or bytes(raw[-1:]) != b"}":
        return {}
    found: dict[str, Documents] = orjson.loads(tables)
    return found


class LiveTable(Table):
    """A table whose documents are changed where they stand; ids are strings."""

    document_class = Document
    document_id_class = str  # type: ignore[assignment]  # TinyDB allows it, its annotation says int
    default_query_cache_capacity = 0

    @property
    def live(self) -> Documents:
        """The documents themselves, by id. Whoever changes one calls `touch`."""
        tables: dict[str, Documents] = self._storage.read()  # type: ignore[assignment]  # a WholeFile's is never None
        return tables.setdefault(self.name, {})

    def one(self, doc_id: str) -> Documents:
        """The document of that id, empty when there is none."""
        found: Documents = self.live.get(doc_id, {})
        return found

    def touch(self) -> None:
        storage = self._storage
        assert isinstance(storage, WholeFile)  # the only storage that has this table
        storage.touched = True

    def _read_table(self) -> Documents:
        return self.live

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        updater(self.live)
        self.touch()
        self.clear_cache()


class LiveDB(TinyDB):
    table_class = LiveTable

    def table(self, name: str, **options: Any) -> LiveTable:
        table = super().table(name, **options)
        assert isinstance(table, LiveTable)
        return table

    def flush(self) -> None:
        storage = self.storage
        assert isinstance(storage, WholeFile)
        storage.flush()


def open_db(path: Path) -> LiveDB:
    return LiveDB(path, storage=WholeFile)
