"""Questions about money and words that life has answered: what came, or what the debtor has written since.

Each says why its question asks nothing any more; empty: it still does.
"""

from collections.abc import Collection

from bot.case import Notice
from bot.policy import claimed, held
from bot.policy.sight import Sight

_SETTLES = frozenset({"dispute", "already_paid", "promise"})


def all_settled(sight: Sight, open_: Notice) -> str:
    about = set(open_.opened.invoices)
    owed = {i.number for i in sight.owed}
    return "nothing of it is owed any more" if about and not about & owed else ""


def paid_or_over(sight: Sight, open_: Notice) -> str:
    """Told, not asked: it stands until the money came, or the debtor was written to for it again."""
    about = set(open_.opened.invoices)
    since = [letter for letter in sight.case.sent_letters() if letter.at > open_.at]
    again = any(
        _looked_for(sight, letter.intended.answer, about)
        or about & {climb.number for climb in letter.intended.climbs}
        for letter in since
    )
    asked = any(_asks_for_its_money(open_, other) for other in sight.case.open_notices())
    over = _came(sight, open_) or _said_otherwise(sight, open_)
    return all_settled(sight, open_) or over or ("the matter goes on" if again or asked else "")


def _looked_for(sight: Sight, answer: str, about: Collection[str]) -> bool:
    """The debtor was asked by it where the money for these invoices is."""
    owed = sight.case.deserved.get(answer)
    return owed is not None and owed.template == claimed.NOT_FOUND and held.touch(owed.invoices, about)


def _came(sight: Sight, open_: Notice) -> str:
    """The sum that he names has come since the day that he names; without a sum, money has."""
    case, mail = sight.case, sight.case.mails.get(open_.opened.mail)
    paid = claimed.said(case, open_.opened.mail)
    if mail is None or paid is None:
        return ""
    since = paid.date or sight.day(mail.kept.arrived)
    about = [case.invoices[n] for n in open_.opened.invoices if n in case.invoices]
    received = sum(cents for invoice in about for on, cents in invoice.receipts if on >= since)
    return "the money came" if received and received >= (paid.amount or 0) else ""


def _said_otherwise(sight: Sight, open_: Notice) -> str:
    """The debtor has said since when he will pay, that he will not, or has told of the payment again."""
    mail = sight.case.mails.get(open_.opened.mail)
    later = [m for m in sight.case.human_mails() if mail and m.kept.arrived > mail.kept.arrived]
    about = set(open_.opened.invoices)
    said = [m for m in later if not m.kept.invoices or about <= set(m.kept.invoices)]
    return "the debtor says otherwise since" if any(m.weighed in _SETTLES for m in said) else ""


def _asks_for_its_money(open_: Notice, other: Notice) -> bool:
    """The same sum stands on another invoice: that is what the owner is asked now."""
    return (other.opened.about, other.opened.mail) == ("payment_match", open_.opened.mail)


def stands_no_more(sight: Sight, open_: Notice) -> str:
    """Whose the money is that stands on another invoice: the source has put it elsewhere since."""
    invoice = sight.case.invoices.get(open_.opened.stands_on)
    gone = invoice and invoice.reopened and invoice.reopened > open_.at
    return all_settled(sight, open_) or ("it stands there no more" if gone else "")


def money_judged(sight: Sight, open_: Notice) -> str:
    """Whether money came is asked for a promise that runs and for an answer that is owed."""
    mail, case = open_.opened.mail, sight.case
    runs = any(p.noted.mail == mail and not p.outcome for p in case.promises.values())
    owed = any(a.mail == mail and a.template == "payment_not_found" for a in case.answers.values())
    return "" if runs or owed else "the matter is closed"
