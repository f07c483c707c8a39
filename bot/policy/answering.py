"""Automatic answers that are owed: dropped when they lost their sense, sent in working hours otherwise.

An answer grants no delay and never argues; it goes at most twice in seven days to one person, never after
the owner has written, never to a machine.
"""

from datetime import timedelta

from bot.events import AnswerDropped, AnswerOwed
from bot.policy import drafting
from bot.policy.gates import gate
from bot.policy.house import Decision, Record, Wait, Write
from bot.policy.sight import Sight


def answer(sight: Sight) -> Decision | None:
    """Answers that are due: dropped when they lost their sense, sent in working hours otherwise."""
    for owed in sight.case.answers.values():
        lost = _lost_its_sense(sight, owed)
        if lost:
            return Record((AnswerDropped(owed.answer, lost),), lost)
        if owed.after > sight.now:
            continue
        if owed.template == "payment_not_found" and not _can_say_not_found(sight, owed):
            return Wait(sight.now, "no payment source is new enough to say that the payment is not found")
        blocked = gate(sight, answer=True)
        return blocked or Write(drafting.answer(sight, owed), f"answers the debtor's mail: {owed.template}")
    return None


def _lost_its_sense(sight: Sight, owed: AnswerOwed) -> str:
    mail = sight.case.mails.get(owed.mail)
    arrived = mail.kept.arrived if mail else owed.after
    if sight.case.owner_wrote and sight.case.owner_wrote > arrived:
        return "the owner wrote first"
    thanks = owed.template in ("promise_kept", "promise_partly_kept", "already_paid")
    if not thanks and owed.template != "dispute_received" and not sight.case.left(owed.invoices):
        return "it is paid meanwhile"
    if owed.to.lower() in sight.case.dead:
        return "the address is dead"
    week = sight.now - timedelta(days=7)
    recent = [
        letter
        for letter in sight.case.letters.values()
        if letter.intended.kind == "answer" and letter.at > week and owed.to in letter.intended.to
    ]
    if len(recent) >= sight.rules.replies.answers_per_week:
        return "this person had enough automatic answers in seven days"
    refused = [
        a for a in sight.case.letters.values() if a.intended.answer == owed.answer and a.state == "refused"
    ]
    return "the server refused it" if refused else ""


def _can_say_not_found(sight: Sight, owed: AnswerOwed) -> bool:
    mail = sight.case.mails[owed.mail]
    claimed = mail.read.paid.date if mail.read and mail.read.paid and mail.read.paid.date else None
    return sight.paid_known_after(claimed or sight.day(mail.kept.arrived))


def first(sight: Sight) -> Decision | None:
    """As long as an answer is owed to the debtor, nothing else is written."""
    if not sight.case.answers:
        return None
    return Wait(
        min(owed.after for owed in sight.case.answers.values()), "an answer to the debtor comes first"
    )
