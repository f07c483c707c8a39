"""The inbox against mail servers: one suite for the demo's own and for Dovecot, where it is installed."""

import itertools
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import pytest
from imapclient import IMAPClient

from bot.demo.servers import DemoMail
from bot.errors import WorldError
from bot.inbox import Batch, Door, Folder, Mailbox, Place, Portions
from tests.real.servers import Dovecot
from tests.real.wire import Wire

LONG_AGO = date(2000, 1, 1)
INBOX = Folder("INBOX", "inbox")
ARCHIVE = Folder("Archive", "archive")
_numbers = itertools.count(1)


class Server(Protocol):
    @property
    def imap_port(self) -> int: ...

    def put(
        self, user: str, raw: bytes, *, folder: str = "INBOX", at: datetime | None = None, seen: bool = False
    ) -> object: ...


class Demo(DemoMail):
    def put(
        self, user: str, raw: bytes, *, folder: str = "INBOX", at: datetime | None = None, seen: bool = False
    ) -> object:
        return self.deliver(user, raw, folder=folder, at=at, seen=seen)


class World:
    """One fresh mailbox on one of the servers, and its owner's own mail program."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.user = f"owner-{next(_numbers)}@creditor.example"
        self._boxes: list[Mailbox] = []

    def door(self, *, port: int = 0, password: str = "pass") -> Door:
        return Door("127.0.0.1", port or self.server.imap_port, "none", self.user, password)

    def box(self, *folders: str, port: int = 0, portions: Portions | None = None) -> Mailbox:
        box = Mailbox(self.door(port=port), folders or None, 10, portions=portions)
        self._boxes.append(box)
        return box

    def waiting(self, *, port: int = 0) -> Mailbox:
        """A mailbox whose first wait is over."""
        box = self.box(port=port)
        assert box.wait(INBOX, 60, threading.Event())
        return box

    def put(
        self,
        text: str = "hello",
        *,
        folder: str = "INBOX",
        at: datetime | None = None,
        sender: str = "debtor@client.example",
        seen: bool = False,
    ) -> bytes:
        raw = mail(text, sender)
        self.server.put(self.user, raw, folder=folder, at=at, seen=seen)
        return raw

    def program(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.server.imap_port, ssl=False, timeout=10)
        client.login(self.user, "pass")
        return client

    def close(self) -> None:
        for box in self._boxes:
            box.close()


def mail(text: str, sender: str = "debtor@client.example", message_id: str = "<m@client.example>") -> bytes:
    lines = f"From: {sender}\r\nMessage-ID: {message_id}\r\nSubject: {text}\r\n\r\n{text}\r\n"
    return lines.encode()


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with Demo(clock=lambda: datetime.now(UTC)) as server:
        yield server


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=pytest.mark.real)])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    server: Server | Dovecot = request.getfixturevalue("demo" if request.param == "pymap" else "dovecot")
    world = World(server)
    world.put("first of all", at=datetime(1999, 1, 1, tzinfo=UTC))  # the mailbox exists, older than any test
    yield world
    world.close()


def subjects(batches: Iterator[Batch]) -> list[str]:
    return [one.raw.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for b in batches for one in b.mails]


def test_folders_come_with_their_roles_and_the_inbox_first(world: World) -> None:
    for folder in ("Clients", "Éléments envoyés", "Courrier indésirable", "Archive"):
        world.put(folder=folder)
    found = world.box().folders()
    assert found[0] == INBOX
    roles = {folder.name: folder.role for folder in found}
    assert roles["Éléments envoyés"] == "sent"
    assert roles["Courrier indésirable"] == "junk"
    assert roles["Archive"] == "archive"
    assert roles["Clients"] == "other"


def test_inbox_archive_junk_and_sent_are_watched_and_the_rest_is_not(world: World) -> None:
    for folder in ("Clients", "Archive", "Junk", "Sent"):
        world.put(folder=folder)
    assert [folder.role for folder in world.box().watched()] == ["inbox", "archive", "junk", "sent"]


def test_configured_folders_are_watched_and_sent_with_them(world: World) -> None:
    for folder in ("Clients", "Archive", "Sent"):
        world.put(folder=folder)
    assert {folder.name for folder in world.box("inbox", "Clients").watched()} == {"INBOX", "Clients", "Sent"}


def test_a_configured_folder_that_does_not_exist_is_said_with_those_that_do(world: World) -> None:
    with pytest.raises(WorldError, match=r"no folder Kunden.*INBOX") as refused:
        world.box("INBOX", "Kunden").watched()
    assert refused.value.permanent


def test_the_first_read_looks_back_to_the_day_given(world: World) -> None:
    today = datetime.now(UTC)
    world.put("last year", at=today - timedelta(days=400))
    world.put("last week", at=today - timedelta(days=7))
    (batch,) = world.box().read(INBOX, None, (today - timedelta(days=30)).date())
    assert subjects(iter([batch])) == ["last week"]
    assert not batch.relisted
    assert batch.upto == batch.mails[-1].uid


def test_the_first_read_passes_over_older_mail_for_good(world: World) -> None:
    (batch,) = world.box().read(INBOX, None, date(2026, 1, 1))
    assert batch.mails == ()
    assert batch.upto > 0
    again = world.box().read(INBOX, Place(batch.uidvalidity, batch.upto), LONG_AGO)
    assert subjects(again) == []


def test_an_empty_folder_has_a_place_too(world: World) -> None:
    with world.program() as program:
        program.create_folder("Vide")
    (batch,) = world.box().read(Folder("Vide", "other"), None, LONG_AGO)
    assert batch.mails == ()
    world.put("now there is one", folder="Vide")
    place = Place(batch.uidvalidity, batch.upto)
    assert subjects(world.box().read(Folder("Vide", "other"), place, LONG_AGO)) == ["now there is one"]


def test_a_later_read_gives_what_came_since_and_never_the_last_mail_again(world: World) -> None:
    box = world.box()
    (first,) = box.read(INBOX, None, LONG_AGO.replace(year=1990))
    place = Place(first.uidvalidity, first.upto)
    (nothing,) = box.read(INBOX, place, LONG_AGO) or [None]
    assert (nothing.mails, nothing.upto) == ((), first.upto)
    world.put("new")
    world.put("newer", at=datetime(1998, 1, 1, tzinfo=UTC))  # an old mail moved here counts as new
    assert subjects(box.read(INBOX, place, date(2026, 1, 1))) == ["new", "newer"]


def test_a_mail_comes_byte_for_byte_with_its_time_of_arrival(world: World) -> None:
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    raw = world.put("été à 8 bits " + "x" * 2000, at=at)
    (batch,) = world.box().read(INBOX, None, LONG_AGO)
    (arrived,) = batch.mails
    assert (arrived.raw, arrived.arrived, arrived.size) == (raw, at, len(raw))
    assert not arrived.cut


def test_reading_leaves_no_trace_in_the_mailbox(world: World) -> None:
    world.put("unread")
    world.put("read", seen=True)
    box = world.box()
    assert subjects(box.read(INBOX, None, LONG_AGO)) == ["unread", "read"]
    assert list(box.search(["debtor@client.example"], LONG_AGO, [INBOX]))
    with world.program() as program:
        program.select_folder("INBOX", readonly=True)
        seen = [b"\\Seen" in got[b"FLAGS"] for got in program.fetch(program.search(), ["FLAGS"]).values()]
    assert sorted(seen) == [False, False, True]


def test_batches_are_small_and_each_tells_how_far_it_reaches(world: World) -> None:
    for n in range(7):
        world.put(f"mail {n}")
    batches = list(world.box(portions=Portions(mails=3)).read(INBOX, None, LONG_AGO))
    assert [len(batch.mails) for batch in batches] == [3, 3, 1]
    assert all(batch.upto == batch.mails[-1].uid for batch in batches)


def test_other_questions_between_two_batches_disturb_nothing(world: World) -> None:
    for n in range(4):
        world.put(f"mail {n}")
    world.put("elsewhere", folder="Sent")
    box = world.box(portions=Portions(mails=2))
    seen = []
    for batch in box.read(INBOX, None, LONG_AGO):
        seen += subjects(iter([batch]))
        assert box.find("<m@client.example>") == "Sent"
    assert seen == [f"mail {n}" for n in range(4)]


def test_a_mail_that_vanishes_while_it_is_read_is_passed_over(world: World) -> None:
    for n in range(4):
        world.put(f"mail {n}")
    seen = []
    for batch in world.box(portions=Portions(octets=1)).read(INBOX, None, LONG_AGO):
        seen += subjects(iter([batch]))
        if seen == ["mail 0"]:
            _delete(world, "mail 1")
            _delete(world, "mail 3")
        reached = batch.upto
    assert set(seen) >= {"mail 0", "mail 2"}  # a server may go on showing what was there when it was asked
    assert reached > batch.mails[-1].uid if batch.mails else reached


def _delete(world: World, subject: str) -> None:
    with world.program() as program:
        program.select_folder("INBOX")
        program.delete_messages(program.search(["SUBJECT", subject]))
        program.expunge()


def test_a_huge_mail_is_fetched_in_part_and_says_so(world: World) -> None:
    raw = world.put("x" * 5000)
    limits = Portions(whole=4000, start=100)
    (batch,) = world.box(portions=limits).read(INBOX, None, LONG_AGO)
    (arrived,) = batch.mails
    assert arrived.cut
    assert arrived.size == len(raw)
    head, _, body = raw.partition(b"\r\n\r\n")
    assert arrived.raw == head + b"\r\n\r\n" + body[:100]


def test_a_renumbered_folder_is_listed_again_from_the_day_given(world: World) -> None:
    world.put("before", folder="Archive")
    box = world.box()
    (first,) = box.read(ARCHIVE, None, LONG_AGO)
    box.close()
    with world.program() as program:
        program.delete_folder("Archive")
    time.sleep(1.1)  # Dovecot counts UIDVALIDITY in seconds
    world.put("long ago", folder="Archive", at=datetime(1999, 1, 1, tzinfo=UTC))
    world.put("after", folder="Archive")
    (second,) = box.read(ARCHIVE, Place(first.uidvalidity, 10_000), LONG_AGO)
    assert second.relisted
    assert second.uidvalidity != first.uidvalidity
    assert subjects(iter([second])) == ["after"]


def test_a_folder_whose_numbers_went_back_is_listed_again(world: World) -> None:
    world.put("restored from a backup")
    (first,) = world.box().read(INBOX, None, LONG_AGO)
    (again,) = world.box().read(INBOX, Place(first.uidvalidity, first.upto + 500), LONG_AGO)
    assert again.relisted
    assert again.upto == first.upto


def test_waiting_ends_when_a_mail_comes(world: World) -> None:
    box = world.waiting()
    threading.Timer(0.2, world.put).start()
    assert box.wait(INBOX, 20, threading.Event())


def test_the_first_wait_tells_at_once_that_there_may_be_mail(world: World) -> None:
    begun = time.monotonic()
    assert world.box().wait(INBOX, 60, threading.Event())
    assert time.monotonic() - begun < 5


def test_waiting_ends_without_news_when_the_time_is_over(world: World) -> None:
    assert not world.waiting().wait(INBOX, 0.3, threading.Event())


def test_a_stop_ends_the_waiting_at_once(world: World) -> None:
    stop, box = threading.Event(), world.waiting()
    threading.Timer(0.2, stop.set).start()
    begun = time.monotonic()
    assert not box.wait(INBOX, 60, stop)
    assert time.monotonic() - begun < 5


def test_mail_that_came_between_two_waits_is_told_at_once(world: World) -> None:
    box = world.waiting()
    assert not box.wait(INBOX, 0.1, threading.Event())
    world.put()
    begun = time.monotonic()
    assert box.wait(INBOX, 60, threading.Event())
    assert time.monotonic() - begun < 5
    assert not box.wait(INBOX, 0.2, threading.Event())


def test_half_a_line_is_not_taken_for_a_cut(world: World) -> None:
    with Wire(world.server.imap_port, halves=True) as wire:
        box = world.waiting(port=wire.port)
        for _ in range(2):
            threading.Timer(0.2, world.put).start()
            assert box.wait(INBOX, 20, threading.Event())


def test_a_server_without_idle_is_asked_now_and_then(world: World) -> None:
    with Wire(world.server.imap_port, hide=b" IDLE") as wire:
        box = world.waiting(port=wire.port)
        assert not box.wait(INBOX, 0.1, threading.Event())
        threading.Timer(0.2, world.put).start()
        assert box.wait(INBOX, 1.5, threading.Event())


@pytest.mark.parametrize("hard", [False, True], ids=["closed", "reset"])
def test_a_line_cut_while_waiting_is_an_error_and_the_next_wait_tells_what_came(
    world: World, *, hard: bool
) -> None:
    with Wire(world.server.imap_port) as wire:
        box = world.waiting(port=wire.port)
        threading.Timer(0.7, wire.cut, kwargs={"hard": hard}).start()
        with pytest.raises(WorldError) as cut:
            box.wait(INBOX, 30, threading.Event())
        assert not cut.value.permanent
        world.put("came while we were away")
        assert box.wait(INBOX, 30, threading.Event())
        assert "came while we were away" in subjects(box.read(INBOX, None, LONG_AGO))


def test_a_line_cut_while_reading_is_an_error_and_the_next_read_goes_on(world: World) -> None:
    for n in range(3):
        world.put(f"mail {n}")
    with Wire(world.server.imap_port) as wire:
        box = world.box(port=wire.port, portions=Portions(mails=1))
        batches = box.read(INBOX, None, LONG_AGO)
        first = next(batches)
        wire.cut()
        with pytest.raises(WorldError):
            next(batches)
        rest = box.read(INBOX, Place(first.uidvalidity, first.upto), LONG_AGO)
        assert subjects(rest) == ["mail 1", "mail 2"]


def test_mail_from_given_addresses_is_found_in_other_folders(world: World) -> None:
    debtor = "Compta <compta@client.example>"
    world.put("forgotten", folder="Clients", sender=debtor)
    world.put("too old", folder="Clients", sender=debtor, at=datetime(1999, 5, 1, tzinfo=UTC))
    world.put("somebody else", folder="Clients")
    world.put("in another folder", folder="Projets", sender="COMPTA@Client.example")
    others = [Folder("Clients", "other"), Folder("Nowhere", "other"), Folder("Projets", "other")]
    asked = ["compta@client.example", "x@y.example", "né@client2.example"]
    found = list(world.box().search(asked, LONG_AGO, others))
    assert [(one.folder, one.raw.split(b"\r\n")[2]) for one in found] == [
        ("Clients", b"Subject: forgotten"),
        ("Projets", b"Subject: in another folder"),
    ]


def test_a_search_for_nobody_finds_nothing(world: World) -> None:
    assert list(world.box().search(["", "a\r\nb@c.example"], LONG_AGO, [INBOX])) == []


def test_a_letter_is_filed_in_sent_as_read_and_found_by_its_message_id(world: World, now: datetime) -> None:
    world.put(folder="Sent")
    box = world.box()
    raw = mail("our letter", "owner@creditor.example", "<letter-1@creditor.example>")
    assert box.find("<letter-1@creditor.example>") is None
    assert box.file(raw, now) == "Sent"
    assert box.find("<letter-1@creditor.example>") == "Sent"
    (batch,) = box.read(Folder("Sent", "sent"), None, now.date())
    filed = next(one for one in batch.mails if b"our letter" in one.raw)
    assert (filed.raw, filed.arrived) == (raw, now)
    with world.program() as program:
        program.select_folder("Sent", readonly=True)
        flags = program.fetch([filed.uid], ["FLAGS"])[filed.uid][b"FLAGS"]
    assert b"\\Seen" in flags


def test_a_mailbox_without_sent_gets_one(world: World, now: datetime) -> None:
    with world.program() as program:
        if program.folder_exists("Sent"):
            program.delete_folder("Sent")
    box = world.box()
    assert box.find("<letter-1@creditor.example>") is None
    assert box.file(mail("our letter", message_id="<letter-1@creditor.example>"), now) == "Sent"
    assert box.file(mail("our next letter"), now) == "Sent"
    assert box.find("<letter-1@creditor.example>") == "Sent"


@pytest.mark.parametrize(
    "words",
    [
        '<a"b@c.example>',
        "<a\\b@c.example>",
        "<a@c.example> DELETED",
        '"',
        "\\",
        ")",
        "*",
        "{3}",
        "x {3+}",
        '<a@c.example>\r\nA1 DELETE "Sent"',
        "\r\n",
        "\0",
        "é",
        "",
    ],
)
def test_nothing_that_a_message_id_holds_becomes_a_command(world: World, now: datetime, words: str) -> None:
    box = world.box()
    box.file(mail("our letter"), now)
    assert box.find(words) is None
    assert list(box.search([words], LONG_AGO, [Folder("Sent", "sent")])) == []
    assert box.find("<m@client.example>") == "Sent"


def test_a_wrong_password_is_said_plainly_and_tried_once(world: World) -> None:
    with Wire(world.server.imap_port) as wire:
        box = Mailbox(world.door(port=wire.port, password="guess"))
        with pytest.raises(WorldError, match="Check the user and the password") as refused:
            box.folders()
        assert refused.value.permanent
        assert "guess" not in str(refused.value)
        assert wire.lines == 1


def test_a_server_without_plain_authentication_is_asked_for_a_login(world: World) -> None:
    with Wire(world.server.imap_port, hide=b"AUTH=PLAIN") as wire:
        assert world.box(port=wire.port).folders()
        with pytest.raises(WorldError, match="Check the user and the password"):
            Mailbox(world.door(port=wire.port, password='gu"e\\ss')).folders()


@pytest.mark.parametrize("password", ["été", "pass\r\nA1 LOGOUT"])
def test_a_password_that_a_login_cannot_carry_is_said_and_not_sent(world: World, password: str) -> None:
    with Wire(world.server.imap_port, hide=b"AUTH=PLAIN") as wire:
        with pytest.raises(WorldError, match="plain ASCII") as refused:
            Mailbox(world.door(port=wire.port, password=password)).folders()
        assert refused.value.permanent
        assert password not in str(refused.value)


def test_a_password_with_accents_opens_the_mailbox_or_is_refused_as_wrong(world: World) -> None:
    with pytest.raises(WorldError, match="Check the user and the password"):
        Mailbox(world.door(password="été à la mer")).folders()


def test_a_server_that_is_down_is_a_passing_trouble(world: World) -> None:
    with Wire(world.server.imap_port) as wire:
        port = wire.port
    with pytest.raises(WorldError) as refused:
        world.box(port=port).folders()
    assert not refused.value.permanent


def test_a_silent_server_is_given_up_after_the_timeout(world: World) -> None:
    with Wire(world.server.imap_port) as wire:
        box = Mailbox(world.door(port=wire.port), timeout=0.5)
        box.folders()
        wire.hush()
        with pytest.raises(WorldError) as refused:
            box.folders()
        assert not refused.value.permanent


def test_a_door_never_shows_its_password(world: World) -> None:
    assert "pass" not in repr(world.door()).replace("password", "")
