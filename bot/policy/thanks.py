"""The money that thanks name: all that came and was not given thanks for, and on how many days it came.

Two payments are never told as one.
"""

from dataclasses import replace
from datetime import date

from bot.draft import PromiseSaid
from bot.events.consequences import AnswerOwed
from bot.policy.sight import Sight


def named(sight: Sight, owed: AnswerOwed, said: PromiseSaid) -> PromiseSaid:
    """Not only what of it was counted for this promise."""
    if not owed.amount:
        return said
    return replace(said, received=owed.amount, payments=len(_days(sight, owed)) or 1)


def _days(sight: Sight, owed: AnswerOwed) -> set[date]:
    """The last days on which so much came for these invoices."""
    about = [i for n, i in sight.case.invoices.items() if n in owed.invoices or not owed.invoices]
    until = sight.day(owed.after)
    receipts = sorted(one for invoice in about for one in invoice.receipts if one[0] <= until)
    rest, days = owed.amount, set[date]()
    for on, cents in reversed(receipts):
        if rest <= 0:
            break
        days.add(on)
        rest -= cents
    return days
