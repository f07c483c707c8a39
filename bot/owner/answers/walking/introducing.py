"""Whether an order only opens or explains another: "oui" before "envoie", "rien sur le compte, allez-y".

An order with the others of its mail in, a yes or no out: yes where another says it better, and it is dropped.
"""

import re

from bot.owner.answers.asked import NOTHING_PROPOSED, PROPOSED, REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.walking.listing import SAVE


def introduces(command: Command, found: list[Command], context: Context) -> bool:
    """A yes or no that only opens what follows, and a bare word that another makes clear."""
    passed = ("weak", "not") if command.name == "not_received" else ("yes", "weak", "not")
    others = [c for c in found if c is not command and c.name not in passed]
    given = frozenset(c.number for c in others if c.name == "contact" and _has_mail(c))
    if given and command.name in _AGREES and _to_write_there(command, given, context):
        return True
    if given:
        others = [c for c in others if c.name != "send" or not _to_write_there(c, given, context)]
    judge = _JUDGES.get(command.name)
    return judge is not None and judge(command, others, context)


_AGREES = frozenset(("yes", "send", "weak", "accept"))
_THERE = re.compile(r"\b(?:adresse|address|celle-(?:la|ci)|celui-(?:la|ci)|(?:this|that|new) one|use it)\b")


def _has_mail(command: Command) -> bool:
    return any(m.kind == "mail" for m in command.marks)


def _to_write_there(command: Command, given: frozenset[int], context: Context) -> bool:
    """ "oui, utilise cette adresse : compta@…": the address that is given, and no yes to another.

    `given`: in which sentences one is. Where none was asked about, only words about it are part of it.
    """
    if context.matter in ("wrong_contact", "bounce"):
        return True
    near = not given.isdisjoint(range(command.number - 1, command.number + 2))
    leads = _USE.match(command.sentence.text.folded, command.end) is not None
    return near and (leads or _THERE.search(command.words) is not None)


_USE = re.compile(r"[ ,!]{1,3}(?:utilise[rz]?|prends|prenez|use)\b")


def _weak(command: Command, others: list[Command], context: Context) -> bool:
    if context.matter in ("delay_request", "promise"):
        return any(c.number == command.number or c.number > command.number for c in others)
    if context.matter == "already_paid" and command.before:
        return False
    which = command.targets == ["all"] or (command.targets and not command.before and not command.leant)
    return bool(others) and not (context.kind == "eve" and which)


# What may be said beside a yes to a request.
_BESIDE = ("ask", "paid", "treatment", "absent", "contact", "kind", "called")


def _yes(command: Command, others: list[Command], context: Context) -> bool:
    if command.targets or (context.kind == "backlog" and of_everybody(command)):  # "1 oui, relance"
        return any(_goes_on(command, c) and c.name in ("resume", "mise_en_demeure") for c in others)
    if context.kind != "notice" and any(
        c.name in ("send", "yes") and c.targets and c.number != command.number for c in others
    ):
        return True  # "Bien. 1 et 2, envoie."
    told = _BESIDE if context.matter == "delay_request" else ("ask",)
    others = [c for c in others if c.name not in told and (c.name != "propose" or c.day())]
    if context.kind == "notice":
        same = [c for c in others if not _of_another(c, context)]
    else:
        same = [c for c in others if c.number == command.number]
    if context.kind == "eve" and any(
        c.name == "send" and c.targets and c.chunk == command.chunk and c.start > command.start for c in same
    ):
        return True  # "yes please send 1 and 3"
    if context.matter in PROPOSED:
        return any(c.name in ("send", "send_mise_en_demeure", "paid") and not c.targets for c in same)
    return bool(same)


def of_everybody(command: Command) -> bool:
    """ "ok pour tous", "ok sauf Vidal"."""
    behind = command.sentence.text.folded[command.end : command.sentence.end]
    return _ALL.search(command.words) is not None or _SAVE.match(behind) is not None


_ALL = re.compile(
    r"\b(?:tout(?! (?:de suite|a l'heure|a fait|bon))|tous|toutes|all|every(?:thing|body|one))\b"
)
_SAVE = re.compile(rf"[ ,]{{1,2}}(?:{SAVE.pattern})\b")


def _goes_on(command: Command, other: Command) -> bool:
    """Another order of the same, right behind it."""
    near = command.number == other.number and 0 <= other.start - command.end <= 3
    return near and set(other.targets) <= set(command.targets)


def _of_another(command: Command, context: Context) -> bool:
    """ "oui. Et M. Carlier a payé": of somebody else than the notice is about."""
    return not (command.own or command.leant) and not set(command.targets) <= {"all", *context.invoices}


def _settled(command: Command, others: list[Command], _context: Context) -> bool:
    same = [c for c in others if not command.targets or not c.targets or c.targets == command.targets]
    return any(c.name in ("dispute_closed", "paid", "drop") for c in same)


def _accept(command: Command, others: list[Command], _context: Context) -> bool:
    beside = [c for c in others if c.number == command.number and (c.leant or not c.targets)]
    return any(c.name == "plan" and c.plan for c in others) or any(c.name == "credit" for c in beside)


def _no(command: Command, others: list[Command], context: Context) -> bool:
    if any(_goes_on(command, c) and c.name == "send" for c in others):
        return True  # "pour la 1, finalement non, envoyez"
    if command.targets:
        return False
    if _why(command, others, context):
        return True
    if context.kind != "notice" and any(_means_him(command, c) for c in others):
        return True  # "non c'est Petit que je voulais stopper"
    if context.matter == "bounce" and any(c.name == "contact" and c.marks for c in others):
        return True  # "ah non il faut un s, c'est groupes@…"
    if context.matter in NOTHING_PROPOSED and not command.day():
        return any(c.number >= command.number for c in others)
    asked = context.matter not in REQUESTS and not NOT_TO_WRITE.search(command.words)
    said_better = any(c.name == "refuse" or (c.name == "not_received" and asked) for c in others)
    alone = context.kind == "eve" and len(context.listed) == 1
    if alone or context.matter == "already_paid":
        said_better |= any(_paid_after(command, c) for c in others)
    said_better |= context.matter == "kind" and any(c.name == "kind" for c in others)
    return said_better or _only_turns(command, others)


# An order of its own: "rien reçu, ne relance pas pour autant".
NOT_TO_WRITE = re.compile(r"relanc|envo|ecri|rappel|contact|chas|remind|send|writ|mail")


def _means_him(command: Command, other: Command) -> bool:
    """Whether a no turns from somebody to another, of whom the order is."""
    behind = command.sentence.text.folded[command.end : command.end + 10]
    return other.number == command.number and bool(other.targets) and _IT_IS.match(behind) is not None


_IT_IS = re.compile(r"[ ,]{1,2}(?:c'est|cest|it's|it is) (?!bon\b|ok\b|non\b)")


def _paid_after(command: Command, other: Command) -> bool:
    """ "non il a payé"."""
    near = command.number == other.number and 0 <= other.start - command.end <= 2
    return other.name == "paid" and near and not other.targets


def _credit(command: Command, others: list[Command], _context: Context) -> bool:
    if command.sum() is not None:
        return False
    return any((c.name == "credit" and c.sum()) or _refused(command, c) for c in others)


def _refused(command: Command, other: Command) -> bool:
    """ "refuse the discount he's after": what is refused, and nothing to be given."""
    between = command.sentence.text.folded[other.end : command.start]
    before = other.number == command.number and other.end <= command.start
    return before and other.name in ("refuse", "no") and _ITS_OBJECT.fullmatch(between) is not None


_ITS_OBJECT = re.compile(
    r" (?:(?:la|le|l'|les|cette|ce|sa|son|leur|toute?|une?|the|this|that|his|her|their|any|a) ?){0,2}"
)


def _send(_command: Command, others: list[Command], context: Context) -> bool:
    return context.matter in REQUESTS and any(c.name == "plan" and c.plan for c in others)


def _stop(command: Command, others: list[Command], _context: Context) -> bool:
    """ "je m'en occupe, n'y touchez plus": the treatment says it."""
    if command.marks:
        return False
    return any(
        c.name == "treatment"
        and c.fields.get("value") in ("owner_only", "never")
        and c.number == command.number
        and (c.targets == command.targets or c.leant or command.leant or not command.targets)
        and _NO_MORE.search(command.words)
        for c in others
    )


_NO_MORE = re.compile(r"\b(?:touche|fai(?:s|tes)|bouge|anything|nothing|rien)")


def _not_received(command: Command, others: list[Command], context: Context) -> bool:
    """ "rien sur le compte, allez-y": why."""
    return (
        context.kind == "eve"
        and re.match(r"(?:toujours )?(?:rien|nothing)", command.words) is not None
        and any(
            c.name in ("send", "yes")
            and c.number == command.number
            and c.targets == command.targets
            and c.leant
            for c in others
        )
    )


def _refuse(command: Command, others: list[Command], _context: Context) -> bool:
    """ "trop loin, dites-lui le 10", "c'est trop loin. Le 10": why another day is proposed.

    In one breath without "dites-lui" it is said for itself: "trop long, le 10 au plus tard".
    """
    if any(c.name == "no" and not c.targets for c in others):
        return False  # "trop tard, c'est non. Proposez le 15"
    days = [c for c in others if c.name == "propose" and c.day()]
    instead = [c for c in days if c.number > command.number or _told_behind(command, c)]
    return bool(instead) and _TOO_LATE.search(command.words) is not None


def _told_behind(command: Command, other: Command) -> bool:
    same = other.number == command.number and other.start > command.start
    text = command.sentence.text.folded
    return same and not _NO.match(command.sentence.folded) and _TELL.match(text, command.end) is not None


_TOO_LATE = re.compile(r"\btrop (?:loin|long|tard)|too (?:long|late|far)")
_NO = re.compile(r"\W*(?:non|no|nan|nope)\b")
_TELL = re.compile(
    r"[ ,;:-]{1,3}(?:(?:off|away|alors|donc|so|plutot|tu|just)[ ,]{1,2}){0,2}"
    r"(?:dis|dites|reponds|repondez|ecris|ecrivez|tell|say)\b"
)


def _pause(command: Command, others: list[Command], _context: Context) -> bool:
    """ "laissez-leur passer Noël, tout le monde attendra le 5": the pause of those that are named.

    In "il demande un délai jusqu'au 30. Accepte" it is the customer's wish, and the owner answers it.
    """
    wished = _WISHED.search(command.sentence.text.folded[command.sentence.start : command.start]) is not None
    if wished and any(c.name in ("accept", "refuse", "propose") and c.start > command.start for c in others):
        return True
    return not command.targets and any(
        c.name == "pause" and c.targets and c.before and c.day() and c.number == command.number
        for c in others
    )


_WISHED = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they)(?: (?:me|nous))? (?:demande|veu[lt]|voudrai|souhaite|aimerai"
    r"|reclame|want|ask|would like|need)\w*[^,.;]{0,20}$"
)


def _why(command: Command, others: list[Command], _context: Context) -> bool:
    """ "stop tout, on ne va pas leur écrire juste avant Noël": why."""
    told = _WE_WILL_NOT.search(command.sentence.text.folded[command.sentence.start : command.start])
    stops = [c for c in others if c.name in ("stop", "pause", "drop") and c.start < command.start]
    return told is not None and not command.targets and any(c.number == command.number for c in stops)


_WE_WILL_NOT = re.compile(
    r"\b(?:on|je|nous|i|we) (?:ne |n')?(?:va|vais|allons|veux|veut|voulons|peux|peut|pouvons|am|are|can|do"
    r"|will) $"
)


def _drop(command: Command, others: list[Command], _context: Context) -> bool:
    """ "tant pis pour elle, on continue"."""
    presses = any(c.name in ("resume", "send", "mise_en_demeure", "send_mise_en_demeure") for c in others)
    return command.words.startswith("tant pis") and presses


_JUDGES = {
    "drop": _drop,
    "not": _why,
    "stop": _stop,
    "not_received": _not_received,
    "refuse": _refuse,
    "pause": _pause,
    "send": _send,
    "weak": _weak,
    "yes": _yes,
    "settled": _settled,
    "accept": _accept,
    "no": _no,
    "credit": _credit,
}


def _only_turns(command: Command, others: list[Command]) -> bool:
    """ "non en fait stop", "ah non, envoie": the no only takes back what stood before."""
    beside = [c for c in others if c.number == command.number and c.start > command.start]
    return any(c.name in ("stop", "send") and not c.targets for c in beside)
