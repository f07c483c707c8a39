"""A debtor's mail with its case before one's eyes, and the events that the rules for replies are made of.

What a hold covers, what an answer is about and who may get one is decided here, once for all rules:

- a mail that names open invoices is about these, any other about the whole case;
- where it may be about more than its words name for sure, all of that rests, and what is noted, thanked for
  or answered is about those that are sure;
- an answer goes to the person who wrote, never to a machine, the owner, or a stranger who cites a number.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.case import MACHINES, Case, Mail
from bot.events.consequences import AnswerOwed, HoldSet
from bot.events.entries import CaseEvent
from bot.events.letters import LetterSettled
from bot.events.mail import MailRead
from bot.events.owner import NoticeOpened
from bot.policy.questions import next_name
from bot.policy.sight import Sight, runs

QUESTIONS = {
    "misfortune": "The mail tells of a misfortune. Nothing was answered, nothing will be written.",
    "undecided": "The mail could not be understood surely. Nothing will be written until you have read it.",
    "insolvency": "The debtor announces an insolvency or a closing down. Nothing more will be written: find"
    " the judgment and its publication in the BODACC, from which the time to declare the claim runs.",
    "stop_contact": "This person demands no more messages and gets none; what comes next is yours to say.",
    "dispute": "The debtor contests the debt.",
    "already_paid": "The debtor says that it is paid: `pay` records the money.",
    "delay_request": "The debtor asks for time or for instalments: accept, refuse, or propose a day.",
    "wrong_contact": "The mail says that this is not the right person or address.",
    "document_request": "The debtor needs a document or a detail to pay, which is not on file: send it.",
    "handed_over": "The debtor writes about a debt that somebody else pursues now. Nothing is answered.",
    "unrelated": "A mail in this thread seems to be about something else.",
    "promise_far": "The promised day is far away: approve takes the promise, refuse goes on reminding.",
    "promise_again": "One more promise after several: approve takes it, refuse goes on reminding.",
}
# The most cautious first (POLICY section 4, GUIDE rule 6).
ORDER = (
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
_QUOTED = 300  # characters of the debtor's words in a question


def addressee(case: Case, mail: Mail) -> str:
    """Who gets an automatic answer to this mail; empty: nobody."""
    return "" if mail.kept.late else writer(case, mail)


def writer(case: Case, mail: Mail) -> str:
    """The person who wrote this mail and may be answered; empty: a machine, the owner, or a stranger."""
    kept = mail.kept
    machine = mail.read is not None and MACHINES & set(mail.read.intents)
    stranger = kept.sure == "reference" and kept.sender.lower() not in known_addresses(case)
    silent = case.dead | case.stopped
    if kept.whose != "debtor" or machine or stranger or kept.sender.lower() in silent:
        return ""
    return kept.sender if "@" in kept.sender else ""


def known_addresses(case: Case) -> set[str]:
    """The addresses that a source or the owner has given for this debtor, in lower case."""
    return {address.lower() for address in (*case.contacts_said, *case.debtor.contacts)}


def meant(sight: Sight, named: Collection[str] = ()) -> tuple[str, ...]:
    """The invoices that are meant: those named that are owed, else what is overdue, else all that is open.

    A debt that comes later, or is not due yet, is no part of what is said today.
    """
    open_ = sight.case.open_invoices()
    wanted = tuple(i.number for i in open_ if i.number in named)
    late = tuple(i.number for i in open_ if i.seen.due < sight.today)
    return wanted or late or tuple(i.number for i in open_)


@dataclass(frozen=True, slots=True)
class Reply:
    sight: Sight
    mail: Mail
    read: MailRead
    only: tuple[str, ...] = ()  # the invoices that this part of the mail is about, where it says so
    sure: tuple[str, ...] = ()  # those that its words name for this; none: they do not say
    out: tuple[str, ...] = ()  # left out of all: "toutes sauf la F-118"

    @property
    def digest(self) -> str:
        return self.mail.kept.mail

    @property
    def day(self) -> date:
        """The local day on which the mail arrived."""
        return self.sight.day(self.mail.kept.arrived)

    @property
    def invoices(self) -> tuple[str, ...]:
        """The open invoices that the mail may be about, and that rest; none: the whole case."""
        open_ = {i.number for i in self.sight.case.open_invoices()}
        return tuple(n for n in self.only or self.mail.kept.invoices if n in open_)

    @property
    def listed(self) -> tuple[tuple[str, ...], bool]:
        """The invoices of the letter that is answered, in its order; else all of the case, in no order."""
        letter = self.sight.case.letters.get(self.mail.kept.letter)
        if letter is None:
            return tuple(self.sight.case.invoices), False
        said = letter.intended
        return (*(climb.number for climb in said.climbs), *said.mentioned), True

    @property
    def about(self) -> tuple[str, ...]:
        """The invoices that are surely meant, see `meant`; of all of them without those left out.

        A note before the due date is answered about its own, whatever else is owed.
        """
        open_ = {i.number for i in self.sight.case.open_invoices()}
        sure = tuple(n for n in self.sure if n in open_)
        about = sure or self.invoices or self._noted() or meant(self.sight)
        return tuple(n for n in about if n not in self.out) or about

    def without(self, out: Collection[str]) -> tuple[str, ...]:
        """What the mail may be about but these; none where it leaves out nothing."""
        open_ = tuple(i.number for i in self.sight.case.open_invoices())
        return tuple(n for n in self.invoices or open_ if n not in out) if out else ()

    def _noted(self) -> tuple[str, ...]:
        letter = self.sight.case.letters.get(self.mail.kept.letter)
        if letter is None or letter.intended.kind != "note":
            return ()
        open_ = {i.number for i in self.sight.case.open_invoices()}
        return tuple(number for number in letter.intended.about if number in open_)

    @property
    def since(self) -> datetime | None:
        """When this matter began: the first letter about what is still owed."""
        first = [i.climbs[0].at for i in self.sight.case.open_invoices() if i.climbs]
        return min(first, default=None)

    def earlier(self) -> list[Mail]:
        """What people have written in this matter before, as far as it was weighed."""
        since = self.since
        return [
            mail
            for mail in self.sight.case.human_mails()
            if mail.weighed and (since is None or mail.kept.arrived >= since)
        ]

    def hold(self, rule: str, until: date | None, why: str, *, whole: bool = False) -> HoldSet:
        invoices = () if whole else self.invoices
        return HoldSet(f"{self.digest[:12]}.{rule}", rule, why, until, invoices, self.digest)

    def held_already(self, rule: str) -> bool:
        """An earlier mail said the same about the same invoices, and its hold still runs."""
        mine = set(self.invoices)
        return any(
            hold.rule == rule
            and runs(self.sight, hold)
            and (not hold.invoices or (mine and mine <= set(hold.invoices)))
            for hold in self.sight.case.holds.values()
        )

    def promise_runs(self) -> bool:
        """A day of payment is known for what this mail is about."""
        about = set(self.about)
        running = (p.noted for p in self.sight.case.promises.values() if not p.outcome)
        return any(about & set(noted.invoices) or not noted.invoices for noted in running)

    def working(self, days: int) -> date:
        """The day so many working days after the mail arrived, or after today if it was read late."""
        return self.sight.calendar.add_working(max(self.day, self.sight.today), days)

    def undated_until(self) -> date:
        """As long as a promise without a day rests: from the day before which nothing will come, if named."""
        days = self.sight.rules.replies.promise_undated
        bound = self.read.not_before or self.day
        return max(self.working(days), self.sight.calendar.add_working(bound, days))

    def ask(self, about: str, choices: tuple[str, ...] = ("resume",), *, whole: bool = False) -> NoticeOpened:
        """The owner is told, with the debtor's own words."""
        words = [q.text for q in self.read.evidence if q.intent == about] or [
            q.text for q in self.read.evidence
        ]
        quoted = f" “{' … '.join(words)[:_QUOTED]}”" if words else ""
        question = QUESTIONS[about] + quoted
        invoices = () if whole else self.invoices
        return NoticeOpened(next_name(self.sight), about, question, choices, invoices, mail=self.digest)

    def answer(
        self,
        template: str,
        *,
        promise: str = "",
        at: datetime | None = None,
        documents: tuple[str, ...] = (),
    ) -> list[CaseEvent]:
        """The answer that this mail deserves: an hour after it, or at a later moment."""
        to = addressee(self.sight.case, self.mail)
        if not to:
            return []
        soon = self.mail.kept.arrived + timedelta(minutes=self.sight.rules.replies.answer_after)
        name = f"{self.digest[:12]}.{template}"
        owed = AnswerOwed(name, self.digest, template, to, at or soon, self.about, promise)
        return [replace(owed, documents=documents)]

    def answered(self, template: str) -> bool:
        """Such an answer has left in this matter."""
        since = self.since
        return any(
            letter.intended.template == template
            and letter.state in ("sent", "uncertain")
            and (since is None or letter.at >= since)
            for letter in self.sight.case.letters.values()
        )

    def settled_letter(self) -> list[CaseEvent]:
        """A person who answers a letter has got it, even if its sending was uncertain."""
        letter = self.mail.kept.letter
        waiting = {uncertain.intended.letter for uncertain in self.sight.case.uncertain()}
        return [LetterSettled(letter, True, "the debtor answered it")] if letter in waiting else []

    def nothing_due(self, on: date) -> bool:
        """On that day no invoice that is meant is due: until then its due date is day enough."""
        return all(self.sight.case.invoices[number].seen.due > on for number in self.about)

    def asked_date_already(self) -> bool:
        """A day is asked for once in a matter."""
        owed = any(answer.template == "ask_date" for answer in self.sight.case.answers.values())
        return owed or self.answered("ask_date")
