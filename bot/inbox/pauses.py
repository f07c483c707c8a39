"""How long to leave a mail server alone after it said no: growing pauses, as a value without a clock.

In: that an attempt failed, and whether for good. Out: seconds to wait. It neither waits nor retries;
the service does, and goes back to short pauses with `reset()` once a read has gone well.
"""

FIRST = 5.0  # seconds after the first failure
LONGEST = 600.0  # seconds; also the least after a refusal for good, so that no account gets locked


class Pauses:
    """5 s, 10 s, 20 s … up to 10 minutes."""

    __slots__ = ("_first", "_longest", "_next")

    def __init__(self, first: float = FIRST, longest: float = LONGEST) -> None:
        self._first = self._next = first
        self._longest = longest

    def next(self, *, permanent: bool = False) -> float:
        """Seconds to wait now; `permanent` (a wrong password) goes straight to the longest."""
        pause = self._longest if permanent else self._next
        self._next = min(pause * 2, self._longest)
        return pause

    def reset(self) -> None:
        self._next = self._first
