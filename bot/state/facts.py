"""What the house chain, open questions and the owner's mail say, as far as a round needs it at hand.

Grown from entries of the journal like the rest of the state, one small function for each event, and as
small as what is open: closed questions, spent secrets and carried out orders are forgotten.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.events.consequences import ContactDead, HoldLifted, PromiseEnded
from bot.events.debts import InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import HOUSE, Entry, Event
from bot.events.house import ConfigTaken, JournalOpened, MailboxRead, MailUnplaced, Sealed, SourceImported
from bot.events.letters import LetterSent, PaperPosted, PaperPrepared
from bot.events.mail import ReplyWeighed
from bot.events.owner import CallDue, CallNoted, ContactStopped, NoticeAnswered, NoticeOpened, OrderTaken
from bot.events.owner_mail import (
    HousePaused,
    HouseResumed,
    Item,
    OrdersDone,
    OwnerAnswered,
    OwnerMailKind,
    OwnerReached,
    OwnerTold,
    OwnerVouched,
)
from bot.state import reach
from bot.state import strays as stray
from bot.state.strays import Strays

Away = Callable[[datetime], bool]  # whether the owner is absent at that moment
AWAY = "the owner is away"  # such a pause has its own end
_ASKS = frozenset(("notice", "again", "eve", "backlog"))  # the others only list what is open
_LISTS = frozenset(("digest", "monday", "eve", "backlog", "paper"))  # answered a few lines at a time
_NEWS_DAYS = timedelta(days=8)
_REMEMBERED = timedelta(days=45)  # mails to the owner; their secrets end long before
# Said again with the same sum, or after a stop, it may be the same mail again. A yes needs no guard: its
# question is closed.
_COUNTS_TWICE = frozenset(
    (
        "paid", "credit", "resume", "mise_en_demeure", "dispute_closed", "not_received", "already_reminded",
        "posted",
    )
)  # fmt: skip


@dataclass(slots=True)
class Question:
    """An open question, whatever chain it stands in."""

    case: str
    opened: NoticeOpened
    at: datetime
    told: list[datetime] = field(default_factory=list)  # when a person was asked by mail


@dataclass(slots=True)
class Told:
    """A mail to one of the owner's people."""

    kind: OwnerMailKind
    to: str
    at: datetime
    secret: str = ""
    code: str = ""
    until: date | None = None
    notices: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    answers: str = ""
    day: date | None = None
    outcome: str = ""  # empty: nobody knows yet
    before: datetime | None = None  # when the last one of its kind was written to this person
    used: bool = False  # its secret is spent
    done: list[str] = field(default_factory=list)  # what its answers ordered that would count twice


@dataclass(slots=True)
class HouseFacts:
    """What the house chain and the sent letters say, as far as decisions need it."""

    opened: datetime | None = None  # the journal's first line
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # folder: UIDVALIDITY, UID
    sources: dict[str, SourceImported] = field(default_factory=dict)  # path: last taken
    alarmed: dict[str, SourceImported] = field(default_factory=dict)  # path: last not taken, since then
    accepted: set[str] = field(default_factory=set)  # files not taken that the owner has approved since
    notices: dict[str, NoticeOpened] = field(default_factory=dict)  # open ones of the house
    asked: int = 0  # house notices ever opened
    questions: dict[str, Question] = field(default_factory=dict)  # open ones of house and cases
    strays: Strays = field(default_factory=dict)  # of these, whose mails they are about
    silent: dict[str, datetime] = field(default_factory=dict)  # address that is dead, or wants no mail: since
    told: dict[str, Told] = field(default_factory=dict)  # mails to the owner, of the last weeks
    answering: dict[str, list[str]] = field(default_factory=dict)  # mail of the owner's: what came back to it
    last_told: dict[str, datetime] = field(default_factory=dict)  # kind of mail: when last written
    came_back: dict[str, datetime] = field(default_factory=dict)  # address: when a mail to it last came back
    orders: dict[str, OwnerAnswered] = field(default_factory=dict)  # read, not yet carried out
    vouched: dict[str, str] = field(default_factory=dict)  # of these, whose sender is known to be who it says
    taken: set[tuple[str, int]] = field(default_factory=set)  # of these, orders about the house carried out
    said: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # of these, what was carried out
    pauses: list[HousePaused] = field(default_factory=list)
    news: dict[str, datetime] = field(default_factory=dict)  # case: when something worth a digest happened
    papers: dict[str, str] = field(default_factory=dict)  # letters to print and post: their case
    calls: dict[str, str] = field(default_factory=dict)  # telephone calls to make: their case
    consents: dict[str, date] = field(default_factory=dict)  # case: day of the approved list
    refusals: dict[str, date] = field(default_factory=dict)  # case: day of the refused list
    nothing_new: datetime | None = None  # when the owner last vouched that no payment came
    sealed_at: datetime | None = None
    root: str = ""  # of the last seal
    config: str = ""  # digest of the configuration last taken
    iban: str = ""  # SHA-256 of the IBAN that letters may name
    refused_iban: str = ""  # of one that the owner does not know
    other_iban: str = ""  # of the one in the configuration, while the owner has not confirmed it

    def told_about(self, mail: str, kind: OwnerMailKind) -> list[Told]:
        """What was written about a mail of the owner's, the oldest first; a refused mail has told nobody."""
        answers = (self.told[name] for name in self.answering.get(mail, ()) if name in self.told)
        return [told for told in answers if told.kind == kind and told.outcome != "refused"]

    def listed(
        self, day: date, people: Collection[str], *, told: bool = False, away: Away = lambda _: False
    ) -> set[str]:
        """The cases on lists of that day's letters that one of these got; `told`: or may have got; `away`:
        but not at such a moment."""
        lists = (mail for mail in self.told.values() if mail.kind == "eve" and mail.day == day)
        there = (mail for mail in lists if not away(mail.at))
        return reach.listed(there, day, people, told=told)

    def unreached(self, email: str, now: datetime) -> bool:
        """Whether our mails to this address are refused, or came back and none has arrived since."""
        return reach.unreached(self.told.values(), email, self.came_back.get(email), now)

    def grow(self, entry: Entry) -> None:
        event = entry.event
        if type(event) in _NEWS or (isinstance(event, InvoiceSeen) and event.overpaid):
            self.news[entry.case] = entry.at
        grow = _GROW.get(type(event))
        if grow:
            grow(self, entry.case, event, entry.at)


_NEWS = frozenset((PaymentSeen, InvoiceClosed, ReplyWeighed, LetterSent, PaperPosted, PromiseEnded, CallDue))


def _opened(facts: HouseFacts, case: str, event: JournalOpened, at: datetime) -> None:
    facts.opened = at


def _place(facts: HouseFacts, case: str, event: MailboxRead, at: datetime) -> None:
    facts.places[event.folder] = (event.uidvalidity, event.uid)


def _imported(facts: HouseFacts, case: str, event: SourceImported, at: datetime) -> None:
    facts.accepted.discard(event.digest)
    if event.alarm:
        facts.alarmed[event.path] = event
        return
    facts.alarmed.pop(event.path, None)
    facts.sources[event.path] = event


def _config(facts: HouseFacts, case: str, event: ConfigTaken, at: datetime) -> None:
    facts.config = event.digest
    facts.iban = facts.iban or event.iban
    facts.other_iban = event.iban if event.iban and event.iban != facts.iban else ""


def _sealed(facts: HouseFacts, case: str, event: Sealed, at: datetime) -> None:
    facts.sealed_at, facts.root = at, event.root


def _asked(facts: HouseFacts, case: str, event: NoticeOpened, at: datetime) -> None:
    facts.questions[event.notice] = Question(case, event, at)
    if event.about == "call":
        facts.news[case] = at  # a line of the next digest
    if case == HOUSE:
        facts.notices[event.notice] = event
        facts.asked += 1
        for name in event.cases if event.about == "eve" else ():
            facts.consents.pop(name, None)  # a list that asks again: the ok to an older one is spent
        stray.asked(facts.strays, event, at)


def _answered(facts: HouseFacts, case: str, event: NoticeAnswered, at: datetime) -> None:
    if case == HOUSE and _answered_in_part(facts, event):
        return
    question = facts.questions.pop(event.notice, None)
    if question and event.answer == "moot" and reach.unheard(question, facts.told.values()):
        facts.news[case] = at  # the next digest says that it was asked
    facts.strays.pop(event.notice, None)
    opened = facts.notices.pop(event.notice, None) if case == HOUSE else None
    if opened is None or event.answer not in ("approve", "refuse"):
        return
    yes = event.answer == "approve"
    if opened.about == "stale_source" and yes:
        facts.nothing_new = at
    if opened.about == "alarm" and yes:
        facts.accepted.add(opened.mail)
    if opened.about == "iban_changed":
        facts.refused_iban = "" if yes else facts.other_iban
        facts.iban, facts.other_iban = (facts.other_iban, "") if yes else (facts.iban, facts.other_iban)
    if opened.about == "eve" and isinstance(opened.day, date):
        said = facts.consents if yes else facts.refusals
        said.update(dict.fromkeys(event.cases or opened.cases, opened.day))


def _answered_in_part(facts: HouseFacts, event: NoticeAnswered) -> bool:
    """Of an evening's list some lines are approved: it stays open for the others."""
    opened, question = facts.notices.get(event.notice), facts.questions.get(event.notice)
    if not (opened and question and opened.about == "eve" and event.answer == "approve" and event.cases):
        return False
    left = tuple(name for name in opened.cases if name not in event.cases)
    if not left or opened.day is None:
        return False
    facts.consents.update(dict.fromkeys(event.cases, opened.day))
    facts.notices[event.notice] = question.opened = replace(opened, cases=left)
    return True


def _told(facts: HouseFacts, case: str, event: OwnerTold, at: datetime) -> None:
    old = [told for told, known in facts.told.items() if at - known.at > _REMEMBERED]
    for told in old:
        facts.answering.pop(facts.told.pop(told).answers, None)
    if event.answers:
        facts.answering.setdefault(event.answers, []).append(event.told)
    facts.told[event.told] = Told(
        event.kind, event.to, at, event.secret, event.code, event.until, event.notices, event.items,
        event.answers, event.day, before=facts.last_told.get(f"{event.kind} {event.to}"),
    )  # fmt: skip
    facts.last_told[f"{event.kind} {event.to}"] = at
    if event.kind == "monday":
        facts.news = {name: stirred for name, stirred in facts.news.items() if at - stirred < _NEWS_DAYS}
    for notice in event.notices if event.kind in _ASKS else ():
        if notice in facts.questions:
            facts.questions[notice].told.append(at)


def _reached(facts: HouseFacts, case: str, event: OwnerReached, at: datetime) -> None:
    """A mail that was refused, or accepted and came back, has asked nobody."""
    told = facts.told.get(event.told)
    if told is None:
        return
    if event.outcome == "refused" and told.outcome:
        facts.came_back[told.to] = at
    told.outcome = event.outcome
    if event.outcome == "refused":
        for notice in told.notices if told.kind in _ASKS else ():
            asked = facts.questions.get(notice)
            if asked and told.at in asked.told:
                asked.told.remove(told.at)  # once: another person may have been asked at that very moment
        reach.forget_last(facts.last_told, told)


def _ordered(facts: HouseFacts, case: str, event: OwnerAnswered, at: datetime) -> None:
    facts.came_back.pop(event.sender, None)
    facts.orders[event.mail] = event
    if event.vouched:
        facts.vouched[event.mail] = event.vouched


def _vouched(facts: HouseFacts, case: str, event: OwnerVouched, at: datetime) -> None:
    if event.mail in facts.orders:
        facts.vouched[event.mail] = event.how


def _taken(facts: HouseFacts, case: str, event: OrderTaken, at: datetime) -> None:
    if case == HOUSE:
        facts.taken.add((event.mail, event.k))
    if event.mail in facts.orders and event.said:
        facts.said.setdefault(event.mail, []).append((event.k, event.said))


def _done(facts: HouseFacts, case: str, event: OrdersDone, at: datetime) -> None:
    """The mail is dealt with; the secret by which it came is spent by an order, but not that of a list, or of
    a mail that the owner has not placed yet: he names one customer after the other."""
    order = facts.orders.pop(event.mail, None)
    facts.vouched.pop(event.mail, None)
    facts.said.pop(event.mail, None)
    facts.taken = {(mail, k) for mail, k in facts.taken if mail != event.mail}
    told = facts.told.get(order.told) if order else None
    lasts = told and (told.kind in _LISTS or not facts.strays.keys().isdisjoint(told.notices))
    if told and order and lasts:
        told.done += said_before(order)
    elif told and order and order.acts:  # a photo of the slip alone spends nothing
        told.used = True


def said_before(order: OwnerAnswered) -> list[str]:
    """Those of its acts that would do more, were the mail sent again."""
    counted = (act for act in order.acts if act.act in _COUNTS_TWICE)
    return [f"{act.act} {act.target} {act.amount} {act.day}" for act in counted]


def _prepared(facts: HouseFacts, case: str, event: PaperPrepared, at: datetime) -> None:
    facts.papers[event.letter] = case


def _posted(facts: HouseFacts, case: str, event: PaperPosted, at: datetime) -> None:
    facts.papers.pop(event.letter, None)


def _call_due(facts: HouseFacts, case: str, event: CallDue, at: datetime) -> None:
    facts.calls[event.call] = case


def _called(facts: HouseFacts, case: str, event: CallNoted, at: datetime) -> None:
    facts.calls.pop(event.call, None)


def _paused(facts: HouseFacts, case: str, event: HousePaused, at: datetime) -> None:
    over = (at - _NEWS_DAYS).date()
    facts.pauses = [pause for pause in facts.pauses if pause.last is None or pause.last >= over]
    if event not in facts.pauses:
        facts.pauses.append(event)


def _resumed(facts: HouseFacts, case: str, event: HouseResumed, at: datetime) -> None:
    facts.pauses = [pause for pause in facts.pauses if pause.last and pause.why == AWAY]


_GROW: dict[type[Event], Callable[[HouseFacts, str, Any, datetime], None]] = {
    JournalOpened: _opened,
    MailboxRead: _place,
    SourceImported: _imported,
    ConfigTaken: _config,
    Sealed: _sealed,
    NoticeOpened: _asked,
    NoticeAnswered: _answered,
    MailUnplaced: lambda facts, case, event, at: stray.unplaced(facts.strays, event),
    HoldLifted: lambda facts, case, event, at: stray.lifted(facts.strays, case, event),
    ContactDead: lambda facts, case, event, at: stray.silent(facts.silent, event, at),
    ContactStopped: lambda facts, case, event, at: stray.silent(facts.silent, event, at),
    OwnerTold: _told,
    OwnerReached: _reached,
    OwnerAnswered: _ordered,
    OwnerVouched: _vouched,
    OrderTaken: _taken,
    OrdersDone: _done,
    PaperPrepared: _prepared,
    PaperPosted: _posted,
    CallDue: _call_due,
    CallNoted: _called,
    HousePaused: _paused,
    HouseResumed: _resumed,
}
