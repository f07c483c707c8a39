"""sd_notify(3): a word to a service manager that listens, and to one that does not."""

import socket
from pathlib import Path

import pytest

from bot import sd


def test_a_manager_that_does_not_listen_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        for _ in range(5000):
            sd.notify("WATCHDOG=1")
        assert manager.recv(100) == b"WATCHDOG=1"
