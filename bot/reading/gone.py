"""Whether a mail that is read as telling of a payment tells of money at all, and of money that has left.

Its clauses go in that are read so. « La stagiaire est partie hier », « le courrier est parti lundi » are in
the past as a payment is, and name another thing; « c'est fait », « parti hier » name none, and answer a
reminder. Money that was only meant, put off, set off or lies in an office has not left. What is no payment by
this goes to a person: nobody is thanked for what he did not say.
"""

from collections.abc import Iterable

from bot.patterns import pattern
from bot.reading.heard import Heard
from bot.reading.items import items_in

_THING = pattern(
    r"\b(?:l'|(?:les?|la|une?|mon|ma|mes|notre|nos|votre|vos|ton|ta|ces?|cet|cette|des|the|an?|my|our|your"
    r"|this|that) )(?!(?:jour|matin|soir|nuit|midi|semaine|mois|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|week|weekend|month|morning|afternoon|evening|day|night|monday|tuesday|wednesday|thursday"
    r"|friday|poste|post|meme|fin|debut|lendemain|veille|avons|avais|avait|same|last|other|autre|retard|delay"
    r"|voir|recevoir|verrez|recevrez|instant|telephone|portable|appli|phone|app|premi\w+|first|second\w*"
    r"|janvier|fevrier|mars|avril|juin|juillet|aout|septembre|octobre|novembre|decembre)\b)[a-z]{3,}"
)


def is_payment(paying: Iterable[Heard]) -> bool:
    """Whether one of these clauses tells of a payment that was made, or of nothing else."""
    return any(_has_left(h) and (_names_money(h) or not _THING.search(h.clause.folded)) for h in paying)


def _has_left(heard: Heard) -> bool:
    return not heard.has("not_gone") and (heard.says_paid or not heard.has("unpaid") or _some_are_paid(heard))


def _some_are_paid(heard: Heard) -> bool:
    """ "Les deux premières sont réglées": said of some of them it is no habit."""
    habits = [found[0].startswith("sont ") for found in heard.matches.get("unpaid", ())]
    return all(habits) and bool(items_in(heard.clause.exact))


def _names_money(heard: Heard) -> bool:
    return bool(heard.sums) or heard.has("of_money")
