"""Where a public buyer's invoice stands on its portal, in words: « déposée, mandatée le 27/02 », « rejetée ».

That answers the question, and presses nobody: the invoice rests for some days, and its status is asked anew.
« reprends » before that day lets its reminders leave.
"""

import re
from collections.abc import Iterable

from bot.events.consequences import HoldLifted, HoldSet
from bot.events.entries import CaseEvent
from bot.owner.orders.ground import Done, Ground, Line, answered
from bot.reading.sentences import fold

_STATUS = re.compile(
    r"\b(?:re)?depos|\bmandate|\brejet|\brefus|\brecycl|\bsuspen"
    r"|\bmise? (?:a disposition|en paiement|en ligne)"
    r"|\ben (?:cours|attente)\b|\btrait(?:ee?|ement)\b|\bvalide|\bservice fait\b|\btransmis|\brecue?\b"
    r"|\bliquidee?\b|\bcomptable|\bchorus\b|\bsubmitted\b|\breject|\bprocess|\bapproved\b|\breceived\b"
)
_RESTS = 10  # working days until the status is asked anew
_MARK = ".portal"


def status(order: Ground, text: str) -> Done | None:
    """What these words do in answer to the question where it stands; None: they do not say so."""
    notice = order.notice
    if notice is None or order.about != "chorus" or not _STATUS.search(fold(text)):
        return None
    until = order.sight.calendar.add_working(order.sight.today, _RESTS)
    numbers = order.matter.invoices or notice.opened.invoices
    why = "the owner has said where it stands on the portal"
    rests = HoldSet(f"{notice.opened.notice}{_MARK}", "owner", why, until, numbers, by="owner")
    closed = answered(notice, "moot", order.by, why)
    return [closed, rests], Line("status", {"text": text, "until": until})


def let_go(order: Ground, events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """The questions of which the owner lifts the rest: their invoices climb from now on."""
    lifted = [event.hold for event in events if isinstance(event, HoldLifted)]
    asked = [order.case.notices.get(hold.removesuffix(_MARK)) for hold in lifted if hold.endswith(_MARK)]
    return [answered(notice, "resume", order.by, "the owner resumes") for notice in asked if notice]
