"""The facts that belong to no one case, and the decision that policy comes to.

`House` is gathered by rounds from the state and the house chain; it is frozen, so that a decision can be
made again and explained. Times are aware, days are local days of the configured timezone.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from bot.draft import Draft
from bot.events.entries import CaseEvent

Found = TypeVar("Found", covariant=True)


class Lookup(Protocol[Found]):
    """Something known per address, in lower case: a dictionary, or a question to the state."""

    def get(self, address: str, /) -> Found | None: ...


def letter_about(case: str, number: str) -> str:
    """How a letter about one invoice stands among those that were listed; none: any letter of the case."""
    return f"{case} {number}" if number else case


@dataclass(frozen=True, slots=True)
class House:
    mail_read_at: datetime | None = None  # when the watched folders were last all read to their end
    pays: bool = False  # a source that tells payments is configured
    paid_as_of: date | None = None  # the day whose truth the newest of these sources states
    contacted: Lookup[datetime] = field(default_factory=dict[str, datetime])  # last letter per address
    answered: Lookup[int] = field(default_factory=dict[str, int])  # automatic answers in 7 days per address
    silent: Lookup[datetime] = field(default_factory=dict[str, datetime])  # dead, or wants no mail: since
    new_debtors_today: int = 0  # debtors who got their first letter today
    sent_last_hour: int = 0
    live_since: date | None = None
    consents: Mapping[str, date] = field(default_factory=dict)  # case: day of the approved eve list
    # what the owner was told the day before of today's letters: cases, or each with an invoice of it
    listed: Container[str] = frozenset()
    blocked: str = ""  # why nothing may leave at all; empty: nothing stands in the way


@dataclass(frozen=True, slots=True)
class Write:
    """Send this letter now."""

    draft: Draft
    why: str


@dataclass(frozen=True, slots=True)
class Prepare:
    """Set this letter as PDF for the owner to print, sign and post."""

    draft: Draft
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """Put these consequences into the journal, then decide again."""

    events: tuple[CaseEvent, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing now. Look again at `until`; None: not before something happens."""

    until: datetime | None
    why: str


Decision = Write | Prepare | Record | Wait
