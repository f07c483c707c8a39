"""What the words of an order are in this mail: a payment to come or gone by, a dispute, what a call told.

A command is renamed in place, or made part of the call before it; nothing is added.
"""

import re

from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command

_TOLD = {
    "said": "",
    "paid": "paid",
    "dispute": "dispute",
    "settled": "paid",
    "not_received": "other",
    "refuse": "other",
}


_PAYS_ALL = re.compile(r"\b(?:tout|totalite|integralite|everything|lot|full|all)\b")


_SAYS_PAID = re.compile(
    r".{0,30}\b(?:dit|disent|assure|pretend|jure|says|claims) (?:l'|deja )?(?:paye|regle|vire|solde"
    r"|paid)e?s?\b"
)


def as_told(command: Command, found: list[Command], context: Context) -> None:
    """What the words are in this mail: a payment to come or gone by, a dispute, what a call told."""
    if (
        context.matter == "dispute"
        and _PAYS_ALL.search(command.words)
        and command.name == "said"
        and not command.day()
    ):
        command.name, command.fields = "dispute_closed", {}  # "il chipote, il paie tout"
    if context.matter == "call" and command.name == "accept":
        kept = "promise" if command.day() or command.sum() else "other"
        command.name, command.fields = "said", {"result": kept}
    if command.name == "said" and _SAYS_PAID.match(command.words) and "é" in command.exact.lower():
        command.fields = {"result": "paid"}
    if command.name == "said" and command.fields.get("result") == "promise":
        command.fields = {"result": _promise(command, context)}
    paid = command.name in ("paid", "settled")
    command.undone |= paid and (_said_by_another(command) or _claimed(command, context))
    _denied(command, context)
    _has_sent(command, found, context)
    _will_pay(command, context)
    _has_paid(command, context)
    if context.kind != "notice" and _disputes(command, found):
        command.name, command.fields = "dispute", {}
    last = found[-1] if found else None
    _no_dispute(command, last, context)
    told = context.kind != "notice" and command.name == "said" and bool(command.targets)
    told = told and not tells(command, last, context)
    unheard = command.fields.get("result") == "no_answer" and not command.leant
    unheard = unheard and not _AS_EVER.search(command.words)
    if told and (unheard or any(c.name == "called" and c.number < command.number for c in found)):
        command.name = "called"  # "j'ai pu joindre deux clients. Martin : répondeur"
    if context.matter == "call" and command.name == "dispute" and not tells(command, last, context):
        command.name, command.fields = "said", {"result": "dispute"}


def _no_dispute(command: Command, last: Command | None, context: Context) -> None:
    """ "Durand appelé : pas de litige, paie lundi": told of a call; in a list it closes none surely."""
    if command.name != "dispute_closed" or not _NONE_TOLD.fullmatch(command.words):
        return
    if context.matter == "call" or (last and _tells_of(last, command)):
        command.name, command.fields = "said", {"result": "other"}
    elif context.kind != "notice":
        command.undone = True


_NONE_TOLD = re.compile(r"(?:il n'y a |y a |there's |there is )?(?:pas|aucun|no) (?:de )?(?:litige|dispute)")
# "Petit répond jamais": how he is, and no call that was made.
_AS_EVER = re.compile(r"\b(?:plus|jamais|never|any ?more)\b")
_CLAIMS = re.compile(
    r" (?:(?:me|nous|m'a|nous a|m'ont|nous ont|a|ont|has) )?(?:dit|disent|assure|affirme|pretend|jure"
    r"|soutient|raconte|confirme|says?|said|claims?|claimed|swears?|reckons?|(?:tells|told) (?:me|us))(?:nt)?"
    r"(?: que | qu'| that | )"
)


def _said_by_another(command: Command) -> bool:
    """ "Martin dit que Roux a payé": one customer's word for another's payment."""
    marks = [m for m in command.sentence.marks if m.end <= command.start]
    customers = [m for m in marks if m.kind in ("name", "number") or m.name == "nth"]
    claims = (_CLAIMS.match(command.sentence.text.folded, m.end) for m in customers)
    ends = [claim.end() for claim in claims if claim]
    return any(m.start >= ends[0] for m in marks if m in customers or m.kind == "word") if ends else False


_SAYS_SO = re.compile(
    r" (?:me |nous |m'a |nous a |has |have )?(?:dit|disent|affirme|assure|pretend|jure|soutient|says?|said"
    r"|claims?|swears?)(?:nt)?(?: (?:que|that|avoir)| qu')?(?: (?:il|elle|ils|elles|he|she|they))?"
    r"(?: (?:nous|lui))? ?$"
)
_THEY = re.compile(r"\b(?:il|elle|ils|elles|he|she|they|cliente?|customer)$")


def _claimed(command: Command, context: Context) -> bool:
    """ "il dit qu'il a fait un virement": the customer's word, and no money that came."""
    text, start = command.sentence.text.folded, command.sentence.start
    so = _SAYS_SO.search(text[: command.start], start)
    if so is None or context.matter == "call":
        return False
    named = any(m.end == so.start() and m.kind in ("name", "number") for m in command.sentence.marks)
    return named or _THEY.search(text[start : so.start()]) is not None


def _promise(command: Command, context: Context) -> str:
    """ "il ne m'a rien promis", "il dit qu'il payera pas": none."""
    text, sentence = command.sentence.text.folded, command.sentence
    if _WONT.match(text[command.end : sentence.end]):
        return "dispute" if context.matter == "call" else "other"
    return "other" if _NOTHING.search(text[sentence.start : command.start]) else "promise"


_WONT = re.compile(r" (?:pas|jamais|rien|plus)\b(?! (?:avant|tout|que|qu'|d'ici|plus tard|before))")


_NOTHING = re.compile(
    r"\b(?:rien|pas|jamais|nothing|not|never|ne|n'a|n'ont|didn't|won't)(?: (?:m'a|voulu|rien))? ?$"
)


def _denied(command: Command, context: Context) -> None:
    """ "non attends, pas Chauvin" refuses nothing, "ni Duval ni Roche n'ont payé" is no payment."""
    before = command.sentence.text.folded[command.sentence.start : command.start]
    if command.name == "refuse" and command.words == "attends pas" and context.matter not in REQUESTS:
        command.name = "not"
    if command.name == "paid" and _NEITHER.search(before) and _HAVE.search(before[-6:] + command.words):
        command.name, command.fields = "not_received", {}
    if _undisputed(command):
        command.name, command.fields = "said", {"result": "other"}


def _undisputed(command: Command) -> bool:
    """ "il conteste pas", "they don't dispute it", "not disputed at all"."""
    disputes = command.name == "dispute" or command.fields.get("result") == "dispute"
    if not disputes or not _DISPUTING.search(command.words):
        return False
    text, sentence = command.sentence.text.folded, command.sentence
    before, behind = text[sentence.start : command.start], text[command.end : sentence.end]
    verb = re.search(r"\bconteste(?:nt)?\b", command.words)  # not "litige pas clos"
    return bool(_NOT_BEFORE.search(before) or (verb and _NOT_BEHIND.match(behind)))


_DISPUTING = re.compile(r"contest|disput|litige|desaccord|challeng|quer(?:y|ie)")
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|never|pas|aucune?|no|plus|jamais|sans|without)|n't) (?:en |de |une? |a |vraiment |really "
    r"|being |actually |any )?$"
)
_NOT_BEHIND = re.compile(
    r" (?:pas(?! (?:mal|seulement|que|qu'))|plus(?! (?:de|d'|que|qu'|ou)\b)|rien(?! (?:que|d'autre))|jamais"
    r"|aucun)\b"
)


def of_what_was_told(command: Command, last: Command | None) -> bool:
    """The "pas" of "Durand appelé : il ne conteste pas, il paie lundi", which is told already."""
    if command.name != "not" or command.targets or last is None or last.name not in ("called", "said"):
        return False
    return (
        command.start - last.end <= 1
        and _CONTESTS.search(command.sentence.text.folded[: last.end]) is not None
    )


_CONTESTS = re.compile(r"\b(?:conteste(?:nt)?|dispute)$")


def _disputes(command: Command, found: list[Command]) -> bool:
    """ "il conteste" in a list, unless a call told it: "appelé Léon : il conteste"."""
    if command.name != "said" or command.fields.get("result") != "dispute":
        return False
    return not (found and _tells_of(found[-1], command))


def _tells_of(call: Command, command: Command) -> bool:
    return call.name in ("called", "said") and command.number - call.number <= 1


def _will_pay(command: Command, context: Context) -> None:
    """In what a call told, "il paye lundi" is to come."""
    unaccented = "é" not in command.exact.lower() and command.words.endswith(("paye", "regle", "payer"))
    unaccented = unaccented and not re.search(r"\b(?:a|ont|ai|avons|est)\b", command.words)
    if context.matter == "call" and command.name in ("paid", "settled") and unaccented and command.day():
        command.name, command.fields = "said", {"result": "promise"}


def _has_sent(command: Command, found: list[Command], context: Context) -> None:
    """On the telephone, "chèque posté samedi" is no letter of ours."""
    last = found[-1] if found else None
    call = context.matter == "call" or (last and last.name == "called" and last.number == command.number)
    if call and command.name == "posted" and MONEY_POSTED.search(_up_to(command)):
        command.name, command.fields = "said", {"result": "paid"}


MONEY_POSTED = re.compile(
    r"\b(?:cheque|virement|reglement|paiement|check|payment)s?(?: (?:est|a ete|bien|deja|was|has been))* "
    r"(?:poste|envoye|expedie|posted|sent|mailed)e?s?$"
)


# "ni Duval ni Roche n'ont payé"
_NEITHER = re.compile(r"\b(?:ni|neither|nor)\b[^,;:]{0,60}?(?: n'| ne | has | have )?$")
_HAVE = re.compile(r"\b(?:a|ont|has|have)\b")
_DONE = re.compile(
    r"(?:\w+ )?(?:m'a|nous a|m'ont|nous ont|a|ont) (?:\w+ )?(?:fait|envoye|verse|vire|regle|paye|depose)\b"
)


def _has_paid(command: Command, context: Context) -> None:
    """ "le 1 m'a fait un virement mardi de 612,40": no promise any more."""
    if command.name == "said" and context.matter == "payment_match" and command.targets:
        command.name, command.fields = "paid", {}  # "ce virement solde la facture 115"
    if command.name == "said" and context.matter != "call" and _done(command) and command.sum():
        command.name, command.fields = "paid", {}


def _done(command: Command) -> bool:
    """ "le garage m'a fait un chèque de 1000"."""
    said = command.sentence.text.folded[max(command.sentence.start, command.start - 5) : command.end]
    return _DONE.match(command.words) is not None or _HAS_DONE.match(said) is not None


_HAS_DONE = re.compile(r".?.? ?(?:m'|ous )?(?:a|ont) (?:fait|envoye|verse|vire|depose|donne|remis)\b")


def tells(command: Command, last: Command | None, context: Context) -> bool:
    if last is None or last.name not in ("called", "said") or command.name not in _TOLD:
        return False
    if command.name == "paid" and command.targets and context.kind == "notice":
        return False  # "messagerie. Dubreuil payé hier"
    if command.name == "refuse" and context.matter in REQUESTS and _MY_OWN.search(_up_to(command)):
        return False  # "j'ai appelé, je refuse"
    if command.targets and last.targets and not (command.leant and set(command.targets) <= set(last.targets)):
        return False
    near = command.number - last.number <= (
        1 if context.matter == "call" or not last.fields.get("result") else 0
    )
    return near and (not last.fields.get("result") or command.name == "said")


_MY_OWN = re.compile(
    r"(?:\b(?:je|nous|on|i|we)(?: (?:lui|leur|le|la|ne))?|\bi'm|\bwe're)(?: $|$| refus| declin| reject)"
)


def _up_to(command: Command) -> str:
    return command.sentence.text.folded[command.sentence.start : command.start] + command.words


def tell(last: Command, command: Command) -> None:
    told = command.fields.get("result", "") or _TOLD[command.name]
    if (
        command.name in ("paid", "settled")
        and "é" not in command.exact.lower()
        and command.day()
        and re.search(r"paye|regle\b", command.words)
    ):
        told = "promise"  # "il paye vendredi", "règle jeudi"
    strength = {"": 0, "other": 1, "no_answer": 2}
    if strength.get(told, 3) >= strength.get(last.fields.get("result", ""), 3):
        last.fields = {"result": told}
    last.marks += command.marks
    last.targets = last.targets or command.targets
    last.several |= command.several
    last.own |= command.own
    last.end = command.end
