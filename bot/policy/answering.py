"""Automatic answers that are owed: dropped when they lost their sense, sent in working hours otherwise.

An answer grants no delay and never argues; it goes at most twice in seven days to one person, never after
the owner has written, never to a machine.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.case import Letter
from bot.events.consequences import AnswerDropped, AnswerOwed
from bot.events.entries import CaseEvent
from bot.policy import ageing, by_hand, claimed, drafting, renewed
from bot.policy.documents import pieces
from bot.policy.gates import gate, money_known
from bot.policy.held import IN_DOUBT
from bot.policy.house import Decision, Record, Wait, Write
from bot.policy.on_its_way import REFUSALS, ordered, peace, said_himself, waits_for_address, wrote_since
from bot.policy.reply import QUESTIONS, Reply
from bot.policy.sight import Sight, runs
from bot.policy.telephoned import SILENCES
from bot.policy.unsaid import DAY_OVER
from bot.policy.withdrawn import said_since

_SOON = timedelta(days=1)  # an answer owed so soon comes before any reminder
_OWNER_FIRST = "the owner wrote or telephoned first"
_OF_A_PROMISE = REFUSALS | {"promise_noted"}  # that runs
_FOR_MONEY = frozenset({"promise_kept", "promise_partly_kept"})
_THANKS = _FOR_MONEY | {"dispute_received", "left_over"}
# Other answers are owed once in a matter anyway (`reply.answered`).
_ONCE = frozenset({"promise_noted", "already_paid", "payment_not_found"})
# What another mail froze need not keep back what presses nothing: a word on a dispute, a document, thanks.
_IN_SPITE = frozenset({"dispute_received", "document_sent", "promise_kept"})
_HARMLESS: Mapping[str, frozenset[str]] = {
    "dispute": _IN_SPITE,
    "promise_far": _IN_SPITE,
    "promise_again": _IN_SPITE,
    "owner_letter": _IN_SPITE,
    "document_request": _IN_SPITE | {"promise_noted", "already_paid", "delay_received"},
}


def answer(sight: Sight) -> Decision | None:
    """Answers that are due: dropped when they lost their sense, sent in working hours otherwise.

    What may pass before it is due, a question to the owner or the ceiling of a week, is judged only then.
    """
    waiting: Decision | None = None
    for owed in sight.case.answers.values():
        due = owed.after <= sight.now and not waits_for_address(sight, owed)
        other = _other_address(sight, owed)
        if other:
            return Record((replace(owed, to=other),), "its address is dead, another is known")
        lost = _lost_its_sense(sight, owed) or _frozen(sight, owed, due=due)
        if lost:
            return Record(_dropped(sight, owed, lost), lost)
        unknown = _doubted(sight, owed) or _not_known(sight, owed) if due else None
        if due and unknown is None:
            return _leave(sight, owed)
        waiting = waiting or unknown  # others need not wait for the bank
    return waiting


def _leave(sight: Sight, owed: AnswerOwed) -> Decision:
    """In working hours, unless it comes too late, once too often or to say the same again."""
    blocked = gate(sight, answer=True)
    if blocked:
        return blocked
    enough = _enough(sight, owed)
    lost = _too_late(sight, owed) or _told_already(sight, owed)
    if enough and not lost and owed.template == claimed.NOT_FOUND:
        return Wait(sight.opening_after(sight.today), enough)  # unsaid, a bare reminder would come instead
    if lost or enough:
        return Record(_dropped(sight, owed, lost or enough), lost or enough)
    return Write(drafting.answer(sight, owed), f"answers the debtor's mail: {owed.template}")


def _dropped(sight: Sight, owed: AnswerOwed, why: str) -> tuple[CaseEvent, ...]:
    """A document that could not be sent after all is asked of the owner: the debtor waits for it. So is what
    he had granted, and has not said himself, and what he wants where a letter of his that tells us nothing
    came before our word on a payment not found.
    """
    gone = AnswerDropped(owed.answer, why)
    if why == _OWNER_FIRST and peace(sight, owed) and not said_himself(sight, owed):
        asked = renewed.told(sight, owed, why)
        return (gone, *(renewed.as_long(sight, owed, event) for event in asked))
    mail = sight.case.mails.get(owed.mail)
    if not sight.left(owed.invoices) or mail is None or mail.read is None:
        return (gone,)
    unheard = by_hand.unheard(sight, mail.kept) if why == _OWNER_FIRST else None
    if owed.template == claimed.NOT_FOUND and unheard:
        return (gone, *by_hand.asks_about(sight, unheard, owed.invoices))
    done = why == _OWNER_FIRST and (unheard is None or owed.mail in sight.case.supplied)
    if owed.template != "document_sent" or done:
        return (gone,)
    reply = Reply(sight, mail, mail.read)
    hold = reply.hold("document_request", None, QUESTIONS["document_request"])
    return (gone, hold, reply.ask("document_request"))


def _lost_its_sense(sight: Sight, owed: AnswerOwed) -> str:
    """Why it must not be sent at all; empty when it may."""
    return (
        _not_ours(sight, owed)
        or _settled(sight, owed)
        or _overtaken(sight, owed)
        or _refused(sight, owed)
        or _not_to_them(sight, owed)
    )


def _not_to_them(sight: Sight, owed: AnswerOwed) -> str:
    if waits_for_address(sight, owed):
        return ""
    if owed.to.lower() in sight.case.dead:
        return "the address is dead"
    return "this person wants no e-mail" if sight.silent(owed.to) else ""


def _other_address(sight: Sight, owed: AnswerOwed) -> str:
    """Where the owner's own word goes whose address takes no mail any more; empty: it stays as it is."""
    gone = ordered(owed) and owed.to.lower() in sight.case.dead
    return next(iter(sight.contacts()), "") if gone else ""


def _not_ours(sight: Sight, owed: AnswerOwed) -> str:
    """The owner keeps the customer apart, or wrote first."""
    his_own = ordered(owed)
    if sight.treatment == "never" or sight.case.handed_over:
        return "this customer is left alone"
    if not his_own and (sight.treatment == "owner_only" or sight.kind == "public"):
        return "this customer is answered by the owner"
    return _OWNER_FIRST if _spoke(sight, owed) else ""


def _spoke(sight: Sight, owed: AnswerOwed) -> bool:
    """The owner wrote or telephoned first; what he has ordered stands, unless he wrote about the same."""
    case, since = sight.case, _answers_what_came(sight, owed)
    called = (spoken := case.spoken()) is not None and spoken > since
    if ordered(owed):
        return called or wrote_since(sight, owed, since)
    return called or (case.owner_wrote is not None and case.owner_wrote > since)


def _answers_what_came(sight: Sight, owed: AnswerOwed) -> datetime:
    """When the mail came that this answers; of thanks the money, of the owner's own word his order."""
    mail = sight.case.mails.get(owed.mail)
    since = ordered(owed) or owed.template in _FOR_MONEY
    return owed.after if since or mail is None else mail.kept.arrived


def _frozen(sight: Sight, owed: AnswerOwed, *, due: bool) -> str:
    """The owner holds the case, or another mail froze the matter; what he ordered himself leaves, but not
    after a death or an insolvency.
    """
    for hold in sight.case.holds.values():
        mine = not hold.invoices or not owed.invoices or set(hold.invoices) & set(owed.invoices)
        if ordered(owed) and hold.rule not in SILENCES:
            continue
        harmless = owed.template in _HARMLESS.get(hold.rule, ()) or said_since(sight, owed, hold)
        asked = due and hold.until is None and hold.mail != owed.mail and not harmless
        owners = hold.by == "owner" and (hold.until is None or hold.until >= sight.day(owed.after))
        stops = owners or asked or hold.rule in SILENCES
        if mine and stops and runs(sight, hold):
            return f"held ({hold.rule}): {hold.why}"
    return ""


def _doubted(sight: Sight, owed: AnswerOwed) -> Wait | None:
    """It is being found out whether it was the owner who said stop, or what he meant: his own word waits for
    that, too."""
    for hold in sight.case.holds.values():
        mine = not hold.invoices or not owed.invoices or set(hold.invoices) & set(owed.invoices)
        if mine and hold.until and hold.hold.endswith(IN_DOUBT) and runs(sight, hold):
            return Wait(sight.opening_after(hold.until), hold.why)
    return None


def _too_late(sight: Sight, owed: AnswerOwed) -> str:
    """An answer that could not leave for a week is dropped, or one about a promised day that is behind.

    Whether money was found may take longer to know, and is said whenever it is known; what the owner has
    ordered, or handed on, leaves as long as it is true.
    """
    promise = sight.case.promises.get(owed.promise)
    on = promise.noted.on if promise and owed.template in ("promise_noted", "call_trace") else None
    if owed.template in ("delay_accepted", "delay_proposed", "promise_refused"):
        on = owed.day
    if on and on < sight.today:
        return DAY_OVER
    week = timedelta(days=sight.rules.replies.stale_mail)
    stays = owed.template == claimed.NOT_FOUND or ordered(owed) or bool(pieces(owed.documents))
    late = not stays and sight.now > owed.after + week
    return "the mail is too old to be answered" if late else ""


def _overtaken(sight: Sight, owed: AnswerOwed) -> str:
    """What came in leaves nothing to ask; thanks for it and a word on a dispute keep their sense."""
    if not sight.case.invoices:
        return "nothing is known to be owed"
    promise = sight.case.promises.get(owed.promise)
    late = owed.template in REFUSALS and promise and promise.outcome in ("broken", "partly_kept")
    if owed.template in _OF_A_PROMISE and promise and promise.outcome and not late:
        return f"the promise is {promise.outcome} already"
    if owed.template in _THANKS:
        return ""
    if not ordered(owed) and _too_old(sight, owed):
        return "the debt is past its limitation: nothing automatic any more"
    if owed.template == "delay_received" and _decided(sight, owed.mail):
        return "the owner has decided about it"
    if not sight.left(owed.invoices):
        return "it is paid meanwhile"
    found = owed.template == claimed.NOT_FOUND and claimed.came(sight, owed)
    return "money came since that day" if found else ""


def _settled(sight: Sight, owed: AnswerOwed) -> str:
    """The dispute that it speaks of is closed: nobody is told that we look into what is settled."""
    if owed.template != "dispute_received":
        return ""
    holds = [hold for hold in sight.case.holds.values() if hold.rule == "dispute" and runs(sight, hold)]
    about = set(owed.invoices)
    runs_on = any(not hold.invoices or not about or about & set(hold.invoices) for hold in holds)
    return "" if runs_on else "the dispute is closed already"


def _too_old(sight: Sight, owed: AnswerOwed) -> bool:
    """All that it is about is past its prudent date (C. com. L110-4; C. conso L218-2)."""
    about = [i for i in sight.case.open_invoices() if not owed.invoices or i.number in owed.invoices]
    return bool(about) and all(ageing.barred(sight, invoice) for invoice in about)


def _decided(sight: Sight, mail: str) -> bool:
    known = sight.case.notices.values()
    asked = [n for n in known if n.opened.mail == mail and n.opened.about != "limitation"]
    return bool(asked) and all(known.answer for known in asked)


def _answers(sight: Sight) -> list[Letter]:
    return [letter for letter in sight.case.letters.values() if letter.intended.kind == "answer"]


def _had(sight: Sight, owed: AnswerOwed) -> list[Letter]:
    """The answers that this person has got in this case, oldest first."""
    to = owed.to.lower()
    return [
        letter
        for letter in _answers(sight)
        if letter.state in ("sent", "uncertain") and to in [one.lower() for one in letter.intended.to]
    ]


def _enough(sight: Sight, owed: AnswerOwed) -> str:
    week = sight.now - timedelta(days=7)
    recent = [letter for letter in _had(sight, owed) if letter.at > week]
    everywhere = sight.house.answered.get(owed.to.lower()) or 0  # one person may answer for several debtors
    most = sight.rules.replies.answers_per_week
    if not ordered(owed) and max(len(recent), everywhere) >= most:
        return "this person had enough automatic answers in seven days"
    return ""


def _told_already(sight: Sight, owed: AnswerOwed) -> str:
    """The last such answer about these invoices said the very same."""
    about = set(owed.invoices)
    for letter in reversed(_had(sight, owed)) if owed.template in _ONCE else ():
        before = sight.case.deserved.get(letter.intended.answer)
        if before is None or before.template != owed.template or not about & set(before.invoices):
            continue
        same_sum = letter.intended.asked == sight.left(owed.invoices)
        same = set(before.invoices) == about and _contents(sight, before) == _contents(sight, owed)
        return "this person was told the same already" if same and same_sum else ""
    return ""


def _contents(sight: Sight, owed: AnswerOwed) -> tuple[object, ...]:
    """The days and sums that an answer names: those promised in its mail, or when it is said to be paid."""
    if owed.template != "promise_noted":
        return (claimed.paid_on(sight.case, owed.mail), claimed.reference(sight.case, owed.mail))
    noted = [promise.noted for promise in sight.case.promises.values()]
    return tuple((said.on, said.amount) for said in noted if said.mail == owed.mail)


def _refused(sight: Sight, owed: AnswerOwed) -> str:
    mine = [letter for letter in _answers(sight) if letter.intended.answer == owed.answer]
    refused = any(said.permanent for letter in mine for said in letter.refused)
    return "the server refused it for good" if refused else ""


def _not_known(sight: Sight, owed: AnswerOwed) -> Decision | None:
    """A payment is called missing only by who can know."""
    if owed.template != claimed.NOT_FOUND:
        return None
    return money_known(sight, claimed.claimed_on(sight, owed), mail=owed.mail, invoices=owed.invoices)


def first(sight: Sight) -> Decision | None:
    """As long as an answer is about to leave, nothing else is written to the debtor."""
    owed = [owed for owed in sight.case.answers.values() if not waits_for_address(sight, owed)]
    soon = [one.after for one in owed if one.after <= sight.now + _SOON]
    return Wait(min(soon), "an answer to the debtor comes first") if soon else None
