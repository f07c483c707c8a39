"""The indemnity of 40 € for recovery costs: once for each late invoice, from businesses and public buyers.

Out comes whether it is owed and the notes that say why (C. com. L441-10 II, D441-5; CCP D2192-35). It is not
owed by a consumer, not reduced by a partial payment, not owed again at each reminder, and not owed where an
insolvency judgment forbade payment at the due date. It bears no interest and no VAT.
"""

from datetime import date

from bot.events.debts import Kind
from bot.law.notes import Note, note

AMOUNT = 4_000  # cents, C. com. D441-5; CCP D2192-35
OWED_BY: tuple[Kind, ...] = ("business", "public")


def indemnity(
    kind: Kind, *, due: date, late: bool, judgment: date | None = None, amount: int = AMOUNT
) -> tuple[int, tuple[Note, ...]]:
    """Cents owed for one invoice (C. com. L441-10 II, D441-5; CCP D2192-35), and why.

    `late`: something of it was still unpaid when its due date had passed.
    """
    if kind not in OWED_BY:
        return 0, (note("no_indemnity"),) if kind == "consumer" else ()
    if not late:
        return 0, ()
    if judgment is not None and judgment <= due:  # it takes effect at the first hour of its day
        return 0, (note("indemnity_forbidden"),)
    told = (note("indemnity_public" if kind == "public" else "indemnity"),)
    return amount, told if judgment is None else (*told, note("indemnity_before_judgment", warning=True))
