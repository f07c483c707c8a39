"""Placing: whose is a mail, and which case does it concern. Pure; nothing is kept or answered here.

The first rule that fits decides: our own letter or mail to the owner (its Message-ID), an answer to one of
our mails to the owner, the owner's letter to a debtor, a mail that the owner forwards or writes to us, our
own mail otherwise (ignored), a machine, a human. A case is found by the thread, by an invoice number, by the
sender's address, by its domain, in this order of sureness; of what the owner forwards, the sender is who
wrote it, else whom the owner names above it. A mail that concerns no case is private: it is neither kept nor
logged. Where the mailbox is ours alone, what is forwarded to us or names a customer is no private mail: the
owner is asked whose it is. Where it is the owner's as well, his notes to himself are private unless they
order, in few words, to stop, or name an invoice or a customer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.owner.answers.marking.names import may_name
from bot.owner.keys import answered, told_of
from bot.placing.concerned import Scope, scope
from bot.placing.numbers import REPLIED, TEXT, invoices_named, is_common, numbers_in, own_words
from bot.placing.outside import by_thread, match, surely
from bot.placing.values import PUBLIC_DOMAINS, Envelope, Index, Ours, Placement, Sure, unique
from bot.reading.forwards import Handed
from bot.reading.mime import Head
from bot.reading.quotes import cut

_FORWARD = re.compile(r"^\s*(?:tr|fwd?|wg|i|r[ée]exp)\s*:", re.IGNORECASE)
_NOT = re.compile(r"\b(?:pas|ni|sauf|not|no)\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{4,40}")
_A_NOTE = 600  # characters of one's own text, from which on a mail to oneself is no order in a few words
_BEARERS = 3  # customers who share a word of their names; a word that more have says nothing


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
        return replace(surely(mail, index), whose="machine")
    found = match(mail, mail.text, index)
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
    cases = unique(case for to in others for case in index.by_address(to))
    if cases:
        thread = by_thread(mail, index)
        if thread and thread.cases[0] in cases:
            return Placement("owner_letter", thread.cases, "thread", thread.letter)
        return Placement("owner_letter", cases, "address")
    thread, subject = by_thread(mail, index), bool(_FORWARD.match(head.subject))
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
    found = replace(match(theirs, lambda: said, index), whose="forwarded", stranger=False)
    if found.cases or not ours.gets(head.to):
        return found
    above = cut(mail.text()[:TEXT]).text
    his = () if _NOT.search(above) else unique(c for cases in _called((above,), index) for c in cases)
    if len(his) == 1:  # "c'est Petit"
        return replace(found, cases=his, sure="name", ask=ours.shared)
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
    cases = unique(case for number in named if not is_common(number) for case in named[number])
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
    return unique(case for cases in _called((f"- {name}", *shown), index) for case in cases)


def _by_name(mail: Envelope, index: Index, ours: Ours) -> Placement:
    """A stranger's mail to us alone that names a customer may be that customer's; in a mailbox that is the
    owner's as well it is private."""
    head = mail.head
    if ours.shared or head.bulk or not ours.gets(head.to):
        return Placement("debtor")
    cases = _customers((head.sender_name, head.subject, mail.text()[:TEXT]), index)
    return Placement("debtor", cases, "name", ask=True, stranger=True) if cases else Placement("debtor")


__all__ = [
    "PUBLIC_DOMAINS",
    "Envelope",
    "Index",
    "Ours",
    "Placement",
    "Scope",
    "Sure",
    "invoices_named",
    "own_words",
    "place",
    "scope",
]
