"""Days before which nothing is paid: "après le 20", "à partir de lundi", "from Monday", "le 12 au plus tôt".

Promises and the clauses they were read in go in; a promise whose day is only such a bound comes out without
a day, for no last one was named (GUIDE rule 4); the bound itself is kept beside them. The first of several
instalments keeps its day ("200 € par mois à partir de mai"), and so does a stretch that ends ("from 5 to 10
April").
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.events.mail import PromiseRead, Quote
from bot.patterns import pattern
from bot.reading.dates import Day, Now
from bot.reading.heard import Heard, hear
from bot.reading.items import items_in
from bot.reading.sentences import Clause

_FROM = pattern(
    r"(?<!jour )(?<!jours )(?<!semaine )(?<!semaines )(?<!mois )(?<!days )(?<!day )(?<!weeks )(?<!week )"
    r"(?<!\bd )"
    r"\b(?<!d')(?:apres|a partir(?: de| du)?|a compter(?: de| du)?|au plus tot|pas avant"
    r"|(?:impossible|rien) avant|(?:peux|peut|pouvons|pourrai|pourrons|pourra|possible) pas"
    r" (?:\S{1,12} ){1,3}avant|after|from"
    r"|(?:not|no|n't) (?:\w{1,8} )?(?:before|until|earlier than|sooner than)|earliest(?: is| being)?)"
    r" (?:le |la |l'|the |on |on the )?$"
)
_GONE = pattern(r"\bpasse (?:le |la date du )?$")
_PASSED = pattern(r"\bpassé le\b", re.IGNORECASE)  # not « je passe le 20 »
_DOES_PASS = pattern(r"\b(?:est|sera|etre|ete|virement|paiement|reglement|cheque|ordre|aura) passe (?:le )?$")
_AND_LATER = pattern(
    r"^[ ,]{0,2}(?:au plus tot|at the earliest|or later|ou plus tard|ou apres|or after|onwards?)\b"
)
_ENDS = pattern(r"^ ?(?:to|till|until|through|thru|au (?!plus)|jusqu|a\b|-)")
_IN_PARTS = pattern(
    r"\b(?:par (?:mois|semaine)|hebdo\w*|(?:a|per|each|every) (?:month|week)|chaque|tous les|mensu\w+|monthly"
    r"|weekly"
    r"|echeanc\w+|instal?ments?|fois|times|mensualit\w+|\d ?x|acompte)\b"
)


def without_bounds(promises: tuple[PromiseRead, ...], heard: list[Heard]) -> tuple[PromiseRead, ...]:
    if any(_IN_PARTS.search(h.clause.folded) for h in heard):
        return promises
    named = [(h, day) for h in heard for day in h.ahead if day.day]
    kept = {day.day for h, day in named if not _is_bound(h, day)}
    bounds = {day.day for _, day in named} - kept
    return tuple(dict.fromkeys(replace(p, date=None) if p.date in bounds else p for p in promises))


def bounded(
    promises: Sequence[PromiseRead], quotes: Sequence[Quote], parts: Sequence[Clause], now: Now
) -> tuple[date | None, bool]:
    """The last day before which what a mail promises is not paid, and whether it pulls apart from the rest:
    some comes by a day, and some only after another, and nobody can tell how much, or of which invoice.
    """
    promising = "\n".join(quote.text for quote in quotes if quote.intent == "promise")
    heard = [hear(part, now) for part in parts if part.quote in promising]
    bound = max((day.day for h in heard for day in h.ahead if day.day and _is_bound(h, day)), default=None)
    named = [p.date for p in promises if p.date]
    if bound is None or not named or bound in named:
        return bound, False
    return bound, bound > min(named) or len(set(items_in(promising))) > 1


def _is_bound(heard: Heard, day: Day) -> bool:
    before, after = heard.clause.folded[: day.start], heard.clause.folded[day.end :]
    if _ENDS.search(after):
        return False
    gone = _GONE.search(before) and _PASSED.search(heard.clause.exact) and not _DOES_PASS.search(before)
    return bool(_FROM.search(before) or gone or _AND_LATER.search(after))
