"""What a question that a mail opened is about today: its own invoices, what the debtor has written since.

Pure. A debt that came later was not contested; who writes again may have answered the question himself.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.case import Case, Invoice, Mail
from bot.events.owner import NoticeOpened
from bot.policy.again import AGAIN

_OF_DEBTS = frozenset({"dispute", "document_request", "already_paid", "delay_request"})  # not of a person


def meant(case: Case, opened: NoticeOpened) -> list[Invoice]:
    """The invoices asked about that are still owed, else those asked about, else all that is owed."""
    named = _named(case, opened)
    still = [invoice for invoice in named if invoice.left > 0]
    return sorted(still or named or case.open_invoices(), key=lambda i: (i.seen.due, i.number))


def _named(case: Case, opened: NoticeOpened) -> list[Invoice]:
    """Of a mail that names none: what was owed when it came, else what the letter answered asked for."""
    mail = case.mails.get(opened.mail)
    if opened.invoices or mail is None or opened.about not in _OF_DEBTS:
        return [case.invoices[n] for n in opened.invoices if n in case.invoices]
    letter = case.letters.get(mail.kept.letter)
    numbers = letter.intended.about if letter else ()
    known = [invoice for invoice in case.open_invoices() if invoice.first_seen <= mail.at]
    return known or [case.invoices[n] for n in numbers if n in case.invoices]


def written(case: Case, mail: Mail, spoken_for: Collection[Mail]) -> tuple[datetime | None, tuple[str, ...]]:
    """When the debtor wrote again after these mails, and his words."""
    later = [m for m in case.human_mails() if _newer(m, mail) and m not in spoken_for and m.weighed != AGAIN]
    last = max(later, key=lambda m: m.kept.arrived, default=None)
    return (last.kept.arrived, _words(last)) if last else (None, ())


def promised(case: Case, mail: Mail, invoices: Collection[str]) -> date | None:
    """The last day on which these are to be paid by what the debtor has promised since."""
    days: list[date] = []
    for said in (p.noted for p in case.promises.values() if not p.outcome):
        by = case.mails.get(said.mail)
        if said.on and by and _newer(by, mail) and not set(invoices).isdisjoint(said.invoices):
            days.append(said.on)
    return max(days, default=None)


def _newer(other: Mail, mail: Mail) -> bool:
    return other.kept.arrived > mail.kept.arrived and bool(other.weighed)


def _words(mail: Mail) -> tuple[str, ...]:
    quotes: Sequence[str] = [q.text for q in mail.read.evidence] if mail.read else []
    return tuple(dict.fromkeys(quotes))
