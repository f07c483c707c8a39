"""Placing: whose is a mail, and which case does it concern. Pure; nothing is kept or answered here.

The first rule that fits decides: our own letter or mail to the owner (its Message-ID), an answer to one of
our mails to the owner, the owner's letter to a debtor, a mail that the owner forwards or writes to us, our
own mail otherwise (ignored; in a mailbox that is the owner's as well, what names no customer is private), a
machine, a human. A case is found by the thread, by an invoice number, by the
sender's address, by its domain, in this order of sureness. A mail that concerns no case is the owner's
private mail: it is neither kept nor logged.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from bot.events import Whose
from bot.owner.answers.names import may_name
from bot.owner.keys import Kept, answered, told_of
from bot.reading.mime import Head
from bot.reading.quotes import cut

Sure = Literal["own", "thread", "reference", "address", "domain", ""]

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
_TOKEN = re.compile(r"[^\W_][\w./\-]{1,34}")
_FORWARD = re.compile(r"^\s*(?:tr|fwd?|wg|i)\s*:", re.IGNORECASE)
# Too common to name an invoice in a stranger's mail: postal codes and dates, "A4", "CO2", "D12".
_FEWEST_BARE = 7  # digits of a number that has nothing else
_FEWEST_DIGITS = 3  # in any other number
_A_DATE = re.compile(r"(?:19|20)\d\d([-/.]\d{1,2}){1,2}|(\d{1,2}[-/.]){1,2}(?:(?:19|20)?\d\d)")
_REPLIED = re.compile(r"^\s*(?:(?:re|ré|aw|tr|fwd?|wg)\s*:\s*){1,20}", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{4,40}")
_A_NOTE = 600  # characters of one's own text, from which on a mail to oneself is no order in a few words
_BEARERS = 3  # customers who share a word of their names; a word that more have says nothing
_TEXT = 100_000  # characters of a mail's text in which numbers are looked for


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
    """The addresses that are us (the bot's) and the owner's people, in lower case."""

    bot: str
    owner: frozenset[str]

    def domains(self) -> set[str]:
        return {address.rpartition("@")[2] for address in (self.bot, *self.owner)}

    def writes(self, sender: str) -> bool:
        return sender == self.bot or sender in self.owner


@dataclass(frozen=True, slots=True)
class Placement:
    """Of whom a mail is and which cases it concerns; no case: it is nobody's business here."""

    whose: Whose
    cases: tuple[str, ...] = ()
    sure: Sure = ""
    letter: str = ""  # the letter of ours that it answers
    numbers: tuple[str, ...] = ()  # tokens of subject and text that are invoice numbers or references
    told: str = ""  # our mail to the owner that it answers, with its key


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a mail before it is read; `text` is called only when nothing else placed it."""

    head: Head
    cited: tuple[str, ...]  # Message-IDs of its thread, or of the mail that came back
    relance_id: str  # of a letter of ours inside a delivery report
    text: Callable[[], str]


def place(mail: Envelope, index: Index, ours: Ours) -> Placement:
    head = mail.head
    own = _own_letter(head, index, ours)
    if own:
        return own
    if told_of(head.message_id, index.told()):
        return Placement("ours")
    answers = answered(mail.cited, head.subject, index.told()) if ours.bot in head.to else ""
    if answers and not head.auto and not _is_debtor(head.sender, index, ours):
        return Placement("owner_order", told=answers)
    if ours.writes(head.sender):
        return _from_us(mail, index, ours)
    found = _match(mail, index)
    if head.auto:
        return Placement("machine", found.cases, found.sure, found.letter, found.numbers)
    return found


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


def _from_us(mail: Envelope, index: Index, ours: Ours) -> Placement:
    """The owner writes to a debtor, forwards a debtor's mail to us, or does what is no business of ours."""
    head = mail.head
    cases = _unique(case for to in head.to if not ours.writes(to) for case in index.by_address(to))
    if cases:
        thread = _by_thread(mail, index)
        if thread and thread.cases[0] in cases:
            return Placement("owner_letter", thread.cases, "thread", thread.letter)
        return Placement("owner_letter", cases, "address")
    answered = _by_thread(mail, index)
    forward = bool(_FORWARD.match(head.subject))
    if answered and not forward and not all(ours.writes(to) for to in head.to):
        return replace(answered, whose="owner_letter")  # to an address of the debtor that is not known yet
    if forward and any(ours.writes(to) for to in head.to):
        found = _match(mail, index)
        return Placement("forwarded", found.cases, found.sure, found.letter, found.numbers)
    return Placement("owner_order") if _free_order(mail, index, ours) else Placement("ours")


def _free_order(mail: Envelope, index: Index, ours: Ours) -> bool:
    """Written to us alone, without a key: what it may do is little. In a mailbox that is the owner's own,
    what the owner writes to himself is private unless it names an invoice or, being short, a customer."""
    head = mail.head
    if head.auto or ours.bot not in head.to or not all(map(ours.writes, head.to)):
        return False
    if head.sender != ours.bot:
        return True
    text = mail.text()[:_TEXT]
    return bool(_numbers([head.subject, text], index)) or _names_a_customer(head.subject, text, index)


def _names_a_customer(subject: str, text: str, index: Index) -> bool:
    """ "pause Le Goff 3 jours"; not "un petit mot" where a customer is called Petit."""
    own = cut(text).text.strip()
    if len(own) >= _A_NOTE:
        return False
    for line in (_REPLIED.sub("", subject[:_A_NOTE]), *own.split("\n")):
        for word in _NAME.finditer(line):
            opens = not line[: word.start()].strip()
            if may_name(word[0], opens=opens) and 1 <= len(index.by_name(word[0])) <= _BEARERS:
                return True
    return False


def _match(mail: Envelope, index: Index) -> Placement:
    """The case of a mail from outside, by the surest way that finds one."""
    named = _numbers([mail.head.subject], index)
    thread = _by_thread(mail, index)
    if thread:
        return Placement("debtor", thread.cases, "thread", thread.letter, tuple(named))
    by_address = _unique(index.by_address(mail.head.sender))
    if not by_address or len(by_address) > 1:
        named |= _numbers([mail.text()[:_TEXT]], index)
    by_number = _unique(case for number in named if not _is_common(number) for case in named[number])
    both = tuple(case for case in by_address if case in by_number)
    if both:
        return Placement("debtor", both, "reference", "", tuple(named))
    if by_address:
        return Placement("debtor", by_address, "address", "", tuple(named))
    if by_number:
        return Placement("debtor", by_number, "reference", "", tuple(named))
    domain = mail.head.sender.rpartition("@")[2]
    cases = () if domain in PUBLIC_DOMAINS else _unique(index.by_domain(domain))
    in_domain = tuple(case for case in cases if case in by_number)
    return Placement("debtor", in_domain or cases, "domain" if cases else "", "", tuple(named))


def _by_thread(mail: Envelope, index: Index) -> Placement | None:
    for message_id in mail.cited:
        known = index.by_message_id(message_id)
        if known:
            return Placement("debtor", (known[0],), "thread", known[1])
    case = index.by_letter(mail.relance_id) if mail.relance_id else None
    return Placement("debtor", (case,), "thread", mail.relance_id) if case else None


def _numbers(texts: Iterable[str], index: Index) -> dict[str, tuple[str, ...]]:
    """The tokens that are somebody's invoice number or reference, with the cases that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for token in {token.rstrip("./-") for text in texts for token in _TOKEN.findall(text)}:
        if any(char.isdigit() for char in token):
            cases = index.by_number(token)
            if cases:
                found[token] = tuple(cases)
    return found


def _is_common(number: str) -> bool:
    """Whether it may as well be a date, a street number or a sheet of paper."""
    if _A_DATE.fullmatch(number):
        return True
    digits = sum(char.isdigit() for char in number)
    return digits < (_FEWEST_BARE if number.isdigit() else _FEWEST_DIGITS)


def _unique(cases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cases))


def own_words(subject: str, text: str, ours: Iterable[str]) -> str:
    """What the writer says: a subject that holds one of our letters' is given back, whatever is around it.

    A thread keeps its first subject, which names its first invoice, whatever the answer is about; marks
    like "Re:", "Tr:" and "[EXTERNE]" grow around it.
    """
    given_back = any(known and known in _plain(subject) for known in map(_bare, ours))
    return text if given_back else f"{subject}\n{text}"


def _bare(subject: str) -> str:
    return _plain(_REPLIED.sub("", subject))


def _plain(subject: str) -> str:
    return " ".join(subject.casefold().split())


# What makes a bare number an invoice's: the word for it right before, or another number of its list.
_CALLED = r"(?:\b(?:factures?|fact\.?|invoices?|inv\.?|num(?:[ée]ros?|\.)?|nos?\.?)|\bn\s?[°ºo]s?|#)"
_LIST = re.compile(
    rf"{_CALLED}(?:[\s:]{{0,3}}{_CALLED}){{0,2}}[\s:]{{0,3}}"
    r"(\d[\w/-]{0,34}(?:\s{0,2}(?:,|&|\bet\b|\band\b)\s{0,2}(?:la |the )?\d[\w/-]{0,34}){0,20})",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\d[\w/-]*")
_MONEY = re.compile(r"(?:[.,]\d{1,2})?\s{0,2}(?:€|euros?\b|eur\b)", re.IGNORECASE)


def invoices_named(text: str, numbers: Iterable[str]) -> tuple[str, ...]:
    """Which of these invoice numbers the text names, in the given order.

    A whole number counts wherever it stands as a word of its own; its tail only where it is called an
    invoice or a number. An amount of money is neither.
    """
    text = text[:_TEXT]
    whole = {_word(found[0]) for found in _TOKEN.finditer(text) if not _is_money(text, found.end())}
    short = set(_short(text))
    return tuple(n for n in numbers if n.casefold() in whole or _called(n.casefold(), short))


def _word(token: str) -> str:
    return token.rstrip("./-").casefold()


def _is_money(text: str, end: int) -> bool:
    return _MONEY.match(text, end) is not None


def _short(text: str) -> Iterator[str]:
    for listed in _LIST.finditer(text):
        for item in _ITEM.finditer(text, *listed.span(1)):
            if not _is_money(text, item.end()):
                yield _word(item[0])


def _called(number: str, short: Collection[str]) -> bool:
    """Whether one of these is the number, or its end: of F-2026-0118 the 2026-0118, the 0118, the 118."""
    tail = re.split(r"\D+", number)[-1].lstrip("0")
    ends = (len(tail) >= _FEWEST_DIGITS and tail == token.lstrip("0") for token in short)
    return number in short or any(ends) or any(number.endswith(f"-{t}") and len(t) > 2 for t in short)
