"""The fold: from the entries of one chain to the case that they tell.

One small function for each event. The fold sees no configuration, no clock and no other case, and it
judges nothing: consequences come to it as events, with absolute dates, so that the same journal gives
the same case under any rules.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.case import Case, Climbed, Invoice, Letter, Mail, Notice, Paper, Promise
from bot.events import (
    AnswerDropped,
    AnswerOwed,
    CaseSetAside,
    Climb,
    ContactDead,
    DebtorSeen,
    Entry,
    Event,
    HoldLifted,
    HoldSet,
    InvoiceClosed,
    InvoiceSeen,
    LetterBounced,
    LetterFiled,
    LetterIntended,
    LetterRefused,
    LetterSent,
    LetterSettled,
    LetterUncertain,
    MailKept,
    MailRead,
    NoteAdded,
    NoticeAnswered,
    NoticeOpened,
    OwnerWrote,
    PaperPosted,
    PaperPrepared,
    PaperPresented,
    PaymentSeen,
    PromiseEnded,
    PromiseNoted,
    ReplyWeighed,
)


def fold(case: str, entries: Iterable[Entry]) -> Case:
    """The case that these entries, its whole chain in order, tell."""
    grown = Case(case)
    for entry in entries:
        grown.n, grown.at = entry.n, entry.at
        _APPLY[type(entry.event)](grown, entry.event, entry.at)
    return grown


# --- one small function per event -------------------------------------------------------------------


def _debtor_seen(case: Case, event: DebtorSeen, at: datetime) -> None:
    case.debtor = event


def _invoice_seen(case: Case, event: InvoiceSeen, at: datetime) -> None:
    known = case.invoices.get(event.number)
    if known is None:
        case.invoices[event.number] = Invoice(event, at, ahead=event.paid, ahead_on=at.date())
        return
    shown = max(0, event.paid - known.seen.paid)
    answered = min(known.recorded, shown)  # the source now shows what had been recorded here
    known.recorded -= answered
    known.ahead = min(known.ahead + shown - answered, event.paid)
    if shown:
        case.last_payment, known.ahead_on = at, at.date()
    if known.closed or event.paid < known.seen.paid:
        known.reopened = at
    known.seen, known.closed = event, ""


def _invoice_closed(case: Case, event: InvoiceClosed, at: datetime) -> None:
    if event.number in case.invoices:
        case.invoices[event.number].closed = event.why
        case.last_payment = at


def _payment_seen(case: Case, event: PaymentSeen, at: datetime) -> None:
    invoice = case.invoices.get(event.number)
    if invoice is None:
        return
    listed = event.source != "owner" and invoice.ahead_on is not None and event.on <= invoice.ahead_on
    same = min(invoice.ahead, event.amount) if listed else 0  # money that the source had shown before
    invoice.ahead -= same
    invoice.recorded += event.amount - same
    invoice.payments.append(event)
    case.last_payment = at


def _mail_kept(case: Case, event: MailKept, at: datetime) -> None:
    case.mails[event.mail] = Mail(event, at)


def _mail_read(case: Case, event: MailRead, at: datetime) -> None:
    if event.mail in case.mails:
        case.mails[event.mail].read = event


def _reply_weighed(case: Case, event: ReplyWeighed, at: datetime) -> None:
    if event.mail in case.mails:
        case.mails[event.mail].weighed = event.rule


def _hold_set(case: Case, event: HoldSet, at: datetime) -> None:
    case.holds[event.hold] = event
    if event.rule == "unplaced":
        case.perhaps_wrote = at


def _hold_lifted(case: Case, event: HoldLifted, at: datetime) -> None:
    if event.hold:
        case.holds.pop(event.hold, None)
    else:
        case.holds.clear()
        case.set_aside = ""


def _promise_noted(case: Case, event: PromiseNoted, at: datetime) -> None:
    ahead = max(0, case.left(event.invoices) - event.owed)
    case.promises[event.promise] = Promise(event, "", case.paid(event.invoices), ahead)


def _promise_ended(case: Case, event: PromiseEnded, at: datetime) -> None:
    if event.promise in case.promises:
        case.promises[event.promise].outcome = event.outcome


def _contact_dead(case: Case, event: ContactDead, at: datetime) -> None:
    case.dead.add(event.email.lower())


def _answer_owed(case: Case, event: AnswerOwed, at: datetime) -> None:
    case.answers[event.answer] = event


def _answer_dropped(case: Case, event: AnswerDropped, at: datetime) -> None:
    case.answers.pop(event.answer, None)


def _letter_intended(case: Case, event: LetterIntended, at: datetime) -> None:
    case.letters[event.letter] = Letter(event, at)


def _letter_sent(case: Case, event: LetterSent, at: datetime) -> None:
    letter = case.letters.get(event.letter)
    if letter is None:
        return
    first = letter.state != "sent"
    letter.state = "sent"
    letter.accepted.append(event.to)
    if first:
        letter.at = at
        _count(case, letter.intended.letter, letter.intended.climbs, at)
        case.answers.pop(letter.intended.answer, None)


def _letter_refused(case: Case, event: LetterRefused, at: datetime) -> None:
    letter = case.letters.get(event.letter)
    if letter is None:
        return
    letter.refused.append(event)
    if letter.state != "sent":
        letter.state, letter.at = "refused", at


def _letter_uncertain(case: Case, event: LetterUncertain, at: datetime) -> None:
    letter = case.letters.get(event.letter)
    if letter and letter.state == "intended":
        letter.state = "uncertain"


def _letter_settled(case: Case, event: LetterSettled, at: datetime) -> None:
    """Settles what was open; a letter whose outcome is written down is not judged again."""
    letter = case.letters.get(event.letter)
    if letter is None or letter.state not in ("intended", "uncertain"):
        return
    if not event.sent:
        letter.state = "lost"
        return
    letter.state = "sent"
    letter.accepted = list(letter.intended.to)
    _count(case, event.letter, letter.intended.climbs, letter.at)
    case.answers.pop(letter.intended.answer, None)


def _letter_filed(case: Case, event: LetterFiled, at: datetime) -> None:
    if event.letter in case.letters:
        case.letters[event.letter].filed = event.folder


def _letter_bounced(case: Case, event: LetterBounced, at: datetime) -> None:
    letter = case.letters.get(event.letter)
    if letter is None:
        return
    if not event.permanent:
        letter.delayed.append(event.to.lower())
        return
    letter.bounced.append(event.to)
    if not letter.arrived:
        _uncount(case, event.letter)


def _count(case: Case, letter: str, climbs: Iterable[Climb], at: datetime) -> None:
    for climb in climbs:
        invoice = case.invoices.get(climb.number)
        if invoice and not any(done.index == climb.index for done in invoice.climbs):
            invoice.climbs.append(Climbed(climb.step, climb.index, at, letter))
            invoice.climbs.sort(key=lambda done: done.index)


def _uncount(case: Case, letter: str) -> None:
    for invoice in case.invoices.values():
        invoice.climbs = [climb for climb in invoice.climbs if climb.letter != letter]


def _paper_prepared(case: Case, event: PaperPrepared, at: datetime) -> None:
    case.papers[event.letter] = Paper(event, at)


def _paper_posted(case: Case, event: PaperPosted, at: datetime) -> None:
    paper = case.papers.get(event.letter)
    if paper:
        paper.posted = event
        _count(case, event.letter, paper.prepared.climbs, at)


def _paper_presented(case: Case, event: PaperPresented, at: datetime) -> None:
    paper = case.papers.get(event.letter)
    if paper is None:
        return
    paper.presented = event
    if event.outcome == "not_served":
        _uncount(case, event.letter)


def _notice_opened(case: Case, event: NoticeOpened, at: datetime) -> None:
    case.notices[event.notice] = Notice(event, at)


def _notice_answered(case: Case, event: NoticeAnswered, at: datetime) -> None:
    notice = case.notices.get(event.notice)
    if notice:
        notice.answer, notice.answered_at = event.answer, at


def _owner_wrote(case: Case, event: OwnerWrote, at: datetime) -> None:
    case.owner_wrote = event.at if case.owner_wrote is None else max(case.owner_wrote, event.at)


def _note_added(case: Case, event: NoteAdded, at: datetime) -> None:
    """Kept for whoever reads the story; nothing follows from it."""


def _case_set_aside(case: Case, event: CaseSetAside, at: datetime) -> None:
    case.set_aside = event.error


_APPLY: dict[type[Event], Callable[[Case, Any, datetime], None]] = {
    DebtorSeen: _debtor_seen,
    InvoiceSeen: _invoice_seen,
    InvoiceClosed: _invoice_closed,
    PaymentSeen: _payment_seen,
    MailKept: _mail_kept,
    MailRead: _mail_read,
    ReplyWeighed: _reply_weighed,
    HoldSet: _hold_set,
    HoldLifted: _hold_lifted,
    PromiseNoted: _promise_noted,
    PromiseEnded: _promise_ended,
    ContactDead: _contact_dead,
    AnswerOwed: _answer_owed,
    AnswerDropped: _answer_dropped,
    LetterIntended: _letter_intended,
    LetterSent: _letter_sent,
    LetterRefused: _letter_refused,
    LetterUncertain: _letter_uncertain,
    LetterSettled: _letter_settled,
    LetterFiled: _letter_filed,
    LetterBounced: _letter_bounced,
    PaperPrepared: _paper_prepared,
    PaperPosted: _paper_posted,
    PaperPresented: _paper_presented,
    NoticeOpened: _notice_opened,
    NoticeAnswered: _notice_answered,
    OwnerWrote: _owner_wrote,
    NoteAdded: _note_added,
    CaseSetAside: _case_set_aside,
}
