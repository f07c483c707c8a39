"""Methods of payment: the many words of exports as the few that policy knows.

In goes what stands in the column, out comes `direct_debit`, `transfer`, `cheque`, `card`, or the words as
they are. Where several are named, one that the creditor draws himself (prélèvement, LCR) goes first: an
invoice that is collected by debit is not to be chased.
"""

from bot.sources.identity import words

_DRAWN = frozenset(("prelevement", "prelevements", "preleve", "prlv", "sdd", "lcr", "bor", "domiciliation"))
_DRAWN_PHRASES = ("direct debit", "lettre de change", "billet a ordre", "bill of exchange")
_OTHERS = (
    ("card", frozenset(("card", "carte", "cb", "visa", "mastercard"))),
    ("transfer", frozenset(("virement", "virements", "vir", "transfer", "wire", "bacs"))),
    ("cheque", frozenset(("cheque", "cheques", "chq", "check"))),
    ("direct_debit", frozenset(("sepa", "debit", "traite", "mandat", "mandate"))),  # alone: a SEPA debit
)


def plain(text: str) -> str:
    """The method of payment as policy names it."""
    said = words(text.replace(".", ""))
    there = set(said.split())
    if there & _DRAWN or any(phrase in said for phrase in _DRAWN_PHRASES):
        return "direct_debit"
    return next((method for method, known in _OTHERS if there & known), text)
