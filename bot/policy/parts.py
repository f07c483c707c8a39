"""Which invoices each thing in a mail is about: "la 112 c'est payé, la 118 on attend l'avoir".

In come the words that led to each intent and the invoices of the letter that is answered, in its order; out
come the invoices of each intent, as far as the mail says so: by number, by the end of a number, or by place
("les deux premières", "the last one", "les autres"). What is not said is left empty: then it is about all.
"""

import re
from collections.abc import Mapping, Sequence
from unicodedata import combining, normalize

from bot.events.mail import Quote
from bot.placing import invoices_named

_COUNT = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "two": 2, "three": 3, "four": 4, "five": 5}
_ANY = "|".join(_COUNT)
_FIRST = re.compile(
    rf"\b(?:(?:les |the )?(?P<n>{_ANY}) (?:premieres?|plus anciennes)|(?:the )?first (?P<m>{_ANY})"
    r"|(?:la |the )(?:premiere|plus ancienne|first(?: one| invoice)?))\b"
)
_LAST = re.compile(
    rf"\b(?:(?:les |the )?(?P<n>{_ANY}) dernieres?|(?:the )?last (?P<m>{_ANY})"
    r"|(?:la |the )(?:derniere|plus recente|last(?: one| invoice)?))\b"
)
_SECOND = re.compile(r"\b(?:la |the )(?:deuxieme|seconde|second(?: one| invoice)?)\b")
_OTHERS = re.compile(r"\b(?:les (?:deux |trois )?autres|l'autre(?! part)|the others?|the other one)\b")


def invoices_of(
    quotes: Sequence[Quote], listed: Sequence[str], *, in_order: bool = True
) -> Mapping[str, tuple[str, ...]]:
    """For each intent the invoices that its own words name, in the order of `listed`; none: not said.

    `in_order`: the debtor has that list before his eyes, so that a place in it means something.
    """
    found: dict[str, set[str]] = {}
    others: list[str] = []
    for quote in quotes:
        text = _plain(quote.text)
        named = set(invoices_named(quote.text, listed))
        if in_order:
            named |= _by_place(text, listed)
        if _OTHERS.search(text) and not named:
            others.append(quote.intent)
        found.setdefault(quote.intent, set()).update(named)
    taken = {number for named in found.values() for number in named}
    for intent in others if taken else ():
        found[intent] |= set(listed) - taken
    return {intent: tuple(n for n in listed if n in named) for intent, named in found.items()}


def _by_place(text: str, listed: Sequence[str]) -> set[str]:
    """Only where the letter listed several: « la première » of one says nothing."""
    named: set[str] = set()
    if len(listed) < 2:
        return named
    if first := _FIRST.search(text):
        named |= set(listed[: _COUNT.get(first["n"] or first["m"] or "", 1)])
    if last := _LAST.search(text):
        named |= set(listed[-_COUNT.get(last["n"] or last["m"] or "", 1) :])
    if _SECOND.search(text):
        named.add(listed[1])
    return named


def _plain(text: str) -> str:
    kept = (c for c in normalize("NFKD", text.casefold().replace("’", "'")) if not combining(c))
    return "".join(kept)


def apart(found: Mapping[str, tuple[str, ...]], intents: Sequence[str]) -> bool:
    """Whether each of these is about invoices of its own."""
    named = [number for intent in intents for number in found.get(intent, ())]
    return all(found.get(intent) for intent in intents) and len(named) == len(set(named))
