"""The case of a mail from outside: by the thread, by a number, by the sender's address or its domain.

Of whom else an office that answers for several debtors speaks is added to it. Pure.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.placing.numbers import REPLIED, TEXT, is_common, numbers_in
from bot.placing.office import Office, begins_with, by_invoice, others
from bot.placing.values import PUBLIC_DOMAINS, Envelope, Index, Placement, unique
from bot.reading.quotes import cut

_SEVERAL = 2  # debtors make an office
_FEW = 2  # others of whom a stranger's answer may speak; who names more of them gives a list


def match(mail: Envelope, words: Callable[[], str], index: Index) -> Placement:
    """The cases of a mail from outside: whose it is by the surest way, and of whom else an office speaks."""
    found, head = surely(mail, index), mail.head
    own, domain = index.by_address(head.sender), head.sender.rpartition("@")[2]
    near = [] if domain in PUBLIC_DOMAINS else index.by_domain(domain)
    office = Office(unique(own or near), unique(near))
    if not found.cases or (len(office.all) < _SEVERAL and found.sure != "thread"):
        return found
    subject = "" if REPLIED.match(head.subject) else f"{head.subject}\n"
    said = f"{subject}{cut(words()[:TEXT]).text}"
    if not office.all:
        return _with_named(found, said, index)
    about = _about(found, said, office, index)
    return replace(about, cases=(*about.cases, *others(said, about.cases, office, index)))


def _about(found: Placement, said: str, office: Office, index: Index) -> Placement:
    """An office's mail is about whom it names by an invoice; what it answers counts besides, unless it begins
    with these."""
    named = by_invoice(said, office, index)
    answered = () if found.sure in ("address", "domain") else found.cases
    behind = tuple(case for case in answered if case not in named)
    if not named:
        return found
    if not behind or begins_with(said, named, behind, index):
        if set(named) == set(answered):
            return found
        return Placement("debtor", named, "reference", "", found.numbers)
    return replace(found, cases=(*behind, *named))


def _with_named(found: Placement, said: str, index: Index) -> Placement:
    """Whose answer comes from an address that nobody knows, and names another one's invoice."""
    named = numbers_in([said], index)
    cases = unique(c for number in named if not is_common(number) for c in named[number])
    besides = [case for case in cases if case not in found.cases]
    return replace(found, cases=(*found.cases, *besides)) if len(besides) <= _FEW else found


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
