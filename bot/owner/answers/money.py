"""What is said of money: that it came, in whole or in part, that a matter is settled, a credit note.

Commands in, acts out; none where the words leave open how much or whether. "Payé" closes an invoice, so a
tale, a negation or a present tense is never read as money that came.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.commands import Command
from bot.owner.answers.context import Context
from bot.reading.dates import Now


def paid(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter == "post" and "recu" in c.words:
        return [Act("presented", date=c.day(past=True))]
    bare = c.words in ("recu", "recus", "recue") and c.sum() is None and not c.day(past=True)
    if bare and context.matter not in ("already_paid", "payment_match", "promise"):
        return []
    if _NEVER.search(c.sentence.text.folded[max(0, c.start - 30) : c.start]):
        return []  # "jamais payé"
    if _partly(c) or (c.words == "bien recu" and not _money_near(c)):
        return None if any(b.number == c.number for b in before) or _partly(c) else []
    if _present_tense(c) or (c.exact.lower().endswith("payer") and c.words == "payer"):
        return None
    if _story(c) or (re.match(r"à payer\b", c.exact.lower()) and not c.sum()):
        return None
    return [Act("paid", amount=c.sum(), date=c.day(past=True))]


_NEVER = re.compile(r"\b(?:jamais|pas|rien|sans|never|not|without)(?: (?:encore|vraiment|yet|been))? $")


def _partly(c: Command) -> bool:
    """ "la moitié", "un acompte": some money came and it is not said how much."""
    near = c.sentence.text.folded[c.start : c.end + 25]
    return c.sum() is None and bool(
        re.search(r"\b(?:moitie|partie|acompte|half|part of|some|deposit)\b", near)
    )


def _money_near(c: Command) -> bool:
    named = re.search(r"virement|cheque|paiement|reglement|transfer|payment", c.sentence.folded)
    return bool(c.sum() or c.day(past=True) or named)


def _present_tense(c: Command) -> bool:
    """ "c'est l'OGEC qui paye", by one who writes the accents elsewhere."""
    exact = c.exact.lower()
    before = c.sentence.text.folded[: c.start].split()[-1:]
    bare = re.fullmatch(r"(?:(?:il|elle|ils|on) )?(?:paye|regle|payer)", exact)
    return bool(bare) and ("é" in c.sentence.exact.lower() or before == ["qui"])


def _story(c: Command) -> bool:
    """A long tale around the word: worth a note, and no order."""
    return len(c.around) > 3 and c.sum() is None


def settled(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    dated = context.kind != "notice" and (
        c.day(past=True) is not None or (c.before and c.words.startswith("regle"))
    )
    if context.matter in ("dispute", "digest", "undecided") and not c.sum() and not dated:
        return []
    if context.matter in ("post", "stale_source", "call", "kind", "document_request", "bounce"):
        return None
    return paid(c, before, context, now)


def credit(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act]:
    amount = c.sum()
    return [Act("credit", amount=amount)] if amount else []
