"""A month of twenty debtors and one owner, who answers everything from the mailbox that the bot uses too.

Both sides are played on whatever servers are given: debtors answer the letters that they find in their
mailboxes, the owner answers the mails of Relance from a telephone, with a copy in Sent. The export of each
morning shows what was paid.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

from imapclient import IMAPClient

from bot.case import Case
from tests.firm import Firm, Invoice

Client = Callable[[str], AbstractContextManager[IMAPClient]]
Deliver = Callable[[str, bytes, str], None]  # to whom, the mail, from whom

# What each debtor writes to the first letter; empty: nothing. "+N": pays so many days later.
DEBTORS = {
    "alpha": "+1",
    "bravo": "+2",
    "charlie": "Bonjour, je vous règle vendredi. Cordialement +3",
    "delta": "Bonjour, le virement partira vendredi sans faute.",
    "echo": "La porte livrée est fendue sur toute la hauteur, je conteste cette facture.",
    "foxtrot": "Bonjour, la trésorerie est tendue, serait-il possible de patienter un mois ?",
    "golf": "Bonjour, nous n'avons pas reçu la facture, pouvez-vous nous envoyer un duplicata ?",
    "hotel": "Bonjour, je ne suis pas la bonne personne, veuillez écrire à direction@hotel.example.",
    "india": "Bonjour, la société est en liquidation judiciaire depuis le jugement du tribunal de commerce.",
    "juliet": "Cessez de m'écrire, je ne veux plus recevoir aucun message de votre part.",
    "kilo": "Bien reçu, je transmets à la comptabilité.",
    "lima": "Bonjour, cette facture a été payée par virement lundi dernier.",
    "mike": "Bonjour, mon mari est décédé la semaine dernière, je ne sais pas encore comment faire.",
    "november": "Bonjour, nous proposons de régler en trois fois, est-ce possible pour vous ?",
    "oscar": "Peut-être, on verra bien, enfin c'est compliqué tout ça, vous me direz.",
    "papa": "",
    "quebec": "",
    "romeo": "",
    "sierra": "Pourriez-vous me confirmer votre IBAN ? Je règle dès réception du RIB.",
    "tango": "Bonjour, je vous paie la moitié vendredi et le reste à la fin du mois.",
}
# What the owner answers, by what the subject says; None: nothing, it stands as it is.
ANSWERS = (
    ("conteste", "avoir 100, le reste est dû"),
    ("demande un délai", "échéancier 2 x 500 le 5"),
    ("mise en demeure prête", "ok"),
    ("première lettre ferme", "ok"),
    ("promet", "accepte"),
    ("mauvais interlocuteur", "ok"),
    ("dit avoir payé", "non, rien reçu"),
    ("ne veut plus de messages", "je m'en occupe"),
    ("message sensible", "ne plus relancer"),
    ("procédure collective", "abandonne"),
    ("un message à lire", "appelé : paie vendredi"),
    ("demande un document", "envoyé ce matin, reprends"),
    ("Demain", ""),
    ("point du lundi", ""),
)
_MARK = re.compile(r"\s*\[[A-Z2-7]{6}\]")


@dataclass
class Month:
    firm: Firm
    client: Client
    deliver: Deliver
    written: set[str] = field(default_factory=set)  # debtors who have got their first letter
    seen: set[str] = field(default_factory=set)  # Message-IDs that somebody has looked at
    paid: dict[str, date] = field(default_factory=dict)  # debtor: the day on which the money comes
    answered: list[tuple[str, str]] = field(default_factory=list)  # subject, the owner's words
    asked_back: list[str] = field(default_factory=list)
    found: dict[str, Case] = field(default_factory=dict)  # the cases at the end
    domain: str = ""  # of all debtors, where a server is shared by several tests

    def look(self) -> None:
        """Called before somebody looks into a mailbox."""

    def address(self, name: str) -> str:
        return f"compta@{name}.{self.domain}.example" if self.domain else f"compta@{name}.example"

    def play(self, days: int) -> None:
        due = (self.firm.now - timedelta(days=1)).date()
        self.firm.write(*(self._invoice(n, name, due) for n, name in enumerate(DEBTORS)))
        self.firm.now = self.firm.now.replace(hour=6)
        self.firm.round()
        for _ in range(days):
            self.firm.now += timedelta(days=1)
            self._export()
            for hour in (9, 11, 14, 18):
                self.firm.now = self.firm.now.replace(hour=hour)
                self.firm.round()
                if hour in (9, 14):
                    self._debtors_answer()
                    self._owner_answers()

    def _invoice(self, n: int, name: str, due: date) -> Invoice:
        issued, debtor = due - timedelta(days=30), f"{name.title()} SARL"
        return Invoice(f"F-{200 + n}", issued, due, "1 000,00", debtor=debtor, email=self.address(name))

    def _export(self) -> None:
        today = self.firm.now.date()
        for n, invoice in enumerate(list(self.firm.invoices)):
            name = invoice.email.partition("@")[2].partition(".")[0]
            if self.paid.get(name, date.max) <= today:
                self.firm.invoices[n] = Invoice(**{**invoice.__dict__, "paid": invoice.total})
        self.firm.write()

    # --- the debtors --------------------------------------------------------------------------------

    def _debtors_answer(self) -> None:
        for name, script in DEBTORS.items():
            address = self.address(name)
            for raw in self._new(address):
                words, _, pays = script.partition("+")
                if pays:
                    self.paid.setdefault(name, self.firm.now.date() + timedelta(days=int(pays)))
                if words.strip():
                    reply = self.firm.mail(address, words.strip(), to=self.firm.sender, answers=raw)
                    self.deliver(self.firm.user, reply, address)
                self.written.add(name)
                break

    def _new(self, user: str) -> Iterator[bytes]:
        """Mails of this mailbox that nobody has looked at yet; each debtor answers the first one only."""
        if user.partition("@")[2].partition(".")[0] in self.written:
            return
        self.look()
        with self.client(user) as box:
            box.select_folder("INBOX", readonly=True)
            found = box.fetch(box.search(["ALL"]), ["RFC822"])
        for uid in sorted(found):
            yield found[uid][b"RFC822"]

    # --- the owner ----------------------------------------------------------------------------------

    def _owner_answers(self) -> None:
        self.look()
        with self.client(self.firm.user) as box:
            box.select_folder("INBOX")
            found = box.fetch(box.search(["ALL"]), ["RFC822"])
            for uid in sorted(found):
                mail = message_from_bytes(found[uid][b"RFC822"], policy=policy.default)
                name = str(mail["Message-ID"])
                ours = str(mail["From"]).endswith(f"<{self.firm.sender}>") and mail["X-Relance-Id"]
                if ours and name not in self.seen:
                    self.seen.add(name)
                    self._answer(box, mail)  # type: ignore[arg-type]

    def _answer(self, box: IMAPClient, told: EmailMessage) -> None:
        subject = str(told["Subject"])
        if "Est-ce bien vous" in subject:
            self.asked_back.append(subject)
        words = next((words for sign, words in ANSWERS if sign in subject), None)
        told_only = subject.startswith(("Noté", "Compris", "Pas fait", "Réponse"))
        if not words or not _MARK.search(subject) or told_only:
            return
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = mail["To"] = self.firm.sender
        mail["Subject"] = f"Re: {subject}"
        mail["Date"] = format_datetime(self.firm.now)
        mail["Message-ID"] = f"<{self.firm.new_id()}@phone.example>"
        mail["In-Reply-To"] = mail["References"] = str(told["Message-ID"])
        mail.set_content(f"{words}\n\nEnvoyé de mon iPhone")
        raw = mail.as_bytes()
        box.append("Sent", raw, msg_time=self.firm.now)
        self.deliver(self.firm.user, b"Received: by phone.example\r\n" + raw, self.firm.sender)
        self.answered.append((_MARK.sub("", subject), words))

    # --- what came of it ----------------------------------------------------------------------------

    def case(self, name: str) -> Case:
        return self.firm.case(f"F-{200 + list(DEBTORS).index(name)}")

    def cases(self) -> dict[str, Case]:
        with self.firm.open() as (desk, _):
            return {
                name: desk.case(desk.state.by_number(f"F-{200 + n}")[0]) for n, name in enumerate(DEBTORS)
            }
