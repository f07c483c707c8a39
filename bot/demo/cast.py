"""Who plays in the demo: a joiner's workshop, six debtors with their invoices, and what each of them does.

Plain values. A debtor reacts to the letters that have really reached its mailbox: a `Turn` names the letter
by its number there, and how many days later it pays or writes. Nobody here knows what Relance will decide.
"""

from dataclasses import dataclass
from datetime import date, time

FIRST_DAY, DAYS = date(2026, 1, 5), 60
FIRM, US = "Atelier Morvan", "contact@atelier-morvan.example"
OWNER = "Anne Morvan"  # answers from the mailbox that Relance uses


@dataclass(frozen=True, slots=True)
class Bill:
    number: str
    issued: date
    due: date
    total: int  # cents
    listed: date = FIRST_DAY  # the first day on which the invoicing program exports it


@dataclass(frozen=True, slots=True)
class Pays:
    """The money arrives; the next morning's export shows it."""


@dataclass(frozen=True, slots=True)
class Writes:
    text: str
    automatic: bool = False  # the absence assistant of the mailbox


@dataclass(frozen=True, slots=True)
class Turn:
    letter: int  # the number of the letter in the debtor's mailbox, from 1
    days: int
    at: time
    act: Pays | Writes


@dataclass(frozen=True, slots=True)
class Debtor:
    key: str
    name: str
    kind: str
    person: str  # who signs
    email: str
    street: str
    postcode: str
    city: str
    bills: tuple[Bill, ...]
    turns: tuple[Turn, ...] = ()


LE_GALL = Debtor(
    "C-104", "Boulangerie Le Gall SARL", "professionnel", "Yann Le Gall", "yann@boulangerie-legall.example",
    "4 place au Beurre", "29000", "Quimper",
    (
        Bill("F-2025-201", date(2025, 12, 8), date(2026, 1, 7), 124_000),
        Bill("F-2025-204", date(2025, 12, 10), date(2026, 1, 9), 38_640),
    ),
    (Turn(1, 2, time(15, 0), Pays()),),
)  # fmt: skip
KERBRAT = Debtor(
    "C-118", "Menuiserie Kerbrat SAS", "professionnel", "Hélène Kerbrat", "compta@menuiserie-kerbrat.example",
    "ZA de Troyalac'h", "29170", "Saint-Évarzec",
    (Bill("F-2025-187", date(2025, 12, 1), date(2025, 12, 31), 286_000),),
    (
        Turn(2, 1, time(10, 12), Writes(
            "Bonjour,\n\nDésolée pour ce retard. Nous vous réglerons les 2 860,00 € par virement"
            " le vendredi 30 janvier.\n\nCordialement,\nHélène Kerbrat\n"
        )),
        Turn(4, 4, time(11, 0), Pays()),
    ),
)  # fmt: skip
DUNES = Debtor(
    "C-121", "Hôtel des Dunes SARL", "professionnel", "Marc Tanguy", "direction@hotel-dunes.example",
    "1 rue de la Plage", "29760", "Penmarc'h",
    (Bill("F-2025-198", date(2025, 12, 9), date(2026, 1, 8), 195_000),),
    (
        Turn(1, 2, time(14, 20), Writes(
            "Bonjour,\n\nNous contestons cette facture : la porte du local à vélos n'a jamais été posée.\n"
            "Merci de revenir vers nous.\n\nMarc Tanguy\nHôtel des Dunes\n"
        )),
        Turn(3, 5, time(16, 0), Pays()),
    ),
)  # fmt: skip
RIVOAL = Debtor(
    "P-033", "Claire Rivoal", "particulier", "Claire Rivoal", "claire.rivoal@courriel.example",
    "18 rue du Frout", "29000", "Quimper",
    (Bill("F-2025-195", date(2025, 12, 6), date(2026, 1, 5), 86_250),),
    (
        Turn(1, 0, time(9, 6), Writes(
            "Bonjour,\n\nJe suis absente jusqu'au dimanche 25 janvier inclus et vous répondrai à mon retour,"
            " le lundi 26 janvier.\n\nClaire Rivoal\n", automatic=True,
        )),
        Turn(1, 14, time(18, 40), Writes(
            "Bonjour,\n\nDe retour de voyage, je découvre votre message. Je viens de faire le virement"
            " de 862,50 € ce soir.\n\nBien à vous,\nClaire Rivoal\n"
        )),
        Turn(1, 16, time(8, 0), Pays()),
    ),
)  # fmt: skip
MOREL = Debtor(
    "C-126", "Garage Morel SARL", "professionnel", "Luc Morel", "luc@garage-morel.example",
    "7 route de Brest", "29000", "Quimper",
    (Bill("F-2026-003", date(2026, 1, 13), date(2026, 1, 28), 48_000, listed=date(2026, 1, 13)),),
)  # fmt: skip
BATI = Debtor(
    "C-097", "Bâti Ouest SAS", "professionnel", "le service comptable", "compta@bati-ouest.example",
    "22 quai de l'Odet", "29000", "Quimper",
    (Bill("F-2025-192", date(2025, 11, 28), date(2025, 12, 28), 438_000),),
)  # fmt: skip

DEBTORS = (LE_GALL, KERBRAT, DUNES, RIVOAL, MOREL, BATI)

# What comes into the same mailbox and is nobody's business here.
PRIVATE = (
    (date(2026, 1, 9), "Léa Morvan <lea@famille.example>", "Dimanche", "On vient déjeuner dimanche ?\n"),
    (date(2026, 1, 27), "Bois & Cie <lettre@bois-et-cie.example>", "Promotions", "Chêne : -10 %.\n"),
    (date(2026, 2, 13), "Docteur Quéré <cabinet@quere.example>", "Votre rendez-vous", "Mardi à 9 h.\n"),
)
