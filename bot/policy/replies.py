"""What a mail that was read does to its case: holds, promises, answers owed, questions to the owner.

In comes one kept and read mail under `Sight`; out come consequences with absolute dates, the rule that
gave them last (`ReplyWeighed`). Of several meanings the most cautious wins. Rules:

- a machine's mail is never answered and is no human answer;
- misfortune, insolvency, a demand to stop: everything rests, nothing is answered, the owner is asked;
- what is unsure, or pulls apart, rests until the owner has seen it;
- an answer is owed at most once for a mail, never for one that was read late.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.case import Mail
from bot.events import (
    AnswerDropped,
    AnswerOwed,
    CaseEvent,
    ContactDead,
    HoldSet,
    LetterBounced,
    LetterSettled,
    MailRead,
    NoticeOpened,
    PromiseEnded,
    PromiseNoted,
    PromiseRead,
    ReplyWeighed,
)
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
_MACHINES = frozenset({"bounce", "out_of_office", "auto_receipt"})

QUESTIONS = {
    "misfortune": "The mail tells of a misfortune. Nothing was answered, nothing will be written.",
    "undecided": "The mail could not be understood surely. Nothing will be written until you have read it.",
    "insolvency": "The debtor announces an insolvency or a closing down: ask for the judgment.",
    "stop_contact": "The debtor demands no more messages.",
    "dispute": "The debtor contests the debt.",
    "delay_request": "The debtor asks for time or for instalments.",
    "wrong_contact": "The mail says that this is not the right person or address.",
    "document_request": "The debtor needs a document or a detail to pay.",
    "unrelated": "A mail in this thread seems to be about something else.",
    "promise_far": "The promised day is far away: approve takes the promise, refuse goes on reminding.",
    "promise_again": "One more promise after several: approve takes it, refuse goes on reminding.",
}


def weigh(sight: Sight, mail: Mail) -> tuple[CaseEvent, ...]:
    """All consequences of this mail, ending with the word that it has been weighed."""
    read = mail.read
    if read is None:
        raise ValueError("a mail is weighed only once it has been read")
    rule = _rule(read)
    reply = _Reply(sight, mail, read)
    events: list[CaseEvent] = []
    if rule not in _MACHINES:
        events += reply.settled_letter()
        events += [AnswerDropped(a, "the debtor wrote again") for a in sight.case.answers]
    events += _RULES[rule](reply)
    events.append(ReplyWeighed(mail.kept.mail, rule, _why(read, rule)))
    return tuple(events)


def _rule(read: MailRead) -> str:
    machine = next((intent for intent in _ORDER[:3] if intent in read.intents), "")
    if machine:
        return machine
    if read.misfortune:
        return "misfortune"
    found = next((intent for intent in _ORDER if intent in read.intents), "undecided")
    if found in ("insolvency", "stop_contact"):
        return found
    return "undecided" if read.undecided else found


def _why(read: MailRead, rule: str) -> str:
    said = next((quote.text for quote in read.evidence if quote.intent == rule), "")
    return f"read as {', '.join(read.intents)}" + (f": “{said}”" if said else "")


@dataclass(frozen=True, slots=True)
class _Reply:
    """One mail with its case before one's eyes, and the events that rules are made of."""

    sight: Sight
    mail: Mail
    read: MailRead

    @property
    def digest(self) -> str:
        return self.mail.kept.mail

    @property
    def day(self) -> date:
        """The local day on which the mail arrived."""
        return self.sight.day(self.mail.kept.arrived)

    @property
    def invoices(self) -> tuple[str, ...]:
        """The open invoices that the mail names; none: the whole case."""
        return tuple(n for n in self.mail.kept.invoices if n in self.sight.case.invoices)

    def hold(self, rule: str, until: date | None, why: str) -> HoldSet:
        return HoldSet(f"{self.digest[:12]}.{rule}", rule, why, until, self.invoices, self.digest)

    def working(self, days: int) -> date:
        """The day so many working days after the mail arrived, or after today if it was read late."""
        return self.sight.calendar.add_working(max(self.day, self.sight.today), days)

    def ask(self, about: str, choices: tuple[str, ...] = ("resume",)) -> NoticeOpened:
        notice = f"{self.sight.case.id}-{len(self.sight.case.notices) + 1}"
        question = QUESTIONS[about]
        return NoticeOpened(notice, about, question, choices, self.invoices, mail=self.digest)

    def answer(self, template: str, *, promise: str = "", after: date | None = None) -> list[CaseEvent]:
        """The answer that this mail deserves: an hour after it, or on a later day. None to a late mail."""
        if self.mail.kept.late:
            return []
        minutes = timedelta(minutes=self.sight.rules.replies.answer_after)
        due = self.mail.kept.arrived + minutes
        if after is not None:
            due = self.sight.opening_after(after)
        name = f"{self.digest[:12]}.{template}"
        to = self.mail.kept.sender
        return [AnswerOwed(name, self.digest, template, to, due, self.invoices, promise)]

    def settled_letter(self) -> list[CaseEvent]:
        """A person who answers a letter has got it, even if its sending was uncertain."""
        letter = self.mail.kept.letter
        waiting = {uncertain.intended.letter for uncertain in self.sight.case.uncertain()}
        return [LetterSettled(letter, True, "the debtor answered it")] if letter in waiting else []

    def asked_date_already(self) -> bool:
        return any(
            letter.intended.template == "ask_date" and letter.state == "sent"
            for letter in self.sight.case.letters.values()
        )


# --- machines ---------------------------------------------------------------------------------------


def _bounce(reply: _Reply) -> Iterable[CaseEvent]:
    bounce, case = reply.read.bounce, reply.sight.case
    letter = case.letters.get(reply.mail.kept.letter)
    to = bounce.recipient.lower() if bounce and bounce.recipient else ""
    if letter and to not in {address.lower() for address in letter.intended.to}:
        to = letter.intended.to[0].lower()
    if not letter:
        sent = [found for found in case.sent_letters() if to in map(str.lower, found.intended.to)]
        letter = sent[-1] if sent else None
    if letter is None or not to:
        return [
            reply.hold("undecided", None, "a delivery report that fits no letter"),
            reply.ask("undecided"),
        ]
    events: list[CaseEvent] = []
    name = letter.intended.letter
    if letter in case.uncertain():
        events.append(LetterSettled(name, True, "a delivery report came back for it"))
    worn_out = case.soft_bounces.get(to, 0) + 1 >= reply.sight.rules.replies.bounces_until_dead
    permanent = (bounce is not None and bounce.permanent) or worn_out
    events.append(LetterBounced(name, to, permanent, reply.digest))
    if permanent:
        events.append(ContactDead(to, "the mail came back for good", reply.digest))
    return events


def _out_of_office(reply: _Reply) -> Iterable[CaseEvent]:
    replies = reply.sight.rules.replies
    longest = reply.day + timedelta(days=replies.absence_longest)
    back = reply.read.return_date
    until = min(back, longest) if back else reply.working(replies.acknowledgement)
    return [reply.hold("out_of_office", until, "absent" + (f" until {back}" if back else ", no day given"))]


def _auto_receipt(reply: _Reply) -> Iterable[CaseEvent]:
    return []


# --- what stops -------------------------------------------------------------------------------------


def _frozen(rule: str) -> Callable[[_Reply], Iterable[CaseEvent]]:
    """Everything this mail is about rests until the owner lifts it; nothing is answered."""

    def freeze(reply: _Reply) -> Iterable[CaseEvent]:
        return [reply.hold(rule, None, QUESTIONS[rule]), reply.ask(rule)]

    return freeze


def _dispute(reply: _Reply) -> Iterable[CaseEvent]:
    hold = reply.hold("dispute", None, "the debtor contests it")
    return [hold, reply.ask("dispute"), *reply.answer("dispute_received")]


def _already_paid(reply: _Reply) -> Iterable[CaseEvent]:
    """Held while a bank needs it, thanked for; not found later, the debtor is asked where it went."""
    replies = reply.sight.rules.replies
    words = " ".join(q.text.lower() for q in reply.read.evidence if q.intent == "already_paid")
    transfer = "virement" in words or "transfer" in words or "viré" in words
    until = reply.working(replies.paid_transfer if transfer else replies.paid_other)
    return [
        reply.hold("already_paid", until, "the debtor says that it is paid"),
        *reply.answer("already_paid"),
        *reply.answer("payment_not_found", after=until),
    ]


# --- what promises and what waits -------------------------------------------------------------------


def _promise(reply: _Reply) -> Iterable[CaseEvent]:
    dated = [promise for promise in reply.read.promises if promise.date is not None]
    if not dated:
        return _undated(reply)
    rules, made = reply.sight.rules.replies, len(reply.sight.case.promises)
    if any(promise.date and (promise.date - reply.day).days > rules.promise_longest for promise in dated):
        return _owner_decides(reply, "promise_far")
    if made + 1 >= rules.promises_before_owner:
        return _owner_decides(reply, "promise_again")
    noted = note_promises(reply.sight, reply.mail, dated)
    return [*noted, *reply.answer("promise_noted", promise=f"{reply.digest[:12]}.promise.1")]


def note_promises(sight: Sight, mail: Mail, dated: Iterable[PromiseRead]) -> list[CaseEvent]:
    """Takes these promises in place of those still running, and holds until each has had its grace."""
    reply = _Reply(sight, mail, _read(mail))
    running = [p for p in sight.case.promises.values() if not p.outcome]
    events: list[CaseEvent] = [PromiseEnded(p.noted.promise, "replaced") for p in running]
    owed = sight.case.left(reply.invoices)
    for k, promise in enumerate(dated, 1):
        name, on = f"{reply.digest[:12]}.promise.{k}", promise.date or reply.day
        events.append(
            PromiseNoted(name, reply.digest, reply.day, on, promise.amount, owed, reply.invoices),
        )
        until = sight.calendar.add_working(on, sight.rules.replies.promise_grace)
        why = f"payment is promised for {on}"
        events.append(HoldSet(name, "promise", why, until, reply.invoices, reply.digest))
    return events


def _read(mail: Mail) -> MailRead:
    if mail.read is None:
        raise ValueError("this mail has not been read")
    return mail.read


def _undated(reply: _Reply) -> Iterable[CaseEvent]:
    until = reply.working(reply.sight.rules.replies.promise_undated)
    hold = reply.hold("promise", until, "payment is promised without a day")
    return [hold] if reply.asked_date_already() else [hold, *reply.answer("ask_date")]


def _owner_decides(reply: _Reply, about: str) -> Iterable[CaseEvent]:
    return [reply.hold(about, None, QUESTIONS[about]), reply.ask(about, ("approve", "refuse"))]


def _acknowledgement(reply: _Reply) -> Iterable[CaseEvent]:
    """Held a while, then a day is asked for rather than climbing; the second in a row holds no more."""
    earlier = [m for m in reply.sight.case.human_mails() if m.weighed]
    if earlier and earlier[-1].weighed == "acknowledgement":
        return []
    until = reply.working(reply.sight.rules.replies.acknowledgement)
    hold = reply.hold("acknowledgement", until, "the debtor has read the letter and commits to nothing")
    return [hold] if reply.asked_date_already() else [hold, *reply.answer("ask_date", after=until)]


def _unrelated(reply: _Reply) -> Iterable[CaseEvent]:
    if reply.mail.kept.sure not in ("thread", "reference"):
        return []
    return [reply.hold("unrelated", reply.working(5), QUESTIONS["unrelated"]), reply.ask("unrelated")]


_RULES: dict[str, Callable[[_Reply], Iterable[CaseEvent]]] = {
    "bounce": _bounce,
    "out_of_office": _out_of_office,
    "auto_receipt": _auto_receipt,
    "misfortune": _frozen("misfortune"),
    "undecided": _frozen("undecided"),
    "insolvency": _frozen("insolvency"),
    "stop_contact": _frozen("stop_contact"),
    "dispute": _dispute,
    "already_paid": _already_paid,
    "promise": _promise,
    "delay_request": _frozen("delay_request"),
    "wrong_contact": _frozen("wrong_contact"),
    "document_request": _frozen("document_request"),
    "acknowledgement": _acknowledgement,
    "unrelated": _unrelated,
}
