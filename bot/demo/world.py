"""The demo's world: its servers, its simulated clock, its folder, and the real rounds at work in it.

Nothing in here knows the story. Letters are what rounds sent over SMTP and the debtors found in their
mailboxes over IMAP; the owner acts through commands; only the clock is not real.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bot import config as configuration
from bot import wiring
from bot.config import Config
from bot.demo import office
from bot.demo.cast import DEBTORS, US, Debtor
from bot.demo.servers import HOST, DemoMail
from bot.desk import Desk
from bot.events.entries import Entry
from bot.inbox import Door, Folder, Mailbox, Place
from bot.journal import Position
from bot.outbox.smtp import Door as SmtpDoor
from bot.outbox.smtp import Smtp
from bot.rounds import Done, Rounds, Unraised

Command = Callable[[Sequence[str]], tuple[int, str]]
_INBOX = Folder("INBOX", "inbox")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(slots=True)
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


class Ids:
    """Names that are the same in every demo."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def __call__(self) -> str:
        return "".join(self._random.choices(_LETTERS, k=12))


@dataclass(slots=True)
class World:
    folder: Path
    clock: Clock
    config: Config
    desk: Desk
    rounds: Rounds
    command: Command
    post: Smtp
    new_id: Ids
    boxes: dict[str, Mailbox]
    file_sent: Callable[[bytes], object]  # a copy of what the owner sends
    read: dict[str, Place] = field(default_factory=dict)  # how far each debtor has read
    letters: dict[str, list[bytes]] = field(default_factory=dict)  # what each debtor has received
    paid: dict[str, int] = field(default_factory=dict)  # what the invoicing program knows, in cents
    seen: Position | None = None

    # --- Relance and its owner ------------------------------------------------------------------------

    def round(self) -> Done:
        """One round of Relance, as the service makes it."""
        return self.rounds.round()

    def relance(self, *words: str) -> tuple[int, str]:
        """One command of the owner's, now."""
        now = self.clock.now.isoformat(timespec="seconds")
        options = ("--config", str(self.folder / office.CONFIG), "--now", now)
        return self.command((*options, *words))

    def status(self) -> dict[str, Any]:
        _, printed = self.relance("status", "--json")
        told: dict[str, Any] = json.loads(printed)
        return told

    def news(self) -> list[Entry]:
        """What stands in the journal since the last time."""
        self.desk.catch_up()
        told = [entry for entry, _ in self.desk.journal.events_after(self.seen)]
        self.seen = self.desk.journal.position
        return told

    # --- the world outside ----------------------------------------------------------------------------

    def export(self, today: date) -> None:
        office.export(self.folder, today, self.paid)

    def send(self, raw: bytes, sender: str) -> None:
        """A mail to the workshop, over SMTP."""
        self.post.ready()
        self.post.deliver(raw, sender, (US,))

    def open_mail(self, debtor: Debtor) -> Iterator[tuple[int, bytes]]:
        """The debtor looks into its mailbox: each new letter with its number."""
        known = self.letters.setdefault(debtor.key, [])
        for raw in self._new(debtor.key):
            known.append(raw)
            yield len(known), raw

    def open_own_mail(self) -> Iterator[bytes]:
        """The owner looks into the mailbox that Relance uses, too: each new mail."""
        yield from self._new(US)

    def _new(self, box: str) -> Iterator[bytes]:
        for batch in self.boxes[box].read(_INBOX, self.read.get(box), date(2000, 1, 1)):
            yield from (mail.raw for mail in batch.mails)
            self.read[box] = Place(batch.uidvalidity, batch.upto)


@contextmanager
def world(folder: Path, begins: datetime, command: Command) -> Iterator[World]:
    """Servers, folder and desk, from nothing; all connections end with it, the folder stays."""
    clock, ids = Clock(begins), Ids(begins.year)
    users = (US, *(debtor.email for debtor in DEBTORS))
    with DemoMail(users, clock=clock, password=office.PASSWORD) as mail:
        path = office.configure(folder, imap_port=mail.imap_port, smtp_port=mail.smtp_port)
        config = configuration.load(path)
        post = Smtp(SmtpDoor(HOST, mail.smtp_port, "none", "", ""))
        people = {US: US} | {debtor.key: debtor.email for debtor in DEBTORS}
        boxes = {
            key: Mailbox(Door(HOST, mail.imap_port, "none", email, mail.password))
            for key, email in people.items()
        }
        file_sent = partial(mail.deliver, US, folder="Sent", seen=True)
        with wiring.open_desk(config, clock, ids, simulated=True, alone=True, begin=True) as desk:
            rounds = wiring.rounds(config, desk, ids, Unraised())
            try:
                yield World(folder, clock, config, desk, rounds, command, post, ids, boxes, file_sent)
            finally:
                rounds.close()
                post.close()
                for box in boxes.values():
                    box.close()


def days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(count))
