"""Invoices that are not due yet in a letter about others: left out, unless the owner wants them listed.

They stand apart, for information: nothing of them is asked for, and they are in no sum. Pure.
"""

from collections.abc import Collection

from bot.case import Invoice
from bot.policy.ladder import on_portal
from bot.policy.questions import asks_about
from bot.policy.sight import Sight, plus


def listed(sight: Sight, numbers: Collection[str], currency: str) -> list[Invoice]:
    """Those that may be named beside `numbers`, in the order of their days: not what is held, promised, asked
    about, debited, on a portal, or new here."""
    if not sight.rules.list_not_due:
        return []
    rest = sight.rules.limits.new_invoice_rest
    coming = [
        i
        for i in sight.owed
        if i.seen.due >= sight.today
        and i.number not in numbers
        and i.seen.currency == currency
        and i.seen.method != "direct_debit"
        and not sight.hold_on(i.number)
        and not asks_about(sight, i.number)
        and not on_portal(sight, i)
        and plus(sight.day(i.first_seen), rest) <= sight.today
    ]
    return sorted(coming, key=lambda i: (i.seen.due, i.number))
