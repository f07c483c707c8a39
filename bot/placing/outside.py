"""The case of a mail from outside: by the thread, by a number, by the sender's address or its domain.

Of whom else an office that answers for several debtors speaks is added to it. Pure.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.placing.numbers import REPLIED, TEXT, is_common, numbers_in
from bot.placing.office import Office, others
from bot.placing.values import PUBLIC_DOMAINS, Envelope, Index, Placement, unique
from bot.reading.quotes import cut


def match(mail: Envelope, words: Callable[[], str], index: Index) -> Placement:
    """The cases of a mail from outside: whose it is by the surest way, and of whom else an office speaks."""
    found, head = surely(mail, index), mail.head
    own, domain = index.by_address(head.sender), head.sender.rpartition("@")[2]
    near = [] if domain in PUBLIC_DOMAINS else index.by_domain(domain)
    office = Office(unique(own or near), unique(near))
    if not found.cases or set(found.cases) >= {*office.own, *office.near}:
        return found
    subject = "" if REPLIED.match(head.subject) else f"{head.subject}\n"
    besides = others(f"{subject}{cut(words()[:TEXT]).text}", found.cases, office, index)
    return replace(found, cases=(*found.cases, *besides))


def surely(mail: Envelope, index: Index) -> Placement:
    """The case of a mail from outside, by the surest way that finds one."""
    named = numbers_in([mail.head.subject], index)
    thread = by_thread(mail, index)
    if thread:
        return Placement("debtor", thread.cases, "thread", thread.letter, tuple(named))
    by_address = unique(index.by_address(mail.head.sender))
    if not by_address or len(by_address) > 1:
        named |= numbers_in([mail.text()[:TEXT]], index)
    by_number = unique(case for number in named if not is_common(number) for case in named[number])
    both = tuple(case for case in by_address if case in by_number)
    if both:
        return Placement("debtor", both, "reference", "", tuple(named))
    if by_address:
        return Placement("debtor", by_address, "address", "", tuple(named))
    domain = mail.head.sender.rpartition("@")[2]
    cases = () if domain in PUBLIC_DOMAINS else unique(index.by_domain(domain))
    if by_number:
        stranger = not set(by_number) <= set(cases)
        return Placement("debtor", by_number, "reference", "", tuple(named), stranger=stranger)
    return Placement("debtor", cases, "domain" if cases else "", "", tuple(named))


def by_thread(mail: Envelope, index: Index) -> Placement | None:
    for message_id in mail.cited:
        known = index.by_message_id(message_id)
        if known:
            return Placement("debtor", (known[0],), "thread", known[1])
    case = index.by_letter(mail.relance_id) if mail.relance_id else None
    return Placement("debtor", (case,), "thread", mail.relance_id) if case else None
