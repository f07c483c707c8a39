"""Counting in months and years: the same day of the last month, else its last day (CPC 641).

A day goes in, a day comes out. Saturdays, Sundays and holidays extend nothing here (CPC 642 is left out on
purpose: a deadline that one must meet is not stretched).
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def months_after(day: date, months: int) -> date:
    """The day so many months later, or earlier below zero (CPC 641): 31 January + 1 is 28 or 29 February.

    What lies beyond the days that can be written is the last of them, or the first.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if year > MAXYEAR else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """The same day so many years later (CPC 641): 29 February becomes 28 February."""
    return months_after(day, 12 * years)
