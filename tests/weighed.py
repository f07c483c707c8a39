"""Debtors who write to the office of `tests/office.py`: their mails are read, weighed, and asked about."""

from email.message import EmailMessage
from itertools import count
from typing import Any

from bot.events.consequences import HoldSet
from bot.events.mail import MailKept, MailRead, Quote
from bot.policy import decide
from bot.policy.house import Decision, House, Record
from tests.office import OWNER, Office

DEBTOR = "compta@martin.example"
_DIGESTS = count(1)


def settle(office: Office, name: str = "c1") -> Decision:
    """What policy comes to about this case, all that it records recorded."""
    now = office.clock[0]
    house = House(
        mail_read_at=now, pays=True, paid_as_of=now.date(), live_since=now.date().replace(year=2020)
    )
    for _ in range(30):
        decision = decide(office.case(name), house, office.rules, now)
        if not isinstance(decision, Record):
            return decision
        office.note(name, *decision.events)
    raise AssertionError("policy does not come to rest")


def writes(office: Office, *says: str, name: str = "c1", sentence: str = "", **read: Any) -> Any:
    """The debtor writes, and the owner is told: the question as the owner gets it, or None."""
    digest = f"{next(_DIGESTS):012d}".ljust(64, "a")
    names, sender = tuple(read.pop("names", ())), read.pop("sender", DEBTOR)
    at = office.clock[0]
    kept = MailKept(
        digest, f"<{digest[:12]}@m.example>", sender, "Re", at, "INBOX", 7, 1, "debtor", "thread", names
    )
    quotes = tuple(Quote(intent, sentence) for intent in says if sentence)
    office.note(name, kept, MailRead(digest, "2", says, evidence=quotes, confidence=0.9, **read))
    known = set(office.case(name).notices)
    settle(office, name)
    asked = [n for n in office.case(name).notices if n not in known]
    office.tell()
    return told_of(office, asked[0]) if asked else None


def told_of(office: Office, notice: str) -> EmailMessage:
    """The mail of its own in which the owner was asked this."""
    told = office.desk.state.facts.told.items()
    (mine,) = [t for t, one in told if (one.kind, one.to, one.notices) == ("notice", OWNER, (notice,))]
    return next(m for m in office.mails() if str(m["X-Relance-Id"]) == mine)


def held(office: Office, name: str = "c1") -> set[str]:
    """The rules of what holds without an end."""
    return {hold.rule for hold in office.case(name).holds.values() if hold.until is None}


def open_(office: Office, name: str = "c1") -> list[str]:
    return [notice.opened.about for notice in office.case(name).open_notices()]


def pause(office: Office, name: str = "c1", *numbers: str) -> None:
    office.note(name, HoldSet(f"{name}.pause", "owner", "the owner pauses", None, numbers, by="owner"))


def said(office: Office, words: str, to: EmailMessage) -> str:
    """The owner answers; what comes back, with ordinary spaces and apostrophes, on one line."""
    text = office.says(words, to).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    return " ".join(text.split())
