"""The guard itself: tests reach this machine and no other."""

import socket

import pytest

from tests.conftest import OutsideWorld


def test_a_test_can_talk_to_itself() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(("localhost", server.getsockname()[1])) as line:
        assert line.getpeername()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["192.0.2.1", "imap.creditor.example"])
def test_a_test_cannot_reach_another_machine(host: str) -> None:
    with pytest.raises(OutsideWorld):
        socket.create_connection((host, 993), timeout=1)
