"""`check`: all that can be wrong, looked at before it goes wrong. It changes nothing and sends nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from bot import config as configuration
from bot import wiring
from bot.config import Config
from bot.desk import usable
from bot.errors import OperatorError, WorldError
from bot.inbox import Mailbox
from bot.letters import problems
from bot.outbox import smtp
from bot.rules import as_called
from bot.sources import csv_file

EXAMPLE_IBAN = "FR76 3000 6000 0112 3456 7890 189"  # config.example.yaml's: nobody must be asked to pay there
Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    about: str
    what: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check(path: Path, now: datetime) -> list[Finding]:
    try:
        config = configuration.load(path)
    except OperatorError as error:
        return [Finding("error", "configuration", problem) for problem in error.problems]
    found = [Finding("ok", "configuration", f"{path}: mode {config.rules.mode}")]
    found += [
        Finding("warning", "configuration", f"{key}: has no effect in this version")
        for key in config.idle_keys
    ]
    if config.rules.creditor.iban == EXAMPLE_IBAN:
        found.append(
            Finding("error", "configuration", "creditor.iban is still the example's: write your own")
        )
    found += _data(config)
    found += _templates(config)
    found += _sources(config)
    found += _customers(config)
    found += _mailbox(config)
    found += _smtp(config)
    return found


def _data(config: Config) -> Iterator[Finding]:
    try:
        usable(wiring.root(config))
    except OperatorError as error:
        yield Finding("error", "data", str(error))


def _templates(config: Config) -> Iterator[Finding]:
    wrong = problems(wiring.templates(config))
    for problem in wrong:
        yield Finding("error", "templates", problem)
    if not wrong:
        yield Finding("ok", "templates", "every letter can be written")


def _sources(config: Config) -> Iterator[Finding]:
    if not config.sources:
        yield Finding("warning", "sources", "no source is configured: add one under `sources`")
    for source in config.sources:
        files = sorted(config.folder.glob(source.path), key=lambda p: p.stat().st_mtime)
        if not files:
            yield Finding("warning", "sources", f"{source.path}: no such file yet in {config.folder}")
            continue
        sheet = csv_file.read(files[-1].read_bytes(), source, files[-1].name)
        for refusal in sheet.refusals:
            yield Finding("warning", "sources", f"{files[-1].name}: {refusal}")
        if sheet.damage or sheet.lost_columns:
            lost = ", ".join(sheet.lost_columns)
            why = sheet.damage or f"columns not found: {lost}; name them under `columns`"
            yield Finding("error", "sources", f"{files[-1].name}: {why}")
        else:
            yield Finding("ok", "sources", f"{files[-1].name}: {len(sheet.rows)} rows")


def _customers(config: Config) -> Iterator[Finding]:
    """A customer named under `debtors` whom no source knows: a slip of the pen would let letters leave."""
    known: set[str] = set()
    for source in config.sources:
        for path in sorted(config.folder.glob(source.path), key=lambda p: p.stat().st_mtime)[-1:]:
            rows = csv_file.read(path.read_bytes(), source, path.name).rows
            known |= {as_called(word) for r in rows if r.debtor for word in (r.debtor.key, r.debtor.name)}
    for name in config.rules.debtors if known else ():
        if as_called(name) not in known:
            what = f"debtors: {name}: nobody of that name or number stands in the newest files"
            yield Finding("warning", "configuration", what)


def _mailbox(config: Config) -> Iterator[Finding]:
    mailbox = Mailbox(wiring.door(config.imap), config.folders)
    try:
        watched = mailbox.watched()
        names = ", ".join(folder.name for folder in watched)
        yield Finding("ok", "mailbox", f"{config.imap.host}: reads {names}")
        roles = {folder.role for folder in watched}
        others = [f.name for f in mailbox.folders() if f not in watched]
        if others:
            yield Finding(
                "warning", "mailbox", f"not read (mail sorted into them is missed): {', '.join(others)}"
            )
        if config.copy_to_sent and "sent" not in roles:
            yield Finding("warning", "mailbox", "no Sent folder was found: one named Sent will be made")
    except WorldError as error:
        yield Finding("error", "mailbox", str(error))
    finally:
        mailbox.close()


def _smtp(config: Config) -> Iterator[Finding]:
    s = config.smtp
    post = smtp.Smtp(smtp.Door(s.host, s.port, s.security, s.user, s.password), timeout=20)
    try:
        post.ready()
        yield Finding("ok", "smtp", f"{s.host}: takes letters")
    except WorldError as error:
        yield Finding("error", "smtp", str(error))
    finally:
        post.close()
