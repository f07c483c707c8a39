"""What was written to debtors, by mail and on paper, and the steps that it counts for.

One small function for each event; see `fold`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.case import Case, Climbed, Letter, Paper
from bot.events.entries import Event
from bot.events.letters import (
    Climb,
    LetterBounced,
    LetterFiled,
    LetterIntended,
    LetterRefused,
    LetterSent,
    LetterSettled,
    LetterUncertain,
    PaperPosted,
    PaperPrepared,
    PaperPresented,
)


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
        count(case, letter.intended.letter, letter.intended.climbs, at)
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
    count(case, event.letter, letter.intended.climbs, letter.at)
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
    if not (event.permanent or event.lost):
        return
    letter.bounced.append(event.to)
    if not letter.arrived:
        _uncount(case, event.letter)


def count(case: Case, letter: str, climbs: Iterable[Climb], at: datetime) -> None:
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
        count(case, event.letter, paper.prepared.climbs, at)


def _paper_presented(case: Case, event: PaperPresented, at: datetime) -> None:
    paper = case.papers.get(event.letter)
    if paper is None:
        return
    paper.presented = event
    if event.outcome == "not_served":
        _uncount(case, event.letter)


APPLY: dict[type[Event], Callable[[Case, Any, datetime], None]] = {
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
}
