"""The service as a process of its own, as a service manager starts it: `python -m bot --config FILE run`."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.anytime import Anytime, until


class Running:
    """`with Running(firm) as service:` waits until it is ready and ends it by SIGTERM at the latest."""

    def __init__(self, firm: Anytime) -> None:
        self.firm = firm
        self._log = firm.folder / f"log-{time.monotonic_ns()}"
        self._manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._address = firm.folder / f"notify-{time.monotonic_ns()}"

    def __enter__(self) -> "Running":
        self._manager.bind(str(self._address))
        self._manager.settimeout(20)
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command(self.firm), "run"],
                stderr=log,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "NOTIFY_SOCKET": str(self._address), "PYTHONFAULTHANDLER": "1"},
            )
        assert self.hears() == "READY=1", self.log()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)  # says where each of its threads stands
            self.process.wait(5)
            raise AssertionError(f"it does not stop:\n{self.log()}") from None
        finally:
            self._manager.close()

    def hears(self) -> str:
        """What the service manager is told next."""
        return self._manager.recv(100).decode()

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def says(self, words: str, *, seconds: float = 8.0) -> float:
        return until(lambda: words in self.log(), seconds=seconds, why=self.log)

    def told(self, kind: str, times: int = 1, *, seconds: float = 8.0) -> float:
        """Waits until the journal holds so many such events."""
        return until(lambda: len(self.firm.told(kind)) >= times, seconds=seconds, why=self.log)

    def ends(self, how: signal.Signals) -> tuple[int, float]:
        """The exit code, and the seconds that it took."""
        begun = time.monotonic()
        self.process.send_signal(how)
        code = self.process.wait(30)
        return code, time.monotonic() - begun


def command(firm: Anytime) -> list[str]:
    return [sys.executable, "-m", "bot", "--config", str(firm.path)]


def relance(firm: Anytime, *words: str) -> subprocess.CompletedProcess[str]:
    """A command typed beside the service."""
    arguments: Sequence[str] = [*command(firm), *words]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)


def folder_of(path: Path) -> str:
    """A name for this test's people, as it may stand in an address."""
    return path.name.replace("_", "-")[-40:].strip("-")
