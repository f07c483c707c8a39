"""The journal: one durable append, a batch of a hundred, and `verify` over a year with a seal each day."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import orjson

from bot.events.consequences import HoldSet
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE, Event
from bot.events.house import MailboxRead, Sealed
from bot.events.letters import LetterIntended, LetterSent
from bot.events.mail import MailKept, MailRead, PromiseRead, Quote, ReplyWeighed
from bot.journal import Journal, Position, verify
from bot.journal.chain import Item
from bot.journal.tree import Tree
from tests.bench import Row, in_turn, seconds

DAYS = 365
CASES = 20  # a day
MAIL = b"Received: from mx.example by mail.example; Mon, 2 Mar 2026 10:00:00 +0100\r\n" * 60
WHEN = datetime(2026, 1, 1, 9, tzinfo=UTC)


def rows() -> list[Row]:
    # In the working tree and not in /tmp, which may be memory and would make every sync free.
    with TemporaryDirectory(dir=Path(__file__).parent) as made:
        folder = Path(made)
        return [*append_rows(folder / "append"), verify_row(folder / "verify")]


def append_rows(folder: Path) -> list[Row]:
    with begin(folder) as journal:
        kept = LetterSent("l-1", "compta@martin.example", "250 2.0.0 Ok: queued as 4Z1x9Q2mPz")
        one = _appends(journal, lambda: [("cone", journal.n("cone"), (kept,))], 500)
        many = [f"c{i}" for i in range(100)]
        batch = _appends(journal, lambda: [(case, journal.n(case), (kept,)) for case in many], 200)
        story = _appends(journal, lambda: [("ctwo", journal.n("ctwo"), [kept] * 100)], 200)
    return [
        Row("append, one durable event", *one, 1.15, "write + fdatasync of the same bytes"),
        Row("append, a batch of 100 cases", *batch, 1.5, "the same bytes, written and synced in one call"),
        Row("append, 100 events of a case", *story, 1.5, "the same bytes, written and synced in one call"),
    ]


def _appends(journal: Journal, items: Callable[[], list[Item]], runs: int) -> tuple[float, float]:
    """The floor writes what ours has just written, to a file of its own."""
    journal_fd = os.open(journal.path, os.O_RDONLY)
    fd = os.open(journal.path.with_name("floor"), os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    place, floors, others = 0, [], []
    for _ in range(runs):
        start, told = journal.position.offset, items()
        others.append(seconds(lambda told=told: journal.append_batch(told)))
        written = os.pread(journal_fd, journal.position.offset - start, start)
        floors.append(seconds(lambda written=written, place=place: write_synced(fd, written, place)))
        place += len(written)
        journal.news()
    os.close(journal_fd)
    os.close(fd)
    return median(floors), median(others)


def write_synced(fd: int, content: bytes, place: int) -> None:
    os.pwrite(fd, content, place)
    os.fdatasync(fd)


def verify_row(folder: Path) -> Row:
    lines = tell_a_year(folder)

    def floor() -> None:
        with open(folder / "journal.jsonl", "rb") as file:
            for line in file:
                sha256(line).hexdigest()
                orjson.loads(line)
        for path in evidence:
            with open(path, "rb") as file:
                sha256(file.read()).hexdigest()

    def ours() -> None:
        assert verify(folder, []).sound

    evidence = [str(path) for path in (folder / "evidence").rglob("*") if path.is_file()]
    note = f"{lines} lines, {len(evidence)} evidence files, {DAYS} seals"
    return Row("verify a year", *in_turn(floor, ours), 1.5, note)


def tell_a_year(folder: Path) -> int:
    """Some twenty debtors a day get a letter and half of them answer; a seal each day."""
    clock = [WHEN]
    with begin(folder, lambda: clock[0]) as journal:
        tree, sealed = Tree(), None
        for day in range(DAYS):
            clock[0] = WHEN + timedelta(days=day)
            items: list[Item] = []
            for i in range(CASES):
                items.append((f"c{day:03}{i:03}", 0, _story(folder, day * CASES + i, answered=i % 2 == 0)))
            items.append((HOUSE, journal.n(HOUSE), [MailboxRead("INBOX", 1, day)]))
            journal.append_batch(items)
            sealed = _seal(journal, tree, sealed)
        return journal.count


def _seal(journal: Journal, tree: Tree, sealed: Position | None) -> Position:
    """As `seal` does, with a tree that stays; else building the year would take longer than measuring it."""
    tree.extend(bytes.fromhex(sha) for _, sha, _ in journal.records_after(sealed))
    position = journal.position
    journal.append(HOUSE, journal.n(HOUSE), [Sealed(len(tree), tree.root().hex())])
    return position


def _story(folder: Path, i: int, *, answered: bool) -> list[Event]:
    number, day = f"F-{i}", date(2026, 1, 5)
    mail = _kept(folder, b"letter %d\r\n" % i + MAIL)
    told: list[Event] = [
        DebtorSeen(f"C-{i}", f"Martin {i} SARL", "business", contacts=("compta@martin.example",)),
        InvoiceSeen(number, day, day, 120_000, source="invoices"),
        LetterIntended(
            f"l-{i}", f"<{i}@m.example>", "reminder", "reminder", "firm", ("a@b.example",), "S", mail
        ),
        LetterSent(f"l-{i}", "compta@martin.example", "250 2.0.0 Ok: queued as 4Z1x9Q2mPz"),
    ]
    if answered:
        reply = _kept(folder, b"reply %d\r\n" % i + MAIL)
        told += [
            MailKept(
                reply, f"<r{i}@b.example>", "a@b.example", "Re: S", WHEN, "INBOX", 1, i, "debtor", "thread"
            ),
            MailRead(
                reply, "1", ("promise",), (PromiseRead(day, None),), evidence=(Quote("promise", "demain"),)
            ),
            ReplyWeighed(reply, "promise", "a promise with a date"),
            HoldSet(f"h-{i}", "promise", "promised for tomorrow", day, (number,), reply),
        ]
    return told


def _kept(folder: Path, raw: bytes) -> str:
    """Put in its place without a sync: only `verify` is measured here."""
    digest = sha256(raw).hexdigest()
    place = folder / "evidence" / digest[:2]
    place.mkdir(parents=True, exist_ok=True)
    (place / digest).write_bytes(raw)
    return digest


def begin(folder: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Journal:
    return Journal.open(folder, clock=clock, purpose="live", program="bench", salt=lambda: "salt")
