"""A mail's bytes become a `Reading`: what a careful credit controller would note, with the words for it.

Machines are told apart first; of a human mail only the new words are read. Any bytes get an answer, in
time linear in their number, and never an exception. It errs on the side of stopping: whatever is neither a
plain promise, dispute, payment nor acknowledgement, and whatever pulls apart, is `undecided` and goes to a
person. It reads no clock: without any date in the mail no day is resolved.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.events import BounceRead, MailRead, PaidRead, PromiseRead, Quote
from bot.reading.absences import other_address, return_day
from bot.reading.amounts import decimal
from bot.reading.dates import Now, days
from bot.reading.intents import ORDER, PLAIN, STOPS, Said, weigh
from bot.reading.lexicon import section
from bot.reading.machines import Machine, machine
from bot.reading.mime import Head, head
from bot.reading.parts import leaves, text_of
from bot.reading.promises import told_payment
from bot.reading.quotes import cut
from bot.reading.sentences import Clause, clauses, fold

READER = "1"

_PARIS = ZoneInfo("Europe/Paris")
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
    by_machine = machine(top, inner, whole, raw)
    text = cut(whole).text
    if by_machine is not None:
        return _of_machine(by_machine, top, text, now)
    return _of_human(top, text, now, dated=now is not _NEVER)


def _now(moment: datetime | None) -> Now:
    if moment is None:
        return _NEVER
    try:
        here = moment.astimezone(_PARIS) if moment.tzinfo else moment
    except OverflowError:
        return _NEVER
    return Now(here.date(), here.hour) if 1970 < here.year < 2200 else _NEVER


# --- machines -----------------------------------------------------------------------------------------


def _of_machine(found: Machine, top: Head, text: str, now: Now) -> Reading:
    parts = clauses(text)
    intents: tuple[str, ...] = (found.kind,)
    contact = None
    if found.left:
        intents = (*intents, "wrong_contact")
        contact = other_address(text, top.sender, top.to)
    said = _stops_beside(parts, now) if found.kind != "bounce" else ()
    promises = _runs(parts, now) if found.kind == "out_of_office" and now is not _NEVER else ()
    said = (*said, "promise") if promises else said
    away = found.kind == "out_of_office" and now is not _NEVER
    return Reading(
        intents=tuple(i for i in ORDER if i in intents or i in said),
        promises=promises,
        return_date=return_day(parts, now) if away else None,
        new_contact=contact,
        bounce=found.bounce,
        undecided=bool(said) or (found.kind == "bounce" and not (found.bounce and found.bounce.recipient)),
        confidence=found.sure,
        evidence=(Quote(found.kind, _first_words(parts)),),
        text=text,
    )


def _stops_beside(parts: tuple[Clause, ...], now: Now) -> tuple[str, ...]:
    """An automatic message may still say that its sender is insolvent: that stops letters too."""
    return tuple(i for i in weigh(parts, now).intents if i == "insolvency")


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
    said = weigh(parts, now)
    if not (top.in_reply_to or top.references or said.intents) and section("newsletter").search(
        fold(text[:8000])
    ):
        # matched by address or domain only, if at all: still shown to a person
        return Reading(("unrelated",), undecided=True, confidence=0.4, text=text)
    promises = said.promises if dated else tuple(PromiseRead(None, p.amount) for p in said.promises)
    paid = told_payment(said.paid_clause.folded, now) if said.paid_clause else None
    if paid is not None and not dated:
        paid = PaidRead(None, paid.amount)
    undecided = _undecided(said, text, dated=dated) or top.auto or not _plain(said, parts)
    return Reading(
        intents=said.intents or ("acknowledgement",),
        promises=promises,
        paid=paid,
        new_contact=other_address(text, top.sender, top.to) if "wrong_contact" in said.intents else None,
        misfortune=said.misfortune,
        undecided=undecided,
        confidence=_confidence(said, undecided=undecided),
        evidence=said.quotes,
        text=text,
    )


def _undecided(said: Said, text: str, *, dated: bool) -> bool:
    intents = set(said.intents)
    if not intents or not text.strip() or said.misfortune or said.doubtful:
        return True
    if intents - PLAIN or ("promise" in intents and not dated):
        return True
    return len(intents - {"acknowledgement"}) > 1


def _plain(said: Said, parts: tuple[Clause, ...]) -> bool:
    """An acknowledgement is decided only where nothing else may be hiding in the mail."""
    if said.intents != ("acknowledgement",):
        return True
    folded = " ".join(part.folded for part in parts)
    return (
        bool(section("plain_acknowledgement").search(folded))
        and not any(part.question for part in parts)
        and not section("charged").search(folded)
    )


def _confidence(said: Said, *, undecided: bool) -> float:
    if not said.intents:
        return 0.2
    if undecided:
        return 0.5
    return 0.9 if set(said.intents) & STOPS else 0.8
