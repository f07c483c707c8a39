"""The chronology of a case: from its entries to dated sentences of fact, each with its exhibit.

Pure. What only concerns the work (holds, questions to the owner, notes) is no fact for a judge and left out;
the reader's understanding of a mail is left out too: its words are quoted instead.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from bot.dossier.exhibits import Exhibit
from bot.dossier.phrases import Phrases
from bot.events.consequences import PromiseEnded, PromiseNoted
from bot.events.debts import InvoiceClosed, InvoiceSeen, PaymentSeen
from bot.events.entries import Entry, Event
from bot.events.letters import (
    LetterBounced,
    LetterIntended,
    LetterRefused,
    LetterSent,
    LetterSettled,
    LetterUncertain,
    PaperPosted,
    PaperPrepared,
    PaperPresented,
)
from bot.events.mail import MailKept, MailRead, Quote
from bot.events.owner import (
    AccessoriesWaived,
    CallNoted,
    CourtDay,
    CourtDaySaid,
    CreditSaid,
    DebtAcknowledged,
    DebtDropped,
    PieceKept,
)
from bot.wording import clean

_QUOTES = 3  # of one mail
_UNTOLD = ("ours",)


@dataclass(frozen=True, slots=True)
class Fact:
    at: datetime  # local
    text: str
    exhibit: int | None = None


@dataclass(slots=True)
class _Told:
    """What earlier entries said, as far as later sentences need it."""

    phrases: Phrases
    numbers: dict[str, int]  # digest: exhibit
    quotes: dict[str, tuple[Quote, ...]]  # mail: its decisive words
    letters: dict[str, LetterIntended] = field(default_factory=dict)
    invoices: dict[str, InvoiceSeen] = field(default_factory=dict)
    promises: dict[str, PromiseNoted] = field(default_factory=dict)
    papers: dict[str, PaperPrepared] = field(default_factory=dict)
    court: dict[CourtDay, date] = field(default_factory=dict)


Sentence = tuple[str, str]  # the words, the digest of their exhibit


def facts(
    entries: Sequence[Entry], exhibits: Iterable[Exhibit], phrases: Phrases, zone: tzinfo
) -> tuple[Fact, ...]:
    quotes = {
        entry.event.mail: entry.event.evidence for entry in entries if isinstance(entry.event, MailRead)
    }
    told = _Told(phrases, {exhibit.digest: exhibit.number for exhibit in exhibits}, quotes)
    found: list[Fact] = []
    for entry in entries:
        tell = _TELL.get(type(entry.event))
        for words, digest in tell(told, entry.event) if tell else ():
            found.append(Fact(entry.at.astimezone(zone), words, told.numbers.get(digest)))
    return tuple(found)


# --- one small function for each event that is a fact -------------------------------------------------


def _invoice(told: _Told, event: InvoiceSeen) -> Iterable[Sentence]:
    say, money = told.phrases.say, told.phrases.money
    before = told.invoices.get(event.number)
    told.invoices[event.number] = event
    total, due = money(event.total, event.currency), told.phrases.day(event.due)
    if before is None:
        issued = told.phrases.day(event.issued)
        yield say("invoice", number=event.number, issued=issued, due=due, total=total), event.pdf
    elif (before.total, before.due) != (event.total, event.due):
        yield say("invoice_changed", number=event.number, due=due, total=total), event.pdf
    if event.paid > (before.paid if before else 0):
        yield say("invoice_paid", number=event.number, amount=money(event.paid, event.currency)), ""


def _closed(told: _Told, event: InvoiceClosed) -> Iterable[Sentence]:
    yield told.phrases.say("settled", number=event.number), ""


def _payment(told: _Told, event: PaymentSeen) -> Iterable[Sentence]:
    currency = told.invoices[event.number].currency if event.number in told.invoices else "EUR"
    amount, day = told.phrases.money(abs(event.amount), currency), told.phrases.day(event.on)
    ref = f" ({clean(event.ref)})" if event.ref else ""
    name = "payment" if event.amount > 0 else "payment_back"
    yield told.phrases.say(name, number=event.number, amount=amount, day=day, ref=ref), ""


def _intended(told: _Told, event: LetterIntended) -> Iterable[Sentence]:
    told.letters[event.letter] = event
    return ()


def _sent(told: _Told, event: LetterSent) -> Iterable[Sentence]:
    letter, phrases = told.letters[event.letter], told.phrases
    subject = phrases.quoted(letter.subject)
    words = phrases.say("sent", to=event.to, what=phrases.what(letter), subject=subject)
    if letter.kind not in ("answer", "note"):  # these ask for nothing
        amount = phrases.money(letter.demanded or letter.part or letter.asked, letter.currency)
        words = f"{words} {phrases.say('asked', amount=amount)}"
    yield f"{words} {phrases.say('accepted', reply=phrases.quoted(event.reply))}", letter.mail


def _refused(told: _Told, event: LetterRefused) -> Iterable[Sentence]:
    letter, phrases = told.letters[event.letter], told.phrases
    what, reply = phrases.what(letter), phrases.quoted(event.reply)
    yield phrases.say("refused", to=event.to, what=what, reply=reply), letter.mail


def _uncertain(told: _Told, event: LetterUncertain) -> Iterable[Sentence]:
    letter = told.letters[event.letter]
    yield told.phrases.say("uncertain", what=told.phrases.what(letter)), letter.mail


def _settled(told: _Told, event: LetterSettled) -> Iterable[Sentence]:
    letter = told.letters[event.letter]
    name = "found_sent" if event.sent else "found_lost"
    yield told.phrases.say(name, what=told.phrases.what(letter)), letter.mail


def _bounced(told: _Told, event: LetterBounced) -> Iterable[Sentence]:
    letter = told.letters.get(event.letter)
    if letter and (event.permanent or event.lost):
        yield told.phrases.say("bounced", to=event.to, what=told.phrases.what(letter)), event.mail


def _mail(told: _Told, event: MailKept) -> Iterable[Sentence]:
    phrases = told.phrases
    if event.whose in _UNTOLD:
        return
    title, subject = phrases.mail_from(event), phrases.quoted(event.subject)
    words = phrases.say("got", title=title, subject=subject)
    quoted = dict.fromkeys(quote.text for quote in told.quotes.get(event.mail, ()))
    if quoted:
        shown = " ".join(phrases.quoted(text) for text in list(quoted)[:_QUOTES])
        words = f"{words} {phrases.texts['words'].format(words=shown)}"
    yield words, event.mail


def _promised(told: _Told, event: PromiseNoted) -> Iterable[Sentence]:
    again = event.promise in told.promises  # it goes on beside another one, for less
    told.promises[event.promise] = event
    amount = told.phrases.money(event.amount or event.owed)
    if again:
        return
    if event.on:
        yield told.phrases.say("promised", day=told.phrases.day(event.on), amount=amount), event.mail
    else:
        yield told.phrases.say("promised_undated", amount=amount), event.mail


def _promise_ended(told: _Told, event: PromiseEnded) -> Iterable[Sentence]:
    noted = told.promises.get(event.promise)
    if noted and noted.on and event.outcome not in ("replaced", "moot"):
        day, amount = told.phrases.day(noted.on), told.phrases.money(event.received)
        promised = min(noted.amount or noted.owed, noted.owed)
        unseen = event.outcome == "kept" and event.received < promised
        yield told.phrases.say("kept_unseen" if unseen else event.outcome, day=day, amount=amount), ""


def _prepared(told: _Told, event: PaperPrepared) -> Iterable[Sentence]:
    told.papers[event.letter] = event
    amount = told.phrases.money(event.demanded or event.part or event.asked, event.currency)
    formal = event.kind == "mise_en_demeure"
    name = "prepared" if formal else "prepared_reminder"
    yield told.phrases.say(name, amount=amount, days=event.deadline_days), event.pdf


def _posted(told: _Told, event: PaperPosted) -> Iterable[Sentence]:
    paper = told.papers[event.letter]
    name = "posted" if paper.kind == "mise_en_demeure" else "posted_reminder"
    yield told.phrases.say(name, day=told.phrases.day(event.on), number=event.number or "–"), paper.pdf


def _presented(told: _Told, event: PaperPresented) -> Iterable[Sentence]:
    name = "refused_at_door" if event.outcome == "refused" else event.outcome
    yield told.phrases.say(name, day=told.phrases.day(event.on)), told.papers[event.letter].pdf


def _credited(told: _Told, event: CreditSaid) -> Iterable[Sentence]:
    currency = told.invoices[event.number].currency if event.number in told.invoices else "EUR"
    amount = told.phrases.money(event.amount, currency)
    yield told.phrases.say("credited", number=event.number, amount=amount), ""


def _dropped(told: _Told, event: DebtDropped) -> Iterable[Sentence]:
    name = "claimed_again" if event.withdrawn else "dropped"
    yield told.phrases.say(name, number=", ".join(event.invoices) or "–"), ""


def _waived(told: _Told, event: AccessoriesWaived) -> Iterable[Sentence]:
    sums = {
        "indemnity": told.phrases.money(event.indemnity, "EUR"),
        "interest": told.phrases.money(event.interest, "EUR"),
    }
    yield told.phrases.say("waived", number=", ".join(event.invoices), **sums), ""


def _called(told: _Told, event: CallNoted) -> Iterable[Sentence]:
    name = "called" if event.result == "other" else f"called_{event.result}"
    said = told.phrases.say(name, day=told.phrases.day(event.on))
    words = told.phrases.quoted(event.words) if event.words else ""
    yield f"{said} {words}".strip(), ""


def _piece(told: _Told, event: PieceKept) -> Iterable[Sentence]:
    yield f"{told.phrases.piece(event)}.", event.digest


def _court(told: _Told, event: CourtDaySaid) -> Iterable[Sentence]:
    said = told.court.pop(event.what, None) if event.on is None else event.on
    if event.on:
        told.court[event.what] = event.on
    if said:
        name = f"court_{event.what}" if event.on else "court_mistake"
        yield told.phrases.say(name, day=told.phrases.day(said)), ""


def _acknowledged(told: _Told, event: DebtAcknowledged) -> Iterable[Sentence]:
    name = "not_acknowledged" if event.withdrawn else "acknowledged"
    yield told.phrases.say(name, day=told.phrases.day(event.on)), event.mail


_TELL: dict[type[Event], Callable[[_Told, Any], Iterable[Sentence]]] = {
    InvoiceSeen: _invoice,
    InvoiceClosed: _closed,
    PaymentSeen: _payment,
    LetterIntended: _intended,
    LetterSent: _sent,
    LetterRefused: _refused,
    LetterUncertain: _uncertain,
    LetterSettled: _settled,
    LetterBounced: _bounced,
    MailKept: _mail,
    PromiseNoted: _promised,
    PromiseEnded: _promise_ended,
    PaperPrepared: _prepared,
    PaperPosted: _posted,
    PaperPresented: _presented,
    CreditSaid: _credited,
    DebtDropped: _dropped,
    AccessoriesWaived: _waived,
    CallNoted: _called,
    PieceKept: _piece,
    CourtDaySaid: _court,
    DebtAcknowledged: _acknowledged,
}
