"""The fixed words of a letter's page and tables, in both languages: headings, not sentences.

Sentences stand in the templates, where the owner may change them. Nothing is computed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.wording import FIRM, Language


@dataclass(frozen=True, slots=True)
class Labels:
    invoice: str
    credit: str
    issued: str
    due: str
    total: str
    paid: str
    deducted: str  # paid, or taken off by a credit note of its own
    left: str
    sum: str
    out_of: str  # of what total a part is left
    received: str
    reference: str
    subject: str
    demand: str
    registered: str
    by_email: str
    telephone: str
    page: str
    place_day: str
    lone_day: str
    many: str


LABELS: Mapping[Language, Labels] = {
    "fr": Labels(
        invoice="Facture",
        credit="Avoir",
        issued="Date",
        due="Échéance",
        total="Montant TTC",
        paid="Déjà réglé",
        deducted="Réglé ou déduit",
        left="Reste dû",
        sum="Total restant dû",
        out_of="sur {}",
        received="{} déjà reçus",
        reference=f"référence client{FIRM}: {{}}",
        subject=f"Objet{FIRM}:",
        demand="mise en demeure de payer",
        registered="Lettre recommandée avec avis de réception",
        by_email="Par courrier électronique",
        telephone=f"Tél.{FIRM}",
        page=f"Page{FIRM}{{}} sur {{}}",
        place_day="{}, le {}",
        lone_day="Le {}",
        many=f"{{}}{FIRM}factures",
    ),
    "en": Labels(
        invoice="Invoice",
        credit="Credit note",
        issued="Date",
        due="Due",
        total="Total incl. VAT",
        paid="Already paid",
        deducted="Paid or deducted",
        left="Left to pay",
        sum="Total left to pay",
        out_of="out of {}",
        received="{} received",
        reference="customer reference: {}",
        subject="Subject:",
        demand="formal notice (mise en demeure) to pay",
        registered="Registered letter with acknowledgement of receipt",
        by_email="By e-mail",
        telephone=f"Tel.{FIRM}",
        page=f"Page{FIRM}{{}} of {{}}",
        place_day="{}, {}",
        lone_day="{}",
        many=f"{{}}{FIRM}invoices",
    ),
}
