"""A small firm for tests: a folder with a configuration and an export, a clock, and the real rooms.

It works on whatever servers it is given (Dovecot and Postfix, or the demo's), in a simulated journal
whose clock the test moves. Only the debtors' and the owner's side is played here.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from smtplib import SMTP
from zoneinfo import ZoneInfo

from bot import config as configuration
from bot import wiring
from bot.case import Case
from bot.config import Config
from bot.desk import Desk
from bot.events.entries import Entry
from bot.journal.verify import verify
from bot.rounds import Done, Rounds, Unraised

PARIS = ZoneInfo("Europe/Paris")
US = "factures@morvan.example"
HEAD = "numero;date;echeance;total;regle;client;nom;email;type_client;adresse;siren\n"


@dataclass(frozen=True)
class Invoice:
    number: str
    issued: date
    due: date
    total: str
    debtor: str = "Martin SARL"
    email: str = "compta@martin.example"
    kind: str = "professionnel"
    paid: str = "0,00"
    address: str = "3 rue Haute, 29000 Quimper"

    def row(self) -> str:
        client = self.debtor.split()[0].upper()
        return (
            f"{self.number};{self.issued:%d/%m/%Y};{self.due:%d/%m/%Y};{self.total};{self.paid};"
            f"{client};{self.debtor};{self.email};{self.kind};{self.address};\n"
        )


@lru_cache(maxsize=32)
def _loaded(path: Path, text: bytes, password: str) -> Config:
    """Read once as long as nothing has changed: it is a third of a round."""
    return configuration.load(path)


@dataclass
class Firm:
    folder: Path
    imap_port: int
    smtp_port: int
    now: datetime
    mode: str = "live"
    extra: str = "owner: {email: anne@morvan.example, consent_days: 0}"
    password: str = "pass"
    invoices: list[Invoice] = field(default_factory=list)
    user: str = US
    sender: str = US  # of our letters; what bounces comes back to it
    iban: str = "FR76 3000 6000 0112 3456 7890 189"
    _ids: Iterator[int] = field(default_factory=count)

    def write(self, *invoices: Invoice) -> None:
        """The export of today."""
        if invoices:
            self.invoices = list(invoices)
        text = HEAD + "".join(invoice.row() for invoice in self.invoices)
        path = self.folder / "export.csv"
        path.write_text(text, encoding="utf-8")

    def configure(self) -> Path:
        path = self.folder / "config.yaml"
        (self.folder / "password").write_text(self.password)
        path.write_text(
            f"""\
mode: {self.mode}
creditor:
  name: Atelier Morvan
  email: {US}
  phone: "02 98 00 00 00"
  signature: Anne Morvan
  address: [12 rue des Tanneurs, 29000 Quimper]
  iban: "{self.iban}"
{self.extra}
mail:
  from: "Atelier Morvan <{self.sender}>"
  imap:
    {{host: 127.0.0.1, port: {self.imap_port}, security: none, user: {self.user}, password_file: password}}
  smtp: {{host: 127.0.0.1, port: {self.smtp_port}, security: none}}
sources:
  - {{type: csv, path: export.csv, holds: invoices, complete: true}}
""",
            encoding="utf-8",
        )
        return path

    def config(self) -> Config:
        path = self.configure()
        return _loaded(path, path.read_bytes(), self.password)

    def clock(self) -> datetime:
        return self.now

    def new_id(self) -> str:
        return f"id{next(self._ids):06d}{os.getpid()}"

    @contextmanager
    def open(self) -> Iterator[tuple[Desk, Rounds]]:
        config = self.config()
        with wiring.open_desk(
            config, self.clock, self.new_id, simulated=True, alone=True, begin=True
        ) as desk:
            rounds = wiring.rounds(config, desk, self.new_id, Unraised())
            try:
                yield desk, rounds
            finally:
                rounds.close()

    def round(self) -> Done:
        """One round as `once` does it, with everything opened anew; fails on any problem."""
        with self.open() as (_, rounds):
            done = rounds.round()
        assert not done.problems, done.problems
        return done

    def days(self, days: int, *, hours: Sequence[int] = (9, 14, 18)) -> None:
        """So many days pass, with a round at each of these hours, and a fresh export every day."""
        for _ in range(days):
            self.now = (self.now + timedelta(days=1)).replace(hour=6, minute=0)
            self.write()
            for hour in hours:
                self.now = self.now.replace(hour=hour)
                self.round()

    # --- what the journal holds -------------------------------------------------------------------

    def case(self, number: str) -> Case:
        with self.open() as (desk, _):
            return desk.case(desk.state.by_number(number)[0])

    def entries(self, number: str) -> list[Entry]:
        with self.open() as (desk, _):
            return desk.entries(desk.state.by_number(number)[0])

    def events(self, number: str) -> list[str]:
        return [type(entry.event).__name__ for entry in self.entries(number)]

    def sound(self) -> bool:
        root = self.folder / "data"
        return verify(root if self.mode == "live" else root / "rehearsal", []).sound

    # --- the debtors' side --------------------------------------------------------------------------

    def mail(
        self,
        sender: str,
        text: str,
        *,
        to: str = US,
        subject: str = "Re: votre facture",
        answers: bytes = b"",
        headers: Sequence[tuple[str, str]] = (),
    ) -> bytes:
        """A mail as a debtor's program writes it; `answers` is the letter that it replies to."""
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"] = format_datetime(self.now)
        mail["Message-ID"] = f"<{self.new_id()}@client.example>"
        if answers:
            letter = message_from_bytes(answers, policy=policy.default)
            del mail["Subject"]
            mail["Subject"] = "Re: " + str(letter["Subject"]).removeprefix("Re: ")
            mail["In-Reply-To"] = str(letter["Message-ID"])
            body = letter.get_body(("plain",))
            quoted = body.get_content() if body else ""
            text += "\n\nLe 1 mars, Atelier Morvan a écrit :\n" + "".join(
                f"> {line}\n" for line in quoted.splitlines()
            )
        for name, value in headers:
            mail[name] = value
        mail.set_content(text)
        return mail.as_bytes()

    def send(self, raw: bytes, *, to: str = US) -> None:
        """Hands a mail to the SMTP server, as the debtor's own server would."""
        sender = str(message_from_bytes(raw)["From"])
        with SMTP("127.0.0.1", self.smtp_port, timeout=20) as line:
            line.sendmail(sender, [to], raw)
