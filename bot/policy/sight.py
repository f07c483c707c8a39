"""What policy has before its eyes when it judges one case at one moment.

Only a bundle with short questions, so that the judgements read as sentences. No I/O and no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from bot.calendar import Calendar
from bot.case import Case, Invoice
from bot.events import HoldSet, Kind
from bot.policy.house import House
from bot.rules import CalendarRules, DebtorRule, Rules, Step


@cache
def calendar_of(rules: CalendarRules) -> Calendar:
    return Calendar(rules)


@dataclass(frozen=True, slots=True)
class Sight:
    case: Case
    house: House
    rules: Rules
    now: datetime
    calendar: Calendar
    today: date
    customer: DebtorRule  # the owner's word on this debtor
    kind: Kind
    ladder: tuple[Step, ...]

    @property
    def spacing(self) -> int:
        """Days between two letters to this debtor."""
        limits = self.rules.limits
        return limits.between_business if self.kind == "business" else limits.between_others

    def day(self, at: datetime) -> date:
        return self.calendar.day(at)

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.calendar.zone)

    def opening(self, at: datetime, *, firm: bool = False) -> datetime:
        return self.calendar.opening(at, firm=firm)

    def opening_on(self, day: date, *, firm: bool = False) -> datetime:
        """The first moment at which a letter may leave on that day or after it, never before now."""
        return self.opening(max(self.now, self.start_of(day)), firm=firm)

    def opening_after(self, day: date) -> datetime:
        return self.opening_on(day + timedelta(days=1))

    def owed(self) -> list[Invoice]:
        """Open invoices worth asking for: small left-overs of a payment are let go."""
        small = self.rules.law.ignore_below
        return [i for i in self.case.open_invoices() if i.left >= small or not i.paid]

    def paid_known_after(self, day: date) -> bool:
        """Whether a payment source states the truth of a day late enough after `day` for a bank."""
        as_of = self.house.paid_as_of
        return as_of is not None and as_of >= self.calendar.add_working(day, self.rules.replies.banking_days)


def see(case: Case, house: House, rules: Rules, now: datetime) -> Sight:
    calendar = calendar_of(rules.calendar)
    customer = rules.debtor(case.debtor.key, case.debtor.name)
    kind = customer.kind or case.debtor.kind
    return Sight(
        case=case,
        house=house,
        rules=rules,
        now=now,
        calendar=calendar,
        today=calendar.day(now),
        customer=customer,
        kind=kind,
        ladder=rules.ladders[kind],
    )


def runs(sight: Sight, hold: HoldSet) -> bool:
    return hold.until is None or hold.until >= sight.today


def named(numbers: Sequence[str]) -> str:
    """Invoice numbers in a reason's words."""
    return ", ".join(numbers) if numbers else "all invoices"
