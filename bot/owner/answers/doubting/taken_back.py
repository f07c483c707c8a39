"""What the owner says against an order of his own: a "non", second thoughts, a later day, a question.

An `Order` in, a yes or no out; each only ever makes an order doubtful.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.doubting.order import DOUBTS, GOES, LETTERS, Order
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.others import case_of, meant
from bot.owner.answers.words.telling import tells


def asked(order: Order) -> bool:
    """ "on relance ?"; not "3 chase, how much is 4?", which asks after another in a part of its own."""
    return order.walk.sentence.question and not any(
        c.name == "ask" and c.chunk > order.command.chunk and c.targets for c in order.walk.commands
    )


def trailing(order: Order) -> bool:
    """ "ok..."; not "ok les 3... non attends, pas Chauvin"."""
    return order.walk.sentence.trailing and not any(
        walk.commands and _begins_exception(walk.commands[0], walk) for walk in order.next
    )


def second_thoughts(order: Order) -> bool:
    """ "2 attends... non c'est bon, envoie": whether that takes the stop back cannot be told."""
    if order.command.targets or not order.command.number:
        return False
    first, before = order.walk.commands[0], order.walks[order.command.number - 1].commands
    held = before and before[-1].name in ("stop", "pause") and before[-1].targets
    return bool(held) and first.name == "no" and first is not order.command


def taken_back(order: Order) -> bool:
    """ "ok. mais attends": the next sentence begins with "mais", "attends", "enfin non"."""
    for walk in order.next:
        first = walk.sentence.marks[0]
        if walk.commands and _begins_exception(walk.commands[0], walk):
            continue
        if tells(walk.sentence.folded) or (
            order.command.targets and walk.named and not _names_again(order, walk)
        ):
            continue
        if first.kind == "phrase" and first.name in DOUBTS - {"seen"}:
            return True
        if order.command.name in ("yes", "send", "send_mise_en_demeure") and _more_asked(walk):
            return True
        if first.name == "not" and not walk.commands[0].targets and not _without(walk):
            return True
    return False


def _names_again(order: Order, walk: Walk) -> bool:
    """Whether the sentence speaks of somebody whom the order means as well."""
    said = {case_of(target, walk.context) for target in order.command.targets}
    return bool(said & {meant(mark, walk.context) for mark in walk.named}) or "all" in order.command.targets


def _without(walk: Walk) -> bool:
    """ "sans fleurs": how, and nothing taken back."""
    marks = walk.sentence.marks
    return len(marks) == 2 and walk.commands[0].words == "sans" and marks[1].kind == "word"


def _more_asked(walk: Walk) -> bool:
    """ "ok. appelle-moi avant": a sentence that orders nothing known, and something."""
    if any(c.name not in ("not", "weak") for c in walk.commands):
        return False
    helpers = {h.name for chunk in walk.chunks for h in chunk.helpers}
    return bool(helpers & (DOUBTS - {"seen"}))


def _begins_exception(other: Command, walk: Walk) -> bool:
    """ "ah non, pas la laiterie": no to her alone."""
    return not other.targets and any(
        c.name in ("not", "no") and c.targets and 0 <= c.start - other.end <= 3 for c in walk.commands
    )


_NEVER_MIND = re.compile(
    r"\W*(?:(?:ah|oh|euh|no|non|actually|finalement|en fait|in fact|wait|sorry|pardon|et puis|mais"
    r"|but),? ?){0,3}(?:(?:please )?(?:don't|do not)(?: send(?: it| them)?)?|pas|scrap (?:that|it)"
    r"|forget (?:that|it)|(?:finalement|en fait|et puis|enfin) (?:non|pas)|ou pas|or not)\W*"
)
_OPPOSED = re.compile(
    r"\b(?:n'est|ne sont|n'est pas|n'etait) pas (?:d'accord|pour|favorable|chaude?)\b|\bs'y? ?oppose\w*\b"
    r"|\b(?:est|sont|is|are) (?:contre|against)\b|\b(?:veut|veulent|prefere\w*) (?:attendre|qu'on attende)\b"
    r"|\b(?:isn't|is not|doesn't|does not) (?:happy|agree|want|ok)\b|\b(?:disagrees|objects)\b"
    r"|\b(?:wants|prefers|would rather) (?:to )?wait\b"
)
_NOT_BEFORE = re.compile(
    r"\W*(?:p\.? ?s\.?\W*)?(?:mais |but )?(?:surtout )?(?:pas avant|not (?:before|until|till))\b"
)


def undone_later(order: Order) -> bool:
    """ "envoie. finalement pas", "ok. Paul n'est pas d'accord"."""
    return order.command.name in LETTERS and order.command.number < order.undone


def undoes(said: str) -> bool:
    """Whether a sentence that names nobody takes back the letters of those before it."""
    return bool(_NEVER_MIND.fullmatch(said) or _NOT_BEFORE.match(said) or _OPPOSED.search(said))


_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january"
    r"|february|march|april|may|june|july|august|september|october|november|december)"
)
_LATER = re.compile(
    rf",? ?(?:mais |but |pour )?(?:(?:en|in|courant|fin|debut|mi-?|late|early) ?{_MONTH}\b"
    r"|(?:apres|after) (?:les|la|le|l'|mes|nos|mon|ma|son|sa|the|my|our|his|her|noel|paques"
    r"|toussaint|christmas|easter)(?: |\b)"
    r"|(?:des|sitot|aussitot|une fois) qu(?:e |')|a la rentree\b|a (?:[mts]on|leur) retour\b"
    r"|when i'm back\b|au retour\b)"
)


_ON_SECOND_THOUGHT = re.compile(
    r"(?:^|[,;:(.]|\b(?:mais|but|non|no|oh|ah|euh|et|and)\b) ?(?:on (?:second|reflection)\b"
    r"|(?:a la |tout |apres |en y )?(?:reflexion|reflechi\w{0,3})\b|finalement\b|en fait\b|tout compte fait"
    r"|actually\b|in fact\b|j'ai change d'avis|i(?:'ve| have)? changed my mind)"
)


def on_second_thought(order: Order) -> bool:
    """ "send it, on second thought don't", "ok. Réflexion faite je l'appelle": whatever it is, it turns."""
    return order.command.number < order.turned or thinks_again(order.behind)


def thinks_again(said: str) -> bool:
    return _ON_SECOND_THOUGHT.search(said) is not None


def put_off(order: Order) -> bool:
    """ "ok en avril", "envoie après les vacances", "relance Roux à la rentrée"."""
    command = order.command
    if command.name not in GOES:
        return False
    led_in = command.words[-3:] if command.words.endswith((" en", " in")) else ""
    behind = order.behind[:_NEAR]
    if _LATER.match(led_in + behind):
        return True
    part = behind.split(",")[0]
    later = [found.start() for found in _LATER.finditer(part)]
    named = [m for m in order.walk.sentence.marks if m.kind in ("name", "word")] if later else []
    whom = [m.end - command.end for m in named]
    return any(start in whom for start in later)


_NEAR = 80  # letters


_LATER_TODAY = (
    r"(?:ce (?:soir|midi)|a midi|(?:dans )?(?:cet? |l')(?:apres-midi|apres midi|aprem)"
    r"|(?:dans|en) (?:la |fin de |debut d[e'] ?|milieu d[e'] ?)(?:journee|soiree|matinee|apres-midi)"
    r"|tout a l'heure|tantot|dans (?:une|deux|trois|\d{1,2}) ?(?:h|heures?)|tonight"
    r"|this (?:evening|afternoon)|later(?: today| on)?|at (?:noon|lunch\w{0,4})|eod"
    r"|(?:at )?(?:the )?end of (?:the )?(?:day|afternoon)"
    r"|in (?:a bit|a while|an hour|(?:two|three|\d{1,2}) hours?))"
)
_PUT_OFF_BEFORE = re.compile(rf"(?:^|[,;: ]){_LATER_TODAY},? ?:? ?$")
_PUT_OFF_BEHIND = re.compile(
    rf"[ ,(]{{0,3}}(?:(?:mais|but|plutot|rather|pour|for|des|seulement|only) ){{0,2}}{_LATER_TODAY}\b"
)


def put_off_today(order: Order) -> bool:
    """ "ok ce soir", to a formal notice that would leave within the hour; not "ok, à ce soir"."""
    if order.context.matter != "mise_en_demeure" or order.command.name not in LETTERS:
        return False
    led_in = order.command.words.rpartition(" ")[2] + order.behind  # "ok en | fin de journée"
    behind = (order.behind, led_in, *(walk.sentence.folded for walk in order.next))
    return bool(
        _PUT_OFF_BEFORE.search(order.before)
        or re.search(rf" {_LATER_TODAY}$", order.command.words)
        or any(map(_PUT_OFF_BEHIND.match, behind))
    )


def given_up(order: Order) -> bool:
    """ "ok tant pis": a yes to the letter, or to the loss?"""
    if order.command.name != "yes" or "drop" not in order.said[order.command.number]:
        return False
    lost = [one.command for one in order.meant if one.act is None and one.command.name == "drop"]
    return any(c.sentence is order.command.sentence and c.start > order.command.start for c in lost)


_AFTER_ALL = re.compile(
    r"(?:^|[ ,.])(?:enfin|ah|si|en fait|finalement|actually|well|oh|wait|attends?|ah bah?|pardon|sorry|mais"
    r"|but)[ ,]+(?:si|oui|yes)\b"
)


def came_after_all(order: Order) -> bool:
    """ "rien. Enfin si, 300 le 2"."""
    if order.act.act != "not_received":
        return False
    said = (order.behind, *(walk.sentence.folded for walk in order.next))
    return any(map(_AFTER_ALL.search, said))


_TURNS = {"not_received": frozenset(("yes", "weak", "send", "dispute_closed", "mise_en_demeure"))}


def yes_and_no(order: Order) -> bool:
    """ "ok, non", "litige clos non": a yes and a no that nobody can put together."""
    command, nothing_came = order.command, order.act.act == "not_received"
    if nothing_came and command.name == "not_received":
        return False
    turns = _TURNS.get(order.act.act, frozenset(("no",)))
    names = turns | {"refuse", "not"}
    others = [
        (other, walk)
        for walk in (order.walks if nothing_came else [order.walk, *order.next])
        if not names.isdisjoint(order.said[walk.number])
        for other in walk.commands
        if other.name in names and not other.targets
    ]
    return any(
        (_leads(other, command) or (other.name in turns and (nothing_came or other.start > command.start)))
        and other is not command
        and not _begins_exception(other, walk)
        for other, walk in others
    )


def _leads(other: Command, command: Command) -> bool:
    """ "je ne veux pas de mise en demeure maintenant"; not "non, reprends"."""
    near = 0 <= command.start - other.end <= 8 and len(other.words) > 4
    return near and (other.number, other.chunk) == (command.number, command.chunk)


_AGAINST = frozenset(("no", "stop", "pause", "paid", "dispute", "drop", "refuse", "treatment"))
_GRANTS = frozenset(("accept", "propose", "plan"))
_AGAINST_IT = {
    "ok": _AGAINST,
    "resume": _AGAINST - {"refuse"},  # "non, relance"
    "mise_en_demeure": (_AGAINST | _GRANTS) - {"refuse", "treatment"},
    "not_received": frozenset(("paid",)),
}
_MAY_OPPOSE = _AGAINST | _GRANTS | {"called"}
_HEARD = ("promise", "paid", "dispute")


def contradicted(order: Order) -> bool:
    """ "relance. il a payé", "avoir 100 HT, litige clos": another order does not go with this one."""
    act = order.act
    if act.act in ("dispute_closed", "resume") and any(_unknown_credit(o, order) for o in order.meant):
        return True
    if not order.acts & _MAY_OPPOSE:
        return False
    others = [o for o in order.meant if o.act is not None and o.act.act in _MAY_OPPOSE and o.act is not act]
    return any((other.act and _half_closed(order, other.act)) or _opposed(other, order) for other in others)


_OF_NO_MONEY = ("wrong_contact", "bounce")


def _opposed(other: Meant, order: Order) -> bool:
    """What was heard on the telephone as well; a "doucement" only to a yes to a letter that is none."""
    act, said = other.act, order.act.act
    if (
        act is None
        or act.target != order.act.target
        or (said == "not_received" and other.command.number <= order.command.number)
    ):
        return False  # "payé mon œil. Rien sur le compte"
    if act.act == "paid" and said == "ok" and order.context.matter in _OF_NO_MONEY:
        return False  # "oui. D'ailleurs il m'a versé 60 samedi", to an address
    if act.act == "called":
        heard = act.result in _HEARD or order.context.matter == "mise_en_demeure"
        return said in ("ok", "resume") and heard and act.result != "no_answer"
    if act.act == "treatment" and act.value == "gentle":
        return order.context.matter == "mise_en_demeure"
    return act.act in _AGAINST_IT.get(said, ())


def _unknown_credit(other: Meant, order: Order) -> bool:
    """How much is left is not said."""
    same = other.command.targets == order.command.targets
    return other.command.name == "credit" and other.act is None and same


def _half_closed(order: Order, other: Act) -> bool:
    """ "Petit conteste mais il a tort", "litige clos sauf K-16"; not where a credit says what is left."""
    if order.act.act != "dispute_closed" or other.act not in ("dispute", "drop", "no"):
        return False
    credited = any(m.command.name == "credit" for m in order.meant)
    return not credited and order.act.target in (None, other.target)


_NOT_ALL = re.compile(
    r"\b(?:pas|not|non)(?: (?:encore|tout a fait|quite|yet|en))? (?:tout(?! de suite)|totalite"
    r"|la totalite|entier|entierement"
    r"|completement|all|everything|in full|the (?:full|whole)|the lot)\b"
)


_BUT_FOR = re.compile(
    r"\b(?:sauf|hormis|a part|except(?: for)?|but for|moins) (?:(?:le|la|les|une?|deux|the|one|two|\d+)\b|l')"
)


def not_whole(order: Order) -> bool:
    """ "oui mais pas tout", "c'est Durand & Fils qui a payé, pas Durand Frères"."""
    walk, act = order.walk, order.act.act
    if order.context.kind != "notice" or act not in ("paid", "no", "not_received"):
        return False
    if order.context.matter not in ("already_paid", "payment_match", "promise"):
        return False
    if act == "paid" and order.act.amount is None and _BUT_FOR.search(order.behind):
        return True  # "payé sauf la dernière", "payé sauf 20"
    if any(m.kind in ("sum", "number") for m in walk.sentence.marks):
        return False
    another = act == "paid" and any(c.name == "not" and c.own for c in walk.commands)
    return another or _NOT_ALL.search(walk.sentence.folded) is not None
