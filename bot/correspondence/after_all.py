"""« Bon, accepte finalement »: the owner thinks better of a no to what the debtor had asked for or promised.

It answers the same question, which is asked anew in that moment, where nothing can be mistaken: he knew of
his no when he wrote, and the debtor has written nothing since. A day that he names himself needs no question.
To anything else, be it a mere "ok", he hears that he has refused, and with what words it is granted.
"""

from dataclasses import replace

from bot.case import Case, Notice
from bot.owner.matters import Matter
from bot.owner.orders import Carried, Ground, Line, carry_out
from bot.policy import delays
from bot.policy.questions import PROMISES, next_name
from bot.state.facts import Told

_MATTERS = frozenset({delays.REQUEST, *PROMISES})
_GRANTS = frozenset(("accept", "propose", "plan"))
_NODS = frozenset(("ok", "resume"))


def after_all(order: Ground, told: Told | None, *, sure: bool) -> Carried | None:
    """None: it is another order, or there is nothing left to grant. `sure`: all his words were understood."""
    asked = had_refused(order.case, order.matter)
    if asked is None or order.act.act not in _GRANTS | _NODS:
        return None
    if not order.sight.left(asked.opened.invoices):
        return None
    if sure and order.act.act in _GRANTS and _knew(order, told, asked):
        if _last_word(order, asked):
            return _asked_anew(order, asked)
        if order.act.day or order.act.instalments:
            return carry_out(order)
    on = order.sight.day(asked.answered_at) if asked.answered_at else None
    return Carried((), Line("had_refused", {"date": on}), refused=True)


def had_refused(case: Case, matter: Matter) -> Notice | None:
    """The question about a day or a promise that he has answered with a no."""
    asked = case.notices.get(matter.notice)
    return asked if asked and asked.answer == "refuse" and asked.opened.about in _MATTERS else None


def _knew(order: Ground, told: Told | None, asked: Notice) -> bool:
    """He answers what came after his no, or was asked back about a mail that he had answered with it."""
    if told is None or asked.answered_at is None or order.matter.notice not in told.notices:
        return False
    return told.used or told.at >= asked.answered_at


def _last_word(order: Ground, asked: Notice) -> bool:
    """The debtor has written nothing since."""
    mails = order.case.human_mails()
    return bool(mails) and mails[-1].kept.mail == asked.opened.mail and not delays.left_alone(order.sight)


def _asked_anew(order: Ground, asked: Notice) -> Carried:
    again = replace(asked.opened, notice=next_name(order.sight))
    matter = replace(order.matter, notice=again.notice)
    carried = carry_out(replace(order, matter=matter, sight=order.after([again])))
    return carried if carried.refused else replace(carried, events=(again, *carried.events))
