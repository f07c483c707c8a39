"""The invoices' own PDFs that a file names: taken only from inside the configuration's folder.

In go rows with a path, out come rows with a digest, and the contents by digest. What is no PDF, too large or
elsewhere is told with its line; the row stands.
"""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bot.sources import Row

_LIMIT = 10_000_000  # bytes


class Pdfs:
    """The invoices' own PDFs that a file names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self.contents: dict[str, bytes] = {}  # by digest
        self.problems: list[tuple[int, str]] = []  # with the line

    def with_pdf(self, row: Row) -> Row:
        if not row.pdf or row.invoice is None:
            return row
        path = (self._folder / row.pdf).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            self._problem(row, "no such file in the configuration's folder")
            return row
        content = path.read_bytes()
        if len(content) > _LIMIT or not content.startswith(b"%PDF"):
            self._problem(row, "not a PDF of at most 10 MB")
            return row
        digest = sha256(content).hexdigest()
        self.contents[digest] = content
        return replace(row, invoice=replace(row.invoice, pdf=digest))

    def _problem(self, row: Row, why: str) -> None:
        self.problems.append((row.line, f"line {row.line}: {row.pdf}: {why}"))
