"""Mails that no person wrote: delivery reports, absences, receipts. They are logged, and never answered.

In comes such a mail as a `Reply`; out come the consequences: a dead address, a step that does not count,
a wait for the first day back. A report that fits no letter of ours is for the owner to look at.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

from bot.case import Case, Letter
from bot.events.consequences import AnswerOwed, ContactDead
from bot.events.entries import CaseEvent
from bot.events.letters import LetterBounced, LetterSettled
from bot.policy import channels, on_its_way
from bot.policy.questions import notice
from bot.policy.reply import Reply
from bot.policy.sight import Sight


def bounce(reply: Reply) -> Iterable[CaseEvent]:
    said, case = reply.read.bounce, reply.sight.case
    letter, to = _returned(reply)
    if letter is None or not to:
        hold = reply.hold("undecided", None, "a delivery report that fits no letter", whole=True)
        return [hold, reply.ask("undecided", whole=True)]
    events: list[CaseEvent] = []
    name = letter.intended.letter
    if letter in case.uncertain():
        events.append(LetterSettled(name, True, "a delivery report came back for it"))
    if to not in map(str.lower, letter.intended.to):
        hold = reply.hold("undecided", None, "a delivery report about an address that we did not write to")
        return [*events, hold, reply.ask("undecided")]
    worn_out = _in_a_row(case, letter, to) >= reply.sight.rules.replies.bounces_until_dead
    permanent = (said is not None and said.permanent) or worn_out
    lost = said is not None and said.lost
    events.append(LetterBounced(name, to, permanent, reply.digest, lost))
    owed = on_its_way.came_back(reply.sight, letter, to) if permanent or lost else None
    if permanent:
        events += [
            ContactDead(to, "the mail came back for good", reply.digest),
            *_told(reply, letter, to, owed),
        ]
    elif lost and _again(case, letter):
        events.append(notice(reply.sight, "bounce", mail=reply.digest))
    return [*events, *([_owed_anew(reply.sight, owed, to, permanent=permanent)] if owed else [])]


def _told(reply: Reply, letter: Letter, gone: str, owed: AnswerOwed | None) -> list[CaseEvent]:
    """The owner hears of it at once: of the address, or that none is left; and of his word that came back.
    That none is left for a reminder he hears when it is written anew.
    """
    sight, answers = reply.sight, letter.intended.kind == "answer"
    if any(address.lower() != gone for address in sight.contacts()):
        asked = notice(sight, "bounce", mail=reply.digest)
    else:
        about = channels.unreachable(sight, gone) if sight.owed and answers else ""
        if not about:
            return []
        asked = notice(sight, about)
    return [replace(asked, unsaid=owed.answer if owed else "")]


def _owed_anew(sight: Sight, owed: AnswerOwed, to: str, *, permanent: bool) -> AnswerOwed:
    """What the owner had granted has not reached the debtor: it is said to who can still be reached; where
    the address is only out of order, the next working day.
    """
    others = [address for address in sight.contacts() if address.lower() != to]
    after = owed.after if permanent else sight.opening_after(sight.today)
    return replace(owed, to=next(iter(others), owed.to), after=after)


def _again(case: Case, letter: Letter) -> bool:
    """Another letter of the case came back before, and the owner is not being asked about it."""
    asked = any(known.opened.about == "bounce" for known in case.open_notices())
    return not asked and any(found.bounced for found in case.letters.values() if found is not letter)


def _in_a_row(case: Case, letter: Letter, to: str) -> int:
    """This letter and those before it to that address that all came back for a while, however often."""
    sent = [found for found in _sent_to(case, to) if found.arrived or to in found.delayed]
    before = sent[: sent.index(letter)] if letter in sent else sent
    back = list(takewhile(lambda found: to in found.delayed, reversed(before)))
    return 1 + len(back)


def _sent_to(case: Case, to: str) -> list[Letter]:
    """The letters that a server accepted for this address, those that came back with them, oldest first."""
    return [
        found
        for found in case.letters.values()
        if found.state == "sent" and to in map(str.lower, found.intended.to)
    ]


def _returned(reply: Reply) -> tuple[Letter | None, str]:
    """The letter of ours that came back, and the address that it came back from."""
    said, case = reply.read.bounce, reply.sight.case
    to = said.recipient.lower() if said and said.recipient else ""
    letter = case.letters.get(reply.mail.kept.letter)
    if letter is None:
        sent = _sent_to(case, to)
        return (sent[-1] if sent else None), to
    return letter, to or next(iter(letter.intended.to), "").lower()


def out_of_office(reply: Reply) -> Iterable[CaseEvent]:
    """Through the first day back, so that the letter is not the first thing found there."""
    replies, calendar = reply.sight.rules.replies, reply.sight.calendar
    longest = reply.day + timedelta(days=replies.absence_longest)
    back = reply.read.return_date
    until = calendar.add_working(min(back, longest), 0) if back else reply.working(replies.acknowledgement)
    until = max([until, *_paid_by(reply)])
    why = "absent" + (f" until {back}" if back else ", no day given")
    return [reply.hold("out_of_office", min(until, longest), why, whole=True)]


def auto_receipt(reply: Reply) -> Iterable[CaseEvent]:
    """Only logged, unless it fixes a day on which suppliers are paid."""
    longest = reply.day + timedelta(days=reply.sight.rules.replies.absence_longest)
    days = _paid_by(reply)
    why = "suppliers are paid on a day that it names"
    return [reply.hold("auto_receipt", min(max(days), longest), why, whole=True)] if days else []


def _paid_by(reply: Reply) -> list[date]:
    """When the money would be there that a machine says is paid on a day; nobody has promised it."""
    days = [p.date for p in reply.read.promises if p.date and p.date >= reply.day]
    grace = reply.sight.rules.replies.promise_grace
    return [reply.sight.calendar.add_working(day, grace) for day in days]
