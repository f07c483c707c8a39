"""A mail's bytes become a `Reading`: what a careful credit controller would note, with the words for it.

Machines are told apart first; of a human mail only the new words are read. Any bytes get an answer, in
time linear in their number, and never an exception. It errs on the side of stopping: whatever is neither a
plain promise, dispute, payment nor acknowledgement, and whatever pulls apart, is `undecided` and goes to a
person. It reads no clock: without any date in the mail no day is resolved.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.events import BounceRead, MailRead, PaidRead, PromiseRead, Quote
from bot.reading.absences import other_address, return_day
from bot.reading.amounts import decimal
from bot.reading.dates import Now, days, here
from bot.reading.intents import ORDER, PULL_APART, STOPPERS, Said, weigh
from bot.reading.lexicon import section
from bot.reading.machines import Machine, MachineKind, machine
from bot.reading.mime import Head, head
from bot.reading.parts import leaves, text_of
from bot.reading.quotes import cut
from bot.reading.sentences import Clause, clauses

READER = "2"

# An invoice called by its number: behind its word, or in the shape that such numbers have.
_NUMBER = re.compile(
    r"(?:\bfactures?|\binvoices?|\bfact\.?|\bn\s?°|#)\s{0,3}(\d[\w/-]{1,20})|\b([A-Z]{1,4}-?\d[\w/-]{1,20})\b"
)
_NOTHING = Said((), (), unsure=False)
_NEVER = Now(date(1900, 1, 1))  # a mail without any date: what it resolves to is thrown away


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mail says; values as in the labelling guide."""

    intents: tuple[str, ...]
    promises: tuple[PromiseRead, ...] = ()
    paid: PaidRead | None = None
    return_date: date | None = None
    new_contact: str | None = None
    bounce: BounceRead | None = None
    misfortune: bool = False
    undecided: bool = False
    confidence: float = 0.0
    evidence: tuple[Quote, ...] = ()
    text: str = ""
    quoted: int = 0  # lines left out as quoted history
    interleaved: bool = False  # the text stands between or under them

    def as_event(self, mail: str) -> MailRead:
        return MailRead(
            mail=mail,
            reader=READER,
            intents=self.intents,
            promises=self.promises,
            paid=self.paid,
            return_date=self.return_date,
            new_contact=self.new_contact,
            bounce=self.bounce,
            misfortune=self.misfortune,
            undecided=self.undecided,
            confidence=self.confidence,
            evidence=self.evidence,
        )

    def as_json(self, file: str) -> dict[str, Any]:
        bounce = self.bounce
        return {
            "file": file,
            "intents": list(self.intents),
            "promises": [_sum(p) for p in self.promises],
            "paid": _sum(self.paid) if self.paid else None,
            "return_date": _iso(self.return_date),
            "new_contact": self.new_contact,
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
    reading = _judged(top, machine(top, inner, whole, raw), new.text, now)
    return replace(reading, quoted=new.quoted, interleaved=new.interleaved) if new.quoted else reading


def _judged(top: Head, by_machine: Machine | None, text: str, now: Now) -> Reading:
    if by_machine is not None and (top.auto or _plainly(by_machine)):
        return _of_machine(by_machine, top, text, now)
    reading = _of_human(top, text, now, dated=now is not _NEVER)
    if by_machine is not None:  # it only writes like one: a debtor's word in it counts for more
        doubted = STOPPERS & set(reading.intents)
        return replace(reading, undecided=True) if doubted else _of_machine(by_machine, top, text, now)
    if top.auto and not STOPPERS & set(reading.intents):
        # automatic by its own account, and no word of a debtor in it
        away = return_day(clauses(text), now) if now is not _NEVER else None
        left = "wrong_contact" in reading.intents
        kind: MachineKind = "out_of_office" if away else "auto_receipt"
        return _of_machine(Machine(kind, 0.6, left=left), top, text, now)
    return reading


def _plainly(found: Machine) -> bool:
    """No person writes like that, whatever the headers say."""
    return found.kind in ("bounce", "unrelated") or found.sure >= 0.95


def _now(moment: datetime | None) -> Now:
    return (here(moment) if moment else None) or _NEVER


# --- machines -----------------------------------------------------------------------------------------


def _of_machine(found: Machine, top: Head, text: str, now: Now) -> Reading:
    parts = clauses(text)
    away = found.kind == "out_of_office" and now is not _NEVER
    spoken = found.kind in ("out_of_office", "auto_receipt")
    beside = _beside(parts, now, away=away) if spoken else _NOTHING
    intents = {found.kind, *beside.intents, *(("wrong_contact",) if found.left else ())}
    nobody = found.kind == "bounce" and not (found.bounce and found.bounce.recipient)
    return Reading(
        intents=tuple(i for i in ORDER if i in intents),
        promises=beside.promises,
        paid=beside.paid,
        return_date=return_day(parts, now) if away else None,
        new_contact=other_address(text, top.sender, top.to) if found.left else None,
        bounce=found.bounce,
        undecided=nobody or beside.unsure or bool(beside.intents),
        confidence=found.sure,
        evidence=(Quote(found.kind, _first_words(parts)), *beside.quotes),
        text=text,
    )


def _beside(parts: tuple[Clause, ...], now: Now, *, away: bool) -> Said:
    """What an automatic message says of this debt (GUIDE rule 10); a guess of the model alone is a doubt.

    Only a day fixed for suppliers is a promise; a receipt only recites the terms of payment.
    """
    said = weigh(parts, now)
    promises = _runs(parts, now) if away else ()
    kept = {i for i in said.intents if i == "insolvency" or (i == "already_paid" and i in said.ruled)}
    if promises:
        kept.add("promise")
    return Said(
        intents=tuple(i for i in ORDER if i in kept),
        quotes=tuple(q for q in said.quotes if q.intent in kept),
        promises=promises if "promise" in kept else (),
        paid=said.paid if "already_paid" in kept else None,
        unsure=bool((STOPPERS & set(said.intents) | said.ruled) - kept)
        or (not away and bool(_runs(parts, now))),
    )


def _runs(parts: tuple[Clause, ...], now: Now) -> tuple[PromiseRead, ...]:
    """A day that an absence message fixes for suppliers' payments (GUIDE rule 10)."""
    for clause in parts:
        if section("supplier_run").search(clause.folded) and not section("receipt").search(clause.folded):
            found = [
                d.day for d in days(clause.folded, now) if d.day and d.day >= now.today and not d.doubtful
            ]
            if found:
                return (PromiseRead(max(found), None),)
    return ()


def _first_words(parts: tuple[Clause, ...]) -> str:
    return " ".join(part.exact for part in parts[:3])[:400]


# --- people -------------------------------------------------------------------------------------------


def _of_human(top: Head, text: str, now: Now, *, dated: bool) -> Reading:
    parts = clauses(text)
    said = weigh(parts, now, top.subject)
    promises = said.promises if dated else tuple(PromiseRead(None, p.amount) for p in said.promises)
    paid = said.paid if dated or said.paid is None else PaidRead(None, said.paid.amount)
    return Reading(
        intents=said.intents or ("acknowledgement",),
        promises=promises,
        paid=paid,
        new_contact=other_address(text, top.sender, top.to) if "wrong_contact" in said.intents else None,
        misfortune=said.misfortune,
        undecided=said.unsure or top.auto or _doubtful(said, dated=dated),
        confidence=said.confidence,
        evidence=said.quotes,
        text=text,
    )


def _doubtful(said: Said, *, dated: bool) -> bool:
    intents = set(said.intents)
    if said.misfortune or said.doubtful or ("promise" in intents and not dated):
        return True
    # they pull apart: one stops what the other lets go on
    against = intents & PULL_APART
    return "promise" in intents and bool(against) and not _of_other_invoices(said.quotes, against)


def _numbers(text: str) -> set[str]:
    return {one or other for one, other in _NUMBER.findall(text)}


def _of_other_invoices(quotes: tuple[Quote, ...], against: set[str]) -> bool:
    """The promise and what pulls the other way each name numbers of their own, and no common one."""
    promised = {n for q in quotes if q.intent == "promise" for n in _numbers(q.text)}
    others = {n for q in quotes if q.intent in against for n in _numbers(q.text)}
    return bool(promised) and bool(others) and not promised & others
