"""What every command starts from: the configuration, the clock, fresh ids, and a desk when asked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from bot import config as configuration
from bot import imports, wiring
from bot.case import Case
from bot.cli.moments import moment as moment
from bot.config import Config
from bot.desk import Desk
from bot.errors import OperatorError
from bot.events.entries import HOUSE
from bot.policy.house import House
from bot.rules import approvers
from bot.sources import cells


@dataclass(frozen=True, slots=True)
class Context:
    path: Path
    simulated: datetime | None

    @classmethod
    def of(cls, config: str, now: str) -> "Context":
        return cls(Path(config), moment(now) if now else None)

    def config(self, *, mail: bool = False) -> Config:
        """`mail`: the command opens the mailbox, so the passwords are needed."""
        return configuration.load(self.path, secrets=mail)

    def clock(self) -> datetime:
        return self.simulated or datetime.now(UTC)

    @contextmanager
    def desk(self, config: Config, *, alone: bool = False, begin: bool = False) -> Iterator[Desk]:
        simulated = self.simulated is not None
        with wiring.open_desk(
            config, self.clock, new_id, simulated=simulated, alone=alone, begin=begin
        ) as desk:
            yield desk


def new_id() -> str:
    """Random, for letters and Message-IDs: 60 bits in letters and digits."""
    return "".join("abcdefghijkmnpqrstuvwxyz23456789"[b % 32] for b in os.urandom(12))


def house_of(config: Config, desk: Desk, now: datetime) -> House:
    """The house as a looker-on sees it: the mailbox counts as read."""
    pays, whose = imports.pays(config.sources, desk), approvers(config.people)
    return desk.house(config.rules, mail_read_at=now, pays=pays, approvers=whose)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise OperatorError(f"{text!r} is no day; write it like 2027-03-01") from None


def cents(text: str) -> int:
    """An amount in euros as people write it, in cents; one that could mean two things is refused."""
    if not any(char.isdigit() for char in text):
        raise OperatorError(f"{text!r} is no amount; write it like 1250.00")
    try:
        found, currency = cells.amount(text, "")
    except cells.Unclear as unclear:
        raise OperatorError(str(unclear)) from None
    if currency not in ("", "EUR"):
        raise OperatorError(f"{text!r} is in {currency}; write it without a currency, like 1250.00")
    return found


def resolve(desk: Desk, name: str) -> tuple[Case, str]:
    """A case by its id or an invoice number; gives the invoice's number too, if that was meant."""
    if name in set(desk.state.cases()):
        return desk.case(name), ""
    found = [desk.case(case) for case in desk.state.by_number(name)]
    exact = [(case, i.number) for case in found for i in case.invoices.values() if _same(i.number, name)]
    if len(exact) == 1:
        return exact[0]
    if exact:
        cases = ", ".join(case.id for case, _ in exact)
        raise OperatorError(f"{name}: several cases have an invoice of that number: {cases}; name the case")
    raise OperatorError(f"{name}: no case and no invoice of that name; `relance status` lists them")


def _same(number: str, name: str) -> bool:
    return number.casefold() == name.casefold()


def case_of_notice(notice: str) -> str:
    """Notices are named after their case: `<case>-3`, `house-3`."""
    case, _, number = notice.rpartition("-")
    if not case or not number.isdigit():
        raise OperatorError(f"{notice!r} is no notice; `relance status` lists them")
    return case or HOUSE


def as_json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode()
