"""Which invoices each thing in a mail is about: "la 112 c'est payé, la 118 on attend l'avoir".

In come the words that led to each intent and the invoices of the letter that is answered, in its order; out
come the invoices of each intent, as far as the mail says so: by number, by the end of a number, or by place
("les deux premières", "the last one", "les autres"). What is not said is left empty: then it is about all.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from unicodedata import combining, normalize

from bot.events.mail import PromiseRead, Quote
from bot.placing import scope
from bot.reading.dates import days
from bot.reading.meanings import Now
from bot.reading.sentences import fold

_COUNT = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "two": 2, "three": 3, "four": 4, "five": 5}
_ANY = "|".join(_COUNT)
_NO_OTHER = (  # "la première fois", "la dernière relance"
    r"(?= (?:factures?|invoices?|ones?|est|sont|etait|etaient|a|ont|sera|seront|serait|part|partira"
    r"|partiront|partent"
    r"|et|ou|mais|je|j'|nous|on|il|elle|c'est|pour|sur|le|les|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|demain"
    r"|hier|payees?|reglees?|virees?|aussi|egalement|qui|que|is|was|were|are|has|have|will|on|and|or|but|i"
    r"|we|not|ne|n'|"
    r"tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|too)\b| ?(?:[,.;:!?)\n]|$))"
)
_FIRST = re.compile(
    rf"\b(?:(?:les |the )?(?P<n>{_ANY}) (?:premieres?|plus anciennes)|(?:the )?first (?P<m>{_ANY})"
    rf"|(?:la |the )(?:premiere|plus ancienne|first)){_NO_OTHER}"
)
_LAST = re.compile(
    rf"\b(?:(?:les |the )?(?P<n>{_ANY}) dernieres?|(?:the )?last (?P<m>{_ANY})"
    rf"|(?:la |the )(?:derniere|plus recente|last)){_NO_OTHER}"
)
_SECOND = re.compile(rf"\b(?:la |the )(?:deuxieme|seconde|second){_NO_OTHER}")
# All that is owed, in one payment; not all of one instalment.
_WHOLE = re.compile(
    r"\b(?:totalite|integralite|integralement|en une (?:seule )?fois"
    r"|tout (?:sera|est|a ete|regler|payer|solder|virer)|le (?:solde|reste)"
    r"|(?:regl|pai|pay|sold|vir)(?:e|er|ons|er?ons|erai|era|ez)? (?:(?:vous|le) )?(?:tout|l'ensemble)"
    r"(?! (?:de suite|a fait|au long|juste))"
    r"|sold(?:e|er|ons|erons|erai|era) (?:la (?:facture|dette)(?! d)|(?:le|notre) compte)"
    r"|(?:virement|reglement|paiement) (?:unique )?pour (?:le )?tout|virement unique"
    r"|toutes les (?:echeances|mensualites)"
    r"|(?:echeances|mensualites|instal?lments) (?:restantes|qui restent|a venir|left|remaining)"
    r"|in full|in one go|everything|the (?:whole|full|entire|total|balance|rest))\b"
)
_OF_ONE = re.compile(
    r"\b(?<!toutes les )(?:echeances?|mensualites?|versements?|traites?|instal?lments?)\b"
    r"(?! (?:restantes|qui restent|a venir|left|remaining))"
)
_THE_DEBT = re.compile(r"\b(?:factures?|invoices?|dette|solde|bill|debt|balance)\b")
_OTHERS = re.compile(r"\b(?:les (?:deux |trois )?autres|l'autre(?! part)|the others?|the other one)\b")


def invoices_of(
    quotes: Sequence[Quote], listed: Sequence[str], *, in_order: bool = True
) -> Mapping[str, tuple[str, ...]]:
    """For each intent the invoices that its own words name, in the order of `listed`; none: not said.

    `in_order`: the debtor has that list before his eyes, so that a place in it means something.
    """
    found: dict[str, set[str]] = {}
    others: list[str] = []
    of_all = {quote.intent for quote in quotes if _unsaid(quote.text, listed, in_order=in_order)}
    for quote in quotes:
        named = _named(quote.text, listed, in_order=in_order)
        if _OTHERS.search(_plain(quote.text)) and not named:
            others.append(quote.intent)
        found.setdefault(quote.intent, set()).update(named)
    taken = {number for named in found.values() for number in named}
    for intent in others if taken else ():
        found[intent] |= set(listed) - taken
    return {i: tuple(n for n in listed if n in named and i not in of_all) for i, named in found.items()}


def surely(
    quotes: Sequence[Quote], intent: str, numbers: Sequence[str], listed: Sequence[str] = ()
) -> tuple[str, ...]:
    """The invoices that the words of this intent name, whatever else it may be about; none: not said.

    By their numbers, or by their places in the list that the debtor has before his eyes.
    """
    words = "\n".join(quote.text for quote in quotes if quote.intent == intent)
    said = scope(words, numbers)
    named = {*said.named, *_by_place(_plain(words), listed)}
    return tuple(n for n in numbers if n in (named or said.aside))


def _unsaid(text: str, listed: Sequence[str], *, in_order: bool) -> bool:
    """Words of all, or of others that nobody can tell from these."""
    said = scope(text, listed)
    if said.whole:
        return bool(said.named) or not said.without
    known = said.named or not (in_order and _by_place(_plain(text), listed))
    return said.others and bool(known) and not (_OTHERS.search(_plain(text)) and not said.named)


def _named(text: str, listed: Sequence[str], *, in_order: bool) -> set[str]:
    """By number, by place where the letter's order is before the debtor's eyes, or all but those left out."""
    said = scope(text, listed)
    if said.without and not said.named:
        return set(listed).difference(said.without)
    return {*said.named, *(_by_place(_plain(text), listed) if in_order else ())}


def days_of(
    quotes: Sequence[Quote],
    promises: Sequence[PromiseRead],
    listed: Sequence[str],
    arrived: datetime,
    *,
    in_order: bool = True,
) -> list[tuple[tuple[str, ...], tuple[date, int | None]]]:
    """Payments with the invoices that each is for: "la 112 le 10 mars et la 118 le 24".

    Only where the words give each day that is promised invoices of its own; empty: they do not.
    """
    payments = {p.date: p.amount for p in promises if p.date}
    if len(payments) < 2 or len(listed) < 2:
        return []
    found: dict[str, date] = {}
    for quote in quotes:
        told = _told(quote.text, payments, listed, arrived, in_order) if quote.intent == "promise" else []
        for named, day in told:
            if any(found.get(number, day) != day for number in named):
                return []
            found.update(dict.fromkeys(named, day))
    if set(found.values()) != set(payments):
        return []
    by_day = {day: tuple(n for n in listed if found.get(n) == day) for day in sorted(payments)}
    return [(numbers, (day, payments[day])) for day, numbers in by_day.items()]


def in_full(quotes: Sequence[Quote]) -> bool:
    """The words of the promise say that all is paid at once: "finalement nous réglons la totalité"."""
    said = [_plain(quote.text) for quote in quotes if quote.intent == "promise"]
    return any(_WHOLE.search(text) for text in said) and not any(_OF_ONE.search(text) for text in said)


def of_all(quotes: Sequence[Quote]) -> bool:
    """The words of a payment made are of the whole debt, or of an invoice, and of no part of it."""
    said = [_plain(quote.text) for quote in quotes if quote.intent == "already_paid"]
    whole = any(_WHOLE.search(text) or _THE_DEBT.search(text) for text in said)
    return whole and not any(_OF_ONE.search(text) for text in said)


def _told(
    text: str, wanted: Collection[date], listed: Sequence[str], arrived: datetime, in_order: bool
) -> list[tuple[set[str], date]]:
    """The invoices said before each day, or behind each; "les autres" are those that nothing else names."""
    folded = fold(text)
    dated = [d for d in days(folded, Now(arrived.date(), arrived.hour)) if d.day in wanted]
    cuts = [0, *(place for day in dated for place in (day.start, day.end)), len(folded)]
    between = [folded[cuts[k] : cuts[k + 1]] for k in range(0, len(cuts), 2)]
    named = [_named(words, listed, in_order=in_order) for words in between]
    rest = set(listed).difference(*named)
    named = [
        who or (rest if _OTHERS.search(_plain(words)) else who)
        for who, words in zip(named, between, strict=True)
    ]
    mine = named[:-1] if named[0] else named[1:]
    other = named[-1] if named[0] else named[0]
    if other or not all(mine):
        return []
    return [(who, day.day) for who, day in zip(mine, dated, strict=True) if day.day]


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
