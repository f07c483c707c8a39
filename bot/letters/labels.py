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
    debtor: str
    received_on: str
    times_received: str  # many payments, first and last day
    net: str  # invoices, what was received taken off
    principal: str
    penalties: str
    moratory: str
    legal_interest: str
    indemnity: str
    total_on: str
    to_pay: str
    beneficiary: str
    amount: str
    remittance: str
    scan: str
    line: str  # of the statement: base, rate, days, year, interest
    between: str
    annex: str
    since: str
    until: str
    days: str
    base: str
    rate: str
    interest: str
    interest_sum: str
    formula: str
    ran_from: str
    undated: str
    unlinked: str
    ecb: str
    legal: str
    rate_on: str
    allocated: str
    translation: str


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
        demand="Mise en demeure de payer",
        registered="Lettre recommandée avec avis de réception",
        by_email="Par courrier électronique",
        telephone=f"Tél.{FIRM}",
        page=f"Page{FIRM}{{}} sur {{}}",
        place_day="{}, le {}",
        lone_day="Le {}",
        many=f"{{}}{FIRM}factures",
        debtor=f"Débiteur{FIRM}:",
        received_on="{} reçus le {}",
        times_received="{} reçus en {} fois du {} au {}",
        net="Factures, versements et avoirs déduits",
        principal="Principal restant dû",
        penalties="Pénalités de retard",
        moratory="Intérêts moratoires",
        legal_interest="Intérêts au taux légal",
        indemnity="Indemnité forfaitaire",
        total_on="Total dû au {}",
        to_pay="Pour payer par virement",
        beneficiary="Bénéficiaire",
        amount="Montant",
        remittance="Référence",
        scan="(le code se lit avec l’application de votre banque)",
        line=f"{{}}{FIRM}×{FIRM}{{}}{FIRM}×{FIRM}{{}} ÷{FIRM}{{}} = {{}}",
        between="du {} au {}",
        annex="Annexe – Décompte arrêté au {}",
        since="Du",
        until="Au (inclus)",
        days="Jours",
        base="Somme due",
        rate="Taux annuel",
        interest="Intérêts",
        interest_sum="Total des intérêts",
        formula=f"Intérêts = somme due × taux annuel × nombre de jours ÷ {{}}{FIRM}jours",
        ran_from="intérêts à compter du lendemain de chaque échéance, sans qu’un rappel soit nécessaire",
        undated=f"versements dont la date n’est pas connue ({{}}){FIRM}: comptés dès l’échéance, en faveur "
        "du débiteur",
        unlinked="avoirs qui ne désignent aucune facture\u00a0: déduits des factures les plus anciennes",
        ecb=f"taux de refinancement de la Banque centrale européenne{FIRM}: {{}}",
        legal=f"taux de l’intérêt légal, créances des professionnels{FIRM}: {{}}",
        rate_on="{} au {}",
        allocated="après cette imputation, restent dus {} en principal, {} d’intérêts et {} d’indemnité, "
        "soit {} au total",
        translation="Translation for information only: the letter in French alone counts.",
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
        demand="Formal notice (mise en demeure) to pay",
        registered="Registered letter with acknowledgement of receipt",
        by_email="By e-mail",
        telephone=f"Tel.{FIRM}",
        page=f"Page{FIRM}{{}} of {{}}",
        place_day="{}, {}",
        lone_day="{}",
        many=f"{{}}{FIRM}invoices",
        debtor="Debtor:",
        received_on="{} received on {}",
        times_received="{} received in {} payments from {} to {}",
        net="Invoices less payments and credit notes",
        principal="Principal left to pay",
        penalties="Late-payment interest",
        moratory="Late-payment interest",
        legal_interest="Interest at the legal rate",
        indemnity="Fixed compensation",
        total_on="Total due on {}",
        to_pay="To pay by transfer",
        beneficiary="Beneficiary",
        amount="Amount",
        remittance="Reference",
        scan="(the code can be read by your bank’s application)",
        line=f"{{}}{FIRM}×{FIRM}{{}}{FIRM}×{FIRM}{{}} ÷{FIRM}{{}} = {{}}",
        between="from {} to {}",
        annex="Annex – Statement as of {}",
        since="From",
        until="To (incl.)",
        days="Days",
        base="Amount due",
        rate="Yearly rate",
        interest="Interest",
        interest_sum="Total interest",
        formula=f"Interest = amount due × yearly rate × number of days ÷ {{}}{FIRM}days",
        ran_from="interest runs from the day after each due date, without any reminder",
        undated="payments whose day is not known ({}): counted from the due date on, in the debtor’s favour",
        unlinked="credit notes that name no invoice: deducted from the oldest invoices",
        ecb="the European Central Bank’s refinancing rate: {}",
        legal="legal rate of interest, claims of professionals: {}",
        rate_on="{} on {}",
        allocated="after this allocation {} is left of the principal, {} of interest and {} of compensation, "
        "{} in all",
        translation="Translation for information only: the letter in French alone counts.",
    ),
}
