"""The office of `tests/office.py`, played day by day: rounds run, letters leave, everybody writes in words.

Debtors and the owner's people send mails, which are read as real ones are. `Exchange.told` gives back what
was done and what the owner's people were told, as sentences that stories compare with what they expect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

from bot import eve
from bot.draft import Draft
from bot.events.debts import DebtorSeen, InvoiceSeen, PaymentSeen
from bot.events.entries import HOUSE, Entry
from bot.events.house import SourceImported
from bot.events.letters import LetterSent
from bot.events.owner import NoticeOpened, PieceKept
from bot.events.owner_mail import OwnerTold
from bot.policy import decide
from bot.policy.house import House, Prepare, Record, Wait, Write
from bot.policy.sight import calendar_of
from tests.office import INBOX, OWNER, READER, SECRETARY, US, Office
from tests.told import sentence

CASES = {"martin": "c1", "petit": "c2"}
PEOPLE = {"owner": OWNER, "secretary": SECRETARY, "reader": READER}
ROUNDS = (time(9), time(11), time(17, 30))
_STEPS = 60
_ASKED = {
    "notice": "asks the owner",
    "again": "asks the owner again",
    "challenge": "asks the owner whether that was meant",
    "eve": "lists for the owner",
}


@dataclass
class Exchange:
    office: Office
    fresh: bool = True  # the payment source is read anew every day
    due: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for case in CASES.values():  # both orders are on file: nobody is asked for a piece
            (number,) = self.office.case(case).invoices
            self.office.note(case, PieceKept("bon de commande signé.pdf", "2" * 64, number))

    @property
    def now(self) -> datetime:
        return self.office.clock[0]

    @property
    def _today(self) -> date:
        return calendar_of(self.office.rules.calendar).day(self.now)

    def local(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, calendar_of(self.office.rules.calendar).zone)

    # --- rounds ---------------------------------------------------------------------------------------

    def advance(self, to: datetime) -> None:
        """Every round up to that moment, and one then."""
        while self.now < to:
            self.office.clock[0] = min(to, *self._moments())
            self.round()

    def _moments(self) -> list[datetime]:
        today = self._today
        days = (today, today + timedelta(days=1))
        rounds = [self.local(day, at) for day in days for at in ROUNDS]
        return [moment for moment in (*rounds, *self.due.values()) if moment > self.now]

    def round(self) -> None:
        desk, rules = self.office.desk, self.office.rules
        self.office.owner.carry()
        eve.close_unplaced(desk)
        eve.ask_about_sources(desk, self._house(), rules)
        eve.ask_for_consent(desk, self._house(), rules)
        for case in CASES.values():
            self._settle(case)
        self.office.owner.tell(self._house())

    def _house(self) -> House:
        approvers = self.office.owner.approvers
        house = self.office.desk.house(
            self.office.rules, mail_read_at=self.now, pays=True, approvers=approvers
        )
        return replace(house, paid_as_of=self._today) if self.fresh else house

    def _settle(self, name: str) -> None:
        for _ in range(_STEPS):
            match decide(self.office.case(name), self._house(), self.office.rules, self.now):
                case Wait(until, _):
                    self.due[name] = until or self.now
                    return
                case Record(events, _):
                    self.office.note(name, *events)
                case Prepare(draft, _):
                    self._prepare(name, draft)
                case Write(draft, _):
                    self._write(name, draft)
        raise AssertionError(f"policy does not come to rest on {name}")

    def _prepare(self, name: str, draft: Draft) -> None:
        letter = f"paper{next(self.office.ids)}"
        with self.office.desk.kept(b"%PDF-1.7") as (pdf,):
            paper = draft.prepared(letter, pdf=pdf, file=f"to_post/{letter}.pdf", dated=self._today)
            self.office.note(name, paper)

    def _write(self, name: str, draft: Draft) -> None:
        letter = f"letter{next(self.office.ids)}"
        intent = draft.intent(letter, message_id=f"<{letter}@m.example>", subject="Facture", mail=letter)
        self.office.note(name, intent, *(LetterSent(letter, to, "250 2.0.0 ok") for to in draft.to))

    # --- what happens ---------------------------------------------------------------------------------

    def writes(self, who: str, words: str) -> None:
        """A debtor writes, in answer to the last letter if there is one."""
        case = self.office.case(CASES[who])
        letters, mail = case.sent_letters(), EmailMessage()
        if letters:
            mail["In-Reply-To"] = f"<{letters[-1].intended.letter}@m.example>"
        mail["From"], mail["To"], mail["Subject"] = case.debtor.contacts[0], US, "Re: Facture"
        mail["Message-ID"] = f"<{next(self.office.ids)}@{who}.example>"
        mail.set_content(words)
        self.office.receive(mail.as_bytes(), INBOX)

    def answers(self, who: str, words: str, *, to: str = "", vouched: bool = True) -> None:
        """One of the owner's people writes: in answer to the last mail that bears `to`, or of himself."""
        told = self.office.mails(PEOPLE[who], about=to)[-1] if to else None
        headers = {} if vouched else {"headers": ()}
        self.office.receive(self.office.answer(words, to=told, sender=PEOPLE[who], **headers))  # type: ignore[arg-type]

    def shares_address(self, who: str, other: str) -> None:
        """This debtor's mail goes to the other one's address."""
        theirs = self.office.case(CASES[other]).debtor.contacts
        self.office.note(CASES[who], replace(self._seen(who), contacts=theirs))

    def _seen(self, who: str) -> DebtorSeen:
        return next(e.event for e in self.office.desk.entries(CASES[who]) if isinstance(e.event, DebtorSeen))

    def owes(self, who: str, number: str, total: int, due: date) -> None:
        self.office.note(CASES[who], InvoiceSeen(number, due, due, total))

    def paid(self, who: str, number: str, amount: int) -> None:
        self.office.note(CASES[who], PaymentSeen(number, amount, self._today, source="bank.csv"))

    def payments_known(self, day: date) -> None:
        """The bank's file is of that day, and no newer one comes."""
        self.fresh = False
        known = SourceImported("bank.csv", "0" * 64, "payments", day, True, False, 1)
        self.office.desk.note(HOUSE, known)

    # --- what was done --------------------------------------------------------------------------------

    def told(self) -> dict[date, list[str]]:
        """The doings of each day: what the cases' chains tell but for questions, which the mails tell."""
        desk, zone = self.office.desk, calendar_of(self.office.rules.calendar).zone
        chains = [desk.entries(case) for case in (*CASES.values(), HOUSE)]
        entries = sorted((e for chain in chains for e in chain), key=lambda e: e.at)
        dues = {e.event.number: e.event.due for e in entries if isinstance(e.event, InvoiceSeen)}
        days: dict[date, list[str]] = {}
        for entry in entries:
            said = self._mailed(entry.event) if isinstance(entry.event, OwnerTold) else _done(entry, dues)
            if said:
                at = entry.at.astimezone(zone)
                days.setdefault(at.date(), []).append(f"{at:%H:%M} {said}")
        return days

    def _mailed(self, told: OwnerTold) -> str:
        who = next(name for name, email in PEOPLE.items() if email == told.to)
        if told.kind == "confirmation":
            words = self.office.desk.evidence.get(told.text).decode()
            return f"says back to the {who}: {plain(words)}"
        if told.kind not in _ASKED or who != "owner":
            return ""  # the points of the day and the week; the copies of what the owner is asked
        return f"{_ASKED[told.kind]}: {plain(told.subject)}"


def _done(entry: Entry, dues: Mapping[str, date]) -> str:
    if isinstance(entry.event, NoticeOpened):
        return ""
    name = next((name for name, case in CASES.items() if case == entry.case), entry.case)
    return sentence(replace(entry, case=name), dues)


def plain(text: str) -> str:
    """On one line, with ordinary spaces and apostrophes."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())
