"""What has happened so far: no money came, or so many reminders went; a command in, acts out.

That the customer got nothing of ours ("Martin n'a pas reçu la facture") is no word about money, and "relance
Petit deux fois" orders what "relancé" would tell.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.meaning.awaited import something_else
from bot.owner.answers.meaning.payees import of_anothers_money
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now
from bot.reading.numerals import small_number

_TIMES = {"once": 1, "une": 1, "un": 1, "twice": 2, "thrice": 3}


def not_received(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    """Only where the mail asked about a payment, or of a case that the answer names itself."""
    behind = c.sentence.text.folded[c.end : c.sentence.end]
    if _OF_OURS.match(behind):
        return []
    if _DONE_OTHERWISE.match(behind) or _OF_NO_OTHER.search(
        c.sentence.text.folded[max(0, c.start - 8) : c.end + 9]
    ):
        return None
    if _got_nothing_of_ours(c) or of_anothers_money(c):
        return []
    if _NO_USE.search(c.sentence.text.folded[: c.start]):
        return None  # "relancer ne sert à rien"
    if context.matter == "stale_source":
        return [Act("nothing_new")]
    asked = context.matter in _PAYMENT_ASKED
    if any(b.name == c.name and b.targets == c.targets for b in before):
        return None  # "chèque refusé par la banque, donc rien"
    plain = not c.leant or bool(c.fields) or _OURS.match(c.words) is not None
    own = c.targets not in ([], ["all"]) and plain
    if not (asked if context.kind == "notice" else own):
        return None
    return [] if something_else(c) else [Act("not_received", value=c.fields.get("value"))]


_NO_USE = re.compile(r"\bser(?:t|vent|vait|virait|vira) $")
# "pas reçu ton mail"
_OF_OURS = re.compile(r".{0,8}\b(?:ta|ton|tes|votre|vos|your)\b")
# "il n'a rien dit de neuf", "he has done nothing wrong"
_DONE_OTHERWISE = re.compile(
    r" (?:dit|ecrit|demande|repondu|promis|propose|signe|fait|change|compris|explique|precise|voulu|su"
    r"|entendu|lu|conteste|contre|d'autre|said|written|asked|promised|done|signed|changed|understood|heard"
    r"|to do|wrong|else)\b"
)


def _got_nothing_of_ours(c: Command) -> bool:
    """ "Martin n'a rien reçu de nous", "il a jamais rien reçu": what the customer waits for."""
    text = c.sentence.text.folded
    named = [m.end for m in c.sentence.marks if m.kind == "name" and 0 <= c.start - m.end <= 1]
    they = _THEY_HAVE.search(text[: c.start]) or _THEY.match(text, c.start)
    began = named[-1] if named else they.start() if they else -1
    return began >= 0 and _GOT.search(text[began : c.end + 10]) is not None


_THEY = re.compile(r"(?:il|elle|ils|elles|he|she|they)\b")
_THEY_HAVE = re.compile(
    rf"\b{_THEY.pattern}(?: (?:ne|n'a|a|ont|n'ont|has|have|encore|toujours|jamais|still|yet|just)){{0,4}} ?$"
)
_GOT = re.compile(
    r"\b(?:n'?|ne )?(?:a|ont)(?: (?:toujours|encore|pas|rien|jamais)){1,4} recue?s?\b"
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
    if context.matter == "eve":
        return []  # how often is not asked of what leaves tomorrow
    if _REMIND.search(c.sentence.exact[: c.start - c.sentence.start + 8].lower()):
        return []  # "relance Petit deux fois", "à relancer deux fois": an order
    found = re.search(
        r"(\d|once|twice|thrice|une|un|one|deux|trois|quatre|cinq|six|two|three|four|five)"
        r"(?: ?(?:fois|x|times|relances?|rappels?|reminders?|letters?))?(?:\b|$)",
        c.words,
    )
    if not found:
        return []
    if _no_count(c):
        return []
    times = _TIMES.get(found[1]) or small_number(found[1])
    if re.search(r"\b(?:m'|m'a|m'ont|nous|nous a|me) ?$", c.sentence.text.folded[: c.start]):
        return None  # "il m'a relancé deux fois"
    bare = re.fullmatch(r"(?:\d|une|deux|trois|two|three) (?:fois|x|times)|twice|once", c.words)
    if bare and not c.targets and len(context.listed) > 1:
        return []  # "deux fois", of which?
    return [Act("already_reminded", times=times)] if times else []


def _no_count(c: Command) -> bool:
    """ "2 à 3 fois"; "2 : 1 relance de plus", "envoie à Roux 1 relance", a letter that is wanted."""
    text = c.sentence.text.folded
    if _A_LETTER.search(c.words) and _TO_SEND.search(text[c.sentence.start : c.start]):
        return True
    near = text[max(0, c.start - 5) : c.end + 5]
    return _ONE_MORE.match(text, c.end) is not None or _OR_SO.search(near) is not None


def not_reminded(c: Command, before: list[Command], _context: Context, _now: Now) -> list[Act] | None:
    """ "les autres jamais relancés": as it was; a bare "jamais" only beside a "deux fois"."""
    told = c.words not in ("jamais", "never") or any(b.name == "reminded" for b in before)
    return None if told else []


_REMIND = re.compile(
    r"^\W*(?:(?:stp|svp|please|ok|oui|et|and),? ){0,2}(?:relance[rz]?|rappelle[rz]?|chase|remind)\b"
    r"|\b(?:à|faut|faudrait|merci de|peux|pouvez|pense|doit|to be|must be|should be|please)"
    r" (?:(?:le|la|les|lui|encore|to) )?(?:relancer|rappeler|chased?|remind(?:ed)?)\b"
)
_A_LETTER = re.compile(r"\d (?:relance|rappel|lettre|courrier|reminder|letter)s?$")
_TO_SEND = re.compile(r"^(?:envoie[sz]?|envoyez|fais|faites|adresse[rz]?|lance[rz]?|send)\b[^,.;:]*$")
_ONE_MORE = re.compile(
    r" (?:de plus|encore|supplementaire|puis|et (?:apres|ensuite|puis)|avant|ferme|polie|douce|neutre|simple"
    r"|amicale|svp|stp|s'il|merci|a (?:envoyer|faire|lancer)|maintenant|tout de suite|demain|more|please|now"
    r"|then|to (?:send|go)|first|tomorrow|firm|gentle)\b"
)
_OR_SO = re.compile(r"\d ?(?:a|ou|or|to|-|/) ?\d|\d[ ,]{1,2}\d[ ,]{1,2}\d ?(?:fois|x|times)")  # "1 2 3 fois"
