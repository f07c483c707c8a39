"""What another says, wants or did, beside an order that presses: it is no order, or speaks against one.

An `Order` in, a yes or no out; each only ever makes an order doubtful.
"""

import re

from bot.owner.answers.doubting.order import GOES, Order
from bot.owner.answers.marking.names import Named

_TOLD = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they)(?: (?:n'|ne )?\w+){0,2} ?$|\b(?:he|she|they)'(?:s|re) $"
)
_REPORTS = re.compile(
    r"\b(?:dit|disait|disent|ecrit|repondu|repond|pretend|said|says|told"
    r"|wrote)(?: (?:que|moi|nous|me|us|that))? $"
)
_IS = re.compile(r"(?:\b|')(?:est|sont|etait|serait|is|are|was|s|re) $")
_ITSELF = re.compile(
    r"(?:c'|\b(?:ca|cela|tout|toutes|tous|it|that|this|all|everything|'s) ?)(?:est|sont|is|are|was|s|re) $"
)
_WILL = re.compile(r"\b(?:doit|doivent|va|vont|veut|veulent|vais|devrait|to|will|must)(?: tout)? $")
_PRESSES = GOES - {"weak"}


def told_of_another(order: Order) -> bool:
    """ "il est d'accord", "il demande une mise en demeure": what another says or wants is no order."""
    command = order.command
    if command.name not in _PRESSES:
        return False
    before = order.before[max(map(order.before.rfind, ",;:")) + 1 :]
    if command.name == "resume" and _WILL.search(before) and re.match(r"\w+(?:er|re|ir)\b", command.words):
        return True
    if _TOLD.search(before) or _REPORTS.search(before):
        return True
    if not _IS.search(before) or _ITSELF.search(before):
        return False
    behind = [m for m in order.walk.sentence.marks if m.end <= command.start and m.name != "filler"]
    said_of = behind[-1] if behind else None
    numbered = said_of is not None and isinstance(said_of.value, Named) and said_of.value.invoice
    return said_of is None or (said_of.kind in ("word", "name") and not numbered)


_QUOTED = re.compile(
    r"\b(?:dit|disait|disent|ecrit|ecrivent|repond|repondent|pretend|says?|said|writes?|wrote|told"
    r"|tells)(?: (?:moi|nous|me|us|en rigolant))?(?: ?:|,? (?:que|qu'|de|d'|to|that)) ?(?:c'est |d')?$"
)
_MYSELF = re.compile(
    r"\b(?:j'ai|je|j'avais|on a|nous|i|i've|we|comme|as|c'est|ceci|cela|bref|bien) (?:\w+ )?$"
)


def quoted(order: Order) -> bool:
    """ "Petit dit : ok", "il me dit d'envoyer"."""
    told = _QUOTED.search(order.before)
    return told is not None and not _MYSELF.search(order.before[: told.start()])


_HE_SAYS = re.compile(
    r"(?:\b(?:il|elle|ils|elles|he|she|they|cliente?|customer)|\x01|\w{3,})(?: (?:me|nous|m'a|nous a|a"
    r"|has|have))? "
    r"(?:dit|disait|disent|ecrit|repond|repondu|pretend|croit|pense|says?|said|writes?|wrote|claims?"
    r"|thinks?|reckons?)"
    r"(?: (?:que|qu'|moi|nous|me|us|that|to us|to me|le|the|pour lui|c'est)){0,3} ?$"
)


def he_calls_it_closed(order: Order) -> bool:
    """ "il dit litige clos"."""
    return order.command.name == "dispute_closed" and _HE_SAYS.search(order.before) is not None


def closed_but_going_on(order: Order) -> bool:
    """ "il doit tout reprendre", "le reste est dû le 15"."""
    if order.command.name != "dispute_closed":
        return False
    dated = any(m.kind in ("day", "duration") for m in order.command.marks)
    goes_on = re.match(r" (?:\w+(?:er|re|ir)\b|(?:a|au|aux|to) (?!ce jour))", order.behind) is not None
    return dated or goes_on


_FOR_THEM = re.compile(
    r"\b(?:pour|selon|d'apres|according to|for) (?:lui|elle|eux|him|her|them|(?:le|la|the) \w+),? ?:? ?$"
)
_WAS_RIGHT = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they|client|cliente|customer) (?:avait|avaient|a|ont|was|were|is|had)"
    r"(?: bien)? (?:raison|right)\b|\brembours\w+|\brefund\w*|\b(?:ne |n')(?:nous |me )?(?:doit|doivent)"
    r" (?:plus |pas )?(?:rien|un sou)?|\bowes? (?:us |me )?nothing\b|\bon (?:lui|leur) doit\b"
    r"|\b(?:pai?e|regle|verse|paye|pays?|paying) (?:la moitie|une partie|half|part)\b"
    r"|\bdoesn't owe\b|\bnothing (?:is )?(?:owed|due)\b"
)


def closed_their_way(order: Order) -> bool:
    """ "pour lui litige clos", "litige clos, il avait raison"."""
    text, command = order.command.sentence.text.folded, order.command
    if command.name != "dispute_closed":
        return False
    named = [m.start for m in order.walk.named if m.start >= command.end]
    until = min(named, default=order.walk.sentence.end)
    theirs = _FOR_THEM.search(order.before) or _WAS_RIGHT.search(text[command.start : until])
    return theirs is not None


_MENDED = (
    r"(?:(?:repar|remplac|livr|chang|corrig|termin|regl|fonctionn|march|command|pos|fourni|retouch)\w{0,5}"
    r"|(?:re)?(?:fait|pris|mis|vu)e?s?|finie?s?|resolue?s?|fixed|mended|repaired|replaced|redone|done|sorted"
    r"|finished|delivered|solved|works?|working)"
)
_UNDONE = re.compile(
    rf"(?:\b(?:pas|jamais|rien(?: n'(?:a|est))?|not|never|nothing(?: was| is| has)?)|n't)"
    rf"(?: (?:encore|vraiment|completement|tout a fait|ete|been|yet|fully|really|quite|bien|de)){{0,2}}"
    rf" {_MENDED}\b(?! d'(?:avis|idee))"
)
_BY_ANOTHER = re.compile(
    r"(?:\b(?:il|elle|ils|elles|on|he|she|they|cliente?|customer|patron|monsieur|dame)"
    r" (?:(?:m'|nous |me |us )?(?:a |ont |has |have )?)?(?:dit|disent|assure\w{0,2}|affirme\w{0,2}"
    r"|pretend\w{0,3}|ecrit|jure\w{0,2}|soutien\w{1,4}|croi\w{1,4}|pense\w{0,2}|says?|said|claims?|wrote"
    r"|reckons?|thinks?)"
    r"(?: que| qu'| that)?|\b(?:selon|d'apres|according to) \w{2,20},?)"
    rf" ?(?:(?:c'est|tout(?: est)?|ca|it's|it is|everything(?: is)?|all) )?(?:\w{{2,12}} )?{_MENDED}\b"
)
_STILL_WRONG = re.compile(
    r"\b(?:mais|but|sauf|except|hormis|although|bien que)\b(?=[^,;]{0,60}\b(?:rale\w{0,2}|(?:me)?contente?s?"
    r"|plain\w{1,6}|insiste\w{0,2}|manqu\w{1,5}|reste|pas|moan\w{0,3}|unhappy|complain\w{0,3}|still|missing"
    r"|not|grumbl\w{1,4}|angry|furieu\w{1,2}|conteste\w{0,2})\b)"
    r"|\b(?:sauf|hormis|except(?: for)?) (?:le|la|les|l'|une?|the|one|two|deux)\b"
)
_LEADS_ON = re.compile(r"\b(?:mais|but) $")  # "il râle mais litige clos"


def not_mended(order: Order) -> bool:
    """ "pas réparé hier, litige clos", "il dit que c'est réparé, litige clos": is it, or is it not?"""
    if order.command.name != "dispute_closed":
        return False
    number = order.command.number
    said = [w.sentence.folded for w in order.walks[max(0, number - 1) : number] if not w.named]
    if any(_UNDONE.search(one) or _BY_ANOTHER.search(one) for one in (*said, order.before, order.behind)):
        return True
    return _STILL_WRONG.search(_LEADS_ON.sub("", order.before)) is not None
