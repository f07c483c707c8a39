"""Real mail servers for the tests: Dovecot (IMAP, LMTP) and Postfix (SMTP), each in a folder of its own.

They listen on loopback only, on ports that were free, and are stopped by their own process id. Dovecot
runs as the caller; as root it is handed to nobody first, for it refuses to run its workers as root.
Postfix needs root. Every user exists, with the password `pass`.
"""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.real.wire import Wire

__all__ = ["Dovecot", "Postfix", "Wire", "need", "room"]

HOST = "127.0.0.1"
PASSWORD = "pass"
HERE = Path(__file__).parent  # with the configurations to be filled in


def need(missing: str) -> None:
    """Skips the test where a server is missing; where everything must be there, that is a failure."""
    if not missing:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing for the tests on real servers: {missing}", pytrace=False)
    pytest.skip(f"missing: {missing}")


@contextlib.contextmanager
def room(name: str) -> Iterator[Path]:
    """A folder with a short path (of sockets), which another user may enter; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def _until(what: Callable[[], bool], *, seconds: float, why: Callable[[], str]) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            raise AssertionError(why())
        time.sleep(0.02)


def _greets(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=5) as line:
            return bool(line.recv(1))
    except OSError:
        return False


def _filled(name: str, values: Mapping[str, object]) -> str:
    text = (HERE / name).read_text()
    for word, value in values.items():
        text = text.replace(f"@{word}@", str(value))
    return text


def _certified(folder: Path) -> Path:
    """A certificate for localhost and 127.0.0.1, which is its own authority."""
    certificate = folder / "cert.pem"
    arguments = (
        "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 3650 -subj /CN=localhost"
        " -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
        " -addext keyUsage=critical,digitalSignature,keyCertSign"
    )
    subprocess.run(
        ["openssl", *arguments.split(), "-keyout", str(folder / "key.pem"), "-out", str(certificate)],
        check=True,
        capture_output=True,
        timeout=30,
    )
    return certificate


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _read(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""


class Dovecot:
    """`with Dovecot(folder) as server:`, or `start()` and `stop()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.password = PASSWORD
        self.imap_port, self.imaps_port, self.lmtp_port = _free_port(), _free_port(), _free_port()
        self.certificate = _certified(folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._config = folder / "dovecot.conf"
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        values = {
            "DIR": folder,
            "USER": owner.pw_name,
            "GROUP": grp.getgrgid(owner.pw_gid).gr_name,
            "UID": owner.pw_uid,
            "GID": owner.pw_gid,
            "IMAP": self.imap_port,
            "IMAPS": self.imaps_port,
            "LMTP": self.lmtp_port,
        }
        self._config.write_text(_filled("dovecot.conf", values))
        if os.geteuid() == 0:
            for path in (folder, *folder.iterdir()):
                os.chown(path, owner.pw_uid, owner.pw_gid)

    @staticmethod
    def missing() -> str:
        if not _program("dovecot"):
            return "Dovecot (Debian packages dovecot-imapd and dovecot-lmtpd)"
        if not Path("/usr/lib/dovecot/lmtp").exists():
            return "Dovecot's LMTP server (Debian package dovecot-lmtpd)"
        if not shutil.which("openssl"):
            return "openssl (Debian package openssl), to give Dovecot a certificate"
        if os.geteuid() == 0 and not shutil.which("setpriv"):
            return "setpriv (Debian package util-linux), to start Dovecot from root"
        return ""

    def __enter__(self) -> "Dovecot":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> "Dovecot":
        drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        with (self.folder / "start.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*drop, _program("dovecot") or "dovecot", "-F", "-c", str(self._config)],
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        _until(lambda: _greets(self.imap_port) and _greets(self.lmtp_port), seconds=15, why=self.log)
        return self

    def stop(self) -> None:
        """Hangs up on every client: the workers too are ended, for the master leaves busy ones to finish."""
        process, self._process = self._process, None
        if process is not None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(15)
            _until(lambda: not _lives(process.pid), seconds=15, why=self.log)

    def restart(self) -> None:
        self.stop()
        self.start()

    def log(self) -> str:
        return _read(self.folder / "start.log") + _read(self.folder / "dovecot.log")

    def deliver(self, user: str, raw: bytes, *, sender: str = "debtor@client.example") -> None:
        """By LMTP into the user's INBOX, arriving now."""
        with smtplib.LMTP(HOST, self.lmtp_port) as line:
            line.sendmail(sender, [user], raw)

    def put(
        self, user: str, raw: bytes, *, folder: str = "INBOX", at: datetime | None = None, seen: bool = False
    ) -> None:
        """Straight into a folder (made if need be), with `at` as INTERNALDATE."""
        with self.client(user) as client:
            if folder != "INBOX" and not client.folder_exists(folder):
                client.create_folder(folder)
            client.append(folder, raw, [b"\\Seen"] if seen else [], at or datetime.now(UTC))

    def client(self, user: str) -> IMAPClient:
        """A client of the owner's own, beside Relance's."""
        client = IMAPClient(HOST, self.imap_port, ssl=False, timeout=15)
        client.login(user, PASSWORD)
        return client

    def maildir(self, user: str, folder: str = "INBOX") -> Path:
        home = self.folder / "mail" / user.lower()
        return home if folder == "INBOX" else home / ("." + folder.replace("/", "."))

    def renumber(self, user: str, folder: str = "INBOX") -> None:
        """Loses the folder's index, as a repair or a restored backup does: new UIDVALIDITY and UIDs."""
        self.stop()
        for file in self.maildir(user, folder).glob("dovecot*"):
            if file.is_file() and not file.name.startswith("dovecot-uidvalidity"):
                file.unlink()
        self.start()


class Postfix:
    """Any address is delivered by LMTP, with exceptions to test refusals with:

    `@refused.example` is refused at once, `@later.example` for now, and mail to `@bounced.example` is
    taken and comes back to its sender as a bounce.
    """

    def __init__(self, folder: Path, lmtp_port: int) -> None:
        self.folder = folder
        self.smtp_port = _free_port()
        for name in ("spool", "data", "etc"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix")
        ports = {"LMTP": lmtp_port, "SMTP": self.smtp_port, "REFUSING": _free_port()}
        for name in ("main.cf", "master.cf"):
            (folder / "etc" / name).write_text(_filled(f"postfix-{name}", {"DIR": folder, **ports}))

    @staticmethod
    def missing() -> str:
        if not _program("postfix"):
            return "Postfix (Debian package postfix)"
        return "" if os.geteuid() == 0 else "root, to start Postfix"

    def __enter__(self) -> "Postfix":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> "Postfix":
        self._command("start")
        _until(lambda: _greets(self.smtp_port), seconds=20, why=self.log)
        return self

    def stop(self) -> None:
        self._command("stop")

    def restart(self) -> None:
        self.stop()
        self.start()

    def idle(self) -> bool:
        """Nothing is on its way: what was taken is delivered, deferred or bounced.

        A file that may not be executed is half a mail, of a client that was cut off: Postfix leaves it there.
        """
        ways = [self.folder / "spool" / way for way in ("maildrop", "incoming", "active")]
        return not any(path.is_file() and os.access(path, os.X_OK) for way in ways for path in way.rglob("*"))

    def log(self) -> str:
        return _read(self.folder / "maillog")

    def _command(self, word: str) -> None:
        done = subprocess.run(
            [_program("postfix") or "postfix", "-c", str(self.folder / "etc"), word],
            capture_output=True,
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise AssertionError(f"postfix {word}: {done.stderr.decode()}{self.log()}")


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
