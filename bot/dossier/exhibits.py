"""The exhibits of a case, numbered in the order of the journal: mails out and in, letters posted, invoices.

Entries go in, numbered exhibits come out; `lay_out` copies their bytes from the evidence, as they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from bot.dossier.phrases import Phrases
from bot.events.debts import InvoiceSeen
from bot.events.entries import Entry
from bot.events.letters import LetterIntended, PaperPrepared
from bot.events.mail import MailKept
from bot.events.owner import PieceKept

FOLDER = "pieces"


@dataclass(frozen=True, slots=True)
class Exhibit:
    number: int
    day: date
    title: str
    digest: str  # SHA-256, and the name in the evidence
    kind: str  # a word of ours, for the file's name
    extension: str

    @property
    def file(self) -> str:
        """Made of our own words and figures alone."""
        return f"{FOLDER}/{self.number:03d}-{self.day.isoformat()}-{self.kind}.{self.extension}"


def gather(entries: Iterable[Entry], phrases: Phrases, zone: tzinfo) -> tuple[Exhibit, ...]:
    """Each piece of evidence once, under the title of the event that brought it first."""
    found: dict[str, Exhibit] = {}
    for entry in entries:
        named = _named(entry, phrases)
        if named and named[0] not in found:
            digest, kind, extension, title = named
            day = entry.at.astimezone(zone).date()
            found[digest] = Exhibit(len(found) + 1, day, title, digest, kind, extension)
    return tuple(found.values())


def _named(entry: Entry, phrases: Phrases) -> tuple[str, str, str, str] | None:
    match entry.event:
        case LetterIntended() as letter:
            return letter.mail, phrases.kinds[letter.kind], "eml", phrases.mail_to(letter)
        case MailKept() as mail:
            return mail.mail, phrases.received, "eml", phrases.mail_from(mail)
        case PaperPrepared() as paper:
            return paper.pdf, phrases.kinds[paper.kind], "pdf", phrases.paper(paper)
        case PieceKept() as piece:
            ending = "pdf" if piece.name.lower().endswith(".pdf") else "bin"
            return piece.digest, phrases.piece_kind, ending, phrases.piece(piece)
        case InvoiceSeen() as invoice if invoice.pdf:
            return invoice.pdf, phrases.invoice_kind, "pdf", phrases.invoice_title(invoice)
        case _:
            return None


def lay_out(exhibits: Iterable[Exhibit], folder: Path, evidence: Callable[[str], bytes]) -> None:
    (folder / FOLDER).mkdir(exist_ok=True)
    for exhibit in exhibits:
        (folder / exhibit.file).write_bytes(evidence(exhibit.digest))
