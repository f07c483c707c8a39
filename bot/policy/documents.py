"""What a debtor needs in order to pay, and whether it is on file: told from the words that ask for it.

In come the debtor's own sentences; out goes what may be sent at once (the invoices, the bank details, the
detail of the sum, the firm's number). A small table of words, in French and English: what it does not know,
or what nobody has put on file, is for the owner. It reads no mail and sends nothing.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import combining, normalize

from bot.case import Invoice
from bot.rules import Creditor

INVOICE, RIB, DETAIL, SIREN = "invoice", "rib", "detail", "siren"
PIECE = "piece"  # a file that the owner hands on, as `piece:SHA-256`

_ON_FILE = {
    RIB: r"\bribs?\b|\biban\b|\bbic\b|coordonnees bancaires|releve d.identite bancaire|compte bancaire"
    r"|bank(?:ing)? details|account (?:number|details)",
    DETAIL: r"\bdetails? (?:des?|du|de la|of)\b.{0,30}(?:montant|somme|factur|solde|amount|sum|invoice)"
    r"|\bdetaill|decompte|releve (?:de compte|des factures)|recapitulatif|breakdown|statement of account"
    r"|\bcombien\b.{0,15}\b(?:dois|doit|devons)\b|quel(?: est)? le (?:solde|montant)"
    r"|how much (?:is outstanding|(?:do|does) (?:i|we|it) owe)",
    SIREN: r"\bsire[nt]\b",
    INVOICE: r"\b(?:copies?|duplicatas?|doubles?|exemplaires?|copy)\b.{0,30}\b(?:factures?|invoices?)\b"
    r"|\b(?:(?:r?envoy|transme|adress|retransm|communiqu|joindre|recu|retrouv|fournir|resend|send|receive|find)\w*"
    r"|faire parvenir|attach)\b.{0,30}\b(?:la|les|cette|ces|votre|vos|sa|the|your|this|these)"
    r" (?:\w+ ){0,2}(?:factures?|invoices?)\b"
    r"|\b(?:pas|plus|perdu|egare|find|lost)\b.{0,25}\b(?:la|cette|votre|the|this|your) (?:facture|invoice)\b"
    r".{0,60}\b(?:r?envoy|resend|send|email)"
    r"|\b(?:factures?|invoices?)\b.{0,40}\b(?:en pdf|as a pdf|manque|missing|svp|stp|please)\b",
}
# Whatever else is asked for is the owner's to find, and a corrected invoice is no copy.
_ELSE = re.compile(
    r"bons? de (?:commande|livraison|travaux|reception)|bons? d.intervention|purchase order|\bp\.?o\.?\b"
    r"|\bbdc\b|\bb[cl]\b|delivery|kbis|k-bis|attestation|urssaf|devis|quot(?:e|ation)|contrat|contract"
    r"|\bcg[vu]\b|proces|\bpv\b|certificat|assurance|insurance|fiche|formulaire|\bform\b|mandat|credit note"
    r"|chorus|(?:\bun |\bl'|\bd'|cet |votre )avoir\b|rectifi|corrig|correct|modifi|engagement|rapport|report"
    r"|photo|justificatif|situation|decompte general|ordre de service|timesheet|sign|acquitt|receipt|recu de"
    r"|\btva\b|\bvat\b|au nom de|de facturation|heures|hours|mode de calcul"
    r"|par (?:semaine|chantier|batiment|intervenant)|\bper\b|refus|reject|verifi|check|factures? a \d"
    r"|reference|numero de commande|portail|portal|factur-x|original"
)
_PATTERNS = {name: re.compile(pattern) for name, pattern in _ON_FILE.items()}


def asked(sentences: Iterable[str]) -> tuple[str, ...]:
    """What these sentences ask for, if all of it is of a kind that is kept on file; else nothing."""
    found: list[str] = []
    for sentence in map(_plain, sentences):
        here = [name for name, pattern in _PATTERNS.items() if pattern.search(sentence)]
        if not here or _ELSE.search(sentence):
            return ()
        found += here
    return tuple(name for name in (INVOICE, RIB, DETAIL, SIREN) if name in found)


def on_file(wanted: Sequence[str], invoices: Sequence[Invoice], creditor: Creditor) -> bool:
    """Whether every one of these can be sent about these invoices."""
    there = {
        INVOICE: all(invoice.seen.pdf for invoice in invoices),
        RIB: bool(creditor.iban),
        DETAIL: True,
        SIREN: bool(creditor.siren),
    }
    return bool(wanted) and bool(invoices) and all(there[name] for name in wanted)


def kinds(wanted: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.partition(":")[0] for one in wanted))


def pieces(wanted: Iterable[str]) -> tuple[str, ...]:
    """The SHA-256 of the files that the owner hands on."""
    return tuple(digest for kind, _, digest in (one.partition(":") for one in wanted) if kind == PIECE)


def _plain(text: str) -> str:
    letters = (c for c in normalize("NFKD", text.casefold()) if not combining(c))
    return " ".join("".join(letters).replace("’", "'").split())[:2000]
