"""What happened since the last digest, as lines for the owner, and the calls to make. Pure.

In come the journal's entries of that time and the cases as they stand now; out come frozen values with
amounts in cents and days as dates. Nothing is said of money that was not seen: an invoice that was only
closed brought nothing that is known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.case import MACHINES, Case, Mail
from bot.events.consequences import AnswerDropped, PromiseEnded
from bot.events.debts import InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import Entry
from bot.events.letters import NOT_SENT, Climb, LetterSent, PaperPosted
from bot.events.mail import ReplyWeighed
from bot.events.owner import NoticeAnswered, OwnerWrote
from bot.owner.dues import Owed, Sum, owed, sums
from bot.policy.again import AGAIN
from bot.policy.elsewhere import too_much
from bot.policy.on_its_way import ordered
from bot.policy.questions import GRAVE
from bot.policy.unsaid import DAY_OVER


@dataclass(frozen=True, slots=True)
class Money:
    """Money for an invoice. `settled`: the source only closed it; `so_far`: all that the source says paid;
    `over`: cents that came above the invoice's sum."""

    debtor: str
    number: str
    cents: int
    currency: str
    on: date
    settled: bool = False
    so_far: bool = False
    over: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """A person's mail, the rule under which it was weighed, and what followed."""

    debtor: str
    invoices: tuple[str, ...]
    rule: str
    words: str
    on: date
    held_until: date | None = None
    held: bool = False
    times: int = 1  # that it was said, in these words


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that left, or was posted."""

    debtor: str
    invoices: tuple[str, ...]
    amount: int
    currency: str
    on: date
    rank: int = 0  # of its step, from 1; 0: an answer
    tone: str = ""
    formal: bool = False
    paper: bool = False
    template: str = ""  # of an answer: what it says
    rehearsed: bool = False  # nobody got it


@dataclass(frozen=True, slots=True)
class Ended:
    """A promise that was kept, in part, or not."""

    debtor: str
    invoices: tuple[str, ...]
    outcome: str
    on: date | None
    received: int
    currency: str


@dataclass(frozen=True, slots=True)
class Other:
    """A mail about something else: kept, and nothing held."""

    debtor: str
    sender: str
    subject: str
    on: date


@dataclass(frozen=True, slots=True)
class Granted:
    """A day that the owner's own letter to a debtor grants, as it was read."""

    debtor: str
    words: str
    until: date | None
    refused: tuple[str, ...] = ()  # not for these


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A word of the owner's to the debtor that could not leave before its day was over."""

    debtor: str
    template: str  # what it was to say
    day: date | None  # the promised day of which it was to speak


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone call to make, with what one needs to know before it."""

    n: int
    debtor: str
    phone: str
    invoices: tuple[Owed, ...]
    total: tuple[Sum, ...]
    words: str = ""  # the debtor's last ones
    wrote: date | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    money: tuple[Money, ...] = ()
    replies: tuple[Reply, ...] = ()
    sent: tuple[Sent, ...] = ()
    ended: tuple[Ended, ...] = ()
    others: tuple[Other, ...] = ()
    granted: tuple[Granted, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()

    @property
    def any(self) -> bool:
        told = self.money or self.replies or self.sent or self.ended or self.others
        return bool(told or self.granted or self.unsaid)


def happened(
    entries: Iterable[Entry], case_of: Callable[[str], Case], day_of: Callable[[datetime], date]
) -> Happened:
    """What these entries of the journal tell, in their order, each letter and mail once."""
    found: dict[tuple[object, ...], object] = {}
    for entry in entries:
        tell = _TELL.get(type(entry.event))
        if tell:
            case = case_of(entry.case)
            line = tell(case, entry.event, entry.at, day_of(entry.at))
            if line is not None:
                found.setdefault((type(line), entry.case, _name(entry, case)), line)
    lines = list(found.values())
    return Happened(
        tuple(x for x in lines if isinstance(x, Money)),
        _replies(x for x in lines if isinstance(x, Reply)),
        tuple(x for x in lines if isinstance(x, Sent)),
        tuple(x for x in lines if isinstance(x, Ended)),
        tuple(x for x in lines if isinstance(x, Other)),
        tuple(x for x in lines if isinstance(x, Granted)),
        tuple(x for x in lines if isinstance(x, Unsaid)),
    )


def _replies(lines: Iterable[Reply]) -> tuple[Reply, ...]:
    """What was only said again stands once, with how often it was said."""
    found: dict[tuple[str, str], Reply] = {}
    for n, line in enumerate(lines):
        name = (line.debtor, line.words)
        again = line.rule == AGAIN and name in found
        if again:
            found[name] = replace(found[name], times=found[name].times + 1)
        else:
            found[name if name not in found else (str(n), "")] = line
    return tuple(found.values())


def _name(entry: Entry, case: Case) -> object:
    """What makes a line one of its own: the letter, the mail; else the entry."""
    event = entry.event
    if isinstance(event, LetterSent | PaperPosted):
        return event.letter
    if isinstance(event, NoticeAnswered):
        return asked_by(case, event)
    return event.mail if isinstance(event, ReplyWeighed) else entry.n


def _payment(case: Case, event: PaymentSeen, at: datetime, day: date) -> Money | None:
    invoice = case.invoices.get(event.number)
    if invoice is None:
        return None
    over = too_much(case, event.number) if event.amount > 0 else 0
    return Money(case.debtor.name, event.number, event.amount, invoice.seen.currency, event.on, over=over)


def _closed(case: Case, event: InvoiceClosed, at: datetime, day: date) -> Money | None:
    invoice = case.invoices.get(event.number)
    if invoice is None or invoice.seen.type == "credit_note":
        return None
    seen = invoice.seen
    return Money(case.debtor.name, seen.number, seen.total, seen.currency, day, settled=True)


def _seen(case: Case, event: InvoiceSeen, at: datetime, day: date) -> Money | None:
    """A source that shows an invoice again, with something paid; a new one only where that is too much."""
    if not event.paid or event.type == "credit_note":
        return None
    known = case.invoices.get(event.number)
    if known is None or (known.first_seen >= at and not event.overpaid):
        return None
    line = Money(case.debtor.name, event.number, event.paid, event.currency, day, so_far=True)
    return replace(line, over=too_much(case, event.number))


def _reply(case: Case, event: ReplyWeighed, at: datetime, day: date) -> Reply | Other | Granted | None:
    mail = case.mails.get(event.mail)
    if mail is None or mail.weighed in MACHINES | {"owner_said"}:
        return None
    if mail.weighed == "owner_letter":
        return _granted(case, event.mail)
    kept, name = mail.kept, case.debtor.name
    if mail.weighed == "unrelated" and kept.sure not in ("thread", "reference"):
        return Other(name, kept.sender, kept.subject, day)
    holds = [hold for hold in case.holds.values() if hold.mail == kept.mail]
    ends = [hold.until for hold in holds if hold.until]
    until = max(ends) if holds and len(ends) == len(holds) else None
    line = Reply(name, kept.invoices, mail.weighed, _words(mail), day)
    return replace(line, held=bool(holds), held_until=until)


def _granted(case: Case, letter: str) -> Granted | None:
    wrote = case.owner_letters.get(letter)
    if wrote is None:
        return None
    waits = any(hold.rule in ("delay_proposed", "promise") for hold in case.holds.values())
    until = (_agreed(case, wrote) or wrote.until) if waits else None
    said = until or wrote.refused
    return Granted(case.debtor.name, wrote.words, until, wrote.refused) if said else None


def _agreed(case: Case, wrote: OwnerWrote) -> date | None:
    """The first day that his yes has granted."""
    decided = {n.opened.mail for n in case.notices.values() if n.answered_at and n.answered_at >= wrote.at}
    running = [p.noted for p in case.promises.values() if not p.outcome]
    return min((said.on for said in running if said.on and said.mail in decided), default=None)


def _moot(case: Case, event: NoticeAnswered, at: datetime, day: date) -> Reply | None:
    """A question about a mail that settled itself before anybody was asked: the mail is told of, once."""
    asked, mail = case.notices.get(event.notice), case.mails.get(asked_by(case, event))
    if asked is None or mail is None or event.answer != "moot" or asked.opened.about not in GRAVE:
        return None
    return Reply(case.debtor.name, mail.kept.invoices, asked.opened.about, _words(mail), day)


def asked_by(case: Case, event: NoticeAnswered) -> str:
    """The mail that this question was about; empty for other questions."""
    asked = case.notices.get(event.notice)
    return asked.opened.mail if asked else ""


def _words(mail: Mail) -> str:
    return " … ".join(dict.fromkeys(q.text for q in mail.read.evidence)) if mail.read else ""


def _letter(case: Case, event: LetterSent, at: datetime, day: date) -> Sent | None:
    letter = case.letters.get(event.letter)
    if letter is None:
        return None
    said = letter.intended
    asked = said.part or said.asked
    line = Sent(case.debtor.name, said.about, asked, said.currency, day, _rank(said.climbs))
    line = replace(line, tone=said.tone, formal=said.kind == "mise_en_demeure")
    return replace(line, template=said.template, rehearsed=event.reply == NOT_SENT)


def _posted(case: Case, event: PaperPosted, at: datetime, day: date) -> Sent | None:
    paper = case.papers.get(event.letter)
    if paper is None:
        return None
    said, on = paper.prepared, event.on
    asked = said.part or said.asked
    line = Sent(case.debtor.name, _numbers(said.climbs), asked, said.currency, on, _rank(said.climbs))
    return replace(line, tone=said.tone, formal=said.kind == "mise_en_demeure", paper=True)


def _numbers(climbs: Sequence[Climb]) -> tuple[str, ...]:
    return tuple(climb.number for climb in climbs)


def _rank(climbs: Sequence[Climb]) -> int:
    return max((climb.index for climb in climbs), default=-1) + 1


def _ended(case: Case, event: PromiseEnded, at: datetime, day: date) -> Ended | None:
    promise = case.promises.get(event.promise)
    if promise is None or event.outcome in ("replaced", "moot"):
        return None
    noted = promise.noted
    known = [case.invoices[n] for n in noted.invoices if n in case.invoices]
    currency = next((i.seen.currency for i in known or case.invoices.values()), "EUR")
    its_own = min(event.received, noted.amount or event.received)  # the rest is counted for the next ones
    return Ended(case.debtor.name, noted.invoices, event.outcome, noted.on, its_own, currency)


def _unsaid(case: Case, event: AnswerDropped, at: datetime, day: date) -> Unsaid | None:
    owed = case.deserved.get(event.answer)
    if owed is None or event.why != DAY_OVER or not ordered(owed):
        return None
    promise = case.promises.get(owed.promise)
    refused = owed.template == "promise_refused"
    on = owed.day if refused else promise.noted.on if promise else None
    return Unsaid(case.debtor.name, owed.template, on)


_TELL: dict[type, Callable[[Case, Any, datetime, date], object | None]] = {
    PaymentSeen: _payment,
    InvoiceClosed: _closed,
    InvoiceSeen: _seen,
    ReplyWeighed: _reply,
    LetterSent: _letter,
    PaperPosted: _posted,
    PromiseEnded: _ended,
    AnswerDropped: _unsaid,
    NoticeAnswered: _moot,
}


def call(n: int, case: Case, invoices: Sequence[str], today: date) -> Call:
    """A call about these invoices (none named: about all that is owed)."""
    named = set(invoices)
    meant = [i for i in case.open_invoices() if not named or i.number in named]
    meant.sort(key=lambda invoice: (invoice.seen.due, invoice.number))
    last = max(case.human_mails(), key=lambda mail: mail.kept.arrived, default=None)
    words = _words(last) if last else ""
    wrote = last.kept.arrived.date() if last and words else None
    lines = owed(case, meant, today)
    return Call(n, case.debtor.name, case.debtor.phone, lines, sums(lines), words, wrote)
