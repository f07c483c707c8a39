"""The digest of a day and the point of the week: what happened, what comes, what waits for a decision.

The digest looks only at cases in which something happened since the last one; the point of the week folds
every case, once a week. Nothing is decided here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Literal

from bot import eve
from bot.case import Case
from bot.correspondence import agenda
from bot.correspondence.apart import apart
from bot.correspondence.asking import asked
from bot.correspondence.post import Mail
from bot.correspondence.unmet import unmet
from bot.desk import Desk
from bot.events.entries import HOUSE, Entry, Event
from bot.events.owner import NoticeAnswered
from bot.events.owner_mail import Item
from bot.letters.owner import OwnerWriter
from bot.owner import lists, monday, news
from bot.owner.dues import sums
from bot.owner.views import Asked
from bot.policy import channels, held
from bot.policy.gates import consent_needed, lists_needed
from bot.policy.house import House
from bot.policy.sight import Sight, calendar_of, see
from bot.rules import Person, Rules
from bot.state.facts import AWAY, Question

_LISTED = 40  # open decisions that a point names; how many more there are is said
_COMING = 10  # letters of the week that a point names
_AHEAD = 5  # writing days that it looks ahead


@dataclass(frozen=True, slots=True)
class Points:
    desk: Desk
    rules: Rules
    writer: OwnerWriter

    def mail(self, kind: Literal["digest", "monday"], person: Person, house: House) -> Mail:
        facts, now = self.desk.state.facts, self.desk.clock()
        today = calendar_of(self.rules.calendar).day(now)
        asks = consent_needed(see(Case(HOUSE), house, self.rules, now))
        lists_ = [q for q in facts.questions.values() if q.opened.about == "eve"]
        over = [q for q in lists_ if not asks or eve.is_over(q.opened, today)]
        asked_ = [q for q in facts.questions.values() if q not in over]
        waits = [q for q in asked_ if not self._rests(q, today)]
        decisions, to_call = _apart(waits)
        open_ = [*decisions[:_LISTED], *to_call[:_LISTED]]
        items = [
            Item(n, question.case, question.opened.invoices, question.opened.notice)
            for n, question in enumerate(open_, 1)
        ]
        calls = [*items[len(decisions[:_LISTED]) :], *self._calls(len(items), now)]
        since, day_of = self._since(person, now), calendar_of(self.rules.calendar).day
        words = self.writer.mail(
            kind,
            day=today,
            since=day_of(since),
            happened=news.happened(self._entries(since), self.desk.case, day_of),
            questions=[asked for asked in self._told(open_) if asked.about != "call"],
            unlisted=len(decisions[_LISTED:]),
            calls=[news.call(item.n, self.desk.case(item.case), item.invoices, today) for item in calls],
            root=facts.root,
            **(self._week(house, now) if kind == "monday" else {}),
        )
        listed = (*items, *(item for item in calls if not item.notice))
        return Mail(kind, words, tuple(i.notice for i in items), listed, today, root=facts.root)

    def _rests(self, question: Question, today: date) -> bool:
        """A list of letters of which each customer that is left rests, or owes nothing any more."""
        if question.opened.about != "eve" or not question.opened.cases:
            return False
        return all(_all_held(self.desk.case(name), today) for name in question.opened.cases)

    def _calls(self, after: int, now: datetime) -> Iterator[Item]:
        """Steps of a ladder that are calls, numbered after the questions."""
        for name in dict.fromkeys(self.desk.state.facts.calls.values()):
            case = self.desk.case(name)
            for call in channels.calls(see(case, House(), self.rules, now)):
                after += 1
                yield Item(after, name, case.calls[call].due.invoices)

    def _told(self, open_: Sequence[Question]) -> Iterator[Asked]:
        for n, question in enumerate(open_, 1):
            shown: list[Asked] = []
            with apart(f"notice={question.opened.notice}"):
                shown.append(replace(asked(self.desk, question, self.rules), n=n))
            yield from shown

    def _since(self, person: Person, now: datetime) -> datetime:
        facts = self.desk.state.facts
        told = (facts.last_told.get(f"{kind} {person.email}") for kind in ("digest", "monday"))
        return max((at for at in told if at), default=facts.opened or now)

    def _entries(self, since: datetime) -> list[Entry]:
        """What happened in cases since then, in order; of a question that was told its end is no news."""
        facts = self.desk.state.facts
        told = {
            notice for mail in facts.told.values() if mail.outcome != "refused" for notice in mail.notices
        }
        stirred = [case for case, at in facts.news.items() if at > since and case != HOUSE]
        entries = [entry for case in stirred for entry in self.desk.entries(case) if entry.at > since]
        return sorted((e for e in entries if not _known(e.event, told)), key=lambda entry: entry.at)

    def _week(self, house: House, now: datetime) -> dict[str, object]:
        sight = see(Case("house"), house, self.rules, now)
        cases = [self.desk.case(name) for name in self.desk.state.cases()]
        return {
            "total": sums(monday.outstanding(cases, sight.today)),
            "ages": monday.ages(cases, sight.today),
            "received": monday.received(cases, *monday.last_week(sight.today)),
            "slowest": monday.slowest(cases, sight.today),
            "letters": list(self._coming(house, sight)),
            "stopped": sorted(self._stopped(cases, now), key=lambda one: (one.since, one.debtor)),
            "nobody": self.nobody(sight.today),
            "unmet": unmet(self.desk, self.rules),
        }

    def nobody(self, today: date) -> date | None:
        """Since when nobody at all is written to, at the owner's word and without an end."""
        stops = [p.first for p in self.desk.state.facts.pauses if p.last is None and p.why != AWAY]
        return min((first for first in stops if first <= today), default=None)

    def _stopped(self, cases: Iterable[Case], now: datetime) -> Iterator[monday.Stopped]:
        """What rests without an end at the owner's own word: no question asks about it."""
        for case in cases:
            sight = see(case, House(), self.rules, now)
            holds = held.stopped(sight)
            shared = holds and len(self.desk.state.by_name(case.debtor.name)) != 1
            entries = self.desk.entries(case.id) if holds else ()
            for line in monday.stopped(case, holds, entries, sight.day, sight.today):
                numbers = line.invoices or tuple(invoice.number for invoice in case.open_invoices())
                yield replace(line, called=numbers[0] if shared else line.debtor)

    def _coming(self, house: House, sight: Sight) -> Iterator[lists.Due]:
        """The letters of the next writing day of this week on which any leave, if nobody answers; what no
        list has told yet leaves a day later."""
        leaves, later = sight.opening(sight.now), sight.day(sight.opening_after(sight.today))
        for _ in range(_AHEAD):
            day = sight.day(leaves)
            free = day != sight.today or not lists_needed(sight)
            planned = list(islice(eve.planned(self.desk, house, self.rules, leaves, day), _COMING))
            for n, (case, draft) in enumerate(planned, 1):
                yield lists.due(n, draft, day if free or case in house.listed else later)
            if planned:
                return
            leaves = sight.opening_after(day)


def _apart(waits: Iterable[Question]) -> tuple[list[Question], list[Question]]:
    """What is to be decided, and whom to call: each numbered in its turn, the oldest first."""
    oldest = sorted(waits, key=lambda q: (q.opened.about in agenda.ONLY_TOLD, q.at))
    return [q for q in oldest if q.opened.about != "call"], [q for q in oldest if q.opened.about == "call"]


def _all_held(case: Case, today: date) -> bool:
    lasting = [hold for hold in case.holds.values() if hold.until is None or hold.until >= today]
    numbers = {number for hold in lasting for number in hold.invoices}
    return any(not hold.invoices for hold in lasting) or all(
        i.number in numbers for i in case.open_invoices()
    )


def _known(event: Event, told: Collection[str]) -> bool:
    return isinstance(event, NoticeAnswered) and event.notice in told
