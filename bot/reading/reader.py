"""A mail's bytes become a `Reading`: what a careful credit controller would note, with the words for it.

Machines are told apart first; of a human mail only the new words are read. Any bytes get an answer, in
time linear in their number, and never an exception. It errs on the side of stopping: whatever is neither a
plain promise, dispute, payment nor acknowledgement, and whatever pulls apart, is `undecided` and goes to a
person. It reads no clock: without any date in the mail no day is resolved.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.events.mail import BounceRead, MailRead, PaidRead, PromiseRead, Quote
from bot.patterns import pattern
from bot.reading.absences import return_day, speaks_of_runs, supplier_day
from bot.reading.amounts import decimal
from bot.reading.away import to_suppliers
from bot.reading.bare import Kind, bare
from bot.reading.bounds import bounded
from bot.reading.contacts import other_address, signed_address
from bot.reading.dates import Now, here
from bot.reading.heard import Heard, hear
from bot.reading.intents import ORDER, PLAIN, PULL_APART, STOPPERS, Said, weigh
from bot.reading.items import items_in
from bot.reading.lexicon import section
from bot.reading.machines import Machine, machine, unmarked
from bot.reading.machinewords import words
from bot.reading.mime import Head, head
from bot.reading.needless import needless
from bot.reading.parts import leaves, text_of
from bot.reading.payments import told_payment
from bot.reading.quotes import cut, signed
from bot.reading.references import payment_reference
from bot.reading.sentences import Clause, clauses
from bot.reading.shares import with_shares
from bot.reading.stand_ins import StandIn, stand_in
from bot.reading.version import version

_NOTHING = Said((), (), unsure=False)
# parts that were not taken apart, or a file among the words: nobody wrote that
_NOT_WORDS = pattern(r"(?mi)^(?:begin [0-7]{3} \S|--\S{1,70}\s{0,3}\n(?:Content-|MIME-))")
_OTHER_MONEY = pattern(r"[£$]\s?\d|\d\s?[£$]")  # a sum that is not counted in euros
_OF_NO_DEBT = 0.7  # so sure that a mail has nothing to do with one
_NEVER = Now(date(1900, 1, 1))  # a mail without any date: what it resolves to is thrown away


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says; values as in the labelling guide."""

    intents: tuple[str, ...]
    promises: tuple[PromiseRead, ...] = ()
    proposed: tuple[PromiseRead, ...] = ()  # the parts in which a request asks to pay
    paid: PaidRead | None = None
    return_date: date | None = None
    new_contact: str | None = None
    stand_in: StandIn | None = None  # for somebody who is away; never written to
    bounce: BounceRead | None = None
    misfortune: bool = False
    undecided: bool = False
    confidence: float = 0.0
    evidence: tuple[Quote, ...] = ()
    bare: Kind = ""  # it says yes, or thanks, and nothing else
    not_before: date | None = None  # the day before which nothing promised will come
    needless: bool = False  # what its writer had asked for before, he has
    text: str = ""
    quoted: int = 0  # lines left out as quoted history
    interleaved: bool = False  # the text stands between or under them

    def as_event(self, mail: str) -> MailRead:
        return MailRead(
            mail=mail,
            reader=version(),
            intents=self.intents,
            promises=self.promises,
            proposed=self.proposed,
            paid=self.paid,
            return_date=self.return_date,
            new_contact=self.new_contact,
            bounce=self.bounce,
            misfortune=self.misfortune,
            undecided=self.undecided,
            confidence=self.confidence,
            evidence=self.evidence,
            bare=self.bare,
            needless=self.needless,
            not_before=self.not_before,
        )

    def as_json(self, file: str) -> dict[str, Any]:
        bounce, deputy = self.bounce, self.stand_in
        return {
            "file": file,
            "intents": list(self.intents),
            "promises": [_sum(p) for p in self.promises],
            "paid": _sum(self.paid) if self.paid else None,
            "return_date": _iso(self.return_date),
            "new_contact": self.new_contact,
            "stand_in": {"name": deputy.name, "address": deputy.address} if deputy else None,
            "bounce": {"recipient": bounce.recipient, "permanent": bounce.permanent} if bounce else None,
            "misfortune": self.misfortune,
            "undecided": self.undecided,
            "confidence": self.confidence,
            "evidence": [{"intent": q.intent, "text": q.text} for q in self.evidence],
            "text": self.text,
        }


def _sum(value: PromiseRead | PaidRead) -> dict[str, str | None]:
    return {"date": _iso(value.date), "amount": None if value.amount is None else decimal(value.amount)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read(raw: bytes, received_at: datetime | None = None) -> Reading:
    top = head(raw)
    if not top.is_mail:
        return Reading(("unrelated",), undecided=True)
    inner = leaves(raw)
    whole = text_of(inner)
    now = _now(received_at or top.received or top.date)
    new = cut(whole)
    found = machine(top, inner, raw, text=whole, new=new.text) or _unmarked(top, new.text, now)
    reading = _judged(top, found, new.text, now)
    if found is None and not (top.auto or new.interleaved):
        reading = _barely(reading)
    if "wrong_contact" in reading.intents and not reading.new_contact:
        reading = replace(reading, new_contact=signed_address(new.text, signed(whole), top.sender, top.to))
    if _NOT_WORDS.search(new.text):
        reading = replace(reading, undecided=True)
    return replace(reading, quoted=new.quoted, interleaved=new.interleaved) if new.quoted else reading


def _barely(reading: Reading) -> Reading:
    """A bare yes stands in its own words, whatever it was guessed to mean."""
    kind, words = bare(reading.text)
    told: list[PromiseRead | PaidRead] = [*reading.promises, *([reading.paid] if reading.paid else [])]
    if not kind or any(one.date or one.amount for one in told):
        return reading
    quotes = tuple(Quote(intent, words) for intent in reading.intents)
    return replace(reading, bare=kind, evidence=quotes)


def _judged(top: Head, found: Machine | None, text: str, now: Now) -> Reading:
    if found is not None and not found.doubtful and (top.auto or _plainly(found)):
        return _of_machine(_told_apart(found, text, now), top, text, now)
    reading = _of_human(top, text, now, dated=now is not _NEVER)
    if found is not None and found.doubtful:
        return _doubted(reading, found, top, text, now)
    doubted = STOPPERS & set(reading.intents)
    if found is not None:  # it only writes like one: a debtor's word in it counts for more
        said = tuple(part for part in clauses(text) if not to_suppliers(part.folded))
        if found.stated:
            doubted &= _in_plain_words(said, now)
        elif len(said) < len(clauses(text)) and "promise" not in _in_plain_words(said, now):
            doubted -= {"promise"}  # it only tells when suppliers are paid
        if doubted:
            return replace(reading, undecided=True)
        return _of_machine(_told_apart(found, text, now), top, text, now)
    if top.auto and not doubted:
        # automatic by its own account, and no word of a debtor in it
        left = "wrong_contact" in reading.intents
        silent = Machine("auto_receipt", 0.6, left=left, silent=True)
        return _of_machine(_told_apart(silent, text, now), top, text, now)
    return reading


def _doubted(reading: Reading, found: Machine, top: Head, text: str, now: Now) -> Reading:
    """As likely a person's: read as one, unless an absence is its subject and surely no debt in it."""
    unrelated = reading.intents == ("unrelated",) and reading.confidence >= _OF_NO_DEBT
    if found.headed and unrelated and now is not _NEVER and return_day(clauses(text), now):
        return _of_machine(found, top, text, now)
    plain = STOPPERS & set(reading.intents) & _in_plain_words(clauses(text), now)
    return replace(reading, undecided=reading.undecided or not plain)


def _told_apart(found: Machine, text: str, now: Now) -> Machine:
    """What says neither that it is an absence nor a receipt: an absence if it names a day back."""
    away = found.silent and now is not _NEVER and return_day(clauses(text), now)
    return replace(found, kind="out_of_office") if away else found


def _plainly(found: Machine) -> bool:
    """No person writes like that, whatever the headers say."""
    return found.kind in ("bounce", "unrelated") or found.sure >= 0.95


def _now(moment: datetime | None) -> Now:
    return (here(moment) if moment else None) or _NEVER


# --- machines -----------------------------------------------------------------------------------------


def _unmarked(top: Head, text: str, now: Now) -> Machine | None:
    """An absence message by its words alone, with the day back that such a message has."""
    found = None if now is _NEVER else unmarked(top, text)
    return found if found and return_day(clauses(text), now) else None


def _of_machine(found: Machine, top: Head, text: str, now: Now) -> Reading:
    parts = clauses(text)
    away = found.kind == "out_of_office" and now is not _NEVER
    spoken = found.kind in ("out_of_office", "auto_receipt")
    beside = _beside(parts, now) if spoken else _NOTHING
    intents = {found.kind, *beside.intents, *(("wrong_contact",) if found.left else ())}
    nobody = found.kind == "bounce" and not (found.bounce and found.bounce.recipient)
    return Reading(
        intents=tuple(i for i in ORDER if i in intents),
        promises=beside.promises,
        paid=beside.paid,
        return_date=return_day(parts, now) if away and not found.left else None,
        new_contact=other_address(text, top.sender, top.to) if found.left else None,
        stand_in=stand_in(parts, top.sender, top.to) if away and not found.left else None,
        bounce=found.bounce,
        misfortune=beside.misfortune,
        undecided=nobody or beside.unsure or bool(beside.intents) or beside.misfortune,
        confidence=found.sure,
        evidence=(*_words_of_machine(found, parts), *beside.quotes),
        text=text,
    )


def _beside(parts: tuple[Clause, ...], now: Now) -> Said:
    """What an automatic message says of this debt (GUIDE rule 10); a guess of the model alone is a doubt.

    Of what is said to everybody only a day fixed for suppliers is a promise, and only what is said in the
    past was paid; what its writer says himself of this debt, in plain words, is heard.
    """
    said = weigh(parts, now)
    plain = _in_plain_words(parts, now)
    heard = [hear(part, now) for part in parts]
    paid = [h for h in heard if _says_made(h)]
    day = supplier_day(parts, now) if now is not _NEVER else None
    kept = {"insolvency", "dispute", "delay_request"} & set(said.intents) & plain
    kept |= {intent for h in heard for intent in _of_his_own(h)} & set(said.intents)
    kept |= {"already_paid"} if paid else set()
    kept |= {"promise"} if day else set()
    promises = (PromiseRead(day, None),) if day else said.promises if "promise" in kept else ()
    if now is _NEVER:
        promises = tuple(PromiseRead(None, p.amount) for p in promises)
    return Said(
        intents=tuple(i for i in ORDER if i in kept),
        quotes=tuple(q for q in said.quotes if q.intent in {*kept, "misfortune"}),
        promises=promises,
        paid=_undated(told_payment(paid, [0]), now) if paid else None,
        misfortune=said.misfortune,
        unsure=bool((STOPPERS & set(said.intents) | said.ruled) - kept)
        or (not day and speaks_of_runs(parts, now)),
    )


def _of_his_own(heard: Heard) -> Iterator[str]:
    """Said to us, not to everybody who writes: "je vous paie le 20", "ne m'écrivez plus"."""
    folded = heard.clause.folded
    ours = words("own_debt").search(folded) and not words("no_run").search(folded)
    if ours and heard.says_promise and words("debt").search(folded):
        yield "promise"
    if words("own_voice").search(folded) and heard.has("stop_contact"):
        yield "stop_contact"
    if words("own_voice").search(folded) and heard.clause.question and heard.has("document_request"):
        yield "document_request"


def _undated(paid: PaidRead, now: Now) -> PaidRead:
    return paid if now is not _NEVER else PaidRead(None, paid.amount)


def _says_made(heard: Heard) -> bool:
    folded = heard.clause.folded
    open_still = heard.clause.question or heard.has("unpaid") or words("no_payment").search(folded)
    return not open_still and bool(words("made").search(folded))


def _in_plain_words(parts: tuple[Clause, ...], now: Now) -> frozenset[str]:
    """What stops letters and is said in words that the lexicon knows, not by the model's guess alone."""
    heard = [hear(part, now) for part in parts]
    found = {i for i in (*PLAIN, "delay_request") if any(h.has(i) for h in heard)}
    if not any(_insolvent(h.clause.folded) for h in heard if h.has("insolvency")):
        found.discard("insolvency")
    if any(h.says_paid for h in heard):
        found.add("already_paid")
    if any(h.says_promise and words("debt").search(h.clause.folded) for h in heard):
        found.add("promise")
    return frozenset(found)


def _insolvent(folded: str) -> bool:
    """Beside the offices that deal with others' insolvency, sales, and closings for a while."""
    for found in words("office").searches(folded):
        folded = folded.replace(found[0], " ")
    return bool(section("insolvency").search(folded))


def _words_of_machine(found: Machine, parts: tuple[Clause, ...]) -> Iterator[Quote]:
    """How it begins; and where somebody has left, or nobody reads the mailbox, what says so."""
    yield from (Quote(found.kind, part.quote) for part in parts[:3])
    if found.left:
        unread = section("unread_box")
        told = [p for p in parts if words("departed").search(p.folded) or unread.search(p.folded)]
        yield from (Quote("wrong_contact", part.quote) for part in (told or parts)[:3])


# --- people -------------------------------------------------------------------------------------------


def _of_human(top: Head, text: str, now: Now, *, dated: bool) -> Reading:
    parts = clauses(text)
    said = weigh(parts, now, top.subject)
    promises = said.promises if dated else tuple(PromiseRead(None, p.amount) for p in said.promises)
    told = (quote.text for quote in said.quotes if quote.intent == "promise")
    promises = with_shares(promises, told, now) if dated else promises
    bound, torn = bounded(promises, said.quotes, parts if dated else (), now)
    paid = said.paid if dated or said.paid is None else PaidRead(None, said.paid.amount)
    paid = replace(paid, reference=payment_reference(text)) if paid else None
    return Reading(
        intents=said.intents or ("acknowledgement",),
        promises=promises,
        proposed=said.proposed if dated else (),
        paid=paid,
        new_contact=other_address(text, top.sender, top.to) if "wrong_contact" in said.intents else None,
        misfortune=said.misfortune,
        needless=needless(text),
        not_before=bound,
        undecided=said.unsure or top.auto or torn or _doubtful(said, dated=dated),
        confidence=said.confidence,
        evidence=said.quotes,
        text=text,
    )


def _doubtful(said: Said, *, dated: bool) -> bool:
    intents = set(said.intents)
    if said.misfortune or said.doubtful or ("promise" in intents and not dated):
        return True
    if any(q.intent == "promise" and _OTHER_MONEY.search(q.text) for q in said.quotes):
        return True
    # they pull apart: one stops what the other lets go on
    against = intents & PULL_APART
    return "promise" in intents and bool(against) and not _of_other_invoices(said.quotes, against)


def _of_other_invoices(quotes: tuple[Quote, ...], against: set[str]) -> bool:
    """The promise and what pulls the other way each name invoices of their own, and no common one."""
    promised = {n for q in quotes if q.intent == "promise" for n in items_in(q.text)}
    others = {n for q in quotes if q.intent in against for n in items_in(q.text)}
    return bool(promised) and bool(others) and not promised & others
