"""What would leave in the coming days if no debtor answers: the same policy, played ahead in memory.

The play assumes what keeps Relance going (the mailbox read, the sources fresh, the owner approving at
once) and marks what needs the owner's word. It writes nothing, and it has no rules of its own.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.draft import Draft
from bot.events.entries import CaseEvent, Entry
from bot.events.letters import LetterSent
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.fold import fold
from bot.policy import decide
from bot.policy.house import Decision, House, Lookup, Prepare, Record, Wait, Write
from bot.policy.sight import calendar_of
from bot.rules import Rules

_RETRY = timedelta(hours=1)  # after a "not yet" that has no time of its own
_STEPS = 200  # decisions about one case at one moment; policy settles in a handful


@dataclass(frozen=True, slots=True)
class Planned:
    """A letter that would leave (or be set for the post), or a question that the owner would get."""

    at: datetime
    case: str
    debtor: str
    why: str
    draft: Draft | None = None
    paper: bool = False
    question: str = ""


def leaving(
    cases: Mapping[str, Sequence[Entry]], house: House, rules: Rules, start: datetime
) -> list[Planned]:
    """The letters that leave on the day of `start` by that day's ceilings, if nobody says a word: nothing is
    approved, and no newer payments come. Whoever is asked first is asked, and gets no letter."""
    play = _Play(cases, house, rules, start, hopeful=False)
    day = play.calendar.day(start)
    found = play.until(start + timedelta(days=1))
    return [one for one in found if one.draft and not one.paper and play.calendar.day(one.at) == day]


def forecast(
    cases: Mapping[str, Sequence[Entry]], house: House, rules: Rules, start: datetime, days: int
) -> list[Planned]:
    """Everything that would happen from `start` on, in the order of time."""
    play = _Play(cases, house, rules, start)
    return play.until(start + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class _Ahead:
    """The last letter per address: one played ahead, else the real one."""

    real: Lookup[datetime]
    played: dict[str, datetime] = field(default_factory=dict)

    def get(self, address: str, /) -> datetime | None:
        return self.played.get(address) or self.real.get(address)


class _Play:
    """The journal of a time that has not come: entries of each case, grown as policy decides."""

    def __init__(
        self,
        cases: Mapping[str, Sequence[Entry]],
        house: House,
        rules: Rules,
        start: datetime,
        *,
        hopeful: bool = True,
    ) -> None:
        """`hopeful`: nothing stands still, payments stay known, and the owner approves at once."""
        self.entries = {case: list(entries) for case, entries in cases.items()}
        self.house, self.rules, self.hopeful = house, rules, hopeful
        self.calendar = calendar_of(rules.calendar)
        self.contacted = _Ahead(house.contacted)
        self.first_letters: dict[date, int] = {self.calendar.day(start): house.new_debtors_today}
        self.sent: list[datetime] = []
        self.queue: list[tuple[datetime, str]] = [(start, case) for case in self.entries]
        heapq.heapify(self.queue)

    def until(self, end: datetime) -> list[Planned]:
        planned: list[Planned] = []
        while self.queue and self.queue[0][0] <= end:
            now, case = heapq.heappop(self.queue)
            again = self._settle(case, now, planned)
            if again is not None:
                heapq.heappush(self.queue, (again, case))
        return planned

    def _settle(self, case: str, now: datetime, planned: list[Planned]) -> datetime | None:
        """Plays one case at one moment to its end; gives the moment at which it comes up again."""
        for _ in range(_STEPS):
            decision = decide(fold(case, self.entries[case]), self._house(case, now), self.rules, now)
            if isinstance(decision, Wait):
                if decision.until is None:
                    return None
                return decision.until if decision.until > now else self._again(now)
            self._act(case, decision, now, planned)
        return None

    def _again(self, now: datetime) -> datetime | None:
        """After a "not yet" without a time of its own; on a day that is only looked at, room comes hourly."""
        full = len(self.sent) >= self.rules.limits.per_hour
        return now + _RETRY if self.hopeful or full else None

    def _house(self, case: str, now: datetime) -> House:
        today = self.calendar.day(now)
        hour = now - timedelta(hours=1)
        return replace(
            self.house,
            blocked="" if self.hopeful else self.house.blocked,
            mail_read_at=now,
            paid_as_of=self._paid_as_of(today),
            contacted=self.contacted,
            new_debtors_today=self.first_letters.get(today, 0),
            sent_last_hour=sum(at > hour for at in self.sent[-self.rules.limits.per_hour :]),
            consents={case: today},
            listed=(case,),
        )

    def _paid_as_of(self, today: date) -> date | None:
        if self.hopeful:
            return today if self.house.pays else None
        return self.house.paid_as_of

    def _act(self, case: str, decision: Decision, now: datetime, planned: list[Planned]) -> None:
        debtor = fold(case, self.entries[case]).debtor.name
        match decision:
            case Write(draft, why):
                planned.append(Planned(now, case, debtor, why, draft))
                self._sent(case, draft, now)
            case Prepare(draft, why):
                planned.append(Planned(now, case, debtor, why, draft, paper=True))
                dated = self.calendar.day(now)
                self._grow(case, now, draft.prepared(_name(self, case), pdf="", file="", dated=dated))
            case Record(events, why):
                self._grow(case, now, *events)
                for event in events:
                    if isinstance(event, NoticeOpened):
                        planned.append(Planned(now, case, debtor, why, question=event.question))
                        self._grow(case, now, *(_approved(event) if self.hopeful else ()))
            case Wait():
                pass

    def _sent(self, case: str, draft: Draft, now: datetime) -> None:
        if not fold(case, self.entries[case]).sent_letters():
            today = self.calendar.day(now)
            self.first_letters[today] = self.first_letters.get(today, 0) + 1
        letter = _name(self, case)
        intent = draft.intent(letter, message_id=f"<{letter}>", subject=draft.subject, mail="")
        self._grow(case, now, intent, *(LetterSent(letter, to, "") for to in draft.to))
        self.contacted.played.update((to.lower(), now) for to in draft.to)
        self.sent.append(now)

    def _grow(self, case: str, now: datetime, *events: CaseEvent) -> None:
        chain = self.entries[case]
        n = chain[-1].n if chain else 0
        chain.extend(Entry(case, n + k, now, event) for k, event in enumerate(events, 1))


def _name(play: _Play, case: str) -> str:
    return f"{case}.ahead.{len(play.entries[case])}"


def _approved(opened: NoticeOpened) -> tuple[NoticeAnswered, ...]:
    """The owner says yes at once to a letter; other matters stay open, nobody can guess their answer."""
    if opened.about in ("first_firm_letter", "mise_en_demeure"):
        return (NoticeAnswered(opened.notice, "approve", "forecast"),)
    return ()
