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
from bot.demo.cast import DEBTORS, US, Debtor, Pays, Turn, Writes
from bot.demo.letters import answer, owners_answer, stranger, subject_of
from bot.demo.told import Teller
from bot.demo.world import World, days

PARIS = ZoneInfo("Europe/Paris")
BEGINS = datetime.combine(cast.FIRST_DAY, time(9), PARIS)
_EXPORT, _ROUNDS = time(8, 55), (time(9, 5), time(13, 0), time(17, 5))
_AFTER = (timedelta(0), timedelta(minutes=31), timedelta(minutes=61))  # a round follows what happened
_REGISTERED = "1A 204 567 8901 2"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the owner answers to a mail of Relance's with these words in its subject, so long after it."""

    sign: str
    after: timedelta
    words: str


_ANSWERS = (
    Reply("votre accord", timedelta(minutes=20), "ok"),
    Reply("conteste", timedelta(days=21), "litige clos, la porte est posée"),
)
# What the owner does unasked.
_UNASKED = (
    (date(2026, 1, 29), time(18, 0),
     ("hold", "F-2026-003", "--until", "2026-02-13", "--why", "M. Morel passe avec un chèque")),
    (date(2026, 2, 11), time(17, 30), ("pay", "F-2026-003", "480,00", "--ref", "chèque 4471")),
    (date(2026, 1, 15), time(14, 20),
     ("note", "F-2025-198", "Vu avec M. Tanguy : la porte sera posée le 3 février.")),
    (date(2026, 2, 19), time(18, 30),
     ("posted", "F-2025-192", "--number", _REGISTERED, "--date", "2026-02-17", "--presented", "2026-02-19")),
    (date(2026, 3, 5), time(17, 45),
     ("note", "F-2025-192", "Toujours rien reçu : dossier à préparer pour l'avocat.")),
)  # fmt: skip
_POSTED = ("posted", "F-2025-192", "--number", _REGISTERED, "--date")


@dataclass(slots=True)
class Plot:
    world: World
    teller: Teller
    agenda: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    newest: dict[str, bytes] = field(default_factory=dict)  # subject: the last mail to the owner about it
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
        """What is new is answered in its time; a reminder of it is what is answered then."""
        for raw in self.world.open_own_mail():
            subject = subject_of(raw).rpartition(" [")[0]
            matter = subject.replace("\u00a0", " ").removeprefix("Rappel : ")
            known, self.newest[matter] = matter in self.newest, raw
            for reply in _ANSWERS:
                if reply.sign in matter and not known and not matter.startswith("Re: "):
                    self.at(self.world.clock.now + reply.after, partial(self._answer, matter, reply.words))

    def _answer(self, matter: str, words: str) -> None:
        """From a telephone: the program puts a copy into Sent, which vouches for it."""
        told = self.newest[matter]
        raw = owners_answer(told, words, self.world.clock.now, self.world.new_id())
        self.world.send(raw, US)
        self.world.file_sent(raw)
        self._rounds_after()

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
