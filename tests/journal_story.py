"""A small journal with evidence, the same to the byte whenever it is told; it holds every kind of event.

The golden journals `journals/v*` were told by `tell` once each, as the vocabulary grew. Tests tell it anew in
a folder of their own to cut, swap and forge it.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.events.consequences import (
    AnswerDropped,
    AnswerOwed,
    ContactDead,
    HoldLifted,
    HoldSet,
    PromiseEnded,
    PromiseNoted,
)
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import HOUSE, Event
from bot.events.house import (
    ConfigTaken,
    MailboxRead,
    MailUnplaced,
    ModeChanged,
    Purged,
    Repaired,
    SourceImported,
)
from bot.events.letters import (
    Attached,
    Climb,
    LetterBounced,
    LetterFiled,
    LetterIntended,
    LetterRefused,
    LetterSent,
    LetterSettled,
    LetterUncertain,
    PaperPosted,
    PaperPrepared,
    PaperPresented,
)
from bot.events.mail import MailKept, MailRead, PaidRead, PromiseRead, Quote, ReplyWeighed
from bot.events.owner import (
    AccessoriesWaived,
    CallDue,
    CallNoted,
    CaseSetAside,
    ContactSaid,
    ContactStopped,
    CourtDaySaid,
    CreditSaid,
    DebtAcknowledged,
    DebtDropped,
    DocumentSupplied,
    HandedOver,
    KindSaid,
    MiseEnDemeureOrdered,
    NoteAdded,
    NoticeAnswered,
    NoticeOpened,
    OrderTaken,
    OwnerWrote,
    PieceKept,
    RemindersDeclared,
    TreatmentSaid,
)
from bot.events.owner_mail import (
    ActRead,
    HousePaused,
    HouseResumed,
    Item,
    OrdersDone,
    OwnerAnswered,
    OwnerReached,
    OwnerTold,
    OwnerVouched,
)
from bot.journal import Evidence, Journal, case_id, seal

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)


class Clock:
    """Shows `now` until that is changed."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def begin(folder: Path, clock: Clock | None = None, *, simulated: bool = False) -> Journal:
    return Journal.open(
        folder,
        clock=clock or Clock(),
        purpose="live",
        program="relance 0.1.0",
        salt=lambda: "0123456789abcdef",
        simulated=simulated,
    )


class Story:
    """Appends to a journal, with the evidence around it."""

    def __init__(self, folder: Path, *, simulated: bool = False) -> None:
        self.clock = Clock()
        self.journal = begin(folder, self.clock, simulated=simulated)
        self.evidence = Evidence(folder)
        self.martin, self.petit, self.dupont = (
            case_id(self.journal.first_sha, key) for key in ("C-1", "C-2", "C-3")
        )

    def add(self, case: str, *events: Event, kept: tuple[str, ...] = ()) -> None:
        self.clock.now += timedelta(milliseconds=250)
        self.journal.append(case, self.journal.n(case), events)
        for digest in kept:
            self.evidence.settle(digest)

    def next_day(self) -> None:
        seal(self.journal)
        self.clock.now += timedelta(days=1)


def tell(folder: Path) -> Story:
    """Four days: an import, letters and replies, the owner's acts and mail; ends with a seal."""
    story = Story(folder)
    _imports(story)
    story.next_day()
    _letters(story)
    story.next_day()
    _replies(story)
    story.next_day()
    _owner(story)
    _correspondence(story)
    seal(story.journal)
    return story


def _imports(story: Story) -> None:
    source = story.evidence.keep(b"Numero;Client;Total\nF-1;Martin SARL;1 200,00\n")
    pdf = story.evidence.keep(b"%PDF-1.7 facture F-1")
    story.add(HOUSE, ConfigTaken("0" * 64), ModeChanged("live"))
    imported = SourceImported("invoices/march.csv", source, "invoices", DAY, True, True, 3, 3)
    story.add(HOUSE, imported, kept=(source,))
    martin = DebtorSeen(
        "C-1", "Martin SARL", "business", "fr", ("1 rue des Tilleuls", "57000 Metz"), "552100554"
    )
    invoice = InvoiceSeen("F-1", date(2026, 1, 5), date(2026, 2, 4), 120_000, pdf=pdf, source="invoices")
    story.add(story.martin, martin, invoice, kept=(pdf,))
    petit = DebtorSeen("C-2", "Léa Petit", "consumer", contacts=("lea@petit.example",))
    story.add(story.petit, petit, InvoiceSeen("F-2", date(2026, 1, 7), date(2026, 2, 6), 34_050))
    dupont = DebtorSeen("C-3", "Dupont", contacts=("compta@dupont.example",))
    story.add(story.dupont, dupont, InvoiceSeen("F-3", date(2026, 1, 9), date(2026, 2, 8), 99))
    story.add(HOUSE, MailboxRead("INBOX", 7, 41))


def _letter(story: Story, letter: str, number: str, to: str) -> tuple[LetterIntended, tuple[str, ...]]:
    raw = story.evidence.keep(f"To: {to}\r\nSubject: Facture {number}\r\n\r\nBonjour,\r\n".encode())
    pdf = story.evidence.keep(f"%PDF-1.7 facture {number}".encode())
    intended = LetterIntended(
        letter,
        f"<{letter}@atelier-morvan.example>",
        "reminder",
        "reminder",
        "cordial",
        (to,),
        f"Facture {number}",
        raw,
        (Climb(number, "first_reminder", 0),),
        attachments=(Attached(f"{number}.pdf", pdf),),
        asked=120_000,
    )
    return intended, (raw, pdf)


def _letters(story: Story) -> None:
    for case, letter, number, to in (
        (story.martin, "l-1", "F-1", "compta@martin.example"),
        (story.petit, "l-2", "F-2", "lea@petit.example"),
    ):
        intended, kept = _letter(story, letter, number, to)
        story.add(case, intended, kept=kept)
        story.add(case, LetterSent(letter, to, "250 2.0.0 Ok: queued"), LetterFiled(letter, "Sent"))
    intended, kept = _letter(story, "l-3", "F-3", "compta@dupont.example")
    story.add(story.dupont, intended, kept=kept)
    story.add(story.dupont, LetterUncertain("l-3", "no reply after the final dot"))
    story.add(story.dupont, LetterSettled("l-3", True, "found in Sent"))
    story.add(story.dupont, LetterRefused("l-3", "old@dupont.example", "550 unknown", True))


def _replies(story: Story) -> None:
    raw = story.evidence.keep("Je paie 1 200 € vendredi, promis.\r\n".encode())
    kept = MailKept(
        raw,
        "<r-1@martin.example>",
        "Anne <compta@martin.example>",
        "Re: Facture F-1",
        START,
        "INBOX",
        7,
        42,
        "debtor",
        "thread",
        ("F-1",),
        "l-1",
        without=("F-3",),
    )
    promised = PromiseRead(date(2026, 3, 6), 120_000)
    read = MailRead(
        raw,
        "1",
        ("promise",),
        (promised,),
        PaidRead(None, None),
        confidence=0.9,
        evidence=(Quote("promise", "Je paie vendredi"),),
    )
    story.add(
        story.martin,
        kept,
        read,
        ReplyWeighed(raw, "promise", "a promise with a date"),
        PromiseNoted("p-1", raw, DAY, date(2026, 3, 6), 120_000, 120_000, ("F-1",)),
        HoldSet("h-1", "promise", "promised for 6 March", date(2026, 3, 11), ("F-1",), raw),
        AnswerOwed("a-1", raw, "promise_noted", "compta@martin.example", START),
        kept=(raw,),
    )
    bounce = story.evidence.keep(b"Final-Recipient: rfc822; lea@petit.example\r\nStatus: 5.1.1\r\n")
    bounced = MailKept(
        bounce, "<b@mx.example>", "<>", "Undelivered", START, "INBOX", 7, 43, "machine", "thread"
    )
    story.add(
        story.petit,
        bounced,
        LetterBounced("l-2", "lea@petit.example", True, bounce),
        ContactDead("lea@petit.example", "5.1.1", bounce),
        kept=(bounce,),
    )
    stray = story.evidence.keep(b"Votre facture ?\r\n")
    unplaced = MailUnplaced(
        stray, "<s@x.example>", "x@x.example", "?", START, "two cases fit", (story.martin,)
    )
    story.add(HOUSE, unplaced, kept=(stray,))
    story.add(HOUSE, MailboxRead("INBOX", 7, 44))


def _owner(story: Story) -> None:
    raw = story.evidence.keep(b"Bonjour Anne, merci pour votre appel.\r\n")
    paper = story.evidence.keep(b"%PDF-1.7 mise en demeure")
    story.add(
        story.martin,
        AnswerDropped("a-1", "the owner wrote"),
        OwnerWrote(raw, ("compta@martin.example",), START),
        PromiseEnded("p-1", "broken"),
        HoldLifted("h-1", "the promise was broken"),
        kept=(raw,),
    )
    question = NoticeOpened("n-1", "mise_en_demeure", "Send it?", invoices=("F-1",), day=DAY)
    story.add(story.martin, question, NoticeAnswered("n-1", "approve"))
    prepared = PaperPrepared(
        "l-4",
        "mise_en_demeure",
        "mise_en_demeure",
        "formal",
        paper,
        "letters/F-1.pdf",
        DAY,
        (Climb("F-1", "mise_en_demeure", 3),),
        120_000,
        "EUR",
        15,
    )
    story.add(
        story.martin,
        prepared,
        PaperPosted("l-4", "1A 000", DAY),
        PaperPresented("l-4", DAY),
        kept=(paper,),
    )
    story.add(story.petit, PaymentSeen("F-2", 34_050, DAY), NoteAdded("paid in cash"))
    story.add(story.dupont, InvoiceClosed("F-3", "settled"), CaseSetAside("no bug, only a story"))
    story.add(HOUSE, Purged((), "nothing"), Repaired("nothing"))


def _correspondence(story: Story) -> None:
    asked = story.evidence.keep(b"Martin SARL conteste F-1.\n")
    answer = story.evidence.keep(b"From: anne@morvan.example\r\n\r\nstop\r\n")
    piece = story.evidence.keep(b"%PDF-1.7 bon de livraison")
    question = NoticeOpened("n-2", "dispute", "The debtor contests the debt.", ("resume",), ("F-1",))
    item = Item(1, story.martin, ("F-1",), "n-2")
    anne = "anne@morvan.example"
    told = OwnerTold(
        "t-1", "notice", anne, "Martin SARL conteste F-1", asked, "a" * 64, "b" * 64, DAY, ("n-2",), (item,)
    )
    story.add(story.martin, question)
    story.add(HOUSE, told, kept=(asked,))
    story.add(HOUSE, OwnerReached("t-1", "sent", "250 2.0.0 ok"))
    ordered = OwnerAnswered(
        answer,
        "<o@phone.example>",
        anne,
        "Re: Martin SARL",
        START,
        "1",
        "t-1",
        acts=(ActRead("stop"), ActRead("plan", instalments=(PromiseRead(DAY, 40_000),))),
        files=(Attached("bon.pdf", piece),),
    )
    story.add(HOUSE, ordered, kept=(answer, piece))
    story.add(HOUSE, OwnerVouched(answer, "sent"))
    story.add(
        story.martin,
        OrderTaken(answer, 0, "stop", "Martin SARL : plus rien ne part.", anne, "n-2"),
        KindSaid("business", anne),
        TreatmentSaid("owner_only", anne),
        ContactSaid("direction@martin.example", anne),
        ContactStopped("compta@martin.example", "wants no more mail"),
        CreditSaid("F-1", 12_000, anne),
        DebtDropped(("F-1",), "given up", anne),
        AccessoriesWaived("L-1", ("F-1",), 4_000, 1_230, anne),
        RemindersDeclared(("F-1",), 2, anne),
        MiseEnDemeureOrdered(("F-1",), anne),
        CallDue("c-1", (Climb("F-1", "call", 2),), ("F-1",)),
        CallNoted("promise", DAY, ("F-1",), DAY, 40_000, "c-1"),
        PieceKept("bon.pdf", piece, "F-1", answer),
        DocumentSupplied(answer, DAY),
        HandedOver("Maître Roche", anne),
        CourtDaySaid("order", DAY, anne),
        CourtDaySaid("order", None, anne),
        DebtAcknowledged(answer, DAY, ("F-1",), anne),
        DebtAcknowledged(answer, DAY, ("F-1",), anne, withdrawn=True),
    )
    story.add(
        HOUSE, OrdersDone(answer), HousePaused(DAY, DAY, "the owner is away", anne), HouseResumed("back")
    )
