"""The rules of one day, as frozen values: what the configuration says to the centre.

`config.py` fills these from the YAML file; policy, calendar and letters take them as arguments.
Days are calendar days unless a name says working days; amounts are integer cents (the YAML has euros).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import Literal
from unicodedata import combining, normalize

from bot.events.debts import Kind
from bot.events.owner import Treatment
from bot.law.claim import DayCount
from bot.law.limitation import Trade
from bot.law.rates import Row

Tone = Literal["cordial", "neutral", "firm", "formal"]
Channel = Literal["email", "letter", "call"]
Voice = Literal["nous", "je", "tu"]
Approval = Literal["first_firm_letter", "mise_en_demeure"]


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: `day` days after the due date; `deadline_days` only for a mise en demeure."""

    step: str
    day: int
    tone: Tone
    template: str
    deadline_days: int | None = None
    channels: tuple[Channel, ...] = ("email",)  # of several the first that can be used
    copies: bool = False  # the debtor's further contacts get the letter too


@dataclass(frozen=True, slots=True)
class Represented:
    """For whom this firm collects, where that is somebody else (CPCE R124-4)."""

    name: str
    address: tuple[str, ...]
    legal_form: str = ""
    siren: str = ""


@dataclass(frozen=True, slots=True)
class Creditor:
    """The firm in whose name everything is written."""

    name: str
    email: str
    signature: str
    legal_form: str = ""
    siren: str = ""
    rcs: str = ""  # as the law wants it on a letter (C. com. R123-237)
    address: tuple[str, ...] = ()
    phone: str = ""
    iban: str = ""
    bic: str = ""
    voice: Voice = "nous"
    consumer_mediator: str = ""
    trade: Trade = "unknown"  # of what is invoiced: how long it may be claimed
    on_behalf_of: Represented | None = None


@dataclass(frozen=True, slots=True)
class DebtorRule:
    """The owner's word on one customer."""

    treatment: Treatment = "normal"
    ceiling: str = ""  # the last step that may be sent without the owner
    voice: Voice | None = None
    kind: Kind | None = None
    pays_in: tuple[int, ...] = ()  # months in which this customer pays; none: in any


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the year from `first` to `last`, both included, as (month, day); may cross the year's end."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pause:
    """Absolute days, both included, on which nobody is written to."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CalendarRules:
    timezone: str = "Europe/Paris"
    days: tuple[int, ...] = (0, 1, 2, 3, 4)  # Monday is 0
    opens: time = time(9, 0)
    closes: time = time(17, 30)
    holidays: str = "FR"  # a country, or country-subdivision as FR-57, FR-6AE
    friday_until: time = time(15, 0)
    quiet: tuple[Span, ...] = (Span((8, 1), (8, 22)), Span((12, 20), (1, 3)))
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    between_business: int = 4  # days between two letters to one debtor, or to one address
    between_others: int = 7
    per_hour: int = 60
    new_debtors_per_day: int = 5
    new_invoice_rest: int = 3  # days after an invoice is first seen
    gather: int = 4  # an invoice due for its step within so many days joins today's letter
    gentle: int = 21  # days between the two letters to a customer who is treated gently
    paper_waits: int = 10  # working days for a printed reminder to be posted, before it is dated anew
    automatic_days: int = 365  # nothing automatic later than this after the due date


@dataclass(frozen=True, slots=True)
class BeforeDue:
    """A note to firms so many days before the due date, about invoices of more than so much."""

    days: int = 5
    over: int = 500_000  # cents


@dataclass(frozen=True, slots=True)
class ReplyRules:
    answer_after: int = 60  # minutes
    answers_per_week: int = 2  # to one person, in 7 days
    promise_grace: int = 3  # working days after the promised date
    promise_undated: int = 7  # working days
    promise_longest: int = 45  # days; further away the owner decides
    promises_before_owner: int = 3  # from this one on the owner decides
    paid_transfer: int = 5  # working days held when a transfer is announced
    paid_other: int = 10
    banking_days: int = 2  # a payment source must be newer than the date claimed + so many working days
    acknowledgement: int = 7  # working days
    delay_request: int = 10  # working days for the owner to answer who asks for time
    document: int = 7  # working days after a document was supplied
    unrelated: int = 5  # working days after a mail in the thread about something else
    absence_longest: int = 30  # days
    bounces_until_dead: int = 3  # temporary ones
    stale_mail: int = 7  # days: an older mail is answered by nobody


@dataclass(frozen=True, slots=True)
class Person:
    """One of the owner's people: reads copies, answers what stops or notes, or approves what presses."""

    email: str
    may: Literal["read", "answer", "approve"] = "read"


def approvers(people: Iterable[Person]) -> tuple[str, ...]:
    """Whose silence to a list is consent: what only others got has asked nobody."""
    return tuple(person.email for person in people if person.may == "approve")


@dataclass(frozen=True, slots=True)
class OwnerRules:
    """`approve`: what leaves only with the owner's word, a mise en demeure always; in the first
    `consent_days` live days all does.
    """

    digest: time = time(8, 0)
    asked_again: tuple[int, ...] = (3, 7, 14)  # days after which an open question is asked again
    key_days: int = 14  # a list's key is good so long
    doubt_days: int = 2  # working days held by an order whose sender nobody vouches for
    approve: tuple[Approval, ...] = ("first_firm_letter", "mise_en_demeure")
    eve: time = time(17, 0)
    lists: bool = True  # whether what leaves must have stood on a list that reached the owner the day before
    consent_days: int = 14
    think_minutes: int = 30  # between the owner's approval of a mise en demeure and its leaving


@dataclass(frozen=True, slots=True)
class LawRules:
    ignore_below: int = 500  # cents: left-overs let go
    mise_en_demeure_from: int = 10_000  # cents
    interest_rate: str = "default"  # of the contract with firms: default, legal, 3x, or a percentage
    interest: bool = True  # whether a mise en demeure claims any
    indemnity: int = 4000  # cents, for each late invoice of a firm or public buyer (C. com. D441-5)
    day_count: DayCount = "act/365"
    rates: tuple[Row, ...] = ()  # added by the owner to those that the program knows


@dataclass(frozen=True, slots=True)
class Rules:
    """All that policy, calendar and letters know of the configuration."""

    creditor: Creditor
    ladders: Mapping[Kind, tuple[Step, ...]]  # all five kinds
    mode: Literal["live", "rehearsal"] = "rehearsal"
    language: Literal["fr", "en"] = "fr"
    debtors: Mapping[str, DebtorRule] = field(default_factory=dict)  # by name or key
    calendar: CalendarRules = CalendarRules()
    limits: Limits = Limits()
    before_due: BeforeDue | None = None
    list_not_due: bool = False  # letters name what is not due yet, for information
    replies: ReplyRules = ReplyRules()
    owner: OwnerRules = OwnerRules()
    law: LawRules = LawRules()
    backlog: Literal["ask", "ladder"] = "ask"
    backlog_days: int = 15
    fresh_days: int = 7  # age of the newest payment source for any letter
    fresh_days_firm: int = 2  # working days, for a firm letter and the mise en demeure
    mail_fresh_minutes: int = 5
    _called: Mapping[str, DebtorRule] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        called = {as_called(name): rule for name, rule in self.debtors.items()}
        object.__setattr__(self, "_called", called)

    def debtor(self, key: str, name: str) -> DebtorRule:
        """The owner's word on a customer, by key first, then by name, however they are written."""
        if not self._called:
            return _ORDINARY
        return self._called.get(as_called(key)) or self._called.get(as_called(name)) or _ORDINARY


@lru_cache(maxsize=65_536)
def as_called(name: str) -> str:
    """A customer's name as people take it for the same: no case, no accents, no runs of spaces."""
    plain = (c for c in normalize("NFKD", name.casefold()) if not combining(c))
    return " ".join("".join(plain).split())


_ORDINARY = DebtorRule()
