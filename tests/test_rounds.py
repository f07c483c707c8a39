"""A round: what the world can do to it, and what it never does for that."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot import wiring
from bot.case import Case
from bot.demo.servers import DemoMail
from bot.desk import Desk
from bot.draft import Draft
from bot.events.entries import HOUSE, Entry
from bot.events.letters import LetterFiled
from bot.events.owner import NoticeAnswered
from bot.letters import Writer
from bot.letters.writer import Words
from bot.outbox import Delivery, Post
from bot.rounds import Done, Rounds
from bot.state.tiny import TinyState
from tests.clerk import Clerk
from tests.firm import PARIS, Firm, Invoice
from tests.real.wire import Wire

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=PARIS)
EASY = (
    "owner: {email: anne@morvan.example, consent_days: 0, lists: no, approve: []}\n"
    "limits: {new_debtors_per_day: 100, new_invoice_rest_days: 0}"
)
_numbers = count(1)


@pytest.fixture(scope="module")
def mail() -> Iterator[DemoMail]:
    with DemoMail(clock=lambda: MONDAY) as servers:
        yield servers


def firm_of(folder: Path, mail: DemoMail, smtp_port: int = 0, *, debtors: int = 1) -> Firm:
    """A firm with so many debtors, each of whom is due for the first reminder."""
    user = f"factures{next(_numbers)}@morvan.example"
    mail.add(user)
    folder.mkdir(exist_ok=True)
    firm = Firm(folder, mail.imap_port, smtp_port or mail.smtp_port, MONDAY, extra=EASY, user=user)
    firm.write(*(invoice(k) for k in range(1, debtors + 1)))
    return firm


def invoice(k: int, **more: Any) -> Invoice:
    late = {"issued": date(2026, 2, 4), "due": date(2026, 3, 5), **more}
    return Invoice(f"F-{k}", total="100,00", debtor=f"D{k} SAS", email=f"a@d{k}.example", **late)


@pytest.fixture
def firm(tmp_path: Path, mail: DemoMail, clerk: Clerk) -> Firm:
    return firm_of(tmp_path, mail, clerk.port)


@pytest.fixture
def three(tmp_path: Path, mail: DemoMail, clerk: Clerk) -> Firm:
    return firm_of(tmp_path, mail, clerk.port, debtors=3)


@contextmanager
def at_work(firm: Firm) -> Iterator[tuple[Desk, Rounds]]:
    """One long run, as the service has it; the clock is the firm's."""
    with firm.open() as opened:
        yield opened


def minutes(firm: Firm, rounds: Rounds, later: float) -> Done:
    firm.now += timedelta(minutes=later)
    return rounds.round()


def states(firm: Firm) -> list[str]:
    with firm.open() as (desk, _):
        cases = [desk.case(name) for name in desk.state.cases()]
    return sorted(letter.state for case in cases for letter in case.letters.values())


# --- the post ----------------------------------------------------------------------------------------


def test_every_debtor_that_is_due_gets_one_letter(three: Firm, clerk: Clerk) -> None:
    assert three.round().letters == 3
    assert three.round().letters == 0
    assert (len(clerk.taken), clerk.lines) == (3, 1)


def test_a_note_before_the_due_date_leaves_once_and_is_no_step(firm: Firm, clerk: Clerk) -> None:
    firm.extra += "\nbefore_due: {days: 5, over: 50}"
    firm.write(invoice(1, due=date(2026, 3, 13)))
    assert [firm.round().letters, firm.round().letters] == [1, 0]
    case = firm.case("F-1")
    [letter] = case.letters.values()
    assert (letter.state, letter.intended.kind, letter.intended.about) == ("sent", "note", ("F-1",))
    assert not case.invoices["F-1"].climbs
    assert len(clerk.taken) == 1


def test_a_wrong_smtp_password_is_tried_once_in_a_round_however_many_letters_wait(
    tmp_path: Path, mail: DemoMail, clerk: Clerk
) -> None:
    clerk.password = "right"
    firm = firm_of(tmp_path, mail, clerk.port, debtors=3)
    path = firm.configure()
    text = path.read_text().replace(
        f"port: {clerk.port}, security: none",
        f"port: {clerk.port}, security: none, user: anne, password_file: password",
    )
    path.write_text(text)
    firm.configure = lambda: path  # type: ignore[method-assign]
    with at_work(firm) as (_, rounds):
        done = rounds.round()
        assert len(done.problems) == 1
        assert "refuses the user anne" in done.problems[0]
        assert minutes(firm, rounds, 5).problems == []
        assert clerk.logins == 1
        minutes(firm, rounds, 6)
        assert clerk.logins == 2
        clerk.password = "pass"
        assert minutes(firm, rounds, 11).letters == 3
    assert states(firm) == ["sent"] * 3


def test_a_server_that_wants_none_of_ours_is_offered_one_letter_and_not_all(
    three: Firm, clerk: Clerk
) -> None:
    clerk.mail = "550 5.7.1 you are on a list"
    with at_work(three) as (_, rounds):
        assert rounds.round().letters == 0
        assert minutes(three, rounds, 5).letters == 0
        clerk.mail = ""
        assert minutes(three, rounds, 6).letters == 2
    assert states(three) == ["refused", "sent", "sent"]


def test_a_server_that_hangs_up_at_the_dot_makes_one_letter_uncertain_and_not_all(
    three: Firm, clerk: Clerk
) -> None:
    clerk.dying = "after taking it"
    with at_work(three) as (_, rounds):
        rounds.round()
        minutes(three, rounds, 5)
        clerk.dying = ""
        minutes(three, rounds, 6)
    assert len(clerk.taken) == 3
    assert states(three) == ["sent", "sent", "uncertain"]


def test_a_letter_not_taken_for_now_is_offered_again_half_an_hour_later_and_counts_once(
    firm: Firm, clerk: Clerk
) -> None:
    clerk.recipients["a@d1.example"] = "451 4.7.1 greylisted"
    with at_work(firm) as (_, rounds):
        assert rounds.round().letters == 0
        clerk.recipients.clear()
        assert minutes(firm, rounds, 20).letters == 0
        assert minutes(firm, rounds, 11).letters == 1
    case = firm.case("F-1")
    assert [letter.state for letter in case.letters.values()] == ["refused", "sent"]
    assert [climb.step for climb in case.invoices["F-1"].climbs] == ["first_reminder"]


def test_an_address_refused_for_good_is_dead_and_the_step_does_not_count(firm: Firm, clerk: Clerk) -> None:
    clerk.recipients["a@d1.example"] = "550 5.1.1 no such person"
    firm.round()
    case = firm.case("F-1")
    assert case.dead == {"a@d1.example"}
    assert case.invoices["F-1"].climbs == []
    assert [notice.opened.about for notice in case.open_notices()] == ["no_address"]


def test_a_letter_refused_for_good_is_the_owners_to_mend(firm: Firm, clerk: Clerk) -> None:
    clerk.dot = "554 5.6.0 we do not take this"
    with at_work(firm) as (_, rounds):
        rounds.round()
        for _day in range(3):
            minutes(firm, rounds, 24 * 60)
    case = firm.case("F-1")
    assert [notice.opened.about for notice in case.open_notices()] == ["refused"]
    assert len(case.letters) == 1
    assert case.dead == set()


# --- the mailbox --------------------------------------------------------------------------------------


def test_without_the_mailbox_nothing_is_sent_and_it_is_left_alone_for_growing_whiles(
    tmp_path: Path, mail: DemoMail, clerk: Clerk
) -> None:
    firm = firm_of(tmp_path, mail, clerk.port)
    with Wire(mail.imap_port) as wire:
        firm.imap_port, firm.password = wire.port, "wrong"
        with at_work(firm) as (_, rounds):
            done = rounds.round()
            assert done.letters == 0
            assert "Check the user and the password" in done.problems[0]
            minutes(firm, rounds, 5)
            minutes(firm, rounds, 4)
            assert wire.lines == 1
            minutes(firm, rounds, 2)
            assert wire.lines == 2
    assert clerk.taken == []


def test_the_mailbox_is_read_again_when_the_last_reading_is_old(three: Firm, clerk: Clerk) -> None:
    reads: list[datetime] = []

    class Counted:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> Any:
            if name == "watched":
                reads.append(three.now)
            return getattr(self.inner, name)

    with at_work(three) as (_, rounds):
        rounds.mailbox = Counted(rounds.mailbox)  # type: ignore[assignment]
        rounds.mailing.post = During(rounds.mailing.post, lambda: later(three, minutes=6))
        assert rounds.round().letters == 3
    assert len(reads) >= 3


def later(firm: Firm, *, minutes: float) -> None:
    firm.now += timedelta(minutes=minutes)


@dataclass
class During:
    """A post during whose work something happens."""

    inner: Post
    happens: Any

    def ready(self) -> None:
        self.inner.ready()

    def deliver(self, raw: bytes, sender: str, to: Sequence[str]) -> Delivery:
        delivery = self.inner.deliver(raw, sender, to)
        self.happens()
        return delivery

    def close(self) -> None:
        self.inner.close()


def test_mail_that_comes_during_a_long_round_is_read_before_the_next_letter(
    three: Firm, mail: DemoMail, clerk: Clerk
) -> None:
    with at_work(three) as (desk, rounds):
        rounds.mail_waits = Event()

        def disputes() -> None:
            for k in (1, 2, 3):
                reply = three.mail(f"a@d{k}.example", f"Je conteste la facture F-{k}.")
                mail.deliver(three.user, reply)
            rounds.mail_waits.set()  # type: ignore[attr-defined]

        rounds.mailing.post = During(rounds.mailing.post, disputes)
        assert rounds.round().letters == 1
        assert rounds.round().letters == 0
        cases = [desk.case(name) for name in desk.state.cases()]
    assert all(len(case.mails) == 1 for case in cases)
    assert len(clerk.taken) == 1


def test_before_a_firm_letter_other_folders_are_searched_for_the_debtors_mail(
    tmp_path: Path, mail: DemoMail, clerk: Clerk
) -> None:
    firm = firm_of(tmp_path, mail, clerk.port)
    firm.round()
    reply = firm.mail("a@d1.example", "Je conteste la facture F-1, le travail n'est pas fini.")
    mail.deliver(firm.user, reply, folder="Clients")
    firm.days(30, hours=(10,))
    case = firm.case("F-1")
    reminders = [x.intended.tone for x in case.sent_letters() if x.intended.kind == "reminder"]
    assert reminders == ["cordial", "neutral"]
    assert [m.kept.folder for m in case.mails.values()] == ["Clients"]
    assert case.holds


def test_a_forwarded_mail_is_never_answered_to_the_owner(firm: Firm, mail: DemoMail, clerk: Clerk) -> None:
    firm.round()
    letter = clerk.taken[0]
    forwarded = firm.mail(
        "anne@morvan.example", "Je vous règle vendredi 13 mars.", headers=[], answers=letter
    ).replace(b"Subject: Re:", b"Subject: TR:")
    mail.deliver(firm.user, forwarded)
    firm.days(3)
    case = firm.case("F-1")
    assert [(m.kept.whose, m.weighed) for m in case.mails.values()] == [("forwarded", "promise")]
    assert not case.answers
    assert all(b"anne@morvan.example" not in raw.split(b"\r\n\r\n")[0] for raw in clerk.taken)


# --- the copy in Sent ---------------------------------------------------------------------------------


def test_a_copy_that_the_mailbox_did_not_take_is_filed_later_and_once(
    firm: Firm, mail: DemoMail, clerk: Clerk
) -> None:
    with Wire(mail.imap_port) as wire:
        firm.imap_port = wire.port
        with at_work(firm) as (desk, rounds):
            rounds.mailing.post = During(rounds.mailing.post, wire.cut)
            assert rounds.round().letters == 1
            name = desk.state.by_number("F-1")[0]
            assert filed(desk.entries(name)) == 0
            desk.state.plan(name, firm.now)
            minutes(firm, rounds, 1)
            minutes(firm, rounds, 1)
            assert filed(desk.entries(name)) == 1


def filed(entries: Sequence[Entry]) -> int:
    return sum(isinstance(entry.event, LetterFiled) for entry in entries)


# --- the round itself ---------------------------------------------------------------------------------


def test_an_error_in_one_case_sets_it_aside_and_the_others_go_on(three: Firm, clerk: Clerk) -> None:
    class Faulty(Writer):
        def words(self, draft: Draft, day: date) -> Words:
            if draft.debtor.startswith("D2"):
                raise ZeroDivisionError("a bug")
            return super().words(draft, day)

    with at_work(three) as (_, rounds):
        config = three.config()
        rounds.mailing.writer = Faulty(wiring.templates(config), (), config.rules.creditor)
        assert rounds.round().letters == 2
        assert minutes(three, rounds, 60).letters == 0
    assert "a bug" in three.case("F-2").set_aside


def test_the_brake_stops_the_very_next_letter(three: Firm, clerk: Clerk) -> None:
    with at_work(three) as (_, rounds):
        rounds.stop = Event()
        post = rounds.mailing.post
        rounds.mailing.post = During(post, rounds.stop.set)  # type: ignore[attr-defined]
        assert rounds.round().letters == 1
        rounds.stop.clear()
        rounds.mailing.post = post
        assert rounds.round().letters == 2


def test_when_the_clock_steps_back_nothing_is_sent(tmp_path: Path, mail: DemoMail, clerk: Clerk) -> None:
    firm = firm_of(tmp_path, mail, clerk.port)
    firm.now = MONDAY.replace(hour=7)
    with at_work(firm) as (_, rounds):
        rounds.round()
        firm.now = MONDAY - timedelta(days=3)  # Friday, within the hours
        assert rounds.round().letters == 0
        firm.now = MONDAY
        assert rounds.round().letters == 1


def test_a_source_that_is_no_table_is_told_and_stops_nothing(firm: Firm, clerk: Clerk) -> None:
    firm.round()
    (firm.folder / "export.csv").write_bytes(bytes(range(256)) * 40)
    with at_work(firm) as (_, rounds):
        rounds.round()
    assert firm.case("F-1").invoices["F-1"].left == 100_00


# --- the state is only a cache ------------------------------------------------------------------------


def story(firm: Firm, mail: DemoMail, tamper: Any) -> list[tuple[str, int, datetime]]:
    """Two weeks with replies and a payment; what the journal then holds, by case."""
    for day in range(14):
        firm.now = (MONDAY + timedelta(days=day)).replace(hour=6)
        if day == 2:
            mail.deliver(firm.user, firm.mail("a@d1.example", "Je vous règle mercredi 18 mars."))
        if day == 4:
            mail.deliver(firm.user, firm.mail("a@d2.example", "Je conteste la facture F-2."))
        firm.write(*(i for i in firm.invoices if day < 9 or i.number != "F-3"))
        for hour in (9, 12)[: 1 + (day % 4 == 0)]:
            firm.now = firm.now.replace(hour=hour)
            tamper(firm.folder / "data" / "state.json")
            firm.round()
    assert firm.sound()
    with firm.open() as (desk, _):
        return [
            (type(entry.event).__name__, entry.n, entry.at)
            for number in ("F-1", "F-2", "F-3")
            for entry in desk.entries(desk.state.by_number(number)[0])
        ]


def test_the_state_may_be_deleted_or_stale_at_any_time(tmp_path: Path, mail: DemoMail, clerk: Clerk) -> None:
    dice, old = random.Random(118), [b"{}"]

    def tamper(path: Path) -> None:
        if not path.exists():
            return
        raw = path.read_bytes()
        old.append(raw)
        place = dice.randrange(len(raw))
        flipped = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        other = raw.replace(b'"due":', b'"due":1', 1)
        path.unlink(missing_ok=True)
        chosen = dice.choice([None, b"", b"[]", b'{"meta":5}', raw[:place], flipped, other, dice.choice(old)])
        if chosen is not None:
            path.write_bytes(chosen)

    calm = story(firm_of(tmp_path / "calm", mail, clerk.port, debtors=3), mail, lambda path: None)
    sent = len(clerk.taken)
    assert story(firm_of(tmp_path / "wild", mail, clerk.port, debtors=3), mail, tamper) == calm
    assert len(clerk.taken) == 2 * sent > 6


def test_the_state_after_a_replay_is_the_running_state(tmp_path: Path, mail: DemoMail, clerk: Clerk) -> None:
    firm = firm_of(tmp_path, mail, clerk.port, debtors=3)
    story(firm, mail, lambda path: None)
    with firm.open() as (desk, _):
        running = documents(desk)
        desk.state = TinyState(tmp_path / "anew.json", wiring.state_digest(firm.config()))
        wiring.tell_state(desk)
        assert documents(desk) == running


def documents(desk: Desk) -> dict[str, Any]:
    """All tables, but when cases are due: that may be too early after a replay."""
    state = desk.state
    assert isinstance(state, TinyState)
    state.plan(next(iter(state.cases())), None)  # something changed: it is written
    state.flush(desk.journal)
    tables = {name: dict(table) for name, table in state._db.storage.read().items()}
    tables["cases"] = {
        case: {key: value for key, value in document.items() if key != "due"}
        for case, document in tables["cases"].items()
    }
    return tables


def test_a_case_is_what_its_chain_says_whoever_folds_it(firm: Firm, mail: DemoMail, clerk: Clerk) -> None:
    with at_work(firm) as (desk, rounds):
        rounds.round()
        running: Case = desk.case(desk.state.by_number("F-1")[0])
    assert firm.case("F-1") == running


# --- another IBAN -------------------------------------------------------------------------------------


def test_another_iban_stops_letters_until_the_owner_has_confirmed_it(firm: Firm, clerk: Clerk) -> None:
    firm.iban = "FR14 2004 1010 0505 0001 3M02 606"
    firm.write(invoice(1, due=date(2026, 3, 20)))
    firm.round()
    firm.iban = "FR76 3000 6000 0112 3456 7890 189"
    firm.now += timedelta(days=14)
    firm.write(invoice(1, due=date(2026, 3, 5)))
    assert firm.round().letters == 0
    assert any(b"IBAN" in told for told in clerk.told)
    with firm.open() as (desk, rounds):
        (notice,) = [n for n in desk.state.facts.notices.values() if n.about == "iban_changed"]
        desk.note(HOUSE, NoticeAnswered(notice.notice, "approve"))
        assert rounds.round().letters == 1
