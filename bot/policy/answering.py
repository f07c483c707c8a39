"""Automatic answers that are owed: dropped when they lost their sense, sent in working hours otherwise.

An answer grants no delay and never argues; it goes at most twice in seven days to one person, never after
the owner has written, never to a machine.
"""

from datetime import date, timedelta

from bot.events import AnswerDropped, AnswerOwed
from bot.policy import drafting
from bot.policy.gates import gate, money_known
from bot.policy.house import Decision, Record, Wait, Write
from bot.policy.sight import Sight, runs

_SOON = timedelta(days=1)  # an answer owed so soon comes before any reminder


def answer(sight: Sight) -> Decision | None:
    """Answers that are due: dropped when they lost their sense, sent in working hours otherwise."""
    for owed in sight.case.answers.values():
        lost = _lost_its_sense(sight, owed)
        if lost:
            return Record((AnswerDropped(owed.answer, lost),), lost)
        if owed.after > sight.now:
            continue
        blocked = _not_known(sight, owed) or gate(sight, answer=True)
        late = "" if blocked else _too_late(sight, owed)
        if late:
            return Record((AnswerDropped(owed.answer, late),), late)
        return blocked or Write(drafting.answer(sight, owed), f"answers the debtor's mail: {owed.template}")
    return None


def _lost_its_sense(sight: Sight, owed: AnswerOwed) -> str:
    """Why it must not be sent at all; empty when it may."""
    return (
        _not_ours(sight, owed)
        or _overtaken(sight, owed)
        or _enough(sight, owed)
        or ("the address is dead" if owed.to.lower() in sight.case.dead else "")
    )


def _not_ours(sight: Sight, owed: AnswerOwed) -> str:
    """The owner keeps the customer apart, holds the case, or wrote first; another mail froze the matter."""
    if sight.customer.treatment != "normal" or sight.kind == "public":
        return "this customer is answered by the owner"
    mail = sight.case.mails.get(owed.mail)
    arrived = mail.kept.arrived if mail else owed.after
    if sight.case.owner_wrote and sight.case.owner_wrote > arrived:
        return "the owner wrote first"
    for hold in sight.case.holds.values():
        mine = not hold.invoices or not owed.invoices or set(hold.invoices) & set(owed.invoices)
        stops = hold.by == "owner" or (hold.until is None and hold.mail != owed.mail)
        if mine and stops and runs(sight, hold):
            return f"held ({hold.rule}): {hold.why}"
    return ""


def _too_late(sight: Sight, owed: AnswerOwed) -> str:
    """An answer that could not leave for a week is dropped, or one about a promised day that is behind.

    Whether money was found may take longer to know, and is said whenever it is known.
    """
    promise = sight.case.promises.get(owed.promise)
    on = promise.noted.on if promise and owed.template == "promise_noted" else None
    if on and on < sight.today:
        return "the promised day is over"
    week = timedelta(days=sight.rules.replies.stale_mail)
    late = owed.template != "payment_not_found" and sight.now > owed.after + week
    return "the mail is too old to be answered" if late else ""


def _overtaken(sight: Sight, owed: AnswerOwed) -> str:
    """What came in leaves nothing to ask; thanks for it and a word on a dispute keep their sense."""
    if not sight.case.invoices:
        return "nothing is known to be owed"
    promise = sight.case.promises.get(owed.promise)
    if owed.template == "promise_noted" and promise and promise.outcome:
        return f"the promise is {promise.outcome} already"
    if owed.template in ("promise_kept", "promise_partly_kept", "dispute_received"):
        return ""
    if not sight.case.left(owed.invoices):
        return "it is paid meanwhile"
    paid = sight.case.last_payment
    if owed.template == "payment_not_found" and paid and sight.day(paid) >= _claimed(sight, owed):
        return "money came since that day"
    return ""


def _enough(sight: Sight, owed: AnswerOwed) -> str:
    week = sight.now - timedelta(days=7)
    letters = [letter for letter in sight.case.letters.values() if letter.intended.kind == "answer"]
    recent = [
        letter
        for letter in letters
        if letter.state in ("sent", "uncertain") and letter.at > week and owed.to in letter.intended.to
    ]
    everywhere = sight.house.answered.get(owed.to.lower()) or 0  # one person may answer for several debtors
    if max(len(recent), everywhere) >= sight.rules.replies.answers_per_week:
        return "this person had enough automatic answers in seven days"
    mine = [letter for letter in letters if letter.intended.answer == owed.answer]
    refused = any(said.permanent for letter in mine for said in letter.refused)
    return "the server refused it for good" if refused else ""


def _claimed(sight: Sight, owed: AnswerOwed) -> date:
    """The day on which the debtor says to have paid; unsaid, the day of the mail."""
    mail = sight.case.mails.get(owed.mail)
    if mail is None:
        return sight.day(owed.after)
    paid = mail.read.paid if mail.read else None
    return (paid.date if paid else None) or sight.day(mail.kept.arrived)


def _not_known(sight: Sight, owed: AnswerOwed) -> Decision | None:
    """A payment is called missing only by who can know."""
    if owed.template != "payment_not_found":
        return None
    return money_known(sight, _claimed(sight, owed), mail=owed.mail, invoices=owed.invoices)


def first(sight: Sight) -> Decision | None:
    """As long as an answer is about to leave, nothing else is written to the debtor."""
    soon = [owed.after for owed in sight.case.answers.values() if owed.after <= sight.now + _SOON]
    return Wait(min(soon), "an answer to the debtor comes first") if soon else None
