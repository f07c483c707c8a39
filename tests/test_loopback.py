"""The grounds of all tests: they reach this machine and no other, and say which server is missing."""

import socket

import pytest

from tests.conftest import OutsideWorld
from tests.real.servers import need


def test_a_test_can_talk_to_itself() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    with server, socket.create_connection(("localhost", server.getsockname()[1])) as line:
        assert line.getpeername()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["192.0.2.1", "imap.creditor.example"])
def test_a_test_cannot_reach_another_machine(host: str) -> None:
    with pytest.raises(OutsideWorld):
        socket.create_connection((host, 993), timeout=1)


def test_a_missing_server_skips_a_test_but_fails_it_where_all_must_be_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    need("")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="missing: Dovecot"):
        need("Dovecot")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Dovecot"):
        need("Dovecot")
