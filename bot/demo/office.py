"""The workshop's own things: the configuration, and the invoicing program that exports every morning.

Writes real files into the demo's folder, for `bot.config` and the sources to read. The data folder is the
demo's folder itself, so that `relance verify` takes it as it is.
"""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from pathlib import Path

from bot.demo.cast import DEBTORS, FIRM, US
from bot.wording import decimal

CONFIG = "config.yaml"
PASSWORD = "demo"  # of mailboxes that live in this process's memory and end with it
_EXPORT = "invoices/export.csv"
_HEAD = (
    "N° facture", "Date", "Échéance", "Montant TTC", "Réglé", "Code client", "Client", "Type client",
    "Adresse", "Code postal", "Ville", "E-mail",
)  # fmt: skip
_TEXT = """\
# Written by `relance demo`. The mail servers it names lived only as long as the demo.
mode: live
language: fr
creditor:
  name: {firm}
  legal_form: SARL au capital de 10 000 €
  siren: "732829320"
  address:
    - 12 rue des Tanneurs
    - 29000 Quimper
  email: {us}
  phone: "02 98 00 00 00"
  iban: "FR76 3000 6000 0112 3456 7890 189"
  bic: AGRIFRPP
  signature: Anne Morvan
  voice: nous
owner:
  email: {us}
mail:
  from: "{firm} <{us}>"
  imap: {{host: 127.0.0.1, port: {imap}, security: none, user: {us}, password_file: mail-password.txt}}
  smtp: {{host: 127.0.0.1, port: {smtp}, security: none}}
sources:
  - {{type: csv, path: "invoices/*.csv", holds: invoices, complete: yes}}
data: .
"""


def configure(folder: Path, *, imap_port: int, smtp_port: int) -> Path:
    """The configuration file, and the password's beside it."""
    (folder / "mail-password.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
    path = folder / CONFIG
    path.write_text(_TEXT.format(firm=FIRM, us=US, imap=imap_port, smtp=smtp_port), encoding="utf-8")
    return path


def export(folder: Path, today: date, paid: Mapping[str, int]) -> None:
    """What the invoicing program writes that morning: every invoice, with what was received so far."""
    text = StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow(_HEAD)
    for debtor in DEBTORS:
        about = (debtor.key, debtor.name, debtor.kind, debtor.street, debtor.postcode, debtor.city)
        for bill in debtor.bills:
            if bill.listed <= today:
                sums = (_euros(bill.total), _euros(paid.get(bill.number, 0)))
                days = (f"{bill.issued:%d/%m/%Y}", f"{bill.due:%d/%m/%Y}")
                rows.writerow((bill.number, *days, *sums, *about, debtor.email))
    path = folder / _EXPORT
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.getvalue(), encoding="utf-8")


def _euros(cents: int) -> str:
    return decimal(cents).replace(".", ",")
