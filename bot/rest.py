"""Leaving a server alone after it said no: until when, for growing whiles.

In come moments and whether a refusal is for good; out comes whether the server rests now. It reads no clock
and asks no server: rounds do, and tell it how that went.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.inbox import Pauses


@dataclass(slots=True)
class Rest:
    until: datetime | None = None  # None: it answered when last asked
    pauses: Pauses = field(default_factory=Pauses)

    def lasts(self, now: datetime) -> bool:
        return self.until is not None and now < self.until

    def begin(self, now: datetime, *, permanent: bool) -> None:
        self.until = now + timedelta(seconds=self.pauses.next(permanent=permanent))

    def end(self) -> None:
        self.until = None
        self.pauses.reset()
