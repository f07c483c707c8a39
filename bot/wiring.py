"""Wiring: from the configuration to a desk and to rounds. The only place where edges meet.

Opens files and folders, and nothing on the network: connections are made when they are first needed.
"""

import fcntl
import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from bot import __version__
from bot.calendar import HOLIDAYS_VERSION
from bot.config import Config, Server
from bot.correspondence import Correspondence
from bot.correspondence.carrying import Carrying
from bot.correspondence.files import Files
from bot.correspondence.gone_live import GoneLive, ordered
from bot.correspondence.points import Points
from bot.correspondence.post import OwnerPost
from bot.correspondence.sheets import Sheets
from bot.correspondence.showing import Showing
from bot.correspondence.taking import Taking
from bot.correspondence.telling import Telling
from bot.desk import Desk, usable
from bot.errors import OperatorError
from bot.events.entries import HOUSE
from bot.events.house import ConfigTaken
from bot.inbox import Door, Mailbox
from bot.intake import Intake, Manner
from bot.journal import Broken, Journal
from bot.journal.evidence import Evidence
from bot.letters import Writer
from bot.letters.owner import OwnerWriter
from bot.mailing import Mailing
from bot.outbox import Post
from bot.outbox import smtp as smtp_door
from bot.outbox.shelf import Shelf
from bot.owner.answers import read_answer
from bot.placing import Ours
from bot.rest import Rest
from bot.rounds import Flag, Rounds, read_or_ask
from bot.sealing import Sealing
from bot.sent import SentFolder
from bot.state.tiny import FILE as STATE_FILE
from bot.state.tiny import TinyState

JOURNAL_FILE = "journal.jsonl"


def root(config: Config) -> Path:
    """The data folder of the mode: a rehearsal has a journal of its own."""
    return config.data if config.rules.mode == "live" else config.data / "rehearsal"


def templates(config: Config) -> dict[str, str]:
    """The letters' templates; those in the configured folder go before those shipped."""
    shipped = Path(str(files("bot").joinpath("templates")))
    if not shipped.is_dir():  # a checkout: they stand beside the package
        shipped = Path(__file__).parent.parent / "templates"
    found: dict[str, str] = {}
    for folder in (shipped, config.templates):
        if folder:
            for path in sorted(folder.rglob("*.t*")):
                found[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8")
    return found


@contextmanager
def open_desk(
    config: Config,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    *,
    simulated: bool = False,
    alone: bool = False,
    begin: bool = False,
) -> Iterator[Desk]:
    """The desk of this configuration. `alone`: takes the house lock, repairs, and may flush the state.

    `begin` lets it start a journal; without it a folder that has none is refused.
    """
    folder = root(config)
    if not begin and not (folder / JOURNAL_FILE).exists():
        raise OperatorError(f"{folder}: nothing is recorded yet; `relance import` or `relance once` begins")
    usable(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with _house_lock(folder) if alone else _no_lock():
        state = TinyState(folder / STATE_FILE, state_digest(config))
        journal = Journal.open(
            folder,
            clock=clock,
            purpose="live" if config.rules.mode == "live" else "rehearsal",
            program=__version__,
            salt=new_id,
            simulated=simulated,
            chains=state.chains,
            position=state.position,
        )
        with journal, closing(Evidence(folder)) as evidence:
            desk = Desk(journal, evidence, state, clock)
            if alone:
                journal.repair()
                desk.evidence.recover(lambda digest: _names(journal.path, digest))
            if not journal.resumed:
                tell_state(desk)
            desk.catch_up()
            if alone and state.facts.config != config.digest:
                iban = config.rules.creditor.iban
                known = sha256(iban.encode()).hexdigest() if iban else ""
                desk.note(HOUSE, ConfigTaken(config.digest, known))
            yield desk


def tell_state(desk: Desk) -> None:
    """Tells the state the whole journal anew."""
    desk.state.clear()
    desk.journal.news()
    for entry, _ in desk.journal.events_after(None):
        desk.state.apply(entry)


def state_digest(config: Config) -> str:
    """What due dates depend on besides the journal: rules, holidays, program."""
    return sha256(f"{config.digest} {HOLIDAYS_VERSION} {__version__}".encode()).hexdigest()


def rounds(
    config: Config, desk: Desk, new_id: Callable[[], str], stop: Flag, *, mailbox: Mailbox | None = None
) -> Rounds:
    """Everything a round needs, from one configuration."""
    replies = config.rules.replies
    ours = our_addresses(config)
    box = mailbox or Mailbox(door(config.imap), config.folders)
    manner = Manner(ours, config.first_look_days, replies.stale_mail, desk.journal.simulated)
    shelf = root(config) / "letters"
    live = config.rules.mode == "live"
    smtp, rest, words = _smtp(config), Rest(), templates(config)
    writer = Writer(words, (), config.rules.creditor)
    told = OwnerWriter(words, config.rules.creditor, config.rules.language)
    owner = _correspondence(config, desk, new_id, letters=writer, writer=told, smtp=smtp, rest=rest)
    return Rounds(
        desk=desk,
        rules=config.rules,
        sources=config.sources,
        folder=config.folder,
        mailbox=box,
        intake=Intake(desk, manner, read_or_ask, owner.taking),
        mailing=Mailing(
            desk=desk,
            rules=config.rules,
            post=smtp if live else Shelf(shelf),
            writer=writer,
            sender=config.mail_from,
            shelf=shelf,
            new_id=new_id,
        ),
        sent=SentFolder(desk, box, config.copy_to_sent and live),
        owner=owner,
        sealing=Sealing(desk, config.rules),
        post_rests=rest if live else Rest(),
        stop=stop,
    )


def our_addresses(config: Config) -> Ours:
    """The address that letters come from; the mailbox's own name and the firm's address reach us as well."""
    people = frozenset(person.email for person in config.people)
    firm = {config.rules.creditor.email.lower()} - people  # his own address says nothing of the mailbox
    names = {config.imap.user.lower(), *firm}
    return Ours(config.mail_from[1].lower(), people, frozenset(name for name in names if "@" in name))


def _correspondence(
    config: Config,
    desk: Desk,
    new_id: Callable[[], str],
    *,
    letters: Writer,
    writer: OwnerWriter,
    smtp: Post,
    rest: Rest,
) -> Correspondence:
    """The owner is written to in a rehearsal, too, over the line that letters take when they leave."""
    rules = config.rules
    post = OwnerPost(desk, rules, smtp, config.mail_from, new_id, rest)
    sheets, points = Sheets(desk, rules, writer), Points(desk, rules, writer)
    showing = Showing(desk, rules, letters)
    telling = Telling(desk, rules, config.people, writer, post, points, sheets, showing)
    files = Files(desk, rules, config.sources, config.folder, root(config) / "received")
    return Correspondence(
        Taking(desk, read_answer, config.authserv_id),
        Carrying(desk, rules, config.people, telling, files),
        telling,
        GoneLive(desk, rules, config.people, writer, post, lambda: _rehearsed(config, desk)),
    )


def _rehearsed(config: Config, desk: Desk) -> list[str]:
    """What the owner ordered in the rehearsal; nothing where there was none that can be read."""
    folder = config.data / "rehearsal"
    if not (folder / JOURNAL_FILE).exists():
        return []
    try:
        with Journal.open(
            folder, clock=desk.clock, purpose="rehearsal", program=__version__, salt=str,
            simulated=desk.journal.simulated,
        ) as journal:  # fmt: skip
            return ordered(entry for entry, _ in journal.events_after(None))
    except (OperatorError, Broken):
        return []


def _smtp(config: Config) -> Post:
    s = config.smtp
    return smtp_door.Smtp(smtp_door.Door(s.host, s.port, s.security, s.user, s.password))


def door(server: Server) -> Door:
    return Door(server.host, server.port, server.security, server.user, server.password)


@contextmanager
def _house_lock(folder: Path) -> Iterator[None]:
    """`run`, `once` and `rebuild` exclude each other in one data folder."""
    fd = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError(
                f"{folder}: another Relance is at work here (run, once or rebuild); wait for it or stop it"
            ) from None
        yield
    finally:
        os.close(fd)


@contextmanager
def _no_lock() -> Iterator[None]:
    yield


def _names(journal: Path, digest: str) -> bool:
    """Whether some line of the journal names this piece of evidence."""
    with journal.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        return lines.find(digest.encode()) >= 0
