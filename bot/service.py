"""The service: when. Rounds on a schedule, mail as it comes, changed files as they change.

One worker (the calling thread) does all that touches journal, state or SMTP. The schedule, the IDLE watch,
the file watch and signals only put a word in its queue. A changed configuration is taken up between two
rounds; an invalid one is refused, said, and the old stays in force. SIGTERM finishes the act in hand.
"""

import logging
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from apscheduler.schedulers.background import BackgroundScheduler

from bot import config as configuration
from bot import sd, wiring
from bot.config import Config
from bot.errors import OperatorError, WorldError
from bot.inbox import Mailbox, Pauses
from bot.rounds import Rounds

log = logging.getLogger("relance")
Word = Literal["round", "mail", "config", "stop"]
_WATCH_SECONDS = 1.0
_IDLE_SECONDS = 290.0


class Service:
    """`run` blocks until a signal or `halt` stops it."""

    def __init__(
        self, path: Path, config: Config, new_id: Callable[[], str], *, minutes: float = 5.0
    ) -> None:
        self._path = path
        self._config = config
        self._new_id = new_id
        self._minutes = minutes
        self._words: queue.Queue[Word] = queue.Queue()
        self._stopping = threading.Event()
        self._brake = threading.Event()  # set: no further letter under this configuration
        self._mail = threading.Event()  # set: mail waits, a long round looks after it first

    def run(self) -> None:
        """Works until told to stop; gives back when the act in hand is done."""
        with self._signals(), self._schedule(), self._threads():
            sd.notify("READY=1")
            while not self._stopping.is_set():
                self._brake.clear()
                with wiring.open_desk(self._config, _now, self._new_id, alone=True, begin=True) as desk:
                    rounds = wiring.rounds(self._config, desk, self._new_id, self._brake)
                    rounds.mail_waits = self._mail
                    self._work(rounds)
                    rounds.close()
                    desk.state.flush(desk.journal)
            sd.notify("STOPPING=1")

    def halt(self) -> None:
        """Ends the work after the act in hand."""
        self._stopping.set()
        self._brake.set()
        self._words.put("stop")

    # --- the worker -----------------------------------------------------------------------------------

    def _work(self, rounds: Rounds) -> None:
        """Rounds under one configuration, until it changes or the service stops."""
        word: Word = "round"
        while not self._stopping.is_set():
            if word == "config" and self._take_config():
                return
            if word != "config":
                done = rounds.round()
                log.info("round mails=%d letters=%d decided=%d", done.mails, done.letters, done.decided)
            sd.notify("WATCHDOG=1")
            word = self._next_word()

    def _next_word(self) -> Word:
        """The next thing to do; words that say the same are taken together, a configuration goes first."""
        words = {self._words.get()}
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
            for problem in error.problems:
                log.error("configuration refused, the old one stays in force: %s", problem)
            self._brake.clear()
            return False
        if config.digest == self._config.digest:
            self._brake.clear()
            return False
        log.info("configuration taken: mode %s", config.rules.mode)
        self._config = config
        return True

    # --- who puts words in the queue --------------------------------------------------------------------

    @contextmanager
    def _signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, lambda *_: self.halt())
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, lambda *_: self._words.put("config"))
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

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
            for watcher in watchers:
                watcher.join(5)

    def _watch_mail(self) -> None:
        """IDLE on the first watched folder, in a connection of its own; growing pauses when it fails."""
        pauses = Pauses()
        while not self._stopping.is_set():
            config = self._config
            mailbox = Mailbox(wiring.door(config.imap), config.folders)
            try:
                while not self._stopping.is_set() and config is self._config:
                    folder = mailbox.watched()[0]
                    if mailbox.wait(folder, _IDLE_SECONDS, self._stopping):
                        self._mail.set()
                        self._words.put("mail")
                    pauses.reset()
            except WorldError as error:
                pause = pauses.next(permanent=error.permanent)
                log.warning("the mailbox cannot be watched, next try in %d s: %s", pause, error)
                self._stopping.wait(pause)
                self._mail.set()
                self._words.put("mail")
            finally:
                mailbox.close()

    def _watch_files(self) -> None:
        """The configuration, the sources, and what commands append to the journal."""
        seen = self._signs()
        while not self._stopping.wait(_WATCH_SECONDS):
            signs = self._signs()
            if signs == seen:
                continue
            if signs[0] != seen[0]:
                self._brake_if_it_forbids()
                self._words.put("config")
            if signs[1:] != seen[1:]:
                self._words.put("round")
            seen = signs

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


def _sign(path: Path) -> tuple[float, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime, stat.st_size


def _now() -> datetime:
    return datetime.now(UTC)
