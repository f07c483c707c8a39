"""What policy has before its eyes when it judges one case at one moment.

Only a bundle with short questions, so that the judgements read as sentences. No I/O and no clock.
"""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from bot.calendar import Calendar
from bot.case import Case, Invoice
from bot.events.consequences import HoldSet
from bot.events.debts import Kind
from bot.events.entries import CaseEvent, Entry
from bot.events.owner import Treatment
from bot.fold import grow
from bot.policy.house import House
from bot.rules import CalendarRules, DebtorRule, Rules, Step

_OFFICE = re.compile(
    r"(?:accueil|achats?|admin\w*|agence|billing|bureau|cabinet|commercial|compta\w*|contact|direction|equipe"
    r"|facturation|factures?|fournisseurs?|gestion|hello|hr|info\w*|mairie|office|personnel|reception|rh"
    r"|sales|secretariat|services?|support|team|accounts?|accounting|accountspayable|ap"
    r"|invoices?)(?:[._+-][\w.+-]*)?@"
)
_TRIED = 6  # days after which no server tries any more to deliver a letter (RFC 5321 4.5.4.1)
_FAR = date(2200, 1, 1)  # "for ever", said as a date, must not end the calendar


@cache
def calendar_of(rules: CalendarRules) -> Calendar:
    return Calendar(rules)


def plus(day: date, days: int) -> date:
    """So many calendar days later, within what a date can say."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True, slots=True)
class Sight:
    case: Case
    house: House
    rules: Rules
    now: datetime
    calendar: Calendar
    today: date
    customer: DebtorRule
    kind: Kind
    treatment: Treatment  # the owner's word by mail, else the configuration's
    ladder: tuple[Step, ...]
    owed: tuple[Invoice, ...]  # open invoices worth asking for

    @property
    def spacing(self) -> int:
        """Days between two letters to this debtor."""
        limits = self.rules.limits
        return limits.between_business if self.kind == "business" else limits.between_others

    @property
    def ceiling(self) -> str:
        """The last step without the owner; his « traitement normal » by mail lifts it."""
        return "" if self.case.treatment_said == "normal" else self.customer.ceiling

    @property
    def formal(self) -> Step | None:
        """The step of the mise en demeure, however the customer is treated."""
        return next((s for s in self.rules.ladders[self.kind] if s.tone == "formal"), None)

    def last_contact(self) -> datetime | None:
        """When the debtor last heard of us: by letter, by post, on the telephone, or from the owner."""
        posted = (p.posted.on for p in self.case.papers.values() if p.posted)
        moments = [self.case.last_contact(), self.case.spoken(), *(self.start_of(day) for day in posted)]
        return max((moment for moment in moments if moment), default=None)

    def contacts(self) -> list[str]:
        """Addresses that may be written to, in the order to use them."""
        known = self.case.contacts()
        return [email for email in known if not self.silent(email) and not self.read_by_others(email)]

    def read_by_others(self, email: str) -> bool:
        """A private person's debt is no colleague's or employer's business (RGPD 5): an address of an office
        is written to only at the owner's word.
        """
        of_an_office = self.kind == "consumer" and _OFFICE.match(email.lower()) is not None
        return of_an_office and email.lower() not in self.case.said_at

    def silent(self, email: str) -> bool:
        """Dead, or of a person who wants no mail, whatever the case in which that was found; the owner's
        later word in this case counts for more, or a mail from there that came since it was dead."""
        email = email.lower()
        since = self.house.silent.get(email)
        if email in self.case.dead or email in self.case.stopped:
            return True
        return since is not None and not self.case.works_since(email, since)

    def coming_back(self) -> set[str]:
        """Addresses from which a letter came back, and where none has stood since longer than servers try."""
        back: set[str] = set()
        for letter in self.case.letters.values():
            lost = {address.lower() for address in letter.bounced}
            stands = self.today > plus(self.day(letter.at), _TRIED)
            for address in map(str.lower, letter.accepted):
                if address in lost and not self.case.works_since(address, letter.at):
                    back.add(address)
                elif stands:
                    back.discard(address)
        return back

    def day(self, at: datetime) -> date:
        return self.calendar.day(at)

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.calendar.zone)

    def opening(self, at: datetime, *, firm: bool = False) -> datetime:
        return self.calendar.opening(at, firm=firm)

    def opening_on(self, day: date, *, firm: bool = False) -> datetime:
        """The first moment at which a letter may leave on that day or after it, never before now."""
        if day <= self.today:
            return self.opening(self.now, firm=firm)
        return self.opening(self.start_of(min(day, _FAR)), firm=firm)

    def opening_after(self, day: date) -> datetime:
        return self.opening_on(plus(day, 1))

    def credits(self, currency: str = "") -> list[Invoice]:
        """Credit notes that count from today or before, of this currency or all."""
        counting = credits_of(self.case, self.today)
        return [c for c in counting if currency in ("", c.seen.currency)]

    def net(self, invoices: Sequence[Invoice]) -> int:
        """What a letter about these invoices, all of one currency, may ask for; never below zero."""
        asked = sum(i.left for i in invoices)
        credits = self.credits(invoices[0].seen.currency) if invoices else []
        return max(0, asked - sum(c.left for c in credits))

    def left(self, numbers: Iterable[str] = ()) -> int:
        """Cents still to come for these invoices (none named: for all), credit notes deducted."""
        wanted = set(numbers)
        open_ = [i for i in self.case.open_invoices() if not wanted or i.number in wanted]
        currencies = {i.seen.currency for i in open_}
        return sum(self.net([i for i in open_ if i.seen.currency == one]) for one in currencies)

    def deducted(self, numbers: Iterable[str]) -> int:
        """Cents of what these invoices owe that credit notes cover."""
        wanted = tuple(numbers)
        return self.case.left(wanted) - self.left(wanted)

    def hold_on(self, number: str) -> HoldSet | None:
        """A hold that runs on this invoice, be it on the whole case."""
        for hold in self.case.holds.values():
            if (not hold.invoices or number in hold.invoices) and runs(self, hold):
                return hold
        return None

    def holds_end(self, numbers: Sequence[str]) -> datetime | None:
        """When the first of the holds on these invoices that have an end is over."""
        ends = [
            hold.until
            for hold in self.case.holds.values()
            if hold.until
            and hold.until >= self.today
            and (not hold.invoices or set(numbers) & set(hold.invoices))
        ]
        return self.opening_after(min(ends)) if ends else None

    def paid_known_after(self, day: date) -> bool:
        """Whether a payment source states the truth of a day late enough after `day` for a bank."""
        as_of = self.house.paid_as_of
        return as_of is not None and as_of >= self.calendar.add_working(day, self.rules.replies.banking_days)


def see(case: Case, house: House, rules: Rules, now: datetime) -> Sight:
    calendar = calendar_of(rules.calendar)
    customer = rules.debtor(case.debtor.key, case.debtor.name)
    kind = case.kind_said or customer.kind or case.debtor.kind
    treatment = case.treatment_said or customer.treatment
    ladder = rules.ladders[kind]
    today = calendar.day(now)
    return Sight(
        case,
        house,
        rules,
        now,
        calendar=calendar,
        today=today,
        customer=customer,
        kind=kind,
        treatment=treatment,
        ladder=_gentle(ladder, rules.limits.gentle) if treatment == "gentle" else ladder,
        owed=_owed(case, rules, today),
    )


def after(sight: Sight, events: Iterable[CaseEvent]) -> Sight:
    """The case as these events leave it, still under its own number."""
    case = deepcopy(sight.case)
    for event in events:
        grow(case, Entry(case.id, case.n, sight.now, event))
    return see(case, sight.house, sight.rules, sight.now)


@cache
def _gentle(ladder: tuple[Step, ...], days: int) -> tuple[Step, ...]:
    """The first two reminders, both cordial, so many days apart."""
    two = [step for step in ladder if step.tone != "formal"][:2]
    return tuple(replace(s, tone="cordial", day=max(s.day, two[0].day + k * days)) for k, s in enumerate(two))


def _owed(case: Case, rules: Rules, today: date) -> tuple[Invoice, ...]:
    """Open invoices, small left-overs of a payment let go.

    None in a currency in which credit notes cover all that is owed.
    """
    small = rules.law.ignore_below
    worth = tuple(i for i in case.open_invoices() if i.left >= small or not (i.paid or i.credited))
    credits = credits_of(case, today)
    if not credits:
        return worth
    currencies = {c.seen.currency for c in credits}
    covered = {c for c in currencies if _left(worth, c) <= _left(credits, c)}
    return tuple(i for i in worth if i.seen.currency not in covered)


def credits_of(case: Case, today: date) -> list[Invoice]:
    """Credit notes that count from today or before."""
    return [c for c in case.credit_notes() if c.seen.issued <= today]


def runs(sight: Sight, hold: HoldSet) -> bool:
    """Through its last day; that of a promise until it is known whether the money came."""
    if hold.until is None or hold.until >= sight.today:
        return True
    promise = sight.case.promises.get(hold.hold)
    return promise is not None and not promise.outcome


def named(numbers: Sequence[str]) -> str:
    """Invoice numbers in a reason's words."""
    return ", ".join(numbers) if numbers else "all invoices"


def _left(invoices: Sequence[Invoice], currency: str) -> int:
    return sum(i.left for i in invoices if i.seen.currency == currency)
