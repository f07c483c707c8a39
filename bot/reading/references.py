"""The reference of a payment made, as a mail gives it: a transfer's own, or the number of a cheque.

A mail's text in, the reference out; empty where none is plainly said to be the payment's. One of a customer,
an order or an invoice is none, and a day is no number.
"""

import re

from bot.patterns import pattern

_PAYMENT = (
    r"(?:virement|transfert?|wire|paiement|payment|r[èe]glement|transaction|op[ée]ration|ch[èe]que|check)"
)
_NUMBER = r"(?:n[o°º]|num[ée]ro|number|#)"
_BETWEEN = (
    rf"(?:[\s:#.,(]|{_NUMBER}|du|de|la|l['’]|of|the|for|est|is|pour|c['’]est|votre|notre|our|bancaire|bank|sepa"
    rf"|{_PAYMENT}){{0,12}}"
)
_OTHERS = ("commande", "client", "facture", "devis", "order", "invoice")
_OF_ANOTHER = "".join(rf"(?<!{one} )" for one in _OTHERS)
_IT = r"(?P<it>(?=[A-Z0-9/_.-]{0,40}\d)[A-Z0-9][A-Z0-9/_.-]{2,40}[A-Z0-9])(?!\w)"
_REFERENCE = pattern(
    rf"\b{_OF_ANOTHER}(?:r[ée]f(?:[ée]rence)?s?(?!\w)|{_PAYMENT}(?: [A-Z]{{2,12}})?\s?{_NUMBER})"
    rf"{_BETWEEN}{_IT}",
    re.IGNORECASE,
)
_DAY = pattern(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")


def payment_reference(text: str) -> str:
    found = (match["it"] for match in _REFERENCE.finditer(text))
    return next((it for it in found if not _DAY.fullmatch(it)), "")
