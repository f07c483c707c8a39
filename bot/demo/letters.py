"""The debtors' side of the mail: what their programs write, as answers to letters that reached them.

A letter's bytes and a person's words go in, a MIME mail goes out: in the letter's thread, with the letter
quoted below, as ordinary mail programs do it.
"""

from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from bot.demo.cast import FIRM, US, Debtor, Writes
from bot.wording import day_words


def answer(letter: bytes, debtor: Debtor, says: Writes, at: datetime, token: str) -> bytes:
    """The debtor's answer to a letter; an automatic one quotes nothing and says that it is automatic."""
    ours = message_from_bytes(letter, policy=policy.default)
    mail = _begun(Address(debtor.person, addr_spec=debtor.email), at, token)
    subject = str(ours["Subject"]).removeprefix("Re: ")
    mail["Subject"] = f"Absence : {subject}" if says.automatic else f"Re: {subject}"
    mail["In-Reply-To"] = str(ours["Message-ID"])
    mail["References"] = f"{ours.get('References', '')} {ours['Message-ID']}".strip()
    if says.automatic:
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(says.text)
    else:
        mail.set_content(f"{says.text}\n{_quoted(ours)}")
    return mail.as_bytes()


def owners_answer(told: bytes, words: str, at: datetime, token: str) -> bytes:
    """What the owner answers from a telephone to a mail of Relance's, in its thread."""
    asked = message_from_bytes(told, policy=policy.default)
    mail = _begun(Address(FIRM, addr_spec=US), at, token)
    mail["Subject"] = f"Re: {asked['Subject']}"
    mail["In-Reply-To"] = mail["References"] = str(asked["Message-ID"])
    mail.set_content(f"{words}\n\nEnvoyé de mon téléphone\n")
    return mail.as_bytes()


def subject_of(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=policy.default)["Subject"])


def stranger(sender: str, subject: str, text: str, at: datetime, *, token: str) -> bytes:
    """A mail that has nothing to do with any invoice."""
    name, address = parseaddr(sender)
    mail = _begun(Address(name, addr_spec=address), at, token)
    mail["Subject"] = subject
    mail.set_content(text)
    return mail.as_bytes()


def text_of(raw: bytes) -> str:
    """The plain text of a mail."""
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def _begun(sender: Address, at: datetime, token: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = sender
    mail["To"] = Address(FIRM, addr_spec=US)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{token}@{sender.domain}>"
    return mail


def _quoted(ours: EmailMessage) -> str:
    body = ours.get_body(("plain",))
    lines = str(body.get_content()).splitlines() if body else []
    sent = ours["Date"].datetime
    head = f"Le {day_words(sent.date())} à {sent:%H:%M}, {FIRM} <{US}> a écrit :"
    return "\n".join([head, *(f"> {line}".rstrip() for line in lines)]) + "\n"
