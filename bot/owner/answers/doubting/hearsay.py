"""What another says, wants or did, beside an order that presses: it is no order, or speaks against one.

An `Order` in, a yes or no out; each only ever makes an order doubtful.
"""

import re

from bot.owner.answers.doubting.order import GOES, Order
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.meaning.awaited import money_at

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
    before = order.led_in[max(map(order.led_in.rfind, ",;:")) + 1 :]
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
    told = _QUOTED.search(order.led_in)
    return told is not None and not _MYSELF.search(order.led_in[: told.start()])


_HE_SAYS = re.compile(
    r"(?:\b(?:il|elle|ils|elles|he|she|they|cliente?|customer)|\x01|\w{3,})(?: (?:me|nous|m'a|nous a|a"
    r"|has|have))? "
    r"(?:dit|disait|disent|ecrit|repond|repondu|pretend|croit|pense|says?|said|writes?|wrote|claims?"
    r"|thinks?|reckons?)"
    r"(?: (?:que|qu'|moi|nous|me|us|that|to us|to me|le|the|pour lui|c'est)){0,3} ?$"
)


def he_calls_it_closed(order: Order) -> bool:
    """ "il dit litige clos", "apparemment il retire sa contestation"."""
    told = _HE_SAYS.search(order.before) or _IT_SEEMS.search(order.before)
    return order.command.name == "dispute_closed" and told is not None


_IT_SEEMS = re.compile(
    r"\b(?:apparemment|visiblement|vraisemblablement|parait-il|a priori|en principe|hopefully|apparently"
    r"|seemingly|supposedly|presumably|it seems|looks like)\b"
)


def closed_but_going_on(order: Order) -> bool:
    """ "il doit tout reprendre", "le reste est dû le 15"."""
    if order.command.name != "dispute_closed":
        return False
    dated = any(m.kind in ("day", "duration") for m in order.command.marks)
    goes_on = re.match(r" (?:\w+(?:er|re|ir)\b|(?:a|au|aux|to) (?!ce jour))", order.behind) is not None
    return dated or goes_on


_THEY = (
    r"(?:(?:le |la |les |l'|mon |ma |notre |the |my |our |this |ce |cette )?(?:cliente?s?|customers?|debiteur"
    r"|debtor|buyer|locataire|tenant|monsieur|madame|patronn?e?|gerante?|dame)|(?:son|sa|leur|his|her|their)"
    r" (?!virement|cheque|paiement|reglement|versement|payment|transfer|money|argent|acompte|check)\w{3,14}"
    r"|he|she|they|il|elle|ils|elles)"
)
_THEY_GOT_NOTHING = re.compile(
    rf"\b{_THEY} (?:(?:n'|ne |never |has |have |had |hasn't |haven't |did |didn't |not |still |toujours "
    r"|encore |jamais |rien |pas |a |ont ){0,5})(?:recu|received|got|get|eu|touche)\b"
)
_ASK_ANOTHER = re.compile(
    r"\b(?:demande[rz]?|voi[rs]|voyez|verifie[rz]?)(?: (?:plutot|donc|ca|cela))?"
    r" (?:a|au|aux|avec|aupres d[eu']) ?(?!(?:lui|elles?|eux|la cliente|(?:le )?client)\b)\w"
    r"|\b(?:ask|check with|see with|speak to|talk to) (?!(?:him|her|them|for|the (?:customer|client))\b)\w"
)


def another_got_nothing(order: Order) -> bool:
    """ "le client n'a rien reçu", "demande à Sandrine, moi j'ai rien reçu"; not "ma comptable"."""
    if order.act.act != "not_received":
        return False
    said = [walk.sentence.folded for walk in (order.walk, *order.next)]
    return _THEY_GOT_NOTHING.search(said[0]) is not None or any(map(_ASK_ANOTHER.search, said))


def nothing_got(order: Order) -> bool:
    """ "customer got nothing": no payment."""
    got = order.act.act == "paid" and order.command.words.endswith(("got", "received", "recu", "recoit"))
    return got and re.match(r" (?:nothing|no |not |rien|aucun)", order.behind) is not None


def not_asked(order: Order) -> bool:
    """ "ok Martin, Petit non réglé", on the eve: no payment was asked about; is it a yes, or a no?"""
    if order.context.kind != "eve" or order.act.act != "not_received":
        return False
    others = {one.act.act for one in order.meant if one.act and one.act.target != order.act.target}
    return "ok" in others and "paid" not in others


_THEY_WAIT = re.compile(
    r"\b(?:eux|lui|elles?|ils?|they|he|she|cliente?s?|customer)(?:'re|'s)?(?: (?:ne|n'|en|y|le|la|les|l'|is"
    r"|are|was|were|has|have|still|encore|toujours|been)){0,3} (?:attend(?:ent)?|patientent?|maintien"
    r"(?:t|nent)|reflechi(?:t|ssent)|wait(?:s|ing)?|awaiting|insists?|thinking)\b(?! (?:quoi|what)\b)"
)
_AWAITED = re.compile(
    r"\b(?:attend(?:s|ons|ent)?|en attente d[eu]|await(?:ing|s)?|wait(?:ing)? (?:for|on))"
    r"(?: (?:encore|toujours|juste|plus|que|still|just|to hear from)){0,3}"
    r" (?:(?:les?|la|l'|une?|son|sa|ses|leurs?|mon|mes|notre|the|an?|his|her|their|my|our)(?: |(?<=')))?"
    r"(?=\w)"
)
_OUR_SIDE = (
    r"\b(?:de (?:mon|notre) cote|cote nous|chez nous|pour (?:moi|nous)|(?:on|from|at) (?:my|our)"
    r" (?:side|end|part)|for (?:me|us)|as far as (?:i|we)(?:'m|'re| am| are) concerned)\b"
)
_BUT_NOT_THEIRS = re.compile(
    rf"{_OUR_SIDE}[ ,;]{{0,2}}(?:mais |et |but |and |while |whereas )?(?:pas|not|non|eux|lui|(?:they|he|she)"
    r"(?:'re| are|'s| is)? (?:still|says?|thinks?|wants?|don't|doesn't|keeps?|disagrees?|won't))\b"
    r"(?! (?:ne )?(?:me |nous |m'en )?(?:doi(?:t|vent)|pa[iy]))"
)


def closed_on_one_side(order: Order) -> bool:
    """ "litige clos de notre côté, eux attendent leur expert": is it, while somebody waits?"""
    if order.command.name != "dispute_closed":
        return False
    heard = [order.walk, *(walk for walk in order.next if not walk.named)]
    said = " | ".join(walk.sentence.folded for walk in heard)
    if _THEY_WAIT.search(said) or _BUT_NOT_THEIRS.search(said):
        return True
    return any(not money_at(said, found.end()) for found in _AWAITED.finditer(said))


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


# "avoir 120 pour le robinet, le reste est dû": what the credit is for
_FOR_A_THING = re.compile(
    r"\b(?:pour|for) (?:le|la|the) (?!client|customer|dame|monsieur|locataire|patron|gerant|tenant)\w+,? $"
)


def closed_their_way(order: Order) -> bool:
    """ "pour lui litige clos", "litige clos, il avait raison"."""
    text, command = order.command.sentence.text.folded, order.command
    if command.name != "dispute_closed":
        return False
    named = [m.start for m in order.walk.named if m.start >= command.end]
    until = min(named, default=order.walk.sentence.end)
    credit = any(c.name == "credit" and c.sum() and c.end <= command.start for c in order.walk.commands)
    before = _FOR_A_THING.sub("", order.before) if credit else order.before
    theirs = _FOR_THEM.search(before) or _WAS_RIGHT.search(text[command.start : until])
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
# "je lui dois une porte, il me doit le reste"
_WE_OWE = re.compile(
    r"\b(?:(?:je|on|nous) (?:lui|leur|(?:le |la |les )?) ?(?:dois|doit|devons)(?: encore)? (?!(?:lui"
    r"|leur) dire\b)(?:une?|des|deux|trois|la|le|les|encore)\b|(?:i|we)(?: still)? owe (?:him|her|them)\b"
    r"|reste(?:nt|ra)? (?:encore )?(?:une?|des|la|le|les|l'|deux|trois|\d{1,2}) ?[\w' ]{1,30}? a"
    r" (?:poser|finir|livrer|faire|reprendre|monter|installer|changer|reparer|terminer|remplacer|refaire)\b)"
    r"(?![^.;]{0,30}\bavoir\b)"
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
    if any(_WE_OWE.search(one) for one in (*said, order.before)):
        return True
    return _STILL_WRONG.search(_LEADS_ON.sub("", order.before)) is not None
