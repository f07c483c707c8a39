"""The proof of the debt: asked of the owner at the second reminder, when there is still time to find it.

A judge wants the order and its execution (CPC 1405, 1407). Where no document of an invoice is kept, the owner
is asked once, and never again; nothing waits for the answer. Not for sums too small for a mise en demeure.
What a document proves is told by its name alone.
"""

import re
from collections.abc import Collection

from bot.case import Invoice
from bot.policy.house import Decision, Record
from bot.policy.questions import notice
from bot.policy.sight import Sight, named
from bot.reading.sentences import fold

_SECOND = 1  # index of the second reminder
# Names of documents, folded, with plain spaces for other signs; what was refused proves nothing.
_ORDER = re.compile(
    r"\b(?:devis|(?:bon|lettre|bordereau) de commande|commande|bdc|contrat|marche|order|purchase order|quote"
    r"|contract)\b"
)
_EXECUTION = re.compile(
    r"\b(?:(?:bon|bordereau|note) de livraison|livraison|bl|(?:pv|proces verbal)(?: de)? reception|reception"
    r"|(?:bon|rapport|fiche)?(?: d)? ?intervention|feuilles? d heures|attachement|emargement|delivery|pod"
    r"|acceptance|time ?sheet)\b"
)
_PROVES_NOTHING = re.compile(r"\brefus|\brejet|\bannul|\bprojet\b|\bdraft\b|\bcancel|\bunsigned\b")


def ask(sight: Sight) -> Decision | None:
    """One notice for the invoices that have just had their second reminder and of which nothing is kept."""
    least = sight.rules.law.mise_en_demeure_from
    reminded = [i for i in sight.owed if _reminded(i) and i.left >= least]
    enough = bool(reminded) and sight.left(i.number for i in reminded) >= least
    if not enough or any(not piece.number for piece in sight.case.pieces):
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


def of_order(sight: Sight, numbers: Collection[str]) -> bool:
    """A quote, an order or a contract is kept for each of these invoices, or for the case."""
    return _kept(sight, numbers, _ORDER)


def of_execution(sight: Sight, numbers: Collection[str]) -> bool:
    """A delivery or work slip, or an acceptance, is kept for each of these invoices, or for the case."""
    return _kept(sight, numbers, _EXECUTION)


def _kept(sight: Sight, numbers: Collection[str], named_: re.Pattern[str]) -> bool:
    pieces = [piece for piece in sight.case.pieces if _proves(piece.name, named_)]
    whole = any(not piece.number for piece in pieces)
    return whole or set(numbers) <= {piece.number for piece in pieces}


def _proves(name: str, named_: re.Pattern[str]) -> bool:
    plain = re.sub(r"[\W_]+", " ", fold(name))
    return bool(named_.search(plain)) and not _PROVES_NOTHING.search(plain)
