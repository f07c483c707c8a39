"""Placing: whose is a mail, and which case does it concern. Pure; nothing is kept or answered here.

The first rule that fits decides: our own letter or mail to the owner (its Message-ID), an answer to one of
our mails to the owner, the owner's letter to a debtor, a mail that the owner forwards or writes to us, our
own mail otherwise (ignored), a machine, a human. A case is found by the thread, by an invoice number, by the
sender's address, by its domain, in this order of sureness; of what the owner forwards, the sender is who
wrote it. A mail that concerns no case is private: it is neither kept nor logged. Where the mailbox is ours
alone, what is forwarded to us or names a customer is no private mail: the owner is asked whose it is. Where
it is the owner's as well, his notes to himself are private unless they order, in few words, to stop, or name
an invoice or a customer.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from bot.events.mail import Whose
from bot.owner.answers.marking.names import may_name
from bot.owner.keys import Kept, answered, told_of
from bot.placing.numbers import REPLIED, TEXT, invoices_named, is_common, numbers_in, own_words
from bot.placing.office import Office, others
from bot.reading.forwards import Handed
from bot.reading.mime import Head
from bot.reading.quotes import cut

Sure = Literal["own", "thread", "reference", "address", "domain", "name", ""]

# Providers whose domain says nothing about who writes.
_PROVIDERS = """
gmail.com googlemail.com outlook.com outlook.fr outlook.be outlook.de hotmail.com hotmail.fr hotmail.be
hotmail.co.uk hotmail.it hotmail.es live.com live.fr live.be live.co.uk msn.com yahoo.com yahoo.fr
yahoo.co.uk yahoo.de ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.fr proton.me pm.me
protonmail.com tutanota.com tuta.io gmx.com gmx.fr gmx.net gmx.de web.de t-online.de orange.fr orange.com
wanadoo.fr voila.fr free.fr aliceadsl.fr libertysurf.fr sfr.fr neuf.fr cegetel.net 9online.fr 9business.fr
numericable.fr noos.fr laposte.net bbox.fr club-internet.fr nordnet.fr netcourrier.com mailo.com caramail.fr
skynet.be telenet.be proximus.be bluewin.ch btinternet.com mail.com zoho.com fastmail.com yandex.com
mail.ru duck.com hey.com
"""
PUBLIC_DOMAINS = frozenset(_PROVIDERS.split())
_FORWARD = re.compile(r"^\s*(?:tr|fwd?|wg|i|r[ée]exp)\s*:", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{4,40}")
_A_NOTE = 600  # characters of one's own text, from which on a mail to oneself is no order in a few words
_BEARERS = 3  # customers who share a word of their names; a word that more have says nothing


class Index(Protocol):
    """The ways to find a case; the state is one."""

    def by_number(self, number: str) -> list[str]: ...
    def by_address(self, address: str) -> list[str]: ...
    def by_domain(self, domain: str) -> list[str]: ...
    def by_name(self, name: str) -> list[str]: ...
    def by_message_id(self, message_id: str) -> tuple[str, str] | None: ...
    def by_letter(self, letter: str) -> str | None: ...
    def told(self) -> Mapping[str, Kept]: ...


@dataclass(frozen=True, slots=True)
class Ours:
    """The addresses that are us (the bot's, and others of the same mailbox) and the owner's people, in lower
    case."""

    bot: str
    owner: frozenset[str]
    aliases: frozenset[str] = frozenset()

    def domains(self) -> set[str]:
        return {address.rpartition("@")[2] for address in (self.bot, *self.owner)}

    def writes(self, sender: str) -> bool:
        return sender == self.bot or sender in self.owner

    def gets(self, to: Iterable[str]) -> bool:
        """Whether a mail to these comes to us: our address, with a tag or not, or another name of it."""
        return any(_untagged(address) in (self.bot, *self.aliases) for address in to)

    def has(self, address: str) -> bool:
        return self.writes(address) or self.gets((address,))

    @property
    def shared(self) -> bool:
        """The mailbox is the owner's as well, with all his private mail."""
        return not self.owner.isdisjoint((self.bot, *self.aliases))


def _untagged(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


@dataclass(frozen=True, slots=True)
class Placement:
    """Of whom a mail is and which cases it concerns; no case: it is nobody's business here."""

    whose: Whose
    cases: tuple[str, ...] = ()
    sure: Sure = ""
    letter: str = ""  # the letter of ours that it answers
    numbers: tuple[str, ...] = ()  # tokens of subject and text that are invoice numbers or references
    told: str = ""  # our mail to the owner that it answers, with its key
    elsewhere: bool = False  # such an answer that was not written to us
    ask: bool = False  # the owner is asked whose it is, whatever cases it may concern
    stranger: bool = False  # nobody knows the sender: all that it has is numbers


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a mail before it is read; what is a function is asked only when all else is silent."""

    head: Head
    cited: tuple[str, ...]  # Message-IDs of its thread, or of the mail that came back
    relance_id: str  # of a letter of ours inside a delivery report
    text: Callable[[], str]
    handed: Callable[[], Handed | None] = lambda: None  # the mail that it hands on
    stops: Callable[[], bool] = lambda: False  # whether it reads as an order to stop and nothing else


def place(mail: Envelope, index: Index, ours: Ours) -> Placement:
    head = mail.head
    own = _own_letter(head, index, ours)
    if own:
        return own
    if told_of(head.message_id, index.told()):
        return Placement("ours")
    answers = answered(mail.cited, head.subject, index.told())
    if answers and not head.auto and not _is_debtor(head.sender, index, ours):
        if ours.gets(head.to):
            return Placement("owner_order", told=answers)
        if ours.writes(head.sender):
            found = _from_us(mail, index, ours, keyed=True)
            return found if found.cases else Placement("owner_order", told=answers, elsewhere=True)
    if ours.writes(head.sender):
        return _from_us(mail, index, ours)
    if head.auto:
        return replace(_surely(mail, index), whose="machine")
    found = _match(mail, mail.text, index)
    return found if found.cases else _by_name(mail, index, ours)


def _is_debtor(sender: str, index: Index, ours: Ours) -> bool:
    """Who was in copy of the owner's answer has its key, and speaks for himself all the same."""
    if ours.writes(sender):
        return False
    domain = sender.rpartition("@")[2]
    of_domain = domain not in PUBLIC_DOMAINS and domain not in ours.domains() and index.by_domain(domain)
    return bool(index.by_address(sender) or of_domain)


def _own_letter(head: Head, index: Index, ours: Ours) -> Placement | None:
    """Our own letter come back to a folder: in Sent, or a copy to ourselves.

    Its mark alone says little: a letter sent again by hand ("edit as new") still carries it.
    """
    if head.sender != ours.bot:
        return None
    known = index.by_message_id(head.message_id)
    return Placement("ours", (known[0],), "own", known[1]) if known else None


def _from_us(mail: Envelope, index: Index, ours: Ours, *, keyed: bool = False) -> Placement:
    """The owner writes to a debtor, forwards a debtor's mail to us, or does what is no business of ours.

    `keyed`: in the thread of a mail of ours to him, whose subject is no word of his.
    """
    head = mail.head
    others = [to for to in head.to if not ours.has(to)]
    cases = _unique(case for to in others for case in index.by_address(to))
    if cases:
        thread = _by_thread(mail, index)
        if thread and thread.cases[0] in cases:
            return Placement("owner_letter", thread.cases, "thread", thread.letter)
        return Placement("owner_letter", cases, "address")
    thread, subject = _by_thread(mail, index), bool(_FORWARD.match(head.subject))
    if thread and not subject and others:
        return replace(thread, whose="owner_letter")  # to an address of the debtor that is not known yet
    if any(map(ours.has, head.to)):
        handed = mail.handed()
        if subject or (handed and handed.alone):
            return _forwarded(mail, handed, index, ours)
    if _free_order(mail, index, ours):
        return Placement("owner_order")
    return Placement("ours") if subject or keyed else _by_hand(mail, others, index, ours)


def _forwarded(mail: Envelope, handed: Handed | None, index: Index, ours: Ours) -> Placement:
    """A mail that the owner hands on is placed by who wrote it; one that fits no case is asked about."""
    head, theirs = mail.head, mail
    if handed and not ours.writes(handed.sender):
        top = replace(head, sender=handed.sender, subject=f"{head.subject}\n{handed.subject}")
        theirs = replace(mail, head=top, cited=(*mail.cited, *handed.cited), text=lambda: _all(mail, handed))
    said = handed.text if handed else ""
    found = replace(_match(theirs, lambda: said, index), whose="forwarded", stranger=False)
    if found.cases or not ours.gets(head.to):
        return found
    words = (handed.name, *(() if ours.shared else (handed.subject, handed.text))) if handed else ("",)
    named = _customers(words, index)
    if ours.shared and not named:
        return found  # his private mail, to himself
    return replace(found, cases=named if len(named) <= _BEARERS else (), sure="name", ask=True)


def _all(mail: Envelope, handed: Handed) -> str:
    return f"{handed.text[:TEXT]}\n{mail.text()[:TEXT]}"


def _by_hand(mail: Envelope, others: list[str], index: Index, ours: Ours) -> Placement:
    """A letter of the owner's to an address that is not on any list, which names an invoice."""
    inside = ours.domains() - PUBLIC_DOMAINS
    if mail.head.auto or all(to.rpartition("@")[2] in inside for to in others):
        return Placement("ours")
    named = numbers_in([mail.head.subject, cut(mail.text()[:TEXT]).text], index)
    cases = _unique(case for number in named if not is_common(number) for case in named[number])
    if not 0 < len(cases) <= _BEARERS:
        return Placement("ours")
    return Placement("owner_letter", cases, "reference", "", tuple(named))


def _free_order(mail: Envelope, index: Index, ours: Ours) -> bool:
    """Written to us without a key: what it may do is little. To us alone it is an order; in a mailbox that is
    the owner's own, what he writes to himself is private unless it names an invoice or, being short, a
    customer. What says nothing but stop is heard whoever else gets it."""
    head = mail.head
    if head.auto or not ours.gets(head.to):
        return False
    if all(map(ours.has, head.to)):
        if head.sender != ours.bot:
            return True
        text = mail.text()[:TEXT]
        if numbers_in([head.subject, text], index) or _names_a_customer(head.subject, text, index):
            return True
    return mail.stops()


def _names_a_customer(subject: str, text: str, index: Index) -> bool:
    """ "pause Le Goff 3 jours"; not "un petit mot" where a customer is called Petit."""
    own = cut(text).text.strip()
    return len(own) < _A_NOTE and any(True for _ in _called((subject, own), index))


def _called(texts: Iterable[str], index: Index) -> Iterator[list[str]]:
    """The cases that each word which may be a customer's name stands for."""
    for line in (line for text in texts for line in text.split("\n")):
        line = REPLIED.sub("", line[:_A_NOTE])
        for word in _NAME.finditer(line):
            opens = not line[: word.start()].strip()
            if may_name(word[0], opens=opens) and 1 <= len(index.by_name(word[0])) <= _BEARERS:
                yield index.by_name(word[0])


def _customers(texts: Iterable[str], index: Index) -> tuple[str, ...]:
    """The customers whose names stand in these words, of which the first is a person's or a firm's name."""
    name, *others = texts
    whole = index.by_name(name) if len(name.split()) > 1 else []
    if len(whole) == 1:
        return tuple(whole)
    shown = (cut(text[:TEXT]).text for text in others)
    return _unique(case for cases in _called((f"- {name}", *shown), index) for case in cases)


def _by_name(mail: Envelope, index: Index, ours: Ours) -> Placement:
    """A stranger's mail to us alone that names a customer may be that customer's; in a mailbox that is the
    owner's as well it is private."""
    head = mail.head
    if ours.shared or head.bulk or not ours.gets(head.to):
        return Placement("debtor")
    cases = _customers((head.sender_name, head.subject, mail.text()[:TEXT]), index)
    return Placement("debtor", cases, "name", ask=True, stranger=True) if cases else Placement("debtor")


def _match(mail: Envelope, words: Callable[[], str], index: Index) -> Placement:
    """The cases of a mail from outside: whose it is by the surest way, and of whom else an office speaks."""
    found, head = _surely(mail, index), mail.head
    own, domain = index.by_address(head.sender), head.sender.rpartition("@")[2]
    near = [] if domain in PUBLIC_DOMAINS else index.by_domain(domain)
    office = Office(_unique(own or near), _unique(near))
    if not found.cases or set(found.cases) >= {*office.own, *office.near}:
        return found
    subject = "" if REPLIED.match(head.subject) else f"{head.subject}\n"
    besides = others(f"{subject}{cut(words()[:TEXT]).text}", found.cases, office, index)
    return replace(found, cases=(*found.cases, *besides))


def _surely(mail: Envelope, index: Index) -> Placement:
    """The case of a mail from outside, by the surest way that finds one."""
    named = numbers_in([mail.head.subject], index)
    thread = _by_thread(mail, index)
    if thread:
        return Placement("debtor", thread.cases, "thread", thread.letter, tuple(named))
    by_address = _unique(index.by_address(mail.head.sender))
    if not by_address or len(by_address) > 1:
        named |= numbers_in([mail.text()[:TEXT]], index)
    by_number = _unique(case for number in named if not is_common(number) for case in named[number])
    both = tuple(case for case in by_address if case in by_number)
    if both:
        return Placement("debtor", both, "reference", "", tuple(named))
    if by_address:
        return Placement("debtor", by_address, "address", "", tuple(named))
    domain = mail.head.sender.rpartition("@")[2]
    cases = () if domain in PUBLIC_DOMAINS else _unique(index.by_domain(domain))
    if by_number:
        stranger = not set(by_number) <= set(cases)
        return Placement("debtor", by_number, "reference", "", tuple(named), stranger=stranger)
    return Placement("debtor", cases, "domain" if cases else "", "", tuple(named))


def _by_thread(mail: Envelope, index: Index) -> Placement | None:
    for message_id in mail.cited:
        known = index.by_message_id(message_id)
        if known:
            return Placement("debtor", (known[0],), "thread", known[1])
    case = index.by_letter(mail.relance_id) if mail.relance_id else None
    return Placement("debtor", (case,), "thread", mail.relance_id) if case else None


def _unique(cases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cases))


__all__ = [
    "PUBLIC_DOMAINS",
    "Envelope",
    "Index",
    "Ours",
    "Placement",
    "Sure",
    "invoices_named",
    "own_words",
    "place",
]
