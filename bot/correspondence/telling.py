"""What the owner's people are told, and when: questions, lists, the digest, the point of the week.

In come the open questions and cases as they stand; out go mails with their keys. A server that says no is
left alone for a growing while; what was not sent stays due, so nothing is forgotten and nothing comes twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot import eve
from bot.case import Case
from bot.correspondence import agenda
from bot.correspondence.apart import apart
from bot.correspondence.asking import asked, customer_shown, in_full, still_asked
from bot.correspondence.let_go import agreed_to, listed_again
from bot.correspondence.papers import Papers
from bot.correspondence.points import Points
from bot.correspondence.post import Mail, OwnerPost
from bot.correspondence.sheets import Sheets
from bot.correspondence.showing import Showing
from bot.correspondence.unmet import unmet
from bot.desk import Desk
from bot.draft import Draft
from bot.errors import WorldError
from bot.events.entries import HOUSE
from bot.events.owner import NoticeOpened
from bot.events.owner_mail import Item, OwnerAnswered, OwnerReached
from bot.letters.owner import OwnerWriter, Verbatim
from bot.letters.writer import Words
from bot.owner import lists
from bot.owner.answers import NO_CONTEXT
from bot.owner.answers.words.own_words import own_words
from bot.owner.matters import Matter
from bot.owner.orders import Line
from bot.placing.numbers import REPLIED
from bot.policy.gates import consent_needed
from bot.policy.house import House
from bot.policy.sight import Sight, calendar_of, see
from bot.reading.mime import whole_text
from bot.rules import Person, Rules
from bot.state.facts import Question
from bot.wording import clean

_CODED = re.compile(r" ?\[…\]")  # where the code stood in a subject
_QUOTED = 5  # lines of the owner's own words in a mail that asks back
_LOOKED = timedelta(minutes=30)  # between two looks through all that is due for letters to list
_ANSWERED = timedelta(days=1)  # a mail of the owner's is answered so long, if the server refuses at first


@dataclass(slots=True)
class Telling:
    desk: Desk
    rules: Rules
    people: tuple[Person, ...]  # the owner first
    writer: OwnerWriter
    post: OwnerPost
    points: Points
    sheets: Sheets
    showing: Showing
    papers: Papers = field(init=False)
    looked: tuple[datetime, bool] | None = None  # for letters to list: when, and whether in the evening

    def __post_init__(self) -> None:
        self.papers = Papers(self.desk, self.rules)

    def work(self, house: House) -> None:
        """Sends all that is due; WorldError when the server says no, which is then left alone a while."""
        self._never_left()
        if self.post.all_rest(self.people):
            return
        self._questions(house)
        for what, tell in (
            ("papers", self._call_back),
            ("backlog", self._backlog),
            ("eve", lambda: self._eve(house)),
            ("points", lambda: self._points(house)),
            ("sheets", self._sheets),
        ):
            with apart(f"owner={what}"):
                tell()

    def _never_left(self) -> None:
        """Mails whose outcome nobody noted: the work ended right before or after SMTP, and once too much
        is better than never."""
        told = self.desk.state.facts.told
        for name in [name for name, known in told.items() if not known.outcome]:
            self.desk.note(HOUSE, OwnerReached(name, "refused", "the work ended before it was handed over"))

    # --- questions ----------------------------------------------------------------------------------

    def _questions(self, house: House) -> None:
        facts, now, calendar = self.desk.state.facts, self.desk.clock(), calendar_of(self.rules.calendar)
        new, old = (
            agenda.untold(facts.questions),
            agenda.unanswered(facts.questions, self.rules.owner, calendar, now),
        )
        new, old = ([n for n in some if self.papers.stands(facts.questions[n])] for some in (new, old))
        if new:
            new = agenda.few_strangers(facts, new, self.people[0], self._today)
            for notice in new[: self._room("notice")]:
                self._ask("notice", notice, facts.questions[notice], house)
        if old:
            for notice in old[: self._room("again")]:
                self._ask("again", notice, facts.questions[notice], house)

    def _room(self, kind: Literal["notice", "again"]) -> int:
        """By whoever got the most today: nobody is flooded because the owner is out of reach."""
        facts = self.desk.state.facts
        return min(agenda.room(facts, kind, person, self._today) for person in self.people)

    def _ask(self, kind: Literal["notice", "again"], notice: str, question: Question, house: House) -> None:
        opened = question.opened
        mail = Mail(
            kind,
            Words(f"Relance : {opened.about}", f"{clean(opened.question)}\n"),
            (notice,),
            day=self._today,
        )
        with apart(f"notice={notice}"):  # a question that cannot be laid out is told in its own words
            shown = self.showing.of(question, house)
            words = self.writer.mail(
                kind,
                day=self._today,
                asked=in_full(self.desk, question, self.rules),
                text=Verbatim(shown.text),
                checklist=shown.checklist,
                doors=shown.doors,
                attached=bool(shown.attachments),
                chronology=shown.chronology,
            )
            mail = replace(mail, words=words, attachments=shown.attachments)
        self.post.send_all(mail, self.people)

    def _call_back(self) -> None:
        """A letter that the owner was to post, and that must not leave any more."""
        for question in self.papers.called_back():
            words = self.writer.mail(
                "notice", day=self._today, asked=asked(self.desk, question, self.rules), text=Verbatim("")
            )
            notice, letter = question.opened.notice, question.opened.letter
            self.post.send_all(Mail("again", words, (notice,), day=self._today, answers=letter), self.people)

        for name, paper, why in self.papers.reminders():
            due = lists.to_post(1, paper, self.desk.case(name).debtor.name)
            words = self.writer.mail("called_back", day=self._today, letters=[due], why=why)
            items = (Item(1, name, due.invoices),)
            back = Mail("again", words, (), items, self._today, answers=paper.prepared.letter)
            self._send_owner(back)

    def _backlog(self) -> None:
        """One mail for all that was long overdue when it was first imported."""
        questions = self.desk.state.facts.questions
        notices = agenda.backlog(questions)
        if not notices:
            return
        items = tuple(
            Item(n, questions[notice].case, questions[notice].opened.invoices, notice)
            for n, notice in enumerate(notices, 1)
        )
        old = [lists.old(i.n, self.desk.case(i.case), i.invoices, self._today) for i in items]
        words = self.writer.mail("backlog", day=self._today, old=old)
        self.post.send_all(Mail("backlog", words, tuple(notices), items, self._today), self.people)

    # --- the list of the evening --------------------------------------------------------------------

    def _eve(self, house: House) -> None:
        """The letters of the next writing day, on the evening of a working day; where no list told of what
        would leave now, at once; none while the owner is away, whose silence is no consent. Where consent is
        needed as soon as it is asked for."""
        facts, now = self.desk.state.facts, self.desk.clock()
        consent = next((n for n in facts.notices.values() if n.about == "eve"), None)
        sight = see(Case(HOUSE), house, self.rules, now)
        evening = agenda.is_evening(self.rules.owner, sight.calendar, now)
        if consent is not None and not facts.questions[consent.notice].told:
            leaves = sight.opening_after(sight.today) if evening else sight.opening(now)
            letters = list(eve.planned(self.desk, house, self.rules, leaves, sight.day(leaves)))
            self._ask_consent(consent, letters, sight)
        elif self._lists_today(sight) and not self._just_looked(now, evening):
            if evening or eve.waits_for_list(self.desk, house, self.rules):
                leaves = sight.opening_after(sight.today)
                day = sight.day(leaves)
                self._list(list(eve.planned(self.desk, house, self.rules, leaves, day)), day)
            self.looked = now, evening

    def _lists_today(self, sight: Sight) -> bool:
        """Whether silence may be consent to a list of today's."""
        return self.rules.owner.lists and not consent_needed(sight) and not self.desk.away(sight.today)

    def _just_looked(self, now: datetime, evening: bool) -> bool:
        if self.looked is None or self.looked[1] != evening:
            return False
        return timedelta(0) <= now - self.looked[0] < _LOOKED

    def _ask_consent(self, consent: NoticeOpened, letters: Sequence[tuple[str, Draft]], sight: Sight) -> None:
        if letters:
            last = not consent_needed(sight, sight.day(sight.opening_after(sight.today)))
            mail = self._listing(letters, consent.day or self._today, consent=consent, changes=last)
            self.post.send_all(mail, self.people)

    def _list(self, letters: Sequence[tuple[str, Draft]], day: date) -> None:
        """To each person what no list of that day has told yet: a list that was refused or came back is
        written anew, and what falls due later is told as well."""
        for person in filter(self.post.takes, self.people):
            known = self.desk.state.facts.listed(day, (person.email,), told=True)
            new = [one for one in letters if one[0] not in known]
            if new:
                changes = agenda.silent_from_now(self.desk.state.facts, person, self.rules, self._today)
                self.post.send(self._listing(new, day, more=bool(known), changes=changes), person)

    def _listing(
        self, letters: Sequence[tuple[str, Draft]], day: date, *, consent: NoticeOpened | None = None,
        more: bool = False, changes: bool = False,
    ) -> Mail:  # fmt: skip
        """`more`: a list of that day was told before; `changes`: the last that asks, or the first not to."""
        items = tuple(
            Item(n, case, tuple(line.number for line in draft.lines))
            for n, (case, draft) in enumerate(letters, 1)
        )
        words = self.writer.mail(
            "eve",
            day=self._today,
            letters=[lists.due(n, draft, day) for n, (_, draft) in enumerate(letters, 1)],
            consent=consent is not None,
            opens=self.rules.calendar.opens,
            more=more,
            changes=changes,
            unmet=unmet(self.desk, self.rules),
        )
        notices = (consent.notice,) if consent else ()
        return Mail("eve", words, notices, items, day)

    # --- digest and point of the week ---------------------------------------------------------------

    def _points(self, house: House) -> None:
        facts, calendar = self.desk.state.facts, calendar_of(self.rules.calendar)
        for person in filter(self.post.takes, self.people):
            kind = agenda.point_due(facts, person, self.rules.owner, calendar, self.desk.clock())
            if kind:
                self.post.send(self.points.mail(kind, person, house), person)

    # --- sheets -------------------------------------------------------------------------------------

    def _sheets(self) -> None:
        """In a rehearsal the letters of the day, after the hours; on Mondays what waits to be posted."""
        facts, now = self.desk.state.facts, self.desk.clock()
        calendar, owner = calendar_of(self.rules.calendar), self.people[0]
        if not self.post.takes(owner):
            return
        told = facts.last_told.get(f"rehearsal {owner.email}")
        last = told or facts.opened or now
        after = now.astimezone(calendar.zone).time() >= self.rules.calendar.closes
        if self.rules.mode == "rehearsal" and after and not (told and calendar.day(told) == self._today):
            self._send_owner(self.sheets.rehearsed(last))
        if agenda.papers_due(facts, owner, self.rules.owner, calendar, now):
            self._send_owner(self.sheets.to_post())

    def _send_owner(self, mail: Mail | None) -> None:
        if mail:
            self.post.send(mail, self.people[0])

    # --- answers to orders --------------------------------------------------------------------------

    def line(self, line: Line, case: Case | None, matter: Matter | None) -> str:
        values = {**line.values, "nobody": self.points.nobody(self._today)}
        if self.rules.language != "en":
            values.pop("why", None)  # an error's own words are English
        if case is not None:
            values["debtor"] = case.debtor.name
            if line.name == "posted":
                values["beside"] = self.papers.beside(case, matter.invoices if matter else ())
            if line.name == "ask":
                values["standing"] = lists.standing(case, None, self.rules, self.desk.clock())
        if matter is not None:
            values.setdefault("invoices", matter.invoices)
        return self.writer.line(line.name, day=self._today, **values)

    def ask_back(
        self, order: OwnerAnswered, to: str, held: Sequence[str], until: date | None,
        foreseen: Sequence[str] = (),
    ) -> None:  # fmt: skip
        text = whole_text(self.desk.evidence.get(order.mail))
        words = self.writer.mail(
            "challenge",
            day=self._today,
            sender=order.sender,
            wrote=calendar_of(self.rules.calendar).day(order.arrived),
            lines=own_words(text, NO_CONTEXT).strip().split("\n")[:_QUOTED],
            held=[self.desk.case(name).debtor.name for name in held if name != HOUSE],
            until=until if held else None,
            why=order.why_not,
            other=to != order.sender,
            foreseen=foreseen,
            unclear=order.unclear,
            text=_CODED.sub("", REPLIED.sub("", order.subject)) if order.told else "",
        )
        self._answer(order, Mail("challenge", words, answers=order.mail), to)

    def confirm(
        self,
        order: OwnerAnswered,
        to: str,
        lines: Sequence[str],
        cases: Sequence[str] = (),
        *,
        held: Sequence[str] = (),
        until: date | None = None,
        late: Sequence[str] = (),
    ) -> None:
        """Once to a person for a mail; what was not understood is asked again about the same matters.

        `held`: the cases that wait for it, through `until` at most; `late`: what waiting brings not back.
        """
        facts = self.desk.state.facts
        if not lines and not order.unclear:
            return  # free words that order nothing are kept, and need no answer
        if any(one.to == to for one in facts.told_about(order.mail, "confirmation")):
            return
        told = facts.told.get(order.told)
        about = told.notices if told else ()  # closed ones too: "annule" is about these
        names = [self.desk.case(name).debtor.name for name in held if name != HOUSE]
        words = self.writer.mail(
            "confirmation",
            day=self._today,
            lines=lines,
            unclear=order.unclear,
            held=names,
            until=until,
            nobody=HOUSE in held,
            late=late,
            let_go=agreed_to(self.desk, told, about) if names or late else "",
            asked=still_asked(self.desk, told, self.rules),
            example=customer_shown(self.desk, told, (*cases, *held)),
        )
        mail = Mail("confirmation", words, about, *listed_again(told, cases, self._today), answers=order.mail)
        self._answer(order, mail, to)

    def _answer(self, order: OwnerAnswered, mail: Mail, to: str) -> None:
        """What is refused is tried again for a day."""
        if not self.post.send(mail, self._person(to)) and self.desk.clock() - order.arrived < _ANSWERED:
            raise WorldError("the server does not take our mail for one of the owner's people")

    def _person(self, email: str) -> Person:
        return next((person for person in self.people if person.email == email), self.people[0])

    @property
    def _today(self) -> date:
        return calendar_of(self.rules.calendar).day(self.desk.clock())
