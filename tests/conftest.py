"""For every test: no socket leaves this machine, and the present is Monday 2 March 2026, 10:00 in Paris.

`dovecot` and `postfix` are real servers, started once for all tests that ask for them. Where one cannot
be started the test is skipped and says what is missing; with CI=true that is a failure.
"""

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.clerk import Clerk
from tests.real.servers import Dovecot, Postfix, need, room

# Under CI the same examples every time: what a new random one finds is found, and mended, elsewhere.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")

PARIS = ZoneInfo("Europe/Paris")
MASK = os.umask(0o022)
os.umask(MASK)
OWN_NAMES = {socket.gethostname(), socket.getfqdn()}


class OutsideWorld(BaseException):
    """A test tried to reach another machine; no `except Exception` may hide it."""


def _is_here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in OWN_NAMES:  # smtplib asks for it to say HELO
        return True
    try:
        return ipaddress.ip_address(name).is_loopback or name in {"0.0.0.0", "::"}
    except ValueError:
        return False


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise OutsideWorld(f"{event} to {address[0]}")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not _is_here(arguments[0]):
        raise OutsideWorld(f"{event} of {arguments[0]}")


sys.addaudithook(_stay_here)


# A module that takes long begins early, or at the end one core waits for the other. The longest first.
LONG = (
    *("test_crashes", "test_owner_answers", "test_letters_sheets", "test_owner_month"),
    "test_reading_figures",
    *("test_reading_fields", "test_owner_broken", "test_demo", "test_cli", "test_service", "test_unplaced"),
    *("test_inbox", "test_reading_hostile_size", "test_letters_proofreading", "test_eve", "test_forecast"),
    *("test_owner_conditions", "test_owner_hostile", "test_owner_going", "test_rounds", "test_policy"),
    "test_stories_by_mail",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


class ByModule(LoadScopeScheduling):
    """A module's tests stay on one core, so that what they share is made once; all that need the real servers
    are on one: Postfix has no twin. (`--dist loadgroup` would do it, but xdist 3.8 writes the group where
    pytest 9.2 no longer reads it, and says nothing.)
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return "real" if module.startswith("tests/real/") or module == "tests/test_inbox.py" else module


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByModule:
    return ByModule(config, log)


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """The program makes its files its owner's alone: not beyond its test, or Postfix cannot start."""
    yield
    os.umask(MASK)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 10, 0, tzinfo=PARIS)


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    with Clerk() as clerk:
        yield clerk


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    need(Dovecot.missing())
    with room("dovecot") as folder, Dovecot(folder) as server:
        yield server


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """Takes mail over SMTP for every address and hands it to `dovecot`."""
    need(Postfix.missing())
    with room("postfix") as folder, Postfix(folder, dovecot.lmtp_port) as server:
        yield server
