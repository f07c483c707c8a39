"""How the dossier says things, in French and in English: short sentences of fact, one for each event.

An event goes in, a sentence comes out. Words of others are quoted, never paraphrased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.events.debts import InvoiceSeen
from bot.events.letters import LetterIntended, PaperPrepared
from bot.events.mail import MailKept
from bot.events.owner import PieceKept
from bot.wording import FIRM, Language, clean, day_words, money, typeset

_OUTSIDE = frozenset(("to", "sender", "number", "creditor", "debtor", "name"))
_LONGEST_QUOTE = 1000


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language; `texts` are sentences with places to fill."""

    language: Language
    texts: Mapping[str, str]
    kinds: Mapping[str, str]  # of letters, in file names
    received: str
    invoice_kind: str
    piece_kind: str
    chronology_file: str
    exhibits_file: str
    pdf_file: str

    def say(self, text: str, /, **values: object) -> str:
        return self.texts[text].format(**{key: _safe(key, value) for key, value in values.items()})

    def day(self, day: date) -> str:
        return day_words(day, self.language)

    def money(self, cents: int, currency: str = "EUR") -> str:
        return money(cents, currency, self.language)

    def quoted(self, words: str) -> str:
        said = clean(words, _LONGEST_QUOTE)
        return f"«{FIRM}{said}{FIRM}»" if self.language == "fr" else f"“{said}”"

    # --- what an exhibit is called ----------------------------------------------------------------------

    def mail_to(self, letter: LetterIntended) -> str:
        return self.say("mail_to", what=self.what(letter), to=", ".join(letter.to))

    def mail_from(self, mail: MailKept) -> str:
        return self.say(f"from_{mail.whose}", sender=mail.sender)

    def paper(self, paper: PaperPrepared) -> str:
        name = "paper" if paper.kind == "mise_en_demeure" else "reminder_paper"
        return self.say(name, day=self.day(paper.dated))

    def piece(self, piece: PieceKept) -> str:
        return self.say("piece", name=piece.name)

    def invoice_title(self, invoice: InvoiceSeen) -> str:
        return self.say("invoice_title", number=invoice.number, issued=self.day(invoice.issued))

    def what(self, letter: LetterIntended) -> str:
        """The letter by its place on the ladder: « rappel n° 2 »."""
        if letter.paper:
            return self.texts["copy"]
        if letter.kind != "reminder":
            return self.texts[letter.kind]
        number = max((climb.index for climb in letter.climbs), default=0) + 1
        return self.say("reminder", number=number)


def _safe(key: str, value: object) -> object:
    """Names, addresses and numbers are others' words; the rest is ours, with the spaces it was set with."""
    return clean(str(value)) if key in _OUTSIDE else value


_FRENCH = {
    "chronology": "Chronologie",
    "exhibits": "Bordereau des pièces",
    "against": "{creditor} contre {debtor}",
    "simulation": "SIMULATION. Ce dossier vient d'un journal simulé : rien de ce qu'il raconte n'a eu lieu.",
    "made": "Établi le {day} d'après le journal de Relance, dossier {case}.",
    "sealed": "Journal scellé jusqu'à sa ligne {count} ; racine {root}.",
    "unsealed": "Journal non scellé.",
    "left": "Reste dû au {day} : {amount}.",
    "nothing_left": "Au {day}, plus rien n'est dû.",
    "exhibit": "pièce n° {number}",
    "file": "Fichier : {file}",
    "digest": "SHA-256 : {digest}",
    "facts": "Faits",
    "date": "Date",
    "number": "N°",
    "title": "Désignation",
    "at": "{day} à {hour}\u00a0h\u00a0{minute}",
    "mail_to": "Courriel à {to} : {what}",
    "from_debtor": "Courriel de {sender}",
    "from_machine": "Message automatique de {sender}",
    "from_forwarded": "Courriel de {sender}, transmis par le créancier",
    "from_owner_letter": "Courriel du créancier ({sender}) au débiteur",
    "from_ours": "Courriel du créancier ({sender})",
    "paper": "Mise en demeure datée du {day} (PDF)",
    "invoice_title": "Facture {number} du {issued}",
    "copy": "copie de la mise en demeure",
    "mise_en_demeure": "mise en demeure",
    "answer": "réponse automatique",
    "note": "information avant l'échéance",
    "reminder": "rappel n° {number}",
    "invoice": "Facture {number} du {issued}, échue le {due} : {total} TTC.",
    "invoice_paid": "Facture {number} : {amount} reçus, selon la comptabilité du créancier.",
    "invoice_changed": "Facture {number} modifiée par le créancier : {total} TTC, échue le {due}.",
    "settled": "Facture {number} soldée, selon la comptabilité du créancier.",
    "payment": "Facture {number} : {amount} reçus le {day}{ref}.",
    "payment_back": "Facture {number} : {amount} notés comme reçus le {day}, repris par le créancier{ref}.",
    "sent": "Courriel envoyé à {to} : {what}, objet {subject}.",
    "accepted": "Accepté par le serveur de messagerie : {reply}.",
    "asked": "Somme demandée : {amount}.",
    "refused": "Courriel à {to} ({what}) refusé par le serveur : {reply}.",
    "uncertain": "Courriel ({what}) : le serveur n'a pas confirmé l'envoi.",
    "found_sent": "Courriel ({what}) : envoi constaté depuis.",
    "found_lost": "Courriel ({what}) : il n'est pas parti.",
    "bounced": "Courriel à {to} ({what}) revenu non remis.",
    "got": "{title}, objet {subject}.",
    "words": "Il y est écrit : {words}",
    "promised": "Paiement annoncé par le débiteur pour le {day} : {amount}.",
    "promised_undated": "Paiement annoncé par le débiteur, sans date : {amount}.",
    "kept": "Le paiement annoncé pour le {day} a été reçu.",
    "kept_unseen": "Ce qui était annoncé pour le {day} est soldé, selon la comptabilité du créancier.",
    "partly_kept": "Du paiement annoncé pour le {day}, {amount} ont été reçus.",
    "broken": "Le paiement annoncé pour le {day} n'a pas été reçu.",
    "prepared": "Mise en demeure établie : {amount} demandés, délai de {days} jours.",
    "prepared_reminder": "Rappel établi sur papier : {amount} demandés.",
    "posted": "Mise en demeure postée le {day}, recommandé n° {number}.",
    "posted_reminder": "Rappel sur papier posté le {day}.",
    "credited": "Facture {number} : réduction de {amount} accordée par le créancier.",
    "dropped": "Le créancier renonce à : {number}.",
    "claimed_again": "Le créancier revient sur sa renonciation à : {number}.",
    "waived": "Le créancier renonce à l'indemnité ({indemnity}) et aux pénalités ({interest}) de {number}.",
    "court_insolvency": "Jugement ouvrant une procédure collective : {day}, selon le créancier.",
    "court_published": "Publication de ce jugement au BODACC : {day}, selon le créancier.",
    "court_declared": "Créance déclarée le {day}, selon le créancier.",
    "court_order": "Ordonnance d'injonction de payer du {day}, selon le créancier.",
    "court_served": "Ordonnance signifiée le {day}, selon le créancier.",
    "court_mistake": "Le créancier retire ce qu'il avait dit du {day}.",
    "not_acknowledged": "Message du {day} : le créancier n'y voit plus de reconnaissance de la dette.",
    "acknowledged": "Message du {day}, que le créancier tient pour une reconnaissance de la dette.",
    "called": "Appel téléphonique du créancier le {day}, selon son récit.",
    "called_promise": "Appel téléphonique du créancier le {day}, selon son récit : paiement annoncé.",
    "called_dispute": "Appel téléphonique du créancier le {day}, selon son récit : facture contestée.",
    "called_no_answer": "Appel téléphonique du créancier le {day}, selon son récit : sans réponse.",
    "called_paid": "Appel téléphonique du créancier le {day}, selon son récit : dit avoir payé.",
    "piece": "Pièce jointe par le créancier : {name}",
    "reminder_paper": "Rappel sur papier daté du {day} (PDF)",
    "presented": "Mise en demeure présentée le {day}.",
    "refused_at_door": "Mise en demeure présentée le {day} et refusée.",
    "unclaimed": "Mise en demeure présentée le {day}, non réclamée.",
    "not_served": "Mise en demeure non distribuable ({day}).",
}
_ENGLISH = {
    "chronology": "Chronology",
    "exhibits": "List of exhibits",
    "against": "{creditor} against {debtor}",
    "simulation": "SIMULATION. This dossier comes from a simulated journal: nothing it tells took place.",
    "made": "Made on {day} from Relance's journal, case {case}.",
    "sealed": "Journal sealed up to its line {count}; root {root}.",
    "unsealed": "Journal not sealed.",
    "left": "Left to pay on {day}: {amount}.",
    "nothing_left": "On {day} nothing is owed any more.",
    "exhibit": "exhibit {number}",
    "file": "File: {file}",
    "digest": "SHA-256: {digest}",
    "facts": "Facts",
    "date": "Date",
    "number": "No.",
    "title": "What it is",
    "at": "{day} at {hour}:{minute}",
    "mail_to": "E-mail to {to}: {what}",
    "from_debtor": "E-mail of {sender}",
    "from_machine": "Automatic message of {sender}",
    "from_forwarded": "E-mail of {sender}, handed on by the creditor",
    "from_owner_letter": "E-mail of the creditor ({sender}) to the debtor",
    "from_ours": "E-mail of the creditor ({sender})",
    "paper": "Mise en demeure dated {day} (PDF)",
    "invoice_title": "Invoice {number} of {issued}",
    "copy": "copy of the mise en demeure",
    "mise_en_demeure": "mise en demeure",
    "answer": "automatic answer",
    "note": "note before the due date",
    "reminder": "reminder {number}",
    "invoice": "Invoice {number} of {issued}, due on {due}: {total} with VAT.",
    "invoice_paid": "Invoice {number}: {amount} received, by the creditor's accounts.",
    "invoice_changed": "Invoice {number} changed by the creditor: {total} with VAT, due on {due}.",
    "settled": "Invoice {number} settled, by the creditor's accounts.",
    "payment": "Invoice {number}: {amount} received on {day}{ref}.",
    "payment_back": "Invoice {number}: {amount} noted as received on {day}, taken back by the creditor{ref}.",
    "sent": "E-mail sent to {to}: {what}, subject {subject}.",
    "accepted": "Accepted by the mail server: {reply}.",
    "asked": "Sum asked for: {amount}.",
    "refused": "E-mail to {to} ({what}) refused by the server: {reply}.",
    "uncertain": "E-mail ({what}): the server did not confirm it.",
    "found_sent": "E-mail ({what}): found to have left.",
    "found_lost": "E-mail ({what}): it did not leave.",
    "bounced": "E-mail to {to} ({what}) came back undelivered.",
    "got": "{title}, subject {subject}.",
    "words": "It says: {words}",
    "promised": "Payment announced by the debtor for {day}: {amount}.",
    "promised_undated": "Payment announced by the debtor, without a day: {amount}.",
    "kept": "The payment announced for {day} was received.",
    "kept_unseen": "What was announced for {day} is settled, according to the creditor's books.",
    "partly_kept": "Of the payment announced for {day}, {amount} was received.",
    "broken": "The payment announced for {day} was not received.",
    "prepared": "Mise en demeure made: {amount} demanded, {days} days to pay.",
    "prepared_reminder": "Reminder made on paper: {amount} asked.",
    "posted": "Mise en demeure posted on {day}, registered letter {number}.",
    "posted_reminder": "Reminder on paper posted on {day}.",
    "credited": "Invoice {number}: the creditor takes {amount} off.",
    "dropped": "The creditor gives up: {number}.",
    "claimed_again": "The creditor takes back that he had given up: {number}.",
    "waived": "The creditor waives the indemnity ({indemnity}) and the interest ({interest}) of {number}.",
    "court_insolvency": "Judgment that opened insolvency proceedings: {day}, as the creditor tells.",
    "court_published": "Publication of that judgment in the BODACC: {day}, as the creditor tells.",
    "court_declared": "Claim declared on {day}, as the creditor tells.",
    "court_order": "Injonction de payer of {day}, as the creditor tells.",
    "court_served": "Order served on {day}, as the creditor tells.",
    "court_mistake": "The creditor takes back what was said of {day}.",
    "not_acknowledged": "Message of {day}: the creditor takes it for an acknowledgement no more.",
    "acknowledged": "Message of {day}, which the creditor takes for an acknowledgement of the debt.",
    "called": "Telephone call of the creditor on {day}, by his account.",
    "called_promise": "Telephone call of the creditor on {day}, by his account: payment announced.",
    "called_dispute": "Telephone call of the creditor on {day}, by his account: invoice disputed.",
    "called_no_answer": "Telephone call of the creditor on {day}, by his account: no answer.",
    "called_paid": "Telephone call of the creditor on {day}, by his account: said to be paid.",
    "piece": "Document added by the creditor: {name}",
    "reminder_paper": "Reminder on paper dated {day} (PDF)",
    "presented": "Mise en demeure presented on {day}.",
    "refused_at_door": "Mise en demeure presented on {day} and refused.",
    "unclaimed": "Mise en demeure presented on {day}, not claimed.",
    "not_served": "Mise en demeure could not be delivered ({day}).",
}
PHRASES: Mapping[Language, Phrases] = {
    "fr": Phrases(
        "fr",
        {name: typeset(text) for name, text in _FRENCH.items()},
        {
            "reminder": "rappel",
            "mise_en_demeure": "mise-en-demeure",
            "answer": "reponse",
            "note": "information",
        },
        received="recu",
        invoice_kind="facture",
        piece_kind="piece",
        chronology_file="chronologie.txt",
        exhibits_file="bordereau.txt",
        pdf_file="chronologie.pdf",
    ),
    "en": Phrases(
        "en",
        _ENGLISH,
        {"reminder": "reminder", "mise_en_demeure": "mise-en-demeure", "answer": "answer", "note": "note"},
        received="received",
        invoice_kind="invoice",
        piece_kind="document",
        chronology_file="chronology.txt",
        exhibits_file="exhibits.txt",
        pdf_file="chronology.pdf",
    ),
}
