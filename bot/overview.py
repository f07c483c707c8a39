"""Who owes what, the next step and when, and why a case is held: the values behind `status`. Pure."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from bot.case import Case
from bot.policy import claiming, decide
from bot.policy.house import House, Prepare, Record, Wait, Write
from bot.policy.sight import see
from bot.rules import Rules
from bot.wording import decimal


@dataclass(frozen=True, slots=True)
class Row:
    """One case as `status` shows it; amounts in cents per currency, credit notes deducted."""

    case: str
    debtor: str
    kind: str
    owed: dict[str, int]
    invoices: tuple[str, ...]
    oldest_due: date | None
    steps: tuple[str, ...]  # the last step of each open invoice that has one
    next_at: datetime | None
    why: str
    notices: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        amounts = {currency: decimal(cents) for currency, cents in self.owed.items()}
        return asdict(self) | {"owed": amounts}


@dataclass(frozen=True, slots=True)
class Until:
    """Until when an invoice can be claimed in law: surely, and perhaps by what the debtor acknowledged."""

    invoice: str
    prudent: date
    possible: date | None

    def __str__(self) -> str:
        perhaps = f", perhaps until {self.possible}" if self.possible else ""
        return f"{self.invoice}: can be claimed in law until {self.prudent}{perhaps}"


def limitation(case: Case, rules: Rules, now: datetime) -> list[Until]:
    """The prudent date of each open invoice (see `law.limitation`), and the possible one."""
    sight = see(case, House(), rules, now)
    return [
        Until(i.number, claiming.limit(sight, i).prudent, claiming.possible(sight, [i]))
        for i in case.open_invoices()
    ]


def row(case: Case, house: House, rules: Rules, now: datetime) -> Row:
    """The case now, with what policy says of it; nothing is recorded."""
    owed: dict[str, int] = {}
    for invoice in case.open_invoices():
        owed[invoice.seen.currency] = owed.get(invoice.seen.currency, 0) + invoice.left
    for credit in case.credit_notes():
        owed[credit.seen.currency] = max(0, owed.get(credit.seen.currency, 0) - credit.left)
    decision = decide(case, house, rules, now)
    match decision:
        case Wait(until, why):
            next_at = until
        case Write(_, why) | Prepare(_, why) | Record(_, why):
            next_at = now
    return Row(
        case.id,
        case.debtor.name,
        case.debtor.kind,
        owed,
        tuple(i.number for i in case.open_invoices()),
        min((i.seen.due for i in case.open_invoices()), default=None),
        tuple(i.last.step for i in case.open_invoices() if i.last),
        next_at,
        why,
        tuple(n.opened.notice for n in case.open_notices()),
    )
