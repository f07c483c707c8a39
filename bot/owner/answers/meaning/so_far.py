"""What has happened so far: no money came, or so many reminders went; a command in, acts out.

That the customer got nothing of ours ("Martin n'a pas reçu la facture") is no word about money, and "relance
Petit deux fois" orders what "relancé" would tell.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now
from bot.reading.numerals import small_number

_TIMES = {"once": 1, "une": 1, "un": 1, "twice": 2, "thrice": 3}


def not_received(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    """Only where the mail asked about a payment, or of a case that the answer names itself."""
    if re.match(r".{0,8}\b(?:ta|ton|tes|votre|vos|your)\b", c.sentence.text.folded[c.end : c.sentence.end]):
        return []  # "pas reçu ton mail"
    if _OF_NO_OTHER.search(c.sentence.text.folded[max(0, c.start - 8) : c.end + 9]):
        return None  # "Fontanel n'ayant jamais réglé d'autre note"
    if _got_nothing_of_ours(c):
        return []
    if context.matter == "stale_source":
        return [Act("nothing_new")]
    if context.kind == "notice":
        return [Act("not_received")] if context.matter in _PAYMENT_ASKED else None
    own = not c.leant or _OURS.match(c.words) is not None
    return [Act("not_received")] if c.targets not in ([], ["all"]) and own else None


def _got_nothing_of_ours(c: Command) -> bool:
    """ "Martin n'a rien reçu de nous", "Martin never got the invoice": what the customer waits for."""
    behind = [m for m in c.sentence.marks if m.end <= c.start]
    close = bool(behind) and behind[-1].kind == "name" and c.start - behind[-1].end <= 1
    text = c.sentence.text.folded
    if not close and not _THEY.search(text[max(0, c.start - 12) : c.start]) and not _THEY.match(c.words):
        return False
    return _GOT.search(text[c.start : c.end + 10]) is not None


_THEY = re.compile(r"\b(?:il|elle|ils|elles|he|she|they) ?(?=$|\b)")
_GOT = re.compile(
    r"\b(?:n'?|ne )?(?:a|ont) (?:toujours |encore )?(?:pas|rien|jamais) (?:encore )?recue?s?\b"
    r"|\b(?:hasn't|haven't|has not|have not|never|didn't|did not|has|have|got) (?:yet )?(?:received?|got"
    r"|get|gotten|had"
    r"|nothing)\b"
)
_OF_NO_OTHER = re.compile(r"\bn'ayant\b|\b(?:d'autres?|any other)\b")
_OURS = re.compile(r"(?:je|on|nous|i|we) ")  # "le garage dit avoir payé, mais je n'ai rien reçu"
_PAYMENT_ASKED = frozenset(("already_paid", "promise", "payment_match", "undecided"))


def reminded(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    if context.matter != "backlog" and not (c.targets and context.kind != "notice" and not c.leant):
        return None
    if _REMIND.search(c.sentence.exact[: c.start - c.sentence.start + 8].lower()):
        return []  # "relance Petit deux fois": an order
    found = re.search(
        r"(\d|once|twice|thrice|une|un|deux|trois|quatre|two|three)(?: ?(?:fois|x|times|relances?"
        r"|rappels?|reminders?|letters?))?(?:\b|$)",
        c.words,
    )
    if not found:
        return []
    if _OR_SO.search(c.sentence.text.folded[max(0, c.start - 5) : c.end + 5]):
        return []  # "2 à 3 fois"
    times = _TIMES.get(found[1]) or small_number(found[1])
    if re.search(r"\b(?:m'|m'a|m'ont|nous|nous a|me) ?$", c.sentence.text.folded[: c.start]):
        return None  # "il m'a relancé deux fois"
    bare = re.fullmatch(r"(?:\d|une|deux|trois|two|three) (?:fois|x|times)|twice|once", c.words)
    if bare and not c.targets and len(context.listed) > 1:
        return []  # "deux fois", of which?
    return [Act("already_reminded", times=times)] if times else []


def not_reminded(c: Command, before: list[Command], _context: Context, _now: Now) -> list[Act] | None:
    """ "les autres jamais relancés": as it was; a bare "jamais" only beside a "deux fois"."""
    told = c.words != "jamais" or any(b.name == "reminded" for b in before)
    return None if told else []


_REMIND = re.compile(
    r"^\W*(?:(?:stp|svp|please|ok|oui|et|and),? ){0,2}(?:relance[rz]?|rappelle[rz]?|chase|remind)\b"
)
_OR_SO = re.compile(r"\d ?(?:a|ou|or|to|-|/) ?\d")
