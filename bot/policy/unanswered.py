"""What the debtor has been written and has not answered. Pure."""

from collections.abc import Collection
from datetime import date, datetime

from bot.case import Case, Notice
from bot.policy.sight import Sight

# Letters that ask for a day of payment, and for nothing else.
_FOR_A_DAY = frozenset({"ask_date", "promise_partly_kept"})


def heard_since(case: Case, moment: datetime) -> bool:
    """Somebody has answered, or spoken with the owner. A mail that is still for the owner to place, or of
    which the owner was told, may be an answer.
    """
    people = (mail for mail in case.mails.values() if mail.kept.whose in ("debtor", "forwarded"))
    heard = [mail.kept.arrived for mail in people if mail.weighed not in ("bounce", "auto_receipt")]
    heard += [known.at for known in case.notices.values() if known.opened.mail and _may_be_human(known)]
    heard += [at for at in (case.perhaps_wrote, case.spoken(), case.owner_spoke) if at]
    return any(at > moment for at in heard)


def _may_be_human(known: Notice) -> bool:
    return known.opened.about not in ("bounce", "limitation")


def asked_for_a_day(sight: Sight, numbers: Collection[str]) -> date | None:
    """When the last letter asked for the day on which these invoices will be paid, as nobody has answered."""
    last = max(sight.case.sent_letters(), key=lambda letter: letter.at, default=None)
    owed = sight.case.deserved.get(last.intended.answer) if last else None
    if last is None or owed is None or owed.template not in _FOR_A_DAY:
        return None
    about = set(numbers) <= set(owed.invoices) or not owed.invoices
    return sight.day(last.at) if about and not heard_since(sight.case, last.at) else None
