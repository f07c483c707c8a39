"""What the hostile tests share: a desk with questions on it, a moody mail server, a process that dies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage

from bot.case import Case
from bot.correspondence.telling import Telling
from bot.desk import Desk
from bot.errors import WorldError
from bot.events.consequences import HoldSet
from bot.events.entries import Event
from bot.events.owner_mail import OwnerAnswered
from bot.outbox import Delivery, No, Post, UncertainError
from bot.owner.matters import Matter
from bot.owner.orders import Line
from tests.office import NOW, OWNER, Office

DEBTOR = "compta@martin.example"
TABLE = b"numero;date;echeance;client;montant\r\nF-9;01/03/2026;01/04/2026;Roux;12,00\r\n"


def disputed(office: Office, name: str = "c1", number: str = "F-118") -> str:
    office.note(name, HoldSet(f"{name}.dispute", "dispute", "contested", None, (number,), "d" * 64))
    return office.ask(name, "dispute", invoices=(number,), mail="d" * 64)


def approval(office: Office) -> str:
    return office.ask("c1", "mise_en_demeure", "approve", "refuse", invoices=("F-118",))


def digest(office: Office, to: str = OWNER) -> EmailMessage:
    """The point of the week, whose key takes orders about any case."""
    office.clock[0] = NOW.replace(day=16, hour=8)
    office.tell()
    return next(m for m in office.mails(to) if "point du lundi" in str(m["Subject"]))


def held(office: Office, name: str = "c1") -> list[str]:
    return [hold.rule for hold in office.case(name).holds.values()]


def asked_back(office: Office, to: str = OWNER) -> list[EmailMessage]:
    return office.mails(to, about="à confirmer")


def body(mail: EmailMessage) -> str:
    return " ".join(str(mail.get_content()).split())


def paused(office: Office) -> bool:
    return bool(office.desk.house(office.rules, mail_read_at=office.clock[0], pays=False).blocked)


@dataclass
class Moody:
    """A mail server in front of the real shelf: it says no to some, hangs up, or falls silent."""

    real: Post
    down: bool = False
    silent: bool = False
    refuses: Sequence[str] = ()
    knocked: list[str] = field(default_factory=list)

    def ready(self) -> None:
        if self.down:
            self.knocked.append("")
            raise WorldError("no line")

    def deliver(self, raw: bytes, sender: str, to: Sequence[str]) -> Delivery:
        self.knocked.append(to[0])
        if to[0] in self.refuses:
            return Delivery(refused={to[0]: No("550 no such user", permanent=True)})
        if self.silent:
            raise UncertainError("no reply")
        return self.real.deliver(raw, sender, to)

    def close(self) -> None:
        self.real.close()


class DiedError(Exception):
    """The process ends here."""


@dataclass(slots=True)
class Mortal(Desk):
    """A desk whose process ends right before, or right after, so many appends."""

    left: int = 0
    before: bool = False

    def append(self, case: str, expected_n: int, events: Sequence[Event]) -> None:
        self.left -= 1
        if self.left == 0 and self.before:
            raise DiedError
        Desk.append(self, case, expected_n, events)
        if self.left == 0:
            raise DiedError


@dataclass
class Mute:
    """A voice that lacks the words for a credit."""

    real: Telling

    def line(self, line: Line, case: Case | None, matter: Matter | None) -> str:
        if line.name == "credit":
            raise KeyError("lines.txt: there is no 'credit'")
        return self.real.line(line, case, matter)

    def ask_back(self, order: OwnerAnswered, to: str, held: Sequence[str], until: date | None) -> None:
        self.real.ask_back(order, to, held, until)

    def confirm(self, order: OwnerAnswered, to: str, lines: Sequence[str]) -> None:
        self.real.confirm(order, to, lines)


@dataclass(slots=True)
class Counting(Desk):
    """A desk that remembers which cases were folded."""

    folded: list[str] = field(default_factory=list)

    def case(self, case: str) -> Case:
        self.folded.append(case)
        return Desk.case(self, case)
