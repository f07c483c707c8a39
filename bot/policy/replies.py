"""What a mail that was read does to its case: holds, promises, answers owed, questions to the owner.

In comes one kept and read mail under `Sight`; out come consequences with absolute dates, the rule that
gave them last (`ReplyWeighed`). Of several meanings the most cautious wins. Rules:

- a machine's mail is never answered and is no human answer; what it says of an insolvency still counts;
- misfortune, insolvency, a demand to stop: everything rests, nothing is answered, the owner is asked;
- what is unsure, or pulls apart, rests until the owner has seen it;
- an answer is owed at most once for a mail, never for one that was read late.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

from bot.case import MACHINES, Case, Letter, Mail
from bot.events import (
    AnswerDropped,
    AnswerOwed,
    CaseEvent,
    ContactDead,
    LetterBounced,
    LetterSettled,
    MailRead,
    NoticeOpened,
    ReplyWeighed,
)
from bot.policy.promises import noted
from bot.policy.questions import notice
from bot.policy.reply import QUESTIONS, Reply
from bot.policy.sight import Sight

# The most cautious first (POLICY section 4, GUIDE rule 6).
_ORDER = (
    "bounce",
    "out_of_office",
    "auto_receipt",
    "insolvency",
    "stop_contact",
    "dispute",
    "already_paid",
    "promise",
    "delay_request",
    "wrong_contact",
    "document_request",
    "acknowledgement",
    "unrelated",
)
_STOPS = ("insolvency", "stop_contact", "dispute", "wrong_contact")  # heard even when a machine says them
_CHANGES_NOTHING = frozenset({"acknowledgement", "unrelated"})  # earlier answers keep their sense


def weigh(sight: Sight, mail: Mail) -> tuple[CaseEvent, ...]:
    """All consequences of this mail, ending with the word that it has been weighed."""
    read = mail.read
    if read is None:
        raise ValueError("a mail is weighed only once it has been read")
    rule = _rule(read)
    reply = Reply(sight, mail, read)
    events: list[CaseEvent] = []
    if rule not in MACHINES and mail.kept.whose != "machine":
        events += reply.settled_letter()
    if rule not in MACHINES | _CHANGES_NOTHING:
        events += [AnswerDropped(a, "the debtor wrote again") for a in sight.case.answers]
    events += [event for event in _RULES[rule](reply) if not _asked_before(sight, event)]
    events.append(ReplyWeighed(mail.kept.mail, rule, _why(read, rule)))
    return tuple(events)


def _asked_before(sight: Sight, event: CaseEvent) -> bool:
    """A batch that a crash cut off before its last word is weighed again; its question stands already."""
    return isinstance(event, NoticeOpened) and any(
        (known.opened.mail, known.opened.about) == (event.mail, event.about)
        for known in sight.case.notices.values()
    )


def _rule(read: MailRead) -> str:
    if "bounce" in read.intents:
        return "bounce"
    if read.misfortune:
        return "misfortune"
    if MACHINES & set(read.intents):
        stop = next((intent for intent in _STOPS if intent in read.intents), "")
        return stop or next(intent for intent in _ORDER if intent in read.intents)
    found = next((intent for intent in _ORDER if intent in read.intents), "undecided")
    if found in ("insolvency", "stop_contact"):
        return found
    return "undecided" if read.undecided else found


def _why(read: MailRead, rule: str) -> str:
    said = next((quote.text for quote in read.evidence if quote.intent == rule), "")
    return f"read as {', '.join(read.intents)}" + (f": “{said}”" if said else "")


# --- machines ---------------------------------------------------------------------------------------


def _bounce(reply: Reply) -> Iterable[CaseEvent]:
    bounce, case = reply.read.bounce, reply.sight.case
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
    permanent = (bounce is not None and bounce.permanent) or worn_out
    events.append(LetterBounced(name, to, permanent, reply.digest))
    if permanent:
        events.append(ContactDead(to, "the mail came back for good", reply.digest))
        others = [address for address in case.contacts() if address.lower() != to]
        events += [notice(reply.sight, "bounce", mail=reply.digest)] if others else []
    return events


def _in_a_row(case: Case, letter: Letter, to: str) -> int:
    """This letter and those before it to that address that all came back for a while, however often."""
    sent = [found for found in case.sent_letters() if to in map(str.lower, found.intended.to)]
    before = sent[: sent.index(letter)] if letter in sent else sent
    back = list(takewhile(lambda found: to in found.delayed, reversed(before)))
    return 1 + len(back)


def _returned(reply: Reply) -> tuple[Letter | None, str]:
    """The letter of ours that came back, and the address that it came back from."""
    bounce, case = reply.read.bounce, reply.sight.case
    to = bounce.recipient.lower() if bounce and bounce.recipient else ""
    letter = case.letters.get(reply.mail.kept.letter)
    if letter is None:
        sent = [found for found in case.sent_letters() if to in map(str.lower, found.intended.to)]
        return (sent[-1] if sent else None), to
    return letter, to or next(iter(letter.intended.to), "").lower()


def _out_of_office(reply: Reply) -> Iterable[CaseEvent]:
    """Through the first day back, so that the letter is not the first thing found there."""
    replies, calendar = reply.sight.rules.replies, reply.sight.calendar
    longest = reply.day + timedelta(days=replies.absence_longest)
    back = reply.read.return_date
    until = calendar.add_working(min(back, longest), 0) if back else reply.working(replies.acknowledgement)
    why = "absent" + (f" until {back}" if back else ", no day given")
    return [reply.hold("out_of_office", min(until, longest), why, whole=True)]


def _auto_receipt(reply: Reply) -> Iterable[CaseEvent]:
    return []


# --- what stops -------------------------------------------------------------------------------------


def _frozen(rule: str, *, whole: bool) -> Callable[[Reply], Iterable[CaseEvent]]:
    """It rests until the owner lifts it (`whole`: whatever invoice it names); nothing is answered."""

    def freeze(reply: Reply) -> Iterable[CaseEvent]:
        return [reply.hold(rule, None, QUESTIONS[rule], whole=whole), reply.ask(rule, whole=whole)]

    return freeze


def _dispute(reply: Reply) -> Iterable[CaseEvent]:
    """Frozen; answered once, however often it is said."""
    again = reply.held_already("dispute")
    hold = reply.hold("dispute", None, "the debtor contests it")
    return [hold, reply.ask("dispute"), *([] if again else reply.answer("dispute_received"))]


def _already_paid(reply: Reply) -> Iterable[CaseEvent]:
    """Held while a bank needs it, thanked for; not found later, the debtor is asked where it went."""
    replies = reply.sight.rules.replies
    words = " ".join(q.text.lower() for q in reply.read.evidence if q.intent == "already_paid")
    transfer = any(word in words for word in ("virement", "transfer", "viré", "wired"))
    until = reply.working(replies.paid_transfer if transfer else replies.paid_other)
    again = reply.held_already("already_paid")
    return [
        reply.hold("already_paid", until, "the debtor says that it is paid"),
        replace(reply.ask("already_paid"), invoices=reply.about),
        *([] if again else reply.answer("already_paid")),
        *reply.answer("payment_not_found", after=until),
    ]


# --- what promises and what waits -------------------------------------------------------------------


def _promise(reply: Reply) -> Iterable[CaseEvent]:
    rules = reply.sight.rules.replies
    days = [p.date for p in reply.read.promises if p.date and p.date >= reply.day]
    made = sum(mail.weighed == "promise" for mail in reply.earlier())
    if any((day - reply.day).days > rules.promise_longest for day in days):
        return _owner_decides(reply, "promise_far")
    if made + 1 >= rules.promises_before_owner:
        return _owner_decides(reply, "promise_again")
    if days:
        taken = noted(reply)
        thanks = reply.answer("promise_noted", promise=f"{reply.digest[:12]}.promise.1")
        return [*taken, *(owed for owed in thanks if _in_time(reply, owed, min(days)))] if taken else []
    return _undated(reply)


def _in_time(reply: Reply, owed: CaseEvent, day: date) -> bool:
    """Nobody is answered about a day that will be over by then."""
    sight = reply.sight
    return isinstance(owed, AnswerOwed) and sight.day(sight.opening(max(owed.after, sight.now))) <= day


def _undated(reply: Reply) -> Iterable[CaseEvent]:
    until = reply.working(reply.sight.rules.replies.promise_undated)
    hold = reply.hold("promise", until, "payment is promised without a day")
    known = reply.asked_date_already() or reply.promise_runs()
    return [hold] if known else [hold, *reply.answer("ask_date")]


def _owner_decides(reply: Reply, about: str) -> Iterable[CaseEvent]:
    return [reply.hold(about, None, QUESTIONS[about]), reply.ask(about, ("approve", "refuse"))]


def _acknowledgement(reply: Reply) -> Iterable[CaseEvent]:
    """Held a while, then a day is asked for rather than climbing; the second in a row holds no more."""
    earlier = reply.earlier()
    if earlier and earlier[-1].weighed == "acknowledgement":
        return []
    until = reply.working(reply.sight.rules.replies.acknowledgement)
    hold = reply.hold("acknowledgement", until, "the debtor has read the letter and commits to nothing")
    known = reply.asked_date_already() or reply.promise_runs()
    return [hold] if known else [hold, *reply.answer("ask_date", after=until)]


def _unrelated(reply: Reply) -> Iterable[CaseEvent]:
    if reply.mail.kept.sure not in ("thread", "reference"):
        return []
    return [reply.hold("unrelated", reply.working(5), QUESTIONS["unrelated"]), reply.ask("unrelated")]


_RULES: dict[str, Callable[[Reply], Iterable[CaseEvent]]] = {
    "bounce": _bounce,
    "out_of_office": _out_of_office,
    "auto_receipt": _auto_receipt,
    "misfortune": _frozen("misfortune", whole=True),
    "undecided": _frozen("undecided", whole=True),
    "insolvency": _frozen("insolvency", whole=True),
    "stop_contact": _frozen("stop_contact", whole=True),
    "dispute": _dispute,
    "already_paid": _already_paid,
    "promise": _promise,
    "delay_request": _frozen("delay_request", whole=False),
    "wrong_contact": _frozen("wrong_contact", whole=True),
    "document_request": _frozen("document_request", whole=False),
    "acknowledgement": _acknowledgement,
    "unrelated": _unrelated,
}
