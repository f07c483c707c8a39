"""The sixty days: what happens when, and how people react to what they receive.

An agenda of moments, each with one act. The mornings' export and Relance's rounds stand in it from the
start; what the debtors do is added when a letter reaches them, what the owner does when Relance asks.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

from bot.demo import cast
from bot.demo.cast import DEBTORS, Debtor, Pays, Turn, Writes
from bot.demo.letters import answer, stranger
from bot.demo.told import Teller
from bot.demo.world import World, days

PARIS = ZoneInfo("Europe/Paris")
BEGINS = datetime.combine(cast.FIRST_DAY, time(9), PARIS)
_LAST_DAY = cast.FIRST_DAY + timedelta(days=cast.DAYS - 1)
_EXPORT, _ROUNDS = time(8, 55), (time(9, 5), time(13, 0), time(17, 5))
_AFTER = (timedelta(0), timedelta(minutes=31), timedelta(minutes=61))  # a round follows what happened
_REGISTERED = "1A 204 567 8901 2"


@dataclass(frozen=True, slots=True)
class Order:
    """A command that the owner gives so long after Relance asked; `{notice}` and `{case}` are filled in."""

    after: timedelta
    words: Sequence[str]


# What the owner answers to each question of Relance's.
_ANSWERS: dict[str, tuple[Order, ...]] = {
    "eve": (Order(timedelta(minutes=20), ("approve", "{notice}")),),
    "first_firm_letter": (Order(timedelta(minutes=40), ("approve", "{notice}")),),
    "mise_en_demeure": (Order(timedelta(minutes=55), ("approve", "{notice}")),),
    "dispute": (
        Order(timedelta(days=1), ("note", "{case}", "Vu avec M. Tanguy : la porte sera posée le 2 février.")),
        Order(timedelta(days=21), ("resume", "{case}")),
    ),
}
# What the owner does unasked.
_UNASKED = (
    (date(2027, 1, 28), time(18, 0),
     ("hold", "F-2027-003", "--until", "2027-02-12", "--why", "M. Morel passe avec un chèque")),
    (date(2027, 2, 10), time(17, 30), ("pay", "F-2027-003", "480,00", "--ref", "chèque 4471")),
    (date(2027, 2, 18), time(18, 30),
     ("posted", "F-2026-192", "--number", _REGISTERED, "--date", "2027-02-16", "--presented", "2027-02-18")),
    (date(2027, 3, 4), time(17, 45),
     ("note", "F-2026-192", "Toujours rien reçu : dossier à préparer pour l'avocat.")),
)  # fmt: skip
_POSTED = ("posted", "F-2026-192", "--number", _REGISTERED, "--date")


@dataclass(slots=True)
class Plot:
    world: World
    teller: Teller
    agenda: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    asked: set[str] = field(default_factory=set)  # notices that the owner has seen
    problems: list[str] = field(default_factory=list)

    def play(self) -> None:
        self._everyday()
        while self.agenda:
            moment, _, act = heapq.heappop(self.agenda)
            self.world.clock.now = moment
            act()

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self.agenda, (moment, next(self.order), act))

    def _everyday(self) -> None:
        for day in days(cast.FIRST_DAY, cast.DAYS):
            if day.weekday() < 5:
                self.at(_on(day, _EXPORT), partial(self.world.export, day))
                for hour in _ROUNDS:
                    self.at(_on(day, hour), self._round)
        for day, hour, words in _UNASKED:
            self.at(_on(day, hour), partial(self._command, words))
        for day, sender, subject, text in cast.PRIVATE:
            self.at(_on(day, time(12)), partial(self._private, sender, subject, text))

    # --- Relance --------------------------------------------------------------------------------------

    def _round(self) -> None:
        done = self.world.round()
        self.problems += done.problems
        self.teller.tell(self.world.news(), done.whys)
        if done.letters:
            for debtor in DEBTORS:
                for number, letter in self.world.open_mail(debtor):
                    self._received(debtor, number, letter)
        if done.papers:
            self.at(_on(self.world.clock.now.date(), time(16, 30)), self._post)
        self._owner_looks()

    def _rounds_after(self) -> None:
        """Relance wakes up when mail comes or a command was given; an answer leaves an hour later."""
        for pause in _AFTER:
            self.at(self.world.clock.now + pause, self._round)

    # --- the owner ------------------------------------------------------------------------------------

    def _owner_looks(self) -> None:
        for notice in self.world.status()["notices"]:
            if notice["notice"] in self.asked:
                continue
            self.asked.add(notice["notice"])
            case = notice["notice"].rpartition("-")[0]
            for order in _ANSWERS.get(notice["about"], ()):
                words = [word.format(notice=notice["notice"], case=case) for word in order.words]
                self.at(self.world.clock.now + order.after, partial(self._command, words))

    def _command(self, words: Sequence[str]) -> None:
        code, printed = self.world.relance(*words)
        self.teller.command(self.world.clock.now, words, printed)
        if code:
            self.problems.append(f"relance {' '.join(words)}: exit code {code}")
        self._rounds_after()

    def _post(self) -> None:
        self._command((*_POSTED, self.world.clock.now.date().isoformat()))

    # --- everybody else -------------------------------------------------------------------------------

    def _received(self, debtor: Debtor, number: int, letter: bytes) -> None:
        for turn in debtor.turns:
            if turn.letter == number:
                day = self.world.clock.now.date() + timedelta(days=turn.days)
                moment = max(_on(day, turn.at), self.world.clock.now + timedelta(minutes=1))
                self.at(moment, partial(self._react, debtor, turn, letter))

    def _react(self, debtor: Debtor, turn: Turn, letter: bytes) -> None:
        match turn.act:
            case Pays():
                self.world.paid |= {bill.number: bill.total for bill in debtor.bills}
            case Writes() as words:
                now = self.world.clock.now
                self.world.send(answer(letter, debtor, words, now, self.world.new_id()), debtor.email)
                self._rounds_after()

    def _private(self, sender: str, subject: str, text: str) -> None:
        raw = stranger(sender, subject, text, self.world.clock.now, token=self.world.new_id())
        self.world.send(raw, sender.partition("<")[2].strip(">"))


def _on(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, PARIS)
