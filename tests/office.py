"""A desk with two debtors and the owner's correspondence around it, on files alone: mails come by hand.

What goes out to the owner is laid on a shelf as whole mails, from which a test answers like a mail program.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import format_datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot.case import Case
from bot.correspondence import Correspondence
from bot.correspondence.carrying import Carrying
from bot.correspondence.files import Files
from bot.correspondence.points import Points
from bot.correspondence.post import OwnerPost
from bot.correspondence.sheets import Sheets
from bot.correspondence.showing import Showing
from bot.correspondence.taking import Taking
from bot.correspondence.telling import Telling
from bot.desk import Desk
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeOpened
from bot.inbox import Arrived, Folder
from bot.intake import Intake, Manner
from bot.journal import Journal
from bot.journal.evidence import Evidence
from bot.letters import Writer
from bot.letters.owner import OwnerWriter
from bot.outbox.shelf import Shelf
from bot.owner.answers import read_answer
from bot.placing import Ours
from bot.policy.house import House
from bot.reading import read
from bot.rest import Rest
from bot.rules import OwnerRules, Person, Rules
from bot.sources import Source
from bot.state.tiny import TinyState
from tests.drafts import TEMPLATES
from tests.play import rules

US, OWNER = "factures@atelier.example", "claire@morvan.example"
SECRETARY, READER = "secretariat@morvan.example", "conseil@cabinet.example"
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # a Tuesday
PEOPLE = (Person(OWNER, "approve"), Person(SECRETARY, "answer"), Person(READER, "read"))
TRUSTED = "mx.atelier.example"
VOUCHED = f"{TRUSTED}; dmarc=pass header.from=morvan.example"
INBOX, SENT = Folder("INBOX", "inbox"), Folder("Sent", "sent")


@dataclass
class Office:
    desk: Desk
    shelf: Path
    clock: list[datetime]
    people: tuple[Person, ...] = PEOPLE
    sources: tuple[Source, ...] = ()
    rules: Rules = field(default_factory=lambda: rules(owner=OwnerRules(consent_days=0)))
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.shelf.mkdir(exist_ok=True)
        writer = OwnerWriter(TEMPLATES, self.rules.creditor, self.rules.language)
        sender = ("Atelier Morvan", US)
        post = OwnerPost(self.desk, self.rules, Shelf(self.shelf), sender, self._new_id, Rest())
        points = Points(self.desk, self.rules, writer)
        sheets = Sheets(self.desk, self.rules, writer)
        showing = Showing(self.desk, self.rules, Writer(TEMPLATES, (), self.rules.creditor))
        telling = Telling(self.desk, self.rules, self.people, writer, post, points, sheets, showing)
        files = Files(self.desk, self.rules, self.sources, self.shelf.parent, self.shelf.parent / "received")
        taking = Taking(self.desk, read_answer, TRUSTED)
        carrying = Carrying(self.desk, self.rules, self.people, telling, files)
        self.owner = Correspondence(taking, carrying, telling)
        ours = Ours(US, frozenset(person.email for person in self.people))
        manner = Manner(ours, first_look_days=30, stale_days=7, simulated=False)
        self.intake = Intake(self.desk, manner, read, taking)

    def _new_id(self) -> str:
        return f"id{next(self.ids):010d}"

    # --- the debtors --------------------------------------------------------------------------------

    def note(self, name: str, *events: CaseEvent) -> None:
        self.desk.note(name, *events)

    def ask(self, name: str, about: str, *choices: str, **fields: object) -> str:
        """An open question of this case, told to the owner's people; its name."""
        notice = self.ask_quietly(name, about, *choices, **fields)
        self.tell()
        return notice

    def ask_quietly(self, name: str, about: str, *choices: str, **fields: object) -> str:
        """The same, before anybody is told."""
        notice = f"{name}-{len(self.case(name).notices) + 1}"
        self.note(name, NoticeOpened(notice, about, "?", choices or ("resume",), **fields))  # type: ignore[arg-type]
        return notice

    def case(self, name: str = "c1") -> Case:
        return self.desk.case(name)

    # --- the owner's side ---------------------------------------------------------------------------

    def tell(self) -> None:
        self.owner.tell(House(mail_read_at=self.clock[0]))

    def mails(self, to: str = OWNER, *, about: str = "") -> list[EmailMessage]:
        """What this person got, the oldest first."""
        raws = [path.read_bytes() for path in sorted(self.shelf.glob("*.eml"))]
        mails = [message_from_bytes(raw, policy=policy.default) for raw in raws]
        mine = [mail for mail in mails if mail["To"] == to and about in str(mail["Subject"])]
        return sorted(mine, key=lambda mail: str(mail["X-Relance-Id"]))  # type: ignore[arg-type, return-value]

    def answer(
        self,
        text: str,
        *,
        to: EmailMessage | None = None,
        sender: str = OWNER,
        threaded: bool = True,
        headers: tuple[tuple[str, str], ...] = (("Authentication-Results", VOUCHED),),
        cc: str = "",
        recipient: str = US,
    ) -> bytes:
        """An answer as a mail program makes it; without `threaded` only the subject tells what it answers."""
        mail = EmailMessage(policy=policy.SMTP)
        for name, value in headers:
            mail[name] = value
        mail["From"], mail["To"] = sender, recipient
        if cc:
            mail["Cc"] = cc
        mail["Subject"] = f"Re: {to['Subject']}" if to else "Bonjour"
        mail["Date"] = format_datetime(self.clock[0])
        mail["Message-ID"] = f"<{self._new_id()}@phone.example>"
        if to and threaded:
            mail["In-Reply-To"] = mail["References"] = str(to["Message-ID"])
        mail.set_content(text)
        return mail.as_bytes()

    def receive(self, raw: bytes, folder: Folder = INBOX, *, late_days: int = 0) -> None:
        """The mail arrives, and what it orders is carried out."""
        at = self.clock[0] - timedelta(days=late_days)
        self.intake.take(Arrived(folder.name, 7, next(self.ids), raw, at, len(raw)), folder)
        self.owner.carry()

    def later(self, *, minutes: int) -> None:
        self.clock[0] += timedelta(minutes=minutes)
        self.owner.carry()

    @staticmethod
    def with_file(
        raw: bytes, name: str, content: bytes, *, kind: str = "application/octet-stream", **how: Any
    ) -> bytes:
        """With this file as well; `how`: disposition, cid."""
        mail, (main, sub) = message_from_bytes(raw, policy=policy.SMTP), kind.split("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name, **how)  # type: ignore[attr-defined]
        return mail.as_bytes()

    @staticmethod
    def with_body(raw: bytes, body: Message) -> bytes:
        """The same mail with the parts of another program's."""
        mail = message_from_bytes(raw)
        for name in ("Content-Type", "Content-Transfer-Encoding", "MIME-Version"):
            del mail[name]
        for name, value in mail.items():
            body[name] = value
        return body.as_bytes()

    def says(self, text: str, to: EmailMessage | None = None) -> str:
        """The owner answers, vouched for; the body of the confirmation that comes back."""
        self.receive(self.answer(text, to=to))
        return str(self.mails()[-1].get_content())  # type: ignore[no-untyped-call]


@contextmanager
def opened(folder: Path, **changed: Any) -> Iterator[Office]:
    clock = [NOW]
    journal = Journal.open(folder, clock=lambda: clock[0], purpose="live", program="x", salt=lambda: "salt")
    with journal:
        desk = Desk(journal, Evidence(folder), TinyState(folder / "state.json", "x"), lambda: clock[0])
        desk.catch_up()
        due = date(2026, 3, 3)
        for name, debtor, number, contact in (
            ("c1", "Martin SARL", "F-118", "compta@martin.example"),
            ("c2", "Petit Nathalie", "F-121", "nathalie@petit.example"),
        ):
            seen = DebtorSeen(
                name, debtor, "business", contacts=(contact,), address=("3 rue Haute", "29000 Quimper")
            )
            desk.note(name, seen, InvoiceSeen(number, due, due, 1_240_00))
        yield Office(desk, folder / "shelf", clock, **changed)
