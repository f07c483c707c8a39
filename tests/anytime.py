"""A firm in real time, to which every hour of every day is a working hour: for tests of the running service.

Its calendar is chosen for the moment of the test: a zone where it is about noon, a country without a
holiday today or tomorrow. Invoices are due as of today.
"""

import json
import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bot import acts, wiring
from bot import config as configuration
from bot.calendar import Calendar
from bot.cli.context import new_id
from bot.config import Config
from bot.desk import Desk
from bot.rules import CalendarRules
from tests.firm import HEAD, Invoice

COUNTRIES = ("FR", "DE", "GB", "US", "JP", "BE", "IT", "ES")


@cache
def _calendar() -> str:
    now = datetime.now(UTC)
    zone = f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "Etc/GMT"  # its signs run backwards
    every = CalendarRules(
        timezone=zone, days=tuple(range(7)), opens=time(0), closes=time(23, 59), friday_until=time(23, 59)
    )
    moments = (now, now + timedelta(hours=1))
    for country in COUNTRIES:
        calendar = Calendar(replace(every, holidays=country, quiet=()))
        if all(calendar.may_write(moment, firm=True) for moment in moments):
            return (
                f"{{timezone: {zone}, days: mon-sun, hours: '00:00-23:59', friday_until: '23:59',"
                f" holidays: {country}, quiet: []"
            )
    raise AssertionError("there is a holiday everywhere")


@dataclass
class Anytime:
    folder: Path
    imap_port: int
    smtp_port: int
    user: str
    mode: str = "live"
    password: str = "pass"
    pauses: str = "[]"
    debtors: int = 1
    extra: str = ""

    @property
    def path(self) -> Path:
        return self.folder / "config.yaml"

    def email(self, k: int) -> str:
        return f"compta@d{k}-{self.user.partition('@')[0]}.example"

    def write(self, *numbers: int) -> None:
        """Configuration and export; of these invoices, or one of each debtor."""
        (self.folder / "password").write_text(self.password)
        text = f"""\
mode: {self.mode}
creditor: {{name: Atelier Morvan, email: {self.user}, signature: Anne Morvan}}
owner: {{email: anne@morvan.example, consent_days: 0, lists: no, approve: []}}
mail:
  from: "Atelier Morvan <{self.user}>"
  imap:
    {{host: 127.0.0.1, port: {self.imap_port}, security: none, user: {self.user}, password_file: password}}
  smtp: {{host: 127.0.0.1, port: {self.smtp_port}, security: none}}
sources:
  - {{type: csv, path: export.csv, holds: invoices, complete: true}}
calendar: {_calendar()}, pauses: {self.pauses}}}
limits: {{new_debtors_per_day: 1000, new_invoice_rest_days: 0, per_hour: 1000}}
{self.extra}
"""
        _replace(self.path, text)
        self.export(*(numbers or range(1, self.debtors + 1)))

    def export(self, *numbers: int) -> None:
        _replace(self.folder / "export.csv", HEAD + "".join(self._invoice(k).row() for k in numbers))

    def _invoice(self, k: int) -> Invoice:
        today = datetime.now(UTC).date()
        issued, due = today - timedelta(days=40), today - timedelta(days=5)
        return Invoice(f"F-{k}", issued, due, "100,00", f"D{k} SAS", self.email(k))

    def config(self) -> Config:
        return configuration.load(self.path)

    # --- what the journal holds, read as anybody may --------------------------------------------------

    def told(self, kind: str = "") -> list[dict[str, Any]]:
        """The journal's events, or those of one type."""
        journal = wiring.root(self.config()) / wiring.JOURNAL_FILE
        raw = journal.read_bytes() if journal.exists() else b""
        lines = [json.loads(line) for line in raw[: raw.rfind(b"\n") + 1].splitlines()]
        return [line["data"] for line in lines if kind in ("", line["type"])]

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """A second process's desk, as commands have it beside the service."""
        with wiring.open_desk(self.config(), lambda: datetime.now(UTC), new_id) as desk:
            yield desk

    def letter_states(self) -> list[str]:
        """Of every letter of every case, whether it was sent, refused, ..."""
        with self.desk() as desk:
            cases = [desk.case(name) for name in desk.state.cases()]
        return sorted(letter.state for case in cases for letter in case.letters.values())

    def hold(self, number: str) -> None:
        with self.desk() as desk:
            case = desk.case(desk.state.by_number(number)[0])
            desk.note(case.id, *acts.hold(case, number, None, "wait", datetime.now(UTC)))


def _replace(path: Path, text: str) -> None:
    """At once, as programs do that write for others to read."""
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def until(what: Callable[[], object], *, seconds: float = 8.0, why: Callable[[], str] = str) -> float:
    """Waits for it; how long it took."""
    begun = clock.monotonic()
    while not what():
        assert clock.monotonic() - begun < seconds, f"it never happened. {why()}"
        clock.sleep(0.005)
    return clock.monotonic() - begun
