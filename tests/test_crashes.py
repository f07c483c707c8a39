"""SIGKILL between any two steps: no letter lost, none sent twice unasked, no reply lost, the proof sound.

Each round that dies is a process of its own, killed by signal 9 at a named point; the next rounds are what
a restarted service does. The mail servers live on in this process and know what really arrived.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from itertools import count
from pathlib import Path

import pytest
from imapclient import IMAPClient

from bot import acts
from bot.case import Case
from bot.demo.servers import DemoMail
from bot.events.house import MailboxRead
from bot.events.mail import MailKept, MailRead
from bot.events.owner import OwnerWrote
from tests.firm import PARIS, Firm, Invoice
from tests.mortal import Death, Tripwire, dies, start

WRITES = datetime(2026, 3, 9, 10, 0, tzinfo=PARIS)
EASY = (
    "owner: {email: anne@morvan.example, consent_days: 0, lists: no}\n"
    "limits: {new_debtors_per_day: 100, new_invoice_rest_days: 0}"
)
_numbers = count(1)


@pytest.fixture(scope="module")
def mail() -> Iterator[DemoMail]:
    with DemoMail(clock=lambda: WRITES) as servers:
        yield servers


@dataclass
class World:
    """One firm and its debtors on the servers that all tests share."""

    firm: Firm
    mail: DemoMail
    debtor: str

    def held(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """What a mailbox holds."""
        self.mail.add(user)
        with IMAPClient("127.0.0.1", self.mail.imap_port, ssl=False) as client:
            client.login(user, self.mail.password)
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(["ALL"]), ["RFC822"])
            return [found[uid][b"RFC822"] for uid in sorted(found)]

    def letters(self) -> list[str]:
        return [relance_id(raw) for raw in self.held(self.debtor)]

    def go_on(self, days: int = 1) -> None:
        """Starts again, works on this day and the next ones."""
        self.firm.now = WRITES + timedelta(hours=4)
        self.firm.round()
        self.firm.days(days, hours=(10,))

    def case(self) -> Case:
        return self.firm.case("F-1")

    def check(self) -> None:
        """What holds after every crash."""
        letters = self.letters()
        case = self.case()
        assert max(Counter(letters).values(), default=0) <= 1, "a letter arrived twice"
        assert set(letters) <= set(case.letters), "a letter arrived of which the journal knows nothing"
        assert len(case.uncertain()) <= 1
        assert all(climb.letter in letters for i in case.invoices.values() for climb in i.climbs)
        copies = Counter(relance_id(raw) for raw in self.held(self.firm.user, "Sent"))
        assert copies == Counter(name for name, letter in case.letters.items() if letter.state == "sent")
        pending = self.firm.folder / "data/evidence/pending"
        assert not pending.exists() or not list(pending.iterdir())
        assert self.firm.sound()


def relance_id(raw: bytes) -> str:
    return str(message_from_bytes(raw)["X-Relance-Id"])


@pytest.fixture
def world(tmp_path: Path, mail: DemoMail) -> World:
    """A firm whose first reminder is due on Monday 9 March."""
    n = next(_numbers)
    debtor, user = f"compta@client{n}.example", f"factures{n}@morvan.example"
    mail.add(user)
    firm = Firm(tmp_path, mail.imap_port, mail.smtp_port, WRITES.replace(hour=7), extra=EASY, user=user)
    firm.write(Invoice("F-1", date(2026, 2, 4), date(2026, 3, 5), "1 240,00", email=debtor))
    firm.round()  # the day's export is taken: what follows is about mail alone
    firm.now = WRITES
    return World(firm, mail, debtor)


# --- a letter on its way out --------------------------------------------------------------------------

NOT_YET = [Death("keep", "before"), Death("keep"), Death("LetterIntended", "before")]
PERHAPS = [
    Death("LetterIntended"),
    Death("settle"),
    Death("deliver", "before"),
    Death("deliver"),
    Death("LetterSent", "before"),
]
SENT = [Death("LetterSent"), Death("file", "before"), Death("file"), Death("LetterFiled", "before")]


@pytest.mark.parametrize("death", NOT_YET, ids=str)
def test_killed_before_the_intent_the_letter_leaves_after_the_restart(world: World, death: Death) -> None:
    dies(world.firm, death)
    assert world.letters() == []
    world.go_on()
    assert len(world.letters()) == 1
    assert not world.case().uncertain()
    world.check()


@pytest.mark.parametrize("death", PERHAPS, ids=str)
def test_killed_between_intent_and_outcome_the_letter_is_uncertain_and_the_owner_asked(
    world: World, death: Death
) -> None:
    dies(world.firm, death)
    arrived = world.letters()
    world.go_on()
    assert world.letters() == arrived, "it was sent again, and nobody had asked for that"
    assert [notice.opened.about for notice in world.case().open_notices()] == ["uncertain"]
    world.check()


@pytest.mark.parametrize("death", SENT, ids=str)
def test_killed_after_the_outcome_nothing_is_sent_again_and_the_copy_is_filed_once(
    world: World, death: Death
) -> None:
    dies(world.firm, death)
    world.go_on()
    assert len(world.letters()) == 1
    assert next(iter(world.case().letters.values())).filed == "Sent"
    world.check()


WIRES = {
    "before MAIL": (b"mail from:", "client", False, 0),
    "after 354": (b"354 ", "server", False, 0),
    "before the final dot arrives": (b"\r\n.\r\n", "client", False, 0),
    "after the final dot, before the reply is read": (b"\r\n.\r\n", "client", True, 1),
}


@pytest.mark.parametrize("words, by, passed, arrives", WIRES.values(), ids=WIRES.keys())
def test_killed_while_it_talks_to_the_smtp_server_it_sends_nothing_again(
    world: World, words: bytes, by: str, passed: bool, arrives: int
) -> None:
    firm = world.firm
    wire = Tripwire(firm.smtp_port, words, by="client" if by == "client" else "server", passed=passed)
    wire.kills(start(replace(firm, smtp_port=wire.port)))
    world.go_on()
    assert len(world.letters()) == arrives
    assert len(world.case().uncertain()) == 1
    world.check()


def test_killed_while_the_copy_goes_to_sent_there_is_one_copy_afterwards(world: World) -> None:
    wire = Tripwire(world.firm.imap_port, b" APPEND ", by="client", passed=True)
    wire.kills(start(replace(world.firm, imap_port=wire.port)))
    world.go_on()
    assert len(world.letters()) == 1
    world.check()


def test_an_uncertain_letter_goes_out_again_only_on_the_owners_word(world: World) -> None:
    dies(world.firm, Death("deliver", "before"))
    world.go_on(days=0)
    with world.firm.open() as (desk, _):
        case = desk.case(desk.state.by_number("F-1")[0])
        (notice,) = case.open_notices()
        rules = world.firm.config().rules
        events = acts.answer(case, notice.opened.notice, yes=False, why="", rules=rules, now=world.firm.now)
        desk.note(case.id, *events)
    world.firm.days(1)
    assert len(world.letters()) == 1
    assert not world.case().uncertain()
    world.check()


def test_an_uncertain_letter_that_the_debtor_answers_has_left(world: World) -> None:
    dies(world.firm, Death("deliver"))
    (letter,) = world.held(world.debtor)
    reply = world.firm.mail(world.debtor, "Je vous règle lundi 16 mars.", answers=letter)
    world.mail.deliver(world.firm.user, reply)
    world.go_on(days=1)
    case = world.case()
    assert not case.uncertain()
    assert [climb.step for climb in case.invoices["F-1"].climbs] == ["first_reminder"]
    assert len(case.promises) == 1
    world.check()


# --- a reply on its way in ----------------------------------------------------------------------------

READ = [
    Death("fetch"),
    Death("keep"),
    Death("MailKept", "before"),
    Death("MailKept", "within"),
    Death("MailKept"),
    Death("settle"),
    Death("MailboxRead", "before"),
    Death("MailboxRead"),
    Death("ReplyWeighed", "before"),
    *(Death("ReplyWeighed", "within", n) for n in (1, 2, 3)),
    Death("ReplyWeighed"),
]


@pytest.fixture
def answered(world: World) -> World:
    """The reminder has left, and a reply with a promise waits in the mailbox."""
    world.firm.round()
    (letter,) = world.held(world.debtor)
    reply = world.firm.mail(
        world.debtor,
        "Bonjour,\n\nJe vous règle lundi 16 mars.\n\nCordialement",
        answers=letter,
        headers=[("X-Number", world.debtor)],
    )
    world.mail.deliver(world.firm.user, reply)
    return world


@pytest.mark.parametrize("death", READ, ids=str)
def test_killed_while_a_reply_is_taken_in_the_reply_does_its_work_once(answered: World, death: Death) -> None:
    dies(answered.firm, death)
    answered.go_on(days=1)
    case = answered.case()
    assert len(case.mails) == 1
    assert [m.weighed for m in case.mails.values()] == ["promise"]
    assert [(p.noted.on, p.outcome) for p in case.promises.values()] == [(date(2026, 3, 16), "")]
    assert [hold.rule for hold in case.holds.values()] == ["promise"]
    assert [x.intended.template for x in case.sent_letters()] == ["reminder", "promise_noted"]
    events = [type(entry.event) for entry in answered.firm.entries("F-1")]
    assert (events.count(MailKept), events.count(MailRead)) == (1, 1)
    answered.check()


def test_killed_in_the_middle_of_a_fetch_the_reply_is_fetched_again(answered: World) -> None:
    wire = Tripwire(answered.firm.imap_port, b"BODY[]", by="server", passed=False)
    wire.kills(start(replace(answered.firm, imap_port=wire.port)))
    answered.go_on(days=1)
    assert len(answered.case().promises) == 1
    answered.check()


def test_the_position_moves_only_after_the_events_of_the_mails_below_it(answered: World) -> None:
    dies(answered.firm, Death("MailboxRead", "before"))
    with answered.firm.open() as (desk, _):
        behind = desk.state.facts.places["INBOX"]
        assert desk.case(desk.state.by_number("F-1")[0]).mails
    answered.go_on(days=0)
    with answered.firm.open() as (desk, _):
        places = [e.event for e in desk.entries("house") if isinstance(e.event, MailboxRead)]
        inbox = [place.uid for place in places if place.folder == "INBOX"]
    assert inbox == sorted(set(inbox))
    assert inbox[-2:] == [behind[1], behind[1] + 1]


# --- one mail, several cases --------------------------------------------------------------------------


def other(world: World) -> str:
    return world.debtor.replace("compta", "achats")


@pytest.fixture
def two(world: World) -> World:
    """Two debtors under one domain, as two branches of a group have it, neither yet written to."""
    firm = world.firm
    firm.write(
        *firm.invoices,
        Invoice("F-2", date(2026, 2, 4), date(2026, 4, 5), "80,00", "Duval SAS", other(world)),
    )
    firm.now = WRITES.replace(hour=8)
    firm.round()
    return world


@pytest.mark.parametrize(
    "death",
    [
        Death("MailKept", "within"),
        Death("MailKept"),
        Death("OwnerWrote", "before"),
        Death("OwnerWrote", "within", 1),
        Death("OwnerWrote", "within", 2),
        Death("OwnerWrote"),
    ],
    ids=str,
)
def test_killed_while_the_owners_letter_is_noted_it_counts_in_every_case(two: World, death: Death) -> None:
    raw = two.firm.mail(two.firm.user, "Je passe demain.", to=f"{two.debtor}, {other(two)}")
    raw = raw.replace(two.firm.user.encode(), b"anne@morvan.example", 1)
    two.mail.deliver(two.firm.user, raw, folder="Sent")
    dies(two.firm, death)
    two.firm.round()
    for number in ("F-1", "F-2"):
        events = [entry.event for entry in two.firm.entries(number)]
        assert any(isinstance(event, OwnerWrote) for event in events), number
        assert sum(isinstance(event, MailKept) for event in events) == 1, number
        assert not two.firm.case(number).unweighed(), number
    assert two.firm.sound()


@pytest.mark.parametrize(
    "death",
    [
        Death("HoldSet", "before"),
        Death("HoldSet", "within"),
        Death("HoldSet"),
        Death("MailUnplaced", "before"),
        Death("MailUnplaced", "within"),
        Death("MailUnplaced"),
    ],
    ids=str,
)
def test_killed_while_a_mail_to_two_cases_is_kept_both_rest_and_one_question_is_asked(
    two: World, death: Death
) -> None:
    two.mail.deliver(two.firm.user, two.firm.mail(other(two).replace("achats", "rh"), "Qui ?"))
    dies(two.firm, death)
    two.firm.round()
    for number in ("F-1", "F-2"):
        assert [hold.rule for hold in two.firm.case(number).holds.values()] == ["unplaced"], number
    with two.firm.open() as (desk, _):
        assert [n.about for n in desk.state.facts.notices.values()] == ["unplaced"]
    assert two.firm.sound()


# --- a source -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "death",
    [
        Death("keep"),
        Death("InvoiceSeen", "within"),
        Death("InvoiceSeen"),
        Death("SourceImported", "before"),
        Death("SourceImported"),
        Death("settle", "before"),
    ],
    ids=str,
)
def test_killed_while_an_export_is_taken_each_invoice_is_seen_once(world: World, death: Death) -> None:
    firm = world.firm
    firm.write(
        *firm.invoices,
        Invoice("F-2", date(2026, 3, 1), date(2026, 4, 5), "80,00", "Duval SAS", other(world)),
        Invoice("F-3", date(2026, 3, 1), date(2026, 4, 5), "70,00", "Petit SAS", f"x.{world.debtor}"),
    )
    firm.now = WRITES.replace(hour=8)
    dies(firm, death)
    firm.round()
    for number in ("F-2", "F-3"):
        assert firm.events(number) == ["DebtorSeen", "InvoiceSeen"]
    assert not list((firm.folder / "data/evidence/pending").iterdir())
    assert firm.sound()


# --- anywhere at all ----------------------------------------------------------------------------------


def test_killed_again_and_again_at_any_moment_no_letter_is_lost_and_none_doubled(
    tmp_path: Path, mail: DemoMail
) -> None:
    n, debtors = next(_numbers), 15
    user = f"factures{n}@morvan.example"
    mail.add(user)
    firm = Firm(tmp_path, mail.imap_port, mail.smtp_port, WRITES, extra=EASY, user=user)
    firm.write(
        *(
            Invoice(f"F-{k}", date(2026, 2, 4), date(2026, 3, 5), "90,00", f"D{k} SAS", f"a@d{k}-{n}.example")
            for k in range(debtors)
        )
    )
    dice, kills = random.Random(118), 0
    while kills < 12:
        process = start(firm, times=1)
        time.sleep(dice.uniform(0.0, 0.3))
        process.kill()
        process.join(10)
        if process.exitcode != -signal.SIGKILL:
            break
        kills += 1
    firm.round()
    firm.days(1)
    uncertain = 0
    for k in range(debtors):
        world = World(firm, mail, f"a@d{k}-{n}.example")
        case = firm.case(f"F-{k}")
        arrived = [relance_id(raw) for raw in world.held(world.debtor)]
        assert len(arrived) <= 1, f"D{k} got it twice"
        assert arrived or case.uncertain(), f"the letter to D{k} is lost"
        uncertain += len(case.uncertain())
    assert uncertain <= kills
    assert firm.sound()
