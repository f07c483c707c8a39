"""What one entry of the journal tells a reader of stories: a sentence, or nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.events.consequences import (
    AnswerDropped,
    ContactDead,
    HoldLifted,
    HoldSet,
    PromiseEnded,
    PromiseNoted,
)
from bot.events.entries import Entry
from bot.events.letters import LetterIntended, LetterRefused, LetterUncertain, PaperPrepared
from bot.events.owner import (
    AccessoriesWaived,
    CallDue,
    CallNoted,
    ContactSaid,
    ContactStopped,
    DocumentSupplied,
    NoticeAnswered,
    NoticeOpened,
)


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _climbs(climbs: Iterable[Any], template: str) -> str:
    """first_reminder of F-1, F-2; an answer by its name."""
    steps: dict[str, list[str]] = {}
    for climb in climbs:
        steps.setdefault(climb.step, []).append(climb.number)
    return " and ".join(f"{s} of {', '.join(numbers)}" for s, numbers in steps.items()) or template


def _beside(event: Any, day: date, dues: Mapping[str, date]) -> str:
    """What stands below the invoices asked for: overdue as well, and not due yet."""
    coming = [n for n in event.mentioned if dues.get(n, day) > day]
    overdue = [n for n in event.mentioned if n not in coming]
    said = f", pour mémoire {', '.join(overdue)}" if overdue else ""
    return said + (f", à échoir {', '.join(coming)}" if coming else "")


def sentence(entry: Entry, dues: Mapping[str, date]) -> str:
    who, event, day = entry.case, entry.event, entry.at.date()
    match event:
        case LetterIntended(kind="answer"):
            return f"answers {who}: {event.template}"
        case LetterIntended(paper=paper) if paper:
            return f"copies the {event.kind} to {who} by e-mail"
        case LetterIntended(kind="note"):
            return f"tells {who} before the due date of {', '.join(event.about)}: {euros(event.asked)}"
        case LetterIntended():
            also = _beside(event, day, dues)
            also += f", copied to {', '.join(event.to[1:])}" if event.to[1:] else ""
            what = _climbs(event.climbs, event.template)
            return f"writes to {who}: {what}, {event.tone}, {euros(event.asked)}{also}"
        case LetterRefused():
            return f"is told no {'for good' if event.permanent else 'for now'} for {event.to}"
        case LetterUncertain():
            return f"does not know whether the letter to {who} left"
        case PaperPrepared():
            also = _beside(event, day, dues)
            return f"prepares for {who}: {_climbs(event.climbs, '')}, {euros(event.asked)}{also}"
        case NoticeOpened():
            about = f" of {', '.join(event.invoices)}" if event.invoices else ""
            if event.indemnity or event.interest:
                about += f", {euros(event.indemnity)} of indemnity and {euros(event.interest)} of interest"
            return f"asks about {who}: {event.about}{about}"
        case AccessoriesWaived():
            return f"waives {euros(event.indemnity + event.interest)} of {who}"
        case NoticeAnswered(answer="moot"):
            return f"needs no answer about {who} any more"
        case HoldSet():
            about = f" {', '.join(event.invoices)}" if event.invoices else ""
            until = f"through {event.until}" if event.until else "until resumed"
            return f"holds {who}{about} {until}: {event.rule}"
        case PromiseNoted():
            amount = f" of {euros(event.amount)}" if event.amount else ""
            return f"notes of {who} a promise{amount} for {event.on}"
        case PromiseEnded():
            return f"sees {who}'s promise {event.outcome}"
        case ContactDead():
            return f"drops {event.email}"
        case ContactStopped():
            return f"writes no more to {event.email}"
        case ContactSaid():
            return f"may write to {event.email}"
        case CallDue():
            return f"asks for a call to {who}: {_climbs(event.climbs, '')}"
        case CallNoted():
            return f"notes a call to {who}: {event.result}"
        case DocumentSupplied():
            return f"has supplied {who}"
        case AnswerDropped() if event.why != "the debtor wrote again":
            return f"drops an answer to {who}: {event.why}"
        case HoldLifted(by="owner"):
            return f"lifts for the owner what held {who}"
        case _:
            return ""
