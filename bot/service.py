"""The service: when. Rounds on a schedule, mail as it comes, changed files as they change.

One worker (the calling thread) does all that touches journal, state or SMTP. The schedule, the IDLE watch,
the file watch and signals only put a word in its queue. A changed configuration is taken up between two
rounds; an invalid one is refused, said, and the old stays in force. SIGTERM finishes the act in hand.
"""

import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from apscheduler.schedulers.background import BackgroundScheduler

from bot import config as configuration
from bot import reading, sd, wiring
from bot.config import Config
from bot.errors import OperatorError, WorldError
from bot.events.entries import HOUSE
from bot.events.house import ModeChanged
from bot.inbox import Mailbox, Pauses
from bot.rounds import Rounds

log = logging.getLogger("relance")
Word = Literal["round", "mail", "config", "stop"]
_LOOK_SECONDS = 0.5
_IDLE_SECONDS = 290.0
_STANDS_SECONDS = 60.0  # a line cut after so long was a good one
_ENDING = (signal.SIGTERM, signal.SIGINT)


class Service:
    """`run` blocks until a signal or `halt` stops it."""

    def __init__(
        self,
        path: Path,
        config: Config,
        new_id: Callable[[], str],
        *,
        minutes: float = 5.0,
        watch_seconds: float = 1.0,
    ) -> None:
        """`minutes` between two rounds without any news; `watch_seconds` between two looks at the files."""
        self._path = path
        self._config = config
        self._proven: Config | None = None  # the last one under which the work could begin
        self._new_id = new_id
        self._minutes = minutes
        self._watch_seconds = watch_seconds
        # SimpleQueue: a thread may put a word while another is just being told one
        self._words: queue.SimpleQueue[Word] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._brake = threading.Event()  # set: no further letter under this configuration
        self._mail = threading.Event()  # set: mail waits, a long round looks after it first
        self._answers = threading.Event()  # set: the mailbox could be read, so it may be watched
        self._turn = threading.Event()  # set: whoever waits for mail looks up, for something changed
        self._seen = self._signs()

    def run(self) -> None:
        """Works until told to stop; gives back when the act in hand is done."""
        reading.warm()
        with self._signals(), self._schedule(), self._threads():
            while not self._stopping.is_set():
                self._brake.clear()
                with ExitStack() as stack:
                    rounds = self._opened(stack)
                    sd.notify("READY=1")
                    self._work(rounds)
                    if self._config.rules.mode != rounds.rules.mode:  # it goes on in a journal of its own
                        rounds.desk.note(HOUSE, ModeChanged(self._config.rules.mode))
                    rounds.desk.state.flush(rounds.desk.journal)
            sd.notify("STOPPING=1")

    def halt(self) -> None:
        """Ends the work after the act in hand."""
        self._stopping.set()
        self._brake.set()
        self._turn.set()
        self._words.put("stop")

    # --- the worker -----------------------------------------------------------------------------------

    def _opened(self, stack: ExitStack) -> Rounds:
        """Rounds under the configuration; if it cannot begin, under the one that could before."""
        config = self._config
        try:
            desk = wiring.open_desk(config, _now, self._new_id, alone=True, begin=True)
            rounds = wiring.rounds(config, stack.enter_context(desk), self._new_id, self._brake)
        except OperatorError as error:
            if self._proven is None or self._proven is config:
                raise
            self._refuse(error)
            self._config = self._proven
            stack.close()
            return self._opened(stack)
        stack.callback(rounds.close)
        rounds.mail_waits = self._mail
        self._proven = config
        return rounds

    def _work(self, rounds: Rounds) -> None:
        """Rounds under one configuration, until it changes or the service stops."""
        word: Word = "round"
        while not self._stopping.is_set():
            if word == "config" and self._take_config():
                return
            if word != "config":
                self._round(rounds)
                self._say_whether_it_answers(rounds)
                sd.notify("WATCHDOG=1")
            word = self._next_word(rounds.mailbox_rests.until)

    def _round(self, rounds: Rounds) -> None:
        """A full disk ends no service: nothing is half written, and the next round tries again."""
        try:
            done = rounds.round()
        except OSError as error:
            log.error("the data folder cannot be written, tried again in the next round: %s", error)
            return
        log.info("round mails=%d letters=%d decided=%d", done.mails, done.letters, done.decided)

    def _say_whether_it_answers(self, rounds: Rounds) -> None:
        """While the mailbox refuses, one knocks and not two: the watch waits until it could be read."""
        if rounds.mailbox_rests.until is None:
            self._answers.set()
        else:
            self._answers.clear()

    def _next_word(self, rests: datetime | None) -> Word:
        """The next thing to do; words that say the same are taken together, a configuration goes first.

        When the mailbox has rested long enough it is tried again; its password may have been mended.
        """
        try:
            patience = None if rests is None else max(0.0, (rests - _now()).total_seconds())
            words = {self._words.get(timeout=patience)}
        except queue.Empty:
            words = {"mail", "config"}
        while not self._words.empty():
            words.add(self._words.get_nowait())
        if "stop" in words:
            return "stop"
        if "config" in words:
            if len(words) > 1:
                self._words.put("round")
            return "config"
        return words.pop()

    def _take_config(self) -> bool:
        """Whether there is another configuration to work with."""
        try:
            config = configuration.load(self._path)
        except OperatorError as error:
            self._refuse(error)
            config = self._config
        if config == self._config:
            if not self._stopping.is_set():
                self._brake.clear()
            return False
        log.info("configuration taken: mode %s", config.rules.mode)
        self._config = config
        self._answers.clear()
        self._turn.set()
        return True

    @staticmethod
    def _refuse(error: OperatorError) -> None:
        for problem in error.problems:
            log.error("configuration refused, the old one stays in force: %s", problem)

    # --- who puts words in the queue --------------------------------------------------------------------

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """A handler may interrupt the worker anywhere, under a lock too: it does nothing, a thread does."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        out, into = os.pipe()
        os.set_blocking(into, False)
        before = {number: signal.signal(number, lambda *_: None) for number in (*_ENDING, signal.SIGHUP)}
        told = signal.set_wakeup_fd(into)
        hearing = threading.Thread(target=self._hear_signals, args=(out,), daemon=True, name="signals")
        hearing.start()
        try:
            yield
        finally:
            signal.set_wakeup_fd(told)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(into)
            hearing.join()
            os.close(out)

    def _hear_signals(self, pipe: int) -> None:
        while heard := os.read(pipe, 1):
            if heard[0] in _ENDING:
                self.halt()
            elif heard[0] == signal.SIGHUP:
                self._words.put("config")

    @contextmanager
    def _schedule(self) -> Iterator[None]:
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.add_job(
            self._words.put, "interval", args=["round"], minutes=self._minutes, coalesce=True, max_instances=1
        )
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)

    @contextmanager
    def _threads(self) -> Iterator[None]:
        watchers = [
            threading.Thread(target=target, daemon=True, name=name)
            for target, name in ((self._watch_mail, "idle"), (self._watch_files, "files"))
        ]
        for watcher in watchers:
            watcher.start()
        try:
            yield
        finally:
            self._stopping.set()
            self._turn.set()
            for watcher in watchers:
                watcher.join(2)  # one that is just connecting is left behind

    def _watch_mail(self) -> None:
        """IDLE on the first watched folder, in a connection of its own; growing pauses when it fails."""
        pauses = Pauses()
        while not self._stopping.is_set():
            if not self._answers.wait(_LOOK_SECONDS):
                continue
            self._turn.clear()
            if self._stopping.is_set():
                return
            config = self._config
            mailbox = Mailbox(wiring.door(config.imap), config.folders)
            try:
                self._watch(mailbox, config, pauses)
            except WorldError as error:
                pause = pauses.next(permanent=error.permanent)
                log.warning("the mailbox cannot be watched, next try in %d s: %s", pause, error)
                self._tell_of_mail()
                self._turn.wait(pause)
            finally:
                mailbox.close()

    def _watch(self, mailbox: Mailbox, config: Config, pauses: Pauses) -> None:
        folder = mailbox.watched()[0]
        mailbox.wait(folder, 0.0, self._turn)  # from here on nothing is missed: what came before is told now
        self._tell_of_mail()
        while not self._turn.is_set() and config is self._config:
            begun = time.monotonic()
            try:
                news = mailbox.wait(folder, _IDLE_SECONDS, self._turn)
            except WorldError:
                if time.monotonic() - begun < _STANDS_SECONDS:
                    raise
                log.info("the line on which mail is awaited was lost and is opened again")
                return
            pauses.reset()
            if news:
                self._tell_of_mail()

    def _tell_of_mail(self) -> None:
        self._mail.set()
        self._words.put("mail")

    def _watch_files(self) -> None:
        """The configuration, the sources, and what commands append to the journal."""
        growing = False  # a source was just written, and may not be whole yet
        while not self._stopping.wait(self._watch_seconds):
            signs, seen = self._signs(), self._seen
            if signs[0] != seen[0]:
                self._brake_if_it_forbids()
                self._words.put("config")
            if signs[1] != seen[1] or (growing and signs[2:] == seen[2:]):
                self._words.put("round")
            growing = signs[2:] != seen[2:]
            self._seen = signs

    def _brake_if_it_forbids(self) -> None:
        """Rehearsal and a new pause stop the very next letter; all else waits for the next round."""
        try:
            rules = configuration.load(self._path).rules
        except OperatorError:
            return
        old = self._config.rules
        if rules.mode != old.mode or rules.calendar.pauses != old.calendar.pauses:
            self._brake.set()

    def _signs(self) -> tuple[object, ...]:
        config = self._config
        paths = [path for source in config.sources for path in sorted(config.folder.glob(source.path))]
        journal = wiring.root(config) / wiring.JOURNAL_FILE
        return (_sign(self._path), _sign(journal), *(_sign(path) for path in paths))


def _sign(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _now() -> datetime:
    return datetime.now(UTC)
