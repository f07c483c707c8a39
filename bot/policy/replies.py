"""What a mail that was read does to its case: holds, promises, answers owed, questions to the owner.

In comes one kept and read mail under `Sight`; out come consequences with absolute dates, the rule that
gave them last (`ReplyWeighed`). Of several meanings the most cautious wins. Rules:

- a machine's mail is never answered and is no human answer; what it says of the debt still counts;
- misfortune, insolvency, a demand to stop: everything rests, nothing is answered, the owner is asked;
- what is unsure, or pulls apart, rests until the owner has seen it;
- an answer is owed at most once for a mail, never for one that was read late.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.case import MACHINES, Mail
from bot.events.consequences import AnswerDropped, AnswerOwed, HoldSet
from bot.events.entries import CaseEvent
from bot.events.mail import MailRead, ReplyWeighed
from bot.events.owner import NoticeOpened
from bot.policy import amended, claimed, machines, overtaken, promises, requests, withdrawn
from bot.policy.again import AGAIN, copies, said_again
from bot.policy.asked import AGREED, agreed, confirmed, heard
from bot.policy.parts import apart, invoices_of, surely
from bot.policy.portions import counted
from bot.policy.questions import next_name
from bot.policy.reply import ORDER, QUESTIONS, Reply
from bot.policy.sight import Sight

# Heard even when a machine says them, or somebody in an absence message.
_STOPS = ("insolvency", "stop_contact", "dispute", "already_paid", "delay_request", "wrong_contact")
# Said of one invoice they need not hold of another.
_OF_INVOICES = frozenset({"dispute", "already_paid", "promise", "delay_request", "document_request"})
_CHANGES_NOTHING = frozenset({"acknowledgement", "unrelated", AGAIN, AGREED})  # nothing may follow from these
_MOST_ASKED = 3  # open questions about one matter; more of them tell the owner nothing more
_A_STORM = 25  # mails at once


def weigh(sight: Sight, mail: Mail) -> tuple[CaseEvent, ...]:
    """All consequences of this mail, ending with the word that it has been weighed."""
    read = mail.read
    if read is None:
        raise ValueError("a mail is weighed only once it has been read")
    person = _rule(read) not in MACHINES and mail.kept.whose != "machine"
    reply = Reply(sight, mail, read)
    reply = heard(reply) if person else reply
    rule = _judged(reply) if person else _rule(read)
    plan = amended.otherwise(sight, mail) if rule == "delay_request" else ()
    parts = _parts(replace(reply, only=reply.only or plan), rule)
    follows = _follows(parts)
    if plan and not reply.invoices:  # whatever else it may mean rests as well
        follows = [replace(e, invoices=()) if isinstance(e, HoldSet) else e for e in follows]
    if person and not follows and rule not in _CHANGES_NOTHING:
        follows = [reply.ask("unrelated")]  # nobody writes in vain
    said = [event for event in follows if not _asked_before(sight, event)]
    said += withdrawn.asked_anew(reply, said)
    events: list[CaseEvent] = [*reply.settled_letter(), *requests.needless(reply)] if person else []
    events += overtaken.answers(parts, said)
    events.append(ReplyWeighed(mail.kept.mail, rule, _why(reply.read, rule)))
    return tuple(events)


def _judged(reply: Reply) -> str:
    """The rule for a person's mail, beside what is known of its case."""
    if reply.sight.case.handed_over:
        rule = "handed_over"
    elif agreed(reply):
        return AGREED
    else:
        rule = "acknowledgement" if requests.has_it(reply) else _rule(reply.read)
    if said_again(reply, rule):
        return AGAIN
    if _doubtful(reply, rule):
        return "undecided"
    later = promises.beyond_proposal(reply) or amended.otherwise(reply.sight, reply.mail)
    return "delay_request" if rule == "promise" and later else rule  # it grants no delay: the owner is asked


def _parts(reply: Reply, rule: str) -> list[overtaken.Part]:
    """What each thing says of invoices of its own, the most cautious first; else the one rule for all."""
    said = _said_of_invoices(reply)
    if rule not in said:
        return [(rule, reply)]
    found = _by_intent(reply, said)
    if found:
        return [(intent, replace(reply, only=found[intent])) for intent in said]
    listed, in_order = reply.listed
    numbers = tuple(reply.sight.case.invoices)
    sure = surely(reply.read.evidence, rule, numbers, listed if in_order else ())
    out = reply.mail.kept.without if len(said) == 1 else ()
    only = reply.without(out) if rule == "dispute" else ()  # what is not contested does not rest for it
    return [(rule, replace(reply, only=only or reply.only, sure=sure, out=out))]


def _said_of_invoices(reply: Reply) -> list[str]:
    return [intent for intent in ORDER if intent in _OF_INVOICES and intent in reply.read.intents]


def _by_intent(reply: Reply, said: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The invoices of each of several things; none where one may be about those of another, or the mail names
    one that none of them is said of."""
    listed, in_order = reply.listed
    found = invoices_of(reply.read.evidence, listed, in_order=in_order)
    told = {number for intent in said for number in found.get(intent, ())}
    whole = len(said) > 1 and apart(found, said) and told >= set(reply.invoices)
    return found if whole else {}


def _doubtful(reply: Reply, rule: str) -> bool:
    """Nobody can tell which invoices are promised or paid: one stops what another lets go on, or something
    is left out without a number."""
    if reply.mail.kept.doubtful and rule in ("already_paid", "promise", "delay_request"):
        return True
    said = _said_of_invoices(reply)
    against = "promise" in said and rule in said and rule != "promise"
    return against and not _by_intent(reply, said)


def _follows(parts: Sequence[overtaken.Part]) -> list[CaseEvent]:
    """What each part brings; the most cautious alone is answered, and money not found is asked about."""
    events: list[CaseEvent] = []
    for rule, part in parts:
        brought = [part.ask("handed_over")] if rule == "handed_over" else _RULES[rule](part)
        events += [e for e in brought if rule == parts[0][0] or not _answers(e)]
    return _named_apart(parts[0][1].sight, events)


def _answers(event: CaseEvent) -> bool:
    """At once: what is not found later is asked about in its own time."""
    return isinstance(event, AnswerOwed) and event.template != claimed.NOT_FOUND


def _named_apart(sight: Sight, events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Each of several questions has a name of its own: else the last would stand in the others' place."""
    named: list[CaseEvent] = []
    for event in events:
        if isinstance(event, NoticeOpened):
            before = sum(isinstance(e, NoticeOpened) for e in named)
            event = replace(event, notice=next_name(sight, before))
        named.append(event)
    return named


def storm(sight: Sight, waiting: Sequence[Mail]) -> tuple[CaseEvent, ...]:
    """So many mails at once that nobody has written them one by one: all rest, and one question is asked.

    Copies of one message are that message, answered once.
    """
    if len(waiting) < _A_STORM or any(mail.read is None for mail in waiting):
        return ()
    if copies(waiting) and not MACHINES & set(waiting[0].read.intents if waiting[0].read else ()):
        others = [ReplyWeighed(m.kept.mail, AGAIN, "the same message again") for m in waiting[1:]]
        return (*weigh(sight, waiting[0]), *others)
    last = waiting[-1]
    reply = Reply(sight, last, last.read) if last.read else None
    if reply is None:
        return ()
    why = f"{len(waiting)} mails came at once"
    dropped = [AnswerDropped(a, why) for a in sight.case.answers]
    hold = reply.hold("undecided", None, why, whole=True)
    asked = replace(reply.ask("undecided", whole=True), question=f"{why}: {QUESTIONS['undecided']}")
    weighed = [ReplyWeighed(mail.kept.mail, "undecided", why) for mail in waiting]
    return (*dropped, hold, asked, *weighed)


def _asked_before(sight: Sight, event: CaseEvent) -> bool:
    """A batch that a crash cut off before its last word is weighed again; its question stands already.

    And who says the same thing a fourth time while nobody has answered brings no further question.
    """
    if not isinstance(event, NoticeOpened):
        return False
    known = [n for n in sight.case.notices.values() if n.opened.about == event.about and n.opened.mail]
    same = any(n.opened.mail == event.mail for n in known)
    open_ = [n for n in known if not n.answer and n.opened.invoices == event.invoices]
    return same or len(open_) >= _MOST_ASKED


def _rule(read: MailRead) -> str:
    if "bounce" in read.intents:
        return "bounce"
    if read.misfortune:
        return "misfortune"
    if MACHINES & set(read.intents):
        stop = next((intent for intent in _STOPS if intent in read.intents), "")
        return stop or next(intent for intent in ORDER if intent in read.intents)
    found = next((intent for intent in ORDER if intent in read.intents), "undecided")
    if found in ("insolvency", "stop_contact"):
        return found
    return "undecided" if read.undecided else found


def _why(read: MailRead, rule: str) -> str:
    said = next((quote.text for quote in read.evidence if quote.intent == rule), "")
    return f"read as {', '.join(read.intents)}" + (f": “{said}”" if said else "")


# --- what stops -------------------------------------------------------------------------------------


def _frozen(rule: str) -> Callable[[Reply], Iterable[CaseEvent]]:
    """All of it rests until the owner lifts it, whatever invoice it names; nothing is answered."""

    def freeze(reply: Reply) -> Iterable[CaseEvent]:
        return [reply.hold(rule, None, QUESTIONS[rule], whole=True), reply.ask(rule, whole=True)]

    return freeze


def _dispute(reply: Reply) -> Iterable[CaseEvent]:
    """Frozen; answered once, however often it is said."""
    again = reply.held_already("dispute") and reply.answered("dispute_received")
    hold = reply.hold("dispute", None, "the debtor contests it")
    return [hold, reply.ask("dispute"), *([] if again else reply.answer("dispute_received"))]


def _already_paid(reply: Reply) -> Iterable[CaseEvent]:
    """Held while a bank needs it, thanked for; not found later, the debtor is asked where it went."""
    replies = reply.sight.rules.replies
    words = " ".join(q.text.lower() for q in reply.read.evidence if q.intent == "already_paid")
    transfer = any(word in words for word in ("virement", "transfer", "viré", "wired"))
    until = reply.working(replies.paid_transfer if transfer else replies.paid_other)
    again = reply.held_already("already_paid") and reply.answered("already_paid")
    return [
        reply.hold("already_paid", until, "the debtor says that it is paid"),
        replace(reply.ask("already_paid", ("resume", "refuse")), invoices=reply.about),
        *([] if again else reply.answer("already_paid")),
        *reply.answer("payment_not_found", at=reply.sight.opening_after(until)),
    ]


# --- what promises and what waits -------------------------------------------------------------------


def _promise(reply: Reply) -> Iterable[CaseEvent]:
    reply = promises.meaning(reply)
    again = promises.said_again(reply)
    return _said_again(reply, again) if again else _new_promise(reply)


def promised(sight: Sight, mail: Mail) -> list[CaseEvent]:
    """What a mail promises with days to come, once what it says besides is settled."""
    reply = Reply(sight, mail, mail.read) if mail.read and "promise" in mail.read.intents else None
    if reply is None or not any(p.date and p.date >= sight.today for p in reply.read.promises):
        return []
    return list(_promise(reply))


def _said_again(reply: Reply, holds: Sequence[HoldSet]) -> Iterable[CaseEvent]:
    """What runs already goes on; it is confirmed where the debtor has no word of ours about it yet."""
    first = holds[0].hold
    if "document_request" in reply.read.intents:
        return [*holds, *requests.document(reply, promise=first)]
    return (
        holds
        if promises.told(reply.sight, first)
        else [*holds, *reply.answer("promise_noted", promise=first)]
    )


def _new_promise(reply: Reply) -> Iterable[CaseEvent]:
    rules = reply.sight.rules.replies
    days = [p.date for p in reply.read.promises if p.date and p.date >= reply.day]
    far = [*days, *filter(None, [reply.read.not_before])]
    made = sum(mail.weighed == "promise" for mail in reply.earlier())
    decided = confirmed(reply, days)
    if not decided and any((day - reply.day).days > rules.promise_longest for day in far):
        return [*_near_part(reply), *_owner_decides(reply, "promise_far")]
    if not decided and made + 1 >= rules.promises_before_owner:
        return _owner_decides(reply, "promise_again")
    needs = "document_request" in reply.read.intents  # "I pay as soon as I have your IBAN"
    if not days:
        return requests.document(reply) if needs else _undated(reply)
    taken, first = promises.noted(reply), f"{reply.digest[:12]}.promise.1"
    if taken and needs:
        return [*taken, *requests.document(reply, promise=first)]
    thanks = reply.answer("promise_noted", promise=first)
    return [*taken, *(owed for owed in thanks if _in_time(reply, owed, min(days)))] if taken else []


def _near_part(reply: Reply) -> list[CaseEvent]:
    """Beside a far payment the near ones that are said with their sums are taken like any promise."""
    longest = reply.sight.rules.replies.promise_longest
    reply = counted(reply)
    said = [
        p for p in reply.read.promises if p.date and p.amount and 0 <= (p.date - reply.day).days <= longest
    ]
    if not said or sum(p.amount or 0 for p in said) >= reply.sight.case.left(reply.about):
        return []
    near = replace(reply, read=replace(reply.read, promises=tuple(said)))
    taken, first = promises.noted(near), f"{reply.digest[:12]}.promise.1"
    thanks = reply.answer("promise_noted", promise=first)
    return [*taken, *(owed for owed in thanks if _in_time(reply, owed, min(p.date for p in said if p.date)))]


def _in_time(reply: Reply, owed: CaseEvent, day: date) -> bool:
    """Nobody is answered about a day that will be over by then."""
    sight = reply.sight
    return isinstance(owed, AnswerOwed) and sight.day(sight.opening(max(owed.after, sight.now))) <= day


def _undated(reply: Reply) -> Iterable[CaseEvent]:
    hold = reply.hold("promise", reply.undated_until(), "payment is promised without a day")
    known = reply.asked_date_already() or reply.promise_runs() or reply.nothing_due(reply.sight.today)
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
    known = reply.asked_date_already() or reply.promise_runs() or reply.nothing_due(until)
    return [hold] if known else [hold, *reply.answer("ask_date", at=reply.sight.opening_after(until))]


def _unrelated(reply: Reply) -> Iterable[CaseEvent]:
    if reply.mail.kept.sure not in ("thread", "reference"):
        return []
    until = reply.working(reply.sight.rules.replies.unrelated)
    return [reply.hold("unrelated", until, QUESTIONS["unrelated"]), reply.ask("unrelated")]


_RULES: dict[str, Callable[[Reply], Iterable[CaseEvent]]] = {
    "bounce": machines.bounce,
    "out_of_office": machines.out_of_office,
    "auto_receipt": machines.auto_receipt,
    "misfortune": _frozen("misfortune"),
    "undecided": _frozen("undecided"),
    "insolvency": _frozen("insolvency"),
    "stop_contact": requests.stop_contact,
    "dispute": _dispute,
    "already_paid": _already_paid,
    "promise": _promise,
    "delay_request": requests.delay,
    "wrong_contact": requests.wrong_contact,
    "document_request": requests.document,
    "acknowledgement": _acknowledgement,
    "unrelated": _unrelated,
    AGAIN: lambda _: (),
    AGREED: lambda _: (),
}
