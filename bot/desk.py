"""The desk: journal, evidence and state side by side, for rounds and for the owner's commands.

Whatever is recorded here goes to the journal first and then into the state, others' entries included.
Only who holds the house lock flushes the state; everybody else just appends, and reads in memory.
"""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.case import Case
from bot.errors import OperatorError
from bot.events.entries import HOUSE, CaseEvent, Entry, Event
from bot.fold import fold
from bot.journal import Journal, Moved
from bot.journal.evidence import Evidence
from bot.policy.house import House
from bot.policy.sight import calendar_of
from bot.rules import Rules
from bot.state import HouseFacts, State
from bot.state.facts import AWAY

_HOUR = timedelta(hours=1)
_WEEK = timedelta(days=7)


@dataclass(slots=True)
class Desk:
    journal: Journal
    evidence: Evidence
    state: State
    clock: Callable[[], datetime]

    # --- reading ------------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """Takes what others have appended."""
        self.journal.catch_up()
        self._take()

    def _take(self) -> None:
        for entry, _ in self.journal.news():
            self.state.apply(entry)

    def entries(self, case: str) -> list[Entry]:
        return self.journal.entries(case)

    def case(self, case: str) -> Case:
        return fold(case, self.journal.entries(case))

    # --- recording ----------------------------------------------------------------------------------

    def append(self, case: str, expected_n: int, events: Sequence[Event]) -> None:
        """Raises Moved when somebody else was faster; the caller looks again and decides again."""
        try:
            self.journal.append(case, expected_n, events)
        finally:
            self._take()

    def note(self, case: str, *events: Event) -> None:
        """Appends a fact that stays true whatever others have written meanwhile."""
        while True:
            try:
                return self.append(case, self.journal.n(case), events)
            except Moved:
                continue

    def note_all(self, items: Sequence[tuple[str, Sequence[CaseEvent]]]) -> None:
        """Facts about many cases under one sync."""
        while True:
            try:
                self.journal.append_batch([(case, self.journal.n(case), events) for case, events in items])
                return self._take()
            except Moved:
                self._take()

    def append_all(self, items: Sequence[tuple[str, int, Sequence[Event]]]) -> None:
        """What was concluded from several cases, under one sync; Moved when one of them has moved since."""
        try:
            self.journal.append_batch(items)
        finally:
            self._take()

    @contextmanager
    def kept(self, *raws: bytes) -> Iterator[list[str]]:
        """Evidence around its event: written and synced, then the event, then put in its place."""
        digests = [self.evidence.keep(raw) for raw in raws]
        yield digests
        for digest in digests:
            self.evidence.settle(digest)

    # --- the house ----------------------------------------------------------------------------------

    def house(
        self,
        rules: Rules,
        *,
        mail_read_at: datetime | None,
        pays: bool,
        blocked: str = "",
        approvers: Collection[str] = (),
    ) -> House:
        """The facts of the house as they stand now. `approvers`: whose silence to a list is consent."""
        now, state, facts = self.clock(), self.state, self.state.facts
        calendar = calendar_of(rules.calendar)
        today = calendar.day(now)
        dates = [taken.as_of for taken in facts.sources.values() if taken.pays]
        if facts.nothing_new:
            dates.append(calendar.day(facts.nothing_new))
        midnight = now.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return House(
            mail_read_at=mail_read_at,
            pays=pays,
            paid_as_of=min(max(dates), today) if dates else None,
            contacted=_Contacted(state),
            answered=_Answered(state, now - _WEEK),
            silent=facts.silent,
            new_debtors_today=state.first_letters_since(midnight),
            sent_last_hour=state.sent_since(now - _HOUR),
            live_since=calendar.day(facts.opened) if facts.opened else None,
            consents=facts.consents,
            listed=_Listed(facts, today, approvers, lambda at: self.away(calendar.day(at))),
            blocked=blocked or self.paused(today),
        )

    def paused(self, day: date) -> str:
        """Why nobody is written to on that day by the owner's word; empty: it is a day like others."""
        pauses = self.state.facts.pauses
        why = [p.why for p in pauses if p.first <= day and (p.last is None or day <= p.last)]
        return f"paused: {why[-1]}" if why else ""

    def away(self, day: date) -> bool:
        """Whether the owner is absent on that day: a list that is told then has told him nothing."""
        absences = [p for p in self.state.facts.pauses if p.why == AWAY]
        return any(p.first <= day and (p.last is None or day <= p.last) for p in absences)

    def next_house_notice(self) -> str:
        return f"{HOUSE}-{self.state.facts.asked + 1}"


def usable(folder: Path) -> None:
    """Refuses a data folder in a place where none can be, or that may not be read and written."""
    there = folder
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    cure = "name a folder of your own under `data` in the configuration"
    if not there.is_dir():
        raise OperatorError(f"{folder}: there can be no data folder, for {there} is no folder; {cure}")
    if not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        raise OperatorError(
            f"{folder}: {there} may not be read and written by this user; mend that, or {cure}"
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    """The cases on the lists of that day which reached one of these while the owner was there, looked up when
    asked."""

    facts: HouseFacts
    day: date
    people: Collection[str]
    away: Callable[[datetime], bool]

    def __contains__(self, case: object) -> bool:
        return case in self.facts.listed(self.day, self.people, away=self.away)


@dataclass(frozen=True, slots=True)
class _Contacted:
    """The last letter per address, looked up in the state when asked."""

    state: State

    def get(self, address: str, /) -> datetime | None:
        return self.state.contacted(address)


@dataclass(frozen=True, slots=True)
class _Answered:
    """How many automatic answers an address got, looked up in the state when asked."""

    state: State
    since: datetime

    def get(self, address: str, /) -> int | None:
        return self.state.answers_since(address, self.since)
