"""Intake: what becomes of a mail. Private mail leaves no trace, a reply does its work once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot import acts, eve
from bot.case import Case
from bot.correspondence.taking import Taking
from bot.desk import Desk
from bot.events.consequences import HoldSet
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE, Entry
from bot.events.house import MailboxRead, MailUnplaced
from bot.events.letters import LetterIntended, LetterSent, LetterSettled, LetterUncertain
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.events.owner import NoticeAnswered, NoticeOpened, OwnerWrote
from bot.inbox import Arrived, Batch, Folder, Place
from bot.intake import Intake, Manner
from bot.journal import Journal
from bot.journal.evidence import Evidence
from bot.owner.answers import read_answer
from bot.placing import Ours
from bot.reading import read
from bot.recent import Recent
from bot.state.tiny import TinyState
from tests.mortal import cut_after

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
INBOX, ARCHIVE, SENT = Folder("INBOX", "inbox"), Folder("Archive", "archive"), Folder("Sent", "sent")
US, OWNER, DEBTOR = "factures@morvan.example", "anne@morvan.example", "compta@martin.example"
LETTER_ID = "<l1.x@morvan.example>"


@dataclass
class Box:
    """A mailbox in memory, as intake asks for it."""

    held: dict[str, list[Arrived]] = field(default_factory=lambda: {"INBOX": [], "Archive": [], "Sent": []})
    uidvalidity: int = 7
    size: int = 2  # mails in a batch

    def put(self, raw: bytes, folder: str = "INBOX", *, at: datetime = NOW) -> Arrived:
        mails = self.held[folder]
        mails.append(Arrived(folder, self.uidvalidity, len(mails) + 1, raw, at, len(raw)))
        return mails[-1]

    def renumber(self) -> None:
        self.uidvalidity += 1
        for mails in self.held.values():
            mails[:] = [replace(mail, uidvalidity=self.uidvalidity) for mail in mails]

    def watched(self) -> tuple[Folder, ...]:
        return INBOX, ARCHIVE, SENT

    def folders(self) -> tuple[Folder, ...]:
        return *self.watched(), *(Folder(name, "other") for name in list(self.held)[3:])

    def search(self, addresses: Iterable[str], since: date, folders: Iterable[Folder]) -> Iterator[Arrived]:
        yield from (mail for folder in folders for mail in self.held[folder.name])

    def read(self, folder: Folder, place: Place | None, since: date) -> Iterator[Batch]:
        known = place.uid if place and place.uidvalidity == self.uidvalidity else 0
        mails = [mail for mail in self.held[folder.name] if mail.uid > known]
        upto = known
        for start in range(0, max(1, len(mails)), self.size):
            part = tuple(mails[start : start + self.size])
            upto = part[-1].uid if part else upto
            yield Batch(folder.name, self.uidvalidity, part, upto)


@dataclass
class Office:
    desk: Desk
    box: Box
    clock: list[datetime]
    simulated: bool = False

    @property
    def intake(self) -> Intake:
        ours = Ours(US, frozenset({OWNER}))
        manner = Manner(ours, first_look_days=30, stale_days=7, simulated=self.simulated)
        return Intake(self.desk, manner, read, Taking(self.desk, read_answer, ""))

    def take(self) -> int:
        return self.intake.take_all(self.box)

    def case(self, name: str = "c1") -> Case:
        return self.desk.case(name)

    def told(self, name: str = "c1", *, since: int = 0) -> list[str]:
        return [type(entry.event).__name__ for entry in self.desk.entries(name)[since:]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two debtors of one group, a letter sent to the first; the mailbox was read before."""
    clock = [NOW]
    journal = Journal.open(tmp_path, clock=lambda: clock[0], purpose="live", program="x", salt=lambda: "salt")
    with journal:
        desk = Desk(journal, Evidence(tmp_path), TinyState(tmp_path / "state.json", "x"), lambda: clock[0])
        desk.catch_up()
        due = date(2026, 3, 1)
        for name, number, contact in (("c1", "F-118", DEBTOR), ("c2", "F-200", "achats@martin.example")):
            debtor = DebtorSeen(contact, f"Martin {name}", "business", contacts=(contact,))
            desk.note(name, debtor, InvoiceSeen(number, due, due, 100_00))
        intent = LetterIntended(
            "l1", LETTER_ID, "reminder", "reminder", "cordial", (DEBTOR,), "Facture F-118", "0" * 64
        )
        desk.note("c1", intent, LetterSent("l1", DEBTOR, "250"))
        office = Office(desk, Box(), clock)
        office.take()
        yield office


def mail(
    text: str,
    *,
    sender: str = DEBTOR,
    to: str = US,
    subject: str = "Bonjour",
    name: str = "<m1@martin.example>",
    **headers: str,
) -> bytes:
    found = EmailMessage()
    found["From"], found["To"], found["Subject"], found["Message-ID"] = sender, to, subject, name
    for header, value in headers.items():
        found[header.replace("_", "-")] = value
    found.set_content(text)
    return found.as_bytes()


def files(office: Office) -> list[Path]:
    folder = office.desk.journal.path.parent / "evidence"
    return [path for path in folder.rglob("*") if path.is_file()]


# --- what is nobody's business ------------------------------------------------------------------------


def test_private_mail_leaves_no_trace_but_the_position(office: Office) -> None:
    before = len(office.desk.journal.path.read_bytes())
    office.box.put(
        mail("On dîne samedi ?", sender="paul@ami.example", subject="samedi", name="<p@ami.example>")
    )
    assert office.take() == 0
    assert files(office) == []
    added = office.desk.journal.path.read_bytes()[before:]
    assert added.count(b"\n") == 1
    assert b'"MailboxRead"' in added
    assert not any(word in added for word in (b"paul", b"samedi", b"ami.example"))
    assert not office.desk.state.knows_mail("")


def test_a_mailbox_without_news_adds_no_line(office: Office) -> None:
    before = office.desk.journal.count
    office.take()
    assert office.desk.journal.count == before


def test_what_the_owner_writes_to_himself_or_to_strangers_is_not_kept(office: Office) -> None:
    office.box.put(mail("à faire", sender=US, to=US))
    office.box.put(mail("commande", sender=OWNER, to="bois@scierie.example", name="<b@x>"), "Sent")
    assert office.take() == 0
    assert files(office) == []


# --- a reply ------------------------------------------------------------------------------------------


def test_a_reply_is_kept_byte_for_byte_and_read(office: Office) -> None:
    raw = mail("Je vous règle lundi 16 mars.", In_Reply_To=LETTER_ID)
    office.box.put(raw)
    assert office.take() == 1
    (kept,) = office.case().mails.values()
    assert (kept.kept.sure, kept.kept.letter, kept.kept.whose) == ("thread", "l1", "debtor")
    assert kept.read is not None
    assert kept.read.intents == ("promise",)
    assert office.desk.evidence.get(kept.kept.mail) == raw
    assert not kept.kept.late


def test_the_position_stands_after_the_events_of_the_mails_below_it(office: Office) -> None:
    for k in range(3):  # two batches
        office.box.put(mail(f"n° {k}", name=f"<m{k}@martin.example>"))
    seen = office.desk.journal.position
    office.take()
    told = [entry.event for entry, _ in office.desk.journal.events_after(seen)]
    uids = [event.uid for event in told if isinstance(event, MailKept | MailboxRead)]
    assert uids == [1, 2, 2, 3, 3]
    assert isinstance(told[-1], MailboxRead)


@pytest.mark.parametrize(
    "copy",
    [
        mail("Je paie."),
        b"Received: by archive.example\r\n" + mail("Je paie."),
        mail("Je paie.", X_Spam="yes"),
    ],
    ids=["the same bytes", "one more header above", "one more header inside"],
)
def test_one_mail_seen_in_two_folders_counts_once(office: Office, copy: bytes) -> None:
    office.box.put(mail("Je paie."))
    office.box.put(copy, "Archive")
    office.take()
    assert len(office.case().mails) == 1
    office.box.put(copy, "Archive")
    office.take()
    assert len(office.case().mails) == 1


def test_a_mail_with_the_id_of_another_and_other_words_is_another_mail(office: Office) -> None:
    office.box.put(mail("Je paie."))
    office.box.put(mail("Je conteste cette facture."))
    office.take()
    assert len(office.case().mails) == 2


def test_after_a_change_of_uidvalidity_known_mails_do_nothing_twice(office: Office) -> None:
    office.box.put(mail("Je paie."))
    office.take()
    before = office.told()
    office.box.renumber()
    assert office.take() == 0
    assert office.told() == before


def test_a_reply_from_an_unknown_address_is_found_by_its_thread(office: Office) -> None:
    office.box.put(mail("Bien reçu.", sender="paul@chez.example", References=f"<a@b> {LETTER_ID}"))
    assert office.take() == 1
    assert [m.kept.sure for m in office.case().mails.values()] == ["thread"]


def test_a_reply_that_names_an_invoice_is_found_by_it(office: Office) -> None:
    office.box.put(mail("Je conteste.", sender="paul@chez.example", subject="facture F-200"))
    assert office.take() == 1
    (kept,) = office.case("c2").mails.values()
    assert (kept.kept.sure, kept.kept.invoices) == ("reference", ("F-200",))


def test_a_mail_that_comes_back_concerns_the_letter_that_it_brings(office: Office) -> None:
    text = f"This is the mail system.\n\nFinal-Recipient: {DEBTOR}\nMessage-ID: {LETTER_ID}\n"
    office.box.put(
        mail(text, sender="MAILER-DAEMON@host.example", subject="Undelivered", Auto_Submitted="auto-replied")
    )
    office.take()
    (kept,) = office.case().mails.values()
    assert (kept.kept.whose, kept.kept.letter) == ("machine", "l1")


# --- when it arrived ----------------------------------------------------------------------------------


def test_a_mail_arrives_when_the_server_says_so(office: Office) -> None:
    at = NOW - timedelta(days=2)
    office.box.put(mail("Je paie."), at=at)
    office.take()
    assert [m.kept.arrived for m in office.case().mails.values()] == [at]


def test_in_a_simulated_journal_a_mail_arrives_when_it_is_read(office: Office) -> None:
    office.simulated = True
    office.box.put(mail("Je paie."), at=datetime(2031, 1, 1, tzinfo=UTC))
    office.take()
    assert [m.kept.arrived for m in office.case().mails.values()] == [NOW]


@pytest.mark.parametrize(("days", "late"), [(6, False), (8, True)])
def test_a_mail_that_lay_there_for_over_a_week_is_late(office: Office, days: int, late: bool) -> None:
    office.box.put(mail("Je vous règle lundi 16 mars."), at=NOW - timedelta(days=days))
    office.take()
    assert [m.kept.late for m in office.case().mails.values()] == [late]


def test_what_is_found_at_the_first_look_into_a_folder_is_late(office: Office) -> None:
    office.box.held["Later"] = []
    office.box.put(mail("Je vous règle lundi 16 mars."), "Later")
    folder = Folder("Later", "archive")
    assert office.intake._take_folder(office.box, folder) == 1
    assert [m.kept.late for m in office.case().mails.values()] == [True]
    office.box.put(mail("Et voilà.", name="<m2@martin.example>"), "Later")
    office.intake._take_folder(office.box, folder)
    assert [m.kept.late for m in office.case().mails.values()] == [True, False]


# --- the owner's side ---------------------------------------------------------------------------------


def test_the_owners_own_letter_is_a_contact_in_every_case_that_it_goes_to(office: Office) -> None:
    raw = mail("Je passe demain.", sender=OWNER, to=f"{DEBTOR}, achats@martin.example", name="<o@x>")
    office.box.put(raw, "Sent")
    assert office.take() == 1
    for name in ("c1", "c2"):
        assert office.told(name)[-3:] == ["MailKept", "OwnerWrote", "ReplyWeighed"]
        assert office.case(name).owner_wrote == NOW
        assert not office.case(name).unweighed()


def test_the_owners_letter_to_a_lawyer_counts_as_a_contact_and_answers_nothing(office: Office) -> None:
    """It only names the invoice: whoever got it, the debtor may not have."""
    raw = mail(
        "Que faire de F-118 ?", sender=OWNER, to="me.roux@avocat.example", subject="F-118", name="<o@x>"
    )
    office.box.put(raw, "Sent")
    assert office.take() == 1
    assert office.told()[-3:] == ["MailKept", "OwnerWrote", "ReplyWeighed"]
    assert office.case().owner_wrote == NOW
    assert office.case().owner_answered is None


def test_a_debtors_mail_forwarded_by_the_owner_is_the_debtors_words(office: Office) -> None:
    text = "Pour info\n\n-----Message transféré-----\nDe : compta@martin.example\n\nJe conteste F-118.\n"
    office.box.put(mail(text, sender=OWNER, subject="TR: facture F-118", name="<f@x>"))
    assert office.take() == 1
    (kept,) = office.case().mails.values()
    assert kept.kept.whose == "forwarded"
    assert kept.read is not None
    assert kept.read.intents == ("dispute",)


def test_of_a_forward_the_debtors_words_are_read_and_his_address_is_noted(office: Office) -> None:
    """The owner's "je paie" above it is not the debtor's promise; his number below is the one that counts."""
    heading = (
        "-------- Message transféré --------\nSujet : \ttravaux\nDe : \tCompta <compta@martin.example>\n"
    )
    text = f"Voilà, je paie lundi mon fournisseur F-200.\n\n{heading}\nJe conteste la F-118, porte fendue.\n"
    office.box.put(mail(text, sender=OWNER, subject="Fwd: travaux", name="<f@x>"))
    assert office.take() == 1
    (kept,) = office.case().mails.values()
    assert (kept.kept.sender, kept.kept.subject, kept.kept.invoices) == (DEBTOR, "travaux", ("F-118",))
    assert kept.read is not None
    assert kept.read.intents == ("dispute",)


def test_a_mail_forwarded_as_an_attachment_is_read_as_its_writers(office: Office) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["From"], inner["Subject"], inner["Message-ID"] = "paul@chez.example", "Facture", "<in@chez.example>"
    inner.set_content("Je conteste la facture F-200.")
    outer["From"], outer["To"], outer["Subject"], outer["Message-ID"] = OWNER, US, "Fwd: Facture", "<f@x>"
    outer.set_content("FYI")
    outer.add_attachment(inner)
    office.box.put(outer.as_bytes())
    assert office.take() == 1
    (kept,) = office.case("c2").mails.values()
    assert (kept.kept.whose, kept.kept.sender) == ("forwarded", "paul@chez.example")
    assert kept.read is not None
    assert kept.read.intents == ("dispute",)
    assert office.desk.evidence.get(kept.kept.mail) == outer.as_bytes()


@pytest.mark.parametrize("to", ["patron@autre.example", "martin.perso@gmail.com"])
def test_the_owners_letter_to_an_address_on_no_list_is_noted_in_the_case_that_it_names(
    office: Office, to: str
) -> None:
    raw = mail("Prenez votre temps.", sender=OWNER, to=to, subject="Facture F-118", name="<o@x>")
    office.box.put(raw, "Sent")
    assert office.take() == 1
    assert office.case().owner_wrote == NOW
    assert office.case().owner_answered is None, "it may be to a lawyer, and answers nothing"
    assert office.case("c2").owner_wrote is None


def test_our_own_letter_found_in_sent_settles_what_was_uncertain(office: Office) -> None:
    name = "<l2.x@morvan.example>"
    intent = LetterIntended("l2", name, "reminder", "reminder", "neutral", (DEBTOR,), "Re", "1" * 64)
    office.desk.note("c1", intent, LetterUncertain("l2", "no reply"))
    own = mail("Bonjour", sender=US, to=DEBTOR, name=name, X_Relance_Id="l2")
    office.box.put(own)
    office.take()
    assert [x.intended.letter for x in office.case().uncertain()] == ["l2"], "a copy in INBOX says nothing"
    office.box.put(own, "Sent")
    office.take()
    assert not office.case().uncertain()
    assert isinstance(office.desk.entries("c1")[-1].event, LetterSettled)
    assert files(office) == []


def test_an_address_whose_letter_was_settled_as_sent_counts_as_written_to(office: Office) -> None:
    intent = LetterIntended(
        "l2", "<l2@x>", "reminder", "reminder", "neutral", ("new@x.example",), "Re", "1" * 64
    )
    office.desk.note("c2", intent)
    assert office.desk.state.contacted("new@x.example") is None
    office.desk.note("c2", LetterSettled("l2", True, "it stands in Sent"))
    assert office.desk.state.contacted("new@x.example") == NOW


# --- several cases ------------------------------------------------------------------------------------


def test_a_mail_that_may_concern_two_cases_holds_both_until_both_are_resumed(office: Office) -> None:
    raw = mail("Qui êtes-vous ?", sender="rh@martin.example", name="<rh@martin.example>")
    office.box.put(raw)
    assert office.take() == 1
    for name in ("c1", "c2"):
        assert [hold.rule for hold in office.case(name).holds.values()] == ["unplaced"]
        assert not office.case(name).mails
    asked, unplaced = (entry.event for entry in office.desk.entries(HOUSE)[-3:-1])
    assert isinstance(asked, NoticeOpened)
    assert isinstance(unplaced, MailUnplaced)
    assert office.desk.evidence.get(unplaced.mail) == raw
    office.box.put(raw, "Archive")
    assert office.take() == 0
    for name, still in (("c1", 1), ("c2", 0)):
        office.desk.note(name, *acts.resume(office.case(name), (), office.case(name).at.date()))
        eve.close_unplaced(office.desk)
        assert len(office.desk.state.facts.notices) == still
    assert isinstance(office.desk.entries(HOUSE)[-1].event, NoticeAnswered)


def test_what_only_may_be_somebodys_is_not_asked_about_at_the_first_look(office: Office) -> None:
    office.box.held["Later"] = []
    office.desk.note("c3", DebtorSeen("c3", "Kerleguer SARL", "business"))
    for k in range(2):
        text = mail("Bonjour.", sender="Yann Kerleguer <y@x.example>", name=f"<k{k}@x.example>")
        office.box.put(text, "Later")
        assert office.intake._take_folder(office.box, Folder("Later", "archive")) == k
    assert len(office.desk.state.facts.strays) == 1


# --- a storm ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Counting(Desk):
    """A desk that counts the lines that are folded."""

    folded: int = 0

    def case(self, case: str) -> Case:
        self.folded += self.journal.n(case)
        return Desk.case(self, case)


@pytest.mark.parametrize("storm", [20, 40, 80])
def test_a_storm_of_one_debtor_is_taken_without_folding_its_case_for_each_mail(
    office: Office, storm: int
) -> None:
    """What taking one mail costs does not grow with the mails before it."""
    counting = Counting(office.desk.journal, office.desk.evidence, office.desk.state, office.desk.clock)
    stood = office.desk.journal.n("c1") + office.desk.journal.n("c2")
    for k in range(storm):
        office.box.put(mail(f"Je conteste, message {k}.", name=f"<s{k}@martin.example>"))
        if k % 10 == 0:
            office.box.put(mail(f"Et moi {k}.", sender="achats@martin.example", name=f"<a{k}@x>"))
    stormed = replace(office, desk=counting)
    assert stormed.take() == storm + storm // 10
    assert counting.folded <= stood
    assert len(office.case().mails) == storm
    assert len(office.case("c2").mails) == storm // 10


def test_a_case_that_is_followed_is_what_its_chain_tells(office: Office) -> None:
    recent = Recent(office.desk)
    assert recent.case("c1") == office.case("c1")
    for name in ("c1", "c2", "c1"):
        office.desk.note(name, HoldSet(f"x{office.desk.journal.count}", "owner", "?"))
        assert recent.case("c2") == office.case("c2")
        assert recent.case("c1") == office.case("c1")
    recent.clear()
    assert recent.case("c1") == office.case("c1")


# --- torn ---------------------------------------------------------------------------------------------


def test_a_mail_kept_and_not_read_is_read_when_it_is_seen_again(office: Office) -> None:
    office.box.put(mail("Je vous règle lundi 16 mars."))
    torn = replace(office, desk=cut_after(office.desk, MailKept))
    with pytest.raises(EOFError):
        torn.take()
    assert office.told()[-1] == "MailKept"
    office.desk.catch_up()
    assert office.take() == 1
    assert office.told()[-2:] == ["MailKept", "MailRead"]
    assert office.told().count("MailKept") == 1


def test_an_owners_letter_kept_and_not_noted_is_noted_when_it_is_seen_again(office: Office) -> None:
    office.box.put(mail("Je passe.", sender=OWNER, to=DEBTOR, name="<o@x>"), "Sent")
    torn = replace(office, desk=cut_after(office.desk, MailKept))
    with pytest.raises(EOFError):
        torn.take()
    office.desk.catch_up()
    assert office.take() == 1
    events: Sequence[Entry] = office.desk.entries("c1")
    assert [type(entry.event) for entry in events[-3:]] == [MailKept, OwnerWrote, ReplyWeighed]


def test_mail_found_before_a_firm_letter_in_other_folders_is_taken_as_well(office: Office) -> None:
    raw = mail("Je conteste.")
    office.box.held["Clients"] = []
    office.box.put(raw, "Clients")
    assert office.take() == 0
    assert office.intake.search_elsewhere(office.box, [DEBTOR], NOW.date()) == 1
    assert office.intake.search_elsewhere(office.box, [DEBTOR], NOW.date()) == 0
    (kept,) = office.case().mails.values()
    assert kept.kept.folder == "Clients"


def test_a_hold_of_an_unplaced_mail_bears_its_digest(office: Office) -> None:
    office.box.put(mail("?", sender="rh@martin.example", name="<rh@martin.example>"))
    office.take()
    (hold,) = office.case().holds.values()
    assert isinstance(hold, HoldSet)
    assert office.desk.state.knows_mail(hold.mail)
    assert MailRead.__name__ not in office.told()
