"""What a question to the owner may name: values made of a case, its mails and its letters. Pure.

In come the case as it stands and the question; out come frozen values with amounts in cents and days
as dates, which the templates put into words. What a debtor wrote is quoted as the reader kept it. Nothing is
decided here, nothing is guessed: what is not known is empty, and the words leave it out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.case import Case, Invoice, Letter, Mail, Paper
from bot.errors import OperatorError
from bot.events.consequences import HoldSet
from bot.events.house import MailUnplaced
from bot.events.mail import MailRead, PaidRead, PromiseRead
from bot.events.owner import NoticeOpened
from bot.law.limitation import Acknowledgement
from bot.owner import since
from bot.owner.askings import askings
from bot.owner.dues import Owed, Sum, owed, sums
from bot.owner.unsent import Unsent, offered, unsent
from bot.policy import claimed, claiming, delays, elsewhere, late, mise_en_demeure, shown
from bot.policy.again import as_one, gathered
from bot.policy.house import House
from bot.policy.ladder import MISE_EN_DEMEURE
from bot.policy.sight import Sight, runs, see
from bot.rules import Rules

_QUOTED = re.compile("“(.+)”", re.DOTALL)
_SOON = 14  # days: the day that stands as an example in the answers that a notice offers
_IN_HAND = 60  # days for which a printed letter may still be taken to the post
_PRESENTED_AFTER = 7  # days after posting, when no presentation date is given


@dataclass(frozen=True, slots=True)
class LetterSaid:
    """The letter that a question is about; the days of the post where it is a paper."""

    subject: str
    on: date
    to: tuple[str, ...] = ()
    file: str = ""
    number: str = ""
    posted: date | None = None
    deadline: date | None = None  # the last day that a mise en demeure leaves


@dataclass(frozen=True, slots=True)
class Asked:
    """One open question with all that the owner needs to answer it from a telephone."""

    notice: str
    about: str
    n: int = 0  # its number, where it stands in a list
    debtor: str = ""
    kind: str = "unknown"
    phone: str = ""
    contacts: tuple[str, ...] = ()  # addresses still alive
    invoices: tuple[Owed, ...] = ()  # those asked about, else all that is owed
    whole: bool = True  # it is about the whole case
    total: tuple[Sum, ...] = ()
    words: tuple[str, ...] = ()  # the debtor's own
    wrote: date | None = None  # the day that mail came
    sender: str = ""
    subject: str = ""  # of that mail
    files: tuple[str, ...] = ()  # attached to it: their names, and nothing but names
    intents: tuple[str, ...] = ()
    promises: tuple[PromiseRead, ...] = ()
    paid: PaidRead | None = None
    claimed: Sum | None = None  # what he says to have paid, or was to pay, as a part of it
    new_contact: str = ""
    returns: date | None = None
    bounced: str = ""  # the address that mail came back from
    alive: bool = False  # this address is still written to
    held: bool = False  # a hold stands on it
    held_until: date | None = None  # its last day; None: until the owner's word
    letter: LetterSaid | None = None
    since: date | None = None  # asked since
    day: date | None = None  # the day that it is about
    times: int = 0  # how often the owner was asked by mail before
    choices: tuple[str, ...] = ()
    soon: date | None = None  # a day to give as an example
    debtors: tuple[str, ...] = ()  # of the house: all customers meant
    file: str = ""  # of the house: the source, the payment or the file meant
    as_of: date | None = None  # of the house: the day whose truth the newest source states
    sum: Sum | None = None  # a payment, an indemnity, ... that the question is about
    interest: Sum | None = None
    paper: bool = False  # this customer's mise en demeure goes by post
    deadline_days: int = 0  # that it leaves
    minutes: int = 0  # between the owner's ok to it and its leaving
    least: int = 0  # cents: below this there is no mise en demeure
    agreed: date | None = None  # when the owner had said yes to this letter, which is another one by now
    plan_over: bool = False  # the next letter says that an agreed plan is over, and demands the whole
    handed_to: str = ""  # who pursues the debt now
    possible: date | None = None  # a later limitation date, by what the owner confirmed
    admitted: date | None = None  # the same, were this mail confirmed to acknowledge the debt
    judged: date | None = None  # of the judgment that opened an insolvency
    printed: date | None = None  # the day of a mise en demeure that was set and is not posted
    overtaken: str = ""  # why it must not be posted any more: a hold's rule, paid, changed, handed_over
    later: tuple[str, ...] = ()  # what the debtor has written since
    later_on: date | None = None
    given: bool = False  # he says that the time he speaks of was granted to him
    promised: date | None = None  # the last day of what he has promised since, of what he had contested
    stands_on: str = ""  # the invoice on which a payment stands that may be another's
    overpaid: bool = False  # more than its sum came there
    first: bool = True  # of a letter to post: the first time that it is handed over
    heard: date | None = None  # the last day that the customer answered after the mise en demeure
    came: Sum | None = None  # what came since then
    unsent: Unsent | None = None  # the owner's own word that has not left
    offered: tuple[PromiseRead, ...] = ()  # the payments that an "ok" grants
    mails: int = 1  # of the debtor's for which this question speaks: one, its copies, the others of a storm


class Question(Protocol):
    """An open question, as the state keeps it."""

    @property
    def opened(self) -> NoticeOpened: ...
    @property
    def at(self) -> datetime: ...
    @property
    def told(self) -> Sequence[datetime]: ...


# --- one question -----------------------------------------------------------------------------------


def asked(case: Case, question: Question, rules: Rules, now: datetime) -> Asked:
    """A question of this case."""
    sight, opened = see(case, House(), rules, now), question.opened
    mail = case.mails.get(opened.mail)
    meant = since.meant(case, opened)
    lines = owed(case, meant, sight.today)
    held, until = _held(sight, opened, meant)
    view = replace(
        _common(question, sight),
        debtor=case.debtor.name,
        kind=sight.kind,
        phone=case.debtor.phone,
        contacts=tuple(case.contacts()),
        invoices=lines,
        whole=not opened.invoices,
        total=sums(lines),
        held=held,
        held_until=until,
        letter=_letter(sight, opened),
        agreed=shown.agreed(sight, opened),
        plan_over=any(late.ends(sight, invoice) for invoice in meant),
        unsent=unsent(sight, opened),
        offered=offered(sight, opened),
        handed_to=case.handed_over,
        judged=case.court.get("insolvency"),
    )
    view = _with_printed(_with_mise_en_demeure(view, sight), opened, sight)
    view = replace(view, bounced=_dead_of(case, view.letter))
    currency = meant[0].seen.currency if meant else "EUR"
    if opened.about == MISE_EN_DEMEURE:
        view = replace(view, sum=_demanded(sight, meant))
    if opened.about == "limitation":
        view = replace(view, possible=claiming.possible(sight, meant), admitted=_admitted(sight, meant, mail))
    if opened.indemnity or opened.interest:
        view = replace(view, sum=_some(opened.indemnity, currency), interest=_some(opened.interest, currency))
    if opened.stands_on:
        over = elsewhere.too_much(case, opened.stands_on) > 0
        view = replace(view, sum=_some(opened.amount, currency), stands_on=opened.stands_on, overpaid=over)
    return _with_mail(view, mail, sight) if mail else view


def asked_of_house(
    question: Question,
    rules: Rules,
    now: datetime,
    *,
    debtors: Iterable[str] = (),
    file: str = "",
    as_of: date | None = None,
    unplaced: MailUnplaced | None = None,
    words: Sequence[str] = (),
) -> Asked:
    """A question of the house: a mail that nobody could place (`words` are its own), a source too old or
    not taken (`file`, and the day whose truth the newest one states)."""
    sight = see(Case("house"), House(), rules, now)
    view = replace(_common(question, sight), debtors=tuple(debtors), file=file, as_of=as_of)
    if unplaced is None:
        return view
    day = sight.day(unplaced.arrived)
    return replace(
        view, wrote=day, sender=unplaced.sender, subject=unplaced.subject, words=tuple(words), held=True
    )


def _common(question: Question, sight: Sight) -> Asked:
    opened = question.opened
    quoted = _QUOTED.search(opened.question)
    return Asked(
        notice=opened.notice,
        about=opened.about,
        words=(quoted[1],) if quoted else (),
        since=sight.day(question.at),
        day=opened.day,
        times=len(askings(question.told, sight.day)),
        choices=opened.choices,
        soon=sight.calendar.add_working(sight.today + timedelta(_SOON), 0),
    )


def _demanded(sight: Sight, meant: Sequence[Invoice]) -> Sum | None:
    """What the letter demands today, where that is more than the invoices; unsaid where a rate is missing."""
    try:
        whole = claiming.claim(sight, meant) if meant else None
    except OperatorError:
        return None
    more = whole is not None and whole.total > whole.left
    return Sum(whole.total, meant[0].seen.currency) if whole and more else None


def _admitted(sight: Sight, meant: Sequence[Invoice], mail: Mail | None) -> date | None:
    """The limitation date that this mail would give, were it taken for an acknowledgement of the debt."""
    if mail is None:
        return None
    perhaps = Acknowledgement(sight.day(mail.kept.arrived), mail.kept.mail, confirmed=True)
    return claiming.possible(sight, meant, (perhaps,))


def _some(cents: int, currency: str) -> Sum | None:
    return Sum(cents, currency) if cents else None


def _dead_of(case: Case, letter: LetterSaid | None) -> str:
    """The address of this letter that takes no mail any more."""
    return next((to for to in letter.to if to.lower() in case.dead), "") if letter else ""


def _with_mise_en_demeure(view: Asked, sight: Sight) -> Asked:
    """How this customer's mise en demeure would go."""
    step = next((step for step in sight.ladder if step.step == MISE_EN_DEMEURE), None)
    heard, came = mise_en_demeure.since(sight, {invoice.number for invoice in view.invoices})
    return replace(
        view,
        heard=heard,
        came=_some(came, view.total[0].currency if view.total else "EUR"),
        paper=step is not None and "letter" in step.channels,
        deadline_days=(step.deadline_days or 0) if step else 0,
        minutes=sight.rules.owner.think_minutes,
        least=sight.rules.law.mise_en_demeure_from,
    )


def _with_printed(view: Asked, opened: NoticeOpened, sight: Sight) -> Asked:
    """The letter that the owner may hold in hand, and what came between the print and the post."""
    view, paper = (
        replace(view, first=not mise_en_demeure.offers_another(opened)),
        mise_en_demeure.unposted(sight),
    )
    if paper is None or sight.today > paper.prepared.dated + timedelta(_IN_HAND):
        return view
    return replace(view, printed=paper.prepared.dated, overtaken=mise_en_demeure.overtaken(sight, paper))


def _with_mail(view: Asked, mail: Mail, sight: Sight) -> Asked:
    """What the debtor wrote, and what was understood of it."""
    every = gathered(sight.case, mail, view.about)
    kept, read = mail.kept, as_one(every)
    view = replace(view, wrote=sight.day(kept.arrived), sender=kept.sender, subject=kept.subject)
    at, later = since.written(sight.case, mail, every)
    view = replace(view, later=later, later_on=sight.day(at) if at else None)
    if view.about == "dispute":
        numbers = [invoice.number for invoice in view.invoices]
        view = replace(view, promised=since.promised(sight.case, mail, numbers))
    if read is None:
        return view
    return replace(
        view,
        mails=len(every),
        given=view.about == delays.REQUEST and any(map(delays.given, every)),
        words=_quotes(read, view.about) or view.words,
        intents=read.intents,
        promises=read.promises,
        paid=read.paid and claimed.said(sight.case, kept.mail),
        claimed=_some(_claimed(sight, kept.mail, view), view.total[0].currency if view.total else "EUR"),
        new_contact=read.new_contact or "",
        returns=read.return_date,
        bounced=read.bounce.recipient if read.bounce else view.bounced,
        alive=read.bounce is not None and read.bounce.recipient.lower() in map(str.lower, view.contacts),
    )


def _claimed(sight: Sight, mail: str, view: Asked) -> int:
    whole = view.total[0].cents if len(view.total) == 1 else 0
    return claimed.asked_part(sight.case, view.about, mail, whole)


def _quotes(read: MailRead, about: str) -> tuple[str, ...]:
    """The words that led to this question, else all that the reader kept; none twice."""
    of_it = [q.text for q in read.evidence if q.intent == about]
    return tuple(dict.fromkeys(of_it or [q.text for q in read.evidence]))


def _held(sight: Sight, opened: NoticeOpened, meant: Sequence[Invoice]) -> tuple[bool, date | None]:
    """Whether a hold stands on it, and the last day that it is held (None: until a person lifts it); of a
    plan the first day after which a letter may leave.
    """
    numbers, unheard = {invoice.number for invoice in meant}, delays.never_heard(sight, opened)
    holds = [
        hold
        for hold in sight.case.holds.values()
        if runs(sight, hold)
        and hold not in unheard
        and (_its_own(hold, opened) or not hold.invoices or numbers & set(hold.invoices))
    ]
    lasting = [h for h in holds if h.until and h.until >= sight.today and not delays.goes_on(h)]
    promised = [h.until for h in lasting if h.until and h.hold in sight.case.promises]
    ends = [h.until for h in lasting if h.until and h.hold not in sight.case.promises]
    ends += [min(promised)] if promised else []
    return bool(holds), max(ends) if holds and len(lasting) == len(holds) else None


def _its_own(hold: HoldSet, opened: NoticeOpened) -> bool:
    """Set for what the question asks: another thing said in the same mail has a hold of its own."""
    return bool(opened.mail) and (hold.mail, hold.rule) == (opened.mail, opened.about)


def _letter(sight: Sight, opened: NoticeOpened) -> LetterSaid | None:
    case = sight.case
    letter = case.letters.get(opened.letter)
    if letter:
        return LetterSaid(letter.intended.subject, sight.day(letter.at), letter.intended.to)
    paper = case.papers.get(opened.letter)
    if paper is None and opened.about in ("deadline", "not_served", "post"):
        sent = case.mise_en_demeure()
        if isinstance(sent, Letter):
            return LetterSaid(sent.intended.subject, sight.day(sent.at), sent.intended.to)
        paper = sent
    return _paper(paper) if paper else None


def _paper(paper: Paper) -> LetterSaid:
    prepared, posted, presented = paper.prepared, paper.posted, paper.presented
    start = presented.on if presented else posted.on + timedelta(_PRESENTED_AFTER) if posted else None
    return LetterSaid(
        subject="",
        on=prepared.dated,
        file=prepared.file,
        number=posted.number if posted else "",
        posted=posted.on if posted else None,
        deadline=start + timedelta(prepared.deadline_days) if start else None,
    )
