"""The proof of the debt: asked of the owner at the second reminder, when there is still time to find it.

A judge wants the order and its execution (CPC 1405, 1407). Where no document of an invoice is kept, the owner
is asked once, and never again; nothing waits for the answer. Not for sums too small for a mise en demeure.
"""

from bot.case import Invoice
from bot.policy.house import Decision, Record
from bot.policy.questions import notice
from bot.policy.sight import Sight, named

_SECOND = 1  # index of the second reminder


def ask(sight: Sight) -> Decision | None:
    """One notice for the invoices that have just had their second reminder and of which nothing is kept."""
    reminded = [i for i in sight.owed if _reminded(i) and i.left >= sight.rules.law.mise_en_demeure_from]
    if not reminded or any(not piece.number for piece in sight.case.pieces):
        return None
    kept = {piece.number for piece in sight.case.pieces}
    new = tuple(i.number for i in reminded if i.number not in kept and not _asked(sight, i.number))
    if not new:
        return None
    return Record((notice(sight, "piece", invoices=new),), f"no document proves {named(new)} yet")


def _reminded(invoice: Invoice) -> bool:
    return len(invoice.climbs) > _SECOND and any(
        climbed.letter and climbed.index >= _SECOND for climbed in invoice.climbs
    )


def _asked(sight: Sight, number: str) -> bool:
    return any(
        known.opened.about == "piece" and number in known.opened.invoices
        for known in sight.case.notices.values()
    )
