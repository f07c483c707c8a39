"""When the owner was asked: mails about one question, as moments at which its people were asked. Pure."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

APART = 2  # days: nobody is asked on two days running


def askings(told: Iterable[datetime], day_of: Callable[[datetime], date]) -> list[datetime]:
    """What went to several people, be it over two days, is one asking."""
    found: list[datetime] = []
    for at in sorted(told):
        if not found or (day_of(at) - day_of(found[-1])).days >= APART:
            found.append(at)
    return found
