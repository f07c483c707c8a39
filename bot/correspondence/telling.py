"""What the owner's people are told, and when: questions, lists, the digest, the point of the week.

In come the open questions and cases as they stand; out go mails with their keys. A server that says no is
left alone for a growing while; what was not sent stays due, so nothing is forgotten and nothing comes twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot import eve
from bot.case import Case
from bot.correspondence import agenda
from bot.correspondence.apart import apart
from bot.correspondence.asking import asked
from bot.correspondence.meant import case_of
from bot.correspondence.points import Points
from bot.correspondence.post import Mail, OwnerPost
from bot.correspondence.sheets import Sheets
from bot.correspondence.showing import Showing
from bot.desk import Desk
from bot.errors import WorldError
from bot.events import HOUSE, Item, OwnerAnswered, OwnerReached
from bot.letters.owner import OwnerWriter, Verbatim
from bot.letters.writer import Words
from bot.owner import lists
from bot.owner.answers import NO_CONTEXT
from bot.owner.answers.own_words import own_words
from bot.owner.matters import Matter
from bot.owner.orders import Line
from bot.policy.gates import consent_needed
from bot.policy.house import House
from bot.policy.sight import calendar_of, see
from bot.reading.mime import whole_text
from bot.rules import Person, Rules
from bot.state.facts import Question
from bot.wording import clean

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
    looked_at: datetime | None = None  # when no letter was found to list

    def work(self, house: House) -> None:
        """Sends all that is due; WorldError when the server says no, which is then left alone a while."""
        self._never_left()
        if self.post.all_rest(self.people):
            return
        self._questions(house)
        for what, tell in (
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
        if new:
            for notice in new[: agenda.room(facts, "notice", self.people[0], self._today)]:
                self._ask("notice", notice, facts.questions[notice], house)
        if old:
            for notice in old[: agenda.room(facts, "again", self.people[0], self._today)]:
                self._ask("again", notice, facts.questions[notice], house)

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
                asked=asked(self.desk, question, self.rules),
                text=Verbatim(shown.text),
                checklist=shown.checklist,
                chronology=shown.chronology,
            )
            mail = replace(mail, words=words, attachments=shown.attachments)
        self.post.send_all(mail, self.people)

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
        """The letters of the next writing day: once, on the evening of a working day, or where consent is
        needed as soon as it is asked for."""
        facts, now = self.desk.state.facts, self.desk.clock()
        consent = next((n for n in facts.notices.values() if n.about == "eve"), None)
        untold = consent is not None and not facts.questions[consent.notice].told
        sight = see(Case(HOUSE), house, self.rules, now)
        evening = agenda.is_evening(self.rules.owner, sight.calendar, now)
        if not untold and (not evening or consent_needed(sight)):
            return
        leaves = sight.opening_after(sight.today) if evening else sight.opening(now)
        day = consent.day if consent and consent.day else sight.day(leaves)
        if not untold and agenda.told_of(facts, "eve", day):
            return
        if self.looked_at and timedelta(0) <= now - self.looked_at < _LOOKED and not untold:
            return
        letters = list(eve.planned(self.desk, house, self.rules, leaves, sight.day(leaves)))
        if not letters:
            self.looked_at = now
            return
        items = tuple(
            Item(n, case, tuple(line.number for line in write.draft.lines))
            for n, (case, write) in enumerate(letters, 1)
        )
        due = [lists.due(n, write.draft, day) for n, (_, write) in enumerate(letters, 1)]
        words = self.writer.mail(
            "eve",
            day=self._today,
            letters=due,
            consent=consent is not None,
            opens=self.rules.calendar.opens,
            tomorrow=(day - self._today).days == 1,
        )
        notices = (consent.notice,) if consent else ()
        self.post.send_all(Mail("eve", words, notices, items, day), self.people)

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
        values = dict(line.values)
        if self.rules.language != "en":
            values.pop("why", None)  # an error's own words are English
        if case is not None:
            values["debtor"] = case.debtor.name
            if line.name == "ask":
                values["standing"] = lists.standing(case, None, self.rules, self.desk.clock())
        if matter is not None:
            values.setdefault("invoices", matter.invoices)
        return self.writer.line(line.name, day=self._today, **values)

    def ask_back(self, order: OwnerAnswered, to: str, held: Sequence[str], until: date | None) -> None:
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
        )
        self._answer(order, Mail("challenge", words, answers=order.mail), to)

    def confirm(self, order: OwnerAnswered, to: str, lines: Sequence[str], cases: Sequence[str] = ()) -> None:
        """Once for a mail; what was not understood is asked again about the same matters."""
        facts = self.desk.state.facts
        if not lines and not order.unclear:
            return  # free words that order nothing are kept, and need no answer
        if facts.told_about(order.mail, "confirmation"):
            return
        told = facts.told.get(order.told)
        about = told.notices if told else ()  # closed ones too: "annule" is about these
        words = self.writer.mail("confirmation", day=self._today, lines=lines, unclear=order.unclear)
        listed = told.items if told and told.kind in ("eve", "backlog") else ()
        others = [case for case in cases if case not in map(case_of, about)]
        items = listed or tuple(Item(n, case) for n, case in enumerate(others, 1))
        mail = Mail("confirmation", words, about, items, self._today, answers=order.mail)
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
