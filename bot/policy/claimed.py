"""A payment that the debtor says was made: on which day, under which reference, and whether it has come.

What he has said is not asked of him again, and money for another invoice is not this one's (POLICY 4).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.case import Case
from bot.events.consequences import AnswerOwed
from bot.events.mail import PaidRead
from bot.policy.sight import Sight

NOT_FOUND = "payment_not_found"


def said(case: Case, mail: str) -> PaidRead | None:
    found = case.mails.get(mail)
    return found.read.paid if found and found.read else None


def paid_on(case: Case, mail: str) -> date | None:
    """The day that the mail gives."""
    paid = said(case, mail)
    return paid.date if paid else None


def reference(case: Case, mail: str) -> str:
    """The payment's own reference that the mail gives; an invoice's number is none."""
    paid = said(case, mail)
    given = paid.reference if paid else ""
    return "" if given.casefold() in {number.casefold() for number in case.invoices} else given


def claimed_on(sight: Sight, owed: AnswerOwed) -> date:
    """The day on which the debtor says to have paid; unsaid, the day of the mail."""
    mail = sight.case.mails.get(owed.mail)
    return paid_on(sight.case, owed.mail) or sight.day(mail.kept.arrived if mail else owed.after)


def came(sight: Sight, owed: AnswerOwed) -> bool:
    """The sum that he names has come since that day, or money for what is still owed of these invoices."""
    since, paid = claimed_on(sight, owed), said(sight.case, owed.mail)
    all_ = [i for n, i in sight.case.invoices.items() if not owed.invoices or n in owed.invoices]
    if paid and paid.amount and sum(c for i in all_ for on, c in i.receipts if on >= since) >= paid.amount:
        return True
    about = [i for i in sight.case.open_invoices() if not owed.invoices or i.number in owed.invoices]
    return any(on >= since for invoice in about for on, _ in invoice.receipts)


def asked_now(sight: Sight, mail: str) -> list[AnswerOwed]:
    """The owner says that nothing came: the debtor is asked where it went, once a bank has had its time."""
    waiting = [a for a in sight.case.answers.values() if a.mail == mail and a.template == NOT_FOUND]
    return [replace(owed, after=min(owed.after, _ready(sight, owed))) for owed in waiting]


def _ready(sight: Sight, owed: AnswerOwed) -> datetime:
    given = sight.calendar.add_working(claimed_on(sight, owed), sight.rules.replies.banking_days)
    return max(sight.now, sight.start_of(given + timedelta(1)))
