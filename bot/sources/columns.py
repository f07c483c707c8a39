"""Which column holds what: names of columns in French and English, known by default.

In goes the first line of a table and the owner's own mapping, out comes the place of each field. Names are
compared without accents, case, spaces and punctuation. Columns of amounts without tax are not taken for
the total, on purpose: an invoice is claimed with its VAT.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from bot.sources import Holds

_DEBTOR = {
    "debtor_id": "code client|n° client|numéro client|num client|client id|id client|référence client"
    "|réf client"
    "|code tiers|compte client|compte auxiliaire|customer id|customer no|customer number|customer code"
    "|client code|client number|account number|account code",
    "name": "client|nom client|nom du client|raison sociale|nom|tiers|société|débiteur|destinataire"
    "|nom ou raison sociale|customer|customer name|client name|contact name|company|company name|debtor|name",
    "first_name": "prénom|first name|given name",
    "kind": "nature client|type client|type de client|catégorie client|customer type|client type"
    "|debtor kind|kind",
    "language": "langue|language|lang",
    "address": "adresse|adresse client|adresse de facturation|adresse complète|rue|address"
    "|billing address|street"
    "|address line 1",
    "address2": "adresse 2|complément|complément d'adresse|address 2|address line 2",
    "postcode": "code postal|cp|postcode|postal code|zip|zip code",
    "city": "ville|commune|city|town",
    "country": "pays|country",
    "siren": "siren|siret|n° siren|n° siret|numéro siren|numéro siret|siren client|siret client"
    "|company number",
    "vat": "n° tva|tva intracommunautaire|n° tva intracommunautaire|numéro de tva|n° tva intra|tva intra"
    "|vat number|vat id|vat no|tax id",
    "email": "e-mail|email|mail|courriel|adresse mail|adresse e-mail|e-mail client|mail client|email client"
    "|contact e-mail|e-mail address|email address|customer email|client email|billing email",
    "phone": "téléphone|tél|tel|téléphone client|portable|mobile|phone|phone number|telephone",
}
_INVOICE = {
    "number": "n° facture|numéro facture|numéro de facture|num facture|facture|n° de facture|n° pièce"
    "|numéro de pièce|n° document|numéro|n°|invoice|invoice number|invoice no|invoice id"
    "|number|document number",
    "issued": "date|date facture|date de facture|date de facturation|date d'émission|émise le|date pièce"
    "|date de pièce|date document|invoice date|issue date|issued|issued on|date issued",
    "due": "échéance|date d'échéance|date échéance|échéance le|à payer avant le|date limite de paiement"
    "|due|due date|date due|payment due",
    "total": "montant ttc|total ttc|ttc|montant total ttc|net à payer|total|montant total|montant|amount"
    "|total amount|amount incl vat|total incl vat|gross amount|invoice total|invoice amount|gross total",
    "paid": "réglé|montant réglé|payé|montant payé|déjà réglé|déjà payé|acompte reçu|encaissé"
    "|montant encaissé"
    "|total réglé|paid|amount paid|paid amount|total paid",
    "left": "reste dû|restant dû|reste à payer|solde|solde dû|solde restant|montant dû|reste à régler"
    "|balance|balance due|amount due|outstanding|outstanding amount|open amount"
    "|amount outstanding|open balance",
    "currency": "devise|monnaie|code devise|currency|currency code",
    "type": "type|type de pièce|nature|type document|type de document|document type|invoice type",
    "reference": "référence|votre référence|réf commande|bon de commande|n° commande|numéro de commande"
    "|n° de commande|référence commande|reference|your reference|po number|purchase order"
    "|order number|customer po",
    "completed": "date de livraison|date livraison|date de fin|fin des travaux|date de prestation"
    "|date d'exécution|delivery date|completed|completed on|service date|delivered on",
    "method": "mode de règlement|mode de paiement|moyen de paiement|règlement|payment method|method",
    "pdf": "pdf|fichier|fichier pdf|chemin pdf|pièce jointe|pdf path|file|attachment",
    "status": "statut|état|statut facture|état facture|situation|status|state|invoice status|payment status",
}
_PAYMENT = {
    "number": _INVOICE["number"],
    "amount": "montant|montant réglé|montant payé|montant encaissé|encaissement|crédit|règlement|payé"
    "|amount|amount paid|paid amount|paid|payment amount|credit",
    "on": "date|date de paiement|date paiement|date de règlement|date règlement|payé le|réglé le"
    "|date d'encaissement|date de valeur|date opération|payment date|paid on|value date|date paid",
    "ref": "référence|référence paiement|réf|libellé|référence de règlement|reference|payment reference|memo"
    "|description",
}
NAMES: Mapping[Holds, Mapping[str, str]] = {
    "invoices": _DEBTOR | _INVOICE,
    "clients": _DEBTOR | {"debtor_id": _DEBTOR["debtor_id"] + "|code|numéro|n°|id|compte|number"},
    "payments": _PAYMENT,
}
IDENTITY = ("debtor_id", "name", "siren", "email")  # one of them says who owes
_NEEDED: Mapping[Holds, tuple[tuple[str, ...], ...]] = {
    "invoices": (("number",), ("issued",), ("due",), ("total", "left"), IDENTITY),
    "clients": (IDENTITY,),
    "payments": (("number",), ("amount",), ("on",)),
}


# What each of them is called in an office, for the message that misses it.
_CALLED = {
    "number": "n° facture", "issued": "date de facture", "due": "échéance", "total": "montant TTC",
    "left": "reste dû", "debtor_id": "code client", "name": "nom du client", "siren": "SIREN",
    "email": "e-mail", "amount": "montant payé", "on": "date de paiement",
}  # fmt: skip
_SHOWN = 3  # names of columns that are told as examples


def plain(name: str) -> str:
    """A column's name without accents, case, spaces and punctuation; `n°` reads as `numero`."""
    spelt = unicodedata.normalize("NFKD", name.casefold().replace("n°", "numero ").replace("nº", "numero "))
    return "".join(c for c in spelt if c.isascii() and c.isalnum())


_KNOWN: Mapping[Holds, Mapping[str, tuple[str, ...]]] = {
    holds: {field: tuple(map(plain, (*names.split("|"), field))) for field, names in fields.items()}
    for holds, fields in NAMES.items()
}


def place(header: Sequence[str], holds: Holds, mapped: Mapping[str, str]) -> dict[str, int]:
    """The place of each field that the header has: the owner's mapping first, then the names known."""
    there: dict[str, int] = {}
    for index, name in enumerate(header):
        there.setdefault(plain(name), index)
    there.pop("", None)
    found = {field: there[plain(name)] for field, name in mapped.items() if plain(name) in there}
    taken = set(found.values())
    for field, names in _KNOWN[holds].items():
        free = [there[name] for name in names if name in there and there[name] not in taken]
        if field not in mapped and free:
            found[field] = free[0]
            taken.add(free[0])
    return found


def lost(
    found: Mapping[str, int], holds: Holds, mapped: Mapping[str, str], *, terms: bool
) -> tuple[str, ...]:
    """The columns without which nothing may be taken: those needed, and those that the owner named."""
    needed = [fields for fields in _NEEDED[holds] if not (terms and fields == ("due",))]
    missing = [" or ".join(fields) for fields in needed if not any(field in found for field in fields)]
    return (*missing, *(f"{field} ({name!r})" for field, name in mapped.items() if field not in found))


def told(lost_column: str, holds: Holds) -> str:
    """One of `lost` as the owner knows it, with names of columns that would do: "échéance (due, ...)"."""
    fields = lost_column.split(" or ")
    if any(field not in NAMES[holds] for field in fields):
        return lost_column  # the owner's own mapping, which says it all
    shown = _SHOWN if len(fields) <= 2 else 1
    return " or ".join(f"{_CALLED[field]} ({_would_do(field, holds, shown)})" for field in fields)


def _would_do(field: str, holds: Holds, shown: int) -> str:
    names = [name for name in NAMES[holds][field].split("|") if name != field]
    return ", ".join((field, *names[:shown], "…"))
