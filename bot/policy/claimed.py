"""A payment that the debtor says was made: on which day, under which reference, and whether it has come.

What he has said is not asked of him again, and money for another invoice is not this one's (POLICY 4).
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.case import Case, Mail
from bot.events.consequences import AnswerOwed
from bot.events.mail import PaidRead
from bot.policy.held import touch
from bot.policy.parts import of_all
from bot.policy.sight import Sight

NOT_FOUND = "payment_not_found"
_ABOUT = timedelta(14)  # around the day on which a payment was to come


def said(case: Case, mail: str) -> PaidRead | None:
    """Where he gives no sum, that of the payment which was to come about then: "l'échéance est virée"."""
    found = case.mails.get(mail)
    paid = found.read.paid if found and found.read else None
    if found is None or found.read is None or paid is None or paid.amount is not None:
        return paid
    if of_all(found.read.evidence):
        return paid
    part = _expected(case, found, paid.date or found.kept.arrived.date())
    return replace(paid, amount=part) if part else paid


def part_of(case: Case, mail: str, whole: int) -> int:
    """Cents that the mail says to be paid, where they are less than this; 0: all of it."""
    paid = said(case, mail)
    return paid.amount if paid and paid.amount and paid.amount < whole else 0


def asked_part(case: Case, about: str, mail: str, whole: int) -> int:
    """Cents of which the owner is asked whether they came, where they are less than this; 0: all of it."""
    if about not in ("already_paid", "arrived", "undecided"):
        return 0
    open_ = [p for p in case.promises.values() if p.noted.mail == mail and not p.outcome]
    missing = [p.noted.amount - case.received(p) for p in open_ if p.noted.amount]
    announced = missing[0] if about == "arrived" and missing else 0
    return part_of(case, mail, whole) or (announced if 0 < announced < whole else 0)


def _expected(case: Case, mail: Mail, on: date) -> int | None:
    """Of the payments promised or granted before with their sums the nearest one, as a part of the debt."""
    near = [
        (abs(noted.on - on), noted.amount)
        for noted in (p.noted for p in case.promises.values() if p.outcome != "replaced")
        if noted.on
        and noted.amount
        and noted.amount < noted.owed
        and noted.made <= mail.kept.arrived.date()
        and abs(noted.on - on) <= _ABOUT
        and touch(noted.invoices, mail.kept.invoices)
    ]
    return min(near)[1] if near else None


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
    """The sum that he names has come since that day, or money for what is still owed of these invoices; of
    those that are paid by instalments, for any of them."""
    since, paid = claimed_on(sight, owed), said(sight.case, owed.mail)
    all_ = [i for n, i in sight.case.invoices.items() if not owed.invoices or n in owed.invoices]
    if paid and paid.amount and sum(c for i in all_ for on, c in i.receipts if on >= since) >= paid.amount:
        return True
    about = all_ if _in_parts(sight.case, owed.invoices) else [i for i in all_ if i.left > 0]
    return any(on >= since for invoice in about for on, _ in invoice.receipts)


def _in_parts(case: Case, invoices: Collection[str]) -> bool:
    """A sum is promised or agreed for all of these together: what he has paid may be one such sum."""
    noted = [p.noted for p in case.promises.values() if p.noted.amount]
    return any(bool(invoices) and set(invoices) <= set(said.invoices) for said in noted)


def asked_now(sight: Sight, mail: str) -> list[AnswerOwed]:
    """The owner says that nothing came: the debtor is asked where it went, once a bank has had its time."""
    waiting = [a for a in sight.case.answers.values() if a.mail == mail and a.template == NOT_FOUND]
    return [replace(owed, after=min(owed.after, _ready(sight, owed))) for owed in waiting]


def asked_after_all(sight: Sight, mail: str) -> list[AnswerOwed]:
    """The same, of money that the owner had taken for received: from tomorrow."""
    letters = {letter.intended.answer for letter in sight.case.letters.values()}
    told = [a for a in sight.case.deserved.values() if a.mail == mail and a.template == NOT_FOUND]
    tomorrow = sight.start_of(sight.today + timedelta(1))
    waiting = [owed for owed in told if owed.answer not in letters]
    return [replace(owed, after=max(tomorrow, _ready(sight, owed))) for owed in waiting]


def _ready(sight: Sight, owed: AnswerOwed) -> datetime:
    given = sight.calendar.add_working(claimed_on(sight, owed), sight.rules.replies.banking_days)
    return max(sight.now, sight.start_of(given + timedelta(1)))
