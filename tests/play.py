"""A house of several cases in memory, played round by round under a simulated clock.

What happens outside goes in as the events that the edges would write; policy decides, as rounds do; what
follows is taken down in the journal of each case. No file, no server, no real clock. `Play.told` gives back
the doings of a day as sentences, which stories compare with what they expect.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot import acts
from bot.case import Case
from bot.draft import Draft
from bot.events.consequences import ContactDead
from bot.events.debts import DebtorSeen, InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent, Entry
from bot.events.letters import LetterRefused, LetterSent, LetterSettled, LetterUncertain
from bot.events.mail import BounceRead, MailKept, MailRead, PaidRead, PromiseRead, Quote, ReplyWeighed
from bot.events.owner import ContactStopped, NoticeAnswered, NoticeOpened, OwnerWrote, PieceKept
from bot.fold import fold
from bot.policy import decide
from bot.policy.house import Decision, House, Prepare, Record, Wait, Write
from bot.policy.sight import Sight, calendar_of, see
from bot.rules import Creditor, Rules, Step
from bot.state import strays
from tests.told import sentence

MACHINES = {"bounce", "out_of_office", "auto_receipt"}
ROUNDS = (time(9), time(11), time(14), time(17))
_STEPS = 60


def ladder(*days: int, deadline: int, channels: tuple[Any, ...] = ("letter", "email")) -> tuple[Step, ...]:
    first, second, third, last = days
    return (
        Step("first_reminder", first, "cordial", "reminder"),
        Step("second_reminder", second, "neutral", "reminder"),
        Step("third_reminder", third, "firm", "reminder"),
        Step("mise_en_demeure", last, "formal", "mise_en_demeure", deadline, channels),
    )


def rules(**changed: Any) -> Rules:
    """The default rules, live; `changed` replaces fields of `Rules`."""
    business, others = ladder(3, 12, 25, 40, deadline=15), ladder(7, 21, 35, 55, deadline=30)
    kinds: dict[Any, tuple[Step, ...]] = dict.fromkeys(("consumer", "nonprofit", "unknown", "public"), others)
    creditor = Creditor(
        "Atelier Morvan",
        "factures@atelier-morvan.example",
        "Claire Morvan",
        address=("12 rue du Port", "29000 Quimper"),
        iban="FR76 3000 6000 0112 3456 7890 189",
    )
    return Rules(
        **{"creditor": creditor, "ladders": {"business": business, **kinds}, "mode": "live", **changed}
    )


@dataclass(slots=True)
class Play:
    rules: Rules
    now: datetime
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    due: dict[str, datetime | None] = field(default_factory=dict)
    pays: bool = True
    fresh: bool = True  # the payment source is read anew every day
    paid_as_of: date | None = None  # while it is not
    live_since: date | None = date(2020, 1, 1)
    agrees: bool = True  # the owner says ok to each list of the evening before
    consents: dict[str, date] = field(default_factory=dict)
    lists: bool = True  # a list of the evening before has told the owner of each letter
    listed: dict[str, date] = field(default_factory=dict)  # while none does: case, day of its list
    says_yes: bool = False  # the owner approves every letter as soon as asked
    blocked: str = ""
    smtp: dict[str, str] = field(
        default_factory=dict
    )  # address: refuse, not_now, bad_letter, uncertain, crash
    contacted: dict[str, datetime] = field(default_factory=dict)
    silent: dict[str, datetime] = field(default_factory=dict)  # addresses that get no mail of ours
    firsts: list[datetime] = field(default_factory=list)
    sent: list[datetime] = field(default_factory=list)
    last: dict[str, Decision] = field(default_factory=dict)  # the last decision about each case
    drafts: dict[str, Draft] = field(default_factory=dict)  # by letter
    names: int = 0

    # --- time -----------------------------------------------------------------------------------------

    def advance(self, to: datetime) -> None:
        """Plays every round up to and including that moment."""
        while True:
            moment = min(self._next_round(), *self._due_times(), to)
            if moment > self.now:
                self.now = moment
            self.round()
            if self.now >= to:
                return

    def advance_to(self, day: date, at: time = time(23, 0)) -> None:
        self.advance(self.local(day, at))

    def outage(self, to: datetime) -> None:
        """The machine is off: time passes, no round runs."""
        self.now = to

    def local(self, day: date, at: time = time(8, 0)) -> datetime:
        return datetime.combine(day, at, calendar_of(self.rules.calendar).zone)

    @property
    def today(self) -> date:
        return calendar_of(self.rules.calendar).day(self.now)

    def _next_round(self) -> datetime:
        for day in (self.today, self.today + timedelta(days=1)):
            for at in ROUNDS:
                if self.local(day, at) > self.now:
                    return self.local(day, at)
        raise AssertionError("a day has rounds")

    def _due_times(self) -> list[datetime]:
        return [due for due in self.due.values() if due is not None and due > self.now]

    def wake(self) -> None:
        """Every case is looked at again: the index of what is due may be too early."""
        self.due.update(dict.fromkeys(self.due, self.now))

    def round(self) -> None:
        for case in sorted(self.entries):
            due = self.due[case]
            if due is not None and due <= self.now:
                self.settle(case)

    # --- decide and act -------------------------------------------------------------------------------

    def case(self, name: str) -> Case:
        return fold(name, self.entries[name])

    def house(self, case: str) -> House:
        hour = self.now - timedelta(hours=1)
        consents = self.consents if not self.agrees else {case: self.today}
        return House(
            mail_read_at=self.now,
            pays=self.pays,
            paid_as_of=(self.today if self.fresh else self.paid_as_of) if self.pays else self.paid_as_of,
            contacted=self.contacted,
            silent=self.silent,
            new_debtors_today=sum(
                calendar_of(self.rules.calendar).day(at) == self.today for at in self.firsts
            ),
            sent_last_hour=sum(at > hour for at in self.sent),
            live_since=self.live_since,
            consents=consents,
            listed=(case,) if self.lists or self.listed.get(case) == self.today else (),
            blocked=self.blocked,
        )

    def settle(self, name: str) -> None:
        """Decides and acts on one case until it waits, as rounds do."""
        for _ in range(_STEPS):
            decision = decide(self.case(name), self.house(name), self.rules, self.now)
            self.last[name] = decision
            match decision:
                case Wait(until, _):
                    self.due[name] = until
                    return
                case Record(events, _):
                    self.grow(name, *events)
                    self._approve(name, events)
                case Prepare(draft, _):
                    letter = self._name("paper")
                    self.drafts[letter] = draft
                    file = f"to_post/{letter}.pdf"
                    self.grow(name, draft.prepared(letter, pdf="0" * 64, file=file, dated=self.today))
                case Write(draft, _):
                    self._write(name, draft)
        raise AssertionError(f"policy does not come to rest on {name}: {decision}")

    def _approve(self, name: str, events: Iterable[CaseEvent]) -> None:
        for event in events:
            letter = isinstance(event, NoticeOpened) and event.about in (
                "first_firm_letter",
                "mise_en_demeure",
            )
            if self.says_yes and letter:
                self.answer(name, event.about, yes=True)

    def _write(self, name: str, draft: Draft) -> None:
        letter, (to, *copies) = self._name("letter"), draft.to
        self.drafts[letter] = draft
        first = not self.case(name).sent_letters()
        subject = draft.subject or f"Facture {draft.lines[0].number}"
        self.grow(
            name, draft.intent(letter, message_id=f"<{letter}@m.example>", subject=subject, mail=letter)
        )
        match self.smtp.get(to.lower(), ""):
            case "refuse":
                self.grow(name, LetterRefused(letter, to, "550 5.1.1 no such user", permanent=True))
            case "bad_letter":
                refused = LetterRefused(letter, to, "554 5.7.1 spam", permanent=True, address=False)
                self.grow(name, refused)
            case "not_now":
                self.grow(name, LetterRefused(letter, to, "451 4.7.1 try again", permanent=False))
            case "uncertain":
                self.grow(name, LetterUncertain(letter, "the line was cut after the final dot"))
            case "crash":
                pass
            case _:
                for accepted in (to, *copies):
                    self.grow(name, LetterSent(letter, accepted, "250 2.0.0 ok"))
                    self.contacted[accepted.lower()] = self.now
                self.sent.append(self.now)
                if first:
                    self.firsts.append(self.now)

    def grow(self, name: str, *events: CaseEvent) -> None:
        chain = self.entries.setdefault(name, [])
        for event in events:
            chain.append(Entry(name, len(chain) + 1, self.now, event))
            if isinstance(event, ContactDead | ContactStopped):
                strays.silent(self.silent, event, self.now)
        self.due[name] = self.now

    def _name(self, what: str) -> str:
        self.names += 1
        return f"{what}{self.names}"

    # --- what happens ---------------------------------------------------------------------------------

    def debtor(self, case: str, **fields: Any) -> None:
        """The debtor as a source states it now; what is not said stands as before."""
        known = self.case(case).debtor if case in self.entries else None
        before = {f: getattr(known, f) for f in DebtorSeen.__dataclass_fields__} if known else {}
        ordinary = {
            "key": case,
            "name": f"{case.title()} SARL",
            "kind": "business",
            "contacts": (f"compta@{case}.example",),
            "address": ("3 quai Neuf", "29200 Brest"),
        }
        self.grow(case, DebtorSeen(**{**ordinary, **before, **fields}))

    def invoice(self, name: str, number: str, *, due: date, total: int = 124_000, **fields: Any) -> None:
        if name not in self.entries:
            self.debtor(name)
        issued = fields.pop("issued", None) or due - timedelta(days=30)
        proven = fields.pop("proven", True)
        self.grow(name, InvoiceSeen(number, issued, due, total, **fields))
        if proven and not any(piece.number == number for piece in self.case(name).pieces):
            self.grow(name, PieceKept("bon de commande signé.pdf", "2" * 64, number))

    def closed(self, name: str, number: str, why: str = "no longer listed") -> None:
        self.grow(name, InvoiceClosed(number, why))

    def paid(self, name: str, number: str, amount: int | None = None) -> None:
        """Money as a payments file tells it; all that is left when no amount is given."""
        left = self.case(name).invoices[number].left
        self.grow(name, PaymentSeen(number, amount or left, self.today, source="bank.csv"))

    def mail(self, name: str, *says: str, names: Sequence[str] = (), sentence: str = "", **more: Any) -> str:
        """A mail from the debtor, kept and read: `says` are its intents, `more` fields of the reading.

        `sender`, `whose`, `sure`, `letter` and `late` tell how it was found.
        """
        case, digest = self.case(name), f"{self._name('mail') + '.':0<64}"
        sender = more.pop("sender", case.debtor.contacts[0] if case.debtor.contacts else f"x@{name}.example")
        machine = bool(MACHINES & set(says))
        answered = next((x.intended.letter for x in reversed(case.sent_letters())), "")
        kept = MailKept(
            digest,
            f"<{digest[:9]}@{name}.example>",
            sender.lower(),
            "Re: Facture",
            self.now,
            "INBOX",
            1,
            self.names,
            more.pop("whose", "machine" if machine else "debtor"),
            more.pop("sure", "thread" if answered else "address"),
            tuple(names),
            more.pop("letter", answered),
            late=more.pop("late", False),
        )
        evidence = tuple(Quote(intent, sentence) for intent in says if sentence)
        self.grow(
            name, kept, MailRead(digest, "test", tuple(says), evidence=evidence, confidence=0.9, **more)
        )
        return digest

    def promises(self, name: str, on: date | None, amount: int | None = None, **more: Any) -> str:
        return self.mail(name, "promise", promises=(PromiseRead(on, amount),), **more)

    def says_paid(self, name: str, on: date | None = None, sentence: str = "Réglé.", **more: Any) -> str:
        return self.mail(name, "already_paid", paid=PaidRead(on, None), sentence=sentence, **more)

    def bounces(self, name: str, *, permanent: bool, recipient: str = "", lost: bool = False) -> str:
        to = recipient or self.case(name).sent_letters()[-1].intended.to[0]
        found = BounceRead(to, permanent, lost)
        return self.mail(name, "bounce", bounce=found, sender="mailer-daemon@mx.example")

    def found_in_sent(self, name: str) -> None:
        for letter in self.case(name).uncertain():
            self.grow(name, LetterSettled(letter.intended.letter, True, "it stands in Sent"))

    def owner_writes(self, name: str, until: date | None = None, about: tuple[str, ...] = ()) -> None:
        digest = f"{self._name('mail') + '.':0<64}"
        kept = MailKept(digest, "", "claire@m.example", "", self.now, "Sent", 1, 1, "owner_letter", "address")
        wrote = OwnerWrote(digest, self.case(name).debtor.contacts, self.now, until=until, invoices=about)
        weighed = ReplyWeighed(digest, "owner_letter", "the owner wrote to the debtor")
        self.grow(name, kept, wrote, *([] if until else [weighed]))

    # --- the owner's commands -------------------------------------------------------------------------

    def pay(self, name: str, number: str, amount: int) -> None:
        self.grow(name, *acts.pay(self.case(name), number, amount, self.today, ""))

    def hold(self, name: str, number: str = "", until: date | None = None) -> None:
        self.grow(name, *acts.hold(self.case(name), number, until, "the owner says so", self.now))

    def resume(self, name: str, number: str = "") -> None:
        self.grow(name, *acts.resume(self.case(name), (number,) if number else (), self.today))

    def answer(self, name: str, about: str, *, yes: bool) -> None:
        """`approve` or `refuse` of the open notice about this matter."""
        asked = [n.opened for n in self.case(name).open_notices() if n.opened.about == about]
        assert asked, f"{name} has no open notice about {about}: {self.case(name).open_notices()}"
        found = acts.answer(
            self.case(name), asked[-1].notice, yes=yes, why="", rules=self.rules, now=self.now
        )
        self.grow(name, *found)

    def posted(self, name: str, number: str = "1A 234", **days: date) -> None:
        papers = list(self.case(name).papers.values())
        known = papers[-1].posted if papers else None
        on = days.pop("on", known.on if known else self.today)
        self.grow(name, *acts.posted(self.case(name), number, on, **days))

    # --- the owner's orders by mail -------------------------------------------------------------------

    def sight(self, name: str) -> Sight:
        return see(self.case(name), self.house(name), self.rules, self.now)

    def order(self, name: str, about: str, answer: Any, *events: CaseEvent) -> None:
        """An order that answers the last open question about this matter, or none."""
        asked = [n.opened for n in self.case(name).open_notices() if n.opened.about == about]
        closed = [NoticeAnswered(asked[-1].notice, answer, "owner")] if asked else []
        self.grow(name, *closed, *events)

    def asked_mail(self, name: str, about: str) -> str:
        """The debtor's mail that the open question about this matter quotes."""
        asked = [n.opened.mail for n in self.case(name).open_notices() if n.opened.about == about]
        return asked[-1] if asked else ""

    # --- what was done --------------------------------------------------------------------------------

    def told(self) -> dict[date, list[str]]:
        """The doings of each day, in the order of time, as a reader would tell them."""
        days: dict[date, list[str]] = {}
        calendar = calendar_of(self.rules.calendar)
        lines = [entry for chain in self.entries.values() for entry in chain]
        dues = {e.event.number: e.event.due for e in lines if isinstance(e.event, InvoiceSeen)}
        for entry in sorted(lines, key=lambda e: (e.at, e.case, e.n)):
            said = sentence(entry, dues)
            if said:
                at = entry.at.astimezone(calendar.zone)
                days.setdefault(at.date(), []).append(f"{at:%H:%M} {said}")
        return days

    def why(self, name: str) -> str:
        return self.last[name].why


def two_reminded() -> Play:
    """Two invoices of Martin's are reminded of on Monday 2 March 2026; it is Tuesday, ten o'clock."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-112", due=date(2026, 2, 27))
    begun.invoice("martin", "F-118", due=date(2026, 2, 27))
    begun.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    return begun
