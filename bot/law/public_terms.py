"""When a public buyer is late: the law's own term, whatever the invoice says (CCP R2192-10, R2192-11).

30 days for the State and local bodies, 50 for public health establishments, counted from the receipt of the
invoice, or from the end of the work where that is later. Receipt is taken as the day of issue, for want of
knowing better. The 60 days of some public companies are the owner's to write as the invoice's due date, which
counts wherever it is later.
"""

import re
from datetime import date, timedelta

from bot.reading.sentences import fold

_DAYS, _HEALTH_DAYS = 30, 50
_HEALTH = re.compile(
    r"\b(?:hopital|hopitaux|hospitalier|hospitaliere|hospices|chu|chru|chr|chs|ehpad|sante publique|ght)\b"
)


def term(name: str) -> int:
    """Days that this public buyer has to pay, told by its name (CCP R2192-10, R2192-11)."""
    return _HEALTH_DAYS if _HEALTH.search(fold(name)) else _DAYS


def late_after(name: str, *, issued: date, due: date, completed: date | None = None) -> date:
    """The last day in time: the law's, or the invoice's own where it is later (CCP R2192-10, R2192-11)."""
    start = max(issued, completed or issued)
    return max(due, start + timedelta(days=term(name)))
