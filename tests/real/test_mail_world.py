"""Rounds on Dovecot and Postfix: where replies hide, what servers refuse and bounce, who dies in between."""

import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from itertools import count
from pathlib import Path

import pytest

from bot.events.house import MailboxRead
from bot.events.letters import LetterIntended
from tests.firm import PARIS, Firm, Invoice
from tests.mortal import Death, Tripwire, dies, start
from tests.real.running import folder_of
from tests.real.servers import Dovecot, Postfix

MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=PARIS)
EASY = (
    "owner: {email: anne@morvan.example, consent_days: 0, lists: no, approve: []}\n"
    "limits: {new_debtors_per_day: 100, new_invoice_rest_days: 0}"
)
DISPUTE = "Je conteste la facture F-1 : le travail n'est pas fini."
_numbers = count(1)


@pytest.fixture
def firm(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Iterator[Firm]:
    """One debtor, due for the first reminder; the export is taken."""
    user = f"{folder_of(tmp_path)}@morvan.example"
    firm = Firm(tmp_path, dovecot.imap_port, postfix.smtp_port, MONDAY, extra=EASY, user=user, sender=user)
    firm.now = MONDAY.replace(hour=7)
    owing(firm, f"compta@client{next(_numbers)}.example")
    firm.now = MONDAY
    yield firm
    assert firm.sound()


def owing(firm: Firm, *debtors: str) -> None:
    firm.write(
        *(
            Invoice(f"F-{k}", date(2026, 2, 4), date(2026, 3, 5), "100,00", f"D{k} SAS", email)
            for k, email in enumerate(debtors, 1)
        )
    )
    firm.round()


def held(dovecot: Dovecot, user: str, wanted: int, folder: str = "INBOX") -> list[bytes]:
    """A mailbox once it holds so many mails: Postfix delivers when it likes."""
    for _ in range(200):
        with dovecot.client(user) as client:
            if client.folder_exists(folder):
                client.select_folder(folder, readonly=True)
                uids = client.search(["ALL"])
                found = client.fetch(uids, ["RFC822"]) if uids else {}
                if len(found) >= wanted:
                    return [found[uid][b"RFC822"] for uid in sorted(found)]
        time.sleep(0.05)
    raise AssertionError(f"{user} has no {wanted} mails in {folder}")


def debtor(firm: Firm) -> str:
    return firm.invoices[0].email


# --- where replies hide -------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["Archive", "Junk"])
def test_a_reply_that_never_was_in_the_inbox_moves_the_case(
    firm: Firm, dovecot: Dovecot, folder: str
) -> None:
    firm.round()
    (letter,) = held(dovecot, debtor(firm), 1)
    dovecot.put(firm.user, firm.mail(debtor(firm), DISPUTE, answers=letter), folder=folder)
    firm.round()
    case = firm.case("F-1")
    assert [(m.kept.folder, m.weighed) for m in case.mails.values()] == [(folder, "dispute")]
    firm.days(20)
    reminders = [x for x in firm.case("F-1").sent_letters() if x.intended.kind == "reminder"]
    assert len(reminders) == 1


def forwarded(firm: Firm, *, how: str, writer: str) -> bytes:
    """What the owner's mail program makes of a debtor's mail that he hands on, without thread or number."""
    words = "Je conteste cette facture : le travail n'est pas fini."
    heading = f"> De: Compta <{writer}>\n> Objet: travaux\n> Date: 8 mars 2026 à 10:00:00 UTC+1\n"
    text = f"Pour info.\n\nDébut du message réexpédié :\n\n{heading}> \n> {words}\n"
    owner = "Anne <anne@morvan.example>"
    if how == "in the text":
        return firm.mail(owner, text, to=firm.user, subject="Tr : travaux")
    inner = message_from_bytes(firm.mail(f"Compta <{writer}>", words, subject="travaux"), policy=SMTP)
    outer = message_from_bytes(firm.mail(owner, "FYI", to=firm.user, subject="Fwd: travaux"), policy=SMTP)
    outer.add_attachment(inner)
    return outer.as_bytes()


@pytest.mark.parametrize("how", ["in the text", "attached"])
def test_a_debtors_mail_that_the_owner_forwards_moves_the_case(
    firm: Firm, dovecot: Dovecot, how: str
) -> None:
    firm.round()
    dovecot.deliver(firm.user, forwarded(firm, how=how, writer=debtor(firm)), sender="anne@morvan.example")
    firm.round()
    (mail,) = firm.case("F-1").mails.values()
    assert (mail.kept.whose, mail.kept.sender, mail.weighed) == ("forwarded", debtor(firm), "dispute")
    firm.days(20)
    assert len([x for x in firm.case("F-1").sent_letters() if x.intended.kind == "reminder"]) == 1


def test_a_forward_that_fits_nobody_is_kept_and_asked_about(firm: Firm, dovecot: Dovecot) -> None:
    firm.round()
    dovecot.deliver(firm.user, forwarded(firm, how="attached", writer="paul@chezmoi.example"))
    firm.round()
    asked = [message_from_bytes(raw, policy=SMTP) for raw in held(dovecot, "anne@morvan.example", 1)]
    assert any("paul@chezmoi.example" in str(mail.get_content()) for mail in asked)
    assert not firm.case("F-1").mails


def test_a_reply_that_the_owner_files_between_two_rounds_counts_once(firm: Firm, dovecot: Dovecot) -> None:
    firm.round()
    dovecot.put(firm.user, firm.mail(debtor(firm), DISPUTE), folder="INBOX")
    firm.round()
    with dovecot.client(firm.user) as program:
        program.create_folder("Archive")
        program.select_folder("INBOX")
        program.move(program.search(["ALL"]), "Archive")
    before = firm.events("F-1")
    firm.round()
    assert firm.events("F-1") == before


def test_after_a_change_of_uidvalidity_known_mails_do_nothing_twice(firm: Firm, dovecot: Dovecot) -> None:
    firm.round()
    (letter,) = held(dovecot, debtor(firm), 1)
    dovecot.deliver(firm.user, firm.mail(debtor(firm), DISPUTE, answers=letter))
    dovecot.deliver(firm.user, firm.mail("paul@ami.example", "On dîne samedi ?"))
    firm.round()
    before = firm.events("F-1")
    dovecot.renumber(firm.user)
    firm.round()
    assert firm.events("F-1") == before
    dovecot.deliver(firm.user, firm.mail(debtor(firm), "Je vous règle lundi 16 mars."))
    firm.round()
    assert len(firm.case("F-1").mails) == 2
    with firm.open() as (desk, _):
        places = [e.event for e in desk.entries("house") if isinstance(e.event, MailboxRead)]
    assert len({place.uidvalidity for place in places if place.folder == "INBOX"}) == 2


def test_two_thousand_foreign_mails_leave_no_trace_and_hide_no_reply(firm: Firm, dovecot: Dovecot) -> None:
    firm.now = datetime.now(UTC) + timedelta(minutes=1)  # recent mails: all of them are looked at
    foreign = [
        {"msg": firm.mail(f"ami{n}@ailleurs.example", "Bonjour, " * 300), "date": datetime.now(UTC)}
        for n in range(2000)
    ]
    with dovecot.client(firm.user) as program:
        program.multiappend("INBOX", foreign)
    dovecot.deliver(firm.user, firm.mail(debtor(firm), DISPUTE))
    before, begun = (firm.folder / "data/journal.jsonl").stat().st_size, time.monotonic()
    firm.round()
    assert time.monotonic() - begun < 10
    assert len(firm.case("F-1").mails) == 1
    evidence = [f for f in (firm.folder / "data/evidence").rglob("*") if f.is_file()]
    assert not any(b"ailleurs.example" in file.read_bytes() for file in evidence)
    assert b"ailleurs" not in (firm.folder / "data/journal.jsonl").read_bytes()[before:]
    assert (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 700_000
    )  # kilobytes, this test program included


def test_the_owners_unread_marks_stay_as_they_are(firm: Firm, dovecot: Dovecot) -> None:
    dovecot.deliver(firm.user, firm.mail(debtor(firm), DISPUTE))
    firm.round()
    with dovecot.client(firm.user) as program:
        program.select_folder("INBOX", readonly=True)
        assert program.search(["UNSEEN"]) == [1]


# --- what servers do to letters -----------------------------------------------------------------------


def test_the_same_bytes_stand_in_sent_and_in_the_evidence_and_arrive(firm: Firm, dovecot: Dovecot) -> None:
    firm.round()
    (copy,) = held(dovecot, firm.user, 1, "Sent")
    with firm.open() as (desk, _):
        entries = desk.entries(desk.state.by_number("F-1")[0])
        (intended,) = [e.event for e in entries if isinstance(e.event, LetterIntended)]
        assert desk.evidence.get(intended.mail) == copy
    (arrived,) = held(dovecot, debtor(firm), 1)
    assert arrived.endswith(copy.split(b"\r\n\r\n", 1)[1])


def test_a_bounce_makes_the_address_dead_and_the_step_does_not_count(firm: Firm, dovecot: Dovecot) -> None:
    owing(firm, "gone@bounced.example")
    firm.now += timedelta(minutes=1)
    firm.round()
    (bounce,) = held(dovecot, firm.user, 1)
    assert b"gone@bounced.example" in bounce
    firm.round()
    case = firm.case("F-1")
    assert case.dead == {"gone@bounced.example"}
    assert case.invoices["F-1"].climbs == []
    assert [m.weighed for m in case.mails.values()] == ["bounce"]
    assert [notice.opened.about for notice in case.open_notices()] == ["no_address"]
    firm.days(15)
    assert len(firm.case("F-1").letters) == 1


def test_a_refused_recipient_is_dead_and_a_deferred_one_is_asked_again(firm: Firm, dovecot: Dovecot) -> None:
    owing(firm, "nobody@refused.example", "busy@later.example")
    firm.now += timedelta(minutes=1)
    firm.round()
    gone, later = firm.case("F-1"), firm.case("F-2")
    assert gone.dead == {"nobody@refused.example"}
    assert not later.dead
    assert [x.state for x in later.letters.values()] == ["refused"]
    firm.now += timedelta(minutes=20)
    firm.round()
    assert len(firm.case("F-2").letters) == 1
    firm.now += timedelta(hours=4)
    firm.round()
    assert len(firm.case("F-2").letters) == 2
    assert firm.case("F-2").invoices["F-2"].climbs == []


# --- killed between two steps -------------------------------------------------------------------------


def letters_at(firm: Firm, dovecot: Dovecot) -> list[str]:
    time.sleep(0.4)  # what Postfix has taken arrives
    return [str(message_from_bytes(raw)["X-Relance-Id"]) for raw in held(dovecot, debtor(firm), 0)]


@pytest.mark.parametrize(("passed", "arrives"), [(True, 1), (False, 0)])
def test_killed_around_the_final_dot_the_letter_is_uncertain_and_never_sent_again(
    firm: Firm, dovecot: Dovecot, passed: bool, arrives: int
) -> None:
    wire = Tripwire(firm.smtp_port, b"\r\n.\r\n", by="client", passed=passed)
    wire.kills(start(replace(firm, smtp_port=wire.port)))
    firm.now += timedelta(minutes=10)
    firm.round()
    firm.days(3)
    assert len(letters_at(firm, dovecot)) == arrives
    assert [notice.opened.about for notice in firm.case("F-1").open_notices()] == ["uncertain"]


def test_killed_while_the_copy_goes_to_sent_there_is_one_copy_afterwards(
    firm: Firm, dovecot: Dovecot
) -> None:
    wire = Tripwire(firm.imap_port, b" APPEND ", by="client", passed=True)
    wire.kills(start(replace(firm, imap_port=wire.port)))
    firm.now += timedelta(hours=4)
    firm.days(1)
    assert len(held(dovecot, firm.user, 1, "Sent")) == 1
    assert len(letters_at(firm, dovecot)) == 1
    (letter,) = firm.case("F-1").letters.values()
    assert letter.filed == "Sent"


@pytest.mark.parametrize(
    "death", [Death("fetch"), Death("MailKept", "within"), Death("ReplyWeighed", "before")], ids=str
)
def test_killed_while_a_reply_is_taken_in_the_reply_does_its_work_once(
    firm: Firm, dovecot: Dovecot, death: Death
) -> None:
    firm.round()
    (letter,) = held(dovecot, debtor(firm), 1)
    dovecot.deliver(firm.user, firm.mail(debtor(firm), "Je vous règle lundi 16 mars.", answers=letter))
    dies(firm, death)
    firm.round()
    case = firm.case("F-1")
    assert [m.weighed for m in case.mails.values()] == ["promise"]
    assert len(case.promises) == 1
