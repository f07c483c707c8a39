"""`check`: all that can be wrong, looked at before it goes wrong. It changes nothing and sends nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from bot import config as configuration
from bot import wiring
from bot.config import Config
from bot.config.shape import MISE_EN_DEMEURE
from bot.desk import Desk, usable
from bot.errors import OperatorError, WorldError
from bot.inbox import Folder, Mailbox
from bot.law.conditions import creditor_lacks
from bot.law.rates import missing_soon, rates
from bot.letters import problems
from bot.outbox import smtp
from bot.owner.files import authentication_results
from bot.owner.proofreading import problems as owner_problems
from bot.owner.vouching import authserv_id
from bot.rules import as_called
from bot.sources import csv_file
from bot.wording import counted

EXAMPLE_IBAN = "FR76 3000 6000 0112 3456 7890 189"  # config.example.yaml's: nobody must be asked to pay there
EXAMPLE = {  # the rest of it that speaks of a firm
    "creditor.name": "Atelier Morvan",
    "creditor.siren": "732829320",
    "creditor.rcs": "RCS Quimper 732 829 320",
    "creditor.address": "12 rue des Tanneurs; 29000 Quimper",
    "creditor.email": "contact@atelier-morvan.example",
    "creditor.phone": "02 98 00 00 00",
    "creditor.signature": "Anne Morvan",
    "creditor.consumer_mediator": "Médiation Artisanat, 5 rue de la Paix, 75002 Paris",
    "owner.email": "anne@atelier-morvan.example",
}
_RECENT = 3  # days of mail in which the server's name is looked for
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
    found += left_over(config)
    found += creditor_known(config)
    found += _data(config)
    found += _templates(config)
    found += _sources(config)
    found += _customers(config)
    found += _mailbox(config, now)
    found += _smtp(config)
    found += [
        Finding("warning", "law", text) for text in missing_soon(now.date(), rates(config.rates)).values()
    ]
    return found


def left_over(config: Config) -> Iterator[Finding]:
    """Values of the example that were not changed: the letters would go out in somebody else's name."""
    creditor = config.rules.creditor
    values = {
        "creditor.name": creditor.name,
        "creditor.siren": creditor.siren,
        "creditor.rcs": creditor.rcs,
        "creditor.address": "; ".join(creditor.address),
        "creditor.email": creditor.email,
        "creditor.phone": creditor.phone,
        "creditor.signature": creditor.signature,
        "creditor.consumer_mediator": creditor.consumer_mediator,
        "owner.email": config.people[0].email,
    }
    keys = [key for key, value in values.items() if value == EXAMPLE[key]]
    if keys:
        what = f"still as in the example, write your own or leave it out: {', '.join(keys)}"
        yield Finding("warning", "configuration", what)


def creditor_known(config: Config) -> Iterator[Finding]:
    """What a mise en demeure says of who demands (C. civ. 1344; C. com. R123-237; C. conso L616-1)."""
    creditor, formal = config.rules.creditor, _formal(config)
    lacks = creditor_lacks(creditor.name, creditor.address, creditor.iban)
    if formal and lacks:
        what = (
            f"{', '.join(lacks)}: without it no mise en demeure leaves; write it (an address is street and "
            "town), or end the ladders before mise_en_demeure"
        )
        yield Finding("error", "configuration", what)
    if "consumer" in formal and not creditor.consumer_mediator:
        what = (
            "creditor.consumer_mediator is not written: a consumer must be told who mediates "
            "(C. conso L616-1); write his name and address if any customer of yours is a private person"
        )
        yield Finding("warning", "configuration", what)
    if creditor.siren and (other := _bare(creditor.rcs)) and other not in _bare(creditor.siren):
        what = f"creditor.rcs names another number ({other}) than creditor.siren: one of them is wrong"
        yield Finding("warning", "configuration", what)


def _formal(config: Config) -> list[str]:
    """The kinds of customer whose ladder ends in a mise en demeure."""
    ladders = config.rules.ladders
    return [kind for kind, steps in ladders.items() if any(s.step == MISE_EN_DEMEURE for s in steps)]


def _bare(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _data(config: Config) -> Iterator[Finding]:
    try:
        usable(wiring.root(config))
    except OperatorError as error:
        yield Finding("error", "data", str(error))


def _templates(config: Config) -> Iterator[Finding]:
    templates, language = wiring.templates(config), config.rules.language
    wrong = [*problems(templates), *owner_problems(templates, language)]
    for problem in wrong:
        yield Finding("error", "templates", problem)
    if not wrong:
        yield Finding("ok", "templates", "every letter and every mail to you can be written")


def _sources(config: Config) -> Iterator[Finding]:
    if not config.sources:
        yield Finding("warning", "sources", "no source is configured: add one under `sources`")
    for source in config.sources:
        files = sorted(config.folder.glob(source.path), key=lambda p: p.stat().st_mtime)
        if not files:
            yield Finding("warning", "sources", f"{source.path}: no such file yet in {config.folder}")
            continue
        sheet = csv_file.read(files[-1].read_bytes(), source, files[-1].name)
        if sheet.damage or sheet.lost_columns:
            why = f"{sheet.name}: {sheet.damage}" if sheet.damage else sheet.refusals[0].why
            yield Finding("error", "sources", why)
            continue
        for refusal in sheet.refusals:
            yield Finding("warning", "sources", f"{sheet.name}: {refusal}")
        yield Finding("ok", "sources", f"{sheet.name}: {counted(len(sheet.rows), 'row')}")


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


def _mailbox(config: Config, now: datetime) -> Iterator[Finding]:
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
        yield from _vouching(config, mailbox, watched[0], now)
    except WorldError as error:
        yield Finding("error", "mailbox", str(error))
    finally:
        mailbox.close()


def _vouching(config: Config, mailbox: Mailbox, inbox: Folder, now: datetime) -> Iterator[Finding]:
    """Whether an answer of the owner's from another mailbox can be told from a forged one."""
    elsewhere = [person.email for person in config.people if person.email != config.imap.user.lower()]
    if config.authserv_id or not elsewhere:
        return
    since = (now - timedelta(days=_RECENT)).date()
    mails = [mail.raw for batch in mailbox.read(inbox, None, since) for mail in batch.mails]
    names = {server for raw in mails if (server := authserv_id(authentication_results(raw)))}
    seen = f"recent mail bears: {', '.join(sorted(names))}" if names else "recent mail bears none"
    what = f"answers from {', '.join(elsewhere)} are asked back about; set mail.imap.authserv_id ({seen})"
    yield Finding("warning", "mailbox", what)


def reach(config: Config, desk: Desk, now: datetime) -> Iterator[Finding]:
    """Those of the owner's people at whom our mail does not arrive: a list that nobody got is no consent."""
    for person in config.people:
        if desk.state.facts.unreached(person.email, now):
            what = (
                f"mail to {person.email} is refused or comes back: whoever waits for a list is not written to"
            )
            yield Finding("warning", "owner", what)


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
