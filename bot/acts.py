"""The owner's acts as events: paid, hold, resume, approve, refuse, note, posted. Pure.

In comes the case and what the owner said; out come the events that say it. An act that makes no sense here
is refused with the cure (`OperatorError`). Acts that press need an open notice; acts that stop need nothing.
"""

from dataclasses import replace
from datetime import date, datetime

from bot.case import Case, Notice, Paper
from bot.errors import OperatorError
from bot.events import (
    CaseEvent,
    HoldLifted,
    HoldSet,
    LetterSettled,
    NoteAdded,
    NoticeAnswered,
    PaperPosted,
    PaperPresented,
    PaymentSeen,
)
from bot.policy.house import House
from bot.policy.promises import noted
from bot.policy.reply import Reply
from bot.policy.sight import see
from bot.rules import Rules
from bot.wording import decimal

# Answered by `approve`, `refuse` or `pay`, not by `resume`.
_OWN_WAY = (
    "uncertain",
    "first_firm_letter",
    "mise_en_demeure",
    "post",
    "backlog",
    "arrived",
    "after_mise_en_demeure",
)
# A no to these holds the whole case; a no to the other two lets their invoices be.
_NO_HOLDS = ("first_firm_letter", "mise_en_demeure", "post", "backlog", "after_mise_en_demeure")
_THEIR_INVOICES = ("backlog", "after_mise_en_demeure")


def pay(case: Case, number: str, amount: int, on: date, ref: str) -> list[CaseEvent]:
    """Money received; amount in cents. Never more than what the invoice still owes."""
    invoice = case.invoices.get(number)
    if invoice is None:
        raise OperatorError(f"{number}: no such invoice in case {case.id}")
    if not 0 < amount <= invoice.left:
        owed = decimal(invoice.left)
        raise OperatorError(f"{number}: an amount above 0 and at most {owed} {invoice.seen.currency} is owed")
    return [PaymentSeen(number, amount, on, ref)]


def hold(case: Case, number: str, until: date | None, why: str, now: datetime) -> list[CaseEvent]:
    """No letter through `until`, or until resumed."""
    if until and until < now.date():
        raise OperatorError(f"{until} is over: name a day that is still to come, or none")
    name = f"owner.{len(case.holds) + 1}.{int(now.timestamp())}"
    return [HoldSet(name, "owner", why, until, (number,) if number else (), by="owner")]


def resume(case: Case, number: str) -> list[CaseEvent]:
    """Lifts the holds of the invoice, or all; answers the questions that ask for nothing else."""
    named = [hold_ for hold_ in case.holds.values() if number and number in hold_.invoices]
    why = "the owner resumes"
    lifted: list[CaseEvent] = [_without(hold_, number, why) for hold_ in named]
    if not named:
        lifted = [HoldLifted("", why, "owner")]
    closed = [
        NoticeAnswered(open_.opened.notice, "resume", "owner")
        for open_ in case.open_notices()
        if open_.opened.about not in _OWN_WAY and (not named or number in open_.opened.invoices)
    ]
    return [*lifted, *closed]


def _without(hold_: HoldSet, number: str, why: str) -> CaseEvent:
    """The hold ends for this invoice; for the others that it names it goes on."""
    others = tuple(n for n in hold_.invoices if n != number)
    return replace(hold_, invoices=others) if others else HoldLifted(hold_.hold, why, "owner")


def answer(case: Case, notice: str, *, yes: bool, why: str, rules: Rules, now: datetime) -> list[CaseEvent]:
    """`approve` or `refuse` of an open notice, with what follows from it."""
    opened = _open(case, notice)
    word = "approve" if yes else "refuse"
    if word not in opened.opened.choices:
        choices = ", ".join(opened.opened.choices)
        raise OperatorError(f"notice {notice} ({opened.opened.about}) is answered with: {choices}")
    said = NoticeAnswered(notice, "approve" if yes else "refuse", "owner", why)
    return [said, *_consequences(case, opened, yes=yes, rules=rules, now=now)]


def _open(case: Case, notice: str) -> Notice:
    found = case.notices.get(notice)
    if found is None:
        raise OperatorError(f"notice {notice}: there is none of that name; `relance status` lists them")
    if found.answer:
        raise OperatorError(f"notice {notice} was answered already: {found.answer}")
    return found


def _consequences(case: Case, notice: Notice, *, yes: bool, rules: Rules, now: datetime) -> list[CaseEvent]:
    opened = notice.opened
    match opened.about:
        case "uncertain":
            how = "the owner says that it left" if yes else "the owner says that it did not leave"
            return [LetterSettled(opened.letter, yes, how)]
        case "promise_far" | "promise_again":
            lifted: list[CaseEvent] = [
                HoldLifted(hold_.hold, "the owner has decided", "owner")
                for hold_ in case.holds.values()
                if hold_.rule == opened.about and hold_.mail == opened.mail
            ]
            mail = case.mails.get(opened.mail)
            if not yes or mail is None or mail.read is None:
                return lifted
            return [*lifted, *noted(Reply(see(case, House(), rules, now), mail, mail.read))]
        case about if about in _NO_HOLDS and not yes:
            invoices = opened.invoices if about in _THEIR_INVOICES else ()
            refused = f"the owner refuses: {opened.about}"
            return [HoldSet(f"{opened.notice}.refused", "refused", refused, None, invoices, by="owner")]
        case _:
            return []


def note(text: str) -> list[CaseEvent]:
    return [NoteAdded(text)]


def posted(
    case: Case, number: str, on: date, *, presented: date | None = None, refused: date | None = None
) -> list[CaseEvent]:
    """The mise en demeure was posted, and later presented or refused at the door."""
    paper = _paper(case)
    events: list[CaseEvent] = []
    if paper.posted is None:
        if on < paper.prepared.dated:
            raise OperatorError(f"the letter is dated {paper.prepared.dated}: it was not posted before")
        events.append(PaperPosted(paper.prepared.letter, number, on))
    day = presented or refused
    if day:
        if day < (paper.posted.on if paper.posted else on):
            raise OperatorError("a letter is not presented before it is posted")
        events.append(PaperPresented(paper.prepared.letter, day, "refused" if refused else "presented"))
    elif paper.posted:
        raise OperatorError("this letter was already posted; add --presented D or --refused D")
    waiting = [n for n in case.open_notices() if n.opened.about == "post"]
    return [*events, *(NoticeAnswered(n.opened.notice, "resume", "owner", "posted") for n in waiting)]


def _paper(case: Case) -> Paper:
    if not case.papers:
        raise OperatorError(f"case {case.id} has no letter to post")
    return list(case.papers.values())[-1]
